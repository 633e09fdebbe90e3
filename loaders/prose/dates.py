"""Dates in words and figures, as ISO prefixes."""

import re
from dataclasses import replace

from cooplinks.loaders.prose.document import DateSpan, Document

_MONTHS = {
    m: n
    for n, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for m in names.split()
}
_M = r"(?P<%s>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_D = r"(?P<%s>0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th)\b)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s{1,2})?"
_JOIN = (
    r"\s{0,2}(?:-|–|—|/|to|and\s{1,2}(?:ended|ends|ending|concluded|concludes)\s{1,2}on|and|until|till|through|&)"
    rf"\s{{0,2}}{_WEEKDAY}(?:the\s)?"
)
_Y = r"(?:,?\s{1,2}(?:of\s)?(?P<%s>(?:19|20)\d\d)\b)?"
_PATTERNS = [
    # 28 May - 2 June 2022
    rf"\b{_D % 'd1'}\s{{1,2}}(?:of\s)?{_M % 'm1'}{_Y % 'y1'}{_JOIN}{_D % 'd2'}\s{{1,2}}(?:of\s)?{_M % 'm2'}{_Y % 'y'}",
    # 15 - 16 May 2024
    rf"\b{_D % 'd1'}{_JOIN}{_D % 'd2'}\s{{1,2}}(?:of\s)?{_M % 'm1'}{_Y % 'y'}",
    # May 28 - June 2, 2022
    rf"\b{_M % 'm1'}\s{{1,2}}{_D % 'd1'}{_Y % 'y1'}{_JOIN}{_M % 'm2'}\s{{1,2}}{_D % 'd2'}\b{_Y % 'y'}",
    # May 15-16, 2024
    rf"\b{_M % 'm1'}\s{{1,2}}{_D % 'd1'}{_JOIN}{_D % 'd2'}\b(?!\s?[%:]){_Y % 'y'}",
    # 15 May 2024, 15. May 2024
    rf"\b{_D % 'd1'}\.?\s{{1,2}}(?:of\s)?{_M % 'm1'}{_Y % 'y'}",
    # May 15, 2024; May, 15th 2024
    rf"\b{_M % 'm1'},?\s{{1,2}}{_D % 'd1'}\b(?!\s?[%:]){_Y % 'y'}",
    r"\b(?P<y>(?:19|20)\d\d)-(?P<n1>\d\d)-(?P<d1>\d\d)\b",
    r"\b(?P<d1>\d{1,2})\s?[./-]\s?(?P<n1>\d{1,2})\s?[./-]\s?(?P<y>(?:19|20)\d\d)\b",
    # September 2021
    rf"\b{_M % 'm1'}\s{{1,2}}(?:of\s)?(?P<y>(?:19|20)\d\d)\b",
]
_REGEXES = [re.compile(p, re.IGNORECASE) for p in _PATTERNS]
_HINT = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\b(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_AROUND = 40


def find_dates(document: Document) -> Document:
    """All dates; earlier patterns say more and win over later ones that overlap."""
    text = document.text
    spans: list[tuple[int, int, str, str, bool]] = []
    for start, end in _near(text):
        taken: list[tuple[int, int]] = []
        for regex in _REGEXES:
            for match in regex.finditer(text, start, end):
                if any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                days = _days(match)
                if days is not None:
                    taken.append(match.span())
                    spans.append((*match.span(), *days))
    return replace(document, dates=on_tokens(document, sorted(spans)))


def _near(text: str) -> list[tuple[int, int]]:
    """Stretches around years and months, cut at line ends and at most a few hundred characters: the patterns look nowhere else."""
    stretches: list[tuple[int, int]] = []
    for hint in _HINT.finditer(text):
        start = max(hint.start() - _AROUND, text.rfind("\n", max(0, hint.start() - _AROUND), hint.start()) + 1)
        end = min(hint.end() + _AROUND, len(text))
        if stretches and start <= stretches[-1][1] and end - stretches[-1][0] < 400:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((max(start, stretches[-1][1] if stretches else 0), end))
    return stretches


def _days(match: re.Match[str]) -> tuple[str, str, bool] | None:
    part = match.groupdict()
    month = int(part["n1"]) if part.get("n1") else _MONTHS[part["m1"].lower()]
    if not 1 <= month <= 12:
        return None
    last_month = _MONTHS[part["m2"].lower()] if part.get("m2") else month
    year = part.get("y") or part.get("y1") or ""
    first_year = part.get("y1") or year
    if not part.get("d1"):
        return f"{year}-{month:02d}", f"{year}-{month:02d}", True
    day, last_day = int(part["d1"]), int(part.get("d2") or part["d1"])
    if not (1 <= day <= 31 and 1 <= last_day <= 31):
        return None
    return f"{first_year}-{month:02d}-{day:02d}", f"{year}-{last_month:02d}-{last_day:02d}", bool(year)


def on_tokens(document: Document, spans: list[tuple[int, int, str, str, bool]]) -> tuple[DateSpan, ...]:
    found: list[DateSpan] = []
    tokens, i = document.tokens, 0
    for start, end, since, until, year in spans:
        while i < len(tokens) and tokens[i].end <= start:
            i += 1
        j = i
        while j < len(tokens) and tokens[j].start < end:
            j += 1
        if j > i and (not found or found[-1].last <= i):
            found.append(DateSpan(i, j, since, until, year))
    return tuple(found)

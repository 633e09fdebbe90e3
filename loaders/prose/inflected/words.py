"""Words, sentences and dates of a language with case endings."""

import re
from dataclasses import replace
from functools import lru_cache

from cooplinks.loaders.prose import dates, tokens
from cooplinks.loaders.prose.document import DateSpan, Document, Sentence, Token
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.script import norm
from cooplinks.loaders.prose.tables import cut

_DAY = r"(?P<%s>0?[1-9]|[12]\d|3[01])(?!\d)\.?"
_AND = r"\s{0,2}(?:-|–|—|do|i|te)\s{0,2}"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"


def tokenise(document: Document) -> Document:
    """Words, numbers and marks, each as tables hold it."""
    found = tuple(Token(a, b, word, norm(word), word[0].isupper()) for a, b, word in cut(document.text))
    return replace(document, tokens=found)


def split(document: Document) -> Document:
    """Sentences; a full stop behind an ordinal or an abbreviation ends none."""
    document, abbreviations = tokens.split(document), tables.of(document.language).words["abbreviations"]
    joined: list[Sentence] = []
    for sentence in document.sentences:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.paragraph == sentence.paragraph
            and (_goes_on(document.tokens, before, abbreviations) or _closes(document.tokens, before, sentence))
        ):
            joined[-1] = Sentence(before.first, sentence.last, sentence.paragraph, sentence.headline and before.headline)
        else:
            joined.append(sentence)
    return replace(document, sentences=tuple(joined))


def _closes(found: tuple[Token, ...], before: Sentence, sentence: Sentence) -> bool:
    """ "„Zajedno!“, rekla je": a mark of quotation right behind the full stop begins no sentence."""
    mark = found[sentence.first]
    return mark.text in '“”"' and mark.start == found[before.last - 1].end and before.last - before.first <= 400


def _goes_on(found: tuple[Token, ...], before: Sentence, abbreviations: frozenset[str]) -> bool:
    if before.last - before.first < 2 or found[before.last - 1].text != "." or before.last - before.first > 400:
        return False
    word = found[before.last - 2].low
    return (
        word in abbreviations
        or word.rpartition(".")[2] in abbreviations
        or (word.isdigit() and len(word) <= 2)
        or (len(word) == 1 and word.isalpha())
    )


@lru_cache(maxsize=8)
def _patterns(folder: str) -> tuple[re.Pattern[str], ...]:
    """ "28. maja – 2. juna 2024", "15. i 16. maja 2024", "15. maj 2024", "15.05.2024", "maj 2024"."""
    names = tables.of(folder).months
    # Marks are left out, so that one row of plain letters finds both spellings.
    months = "|".join(_loosely(m) for m in sorted(names, key=len, reverse=True))
    month = rf"(?P<%s>{months})(?![^\W_])"
    rows = (
        rf"(?<!\d){_DAY % 'd1'}\s{{0,2}}{month % 'm1'}{_AND}{_DAY % 'd2'}\s{{0,2}}{month % 'm2'}(?:\s{{1,2}}{_YEAR})?",
        rf"(?<!\d){_DAY % 'd1'}{_AND}{_DAY % 'd2'}\s{{0,2}}{month % 'm1'}(?:\s{{1,2}}{_YEAR})?",
        rf"(?<!\d){_DAY % 'd1'}\s{{0,2}}{month % 'm1'}(?:\s{{1,2}}{_YEAR})?",
        rf"(?<![\d.])(?P<d1>\d{{1,2}})\.{_AND}(?P<d2>\d{{1,2}})\.\s?(?P<n1>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?<![\d.])(?P<d1>\d{{1,2}})\s?[./]\s?(?P<n1>\d{{1,2}})\s?[./]\s?{_YEAR}",
        rf"\b{month % 'm1'}\s{{1,2}}{_YEAR}",
    )
    return tuple(re.compile(row, re.IGNORECASE) for row in rows)


def _loosely(month: str) -> str:
    return month.replace("s", "[sš]").replace("c", "[cčć]").replace("z", "[zž]").replace("e", "(?:i?je|e)")


def find_dates(document: Document) -> Document:
    """All dates; earlier patterns say more and win over later ones that overlap."""
    spans: list[tuple[int, int, str, str, bool]] = []
    taken: list[bool] = [False] * (len(document.text) + 1)
    for pattern in _patterns(document.language):
        for match in pattern.finditer(document.text):
            start, end = match.span()
            if taken[start] or taken[end - 1]:
                continue
            days = _days(match, document)
            if days is not None:
                taken[start:end] = [True] * (end - start)
                spans.append((start, end, *days))
    return replace(document, dates=_with_word(document, dates.on_tokens(document, sorted(spans))))


def _with_word(document: Document, found: tuple[DateSpan, ...]) -> tuple[DateSpan, ...]:
    """The date without the full stop and "godine" behind it says the same: taken in, they part nothing."""
    lows = [t.low for t in document.tokens]
    out = []
    for d in found:
        last = d.last
        if last + 1 < len(lows) and lows[last] == "." and lows[last + 1].startswith("godin"):
            last += 2
        elif last < len(lows) and lows[last].startswith("godin"):
            last += 1
        out.append(replace(d, last=last))
    return tuple(out)


def _days(match: re.Match[str], document: Document) -> tuple[str, str, bool] | None:
    part, names = match.groupdict(), tables.of(document.language).months
    month = int(part["n1"]) if part.get("n1") else names.get(norm(part["m1"]), 0)
    if not 1 <= month <= 12:
        return None
    last_month = names.get(norm(part["m2"]), month) if part.get("m2") else month
    year = part.get("y") or ""
    if not part.get("d1"):
        return f"{year}-{month:02d}", f"{year}-{month:02d}", True
    day, last_day = int(part["d1"]), int(part.get("d2") or part["d1"])
    if not (1 <= day <= 31 and 1 <= last_day <= 31):
        return None
    return f"{year}-{month:02d}-{day:02d}", f"{year}-{last_month:02d}-{last_day:02d}", bool(year)

"""Amounts of money in a sentence that says who funds: "a grant of EUR 2 million from A"."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Said

_MULTIPLES = {"thousand": 3, "k": 3, "million": 6, "mln": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9}
_CODES = frozenset(["try", "php", "mad", "all", "bam", "gel", "ron", "inr"])
_NUMBER = r"(?P<number>\d{1,3}(?:[,\u00a0\u202f ]\d{3}){1,4}(?:\.\d{1,2})?|\d{1,12}(?:[.,]\d{1,3})?)"
_TIMES = r"(?:[\s\u00a0-]{0,2}(?P<times>" + "|".join(sorted(_MULTIPLES, key=len, reverse=True)) + r")\b)?"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Currency before the number, and after it."""
    before = [w for w in tables.currencies() if not w.endswith("s")]
    marks = "|".join(re.escape(w) for w in sorted(before, key=len, reverse=True))
    words = "|".join(re.escape(w) for w in sorted(tables.currencies(), key=len, reverse=True))
    return (
        re.compile(rf"(?<![A-Za-z])(?P<currency>{marks})\s{{0,2}}{_NUMBER}{_TIMES}", re.IGNORECASE),
        re.compile(rf"(?<![\d.,]){_NUMBER}{_TIMES}\s{{0,2}}(?P<currency>{words})(?![A-Za-z])", re.IGNORECASE),
    )


def find_money(document: Document, *, plain: Callable[[str], str] = str) -> Document:
    """Put a stated amount on the only funder of a thing, or on the thing where several give it together.

    `plain` says a sentence with numbers and currencies as English writes them.
    """
    funders: dict[str, set[str]] = defaultdict(set)
    for said in document.said:
        if said.type == "FUNDED_BY":
            funders[said.source].add(said.target)
    if not funders:
        return document
    amounts: dict[str, tuple[str, str]] = {}
    for said in document.said:
        if said.type == "FUNDED_BY" and (found := _only_amount(document, said.sentence, plain)):
            amounts.setdefault(said.source, found)
    measured = tuple(_measured(s, funders, amounts) for s in document.said)
    things = tuple(
        replace(t, stated=amounts[t.id]) if t.id in amounts and len(funders[t.id]) > 1 and t.type == "Project" else t
        for t in document.things
    )
    return replace(document, said=measured, things=things)


def _measured(said: Said, funders: dict[str, set[str]], amounts: dict[str, tuple[str, str]]) -> Said:
    if said.type != "FUNDED_BY" or said.source not in amounts:
        return said
    if len(funders[said.source]) > 1:
        return replace(said, measure="stated")
    amount, currency = amounts[said.source]
    return replace(said, measure="stated", amount=amount, currency=currency)


def _only_amount(document: Document, number: int, plain: Callable[[str], str]) -> tuple[str, str] | None:
    """The one amount of a sentence; a second one in brackets after it is its conversion."""
    sentence = document.sentences[number]
    start, end = document.tokens[sentence.first].start, document.tokens[sentence.last - 1].end
    text = plain(document.text[start:end])
    found = amounts_in(text)
    main = [a for n, a in enumerate(found) if not (n and "(" in text[found[n - 1][1] : a[0]])]
    return (main[0][2], main[0][3]) if len(main) == 1 else None


def amounts_in(text: str) -> list[tuple[int, int, str, str]]:
    """(start, end, amount as a plain decimal string, ISO 4217 code) of each amount, in text order."""
    found: list[tuple[int, int, str, str]] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            amount = _plain(match["number"], match["times"])
            code = match["currency"]
            if len(code) == 3 and code.isascii() and code.isalpha() and code.lower() in _CODES and not code.isupper():
                continue  # "try", "all": words
            if amount and not any(a < match.end() and match.start() < b for a, b, _, _ in found):
                found.append((*match.span(), amount, tables.currencies()[match["currency"].lower()]))
    return sorted(found)


def _plain(number: str, times: str | None) -> str:
    """ "1.2" and "million" to "1200000"; '' where a point or comma could be either of two things."""
    digits = re.sub(r"[\u00a0\u202f ]", "", number)
    whole, comma, part = digits.rpartition(",")
    if comma and (len(part) == 3 or "." in digits):
        digits = digits.replace(",", "")
    elif comma:
        digits = f"{whole}.{part}"
    if re.fullmatch(r"\d{1,3}\.\d{3}", digits) and not times:
        return ""
    value = Decimal(digits).scaleb(_MULTIPLES[times.lower()] if times else 0)
    return format(value.normalize(), "f") if value else ""

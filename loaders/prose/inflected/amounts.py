"""Amounts of money as English writes them, so that one step reads them all."""

import re
from functools import lru_cache

from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.money import find_money

_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3}){1,4})(?:,(\d{1,2}))?(?![\d.,]?\d)")
_DECIMAL = re.compile(r"(?<![\d.,])(\d{1,12}),(\d{1,2})(?!\d)")


def find_amounts(document: Document) -> Document:
    """Put stated amounts on funders, as `money.find_money` does for English."""
    return find_money(document, plain=lambda text: plain(text, document.language))


def plain(text: str, folder: str) -> str:
    """ "1.113.960,50 kuna", "4,2 miliona dinara" as "1113960.50 hrk", "4.2 million rsd"."""
    text = _THOUSANDS.sub(lambda m: m[1].replace(".", "") + (f".{m[2]}" if m[2] else ""), text)
    text = _DECIMAL.sub(r"\1.\2", text)
    words, pattern = _words(folder)
    return pattern.sub(lambda m: words[m[0].lower()], text)


@lru_cache(maxsize=8)
def _words(folder: str) -> tuple[dict[str, str], re.Pattern[str]]:
    words = {w: english for english, row in tables.of(folder).amounts.items() for w in row.split()}
    return words, re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b", re.IGNORECASE)

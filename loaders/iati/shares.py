"""Where and what for, as texts with their share: `KE=60.5`, `1:298=100`, `1:11220=50`; without a percentage where none is told."""

from functools import lru_cache

from cooplinks.loaders.iati import codes
from cooplinks.loaders.iati.document import Document
from cooplinks.loaders.iati.values import Element, decimal

Share = tuple[str, str, str]  # the text, what is wrong with it, in what words


def country_share(document: Document, element: Element) -> str:
    """`KE=60.5`; "" where there is no code."""
    return _told(document, element, _country(element.get("code"), element.get("percentage")))


def region_share(document: Document, element: Element) -> str:
    """`1:298=100`: vocabulary, code, percentage."""
    return _told(document, element, _region(element.get("code"), element.get("vocabulary"), element.get("percentage")))


def sector_share(document: Document, element: Element) -> str:
    """`1:11220=50`: vocabulary as 2.0x numbers it, code, percentage."""
    return _told(document, element, _sector(element.get("code"), element.get("vocabulary"), element.get("percentage")))


def _told(document: Document, element: Element, share: Share) -> str:
    text, wrong, words = share
    if wrong:
        document.warn(element, wrong, words)
    return text


@lru_cache(maxsize=4096)
def _country(code: str | None, percentage: str | None) -> Share:
    return _with(percentage, code.strip().upper() if code else "", "recipient-country")


@lru_cache(maxsize=4096)
def _region(code: str | None, vocabulary: str | None, percentage: str | None) -> Share:
    code = code.strip() if code else ""
    return _with(percentage, code and f"{codes.word(vocabulary) or codes.DAC}:{code}", "recipient-region")


@lru_cache(maxsize=16384)
def _sector(code: str | None, vocabulary: str | None, percentage: str | None) -> Share:
    code, vocabulary = code.strip() if code else "", (vocabulary or "").strip()
    number = codes.SECTOR_VOCABULARIES.get(vocabulary.casefold(), vocabulary) or codes.DAC
    return _with(percentage, code and f"{number}:{code}", "sector")


def _with(percentage: str | None, text: str, tag: str) -> Share:
    if not text:
        return "", f"a {tag} without code, left out", ""
    if not percentage or not percentage.strip():
        return text, "", ""
    number = decimal(percentage)
    return (f"{text}={number}", "", "") if number else (text, "a percentage that is no number, left out: ", percentage)

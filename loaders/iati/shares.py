"""Where and what for, as texts with their share: `KE=60.5`, `1:298=100`, `1:11220=50`."""

from cooplinks.loaders.iati import codes
from cooplinks.loaders.iati.document import Document
from cooplinks.loaders.iati.values import Element, decimal


def country_share(document: Document, element: Element) -> str | None:
    """`KE=60.5`, or `KE` where no percentage is told."""
    code = (element.get("code") or "").strip().upper()
    if not code:
        document.warn(element, "a recipient-country without code, left out")
        return None
    return code + _percentage(document, element)


def region_share(document: Document, element: Element) -> str | None:
    """`1:298=100`: vocabulary, code, percentage."""
    code = (element.get("code") or "").strip()
    if not code:
        document.warn(element, "a recipient-region without code, left out")
        return None
    return f"{codes.word(element.get('vocabulary')) or codes.DAC}:{code}{_percentage(document, element)}"


def sector_share(document: Document, element: Element) -> str | None:
    """`1:11220=50`: vocabulary as 2.0x numbers it, code, percentage."""
    code = element.get("code")
    if not code or not (code := code.strip()):
        document.warn(element, "a sector without code, left out")
        return None
    vocabulary = element.get("vocabulary")
    if vocabulary is None:
        vocabulary = codes.DAC
    else:
        vocabulary = codes.SECTOR_VOCABULARIES.get(codes.word(vocabulary), vocabulary.strip()) or codes.DAC
    return f"{vocabulary}:{code}{_percentage(document, element)}"


def _percentage(document: Document, element: Element) -> str:
    told = element.get("percentage")
    if told is None or not told.strip():
        return ""
    number = decimal(told)
    if number is None:
        document.warn(element, "a percentage that is no number, left out: ", told)
    return f"={number}" if number else ""

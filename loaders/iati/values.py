"""What stands in an element: texts in their languages, dates, numbers, the element as it is written."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from lxml import etree

from cooplinks.app.ids import fold_blanks

Element = Any  # lxml has no types of its own
Texts = tuple[tuple[str, str | None], ...]  # (text, language)

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_QUOTE = 1_000

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")  # xsd:decimal
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d|T.*)?", re.ASCII)
_XML_BLANKS = " \t\r\n"
_tostring = etree.tostring


def texts(element: Element, language: str | None) -> Texts:
    """The texts of an element, each once: its narratives (2.0x), or its own text (1.0x)."""
    own = element.text
    if own is None and len(element) == 1:  # most have one narrative
        part = element[0]
        text = fold_blanks(part.text or "") if part.tag == "narrative" else ""
        return ((text, tag_of(part.get(LANG)) or language),) if text else ()
    found: list[tuple[str, str | None]] = []
    if own and (own := fold_blanks(own)):
        found.append((own, tag_of(element.get(LANG)) or language))
    for part in element:
        if part.tag == "narrative" and part.text and (text := fold_blanks(part.text)):
            found.append((text, tag_of(part.get(LANG)) or language))
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def unread(element: Element) -> tuple[str | None, ...]:
    """All that `texts` reads, as it is written: equal ones have equal texts."""
    own = element.text
    if own is None and len(element) == 1:
        part = element[0]
        return part.tag, part.text, part.get(LANG)
    inner = (text for part in element for text in (part.tag, part.text, part.get(LANG)))
    return own, element.get(LANG), *inner


@lru_cache(maxsize=1024)
def tag_of(lang: str | None) -> str | None:
    """A language tag; a bare language in small letters."""
    lang = (lang or "").strip()
    return (lang.lower() if len(lang) <= 3 else lang) or None


@lru_cache(maxsize=65536)
def iso_date(told: str | None) -> str | None:
    """The day of an xsd:date or xsd:dateTime; None where it is no day that there was."""
    match = _DATE.fullmatch((told or "").strip(_XML_BLANKS))
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def moment(told: str) -> str | None:
    """A date and time in UTC, all of one shape, so that the later one is the greater text; None where it is none."""
    try:
        at = datetime.fromisoformat(told.strip())
    except ValueError:
        return None
    try:
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError:
        return None
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def decimal(told: str | None) -> str | None:
    """A number as it is written, trimmed, where xsd:decimal admits it (M5)."""
    told = (told or "").strip(_XML_BLANKS)
    return told if _DECIMAL.fullmatch(told) else None


@lru_cache(maxsize=1024)
def currency(told: str | None) -> str | None:
    """A currency code in capitals; None for what has not the shape of one."""
    told = (told or "").strip().upper()
    return told if len(told) == 3 and told.isascii() and told.isalpha() else None


def true(told: str | None) -> bool:
    """An xsd:boolean."""
    return (told or "").strip().lower() in ("1", "true")


def serialised(element: Element, declared: Iterable[str] = ()) -> str:
    """The element as XML; `declared` are the namespace declarations of its ancestors, which serialising repeats."""
    text: str = _tostring(element, encoding="unicode", with_tail=False)
    for declaration in declared:
        text = text.replace(declaration, "", 1)
    return text


def written(element: Element, declared: Iterable[str] = ()) -> str:
    """The element as it stands, folded."""
    return folded(serialised(element, declared))


def folded(text: str) -> str:
    """The text with white space folded, which in an element as it is written few need."""
    return fold_blanks(text) if "\n" in text or "  " in text or "\t" in text else text


def cuts(text: str, tag: str) -> list[str]:
    """The elements of one name in serialised XML, in which `<` and `>` stand for nothing but tags; none holds another."""
    opening, closing = f"<{tag}", f"</{tag}>"
    found: list[str] = []
    start = text.find(opening)
    while start >= 0:
        after = start + len(opening)
        if text[after] in " />":  # not the beginning of a longer name
            end = text.index(">", after) + 1
            if text[end - 2] != "/":
                end = text.index(closing, end) + len(closing)
            found.append(text[start:end])
            after = end
        start = text.find(opening, after)
    return found


def shortened(text: str, most: int = MOST_QUOTE) -> str:
    """The text, cut and ending in … where it is longer than `most`."""
    return text if len(text) <= most else text[: most - 1] + "…"


def grouped(element: Element) -> dict[str, list[Element]]:
    """The children of an element by name."""
    parts: dict[str, list[Element]] = {}
    for part in element:
        tag = part.tag
        if tag in parts:
            parts[tag].append(part)
        else:
            parts[tag] = [part]
    return parts


def declarations(element: Element) -> tuple[str, ...]:
    """The namespace declarations that hold at an element, as serialising one of its children repeats them."""
    held = element.nsmap
    return tuple(f' xmlns{":" + prefix if prefix else ""}="{_escaped(uri)}"' for prefix, uri in held.items()) if held else ()


def _escaped(uri: str) -> str:
    return uri.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

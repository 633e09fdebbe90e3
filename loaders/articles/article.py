"""What a format gives: the text that offsets point into, and what the document says of itself."""

import re
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any

_HALVES = re.compile("[\ud800-\udfff]")
_ISO = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ]\d\d:.*)?\Z")


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read from its format; '' where the document does not say.

    `text` has a paragraph a line. `date` is when it was published, as ISO 8601. `language` is what the document claims to be in.
    """

    text: str
    title: str = ""
    url: str = ""
    date: str = ""
    publisher: str = ""
    language: str = ""
    id: str = ""
    warned: tuple[str, ...] = ()


def legible(article: Article) -> Article:
    """The article with U+FFFD for what is no character: halves of surrogate pairs, as broken JSON and mails have them."""
    said = {name: getattr(article, name) for name in article.__slots__}
    mended: dict[str, Any] = {name: _HALVES.sub("\ufffd", value) for name, value in said.items() if isinstance(value, str)}
    return replace(article, **mended)


def iso_date(text: str) -> str:
    """The day of an ISO 8601 date or time, or of a mail's date, as written there; '' where it is neither, for `05/06/24` is two days."""
    text = text.strip()
    if match := _ISO.match(text):
        return match[1]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def first_line(text: str) -> str:
    """The first line that says something, cut at 300 characters."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 300 else line[:299] + "…"


def headed(title: str, text: str) -> str:
    """The text led by its title, unless it begins with that already."""
    title = " ".join(title.split())
    return text if not title or first_line(text).casefold() == title.casefold() else f"{title}\n\n{text}"

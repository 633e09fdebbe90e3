"""Saved web pages: the article without the page around it, and what the page's own metadata says."""

import codecs
import logging
import re
import warnings
from typing import Any
from urllib.parse import urlsplit

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.articles.article import Article, headed, iso_date

_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "utf-16": "utf-8"}  # encoding.spec.whatwg.org
_LANGUAGE = re.compile(r"<html[^>]{0,600}?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_SAVED = re.compile(r"<!--[^>]{0,200}?(?:saved from url=\(\d+\)|\surl:\s*)(https?://[^\s<>]+)")  # Chromium's and Edge's mark, SingleFile's
_TALKATIVE = ("trafilatura", "htmldate", "courlan", "justext")
_HEAD = 4096
_LEAST = 80  # characters: less is a link list's rest or a notice, no article
_MOST_LOST = 0.01


def read(data: bytes, shown: str) -> Article:
    """The article of a page, its paragraphs a line each, led by its headline."""
    text, warned = decoded(data, shown)
    return article_of(text, shown, warned)


def article_of(page: str, shown: str, warned: tuple[str, ...] = ()) -> Article:
    """The article of a page that is decoded; raises InputRefused where there is none."""
    found = _extracted(page, shown)
    text = (found.text or "").strip() if found else ""
    if found is None or len(text) < _LEAST:
        raise InputRefused(shown, "no article is found in the page: save the article's own page, or its text as .txt")
    language = _LANGUAGE.search(page[:_HEAD])
    title = " ".join((found.title or "").split())
    return Article(
        headed(title, text),
        title=title,
        url=_canonical(found.url or "") or _saved_from(page),
        date=iso_date(found.date or ""),
        publisher=" ".join((found.sitename or "").split()),
        language=language[1].lower() if language else "",
        warned=warned,
    )


def decoded(data: bytes, shown: str, told: str = "") -> tuple[str, tuple[str, ...]]:
    """The page as text by its mark, what the server `told` or its own declaration, else as UTF-8; and what was lost in that.

    Raises InputRefused where it declares nothing and is not UTF-8, and where the declaration can't be true.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", told))
    if not encoding and (declared := _DECLARED.search(data[:_HEAD])):
        encoding = (declared[1] or declared[2]).decode("ascii", "replace")
    if b"\0" in data[:65536] and not encoding.lower().startswith("utf-16"):
        raise InputRefused(shown, "is binary, not a page")
    try:
        name = codecs.lookup(encoding or "utf-8").name
    except LookupError:
        raise InputRefused(shown, f"declares an encoding that nobody knows: {encoding!r}") from None
    name = name if mark else _MEANT.get(name, name)
    text = data[len(mark) :].decode(name, "replace")
    lost = text.count("�")
    if lost > (0 if not encoding else len(text) * _MOST_LOST):
        said = f"is not {name}, which it says it is" if encoding else "says nothing of its encoding and is not UTF-8"
        raise InputRefused(shown, f"{said}: save it as UTF-8")
    return text, ((f"{lost} characters are not {name} and stand as U+FFFD",) if lost else ())


def _extracted(page: str, shown: str) -> Any:
    import trafilatura

    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is odd about a page is said in its refusal
    try:
        with warnings.catch_warnings(action="ignore"):
            return trafilatura.bare_extraction(
                page,
                with_metadata=True,
                include_comments=False,
                include_tables=True,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
    except Exception as wrong:  # a page may be anything, and so may what the library raises on it
        raise InputRefused(shown, f"can't be read as a page ({type(wrong).__name__}): save its text as .txt") from wrong


def _saved_from(page: str) -> str:
    """The address that the browser noted when it saved the page."""
    noted = _SAVED.search(page[:_HEAD])
    return _canonical(noted[1]) if noted else ""


def _canonical(url: str) -> str:
    """The page's address if it is one of an article; a front page as the address of every page says nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    whole = parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query)
    return parts._replace(fragment="").geturl() if whole else ""

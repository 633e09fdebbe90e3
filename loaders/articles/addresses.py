"""Lists of addresses, one a line: they are articles only once somebody asks for them to be fetched."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Refusal
from cooplinks.loaders.articles.article import Article
from cooplinks.loaders.articles.fetch import Fetcher, Page
from cooplinks.loaders.articles.plain import decoded
from cooplinks.loaders.articles.read import read_bytes
from cooplinks.loaders.articles.webpage import article_of
from cooplinks.loaders.articles.webpage import decoded as page_text

_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*")
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/markdown": ".md",
}
_PAGES = ("text/html", "application/xhtml+xml", "")


def takes(head: bytes) -> bool:
    """Whether a file begins as a list of addresses and holds nothing else as far as it is seen."""
    lines = [line for _, line in _listed(head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))]
    return bool(lines) and all(_ADDRESS.fullmatch(line) for line in lines[:1000])


def read_addresses(path: Path, fetcher: Fetcher | None) -> Iterator[tuple[str, Article | Refusal]]:
    """Each article with its line; raises InputRefused for a list that nobody said should be fetched."""
    try:
        text = decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise InputRefused(str(path), f"can't be read: {error.strerror}") from error
    if fetcher is None:
        raise InputRefused(
            str(path), "is a list of addresses: --fetch fetches them, one a second from each host, where robots.txt allows it"
        )
    for number, line in _listed(text):
        where = f"line:{number}"
        try:
            if not _ADDRESS.fullmatch(line):
                raise InputRefused(line, "is no address")
            article = _article(fetcher.page(line), line)
            yield where, replace(article, url=article.url or line)
        except InputRefused as wrong:
            yield where, Refusal(str(path), where, f"{line}: {wrong.reason}")


def _article(page: Page, url: str) -> Article:
    if page.type in _PAGES:
        return article_of(*_with(page, url))
    if page.type == "text/plain":
        return read_bytes(page_text(page.data, url, page.encoding)[0].encode(), ".txt", url)
    suffix = _SUFFIXES.get(page.type)
    if suffix is None:
        raise InputRefused(url, f"is {page.type}, no article")
    return read_bytes(page.data, suffix, url)


def _with(page: Page, url: str) -> tuple[str, str, tuple[str, ...]]:
    text, warned = page_text(page.data, url, page.encoding)
    return text, url, warned


def _listed(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something with their numbers; `#` begins a remark."""
    for number, line in enumerate(text.splitlines(), 1):
        if (line := line.strip()) and not line.startswith("#"):
            yield number, line

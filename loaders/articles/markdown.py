"""Markdown: the text without its marks, and the lines `key: value` between two `---` at its head."""

import re

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.articles.article import Article, first_line, headed, iso_date
from cooplinks.loaders.articles.blocks import text_of
from cooplinks.loaders.articles.plain import decoded

MOST_BYTES = 2_000_000  # a line takes up to 40 µs
_HEAD = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.+)")
_CALLED = {"link": "url", "address": "url", "canonical_url": "url", "lang": "language", "published": "date", "source": "publisher"}


def read(data: bytes, shown: str) -> Article:
    """The paragraphs of the text, a line each."""
    from lxml import html
    from markdown_it import MarkdownIt

    if len(data) > MOST_BYTES:
        raise InputRefused(shown, f"is over {MOST_BYTES // 1_000_000} MB of Markdown: split it, or call it .txt")
    text = decoded(data, shown)
    head = _HEAD.match(text)
    said = _said(head[1]) if head else {}
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(text[head.end() :] if head else text)
    body = text_of(html.document_fromstring(rendered)) if rendered.strip() else ""
    text = headed(said.get("title", ""), body)
    return Article(
        text,
        title=said.get("title") or first_line(text),
        url=said.get("url", ""),
        date=iso_date(said.get("date", "")),
        publisher=said.get("publisher", ""),
        language=said.get("language", ""),
    )


def _said(head: str) -> dict[str, str]:
    pairs = (match.groups() for line in head.splitlines() if (match := _LINE.fullmatch(line.strip())))
    return {_CALLED.get(name.lower(), name.lower()): value.strip().strip("\"'") for name, value in pairs}

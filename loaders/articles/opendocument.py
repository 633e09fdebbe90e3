"""OpenDocument texts (`.odt`, ISO/IEC 26300): paragraphs and headings of the body in order; notes and struck-out text are left out."""

from collections.abc import Iterator
from typing import Any

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.articles.article import Article, first_line
from cooplinks.loaders.articles.packed import opened

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LEFT_OUT = frozenset((f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation"))
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")


def read(data: bytes, shown: str) -> Article:
    """A paragraph a line; the cells of a row stand in one line, parted by ` | `."""
    with opened(data, shown) as package:
        if "META-INF/manifest.xml" in package and next(package.xml("META-INF/manifest.xml").iter("{*}encryption-data"), None) is not None:
            raise InputRefused(shown, "is encrypted: save it without a password")
        root = package.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise InputRefused(shown, "is no text document")
    text = "\n".join(line for block in _blocks(body) if (line := block.strip()))
    return Article(text, title=first_line(text))


def _blocks(body: Any) -> Iterator[str]:
    for element in body.iter(*_PARAGRAPHS, f"{_TABLE}table-row"):
        above = {ancestor.tag for ancestor in element.iterancestors()}
        if above & {*_LEFT_OUT, *_PARAGRAPHS, f"{_TABLE}table-row"}:
            continue
        if element.tag in _PARAGRAPHS:
            yield "".join(_said(element))
        else:
            cells = (" ".join("".join(_said(p)) for p in cell.iter(*_PARAGRAPHS)) for cell in element.iterfind(f"{_TABLE}table-cell"))
            yield " | ".join(cell for cell in map(str.strip, cells) if cell)


def _said(element: Any) -> Iterator[str]:
    """The text of a paragraph, walked without recursion."""
    stack: list[Any] = [element]
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            yield piece
            continue
        tail = piece.tail if piece is not element else None
        if tail:
            stack.append(tail)
        if piece.tag in _SIGNS:
            yield _SIGNS[piece.tag]
        elif isinstance(piece.tag, str) and piece.tag not in _LEFT_OUT:
            stack.extend(reversed(piece))
            if piece.text:
                yield piece.text

"""Word documents (`.docx`, ISO/IEC 29500): the paragraphs of the body in order, those of tables too; what was struck out is left out."""

from collections.abc import Iterator
from typing import Any

from cooplinks.loaders.articles.article import Article, first_line
from cooplinks.loaders.articles.packed import opened

_W = ("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}", "{http://purl.oclc.org/ooxml/wordprocessingml/main}")
_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "sectPr", "footnoteReference", "comment"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes, shown: str) -> Article:
    """A paragraph a line; the cells of a row stand in one line, parted by ` | `."""
    with opened(data, shown) as package:
        root = package.xml("word/document.xml")
    text = "\n".join(line for block in _blocks(root) if (line := block.strip()))
    return Article(text, title=first_line(text))


def _blocks(root: Any) -> Iterator[str]:
    """Each paragraph that stands in no table, each row of a table."""
    for element in root.iter("{*}p", "{*}tr"):
        above = {_tag(ancestor) for ancestor in element.iterancestors()}
        if above & {"tr", "p", "del", "Fallback"} or not element.tag.startswith(_W):
            continue
        if _tag(element) == "p":
            yield "".join(_said(element))
        else:
            cells = (" ".join("".join(_said(p)) for p in cell.iter("{*}p") if p.tag.startswith(_W)) for cell in element.iterfind("{*}tc"))
            yield " | ".join(cell for cell in map(str.strip, cells) if cell)


def _said(paragraph: Any) -> Iterator[str]:
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = _tag(element)
        if tag == "t":
            yield element.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag not in _LEFT_OUT:
            stack.extend(reversed(element))


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

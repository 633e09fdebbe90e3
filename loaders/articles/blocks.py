"""The text of HTML that is all article: a block a line, what no reader sees left out."""

from collections.abc import Iterator
from typing import Any

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("head", "noscript", "object", "script", "style", "svg", "template", "title"))


def text_of(tree: Any) -> str:
    """The text of an lxml tree: white space folded, a block a line, the cells of a row parted by ` | `."""
    lines: list[str] = []
    line: list[str] = []
    for piece in _pieces(tree):
        if piece is None:
            lines.append(" ".join("".join(line).split()).strip(" |"))
            line.clear()
        else:
            line.append(piece)
    return "\n".join(text for text in lines if text)


def _pieces(tree: Any) -> Iterator[str | None]:
    """Pieces of text in order; None where a line ends. Walked without recursion: pages nest as deeply as they like."""
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else None
        if closing:
            yield from _edge(tag, " | ")
            if element is not tree and element.tail:
                yield element.tail
        elif tag is None or tag in _UNSEEN:
            if element is not tree and element.tail:
                yield element.tail
        else:
            yield from _edge(tag, "")
            if element.text:
                yield element.text
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
    yield None


def _edge(tag: str | None, between: str) -> Iterator[str | None]:
    if tag in _CELLS:
        yield between
    elif tag in _BLOCKS:
        yield None

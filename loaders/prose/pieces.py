"""A long text in pieces."""

from collections.abc import Iterator

OVERLAP = 10  # a tenth of a piece is in the next one again
_ENDS = ("\n", ". ", " ")


def pieces(text: str, size: int) -> Iterator[tuple[int, int]]:
    """Start and end of pieces of up to `size` characters that end with a paragraph, a sentence or a word; each begins in the one before."""
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= size else _cut(text, start + size // 2, start + size)
        yield start, end
        if end == len(text):
            return
        start = _cut(text, end - size // OVERLAP, end - 1)


def _cut(text: str, least: int, most: int) -> int:
    """The last good place to cut between these two."""
    for mark in _ENDS:
        at = text.rfind(mark, least, most)
        if at >= 0:
            return at + len(mark)
    return most

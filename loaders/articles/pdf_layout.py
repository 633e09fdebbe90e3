"""Lines on pages to paragraphs in reading order.

A *gutter* is an upright stretch that few lines of a page cross while columns of running text stand on both of its sides. Lines that
cross it (a headline, a wide picture's caption) part what stands above them from what stands below.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_NUMBER = re.compile(r"\W*(?:page|p\.|str\.|strana|страна)?\s*\d{1,4}\s*(?:(?:of|/|od|од)\s*\d{1,4})?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_EDGE = 0.1  # of a page's height: where page numbers and running heads stand
_LARGE = 1.3  # times the usual size: the letters of a headline
_FEWEST = 3  # lines that make a column
_CROSSING = 0.25  # of the lines may cross a gutter
_FILLED = 0.5  # of its column's width a line of running text fills; the cells of a table do not
_SHORT = 0.7  # of the column's width: a line that ends so early ends a paragraph
_ENDS = (".", "!", "?", ":", "”", '"', "»")
_ITEM = re.compile(r"[-*•–·▪◦‣]\s|\(?\d{1,2}[.)]\s")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text and where it stands, in points from the lower left corner; a row of a table has several cells."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    cells: int = 1

    @property
    def size(self) -> float:
        """How high its letters are."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    """The size of a page in points and its lines as they come."""

    width: float
    height: float
    lines: list[Line]


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a document, one that runs over a column or a page made whole."""
    kept = _without_furniture(pages)
    columns = [column for page, lines in zip(pages, kept, strict=True) for column in ordered(lines, page.width)]
    known = Counter(word.lower() for column in columns for line in column for word in _WORD.findall(line.text))
    found: list[str] = []
    carried = False
    for column in columns:
        for number, (begins, line) in enumerate(_broken(column)):
            if found and (not begins or (carried and number == 0 and line.text[:1].islower())):
                found[-1] = _joined(found[-1], line.text, known)
            else:
                found.append(line.text)
        carried = bool(found) and not found[-1].endswith(_ENDS)
    return found


def _without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """Each page's lines without its number, and without what stands at the edge of half of the pages."""
    edges = [[line for line in page.lines if _at_edge(page, line)] for page in pages]
    often = Counter(mark for lines in edges for mark in {_mark(line) for line in lines})
    running = {mark for mark, times in often.items() if times > 1 and times * 2 >= len(pages)}
    usual = median([line.size for page in pages for line in page.lines] or [0.0])
    headline = {id(line) for lines in edges[:1] for line in lines if line.size > _LARGE * usual}  # the running head may repeat it
    left_out = [{id(line) for line in lines if _NUMBER.fullmatch(line.text) or _mark(line) in running} for lines in edges]
    return [[line for line in page.lines if id(line) not in out - headline] for page, out in zip(pages, left_out, strict=True)]


def _at_edge(page: Page, line: Line) -> bool:
    return line.bottom > page.height * (1 - _EDGE) or line.top < page.height * _EDGE


def _mark(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def ordered(lines: Sequence[Line], width: float) -> Iterator[list[Line]]:
    """The lines of a page as columns in reading order."""
    gutter = _gutter(lines, width)
    if gutter is None:
        if lines:
            yield list(_rows(lines))
        return
    crossing = sorted((line for line in lines if line.left < gutter < line.right), key=lambda line: -line.top)
    rest = [line for line in lines if not line.left < gutter < line.right]
    for wall in (*crossing, None):
        above = [line for line in rest if wall is None or line.bottom >= wall.bottom]
        rest = [line for line in rest if not (wall is None or line.bottom >= wall.bottom)]
        yield from ordered([line for line in above if line.right <= gutter], width)
        yield from ordered([line for line in above if line.left >= gutter], width)
        if wall is not None:
            yield [wall]


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines from top to bottom; those of one base line as one."""
    row: list[Line] = []
    for line in [*sorted(lines, key=lambda line: -line.bottom), None]:
        if row and (line is None or row[0].bottom - line.bottom > row[0].size / 2):
            yield _one(sorted(row, key=lambda piece: piece.left))
            row = []
        if line is not None:
            row.append(line)


def _one(pieces: Sequence[Line]) -> Line:
    """Pieces of one base line as a line: far apart they are cells of a table, close together a raised figure or a change of type."""
    text, cells = pieces[0].text, 1
    for before, piece in pairwise(pieces):
        far = piece.left - before.right > max(before.size, piece.size)
        text, cells = f"{text} | {piece.text}" if far else f"{text} {piece.text}", cells + far
    largest = max(pieces, key=lambda piece: piece.size)
    return Line(text, pieces[0].left, largest.bottom, max(piece.right for piece in pieces), largest.top, cells)


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """Where a gutter stands: of those places that fewest lines cross, the middle of the widest stretch."""
    if len(lines) < 2 * _FEWEST:
        return None
    step = max(width / 200, 1.0)
    low, high = min(line.left for line in lines), max(line.right for line in lines)
    places = [low + step * n for n in range(1, int((high - low) / step))]
    crossed = [sum(line.left < x < line.right for line in lines) for x in places]
    good = [n for n, x in enumerate(places) if crossed[n] <= len(lines) * _CROSSING and _columns(lines, x)]
    if not good:
        return None
    fewest = min(crossed[n] for n in good)
    runs: list[list[int]] = []
    for n in (n for n in good if crossed[n] == fewest):
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    widest = max(runs, key=len)
    return places[widest[len(widest) // 2]]


def _columns(lines: Sequence[Line], gutter: float) -> bool:
    """Whether running text stands on both sides, side by side."""
    sides = [line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter]
    if any(len(side) < _FEWEST for side in sides):
        return False
    tops, bottoms = zip(*((max(x.top for x in side), min(x.bottom for x in side)) for side in sides), strict=True)
    return min(tops) > max(bottoms) and all(_running(side) for side in sides)


def _running(side: Sequence[Line]) -> bool:
    whole = max(line.right for line in side) - min(line.left for line in side)
    return median(line.right - line.left for line in side) >= whole * _FILLED and median(len(line.text.split()) for line in side) >= 3


def _broken(column: Sequence[Line]) -> Iterator[tuple[bool, Line]]:
    """Each line with whether it begins a paragraph: the line before had room for its first word, or the gap or the letters are larger."""
    right = max((line.right for line in column), default=0.0)
    gaps = [a.bottom - b.bottom for a, b in pairwise(column) if a.bottom - b.bottom > 1]
    usual = min(gaps, default=0.0)
    for before, line in zip((None, *column), column, strict=False):
        yield before is None or _begins(before, line, right, usual), line


def _begins(before: Line, line: Line, right: float, usual: float) -> bool:
    if before.cells > 1 or line.cells > 1 or _ITEM.match(line.text) or abs(line.size - before.size) > 0.2 * line.size:
        return True
    if before.bottom - line.bottom > 1.4 * max(usual, line.size):
        return True
    if line.text[0].islower() and not before.text.endswith(_ENDS):
        return False
    letter = (line.right - line.left) / max(len(line.text), 1)
    fits = before.right + letter * (len(line.text.split(None, 1)[0]) + 1) < right - letter
    return fits and (before.text.endswith(_ENDS) or before.right - before.left < _SHORT * (right - before.left))


def _joined(before: str, line: str, known: Counter[str]) -> str:
    """Two lines of one paragraph; a word parted at the end of the first is made whole, a compound keeps its hyphen."""
    head, tail = before.removesuffix("-"), line
    if head == before or not tail[:1].islower() or not head[-1:].isalpha():
        return f"{before}{'' if head != before else ' '}{line}"
    first, last = _WORD.findall(head)[-1].lower(), _WORD.findall(tail)[0].lower()
    compound = known[first + last] == 0 and known[first] > 1 and known[last] > 1
    return f"{before}{line}" if compound else f"{head}{line}"

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
_FEWEST = 3  # lines that make a column
_CROSSING = 0.25  # of the lines may cross a gutter
_FILLED = 0.5  # of its column's width a line of running text fills; the cells of a table do not
_ITEM = re.compile(r"[-*•–·▪◦‣]\s|\(?\d{1,2}[.)]\s")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text and where it stands, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


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
        for begins, line in _broken(column):
            if found and (not begins or (carried and line is column[0] and line.text[:1].islower())):
                found[-1] = _joined(found[-1], line.text, known)
            else:
                found.append(line.text)
        carried = bool(found) and not found[-1].endswith((".", "!", "?", ":", "”", '"'))
    return found


def _without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """Each page's lines without its number, and without what stands at the edge of half of the pages."""
    edges = [[line for line in page.lines if _at_edge(page, line)] for page in pages]
    often = Counter(mark for lines in edges for mark in {_mark(line) for line in lines})
    running = {mark for mark, times in often.items() if times > 1 and times * 2 >= len(pages)}
    left_out = [{id(line) for line in lines if _NUMBER.fullmatch(line.text) or _mark(line) in running} for lines in edges]
    return [[line for line in page.lines if id(line) not in out] for page, out in zip(pages, left_out, strict=True)]


def _at_edge(page: Page, line: Line) -> bool:
    return line.bottom > page.height * (1 - _EDGE) or line.top < page.height * _EDGE


def _mark(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def ordered(lines: Sequence[Line], width: float) -> Iterator[list[Line]]:
    """The lines of a page as columns in reading order."""
    gutter = _gutter(lines, width)
    if gutter is None:
        if lines:
            yield sorted(lines, key=lambda line: (-round(line.bottom + line.top, 0), line.left))
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
    if abs(before.bottom - line.bottom) < (line.top - line.bottom) / 2:
        return False  # the same base line
    size, size_before = line.top - line.bottom, before.top - before.bottom
    if before.bottom - line.bottom > 1.4 * max(usual, size) or abs(size - size_before) > 0.2 * size or _ITEM.match(line.text):
        return True
    letter = (line.right - line.left) / max(len(line.text), 1)
    return before.right + letter * (len(line.text.split(None, 1)[0]) + 1) < right - letter


def _joined(before: str, line: str, known: Counter[str]) -> str:
    """Two lines of one paragraph; a word parted at the end of the first is made whole, a compound keeps its hyphen."""
    head, tail = before.removesuffix("-"), line
    if head == before or not tail[:1].islower() or not head[-1:].isalpha():
        return f"{before}{'' if head != before else ' '}{line}"
    first, last = _WORD.findall(head)[-1].lower(), _WORD.findall(tail)[0].lower()
    compound = known[first + last] == 0 and known[first] > 1 and known[last] > 1
    return f"{before}{line}" if compound else f"{head}{line}"

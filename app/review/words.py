"""Where in a text something is said: the words that name a thing, the sentence that names two."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cooplinks.app.ids import fold_blanks
from cooplinks.app.model import Record

Span = tuple[int, int]

_CHARS = re.compile(r"char:(\d+)-(\d+)")
_ENDS = re.compile(r"[.!?…]+[\"'’”»)\]]*(?=\s)|\n\s*\n")
_SHORTEST = 2  # letters of a name that is looked for


def span_of(locator: str) -> Span | None:
    """The offsets of a `char:` locator."""
    match = _CHARS.fullmatch(locator)
    return (int(match[1]), int(match[2])) if match else None


def find(text: str, words: str) -> Span | None:
    """Where these words stand first, whatever white space is between them."""
    return next(_places(text, words), None)


def mentions(text: str, things: Iterable[Record]) -> list[tuple[int, int, str]]:
    """(start, end, record id) of each place where a thing is named by a spelling of its records; the longer of two that overlap."""
    return _mentions(text, tuple((name.text, r.id) for r in things for name in r.names if len(name.text) >= _SHORTEST))


@lru_cache(maxsize=4)
def _mentions(text: str, names: tuple[tuple[str, str], ...]) -> list[tuple[int, int, str]]:
    found = [(*span, id) for name, id in names for span in _places(text, name)]
    kept: list[tuple[int, int, str]] = []
    for start, end, id in sorted(found, key=lambda m: (m[0], -m[1], m[2])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, id))
    return kept


def sentences(text: str) -> list[Span]:
    """The sentences of a text, roughly: what ends in a full stop, or in an empty line."""
    spans: list[Span] = []
    start = 0
    for match in [*_ENDS.finditer(text), None]:
        end = match.end() if match else len(text)
        trimmed = text[start:end].strip()
        if trimmed:
            at = text.index(trimmed, start)
            spans.append((at, at + len(trimmed)))
        start = end
    return spans


def sentence_with(text: str, a: Record, b: Record) -> str:
    """The first sentence that names both things, else the first that names the second; '' where none does."""
    named: Sequence[tuple[int, int, str]] = mentions(text, (a, b))
    best = ""
    for start, end in sentences(text):
        ids = {id for s, e, id in named if start <= s and e <= end}
        if {a.id, b.id} <= ids:
            return text[start:end]
        if b.id in ids and not best:
            best = text[start:end]
    return best


def _places(text: str, words: str) -> Iterator[Span]:
    parts = [re.escape(part) for part in fold_blanks(words).split(" ") if part]
    if not parts:
        return iter(())
    edge = r"(?<!\w)" if parts[0][:1].isalnum() else ""
    last = r"(?!\w)" if parts[-1][-1:].isalnum() else ""
    return (match.span() for match in re.finditer(edge + r"\s+".join(parts) + last, text))

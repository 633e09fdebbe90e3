"""Articles written for the tests, marked up by hand: what they name, and what they say of it.

A file of `annotated/` is the text with `{id|name}` around each name, then a line `---`, then `LINK source target` lines. The first letter of an id is
the type: p person, o organisation, j project, e event, l place; `e.main` is the reported event, `{!|…}` names nothing. A name that was marked once is
marked wherever it stands again; one inside another is neither asked for nor counted as wrong, and so is all that begins or ends with `?`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TYPES = {"p": "Person", "o": "Organisation", "j": "Project", "e": "Event", "l": "Place"}
_OPEN = re.compile(r"\{([a-z][\w.]*\??|!)\|")

Span = tuple[int, int]
Link = tuple[str, str, str]


@dataclass(slots=True)
class Annotated:
    """A text and its gold: spans of each thing, links, those that need not be read, the days of the event."""

    text: str
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    free: list[Span] = field(default_factory=list)
    optional: set[str] = field(default_factory=set)
    links: set[Link] = field(default_factory=set)
    optional_links: set[Link] = field(default_factory=set)
    dates: tuple[str, ...] = ()


def load(path: Path) -> Annotated:
    body, _, tail = path.read_text(encoding="utf-8").partition("\n---\n")
    text, marks = _unmark(body)
    gold = Annotated(text)
    for start, end, id, nested in marks:
        name = id.rstrip("?")
        if id.endswith("?"):
            gold.optional.add(name)
        if nested or name == "!":
            gold.free.append((start, end))
        else:
            gold.spans[name].append((start, end))
    _again(gold, [(s, e) for s, e, _, _ in marks])
    for line in tail.split("\n"):
        _say(gold, line.split())
    return gold


def _unmark(body: str) -> tuple[str, list[tuple[int, int, str, bool]]]:
    out: list[str] = []
    marks: list[tuple[int, int, str, bool]] = []
    stack: list[tuple[str, int]] = []
    i = 0
    while i < len(body):
        opened = _OPEN.match(body, i)
        if opened:
            stack.append((opened[1], len(out)))
            i = opened.end()
        elif body[i] == "}" and stack:
            id, start = stack.pop()
            marks.append((start, len(out), id, bool(stack)))
            i += 1
        else:
            out.append(body[i])
            i += 1
    assert not stack
    return "".join(out), marks


def _again(gold: Annotated, taken: list[Span]) -> None:
    """Mark the names again wherever they stand, longest first."""
    names = {gold.text[s:e]: id for id, spans in gold.spans.items() if id[0] != "e" for s, e in spans}
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", gold.text):
            over = [t for t in taken if t[0] < match.end() and match.start() < t[1]]
            if not over:
                gold.spans[names[name]].append(match.span())
                taken.append(match.span())
            elif all(t != match.span() for t in over):
                gold.free.append(match.span())


def _say(gold: Annotated, words: list[str]) -> None:
    if not words:
        return
    if words[0] == "DATE":
        gold.dates = tuple(words[1:])
        return
    links = gold.optional_links if words[0].startswith("?") else gold.links
    links |= {(words[0].lstrip("?"), a, b) for a in words[1].split(",") for b in words[2].split(",")}


def share(a: Span, b: Span) -> float:
    """How much of both together two spans have in common."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common > 0 else 0.0


def compare(gold: Annotated, found: dict[str, Any]) -> tuple[list[int], list[int]]:
    """[right, wrong, missed] of entities, and of links."""
    of: dict[str, str] = {}
    entities, wrong = set[str](), 0
    for entity in found["entities"]:
        spans = [(m["start"], m["end"]) for m in entity["mentions"]]
        fits = [
            id
            for id, named in gold.spans.items()
            if TYPES[id[0]] == entity["type"] and any(share(a, b) >= 0.5 for a in spans for b in named)
        ]
        if fits:
            of[entity["id"]] = fits[0]
            wrong += fits[0] in entities
            entities.add(fits[0])
        elif not all(any(share(a, b) >= 0.5 for b in gold.free) for a in spans):
            wrong += 1
    wanted = set(gold.spans) - gold.optional
    said = {_link(r["type"], of.get(r["source"], "?"), of.get(r["target"], "?")) for r in found["relations"]}
    links, optional = ({_link(*x) for x in some} for some in (gold.links, gold.optional_links))
    return [len(entities & wanted), wrong, len(wanted - entities)], [len(said & links), len(said - links - optional), len(links - said)]


def _link(type: str, a: str, b: str) -> Link:
    return (type, *sorted((a, b))) if type == "PARTNER_OF" else (type, a, b)  # type: ignore[return-value]


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right else 0.0

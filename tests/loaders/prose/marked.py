"""Articles written for the tests, marked up by hand: what they name, and what they say of it.

A file of `annotated/` is the text with `{id|name}` around each name, then a line `---`, then `LINK source target` lines (commas between several of
them; `?LINK` need not be read) and, where the main event is dated, `DATE 2024-06-05 2024-06-07`: its first and last day. The first letter of an id is
the type: p person, o organisation, j project, e event, l place; `e.main` is the reported event, `{!|…}` names nothing. A name that was marked once is
marked wherever it stands again; one inside another is neither asked for nor counted as wrong, and so is all that begins or ends with `?`.

`python -m tests.loaders.prose.marked FILE…` says of each file what is missed, and what is read that is not marked.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
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


@dataclass(slots=True)
class Read:
    """What was read beside its gold: `of` gives found entities their id there, `wrong` are those (or second readings of one) that have none."""

    of: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    links: set[Link] = field(default_factory=set)


def beside(gold: Annotated, found: dict[str, Any]) -> Read:
    """What was read, each entity by the marks that it stands on."""
    read = Read()
    for entity in found["entities"]:
        spans = [(m["start"], m["end"]) for m in entity["mentions"]]
        fits = [
            id
            for id, named in gold.spans.items()
            if TYPES[id[0]] == entity["type"] and any(share(a, b) >= 0.5 for a in spans for b in named)
        ]
        free = all(any(share(a, b) >= 0.5 for b in gold.free) for a in spans)
        if fits[0] in read.of.values() if fits else not free:
            read.wrong.append(f"{entity['type']} {entity['mentions'][0]['text']}")
        if fits:
            read.of[entity["id"]] = fits[0]
    read.links = {_link(r["type"], read.of.get(r["source"], "?"), read.of.get(r["target"], "?")) for r in found["relations"]}
    return read


def compare(gold: Annotated, found: dict[str, Any]) -> tuple[list[int], list[int]]:
    """[right, wrong, missed] of entities, and of links."""
    read = beside(gold, found)
    entities, wanted = set(read.of.values()), set(gold.spans) - gold.optional
    links, optional = ({_link(*x) for x in some} for some in (gold.links, gold.optional_links))
    said = read.links
    return (
        [len(entities & wanted), len(read.wrong), len(wanted - entities)],
        [len(said & links), len(said - links - optional), len(links - said)],
    )


def differences(gold: Annotated, found: dict[str, Any]) -> Iterator[str]:
    """What is missed, and what is read that is not marked (`?` is an end that is not marked itself), a line each."""
    read = beside(gold, found)
    for id in sorted(set(gold.spans) - gold.optional - set(read.of.values())):
        start, end = gold.spans[id][0]
        yield f"missed: {TYPES[id[0]]} {gold.text[start:end]}"
    yield from (f"not marked: {name}" for name in read.wrong)
    links, optional = ({_link(*x) for x in some} for some in (gold.links, gold.optional_links))
    yield from (f"missed: {' '.join(link)}" for link in sorted(links - read.links))
    yield from (f"not marked: {' '.join(link)}" for link in sorted(read.links - links - optional))


def _link(type: str, a: str, b: str) -> Link:
    return (type, *sorted((a, b))) if type == "PARTNER_OF" else (type, a, b)  # type: ignore[return-value]


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def main(paths: list[Path]) -> None:
    from cooplinks.loaders.prose.engine import extract
    from cooplinks.loaders.prose.languages import FOLDERS
    from cooplinks.loaders.prose.output import to_extraction

    for path in paths:
        gold = load(path)
        folder = path.resolve().parent.name.removeprefix("annotated").removeprefix("_")
        language = next(code for code, tables in FOLDERS.items() if tables == folder)
        lines = list(differences(gold, to_extraction(extract(gold.text, language=language))))
        print(path.name, *(lines or ["all is read"]), sep="\n   ")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])

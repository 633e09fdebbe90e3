"""Small graphs to ask: a store that holds what a test says, without a database."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from cooplinks.app.ids import digest, normal_identifier
from cooplinks.app.model import Entity, Identifier, Source, Statement
from cooplinks.app.names import fold
from cooplinks.app.questions import Graph
from cooplinks.app.store.base import Lookup, Mark, SourceInfo, StatementRow, Status, Stored, Writer

LABELS = {"person": "Person", "org": "Organisation", "project": "Project", "event": "Event", "place": "Place", "src": "Source"}


class World:
    """What a test says is held: entities, statements and sources; it is a Store whose readers see it as it is when they are made."""

    address = "world://"

    def __init__(self) -> None:
        self.number = 1
        self.entities: dict[str, Entity] = {}
        self.texts: dict[str, str] = {}
        self.said: list[Statement] = []
        self.moved: dict[str, str] = {}
        self.gone: set[str] = set()
        self.readers: list[WorldReader] = []

    def add(self, id: str, name: str | None = None, **more: Any) -> str:
        """An entity; its label is that of the id's prefix."""
        labels = (LABELS[id.partition(":")[0]], *more.pop("labels", ()))
        names = tuple((text, None, 1) for text in (name or id, *more.pop("aliases", ())))
        identifiers = tuple(Identifier("test", value) for value in more.pop("identifiers", ()))
        self.entities[id] = Entity(id, name or id, labels, names=names, identifiers=identifiers, records=((f"{id}~~1", "src:a"),), **more)
        return id

    def say(self, type: str, source: str, target: str, *, by: str = "src:a", **more: Any) -> Statement:
        """A statement by a source; entities that it names come to be."""
        for id in (source, target):
            if id not in self.entities:
                self.add(id)
        properties = {k: more.pop(k) for k in list(more) if k not in Statement.__slots__}
        number = len(self.said)
        fields: dict[str, Any] = {"locator": f"row:{number}", "quote": f"{source} {type} {target}", "extractor": "test 1"} | more
        statement = Statement(fields.pop("id", f"s{number:05}"), by, type, source, target, properties=properties, **fields)
        self.said.append(statement)
        return statement

    def graph(self, **options: Any) -> Graph:
        return Graph(self, **options)

    def change(self) -> None:
        """The version moves on."""
        self.number += 1

    def version(self) -> str:
        return f"{self.number}-{digest(str(self.number), size=4)}"

    def status(self) -> Status:
        return Status(self.version(), {"source": "src:a", "version": self.version()})

    def reader(self) -> "WorldReader":
        reader = WorldReader(self)
        self.readers.append(reader)
        return reader

    def apply_schema(self) -> None: ...

    def known(self, source_id: str) -> str | None:
        return None

    def load(self, source: Source, *, who: str, wait_s: float = 0) -> AbstractContextManager[Writer]:
        raise NotImplementedError

    def forget(self, source: Source, *, who: str, wait_s: float = 0) -> AbstractContextManager[Writer]:
        raise NotImplementedError

    def marked(self) -> str:
        return self.version()

    def mark(self, version: str, marks: Mapping[str, Mark]) -> None: ...

    def close(self) -> None: ...


class WorldReader:
    """A Reader of the world as it was."""

    def __init__(self, world: World) -> None:
        self.version = world.version()
        self.closed = False
        self._entities, self._said = dict(world.entities), list(world.said)
        self._moved, self._gone, self._texts = dict(world.moved), set(world.gone), dict(world.texts)

    def entities(self) -> Iterator[Entity]:
        yield from (self._entities[id] for id in sorted(self._entities))

    def statements(self) -> Iterator[list[StatementRow]]:
        yield [
            StatementRow(
                *(s.id, s.type, s.from_record, s.to_record, s.source, s.confidence, s.reviewed, s.valid_from, s.valid_to),
                *(s.end_state, s.flow, json.dumps(dict(s.properties)) if s.properties else None),
            )
            for s in self._said
            if s.in_graph
        ]

    def entity(self, id: str) -> Entity | None:
        return self._entities.get(id)

    def lookup(self, text: str) -> Lookup:
        text, normal = text.strip(), normal_identifier(text)
        if text in self._entities:
            return Lookup((text,), exact=True)
        if text in self._moved:
            return Lookup(moved_to=self._moved[text])
        found = [e.id for e in self._entities.values() if normal in _bears(e)]
        return Lookup(tuple(sorted(found)), erased=text in self._gone)

    def named(self, name: str) -> list[str]:
        return sorted(e.id for e in self._entities.values() if fold(name) in {fold(text) for text, _, _ in e.names})

    def propose(self, text: str, limit: int) -> list[str]:
        asked = _pieces(text)
        shared = {e.id: max(len(asked & _pieces(text)) for text, _, _ in e.names) for e in self._entities.values()}
        return sorted((id for id, n in shared.items() if n), key=lambda id: (-shared[id], id))[:limit]

    def details(self, statement_ids: Sequence[str]) -> dict[str, Stored]:
        asked = set(statement_ids)
        return {s.id: self._stored(s) for s in self._said if s.id in asked}

    def sources(self) -> list[SourceInfo]:
        return [self._info(id) for id in sorted({s.source for s in self._said} | set(self._texts))]

    def source(self, id: str) -> SourceInfo | None:
        return self._info(id, self._texts.get(id)) if id in {s.source for s in self._said} | set(self._texts) else None

    def source_statements(self, id: str) -> list[Stored]:
        return [self._stored(s) for s in self._said if s.source == id and s.type != "MENTIONED_IN"]

    def close(self) -> None:
        assert not self.closed
        self.closed = True

    def _stored(self, s: Statement) -> Stored:
        ends = [self._entities[id].name for id in (s.from_record, s.to_record)]
        return Stored(s, s.from_record, s.to_record, *ends, f"Title of {s.source}", f"https://example.org/{s.source}", "2024-01-02")

    def _info(self, id: str, text: str | None = None) -> SourceInfo:
        said = sum(s.source == id for s in self._said)
        return SourceInfo(Source(id, f"key of {id}", "prose", f"Title of {id}", "test 1", "", text=text), 1, said, "2024-01-03T00:00:00Z")


def _bears(entity: Entity) -> set[str | None]:
    return {normal_identifier(x) for x in (entity.id, *(i.value for i in entity.identifiers), *(record for record, _ in entity.records))}


def _pieces(text: str) -> set[str]:
    folded = fold(text)
    return {folded[i : i + 3] for i in range(len(folded) - 2)}


def ids(refs: Iterable[dict[str, Any]]) -> list[str]:
    """The ids of Refs."""
    return [ref["id"] for ref in refs]


def nodes_of(paths: Iterable[dict[str, Any]]) -> list[list[str]]:
    """The ids of the nodes of each path."""
    return [ids(path["nodes"]) for path in paths]

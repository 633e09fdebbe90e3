"""Small sources to load, and what is true of a store as plain values."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cooplinks.app import ingest as doors
from cooplinks.app.ids import StatementIds, digest, record_id, source_id
from cooplinks.app.model import Identifier, LoadReport, Name, Record, Source, Statement
from cooplinks.app.store.base import Reader, Store


@dataclass
class Told:
    """What one source says, put together piece by piece."""

    key: str
    kind: str = "prose"
    records: list[Record] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = StatementIds(self.key)

    def says(self, type: str, name: str, *keys: str, **more: Any) -> Record:
        """A record of a thing of this name; `identifiers` as plain values."""
        identifiers = tuple(Identifier("test", value) for value in more.pop("identifiers", ()))
        names = (Name(name), *(Name(n) for n in more.pop("names", ())))
        id = record_id(type, self.key, more.pop("local", name))
        record = Record(id=id, source=source_id(self.key), type=type, names=names, keys=keys, identifiers=identifiers, **more)
        self.records.append(record)
        return record

    def links(self, type: str, start: Record, end: Record, quote: str = "", **more: Any) -> Statement:
        """A statement of a link between two of its records."""
        quote = quote or f"{start.names[0].text} {type.lower()} {end.names[0].text}"
        at = len(self.statements) * 100
        statement = Statement(
            id=self._ids.make(type, start.id, end.id, quote),
            source=source_id(self.key),
            type=type,
            from_record=start.id,
            to_record=end.id,
            locator=more.pop("locator", f"char:{at}-{at + len(quote)}"),
            quote=quote,
            extractor="test 1",
            **more,
        )
        self.statements.append(statement)
        return statement

    @property
    def source(self) -> Source:
        told = Source(id=source_id(self.key), key=self.key, kind=self.kind, title=f"On {self.key}", extractor="test 1", content_hash="")
        told = replace(told, **self.more)
        return replace(told, content_hash=told.content_hash or digest(repr((told, self.records, self.statements))))

    def items(self) -> Iterator[Record | Statement]:
        yield from self.records
        yield from self.statements

    def load(self, store: Store, **options: Any) -> LoadReport:
        return doors.ingest(self.source, self.items(), store, **options)

    def again(self, store: Store, **options: Any) -> LoadReport:
        """Load it under another content hash: all is read and compared, nothing is new."""
        source = replace(self.source, content_hash=digest(self.source.content_hash))
        return doors.ingest(source, self.items(), store, **options)

    def forget(self, store: Store) -> LoadReport:
        return doors.forget(self.source, store)


@contextmanager
def reading(store: Store) -> Iterator[Reader]:
    reader = store.reader()
    try:
        yield reader
    finally:
        reader.close()


def links(store: Store, type: str) -> set[tuple[str, str]]:
    """(from, to) of all links of a type, as entity ids."""
    with reading(store) as reader:
        return {(row.from_entity, row.to_entity) for block in reader.statements() for row in block if row.type == type}


def entities(store: Store) -> dict[str, str]:
    """Name by id of all entities."""
    with reading(store) as reader:
        return {entity.id: entity.name for entity in reader.entities()}


def dump(store: Store, *, ask: Iterable[str] = ()) -> dict[str, Any]:
    """All that can be asked of a store but its version and the times of loading; `ask`: texts to look up as well."""
    with reading(store) as reader:
        listed = list(reader.entities())
        rows = sorted(row for block in reader.statements() for row in block)
        sources = [info.source.id for info in reader.sources()]
        texts = [*ask, *(e.id for e in listed), *(i.value for e in listed for i in e.identifiers)]
        return {
            "entities": [asdict(e) for e in listed],
            "with records": [asdict(found) for e in listed if (found := reader.entity(e.id))],
            "statements": [(*row[:5], *map(str, row[5:11]), sorted(_properties(row.properties))) for row in rows],
            "details": {id: asdict(stored) for id, stored in sorted(reader.details([row.id for row in rows]).items())},
            "sources": [_info(reader, id) for id in sources],
            "said": {id: [asdict(stored) for stored in reader.source_statements(id)] for id in sources},
            "lookups": {text: asdict(reader.lookup(text)) for text in texts},
            "named": {name: reader.named(name) for e in listed for name, _, _ in e.names},
        }


def whole(store: Store) -> dict[str, Any]:
    """The dump with version and status: equal only where nothing at all was written."""
    with reading(store) as reader:
        loaded = [(info.source.id, info.loaded_at) for info in reader.sources()]
    return {**dump(store), "status": asdict(store.status()), "version": store.version(), "loaded": loaded}


def _info(reader: Reader, id: str) -> dict[str, Any]:
    info = reader.source(id)
    assert info is not None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", info.loaded_at)
    return {"source": asdict(info.source), "records": info.records, "statements": info.statements}


def _properties(text: str | None) -> list[str]:
    return [f"{key}={value!r}" for key, value in json.loads(text).items()] if text else []

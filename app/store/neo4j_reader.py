"""The Neo4j store as it was at one version.

Rows are looked for first where they are and then in the past: one that a load retires in between comes twice and counts once. Only a load
that is taken back moves rows the other way; readers see that and ask again.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cooplinks.app.errors import StoreAway
from cooplinks.app.ids import digest, normal_identifier
from cooplinks.app.model import Decision, Entity, Judgement, Record
from cooplinks.app.names import fold
from cooplinks.app.store.base import EMPTY_VERSION, Lookup, SourceInfo, StatementRow, Stored, locator_order
from cooplinks.app.store.neo4j_bolt import READ_S, Bolt, Row
from cooplinks.app.store.neo4j_cypher import cypher, for_all_types
from cooplinks.app.store.neo4j_rows import (
    begins_query,
    identifier_piece,
    loaded_from,
    name_piece,
    pieces_query,
    statement_from,
    streamed,
)
from cooplinks.app.store.rows import decision_from, entity_from, judgement_from, record_from

_PAGE = 5_000
_BLOCK = 20_000  # links in one list
_AT_ONCE = 5_000  # ids in one question
_MANY = 1_000_000
_UNDO_POLL_S = 0.2

Rows = dict[str, dict[str, Any]]
Ask = tuple[str, dict[str, Any]]


class Neo4jReader:
    """The port's Reader: everything it asks for is bound to the number of its version."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        state = _state(self._bolt.read((cypher("read/state"), {}))[0])
        self.version: str = state.get("version", EMPTY_VERSION)
        self._n: int = state.get("n", 0)
        self._undone: int = state.get("undone", 0)

    def entities(self) -> Iterator[Entity]:
        after: str | None = ""
        while after is not None:
            (page,) = self._ask(("read/entities", {"after": after, "limit": _PAGE}))
            rows, last = page[0] if page else ([], None)
            (((past,),),) = self._ask(("read/entities_past", {"after": after, "last": last}))
            yield from (entity_from(body) for _, body in sorted(dict([*rows, *past]).items()))
            after = last

    def statements(self) -> Iterator[list[StatementRow]]:
        seen: set[str] = set()
        for ids in self._blocks():
            seen.update(ids)
            yield from self._links(ids)
        # Of entities that a later load dropped nothing is left but the past.
        (((left,),),) = self._ask(("read/links_past_left", {}))
        yield from self._links([id for id in left if id not in seen])

    def entity(self, id: str) -> Entity | None:
        found = self._rows("Composed", [id]) if _storable(id) else {}
        if id not in found:
            return None
        identities = sorted(self._rows_by("Identity", "entity", [id]))
        records: dict[str, str] = {}
        for part in _parts(identities):
            (lists,) = self._ask(("read/records_of", {"identities": part}))
            records.update((record, source) for (rows,) in lists for record, source in rows)
        return entity_from(found[id]["body"], sorted(records.items()))

    def lookup(self, text: str) -> Lookup:
        text = text.strip()
        normal = normal_identifier(text)
        if normal is None or not _storable(text):
            return Lookup()
        spelled = list(dict.fromkeys((text, normal)))
        composed = self._rows("Composed", spelled)
        for id in spelled:
            if id in composed:
                return Lookup(entities=(id,), exact=id == text)
        formers = self._rows("Former", [*spelled, digest(text), digest(normal)])
        for id in spelled:
            if heir := formers.get(id, {}).get("entity"):
                return Lookup(moved_to=heir)
        if entities := self._bearers(spelled, normal):
            return Lookup(entities=tuple(sorted(entities)))
        return Lookup(erased=any(digest(t) in formers for t in spelled))

    def named(self, name: str) -> list[str]:
        return sorted(self._search(name_piece(fold(name)), _MANY)) if _storable(name) else []

    def propose(self, text: str, limit: int) -> list[str]:
        folded = fold(text).strip() if _storable(text) else ""
        if not folded or limit < 1:
            return []
        found = self._search(begins_query(folded), limit)
        if asked := pieces_query(folded):
            found += self._search(asked, limit)
        return list(dict.fromkeys(found))[:limit]

    def details(self, statement_ids: Sequence[str]) -> dict[str, Stored]:
        ids = [id for id in dict.fromkeys(statement_ids) if _storable(id)]
        found: dict[str, Stored] = {}
        for part in _parts(ids):
            found.update(self._details(part))
        return found

    def sources(self) -> list[SourceInfo]:
        (rows,) = self._ask(("read/loaded", {}))
        return [loaded_from(id, row) for id, row in sorted(_by_id(rows).items())]

    def source(self, id: str) -> SourceInfo | None:
        rows = self._rows("Loaded", [id]) if _storable(id) else {}
        return loaded_from(id, rows[id]) if id in rows else None

    def source_statements(self, id: str) -> list[Stored]:
        if not _storable(id):
            return []
        found = self.details([id for id, _, type in self._lines(id, "statement") if type.lstrip("-") != "MENTIONED_IN"])
        return sorted(found.values(), key=lambda s: (locator_order(s.statement.locator), s.statement.type, s.statement.id))

    def source_records(self, id: str) -> list[Record]:
        if not _storable(id):
            return []
        rows = self._rows("Record", [record for record, _ in self._lines(id, "record")])
        return [record_from(row["body"], record, id) for record, row in sorted(rows.items())]

    def decisions(self, source: str | None = None) -> list[Decision]:
        if source is not None and not _storable(source):
            return []
        (rows,) = self._ask(("read/judgements", {"source": source}))
        return [decision_from(row) for (row,) in rows]

    def judgements(self) -> list[Judgement]:
        (rows,) = self._ask(("read/who_is_who", {}))
        return [judgement_from(row) for (row,) in rows]

    def close(self) -> None:
        """Nothing is held: a version is kept for a minute after the next, whoever reads it."""

    def _lines(self, source: str, kind: str) -> list[list[str]]:
        """The lines of a source's manifest that are of a kind."""
        parts = self._rows_by("Manifest", "source", [source]).values()
        return [line.split("\t") for part in parts if part["kind"] == kind for line in part["lines"].split("\n")]

    def _blocks(self) -> Iterator[list[str]]:
        """All entities' ids in blocks that about as many links leave."""
        block: list[str] = []
        links = 0
        after: str | None = ""
        while after is not None:
            (((page,),),) = self._ask(("read/degrees", {"after": after, "limit": _PAGE * 4}))
            for id, degree in page:
                block.append(id)
                links += degree
                if links >= _BLOCK or len(block) >= _BLOCK:
                    yield block
                    block, links = [], 0
            after = page[-1][0] if page else None
        if block:
            yield block

    def _links(self, ids: list[str]) -> Iterator[list[StatementRow]]:
        for part in _parts(ids, _BLOCK):
            ((rows,),), ((past,),) = self._ask(("read/links", {"ids": part}), ("read/links_past", {"ids": part}))
            if past:
                here = {row[0] for row in rows}
                rows += [row for row in past if row[0] not in here]
            if rows:
                yield streamed(rows)

    def _bearers(self, spelled: list[str], normal: str) -> set[str]:
        """Entities by a record's id, else by a key or identifier."""
        records = self._rows("Record", spelled)
        if records:
            return set(self._entities_of({row["identity"] for row in records.values()}).values())
        keyed = {row["identity"] for row in self._rows_of("Key", spelled)}
        borne = set(self._entities_of([*keyed, *spelled]).values())
        return borne | set(self._search(identifier_piece(normal), _MANY))

    def _details(self, ids: list[str]) -> dict[str, Stored]:
        asked = ((for_all_types("read/statements"), {"ids": ids}), (cypher("read/statements_past"), {"ids": ids}))
        rows = [row for found in self._read(asked) for row in found]
        said = {id: (statement_from(id, type, row), a, b) for id, type, row, a, b in rows}
        asides = self._rows("Aside", [id for id in ids if id not in said])
        said |= {id: (statement_from(id, row["type"], row), None, None) for id, row in asides.items()}
        records = self._rows("Record", sorted({r for s, _, _ in said.values() for r in (s.from_record, s.to_record)}))
        aside = [record for s, a, _ in said.values() if a is None for record in (s.from_record, s.to_record)]
        entities = self._entities_of(records[record]["identity"] for record in aside)
        sources = self._rows("Loaded", sorted({s.source for s, _, _ in said.values()}))
        found: dict[str, Stored] = {}
        for id, (s, a, b) in said.items():
            start, end, source = records[s.from_record], records[s.to_record], sources[s.source]
            ends = a or entities[start["identity"]], b or entities[end["identity"]]
            found[id] = Stored(s, *ends, start["name"], end["name"], source["title"], source.get("url"), source.get("date"))
        return found

    def _entities_of(self, identities: Iterable[str]) -> dict[str, str]:
        return {id: row["entity"] for id, row in self._rows("Identity", sorted(set(identities))).items()}

    def _search(self, pieces: str, limit: int) -> list[str]:
        (rows,) = self._ask(("read/search", {"pieces": pieces, "limit": limit}))
        return list(dict.fromkeys(id for (id,) in rows))

    def _rows(self, label: str, ids: list[str]) -> Rows:
        return _by_id([row for part in _parts(ids) for row in self._read(((cypher("read/rows", label=label), {"ids": part}),))[0]])

    def _rows_of(self, label: str, ids: list[str]) -> list[dict[str, Any]]:
        """Likewise where several rows bear one id."""
        return [row for _, row in self._read(((cypher("read/rows", label=label), {"ids": ids}),))[0]]

    def _rows_by(self, label: str, property: str, values: list[str]) -> Rows:
        return _by_id(self._read(((cypher("read/rows_by", label=label, property=property), {"values": values}),))[0])

    def _ask(self, *asked: tuple[str, dict[str, Any]]) -> list[list[Row]]:
        return self._read([(cypher(name), parameters) for name, parameters in asked])

    def _read(self, asked: Sequence[Ask]) -> list[list[Row]]:
        """The rows of some statements as of our version; raises StoreAway where it is no longer kept."""
        until = time.monotonic() + READ_S
        bound = [(text, {**parameters, "n": self._n}) for text, parameters in asked]
        while True:
            *found, rows = self._bolt.read(*bound, (cypher("read/state"), {}))
            state = _state(rows)
            if state.get("purged", 0) > self._n or state.get("n", 0) < self._n:
                raise StoreAway(f"version {self.version} is no longer kept in {self._bolt.address.shown}: read the present one")
            if state.get("undone", 0) == self._undone and not state.get("undoing"):
                return found
            if time.monotonic() > until:
                raise StoreAway(f"{self._bolt.address.shown}: a broken load is being taken back; ask again")
            if state.get("undoing"):
                time.sleep(_UNDO_POLL_S)
            else:
                self._undone = state["undone"]


def _state(rows: list[Row]) -> dict[str, Any]:
    return rows[0][0] if rows else {}


def _by_id(rows: Iterable[Row]) -> Rows:
    return {id: row for id, row in rows}  # noqa: C416


def _parts(ids: list[str], size: int = _AT_ONCE) -> Iterator[list[str]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


def _storable(text: str) -> bool:
    """Whether the text can be in the store at all: half a surrogate pair can't."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

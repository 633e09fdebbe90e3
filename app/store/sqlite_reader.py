"""The SQLite store as it was at one version."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cooplinks.app.errors import StoreError
from cooplinks.app.ids import digest, normal_identifier
from cooplinks.app.model import Decision, Entity, Judgement, Record
from cooplinks.app.names import fold
from cooplinks.app.store.base import Lookup, SourceInfo, StatementRow, Stored, locator_order
from cooplinks.app.store.rows import decision_from, entity_from, judgement_from, record_from
from cooplinks.app.store.sqlite_place import Shared, errors_told
from cooplinks.app.store.sqlite_rows import (
    DECISION_COLUMNS,
    JUDGEMENT_COLUMNS,
    SOURCE_COLUMNS,
    SOURCE_SHIFT,
    STATEMENT_COLUMNS,
    STATEMENT_TABLES,
    Row,
    rows_of,
    source_from,
    stored_from,
)

_BLOCK = 5_000
_PIECES = 64  # three-letter pieces of a question that are looked for
_NOT_SEARCHED = re.compile(r"[\x00-\x1f]+")


class SqliteReader:
    """The port's Reader on a connection that holds one version."""

    def __init__(self, shared: Shared, name: str) -> None:
        self._shared: Shared | None = shared
        self._name = name
        self.version = str(self._ask("SELECT value FROM meta WHERE key = 'version'")[0][0])

    def entities(self) -> Iterator[Entity]:
        for block in self._stream("SELECT id, body FROM entity ORDER BY id"):
            yield from (entity_from(body) for _, body in block)

    def statements(self) -> Iterator[list[StatementRow]]:
        asked = "SELECT r.pk, i.entity FROM record r JOIN profile p ON p.pk = r.profile JOIN identity i ON i.pk = p.identity"
        entity_of: dict[int, str] = dict(self._ask(asked))
        sources: dict[int, str] = dict(self._ask("SELECT pk, id FROM source"))
        asked = f"""SELECT id, type, from_record, to_record, pk >> {SOURCE_SHIFT}, confidence, reviewed, valid_from, valid_to, end_state,
            flow, properties FROM statement WHERE barred = 0 AND reviewed IS NOT 0"""
        for block in self._stream(asked):
            yield [
                StatementRow(id, type, entity_of[f], entity_of[t], sources[s], confidence, None if rev is None else bool(rev), *rest)
                for id, type, f, t, s, confidence, rev, *rest in block
            ]

    def entity(self, id: str) -> Entity | None:
        found = self._ask("SELECT id, body FROM entity WHERE id = ?", id)
        if not found:
            return None
        asked = """SELECT r.id, s.id FROM identity i JOIN profile p ON p.identity = i.pk JOIN record r ON r.profile = p.pk
            JOIN source s ON s.pk = r.source WHERE i.entity = ? ORDER BY r.id"""
        return entity_from(found[0][1], self._ask(asked, id))

    def lookup(self, text: str) -> Lookup:
        text = text.strip()
        normal = normal_identifier(text)
        if normal is None:
            return Lookup()
        for id in dict.fromkeys((text, normal)):
            if self._ask("SELECT 1 FROM entity WHERE id = ?", id):
                return Lookup(entities=(id,), exact=id == text)
        for id in dict.fromkeys((text, normal)):
            if found := self._ask("SELECT entity FROM former WHERE id = ?", id):
                return Lookup(moved_to=found[0][0])
        entities = {entity for (entity,) in self._bearers(text, normal)}
        if entities:
            return Lookup(entities=tuple(sorted(entities)))
        return Lookup(erased=bool(self._ask("SELECT 1 FROM gone WHERE digest IN (?, ?)", digest(text), digest(normal))))

    def named(self, name: str) -> list[str]:
        asked = "SELECT e.id FROM term t JOIN entity e ON e.pk = t.entity WHERE t.text = ? AND t.kind = 0 ORDER BY e.id"
        return [id for (id,) in self._ask(asked, fold(name).replace("\n", " "))]

    def propose(self, text: str, limit: int) -> list[str]:
        folded = _NOT_SEARCHED.sub(" ", fold(text)).strip()
        if not folded:
            return []
        found = [id for (id,) in self._ask(_BEGINS, folded, folded + "\U0010ffff", limit)]
        pieces = list(dict.fromkeys(folded[i : i + 3] for i in range(len(folded) - 2)))[:_PIECES]
        if pieces:
            asked = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
            found += [id for (id,) in self._ask(_SHARES_MOST, asked, limit)]
        return list(dict.fromkeys(found))[:limit]

    def details(self, statement_ids: Sequence[str]) -> dict[str, Stored]:
        asked = f"SELECT {STATEMENT_COLUMNS} FROM {STATEMENT_TABLES} WHERE t.id IN (SELECT value FROM json_each(?))"
        return {row[0]: stored_from(row) for row in self._ask(asked, json.dumps(list(statement_ids)))}

    def sources(self) -> list[SourceInfo]:
        asked = f"SELECT {SOURCE_COLUMNS}, records, statements, loaded_at FROM source ORDER BY id"
        return [SourceInfo(source_from(tuple(row[:-3])), *row[-3:]) for row in self._ask(asked)]

    def source(self, id: str) -> SourceInfo | None:
        found = self._ask(f"SELECT {SOURCE_COLUMNS}, text, records, statements, loaded_at FROM source WHERE id = ?", id)
        if not found:
            return None
        *row, text, records, statements, loaded_at = found[0]
        return SourceInfo(source_from(tuple(row), text), records, statements, loaded_at)

    def source_statements(self, id: str) -> list[Stored]:
        asked = f"SELECT {STATEMENT_COLUMNS} FROM {STATEMENT_TABLES} WHERE t.pk BETWEEN ? AND ? AND t.type <> 'MENTIONED_IN'"
        source = self._ask("SELECT pk FROM source WHERE id = ?", id)
        found = [stored_from(row) for row in self._ask(asked, *rows_of(source[0][0]))] if source else []
        return sorted(found, key=lambda s: (locator_order(s.statement.locator), s.statement.type, s.statement.id))

    def source_records(self, id: str) -> list[Record]:
        asked = """SELECT p.body, r.id, s.id FROM source s JOIN record r ON r.source = s.pk JOIN profile p ON p.pk = r.profile
            WHERE s.id = ? ORDER BY r.id"""
        return [record_from(*row) for row in self._ask(asked, id)]

    def decisions(self, source: str | None = None) -> list[Decision]:
        asked = f"SELECT {', '.join(DECISION_COLUMNS)} FROM decision WHERE one IS NULL AND (?1 IS NULL OR source = ?1) ORDER BY number"
        return [decision_from(dict(zip(DECISION_COLUMNS, row, strict=True))) for row in self._ask(asked, source)]

    def judgements(self) -> list[Judgement]:
        asked = f"SELECT {', '.join(JUDGEMENT_COLUMNS)} FROM decision WHERE one IS NOT NULL ORDER BY number"
        return [judgement_from(dict(zip(JUDGEMENT_COLUMNS, row, strict=True))) for row in self._ask(asked)]

    def close(self) -> None:
        if self._shared:
            self._shared.let_go()
        self._shared = None

    def _bearers(self, text: str, normal: str) -> Iterable[Row]:
        """Entities by a record's id, else by a key or identifier."""
        by_record = """SELECT i.entity FROM record r JOIN profile p ON p.pk = r.profile JOIN identity i ON i.pk = p.identity
            WHERE r.id IN (?, ?)"""
        by_key = "SELECT i.entity FROM identity_key k JOIN identity i ON i.pk = k.identity WHERE k.key IN (?, ?)"
        by_identifier = "SELECT e.id FROM term t JOIN entity e ON e.pk = t.entity WHERE t.text = ? AND t.kind = 1"
        return self._ask(by_record, text, normal) or [*self._ask(by_key, text, normal), *self._ask(by_identifier, normal)]

    def _ask(self, sql: str, *values: Any) -> list[Row]:
        shared = self._held()
        try:
            with shared.lock, errors_told(self._name):
                return shared.db.execute(sql, values).fetchall()
        except UnicodeEncodeError:  # half a surrogate pair can't be stored, so nothing is called so
            return []

    def _stream(self, sql: str) -> Iterator[list[Row]]:
        shared = self._held()
        with shared.lock, errors_told(self._name):
            cursor = shared.db.execute(sql)
        while True:
            with shared.lock, errors_told(self._name):
                block = cursor.fetchmany(_BLOCK)
            if not block:
                return
            yield block

    def _held(self) -> Shared:
        if self._shared is None:
            raise StoreError(f"a reader of {self._name} was used after it was closed")
        return self._shared


# Names of one or two letters ("EU") have no three-letter pieces: those are found by how they begin.
_BEGINS = """SELECT e.id FROM term t JOIN entity e ON e.pk = t.entity WHERE t.text >= ? AND t.text < ? ORDER BY t.text, e.id LIMIT ?"""
_SHARES_MOST = """SELECT e.id FROM (SELECT rowid, rank FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?) AS f
    JOIN entity e ON e.pk = f.rowid ORDER BY f.rank, e.id"""

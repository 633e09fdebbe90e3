"""One source being loaded into SQLite: one transaction whatever its size, with as little work an item as Python allows."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from marshal import dumps as marshalled

import numpy as np

from cooplinks.app.errors import StoreError
from cooplinks.app.model import Counts, Decision, Entity, Judgement, Record, Source, Statement
from cooplinks.app.store.base import Identity, Tally
from cooplinks.app.store.rows import decision_from, judgement_from, ledger_row
from cooplinks.app.store.sqlite_identities import WhoIsWho, next_pks
from cooplinks.app.store.sqlite_place import Place, utc_now
from cooplinks.app.store.sqlite_rows import DECISION_COLUMNS, JUDGEMENT_COLUMNS, SOURCE_COLUMNS, Row, dumps, rows_of, source_row

_MARSHAL = 2  # the last version that writes equal bytes for equal values, whatever is interned

_ADD_STATEMENT = """INSERT INTO statement (pk, id, type, from_record, to_record, locator, quote, extractor, confidence, properties,
    valid_from, valid_to, end_state, flow, barred, hash, reviewed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CHANGE_STATEMENT = """UPDATE statement SET type = ?2, from_record = ?3, to_record = ?4, locator = ?5, quote = ?6, extractor = ?7,
    confidence = ?8, properties = ?9, valid_from = ?10, valid_to = ?11, end_state = ?12, flow = ?13, barred = ?14, hash = ?15,
    reviewed = ?16 WHERE id = ?1"""
_LINE = ("statement", "source", "one", "other", "verdict", "who", "at", "why", "body")
_NOTE = f"INSERT INTO decision ({', '.join(_LINE)}) VALUES (:{', :'.join(_LINE)})"
_NO_LINE = {"statement": "", "source": "", "one": None, "other": None}
_JUDGED = f"""SELECT {", ".join(JUDGEMENT_COLUMNS)} FROM decision WHERE number IN (
    SELECT d.number FROM json_each(?1) AS j JOIN decision d ON d.one = j.value
    UNION SELECT d.number FROM json_each(?1) AS j JOIN decision d ON d.other = j.value) ORDER BY number"""


class SqliteWriter:
    """The port's Writer on one connection with a transaction begun."""

    def __init__(self, db: sqlite3.Connection, place: Place, source: Source, *, forgets: bool = False) -> None:
        self.tally = Tally()
        self.done = False
        self._db, self._place, self._source, self._forgets = db, place, source, forgets
        self._who = WhoIsWho(db)
        self._records: dict[str, int] = {}  # id → pk of all records of the source
        self._unseen_records: set[str] = set()
        self._first = self._next = 0  # row numbers: of the source's first statement, and after its last one before this load
        self._put = array("q")  # those of these rows that were put
        self._not_counted = 0  # MENTIONED_IN
        self._record_pks = next_pks(db, "record")
        self._any_judged = bool(db.execute("SELECT 1 FROM decision WHERE one IS NOT NULL LIMIT 1").fetchone())
        self._begin_source()

    def put_records(self, records: Sequence[Record]) -> None:
        profiles = self._who.profiles_for(records)
        profile_of = self._profiles_of(record.id for record in records if record.id in self._records)
        added: list[Row] = []
        moved: list[Row] = []
        unchanged = 0
        for record, profile in zip(records, profiles, strict=True):
            id = record.id
            seen = id not in self._unseen_records
            self._unseen_records.discard(id)
            old = profile_of.get(id)
            if old == profile:
                unchanged += not seen
                continue
            if old is None:
                self._records[id] = pk = next(self._record_pks)
                added.append((pk, id, self._pk, profile))
            else:
                moved.append((profile, self._records[id]))
                self._who.lose(old)
            profile_of[id] = profile
            self._who.gain(profile)
        self._who.write_profiles()
        self._db.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", added)
        self._db.executemany("UPDATE record SET profile = ? WHERE pk = ?", moved)
        self._who.drop_emptied()
        self.tally.records += Counts(len(added), len(moved), unchanged)

    def put_statements(self, statements: Sequence[Statement]) -> None:
        added: list[Row] = []
        changed: list[Row] = []
        unchanged = 0
        pks, records, stored = self._statement_pks, self._records, self._stored(statements)
        try:
            for s in statements:
                id, properties = s.id, s.properties
                barred = bool(properties) and properties.get("modality") in ("invited", "declined")
                # The tuple is what is hashed, with what a reviewer thought of it where somebody did, and what is stored.
                row = (s.type, records[s.from_record], records[s.to_record], s.locator, s.quote, s.extractor, s.confidence,
                       dumps(properties) if properties else None, s.valid_from, s.valid_to, s.end_state, s.flow, barred)  # fmt: skip
                hashed = row if s.reviewed is None else (*row, s.reviewed)
                try:
                    hash = blake2b(marshalled(hashed, _MARSHAL), digest_size=8).digest()
                except ValueError:
                    hash = _hash_of_plain(hashed)
                old = stored.get(id)
                if old is None:
                    added.append((next(pks), id, *row, hash, s.reviewed))
                elif old == hash:
                    unchanged += 1
                else:
                    changed.append((id, *row, hash, s.reviewed))
        except KeyError as reason:
            raise StoreError(f"a statement of {self._source.key} names the record {reason}, which was not put") from reason
        self._db.executemany(_ADD_STATEMENT, added)
        self._db.executemany(_CHANGE_STATEMENT, changed)
        self._not_counted += sum(row[2] == "MENTIONED_IN" for row in added)
        self.tally.statements += Counts(len(added), len(changed), unchanged)

    def retire(self) -> None:
        held = self._db.execute("SELECT pk FROM statement WHERE pk >= ? AND pk < ?", (self._first, self._next))
        rest = np.setdiff1d(np.fromiter((pk for (pk,) in held), np.int64), np.array(self._put, np.int64))
        self._db.executemany("DELETE FROM statement WHERE pk = ?", ((int(pk),) for pk in rest))
        self.tally.statements += Counts(removed=len(rest))
        self._next = self._first
        gone = sorted(self._unseen_records)
        for profile in self._profiles_of(gone).values():
            self._who.lose(profile)
        self._db.executemany("DELETE FROM record WHERE id = ?", zip(gone))
        for id in gone:
            del self._records[id]
        self.tally.records += Counts(removed=len(gone))
        self._unseen_records = set()
        self._who.let_go()  # what is gone may part or join what came last
        self._who.write_profiles()
        self._who.drop_emptied()

    def decisions(self) -> list[Decision]:
        asked = f"SELECT {', '.join(DECISION_COLUMNS)} FROM decision WHERE source = ? ORDER BY number"
        return [decision_from(dict(zip(DECISION_COLUMNS, row, strict=True))) for row in self._db.execute(asked, (self._source.id,))]

    def judgements(self, keys: Iterable[str]) -> list[Judgement]:
        if not self._any_judged:
            return []
        rows = self._db.execute(_JUDGED, (json.dumps(list(keys)),))
        return [judgement_from(dict(zip(JUDGEMENT_COLUMNS, row, strict=True))) for row in rows]

    def note(self, lines: Sequence[Decision | Judgement]) -> None:
        self._db.executemany(_NOTE, [_NO_LINE | ledger_row(line) for line in lines])
        self._any_judged = self._any_judged or any(isinstance(line, Judgement) for line in lines)

    def touched_keys(self) -> set[str]:
        return self._who.touched_keys()

    def identities(self, keys: Iterable[str]) -> dict[Identity, str | None]:
        return self._who.identities(keys)

    def assign(self, entities: Mapping[Identity, str]) -> None:
        self._who.assign(entities)

    def touched_entities(self) -> set[str]:
        return self._who.touched_entities()

    def profiles(self, entity_ids: Iterable[str]) -> dict[str, list[tuple[Record, int]]]:
        return self._who.profiles(entity_ids)

    def put_entities(self, entities: Sequence[Entity]) -> None:
        self._who.put_entities(entities)

    def drop_entities(self, gone: Mapping[str, str | None]) -> None:
        self._who.drop_entities(gone)

    def commit(self, version: str, source: Source | None = None) -> None:
        self._source = source or self._source
        at = utc_now()
        if version != self._version():
            self._db.execute("UPDATE meta SET value = ? WHERE key = 'version'", (version,))
            last = {"source": self._source.id, "title": self._source.title, "at": at, "version": version}
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('last_load', ?)", (json.dumps(last),))
        elif self._before == (*source_row(self._source), self._source.text):
            return  # nothing is new: the transaction is taken back
        if self._forgets:
            self._db.execute("DELETE FROM source WHERE pk = ?", (self._pk,))
        else:
            self._write_source(at)
        self._place.end(self._db, keep=True)
        self.done = True

    def _version(self) -> str:
        return str(self._db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()[0])

    def _begin_source(self) -> None:
        found = self._db.execute(f"SELECT pk, {SOURCE_COLUMNS}, text FROM source WHERE id = ?", (self._source.id,)).fetchone()
        self._before: Row | None = None
        if found is None:
            marks = ", ".join("?" * (SOURCE_COLUMNS.count(",") + 1))
            row = (*source_row(self._source),)
            self._db.execute(f"INSERT INTO source ({SOURCE_COLUMNS}, loaded_at, records, statements) VALUES ({marks}, '', 0, 0)", row)
            self._pk: int = self._db.execute("SELECT last_insert_rowid()").fetchone()[0]
            self._statement_pks = count(rows_of(self._pk)[0])
            return
        self._pk, *before = found
        self._before = tuple(before)
        self._records = dict(self._db.execute("SELECT id, pk FROM record WHERE source = ?", (self._pk,)))
        self._unseen_records = set(self._records)
        self._first, last = rows_of(self._pk)
        used = self._db.execute("SELECT max(pk) FROM statement WHERE pk BETWEEN ? AND ?", (self._first, last)).fetchone()[0]
        self._next = self._first if used is None else used + 1
        self._statement_pks = count(self._next)

    def _stored(self, statements: Sequence[Statement]) -> dict[str, bytes]:
        """The content hash of each of these that the source held before this load; they are noted as put."""
        if self._next == self._first:
            return {}
        asked = "SELECT s.id, s.hash, s.pk FROM json_each(?) AS j JOIN statement s ON s.id = j.value WHERE s.pk >= ? AND s.pk < ?"
        ids = json.dumps(sorted([s.id for s in statements]))  # in the order of the index: a sixth faster
        found: dict[str, bytes] = {}
        for id, hash, pk in self._db.execute(asked, (ids, self._first, self._next)):
            found[id] = hash
            self._put.append(pk)
        return found

    def _profiles_of(self, ids: Iterable[str]) -> dict[str, int]:
        """The profile of each of these records of the source that is stored: asked for, to keep those of millions takes room."""
        asked = "SELECT r.id, r.profile FROM json_each(?) AS j JOIN record r ON r.pk = j.value"
        pks = [self._records[id] for id in ids]
        return dict(self._db.execute(asked, (json.dumps(pks),))) if pks else {}

    def _write_source(self, at: str) -> None:
        columns = ", ".join(f"{column} = ?" for column in SOURCE_COLUMNS.split(", "))
        row = (*source_row(self._source), self._source.text, at, len(self._records), self._statement_count(), self._pk)
        self._db.execute(f"UPDATE source SET {columns}, text = ?, loaded_at = ?, records = ?, statements = ? WHERE pk = ?", row)

    def _statement_count(self) -> int:
        if self._before is None:
            return self.tally.statements.added - self._not_counted
        asked = "SELECT count(*) FROM statement WHERE pk BETWEEN ? AND ? AND type <> 'MENTIONED_IN'"
        return int(self._db.execute(asked, rows_of(self._pk)).fetchone()[0])


def _hash_of_plain(row: Row) -> bytes:
    """The hash of a row that holds a member of a StrEnum, say: a str, but none that marshal takes."""
    plain = tuple(str(value) if isinstance(value, str) else value for value in row)
    return blake2b(marshalled(plain, _MARSHAL), digest_size=8).digest()

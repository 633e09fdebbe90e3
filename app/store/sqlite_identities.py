"""Identities, what is said of them and the entities they make up, within one load into SQLite."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from cooplinks.app.ids import digest
from cooplinks.app.model import Entity, Record
from cooplinks.app.store.base import Identity
from cooplinks.app.store.rows import record_body, record_from
from cooplinks.app.store.sqlite_rows import KEY_MARK, Row, digest_of, entity_row, terms_of

_MOST_KNOWN = 50_000  # identities that are kept at hand; those of a file of millions are asked for again

_PUT_ENTITY = """INSERT INTO entity (pk, id, body, terms) VALUES (?, ?, ?, ?)
    ON CONFLICT (pk) DO UPDATE SET body = excluded.body, terms = excluded.terms"""
# Any one record will do: to look for the first of them would read all that name the EU.
_PROFILES = """SELECT i.entity, p.body, p.n, r.id, s.id
    FROM json_each(?) AS j JOIN identity i ON i.entity = j.value JOIN profile p ON p.identity = i.pk
    JOIN record r ON r.pk = (SELECT pk FROM record WHERE profile = p.pk LIMIT 1) JOIN source s ON s.pk = r.source
    WHERE p.n > 0 ORDER BY i.entity, p.pk"""


class WhoIsWho:
    """The part of a writer that knows identities, profiles and entities.

    Identities that are new are stored once they are assigned. What came with the last records is kept at hand until the next ones, so that
    settling a first load reads nothing back.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._identity_pks, self._profile_pks, self._entity_pks = (next_pks(db, t) for t in ("identity", "profile", "entity"))
        self._has_past = any(db.execute(f"SELECT 1 FROM {t} LIMIT 1").fetchone() for t in ("former", "gone"))
        self._pk_of: dict[Identity, int] = {}
        self._entity_of: dict[int, str] = {}
        self._pending: dict[Identity, int] = {}
        self._pending_by_key: dict[str, list[Identity]] = defaultdict(list)
        self._touched_keys: set[str] = set()
        self._touched_entities: set[str] = set()
        self._emptied: set[int] = set()
        self._change: Counter[int] = Counter()  # by profile: records gained or lost
        self._new_profiles: list[tuple[int, int, int, str]] = []
        self._said: dict[int, list[tuple[Record, int]]] = {}  # by identity that came with the last records: its records and profiles
        self._counts: dict[int, int] = {}
        self._fresh: dict[str, list[int]] = {}  # by entity that consists of such identities alone

    def profiles_for(self, records: Sequence[Record]) -> list[int]:
        """The profile pk of each record; identities and profiles that are new are noted."""
        self.let_go()
        if len(self._pk_of) > _MOST_KNOWN and not self._pending:
            self._pk_of, self._entity_of = {}, {}
        identities = [record.identity for record in records]
        self._know(set(identities))
        bodies = [record_body(record) for record in records]
        places = [(self._pk_of[identity], digest_of(body)) for identity, body in zip(identities, bodies, strict=True)]
        profiles = self._stored_profiles({place for place in places if place[0] not in self._said})
        for record, place, body in zip(records, places, bodies, strict=True):
            if place in profiles:
                continue
            profiles[place] = pk = next(self._profile_pks)
            self._new_profiles.append((pk, *place, body.decode()))
            if place[0] in self._said:
                self._said[place[0]].append((record, pk))
        return [profiles[place] for place in places]

    def let_go(self) -> None:
        """What came with the last records is fresh no longer: it is asked for from now on."""
        self._said, self._fresh = {}, {}

    def gain(self, profile: int) -> None:
        """One more record has this content."""
        self._change[profile] += 1

    def lose(self, profile: int) -> None:
        """One record less has this content."""
        self._change[profile] -= 1
        self._emptied.add(profile)

    def write_profiles(self) -> None:
        """Write new contents, and how many records have each."""
        change, entity_of = self._change, self._entity_of
        self._counts = {pk: change.pop(pk) for pk, *_ in self._new_profiles}
        self._db.executemany(
            "INSERT INTO profile VALUES (?, ?, ?, ?, ?)",
            [(pk, identity, hash, self._counts[pk], body) for pk, identity, hash, body in self._new_profiles],
        )
        self._touched_entities.update(entity_of[row[1]] for row in self._new_profiles if row[1] in entity_of)
        self._db.executemany("UPDATE profile SET n = n + ? WHERE pk = ?", [(by, pk) for pk, by in change.items() if by])
        asked = "SELECT DISTINCT i.entity FROM json_each(?) AS j JOIN profile p ON p.pk = j.value JOIN identity i ON i.pk = p.identity"
        self._touched_entities.update(entity for (entity,) in self._ask(asked, change))
        self._new_profiles = []
        change.clear()

    def drop_emptied(self) -> None:
        """Take away contents that no record has any more, and identities without any."""
        asked = "SELECT p.pk, p.identity FROM json_each(?) AS j JOIN profile p ON p.pk = j.value WHERE p.n = 0"
        empty = self._ask(asked, self._emptied)
        self._emptied = set()
        self._db.executemany("DELETE FROM profile WHERE pk = ?", [(pk,) for pk, _ in empty])
        asked = """SELECT i.pk, i.keys, i.entity FROM json_each(?) AS j JOIN identity i ON i.pk = j.value
            WHERE NOT EXISTS (SELECT 1 FROM profile p WHERE p.identity = i.pk)"""
        for pk, text, entity in self._ask(asked, {identity for _, identity in empty}):
            keys = tuple(text.split(KEY_MARK))
            self._db.execute("DELETE FROM identity WHERE pk = ?", (pk,))
            self._db.executemany("DELETE FROM identity_key WHERE key = ? AND identity = ?", [(key, pk) for key in keys])
            self._pk_of.pop(keys, None)
            self._entity_of.pop(pk, None)
            self._touched_keys.update(keys)
            self._touched_entities.add(entity)

    def touched_keys(self) -> set[str]:
        """As the port says."""
        touched, self._touched_keys = self._touched_keys, set()
        return touched

    def touched_entities(self) -> set[str]:
        """As the port says."""
        touched, self._touched_entities = self._touched_entities, set()
        return touched

    def identities(self, keys: Iterable[str]) -> dict[Identity, str | None]:
        """As the port says."""
        keys = list(keys)
        found: dict[Identity, str | None] = {}
        asked = """SELECT i.pk, i.keys, i.entity FROM json_each(?) AS j JOIN identity_key k ON k.key = j.value
            JOIN identity i ON i.pk = k.identity"""
        for pk, text, entity in self._ask(asked, keys):
            identity = tuple(text.split(KEY_MARK))
            found[identity] = self._entity_of[pk] = entity
            self._pk_of[identity] = pk
        if self._pending:
            found.update(dict.fromkeys((i for key in keys for i in self._pending_by_key.get(key, ())), None))
        return found

    def assign(self, entities: Mapping[Identity, str]) -> None:
        """As the port says."""
        new: list[tuple[int, Identity, str]] = []
        moved: list[tuple[str, int]] = []
        for identity, entity in entities.items():
            pk = self._pk_of[identity]
            if self._pending.pop(identity, None) is not None:
                new.append((pk, identity, entity))
            else:
                moved.append((entity, pk))
                self._touched_entities.add(self._entity_of[pk])
            self._entity_of[pk] = entity
        self._touched_entities.update(entities.values())
        self._note_fresh(new, {entity for entity, _ in moved})
        self._db.executemany("INSERT INTO identity VALUES (?, ?, ?)", [(pk, KEY_MARK.join(keys), entity) for pk, keys, entity in new])
        self._db.executemany("INSERT INTO identity_key VALUES (?, ?)", [(key, pk) for pk, keys, _ in new for key in keys])
        self._db.executemany("UPDATE identity SET entity = ? WHERE pk = ?", moved)
        self._index_pending()

    def profiles(self, entity_ids: Iterable[str]) -> dict[str, list[tuple[Record, int]]]:
        """As the port says."""
        found: dict[str, list[tuple[Record, int]]] = {}
        to_ask: list[str] = []
        for id in entity_ids:
            fresh = self._fresh.get(id)
            if fresh is None:
                to_ask.append(id)
                found[id] = []
            else:
                found[id] = [(record, self._counts[profile]) for pk in fresh for record, profile in self._said[pk]]
        for entity, body, n, record, source in self._ask(_PROFILES, to_ask):
            found[entity].append((record_from(body, record, source), n))
        return found

    def put_entities(self, entities: Sequence[Entity]) -> None:
        """As the port says."""
        asked = "SELECT e.id, e.pk, e.terms FROM json_each(?) AS j JOIN entity e ON e.id = j.value"
        stored = {id: (pk, terms) for id, pk, terms in self._ask(asked, [e.id for e in entities])}
        rows: list[Row] = []
        stale: list[tuple[int, str]] = []
        terms: list[tuple[int, str]] = []
        for entity in entities:
            row = entity_row(entity)
            pk, old = stored.get(entity.id) or (next(self._entity_pks), None)
            rows.append((pk, *row))
            if old == row[-1]:
                continue
            terms.append((pk, row[-1]))
            if old is not None:
                stale.append((pk, old))
        self._db.executemany(_PUT_ENTITY, rows)
        self._forget_terms(stale)
        self._db.executemany("INSERT INTO search (rowid, terms) VALUES (?, ?)", terms)
        self._db.executemany("INSERT INTO term VALUES (?, ?, ?)", [(*term, pk) for pk, text in terms for term in terms_of(text)])
        if self._has_past:
            self._db.executemany("DELETE FROM former WHERE id = ?", [(e.id,) for e in entities])
            self._db.executemany("DELETE FROM gone WHERE digest = ?", [(digest(e.id),) for e in entities])

    def drop_entities(self, gone: Mapping[str, str | None]) -> None:
        """As the port says; an id that was never stored leaves no trace."""
        asked = "SELECT e.pk, e.id, e.terms FROM json_each(?) AS j JOIN entity e ON e.id = j.value"
        stored = self._ask(asked, gone)
        self._forget_terms([(pk, terms) for pk, _, terms in stored])
        for pk, id, _ in stored:
            self._db.execute("DELETE FROM entity WHERE pk = ?", (pk,))
            self._remember(id, gone[id])
        self._has_past = self._has_past or bool(stored)

    def _remember(self, id: str, heir: str | None) -> None:
        if heir is not None:
            self._db.execute("INSERT OR REPLACE INTO former VALUES (?, ?)", (id, heir))
            self._db.execute("UPDATE former SET entity = ? WHERE entity = ?", (heir, id))
            return
        followers = self._db.execute("SELECT id FROM former WHERE entity = ?", (id,)).fetchall()
        self._db.execute("DELETE FROM former WHERE entity = ?", (id,))
        self._db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(digest(i),) for (i,) in [(id,), *followers]])

    def _know(self, identities: set[Identity]) -> None:
        """Note the pk of each identity, making those that are new."""
        unknown = identities - self._pk_of.keys()
        self.identities({identity[0] for identity in unknown})
        for identity in sorted(unknown - self._pk_of.keys()):
            pk = next(self._identity_pks)
            self._pk_of[identity] = self._pending[identity] = pk
            self._said[pk] = []
            for key in identity:
                self._pending_by_key[key].append(identity)
            self._touched_keys.update(identity)

    def _stored_profiles(self, places: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
        asked = """SELECT p.identity, p.hash, p.pk FROM json_each(?) AS j
            JOIN profile p ON p.identity = json_extract(j.value, '$[0]') AND p.hash = json_extract(j.value, '$[1]')"""
        return {(identity, hash): pk for identity, hash, pk in self._ask(asked, places)}

    def _note_fresh(self, new: Iterable[tuple[int, Identity, str]], moved_to: set[str]) -> None:
        """Note the entities that consist only of identities that came with the last records."""
        members: dict[str, list[int]] = defaultdict(list)
        for pk, _, entity in new:
            members[entity].append(pk)
        asked = "SELECT DISTINCT i.entity FROM json_each(?) AS j JOIN identity i ON i.entity = j.value"
        older = {entity for (entity,) in self._ask(asked, members)}
        for entity, pks in members.items():
            if entity not in older and entity not in moved_to and all(pk in self._said for pk in pks):
                self._fresh[entity] = pks

    def _index_pending(self) -> None:
        self._pending_by_key.clear()
        for identity in self._pending:
            for key in identity:
                self._pending_by_key[key].append(identity)

    def _forget_terms(self, stale: Sequence[tuple[int, str]]) -> None:
        self._db.executemany("INSERT INTO search (search, rowid, terms) VALUES ('delete', ?, ?)", stale)
        terms = [(*term, pk) for pk, text in stale for term in terms_of(text)]
        self._db.executemany("DELETE FROM term WHERE text = ? AND kind = ? AND entity = ?", terms)

    def _ask(self, sql: str, values: Iterable[Any]) -> list[Row]:
        """The rows of a question that takes its values as a JSON array."""
        values = list(values)
        return self._db.execute(sql, (json.dumps(values),)).fetchall() if values else []


def next_pks(db: sqlite3.Connection, table: str) -> Iterator[int]:
    """Row numbers that the table does not use yet."""
    return count(1 + (db.execute(f"SELECT max(pk) FROM {table}").fetchone()[0] or 0))

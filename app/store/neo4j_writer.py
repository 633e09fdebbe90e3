"""One source being loaded into Neo4j.

Everything is written for the next version, which readers do not see before `commit` moves the version on: so it makes no difference to them
whether that takes one transaction or many. Up to MOST_AT_ONCE rows (50,000 statements and what they name) it is one; beyond, the lock says
that there may be leftovers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import orjson

from cooplinks.app.errors import StoreError
from cooplinks.app.model import Counts, Decision, Entity, Judgement, Record, Source, Statement
from cooplinks.app.store.base import Identity, Tally
from cooplinks.app.store.neo4j_bolt import Row, Unit
from cooplinks.app.store.neo4j_cypher import cypher
from cooplinks.app.store.neo4j_identities import AT_ONCE, WhoIsWho
from cooplinks.app.store.neo4j_lock import Lease, utc_now
from cooplinks.app.store.neo4j_rows import (
    aside_row,
    content_hash,
    identity_id,
    loaded_row,
    parts,
    shown,
    source_decor,
    statement_hash,
    statement_row,
)
from cooplinks.app.store.rows import decision_from, judgement_from, ledger_row, record_body

MOST_AT_ONCE = 100_000  # rows in one transaction
MOST_LATER = 10_000  # rows a transaction once there are several: more of them cost the server more in garbage than fewer commits save
_PART = 5_000  # lines in one row of a manifest

Item = TypeVar("Item", Record, Statement)
Said = tuple[str, str]  # a statement's content hash, and its type, led by `-` where it makes no link


class Neo4jWriter:
    """The port's Writer."""

    def __init__(
        self, unit: Unit, lease: Lease, state: Mapping[str, Any], source: Source, *, forgets: bool = False, joined: bool = False
    ) -> None:
        self.tally = Tally()
        self.done = False
        self.batched = joined  # of several loads: each ends in a transaction of its own, and the store shows them all at last
        self.moved_to: str | None = None  # the version that a joined load is to show, once it has ended
        self._joined = joined
        self._unit, self._lease, self._state, self._source, self._forgets = unit, lease, state, source, forgets
        self._v: int = state["n"] + 1
        self._who = WhoIsWho(unit, self._v, self._spend)
        self._decor = source_decor(source)
        self._shared = {"source": source.id, **self._decor, "v_from": self._v}
        self._profile_of: dict[str, str] = {}
        self._said: dict[str, Said] = {}
        self._parts: dict[str, str] = {}  # hash of each part of the stored manifest by id
        self._any_judged = bool(unit.ask(cypher("write/any_judged")))
        self._read_manifest()
        self._unseen_records, self._unseen = set(self._profile_of), set(self._said)
        self._identity_of: dict[str, str] = {}
        self._moved: set[str] = set()  # records whose identity changed
        self._spent = 0
        self._most = MOST_AT_ONCE

    def put_records(self, records: Sequence[Record]) -> None:
        for part in _rounds(records):
            self._put_records(part)

    def put_statements(self, statements: Sequence[Statement]) -> None:
        self._who.follow()
        for part in _rounds(statements):
            self._put_statements(part)

    def retire(self) -> None:
        self._retire_statements(sorted(self._unseen))
        self.tally.statements += Counts(removed=len(self._unseen))
        for id in self._unseen:
            del self._said[id]
        gone = sorted(self._unseen_records)
        lost = self._take_records(gone)
        self.tally.records += Counts(removed=len(gone))
        for id in gone:
            del self._profile_of[id]
        self._unseen, self._unseen_records = set(), set()
        self._who.let_go()  # what is gone may part or join what came last
        self._who.lose(lost.values())

    def decisions(self) -> list[Decision]:
        return [decision_from(row) for (row,) in self._unit.ask(cypher("write/judgements"), source=self._source.id)]

    def judgements(self, keys: Iterable[str]) -> list[Judgement]:
        if not self._any_judged:
            return []
        asked = parts(sorted(keys), AT_ONCE)
        rows = {row["number"]: row for part in asked for (row,) in self._unit.ask(cypher("write/who_is_who"), keys=part)}
        return [judgement_from(row) for _, row in sorted(rows.items())]

    def note(self, lines: Sequence[Decision | Judgement]) -> None:
        self._any_judged = self._any_judged or any(isinstance(line, Judgement) for line in lines)
        rows = [{**ledger_row(line), "v_from": self._v} for line in lines]
        for part in parts(rows, AT_ONCE):
            self._unit.later(cypher("write/put_judgements"), rows=part)

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
        self._who.follow()
        changed = version != self._state["version"]
        if changed:
            self._write_manifest()
            self._tidy()
            self._publish(version)
        elif self._before is not None and _same(self._before, self._row("")):
            self.done = True  # nothing is new: the transaction is taken back
            return
        else:
            self._unit.later(cypher("write/put_loaded"), row=self._row(utc_now(), v_from=self._state["n"]))
        self._retitle()
        self._unit.later(cypher("write/finished"), source=self._source.id)
        self._lease.commit(self._unit, last=not self._joined)
        self._unit.settle()
        self.done = True

    def _put_records(self, records: Sequence[Record]) -> None:
        added: list[tuple[Record, str, str]] = []
        changed: list[tuple[Record, str, str]] = []
        unchanged = 0
        for record in records:
            body = record_body(record)
            hash = content_hash(body)
            seen = record.id not in self._unseen_records
            self._unseen_records.discard(record.id)
            self._identity_of[record.id] = identity_id(record.identity)
            old = self._profile_of.get(record.id)
            if old == hash:
                unchanged += not seen
                continue
            (added if old is None else changed).append((record, hash, body.decode()))
            self._profile_of[record.id] = hash
        lost = self._take_records([record.id for record, _, _ in changed])
        self._moved.update(id for id, identity in lost.items() if identity != self._identity_of[id])
        rows = [self._record_row(*said) for said in (*added, *changed)]
        for part in parts(rows, AT_ONCE):
            self._unit.later(cypher("write/put_rows", label="Record"), rows=part)
        self._who.gain([(record, hash) for record, hash, _ in (*added, *changed)])
        self._who.lose(lost.values())
        self.tally.records += Counts(len(added), len(changed), unchanged)
        self._spend(len(rows))

    def _record_row(self, record: Record, hash: str, body: str) -> dict[str, Any]:
        row = {"id": record.id, "source": record.source, "identity": self._identity_of[record.id], "profile": hash}
        return {**row, "name": record.names[0].text, "body": body, "v_from": self._v}

    def _take_records(self, ids: list[str]) -> dict[str, str]:
        """Retire the rows of some records; their identities."""
        lost: dict[str, str] = {}
        for part in parts(ids, AT_ONCE):
            lost.update((id, identity) for id, identity in self._unit.ask(cypher("write/records_identity"), ids=part))
            self._unit.later(cypher("write/retire_rows", label="Record"), ids=part, v=self._v)
            self._spend(len(part))
        return lost

    def _put_statements(self, statements: Sequence[Statement]) -> None:
        new: list[Statement] = []
        again: list[Statement] = []
        added = changed = unchanged = 0
        hashes: dict[str, str] = {}
        for s in statements:
            self._unseen.discard(s.id)
            hash = hashes[s.id] = statement_hash(s)
            old = self._said.get(s.id)
            if old is None:
                added += 1
                new.append(s)
            elif old[0] != hash:
                changed += 1
                again.append(s)
            else:
                unchanged += 1
                if s.from_record in self._moved or s.to_record in self._moved:
                    again.append(s)
        self._retire_statements([s.id for s in again])
        self._write_statements([*new, *again], hashes)
        self.tally.statements += Counts(added, changed, unchanged)

    def _write_statements(self, statements: Sequence[Statement], hashes: Mapping[str, str]) -> None:
        links: dict[str, list[list[Any]]] = defaultdict(list)
        asides: list[dict[str, Any]] = []
        ends = self._ends(statements)
        for s in statements:
            if s.in_graph:
                self._said[s.id] = hashes[s.id], s.type
                links[s.type].append([ends[s.from_record], ends[s.to_record], *statement_row(s), shown(s)])
            else:
                self._said[s.id] = hashes[s.id], "-" + s.type
                asides.append(aside_row(s, self._shared))
        for type, rows in links.items():
            self._link(type, rows)
        for part in parts(asides, AT_ONCE):
            self._unit.later(cypher("write/put_rows", label="Aside"), rows=part)
        self._spend(len(statements))

    def _link(self, type: str, rows: list[list[Any]]) -> None:
        for part in parts(rows, AT_ONCE):
            put, careful = (cypher(f"write/{how}_statements", type=type) for how in ("put", "merge"))
            check = partial(self._all_written, len(part))
            self._unit.later(put, check, careful=careful, apart=True, rows=part, **self._shared)
        if type == "FUNDED_BY":
            self._who.funders.update(row[1] for row in rows)

    def _all_written(self, count: int, rows: list[Row]) -> None:
        if rows[0][0] != count:
            raise StoreError(f"{count - rows[0][0]} statements of {self._source.key} name entities that are not in the store")

    def _ends(self, statements: Sequence[Statement]) -> dict[str, str]:
        """The entities of the records that some statements name."""
        try:
            named = {r for s in statements for r in (s.from_record, s.to_record)}
            for part in parts(sorted(named - self._identity_of.keys()), AT_ONCE):  # stored, where only decisions are written
                self._identity_of.update((id, of) for id, of in self._unit.ask(cypher("write/records_identity"), ids=part))
            identity_of = {record: self._identity_of[record] for record in named}
            self._who.know(set(identity_of.values()))
            return {record: self._who.entity_of(identity) for record, identity in identity_of.items()}
        except KeyError as reason:
            raise StoreError(f"a statement of {self._source.key} names the record {reason}, which was not put") from reason

    def _retire_statements(self, ids: Sequence[str]) -> None:
        """Take statements out of the graph."""
        by_type: dict[str, list[str]] = defaultdict(list)
        for id in ids:
            by_type[self._said[id][1]].append(id)
        for type, of_type in by_type.items():
            for part in parts(of_type, AT_ONCE):
                self._retire_part(type, part)
                self._spend(len(part))

    def _retire_part(self, type: str, ids: Sequence[str]) -> None:
        if type.startswith("-"):
            self._unit.later(cypher("write/retire_rows", label="Aside"), ids=ids, v=self._v)
            return
        rows = self._unit.write(cypher("write/retire_statements", type=type), ids=ids, v=self._v)
        if type == "FUNDED_BY":
            self._who.funders.update(end for _, end in rows)

    def _spend(self, rows: int) -> None:
        """Note that so many rows were written; begin a new transaction where this one is full."""
        self._spent += rows
        if self._spent < self._most:
            return
        if not self.batched:
            self._lease.note_batched(self._unit, True)
            self.batched = True
        self._lease.commit(self._unit)
        self._spent, self._most = 0, MOST_LATER

    def _read_manifest(self) -> None:
        self._before = next((row for (row,) in self._unit.ask(cypher("write/loaded"), id=self._source.id)), None)
        for id, kind, lines in self._unit.ask(cypher("write/manifest"), source=self._source.id):
            self._parts[id] = content_hash(lines.encode())
            for line in lines.split("\n"):
                name, hash, *type = line.split("\t")
                if kind == "record":
                    self._profile_of[name] = hash
                else:
                    self._said[name] = hash, type[0]

    def _write_manifest(self) -> None:
        """Write down what the source says now: parts that are as they were stay."""
        kinds = {
            "record": ["\t".join(item) for item in self._profile_of.items()],
            "statement": [f"{id}\t{hash}\t{type}" for id, (hash, type) in self._said.items()],
        }
        rows: dict[str, dict[str, Any]] = {}
        kept: set[str] = set()
        for kind, lines in kinds.items():
            for number, part in enumerate(parts(lines, _PART)):
                id, text = f"{self._source.id} {kind} {number}", "\n".join(part)
                if self._parts.get(id) == content_hash(text.encode()):
                    kept.add(id)
                else:
                    about = {"id": id, "source": self._source.id, "kind": kind, "part": number, "v_from": self._v}
                    rows[id] = {**about, "lines": text}
        for gone in parts(sorted(self._parts.keys() - kept), 10):
            self._unit.later(cypher("write/retire_rows", label="Manifest"), ids=gone, v=self._v)
            self._spend(len(gone) * _PART // 4)
        for many in parts(list(rows.values()), 10):
            self._unit.later(cypher("write/put_rows", label="Manifest"), rows=many)
            self._spend(len(many) * _PART // 4)

    def _tidy(self) -> None:
        """Derive what derives from links, and delete nodes that have none left."""
        for part in parts(sorted(self._who.funders - self._who.doomed), AT_ONCE):
            self._unit.later(cypher("write/donors"), ids=part)
        for part in parts(sorted(self._who.doomed), AT_ONCE):
            self._unit.later(cypher("write/drop_entities"), ids=part)
            if self.batched:
                self._spend(len(part))

    def _publish(self, version: str) -> None:
        at = utc_now()
        self._unit.later(cypher("write/retire_rows", label="Loaded"), ids=[self._source.id], v=self._v)
        if not self._forgets:
            self._unit.later(cypher("write/put_rows", label="Loaded"), rows=[self._row(at)])
        if self._joined:
            self.moved_to = version
            return
        publish(self._unit, version, self._v, self._source, at)
        if self.batched:
            self._lease.note_batched(self._unit, False)

    def _retitle(self) -> None:
        before = {name: self._before.get(name.removeprefix("source_")) for name in _DECOR} if self._before else {}
        now = {name: self._decor.get(name) for name in _DECOR}
        if self._forgets or not before or before == now:
            return
        by_type: dict[str, list[str]] = defaultdict(list)
        for id, (_, type) in self._said.items():
            by_type[type].append(id)
        for type, ids in by_type.items():
            if type.startswith("-"):
                continue
            for part in parts(ids, AT_ONCE):
                self._unit.later(cypher("write/retitle", type=type), ids=part, source=now)

    def _row(self, at: str, v_from: int | None = None) -> dict[str, Any]:
        statements = sum(type.lstrip("-") != "MENTIONED_IN" for _, type in self._said.values())
        counts = {"records": len(self._profile_of), "statements": statements}
        return loaded_row(self._source, **counts, loaded_at=at, v_from=v_from or self._v)


def publish(unit: Unit, version: str, n: int, source: Source, at: str) -> None:
    """Move the version on: the last of a load."""
    last = {"source": source.id, "title": source.title, "at": at, "version": version}
    unit.later(cypher("write/publish"), version=version, n=n, last_load=orjson.dumps(last).decode())


_DECOR = ("source_title", "source_url", "source_date")
_NOT_COMPARED = frozenset({"loaded_at", "v_from"})


def _same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two rows of a source say the same, but for when it was loaded."""
    return {k: v for k, v in a.items() if k not in _NOT_COMPARED} == {k: v for k, v in b.items() if k not in _NOT_COMPARED}


def _rounds(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in rounds in which no id comes twice."""
    while items:
        first = {item.id: item for item in reversed(items)}
        if len(first) == len(items):
            yield items
            return
        yield [item for item in items if first[item.id] is item]
        items = [item for item in items if first[item.id] is not item]

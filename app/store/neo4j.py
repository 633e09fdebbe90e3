"""The graph in a Neo4j (5.26 or a later calendar release, Community is enough), where analysts see it and many may ask.

Readers never wait for a load and never see half of one: every row bears the number of the version it belongs to (`v_from`), what a load
retires moves to `Past` nodes that bear the number it went at (`v_to`), and a reader asks for what was there at its own number.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from cooplinks.app.errors import SchemaTooNew, StoreError
from cooplinks.app.model import Source
from cooplinks.app.store.base import EMPTY_VERSION, WAIT_S, WHO_IS_WHO, Mark, Status
from cooplinks.app.store.neo4j_bolt import WRITE_S, Address, Bolt, Unit
from cooplinks.app.store.neo4j_cypher import SCHEMA, cypher, schema_statements
from cooplinks.app.store.neo4j_identities import AT_ONCE
from cooplinks.app.store.neo4j_lock import Lease, purge, undo, utc_now
from cooplinks.app.store.neo4j_reader import Neo4jReader
from cooplinks.app.store.neo4j_writer import Neo4jWriter, publish

LEASE_S = 20.0  # a killed loader stands in nobody's way for longer


class Neo4jStore:
    """The port's Store on Neo4j."""

    def __init__(self, bolt: Bolt, *, lease_s: float = LEASE_S) -> None:
        self.address = bolt.address.shown
        self._bolt = bolt
        self._lease_s = lease_s

    @classmethod
    def open(cls, address: str, password: str | None = None, *, lease_s: float = LEASE_S) -> "Neo4jStore":
        """The store at an address that `Address.parse` reads; nothing is asked yet."""
        return cls(Bolt(Address.parse(address, password)), lease_s=lease_s)

    def apply_schema(self) -> None:
        state, now_ms = self._state()
        found = int(state.get("schema", 0))
        if found > SCHEMA:
            raise SchemaTooNew(found, SCHEMA)
        if found == SCHEMA:
            purge(self._bolt, state, now_ms)
            return
        for statement in schema_statements():
            self._bolt.run(statement)
        self._bolt.run(cypher("schema/wait"))
        # Last, so that a schema half made is made again.
        self._bolt.write(cypher("schema/mark"), schema=SCHEMA, version=EMPTY_VERSION)

    def status(self) -> Status:
        state, lock, interrupted = self._bolt.read((cypher("read/state"), {}), (cypher("read/lock"), {}), (cypher("read/interrupted"), {}))
        meta = state[0][0] if state else {}
        broken = {id: {"source": id, "path": path, "since": since} for id, path, since in interrupted}
        loading = None
        for held, alive in lock:
            if alive:
                loading = held["holder"]
            else:
                broken[held["source"]] = {"source": held["source"], "path": held.get("path"), "since": held["since"]}
        last = meta.get("last_load")
        version = meta.get("version", EMPTY_VERSION)
        return Status(version=version, last_load=json.loads(last) if last else None, interrupted=tuple(broken.values()), loading=loading)

    def version(self) -> str:
        return str(self._state()[0].get("version", EMPTY_VERSION))

    def known(self, source_id: str) -> str | None:
        rows = self._bolt.read((cypher("read/known"), {"id": source_id}))[0]
        return str(rows[0][0]) if rows else None

    @contextmanager
    def load(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> Iterator[Neo4jWriter]:
        with self._writer(source, who, wait_s, forgets=False) as writer:
            yield writer

    @contextmanager
    def forget(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> Iterator[Neo4jWriter]:
        with self._writer(source, who, wait_s, forgets=True) as writer:
            yield writer

    @contextmanager
    def judging(self, *, who: str, wait_s: float = WAIT_S) -> Iterator[Neo4jWriter]:
        with self._writer(WHO_IS_WHO, who, wait_s, forgets=True) as writer:
            yield writer

    @contextmanager
    def together(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> Iterator["Neo4jStore"]:
        with self._leased(source, who, wait_s) as (lease, state):
            unit = Unit(self._bolt)
            joined = Joined(self._bolt, lease, state)
            try:
                lease.note_batched(unit, True)
                lease.commit(unit)
                unit.settle()  # noted before anything is written
                yield joined
                joined.show(unit)
            finally:
                unit.drop()
                if not joined.shown:
                    # Away: the next load takes it back.
                    with suppress(StoreError):
                        self._undo(lease, state["n"])

    def reader(self) -> Neo4jReader:
        return Neo4jReader(self._bolt)

    def marked(self) -> str:
        return str(self._state()[0].get("marked", EMPTY_VERSION))

    def mark(self, version: str, marks: Mapping[str, Mark]) -> None:
        n = int(version.partition("-")[0])
        ((shown,),) = self._bolt.read((cypher("read/marks"), {"n": n}), timeout_s=WRITE_S)[0]
        before = {id: Mark(why_not, mirror_of) for id, why_not, mirror_of in shown}
        rows: list[list[Any]] = [[id, False, *mark] for id, mark in marks.items() if before.get(id) != mark]
        rows += [[id, True, None, None] for id in before.keys() - marks.keys()]
        for start in range(0, len(rows), AT_ONCE):
            self._bolt.write(cypher("write/mark"), rows=rows[start : start + AT_ONCE])
        self._bolt.write(cypher("write/marked"), version=version)

    def close(self) -> None:
        self._bolt.close()

    @contextmanager
    def _writer(self, source: Source, who: str, wait_s: float, *, forgets: bool) -> Iterator[Neo4jWriter]:
        with self._leased(source, who, wait_s) as (lease, state):
            unit = Unit(self._bolt)
            writer = None
            try:
                writer = Neo4jWriter(unit, lease, state, source, forgets=forgets)
                yield writer
            finally:
                unit.drop()
                if writer and writer.batched and not writer.done:
                    # Away: the next load takes it back.
                    with suppress(StoreError):
                        self._undo(lease, state["n"])

    @contextmanager
    def _leased(self, source: Source, who: str, wait_s: float) -> Iterator[tuple[Lease, dict[str, Any]]]:
        """The right to write, and the store's state once nothing is left of a load that broke off."""
        lease = Lease(self._bolt, source, who, self._lease_s)
        left_half_done = lease.take(wait_s)
        try:
            state, now_ms = self._state()
            if left_half_done:
                self._undo(lease, state["n"])
            purge(self._bolt, state, now_ms)
            yield lease, state
        finally:
            lease.free()

    def _undo(self, lease: Lease, n: int) -> None:
        undo(self._bolt, n)
        self._bolt.write(cypher("write/lock_batched"), token=lease.token, batched=False)

    def _state(self) -> tuple[dict[str, Any], int]:
        rows = self._bolt.read((cypher("read/state"), {}))[0]
        return (rows[0][0], rows[0][1]) if rows else ({}, 0)


class Joined(Neo4jStore):
    """The loads of one `together`: all write for the same version, which `show` moves on to."""

    def __init__(self, bolt: Bolt, lease: Lease, state: dict[str, Any]) -> None:
        super().__init__(bolt)
        self._lease, self._before = lease, state
        self._version = str(state["version"])
        self._last: Source | None = None
        self._broken = self.shown = False

    def version(self) -> str:
        return self._version

    def close(self) -> None:
        """The connection is the outer store's."""

    def show(self, unit: Unit) -> None:
        """Move the version on to what all of them wrote."""
        if self._broken:
            raise StoreError(f"{self.address}: one of several loads that go together broke off; nothing of them is kept")
        if self._last:
            # Its number is that of the rows, whatever the number of loads.
            version = f"{self._before['n'] + 1}-{self._version.partition('-')[2]}"
            publish(unit, version, self._before["n"] + 1, self._last, utc_now())
        self._lease.note_batched(unit, False)
        self._lease.commit(unit, last=True)
        unit.settle()
        self.shown = True

    @contextmanager
    def _writer(self, source: Source, who: str, wait_s: float, *, forgets: bool) -> Iterator[Neo4jWriter]:
        unit = Unit(self._bolt)
        try:
            self._broken = True
            state = {**self._before, "version": self._version}
            writer = Neo4jWriter(unit, self._lease, state, source, forgets=forgets, joined=True)
            yield writer
            self._broken = not writer.done
            if writer.moved_to:
                self._version, self._last = writer.moved_to, source
        finally:
            unit.drop()

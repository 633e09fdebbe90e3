"""Who may write: a lease in the database that a killed loader loses soon; what it left half-done is taken back by the next."""

import os
import socket
import threading
import time
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from cooplinks.app.errors import StoreBusy, StoreError
from cooplinks.app.model import Source
from cooplinks.app.ontology import LINK_TYPE_NAMES
from cooplinks.app.store.neo4j_bolt import Bolt, Row, Unit
from cooplinks.app.store.neo4j_cypher import ROWS, cypher
from cooplinks.app.store.neo4j_rows import entity_node
from cooplinks.app.store.rows import entity_from

KEPT_MS = 60_000  # how long a reader of an older version is served at least
_POLL_S = 0.25


class Lease:
    """The right to write, renewed by a thread of its own until it is let go."""

    def __init__(self, bolt: Bolt, source: Source, who: str, lease_s: float) -> None:
        self._bolt = bolt
        self._lease_ms = int(lease_s * 1000)
        self._mine = {
            "token": uuid.uuid4().hex,
            "holder": f"{who} (process {os.getpid()} on {socket.gethostname()}, since {utc_now()})",
            "source": source.id,
            "path": source.path,
            "since": utc_now(),
            "step": 0,
        }
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="cooplinks-lease", daemon=True)
        self.step = 0

    @property
    def token(self) -> str:
        return str(self._mine["token"])

    def take(self, wait_s: float) -> bool:
        """Wait for the right to write; True where a load in several transactions was left half-done. Raises StoreBusy."""
        until = time.monotonic() + wait_s
        while True:
            free, was = self._bolt.write(cypher("write/lock_take"), mine=self._mine, lease_ms=self._lease_ms)[0]
            if free or was.get("token") == self.token:  # ours, where the answer to the first try was lost
                break
            if time.monotonic() >= until:
                raise StoreBusy(f"{was.get('holder', 'another program')} loads into {self._bolt.address.shown}; tried for {wait_s:g} s")
            time.sleep(min(_POLL_S, max(until - time.monotonic(), 0.01)))
        self._thread.start()
        return bool(was.get("batched"))

    def commit(self, unit: Unit, *, last: bool = False) -> None:
        """Commit a transaction of the load, provided that nobody else took over; the last one lets go as well."""
        self.step += 1
        step = self.step
        unit.later(cypher("write/lock_hold"), self._still_ours, apart=True, token=self.token, step=step, lease_ms=self._lease_ms)
        if last:
            self.stop()
            unit.later(cypher("write/lock_leave"), token=self.token)
        unit.commit_later(lambda: self._committed(step))

    def note_batched(self, unit: Unit, batched: bool) -> None:
        """Note whether this load goes on in several transactions."""
        unit.later(cypher("write/lock_batched"), token=self.token, batched=batched)

    def stop(self) -> None:
        """Renew it no longer."""
        self._ended.set()

    def free(self) -> None:
        """Let go; where the store can't be reached the lease runs out by itself."""
        self.stop()
        with suppress(StoreError):
            self._bolt.write(cypher("write/lock_free"), token=self.token)

    def _still_ours(self, rows: list[Row]) -> None:
        if not rows:
            raise StoreError(f"{self._bolt.address.shown}: this load stood still and another program took it over; load again")

    def _committed(self, step: int) -> bool:
        steps = self._bolt.write(cypher("write/lock_step"), token=self.token)
        return bool(steps) and steps[0][0] >= step

    def _renew(self) -> None:
        while not self._ended.wait(self._lease_ms / 4000):
            with suppress(StoreError):  # away: it may be back before the lease ends, and `commit` looks again
                self._bolt.write(cypher("write/lock_hold"), token=self.token, step=None, lease_ms=self._lease_ms)


def undo(bolt: Bolt, n: int) -> None:
    """Take back what a load in several transactions left half-done after version number `n`; may be broken off and done again.

    Readers wait: a row on its way back could escape both places they look in.
    """
    bolt.write(cypher("write/undo_mark"), undoing=True)
    for type in LINK_TYPE_NAMES:
        bolt.run(cypher("write/undo_statements", type=type), n=n)
        bolt.run(cypher("write/undo_retired", type=type), n=n)
    bodies = [body for (body,) in bolt.write(cypher("write/undo_bodies"), n=n)]
    for at in range(0, len(bodies), 5000):
        bolt.write(cypher("write/change_entities"), rows=[entity_node(entity_from(body)) for body in bodies[at : at + 5000]])
    for label in ROWS:
        bolt.run(cypher("write/undo_rows", label=label), n=n)
        bolt.run(cypher("write/undo_retired_rows", label=label), n=n)
    bolt.run(cypher("write/undo_entities"))
    bolt.write(cypher("write/undo_donors"))
    bolt.write(cypher("write/undo_no_donors"))
    bolt.write(cypher("write/undo_mark"), undoing=False)


def purge(bolt: Bolt, state: dict[str, Any], now_ms: int) -> None:
    """Drop what was retired so long ago that no reader may ask for it any more."""
    recent = state.get("recent", [])
    past = [n for n, at in zip(recent[::2], recent[1::2], strict=True) if at < now_ms - KEPT_MS]
    if past and past[-1] > state["purged"]:
        bolt.write(cypher("write/purge_mark"), n=past[-1])
        bolt.run(cypher("write/purge"), n=past[-1])


def utc_now() -> str:
    """The time now, ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

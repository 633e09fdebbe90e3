"""The embedded store: one SQLite file, atomic, whole after `kill -9`; or this process's memory."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cooplinks.app.model import Source
from cooplinks.app.store.base import WAIT_S, WHO_IS_WHO, Mark, Status
from cooplinks.app.store.sqlite_place import JoinedPlace, Place, errors_told, place_of
from cooplinks.app.store.sqlite_reader import SqliteReader
from cooplinks.app.store.sqlite_rows import Row
from cooplinks.app.store.sqlite_writer import SqliteWriter


class SqliteStore:
    """The port's Store on SQLite."""

    def __init__(self, address: str, place: Place) -> None:
        self.address = address
        self._place = place

    @classmethod
    def open(cls, address: str) -> "SqliteStore":
        """The store at an address that `place_of` reads; nothing is touched yet."""
        return cls(address, place_of(address))

    def apply_schema(self) -> None:
        self._place.apply_schema()

    def status(self) -> Status:
        meta: dict[str, str] = dict(self._ask("SELECT key, value FROM meta"))
        last = meta.get("last_load")
        return Status(version=meta["version"], last_load=json.loads(last) if last else None, loading=self._place.loading())

    def version(self) -> str:
        return str(self._ask("SELECT value FROM meta WHERE key = 'version'")[0][0])

    def known(self, source_id: str) -> str | None:
        found = self._ask("SELECT content_hash FROM source WHERE id = ?", source_id)
        return str(found[0][0]) if found else None

    @contextmanager
    def load(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> Iterator[SqliteWriter]:
        with self._writer(source, who, wait_s, forgets=False) as writer:
            yield writer

    @contextmanager
    def forget(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> Iterator[SqliteWriter]:
        with self._writer(source, who, wait_s, forgets=True) as writer:
            yield writer

    @contextmanager
    def judging(self, *, who: str, wait_s: float = WAIT_S) -> Iterator[SqliteWriter]:
        with self._writer(WHO_IS_WHO, who, wait_s, forgets=True) as writer:
            yield writer

    @contextmanager
    def together(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> Iterator["SqliteStore"]:
        with errors_told(self._place.name):
            joined = JoinedPlace(self._place, who, wait_s)
            try:
                yield SqliteStore(self.address, joined)
                joined.keep()
            finally:
                joined.close()

    def reader(self) -> SqliteReader:
        return SqliteReader(self._place.pin(), self._place.name)

    def marked(self) -> str:
        return self.version()

    def mark(self, version: str, marks: Mapping[str, Mark]) -> None:
        """Nothing: nobody looks into the file."""

    def close(self) -> None:
        self._place.close()

    @contextmanager
    def _writer(self, source: Source, who: str, wait_s: float, *, forgets: bool) -> Iterator[SqliteWriter]:
        with errors_told(self._place.name):
            db = self._place.begin(who, wait_s)
            writer = None
            try:
                writer = SqliteWriter(db, self._place, source, forgets=forgets)
                yield writer
            finally:
                if writer is None or not writer.done:
                    self._place.end(db, keep=False)

    def _ask(self, sql: str, *values: Any) -> list[Row]:
        shared = self._place.now()
        try:
            with shared.lock, errors_told(self._place.name):
                return shared.db.execute(sql, values).fetchall()
        finally:
            shared.let_go()

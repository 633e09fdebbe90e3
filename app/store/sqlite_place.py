"""Where an SQLite store lies, a file or this process's memory: connections, the one writer at a time, and errors as one line.

In a file SQLite's own write lock is the truth of who may write, and readers never wait (WAL). In memory each load works on a copy that
takes the place of the published one, so that readers keep theirs there too.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from cooplinks.app.errors import StoreAway, StoreBusy, StoreError, WrongUse
from cooplinks.app.store.sqlite_schema import KNOWN, migrate, schema_version

_BUSY_S = 5.0  # what a reader waits for the short moments in which SQLite itself locks everybody out
_RETRY_S = 0.05
_PAGE_BYTES = 8192  # an eighth faster to load than SQLite's 4096
_CACHE_KIB = 32_768  # twice as much made 2 GB of IATI no faster
_WAL_KEPT_BYTES = 64 * 2**20


class Shared:
    """A connection that several may hold; the last to let go closes it. `lock` is held around each use."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.lock = threading.RLock()
        self._holders = 1

    def hold(self) -> "Shared":
        with self.lock:
            self._holders += 1
        return self

    def let_go(self) -> None:
        with self.lock:
            self._holders -= 1
            if self._holders == 0:
                self.db.close()


class Place(Protocol):
    """Where the database lies."""

    name: str

    def apply_schema(self) -> None:
        """Make or migrate the tables."""

    def now(self) -> Shared:
        """A connection to what is published now, held for the caller."""

    def pin(self) -> Shared:
        """The like, but it stays as it is whatever is published later."""

    def begin(self, who: str, wait_s: float) -> sqlite3.Connection:
        """A connection with a write transaction begun; raises StoreBusy."""

    def end(self, db: sqlite3.Connection, *, keep: bool) -> None:
        """Publish what a writer did, or take it back; its connection is gone then, unless publishing failed."""

    def loading(self) -> str | None:
        """Who loads now."""

    def close(self) -> None:
        """Let go of everything."""


def place_of(address: str) -> Place:
    """The place an address names: `sqlite:///file.db`, `sqlite:////absolute/file.db`, `sqlite:///C:/file.db` or `memory://`."""
    if address.rstrip("/") == "memory:":
        return MemoryPlace()
    path = address.removeprefix("sqlite:///")
    if path in (address, "", ":memory:"):
        raise WrongUse(f"{address!r} names no file: use sqlite:///file.db, sqlite:////absolute/file.db or memory://", "store")
    return FilePlace(Path(path))


class FilePlace:
    """A file; beside it SQLite's own `-wal` and `-shm`, and while a load runs `-loading`, which tells who loads."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.name = str(path)
        self._note = self.path.with_name(self.path.name + "-loading")
        self._main: Shared | None = None
        self._inode: tuple[int, int] | None = None
        self._guard = threading.Lock()

    def apply_schema(self) -> None:
        with errors_told(self.name):
            self._check_folder()
            if self._current():
                return
            db = _connect(self.path, make=True)
            try:
                db.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a new file; no other is changed by it
                if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                    raise StoreError(f"{self.name}: SQLite can't keep a write-ahead log there; choose a folder on a local disk")
                db.execute("BEGIN IMMEDIATE")
                migrate(db, self.name)
                db.execute("COMMIT")
            finally:
                db.close()

    def now(self) -> Shared:
        with self._guard, errors_told(self.name):
            inode = self._inode_now()
            if self._main is None or inode != self._inode:  # the file was put in another's place
                if self._main:
                    self._main.let_go()
                self._main, self._inode = Shared(_connect(self.path)), inode
            return self._main.hold()

    def pin(self) -> Shared:
        with errors_told(self.name):
            self._inode_now()
            db = _connect(self.path)
            db.execute("BEGIN")
        return Shared(db)

    def begin(self, who: str, wait_s: float) -> sqlite3.Connection:
        until = time.monotonic() + wait_s
        self._inode_now()
        db = _connect(self.path, wait_s=0)
        try:
            while not _took_lock(db):
                if time.monotonic() >= until:
                    raise StoreBusy(f"{self._holder() or 'another program'} loads into {self.name}; tried for {wait_s:g} s")
                time.sleep(_RETRY_S)
        except BaseException:  # whatever it was, Ctrl-C included, the connection must not stay
            db.close()
            raise
        db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        with suppress(OSError):  # the note only tells
            self._note.write_text(json.dumps({"who": who, "pid": os.getpid(), "since": utc_now()}), "utf-8")
        return db

    def end(self, db: sqlite3.Connection, *, keep: bool) -> None:
        with suppress(OSError):
            self._note.unlink(missing_ok=True)  # before the lock goes: afterwards it may be the next one's
        if keep:
            db.execute("COMMIT")
        elif db.in_transaction:
            db.execute("ROLLBACK")
        db.close()

    def loading(self) -> str | None:
        holder = self._holder()
        if holder is None:
            return None
        db = _connect(self.path, wait_s=0)
        try:
            if not _took_lock(db):
                return holder
            db.execute("ROLLBACK")
        except sqlite3.OperationalError:
            pass  # not ours to write: then nobody's load either, as far as can be told
        finally:
            db.close()
        return None

    def close(self) -> None:
        with self._guard:
            if self._main:
                self._main.let_go()
            self._main = None

    def _current(self) -> bool:
        """Whether the schema is what this program makes: then opening it needs no write and waits for nobody."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return False
        db = _connect(self.path)
        try:
            return schema_version(db, self.name) == KNOWN and db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        finally:
            db.close()

    def _check_folder(self) -> None:
        if not self.path.parent.is_dir():
            raise StoreError(f"{self.name}: there is no folder {self.path.parent}; make it first")
        if self.path.is_dir():
            raise StoreError(f"{self.name} is a folder: name a file")

    def _inode_now(self) -> tuple[int, int]:
        try:
            stat = self.path.stat()
        except OSError as reason:
            raise StoreAway(f"{self.name}: the database file can't be reached ({reason.strerror})") from reason
        return stat.st_dev, stat.st_ino

    def _holder(self) -> str | None:
        try:
            note = json.loads(self._note.read_text("utf-8"))
            return f"{note['who']} (process {note['pid']}, since {note['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            return None


class MemoryPlace:
    """This process's memory."""

    name = "memory://"

    def __init__(self) -> None:
        self._published = Shared(_memory())
        self._writing = threading.Lock()
        self._guard = threading.Lock()
        self._who: str | None = None

    def apply_schema(self) -> None:
        if schema_version(self._published.db, self.name) < KNOWN:
            self._published.db.execute("BEGIN")
            migrate(self._published.db, self.name)
            self._published.db.execute("COMMIT")

    def now(self) -> Shared:
        with self._guard:
            return self._published.hold()

    pin = now  # what is published is never written to again

    def begin(self, who: str, wait_s: float) -> sqlite3.Connection:
        if not self._writing.acquire(timeout=wait_s):
            raise StoreBusy(f"{self._who or 'another thread'} loads into {self.name}; tried for {wait_s:g} s")
        self._who = who
        db = _memory()
        self._published.db.backup(db)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("BEGIN")
        return db

    def end(self, db: sqlite3.Connection, *, keep: bool) -> None:
        if keep:
            db.execute("COMMIT")
            with self._guard:
                old, self._published = self._published, Shared(db)
            old.let_go()
        else:
            db.close()
        self._who = None
        self._writing.release()

    def loading(self) -> str | None:
        return self._who

    def close(self) -> None:
        self._published.let_go()


class JoinedPlace:
    """One write transaction of another place, in which several loads are savepoints; readers see what is published."""

    def __init__(self, outer: Place, who: str, wait_s: float) -> None:
        self.name = outer.name
        self._outer, self._who = outer, who
        self._db: sqlite3.Connection | None = outer.begin(who, wait_s)
        self._now = Shared(self._db)

    def apply_schema(self) -> None:
        """It is there."""

    def now(self) -> Shared:
        return self._now.hold()

    def pin(self) -> Shared:
        return self._outer.pin()

    def begin(self, who: str, wait_s: float) -> sqlite3.Connection:
        self._now.db.execute("SAVEPOINT one_load")
        return self._now.db

    def end(self, db: sqlite3.Connection, *, keep: bool) -> None:
        if not keep:
            db.execute("ROLLBACK TO one_load")
        db.execute("RELEASE one_load")

    def loading(self) -> str | None:
        return self._who

    def keep(self) -> None:
        """Publish what all of them did."""
        if self._db:
            self._outer.end(self._db, keep=True)
        self._db = None

    def close(self) -> None:
        """Take back what was not published."""
        if self._db:
            self._outer.end(self._db, keep=False)
        self._db = None


@contextmanager
def errors_told(name: str) -> Iterator[None]:
    """SQLite's errors as a StoreError of one line that says what to do."""
    try:
        yield
    except sqlite3.Error as reason:
        raise _told(name, reason) from reason


def utc_now() -> str:
    """The time now, ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _told(name: str, reason: sqlite3.Error) -> StoreError:
    text = str(reason)
    if "not a database" in text:
        return StoreError(f"{name} is no SQLite database: name another file")
    if "readonly" in text or "unable to open" in text:
        return StoreError(f"{name} can't be opened for writing ({text}): check the rights of the file and of its folder")
    if "locked" in text:
        return StoreBusy(f"{name} is locked by another program")
    if "full" in text:
        return StoreError(f"{name}: the disk is full; nothing of this load was kept")
    if "I/O" in text or "malformed" in text:
        return StoreAway(f"{name}: {text}")
    return StoreError(f"{name}: {text}")


def _connect(path: Path, *, make: bool = False, wait_s: float = _BUSY_S) -> sqlite3.Connection:
    mode = "rwc" if make else "rw"
    db = sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")  # what is reported as written stays, power cuts included
        db.execute(f"PRAGMA journal_size_limit = {_WAL_KEPT_BYTES}")
    except BaseException:
        db.close()
        raise
    return db


def _memory() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _took_lock(db: sqlite3.Connection) -> bool:
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as reason:
        if "locked" in str(reason) or "busy" in str(reason):
            return False
        raise
    return True

"""The way to a Neo4j: its address, transactions that are tried again, and errors as one line that never shows a password."""

import logging
import queue
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote

from neo4j import Driver, GraphDatabase, ManagedTransaction, NotificationMinimumSeverity, Query, Session, Transaction, unit_of_work
from neo4j.exceptions import ConfigurationError, ConstraintError, DriverError, Neo4jError, ServiceUnavailable

from cooplinks.app.errors import StoreAway, StoreError, WrongUse

Row = list[Any]
Written = tuple[str, str, dict[str, Any]]  # statement, the careful one, parameters
T = TypeVar("T")

READ_S = 30.0  # a question; the server ends it up to a second late
WRITE_S = 1800.0  # a transaction of a load, the loader's own reading included
RETRY_S = 30.0  # how long a broken transaction of a load is tried again
CONNECT_S = 5.0
_AHEAD = 2  # statements that wait for their turn

# What the driver notes on its way is for who asks for logs; without a handler Python prints it beside our one line.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.%]+\]|[^\s:/?#\[\]@]+)(?::(\d{1,5}))?")
_DATABASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is and who asks; the driver takes neither credentials nor a database in its address."""

    shown: str  # as given, without password
    uri: str
    database: str
    user: str
    password: str | None = field(repr=False)

    @classmethod
    def parse(cls, text: str, password: str | None = None) -> "Address":
        """Take `neo4j://user:password@host:port/database` apart; a password in it wins over the one given. Raises WrongUse."""
        scheme, _, rest = text.partition("://")
        head, at, place = rest.rpartition("@")
        user, colon, secret = head.partition(":")
        place, question, options = place.partition("?")
        host, _, database = place.partition("/")
        shown = f"{scheme}://{user}{at}{place}{question}{options}"
        if scheme not in _SCHEMES:
            raise WrongUse(f"{scheme}://: a Neo4j is addressed by {', '.join(_SCHEMES)}", "store")
        match = _HOST.fullmatch(host)
        if match is None or int(match[2] or 0) > 65535:
            raise WrongUse(f"{shown}: no host and port; write neo4j://user@host:7687/database", "store")
        database = unquote(database).strip("/") or "neo4j"
        if not _DATABASE.fullmatch(database):
            raise WrongUse(f"{shown}: {database!r} is no name of a database", "store")
        secret = unquote(secret) if colon else (password or "")
        return cls(shown, f"{scheme}://{host}{question}{options}", database, unquote(user) or "neo4j", secret or None)


class Bolt:
    """A driver to one database; when the server comes back its pool connects anew by itself."""

    def __init__(self, address: Address) -> None:
        self.address = address
        auth = (address.user, address.password) if address.password is not None else None
        try:
            self._driver: Driver = GraphDatabase.driver(
                address.uri,
                auth=auth,
                connection_timeout=CONNECT_S,
                connection_acquisition_timeout=CONNECT_S * 2,
                max_transaction_retry_time=CONNECT_S,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                user_agent="cooplinks",
            )
        except (ConfigurationError, ValueError) as wrong:
            raise WrongUse(f"{address.shown}: {_first_line(wrong)}", "store") from wrong

    def session(self) -> Session:
        """A session of this database; close it."""
        return self._driver.session(database=self.address.database, fetch_size=1000)

    def read(self, *asked: tuple[str, dict[str, Any]], timeout_s: float = READ_S) -> list[list[Row]]:
        """The rows of each statement, read in one transaction; the driver tries again where that may help."""

        @unit_of_work(timeout=timeout_s)
        def work(tx: ManagedTransaction) -> list[list[Row]]:
            return [tx.run(text, parameters).values() for text, parameters in asked]

        def ask() -> list[list[Row]]:
            with self.session() as session:
                return session.execute_read(work)

        with told(self.address):
            return bounded(ask, timeout_s + CONNECT_S, self.address.shown)

    def write(self, text: str, **parameters: Any) -> list[Row]:
        """Run one statement in a transaction of its own; the driver tries again where that may help."""

        @unit_of_work(timeout=WRITE_S)
        def work(tx: ManagedTransaction) -> list[Row]:
            return tx.run(text, parameters).values()

        with told(self.address), self.session() as session:
            return session.execute_write(work)

    def run(self, text: str, **parameters: Any) -> None:
        """Run a statement that makes its own transactions or changes the schema."""
        with told(self.address), self.session() as session:
            session.run(Query(text), parameters).consume()

    def close(self) -> None:
        """Close all connections."""
        with suppress(DriverError, Neo4jError):
            self._driver.close()


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit on its way: how to find out whether it took place, and what to write again if not; `apart` as in `Unit.later`."""

    answer: Future[None]
    done: Callable[[], bool]
    written: list[Written]
    apart: bool


class Unit:
    """One transaction of a load after the other, worked on by a thread of its own, so that the next rows are read meanwhile.

    Should the transaction break, what was written in it so far is written again in a new one. What goes wrong with something that nobody
    waits for is raised by the next call. The server may commit one transaction and work on the next at once: no two commits are ever
    under way.
    """

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._session: Session | None = None
        self._tx: Transaction | None = None
        self._written: list[Written] = []
        self._apart = True  # whether all of it is
        self._under_way: Commit | None = None
        self._commits = ThreadPoolExecutor(1, "cooplinks-commit")
        self._careful = False
        self._dropped = False
        self._failed: BaseException | None = None
        self._work: queue.Queue[tuple[Callable[[], None], threading.Event | None] | None] = queue.Queue(_AHEAD)
        self._thread = threading.Thread(target=self._run, name="cooplinks-write", daemon=True)
        self._thread.start()

    def ask(self, text: str, **parameters: Any) -> list[Row]:
        """The rows of a statement that only reads."""

        def work() -> list[Row]:
            self._await_commit()
            return self._try(text, parameters)

        return self._wait(work)

    def write(self, text: str, **parameters: Any) -> list[Row]:
        """Run a statement that writes, and remember it until it is committed; its rows."""
        return self._wait(lambda: self._write(text, text, parameters, apart=False))

    def later(
        self,
        text: str,
        check: Callable[[list[Row]], None] | None = None,
        *,
        careful: str | None = None,
        apart: bool = False,
        **parameters: Any,
    ) -> None:
        """Likewise, but nobody waits for it; `check` may raise at what it returns.

        `careful` is what to run instead, here and from here on, where a uniqueness constraint forbids `text`. `apart` says that no other
        statement of that kind writes what this one looks for, and that it deletes nothing: it may run while a transaction of nothing
        else is being committed.
        """

        def work() -> None:
            rows = self._write(text, careful or text, parameters, apart)
            if check:
                check(rows)

        self._put(work)

    def commit_later(self, done: Callable[[], bool]) -> None:
        """Commit and begin anew; `done` finds out whether it took place where the answer was lost."""
        self._put(lambda: self._commit(done))

    def settle(self) -> None:
        """Wait until all of it is done."""
        self._wait(self._await_commit)

    def drop(self) -> None:
        """Take back what was not committed, and end."""
        self._dropped = True
        self._work.put(None)
        self._thread.join()
        self._let_go()
        self._commits.shutdown()  # whoever takes back what this load wrote must not meet a commit on its way

    def _put(self, work: Callable[[], None], done: threading.Event | None = None) -> None:
        if self._failed:
            raise self._failed
        self._work.put((work, done))

    def _wait(self, work: Callable[[], T]) -> T:
        box: queue.SimpleQueue[T] = queue.SimpleQueue()
        done = threading.Event()
        self._put(lambda: box.put(work()), done)
        done.wait()
        if self._failed:
            raise self._failed
        return box.get_nowait()

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            work, done = item
            try:
                if not (self._failed or self._dropped):
                    work()
            except BaseException as error:  # raised by the next call
                self._failed = error
                self._let_go()  # at once, for what it has locked others may wait for
            finally:
                if done:  # whatever went wrong before it: somebody waits
                    done.set()

    def _write(self, text: str, careful: str, parameters: dict[str, Any], apart: bool) -> list[Row]:
        if self._under_way and not (apart and self._under_way.apart and not self._careful):
            self._await_commit()
        try:
            rows = self._try(careful if self._careful else text, parameters)
        except StoreError as error:
            if self._careful or careful == text or not isinstance(error.__cause__, ConstraintError):
                raise
            self._careful = True
            rows = self._try(careful, parameters)
        self._written.append((text, careful, parameters))
        self._apart = self._apart and apart
        return rows

    def _try(self, text: str, parameters: dict[str, Any]) -> list[Row]:
        return self._insist(lambda: self._here().run(text, parameters).values())

    def _commit(self, done: Callable[[], bool]) -> None:
        self._await_commit()
        tx = self._insist(self._here)
        answer = self._commits.submit(_commit, tx, self._session)
        self._under_way = Commit(answer, done, self._written, self._apart)
        self._session = self._tx = None
        self._written, self._apart = [], True

    def _await_commit(self) -> None:
        """Wait for the commit that is under way; one that did not take place is done again."""
        if not self._under_way:
            return
        (commit, self._under_way), again = (self._under_way, None), False

        def act() -> None:
            nonlocal again
            if not again:
                again = True
                commit.answer.result()
            elif not commit.done():  # before anything is written a second time
                self._here().commit()
                self._let_go()

        # What breaks here takes the transaction begun meanwhile with it: that one is written again afterwards.
        later, self._written = self._written, commit.written
        self._insist(act)
        self._written = later

    def _insist(self, act: Callable[[], T]) -> T:
        until = time.monotonic() + RETRY_S
        pause = 0.1
        while True:
            try:
                with told(self._bolt.address):
                    return act()
            except StoreError as error:
                self._let_go()
                self._await_commit()  # before what it may have locked is asked for again
                if self._dropped or not may_help(error) or time.monotonic() + pause > until:
                    raise
            time.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 2, 3.0)

    def _here(self) -> Transaction:
        """The transaction, begun anew where there is none."""
        if self._tx:
            return self._tx
        self._session = self._bolt.session()
        self._tx = self._session.begin_transaction(timeout=WRITE_S)
        for text, careful, parameters in self._written:
            self._tx.run(careful if self._careful else text, parameters).consume()
        return self._tx

    def _let_go(self) -> None:
        with suppress(DriverError, Neo4jError, OSError):
            if self._tx:
                self._tx.close()
        with suppress(DriverError, Neo4jError, OSError):
            if self._session:
                self._session.close()
        self._tx = self._session = None


def _commit(tx: Transaction, session: Session | None) -> None:
    try:
        tx.commit()
    finally:
        with suppress(DriverError, Neo4jError, OSError):
            if session:
                session.close()


def bounded(work: Callable[[], T], timeout_s: float, name: str) -> T:
    """What `work` returns; raises StoreAway when it takes longer, and leaves it to itself then."""
    box: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            box.put((work(), None))
        except BaseException as error:  # handed to the caller, whatever it is
            box.put((None, error))

    threading.Thread(target=run, name="cooplinks-read", daemon=True).start()
    try:
        value, error = box.get(timeout=timeout_s)
    except queue.Empty:
        raise StoreAway(f"{name} gave no answer within {timeout_s:g} s") from None
    if error is not None:
        raise error
    return value  # type: ignore[return-value]


@contextmanager
def told(address: Address) -> Iterator[None]:
    """The driver's errors as a StoreError of one line."""
    try:
        yield
    except (DriverError, Neo4jError, OSError) as error:
        raise _told(address, error) from error


def may_help(error: StoreError) -> bool:
    """Whether to try again may help."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        return True
    # IncompleteCommit calls itself not retryable, for it may have been committed: `Unit.commit` finds out.
    return isinstance(cause, DriverError | Neo4jError) and (cause.is_retryable() or isinstance(cause, ServiceUnavailable))


def _told(address: Address, error: Exception) -> StoreError:
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    shown = address.shown
    if code.startswith("Neo.ClientError.Security.AuthenticationRateLimit"):
        return StoreError(f"{shown}: too many wrong passwords; wait a little and try again")
    if code.startswith("Neo.ClientError.Security."):
        what = "wrong user or password" if address.password else "it asks for a password"
        return StoreError(f"{shown}: {what}; put it in COOPLINKS_NEO4J_PASSWORD or in the address")
    if code.startswith("Neo.ClientError.Database.DatabaseNotFound"):
        return StoreError(f"{shown}: there is no database {address.database!r} on that server")
    if "TransactionTimedOut" in code:
        return StoreAway(f"{shown}: the question took longer than it was given")
    if isinstance(error, ConfigurationError):
        return StoreError(f"{shown}: {_first_line(error)}")
    if isinstance(error, DriverError | OSError):
        return StoreAway(f"{shown} can't be reached ({_first_line(error)})")
    assert isinstance(error, Neo4jError)
    if error.is_retryable():
        return StoreAway(f"{shown} can't do it now ({_first_line(error)})")
    return StoreError(f"{shown}: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    text = str(error.message or "") if isinstance(error, Neo4jError) else str(error)
    return (text.strip().splitlines() or [type(error).__name__])[0]

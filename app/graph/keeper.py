"""Keeps the current snapshot of a store, and each older one for as long as a question is being answered from it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from cooplinks.app.graph.filters import Filters
from cooplinks.app.graph.snapshot import Snapshot, build
from cooplinks.app.graph.view import view_of
from cooplinks.app.store.base import Store

_ATTEMPTS = 5


class Keeper:
    """The snapshot of a store and who uses it; for many threads.

    With `follow` each question is answered from the store's version at its beginning; without, from the last one that `refresh` built.
    """

    def __init__(self, store: Store, *, follow: bool) -> None:
        self._store, self._follow = store, follow
        self._current: Snapshot | None = None
        self._users: Counter[int] = Counter()
        self._lock, self._building = Lock(), Lock()

    def refresh(self, *, instead_of: Snapshot | None = None) -> Snapshot:
        """The snapshot of the store's version now, built where there is none yet; never `instead_of`.

        One thread builds; others go on answering from the one before. Raises StoreAway.
        """
        with self._building:
            current = self._current
            if current is not None and current is not instead_of and current.version == self._store.version():
                return current
            made = self._build()
            with self._lock:
                self._current = made
                if current is not None and not self._users[id(current)]:
                    self._drop(current)
            return made

    def current(self) -> Snapshot:
        """The snapshot to answer from."""
        held = self._current
        return self.refresh() if self._follow or held is None else held

    @contextmanager
    def using(self, *, instead_of: Snapshot | None = None) -> Iterator[Snapshot]:
        """The snapshot to answer from, whose reader stays open until it is given back."""
        snapshot = self._take(instead_of)
        try:
            yield snapshot
        finally:
            with self._lock:
                self._users[id(snapshot)] -= 1
                if not self._users[id(snapshot)]:
                    del self._users[id(snapshot)]
                    if snapshot is not self._current:
                        self._drop(snapshot)

    def close(self) -> None:
        """Let the current snapshot go; one in use goes when it is given back."""
        with self._lock:
            current, self._current = self._current, None
            if current is not None and not self._users[id(current)]:
                self._drop(current)

    def _take(self, instead_of: Snapshot | None) -> Snapshot:
        while True:
            snapshot = self.current() if instead_of is None else self.refresh(instead_of=instead_of)
            with self._lock:
                if snapshot is self._current:  # else it was replaced, and perhaps closed, since
                    self._users[id(snapshot)] += 1
                    return snapshot

    def _build(self) -> Snapshot:
        """Build from a reader and the store's status of the same version, so that `last_load` tells of what is answered."""
        for attempt in range(_ATTEMPTS):
            reader = self._store.reader()
            try:
                status = self._store.status()
                if status.version == reader.version or attempt == _ATTEMPTS - 1:
                    snapshot = build(reader, status.last_load if status.version == reader.version else None)
                    view_of(snapshot, Filters())
                    return snapshot
            except BaseException:  # whatever broke off, the version that the reader holds must be let go
                reader.close()
                raise
            reader.close()
        raise AssertionError("the last attempt returns or raises")

    @staticmethod
    def _drop(snapshot: Snapshot) -> None:
        snapshot.reader.close()

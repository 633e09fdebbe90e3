"""The graph being served: opened and kept current by one background thread, asked by a bounded number of questions at once."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from cooplinks.app.api.problems import StillReading, TooMany
from cooplinks.app.errors import CooplinksError, DeadlinePassed, StoreAway, StoreError

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph

T = TypeVar("T")

GRACE_S = 0.5  # a question that heeds its deadline itself says so with its own words; this is for one that does not
LEAST_S = 0.1  # between two looks at the store
log = logging.getLogger("cooplinks.api")


class Service:
    """One open graph for the whole application; `graph()` raises StoreError while it can't answer."""

    def __init__(self, open_graph: Callable[[], "Graph"], *, refresh_s: float, seats: int, wait_s: float) -> None:
        self._open, self._refresh_s, self._wait_s = open_graph, refresh_s, wait_s
        self._graph: Graph | None = None
        self._trouble: CooplinksError | None = StillReading("the graph is still being read; ask again in a moment")
        self._seats = asyncio.Semaphore(seats)
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._keeper = threading.Thread(target=self._keep_current, name="refresher", daemon=True)

    def start(self) -> None:
        """Begin to open the store and read the graph, in the background: a store that is away does not keep the server from starting."""
        self._keeper.start()

    def stop(self) -> None:
        """End the background thread and close the graph."""
        self._stopping.set()
        self._wake.set()
        self._keeper.join(timeout=2)
        if self._graph is not None:
            self._graph.close()

    def graph(self) -> "Graph":
        """The graph to ask; raises what keeps it from answering."""
        if self._trouble is not None:
            raise self._trouble.with_traceback(None)
        assert self._graph is not None
        return self._graph

    async def run(self, work: Callable[["Graph"], T], *, deadline_s: float | None) -> T:
        """Do `work` on the graph in a thread. Raises TooMany without a free seat, DeadlinePassed when the time is over.

        A question that outlives its deadline keeps its seat until it really ends, so that such questions can't pile up.
        """
        started = monotonic()
        graph = self.graph()
        await self._sit_down()
        future = _in_thread(work, graph)
        future.add_done_callback(self._stand_up)
        left = None if deadline_s is None else max(0.0, deadline_s - (monotonic() - started)) + GRACE_S
        await asyncio.wait({future}, timeout=left)
        if not future.done():
            assert deadline_s is not None
            raise DeadlinePassed(deadline_s)
        try:
            return future.result()
        except StoreAway:
            self._wake.set()  # look now rather than at the next turn whether it is away for all questions
            raise

    async def _sit_down(self) -> None:
        try:
            async with asyncio.timeout(self._wait_s):
                await self._seats.acquire()
        except TimeoutError:
            raise TooMany("as many questions as the server takes are being answered; ask again in a moment") from None

    def _stand_up(self, future: "asyncio.Future[Any]") -> None:
        self._seats.release()
        if not future.cancelled():
            future.exception()  # looked at, or asyncio complains of the error of a question nobody waited for

    def _keep_current(self) -> None:
        while not self._stopping.is_set():
            self._look()
            self._stopping.wait(min(LEAST_S, self._refresh_s))  # questions that fail in a row must not make this spin
            self._wake.wait(self._refresh_s - LEAST_S)
            self._wake.clear()

    def _look(self) -> None:
        """Open what is not open, bring the snapshot up to date, and remember what stands in the way."""
        before = self._trouble
        try:
            if self._graph is None:
                self._graph = self._open()
            self._graph.refresh()
            self._trouble = None
            if before is not None:
                log.info("answering from version %s", self._graph.version)
        except CooplinksError as reason:
            self._note(before, reason)
        except Exception as reason:  # this thread must outlive anything: without it the server never answers again
            if self._note(before, StoreAway(f"the graph can't be read: {type(reason).__name__}")):
                log.exception("the graph can't be read")

    def _note(self, before: CooplinksError | None, reason: CooplinksError) -> bool:
        """Remember the trouble; it is logged when it is news."""
        news = str(before) != str(reason)
        if news:
            log.warning("not answering: %s", reason)
        # a wrong address of the store is no wrong parameter of a client
        self._trouble = reason if isinstance(reason, StoreError) else StoreError(str(reason))
        return news


def _in_thread(work: Callable[["Graph"], T], graph: "Graph") -> "asyncio.Future[T]":
    """Begin `work` in a daemon thread: an executor's would keep the program from ending until the last question is answered."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = work(graph)
        except BaseException as reason:  # whatever it is, it is the answer of this question
            _tell(loop, future.set_exception, reason)
        else:
            _tell(loop, future.set_result, result)

    threading.Thread(target=run, name="question", daemon=True).start()
    return future


def _tell(loop: asyncio.AbstractEventLoop, tell: Callable[[Any], None], what: Any) -> None:
    with suppress(RuntimeError):  # the loop is closed: the server has ended meanwhile
        loop.call_soon_threadsafe(tell, what)

"""Files read in several processes, and handed on in the order they were asked for.

A worker reads one file at a time, or every n-th article of a large one, and sends what it finds in parcels; the process that asked
writes. Of the file that is asked for a few parcels wait, of those to come as many as fit into some memory, so that it stays flat however
many and however large they are.
"""

import gc
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import attrgetter
from types import FrameType
from typing import Any

from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.kinds import How, use_tables
from cooplinks.app.load import WHOLE, Broken, File, Inputs, Part, Reads
from cooplinks.app.model import Reading, Record, Refusal, Source, Spent, Statement, quick

BATCH = 4_000  # items in a parcel: who takes it waits for the interpreter's lock each time
LATE_S = 1.0  # a parcel is sent after so long, however little is in it
HELD = 4  # parcels of the file that is asked for that wait
HELD_BYTES = 64_000_000  # of parcels of files to come that wait, for each worker
AHEAD = 8  # files, or parts of files, that are read ahead, for each worker
DIVIDED = (".csv", ".json", ".jsonl", ".ndjson", ".tsv", ".zip")  # what may hold many articles
DIVIDED_BYTES = 500_000  # from so many on they are read in parts
END_S = 2.0  # that a worker is given to clean up
_WAKE_S = 0.5  # Windows hears Ctrl-C only between two waits

READING, ITEMS, DONE, REFUSED, REFUSAL, TURN, END = range(7)  # what a message is

Take = Callable[[Reading], Iterable[Any]]


def items_of(reading: Reading) -> Iterable[Any]:
    """What is taken of a reading where nobody says otherwise."""
    return reading.items


@contextmanager
def reading(
    files: Sequence[File], how: How, *, jobs: int = 1, known: Mapping[str, str] | None = None, take: Take = items_of
) -> Iterator[Reads]:
    """What reads these files: this process, or so many others; `known` are the ids and content hashes of sources that need not be read.

    `take` says what is taken of each reading in place of its items; it is a function of a module, so that it can be sent. Raises WrongUse
    where pages would be fetched by several processes, each of which would be polite alone.
    """
    if jobs > 1 and how.pages:
        raise WrongUse("--fetch asks each host once a second, from one process: leave --jobs out", "jobs")
    here = _Here(how, take)
    if jobs < 2 or not files:
        yield here
        return
    with closing(Workers(jobs, files, _Job(how, take, dict(known or {})))) as workers:
        yield workers


class _Here(Inputs):
    """Reads in this process."""

    def __init__(self, how: How, take: Take) -> None:
        super().__init__(how)
        self._what = take

    def read(self, file: File) -> Generator[Reading | Refusal, None, None]:
        for found in super().read(file):
            yield found if isinstance(found, Refusal) else replace(found, items=self._what(found))


@dataclass(frozen=True, slots=True)
class _Job:
    """What a worker is told when it starts."""

    how: How
    take: Take
    known: dict[str, str]


# -- the process that asks


class Workers:
    """So many processes that read the files, which are asked for in this order; to be closed."""

    def __init__(self, jobs: int, files: Sequence[File], job: _Job) -> None:
        self._job, self._ahead, self._most_bytes = job, AHEAD * jobs, HELD_BYTES * jobs
        self._units = [(file, (number, among)) for file in files for among in (_parts(file, jobs),) for number in range(among)]
        self._numbers = {file.place: number - part[0] for number, (file, part) in enumerate(self._units)}  # of each file the first one
        self._held: dict[int, deque[bytes | str]] = {}  # of units being read the parcels that wait; in words: how the worker ended
        self._waiting = 0  # bytes that wait in all
        self._given = 0  # units that a worker has or had
        self._asked = range(0)  # those that are being asked for
        self._closed = False
        self._moved = threading.Condition()
        self._sheets: dict[str, list[str]] = {}
        self._spent = Spent()
        started = [self._start() for _ in range(min(jobs, len(self._units)))]
        self._threads = [threading.Thread(target=self._serve, args=pair, daemon=True) for pair in started]
        for thread in self._threads:
            thread.start()

    def read(self, file: File) -> Generator[Reading | Refusal, None, None]:
        """As `Inputs.read`; raises Broken where the file's worker was ended."""
        messages = self._messages(file)
        for what, body in messages:
            if what == REFUSAL:
                yield body
            elif what == READING:
                source, member, known = body
                items = _changed(source) if known else _items(messages)
                yield Reading(source, items, member)
                if not known:
                    _finish(items)
            elif body is not None:
                raise InputRefused(*body)

    def warnings(self) -> list[str]:
        return [text for texts in self._sheets.values() for text in texts]

    def spent(self) -> Spent:
        return self._spent

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        with self._moved:
            self._closed = True
            self._moved.notify_all()
        for thread in self._threads:
            thread.join()

    def _messages(self, file: File) -> Iterator[tuple[int, Any]]:
        """What the workers that have parts of a file tell, each a piece in turn."""
        first = self._numbers[file.place]
        among = self._units[first][1][1]
        with self._moved:
            self._asked = range(first, first + among)
            for before in [n for n in self._held if n < first]:
                self._waiting -= sum(map(len, self._held.pop(before)))
            self._moved.notify_all()
        turns = deque(self._part(file, number) for number in self._asked)
        while turns:
            for what, body in turns[0]:
                if what == TURN:
                    turns.rotate(-1)
                    break
                yield what, body
            else:
                turns.popleft()

    def _part(self, file: File, number: int) -> Iterator[tuple[int, Any]]:
        """What the worker that has this unit tells."""
        while True:
            data = self._next(number)
            if isinstance(data, str):
                raise Broken(file.shown, f"the process that read it {data}: load it alone, or with fewer --jobs")
            for what, body in pickle.loads(data):
                if what != END:
                    yield what, body
                    continue
                refused, sheets, spent = body
                self._spent += spent
                for folder, texts in sheets if number == self._asked[0] else ():
                    self._sheets.setdefault(folder, texts)
                yield what, refused
                return

    def _next(self, number: int) -> bytes | str:
        with self._moved:
            while not self._held.get(number):
                self._moved.wait(_WAKE_S)
            data = self._held[number].popleft()
            self._waiting -= len(data)
            self._moved.notify_all()
        return data

    # One thread for each worker: it gives it files and takes what comes.

    def _serve(self, process: Any, line: Connection) -> None:
        while (number := self._claim()) is not None:
            if not self._fetch(line, number):
                ended = self._end(process, line)
                if not self._closed:
                    self._put(number, ended)
                    process, line = self._start()
        self._end(process, line)

    def _claim(self) -> int | None:
        """The next unit that may be read; None where there is none."""
        last = len(self._units)
        with self._moved:
            self._moved.wait_for(lambda: self._closed or self._given == last or self._given < self._asked.start + self._ahead)
            if self._closed or self._given == last:
                return None
            self._given += 1
            return self._given - 1

    def _fetch(self, line: Connection, number: int) -> bool:
        """Take all that a worker finds in a unit; False where it ended before, or all is to end."""
        try:
            line.send(self._units[number])
            last = False
            while not last:
                while not line.poll(_WAKE_S):
                    if self._closed:
                        return False
                data = line.recv_bytes()
                last = data[:1] == _LAST
                if not self._put(number, data[1:]):
                    return False
        except (EOFError, OSError):
            return False
        return True

    def _put(self, number: int, data: bytes | str) -> bool:
        """Let what was found wait for whoever asks, not where nobody will any more; False where all is to end."""
        with self._moved:
            self._moved.wait_for(lambda: self._closed or self._has_room(number))
            if number >= self._asked.start:
                self._held.setdefault(number, deque()).append(data)
                self._waiting += len(data)
            self._moved.notify_all()
        return not self._closed

    def _has_room(self, number: int) -> bool:
        if number in self._asked:
            return len(self._held.get(number, ())) < HELD
        return number < self._asked.start or self._waiting < self._most_bytes

    def _start(self) -> tuple[Any, Connection]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._job), daemon=True)
        with _deaf():
            process.start()
        theirs.close()
        return process, ours

    def _end(self, process: Any, line: Connection) -> str:
        """How a worker ended, which it is made to if it has not; closed, its line makes it stop at the next thing it says."""
        line.close()
        if self._closed:
            process.terminate()
        process.join(END_S)
        if process.exitcode is None:
            process.kill()
            process.join()
        code = process.exitcode or 0
        return f"was ended by signal {-code} (out of memory?)" if code < 0 else f"ended with {code}"


def _parts(file: File, jobs: int) -> int:
    """Into how many parts a file may be divided; whether it has any its reader says."""
    try:
        return jobs if file.path.suffix.lower() in DIVIDED and file.path.stat().st_size >= DIVIDED_BYTES else 1
    except OSError:
        return 1


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile do not hear Ctrl-C, which the terminal sends to all: who started them ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _items(messages: Iterator[tuple[int, Any]]) -> Iterator[Any]:
    """The items of the reading that was just met."""
    for what, body in messages:
        if what == DONE:
            return
        if what == REFUSED:
            raise InputRefused(*body)
        yield from _unpacked(body)


def _finish(items: Iterator[Any]) -> None:
    """Pass over what nobody asked for."""
    try:
        for _ in items:
            pass
    except Broken:
        raise
    except InputRefused:
        return


def _changed(source: Source) -> Iterator[Any]:
    raise InputRefused(source.path or source.key, "another load changed what is known of it meanwhile: load it again")
    yield


# -- a worker


def _work(line: Connection, job: _Job) -> None:
    """Read the files that come, one after the other, until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    gc.set_threshold(200_000, 50, 100)  # as a load has it
    use_tables(job.how.tables)
    inputs, parcel = Inputs(job.how), _Parcel(line)
    try:
        while True:
            file, part = line.recv()
            _tell_file(parcel, file, part, inputs, job)
    except (EOFError, ConnectionError):
        return
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends anyway, and a shutdown that is broken into says so


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)  # unpacked archives are cleared away


def _tell_file(parcel: "_Parcel", file: File, part: Part, inputs: Inputs, job: _Job) -> None:
    refused = None
    told, before = len(inputs.sheets()), inputs.spent()
    try:
        with closing(inputs.pieces(file, part)) as pieces:
            for found in pieces:
                if found is None:
                    if part != WHOLE:
                        parcel.add(TURN, None)
                elif isinstance(found, Refusal):
                    parcel.add(REFUSAL, found)
                else:
                    _tell_reading(parcel, found, job)
    except InputRefused as wrong:
        refused = (wrong.source, wrong.reason, wrong.locator)
    parcel.add(END, (refused, inputs.sheets()[told:], _since(before, inputs.spent())))


def _since(before: Spent, now: Spent) -> Spent:
    return replace(
        now,
        requests=now.requests - before.requests,
        tokens_in=now.tokens_in - before.tokens_in,
        tokens_out=now.tokens_out - before.tokens_out,
        cost=now.cost - before.cost,
    )


def _tell_reading(parcel: "_Parcel", found: Reading, job: _Job) -> None:
    known = job.known.get(found.source.id) == found.source.content_hash
    parcel.add(READING, (found.source, found.member, known), 1 + len(found.source.text or "") // 1_000)
    if known:
        return
    try:
        items = iter(job.take(found))
        while batch := list(islice(items, BATCH)):
            parcel.add(ITEMS, _packed(batch), len(batch))
    except InputRefused as wrong:
        parcel.add(REFUSED, (wrong.source, wrong.reason, wrong.locator))
    else:
        parcel.add(DONE, None)


_LAST, _MORE = b"!", b"."  # before a parcel: whether another one of its file follows


class _Parcel:
    """What was found and not sent yet."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._messages: list[tuple[int, Any]] = []
        self._size, self._since = 0, time.monotonic()

    def add(self, what: int, body: Any, size: int = 1) -> None:
        """Tell this, with what is found next unless a parcel is full."""
        self._messages.append((what, body))
        self._size += size
        if what == END or self._size >= BATCH or time.monotonic() - self._since > LATE_S:
            data = pickle.dumps(self._messages, pickle.HIGHEST_PROTOCOL)
            self._line.send_bytes((_LAST if what == END else _MORE) + data)
            self._messages, self._size, self._since = [], 0, time.monotonic()


# Frozen dataclasses are pickled field by field in Python; as tuples they take a third of the time.
_FIELDS = {cls: attrgetter(*(field.name for field in fields(cls))) for cls in (Record, Statement)}
_CLASSES = (Record, Statement)
_MAKE = tuple(quick(cls) for cls in _CLASSES)


def _packed(batch: Sequence[Any]) -> list[tuple[int, Any]]:
    return [(_CLASSES.index(type(item)), _FIELDS[type(item)](item)) if type(item) in _FIELDS else (-1, item) for item in batch]


def _unpacked(batch: Sequence[tuple[int, Any]]) -> Iterator[Any]:
    return (_MAKE[number](*body) if number >= 0 else body for number, body in batch)

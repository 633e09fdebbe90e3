"""Bring one source into a store: check, batch, upsert, drop what it no longer says, settle who is who, show it all at once."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import orjson

from cooplinks.app import ontology
from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import legible
from cooplinks.app.ledger import Ledger, Replayed
from cooplinks.app.model import Counts, Item, LoadReport, Record, Refusal, Source, Statement, Warned
from cooplinks.app.resolve import bearing, settle
from cooplinks.app.store.base import WAIT_S, Store, Writer, next_version

BATCH = 10_000
FEW, LEAST_LEFT = 20, 0.8  # a source of fewer statements may shrink as it likes; others to no less than this share
MOST_KEPT = 1_000  # refusals, and warnings, that are kept with a source

Tick = Callable[[int], None]
T = TypeVar("T")


def ingest(
    source: Source,
    items: Iterable[Item],
    store: Store,
    *,
    who: str = "a load",
    batch: int = BATCH,
    wait_s: float = WAIT_S,
    tick: Tick | None = None,
    strict: bool = False,
    accept_shrink: bool = True,
) -> LoadReport:
    """Load what a source says in one go and report on it; the graph's version moves on once, if anything changed.

    A source of the content hash that the store knows is not read at all. Items that the vocabulary does not allow are refused, the rest
    is taken. `tick` is told how many items were read, batch by batch. Raises InputRefused, and leaves the store as it was: with `strict`
    at the first refusal, without `accept_shrink` where less than LEAST_LEFT of the statements is left.
    """
    if store.known(source.id) == source.content_hash:
        return LoadReport(sources=1, sources_unchanged=1, refused=source.refused, warned=source.warned)
    source = replace(source, title=legible(source.title), publisher=source.publisher and legible(source.publisher))
    check = _Check(source, strict=strict)
    before = _said_of(_held(store, source.id))
    with _rare_collection():
        chunks = _begun(_batches(items, batch))  # reading may take its time: others may write meanwhile
    with _rare_collection(), store.load(source, who=who, wait_s=wait_s) as writer:
        ledger = Ledger(writer.decisions())
        judged: list[Statement] = []
        for chunk in chunks:
            records, statements = check.sort(chunk)
            if ledger:
                judged += filter(ledger.concerns, statements)
                statements = [s for s in statements if not ledger.concerns(s)]
            _put(writer, records, statements)
            if tick:
                tick(len(chunk))
        replayed = ledger.replay(judged, source.text)
        _put(writer, check.missing(replayed.records), replayed.statements)
        writer.retire()
        settle(writer)
        tally = writer.tally
        if not accept_shrink:
            _refuse_shrunk(source, tally.statements)
        known = replace(source, refused=_kept([replace(r, content=None) for r in check.refused]), warned=_kept(check.warned))
        changed = any(c.written or c.removed for c in (tally.records, tally.statements))
        now = store.version()
        moved = changed or before != _said_of(known)
        writer.commit(next_version(now, source.id, source.content_hash) if moved else now, known)
    return LoadReport(
        read=check.read,
        records=tally.records,
        statements=tally.statements,
        sources=1,
        sources_unchanged=int(not changed),
        refused=tuple(check.refused),
        warned=(*check.warned, *_orphans(replayed)),
    )


def _orphans(replayed: Replayed) -> Iterator[str]:
    """What a person should know of decisions that found no place; it is no part of what the source says."""
    if n := len(replayed.orphaned):
        yield f"{n} decisions of reviewers no longer match anything this source says: `cooplinks review log --orphaned` lists them"


def _refuse_shrunk(source: Source, counts: Counts) -> None:
    """Refuse what looks like half a download."""
    before, now = counts.changed + counts.unchanged + counts.removed, counts.written + counts.unchanged
    if before >= FEW and now < before * LEAST_LEFT:
        reason = f"{now} statements where there were {before} at the last load: a download that broke off? --accept-shrink takes it"
        raise InputRefused(source.path or source.key, reason)


def _held(store: Store, id: str) -> Source | None:
    reader = store.reader()
    try:
        info = reader.source(id)
    finally:
        reader.close()
    return info.source if info else None


def _said_of(source: Source | None) -> Source | None:
    """What answers say of a source: its title, text, refusals and so on, not where its file lies."""
    return replace(source, content_hash="", path=None, kind="") if source else None


def _kept(items: Sequence[T]) -> tuple[T, ...]:
    """As many as are kept with a source; the report of a load has all."""
    return tuple(items[:MOST_KEPT])


def forget(source: Source, store: Store, *, who: str = "forget", wait_s: float = WAIT_S) -> LoadReport:
    """Take a source and all it said out of the graph, in one transaction."""
    with store.forget(source, who=who, wait_s=wait_s) as writer:
        writer.retire()
        settle(writer)
        tally = writer.tally
        writer.commit(next_version(store.version(), source.id, "forget"))
    return LoadReport(records=tally.records, statements=tally.statements, sources=1)


def _put(writer: Writer, records: Sequence[Record], statements: Sequence[Statement]) -> None:
    if records:
        writer.put_records(bearing(writer, records))
        settle(writer)
    if statements:
        writer.put_statements(statements)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _begun(chunks: Iterator[list[Item]]) -> Iterator[list[Item]]:
    """The chunks, the first of which is read already."""
    return chain(list(islice(chunks, 1)), chunks)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Look for reference cycles seldom: a load makes millions of tuples and none of them has one (a sixth of the time of a load)."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Check:
    """Sorts items into records and statements, refusing what the vocabulary does not allow."""

    def __init__(self, source: Source, *, strict: bool = False) -> None:
        self.read = 0
        self.refused: list[Refusal] = list(source.refused)
        self.warned: list[str] = list(source.warned)
        self._source, self._strict = source, strict
        self._types: dict[str, str] = {}  # of the records taken
        self._seen = _Seen()  # ids of the statements taken in former chunks

    def sort(self, chunk: list[Item]) -> tuple[list[Record], list[Statement]]:
        records: list[Record] = []
        statements: list[Statement] = []
        said = [item for item in chunk if isinstance(item, Statement)]
        types, ids, whole = self._types, self._seen.among([item.id for item in said]), _all_text(said)
        for item in chunk:
            if isinstance(item, Record):
                if self._takes(item.id, ontology.check_record(item)):
                    types[item.id] = item.type
                    records.append(item)
                continue
            if not isinstance(item, Statement):
                self._note(item)
                continue
            allowed = (item.type, types.get(item.from_record), types.get(item.to_record)) in ontology.ALLOWED
            # Most are plainly as they should be: only the others are looked at closely.
            wrong = None if allowed and whole and 0.0 <= item.confidence <= 1.0 else ontology.check_statement(item, types.get)
            if item.id in ids:
                wrong = "its id was given to another statement of this source"
            if wrong is None or self._takes(item.locator, wrong):
                ids.add(item.id)
                item = item if item.reviewed is None else replace(item, reviewed=None)  # that is for the ledger to say
                statements.append(once(item) if item.type in ontology.UNDIRECTED else item)
        self._seen.add([statement.id for statement in statements])
        self.read += len(said) + sum(isinstance(item, Record) for item in chunk)
        return records, statements

    def missing(self, records: Iterable[Record]) -> list[Record]:
        """Those of the records that were not among the items, each once."""
        return list({r.id: r for r in records if r.id not in self._types}.values())

    def _takes(self, locator: str, wrong: str | None) -> bool:
        if wrong is not None:
            self._note(Refusal(self._source.path or self._source.key, locator, wrong))
        return wrong is None

    def _note(self, item: Refusal | Warned) -> None:
        if isinstance(item, Warned):
            self.warned.append(legible(item.text if item.locator == "file" else f"{item.locator}: {item.text}"))
        elif self._strict:
            raise InputRefused(item.source, legible(item.reason), legible(item.locator))
        else:
            self.refused.append(replace(item, reason=legible(item.reason), locator=legible(item.locator)))


def _all_text(statements: Sequence[Statement]) -> bool:
    """Whether no string of theirs is half a character (`ontology.is_text`): asked of many at once, which is faster."""
    try:
        "".join([s.quote for s in statements]).encode()
        orjson.dumps([s.properties for s in statements])
    except (UnicodeEncodeError, TypeError):
        return False
    return True


class _Seen:
    """Which ids came already, 64 bits of each: eight bytes an id where a set of texts takes more than a hundred.

    Of four million ids two share their bits in one load of two million; the later one would be refused.
    """

    def __init__(self) -> None:
        self._runs: list[npt.NDArray[np.int64]] = []  # sorted, each more than twice as long as the next

    def among(self, ids: list[str]) -> set[str]:
        """Those that came already."""
        bits = _bits(ids)
        met = np.zeros(len(ids), bool)
        for run in self._runs:
            met |= run[np.minimum(np.searchsorted(run, bits), len(run) - 1)] == bits
        return {ids[i] for i in np.flatnonzero(met)}

    def add(self, ids: list[str]) -> None:
        """Note that they came."""
        run = np.sort(_bits(ids))
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.concatenate([self._runs.pop(), run])
            run.sort()
        if len(run):
            self._runs.append(run)


def _bits(ids: list[str]) -> npt.NDArray[np.int64]:
    return np.fromiter(map(hash, ids), np.int64, len(ids))


def once(statement: Statement) -> Statement:
    """A link that has no direction as it is stored: from the lesser record id to the greater."""
    if statement.from_record <= statement.to_record:
        return statement
    return replace(statement, from_record=statement.to_record, to_record=statement.from_record)

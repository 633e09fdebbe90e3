"""Bring one source into a store: check, batch, upsert, drop what it no longer says, settle who is who, show it all at once."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from cooplinks.app import ontology
from cooplinks.app.model import LoadReport, Record, Refusal, Source, Statement
from cooplinks.app.resolve import settle
from cooplinks.app.store.base import WAIT_S, Store, Writer, next_version

BATCH = 10_000

Tick = Callable[[int], None]


def ingest(
    source: Source,
    items: Iterable[Record | Statement],
    store: Store,
    *,
    who: str = "a load",
    batch: int = BATCH,
    wait_s: float = WAIT_S,
    tick: Tick | None = None,
) -> LoadReport:
    """Load what a source says in one go and report on it; the graph's version moves on once, if anything changed.

    A source of the content hash that the store knows is not read at all. Items that the vocabulary does not allow are refused, the rest
    is taken. `tick` is told how many items were read, batch by batch.
    """
    if store.known(source.id) == source.content_hash:
        return LoadReport(sources=1, sources_unchanged=1, refused=source.refused, warned=source.warned)
    check = _Check(source)
    with _rare_collection(), store.load(source, who=who, wait_s=wait_s) as writer:
        for chunk in _batches(items, batch):
            records, statements = check.sort(chunk)
            _put(writer, records, statements)
            if tick:
                tick(len(chunk))
        writer.retire()
        settle(writer)
        tally = writer.tally
        changed = any(c.written or c.removed for c in (tally.records, tally.statements))
        now = store.version()
        writer.commit(next_version(now, source.id, source.content_hash) if changed else now)
    return LoadReport(
        read=check.read,
        records=tally.records,
        statements=tally.statements,
        sources=1,
        sources_unchanged=int(not changed),
        refused=(*source.refused, *check.refused),
        warned=source.warned,
    )


def forget(source: Source, store: Store, *, who: str = "forget", wait_s: float = WAIT_S) -> LoadReport:
    """Take a source and all it said out of the graph, in one transaction."""
    with store.forget(source, who=who, wait_s=wait_s) as writer:
        writer.retire()
        settle(writer)
        tally = writer.tally
        writer.commit(next_version(store.version(), source.id, "forget"))
    return LoadReport(records=tally.records, statements=tally.statements, sources=1)


def _put(writer: Writer, records: list[Record], statements: list[Statement]) -> None:
    if records:
        writer.put_records(records)
        settle(writer)
    if statements:
        writer.put_statements(statements)


def _batches(items: Iterable[Record | Statement], size: int) -> Iterator[list[Record | Statement]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


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

    def __init__(self, source: Source) -> None:
        self.read = 0
        self.refused: list[Refusal] = []
        self._source = source
        self._types: dict[str, str] = {}  # of the records taken
        self._ids: set[str] = set()  # of the statements taken

    def sort(self, chunk: list[Record | Statement]) -> tuple[list[Record], list[Statement]]:
        self.read += len(chunk)
        records: list[Record] = []
        statements: list[Statement] = []
        types, ids = self._types, self._ids
        for item in chunk:
            if isinstance(item, Record):
                if self._takes(item.id, ontology.check_record(item)):
                    types[item.id] = item.type
                    records.append(item)
                continue
            allowed = (item.type, types.get(item.from_record), types.get(item.to_record)) in ontology.ALLOWED
            # Most are plainly as they should be: only the others are looked at closely.
            plain = allowed and 0.0 <= item.confidence <= 1.0 and item.quote.isascii() and not item.properties
            wrong = None if plain else ontology.check_statement(item, types.get)
            if item.id in ids:
                wrong = "its id was given to another statement of this source"
            if self._takes(item.locator, wrong):
                ids.add(item.id)
                statements.append(_once(item) if item.type in ontology.UNDIRECTED else item)
        return records, statements

    def _takes(self, locator: str, wrong: str | None) -> bool:
        if wrong is not None:
            self.refused.append(Refusal(self._source.path or self._source.key, locator, wrong))
        return wrong is None


def _once(statement: Statement) -> Statement:
    """A link that has no direction as it is stored: from the lesser record id to the greater."""
    if statement.from_record <= statement.to_record:
        return statement
    return replace(statement, from_record=statement.to_record, to_record=statement.from_record)

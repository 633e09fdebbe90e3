"""Write down what reviewers decide, and show it: the ledger's line and what it does to the graph are one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

from cooplinks.app import ontology
from cooplinks.app.errors import UnknownName, WrongUse
from cooplinks.app.ids import digest
from cooplinks.app.ingest import once
from cooplinks.app.ledger import Ledger, Replayed
from cooplinks.app.model import Decision, Record, Source, Statement, Verdict
from cooplinks.app.resolve import settle
from cooplinks.app.store.base import WAIT_S, Reader, Store, Writer, next_version


def decide(store: Store, decisions: Iterable[Decision], *, who: str = "a review", wait_s: float = WAIT_S) -> int:
    """Write the decisions to the end of the ledger, source by source; the version moves on once a source. How many there were.

    Raises UnknownName where a source is not there, WrongUse where what is added is no link.
    """
    by_source: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_source[decision.about.source].append(decision)
    for source, lines in by_source.items():
        _decide(store, source, lines, who, wait_s)
    return sum(map(len, by_source.values()))


def replayed(reader: Reader, source: str) -> Replayed:
    """The ledger's lines on a source over what it says at the reader's version."""
    info = reader.source(source)
    ledger = Ledger(reader.decisions(source))
    said = [s.statement for s in reader.source_statements(source)]
    return ledger.replay(list(filter(ledger.concerns, said)), info.source.text if info else None)


def _decide(store: Store, id: str, lines: Sequence[Decision], who: str, wait_s: float) -> None:
    with closing(store.reader()) as reader:
        stub = _source(reader, id)
    with store.load(stub, who=who, wait_s=wait_s) as writer:
        with closing(store.reader()) as reader:  # now that nobody else writes
            source = _source(reader, id)
            records = {record.id: record for record in reader.source_records(id)}
            said = _said(reader, id, lines)
        _check(lines, records)
        writer.note([_whole(line, records) for line in lines])
        ledger = Ledger(writer.decisions())
        found = ledger.replay(list(filter(ledger.concerns, said.values())), source.text)
        _put(writer, found, said, records)
        act = (f"{line.about.id} {line.verdict} {line.who} {line.at} {line.why}" for line in lines)
        writer.commit(next_version(store.version(), id, "review", digest(*act)), source)


def _source(reader: Reader, id: str) -> Source:
    info = reader.source(id)
    if info is None:
        raise UnknownName(id, "source")
    return info.source


def _said(reader: Reader, source: str, lines: Iterable[Decision]) -> dict[str, Statement]:
    """What the source says, as far as the ledger with these lines may speak of it: all where a decision has to look for its statement."""
    ledger = [*reader.decisions(source), *lines]
    held = reader.details(list({line.about.id for line in ledger}))
    own = {line.about.id for line in ledger if line.verdict is Verdict.ADDED}
    astray = any(line.about.id not in held and line.about.id not in own for line in ledger)
    every = reader.source_statements(source) if astray else []
    return {s.statement.id: s.statement for s in (*every, *held.values()) if s.statement.source == source}


def _check(lines: Iterable[Decision], records: dict[str, Record]) -> None:
    """What is added must be a link; what is decided on may have gone meanwhile: the ledger keeps it, and it is orphaned."""
    for line in lines:
        s = line.about
        if line.verdict is Verdict.ADDED:
            type_of = {record.id: record.type for record in (*line.records, *records.values())}
            wrong = ontology.check_statement(s, type_of.get)
            if wrong or (s.type in ontology.UNDIRECTED and once(s) != s):
                raise WrongUse(f"{s.type}: {wrong or 'its ends are the wrong way round'}", "type")


def _whole(line: Decision, records: dict[str, Record]) -> Decision:
    """The line with both ends, so that it can be read when the source is gone."""
    ends = (records.get(line.about.from_record), records.get(line.about.to_record))
    return line if line.records else replace(line, records=tuple(filter(None, ends)))


def _put(writer: Writer, found: Replayed, said: dict[str, Statement], records: dict[str, Record]) -> None:
    """Write what stands otherwise than it did."""
    new = {record.id: record for record in found.records if record.id not in records}
    if new:
        writer.put_records(list(new.values()))
        settle(writer)
    writer.put_statements([s for s in found.statements if s != said.get(s.id)])

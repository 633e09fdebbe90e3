"""Write down what reviewers decide, and show it: the ledger's line and what it does to the graph are one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

from cooplinks.app import ontology
from cooplinks.app.errors import UnknownName, WrongUse
from cooplinks.app.ids import digest, key_type
from cooplinks.app.ingest import once
from cooplinks.app.ledger import Ledger, Replayed
from cooplinks.app.model import Decision, Judgement, Likeness, Record, Source, Statement, Verdict
from cooplinks.app.resolve import settle, standing
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


def judge(store: Store, line: Judgement, *, who: str = "a review", wait_s: float = WAIT_S) -> None:
    """Write what somebody thinks of a pair of keys to the end of the ledger, and bring the graph in line: one step, or nothing.

    Raises UnknownName where nothing bears one of the keys, WrongUse where they can't be judged so, or nothing is there to be taken back.
    """
    line = line if line.one <= line.other else replace(line, one=line.other, other=line.one, names=(line.names[1], line.names[0]))
    _check_kinds(line)
    with store.judging(who=who, wait_s=wait_s) as writer:
        if line.verdict is Likeness.OPEN:
            _check_standing(writer, line)
        else:
            _check_borne(writer, line)
        writer.note([line])
        _check_held(line, settle(writer, line.pair))
        writer.commit(next_version(store.version(), *line.pair, line.verdict, line.who, line.at, line.why))


def take_back(store: Store, number: int, who: str, at: str, why: str = "") -> Decision | Judgement:
    """Take back what a line of the ledger says; the line. Raises UnknownName where there is none, WrongUse where it holds no longer."""
    with closing(store.reader()) as reader:
        decisions, judgements = reader.decisions(), reader.judgements()
    lines: list[Decision | Judgement] = [*judgements, *decisions]
    found = next((line for line in lines if line.number == number), None)
    if found is None:
        raise UnknownName(str(number), "line of the ledger")
    last = {line.about.id: line for line in decisions}
    if found not in standing(judgements) and (found not in last.values() or found.verdict is Verdict.OPEN):
        raise WrongUse(f"line {number} holds no longer: something came after it, or it takes something back itself")
    if isinstance(found, Judgement):
        judge(store, replace(found, verdict=Likeness.OPEN, who=who, at=at, why=why, number=0))
    else:
        decide(store, [replace(found, verdict=Verdict.OPEN, who=who, at=at, why=why, number=0)])
    return found


def replayed(reader: Reader, source: str) -> Replayed:
    """The ledger's lines on a source over what it says at the reader's version."""
    info = reader.source(source)
    ledger = Ledger(reader.decisions(source))
    said = [s.statement for s in reader.source_statements(source)]
    return ledger.replay(list(filter(ledger.concerns, said)), info.source.text if info else None)


def _check_kinds(line: Judgement) -> None:
    one, other = (key_type(key) for key in line.pair)
    if one is None or other is None or "Source" in (one, other):
        raise WrongUse(f"only people, organisations, projects, events and places are judged to be one or two, no {one or other or 'other'}")
    if one != other:
        raise WrongUse(f"{line.one} ({one}), {line.other} ({other}): only things of one kind can be the same")
    if line.one == line.other:
        raise WrongUse(f"both are {line.one}: what bears one key is one thing")


def _check_standing(writer: Writer, line: Judgement) -> None:
    if line.pair not in [held.pair for held in standing(writer.judgements(line.pair))]:
        raise WrongUse(f"nothing that was judged of {line.one} and {line.other} stands")


def _check_borne(writer: Writer, line: Judgement) -> None:
    borne = {key for identity in writer.identities(line.pair) for key in identity}
    for key in line.pair:
        if key not in borne:
            raise UnknownName(key)


def _check_held(line: Judgement, entity_of: dict[str, str]) -> None:
    """What somebody said must come about; a pair whose source is gone waits."""
    one, other = (entity_of.get(key) for key in line.pair)
    if line.verdict is Likeness.SAME and (one is None or one != other):
        raise WrongUse(
            f"{line.one} and {line.other} can't be one: a judgement keeps them, or what they are one with, apart; "
            "`cooplinks review log` shows it, `cooplinks review undo` takes it back"
        )
    if line.verdict is Likeness.DIFFERENT and (one is None or other is None or one == other):
        raise WrongUse(
            f"{line.one} and {line.other} can't be kept apart: one identifier, one record or a judgement says that they are one; "
            "`cooplinks review log` shows what was judged"
        )


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

"""Read stored texts again by the extractor of now: what would come and go, and then all of it or nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from cooplinks.app.errors import InputRefused
from cooplinks.app.ingest import ingest, once
from cooplinks.app.kinds import reread
from cooplinks.app.ledger import Ledger, alike, link_of
from cooplinks.app.model import Reading, Record, Source, Statement
from cooplinks.app.ontology import HIDDEN_TYPES, UNDIRECTED
from cooplinks.app.store.base import Reader, Store, Stored

COME, GO, RECUT, STAY = "come", "go", "recut", "stay"
BY_MODEL = "llm "  # how the extractor of a text that a language model read begins


@dataclass(frozen=True, slots=True)
class Line:
    """One statement that would come or go, as a person reads it."""

    what: str
    type: str
    start: str
    end: str
    quote: str
    source: Source


@dataclass(slots=True)
class Preview:
    """What reading again would do: counts by type and act, examples of each, and whose decisions would find no place."""

    texts: int = 0
    changed: int = 0
    left: int = 0  # texts that a language model read: the rules replace its reading only where that is asked for
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: list[Line] = field(default_factory=list)
    orphaned: int = 0
    sources: list[str] = field(default_factory=list)  # ids of those that are to be read

    def take(self, lines: Sequence[Line], stay: Counter[str], most: int) -> None:
        """Count what one text would change, and keep examples: up to `most` of a type and act."""
        self.texts += 1
        self.changed += bool(lines)
        for type, n in stay.items():
            self.counts[type][STAY] += n
        for line in lines:
            seen = self.counts[line.type]
            if seen[line.what] < most:
                self.examples.append(line)
            seen[line.what] += 1


def preview(
    store: Store, *, only: Sequence[str] = (), every: bool = False, most: int = 3, each: Callable[[str], None] | None = None
) -> Preview:
    """Read the stored texts (of the sources `only`, else of all) that another extractor read, with `every` all of them; nothing is written.

    What a language model read is left out unless `only` names it or `every` is asked for.

    Statements are told apart as the store does, by ends and words; `recut` are those that go and come with at least half their words the
    same. What reviewers added stays and is not counted. Raises InputRefused where a text can't be read.
    """
    found = Preview()
    with closing(store.reader()) as reader:
        found.left = 0 if only or every else sum(1 for info in reader.sources() if _by_model(info.source))
        for source, reading in _to_read(reader, only, every):
            if each:
                each(source.title)
            records, now = _read(source, reading)
            ledger = Ledger(reader.decisions(source.id))
            lines, stay = _compare(source, [s for s in reader.source_statements(source.id) if not ledger.is_own(s.statement)], records, now)
            found.take(lines, stay, most)
            found.orphaned += len(ledger.replay(now, source.text).orphaned)
            found.sources.append(source.id)
    return found


def apply(store: Store, sources: Sequence[str], *, who: str, each: Callable[[str], None] | None = None) -> int:
    """Read these sources again and write what they say now, in one step of the graph: all, or nothing where one fails. How many changed."""
    with closing(store.reader()) as reader:
        if not sources or (first := reader.source(sources[0])) is None:
            return 0
        changed = 0
        with store.together(first.source, who=who) as joined:
            for source, reading in _to_read(reader, sources, every=True):
                if each:
                    each(source.title)
                report = ingest(reading.source, reading.items, joined, who=who)
                changed += not report.sources_unchanged
    return changed


def body(found: Preview, version: str, *, applied: bool) -> dict[str, Any]:
    """The preview as `--json` prints it."""
    return {
        "texts": found.texts,
        "changed": found.changed,
        "left_out": found.left,
        "types": {type: {what: counts[what] for what in (COME, GO, RECUT, STAY)} for type, counts in sorted(found.counts.items())},
        "examples": [
            {"what": x.what, "type": x.type, "from": x.start, "to": x.end, "quote": x.quote, "source": x.source.id, "title": x.source.title}
            for x in found.examples
        ],
        "decisions_orphaned": found.orphaned,
        "applied": applied,
        "graph_version": version,
    }


def _to_read(reader: Reader, only: Sequence[str], every: bool) -> Iterator[tuple[Source, Reading]]:
    chosen = (info.source for info in reader.sources() if info.source.kind == "article")
    ids = only or [source.id for source in chosen if every or not _by_model(source)]
    for id in ids:
        info = reader.source(id)
        reading = reread(info.source) if info else None
        if info and reading and (every or reading.source.extractor != info.source.extractor):
            yield info.source, reading


def _by_model(source: Source) -> bool:
    return source.extractor.startswith(BY_MODEL)


def _read(source: Source, reading: Reading) -> tuple[dict[str, Record], list[Statement]]:
    records: dict[str, Record] = {}
    said: list[Statement] = []
    for item in reading.items:
        if isinstance(item, Record):
            records[item.id] = item
        elif isinstance(item, Statement) and item.type not in HIDDEN_TYPES:
            said.append(once(item) if item.type in UNDIRECTED else item)
        elif not isinstance(item, Statement):
            raise InputRefused(source.key, getattr(item, "reason", "can't be read again"), item.locator)
    return records, said


def _compare(
    source: Source, before: Sequence[Stored], records: dict[str, Record], now: Sequence[Statement]
) -> tuple[list[Line], Counter[str]]:
    """What would come and go, in text order of each; and by type how many stay."""
    had, have = {s.statement.id for s in before}, {s.id for s in now}
    coming = [s for s in now if s.id not in had]
    going = [s for s in before if s.statement.id not in have]
    lines: list[Line] = []
    for old in going:
        twin = next((s for s in coming if link_of(s) == link_of(old.statement) and alike(s.quote, old.statement.quote)), None)
        if twin:
            coming.remove(twin)
        lines.append(_line(RECUT if twin else GO, twin or old.statement, old.from_name, old.to_name, source))
    for s in coming:
        lines.append(_line(COME, s, records[s.from_record].names[0].text, records[s.to_record].names[0].text, source))
    return lines, Counter(s.type for s in now if s.id in had)


def _line(what: str, s: Statement, start: str, end: str, source: Source) -> Line:
    return Line(what, s.type, start, end, s.quote, source)

"""What to look at first, and all that a person needs in front of them to decide on one article."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cooplinks.app.model import Record, Source
from cooplinks.app.ontology import EVENT, HIDDEN_TYPES
from cooplinks.app.store.base import Reader, StatementRow, Stored, locator_order

REVIEWER = "review "  # how the extractor of a reviewer's own statement begins


@dataclass(frozen=True, slots=True)
class Article:
    """A source with a text, what it says (the event first) and of what it speaks, most spoken of first."""

    source: Source
    said: tuple[Stored, ...]
    things: tuple[Record, ...]

    @property
    def text(self) -> str:
        return self.source.text or ""


def order(reader: Reader) -> list[str]:
    """Ids of the sources with statements that nobody decided on, what matters most first: by the sum of their statements' `weight`."""
    degrees = degrees_of(reader)
    weights: dict[str, float] = defaultdict(float)
    for row in _rows(reader):
        if row.reviewed is None:
            weights[row.source] += weight(row.confidence, degrees[row.from_entity], degrees[row.to_entity])
    return sorted(weights, key=lambda source: (-weights[source], source))


def degrees_of(reader: Reader) -> Counter[str]:
    """How many statements name each entity: about how many answers one of its links touches."""
    degrees: Counter[str] = Counter()
    for row in _rows(reader):
        degrees[row.from_entity] += 1
        degrees[row.to_entity] += 1
    return degrees


def weight(confidence: float, *degrees: int) -> float:
    """How much it matters to look at a statement: how unsure it is times how many answers its ends stand in."""
    return (1.02 - confidence) * (1 + sum(degrees))  # .02: even what is sure deserves a look some time


def article(reader: Reader, id: str) -> Article | None:
    """A source as it is put before a person; None where it has no text or says nothing."""
    info = reader.source(id)
    said = reader.source_statements(id)
    if info is None or info.source.text is None or not said:
        return None
    records = {record.id: record for record in reader.source_records(id)}
    named = Counter(record for s in said for record in (s.statement.from_record, s.statement.to_record))
    things = sorted((r for r in records.values() if r.type != "Source"), key=lambda r: (-named[r.id], r.names[0].text, r.id))
    return Article(info.source, tuple(event_first(said, records, named)), tuple(things))


def event_first(said: Sequence[Stored], records: dict[str, Record], named: Counter[str]) -> list[Stored]:
    """What is said of the event most spoken of, then of other events, then the rest; each in text order."""
    events = [id for id, record in records.items() if record.type == EVENT]
    main = min(events, key=lambda id: (-named[id], id), default="")

    def rank(s: Stored) -> tuple[int, list[tuple[int, str]]]:
        ends = (s.statement.from_record, s.statement.to_record)
        return 0 if main in ends else 1 if set(ends) & set(events) else 2, locator_order(s.statement.locator)

    return sorted(said, key=rank)


def undecided(article: Article) -> bool:
    """Whether anything in it still waits for a person."""
    return any(s.statement.reviewed is None for s in article.said)


def _rows(reader: Reader) -> Iterator[StatementRow]:
    return (row for block in reader.statements() for row in block if row.type not in HIDDEN_TYPES)

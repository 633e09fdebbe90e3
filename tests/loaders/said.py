"""What a loader gives for a file, as plain values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cooplinks.app.kinds import recognise
from cooplinks.app.model import Reading, Record, Refusal, Source, Statement, Warned

Link = tuple[str, str, str]  # type, name of one end, name of the other


@dataclass
class Said:
    """All documents of a file together."""

    sources: list[Source] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    def named(self, name: str) -> Record:
        """The one record of this name."""
        found = [r for r in self.records.values() if name in {n.text for n in r.names}]
        assert len(found) == 1, (name, found)
        return found[0]

    def name(self, id: str) -> str:
        return self.records[id].names[0].text

    def links(self, *types: str) -> list[Link]:
        """The links of these types (all but MENTIONED_IN where none is named), by the names of their ends."""
        chosen = [s for s in self.statements if s.type in types or (not types and s.type != "MENTIONED_IN")]
        return [(s.type, self.name(s.from_record), self.name(s.to_record)) for s in chosen]

    def money(self, measure: str) -> list[tuple[str, str, str, str | None, str | None]]:
        """Receiver, giver, amount, currency and date of the flows of a measure."""
        told = [(s, s.properties) for s in self.statements if s.properties.get("measure") == measure and s.flow]
        return [
            (self.name(s.from_record), self.name(s.to_record), str(p["amount"]), _text(p.get("currency")), _text(p.get("date")))
            for s, p in told
        ]

    def types(self) -> dict[str, int]:
        return dict(Counter(r.type for r in self.records.values()))

    def reasons(self) -> dict[str, str]:
        return {r.locator: r.reason for r in self.refused}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def read(path: Path, about: dict[str, str] | None = None) -> Said:
    """What the kind that the file is known by gives for it."""
    return told(recognise(path).load(path, about))


def told(readings: Iterable[Reading | Refusal]) -> Said:
    """All that some readings hold; a record has to come before the statements that name it, and no id twice."""
    said = Said()
    ids: set[str] = set()
    for reading in readings:
        if isinstance(reading, Refusal):
            said.refused.append(reading)
            continue
        said.sources.append(reading.source)
        said.warned += reading.source.warned
        for item in reading.items:
            if isinstance(item, Record):
                assert item.id not in said.records
                said.records[item.id] = item
            elif isinstance(item, Statement):
                assert {item.from_record, item.to_record} <= said.records.keys()
                assert item.id not in ids
                ids.add(item.id)
                said.statements.append(item)
            elif isinstance(item, Refusal):
                said.refused.append(item)
            else:
                assert isinstance(item, Warned)
                said.warned.append(item.text)
    return said

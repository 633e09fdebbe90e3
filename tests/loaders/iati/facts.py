"""What the loader reads of small documents, as plain values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cooplinks.app import ontology
from cooplinks.app.model import Reading, Record, Refusal, Statement, Warned
from cooplinks.loaders import iati

REPORTER = '<reporting-org ref="XX-1" type="10"><narrative>Ministry of Examples</narrative></reporting-org>'


@dataclass
class Told:
    """All a document says; what the vocabulary does not allow fails at once."""

    records: list[Record] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)

    @classmethod
    def of(cls, reading: Reading) -> "Told":
        told = cls()
        types: dict[str, str] = {}
        ids: set[str] = set()
        for item in reading.items:
            if isinstance(item, Record):
                assert ontology.check_record(item) is None, item
                assert item.id not in types, "a record twice"
                types[item.id] = item.type
                told.records.append(item)
            elif isinstance(item, Statement):
                assert ontology.check_statement(item, types.get) is None, (ontology.check_statement(item, types.get), item)
                assert item.id not in ids, "a statement twice"
                ids.add(item.id)
                told.statements.append(item)
            else:
                (told.refused if isinstance(item, Refusal) else told.warned).append(item)  # type: ignore[arg-type]
        return told

    def named(self, name: str) -> Record:
        """The record that bears this name first, and no other one of its type does."""
        (record,) = [r for r in self.records if r.names[0].text == name]
        return record

    def of_type(self, type: str) -> list[Record]:
        return [r for r in self.records if r.type == type]

    def project(self, identifier: str) -> Record:
        """The reported activity of this identifier."""
        (record,) = [r for r in self.of_type("Project") if r.identifiers[0].value == identifier and "reported_in" in r.properties]
        return record

    def links(self, *types: str) -> list[tuple[str, str, str]]:
        """(type, name of one end, name of the other), MENTIONED_IN left out."""
        name = {r.id: r.names[0].text for r in self.records}
        return [
            (s.type, name[s.from_record], name[s.to_record])
            for s in self.statements
            if s.type != "MENTIONED_IN" and (not types or s.type in types)
        ]

    def money(self, *measures: str) -> list[Statement]:
        return [s for s in self.statements if s.type == "FUNDED_BY" and s.properties["measure"] in (measures or ontology.MEASURES)]

    def ends(self, statement: Statement) -> tuple[str, str]:
        """Names of receiver and provider."""
        name = {r.id: r.names[0].text for r in self.records}
        return name[statement.from_record], name[statement.to_record]

    def counts(self) -> Counter[str]:
        return Counter(s.type if s.type != "FUNDED_BY" else str(s.properties["measure"]) for s in self.statements)

    def warnings(self) -> list[str]:
        """Their texts but that of what nobody took."""
        return [w.text for w in self.warned if not w.text.startswith("not used: ")]

    def unused(self) -> str:
        return "".join(w.text for w in self.warned if w.text.startswith("not used: "))


def written(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def activities(*inner: str, version: str = "2.03", **attributes: str) -> str:
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="{version}"{more}>\n'
        + "\n".join(inner)
        + "\n</iati-activities>\n"
    )


def activity(
    inner: str = "", id: str = "XX-1-A", *, reporter: str = REPORTER, title: str = "", attributes: str = 'default-currency="EUR"'
) -> str:
    title = title or f"Project {id}"
    return (
        f"<iati-activity {attributes}>\n<iati-identifier>{id}</iati-identifier>\n{reporter}\n"
        f"<title><narrative>{title}</narrative></title>\n{inner}\n</iati-activity>"
    )


def transaction(
    type: str = "3", value: str = "100", date: str = "2024-01-31", inner: str = "", *, currency: str = "", value_date: str = "2024-01-31"
) -> str:
    code = f'<transaction-type code="{type}"/>' if type else ""
    more = (f' currency="{currency}"' if currency else "") + (f' value-date="{value_date}"' if value_date else "")
    day = f'<transaction-date iso-date="{date}"/>' if date else ""
    return f"<transaction>{code}{day}<value{more}>{value}</value>{inner}</transaction>"


def provider(ref: str = "", name: str = "", activity: str = "") -> str:
    return _end("provider", ref, name, activity)


def receiver(ref: str = "", name: str = "", activity: str = "") -> str:
    return _end("receiver", ref, name, activity)


def _end(side: str, ref: str, name: str, activity: str) -> str:
    attributes = (f' ref="{ref}"' if ref else "") + (f' {side}-activity-id="{activity}"' if activity else "")
    return f"<{side}-org{attributes}>{f'<narrative>{name}</narrative>' if name else ''}</{side}-org>"


def reading(path: Path, about: Any = None) -> Reading:
    (one,) = iati.load(path, about)
    return one


def told(path: Path) -> Told:
    """What a file says."""
    return Told.of(reading(path))


def says(folder: Path, *inner: str, **options: Any) -> Told:
    """Of a file that holds these activities."""
    return told(written(folder / "file.xml", activities(*inner, **options)))


def properties(statements: Iterable[Statement], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(s.properties.get(name) for name in names) for s in statements]

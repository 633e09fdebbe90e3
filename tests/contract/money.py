"""Sources that tell of money: a chain of three activities, told by both sides, with whatever else stands in such files."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from cooplinks.app.ids import identifier_key
from cooplinks.app.model import Name, Record, Statement
from cooplinks.app.store.base import Store
from tests.contract.facts import Told


class Publisher(Told):
    """A source whose activities and organisations are known by identifiers."""

    def body(self, name: str, **more: Any) -> Record:
        return self._of("Organisation", name, **more)

    def activity(self, name: str, **more: Any) -> Record:
        """An activity that this source reports."""
        report = {"reported_in": self.key, "last_updated": more.pop("last_updated", "2024-01-01T00:00:00")}
        record = self._of("Project", name, properties={**report, **more})
        self.links("MENTIONED_IN", record, self.itself, properties=report)
        return record

    def named(self, name: str) -> Record:
        """An activity that it only names."""
        return self._of("Project", name, properties={"known_only_by_reference": True})

    @property
    def itself(self) -> Record:
        found = [r for r in self.records if r.type == "Source"]
        if not found:
            self.records.insert(0, Record(self.source.id, self.source.id, "Source", (Name(self.source.title),)))
        return self.records[0]

    def flow(self, giver: Record, receiver: Record, amount: str, told_in: Record, **more: Any) -> str:
        """A flow of money as the activity `told_in` tells it; its id."""
        said: dict[str, Any] = {"measure": "paid", "amount": amount, "currency": "EUR", "date": "2023-05-01", "direction": "outgoing"}
        said |= {"via": told_in.keys[0], **{k: v.keys[0] if isinstance(v, Record) else v for k, v in more.items()}}
        quote = f"{told_in.names[0].text}: {giver.names[0].text} → {receiver.names[0].text} {sorted(said.items())}"
        statement = self.links("FUNDED_BY", receiver, giver, quote, properties=said)
        self.statements[-1] = replace(statement, flow=statement.id)
        return statement.id

    def _of(self, type: str, name: str, **more: Any) -> Record:
        key = identifier_key(type, name)
        assert key
        found = [r for r in self.records if r.type == type and r.names[0].text == name]
        return found[0] if found else self.says(type, name, key, identifiers=[name], **more)


def publishers() -> list[Publisher]:
    """A gives to B's activity Q from its own P, B to C's R; B reports twice, an older file of it too; and a table."""
    a, b, old, c, table = (
        Publisher(key, kind=kind) for key, kind in zip(("a", "b", "b-old", "c", "t"), ("iati",) * 4 + ("table",), strict=True)
    )
    p, q = a.activity("XX-A-P"), a.named("XX-B-Q")
    a.flow(a.body("XX-A"), a.body("XX-B"), "1000.50", p, receiver_activity=q, countries=("KE=60.5", "UG=39.5"))
    a.flow(a.body("XX-A"), a.body("XX-B"), "200", p, receiver_activity=q, date="2023-06-01")
    a.flow(a.body("XX-A"), p, "7", p, measure="spent", unnamed="receiver")
    a.flow(a.body("XX-A"), p, "5000", p, measure="budget", period_end="2023-12-31")
    for told, when in ((b, "2024-02-02T00:00:00"), (old, "2023-02-02T00:00:00")):
        q, p, r = told.activity("XX-B-Q", last_updated=when, sectors=("1:11220=50",)), told.named("XX-A-P"), told.named("XX-C-R")
        told.links("FUNDED_BY", q, told.body("XX-A"), properties={"measure": "role"})
        told.links("IMPLEMENTED_BY", q, told.body("XX-C"))
        told.flow(told.body("XX-A"), told.body("XX-B"), "1190", q, direction="incoming", provider_activity=p, date="2023-05-03")
        told.flow(told.body("XX-B"), told.body("XX-C"), "600", q, receiver_activity=r, currency="USD")
        told.flow(told.body("XX-B"), told.body("XX-B"), "40", q)
    r, q, parent = c.activity("XX-C-R"), c.named("XX-B-Q"), c.activity("XX-C")
    c.links("PART_OF", r, parent)
    c.flow(c.body("XX-B"), c.body("XX-C"), "600", r, direction="incoming", provider_activity=q, currency="USD", value_date="2023-05-05")
    c.flow(c.body("XX-C"), c.body("XX-D"), "1", parent)
    c.flow(c.body("XX-C"), c.body("XX-D"), "2", r)
    row = table.links(
        "FUNDED_BY", table.body("XX-D"), table.body("XX-A"), properties={"measure": "pledged", "amount": "12345678901234567890.5"}
    )
    table.statements[-1] = replace(row, flow=row.id)
    return [a, b, old, c, table]


def load_all(store: Store, sources: Iterable[Told]) -> None:
    for source in sources:
        source.load(store)


def all_said(sources: Iterable[Told]) -> list[Statement]:
    return [statement for source in sources for statement in source.statements]

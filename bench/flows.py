"""How fast questions of money are answered, beside the loops one would write: `python -m bench.flows [--flows 1000000]`.

One run, contenders side by side on the same flows in memory. `loop` is plain Python over a list of dictionaries with Decimals, the way a
script goes over a table. The graph is made of a reader that generates it; no store is needed.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import orjson

from cooplinks.app.graph.counting import decided
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.filters import Filters
from cooplinks.app.graph.flows import Asked, Boundary, Found, part_body, rest_body
from cooplinks.app.graph.funding import steps_of, ways
from cooplinks.app.graph.money import Flows
from cooplinks.app.graph.snapshot import Snapshot, build
from cooplinks.app.graph.sums import money_of
from cooplinks.app.graph.view import view_of
from cooplinks.app.model import Entity, Identifier
from cooplinks.app.store.base import SourceInfo, StatementRow

BODIES, INSIDE, BLOCK = 5_000, 50, 5_000
Row = dict[str, Any]


class Generated:
    """A reader of so many flows: six in ten are told by both sides, three by the giver, one by the receiver."""

    version = "1-bench"

    def __init__(self, flows: int) -> None:
        self.bodies, self.projects = BODIES, max(flows // 20, 100)
        self.rows = list(self._made(flows))

    def entities(self) -> Iterator[Entity]:
        for number in range(self.bodies):
            yield Entity(f"org:xx-{number:07}", f"Body {number}", ("Organisation",))
        for number in range(self.projects):
            identifier = Identifier("iati", f"XX-{number:07}")
            yield Entity(f"project:xx-{number:07}", f"Project {number}", ("Project",), identifiers=(identifier,))

    def statements(self) -> Iterator[list[StatementRow]]:
        for start in range(0, len(self.rows), BLOCK):
            yield [_statement(row) for row in self.rows[start : start + BLOCK]]

    def sources(self) -> list[SourceInfo]:
        return []

    def _made(self, flows: int) -> Iterator[Row]:
        chance = Random(1)
        number = 0
        while number < flows:
            giver, receiver = (int(BODIES ** chance.random()) - 1 for _ in range(2))  # a few do most
            project, other = chance.randrange(self.projects), chance.randrange(self.projects)
            day = date(2010, 1, 1) + timedelta(chance.randrange(5_000))
            row = {
                "giver": f"org:xx-{giver:07}",
                "receiver": f"org:xx-{receiver:07}",
                "measure": chance.choice(("committed", "paid", "paid")),
                "amount": f"{chance.randrange(100_000_000) / 100:.2f}",
                "currency": chance.choice(("EUR", "USD", "USD", "GBP")),
                "date": day.isoformat(),
                "via": f"project:xx-{project:07}",
            }
            named = chance.random() < 0.7
            both = chance.random()
            given = {**row, "direction": "outgoing", **({"receiver_activity": f"project:xx-{other:07}"} if named else {})}
            received = {**row, "via": f"project:xx-{other:07}", "direction": "incoming", "date": (day + timedelta(9)).isoformat()}
            told = (given, received) if both < 0.6 else (given,) if both < 0.9 else (received,)
            for report in told:
                if number < flows:
                    yield {**report, "id": f"{number:020x}"}
                    number += 1


def _statement(row: Row) -> StatementRow:
    said = {name: value for name, value in row.items() if name not in ("id", "giver", "receiver")}
    ends = row["receiver"], row["giver"], f"src:{row['direction']}"
    return StatementRow(row["id"], "FUNDED_BY", *ends, 1.0, None, None, None, "unknown", row["id"], orjson.dumps(said).decode())


def boundary_loop(rows: list[Row], counted: set[str], inside: set[str]) -> dict[str, dict[tuple[str, str], Decimal]]:
    """The sums of a boundary by counterpart and currency."""
    parts: dict[str, dict[tuple[str, str], Decimal]] = {part: defaultdict(Decimal) for part in ("incoming", "internal", "outgoing")}
    for row in rows:
        gives, takes = row["giver"] in inside, row["receiver"] in inside
        if (gives or takes) and row["measure"] == "paid" and row["id"] in counted:
            part = "internal" if gives and takes else "incoming" if takes else "outgoing"
            other = row["giver"] if part == "incoming" else row["receiver"]
            parts[part][other, row["currency"]] += Decimal(row["amount"])
    return parts


def once_loop(rows: list[Row]) -> set[str]:
    """The flows that count, each receiver's report looked for among the giver's flows by dictionaries."""
    by: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["direction"] == "outgoing":
            ends = row["giver"], row["receiver"], row["measure"], row["currency"]
            by[(*ends, "of", row["via"])].append(row)
            by[(*ends, "to", row.get("receiver_activity"))].append(row)
    counted = set()
    for row in rows:
        ends = row["giver"], row["receiver"], row["measure"], row["currency"]
        if row["direction"] == "incoming":
            near = by.get((*ends, "to", row["via"]), []) + by.get((*ends, "to", None), [])
            if near:
                min(
                    near,
                    key=lambda one: (_apart(one["date"], row["date"]), abs(Decimal(one["amount"]) - Decimal(row["amount"])), one["id"]),
                )
                continue
        counted.add(row["id"])
    return counted


def _apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _differ(one: str, other: str) -> Decimal:
    return abs(Decimal(one) - Decimal(other))


def chain_loop(rows: list[Row], counted: set[str], funder: str, recipient: str) -> dict[str, Decimal]:
    """Through whom money of one reaches another: the smaller of both sums, by who lies between."""
    first: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    second: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["id"] in counted:
            if row["giver"] == funder:
                first[row["receiver"], row["measure"], row["currency"]] += Decimal(row["amount"])
            if row["receiver"] == recipient:
                second[row["giver"], row["measure"], row["currency"]] += Decimal(row["amount"])
    return {"/".join(key): min(first[key], second[key]) for key in first.keys() & second.keys()}


def timed(label: str, work: Callable[[], Any], times: int = 1, beside: float | None = None) -> tuple[float, Any]:
    best, found = float("inf"), None
    for _ in range(times):
        begun = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - begun)
    ratio = f"   {beside / best:8.1f} x the loop" if beside else ""
    print(f"{label:<58} {best * 1000:10.1f} ms{ratio}")
    return best, found


def matched_once(snapshot: Snapshot) -> Flows:
    """The whole pass again, on flows of which nothing is decided."""
    flows = snapshot.money
    undecided = replace(flows, why_not=flows.why_not * 0, lead=flows.lead * 0 - 1)
    source, day = snapshot.statements.source[flows.statement], snapshot.days.first[flows.date]
    ids = flows.statement.astype("int64")
    return decided(undecided, source=source, ids=ids, day=day, in_flow=flows.statement >= 0, reports=[])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flows", type=int, default=1_000_000)
    flows = parser.parse_args().flows
    reader = Generated(flows)
    print(f"{flows:,} flows, {BODIES:,} bodies, {reader.projects:,} projects; a boundary of {INSIDE}")
    _, snapshot = timed("the graph read into arrays, counting included", lambda: build(reader))  # type: ignore[arg-type]
    view = view_of(snapshot, Filters())
    loop, counted = timed("matched once: loop", lambda: once_loop(reader.rows))
    timed("matched once: cooplinks", lambda: matched_once(snapshot), beside=loop)
    assert len(counted) == int(snapshot.money.counted.sum())

    inside = list(range(10, 10 + INSIDE))
    names = {snapshot.nodes.ids[node] for node in inside}
    loop, slow = timed("a boundary: loop", lambda: boundary_loop(reader.rows, counted, names))
    boundary = Boundary(tuple(inside), of_projects=False)

    def ask(**more: str) -> Found:
        found = Found(money_of(view), boundary, Asked("paid", **more), Deadline.after(60))
        for part in range(4):
            found.lines(part)[:50]
            part_body(found, part, {"items": [], "next": None})
        rest_body(found)
        return found

    timed("a boundary: cooplinks, the first time", ask, beside=loop)
    _, found = timed("a boundary: cooplinks, warm", ask, 5, beside=loop)
    assert {c: Decimal(a) for c, a in found.totals(0).items()} == _total(slow["incoming"])
    timed("a boundary in euro: cooplinks, warm", lambda: ask(currency="EUR"), 5)
    timed("a boundary by year: cooplinks, warm", lambda: ask(by="year"), 5)

    funder, recipient = 40, 60
    ends = snapshot.nodes.ids[funder], snapshot.nodes.ids[recipient]
    loop, slow = timed("a chain: loop (two hops)", lambda: chain_loop(reader.rows, counted, *ends))
    timed("a chain: cooplinks, steps made", lambda: steps_of(view))

    def through() -> Any:
        deadline = Deadline.after(60)
        return ways(steps_of(view), funder=funder, recipient=recipient, max_hops=2, deadline=deadline)

    _, ways_found = timed("a chain: cooplinks, ways of two hops, warm", through, 3, beside=loop)
    print(f"{len(ways_found):,} ways")


def _total(by: dict[tuple[str, str], Decimal]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for (_, currency), amount in by.items():
        total[currency] += amount
    return dict(total)


if __name__ == "__main__":
    main()

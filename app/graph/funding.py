"""Who funds whom, and through whom: one item per (funder, recipient, via).

Money is walked from the recipient to the funder. A step leads from what is FUNDED_BY another to that other, from who carries a Project
out to the Project, and from an Event to a Project that it is PART_OF; the last step of a way is always FUNDED_BY. Each step is a hop.
Only Projects, and Organisations that pass money on, lie between.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.links import LinkBodies
from cooplinks.app.graph.snapshot import TYPE_NAMES
from cooplinks.app.graph.view import View
from cooplinks.app.ontology import EVENT, ORGANISATION, PROJECT

MOST_HOPS = 10
NO_SUM = frozenset({"role", "budget", "planned"})  # measures that are in no sum of flows

Body = dict[str, Any]
_COLUMNS = (
    *("funder_id", "funder", "recipient_id", "recipient", "via", "hops", "measure", "amount", "currency", "flows", "basis"),
    *("sources", "quote", "source_title", "source_url", "source_date"),
)
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_EXACTLY = Context(prec=500)


@dataclass(frozen=True, slots=True)
class Way:
    """The entities that money passes from the funder (first) to the recipient (last)."""

    nodes: tuple[int, ...]

    @property
    def hops(self) -> int:
        return len(self.nodes) - 1

    @property
    def steps(self) -> list[tuple[int, int]]:
        """Its hops as (nearer the recipient, nearer the funder), the funder's first."""
        return [(there, here) for here, there in pairwise(self.nodes)]

    def funded(self, steps: "Steps") -> bool:
        """Whether its funder is one: the step to it is FUNDED_BY."""
        return self.steps[0] in steps.paid

    @property
    def key(self) -> tuple[int, int, int, tuple[int, ...]]:
        """Orders ways: shortest first, then funder, recipient, via."""
        return self.hops, self.nodes[0], self.nodes[-1], self.nodes[1:-1]


def ways(
    steps: "Steps",
    *,
    funder: int | None,
    recipient: int | None,
    via: Iterable[int] = (),
    max_hops: int,
    deadline: Deadline,
) -> list[Way]:
    """All ways of money within `max_hops` that pass each of `via`, shortest first, then by ids."""
    if funder is not None and recipient is None:
        found = [Way(nodes) for nodes in _walk(steps, steps.back, funder, max_hops, deadline)]
    else:
        starts = [recipient] if recipient is not None else sorted(steps.onward)
        walks = (_walk(steps, steps.onward, start, max_hops, deadline) for start in starts)
        found = [Way(nodes[::-1]) for walk in walks for nodes in walk if funder in (None, nodes[-1])]
    passed = set(via)
    kept = (way for way in found if way.funded(steps) and passed <= set(way.nodes[1:-1]) and not steps.told_directly(way))
    return sorted(kept, key=lambda way: way.key)


def items(view: View, steps: "Steps", found: Sequence[Way]) -> list[Body]:
    """The bodies of ways."""
    links = LinkBodies(view, (link for way in found for hop in way.steps for link in steps.links[hop]))
    return [_item(view, steps, links, way) for way in found]


def as_csv(body: Body) -> str:
    """The items of an answer as CSV, one row a Sum; text that a spreadsheet would run as a formula is marked as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for item in body["items"]:
        for money in item["money"] or [None]:
            writer.writerow([plain_cell(cell) for cell in _row(item, money)])
    return out.getvalue()


def plain_cell(value: object) -> object:
    """The cell as a spreadsheet must read it: numbers as they are, text never as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") and not _DECIMAL.fullmatch(value):
        return "'" + value
    return "" if value is None else value


class Steps:
    """The steps that money takes in a view, from recipient to funder (`onward`) and the other way (`back`)."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.links: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.onward: dict[int, list[int]] = defaultdict(list)
        self.back: dict[int, list[int]] = defaultdict(list)
        self.paid: set[tuple[int, int]] = set()
        for link in view.of_type("FUNDED_BY", "IMPLEMENTED_BY", "PART_OF").tolist():
            self._take(link)
        for here, there in sorted(self.links):
            self.onward[here].append(there)
            self.back[there].append(here)

    def passes(self, node: int) -> bool:
        """Whether money may pass through it to another."""
        snapshot = self._view.snapshot
        return bool(self._view.passable[node]) and (snapshot.bears(node, ORGANISATION) or snapshot.bears(node, PROJECT))

    def told_directly(self, way: Way) -> bool:
        """Whether a direct link stands for a part of the way: that of a grant, which names its project as `via`."""
        triples = zip(way.nodes, way.nodes[1:], way.nodes[2:], strict=False)
        return any(triple in self._grants for triple in triples)

    def _take(self, link: int) -> None:
        snapshot = self._view.snapshot
        links = snapshot.links
        type, here, there = TYPE_NAMES[links.type[link]], int(links.source[link]), int(links.target[link])
        if here == there:  # self-funding is internal
            return
        if type == "IMPLEMENTED_BY":
            self.links[there, here].append(link)
        elif type == "FUNDED_BY":
            self.links[here, there].append(link)
            self.paid.add((here, there))
        elif snapshot.bears(here, EVENT):
            self.links[here, there].append(link)

    @cached_property
    def _grants(self) -> set[tuple[int, int, int]]:
        """(funder, project, recipient) of the links that name a project as `via`."""
        snapshot = self._view.snapshot
        columns, links = snapshot.statements, snapshot.links
        naming = [code for code, said in enumerate(snapshot.properties) if said.get("via")]
        grants = set()
        for number in np.flatnonzero(self._view.statements & np.isin(columns.properties, naming)):
            link = columns.link[number]
            for project in snapshot.named(str(snapshot.properties[columns.properties[number]]["via"])):
                grants.add((int(links.target[link]), project, int(links.source[link])))
        return grants


def _walk(steps: Steps, ahead: dict[int, list[int]], start: int, most: int, deadline: Deadline) -> Iterator[tuple[int, ...]]:
    """Every simple walk of one to `most` steps from an entity."""
    stack: list[tuple[int, ...]] = [(start,)]
    while stack:
        deadline.check()
        walked = stack.pop()
        for node in ahead.get(walked[-1], ()):
            if node not in walked:
                further = (*walked, node)
                yield further
                if len(further) <= most and steps.passes(node):
                    stack.append(further)


def _item(view: View, steps: Steps, links: LinkBodies, way: Way) -> Body:
    hops = [[links[link] for link in steps.links[hop]] for hop in way.steps]
    snapshot = view.snapshot
    cited = {evidence["source"]["id"] for hop in hops for link in hop for evidence in link["evidence"]}
    return {
        "funder": snapshot.ref(way.nodes[0]),
        "recipient": snapshot.ref(way.nodes[-1]),
        "via": snapshot.refs(way.nodes[1:-1]),
        "hops": way.hops,
        "money": _money(hops),
        "sources": len({snapshot.origin(source) for source in cited}),
        "links": [link for hop in hops for link in hop],
    }


def _money(hops: list[list[Body]]) -> list[Body]:
    """The sums of a direct way; of a longer one the smallest sum on it, which no more can have passed than."""
    sums = [_sums(hop) for hop in hops]
    if len(sums) == 1:
        return [{**sum, "basis": "exact"} for _, sum in sorted(sums[0].items())]
    least: dict[tuple[str, str], Body] = {}
    for hop in sums:
        for key, sum in hop.items():
            if key not in least or Decimal(sum["amount"]) < Decimal(least[key]["amount"]):
                least[key] = sum
    return [{**sum, "basis": "bottleneck"} for _, sum in sorted(least.items())]


def _sums(links: list[Body]) -> dict[tuple[str, str], Body]:
    """The sums of some money links, by measure and currency; a measure is never added to another, nor a currency."""
    flows: dict[tuple[str, str], list[tuple[Decimal, str | None]]] = defaultdict(list)
    for link in links:
        said = link["properties"]
        measure, currency, amount = said.get("measure"), said.get("currency"), str(said.get("amount", "")).strip()
        counts = link["type"] == "FUNDED_BY" and measure not in NO_SUM and said.get("counted") is not False
        if counts and measure and currency and _DECIMAL.fullmatch(amount):
            flows[str(measure), str(currency)].append((Decimal(amount), said.get("date")))
    return {key: _sum(*key, told) for key, told in flows.items()}


def _sum(measure: str, currency: str, told: list[tuple[Decimal, str | None]]) -> Body:
    total = Decimal(0)
    for amount, _ in told:
        total = _EXACTLY.add(total, amount)
    dates = sorted(date for _, date in told if date)
    return {
        "measure": measure,
        "amount": format(total, "f"),
        "currency": currency,
        "flows": len(told),
        "since": dates[0] if dates else None,
        "until": dates[-1] if dates else None,
    }


def _row(item: Body, money: Body | None) -> list[object]:
    cited = [evidence for link in item["links"] for evidence in link["evidence"]]
    first = cited[0]
    measures = [link["properties"]["measure"] for link in item["links"] if "measure" in link["properties"]]
    sum = money or {"measure": measures[0] if measures else None}
    return [
        item["funder"]["id"],
        item["funder"]["name"],
        item["recipient"]["id"],
        item["recipient"]["name"],
        "; ".join(ref["name"] for ref in item["via"]),
        item["hops"],
        *(sum.get(name) for name in ("measure", "amount", "currency", "flows", "basis")),
        item["sources"],
        first["quote"],
        *(first["source"][name] for name in ("title", "url", "date")),
    ]

"""Who funds whom, and through whom: one item per (funder, recipient, via).

Money is walked from the recipient to the funder. A step leads from what is FUNDED_BY another to that other, from a Project to who gives
what flows into it, from who carries a Project out to the Project, and from an Event to a Project that it is PART_OF; the last step of a
way is always one of the first two. Each step is a hop. Only Projects, and Organisations that pass money on, lie between.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.arrays import Ints, Longs, Mask
from cooplinks.app.graph.cells import csv_text
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.filters import Filters
from cooplinks.app.graph.links import LinkBodies
from cooplinks.app.graph.money import EXACTLY, NOBODY, OUTGOING, WHY_CODE
from cooplinks.app.graph.snapshot import TYPE_CODE
from cooplinks.app.graph.sums import Money, SumKey, money_of, plain, several_activities, sums, warning, warnings_of
from cooplinks.app.graph.view import View, view_of
from cooplinks.app.ontology import EVENT, ORGANISATION, PROJECT

MOST_HOPS = 10
MOST_WAYS = 5_000_000
_HANDED_ON = ("pledged", "committed", "paid", "spent")  # the others (interest, loans …) say nothing of other hops  # M4
_AT_ONCE = 1_000_000  # ways made between two looks at the clock
_NO_FUNDER = [WHY_CODE[name] for name in ("intention", "older_report", "secondary_report")]

Body = dict[str, Any]
Tables = tuple[Ints, Ints]  # a way a row: its entities, and its steps
_COLUMNS = (
    *("funder_id", "funder", "recipient_id", "recipient", "via", "hops", "measure", "amount", "currency", "flows", "basis"),
    *("sources", "quote", "source_title", "source_url", "source_date", "locator", "evidence"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """The entities that money passes from the funder (first) to the recipient (last), and its hops' numbers, the funder's first."""

    nodes: tuple[int, ...]
    pairs: tuple[int, ...]

    @property
    def hops(self) -> int:
        return len(self.pairs)


class Steps:
    """The steps that money takes in a view: pairs (nearer the recipient, nearer the funder), numbered in order."""

    def __init__(self, view: View) -> None:
        self.view, self.money = view, money_of(view)
        self._size = len(view.snapshot.nodes.ids)
        here, there, link, paid = _steps(view, self.money)
        order = np.lexsort((link, there, here))
        here, there, link, paid = here[order], there[order], link[order], paid[order]
        fresh = np.append(True, (here[1:] != here[:-1]) | (there[1:] != there[:-1])) if len(here) else np.zeros(0, dtype=bool)
        self._first = np.append(np.flatnonzero(fresh), len(here))
        self._links = link
        self.here, self.there = here[fresh], there[fresh]
        self.paid: Mask = np.bincount(np.cumsum(fresh) - 1, paid, len(self.here)) > 0
        self._onward = np.searchsorted(self.here, np.arange(self._size + 1))
        self._backward = np.argsort(self.there, kind="stable")
        self._back = np.searchsorted(self.there[self._backward], np.arange(self._size + 1))
        snapshot = view.snapshot
        self.passes: Mask = view.passable & snapshot.labelled([ORGANISATION, PROJECT])

    def links(self, pair: int) -> list[int]:
        """The Links of a step, each once."""
        found: list[int] = np.unique(self._links[self._first[pair] : self._first[pair + 1]]).tolist()
        return found

    def onward(self, node: int) -> Longs:
        """The steps from an entity towards funders."""
        return np.arange(self._onward[node], self._onward[node + 1])

    def ahead(self, nodes: Ints, *, back: bool) -> tuple[Longs, Longs]:
        """The steps from each of these entities, one entity after the other, and how many each has."""
        first = self._back if back else self._onward
        counts = first[nodes + 1] - first[nodes]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        at = np.repeat(first[nodes] - ends + counts, counts) + np.arange(total)
        return (self._backward[at] if back else at), counts

    def near(self, node: int, most: int) -> list[Mask]:
        """Which entities a funder's money can be had from within 0, 1, … `most` steps towards it."""
        reached = np.zeros(self._size, dtype=bool)
        reached[node] = True
        levels = [reached]
        for _ in range(most):
            level = levels[-1].copy()
            inner = levels[-1] & (self.passes | levels[0])
            level[self.here[inner[self.there]]] = True
            levels.append(level)
        return levels

    def told_directly(self, nearer: Ints, further: Ints) -> Mask:
        """Of two steps after one another whether a direct link stands for both, as it names the project between them."""
        size = max(len(self.here), 1)
        return np.isin(nearer.astype(np.int64) * size + further, self._grants)

    @cached_property
    def _grants(self) -> Longs:
        """Pairs of steps (recipient to project, project to funder) whose money a direct link tells of, as it names the project.  # M14"""
        flows, rows, mirrors = self.money.flows, self.money.rows, self.money.mirrors
        lead = flows.lead[mirrors].astype(np.int64)
        found = []
        for row, end in ((rows, rows), (mirrors, lead)):
            for project in (flows.told_in, flows.provider_activity, flows.receiver_activity):
                found.append(np.stack([flows.receiver[end], project[row], flows.giver[end]]))
        triples = np.unique(np.concatenate(found, axis=1), axis=1)
        recipient, project, funder = triples[:, (triples >= 0).all(axis=0)].astype(np.int64)
        size = max(len(self.here), 1)
        nearer, further = self._pair(recipient, project), self._pair(project, funder)
        return np.unique((nearer * size + further)[(nearer >= 0) & (further >= 0)])

    def _pair(self, here: Longs, there: Longs) -> Longs:
        """The numbers of steps, -1 where there is no such step."""
        keys = self.here.astype(np.int64) * self._size + self.there
        wanted = here * self._size + there
        at = np.searchsorted(keys, wanted)
        found = np.minimum(at, max(len(keys) - 1, 0))
        return np.where((at < len(keys)) & (keys[found] == wanted), at, -1) if len(keys) else np.full(len(wanted), -1)


class Ways:
    """Ways found, level by level as tables of entities and of steps, from the funder to the recipient; ordered, shortest first."""

    def __init__(self, levels: Sequence[Tables]) -> None:
        self._levels = [_sorted(nodes, pairs) for nodes, pairs in levels]

    def __len__(self) -> int:
        return sum(len(nodes) for nodes, _ in self._levels)

    def __getitem__(self, part: slice) -> list[Way]:
        start, end, _ = part.indices(len(self))
        found: list[Way] = []
        for nodes, pairs in self._levels:
            chosen = slice(max(start, 0), max(end, 0))
            both = zip(nodes[chosen].tolist(), pairs[chosen].tolist(), strict=True)
            found += [Way(tuple(passed), tuple(steps)) for passed, steps in both]
            start, end = start - len(nodes), end - len(nodes)
        return found


def ways(
    steps: Steps,
    *,
    funder: int | None,
    recipient: int | None,
    via: Iterable[int] = (),
    max_hops: int,
    deadline: Deadline,
) -> Ways:
    """All ways of money within `max_hops` that pass each of `via`, shortest first, then by ids; raises WrongUse where they are too many."""
    back = recipient is None and funder is not None
    starts = np.array([funder if back else recipient]) if funder is not None or recipient is not None else np.unique(steps.here)
    near = steps.near(funder, max_hops) if funder is not None and not back else None
    nodes, pairs = starts.astype(np.int32).reshape(-1, 1), np.zeros((len(starts), 0), dtype=np.int32)
    levels, total = [], 0
    for hop in range(1, max_hops + 1):
        reach = near[max_hops - hop] if near else None
        nodes, pairs = _further(steps, nodes, pairs, back=back, near=reach, left=MOST_WAYS - total, deadline=deadline)
        total += len(nodes)
        level = (nodes, pairs) if back else (nodes[:, ::-1], pairs[:, ::-1])
        levels.append(_kept(steps, *level, funder=funder, via=tuple(via)))
        going = steps.passes[nodes[:, -1]]
        nodes, pairs = nodes[going], pairs[going]
    return Ways(levels)


def items(steps: Steps, found: Sequence[Way]) -> list[Body]:
    """The bodies of ways."""
    of_pair = {pair: steps.links(pair) for way in found for pair in way.pairs}
    links = LinkBodies(steps.view, (link for told in of_pair.values() for link in told))
    figures = _Figures(steps, of_pair)
    return [_item(steps.view, figures, links, of_pair, way) for way in found]


def warnings(steps: Steps, found: Sequence[Way]) -> list[Body]:
    """What must be said of the money of some ways besides."""
    money = steps.money
    rows = np.unique(np.concatenate([money.rows_of(steps.links(pair)) for way in found for pair in way.pairs] or [np.zeros(0, np.int64)]))
    pairs = np.unique([pair for way in found for pair in way.pairs]).astype(np.int64)
    size = len(money.snapshot.nodes.ids)
    ends = np.union1d(steps.here[pairs].astype(np.int64) * size + steps.there[pairs], np.zeros(0, np.int64))
    flows = money.flows

    def touches(left: Longs) -> Mask:
        by_project = flows.receiver_project[left].astype(np.int64) * size + flows.giver[left]
        return np.isin(flows.receiver[left].astype(np.int64) * size + flows.giver[left], ends) | np.isin(by_project, ends)

    said = [*warnings_of(money, rows, touches), several_activities(money, rows), _more_out_than_in(steps, found)]
    return [warning for warning in said if warning]


def steps_of(view: View) -> Steps:
    """The steps of a view, kept for the next question."""
    steps: Steps = view.snapshot.large.get(("steps", view.filters), lambda: Steps(view))
    return steps


def own_rows(money: Money, links: Sequence[int], project: int | None) -> Longs:
    """The flows of some Links; those only whose figures are the project's alone where it is one that receives."""
    rows = money.rows_of(links)
    return rows if project is None else rows[~money.shared[rows]]


def linked_flows(money: Money, hops: Sequence[Longs]) -> list[Longs]:
    """Of the flows of each hop, the funder's first, those that activity ids link to the next and so on to the end; [] where none are."""
    projects = money.flows.giver_project
    project, row = money.receiving
    kept: list[Longs] = []
    for rows in hops:
        linked = rows if not kept else rows[np.isin(projects[rows], project[np.isin(row, kept[-1])])]
        kept.append(linked)
    for at in range(len(kept) - 2, -1, -1):
        going_on = row[np.isin(project, projects[kept[at + 1]][projects[kept[at + 1]] >= 0])]
        kept[at] = kept[at][np.isin(kept[at], going_on)]
    return kept if all(len(rows) for rows in kept) and not money.shared[np.concatenate(kept)].any() else []


def as_csv(body: Body) -> str:
    """The items of an answer as CSV, one row a Sum; every hop is cited, `quote` and what follows by the first."""
    rows = ((item, money) for item in body["items"] for money in item["money"] or [None])
    return csv_text(_COLUMNS, (_row(item, money) for item, money in rows))


def _more_out_than_in(steps: Steps, found: Sequence[Way]) -> Body | None:
    """Whether more is told to flow out of something that ways pass than into it."""
    money = steps.money
    between = {node for way in found for node in way.nodes[1:-1]}
    spends = sorted(node for node in between if _overspends(money, node))
    if not spends:
        return None
    text = "more is told to flow out of what lies between than into it: what it passes on need not be the funder's"
    return warning(money.snapshot, "more_out_than_in", text, spends)


def _overspends(money: Money, node: int) -> bool:
    project = money.snapshot.bears(node, PROJECT)
    into = money.into_alone(node) if project else money.by_receiver.of(node)
    out = money.from_project.of(node) if project else money.by_giver.of(node)
    received, given = (sums(money, rows[money.flows.giver[rows] != money.flows.receiver[rows]]) for rows in (into, out))
    return any(key in received and Decimal(sum["amount"]) > Decimal(received[key]["amount"]) for key, sum in given.items())


def _steps(view: View, money: Money) -> tuple[Longs, Longs, Longs, Mask]:
    """(nearer the recipient, nearer the funder, Link, whether it pays) of all steps; self-funding is internal and no step.  # M9"""
    snapshot = view.snapshot
    links, kinds = snapshot.links, snapshot.links.type
    left = view.link_numbers
    kind, source, target = kinds[left], links.source[left].astype(np.int64), links.target[left].astype(np.int64)
    pays = (kind == TYPE_CODE["FUNDED_BY"]) & _makes_a_funder(view)[left]
    carries = kind == TYPE_CODE["IMPLEMENTED_BY"]
    part = (kind == TYPE_CODE["PART_OF"]) & snapshot.labelled([EVENT])[source]
    project, row = money.receiving
    giver = money.flows.giver[row].astype(np.int64)
    into = (giver != NOBODY) & (giver != money.flows.receiver[row])
    here = np.concatenate([source[pays], target[carries], source[part], project[into]])
    there = np.concatenate([target[pays], source[carries], target[part], giver[into]])
    link = np.concatenate([left[pays], left[carries], left[part], money.link(row[into])])
    paid = np.concatenate([np.ones(pays.sum()), np.zeros(carries.sum() + part.sum()), np.ones(into.sum())]) > 0
    other = here != there
    return here[other], there[other], link[other], paid[other]


def _makes_a_funder(view: View) -> Mask:
    """Which Links say who funds whom: no intentions, nor what an older report tells, nor a flow with an end that nobody named."""
    snapshot, flows = view.snapshot, view.snapshot.money
    says = view.statements.copy()
    unnamed = (flows.giver == NOBODY) | (flows.receiver == NOBODY)
    says[flows.statement[unnamed | np.isin(flows.why_not, _NO_FUNDER)]] = False
    made = np.zeros(len(snapshot.links.type), dtype=bool)
    made[snapshot.statements.link[says]] = True
    return made


def _further(steps: Steps, nodes: Ints, pairs: Ints, *, back: bool, near: Mask | None, left: int, deadline: Deadline) -> Tables:
    """Every simple walk of one step more."""
    parts: list[Tables] = [(np.zeros((0, nodes.shape[1] + 1), np.int32), np.zeros((0, pairs.shape[1] + 1), np.int32))]
    start = made = 0
    degrees = np.cumsum(steps.ahead(nodes[:, -1], back=back)[1])
    while start < len(nodes):
        deadline.check()
        base = int(degrees[start - 1]) if start else 0
        end = max(int(np.searchsorted(degrees, base + _AT_ONCE, side="right")), start + 1)
        part = _one_step(steps, nodes[start:end], pairs[start:end], back=back, near=near)
        made += len(part[0])
        if made > left:
            raise WrongUse(f"more than {MOST_WAYS:,} ways: name a funder, a recipient or via, or ask for fewer max_hops", "max_hops")
        parts.append(part)
        start = end
    return np.concatenate([n for n, _ in parts]), np.concatenate([p for _, p in parts])


def _one_step(steps: Steps, nodes: Ints, pairs: Ints, *, back: bool, near: Mask | None) -> Tables:
    found, counts = steps.ahead(nodes[:, -1], back=back)
    head = (steps.here if back else steps.there)[found].astype(np.int64)
    walk = np.repeat(np.arange(len(nodes)), counts)
    new = (nodes[walk] != head[:, None]).all(axis=1)
    if near is not None:
        new &= near[head]
    if pairs.shape[1]:
        nearer, further = (found.astype(np.int32), pairs[walk, -1]) if back else (pairs[walk, -1], found.astype(np.int32))
        new &= ~steps.told_directly(nearer, further)
    walk, found, head = walk[new], found[new], head[new]
    return np.column_stack([nodes[walk], head]).astype(np.int32), np.column_stack([pairs[walk], found]).astype(np.int32)


def _kept(steps: Steps, nodes: Ints, pairs: Ints, *, funder: int | None, via: tuple[int, ...]) -> Tables:
    """The walks whose funder is one, and which pass what they must."""
    kept = steps.paid[pairs[:, 0]]
    if funder is not None:
        kept &= nodes[:, 0] == funder
    for node in via:
        kept &= (nodes[:, 1:-1] == node).any(axis=1)
    return nodes[kept], pairs[kept]


def _sorted(nodes: Ints, pairs: Ints) -> Tables:
    """By funder, recipient, via."""
    between = [nodes[:, column] for column in range(nodes.shape[1] - 2, 0, -1)]
    order = np.lexsort((*between, nodes[:, -1], nodes[:, 0]))
    return nodes[order], pairs[order]


class _Figures:
    """The sums of steps, made once each."""

    def __init__(self, steps: Steps, links: dict[int, list[int]]) -> None:
        self.money, self._steps = steps.money, steps
        self._links = links
        self._sums: dict[int, dict[SumKey, Body]] = {}

    def rows(self, pair: int) -> Longs:
        """The flows of a step whose figures are its own."""
        return own_rows(self.money, self._links[pair], self._project(pair))

    def _project(self, pair: int) -> int | None:
        """The project that a step leads from."""
        node = int(self._steps.here[pair])
        return node if self.money.snapshot.bears(node, PROJECT) else None

    def sums(self, pair: int) -> dict[SumKey, Body]:
        """The Sums of a step."""
        if pair not in self._sums:
            self._sums[pair] = sums(self.money, self.rows(pair))
        return self._sums[pair]

    def told(self, way: Way) -> Body:
        """The money of a way: of a direct one the sums, and what the receivers report of it; of a longer one what may have passed."""
        if way.hops == 1:
            said = [{**sum, "basis": "exact"} for sum in self.sums(way.pairs[0]).values()]
            return {"money": said, **self._compared(way.pairs[0])}
        exact = self._linked(way)
        least = _least([self.sums(pair) for pair in way.pairs])
        both = {key: {**sum, "basis": "bottleneck"} for key, sum in least.items()}
        both |= {key: {**sum, "basis": "exact"} for key, sum in exact.items()}
        return {"money": [sum for _, sum in sorted(both.items())]}

    def _linked(self, way: Way) -> dict[SumKey, Body]:
        """What is known to have passed all of a way, its activities being linked by id from hop to hop.  # M14

        It is what flows out of the last linking activity, provided that no other money is in any of them: no more flows out of it than
        in, and all that comes in, and all that is said to fund it, is from the entity before (or one before that).
        """
        kept = linked_flows(self.money, [self.rows(pair) for pair in way.pairs])
        if not kept or not self._unmixed(way, kept):
            return {}
        hops = [sums(self.money, rows) for rows in kept]
        shared = set.intersection(*map(set, hops)) - self._overdrawn(kept)
        return {key: sum for key, sum in _least(hops).items() if key in shared}

    def _unmixed(self, way: Way, kept: Sequence[Longs]) -> bool:
        whole = steps_of(view_of(self.money.snapshot, Filters()))
        projects = self.money.flows.giver_project
        before: set[int] = set()
        for hop, rows in enumerate(kept[1:], 1):
            linking = set(projects[rows].tolist())
            allowed = set(way.nodes[:hop])
            for project in linking:
                into = whole.money.into_project.of(project)
                funders = whole.there[whole.onward(project)[whole.paid[whole.onward(project)]]]
                from_elsewhere = before and not set(projects[into].tolist()) <= before
                if from_elsewhere or not {*funders.tolist(), *whole.money.flows.giver[into].tolist()} <= allowed:
                    return False
            before = linking
        return True

    def _overdrawn(self, kept: Sequence[Longs]) -> set[SumKey]:
        """The measures and currencies in which more flows out of a linking activity than into it."""
        money = self.money
        found: set[SumKey] = set()
        for project in {p for rows in kept[1:] for p in money.flows.giver_project[rows].tolist()}:
            into, out = sums(money, money.into_alone(project)), sums(money, money.from_project.of(project))
            found |= {key for key, sum in out.items() if key in into and Decimal(sum["amount"]) > Decimal(into[key]["amount"])}
        return found

    def _compared(self, pair: int) -> Body:
        """What the receivers report of flows that the giver reports, and the giver's figures less theirs.  # M7"""
        flows, rows, project = self.money.flows, self.rows(pair), self._project(pair)
        told = [self.money.mirrors_of.of(row) for row in self.money.rows_of(self._links[pair]).tolist()]
        mirrors = np.concatenate(told or [np.zeros(0, np.int64)])
        if project is not None:
            mirrors = mirrors[flows.told_in[mirrors] == project]
        if not len(mirrors):
            return {}
        received = sums(self.money, mirrors)
        given = sums(self.money, rows[flows.direction[rows] == OUTGOING])
        return {
            "reported_by_receiver": [{**sum, "basis": "exact"} for sum in received.values()],
            "difference": [_difference(given[key], sum) for key, sum in received.items() if key in given],
        }


def _difference(given: Body, received: Body) -> Body:
    amount = EXACTLY.subtract(Decimal(given["amount"]), Decimal(received["amount"]))
    return {"measure": given["measure"], "amount": plain(amount), "currency": given["currency"]}


def _least(hops: Sequence[dict[SumKey, Body]]) -> dict[SumKey, Body]:
    """The smallest sum on a way, which no more can have passed than; what is not passed on counts only where every hop tells of it."""
    least: dict[SumKey, Body] = {}
    for hop in hops:
        for key, sum in hop.items():
            if key not in least or Decimal(sum["amount"]) < Decimal(least[key]["amount"]):
                least[key] = sum
    everywhere = [{measure for measure, _ in hop} for hop in hops if hop]
    return {key: sum for key, sum in least.items() if key[0] in _HANDED_ON or all(key[0] in measures for measures in everywhere)}


def _item(view: View, figures: _Figures, links: LinkBodies, of_pair: dict[int, list[int]], way: Way) -> Body:
    snapshot = view.snapshot
    told = [links[link] for pair in way.pairs for link in of_pair[pair]]
    cited = {evidence["source"]["id"] for link in told for evidence in link["evidence"]}
    return {
        "funder": snapshot.ref(way.nodes[0]),
        "recipient": snapshot.ref(way.nodes[-1]),
        "via": snapshot.refs(way.nodes[1:-1]),
        "hops": way.hops,
        **figures.told(way),
        "sources": len({snapshot.origin(source) for source in cited}),
        "links": told,
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
        first["locator"],
        " | ".join(_citation(evidence) for evidence in cited),
    ]


def _citation(evidence: Body) -> str:
    return f"{evidence['source']['title']} ({evidence['locator']})"

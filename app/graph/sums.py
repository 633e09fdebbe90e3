"""What money comes to: the flows that count in a view, and their sums by measure and currency; no measure is added to another.  # M4"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from cooplinks.app.graph.arrays import Ints, Longs, Mask
from cooplinks.app.graph.money import FLOW_CODES, WHY_CODE, WHY_NOT, Flows
from cooplinks.app.graph.snapshot import TYPE_CODE, Snapshot
from cooplinks.app.graph.view import View
from cooplinks.app.ontology import MEASURES, PROJECT

Body = dict[str, Any]
SumKey = tuple[str, str]  # measure, currency

_MIRROR = WHY_CODE["reported_by_giver"]
_REPORTS = tuple(WHY_CODE[name] for name in ("older_report", "secondary_report"))


class Index:
    """The rows of each entity, by a column of entities."""

    def __init__(self, column: Ints, rows: Longs, size: int) -> None:
        order = np.argsort(column[column >= 0], kind="stable")
        known = np.flatnonzero(column >= 0)[order]
        self._rows = rows[known]
        self._first = np.searchsorted(column[known], np.arange(size + 1))

    def of(self, node: int) -> Longs:
        """The rows of an entity, rising."""
        return self._rows[self._first[node] : self._first[node + 1]]


class Money:
    """The money of a view: `rows` are the flows that count, one a Link; `mirrors` the receivers' reports of them."""

    def __init__(self, view: View) -> None:
        self.snapshot: Snapshot = view.snapshot
        self.flows: Flows = view.snapshot.money
        flows, link = self.flows, view.snapshot.statements.link
        here = view.statements[flows.statement]
        told = np.flatnonzero(here & np.isin(flows.measure, FLOW_CODES) & (flows.why_not != WHY_CODE["no_amount"]))
        links = link[flows.statement[told]]
        first = np.append(True, links[1:] != links[:-1]) if len(told) else np.zeros(0, dtype=bool)
        self.rows: Longs = told[first & flows.counted[told]]
        self.here: Mask = here
        self.mirrors: Longs = np.flatnonzero(here & (flows.why_not == _MIRROR))
        self._measures: dict[int, tuple[Longs, Ints, Ints]] = {}

    @property
    def size(self) -> int:
        """How many entities there are."""
        return len(self.snapshot.nodes.ids)

    def of_measure(self, code: int) -> tuple[Longs, Ints, Ints]:
        """The flows of a measure, who gives and who receives; kept, as each question of a boundary begins here."""
        if code not in self._measures:
            rows = self.rows[self.flows.measure[self.rows] == code]
            self._measures[code] = rows, self.flows.giver[rows], self.flows.receiver[rows]
        return self._measures[code]

    @cached_property
    def by_receiver(self) -> Index:
        """Flows by who receives."""
        return Index(self.flows.receiver[self.rows], self.rows, self.size)

    @cached_property
    def by_giver(self) -> Index:
        """Flows by who gives."""
        return Index(self.flows.giver[self.rows], self.rows, self.size)

    @cached_property
    def from_project(self) -> Index:
        """Flows by the project that gives."""
        return Index(self.flows.giver_project[self.rows], self.rows, self.size)

    @cached_property
    def into_project(self) -> Index:
        """Flows by the projects that receive; those that several receive are under each."""
        project, row = self.receiving
        return Index(project, row, self.size)

    def into_alone(self, project: int) -> Longs:
        """The flows that come into a project and no other: their figures are its own."""
        rows = self.into_project.of(project)
        return rows[~self.shared[rows]]

    @cached_property
    def receiving(self) -> tuple[Ints, Longs]:
        """(project, flow) of the projects that flows come into: what the giver names, else where receivers tell of it.  # M13"""
        flows, rows = self.flows, self.rows
        told = self.mirrors[np.isin(flows.lead[self.mirrors], rows)]
        lead = flows.lead[told]
        told = told[(flows.receiver_project[lead] < 0) & (flows.told_in[told] != flows.told_in[lead])]
        project = np.concatenate([flows.receiver_project[rows], flows.receiver_project[told]])
        row = np.concatenate([rows, flows.lead[told].astype(np.int64)])
        pairs = np.unique(np.stack([project, row])[:, project >= 0], axis=1)
        return pairs[0].astype(np.int32), pairs[1].astype(np.int64)

    @cached_property
    def shared(self) -> Mask:
        """Which flows come into several projects, nobody knows how much into which."""
        return np.asarray(np.bincount(self.receiving[1], minlength=len(self.flows.statement)) > 1)

    @cached_property
    def mirrors_of(self) -> Index:
        """Receivers' reports by the row of the flow that they tell of."""
        return Index(self.flows.lead[self.mirrors], self.mirrors, len(self.flows.statement))

    def link(self, rows: Longs) -> Longs:
        """The Links of rows."""
        return self.snapshot.statements.link[self.flows.statement[rows]].astype(np.int64)

    def rows_of(self, links: Iterable[int]) -> Longs:
        """The flows of some Links."""
        wanted = np.fromiter(links, dtype=np.int64)
        at = np.searchsorted(self._links, wanted)
        there = at < len(self._links)
        found: Longs = self.rows[at[there][self._links[at[there]] == wanted[there]]]
        return found

    @cached_property
    def _links(self) -> Longs:
        return self.link(self.rows)


def money_of(view: View) -> Money:
    """The money of a view, kept for the next question."""
    money: Money = view.snapshot.large.get(("money", view.filters), lambda: Money(view))
    return money


def sums(money: Money, rows: Longs) -> dict[SumKey, Body]:
    """The Sums of some flows by measure and currency, ordered; what has no currency is in none.  # M5"""
    flows, days = money.flows, money.snapshot.days
    rows = rows[flows.currency[rows] > 0]
    kinds, group = np.unique(np.stack([flows.measure[rows], flows.currency[rows]]), axis=1, return_inverse=True)
    group = group.reshape(-1)
    amounts = flows.amounts.sums(rows, group, kinds.shape[1])
    found: dict[SumKey, Body] = {}
    for number, (measure, currency) in enumerate(kinds.T.tolist()):
        dates = sorted(days.text[date] or "" for date in np.unique(flows.date[rows[group == number]]).tolist() if date)
        key = MEASURES[measure], flows.currencies[currency] or ""
        found[key] = {
            "measure": key[0],
            "amount": plain(amounts[number]),
            "currency": key[1],
            "flows": int((group == number).sum()),
            "since": dates[0] if dates else None,
            "until": dates[-1] if dates else None,
        }
    return dict(sorted(found.items()))


def plain(amount: Decimal) -> str:
    """An amount as a decimal string without an exponent."""
    return format(amount, "f")


def warning(snapshot: Snapshot, kind: str, text: str, about: Iterable[int]) -> Body:
    """A warning of an answer, naming what it is about, the first hundred by id."""
    nodes = sorted({int(node) for node in about if node >= 0})
    return {"kind": kind, "text": text, "entities": snapshot.refs(nodes[:_MOST_NAMED])}


_MOST_NAMED = 100


def warnings_of(money: Money, rows: Longs, touches: Callable[[Longs], Mask] | None = None) -> list[Body]:
    """What an answer made of these flows must say besides; `touches` says which other rows the question is about."""
    found = [both_levels(money, rows)]
    if touches is not None:
        left = np.flatnonzero(money.here & np.isin(money.flows.why_not, _REPORTS))
        found += _superseded(money, left[touches(left)])
        alone = money.mirrors[~np.isin(money.flows.lead[money.mirrors], money.rows)]
        found.append(_given_elsewhere(money, alone[touches(alone)]))
    return [warning for warning in found if warning]


def both_levels(money: Money, rows: Longs) -> Body | None:
    """Whether flows were told at both levels of one family of activities: they are all counted, as told.  # M10"""
    told = np.unique(money.flows.told_in[rows])
    child, parent = money.snapshot.recent.get(("family",), lambda: _family(money.snapshot))
    member = np.zeros(money.size, dtype=bool)
    member[told[told >= 0]] = True
    involved: set[int] = set()
    for start in told[told >= 0][np.isin(told[told >= 0], child)].tolist():
        above = _ancestors(child, parent, start)
        both = [node for node in above if member[node]]
        if both:
            involved.update((start, *both))
    if not involved:
        return None
    text = "activities and activities that they are part of both tell of money here: all of it is counted as told"
    return warning(money.snapshot, "both_levels", text, involved)


def _ancestors(child: Ints, parent: Ints, start: int) -> set[int]:
    seen, left = set[int](), [start]
    while left:
        node = left.pop()
        low, high = np.searchsorted(child, (node, node + 1))
        fresh = set(parent[low:high].tolist()) - seen - {start}
        seen |= fresh
        left += fresh
    return seen


def _family(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """(child, parent) of the activities that are part of another, ordered."""
    links, project = snapshot.links, snapshot.labelled([PROJECT])
    part = (links.type == TYPE_CODE["PART_OF"]) & project[links.source] & project[links.target]
    return links.source[part], links.target[part]


def _superseded(money: Money, rows: Longs) -> list[Body | None]:
    """Flows that do not count because another report of their activity holds.  # M8"""
    found: list[Body | None] = []
    for code in _REPORTS:
        left = rows[money.flows.why_not[rows] == code]
        if len(left):
            by = "an older report" if WHY_NOT[code] == "older_report" else "a secondary reporter's copy"
            text = f"{len(left)} flows of {by} are not counted: another report of the activity holds"
            found.append(warning(money.snapshot, WHY_NOT[code], text, money.flows.told_in[left].tolist()))
    return found


def _given_elsewhere(money: Money, rows: Longs) -> Body | None:
    """Receivers' reports whose giver's report counts and was filtered out.  # M7"""
    if not len(rows):
        return None
    text = f"{len(rows)} flows are not counted: their givers report them too, in what the filters leave out"
    return warning(money.snapshot, WHY_NOT[_MIRROR], text, money.flows.told_in[rows].tolist())


def several_activities(money: Money, rows: Longs) -> Body | None:
    """Flows that one giver tells once and receivers tell of in several activities: the figure is of all of them together."""
    several = np.unique(rows[money.shared[rows]])
    if not len(several):
        return None
    project, row = money.receiving
    text = f"{len(several)} flows come into several activities, as receivers tell: the giver's figure is of all together, in no one's sum"
    return warning(money.snapshot, "several_activities", text, project[np.isin(row, several)].tolist())


def other_activity(money: Money, inside: Mask, measure: int | None = None) -> Body | None:
    """Receivers' reports that are told in projects, their givers naming another activity: the money counts there, not here.  # M7, M13"""
    flows, mirrors = money.flows, money.mirrors
    if measure is not None:
        mirrors = mirrors[flows.measure[mirrors] == measure]
    here, named = flows.told_in[mirrors], flows.receiver_project[flows.lead[mirrors]]
    rows = mirrors[(here >= 0) & (named >= 0) & (named != here) & inside[here] & ~inside[named]]
    if not len(rows):
        return None
    text = f"{len(rows)} flows told as coming in here are not counted here: their givers name another activity"
    both = [*flows.told_in[rows].tolist(), *flows.receiver_project[flows.lead[rows]].tolist()]
    return warning(money.snapshot, "other_activity", text, both)

"""Which flows of money count, decided once for the whole graph, whatever the order of loading.  # M7, M8

Of one project that several report only the report that holds counts. What giver and receiver both tell of counts as the giver tells it:
each of the receiver's reports is evidence of the giver's flow that is nearest in date, then in amount, then by id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from cooplinks.app.graph.arrays import Bytes, Floats, Ints, Longs, Mask
from cooplinks.app.graph.money import FLOW_CODES, INCOMING, NOT_SAID, OUTGOING, WHY_CODE, Flows

Rank = tuple[bool, str, str, int]

_SPAN = 1 << 23  # more than there are days
_FAR = np.int64(1) << 62


@dataclass(frozen=True, slots=True)
class Report:
    """That a source reports a project, the how-manieth time in it, and how its reports are ordered (the greatest holds)."""

    project: int
    source: int
    occurrence: int
    rank: Rank


def decided(flows: Flows, *, source: Ints, ids: Longs, day: Ints, in_flow: Mask, reports: Iterable[Report]) -> Flows:
    """The flows with what counts marked. Row by row: the source that tells it, how its id is ordered, its day, whether it is a flow."""
    flows = replace(flows, why_not=_superseded(flows, source, tuple(reports)))
    lead = _mirrored(flows, ids, day, in_flow)
    why_not = np.where(lead >= 0, WHY_CODE["reported_by_giver"], flows.why_not).astype(np.int8)
    return replace(flows, lead=lead, why_not=why_not)


def _superseded(flows: Flows, source: Ints, reports: Sequence[Report]) -> Bytes:
    """Why flows do not count that were told in another report of a project than the one that holds.  # M8"""
    why_not = flows.why_not.copy()
    by_project: dict[int, dict[tuple[int, int], Rank]] = {}
    for report in reports:
        by_project.setdefault(report.project, {})[report.source, report.occurrence] = report.rank
    several = {project: of for project, of in by_project.items() if len(of) > 1}
    for row in np.flatnonzero(np.isin(flows.told_in, list(several)) & (why_not == 0)).tolist():
        of = several[int(flows.told_in[row])]
        told, holds = of.get((int(source[row]), int(flows.occurrence[row]))), max(of.values())
        if told is not None and told != holds:
            why_not[row] = WHY_CODE["older_report" if told[0] == holds[0] else "secondary_report"]
    return why_not


class _Near(NamedTuple):
    """For each report the nearest flow found so far: its row (-1: none), days between, amount between, order of its id."""

    row: Longs
    days: Longs
    amount: Floats
    id: Longs

    def closer(self, other: "_Near") -> "_Near":
        """Of both the nearer one, report by report."""
        equal = (other.days == self.days) & (other.amount == self.amount)
        nearer = (other.days == self.days) & (other.amount < self.amount) | (other.days < self.days) | equal & (other.id < self.id)
        return _Near(*(np.where(nearer, theirs, ours) for ours, theirs in zip(self, other, strict=True)))

    @classmethod
    def none(cls, reports: int) -> "_Near":
        return cls(np.full(reports, -1), np.full(reports, _FAR), np.full(reports, np.inf), np.full(reports, _FAR))


class _Side(NamedTuple):
    """Flows, or reports of them, to be matched: rows, days, amounts, and the order of their ids."""

    row: Longs
    day: Longs
    amount: Floats
    id: Longs

    def only(self, chosen: Mask | Longs) -> "_Side":
        return _Side(self.row[chosen], self.day[chosen], self.amount[chosen], self.id[chosen])


def _mirrored(flows: Flows, ids: Longs, day: Ints, in_flow: Mask) -> Ints:
    """Of each receiver's report the row of the giver's flow that it tells of, -1 where the giver does not tell of it.  # M7"""
    lead = np.full(len(flows.statement), -1, dtype=np.int32)
    fit = (flows.why_not == 0) & (flows.giver >= 0) & (flows.receiver >= 0) & in_flow & np.isin(flows.measure, FLOW_CODES)
    agreed = _numbered(flows.giver, flows.receiver, flows.measure, flows.currency, among=fit)
    given, taken = fit & (flows.direction == OUTGOING), fit & (flows.direction == INCOMING)
    met = _there(agreed, given) & _there(agreed, taken)
    gives, takes = (_side(flows, np.flatnonzero(mask & met[agreed]), day, ids) for mask in (given, taken))
    if not len(gives.row) or not len(takes.row):
        return lead
    found = _Near.none(len(takes.row))
    names, named_by = flows.provider_activity, flows.receiver_activity
    for giver, taker in (
        (flows.told_in, np.where(names >= 0, names, -1)),  # the receiver names the giver's activity
        (np.where(named_by >= 0, named_by, -1), flows.told_in),  # the giver names the receiver's
        (np.where(named_by == NOT_SAID, 0, -1), np.where(names == NOT_SAID, 0, -1)),  # neither names any
    ):
        found = found.closer(_matched(gives, takes, agreed, giver.astype(np.int32), taker.astype(np.int32)))
    lead[takes.row] = found.row
    return lead


def _matched(gives: _Side, takes: _Side, agreed: Longs, giver: Ints, taker: Ints) -> _Near:
    """The nearest flow of each report among those that agree and bear the same number, which is not negative."""
    g, t = giver[gives.row] >= 0, taker[takes.row] >= 0
    gives, some = gives.only(g), takes.only(t)
    rows = np.concatenate([gives.row, some.row])
    codes = np.concatenate([giver[gives.row], taker[some.row]])
    group = _numbered(agreed[rows], codes)
    near = _Near.none(len(takes.row))
    if len(gives.row) and len(some.row):
        for whole, part in zip(near, _nearest(gives, group[: len(gives.row)], some, group[len(gives.row) :]), strict=True):
            whole[t] = part
    return near


def _nearest(gives: _Side, group: Longs, takes: _Side, asked: Longs) -> _Near:
    """Of each of `takes` the nearest of `gives` in the same group."""
    order = np.lexsort((gives.id, gives.amount, gives.day, group))
    gives, keys = gives.only(order), (group * _SPAN + gives.day)[order]
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    ends, runs = np.append(first, len(keys)), keys[first]
    after = np.searchsorted(runs, asked * _SPAN + takes.day)
    found = _Near.none(len(asked))
    for run in (after - 1, after):
        there = (run >= 0) & (run < len(runs))
        at = np.where(there, run, 0)
        there &= runs[at] // _SPAN == asked
        days = np.where(there, np.abs(runs[at] % _SPAN - takes.day), _FAR)
        found = found.closer(_nearest_amount(gives, ends[at], ends[at + 1], takes.amount, there, days))
    return found


def _nearest_amount(gives: _Side, start: Longs, end: Longs, amount: Floats, there: Mask, days: Longs) -> _Near:
    """Of each run of one day, which is ordered by amount and id, the member nearest in amount."""
    above = _first_from(gives.amount, start, end, amount)
    below = _first_from(gives.amount, start, end, gives.amount[np.maximum(above - 1, start)])
    found = _Near.none(len(start))
    for at, is_one in ((below, above > start), (above, above < end)):
        is_one = is_one & there
        at = np.where(is_one, at, 0)
        between = np.where(is_one, np.abs(gives.amount[at] - amount), np.inf)
        one = _Near(np.where(is_one, gives.row[at], -1), np.where(is_one, days, _FAR), between, np.where(is_one, gives.id[at], _FAR))
        found = found.closer(one)
    return found


def _first_from(values: Floats, start: Longs, end: Longs, least: Floats) -> Longs:
    """Of each run the place of its first value that is not below `least`; its end where there is none."""
    low, high = start.copy(), end.copy()
    while (open := low < high).any():
        middle = (low + high) // 2
        below = open & (values[np.minimum(middle, len(values) - 1)] < least)
        low = np.where(below, middle + 1, low)
        high = np.where(open & ~below, middle, high)
    return low


def _side(flows: Flows, rows: Longs, day: Ints, ids: Longs) -> _Side:
    return _Side(rows, np.clip(day[rows].astype(np.int64), 0, _SPAN - 1), flows.amounts.near(rows), ids[rows])


def _there(numbers: Longs, among: Mask) -> Mask:
    """Which numbers are there."""
    there = np.zeros(int(numbers.max(initial=0)) + 1, dtype=bool)
    there[numbers[among]] = True
    return there


def _numbered(*columns: Longs | Ints | Bytes, among: Mask | None = None) -> Longs:
    """A number for each distinct combination of values; 0 beside `among`."""
    rows = np.arange(len(columns[0])) if among is None else np.flatnonzero(among)
    whole = np.zeros(len(columns[0]), dtype=np.int64)
    if len(rows):
        whole[rows] = distinct([column[rows] for column in columns])[1] + 1
    return whole


def distinct(columns: Sequence[Longs | Ints | Bytes]) -> tuple[Longs, Longs]:
    """The first row of each distinct combination of values, and of each row the number of its."""
    number, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        least = int(column.min())
        span = int(column.max()) - least + 1
        if size > (1 << 62) // span:
            number = np.unique(number, return_inverse=True)[1]
            size = int(number.max()) + 1
        number, size = number * span + (column.astype(np.int64) - least), size * span
    _, first, group = np.unique(number, return_index=True, return_inverse=True)
    return first, group

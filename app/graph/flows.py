"""What flows into, within and out of a boundary of organisations or of projects.  # M12, M13

Each flow that counts is in exactly one of four parts: incoming (the giver is outside), internal (both ends are inside), outgoing (the
receiver is outside) and unmatched (the other end is not named at all).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.arrays import Floats, Ints, Longs, Mask
from cooplinks.app.graph.cells import csv_text
from cooplinks.app.graph.counting import distinct
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.money import EXACTLY, FLOW_MEASURES, MEASURE_CODE, NOBODY
from cooplinks.app.graph.rates import EURO, MOST_DAYS_BACK, SOURCE, Rate, known_currencies, rate_on, reach
from cooplinks.app.graph.shares import BY, NEARLY, Key, Splits, decimal_of, splits_of
from cooplinks.app.graph.snapshot import Snapshot
from cooplinks.app.graph.sums import Money, other_activity, plain, several_activities, warning, warnings_of
from cooplinks.app.ontology import MEASURES, ORGANISATION, PERSON, PROJECT

PARTS = ("incoming", "internal", "outgoing", "unmatched")
INCOMING, INTERNAL, OUTGOING, UNMATCHED = range(4)
DIRECTIONS = (None, "incoming", "outgoing")  # of what is unmatched

Body = dict[str, Any]
Totals = dict[str, Decimal | Fraction]  # by currency
_CENT, _NEARLY_NONE, _MOST_PLACES = Decimal("0.01"), Decimal("1e-40"), 40
_MOST_RATES = 1000
_COLUMNS = ("part", "direction", "entity_id", "entity", "key", "vocabulary", "currency", "amount", "flows", "note")


@dataclass(frozen=True, slots=True)
class Boundary:
    """The entities inside, ordered, and whether they are projects."""

    nodes: tuple[int, ...]
    of_projects: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a boundary: one measure, in one currency or as told, broken down or not."""

    measure: str
    currency: str | None = None
    by: str | None = None


class Kind(NamedTuple):
    """How flows convert: their currency (None: none is given), the rate of their day and what it comes to; `shown`: they are in sums."""

    currency: str | None
    day: int
    rate: Rate | None
    factor: Decimal
    shown: bool

    def of(self, amount: Decimal) -> Decimal:
        """The amount as it is shown, unrounded."""
        return NEARLY.multiply(amount, self.factor) if self.rate else amount


class Item(NamedTuple):
    """A line of a part: its counterpart (NOBODY: none is named), direction, currency, amount and flows."""

    entity: int
    direction: int
    currency: str | None
    amount: Decimal | None
    flows: int


def boundary_of(snapshot: Snapshot, nodes: Sequence[int]) -> Boundary:
    """The boundary of some entities; raises WrongUse where they are not all organisations and persons, or all projects."""
    if not nodes:
        raise WrongUse("boundary takes at least one organisation or project", "boundary")
    projects = [snapshot.bears(node, PROJECT) for node in nodes]
    for node, project in zip(nodes, projects, strict=True):
        if not (project or snapshot.bears(node, ORGANISATION) or snapshot.bears(node, PERSON)):
            label = snapshot.nodes.labels[node][0]
            raise WrongUse(
                f"a boundary is of organisations (persons too) or of projects; {snapshot.nodes.ids[node]} is a {label}", "boundary"
            )
    if any(projects) and not all(projects):
        raise WrongUse("a boundary is of organisations or of projects, not of both", "boundary")
    return Boundary(tuple(sorted(nodes)), all(projects))


def asked(money: Money, measure: str, currency: str | None, by: str | None) -> Asked:
    """What is asked; raises WrongUse for what is none."""
    if measure not in FLOW_MEASURES:
        known = "is no flow" if measure in MEASURES else "is unknown"
        raise WrongUse(f"measure {measure!r} {known}; allowed: {', '.join(FLOW_MEASURES)}", "measure")
    if by is not None and by not in BY:
        raise WrongUse(f"by {by!r} is unknown; allowed: {', '.join(BY)}", "by")
    code = currency.strip().upper() if currency is not None else None
    if code is not None and code not in known_currencies() and code not in money.flows.currencies:
        raise WrongUse(f"currency {currency!r} is unknown; allowed: {', '.join(sorted(known_currencies()))}", "currency")
    return Asked(measure, code, by)


class Found:
    """The flows that touch a boundary: their rows, and of each its part, direction, counterpart and kind."""

    def __init__(self, money: Money, boundary: Boundary, asked: Asked, deadline: Deadline) -> None:
        self.money, self.boundary, self.asked = money, boundary, asked
        touch = _project_parts if boundary.of_projects else _organisation_parts
        self.rows, self.part, self.direction, self.entity = touch(money, MEASURE_CODE[asked.measure], boundary)
        deadline.check()
        self.flows: list[int] = np.bincount(self.part, minlength=len(PARTS)).tolist()
        self.kinds, self.kind = _kinds(money, self.rows, asked.currency)
        self.shown: Mask = np.array([kind.shown for kind in self.kinds], dtype=bool)[self.kind]
        deadline.check()

    @cached_property
    def _lines(self) -> tuple[Longs, Longs]:
        """The first flow of each line, and of each flow that is listed the number of its line."""
        currency = self.money.flows.currency[self.rows] * (self.asked.currency is None)
        listed = self.shown | (self.asked.currency is None)
        self.listed = np.flatnonzero(listed)
        if not len(self.listed):
            return self.listed, self.listed
        columns = (self.part, self.direction, self.entity + 1, currency)
        first, line = distinct([column[self.listed] for column in columns])
        return self.listed[first], line

    def lines(self, part: int) -> "Lines":
        """The lines of a part, largest first, then by currency and id; what is in no sum comes last."""
        first, line = self._lines
        of_part = np.flatnonzero(self.part[first] == part)
        money, at = self.money, first[of_part]
        currency = np.argsort(np.argsort([name or "" for name in money.flows.currencies]))[money.flows.currency[self.rows[at]]]
        size = self._sizes[of_part]
        order = np.lexsort((self.direction[at], self.entity[at], currency, -size, ~self.shown[at]))
        return Lines(self, of_part[order], line)

    @cached_property
    def _sizes(self) -> Floats | Longs:
        """How large the lines are: exactly, or as far as twelve digits tell where they are converted or very long."""
        first, line = self._lines
        rows = self.rows[self.listed]
        exact = None if self.asked.currency else self.money.flows.amounts.whole_sums(rows, line, len(first))
        if exact is not None:
            return exact[0]
        rates = np.array([float(kind.factor) * kind.shown for kind in self.kinds])
        near = np.bincount(line, self.money.flows.amounts.near(rows) * rates[self.kind[self.listed]], len(first))
        return np.array([float(f"{size:.12g}") for size in near.tolist()])

    def sums(self, chosen: Longs, group: Longs, groups: int) -> list[Decimal]:
        """The exact sums, as they are shown but unrounded, of groups of some of the flows, which must be in sums."""
        totals = [Decimal(0)] * groups
        if not len(chosen):
            return totals
        first, alike = distinct([group, self.kind[chosen]])
        amounts = self.money.flows.amounts.sums(self.rows[chosen], alike, len(first))
        for number, kind, amount in zip(group[first].tolist(), self.kind[chosen][first].tolist(), amounts, strict=True):
            totals[number] = EXACTLY.add(totals[number], self.kinds[kind].of(amount))
        return totals

    def totals(self, part: int) -> dict[str, str]:
        """The sums of a part by currency."""
        return self.by_currency(np.flatnonzero(self.shown & (self.part == part)))

    def by_currency(self, chosen: Longs) -> dict[str, str]:
        """The sums of some flows by currency."""
        currency = self.money.flows.currency[self.rows[chosen]] * (self.asked.currency is None)
        codes, group = np.unique(currency, return_inverse=True)
        names = [self.asked.currency or self.money.flows.currencies[code] or "" for code in codes.tolist()]
        sums = self.sums(chosen, group, len(codes))
        return dict(sorted((name, self.text(sum)) for name, sum in zip(names, sums, strict=True)))

    def text(self, amount: Decimal) -> str:
        """An amount as a decimal string: as told exactly; converted, or split so that no decimal is exact, rounded once, half even."""
        places = -int(amount.as_tuple().exponent)
        if self.asked.currency or (self.asked.by and places > _MOST_PLACES):
            return plain(EXACTLY.quantize(EXACTLY.quantize(amount, _NEARLY_NONE), _CENT))
        return plain(amount)


class Lines:
    """The lines of a part, in order; amounts are made for those that are looked at."""

    def __init__(self, found: Found, order: Longs, line: Longs) -> None:
        self._found, self._order, self._line = found, order, line

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, part: slice) -> list[Item]:
        found, chosen = self._found, self._order[part]
        place = np.full(int(self._line.max(initial=-1)) + 1, -1)
        place[chosen] = np.arange(len(chosen))
        here = np.flatnonzero(place[self._line] >= 0)
        rows, group = found.listed[here], place[self._line[here]]
        shown = found.shown[rows]
        amounts = found.sums(rows[shown], group[shown], len(chosen))
        flows = np.bincount(group, minlength=len(chosen)).tolist()
        first = found._lines[0][chosen]
        return [self._item(at, amount, n) for at, amount, n in zip(first.tolist(), amounts, flows, strict=True)]

    def _item(self, at: int, amount: Decimal, flows: int) -> Item:
        found = self._found
        currency = found.asked.currency or found.kinds[found.kind[at]].currency
        return Item(int(found.entity[at]), int(found.direction[at]), currency, amount if found.shown[at] else None, flows)


def render_item(found: Found, item: Item, part: int) -> Body:
    """The body of a line."""
    line: Body = {
        "entity": None if item.entity == NOBODY else found.money.snapshot.ref(item.entity),
        "currency": item.currency,
        "amount": None if item.amount is None else found.text(item.amount),
        "flows": item.flows,
    }
    return line | ({"direction": DIRECTIONS[item.direction]} if part == UNMATCHED else {})


def part_body(found: Found, part: int, page: Mapping[str, Any]) -> Body:
    """The body of a part; `page` are its lines."""
    body: Body = {"total": found.totals(part), "flows": found.flows[part], "items": page["items"], "next": page["next"]}
    return body | ({"breakdown": _breakdown(found, part)} if found.asked.by else {})


def rest_body(found: Found) -> Body:
    """What is said of the whole answer: the rates, what could not be converted, and warnings."""
    money, snapshot = found.money, found.money.snapshot
    return {"rates": _rates(found), "unconverted": _unconverted(found), "warnings": _warnings(money, snapshot, found)}


def as_csv(body: Body) -> str:
    """An answer as CSV: a row each line of each part, or with `by` each key; what was not converted last."""
    return csv_text(_COLUMNS, _rows(body))


def _organisation_parts(money: Money, measure: int, boundary: Boundary) -> tuple[Longs, Longs, Longs, Longs]:
    """The flows that touch organisations: rows, part, direction, counterpart.  # M12"""
    rows, giver, receiver = money.of_measure(measure)
    member = _member(money, boundary)
    gives, takes = member[giver], member[receiver]
    touched = np.flatnonzero(gives | takes)
    gives, takes, giver, receiver = gives[touched], takes[touched], giver[touched], receiver[touched]
    return rows[touched], *_parted(gives, takes, giver, receiver, inner=receiver)


def _project_parts(money: Money, measure: int, boundary: Boundary) -> tuple[Longs, Longs, Longs, Longs]:
    """The flows that touch projects; their counterpart is the organisation named, else the project.  # M13"""
    flows, member = money.flows, _member(money, boundary)
    rows, giver, receiver = money.of_measure(measure)
    inner, into = (np.full(len(flows.statement), NOBODY, dtype=np.int32) for _ in range(2))
    project, row = money.receiving
    into[row] = project
    inside = member[project] & ~np.isin(row, row[~member[project]])  # of several that receive all must be inside
    inner[row[inside]] = project[inside]
    gives, takes = member[flows.giver_project[rows]], inner[rows] != NOBODY
    touched = np.flatnonzero(gives | takes)
    rows, gives, takes = rows[touched], gives[touched], takes[touched]
    giver, receiver = giver[touched], receiver[touched]
    giver = np.where(giver == NOBODY, np.maximum(flows.giver_project[rows], NOBODY), giver)
    receiver = np.where(receiver == NOBODY, into[rows], receiver)
    return rows, *_parted(gives, takes, giver, receiver, inner=inner[rows])


def _parted(gives: Mask, takes: Mask, giver: Ints, receiver: Ints, *, inner: Ints) -> tuple[Longs, Longs, Longs]:
    """Of each flow its part, its direction where it is unmatched, and its counterpart (of an internal one who receives)."""
    other = np.where(gives & takes, inner, np.where(takes, giver, receiver))
    part = np.where(gives & takes, INTERNAL, np.where(other == NOBODY, UNMATCHED, np.where(takes, INCOMING, OUTGOING)))
    direction = np.where(part == UNMATCHED, np.where(takes, 1, 2), 0)
    return part.astype(np.int64), direction.astype(np.int64), other.astype(np.int64)


def _member(money: Money, boundary: Boundary) -> Mask:
    """Which entities are inside; the last two answer for nobody and for what is not said."""
    member = np.zeros(money.size + 2, dtype=bool)
    member[list(boundary.nodes)] = True
    return member


def _kinds(money: Money, rows: Longs, to: str | None) -> tuple[list[Kind], Longs]:
    """How some flows convert, and of each flow which way."""
    if not len(rows):
        return [], rows
    currency = money.flows.currency[rows]
    day = _days(money, rows, to) if to else np.zeros(len(rows), dtype=np.int64)
    first, kind = distinct([currency, day])
    named = [(money.flows.currencies[code], when) for code, when in zip(currency[first].tolist(), day[first].tolist(), strict=True)]
    return [_kind(name, when, to) for name, when in named], kind


def _kind(currency: str | None, day: int, to: str | None) -> Kind:
    if currency is None or to in (None, currency):
        return Kind(currency, 0, None, Decimal(1), shown=currency is not None)
    rate = rate_on(currency, to or "", day) if day else None
    factor = NEARLY.divide(rate.to_per_euro, rate.per_euro) if rate else Decimal(1)
    return Kind(currency, day, rate, factor, shown=rate is not None)


def _days(money: Money, rows: Longs, currency: str | None) -> Longs:
    """The day that picks the rate: of the value date, else of the flow; 0 where no day is known, or none is needed."""
    flows, days = money.flows, money.snapshot.days
    picked = np.where(flows.value_date[rows] > 0, flows.value_date[rows], flows.date[rows])
    known = (picked > 0) & (days.first[picked] == days.last[picked])
    same = flows.currency[rows] == (list(flows.currencies).index(currency) if currency in flows.currencies else -1)
    return np.where(known & ~same, days.first[picked], 0).astype(np.int64)


def _breakdown(found: Found, part: int) -> Body:
    """The part by year, country or sector; what nobody allocates is `unallocated`."""
    splits = splits_of(found.money.snapshot, found.asked.by or "")
    shares: dict[Key, Totals] = {}
    flows: Counter[Key] = Counter()
    rest: Totals = {}
    for split, currency, amount, count in _by_split(found, part, splits):
        for key, share in splits.table[split].parts:
            flows[key] += count
            if amount is not None:
                _add(shares.setdefault(key, {}), currency, _share(amount, share))
        if amount is not None and splits.table[split].rest:
            _add(rest, currency, _share(amount, splits.table[split].rest))
    items = [
        {
            "key": key[0],
            **({} if key[1] is None else {"vocabulary": key[1]}),
            "total": _texts(found, shares.get(key, {})),
            "flows": flows[key],
        }
        for key in sorted(flows, key=lambda key: (key[1] or "", key[0]))
    ]
    return {"by": found.asked.by, "items": items, "unallocated": _texts(found, rest)}


def _by_split(found: Found, part: int, splits: Splits) -> Iterator[tuple[int, str, Decimal | None, int]]:
    """(split, currency, sum, flows) of the flows of a part that are split alike; no sum where there is no currency or rate."""
    chosen = np.flatnonzero(found.part == part)
    if not len(chosen):
        return
    split, shown = splits.of(found.rows[chosen]), found.shown[chosen]
    currency = found.money.flows.currency[found.rows[chosen]] * (found.asked.currency is None)
    first, group = distinct([split, currency, shown.astype(np.int8)])
    sums = found.sums(chosen[shown], group[shown], len(first))
    for number, (at, count) in enumerate(zip(first.tolist(), np.bincount(group).tolist(), strict=True)):
        name = found.asked.currency or found.money.flows.currencies[currency[at]] or ""
        yield int(split[at]), name, sums[number] if shown[at] else None, count


def _share(amount: Decimal, share: Decimal | Fraction) -> Decimal | Fraction:
    if isinstance(share, Fraction):
        return Fraction(amount) * share
    return amount if share == 1 else EXACTLY.normalize(EXACTLY.multiply(amount, share))


def _add(totals: Totals, currency: str, amount: Decimal | Fraction) -> None:
    before = totals.get(currency, Decimal(0))
    if isinstance(before, Decimal) and isinstance(amount, Decimal):
        totals[currency] = EXACTLY.add(before, amount)
    else:
        totals[currency] = Fraction(before) + Fraction(amount)


def _texts(found: Found, totals: Totals) -> dict[str, str]:
    return {currency: found.text(decimal_of(amount)) for currency, amount in sorted(totals.items())}


def _rates(found: Found) -> Body | None:
    """The rates that were used, and how far rates reach; beyond, flows are `unconverted`."""
    if found.asked.currency is None:
        return None
    first, last = reach(found.asked.currency if found.asked.currency in known_currencies() else EURO)
    used = sorted((kind.currency or "", kind.day, kind.rate) for kind in found.kinds if kind.rate)
    return {
        "source": SOURCE,
        "to": found.asked.currency,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "most_days_back": MOST_DAYS_BACK,
        "total": len(used),
        "used": [_rate(*each) for each in used[:_MOST_RATES]],
    }


def _rate(currency: str, day: int, rate: Rate) -> Body:
    return {
        "currency": currency,
        "date": date.fromordinal(day).isoformat(),
        "rate_date": rate.day.isoformat(),
        "per_euro": str(rate.per_euro),
        "to_per_euro": str(rate.to_per_euro),
    }


def _unconverted(found: Found) -> list[Body]:
    """What has no rate, or no currency, by part and currency; never dropped."""
    left = np.flatnonzero(~found.shown)
    if not len(left):
        return []
    flows, rows, parts = found.money.flows, found.rows[left], found.part[left]
    first, group = distinct([parts, flows.currency[rows]])
    sums = flows.amounts.sums(rows, group, len(first))
    said = zip(parts[first].tolist(), flows.currency[rows[first]].tolist(), sums, np.bincount(group).tolist(), strict=True)
    named = [(part, flows.currencies[code] or "", amount, count) for part, code, amount, count in said]
    return [_left(*each) for each in sorted(named)]


def _left(part: int, currency: str, amount: Decimal, flows: int) -> Body:
    return {
        "part": PARTS[part],
        "currency": currency or None,
        "amount": plain(amount) if currency else None,
        "flows": flows,
        "reason": f"no rate of its day, nor of the {MOST_DAYS_BACK} days before" if currency else "no currency is given",
    }


def _warnings(money: Money, snapshot: Snapshot, found: Found) -> list[Body]:
    measure = MEASURE_CODE[found.asked.measure]

    def touches(left: Longs) -> Mask:
        member = _member(money, found.boundary)
        flows = money.flows
        ends = (flows.giver_project, flows.receiver_project) if found.boundary.of_projects else (flows.giver, flows.receiver)
        return np.asarray((member[ends[0][left]] | member[ends[1][left]]) & (flows.measure[left] == measure))

    said = warnings_of(money, found.rows, touches)
    if found.boundary.of_projects:
        project, row = money.receiving
        into = row[_member(money, found.boundary)[project]]
        said.append(several_activities(money, np.setdiff1d(into[money.flows.measure[into] == measure], found.rows)) or {})
        said.append(other_activity(money, _member(money, found.boundary), measure) or {})
    if found.asked.by:
        said.append(_over(money, found) or {})
    return [each for each in said if each]


def _over(money: Money, found: Found) -> Body | None:
    """Whether percentages came to more than 100."""
    splits = splits_of(money.snapshot, found.asked.by or "")
    over = np.array([split.over for split in splits.table], dtype=bool)
    rows = found.rows[over[splits.of(found.rows)]]
    if not len(rows):
        return None
    text = f"percentages of {found.asked.by} come to more than 100 in {len(rows)} flows: each is scaled down to its share of 100"
    return warning(money.snapshot, "percentages_over_100", text, money.flows.told_in[rows].tolist())


def _rows(body: Body) -> Iterator[list[object]]:
    for part in PARTS:
        said = body[part]
        if "breakdown" in said:
            yield from _key_rows(part, said["breakdown"])
        else:
            for item in said["items"]:
                entity = item["entity"] or {}
                ends = [item.get("direction"), entity.get("id"), entity.get("name"), None, None]
                yield [part, *ends, item["currency"], item["amount"], item["flows"], None]
    for left in body["unconverted"]:
        yield [left["part"], None, None, None, None, None, left["currency"], left["amount"], left["flows"], left["reason"]]


def _key_rows(part: str, breakdown: Body) -> Iterator[list[object]]:
    for item in breakdown["items"]:
        for currency, amount in item["total"].items():
            yield [part, None, None, None, item["key"], item.get("vocabulary"), currency, amount, item["flows"], None]
    for currency, amount in breakdown["unallocated"].items():
        yield [part, None, None, None, None, None, currency, amount, None, "unallocated"]

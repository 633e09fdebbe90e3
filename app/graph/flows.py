"""What flows into, within and out of a boundary of organisations or of projects.  # M12, M13

Each flow that counts is in exactly one of four parts: incoming (the giver is outside), internal (both ends are inside), outgoing (the
receiver is outside) and unmatched (the other end is not named at all).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.arrays import Ints, Longs, Mask
from cooplinks.app.graph.cells import csv_text
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.money import EXACTLY, FLOW_MEASURES, MEASURE_CODE, NOBODY
from cooplinks.app.graph.rates import EURO, MOST_DAYS_BACK, SOURCE, Rate, known_currencies, rate_on, reach
from cooplinks.app.graph.shares import BY, Key, splits_of
from cooplinks.app.graph.snapshot import Snapshot
from cooplinks.app.graph.sums import Money, plain, several_projects, warning, warnings_of
from cooplinks.app.ontology import MEASURES, ORGANISATION, PERSON, PROJECT

PARTS = ("incoming", "internal", "outgoing", "unmatched")
INCOMING, INTERNAL, OUTGOING, UNMATCHED = range(4)
DIRECTIONS = (None, "incoming", "outgoing")  # of what is unmatched

Body = dict[str, Any]
Amount = Decimal | Fraction
Totals = dict[str, Amount]
_CENT = Decimal("0.01")
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


class Cell(NamedTuple):
    """Flows of one part, direction and counterpart (NOBODY: none is named) in one currency that convert alike, put together."""

    part: int
    direction: int
    entity: int
    currency: str | None
    day: int
    split: int
    amount: Decimal
    flows: int


class Item(NamedTuple):
    """A line of a part."""

    entity: int
    direction: int
    currency: str | None
    amount: Amount | None
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
    """The flows that touch a boundary, in parts, put together; each with its amount as it is shown, unrounded (None: in no sum)."""

    def __init__(self, money: Money, boundary: Boundary, asked: Asked, deadline: Deadline) -> None:
        self.money, self.boundary, self.asked = money, boundary, asked
        touch = _project_parts if boundary.of_projects else _organisation_parts
        self.rows, self.part, self.direction, self.entity = touch(money, MEASURE_CODE[asked.measure], boundary)
        deadline.check()
        self.flows: list[int] = np.bincount(self.part, minlength=len(PARTS)).tolist()
        self.used: dict[tuple[str, int], Rate] = {}
        cells = _cells(self, splits_of(money.snapshot, asked.by).of(self.rows) if asked.by else None)
        deadline.check()
        self.parts: list[list[tuple[Cell, Amount | None]]] = [[] for _ in PARTS]
        for cell in cells:
            self.parts[cell.part].append((cell, self._shown(cell)))

    def _shown(self, cell: Cell) -> Amount | None:
        """The amount in the currency asked for (as told: in its own); None where it has none, or no rate."""
        if cell.currency is None:
            return None
        if self.asked.currency in (None, cell.currency):
            return cell.amount
        rate = rate_on(cell.currency, self.asked.currency or "", cell.day) if cell.day else None
        if rate is None:
            return None
        self.used[cell.currency, cell.day] = rate
        return Fraction(cell.amount) * rate.value

    def shown_in(self, cell: Cell) -> str:
        """The currency that it is shown in."""
        return self.asked.currency or cell.currency or ""

    def items(self, part: int) -> list[Item]:
        """The lines of a part, largest first, then by currency and id; what is in no sum comes last."""
        found: dict[tuple[int, int, str | None], tuple[Amount | None, int]] = {}
        for cell, amount in self.parts[part]:
            if amount is None and self.asked.currency:
                continue
            key = cell.entity, cell.direction, None if amount is None else self.shown_in(cell)
            before, flows = found.get(key, (None, 0))
            found[key] = amount if before is None or amount is None else _plus(before, amount), flows + cell.flows
        items = [Item(*key, amount, flows) for key, (amount, flows) in found.items()]
        return sorted(items, key=lambda item: (item.amount is None, -(item.amount or 0), item.currency or "", item.entity, item.direction))

    def totals(self, part: int) -> Totals:
        """The sum of a part by currency."""
        total: Totals = {}
        for cell, amount in self.parts[part]:
            if amount is not None:
                _add(total, self.shown_in(cell), amount)
        return total

    def text(self, amount: Amount) -> str:
        """An amount as a decimal string: as told exactly; converted, or split so that no decimal is exact, rounded once."""
        if self.asked.currency:
            return plain(_rounded(Fraction(amount)))
        exact = amount if isinstance(amount, Decimal) else _exact(amount)
        return plain(_rounded(Fraction(amount)) if exact is None else exact)


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
    body: Body = {"total": _texts(found, found.totals(part)), "flows": found.flows[part], "items": page["items"], "next": page["next"]}
    return body | ({"breakdown": _breakdown(found, part)} if found.asked.by else {})


def rest_body(found: Found) -> Body:
    """What is said of the whole answer: the rates, what could not be converted, and warnings."""
    money, snapshot = found.money, found.money.snapshot
    return {"rates": _rates(found), "unconverted": list(_unconverted(found)), "warnings": _warnings(money, snapshot, found)}


def as_csv(body: Body) -> str:
    """An answer as CSV: a row each line of each part, or with `by` each key; what was not converted last."""
    return csv_text(_COLUMNS, _rows(body))


def _plus(one: Amount, other: Amount) -> Amount:
    """Both together, exactly; decimals keep their places."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return EXACTLY.add(one, other)
    return Fraction(one) + Fraction(other)


def _add(totals: Totals, currency: str, amount: Amount) -> None:
    totals[currency] = _plus(totals[currency], amount) if currency in totals else amount


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
    inner[row[member[project]]] = project[member[project]]
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


def _cells(found: Found, split: Ints | None) -> list[Cell]:
    """The flows put together as far as they convert and split alike."""
    money, rows = found.money, found.rows
    if not len(rows):
        return []
    flows, currencies = money.flows, money.flows.currencies
    currency = flows.currency[rows].astype(np.int64)
    day = _days(money, rows, found.asked.currency) if found.asked.currency else np.zeros(len(rows), dtype=np.int64)
    columns = [found.part, found.direction, found.entity + 1, currency, day, np.zeros(len(rows), np.int64) if split is None else split]
    first, group = _grouped(columns)
    amounts = flows.amounts.sums(rows, group, len(first))
    counts = np.bincount(group).tolist()
    parted = zip(*(column[first].tolist() for column in columns), amounts, counts, strict=True)
    return [Cell(p, d, entity - 1, currencies[c], when, s, amount, n) for p, d, entity, c, when, s, amount, n in parted]


def _grouped(columns: Sequence[Longs | Ints]) -> tuple[Longs, Longs]:
    """The first row of each distinct combination, and of each row the number of its."""
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        span = int(column.max()) + 1
        if span > 1:
            number = np.unique(number, return_inverse=True)[1] if number.max() > (1 << 62) // span else number
            number = number * span + column
    _, first, group = np.unique(number, return_index=True, return_inverse=True)
    return first, group


def _days(money: Money, rows: Longs, currency: str | None) -> Longs:
    """The day that picks the rate: of the value date, else of the flow; 0 where no day is known, or none is needed."""
    flows, days = money.flows, money.snapshot.days
    picked = np.where(flows.value_date[rows] > 0, flows.value_date[rows], flows.date[rows])
    known = (picked > 0) & (days.first[picked] == days.last[picked])
    same = flows.currency[rows] == (list(flows.currencies).index(currency) if currency in flows.currencies else -1)
    return np.where(known & ~same, days.first[picked], 0).astype(np.int64)


def _breakdown(found: Found, part: int) -> Body:
    """The part by year, country or sector; what nobody allocates is `unallocated`."""
    table = splits_of(found.money.snapshot, found.asked.by or "").table
    keys: dict[Key, tuple[Totals, int]] = {}
    rest: Totals = {}
    for cell, amount in found.parts[part]:
        left = Fraction(1)
        for key, share in table[cell.split].parts:
            totals, flows = keys.get(key, ({}, 0))
            if amount is not None:
                _add(totals, found.shown_in(cell), amount if share == 1 else Fraction(amount) * share)
            keys[key] = totals, flows + cell.flows
            left -= share
        if amount is not None and left:
            _add(rest, found.shown_in(cell), amount if left == 1 else Fraction(amount) * left)
    items = [
        {"key": key, **({"vocabulary": vocabulary} if vocabulary is not None else {}), "total": _texts(found, totals), "flows": flows}
        for (key, vocabulary), (totals, flows) in sorted(keys.items(), key=lambda item: (item[0][1] or "", item[0][0]))
    ]
    return {"by": found.asked.by, "items": items, "unallocated": _texts(found, rest)}


def _texts(found: Found, totals: Totals) -> dict[str, str]:
    return {currency: found.text(amount) for currency, amount in sorted(totals.items())}


def _rates(found: Found) -> Body | None:
    """The rates that were used, and how far rates reach; beyond, flows are `unconverted`."""
    if found.asked.currency is None:
        return None
    first, last = reach(found.asked.currency if found.asked.currency in known_currencies() else EURO)
    used = sorted(found.used.items())
    return {
        "source": SOURCE,
        "to": found.asked.currency,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "most_days_back": MOST_DAYS_BACK,
        "total": len(used),
        "used": [_rate(currency, day, rate) for (currency, day), rate in used[:_MOST_RATES]],
    }


def _rate(currency: str, day: int, rate: Rate) -> Body:
    return {
        "currency": currency,
        "date": date.fromordinal(day).isoformat(),
        "rate_date": rate.day.isoformat(),
        "per_euro": str(rate.per_euro),
        "to_per_euro": str(rate.to_per_euro),
    }


def _unconverted(found: Found) -> Iterator[Body]:
    """What has no rate, or no currency, by part; never dropped."""
    sums: dict[tuple[int, str], tuple[Decimal, int]] = {}
    for cell, shown in (each for part in found.parts for each in part):
        if shown is None:
            key = cell.part, cell.currency or ""
            amount, flows = sums.get(key, (Decimal(0), 0))
            sums[key] = EXACTLY.add(amount, cell.amount), flows + cell.flows
    for (part, currency), (amount, flows) in sorted(sums.items()):
        reason = f"no rate of its day, nor of the {MOST_DAYS_BACK} days before" if currency else "no currency is given"
        yield {
            "part": PARTS[part],
            "currency": currency or None,
            "amount": plain(amount) if currency else None,
            "flows": flows,
            "reason": reason,
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
        said.append(several_projects(money, found.rows) or {})
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


def _exact(amount: Fraction) -> Decimal | None:
    """The fraction as a decimal, None where no decimal is exact."""
    left = amount.denominator
    twos = fives = 0
    while left % 2 == 0:
        left, twos = left // 2, twos + 1
    while left % 5 == 0:
        left, fives = left // 5, fives + 1
    if left != 1:
        return None
    places = max(twos, fives)
    return Decimal(amount.numerator * 10**places // amount.denominator).scaleb(-places, EXACTLY)


def _rounded(amount: Fraction) -> Decimal:
    """The fraction rounded once, half even, to two places."""
    hundredths = round(amount * 100)  # half even
    return Decimal(hundredths).scaleb(-2, EXACTLY).quantize(_CENT, ROUND_HALF_EVEN, EXACTLY)


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

"""The money of a graph as arrays: a row each statement that tells of an amount or an intention, in the order in which statements lie.

An amount is a whole number over a power of ten, so that sums are exact: the numbers are added in two halves that can't overflow, each
power of ten apart. The few that are longer than 64 bits are added one by one.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Context, Decimal
from typing import Any

import numpy as np

from cooplinks.app.graph.arrays import Bytes, Floats, Ints, Longs, Mask
from cooplinks.app.ids import PREFIXES, identifier_key, normal_identifier
from cooplinks.app.model import Entity
from cooplinks.app.ontology import DECIMAL, INTENTIONS, MEASURES, ORGANISATION, PROJECT

FLOW_MEASURES = tuple(m for m in MEASURES if m != "role" and m not in INTENTIONS)  # each summed alone  # M4
MEASURE_CODE = {name: code for code, name in enumerate(MEASURES)}
FLOW_CODES = np.array([MEASURE_CODE[name] for name in FLOW_MEASURES])

WHY_NOT = ("", "reported_by_giver", "older_report", "secondary_report", "intention", "share_unknown", "no_amount")
WHY_CODE = {name: code for code, name in enumerate(WHY_NOT)}
MARKS: dict[str, type] = {"counted": bool, "why_not": str, "mirror_of": str}  # computed here, whatever a store holds

INCOMING, OUTGOING = 1, 2
NOBODY = -1  # an end that is not named, a project that is not known
NOT_SAID = -2  # no activity is named
ELSEWHERE = "*"  # among the countries of a flow: it names a region besides

EXACTLY = Context(prec=100_000)
_PROJECT_ID = f"{PREFIXES[PROJECT]}:"
_DIRECTIONS: dict[str | None, int] = {"incoming": INCOMING, "outgoing": OUTGOING}
_MOST_DIGITS = 18  # of a whole number that is sure to fit 64 bits
_SURELY_FITS = 9e18  # into 64 bits
_HALF = 32
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Amounts:
    """Exact decimals: `whole / 10**places`; `long` has those that do not fit, by row."""

    whole: Longs
    places: Bytes
    long: Mapping[int, Decimal]

    def of(self, row: int) -> Decimal:
        """The amount of a row."""
        return self.long.get(row) or Decimal(int(self.whole[row])).scaleb(-int(self.places[row]), EXACTLY)

    def sums(self, rows: Longs, group: Longs, groups: int) -> list[Decimal]:
        """The exact sum of each group; `group` has a number for each of the rows."""
        total = [Decimal(0)] * groups
        places = self.places[rows]
        for power in np.unique(places).tolist():
            here = places == power
            for number, whole in _whole_sums(self.whole[rows[here]], group[here], groups):
                total[number] = EXACTLY.add(total[number], Decimal(whole).scaleb(-power, EXACTLY))
        if self.long:
            for row, number in zip(rows.tolist(), group.tolist(), strict=True):
                if row in self.long:
                    total[number] = EXACTLY.add(total[number], self.long[row])
        return total

    def whole_sums(self, rows: Longs, group: Longs, groups: int) -> tuple[Longs, int] | None:
        """The exact sums as whole numbers over one power of ten, None where they might be too long for 64 bits."""
        power = int(self.places[rows].max(initial=0))
        scale = power - self.places[rows].astype(np.int64)
        if self.long or power > _MOST_DIGITS or np.abs(self.whole[rows] * 10.0**scale).sum() > _SURELY_FITS:
            return None
        sums = np.zeros(groups, dtype=np.int64)
        np.add.at(sums, group, self.whole[rows] * 10**scale)
        return sums, power

    def near(self, rows: Longs) -> Floats:
        """The amounts of rows as floats: to tell which is nearer or larger, never to be shown."""
        near: Floats = self.whole[rows] / 10.0 ** self.places[rows]
        for row, amount in self.long.items():
            near[rows == row] = float(amount)
        return near


class Codes(dict[str | None, int]):
    """Numbers for values in the order they come; None is 0. `codes[value]` is the number of a value, the next one where it is new."""

    def __init__(self) -> None:
        super().__init__({None: 0})
        self.table: list[str | None] = [None]

    def __missing__(self, value: str | None) -> int:
        code = self[value] = len(self.table)
        self.table.append(value)
        return code

    def sort(self) -> Ints:
        """Order the table (None first); what each former number has become."""
        order = sorted(range(1, len(self.table)), key=lambda code: self.table[code] or "")
        became = np.zeros(len(self.table), dtype=np.int32)
        became[order] = np.arange(1, len(self.table), dtype=np.int32)
        self.table = [None, *(self.table[code] for code in order)]
        return became


_TERMS = (
    *("measure", "currency", "whole", "places", "date", "value_date", "direction", "unnamed", "share_unknown"),
    *("via", "provider_activity", "receiver_activity", "occurrence", "countries", "sectors", "amount_known"),
)
_UNNAMED: dict[str | None, int] = {"provider": 1, "receiver": 2, "both": 3}
_ROLE = MEASURE_CODE["role"]


class Terms:
    """What the properties of money links say, as numbers, gathered while the statements stream by."""

    def __init__(self, dates: Codes) -> None:
        self.currencies, self.keys, self.splits = Codes(), Codes(), Codes()
        self.long: dict[int, Decimal] = {}
        self._dates = dates
        self._flat = array("q")

    def __len__(self) -> int:
        return len(self._flat) // len(_TERMS)

    def take(self, said: Mapping[str, Any]) -> int:
        """The number of these terms; -1 where they are not of money (a role)."""
        get = said.get
        measure = MEASURE_CODE.get(_text(get("measure")) or "", -1)
        if measure < 0 or measure == _ROLE:
            return -1
        number = len(self)
        parts = decimal_parts(get("amount"))
        if isinstance(parts, Decimal):
            self.long[number] = parts
        whole, places = parts if isinstance(parts, tuple) else (0, 0)
        keys, dates = self.keys, self._dates
        countries, sectors, occurrence = listed(get("countries")), listed(get("sectors")), get("occurrence")
        if get("regions"):
            countries = (*countries, ELSEWHERE)
        self._flat.extend(
            (
                measure,
                self.currencies[_text(get("currency"))],
                whole,
                places,
                dates[_text(get("date"))],
                dates[_text(get("value_date"))],
                _DIRECTIONS.get(_text(get("direction")), 0),
                _UNNAMED.get(_text(get("unnamed")), 0),
                get("share") == "unknown",
                keys[_text(get("via"))],
                keys[_text(get("provider_activity"))],
                keys[_text(get("receiver_activity"))],
                _whole_number(occurrence) if occurrence else 1,
                self.splits[_SEPARATOR.join(countries)] if countries else 0,
                self.splits[_SEPARATOR.join(sectors)] if sectors else 0,
                parts is not None,
            )
        )
        return number

    def columns(self) -> dict[str, Longs]:
        """The columns by name, a row each terms."""
        table = np.frombuffer(self._flat, dtype=np.int64).reshape(-1, len(_TERMS)) if self._flat else np.zeros((0, len(_TERMS)), np.int64)
        return {name: table[:, i] for i, name in enumerate(_TERMS)}


@dataclass(frozen=True, slots=True)
class Flows:
    """Money statements column by column. Entities are numbers, NOBODY where an end is not named or a project is not known.

    `told_in` is the project it was told in. Of what flows out it is the giver's project, of what comes in the receiver's; the other one is
    what an activity id names (NOT_SAID: none does). `lead` is the row of the giver's flow that a receiver's report
    tells of too. `countries` and `sectors` are numbers in `splits` (0: it says none of its own).
    """

    statement: Ints
    giver: Ints
    receiver: Ints
    told_in: Ints
    provider_activity: Ints
    receiver_activity: Ints
    giver_project: Ints
    receiver_project: Ints
    measure: Bytes
    currency: Ints
    amounts: Amounts
    date: Ints
    value_date: Ints
    direction: Bytes
    countries: Ints
    sectors: Ints
    occurrence: Ints
    why_not: Bytes
    lead: Ints
    currencies: Sequence[str | None]
    splits: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, terms: Terms, term: Longs, source: Ints, target: Ints, projects: "Projects") -> "Flows":
        """The rows of money statements by their terms and ends (receiver, giver), as they come: nothing is decided yet of who counts."""
        said = {name: column[term] for name, column in terms.columns().items()}
        project = np.array([projects.by_key.get(key or "", NOBODY) for key in terms.keys.table], dtype=np.int32)
        # A loader makes a project of whatever activity is named; a key without one is an organisation's identifier, so names none (M11).
        named = np.where(project == NOBODY, NOT_SAID, project)
        mistaken = list(projects.mistaken)
        told_in, comes_in = project[said["via"]], said["direction"] == INCOMING
        places = np.flatnonzero(np.isin(term, list(terms.long))).tolist()
        why_not = np.zeros(len(term), dtype=np.int8)
        why_not[said["amount_known"] == 0] = WHY_CODE["no_amount"]
        why_not[(said["measure"] == MEASURE_CODE["stated"]) & (said["share_unknown"] == 1)] = WHY_CODE["share_unknown"]
        why_not[np.isin(said["measure"], [MEASURE_CODE[name] for name in INTENTIONS])] = WHY_CODE["intention"]
        return cls(
            statement=np.arange(len(term), dtype=np.int32),
            giver=np.where((said["unnamed"] & 1 > 0) | np.isin(target, mistaken), NOBODY, target).astype(np.int32),
            receiver=np.where((said["unnamed"] & 2 > 0) | np.isin(source, mistaken), NOBODY, source).astype(np.int32),
            told_in=told_in,
            provider_activity=named[said["provider_activity"]],
            receiver_activity=named[said["receiver_activity"]],
            giver_project=np.where(comes_in, named[said["provider_activity"]], told_in),
            receiver_project=np.where(comes_in, told_in, named[said["receiver_activity"]]),
            measure=said["measure"].astype(np.int8),
            currency=said["currency"].astype(np.int32),
            amounts=Amounts(said["whole"].copy(), said["places"].astype(np.int8), {row: terms.long[int(term[row])] for row in places}),
            date=said["date"].astype(np.int32),
            value_date=said["value_date"].astype(np.int32),
            direction=said["direction"].astype(np.int8),
            countries=said["countries"].astype(np.int32),
            sectors=said["sectors"].astype(np.int32),
            occurrence=said["occurrence"].astype(np.int32),
            why_not=why_not,
            lead=np.full(len(term), NOBODY, dtype=np.int32),
            currencies=terms.currencies.table,
            splits=[tuple(text.split(_SEPARATOR)) if text else () for text in terms.splits.table],
        )

    def ordered(self, order: Longs, statement: Ints) -> "Flows":
        """The rows in another order, with the numbers that their statements have now."""
        place = np.zeros(len(order) + 1, dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        place[-1] = NOBODY  # what `lead` finds for nobody
        long = {int(place[row]): amount for row, amount in self.amounts.long.items()}
        columns = {f.name: getattr(self, f.name)[order] for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)}
        columns |= {"statement": statement, "lead": place[self.lead[order]]}
        return replace(self, **columns, amounts=Amounts(self.amounts.whole[order], self.amounts.places[order], long))

    @property
    def counted(self) -> Mask:
        """Which of them sums count."""
        return np.asarray(self.why_not == 0)


@dataclass(frozen=True, slots=True)
class Projects:
    """What flows need to know of projects: by which keys they are named, which are only named, and how they split their money.

    `mistaken` are those only named by what is an organisation's identifier: flows do not name them.  # M11
    """

    by_key: Mapping[str, int]
    only_named: frozenset[int]
    mistaken: frozenset[int]
    countries: Mapping[int, tuple[str, ...]]
    sectors: Mapping[int, tuple[str, ...]]
    regions: frozenset[int]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> "Projects":
        """The projects among the entities, which are numbered as they come."""
        entities = list(entities)
        found = [(node, e) for node, e in enumerate(entities) if PROJECT in e.labels]
        only_named = [(node, e) for node, e in found if e.properties.get("known_only_by_reference")]
        organisations = _identified(entities) if only_named else set()
        mistaken = frozenset(node for node, e in only_named if not organisations.isdisjoint(_identifiers(e)))
        return cls(
            by_key={key: node for node, e in reversed(found) if node not in mistaken for key in _keys(e)},
            only_named=frozenset(node for node, _ in only_named),
            mistaken=mistaken,
            countries={node: said for node, e in found if (said := listed(e.properties.get("countries")))},
            sectors={node: said for node, e in found if (said := listed(e.properties.get("sectors")))},
            regions=frozenset(node for node, e in found if e.properties.get("regions")),
        )

    def knowing(self, keys: Iterable[str | None], find: Callable[[str], Iterable[str]], index: Mapping[str, int]) -> "Projects":
        """The same with the other names of projects among the keys: structured ones and record ids, which `find` gives the entities of."""
        unknown = [key for key in keys if key and key not in self.by_key]
        ends = ((key, index[id]) for key in unknown for id in find(key) if id.startswith(_PROJECT_ID) and id in index)
        found = {key: node for key, node in ends if node not in self.mistaken}
        return replace(self, by_key={**self.by_key, **found}) if found else self


def _keys(entity: Entity) -> Iterator[str]:
    """Its id comes last: of two that are named alike the one whose id it is has it."""
    for identifier in entity.identifiers:
        if key := identifier_key(PROJECT, identifier.value):
            yield key
    yield entity.id


def _identified(entities: Iterable[Entity]) -> set[str]:
    """The identifiers of organisations, as they are compared."""
    return {identifier for e in entities if ORGANISATION in e.labels for identifier in _identifiers(e)}


def _identifiers(entity: Entity) -> Iterator[str]:
    return filter(None, (normal_identifier(identifier.value) for identifier in entity.identifiers))


def listed(value: object) -> tuple[str, ...]:
    """A property that holds texts as a tuple of them."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def decimal_parts(text: object) -> tuple[int, int] | Decimal | None:
    """An amount as (whole, places), as a Decimal where that is too long, None where it is no number (xsd:decimal).  # M5"""
    said = str(text).strip()
    if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS:
        return int(said), 0
    if text is None or not DECIMAL.fullmatch(said):
        return None
    before, _, after = said.partition(".")
    digits = before + after
    if len(digits) <= _MOST_DIGITS:
        return int(digits), len(after)
    return Decimal(said)


def _text(value: object) -> str | None:
    return value or None if type(value) is str else str(value) if value else None


def _whole_number(value: object) -> int:
    return value if isinstance(value, int) else int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 9 else 1


def _whole_sums(whole: Longs, group: Longs, groups: int) -> Iterator[tuple[int, int]]:
    """(group, sum) of the groups that are there."""
    low, high = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    np.add.at(low, group, whole & ((1 << _HALF) - 1))
    np.add.at(high, group, whole >> _HALF)
    there = np.unique(group)
    for number, upper, lower in zip(there.tolist(), high[there].tolist(), low[there].tolist(), strict=True):
        yield number, (upper << _HALF) + lower

"""How flows are split by year, country or sector: percentages exactly, the rest unallocated.  # M16

What a flow says of itself goes before what its project says. One country without a percentage has all; several without are unallocated.
Of the vocabularies of sectors one is taken: the DAC's five digits (`1`), else its three digits (`2`), else the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import reduce

import numpy as np

from cooplinks.app.graph.arrays import Ints, Longs
from cooplinks.app.graph.money import ELSEWHERE, EXACTLY, Codes, Flows
from cooplinks.app.graph.snapshot import Snapshot
from cooplinks.app.ontology import DECIMAL

BY = ("year", "country", "sector")

Key = tuple[str, str | None]  # year, country or code of a sector; the sector's vocabulary
_PER_CENT = Decimal(100)
NEARLY = Context(prec=100)  # for what no decimal is exact of: so near that no sum rounds another way
_MOST_DIGITS = 60  # after the point, of what is taken for a decimal
_VOCABULARIES = ("1", "2")


@dataclass(frozen=True, slots=True)
class Split:
    """Which share goes to which key, and the rest, which nobody allocates.

    `over`: percentages of more than 100 were scaled down, to fractions that may be no decimals.
    """

    parts: tuple[tuple[Key, Decimal | Fraction], ...] = ()
    rest: Decimal = Decimal(1)
    over: bool = False


class Splits:
    """The splits of flows by one dimension: each flow's number, and what the number stands for."""

    def __init__(self, snapshot: Snapshot, by: str) -> None:
        self._snapshot, self._by = snapshot, by
        if by == "year":
            years = Codes()
            self._of_date = np.array([years[text[:4] if text else None] for text in snapshot.days.text], dtype=np.int32)
            self.table = [_whole((year, None)) if year else Split() for year in years.table]
        else:
            self.table, self._of_project = _tables(snapshot, by)

    def of(self, rows: Longs) -> Ints:
        """The numbers of the splits of some flows."""
        flows: Flows = self._snapshot.money
        if self._by == "year":
            return self._of_date[flows.date[rows]]
        own = (flows.countries if self._by == "country" else flows.sectors)[rows]
        told_in = flows.told_in[rows]
        return np.where(own > 0, own, np.where(told_in >= 0, self._of_project[told_in], 0)).astype(np.int32)


def splits_of(snapshot: Snapshot, by: str) -> Splits:
    """The splits of a snapshot, kept for the next question."""
    splits: Splits = snapshot.recent.get(("splits", by), lambda: Splits(snapshot, by))
    return splits


def country_split(said: Sequence[str], *, regions: bool = False) -> Split:
    """The split of `KE=60.5` or `KE`; a country without a percentage has all only where there is neither another nor a region."""
    return _split([((code, None), share) for code, share in map(_share, said)], alone=not regions)


def sector_split(said: Sequence[str]) -> Split:
    """The split of `1:11220=50` or `1:11220`."""
    found = []
    for text in said:
        sector, share = _share(text)
        vocabulary, _, code = sector.partition(":") if ":" in sector else ("1", "", sector)
        found.append(((code, vocabulary), share))
    taken = next((v for v in _VOCABULARIES if v in {key[1] for key, _ in found}), found[0][0][1] if found else None)
    return _split([(key, share) for key, share in found if key[1] == taken], alone=True)


def _split(said: Sequence[tuple[Key, Decimal | None]], *, alone: bool) -> Split:
    if len(said) == 1 and said[0][1] is None:
        return _whole(said[0][0]) if alone else Split()
    shares: dict[Key, Decimal] = {}
    for key, share in said:
        if share is not None and share > 0:
            shares[key] = EXACTLY.add(shares.get(key, Decimal(0)), share)
    total = reduce(EXACTLY.add, shares.values(), Decimal(0))
    if total > _PER_CENT:
        return Split(tuple((key, Fraction(share) / Fraction(total)) for key, share in shares.items()), Decimal(0), over=True)
    parts = tuple((key, share.scaleb(-2, EXACTLY)) for key, share in shares.items())
    return Split(parts, EXACTLY.subtract(_PER_CENT, total).scaleb(-2, EXACTLY))


def decimal_of(amount: Decimal | Fraction) -> Decimal:
    """The amount as a decimal: exact where one is, else as near as no sum tells apart."""
    if isinstance(amount, Decimal):
        return amount
    scaled = amount * 10**_MOST_DIGITS
    if scaled.denominator == 1:
        return EXACTLY.normalize(Decimal(scaled.numerator).scaleb(-_MOST_DIGITS, EXACTLY))
    return NEARLY.divide(Decimal(amount.numerator), Decimal(amount.denominator))


def _whole(key: Key) -> Split:
    return Split(((key, Decimal(1)),), Decimal(0))


def _share(text: str) -> tuple[str, Decimal | None]:
    """`KE=60.5` as (KE, 60.5); without a percentage as (KE, None)."""
    name, _, percentage = text.rpartition("=")
    if name and DECIMAL.fullmatch(percentage.strip()):
        return name, Decimal(percentage.strip())
    return text, None


def _tables(snapshot: Snapshot, by: str) -> tuple[list[Split], Ints]:
    """The splits that flows say of their own, then those of projects; and of each entity the number of its split."""
    projects, flows = snapshot.projects, snapshot.money.splits
    of_project = np.zeros(len(snapshot.nodes.ids), dtype=np.int32)
    if by == "country":
        table = [country_split([x for x in said if x != ELSEWHERE], regions=ELSEWHERE in said) for said in flows]
        own = {node: country_split(said, regions=node in projects.regions) for node, said in projects.countries.items()}
    else:
        table = [sector_split(said) for said in flows]
        own = {node: sector_split(said) for node, said in projects.sectors.items()}
    for node, split in own.items():
        of_project[node] = len(table)
        table.append(split)
    return table, of_project

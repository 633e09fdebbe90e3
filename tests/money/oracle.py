"""Money summed a second time, straight from raw IATI files, by plain loops that share nothing with the program but the rulings."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

MEASURES = {
    **{"12": "pledged", "13": "pledged", "2": "committed", "11": "committed", "1": "paid", "3": "paid", "4": "spent", "5": "interest"},
    **{"6": "loan_repayment", "7": "reimbursed", "8": "equity_purchase", "9": "equity_sale", "10": "guarantee"},
}
OLD = {
    **{"IF": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "IP": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9", "CG": "10"},
}
ROLES = {"1", "2", "3", "4", "funding", "accountable", "extending", "implementing"}
INCOMING = {"1", "9", "11", "13"}
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)

End = tuple[str, ...] | None  # ("ref", x), ("name", publisher, x), ("activity", x)


def norm(value: str | None) -> str | None:
    text = " ".join((value or "").split()).casefold()
    return None if text in ("", "n/a", "0") else text


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


@dataclass
class Party:
    ref: str | None
    name: str
    activity: str | None

    @property
    def empty(self) -> bool:
        return not (self.ref or self.name or self.activity)


@dataclass
class Flow:
    number: int
    provider: End
    receiver: End
    activity: str
    report: tuple[bool, str, str, int]
    incoming: bool
    measure: str
    currency: str | None
    amount: Decimal
    date: str
    value_date: str
    element: ET.Element
    names_provider_activity: str | None
    names_receiver_activity: str | None
    counted: bool = True
    mirrored_by: list["Flow"] = field(default_factory=list)

    @property
    def giver_project(self) -> str | None:
        return self.names_provider_activity if self.incoming else self.activity

    @property
    def receiver_project(self) -> str | None:
        return self.activity if self.incoming else self.names_receiver_activity


@dataclass
class World:
    """What some files say: flows, and of each activity the report that holds."""

    flows: list[Flow]
    activities: dict[str, ET.Element]

    def boundary(self, inside: set[End], measure: str) -> dict[str, tuple[dict[str, Decimal], int]]:
        parts: dict[str, tuple[dict[str, Decimal], list[Flow]]] = {
            p: (defaultdict(Decimal), []) for p in ("incoming", "internal", "outgoing", "unmatched")
        }
        for flow in self.flows:
            if not flow.counted or flow.measure != measure:
                continue
            gives, takes = flow.provider in inside, flow.receiver in inside
            if not (gives or takes):
                continue
            other = flow.receiver if gives else flow.provider
            part = "internal" if gives and takes else "unmatched" if other is None else "outgoing" if gives else "incoming"
            add(parts[part], flow)
        return {name: (dict(total), len(flows)) for name, (total, flows) in parts.items()}

    def projects(self, inside: set[str], measure: str) -> dict[str, tuple[dict[str, Decimal], int]]:
        parts: dict[str, tuple[dict[str, Decimal], list[Flow]]] = {
            p: (defaultdict(Decimal), []) for p in ("incoming", "internal", "outgoing", "unmatched")
        }
        for flow in self.flows:
            if not flow.counted or flow.measure != measure:
                continue
            gives, takes = flow.giver_project in inside, flow.receiver_project in inside
            if not (gives or takes):
                continue
            other = flow.receiver if gives else flow.provider
            other_project = flow.receiver_project if gives else flow.giver_project
            unmatched = other is None and other_project is None
            part = "internal" if gives and takes else "unmatched" if unmatched else "outgoing" if gives else "incoming"
            add(parts[part], flow)
        return {name: (dict(total), len(flows)) for name, (total, flows) in parts.items()}

    def direct(self, funder: End, recipient: End) -> dict[tuple[str, str], Decimal]:
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for flow in self.flows:
            if flow.counted and flow.currency and (flow.provider, flow.receiver) == (funder, recipient) and funder != recipient:
                sums[flow.measure, flow.currency] += flow.amount
        return dict(sums)


def add(part: tuple[dict[str, Decimal], list[Flow]], flow: Flow) -> None:
    if flow.currency:
        part[0][flow.currency] += flow.amount
    part[1].append(flow)


def read(files: Iterable[Path]) -> World:
    told = [activity for file in files for activity in activities(file)]
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, _, publisher, element in told:
        for party in parties(element):
            if party.ref and party.name:
                names[publisher, folded(party.name)].add(party.ref)
    flows = list(flows_of(told, names))
    drop_other_reports(flows, told)
    match(flows)
    return World(flows, {identifier: element for identifier, _, _, element in sorted(told, key=lambda each: each[1])})


def activities(file: Path) -> Iterator[tuple[str, tuple[bool, str, str, int], str, ET.Element]]:
    """(identifier, rank of the report, publisher, element) of each activity of a file."""
    seen: dict[str, int] = defaultdict(int)
    for element in ET.parse(file).getroot().iter("iati-activity"):
        identifier = norm(element.findtext("iati-identifier"))
        if identifier is None:
            continue
        seen[identifier] += 1
        reporter = party_of(element.find("reporting-org"), "")
        secondary = element.find("reporting-org") is not None and element.find("reporting-org").get("secondary-reporter") in ("1", "true")  # type: ignore[union-attr]
        rank = (not secondary, element.get("last-updated-datetime", ""), f"{file.resolve().parent.name}/{file.name}", seen[identifier])
        yield identifier, rank, reporter.ref or folded(reporter.name), element


def parties(activity: ET.Element) -> Iterator[Party]:
    """Who is named in what is taken; a transaction that is refused names nobody."""
    for path in ("reporting-org", "participating-org"):
        for element in activity.findall(path):
            if path != "participating-org" or (element.get("role") or "").strip().casefold() in ROLES:
                yield party_of(element, "")
    for transaction in activity.findall("transaction"):
        if type_and_amount(transaction):
            yield from (party_of(transaction.find(path), "") for path in ("provider-org", "receiver-org"))


def type_and_amount(transaction: ET.Element) -> tuple[str, str] | None:
    code, value = transaction.find("transaction-type"), transaction.find("value")
    given = (code.get("code") or "").strip() if code is not None else ""
    type, amount = OLD.get(given.upper(), given), (value.text or "").strip() if value is not None else ""
    return (type, amount) if type in MEASURES and NUMBER.fullmatch(amount) else None


def party_of(element: ET.Element | None, side: str) -> Party:
    if element is None:
        return Party(None, "", None)
    name = next((n.text or "" for n in element.findall("narrative") if (n.text or "").strip()), element.text or "")
    return Party(norm(element.get("ref")), " ".join(name.split()), norm(element.get(f"{side}-activity-id")) if side else None)


def flows_of(told: list[tuple[str, tuple[bool, str, str, int], str, ET.Element]], names: dict[tuple[str, str], set[str]]) -> Iterator[Flow]:
    number = 0
    for identifier, rank, publisher, activity in told:
        reporter = party_of(activity.find("reporting-org"), "")
        for transaction in activity.findall("transaction"):
            told_as = type_and_amount(transaction)
            if told_as is None:
                continue
            (type, amount), value = told_as, transaction.find("value")
            incoming = type in INCOMING
            provider = party_of(transaction.find("provider-org"), "provider")
            receiver = party_of(transaction.find("receiver-org"), "receiver")
            acts = provider.activity, receiver.activity
            if incoming and receiver.empty:
                receiver = reporter
            if not incoming and provider.empty:
                provider = reporter
            currency = value.get("currency") or activity.get("default-currency") or ""  # type: ignore[union-attr]
            date = transaction.find("transaction-date")
            number += 1
            yield Flow(
                number,
                end(provider, publisher, names),
                end(receiver, publisher, names),
                identifier,
                rank,
                incoming,
                MEASURES[type],
                currency.strip().upper() or None,
                Decimal(amount),
                date.get("iso-date", "") if date is not None else "",
                value.get("value-date", ""),  # type: ignore[union-attr]
                transaction,
                *acts,
            )


def end(party: Party, publisher: str, names: dict[tuple[str, str], set[str]]) -> End:
    if party.ref:
        return ("ref", party.ref)
    if party.name:
        bearers = names.get((publisher, folded(party.name)), set())
        return ("ref", *bearers) if len(bearers) == 1 else ("name", publisher, folded(party.name))
    return ("activity", party.activity) if party.activity else None


def drop_other_reports(flows: list[Flow], told: list[tuple[str, tuple[bool, str, str, int], str, ET.Element]]) -> None:
    holds: dict[str, tuple[bool, str, str, int]] = {}
    for identifier, rank, _, _ in told:
        holds[identifier] = max(holds.get(identifier, rank), rank)
    for flow in flows:
        flow.counted = flow.report == holds[flow.activity]


def match(flows: list[Flow]) -> None:
    givers: dict[tuple[End, End, str, str | None], list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.counted and not flow.incoming:
            givers[flow.provider, flow.receiver, flow.measure, flow.currency].append(flow)
    for flow in flows:
        if not flow.counted or not flow.incoming or flow.provider is None or flow.receiver is None:
            continue
        same = [g for g in givers[flow.provider, flow.receiver, flow.measure, flow.currency] if agree(g, flow)]
        if same:
            flow.counted = False
            same[0].mirrored_by.append(flow)


def agree(given: Flow, taken: Flow) -> bool:
    named = given.names_receiver_activity, taken.names_provider_activity
    return named == (None, None) or named[0] == taken.activity or named[1] == given.activity

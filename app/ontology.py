"""The vocabulary as data: labels, link types, what may stand at their ends. Everything else that names them derives from here.

Terms follow IATI (organisation roles, activity), 360Giving (grant, recipient) and FollowTheMoney where they have one.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cooplinks.app.model import Properties, Record, Statement, Value

PERSON, ORGANISATION, PROJECT, EVENT, PLACE, SOURCE = "Person", "Organisation", "Project", "Event", "Place", "Source"


@dataclass(frozen=True, slots=True)
class Label:
    """An entity label; `main` ones are a record's type, the others stand beside `under`."""

    name: str
    meaning: str
    under: str | None = None
    derived: bool = False

    @property
    def main(self) -> bool:
        return self.under is None


@dataclass(frozen=True, slots=True)
class LinkType:
    """A link type; it reads aloud from source to target. `ends` are (from, to) pairs of main labels."""

    name: str
    meaning: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[str, ...] = ()
    directed: bool = True


def _pairs(sources: Iterable[str], targets: Iterable[str]) -> tuple[tuple[str, str], ...]:
    targets = tuple(targets)
    return tuple((s, t) for s in sources for t in targets)


LABELS: tuple[Label, ...] = (
    Label(PERSON, "someone named"),
    Label(ORGANISATION, "a body that acts"),
    Label(PROJECT, "a project, programme or IATI activity"),
    Label(EVENT, "a meeting, workshop, conference, training or signing, dated where the source dates it"),
    Label(PLACE, "a country, region, city or venue"),
    Label(SOURCE, "an article, a file, a dataset release: what a statement was read from"),
    Label("Donor", "a role: the target of any FUNDED_BY, derived after each load", ORGANISATION, derived=True),
    Label("Ministry", "a ministry", ORGANISATION),
    Label("GovernmentBody", "any government body, ministries included", ORGANISATION),
    Label("NGO", "a non-governmental organisation", ORGANISATION),
    Label("InternationalOrganisation", "an intergovernmental organisation", ORGANISATION),
    Label("Network", "a network or platform of bodies", ORGANISATION),
    Label("Fund", "a fund or funding agency", ORGANISATION),
    Label("Company", "a company", ORGANISATION),
    Label("Academic", "a university or research body", ORGANISATION),
)

_ACTORS = (PERSON, ORGANISATION)

# Of a money link. Dates are ISO, `amount` is a decimal string, projects are named by their keys.
MONEY: tuple[str, ...] = (
    *("measure", "amount", "currency", "date", "value_date", "share"),
    *("via", "occurrence", "direction", "transaction_type", "unnamed", "grant"),  # where it was told, and as what
    *("provider_activity", "receiver_activity"),
    "period_end",  # of a budget or a planned disbursement, which begins on `date`
    *("countries", "regions", "sectors"),  # of the flow itself, where it says other than its project: `KE=100`, `1:11220=50`
    *("counted", "why_not", "mirror_of"),  # decided for the whole graph, see graph/counting.py
)

_NAMED_BY_ROLE = ("provider_activity", "receiver_activity")  # the activity of its own that a participating organisation is named with
REPORT = ("reported_in", "last_updated", "secondary", "occurrence")  # of a project that a source reports; see resolve/compose.py

LINK_TYPES: tuple[LinkType, ...] = (
    LinkType(
        "FUNDED_BY",
        "is paid for, wholly or in part, by",
        _pairs((PROJECT, EVENT, ORGANISATION, PERSON), (*_ACTORS, PROJECT)),
        MONEY,
    ),
    LinkType("IMPLEMENTED_BY", "is carried out by", _pairs((PROJECT,), _ACTORS), ("role", *_NAMED_BY_ROLE)),
    LinkType("ATTENDED", "was, or is planned to be, in the room of", _pairs(_ACTORS, (EVENT,)), ("role", "on_behalf_of", "modality")),
    LinkType("ORGANISED_BY", "is organised by", _pairs((EVENT,), (ORGANISATION,)), ("role",)),
    LinkType("SUPPORTED_BY", "is supported, no money being stated, by", _pairs((PROJECT, EVENT), (ORGANISATION,))),
    LinkType("REPRESENTS", "speaks or acts for", _pairs((PERSON,), (ORGANISATION,)), ("title",)),
    LinkType("PART_OF", "is part of", ((EVENT, PROJECT), (ORGANISATION, ORGANISATION), (PROJECT, PROJECT))),
    LinkType("PARTNER_OF", "cooperates with (no direction, stored once)", _pairs((ORGANISATION,), (ORGANISATION,)), directed=False),
    LinkType("HELD_IN", "takes place in", _pairs((EVENT,), (PLACE,))),
    LinkType("LOCATED_IN", "lies or works in", _pairs((PROJECT, ORGANISATION, PLACE), (PLACE,)), ("percentage",)),
    LinkType("ACCOUNTABLE_TO", "is accounted for by (IATI role 2)", _pairs((PROJECT,), (ORGANISATION,)), _NAMED_BY_ROLE),
    LinkType("EXTENDED_BY", "is extended by (IATI role 3)", _pairs((PROJECT,), (ORGANISATION,)), _NAMED_BY_ROLE),
    LinkType("MENTIONED_IN", "is named in", _pairs((PERSON, ORGANISATION, PROJECT, EVENT, PLACE), (SOURCE,)), REPORT),
)

LABEL_NAMES: tuple[str, ...] = tuple(label.name for label in LABELS)
MAIN_LABELS: tuple[str, ...] = tuple(label.name for label in LABELS if label.main)
LINK_TYPE_NAMES: tuple[str, ...] = tuple(t.name for t in LINK_TYPES)
TYPES: dict[str, LinkType] = {t.name: t for t in LINK_TYPES}
UNDIRECTED: frozenset[str] = frozenset(t.name for t in LINK_TYPES if not t.directed)
HIDDEN_TYPES: frozenset[str] = frozenset({"MENTIONED_IN"})  # asked for by name only (with Source nodes)
EVENT_TYPES: frozenset[str] = frozenset(t.name for t in LINK_TYPES if any(EVENT in pair for pair in t.ends) and t.name not in HIDDEN_TYPES)

MEASURES: tuple[str, ...] = (
    "pledged",
    "committed",
    "paid",
    "spent",
    "interest",
    "loan_repayment",
    "reimbursed",
    "equity_purchase",
    "equity_sale",
    "guarantee",
    "role",
    "stated",
    "budget",
    "planned",
)  # MONEY; the last four are in no sum of flows

INTENTIONS = frozenset({"budget", "planned"})  # never flows
DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)  # what an amount may be: xsd:decimal

ROLES: tuple[str, ...] = ("speaker", "host", "participant", "lead", "partner", "organiser", "co-organiser")
MODALITIES: tuple[str, ...] = ("held", "planned", "invited", "declined")

# As FollowTheMoney has them: the schema of each main label, and the role of a ProjectParticipant that each link of a project is.
FTM_SCHEMATA: dict[str, str] = {PERSON: "Person", ORGANISATION: "Organization", PROJECT: "Project", EVENT: "Event", PLACE: "Address"}
FTM_ROLES: dict[str, str] = {
    "FUNDED_BY": "funder",
    "IMPLEMENTED_BY": "implementer",
    "SUPPORTED_BY": "supporter",
    "ACCOUNTABLE_TO": "accountable",
    "EXTENDED_BY": "extending",
}

_NO_TEXT = "half a surrogate pair, which is no text: correct the source's encoding"
_FURTHER = {label.name: label.under for label in LABELS if not label.main}
_ENDS = {t.name: frozenset(t.ends) for t in LINK_TYPES}
ALLOWED: frozenset[tuple[str, str | None, str | None]] = frozenset((t.name, *pair) for t in LINK_TYPES for pair in t.ends)
_PROPERTIES = {t.name: frozenset(t.properties) for t in LINK_TYPES}


def tells_of_money(properties: Properties) -> bool:
    """Whether a FUNDED_BY says more than that somebody funds: a flow, a stated amount or an intention."""
    return properties.get("measure") in MEASURES and properties["measure"] != "role"


def in_no_sum(properties: Properties) -> str | None:
    """Why what tells of money is in no sum, whatever else is told; None where nothing of its own is in the way."""
    if properties["measure"] in INTENTIONS:
        return "intention"
    if properties["measure"] == "stated" and properties.get("share") == "unknown":
        return "share_unknown"
    return None if DECIMAL.fullmatch(str(properties.get("amount", "")).strip()) else "no_amount"


def ordered_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels in the vocabulary's order, the main one first, each once."""
    return tuple(sorted(set(labels), key=LABEL_NAMES.index))


def check_record(record: Record) -> str | None:
    """What is wrong with the record, None where nothing is."""
    if record.type not in MAIN_LABELS:
        return f"unknown type {record.type!r}; known: {', '.join(MAIN_LABELS)}"
    for label in record.labels:
        if _FURTHER.get(label) != record.type:
            return f"label {label!r} cannot stand on a {record.type}"
    if not record.names or not record.names[0].text.strip():
        return f"a {record.type} without a name"
    if not is_text(*(name.text for name in record.names), *(i.value for i in record.identifiers), *record.properties.values()):
        return _NO_TEXT
    if record.country is not None and not (len(record.country) == 2 and record.country.isascii() and record.country.isupper()):
        return f"country {record.country!r} is no ISO 3166-1 alpha-2 code"
    return None


def check_statement(statement: Statement, type_of: Callable[[str], str | None]) -> str | None:
    """What is wrong with the statement, None where nothing is; `type_of` gives the main label of a record id."""
    ends = _ENDS.get(statement.type)
    if ends is None:
        return f"unknown link type {statement.type!r}; known: {', '.join(LINK_TYPE_NAMES)}"
    pair = (type_of(statement.from_record), type_of(statement.to_record))
    if pair not in ends:
        return f"{statement.type} cannot go from {pair[0] or 'an unknown record'} to {pair[1] or 'an unknown record'}"
    if not 0.0 <= statement.confidence <= 1.0:
        return f"confidence {statement.confidence!r} is not in [0, 1]"
    if not is_text(statement.quote, *statement.properties.values()):
        return _NO_TEXT
    return None


def is_text(*values: Value) -> bool:
    """Whether the strings among the values are whole Unicode text: JSON can hold half a surrogate pair, no store can."""
    try:
        for value in values:
            if isinstance(value, str) and not value.isascii():
                value.encode()
            elif isinstance(value, tuple):
                "".join(value).encode()
    except UnicodeEncodeError:
        return False
    return True

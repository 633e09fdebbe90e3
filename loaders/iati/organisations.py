"""An organisation file: identifiers, names, and what the organisation means to spend (M19)."""

from collections.abc import Sequence

from cooplinks.app.ids import identifier_key, normal_identifier
from cooplinks.app.model import Value
from cooplinks.loaders.iati.document import Document, Entry, spelled_identifier
from cooplinks.loaders.iati.flows import Money, put, split, take_period, take_value
from cooplinks.loaders.iati.values import LANG, Element, Texts, currency, declarations, grouped, tag_of, texts, written

# Of the organisation as a whole: properties
_BUDGETS = (
    ("total-budget", "total_budgets", ""),
    ("recipient-country-budget", "country_budgets", "recipient-country"),
    ("recipient-region-budget", "region_budgets", "recipient-region"),
    ("total-expenditure", "total_expenditures", ""),
)


def read_organisation(document: Document, element: Element, at: str) -> None:
    """Read an organisation; one without an identifier is refused."""
    parts = grouped(element)
    identifier = spelled_identifier([*parts.pop("organisation-identifier", ()), *parts.pop("iati-identifier", ())])
    if identifier is None:
        document.refuse(element, "an organisation without organisation-identifier (1.0x: iati-identifier): give it one")
        return
    entry = _opened(document, element, identifier, at)
    names = tuple(dict.fromkeys(name for part in parts.pop("name", ()) for name in texts(part, entry.language)))
    reporting = parts.pop("reporting-org", ())
    entry.told_by(_publisher(reporting, identifier))
    entry.id = document.described(identifier, names, entry.publisher, _about(entry, parts), f"{at}/organisation-identifier")
    entry.reporter = entry.id
    for part in reporting:
        entry.party(part, f"{at}/reporting-org")
    for number, part in enumerate(parts.pop("recipient-org-budget", ()), 1):
        _recipient_budget(entry, part, f"{at}/recipient-org-budget[{number}]")
    for tag, rest in parts.items():
        document.left("", [tag] * len(rest))


def _opened(document: Document, element: Element, identifier: str, at: str) -> Entry:
    document.declared = declarations(element)
    return Entry(
        document,
        at,
        identifier,
        key=identifier_key("Organisation", identifier) or "",
        id="",
        occurrence=1,
        language=tag_of(element.get(LANG)),
        currency=currency(element.get("default-currency")),
    )


def _publisher(reporting: Sequence[Element], identifier: str) -> str:
    for element in reporting:
        told: Texts = texts(element, None)
        if normal_identifier(element.get("ref")):
            return str(element.get("ref"))
        if told:
            return told[0][0]
    return identifier


def _about(entry: Entry, parts: dict[str, list[Element]]) -> dict[str, Value]:
    told: dict[str, Value] = {
        "documents": tuple(url for link in parts.pop("document-link", ()) if (url := (link.get("url") or "").strip())),
        "language": entry.language or "",
        "default_currency": entry.currency or "",
    }
    for tag, name, where in _BUDGETS:
        budgets = (_intention(entry, element, where) for element in parts.pop(tag, ()))
        told[name] = tuple(budget for budget in budgets if budget)
    return {name: value for name, value in told.items() if value}


def _intention(entry: Entry, element: Element, where: str) -> str:
    """`KE 2026-01-01/2026-12-31=3000 USD`: for where, its period, amount and currency."""
    parts, more = split(element)
    money: Money = {}
    if not take_value(entry, element, parts, money):
        return ""
    take_period(entry, element, parts, money)
    place = parts.pop(where, None)
    code = "" if place is None else (place.get("code") or " ".join(text for text, _ in texts(place, None))).strip()
    entry.document.left(f"{element.tag}/", (*parts, *(part.tag for part in more)))
    period = f"{money.get('date', '')}/{money.get('period_end', '')}"
    return f"{code} {period}={money['amount']} {money.get('currency', '')}".strip()


def _recipient_budget(entry: Entry, element: Element, at: str) -> None:
    """What the organisation means to give another one: a budget, never a flow (M4)."""
    parts, more = split(element)
    money: Money = {"measure": "budget"}
    recipient = parts.pop("recipient-org", None)
    party = None if recipient is None else entry.party(recipient, f"{at}/recipient-org")
    if party is None:
        entry.document.refuse(element, f"{element.tag}: its recipient-org has neither ref nor name")
    elif take_value(entry, element, parts, money):
        take_period(entry, element, parts, money)
        put(entry, at, written(element, entry.document.declared), party, entry.id, money)
        entry.document.left(f"{element.tag}/", (*parts, *(part.tag for part in more)))

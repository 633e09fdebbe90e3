"""Money in an activity: transactions, planned disbursements, budgets (M3–M6)."""

from collections.abc import Callable

from cooplinks.app.ids import normal_identifier
from cooplinks.app.model import Value
from cooplinks.loaders.iati import codes
from cooplinks.loaders.iati.document import Document, Entry
from cooplinks.loaders.iati.shares import country_share, region_share, sector_share
from cooplinks.loaders.iati.values import Element, currency, decimal, iso_date

Money = dict[str, Value]

_SHARES: dict[str, tuple[str, Callable[[Document, Element], str]]] = {
    "sector": ("sectors", sector_share),
    "recipient-country": ("countries", country_share),
    "recipient-region": ("regions", region_share),
}


def transaction(entry: Entry, element: Element, at: str, words: str) -> None:
    """One transaction is one flow; without a type that is known, or a number, it is refused (M4, M5)."""
    parts, more = split(element)
    part = parts.pop("transaction-type", None)
    told = "" if part is None else part.get("code") or ""
    kind = codes.TRANSACTION_TYPES.get(told) or codes.TRANSACTION_TYPES.get(codes.word(told))
    if kind is None:
        reason = f"its type {told[:100]!r} is unknown" if told else "it has no type"
        entry.document.refuse(element, f"transaction: {reason}; known: 1–13 and, of 1.0x, C, D, E, IF, IR, IP, LR, R, QP, QS, CG")
        return
    money: Money = {"measure": kind.measure}
    if not take_value(entry, element, parts, money):
        return
    _take_day(entry, element, "date", parts.pop("transaction-date", None), money)
    money["via"] = entry.key
    money["direction"] = "incoming" if kind.incoming else "outgoing"
    money["transaction_type"] = kind.code
    rest = _take_shares(entry, parts, more, money)
    _flow(entry, element, at, words, parts, money, incoming=kind.incoming)
    entry.document.left("transaction/", (*parts, *rest) if rest else parts)


def planned_disbursement(entry: Entry, element: Element, at: str, words: str) -> None:
    """An intention to pay: its ends as those of a flow that goes out."""
    parts, more = split(element)
    money: Money = {"measure": "planned"}
    if not take_value(entry, element, parts, money):
        return
    take_period(entry, element, parts, money)
    money |= {"via": entry.key, "direction": "outgoing"}
    _flow(entry, element, at, words, parts, money, incoming=False)
    entry.document.left("planned-disbursement/", (*parts, *(part.tag for part in more)))


def budget(entry: Entry, element: Element, at: str, words: str) -> None:
    """What the reporting organisation means to spend on the activity."""
    parts, more = split(element)
    money: Money = {"measure": "budget"}
    if not take_value(entry, element, parts, money):
        return
    take_period(entry, element, parts, money)
    money["via"] = entry.key
    if entry.reporter is None:
        money["unnamed"] = "provider"
    put(entry, at, words, entry.id, entry.reporter or entry.id, money)
    entry.document.left("budget/", (*parts, *(part.tag for part in more)))


PARTS: dict[str, Callable[[Entry, Element, str, str], None]] = {
    "budget": budget,
    "planned-disbursement": planned_disbursement,
    "transaction": transaction,
}


def split(element: Element) -> tuple[dict[str, Element], list[Element]]:
    """The first child of each name, and the others."""
    parts: dict[str, Element] = {}
    more = []
    for part in element:
        tag = part.tag
        if tag in parts:
            more.append(part)
        else:
            parts[tag] = part
    return parts, more


def _take_shares(entry: Entry, parts: dict[str, Element], more: list[Element], money: Money) -> list[str]:
    """Where and what for the transaction itself says it is; the names of further children that are none of these."""
    document, rest = entry.document, []
    for tag, (name, share) in _SHARES.items():
        if tag in parts:
            text = share(document, parts.pop(tag))
            money[name] = (text,) if text else ()
    for part in more:
        tag = part.tag
        if tag in _SHARES:
            name, share = _SHARES[tag]
            text = share(document, part)
            money[name] = (*money[name], text) if text else money[name]  # type: ignore[misc]
        else:
            rest.append(tag)
    return rest


# Amount and dates


def take_value(entry: Entry, element: Element, parts: dict[str, Element], money: Money) -> bool:
    """Amount, currency and value date; False, and the element refused, where the amount is no number."""
    value = parts.pop("value", None)
    amount = None if value is None else decimal(value.text)
    if amount is None:
        told = None if value is None else (value.text or "").strip()
        reason = f"its value {told[:100]!r} is no number: digits, one decimal point, a sign" if told else "it has no value"
        entry.document.refuse(element, f"{element.tag}: {reason}")
        return False
    money["amount"] = amount
    told = value.get("currency")
    code = currency(told) if told and told.strip() else entry.currency
    if code:
        money["currency"] = code
    elif told and told.strip():
        entry.document.warn(value, "a value whose currency is no currency code, taken without: ", told)
    day = value.get("value-date")
    if day:
        _take_iso(entry, value, "value_date", day, money)
    return True


def _take_day(entry: Entry, element: Element, name: str, part: Element | None, money: Money) -> None:
    """The day of a dated element; the money stays where there is none (M6)."""
    told = None if part is None else part.get("iso-date") or part.text
    if told:
        _take_iso(entry, element, name, told, money)
    else:
        entry.document.warn(element, f"a {element.tag} without date, taken without")


def _take_iso(entry: Entry, element: Element, name: str, told: str, money: Money) -> None:
    day = iso_date(told)
    if day:
        money[name] = day
    else:
        entry.document.warn(element, f"a {name.replace('_', ' ')} that is no day, the money taken without: ", told.strip())


def take_period(entry: Entry, element: Element, parts: dict[str, Element], money: Money) -> None:
    """The first and the last day of an intention."""
    _take_day(entry, element, "date", parts.pop("period-start", None), money)
    end = parts.pop("period-end", None)
    if end is not None:
        _take_day(entry, element, "period_end", end, money)


# Ends


def _flow(entry: Entry, element: Element, at: str, words: str, parts: dict[str, Element], money: Money, *, incoming: bool) -> None:
    """The link of a flow from receiver to provider (M3)."""
    provider = receiver = None
    if "provider-org" in parts:
        provider = _end(entry, parts.pop("provider-org"), at, "provider", money)
    if "receiver-org" in parts:
        receiver = _end(entry, parts.pop("receiver-org"), at, "receiver", money)
    if incoming and receiver is None:
        receiver = entry.reporter
    elif not incoming and provider is None:
        provider = entry.reporter
    if not (provider and receiver):
        money["unnamed"] = "both" if not (provider or receiver) else "receiver" if provider else "provider"
    put(entry, at, words, receiver or entry.id, provider or entry.id, money)


def _end(entry: Entry, element: Element, at: str, side: str, money: Money) -> str | None:
    """The record of an end; one known only by its activity is that project. The activity's key goes with the money.

    None is an end that is empty; "" one whose only word, an organisation's identifier given as an activity's, names nobody (M11).
    """
    party = entry.party(element, at, f"/{side}-org")
    told = element.get(f"{side}-activity-id")
    named = entry.document.named_activity(told, element, at) if told else None
    if named:
        money[f"{side}_activity"] = named
        if party is None:
            return entry.document.activity(told, at)
    return "" if party is None and normal_identifier(told) else party


def put(entry: Entry, at: str, words: str, receiver: str, provider: str, money: Money) -> None:
    """A money link."""
    if entry.occurrence > 1:
        money["occurrence"] = entry.occurrence
    entry.says("FUNDED_BY", receiver, provider, at, words, money, flow=True)

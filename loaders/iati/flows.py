"""Money in an activity: transactions, planned disbursements, budgets (M3–M6)."""

from collections.abc import Callable, Iterable

from cooplinks.app.model import Value
from cooplinks.loaders.iati import codes
from cooplinks.loaders.iati.document import Entry
from cooplinks.loaders.iati.shares import country_share, region_share, sector_share
from cooplinks.loaders.iati.values import Element, currency, decimal, iso_date

Money = dict[str, Value]

_SHARES = (
    ("recipient-country", "countries", country_share),
    ("recipient-region", "regions", region_share),
    ("sector", "sectors", sector_share),
)


def transaction(entry: Entry, element: Element, at: str) -> None:
    """One transaction is one flow; without a type that is known, or a number, it is refused (M4, M5)."""
    parts, more = split(element)
    told = parts.pop("transaction-type", None)
    code = None if told is None else told.get("code")
    kind = codes.TRANSACTION_TYPES.get(code) or codes.TRANSACTION_TYPES.get(codes.word(code))  # type: ignore[arg-type]
    if kind is None:
        reason = f"its type {code!r} is unknown" if code else "it has no type"
        entry.document.refuse(element, f"transaction: {reason}; known: 1–13 and, of 1.0x, C, D, E, IF, IR, IP, LR, R, QP, QS, CG")
        return
    money: Money = {"measure": kind.measure}
    if not take_value(entry, element, parts, money):
        return
    _take_day(entry, element, "date", parts.pop("transaction-date", None), money)
    money["via"] = entry.key
    money["direction"] = "incoming" if kind.incoming else "outgoing"
    money["transaction_type"] = kind.code
    for tag, name, share in _SHARES:
        if tag in parts:
            elements = [parts.pop(tag), *(part for part in more if part.tag == tag)]
            money[name] = tuple(text for part in elements if (text := share(entry.document, part)))
    _flow(entry, element, at, parts, money, incoming=kind.incoming)
    left(entry, "transaction/", (*parts, *(part.tag for part in more if part.tag not in _SEVERAL)))


def planned_disbursement(entry: Entry, element: Element, at: str) -> None:
    """An intention to pay: its ends as those of a flow that goes out."""
    parts, more = split(element)
    money: Money = {"measure": "planned"}
    if not take_value(entry, element, parts, money):
        return
    take_period(entry, element, parts, money)
    money |= {"via": entry.key, "direction": "outgoing"}
    _flow(entry, element, at, parts, money, incoming=False)
    left(entry, "planned-disbursement/", (*parts, *(part.tag for part in more)))


def budget(entry: Entry, element: Element, at: str) -> None:
    """What the reporting organisation means to spend on the activity."""
    parts, more = split(element)
    money: Money = {"measure": "budget"}
    if not take_value(entry, element, parts, money):
        return
    take_period(entry, element, parts, money)
    money["via"] = entry.key
    if entry.reporter is None:
        money["unnamed"] = "provider"
    put(entry, element, at, entry.id, entry.reporter or entry.id, money)
    left(entry, "budget/", (*parts, *(part.tag for part in more)))


PARTS: dict[str, Callable[[Entry, Element, str], None]] = {
    "budget": budget,
    "planned-disbursement": planned_disbursement,
    "transaction": transaction,
}


_SEVERAL = frozenset(tag for tag, _, _ in _SHARES)


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


def left(entry: Entry, inside: str, tags: Iterable[str]) -> None:
    unused = entry.document.unused
    for tag in tags:
        unused[inside, tag] += 1


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
    code = currency(told) if told else entry.currency
    if code:
        money["currency"] = code
    elif told and told.strip():
        entry.document.warn(value, "a value whose currency is no currency code, taken without: ", told)
    elif entry.currency:
        money["currency"] = entry.currency
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
    _take_day(entry, element, "date", parts.pop("period-start", None), money)
    end = parts.pop("period-end", None)
    if end is not None:
        _take_day(entry, element, "period_end", end, money)


# Ends


def _flow(entry: Entry, element: Element, at: str, parts: dict[str, Element], money: Money, *, incoming: bool) -> None:
    """The link of a flow from receiver to provider (M3)."""
    provider, giving = _end(entry, parts.pop("provider-org", None), "provider-activity-id", at)
    receiver, taking = _end(entry, parts.pop("receiver-org", None), "receiver-activity-id", at)
    if giving:
        money["provider_activity"] = giving
    if taking:
        money["receiver_activity"] = taking
    if incoming:
        receiver = receiver or entry.reporter
    else:
        provider = provider or entry.reporter
    if provider is None or receiver is None:
        money["unnamed"] = "both" if provider is receiver else "provider" if provider is None else "receiver"
    put(entry, element, at, receiver or entry.id, provider or entry.id, money)


def _end(entry: Entry, element: Element | None, attribute: str, at: str) -> tuple[str | None, str | None]:
    """The record of an end, and the key of its activity; an end known only by its activity is that project."""
    if element is None:
        return None, None
    document, told = entry.document, element.get(attribute)
    party = entry.party(element, f"{at}/{element.tag}")
    named = document.named_activity(told, element, at) if told else None
    if party is None and named:
        return document.activity(told, at), named
    return party, named


def put(entry: Entry, element: Element, at: str, receiver: str, provider: str, money: Money) -> None:
    if entry.occurrence > 1:
        money["occurrence"] = entry.occurrence
    entry.says("FUNDED_BY", receiver, provider, element, at, money, flow=True)

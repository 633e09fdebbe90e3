"""An activity: the project, who takes part in it, where, and what it belongs to."""

from collections.abc import Callable, Sequence

from cooplinks.app.ids import normal_identifier
from cooplinks.app.model import Identifier, Name, Properties, Record, Value
from cooplinks.loaders.iati import codes, flows
from cooplinks.loaders.iati.document import Document, Entry, project_key, spelled_identifier
from cooplinks.loaders.iati.shares import country_share, region_share, sector_share
from cooplinks.loaders.iati.values import (
    LANG,
    Element,
    currency,
    decimal,
    declarations,
    grouped,
    iso_date,
    moment,
    serialised,
    shortened,
    tag_of,
    texts,
    true,
)

MOST_DESCRIPTION = 500

# An activity's children of one name
Parts = dict[str, list[Element]]


def read_activity(document: Document, element: Element, at: str) -> None:
    """Read an activity; one without an identifier is refused."""
    parts = grouped(element)
    identifier = spelled_identifier(parts.pop("iati-identifier", ()))
    if identifier is None:
        document.refuse(element, _nameless(parts))
        return
    entry = _opened(document, element, identifier, parts.pop("reporting-org", ()), at)
    _project(entry, element, parts)
    _participants(entry, parts.pop("participating-org", ()))
    for tag, read in _READERS.items():
        if tag in parts:
            elements = parts.pop(tag)
            for number, (part, words) in enumerate(zip(elements, entry.words(tag, elements), strict=True), 1):
                read(entry, part, f"{at}/{tag}[{number}]", words)
    for tag, rest in parts.items():
        document.left("", [tag] * len(rest))


def _nameless(parts: Parts) -> str:
    lost = len(parts.get("transaction", ()))
    return "an activity without iati-identifier: give it one" + (f" ({lost} transactions are refused with it)" if lost else "")


def _opened(document: Document, element: Element, identifier: str, reporting: Sequence[Element], at: str) -> Entry:
    document.declared = declarations(element)
    id, key, occurrence = document.report(identifier)
    if occurrence > 1:
        document.warn(element, "an activity whose identifier came before in this file, one report of them counts (M8): ", identifier)
    entry = Entry(
        document,
        at,
        identifier,
        key,
        id,
        occurrence,
        tag_of(element.get(LANG)),
        currency(element.get("default-currency")),
        serialised(element, document.declared),
    )
    _report_default(entry, element)
    _reporting(entry, element, reporting)
    return entry


def _report_default(entry: Entry, element: Element) -> None:
    told = element.get("default-currency")
    if told and not entry.currency:
        entry.document.warn(element, "default-currency is no currency code, left out: ", told)


def _reporting(entry: Entry, element: Element, reporting: Sequence[Element]) -> None:
    document = entry.document
    if not reporting:
        entry.told_by(document.source.key)
        document.warn(element, "an activity without reporting-org: ", entry.identifier)
        return
    first, *rest = reporting
    names, ref = texts(first, entry.language), first.get("ref")
    entry.told_by(ref if normal_identifier(ref) else names[0][0] if names else document.source.key)
    entry.secondary = true(first.get("secondary-reporter"))
    entry.reporter = entry.party(first, entry.at, "/reporting-org")
    if entry.reporter is None:
        document.warn(first, "a reporting-org with neither ref nor name: ", entry.identifier)
    for further in rest:
        document.warn(further, "a second reporting-org, left out")


# The project itself


def _project(entry: Entry, element: Element, parts: Parts) -> None:
    document = entry.document
    report: dict[str, Value] = {"reported_in": document.source.key, "last_updated": _last_updated(document, element)}
    report |= {"secondary": True} if entry.secondary else {}
    report |= {"occurrence": entry.occurrence} if entry.occurrence > 1 else {}
    dates = _dates(entry, parts.pop("activity-date", ()))
    names = [name for title in parts.pop("title", ()) for name in texts(title, entry.language)]
    if not names:
        document.warn(element, "an activity without title: ", entry.identifier)
    spelled = " ".join(entry.identifier.split())
    record = Record(
        id=entry.id,
        source=document.source.id,
        type="Project",
        names=tuple(Name(*name) for name in dict.fromkeys(names)) or (Name(spelled),),
        identifiers=(Identifier("iati", spelled),),
        properties=report | _about(entry, element, parts) | dates,
        valid_from=dates.get("actual_start") or dates.get("planned_start"),
        valid_to=dates.get("actual_end"),  # a planned end is no end (M6)
        keys=(entry.key,),
    )
    document.record(record, f"{entry.at}/iati-identifier", spelled, report)


def _last_updated(document: Document, element: Element) -> str:
    told = element.get("last-updated-datetime")
    if not told or not told.strip():
        return ""
    at = moment(told)
    if at is None:
        document.warn(element, "last-updated-datetime is no date and time, left out: ", told)
    return at or ""


def _dates(entry: Entry, elements: Sequence[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in elements:
        type = codes.DATE_TYPES.get(codes.word(element.get("type")))
        told = element.get("iso-date") or element.text
        day = iso_date(told)
        if type is None or day is None or found.setdefault(type, day) != day:
            why = "of a type that is unknown" if type is None else "that is no day" if day is None else "that differs from the first"
            entry.document.warn(element, f"an activity-date {why}, left out: ", f"{element.get('type')} {(told or '').strip()}")
    return found


def _about(entry: Entry, element: Element, parts: Parts) -> dict[str, Value]:
    """What is told of the project beside its names, dates and links; what is not told is left out."""
    told: dict[str, Value] = {
        "status": _status(parts.pop("activity-status", ())),
        "description": shortened(_first_text(parts.pop("description", ())), MOST_DESCRIPTION),
        "countries": _shares(entry, parts.get("recipient-country", ()), country_share),
        "regions": _shares(entry, parts.get("recipient-region", ()), region_share),
        "sectors": _shares(entry, parts.pop("sector", ()), sector_share),
        "documents": tuple(url for link in parts.pop("document-link", ()) if (url := (link.get("url") or "").strip())),
        "other_identifiers": tuple(filter(None, map(_other, parts.pop("other-identifier", ())))),
        "website": _first_text(parts.pop("activity-website", ())),
        "scope": _code(parts.pop("activity-scope", ())),
        "language": entry.language or "",
        "default_currency": entry.currency or "",
        "linked_data": (element.get("linked-data-uri") or "").strip(),
        "humanitarian": true(element.get("humanitarian")),
    }
    kept = {name: value for name, value in told.items() if value}
    return kept | _hierarchy(entry, element)


def _hierarchy(entry: Entry, element: Element) -> dict[str, Value]:
    told = (element.get("hierarchy") or "").strip()
    if told and not (told.isascii() and told.isdigit() and len(told) < 10):
        entry.document.warn(element, "hierarchy is no number, left out: ", told)
        return {}
    return {"hierarchy": int(told)} if told else {}


def _status(elements: Sequence[Element]) -> str:
    if not elements:
        return ""
    told = codes.word(elements[0].get("code")) or codes.word(_first_text(elements))
    return codes.STATUSES.get(told, told)


def _code(elements: Sequence[Element]) -> str:
    return (elements[0].get("code") or "").strip() if elements else ""


def _first_text(elements: Sequence[Element]) -> str:
    return next((text for element in elements for text, _ in texts(element, None)), "")


def _other(element: Element) -> str:
    """`type:identifier`; 1.0x has the identifier as text and says whose it is."""
    ref = (element.get("ref") or "").strip() or _first_text([element])
    kind = (element.get("type") or element.get("owner-ref") or "").strip()
    return f"{kind}:{ref}" if ref and kind else ref


# Where and what for, in shares


def _shares(entry: Entry, elements: Sequence[Element], read: Callable[[Document, Element], str]) -> tuple[str, ...]:
    return tuple(share for element in elements if (share := read(entry.document, element)))


# Links


def _country(entry: Entry, element: Element, at: str, words: str) -> None:
    code = (element.get("code") or "").strip().upper()
    if code in codes.countries():
        _located(entry, entry.document.country(code, element, at), element, at, words)
    elif code:
        entry.document.warn(element, "a recipient-country of a code that is unknown, no link: ", code)


def _region(entry: Entry, element: Element, at: str, words: str) -> None:
    code, vocabulary = (element.get("code") or "").strip(), codes.word(element.get("vocabulary"))
    if code and vocabulary in ("", codes.DAC):
        _located(entry, entry.document.region(code, texts(element, entry.language), element, at), element, at, words)


def _located(entry: Entry, place: str, element: Element, at: str, words: str) -> None:
    share = decimal(element.get("percentage"))
    entry.says("LOCATED_IN", entry.id, place, at, words, {"percentage": share} if share else {})


def _related(entry: Entry, element: Element, at: str, words: str) -> None:
    document, ref = entry.document, (element.get("ref") or "").strip()
    kind = codes.RELATED.get(codes.word(element.get("type")))
    known = project_key(ref)
    if known is None or kind is None:
        document.warn(element, "a related-activity " + ("without ref" if kind else "of a type that is unknown") + ", left out")
    elif known[1] == entry.key:
        document.warn(element, "an activity related to itself, left out: ", ref)
    elif document.named_activity(ref, element, at) and kind in ("parent", "child"):
        other = document.activity(ref, at)
        ends = (entry.id, other) if kind == "parent" else (other, entry.id)
        entry.says("PART_OF", *ends, at, words, {})


def _participants(entry: Entry, elements: Sequence[Element]) -> None:
    """The roles of participating-org (M2): the same organisation and role twice is one link."""
    told: set[tuple[str, str]] = set()
    for number, (element, words) in enumerate(zip(elements, entry.words("participating-org", elements), strict=True), 1):
        at = f"{entry.at}/participating-org[{number}]"
        link = codes.ROLES.get(codes.word(element.get("role")))
        party = entry.party(element, at)
        activity_id = element.get("activity-id")
        named = entry.document.named_activity(activity_id, element, at) if activity_id else None
        if link is None or party is None:
            why = "of a role that is unknown" if party else "with neither ref nor name"
            entry.document.warn(element, f"a participating-org {why}, no link", f": {element.get('role')!r}" if party else "")
            continue
        part = entry.document.bodies[party], link
        if part not in told:
            told.add(part)
            entry.says(link, entry.id, party, at, words, _role(link, named))


def _role(link: str, named: str | None) -> Properties:
    if link == "FUNDED_BY":
        return {"measure": "role"} | ({"provider_activity": named} if named else {})
    return {"receiver_activity": named} if named and link == "IMPLEMENTED_BY" else {}


_READERS: dict[str, Callable[[Entry, Element, str, str], None]] = {
    "recipient-country": _country,
    "recipient-region": _region,
    "related-activity": _related,
    **flows.PARTS,
}

"""Reads FollowTheMoney JSON lines, entities or statements: things become records, interests between them links (M4 for Payments).

Schemata and properties that are not read are counted. An organisation's registration number joins it to others only where it names its
register (org-id.guide) or is a Wikidata or legal entity identifier: bare numbers are given twice in the world.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cooplinks.app import names, ontology
from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import identifier_key, key_type
from cooplinks.app.model import Identifier, Item, Name, Properties, Reading, Refusal, Source, Value
from cooplinks.loaders import sheets, values
from cooplinks.loaders.about import Metadata, source_of
from cooplinks.loaders.telling import Teller, body_keys, is_registered

VERSION = "ftm 1"
_TYPES: dict[str, tuple[str, tuple[str, ...]]] = {  # schema -> main label, further labels
    "Person": ("Person", ()),
    "Organization": ("Organisation", ()),
    "LegalEntity": ("Organisation", ()),
    "PublicBody": ("Organisation", ("GovernmentBody",)),
    "Company": ("Organisation", ("Company",)),
    "Project": ("Project", ()),
    "Event": ("Event", ()),
    "Address": ("Place", ()),
}
_NAMES = ("name", "full", "alias", "previousName", "weakAlias", "abbreviation")
_GLOBAL = {"wikidataId": "wikidata", "leiCode": "lei"}  # given once in the world
_NUMBERS = ("idNumber", "registrationNumber", "projectId", "taxNumber")
_KEPT = ("summary", "description", "status", "legalForm", "website", "latitude", "longitude", "topics", "keywords", "notes")
_READ = frozenset(
    [*_NAMES, *_GLOBAL, *_NUMBERS, *_KEPT, "country", "jurisdiction", "nationality", "classification", "startDate", "endDate"]
)
_ENDS: dict[str, tuple[str, str]] = {  # schema of a link -> the properties of its ends, as its own words have them
    "Payment": ("beneficiary", "payer"),
    "ProjectParticipant": ("project", "participant"),
    "Representation": ("agent", "client"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
    "Membership": ("member", "organization"),
    "UnknownLink": ("subject", "object"),
}
_LINK_READ = frozenset(
    ["role", "status", "startDate", "endDate", "date", "summary", "amount", "currency", "purpose", "project", "recordId"]
)
_SAID_ELSEWHERE = frozenset(["publisher", "publisherUrl", "sourceUrl", "alephUrl", "retrievedAt", "modifiedAt"])  # where it was read
_BY_ROLE = {role: type for type, role in ontology.FTM_ROLES.items()}


@dataclass(frozen=True, slots=True)
class Proxy:
    """An entity as the file has it, and where."""

    id: str
    schema: str
    properties: Mapping[str, list[str]]
    datasets: tuple[str, ...]
    locator: str
    text: str

    def all(self, name: str) -> list[str]:
        return [text for text in self.properties.get(name, []) if text.strip()]

    def first(self, *listed: str) -> str:
        return next((text for name in listed for text in self.all(name)), "")


def takes(head: bytes) -> bool:
    """Whether a file begins as FollowTheMoney JSON lines do."""
    line = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    if len(head) > len(line) or line.rstrip().endswith(b"}"):
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            return False
        return isinstance(said, dict) and "schema" in said and ("properties" in said or "prop" in said)
    return b'"schema"' in line and (b'"properties"' in line or b'"prop"' in line)


def load(path: Path, known: Metadata) -> Iterator[Reading]:
    """The entities of a file; raises InputRefused for one that is none."""
    with sheets.opened(path) as file:
        if not takes(file.read(1 << 16)):
            raise InputRefused(
                str(path), "holds no FollowTheMoney entities: each line has to be an object with `id`, `schema`, `properties`", "line:1"
            )
    title = f"FollowTheMoney entities in {path.name}"
    source = source_of(path, known, kind="ftm", extractor=VERSION, hashed=sheets.digest_of(path), title=title)
    yield Reading(source, _Entities(path, source))


@dataclass(frozen=True, slots=True)
class _Entities:
    """The items of a file: first all things, then all links; made anew each time."""

    path: Path
    source: Source

    def __iter__(self) -> Iterator[Item]:
        teller = Teller(self.source)
        telling = _Telling(teller)
        for proxy in self._proxies():
            if isinstance(proxy, Refusal):
                yield proxy
            elif proxy.schema in _TYPES:
                yield from self._told(proxy, telling.thing, teller)
            elif proxy.schema not in _ENDS:
                teller.unused[proxy.schema] += 1
        for proxy in self._proxies():
            if isinstance(proxy, Proxy) and proxy.schema in _ENDS:
                yield from self._told(proxy, telling.link, teller)
        yield from teller.said()
        yield from teller.oddities()

    def _told(self, proxy: Proxy, tell: Callable[[Proxy], str | None], teller: Teller) -> Iterator[Item]:
        wrong = tell(proxy)
        if wrong:
            yield Refusal(str(self.path), proxy.locator, f"{proxy.schema} {proxy.id!r}: {wrong}", proxy.text)
        yield from teller.said()

    def _proxies(self) -> Iterator[Proxy | Refusal]:
        """The entities of the lines; statements are put together by the entity they are of, once all are read."""
        parts: dict[str, Proxy] = {}
        with sheets.opened(self.path) as file:
            for number, raw in enumerate(file, 1):
                if not raw.strip():
                    continue
                text = raw.decode("utf-8-sig")
                said = _object(text)
                if said is None:
                    yield Refusal(str(self.path), f"line:{number}", "is no JSON object with `id` and `schema`, or is broken off", text)
                elif "prop" in said:
                    _join(parts, said, number, text)
                else:
                    yield _proxy(said, number, text)
        yield from parts.values()


def _object(text: str) -> dict[str, Any] | None:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("schema"), str):
        return None
    return said if isinstance(said.get("id") or said.get("canonical_id") or said.get("entity_id"), str) else None


def _proxy(said: Mapping[str, Any], number: int, text: str) -> Proxy:
    held = said.get("properties")
    properties = {name: _texts(value) for name, value in held.items()} if isinstance(held, dict) else {}
    return Proxy(said["id"], said["schema"], properties, tuple(_texts(said.get("datasets"))), f"line:{number}", text)


def _join(parts: dict[str, Proxy], said: Mapping[str, Any], number: int, text: str) -> None:
    """Put a statement to the entity it is of; `id` as a property's name only says that the entity is there."""
    id = str(said.get("canonical_id") or said.get("entity_id"))
    known = parts.get(id)
    if known is None:
        known = parts[id] = Proxy(id, said["schema"], defaultdict(list), tuple(_texts(said.get("dataset"))), f"line:{number}", text)
    elif known.schema in ("LegalEntity", "Thing") and said["schema"] != known.schema:
        known = parts[id] = replace(known, schema=said["schema"])  # the closer one
    value = said.get("value")
    if said["prop"] != "id" and isinstance(value, str) and value not in known.properties.setdefault(said["prop"], []):  # type: ignore[attr-defined]
        known.properties[said["prop"]].append(value)


def _texts(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return [v if isinstance(v, str) else str(v) for v in listed if not isinstance(v, dict | list)]


class _Telling:
    """Tells the entities of one source; each method says why one is refused, or None."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._known: dict[str, tuple[str, str, str]] = {}  # entity id -> record id, main label, first key

    def thing(self, proxy: Proxy) -> str | None:
        type, labels = _TYPES[proxy.schema]
        named = tuple(dict.fromkeys(" ".join(text.split()) for name in _NAMES for text in proxy.all(name)))
        if not named:
            return "has no name"
        further = {label.name for label in ontology.LABELS if label.under == type and not label.derived}
        labels = tuple(dict.fromkeys((*(text for text in proxy.all("classification") if text in further), *labels)))
        country = values.country_of(proxy.first("country", "jurisdiction", "nationality"))
        identifiers = _identifiers(proxy)
        record = self._teller.record(
            type,
            proxy.id,
            tuple(Name(text) for text in named),
            proxy.locator,
            values.quote_of(proxy.text),
            labels=ontology.ordered_labels(labels),
            identifiers=identifiers,
            country=country,
            properties=_kept(proxy),
            valid_from=values.iso_date(proxy.first("startDate")) if type in ("Project", "Event") else None,
            valid_to=values.iso_date(proxy.first("endDate")) if type in ("Project", "Event") else None,
            keys=_keys(proxy, type, named, identifiers, country),
        )
        self._known[proxy.id] = (record.id, type, record.keys[0] if record.keys else record.id)
        self._count(proxy, _READ)
        return None

    def link(self, proxy: Proxy) -> str | None:
        start_name, end_name = _ENDS[proxy.schema]
        ends = [(start, end) for start in proxy.all(start_name) for end in proxy.all(end_name)]
        if not ends:
            return f"names no {start_name} or no {end_name}"
        absent = sorted({id for pair in ends for id in pair if id not in self._known})
        if absent:
            return f"{absent[0]!r} is not in this file, or of a schema that is not read"
        for start, end in ends:
            wrong = self._tie(proxy, start, end)
            if wrong:
                return wrong
        self._count(proxy, _LINK_READ | {start_name, end_name})
        return None

    def _tie(self, proxy: Proxy, start: str, end: str) -> str | None:
        (from_record, from_type, _), (to_record, to_type, _) = self._known[start], self._known[end]
        type, properties = _read(proxy, from_type)
        if (type, from_type, to_type) not in ontology.ALLOWED:
            return f"{type or 'a link of this role'} cannot go from {from_type} to {to_type}"
        flow: bool | str = False
        if proxy.schema == "Payment":
            wrong, paid = self._pay(proxy, properties)
            if wrong:
                return wrong
            flow = proxy.id if paid else False  # a Payment that two files hold is one
        listed = "title" if type == "REPRESENTS" else "role"
        texts = proxy.all("role") if listed == "title" else proxy.all("status") if proxy.schema == "UnknownLink" else []
        quote = proxy.first("summary") or proxy.text
        since, until = values.iso_date(proxy.first("startDate")), values.iso_date(proxy.first("endDate"))
        for text in texts or [""]:  # a statement has one role or title, a link those of all its statements
            told = {**properties, listed: text} if text else properties
            said = proxy.id + (f" {text}" if text else "")
            self._teller.say(
                type, from_record, to_record, said, proxy.locator, values.quote_of(quote), told, flow=flow, valid_from=since, valid_to=until
            )
        return None

    def _pay(self, proxy: Proxy, properties: dict[str, Value]) -> tuple[str | None, bool]:
        """Put the money of a Payment to the properties; why it is refused, and whether it is a flow."""
        text = proxy.first("amount")
        purpose = proxy.first("purpose")
        amount = values.amount_of(text)
        if text and amount is None:
            return values.not_an_amount(text), False
        if amount is None:
            properties["measure"] = "role"
            return None, False
        date = proxy.first("date", "startDate")
        if date and not values.iso_date(date):
            return values.not_a_date(date), False
        project = next((self._known[id] for id in proxy.all("project") if id in self._known), None)
        told = {"currency": proxy.first("currency").upper(), "date": values.iso_date(date), "grant": proxy.first("recordId")}
        properties |= {"measure": purpose if purpose in ontology.MEASURES else "paid", "amount": amount, "direction": "outgoing"}
        properties |= {name: value for name, value in told.items() if value}
        properties |= {"via": project[2]} if project else {}
        return None, properties["measure"] != "role"

    def _count(self, proxy: Proxy, read: frozenset[str]) -> None:
        for name in proxy.properties:
            if name not in read and name not in _SAID_ELSEWHERE:
                self._teller.unused[f"{proxy.schema}/{name}"] += 1


def _read(proxy: Proxy, from_type: str) -> tuple[str, dict[str, Value]]:
    """The link type of an interest and its own properties; '' where its role is no word of ours."""
    role = proxy.first("role")
    if proxy.schema == "Payment":
        return "FUNDED_BY", {}
    if proxy.schema == "ProjectParticipant":
        type = _BY_ROLE.get(role.casefold())
        if type == "FUNDED_BY":
            return type, {"measure": "role"}
        return (type, {}) if type else ("IMPLEMENTED_BY", {"role": role} if role else {})
    if proxy.schema == "UnknownLink":
        type = role if role in ontology.LINK_TYPE_NAMES and role not in ontology.HIDDEN_TYPES else ""
        return type, {"measure": "role"} if type == "FUNDED_BY" else {}
    if proxy.schema == "Membership" and from_type == "Organisation":
        return "PART_OF", {}
    return "REPRESENTS", {}


def _kept(proxy: Proxy) -> Properties:
    kept: dict[str, Value] = {}
    for name in _KEPT:
        texts = proxy.all(name)
        if texts:
            kept["description" if name == "summary" else name] = texts[0] if len(texts) == 1 else tuple(texts)
    return kept


def _identifiers(proxy: Proxy) -> tuple[Identifier, ...]:
    found = [Identifier(scheme, text.strip()) for name, scheme in _GLOBAL.items() for text in proxy.all(name)]
    found += [Identifier("org-id" if is_registered(text) else "number", text.strip()) for name in _NUMBERS for text in proxy.all(name)]
    if key_type(proxy.id) is None:
        found.append(Identifier("ftm", proxy.id))
    return tuple(dict.fromkeys(found))


def _keys(proxy: Proxy, type: str, named: tuple[str, ...], identifiers: tuple[Identifier, ...], country: str | None) -> list[str | None]:
    """Its id (a key where we wrote it), identifiers given once in the world, and for organisations gazetteer or name and country."""
    ours = key_type(proxy.id) == type
    keys: list[str | None] = [proxy.id if ours else identifier_key(type, proxy.id)]
    keys += [identifier_key(type, i.value) for i in identifiers if i.scheme in ("wikidata", "lei", "org-id")]
    if type == "Organisation" and not ours:
        keys += body_keys(named, "", country, "")
    if type == "Place" and not ours:
        keys.append(names.place_key(named[0], country))
    return keys

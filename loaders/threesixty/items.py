"""From a grant to its records, links and money (M17)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cooplinks.app import names
from cooplinks.app.ids import fold_blanks, identifier_key, normal_identifier
from cooplinks.app.model import Identifier, Name, Properties, Record, Value
from cooplinks.loaders import values
from cooplinks.loaders.telling import Teller, country_record, is_registered, organisation_keys
from cooplinks.loaders.threesixty.fields import Body, Dates, Grant, Location

_CURRENCY = re.compile(r"[A-Za-z]{3}")
_PARTY = (*Body._fields[4:-1], "kind")  # what is kept of a body beside names, identifier and country

ReadDate = Callable[[str, str], str | None]  # which field, its text -> ISO day or year


@dataclass(frozen=True, slots=True)
class Wrong(Exception):
    """Why a grant is refused."""

    reason: str


@dataclass(slots=True)
class Money:
    """What a grant awards."""

    awarded: str
    disbursed: str | None
    date: str | None
    currency: str | None


class Grants:
    """Tells the grants of one source; `read_date` reads a date of a field that may be written dd/mm/yyyy."""

    def __init__(self, teller: Teller, read_date: ReadDate) -> None:
        self._teller, self._date = teller, read_date
        self._seen: dict[str, int] = {}
        self._publishers: dict[tuple[str, ...], str] = {}
        self._bodies: dict[str, dict[tuple[str, ...], str]] = {}  # by publisher: what tells a body from others -> record id
        self._places: dict[Location, str | None] = {}

    def tell(self, grant: Grant, locator: str, quote: str) -> None:
        """Make the records and statements of a grant; raises Wrong before any is made where it has no id, funder or readable money."""
        money = _money(grant, self._date)
        if money.date is None or money.currency is None or len(grant.recipients) != 1 or len(grant.funders) > 1:
            self._note_odd(grant, money, locator)
        publisher = self._publisher(grant.funders[0])
        id = fold_blanks(grant.plain.id)
        occurrence = self._occurrence(id, locator)
        project = self._project(grant, id, money, occurrence, locator, quote)
        funders = _once([self._body(body, publisher, locator, quote) for body in grant.funders])
        recipients = self._recipients(grant, project.id, publisher, locator, quote)
        local = id if occurrence == 1 else f"{id}#{occurrence}"
        say = self._teller.say
        role: Properties = {"measure": "role", "share": "unknown"} if len(funders) > 1 else _ROLE
        for funder in funders:
            say("FUNDED_BY", project.id, funder, local, locator, quote, role, once=True)
        for recipient in recipients:
            say("IMPLEMENTED_BY", project.id, recipient, local, locator, quote, once=True)
        for place in self._located(grant.locations, locator, quote):
            say("LOCATED_IN", project.id, place, local, locator, quote, once=True)
        if len(funders) == 1:
            self._flows(money, id, project, occurrence, funders[0], recipients, locator, quote)

    def _flows(
        self, money: Money, id: str, project: Record, occurrence: int, funder: str, recipients: list[str], locator: str, quote: str
    ) -> None:
        """The award, and what was disbursed of it; of several recipients nobody says who got how much."""
        told: dict[str, Value] = {"via": project.keys[0], "grant": id, "direction": "outgoing"}
        if money.currency:
            told["currency"] = money.currency
        if money.date:
            told["date"] = money.date
        if occurrence > 1:
            told["occurrence"] = occurrence
        if len(recipients) != 1:
            told["unnamed"] = "receiver"
        if len(recipients) > 1:
            told["share"] = "unknown"
        end = recipients[0] if len(recipients) == 1 else project.id
        for measure, amount in (("committed", money.awarded), ("paid", money.disbursed)):
            if amount is not None:
                local = f"{id}#{occurrence} {measure}"
                properties = {"measure": measure, "amount": amount, **told}
                self._teller.say("FUNDED_BY", end, funder, local, locator, quote, properties, flow=True, once=True)

    def _publisher(self, funder: Body) -> str:
        told = funder[:2]
        known = self._publishers.get(told)
        if known is None:
            known = self._publishers[told] = normal_identifier(funder.id) or funder.name.strip()
        return known

    def _occurrence(self, id: str, locator: str) -> int:
        normal = id.casefold()
        number = self._seen.get(normal, 0) + 1
        self._seen[normal] = number
        if number > 1:
            self._teller.odd("grant whose id came before in this file: the newest dateModified holds", locator)
        return number

    def _note_odd(self, grant: Grant, money: Money, locator: str) -> None:
        odd = self._teller.odd
        if money.date is None:
            odd("grant without award date: its award has none", locator)
        if money.currency is None:
            odd("grant without a currency of three letters: its award is in no sum", locator)
        if len(grant.recipients) != 1:
            if len(grant.recipients) > 1:
                odd("grant of several recipients: its award is not divided", locator)
            elif not (grant.plain.person_id or grant.plain.person_name):
                odd("grant without recipient", locator)
        if len(grant.funders) > 1:
            odd("grant of several funders: its amount stands on the grant, shares unknown", locator)

    def _project(self, grant: Grant, id: str, money: Money, occurrence: int, locator: str, quote: str) -> Record:
        plain = grant.plain
        modified = values.moment_of(plain.modified) or (
            values.moment_of(self._date("dateModified", plain.modified) or "") if plain.modified else ""
        )
        reported: dict[str, Value] = {"reported_in": self._teller.source.key, "last_updated": modified}
        if occurrence > 1:
            reported["occurrence"] = occurrence
        properties = _properties(grant, dict(reported))
        if len(grant.funders) > 1:
            properties |= {"amount": money.awarded, "currency": money.currency or ""}
        start, end = self._dates(grant, properties)
        return self._teller.record(
            "Project",
            id if occurrence == 1 else f"{id}#{occurrence}",
            (Name(plain.title.strip() or id),),
            locator,
            quote,
            identifiers=(Identifier("360giving", id),),
            properties=properties,
            valid_from=start,
            valid_to=end,
            keys=(identifier_key("Project", id),),
            told=reported,
            once=True,
        )

    def _dates(self, grant: Grant, properties: dict[str, Value]) -> tuple[str | None, str | None]:
        """Actual start else planned, actual end only; the planned dates become properties (M6)."""
        if not (grant.planned or grant.actual):
            return None, None
        planned, actual = self._span(grant.planned, _PLANNED), self._span(grant.actual, _ACTUAL)
        months = grant.planned[0].months.strip() if grant.planned else None
        told = {"planned_start": planned[0], "planned_end": planned[1], "planned_months": months}
        properties.update({name: value for name, value in told.items() if value})
        return actual[0] or planned[0], actual[1]

    def _span(self, dates: Sequence[Dates], fields: tuple[str, str]) -> tuple[str | None, str | None]:
        if not dates:
            return None, None
        start, end = dates[0].start, dates[0].end
        return self._date(fields[0], start) if start else None, self._date(fields[1], end) if end else None

    def _body(self, body: Body, publisher: str, locator: str, quote: str) -> str:
        bodies, told = self._bodies.setdefault(publisher, {}), body[:3]
        known = bodies.get(told)
        if known is None:
            known = bodies[told] = self._new_body(body, publisher, locator, quote).id
        return known

    def _new_body(self, body: Body, publisher: str, locator: str, quote: str) -> Record:
        id = fold_blanks(body.id) if normal_identifier(body.id) else ""
        named = _once([name for text in (body.name, body.alternate_name) if (name := text.strip())])
        if id and not is_registered(id):
            self._teller.odd("organisation whose id names no register of org-id.guide", locator)
        properties: dict[str, Value] = {name: stripped for name, text in zip(_PARTY, body[4:], strict=True) if (stripped := text.strip())}
        scheme = "360giving" if id.upper().startswith("360G-") else "org-id"
        return self._teller.record(
            "Organisation",
            "|".join((normal_identifier(id) or f"{publisher}:", *named)),
            tuple(Name(name) for name in named or [id]),
            locator,
            quote,
            identifiers=(Identifier(scheme, id),) if id else (),
            country=values.country_of(body.country) if body.country else None,
            properties=properties,
            keys=organisation_keys(id, named, publisher),
        )

    def _recipients(self, grant: Grant, project: str, publisher: str, locator: str, quote: str) -> list[str]:
        bodies = [body for body in grant.recipients if body.name.strip() or normal_identifier(body.id)]
        made = _once([self._body(body, publisher, locator, quote) for body in bodies])
        plain = grant.plain
        if plain.person_id or plain.person_name:
            properties: Properties = {"recipient_id": plain.person_id.strip()} if plain.person_id else {}
            name = Name(plain.person_name.strip() or "Individual recipient")
            # No keys: a person is the recipient of this grant alone, whatever name or number is given.
            local = f"{project} recipient"
            made.append(self._teller.record("Person", local, (name,), locator, quote, properties=properties, once=True).id)
        return made

    def _located(self, locations: Sequence[Location], locator: str, quote: str) -> list[str]:
        for location in locations:
            if location not in self._places:
                made = self._new_place(location, locator, quote)
                self._places[location] = made.id if made else None
        return _once([place for location in locations if (place := self._places[location])])

    def _new_place(self, location: Location, locator: str, quote: str) -> Record | None:
        code = values.country_of(location.country) if location.country else None
        if code is None:
            if location.country:
                self._teller.odd(f"beneficiary location whose country {location.country.strip()!r} is none of ISO 3166-1", locator)
            return None
        country = country_record(self._teller, code, locator, quote)
        name, geo = location.name.strip(), location.code.strip()
        if not name and not geo:
            return country
        told = {"kind": location.code_type, "latitude": location.latitude, "longitude": location.longitude}
        place = self._teller.record(
            "Place",
            f"{code}|{geo}|{name}",
            (Name(name or geo),),
            locator,
            quote,
            identifiers=(Identifier(location.code_type.strip() or "geo", geo),) if geo else (),
            country=code,
            properties={k: text.strip() for k, text in told.items() if text.strip()},
            # Two places of one name in a country are two: the code alone joins where there is one.
            keys=(identifier_key("Place", geo) if geo else names.place_key(name, code),),
        )
        self._teller.say("LOCATED_IN", place.id, country.id, "", locator, quote)
        return place


_ROLE: Properties = {"measure": "role"}
_PLANNED, _ACTUAL = (("plannedDates/startDate", "plannedDates/endDate"), ("actualDates/startDate", "actualDates/endDate"))


def _money(grant: Grant, read_date: ReadDate) -> Money:
    plain = grant.plain
    if normal_identifier(plain.id) is None:
        raise Wrong("no grant id: give it one (Identifier, `id`)")
    if not grant.funders or not any(normal_identifier(f.id) or f.name.strip() for f in grant.funders):
        raise Wrong("no funder: name it (Funding Org, `fundingOrganization`)")
    awarded = values.amount_of(plain.awarded)
    if awarded is None:
        missing = "no amount awarded: give it one (Amount Awarded, `amountAwarded`)"
        raise Wrong(f"amountAwarded: {values.not_an_amount(plain.awarded)}" if plain.awarded.strip() else missing)
    disbursed = values.amount_of(plain.disbursed) if plain.disbursed else None
    if disbursed is None and plain.disbursed.strip():
        raise Wrong(f"amountDisbursed: {values.not_an_amount(plain.disbursed)}")
    date = read_date("awardDate", plain.award_date) if plain.award_date else None
    if date is None and plain.award_date.strip():
        raise Wrong(f"awardDate: {values.not_a_date(plain.award_date)}")
    currency = plain.currency.strip()
    return Money(awarded, disbursed, date, currency.upper() if _CURRENCY.fullmatch(currency) else None)


def _properties(grant: Grant, told: dict[str, Value]) -> dict[str, Value]:
    """What a grant says of itself beside names, dates and money, put to what is told."""
    plain = grant.plain
    for name, text in (
        ("description", plain.description),
        ("amount_applied_for", plain.applied),
        ("url", plain.url),
        ("data_source", plain.data_source),
        ("open_call", plain.open_call),
        ("regrant_type", plain.regrant_type),
        ("location_scope", plain.location_scope),
    ):
        if text:
            told[name] = text.strip()
    if plain.reason or plain.second_reason:
        told["grant_reasons"] = tuple(text.strip() for text in (plain.reason, plain.second_reason) if text)
    if grant.programmes:
        told["programmes"] = tuple((word.title or word.code).strip() for word in grant.programmes)
    if grant.classifications:
        told["classifications"] = tuple(": ".join(filter(None, (w.vocabulary, w.code, w.title))) for w in grant.classifications)
    if grant.purposes:
        told["grant_purposes"] = tuple(purpose.value.strip() for purpose in grant.purposes)
    if grant.related:
        told["related_activities"] = tuple(related.value.strip() for related in grant.related)
    if nowhere := tuple((place.name or place.code).strip() for place in grant.locations if not place.country):
        told["locations"] = nowhere
    return told


def _once(texts: list[str]) -> list[str]:
    return texts if len(texts) < 2 else list(dict.fromkeys(texts))

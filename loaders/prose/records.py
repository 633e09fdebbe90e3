"""What an article says of each thing, as records with the keys by which other sources know it."""

from collections import defaultdict

from cooplinks.app import names
from cooplinks.app.ids import gazetteer_key, identifier_key, record_id
from cooplinks.app.model import Identifier, Name, Properties, Record, Source
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Thing
from cooplinks.loaders.prose.postings import is_posting, posting_key

_LABELS = {
    "government": ("GovernmentBody",),
    "ngo": ("NGO",),
    "international_organisation": ("InternationalOrganisation",),
    "donor_fund": ("Fund",),
    "network": ("Network",),
    "company": ("Company",),
    "academic": ("Academic",),
}


def records_of(document: Document, source: Source) -> dict[str, Record]:
    """Thing id to record, in text order."""
    bodies = {t.id: _body_keys(t, _spellings(document, t)) for t in document.things if t.type == "Organisation"}
    linked: dict[str, list[str]] = defaultdict(list)
    for said in sorted(document.said, key=lambda s: -s.confidence):
        if (said.type == "REPRESENTS" and said.target in bodies) or (
            said.type in ("IMPLEMENTED_BY", "FUNDED_BY", "SUPPORTED_BY") and said.target in bodies
        ):
            linked[said.source].extend(bodies[said.target])
    places = {s.source: s.target for s in document.said if s.type == "HELD_IN"}
    named = {t.id: t for t in document.things}
    made: dict[str, Record] = {}
    for thing in document.things:
        place = named.get(places.get(thing.id, ""))
        made[thing.id] = _record(document, thing, source, bodies, linked[thing.id], place)
    return made


def _record(
    document: Document, thing: Thing, source: Source, bodies: dict[str, tuple[str, ...]], linked: list[str], place: Thing | None
) -> Record:
    properties: dict[str, str] = {}
    if thing.kind and thing.type in ("Organisation", "Place"):
        properties["kind"] = thing.kind
    if thing.stated:
        properties["stated_amount"], properties["stated_currency"] = thing.stated
    country = thing.country if len(thing.country) == 2 and thing.country.isascii() and thing.country.isupper() else None
    spellings = _spellings(document, thing)
    return Record(
        id=record_id(thing.type, source.key, thing.id.partition(":")[2]),
        source=source.id,
        type=thing.type,
        names=tuple(Name(n, source.language or "en") for n in spellings),
        labels=_labels(thing),
        identifiers=tuple(Identifier("wikidata" if i[0] == "Q" else "org-id", i) for i in tables.identifiers().get(thing.entry, ())),
        country=country,
        properties=_typed(properties),
        valid_from=thing.dates[0] if thing.dates else None,
        valid_to=thing.dates[-1] if thing.dates else None,
        keys=_keys(thing, bodies, linked, place),
    )


def _spellings(document: Document, thing: Thing) -> list[str]:
    return list(dict.fromkeys([thing.name, *thing.names, *_written(document, thing)]))


def _typed(properties: dict[str, str]) -> Properties:
    return dict(properties)


def _written(document: Document, thing: Thing) -> list[str]:
    """The spellings in the text that are names: no surname alone, no "the workshop"."""
    if thing.type in ("Event", "Place", "Project"):
        return []
    found = []
    for number in thing.mentions[:50]:
        mention = document.mentions[number]
        text = mention.name if document.language else " ".join(document.words(mention.first, mention.last).split())
        if (
            mention.rule not in ("surname", "honorific")
            and not mention.anaphor
            and not mention.rule.startswith("office:")
            and len(text) <= 200
        ):
            found.append(text)
    return found


def _labels(thing: Thing) -> tuple[str, ...]:
    if thing.type != "Organisation":
        return ()
    ministry = thing.kind == "government" and "ministry" in (thing.english or thing.name).lower()
    return ("Ministry", *_LABELS["government"]) if ministry else _LABELS.get(thing.kind, ())


def _body_keys(thing: Thing, spellings: list[str]) -> tuple[str, ...]:
    """Gazetteer and identifiers; else head noun, portfolio and country, in English words where they are known."""
    name = thing.english or thing.name
    keys = [k for i in tables.identifiers().get(thing.entry, ()) if (k := identifier_key("Organisation", i))]
    if thing.entry:
        return (*keys, gazetteer_key("Organisation", thing.entry))
    if is_posting(name):
        posted = posting_key([name] if thing.english else spellings, thing.country)
        return (*keys, posted) if posted else tuple(keys)
    key = names.organisation_key(name, thing.country or None, country_words=tables.country_words(thing.country)) if thing.country else None
    return (*keys, key) if key else tuple(keys)


def _keys(thing: Thing, bodies: dict[str, tuple[str, ...]], linked: list[str], place: Thing | None) -> tuple[str, ...]:
    found: list[str | None] = []
    if thing.type == "Organisation":
        return bodies[thing.id]
    if thing.type == "Place":
        found = (
            [names.country_key(thing.country)]
            if thing.kind == "country"
            else [names.place_key(thing.english or thing.name, thing.country or None)]
        )
        if thing.kind == "region" and not thing.country:
            found = [gazetteer_key("Place", thing.english or thing.name)]
    elif thing.type == "Person":
        found = [names.person_key(thing.name, key) for key in linked]
    elif thing.type == "Event" and thing.dates:
        found = [names.event_key(thing.name, thing.dates[0], (place.english or place.name) if place else None)]
    elif thing.type == "Project":
        found = [names.project_key(thing.name, key) for key in linked]
    return tuple(dict.fromkeys(k for k in found if k))

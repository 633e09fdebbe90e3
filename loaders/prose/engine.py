"""The steps in their order: a text in, a document with entities and links out."""

from collections.abc import Callable

from cooplinks.loaders.prose import (
    acronyms,
    apposition,
    bodies,
    coreference,
    dates,
    events,
    known,
    languages,
    links,
    main_event,
    money,
    naming,
    persons,
    places,
    projects,
    quoted,
    quotes,
    roles,
    slots,
    tokens,
)
from cooplinks.loaders.prose.document import Document

VERSION = "prose 0.7"

STEPS: tuple[Callable[[Document], Document], ...] = (
    tokens.tokenise,
    tokens.split,
    quotes.find_quotes,
    dates.find_dates,
    quoted.find_quoted,
    known.find_known,
    bodies.find_bodies,
    acronyms.find_acronyms,
    apposition.find_apposed,
    places.find_places,
    projects.find_projects,
    events.find_events,
    persons.find_persons,
    slots.find_slots,
    main_event.find_main_event,
    coreference.make_things,
    roles.find_roles,
    links.find_links,
    money.find_money,
    naming.name_main_event,
)


def extract(text: str, *, published: str = "", language: str = "en") -> Document:
    """Read one article; `published` is its ISO date, for days whose year it leaves out; `language` one of `languages.FOLDERS`."""
    if folder := languages.FOLDERS[language]:
        return languages.read(text, published, folder)
    document = Document(text, published)
    for step in STEPS:
        document = step(document)
    return document

"""The languages that are read: for each code of ISO 639-1 the folder of its tables, '' for English."""

from cooplinks.loaders.prose.document import Document

FOLDERS = {"en": "", "sr": "bcms", "hr": "bcms", "bs": "bcms", "sh": "bcms", "cnr": "bcms"}


def read(text: str, published: str, folder: str) -> Document:
    """Read one article in a language with case endings."""
    from cooplinks.loaders.prose import quotes
    from cooplinks.loaders.prose.inflected import amounts, events, links, names, persons, script, slots, things, words

    latin, offsets = script.to_latin(text)
    document = Document(latin, published, language=folder)
    for step in (
        words.tokenise,
        words.split,
        quotes.find_quotes,
        words.find_dates,
        names.find_names,
        events.find_projects,
        events.find_events,
        slots.find_slots,
        persons.find_persons,
        events.find_main_event,
        things.make_things,
        persons.find_roles,
        links.find_links,
        amounts.find_amounts,
        things.name_main_event,
    ):
        document = step(document)
    return script.restore(document, text, offsets)

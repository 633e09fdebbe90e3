"""A main event without a title of its own is named by its project or its town, so that its name tells it from others."""

from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose.document import Document


def name_main_event(document: Document) -> Document:
    """Put "of “P”" or "in Town" behind a plain noun phrase."""
    main = next((t for t in document.things if t.id == document.main), None)
    if main is None or any(document.mentions[n].rule in ("quoted", "title") for n in main.mentions):
        return document
    names = {t.id: t.name for t in document.things}
    project = next((names[s.target] for s in document.said if s.type == "PART_OF" and s.source == main.id), "")
    town = next((names[s.target] for s in document.said if s.type == "HELD_IN" and s.source == main.id), "")
    told = project if fold(project) not in fold(main.name) else ""
    where = town if fold(town) not in fold(main.name) else ""
    name = main.name + (f" of “{told}”" if told else f" in {where}" if where else "")
    return replace(document, things=tuple(replace(t, name=name, names=(name,)) if t.id == main.id else t for t in document.things))

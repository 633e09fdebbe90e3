"""Which mentions of one article name the same thing, whatever their case."""

from collections import Counter, defaultdict
from dataclasses import replace

from cooplinks.app.ids import PREFIXES, slug
from cooplinks.loaders.prose.document import Document, Mention, Thing, things_of_mentions
from cooplinks.loaders.prose.inflected.events import event_dates
from cooplinks.loaders.prose.main_event import MAIN


def make_things(document: Document) -> Document:
    """Group the mentions, resolve "Ministarstvo" and "projekat", and give each group an id."""
    home, same = _home(document), {**_shorter(document), **_persons(document)}
    document = replace(document, mentions=tuple(replace(m, key=same[m.key]) if m.key in same else m for m in document.mentions))
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    said: dict[str, set[str]] = defaultdict(set)
    for m in document.mentions:
        if m.key.startswith("body:") and m.country:
            said[m.key].add(m.country)
    for number, m in enumerate(document.mentions):
        if not m.key or (m.anaphor and m.key != MAIN):
            continue
        country = ""
        if m.key.startswith("body:"):
            country = m.country or (next(iter(said[m.key])) if len(said[m.key]) == 1 else "")
            if not country and m.kind == "government" and (not said[m.key] or home in said[m.key]):
                country = home
        groups[(m.key, country)].append(number)
    things = _things(document, groups)
    thing_of = things_of_mentions(document.mentions, things)
    _anaphors(document, things, thing_of)
    main = next((t.id for t in things if document.mentions[t.mentions[0]].key == MAIN), "")
    by_thing: dict[str, list[int]] = defaultdict(list)
    for number, id in enumerate(thing_of):
        if id:
            by_thing[id].append(number)
    grown = tuple(replace(t, mentions=tuple(by_thing[t.id])) if t.type == "Organisation" else t for t in things)
    return replace(document, things=grown, thing_of=tuple(thing_of), main=main)


def _persons(document: Document) -> dict[str, str]:
    """One person under names in two cases ("Mihelu Hinić"), or without the first name ("Klakočar Zupančič")."""
    named = {m.key: m.name.split() for m in document.mentions if m.type == "Person" and m.key}
    same: dict[str, str] = {}
    by_last: dict[str, list[str]] = defaultdict(list)
    for key, words in named.items():
        by_last[words[-1]].append(key)
    for keys in by_last.values():
        for key in keys[:12]:
            for other in keys[:12]:
                a, b = named[key], named[other]
                if key != other and other not in same and len(a) < len(b) and b[-len(a) :] == a:
                    same[key] = other
                elif len(a) == len(b) == 2 and a[0][:-1] == b[0][:-1] and a[0].endswith(("a", "o")) and b[0].endswith(("u", "i", "e")):
                    same[other] = key
    return {k: v for k, v in same.items() if v not in same}


def _shorter(document: Document) -> dict[str, str]:
    """A name without its seat to the only one that has one: "Ambasada Italije" is the one "u Crnoj Gori"."""
    keys = {m.key for m in document.mentions if m.key.startswith("body:") and len(m.key) < 120}
    longer: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        for join in (" u ", " in ", " to "):
            begin, found, _ = key.partition(join)
            if found and begin in keys and " " in begin:
                longer[begin].add(key)
    return {k: next(iter(v)) for k, v in longer.items() if len(v) == 1}


def _home(document: Document) -> str:
    """The country whose own bodies the article speaks of, where it speaks of one only."""
    said = Counter(
        m.country for m in document.mentions if m.type == "Organisation" and m.kind == "government" and m.country and not m.entry
    )
    places = Counter(m.country for m in document.mentions if m.type == "Place" and m.country)
    if len(said) == 1:
        return next(iter(said))
    return next(iter(places)) if not said and len(places) == 1 else ""


def _things(document: Document, groups: dict[tuple[str, str], list[int]]) -> list[Thing]:
    things: list[Thing] = []
    used: Counter[str] = Counter()
    dates = event_dates(document)
    for (key, country), numbers in sorted(groups.items(), key=lambda g: (g[0][0] != MAIN, g[1][0])):
        named = [document.mentions[n] for n in numbers]
        type = named[0].type
        name = _name(type, named)
        if not name.strip():
            continue
        country = country or next((m.country for m in named if m.country), "")
        local = f"{PREFIXES[type]}:{slug(name)}" + (f"@{country.lower()}" if type == "Organisation" and country else "")
        used[local] += 1
        best = max(named, key=lambda m: m.confidence)
        things.append(
            Thing(
                local if used[local] == 1 else f"{local}-{used[local]}",
                type,
                name,
                tuple(numbers),
                best.kind,
                country,
                next((m.entry for m in named if m.entry), ""),
                tuple(dict.fromkeys([name, *(a for m in named for a in m.aka if a)])),
                dates if key == MAIN else (),
                english=next((m.english for m in named if m.english), ""),
            )
        )
    return things


def _name(type: str, named: list[Mention]) -> str:
    if type == "Event":
        titled = next((m for m in named if m.rule == "quoted"), None)
        best = titled or max(named[:4], key=lambda m: m.last - m.first if m.last - m.first < 14 else 0)
        return best.name if titled else best.name[:1].upper() + best.name[1:]
    if type == "Person":
        counts = Counter(m.name for m in named)
        a_form = [n for n in counts if n.split()[0].endswith("a")]
        return max(counts, key=lambda n: (n in a_form or not a_form, len(n.split()), counts[n], -len(n)))
    full = [m for m in named if not m.rule.startswith("office:")] or named
    return full[0].name


def _anaphors(document: Document, things: list[Thing], thing_of: list[str]) -> None:
    projects = [t.id for t in things if t.type == "Project"]
    all_heads: dict[str, set[str]] = defaultdict(set)
    for number, m in enumerate(document.mentions):
        if m.type == "Organisation" and m.head and not m.anaphor:
            all_heads[m.head].add(thing_of[number])
    heads: dict[str, list[str]] = defaultdict(list)
    last_project = ""
    for number, m in enumerate(document.mentions):
        if not m.anaphor or m.key == MAIN:
            if m.type == "Organisation" and m.head and thing_of[number] not in heads[m.head]:
                heads[m.head].append(thing_of[number])
            if m.type == "Project" and m.key:
                last_project = thing_of[number]
        elif m.type == "Project":
            thing_of[number] = last_project or (projects[0] if len(projects) == 1 else "")
        elif m.type == "Organisation" and (len(heads[m.head]) == 1 or len(all_heads[m.head]) == 1):
            thing_of[number] = heads[m.head][0] if heads[m.head] else next(iter(all_heads[m.head]))


def name_main_event(document: Document) -> Document:
    """Put ", Town" behind a plain noun phrase, so that its name tells the event from others."""
    main = next((t for t in document.things if t.id == document.main), None)
    if main is None or any(document.mentions[n].rule == "quoted" for n in main.mentions):
        return document
    names = {t.id: t.name for t in document.things}
    town = next((names[s.target] for s in document.said if s.type == "HELD_IN" and s.source == main.id), "")
    if not town or town in main.name:
        return document
    name = f"{main.name}, {town}"
    return replace(document, things=tuple(replace(t, name=name, names=(name,)) if t.id == main.id else t for t in document.things))

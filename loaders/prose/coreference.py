"""Which mentions of one article name the same thing."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from cooplinks.app.ids import PREFIXES, slug
from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention, Thing, things_of_mentions
from cooplinks.loaders.prose.main_event import MAIN
from cooplinks.loaders.prose.when import event_dates


@dataclass(slots=True)
class _Draft:
    type: str
    country: str
    numbers: list[int]


def make_things(document: Document) -> Document:
    """Group the mentions, resolve "the Ministry" and "the project", and give each group an id."""
    keys = _projects(document, [_key(m) for m in document.mentions])
    keys = _cut_short(document, _shortened(document, _persons(document, keys)))
    groups = _countries(document, keys)
    things = _things(document, groups)
    thing_of = things_of_mentions(document.mentions, things)
    _anaphors(document, things, thing_of)
    main = next((t.id for t in things if document.mentions[t.mentions[0]].key == MAIN), "")
    return replace(document, things=tuple(things), thing_of=tuple(thing_of), main=main)


def _key(mention: Mention) -> str:
    return mention.key if not mention.anaphor or mention.key == MAIN else ""


def _shortened(document: Document, keys: list[str]) -> list[str]:
    """ "the OSCE Programme Office" is the one "in Astana" that was named, where there is only one."""
    longer: dict[str, set[str]] = defaultdict(set)
    for key, mention in zip(keys, document.mentions, strict=True):
        if mention.type == "Organisation" and key.startswith("body:"):
            for join in (" in ", " to ", " for "):
                begin, found, _ = mention.name.partition(join)
                if found:
                    longer[begin].add(key)
    return [
        next(iter(longer[m.name])) if key.startswith("body:") and len(longer.get(m.name, ())) == 1 and " " in m.name else key
        for key, m in zip(keys, document.mentions, strict=True)
    ]


def _cut_short(document: Document, keys: list[str]) -> list[str]:
    """ "the OSCE Malta Mission" is the "OSCE Mission to Malta", and "the Danish Institute" later on the "Danish Institute for X"."""
    named = [(n, m) for n, m in enumerate(document.mentions) if keys[n].startswith("body:") and m.type == "Organisation" and m.head]
    same: dict[str, str] = {}
    of_words: dict[frozenset[str], str] = {}
    begun: dict[tuple[str, str], set[str]] = defaultdict(set)
    for n, mention in named:
        words = mention.name.lower().split()
        content = frozenset(w for w in words if w not in _SMALL)
        same.setdefault(keys[n], of_words.setdefault(content, keys[n]) if len(content) > 2 else keys[n])
        longer = begun.get((mention.head, " ".join(words)), set()) - {keys[n]}
        if len(longer) == 1 and len(words) > 1 and same[keys[n]] == keys[n] and not mention.country:
            same[keys[n]] = same.get(next(iter(longer)), next(iter(longer)))
        for size in range(2, min(len(words), _LONGEST)):
            begun[mention.head, " ".join(words[:size])].add(keys[n])
            if words[-1] == mention.head:  # "the School Committee" after "Apia Primary School Committee"
                begun[mention.head, " ".join(words[-size:])].add(keys[n])
    sentence_of = document.sentence_of()
    for n, mention in named:  # a headline cuts names short, and "the Trade Minister" is of the "Ministry of Trade and Tourism"
        if mention.country or same[keys[n]] != keys[n]:
            continue
        if mention.head == "ministry" or document.sentences[sentence_of[mention.first]].headline:
            longer = begun.get((mention.head, mention.name.lower()), set()) - {keys[n]}
            if len(longer) == 1 and same[next(iter(longer))] != keys[n]:
                same[keys[n]] = same[next(iter(longer))]
    begins: dict[str, set[str]] = defaultdict(set)
    for key, mention in zip(keys, document.mentions, strict=True):
        if mention.type == "Organisation" and " " in mention.name and sum(c.isupper() for c in mention.name.split()[0]) > 1:
            begins[f"slot:{fold(mention.name.split()[0])}"].add(same.get(key, key))
    same |= {k: next(iter(b)) for k, b in begins.items() if len(b) == 1}  # "BirdLife" is "BirdLife International"
    return [same.get(k, k) for k in keys]


def _projects(document: Document, keys: list[str]) -> list[str]:
    """ "the Clean Water Programme" is the "Safe Wells and Clean Water Programme" that was named, where there is only one."""
    names = {k: tuple(m.name.lower().split()) for k, m in zip(keys, document.mentions, strict=True) if k.startswith("project:")}
    ends: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for key, words in names.items():
        for size in range(3, min(len(words), _LONGEST)):
            ends[words[:size]].add(key)
            ends[words[-size:]].add(key)
    same = {k: next(iter(ends[w])) for k, w in names.items() if len(ends.get(w, ())) == 1}
    return [same.get(k, k) for k in keys]


_SMALL = frozenset(["of", "the", "to", "in", "for", "and", "&"])
_LONGEST = 12


def _persons(document: Document, keys: list[str]) -> list[str]:
    """One letter more, less or other in a full name is a typing error."""
    counts = Counter(k for k, m in zip(keys, document.mentions, strict=True) if m.type == "Person")
    near: dict[str, str] = {}
    same: dict[str, str] = {}
    for key in sorted(counts, key=lambda k: (-counts[k], -len(k))):
        shorter = {key, *(key[:i] + key[i + 1 :] for i in range(len("person:"), len(key)))} if len(key) > 14 else {key}
        found = next((near[s] for s in shorter if s in near), None)
        same[key] = found or key
        for s in shorter:
            near.setdefault(s, same[key])
    surnames: dict[str, set[str]] = defaultdict(set)
    for key in set(same.values()):
        if " " in key:
            surnames[key.rsplit(" ", 1)[-1]].add(key)
    for key in sorted(counts, key=len):
        longer = [k for k in surnames.get(key.rsplit(" ", 1)[-1], ()) if len(k) > len(key) and _shorter_name(key, k)]
        if " " in key and len(longer) == 1:
            same[key] = same.get(longer[0], longer[0])
            surnames[key.rsplit(" ", 1)[-1]].discard(key)
    for key in set(same.values()):
        first, _, rest = key.removeprefix("person:").partition(" ")
        if rest and first not in surnames:
            surnames[first].add(key)  # "Dr. Samuel" after "Samuel Kifle"
    for key in counts:
        full = surnames.get(key.removeprefix("person:"))
        if full and len(full) == 1:
            same[key] = next(iter(full))
    return [same.get(k, k) for k in keys]


def _shorter_name(key: str, longer: str) -> bool:
    """ "M Lorenzo" and "Lorenzo Diaz" of a longer name, and "Ana Silva" of "Ana bin Silva"."""
    a, b = ([w for w in k.removeprefix("person:").split() if w not in _PARTICLES] for k in (key, longer))
    if a == b or a == b[-len(a) :] or (len(a) == 2 and len(b) == 3 and a[0] == b[0] and a[1] == b[2]):
        return True  # "Kate Lam" of "Kate Azuka Lam"
    return len(a) == len(b) and a[1:] == b[1:] and len(a[0]) == 1 and b[0].startswith(a[0])


_PARTICLES = frozenset(["bin", "ibn", "al", "el", "de", "da", "van", "von", "der", "di", "binti", "bint"])


def _countries(document: Document, keys: list[str]) -> dict[tuple[str, str], _Draft]:
    """Bodies of equal key and different country are different; one without a country takes the only one there is."""
    said: dict[str, set[str]] = defaultdict(set)
    for key, mention in zip(keys, document.mentions, strict=True):
        if key and mention.country:
            said[key].add(mention.country)
    home = home_country(document)
    groups: dict[tuple[str, str], _Draft] = {}
    for number, (key, mention) in enumerate(zip(keys, document.mentions, strict=True)):
        if not key:
            continue
        country = mention.country or (next(iter(said[key])) if len(said[key]) == 1 else "")
        if not country and mention.kind == "government" and not mention.entry:
            country = home if not said[key] or home in said[key] else ""
        if mention.type == "Organisation" and key.startswith("body:"):
            group = (key, country)
        else:
            group = (key, "")
        groups.setdefault(group, _Draft(mention.type, country, [])).numbers.append(number)
    return groups


def home_country(document: Document) -> str:
    """The country whose own bodies the article speaks of, where it speaks of one only; else ''."""
    places = Counter(m.country for m in document.mentions if m.type == "Place" and m.country)
    explicit = {
        m.country
        for m in document.mentions
        if m.type == "Organisation" and m.kind == "government" and m.country and not m.entry and not _diplomatic(m)
    }
    if len(explicit) == 1:
        country = next(iter(explicit))
        return country if places[country] >= 2 and places[country] == max(places.values()) else ""
    return next(iter(places)) if not explicit and len(places) == 1 and sum(places.values()) >= 2 else ""


def _diplomatic(mention: Mention) -> bool:
    return "diplomatic" in tables.heads().get(mention.head, ("", frozenset()))[1]


def _things(document: Document, groups: dict[tuple[str, str], _Draft]) -> list[Thing]:
    things: list[Thing] = []
    used: Counter[str] = Counter()
    dates = event_dates(document)
    order = sorted(groups.items(), key=lambda g: (g[0][0] != MAIN, g[1].numbers[0]))
    for (key, _), draft in order:
        named = [document.mentions[n] for n in draft.numbers if not document.mentions[n].anaphor] or [document.mentions[draft.numbers[0]]]
        name = _best_name(document, draft.type, named)
        if not name.strip():
            continue
        local = f"{PREFIXES[draft.type]}:{slug(name)}" + (
            f"@{draft.country.lower()}" if draft.type == "Organisation" and draft.country else ""
        )
        used[local] += 1
        names = dict.fromkeys([name, *(aka for m in named for aka in m.aka if aka)])
        best = max(named, key=lambda m: m.confidence)
        things.append(
            Thing(
                local if used[local] == 1 else f"{local}-{used[local]}",
                draft.type,
                name,
                tuple(draft.numbers),
                best.kind,
                draft.country,
                next((m.entry for m in named if m.entry), ""),
                tuple(names),
                dates if key == MAIN else (),
            )
        )
    return things


def _best_name(document: Document, type: str, named: list[Mention]) -> str:
    if type == "Event":
        titled = [m for m in named if m.rule != "plain" and m.key and not m.rule.startswith("plain:")]
        best = (titled or named)[0]
        return best.name if titled else best.name[:1].upper() + best.name[1:]
    if type == "Person":
        counts = Counter(m.name for m in named if " " in m.name) or Counter(m.name for m in named)
        return max(counts, key=lambda n: (counts[n], len(n)))
    return named[0].name


def _noun_beside(document: Document, mention: Mention) -> str:
    """ "project" or "programme" right before or behind the name, or within it; "" for none."""
    low = [t.low for t in document.tokens[max(0, mention.first - 2) : mention.last + 2]]
    return next((w for w in low if w in ("project", "programme", "program")), "")


_ANY_BODY = frozenset(["organisation", "organization"])


def _only_before(document: Document, thing_of: list[str], number: int, sentence_of: list[int]) -> str:
    """ "… by CARE. Ana Kos, the organisation's director": the one body of this sentence and the one before; "" where there are more."""
    at, here = document.mentions[number], sentence_of[document.mentions[number].first]
    before = {
        thing_of[n]
        for n, m in enumerate(document.mentions)
        if m.type == "Organisation" and not m.anaphor and m.first < at.first and here - sentence_of[m.first] < 2
    } - {""}
    return next(iter(before)) if len(before) == 1 else ""


def _anaphors(document: Document, things: list[Thing], thing_of: list[str]) -> None:
    """ "the Ministry" is the only one named so far, "the project" the last one named, else the only one there is."""
    projects = [t.id for t in things if t.type == "Project"]
    heads: dict[str, set[str]] = defaultdict(set)
    last_project, by_noun = "", dict[str, str]()
    last_of: dict[str, tuple[int, str]] = {}
    sentence_of = document.sentence_of()
    for number, mention in enumerate(document.mentions):
        if not mention.anaphor:
            if mention.type == "Organisation" and mention.head:
                for noun in {mention.head, mention.head.split()[-1]}:  # "the centre" is the "Support Centre"
                    heads[noun].add(thing_of[number])
                    last_of[noun] = (sentence_of[mention.first], thing_of[number])
            if mention.type == "Project":
                last_project = thing_of[number]
                by_noun[_noun_beside(document, mention)] = last_project
        elif mention.type == "Project":
            thing_of[number] = (
                by_noun.get(document.tokens[mention.first].low) or last_project or (projects[0] if len(projects) == 1 else "")
            )
        elif mention.type == "Organisation" and len(heads[mention.head]) == 1:
            thing_of[number] = next(iter(heads[mention.head]))
        elif mention.type == "Organisation" and mention.head in last_of and sentence_of[mention.first] == last_of[mention.head][0]:
            thing_of[number] = last_of[mention.head][1]  # "In the Supreme Court the guests met the President of the Court"
        elif mention.type == "Organisation" and mention.head in _ANY_BODY and not heads[mention.head]:
            thing_of[number] = _only_before(document, thing_of, number, sentence_of)
    for number, mention in enumerate(document.mentions):
        owns = mention.last < len(document.tokens) and document.tokens[mention.last].low == "'s"
        if owns and mention.anaphor and mention.type == "Organisation" and not thing_of[number] and len(heads[mention.head]) == 1:
            thing_of[number] = next(iter(heads[mention.head]))  # "said the Fund's president": named only further down

"""Names of places and bodies: of the tables, by head noun, by what stands beside them; the longest one at a place wins."""

from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.bodies import body_at, office_at
from cooplinks.loaders.prose.inflected.lookup import (
    Names,
    adjective_country,
    bracket,
    country_at,
    end_of,
    is_given,
    known_at,
    quoted_end,
    stops,
    town_at,
)
from cooplinks.loaders.prose.inflected.tables import Tables, longest


def find_names(document: Document) -> Document:
    """Mark names of the tables and bodies by head noun; the longest one at a place wins."""
    finder, known = Names(document), tables.of(document.language)
    i = 0
    while i < len(finder.tokens):
        capital, begins = finder.tokens[i].cap, known.begins(finder.lows[i])
        if not capital and not begins and finder.lows[i] not in known.words["venues"]:
            i += 1
            continue
        mention = known_at(finder, known, i) if capital and "names" in begins else None
        body = _venue(finder, known, i)
        if body is None and "titles" in begins:
            body = office_at(finder, known, i)
        if body is None and (capital or "heads" in begins or "adjectives" in begins):
            body = body_at(finder, known, i)
        if body is not None and (mention is None or body.last > (bracket(finder, mention.last)[1] if mention.first == i else mention.last)):
            mention = body
        if mention is None and finder.tokens[i].cap:
            mention = town_at(finder, known, i) or _of_country(finder, known, i)
        if mention is not None:
            finder.put(mention)
            i = max(i + 1, mention.last)
        else:
            i += 1
    _acronyms(finder, known)
    _of_texts(finder, known)
    return finder.done()


def _venue(finder: Names, known: Tables, i: int) -> Mention | None:
    """ "u hotelu „X“", "u Domu Y", "Palata Srbija": where things are held."""
    token = finder.tokens[i]
    if token.low not in known.words["venues"] or not (token.cap or token.low.startswith("hotel")):
        return None
    last, end = i + 1, min(end_of(finder, i), i + 6)
    quoted = quoted_end(finder, last)
    if quoted:
        last = quoted
    while not quoted and last < end and finder.tokens[last].cap and finder.tokens[last].text[0].isalpha():
        last += 1
    if (
        not quoted
        and last == i + 2
        and last < end
        and finder.tokens[last].text[0].islower()
        and finder.lows[last].endswith(("e", "a"))
        and not stops(finder, known, last)
    ):
        last += 1
    if last == i + 1:
        return None
    words = finder.document.words(i, last)
    return Mention("Place", i, last, words, f"place:{fold(words)}", "venue", rule="venue", confidence=0.8)


def _of_country(finder: Names, known: Tables, i: int) -> Mention | None:
    """ "Elektroprivreda Crne Gore": a capital within a sentence before a country in the genitive."""
    token = finder.tokens[i]
    if (
        i == finder.sentence(i).first
        or not token.text.isalpha()
        or token.text.isupper()
        or len(token.low) < 5
        or finder.sentence(i).headline
    ):
        return None
    country = country_at(finder, known, i + 1) if i + 1 < end_of(finder, i) else None
    if (
        country is None
        or not finder.lows[country[0] - 1].endswith(("e", "a", "h"))
        or finder.lows[country[0] - 1] in ("srbija", "hrvatska")
    ):
        return None
    tables_ = (known.titles, known.heads, known.events, known.topics)
    if (
        any(longest(known, finder.lows, i, t, i + 1) for t in tables_)
        or is_given(known, token.low)
        or token.low in known.words["no_person"]
        or adjective_country(known, token.low)
    ):
        return None
    base = token.text[:-1] + "a" if token.low.endswith(("e", "i", "u")) else token.text
    name = f"{base}{finder.document.text[token.end : finder.tokens[country[0] - 1].end]}"
    return Mention("Organisation", i, country[0], name, f"body:{fold(name)}", "other", country[1], "of-country", confidence=0.65)


def _acronyms(finder: Names, known: Tables) -> None:
    """Brackets behind names of the tables, and later uses of what was defined."""
    for i in range(1, len(finder.tokens) - 2):
        before = finder.at(i - 1)
        if finder.lows[i] == "(" and before is not None and before.type == "Organisation" and before.last == i:
            acronym, last = bracket(finder, i)
            if acronym:
                finder.put(replace(before, last=last, aka=(*before.aka, acronym)))
    bodies = [m for m in finder.mentions if m is not None and m.type == "Organisation" and not m.anaphor]
    written = {t.text.partition("-")[0] for t in finder.tokens if t.text[:2].isupper()}
    initials = {a: m for m in reversed(bodies) if m.rule.startswith("head:") and (a := _initials(finder, known, m)) in written}
    aliases = {**initials, **{a: m for m in bodies for a in m.aka}}
    if not aliases:
        return
    for i, token in enumerate(finder.tokens):
        target = aliases.get(token.text) or aliases.get(token.text.partition("-")[0])
        if target is not None and finder.free(i) and i >= target.last:
            finder.put(replace(target, first=i, last=i + 1, aka=()))


def _initials(finder: Names, known: Tables, mention: Mention) -> str:
    """ "Stalna konferencija gradova i opština": SKGO."""
    small = known.words["small"] | known.words["prepositions"]
    words = [t.text for t in finder.tokens[mention.first : mention.last] if t.text[0].isalpha() and t.low not in small]
    return "".join(w[0] for w in words).upper() if 3 <= len(words) <= 7 else ""


def _of_texts(finder: Names, known: Tables) -> None:
    """Names inside the title of a book, a film, a law name nothing that has part."""
    for first, last in finder.document.quotes:
        if any(finder.low(j) in known.words["texts"] for j in range(max(finder.sentence(first).first, first - 3), first - 1)):
            for number in {finder.cover[j] for j in range(first, last)} - {-1}:
                mention = finder.mentions[number]
                if mention is not None and first <= mention.first and mention.last <= last:
                    finder.mentions[number] = None
                    finder.cover[mention.first : mention.last] = [-1] * (mention.last - mention.first)

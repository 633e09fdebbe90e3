"""Bodies and places: names of the tables, and bodies by their head noun, whatever the case they stand in."""

from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.app.names import words as folded
from cooplinks.loaders.prose.bodies import is_acronym
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.script import norm
from cooplinks.loaders.prose.inflected.tables import Name, Noun, Tables, longest

_ADJECTIVE = ("i", "a", "e", "o", "u", "og", "oj", "om", "im", "ih", "oga", "omu", "eg", "em", "ega", "ima")
_COUNTRY_ENDINGS = ("a", "e", "oj", "u", "om")
_FINITE = ("uje", "uju", "ira", "iraju", "ovao", "ovala", "ovalo", "ovali", "irao", "irala", "iralo", "irali")
_MOST_LEFT, _MOST_RIGHT = 6, 16
_OPEN = ("„", "“", '"', "«", "”", "‘", "'", "‚")


class Names(Finder):
    """A finder that knows where a quotation that opens ends."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.ends = dict(document.quotes)


def find_names(document: Document) -> Document:
    """Mark names of the tables and bodies by head noun; the longest one at a place wins."""
    finder, known = Names(document), tables.of(document.language)
    i = 0
    while i < len(finder.tokens):
        capital, begins = finder.tokens[i].cap, known.begins(finder.lows[i])
        if not capital and not begins and finder.lows[i] not in known.words["venues"]:
            i += 1
            continue
        mention = _known(finder, known, i) if capital and "names" in begins else None
        body = _venue(finder, known, i)
        if body is None and "titles" in begins:
            body = _office(finder, known, i)
        if body is None and (capital or "heads" in begins or "adjectives" in begins):
            body = _body(finder, known, i)
        if body is not None and (
            mention is None or body.last > (_bracket(finder, mention.last)[1] if mention.first == i else mention.last)
        ):
            mention = body
        if mention is None and finder.tokens[i].cap:
            mention = _town(finder, known, i) or _of_country(finder, known, i)
        if mention is not None:
            finder.put(mention)
            i = max(i + 1, mention.last)
        else:
            i += 1
    _acronyms(finder, known)
    _of_texts(finder, known)
    return finder.done()


def _of_texts(finder: Names, known: Tables) -> None:
    """Names inside the title of a book, a film, a law name nothing that has part."""
    for first, last in finder.document.quotes:
        if any(finder.low(j) in known.words["texts"] for j in range(max(finder.sentence(first).first, first - 3), first - 1)):
            for number in {finder.cover[j] for j in range(first, last)} - {-1}:
                mention = finder.mentions[number]
                if mention is not None and first <= mention.first and mention.last <= last:
                    finder.mentions[number] = None
                    finder.cover[mention.first : mention.last] = [-1] * (mention.last - mention.first)


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
    country = _country_at(finder, known, i + 1) if i + 1 < _end(finder, i) else None
    if (
        country is None
        or not finder.lows[country[0] - 1].endswith(("e", "a", "h"))
        or finder.lows[country[0] - 1] in ("srbija", "hrvatska")
    ):
        return None
    tables_ = (known.titles, known.heads, known.events, known.topics)
    if (
        any(longest(known, finder.lows, i, t, i + 1) for t in tables_)
        or _given(known, token.low)
        or token.low in known.words["no_person"]
        or _adjective_country(known, token.low)
    ):
        return None
    base = token.text[:-1] + "a" if token.low.endswith(("e", "i", "u")) else token.text
    name = f"{base}{finder.document.text[token.end : finder.tokens[country[0] - 1].end]}"
    return Mention("Organisation", i, country[0], name, f"body:{fold(name)}", "other", country[1], "of-country", confidence=0.65)


def _venue(finder: Names, known: Tables, i: int) -> Mention | None:
    """ "u hotelu „X“", "u Domu Y", "Palata Srbija": where things are held."""
    token = finder.tokens[i]
    if token.low not in known.words["venues"] or not (token.cap or token.low.startswith("hotel")):
        return None
    last, end = i + 1, min(_end(finder, i), i + 6)
    quoted = _quoted(finder, last)
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
        and not _stops(finder, known, last)
    ):
        last += 1
    if last == i + 1:
        return None
    words = finder.document.words(i, last)
    return Mention("Place", i, last, words, f"place:{fold(words)}", "venue", rule="venue", confidence=0.8)


def _end(finder: Names, i: int) -> int:
    return finder.sentence(i).last


def _known(finder: Names, known: Tables, i: int) -> Mention | None:
    """The longest name of the tables at token i; of names alike the one spelled most like it."""
    best: tuple[int, int, Name] | None = None
    for last, name in longest(known, finder.lows, i, known.names, _end(finder, i)):
        if best is not None and last < best[0]:
            break
        if not _fits(finder, i, last, name):
            continue
        alike = _alike(finder.document.words(i, last).lower(), name.name.lower())
        if best is None or alike > best[1]:
            best = (last, alike, name)
    return _mention(finder, known, i, best[0], best[2]) if best else None


def _alike(a: str, b: str) -> int:
    """How many letters the two words begin with in common."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _mention(finder: Names, known: Tables, first: int, last: int, name: Name) -> Mention:
    if name.type == "Place":
        first, last = _republic(finder, first), last
        return Mention(
            "Place",
            first,
            last,
            name.name,
            f"place:{name.id}",
            name.kind,
            name.country,
            f"known:{name.id}",
            english=name.english,
            confidence=0.95,
        )
    mention = Mention(
        "Organisation",
        first,
        last,
        name.name,
        f"gaz:{name.id}",
        name.kind,
        name.country,
        f"known:{name.id}",
        entry=name.id,
        confidence=0.95,
    )
    if name.id in ("red-cross", "caritas"):
        after = _country_at(finder, known, last, region=True)
        before = _adjective_country(known, finder.low(first - 1)) if first else ""
        if after:
            return _member(finder, mention, first, after[0], after[1])
        if before and finder.tokens[first - 1].cap and finder.sentence_of[first - 1] == finder.sentence_of[first]:
            return _member(finder, mention, first - 1, last, before)
    return replace(mention, english=name.english)


def _member(finder: Names, mention: Mention, first: int, last: int, country: str) -> Mention:
    """The national member of a federation is a body of its own."""
    name = finder.document.words(first, last)
    code, _, part = country.partition(":")
    entry = f"{mention.entry}-{code.lower()}{'-' + part.replace(' ', '-') if part else ''}"
    return replace(mention, first=first, last=last, name=name, key=f"{mention.key}@{country}", country=code, entry=entry, english="")


def _republic(finder: Names, i: int) -> int:
    return i


def _fits(finder: Names, first: int, last: int, name: Name) -> bool:
    tokens = finder.tokens[first:last]
    if name.exact:
        bare = tokens[0].text.partition("-")[0]
        return len(tokens) == 1 and (tokens[0].text == name.exact or bare == name.exact)
    if (
        name.type == "Place"
        and first
        and tokens[0].cap
        and finder.tokens[first - 1].cap
        and first_name_like(finder, first - 1)
        and not finder.at(first - 1)
    ):
        return False
    if (
        name.type == "Place"
        and last - first == 1
        and last < len(finder.tokens)
        and finder.tokens[last].cap
        and _given(tables.of(finder.document.language), tokens[0].low)
    ):
        return False
    if (
        name.type == "Place"
        and last - first == 1
        and not name.adjective
        and name.name.endswith("ka")
        and not tokens[-1].low.endswith("ci")
        and tokens[-1].low[-2:-1] != "k"
        and not tokens[-1].low.endswith(("kom", "kama"))
    ):
        return False  # "riječ" is no "Rijeka"
    if name.adjective and not tokens[-1].low.endswith(_COUNTRY_ENDINGS):
        return False
    if name.adjective and last < len(finder.tokens) and finder.lows[last] in ("vlada", "vlade", "vladi", "vladu"):
        return False
    return tokens[0].cap and (len(tokens) == 1 or tokens[-1].cap or name.type == "Organisation" or not name.english[-1:].isupper())


def first_name_like(finder: Names, i: int) -> bool:
    known = tables.of(finder.document.language)
    headed = longest(known, finder.lows, i, known.heads, i + 1)
    return finder.sentence_of[i] == finder.sentence_of[i + 1] and not headed and _given(known, finder.lows[i])


def _town(finder: Names, known: Tables, i: int) -> Mention | None:
    """A town of the world: where a preposition of place stands before it, and no further capital behind it."""
    if finder.low(i - 1) not in ("u", "iz", "do", "kod", "grada", "gradu") or finder.sentence_of[i - 1] != finder.sentence_of[i]:
        return None
    for last, name in longest(known, finder.lows, i, known.towns, _end(finder, i)):
        if last < len(finder.tokens) and finder.tokens[last].cap and finder.sentence_of[last] == finder.sentence_of[i]:
            return None
        if all(t.cap for t in finder.tokens[i:last]):
            return Mention(
                "Place", i, last, name.name, f"place:{name.id}", "city", name.country, "known:town", english=name.english, confidence=0.8
            )
    return _unknown_town(finder, known, i)


def _unknown_town(finder: Names, known: Tables, i: int) -> Mention | None:
    """ "u Plandištu", "iz Kozarske Dubice": a place by the words before it and its ending."""
    lead, end = finder.low(i - 1), _end(finder, i)
    if lead not in ("u", "iz", "na") or (lead == "na" and not longest(known, finder.lows, i - 2, known.events, i - 1)):
        return None
    endings = ("a", "e", "i", "ih") if lead == "iz" else ("u", "i", "oj", "om", "ima", "ama")
    last = i + 1
    if last < end and finder.tokens[last].cap and adjectival(finder.lows[i]) and finder.lows[i].endswith(endings):
        last += 1
    token = finder.tokens[last - 1]
    if not token.text.isalpha() or token.text.isupper() or not token.low.endswith(endings) or len(token.low) < 4:
        return None
    if last < end and (finder.tokens[last].cap or longest(known, finder.lows, last, known.heads, last + 1)):
        return None
    if any(
        finder.lows[j] in known.words["no_person"]
        or longest(known, finder.lows, j, known.heads, j + 1)
        or longest(known, finder.lows, j, known.titles, j + 1)
        for j in range(i, last)
    ):
        return None
    if (last == i + 1 and token.low.endswith(("oj", "om"))) or token.low in known.words["no_places"]:
        return None
    if token.low.endswith(_ABSTRACT[:6]) or longest(known, finder.lows, i, known.topics, last):
        return None
    if last < end and not _stops(finder, known, last):
        return None  # an adjective before its noun
    words = finder.document.words(i, last)
    return Mention("Place", i, last, words, f"place:{fold(words)}", "city", rule="place:u", confidence=0.65)


def _country_at(finder: Names, known: Tables, i: int, *, region: bool = False) -> tuple[int, str] | None:
    """Where a country's name that begins at token i ends, and its code; with `region` a part of one does too, by its name."""
    if i >= len(finder.tokens) or not finder.tokens[i].cap:
        return None
    found = _known(finder, known, i)
    if found is None or found.type != "Place":
        return None
    if region and found.kind != "country":
        return found.last, f"{found.country}:{fold(found.english)}"
    return (found.last, found.country) if found.kind == "country" else None


def _adjective_country(known: Tables, low: str) -> str:
    for stem in known.stems(low):
        node = known.adjectives.next.get(stem)
        if node is not None and node.here and low[len(stem) :] in ("", *_ADJECTIVE):
            return str(node.here[0])
    return ""


def adjectival(low: str) -> bool:
    """Whether the word may be an adjective by its ending."""
    return len(low) > 4 and low.endswith(_ADJECTIVE)


_PLURAL = ("ovi", "evi", "ovima", "evima", "ova", "eva")


def _noun_at(finder: Names, known: Tables, i: int) -> tuple[int, Noun] | None:
    if "heads" not in known.begins(finder.lows[i]):
        return None
    found = longest(known, finder.lows, i, known.heads, min(_end(finder, i), i + 2))
    if not found or finder.lows[i].endswith(_PLURAL):
        return None
    last, noun = min(found, key=lambda f: (-f[0], -_alike(finder.lows[i], norm(f[1].noun))))
    return last, noun


def _body(finder: Names, known: Tables, i: int) -> Mention | None:
    """A body whose name begins at token i: its adjectives, its head noun, what it is for, its country."""
    token, words = finder.tokens[i], known.words
    head, at = _noun_at(finder, known, i) if "heads" in known.begins(token.low) else None, i
    sentence_end = _end(finder, i)
    if head is None:
        if not token.cap and not _adjective_country(known, token.low):
            return None
        if not adjectival(token.low) or token.low in words["starters"] or token.low in words["small"]:
            return None
        at = i + 1
        while at < min(sentence_end, i + _MOST_LEFT) and _noun_at(finder, known, at) is None and _modifies(finder, at):
            if finder.lows[at] != "i" and (finder.lows[at] in words["small"] or finder.lows[at] in words["clitics"]):
                return None
            at += 1
        head = _noun_at(finder, known, at) if at < min(sentence_end, i + _MOST_LEFT) else None
        if head is None:
            return None
    after, noun = head
    if any(longest(known, finder.lows, j, known.titles, j + 1) for j in range(i, at)) or (at > i and token.low in words["held"]):
        return None
    if any((m := _known(finder, known, j)) is not None and m.last > at for j in range(i + 1, at) if finder.tokens[j].cap):
        return None
    if not all(finder.lows[j] == "i" or agrees(finder.lows[j], finder.lows[at], noun) for j in range(i, at)):
        return None
    if not any(finder.tokens[j].cap for j in range(i, after)) and "lower" not in noun.flags and not _quoted(finder, after):
        return None
    if any(f[0] >= after > i + 1 for f in longest(known, finder.lows, i, known.events, after)):
        return None  # "svečana akademija"
    if "body" in noun.flags and at == i and not (longest(known, finder.lows, after, known.topics, sentence_end) and token.cap):
        return None  # "Forum" alone is an event
    if "closed" in noun.flags and at == i and not _quoted(finder, after):
        return None
    return _named(finder, known, i, at, after, noun)


def _modifies(finder: Names, j: int) -> bool:
    """An adjective, or "i" between two ("sudsko i tužilačko")."""
    if finder.lows[j] == "i":
        return j + 1 < len(finder.lows) and finder.lows[j + 1][-1:] == finder.lows[j - 1][-1:] and adjectival(finder.lows[j + 1])
    return adjectival(finder.lows[j])


_AGREE = {
    "m": {"": "i", "a": "og eg oga ega", "u": "om em omu emu ome oga", "om": "im", "em": "im", "i": "i", "ima": "im ima", "e": "e"},
    "n": {"o": "o e", "e": "o e", "a": "og eg oga ega", "u": "om em omu emu ome", "om": "im", "em": "im", "ima": "im ima"},
    "f": {"a": "a", "e": "e", "i": "oj", "u": "u", "om": "om", "ama": "im ima", "ju": "om", "": "a"},
}


def agrees(adjective: str, low: str, noun: Noun) -> bool:
    """Whether the adjective can stand in the case that the noun stands in."""
    rows = _AGREE.get(noun.gender)
    if rows is None:
        return True
    ending = next((e for e in ("ima", "ama", "om", "em", "ju", "a", "e", "i", "o", "u") if low.endswith(e)), "")
    if noun.gender == "m" and norm(noun.noun) == low:
        ending = ""
    return adjective.endswith(tuple(rows.get(ending, "").split()) or ("\0",))


def _quoted(finder: Names, j: int) -> int:
    """Where the name in quotation marks that opens at token j ends, mark and all; 0 for none."""
    if j >= len(finder.tokens) or finder.tokens[j].text not in _OPEN:
        return 0
    last = finder.ends.get(j + 1, 0)
    return last + 1 if last and last - j <= 13 else 0


def _named(finder: Names, known: Tables, first: int, at: int, after: int, noun: Noun) -> Mention | None:
    modifiers = at > first
    country = next((c for j in range(first, at) if (c := _adjective_country(known, finder.lows[j]))), "")
    last, topics, place, owner, said, complete = _right(finder, known, after, noun)
    country = said or country
    if "sent" in noun.flags and (not owner or not (place or finder.tokens[at].cap)):
        return None
    if defined := _defined(finder, known, last):
        last, complete, topics = defined, True, [*topics, "?"]
    if said and finder.low(last) in (",", "i") and _country_at(finder, known, last + 1) and finder.lows[at] == "ministarstva":
        return None  # of several countries
    if not complete and not modifiers:
        return _bare(finder, known, first, after, noun)
    if not complete and "diplomatic" not in noun.flags and not finder.tokens[first].cap:
        return None
    if not complete and _generic(finder, known, first, at):
        return None
    if (
        not finder.tokens[first].cap
        and not finder.tokens[at].cap
        and not (
            place or country or owner or _quoted(finder, after) or ("place" in noun.flags and last > after and finder.tokens[after].cap)
        )
    ):
        return None
    last, country = _under(finder, known, last, country) if complete and noun.kind == "government" else (last, country)
    name = " ".join(
        [*(_nominative(t.text, noun.gender) if t.low != "i" else "i" for t in finder.tokens[first:at]), _head_name(finder, at, after, noun)]
    )
    own = _known(finder, known, after) if "place" in noun.flags and last > after and finder.tokens[after].cap else None
    if own is not None and own.type == "Place" and own.last == last:
        name += f" {own.name}"
    elif last > after:
        name += finder.document.text[finder.tokens[after - 1].end : finder.tokens[last - 1].end]
    kind, english = noun.kind, _english(finder, known, first, at, noun, topics, owner, place, country)
    if "city" in noun.flags and place:
        kind = "government"
    seat = place if "diplomatic" in noun.flags and noun.kind != "government" else country
    behind = _known(finder, known, last) if last < _end(finder, first) and finder.tokens[last].cap and noun.kind != "academic" else None
    if (
        behind is not None
        and behind.type == "Organisation"
        and finder.tokens[last].text.partition("-")[0].isupper() | (behind.name == finder.tokens[last].text)
    ):
        return replace(behind, first=first)
    acronym, end = _bracket(finder, last)
    key = f"body:{fold(english)}" if english else f"body:{' '.join(folded(name))}"
    if finder.tokens[last - 1].text in '“”"»' and (
        opened := next((j for j in range(last - 2, first, -1) if finder.ends.get(j) == last - 1), 0)
    ):
        key = f"body:{fold(noun.noun)} {' '.join(folded(finder.document.words(opened, last - 1)))}"
    return Mention(
        "Organisation",
        first,
        end,
        name,
        key,
        kind,
        seat or "",
        f"head:{noun.noun}",
        (acronym,) if acronym else (),
        noun.noun,
        english=english,
        confidence=0.9,
    )


def _of_flag(noun: Noun) -> bool:
    """Whether the title only points at a body ("rektor" at a university) and names none."""
    return next(iter(noun.flags)).startswith("of:")


def _office(finder: Names, known: Tables, i: int) -> Mention | None:
    """ "ministarka pravde", "ambasador Nemačke": the office names the body."""
    found = [f for f in longest(known, finder.lows, i, known.titles, min(i + 1, _end(finder, i))) if f[1].flags and not _of_flag(f[1])]
    if not found:
        return None
    after = found[0][0]
    heads = longest(known, [norm(next(iter(found[0][1].flags)))], 0, known.heads, 1)
    noun: Noun = heads[0][1]
    first, country = i, ""
    if i and finder.sentence_of[i - 1] == finder.sentence_of[i]:
        country = _adjective_country(known, finder.lows[i - 1])
        first -= bool(country)
    last, topics, place, owner, said, complete = _right(finder, known, after, noun)
    if not complete and (not country or noun.noun == "ministarstvo"):
        return None
    last, country = _under(finder, known, last, said or country)
    name = noun.noun[:1].upper() + noun.noun[1:]
    if last > after:
        name += finder.document.text[finder.tokens[after - 1].end : finder.tokens[last - 1].end]
    elif country:
        name = " ".join([_nominative(finder.tokens[i - 1].text, noun.gender).capitalize(), noun.noun])
    english = _english(finder, known, i, i, noun, topics, owner, place, country)
    key = f"body:{fold(english)}" if english else f"body:{' '.join(folded(name))}"
    return Mention(
        "Organisation", first, last, name, key, noun.kind, country, f"office:{noun.noun}", head=noun.noun, english=english, confidence=0.85
    )


def _under(finder: Names, known: Tables, last: int, country: str) -> tuple[int, str]:
    """ "… Vlade Republike Srbije", "… u Vladi Srbije": whose government the ministry is of."""
    at = last + (finder.low(last) == "u")
    if finder.low(at) in ("vlade", "vladi") and at + 1 < _end(finder, last - 1):
        return _country_at(finder, known, at + 1) or (last, country)
    return last, country


def _generic(finder: Names, known: Tables, first: int, at: int) -> bool:
    return all(finder.lows[j] in known.words["generic"] or finder.lows[j] in known.words["starters"] for j in range(first, at))


def _bare(finder: Names, known: Tables, first: int, after: int, noun: Noun) -> Mention | None:
    """ "Ministarstvo" by itself: one that was named before."""
    if not finder.tokens[first].cap or ("diplomatic" in noun.flags and "sent" in noun.flags):
        return None
    return Mention(
        "Organisation",
        first,
        after,
        finder.document.words(first, after),
        "",
        noun.kind,
        "",
        f"anaphor:{noun.noun}",
        head=noun.noun,
        anaphor=True,
    )


def _head_name(finder: Names, at: int, after: int, noun: Noun) -> str:
    text = finder.document.words(at, after)
    if "-" in text or "prefix" in noun.flags:
        return text
    if text.isupper() and len(text) > 3:
        return noun.noun.upper()
    return noun.noun[:1].upper() + noun.noun[1:] if text[:1].isupper() else noun.noun


def _nominative(word: str, gender: str) -> str:
    """An adjective as it stands beside its noun in the nominative."""
    low = norm(word)
    for ending in ("oga", "omu", "ima", "ega", "og", "oj", "om", "im", "ih", "eg", "em", "a", "e", "i", "o", "u"):
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            base = word[: len(word) - len(ending)]
            soft = norm(base).endswith(("j", "lj", "nj")) or base.endswith(("ć", "č", "š", "ž", "đ"))
            return base + {"m": "i", "f": "a", "n": "e" if soft else "o", "p": "e"}.get(gender, ending)
    return word


def _right(finder: Names, known: Tables, j: int, noun: Noun) -> tuple[int, list[str], str, str, str, bool]:
    """How far the name goes: (end, what it is for in English, seat, whose, country, whether it says anything)."""
    end, start = min(_end(finder, j - 1), j + _MOST_RIGHT), j
    last, topics, place, owner, country = j, [], "", "", ""
    wants, told = False, False  # a topic must follow ("za"); something was said
    while j < end:
        token, low = finder.tokens[j], finder.lows[j]
        quoted = _quoted(finder, j)
        if quoted and (not told or "name" in noun.flags):
            return quoted, ["?"], place, owner, country, True
        if (
            "name" in noun.flags
            and not told
            and not token.cap
            and not _stops(finder, known, j)
            and (_quoted(finder, j + 1) or (_quoted(finder, j + 2) and not _stops(finder, known, j + 1)))
        ):
            j += 1
            continue
        topic = longest(known, finder.lows, j, known.topics, end)
        found = _known(finder, known, j) if token.cap else None
        if topic and not (token.cap and found is not None):
            topics.append(topic[0][1] or "?")
            j = last = topic[0][0]
            told, wants = True, False
        elif found is not None and found.type == "Place" and not wants:
            if found.kind == "country":
                country = country or found.country
            place = place or found.country
            if found.kind != "country":
                topics.append(found.english)
            last, told = found.last, True
            if _lead(finder, last) and "diplomatic" in noun.flags:
                seat = _seat(finder, known, last, end)
                if seat is not None:
                    return seat[0], topics, seat[1], owner, country, True
            return _after_country(finder, known, last, topics, place, owner, country)
        elif found is not None and found.type == "Organisation" and not told and ("diplomatic" in noun.flags or "unit" in noun.flags):
            owner, last, told = found.entry, found.last, True
            seat = _seat(finder, known, last, end) if _lead(finder, last) else None
            if seat:
                return seat[0], topics, seat[1], owner, country, True
            if finder.low(last) != "za":
                return last, topics, place, owner, country, True
            topics.append("?")
            j = last
        elif (
            low == "u"
            and not told
            and j + 1 < end
            and (noun.flags & {"diplomatic", "name", "unit"} or noun.kind in ("academic", "other", "government"))
        ):
            seat = _seat(finder, known, j, end)
            if seat is None or ("unit" in noun.flags and not told):
                break
            if "diplomatic" not in noun.flags:
                topics.append(seat[2])
            return seat[0], topics, seat[1], owner, country, True
        elif (
            low == "za"
            and "state" not in noun.flags
            and not wants
            and j + 1 < end
            and not (told and noun.kind == "government" and "plain" not in noun.flags and topics)
        ):
            wants = True
            j += 1
        elif (low in ("sa", "s") and told and topics and "name" not in noun.flags and _topic_follows(finder, known, j + 1, end)) or (
            low in ("i", ",", "te") and told and "place" not in noun.flags and _topic_follows(finder, known, j + 1, end)
        ):
            j += 1
        elif token.cap and not wants and (area := _area(finder, known, j, end)):
            return area, ["?"], place, owner, country, True
        elif (
            token.cap
            and found is None
            and told
            and "name" in noun.flags
            and token.text.isalpha()
            and not finder.tokens[j - 1].cap
            and _alone(finder, known, j, end)
        ):
            return j + 1, ["?"], place, owner, country, True
        elif (
            token.cap
            and found is None
            and "place" not in noun.flags
            and _titled(finder, known, start)
            and not (token.text.isalpha() and not told and "name" in noun.flags and _alone(finder, known, j, end))
        ):
            break
        elif (_of_many(noun, finder, known, j) and not told and not wants) or (
            token.cap
            and found is None
            and not wants
            and token.text[0].isalpha()
            and (not told or finder.tokens[j - 1].cap)
            and _own_name(noun, finder, j)
        ):
            topics.append("?")
            j = last = j + 1
            told = True
        elif (wants or (told and finder.low(j - 1) in ("i", ",", "te"))) and not token.cap and low.endswith(_ABSTRACT):
            topics.append("?")
            j = last = j + 1
            told, wants = True, False
        elif _qualifies(finder, known, j, end):
            topics.append("?" if not _adjective_country(known, low) else "")
            country = country or _adjective_country(known, low)
            j += 1
        elif wants and not _stops(finder, known, j):
            topics.append("?")
            j = last = j + 1
            told, wants = True, adjectival(low) and j < end and not _stops(finder, known, j) and not finder.lows[j].endswith(_FINITE)
        else:
            break
    return last, topics, place, owner, country, told


def _after_country(
    finder: Names, known: Tables, last: int, topics: list[str], place: str, owner: str, country: str
) -> tuple[int, list[str], str, str, str, bool]:
    return last, topics, place, owner, country, True


def _lead(finder: Names, j: int) -> bool:
    return finder.low(j) == "u"


def _seat(finder: Names, known: Tables, j: int, end: int) -> tuple[int, str, str] | None:
    """ "u Srbiji": where it ends, the country, the place in English."""
    if finder.low(j) != "u" or j + 1 >= end or not finder.tokens[j + 1].cap:
        return None
    found = _known(finder, known, j + 1) or _town(finder, known, j + 1)
    return (found.last, found.country, found.english) if found is not None and found.type == "Place" else None


def _area(finder: Names, known: Tables, j: int, end: int) -> int:
    """Where "Osječko-baranjske županije", "Opštine Bar" behind another body ends; 0 for none."""
    k = j
    while k < min(end, j + 3) and adjectival(finder.lows[k]) and finder.tokens[k].cap:
        k += 1
    found = longest(known, finder.lows, k, known.heads, min(end, k + 1)) if k < end else []
    if not found or "area" not in found[0][1].flags:
        return 0
    last = k + 1
    while k == j and last < min(end, k + 3) and finder.tokens[last].cap and not _given(known, finder.lows[last]):
        last += 1
    return last if last > j + 1 else 0


def _titled(finder: Names, known: Tables, j: int) -> bool:
    """Whether a title stands before the body: then capitals behind it are a person's."""
    return any(longest(known, finder.lows, k, known.titles, k + 1) for k in range(max(finder.sentence(j - 1).first, j - 4), j - 1))


def _of_many(noun: Noun, finder: Names, known: Tables, j: int) -> bool:
    """ "Udruženje pčelara": of whom a body is an association."""
    low = finder.lows[j]
    members = "name" in noun.flags and "plain" not in noun.flags and noun.kind in ("ngo", "network")
    return (
        members
        and not finder.tokens[j].cap
        and len(low) > 4
        and low.endswith(("a", "e"))
        and not _stops(finder, known, j)
        and low not in known.words["starters"]
    )


def _alone(finder: Names, known: Tables, j: int, end: int) -> bool:
    """ "Udruga mladih Zeline": one capital that is no person's name."""
    return not (j + 1 < end and finder.tokens[j + 1].cap) and not _given(known, finder.lows[j])


def _own_name(noun: Noun, finder: Names, j: int) -> bool:
    """Whether a capital behind the head noun is its own name ("Opština Tivat", "Fondacija Divac")."""
    known = tables.of(finder.document.language)
    if finder.tokens[j - 1].cap and _given(known, finder.lows[j]):
        return False
    if finder.lows[j] in known.words["prepositions"] or (
        finder.sentence(j).headline and finder.tokens[j].text.isupper() and finder.tokens[j - 1].text.isupper()
    ):
        return False
    if "place" in noun.flags:
        return (
            not finder.tokens[j - 1].cap
            or adjectival(finder.lows[j - 1])
            or finder.tokens[j - 1].text == finder.tokens[j - 1].text.upper() != "U"
        )
    return bool(noun.flags & {"name", "place"}) or finder.tokens[j].text.isupper()


_ABSTRACT = ("anje", "enje", "anja", "enja", "nosti", "nost", "cije", "ciju", "cija", "stva", "stvo", "iku", "ike", "ama", "ima")


def _topic_follows(finder: Names, known: Tables, j: int, end: int) -> bool:
    for k in range(j, min(j + 3, end)):
        if k == j and len(finder.lows[k]) > 6 and finder.lows[k].endswith(_ABSTRACT[:4]) and not finder.tokens[k].cap:
            return True
        if longest(known, finder.lows, k, known.topics, end):
            owned = (
                finder.low(k - 1) == "," and longest(known, finder.lows, k, known.heads, k + 1) and k + 1 < end and finder.tokens[k + 1].cap
            )
            return not finder.tokens[k].cap and not owned
        if k == j and finder.low(j - 1) == "," and finder.low(k + 1) == "i" and not _stops(finder, known, k) and k + 2 < end:
            return bool(longest(known, finder.lows, k + 2, known.topics, end))
        if not adjectival(finder.lows[k]) or finder.tokens[k].cap:
            return False
    return False


def _qualifies(finder: Names, known: Tables, j: int, end: int) -> bool:
    """An adjective before a topic ("klimatskih promena", "Republičkog zavoda")."""
    if _stops(finder, known, j) or (finder.tokens[j].cap and not adjectival(finder.lows[j])):
        return False
    listed = finder.low(j - 1) in (",", "i") and finder.low(j + 1) == "i" and _topic_follows(finder, known, j + 2, end)
    return listed or (adjectival(finder.lows[j]) and _topic_follows(finder, known, j + 1, end))


def _stops(finder: Names, known: Tables, j: int) -> bool:
    low, words = finder.lows[j], known.words
    return (
        not low[0].isalpha()
        or low in words["clitics"]
        or low in words["prepositions"]
        or low in words["small"]
        or low in words["speech"]
        or low in words["held"]
        or low.endswith(_FINITE)
        or low in known.cues.next
    )


def _english(finder: Names, known: Tables, first: int, at: int, noun: Noun, topics: list[str], owner: str, place: str, country: str) -> str:
    """The name in English where all of its words are known: what it is called by in other languages; '' else."""
    if not noun.english or "?" in topics:
        return ""
    words = []
    for j in range(first, at):
        low = finder.lows[j]
        if low == "i" or _adjective_country(known, low):
            continue
        topic = longest(known, finder.lows, j, known.topics, j + 1)
        if not topic:
            return ""
        words.append(topic[0][1])
    from cooplinks.loaders.prose import tables as shared

    sender = shared.bodies()[owner]["name"] if owner else ""
    name = f"{noun.english.title()} of {' '.join([*words, *topics]).strip() or sender}".strip()
    if "diplomatic" in noun.flags and noun.english == "embassy":
        sent = shared.country_names().get(country, "")
        return f"Embassy of {sent}" + (f" in {shared.country_names().get(place, '')}" if place and place != country else "") if sent else ""
    if sender and place:
        return f"{noun.english.title()} of {sender} to {shared.country_names().get(place, '')}"
    return name if not name.endswith(" of") else (noun.english.title() if country else "")


def _defined(finder: Names, known: Tables, last: int) -> int:
    """Where a name ends whose acronym stands in brackets a few plain words on ("Savez lokalnih vlasti (SALAR)"); 0 for none."""
    j = last
    while (
        j < min(_end(finder, last - 1), last + 7)
        and finder.tokens[j].text[0].islower()
        and (finder.lows[j] == "i" or not _stops(finder, known, j))
    ):
        j += 1
    return j if j > last and _bracket(finder, j)[0] else 0


def _bracket(finder: Names, last: int) -> tuple[str, int]:
    """The acronym in brackets behind the name."""
    if (finder.low(last), finder.low(last + 2)) in (("(", ")"), ("/", "/")) and is_acronym(finder.tokens[last + 1].text):
        return finder.tokens[last + 1].text, last + 3
    return "", last


def _acronyms(finder: Names, known: Tables) -> None:
    """Brackets behind names of the tables, and later uses of what was defined."""
    for i in range(1, len(finder.tokens) - 2):
        before = finder.at(i - 1)
        if finder.lows[i] == "(" and before is not None and before.type == "Organisation" and before.last == i:
            acronym, last = _bracket(finder, i)
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


_SLOT_FORMS = frozenset(["passive", "partner", "verb"])


def _initials(finder: Names, known: Tables, mention: Mention) -> str:
    """ "Stalna konferencija gradova i opština": SKGO."""
    small = known.words["small"] | known.words["prepositions"]
    words = [t.text for t in finder.tokens[mention.first : mention.last] if t.text[0].isalpha() and t.low not in small]
    return "".join(w[0] for w in words).upper() if 3 <= len(words) <= 7 else ""


def find_slots(document: Document) -> Document:
    """Bodies nobody knows, by where they stand: in a row behind "sprovodi", "u partnerstvu sa", "uz podršku"."""
    finder, known = Names(document), tables.of(document.language)
    i = 0
    while i < len(finder.tokens):
        last = _cue_end(finder, known, i)
        bare = finder.tokens[i].text.partition("-")[0]
        if (
            finder.free(i)
            and bare.isupper()
            and bare.isalpha()
            and 2 <= len(bare) <= 7
            and bare.strip("IVX")
            and _presents(finder, known, i - 1)
        ):
            finder.put(Mention("Organisation", i, i + 1, bare, f"slot:{fold(bare)}", "other", rule="slot", confidence=0.65))
        if last:
            _row(finder, known, last)
        elif (finder.lows[i] == "ispred" or (finder.lows[i] == "ime" and finder.low(i - 1) == "u")) and i + 1 < _end(finder, i):
            _spoken_for(finder, known, i + 1)
        elif (
            not finder.tokens[i].cap
            and finder.free(i)
            and i + 1 < _end(finder, i)
            and finder.tokens[i + 1].cap
            and _names_body(known, finder, i)
            and not _person_like(finder, i + 1)
        ):
            _slot(finder, known, i + 1, _end(finder, i))
        i = last or i + 1
    return finder.done()


def _presents(finder: Names, known: Tables, i: int) -> bool:
    """Whether the word before says that a body follows: a title, "predstavnici", "iz"."""
    if i < 0 or finder.sentence_of[i] != finder.sentence_of[i + 1]:
        return False
    return finder.lows[i] in known.words["delegates"] or bool(longest(known, finder.lows, i, known.titles, i + 1))


def _cue_end(finder: Names, known: Tables, i: int) -> int:
    node, end, best = known.cues, _end(finder, i), 0
    j = i
    while j < min(end, i + 12) and finder.lows[j] in node.next and finder.free(j):
        node = node.next[finder.lows[j]]
        j += 1
        if any(c.form in _SLOT_FORMS for c in node.here):
            best = j
    return best


def _row(finder: Names, known: Tables, j: int) -> None:
    end = min(_end(finder, j - 1), j + 60)
    while j < end:
        at, token = finder.at(j), finder.tokens[j]
        if at is not None and at.type == "Organisation":
            j = at.last
        elif finder.lows[j] in known.words["row"]:
            j += 1
        elif (
            finder.lows[j] == "("
            and finder.type_at(j + 1) == "Place"
            and finder.low((finder.at(j + 1) or Mention("", 0, j, "")).last) == ")"
        ):
            j = (finder.at(j + 1) or Mention("", 0, j, "")).last + 1
        elif finder.lows[j] == "iz" and finder.type_at(j + 1) == "Place":
            j = (finder.at(j + 1) or Mention("", 0, j + 2, "")).last
        elif token.cap and at is None and (last := _slot(finder, known, j, end)):
            j = last
        elif (adjectival(finder.lows[j]) and not token.cap and at is None and not _stops(finder, known, j)) or _names_body(
            known, finder, j
        ):
            j += 1
        else:
            return


def _names_body(known: Tables, finder: Names, j: int) -> bool:
    """Whether the word is a noun behind which a body's own name may stand ("organizacije Helvetas")."""
    found = longest(known, finder.lows, j, known.heads, j + 1)
    return bool(found) and "name" in found[0][1].flags


def _spoken_for(finder: Names, known: Tables, j: int) -> None:
    """ "ispred Međimurske prirode": a body that somebody speaks for."""
    if not finder.tokens[j].cap or not finder.free(j) or _given(known, finder.lows[j]):
        return
    last, end = j + 1, _end(finder, j)
    while last < end and finder.free(last) and finder.tokens[last].cap and finder.tokens[last].text[0].isalpha():
        last += 1
    if (
        last == j + 1
        and last < end
        and adjectival(finder.lows[j])
        and finder.free(last)
        and finder.tokens[last].text.isalpha()
        and not _stops(finder, known, last)
    ):
        last += 1
    name = finder.document.words(j, last)
    finder.put(Mention("Organisation", j, last, name, f"slot:{fold(name)}", "other", rule="slot", confidence=0.65))


def _person_like(finder: Names, i: int) -> bool:
    """Two capitals and no more: a name and a surname; one that is an adjective names no body."""
    capitals = 0
    while i + capitals < _end(finder, i) and finder.tokens[i + capitals].cap and finder.tokens[i + capitals].text.isalpha():
        capitals += 1
    known = tables.of(finder.document.language)
    like = _given(known, finder.lows[i]) or finder.low(i + 1).endswith(("ic", "ski", "ska", "ica", "icu", "icem"))
    return (capitals == 2 and like) or finder.lows[i].endswith(("ske", "skog", "skoj", "ski", "ska", "skih"))


def _slot(finder: Names, known: Tables, j: int, end: int) -> int:
    """Mark the capitals at token j as a body's name; where it ends, 0 for none."""
    token = finder.tokens[j]
    if (
        not token.text[0].isalpha()
        or len(token.text) < 3
        or not finder.free(j)
        or _given(known, token.low)
        or token.low in known.words["no_person"]
    ):
        return 0
    last = j + 1
    while last < end and finder.free(last):
        joins = finder.lows[last] in ("della", "for", "of", "and", "für", "de") or (
            last == j + 1 and adjectival(token.low) and finder.tokens[last].text.isalpha()
        )
        if not finder.tokens[last].cap and not (joins and last + 1 < end and finder.tokens[last + 1].cap and finder.free(last + 1)):
            break
        last += 1
    if (
        longest(known, finder.lows, j, known.events, last)
        or longest(known, finder.lows, j, known.titles, last)
        or longest(known, finder.lows, j, known.heads, last)
    ):
        return 0
    name = finder.document.words(j, last)
    acronym, stop = _bracket(finder, last)
    finder.put(
        Mention(
            "Organisation", j, stop, name, f"slot:{fold(name)}", "other", rule="slot", aka=(acronym,) if acronym else (), confidence=0.65
        )
    )
    return stop


def _given(known: Tables, low: str) -> bool:
    return any(s in known.given or f"{s}a" in known.given for s in known.stems(low))

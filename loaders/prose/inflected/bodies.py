"""Bodies by their head noun, with the adjectives before it; and offices that name one."""

from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.app.names import words as folded
from cooplinks.loaders.prose import tables as shared
from cooplinks.loaders.prose.document import Mention
from cooplinks.loaders.prose.inflected.lookup import (
    Names,
    adjectival,
    adjective_country,
    agrees,
    alike,
    bracket,
    country_at,
    end_of,
    known_at,
    nominative_of,
    quoted_end,
    stops,
)
from cooplinks.loaders.prose.inflected.reach import Reach, reach, under
from cooplinks.loaders.prose.inflected.script import norm
from cooplinks.loaders.prose.inflected.tables import Noun, Tables, longest

_MOST_LEFT = 6


_PLURAL = ("ovi", "evi", "ovima", "evima", "ova", "eva")


def _noun_at(finder: Names, known: Tables, i: int) -> tuple[int, Noun] | None:
    if "heads" not in known.begins(finder.lows[i]):
        return None
    found = longest(known, finder.lows, i, known.heads, min(end_of(finder, i), i + 2))
    if not found or finder.lows[i].endswith(_PLURAL):
        return None
    last, noun = min(found, key=lambda f: (-f[0], -alike(finder.lows[i], norm(f[1].noun))))
    return last, noun


def body_at(finder: Names, known: Tables, i: int) -> Mention | None:
    """A body whose name begins at token i: its adjectives, its head noun, what it is for, its country."""
    token, words = finder.tokens[i], known.words
    head, at = _noun_at(finder, known, i) if "heads" in known.begins(token.low) else None, i
    sentence_end = end_of(finder, i)
    if head is None:
        if not token.cap and not adjective_country(known, token.low):
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
    if any((m := known_at(finder, known, j)) is not None and m.last > at for j in range(i + 1, at) if finder.tokens[j].cap):
        return None
    if not all(finder.lows[j] == "i" or agrees(finder.lows[j], finder.lows[at], noun) for j in range(i, at)):
        return None
    if not any(finder.tokens[j].cap for j in range(i, after)) and "lower" not in noun.flags and not quoted_end(finder, after):
        return None
    if any(f[0] >= after > i + 1 for f in longest(known, finder.lows, i, known.events, after)):
        return None  # "svečana akademija"
    if "body" in noun.flags and at == i and not (longest(known, finder.lows, after, known.topics, sentence_end) and token.cap):
        return None  # "Forum" alone is an event
    if "closed" in noun.flags and at == i and not quoted_end(finder, after):
        return None
    return _named(finder, known, i, at, after, noun)


def _modifies(finder: Names, j: int) -> bool:
    """An adjective, or "i" between two ("sudsko i tužilačko")."""
    if finder.lows[j] == "i":
        return j + 1 < len(finder.lows) and finder.lows[j + 1][-1:] == finder.lows[j - 1][-1:] and adjectival(finder.lows[j + 1])
    return adjectival(finder.lows[j])


def _named(finder: Names, known: Tables, first: int, at: int, after: int, noun: Noun) -> Mention | None:
    """The body whose adjectives begin at `first`, whose head noun stands at `at` and ends before `after`."""
    r = reach(finder, known, after, noun)
    if "sent" in noun.flags and (not r.owner or not (r.place or finder.tokens[at].cap)):
        return None  # "delegacija Srbije": people on their way
    if defined := _defined(finder, known, r.last):
        r.stop(defined)
        r.topics.append("?")
    if r.country and finder.low(r.last) in (",", "i") and country_at(finder, known, r.last + 1) and finder.lows[at] == "ministarstva":
        return None  # of several countries
    if not r.told and at == first:
        return _bare(finder, known, first, after, noun)
    country = r.country or next((c for k in range(first, at) if (c := adjective_country(known, finder.lows[k]))), "")
    if _says_too_little(finder, known, first, at, r, country):
        return None
    if r.told and noun.kind == "government":
        r.last, country = under(finder, known, r.last, country)
    behind = _acronym_behind(finder, known, first, r)
    return behind or _body(finder, known, first, at, after, r, country)


def _says_too_little(finder: Names, known: Tables, first: int, at: int, r: Reach, country: str) -> bool:
    """ "nova agencija", "regionalni centar": nothing that would be a name."""
    noun, capital = r.noun, finder.tokens[first].cap
    if not r.told and (not (capital or "diplomatic" in noun.flags) or _generic(finder, known, first, at)):
        return True
    own_place = "place" in noun.flags and r.last > r.start and finder.tokens[r.start].cap
    told = r.place or country or r.owner or quoted_end(finder, r.start) or own_place
    return not capital and not finder.tokens[at].cap and not told


def _acronym_behind(finder: Names, known: Tables, first: int, r: Reach) -> Mention | None:
    """ "Nemačka razvojna banka KfW": a body of the gazetteer by its acronym right behind."""
    if r.last >= end_of(finder, first) or not finder.tokens[r.last].cap or r.noun.kind == "academic":
        return None
    behind, text = known_at(finder, known, r.last), finder.tokens[r.last].text
    if behind is None or behind.type != "Organisation" or not (text.partition("-")[0].isupper() or behind.name == text):
        return None
    return replace(behind, first=first)


def _body(finder: Names, known: Tables, first: int, at: int, after: int, r: Reach, country: str) -> Mention:
    noun = r.noun
    adjectives = [nominative_of(t.text, noun.gender) if t.low != "i" else "i" for t in finder.tokens[first:at]]
    name = " ".join([*adjectives, _head_name(finder, at, after, noun)]) + _behind(finder, known, r)
    english = _english(finder, known, first, at, r, country)
    seated = "diplomatic" in noun.flags and noun.kind != "government"
    acronym, end = bracket(finder, r.last)
    return Mention(
        "Organisation",
        first,
        end,
        name,
        _key(finder, first, r.last, name, english, noun),
        noun.kind,
        (r.place if seated else country) or "",
        f"head:{noun.noun}",
        (acronym,) if acronym else (),
        noun.noun,
        english=english,
        confidence=0.9,
    )


def _behind(finder: Names, known: Tables, r: Reach) -> str:
    """What the name says behind its head noun; the place of "Grad Varaždin" in the nominative."""
    if r.last <= r.start:
        return ""
    own = known_at(finder, known, r.start) if "place" in r.noun.flags and finder.tokens[r.start].cap else None
    if own is not None and own.type == "Place" and own.last == r.last:
        return f" {own.name}"
    return finder.document.text[finder.tokens[r.start - 1].end : finder.tokens[r.last - 1].end]


def _key(finder: Names, first: int, last: int, name: str, english: str, noun: Noun) -> str:
    """By its name in English, else by head noun and the name in quotation marks, else by all its words."""
    opened = (
        next((j for j in range(last - 2, first, -1) if finder.ends.get(j) == last - 1), 0)
        if finder.tokens[last - 1].text in _CLOSING
        else 0
    )
    if opened:
        return f"body:{fold(noun.noun)} {' '.join(folded(finder.document.words(opened, last - 1)))}"
    return f"body:{fold(english)}" if english else f"body:{' '.join(folded(name))}"


_CLOSING = '“”"»'


def _of_flag(noun: Noun) -> bool:
    """Whether the title only points at a body ("rektor" at a university) and names none."""
    return next(iter(noun.flags)).startswith("of:")


def office_at(finder: Names, known: Tables, i: int) -> Mention | None:
    """ "ministarka pravde", "ambasador Nemačke": the office names the body."""
    found = [f for f in longest(known, finder.lows, i, known.titles, min(i + 1, end_of(finder, i))) if f[1].flags and not _of_flag(f[1])]
    if not found:
        return None
    noun: Noun = longest(known, [norm(next(iter(found[0][1].flags)))], 0, known.heads, 1)[0][1]
    before = adjective_country(known, finder.lows[i - 1]) if i and finder.sentence_of[i - 1] == finder.sentence_of[i] else ""
    r = reach(finder, known, found[0][0], noun)
    if not r.told and (not before or noun.noun == "ministarstvo"):
        return None
    r.last, country = under(finder, known, r.last, r.country or before)
    name = noun.noun[:1].upper() + noun.noun[1:]
    if r.last > r.start:
        name += finder.document.text[finder.tokens[r.start - 1].end : finder.tokens[r.last - 1].end]
    elif country:
        name = f"{nominative_of(finder.tokens[i - 1].text, noun.gender).capitalize()} {noun.noun}"
    english = _english(finder, known, i, i, r, country)
    key = f"body:{fold(english)}" if english else f"body:{' '.join(folded(name))}"
    first, rule = i - bool(before), f"office:{noun.noun}"
    return Mention("Organisation", first, r.last, name, key, noun.kind, country, rule, head=noun.noun, english=english, confidence=0.85)


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


def _english(finder: Names, known: Tables, first: int, at: int, r: Reach, country: str) -> str:
    """The name in English where all of its words are known: what it is called by in other languages; '' else."""
    noun = r.noun
    if not noun.english or "?" in r.topics:
        return ""
    words = []
    for j in range(first, at):
        low = finder.lows[j]
        if low == "i" or adjective_country(known, low):
            continue
        topic = longest(known, finder.lows, j, known.topics, j + 1)
        if not topic:
            return ""
        words.append(topic[0][1])
    countries, head = shared.country_names(), noun.english.title()
    if "diplomatic" in noun.flags and noun.english == "embassy":
        seat = f" in {countries.get(r.place, '')}" if r.place and r.place != country else ""
        return f"Embassy of {countries[country]}{seat}" if country in countries else ""
    sender = shared.bodies()[r.owner]["name"] if r.owner else ""
    if sender and r.place:
        return f"{head} of {sender} to {countries.get(r.place, '')}"
    told = " ".join([*words, *r.topics]).strip() or sender
    return f"{head} of {told}" if told else head if country else ""


def _defined(finder: Names, known: Tables, last: int) -> int:
    """Where a name ends whose acronym stands in brackets a few plain words on ("Savez lokalnih vlasti (SALAR)"); 0 for none."""
    j = last
    while (
        j < min(end_of(finder, last - 1), last + 7)
        and finder.tokens[j].text[0].islower()
        and (finder.lows[j] == "i" or not stops(finder, known, j))
    ):
        j += 1
    return j if j > last and bracket(finder, j)[0] else 0

"""How far a body's name goes to the right of its head noun, and what it says on the way."""

from dataclasses import dataclass, field

from cooplinks.loaders.prose.document import Mention
from cooplinks.loaders.prose.inflected.lookup import (
    ABSTRACT,
    FINITE,
    Names,
    adjectival,
    adjective_country,
    country_at,
    end_of,
    is_given,
    known_at,
    quoted_end,
    stops,
    town_at,
)
from cooplinks.loaders.prose.inflected.tables import Noun, Tables, longest

_MOST = 16


@dataclass(slots=True)
class Reach:
    """A walk over the tokens behind a head noun; `topics` are the words of the name in English, "?" where unknown."""

    finder: Names
    known: Tables
    noun: Noun
    start: int
    end: int
    at: int
    last: int
    topics: list[str] = field(default_factory=list)
    place: str = ""  # the country of its seat
    owner: str = ""  # gazetteer id of whose it is
    country: str = ""
    told: bool = False  # something of its own was said
    wants: bool = False  # behind "za" a topic must follow
    done: bool = False
    found: Mention | None = None  # the name of the tables at `at`

    @property
    def low(self) -> str:
        return self.finder.lows[self.at]

    @property
    def cap(self) -> bool:
        return self.finder.tokens[self.at].cap

    def flagged(self, *flags: str) -> bool:
        return any(f in self.noun.flags for f in flags)

    def take(self, last: int, topic: str = "?") -> bool:
        """The name goes on up to token `last`."""
        self.topics.append(topic)
        self.at = self.last = last
        self.told, self.wants = True, False
        return True

    def stop(self, last: int, *, own: bool = False) -> bool:
        """The name ends before token `last`; `own`: by words that no table knows."""
        self.topics = ["?"] if own else self.topics
        self.last, self.told, self.done = last, True, True
        return True


def reach(finder: Names, known: Tables, j: int, noun: Noun) -> Reach:
    """Walk from token j, right behind the head noun."""
    walk = Reach(finder, known, noun, j, min(end_of(finder, j - 1), j + _MOST), j, j)
    while not walk.done and walk.at < walk.end:
        walk.found = known_at(finder, known, walk.at) if walk.cap else None
        if not any(rule(walk) for rule in _RULES):
            break
    return walk


def _quotation(r: Reach) -> bool:
    """ "Udruženje „X“", "Udruženje građana „X“"."""
    quoted = quoted_end(r.finder, r.at)
    if quoted and (not r.told or r.flagged("name")):
        return r.stop(quoted, own=True)
    if r.told or r.cap or not r.flagged("name") or stops(r.finder, r.known, r.at):
        return False
    following = quoted_end(r.finder, r.at + 1) or (quoted_end(r.finder, r.at + 2) and not stops(r.finder, r.known, r.at + 1))
    r.at += bool(following)
    return bool(following)


def _topic(r: Reach) -> bool:
    rows = longest(r.known, r.finder.lows, r.at, r.known.topics, r.end)
    if not rows or (r.cap and r.found is not None):
        return False
    return r.take(rows[0][0], rows[0][1] or "?")


def _place(r: Reach) -> bool:
    """ "… Srbije", "Ambasada Nemačke u Srbiji": the country, and the seat behind it."""
    if r.found is None or r.found.type != "Place" or r.wants:
        return False
    if r.found.kind == "country":
        r.country = r.country or r.found.country
    else:
        r.topics.append(r.found.english)
    r.place = r.place or r.found.country
    seat = seat_at(r.finder, r.known, r.found.last, r.end) if r.flagged("diplomatic") else None
    if seat is not None:
        r.place = seat[1]
    return r.stop(seat[0] if seat is not None else r.found.last)


def _owner(r: Reach) -> bool:
    """ "Kancelarija Saveta Evrope u Beogradu": whose it is, and where."""
    if r.found is None or r.found.type != "Organisation" or r.told or not r.flagged("diplomatic", "unit"):
        return False
    r.owner, r.last, r.told = r.found.entry, r.found.last, True
    seat = seat_at(r.finder, r.known, r.last, r.end)
    if seat is not None:
        r.place = seat[1]
        return r.stop(seat[0])
    if r.finder.low(r.last) != "za":
        return r.stop(r.last)
    r.topics.append("?")
    r.at = r.last
    return True


def _seat(r: Reach) -> bool:
    """ "Univerzitet u Nišu"."""
    housed = r.flagged("diplomatic", "name", "unit") or r.noun.kind in ("academic", "other", "government")
    if r.low != "u" or r.told or r.at + 1 >= r.end or not housed:
        return False
    seat = seat_at(r.finder, r.known, r.at, r.end)
    if seat is None or r.flagged("unit"):
        r.done = True
        return True
    if not r.flagged("diplomatic"):
        r.topics.append(seat[2])
    r.place = seat[1]
    return r.stop(seat[0])


def _for(r: Reach) -> bool:
    """ "za": a topic follows."""
    closed = r.told and r.noun.kind == "government" and not r.flagged("plain") and r.topics
    if r.low != "za" or r.flagged("state") or r.wants or r.at + 1 >= r.end or closed:
        return False
    r.wants = True
    r.at += 1
    return True


def _joined(r: Reach) -> bool:
    """ "i", "sa" and commas between topics."""
    if not r.told or not topic_follows(r.finder, r.known, r.at + 1, r.end):
        return False
    further = r.low in ("sa", "s") and r.topics and not r.flagged("name")
    if not further and (r.low not in ("i", ",", "te") or r.flagged("place")):
        return False
    r.at += 1
    return True


def _area(r: Reach) -> bool:
    """ "Osječko-baranjske županije", "Opštine Bar" behind another body."""
    if not r.cap or r.wants:
        return False
    k = r.at
    while k < min(r.end, r.at + 3) and adjectival(r.finder.lows[k]) and r.finder.tokens[k].cap:
        k += 1
    rows = longest(r.known, r.finder.lows, k, r.known.heads, min(r.end, k + 1)) if k < r.end else []
    if not rows or "area" not in rows[0][1].flags:
        return False
    last = k + 1
    while k == r.at and last < min(r.end, k + 3) and r.finder.tokens[last].cap and not is_given(r.known, r.finder.lows[last]):
        last += 1
    return last > r.at + 1 and r.stop(last, own=True)


def _alone(r: Reach) -> bool:
    """ "Udruga mladih Zeline": one capital that is no person's name."""
    return not (r.at + 1 < r.end and r.finder.tokens[r.at + 1].cap) and not is_given(r.known, r.low)


def _name_behind(r: Reach) -> bool:
    if not r.cap or r.found is not None:
        return False
    word = r.finder.tokens[r.at].text.isalpha() and r.flagged("name")
    if word and r.told and not r.finder.tokens[r.at - 1].cap and _alone(r):
        return r.stop(r.at + 1, own=True)
    if not r.flagged("place") and _titled(r) and not (word and not r.told and _alone(r)):
        r.done = True  # a title stands before the body: the capitals are a person's
        return True
    own = not r.wants and r.finder.tokens[r.at].text[0].isalpha() and (not r.told or r.finder.tokens[r.at - 1].cap)
    return own and _own_name(r) and r.take(r.at + 1)


def _titled(r: Reach) -> bool:
    first = max(r.finder.sentence(r.start - 1).first, r.start - 4)
    return any(longest(r.known, r.finder.lows, k, r.known.titles, k + 1) for k in range(first, r.start - 1))


def _own_name(r: Reach) -> bool:
    """Whether a capital behind the head noun is its own name ("Opština Tivat", "Fondacija Divac")."""
    token, before = r.finder.tokens[r.at], r.finder.tokens[r.at - 1]
    if before.cap and is_given(r.known, token.low):
        return False
    if token.low in r.known.words["prepositions"] or (r.finder.sentence(r.at).headline and token.text.isupper() and before.text.isupper()):
        return False
    if r.flagged("place"):
        return not before.cap or adjectival(before.low) or before.text == before.text.upper() != "U"
    return r.flagged("name") or token.text.isupper()


def _members(r: Reach) -> bool:
    """ "Udruženje pčelara": of whom a body is an association."""
    if r.told or r.wants or r.cap or r.flagged("plain") or not r.flagged("name") or r.noun.kind not in ("ngo", "network"):
        return False
    plural = len(r.low) > 4 and r.low.endswith(("a", "e")) and r.low not in r.known.words["starters"]
    return plural and not stops(r.finder, r.known, r.at) and r.take(r.at + 1)


def _abstract(r: Reach) -> bool:
    """ "… i ugovaranje": what ends as topics do."""
    listed = r.told and r.finder.low(r.at - 1) in ("i", ",", "te")
    return (r.wants or listed) and not r.cap and r.low.endswith(ABSTRACT) and r.take(r.at + 1)


def _adjective(r: Reach) -> bool:
    """ "klimatskih promena": an adjective before a topic, or one of several topics."""
    if stops(r.finder, r.known, r.at) or (r.cap and not adjectival(r.low)):
        return False
    listed = r.finder.low(r.at - 1) in (",", "i") and r.finder.low(r.at + 1) == "i" and topic_follows(r.finder, r.known, r.at + 2, r.end)
    if not listed and not (adjectival(r.low) and topic_follows(r.finder, r.known, r.at + 1, r.end)):
        return False
    country = adjective_country(r.known, r.low)
    r.topics.append("" if country else "?")
    r.country = r.country or country
    r.at += 1
    return True


def _wanted(r: Reach) -> bool:
    """Behind "za" a word that no table knows."""
    if not r.wants or stops(r.finder, r.known, r.at):
        return False
    low = r.low
    r.take(r.at + 1)
    r.wants = adjectival(low) and r.at < r.end and not stops(r.finder, r.known, r.at) and not r.low.endswith(FINITE)
    return True


_RULES = (
    _quotation,
    _topic,
    _place,
    _owner,
    _seat,
    _for,
    _joined,
    _area,
    _name_behind,
    _members,
    _abstract,
    _adjective,
    _wanted,
)


def seat_at(finder: Names, known: Tables, j: int, end: int) -> tuple[int, str, str] | None:
    """ "u Srbiji" at token j: where it ends, the country, the place in English."""
    if finder.low(j) != "u" or j + 1 >= end or not finder.tokens[j + 1].cap:
        return None
    found = known_at(finder, known, j + 1) or town_at(finder, known, j + 1)
    return (found.last, found.country, found.english) if found is not None and found.type == "Place" else None


def topic_follows(finder: Names, known: Tables, j: int, end: int) -> bool:
    """Whether a topic begins at token j, past adjectives."""
    for k in range(j, min(j + 3, end)):
        if k == j and len(finder.lows[k]) > 6 and finder.lows[k].endswith(ABSTRACT[:4]) and not finder.tokens[k].cap:
            return True
        if longest(known, finder.lows, k, known.topics, end):
            owned = finder.low(k - 1) == "," and longest(known, finder.lows, k, known.heads, k + 1)
            return not finder.tokens[k].cap and not (owned and k + 1 < end and finder.tokens[k + 1].cap)
        if k == j and finder.low(j - 1) == "," and finder.low(k + 1) == "i" and not stops(finder, known, k) and k + 2 < end:
            return bool(longest(known, finder.lows, k + 2, known.topics, end))
        if not adjectival(finder.lows[k]) or finder.tokens[k].cap:
            return False
    return False


def under(finder: Names, known: Tables, last: int, country: str) -> tuple[int, str]:
    """ "… Vlade Republike Srbije", "… u Vladi Srbije": whose government a ministry is of."""
    at = last + (finder.low(last) == "u")
    if finder.low(at) in ("vlade", "vladi") and at + 1 < end_of(finder, last - 1):
        return country_at(finder, known, at + 1) or (last, country)
    return last, country

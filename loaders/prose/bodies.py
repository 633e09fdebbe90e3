"""Bodies named by a head noun: "Ministry of …", "Norwegian Refugee Council", "EU Delegation to …"; and offices that stand for one."""

import re
from dataclasses import replace

from cooplinks.app.names import fold, portfolio_words
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import BRANCHES, KEEPS_OFFICE, POSTS, Reach, head_at, initials_of, is_acronym, to_the_left, to_the_right

_UNIT_PLURALS = frozenset(["offices", "departments", "ministries", "embassies", "services", "associations", "universities"])


def find_bodies(document: Document) -> Document:
    """Mark bodies by head noun, then offices ("Minister of X") that name a ministry."""
    finder, i = Finder(document), 0
    offices = {word for word, (_, body) in tables.titles().items() if body}
    while i < len(document.tokens):
        token = document.tokens[i]
        mention = None
        if token.cap and (finder.free(i) or _may_extend(finder, i)):
            mention = _by_head(finder, i) or _per_country(finder, i) or _federated(finder, i)
        elif token.cap and (mention := _with_country(finder, i)) is not None:
            pass
        elif (token.low in _COMMON or token.low in POSTS) and finder.free(i):
            mention = _by_common_noun(finder, i)
        elif token.low == "ministry" and finder.free(i):
            mention = _by_ministry(finder, i)
        if mention is None and token.low in offices and finder.free(i):
            mention = _by_office(finder, i)
        if mention is None and token.low in ("city", "town", "province", "canton", "voivodeship") and token.cap:
            mention = _city(finder, i)
        if mention is None and token.low in _AGAIN and not token.cap and finder.free(i):
            mention = _again(finder, i)
        if mention is not None and _gathering(finder, mention):
            i = mention.last - 1
            mention = None
        if mention is not None and (finder.low(mention.last) in _METHODS or _board_of(finder, mention)):
            mention = None  # "the Farmer Field School (FFS) approach"
        if mention is not None:
            finder.put(mention)
            i = max(i + 1, mention.last)
        else:
            i += 1
    return finder.done()


def _city(finder: Finder, i: int) -> Mention | None:
    """ "organised by the City of Rijeka", "the City of Rijeka funds": who acts, not where."""
    place = finder.at(i + 2)
    before = finder.low(i - 1 - (finder.low(i - 1) == "the"))
    kinds = ("city",) if finder.low(i) in ("city", "town") else ("city", "region")
    if finder.low(i + 1) != "of" or finder.sentence(i).headline or i + 2 >= len(finder.tokens):
        return None
    last = place.last if place is not None and place.kind in kinds else 0
    if (
        place is None
        and finder.low(i) not in ("city", "town")
        and finder.tokens[i + 2].cap
        and not (i + 3 < len(finder.tokens) and finder.tokens[i + 3].cap)
    ):
        last = i + 3
    if not last:
        return None
    organised = before in ("and", ",") and any(finder.low(j) == "by" and finder.low(j - 1) in _DONE_BY for j in range(max(0, i - 10), i))
    row = organised or (before in ("and", ",") and finder.type_at(i - 2 - (finder.low(i - 1) == "the")) == "Organisation")
    acting = tables.words()["body_acts"] | _ACTS_TOO
    acts = finder.low(last) in acting or (finder.low(last + 1) in acting and finder.low(last) != ",")
    paid = before in ("to", "lend", "lends", "lent", "gave", "give", "gives", "grant", "granted", "awarded") and _of_money(finder, i)
    if not (paid or before in ("by", "with", "from", "between", ":") or row or acts):
        return None
    name = finder.document.words(i, last)
    return Mention(
        "Organisation",
        i,
        last,
        name,
        f"body:city:{fold(name)}",
        "government",
        place.country if place is not None else "",
        "head:city",
        head="city",
        confidence=0.85,
    )


def _gathering(finder: Finder, mention: Mention) -> bool:
    """ "its IX General Assembly", "Fifth West African Summer School": what is held, not who acts."""
    lows = finder.lows[mention.first : mention.last]
    if mention.head == "school" and "school" in lows and finder.low(mention.first + lows.index("school") - 1) in _SEASONS:
        return True
    counted = any(_COUNTED.fullmatch(finder.tokens[j].text) for j in range(mention.first, mention.last - 1))
    return mention.head in ("assembly", "general assembly") and (counted or bool({"ordinary", "extraordinary", "annual"} & set(lows)))


_SEASONS = frozenset(["summer", "winter", "spring", "autumn"])
_COUNTED = re.compile(r"[IVX]+|\d{1,3}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth")


def _board_of(finder: Finder, mention: Mention) -> bool:
    """ "Chairman of the Board of A", "a delegation of the Ministry": whose it is acts."""
    if mention.head not in ("board", "delegation") or mention.entry:
        return False
    of = next((j for j in range(mention.first, mention.last - 1) if finder.low(j) == "of"), 0)
    at = of + 1 + (of > 0 and finder.low(of + 1) == "the")
    whole = finder.at(at) if of else None
    if mention.head == "board" and of and any(finder.low(j) in tables.heads() for j in range(at, mention.last)):
        return True
    if whole is not None and whole.type == "Organisation":
        return mention.head == "board" or whole.entry not in ("eu", "european-commission")
    return bool(of) and mention.head == "delegation" and finder.low(at) in tables.heads() and "first" in tables.heads()[finder.low(at)][1]


_DONE_BY = frozenset(["organised", "organized", "hosted", "funded", "financed", "implemented", "supported", "co-organised", "prepared"])
_METHODS = frozenset(["approach", "model", "methodology", "method", "curriculum", "technique"])
_ACTS_TOO = frozenset(["entered", "secured", "received", "joined", "agreed", "obtained", "allocated"])


def _of_money(finder: Finder, i: int) -> bool:
    """Whether the sentence of token i speaks of money."""
    sentence = finder.sentence(i)
    return any(finder.low(j) in ("million", "billion", "grant", "loan") for j in range(sentence.first, sentence.last))


_AGAIN = frozenset(
    [
        "municipality",
        "university",
        "foundation",
        "embassy",
        "ministry",
        "company",
        "bank",
        "institute",
        "association",
        "federation",
        "agency",
        "commission",
        "council",
        "committee",
        "organisation",
        "organization",
        "union",
        "chamber",
        "museum",
        "college",
        "academy",
        "authority",
        "corporation",
        "society",
        "cooperative",
        "hospital",
        "centre",
        "center",
        "network",
        "fund",
        "school",
    ]
)


_GOES_ON = frozenset(
    [",", ".", ";", ":", ")", "'s", "and", "will", "has", "have", "had", "is", "was", "also", "with", "in", "for", "to", "which", "that"]
)


def _again(finder: Finder, i: int) -> Mention | None:
    """ "the university", in small letters, where a university was named before."""
    head, words = finder.low(i), tables.words()
    after = finder.low(i + 1)
    if finder.low(i - 1) not in ("the", "this") or finder.sentence(i).headline:
        return None
    if not (i + 1 >= len(finder.tokens) or after in _GOES_ON or after in words["body_acts"] or after in words["speech"]):
        return None
    titled = after == "'s" and any(tables.titles().get(finder.low(j), ("", ""))[0] == "office" for j in range(i + 2, i + 5))
    whose = head in ("organisation", "organization") and titled  # "the organisation's country director"
    if not whose and not any(m is not None and m.head.split()[-1:] == [head] and not m.anaphor for m in finder.mentions):
        return None
    return Mention("Organisation", i, i + 1, finder.tokens[i].text, "", "", "", f"anaphor:{head}", head=head, anaphor=True)


def _by_common_noun(finder: Finder, i: int) -> Mention | None:
    """ "the Chinese embassy", "Ghana government": a country before a noun in lower case."""
    mention, first, country = finder.at(i - 1), i - 1, demonym_at(finder, i - 1)
    if finder.low(i) in POSTS:
        return _by_post(finder, i)
    if mention is None and finder.low(i + 1) == "of":
        return _government_of(finder, i)
    if mention is not None and mention.type == "Place" and mention.kind == "country":
        first, country = mention.first, mention.country
    elif country and finder.tokens[i - 1].cap:
        first = i - 2 if " " in _demonym_text(finder, i - 1) else i - 1
    else:
        return None
    if not country or finder.sentence_of[first] != finder.sentence_of[i] or finder.low(i + 1) in _COMMON_NOT:
        return None
    head = finder.low(i)
    name = f"{_COMMON[head]} of {_country(country)}"
    return Mention(
        "Organisation",
        first,
        i + 1,
        name,
        _key(name, head, tables.heads()[head][1], country, ""),
        tables.heads()[head][0],
        country,
        f"common:{head}",
        head=head,
        confidence=0.85,
    )


def _government_of(finder: Finder, i: int) -> Mention | None:
    """ "the government of Ghana", "the embassy of Japan"."""
    at = i + 2 + (finder.low(i + 2) == "the")
    place, head = finder.at(at), finder.low(i)
    if place is None or place.type != "Place" or place.kind != "country" or place.first != at or finder.low(place.last) == "'s":
        return None
    if finder.sentence_of[i] != finder.sentence_of[place.last - 1]:
        return None
    kind, flags = tables.heads()[head]
    name = f"{_COMMON[head]} of {_country(place.country)}"
    key = _key(name, head, flags, place.country, "")
    return Mention("Organisation", i, place.last, name, key, kind, place.country, f"common:{head}", head=head, confidence=0.85)


def _by_post(finder: Finder, i: int) -> Mention | None:
    """ "the EU delegation to Kenya", "the UNICEF office in Accra"."""
    owner, place = finder.at(i - 1), finder.at(i + 2 + (finder.low(i + 2) == "the"))
    if finder.low(i) == "secretariat":
        return _secretariat(finder, i)
    if owner is None or owner.type != "Organisation" or not owner.entry or owner.last != i or finder.low(i + 1) not in ("to", "in", "for"):
        return None
    if place is None or place.type != "Place" or not place.country or finder.sentence_of[place.last - 1] != finder.sentence_of[i]:
        return None
    head = finder.low(i)
    name = f"{finder.document.words(owner.first, i)} {head.title()} {finder.document.words(i + 1, place.last)}"
    flags = frozenset({"diplomatic"})
    return Mention(
        "Organisation",
        owner.first,
        place.last,
        name,
        _key(name, head, flags, "", place.country),
        "international_organisation",
        place.country,
        f"common:{head}",
        head=head,
        confidence=0.88,
    )


def _secretariat(finder: Finder, i: int) -> Mention | None:
    """ "the ASEAN secretariat"."""
    owner = finder.at(i - 1)
    if (
        owner is None
        or owner.type != "Organisation"
        or not owner.entry
        or owner.last != i
        or finder.sentence_of[i] != finder.sentence_of[i - 1]
    ):
        return None
    name = f"{finder.document.words(owner.first, i)} Secretariat"
    return Mention(
        "Organisation",
        owner.first,
        i + 1,
        name,
        _key(name, "secretariat", frozenset(), "", ""),
        owner.kind,
        "",
        "common:secretariat",
        head="secretariat",
        confidence=0.85,
    )


def _by_ministry(finder: Finder, i: int) -> Mention | None:
    """ "the Health ministry", "Sudan's foreign ministry": the noun in lower case behind what it is for."""
    first = i
    while (
        first > finder.sentence(i).first
        and i - first < 3
        and finder.low(first - 1) in tables.words()["portfolio"]
        and finder.free(first - 1)
    ):
        first -= 1
    if finder.low(i + 1) == "of":
        return _small_ministry(finder, i)
    if first == i:
        return None
    what = finder.document.words(first, i)
    country = _possessor(finder, first)
    at = finder.at(first - 2) if finder.low(first - 1) == "'s" else finder.at(first - 1)
    if at is not None and at.type == "Place" and at.country and at.kind == "country":
        first, country = at.first, at.country
    elif demonym_at(finder, first - 1):
        country = demonym_at(finder, first - 1)
        first -= 2 if " " in _demonym_text(finder, first - 1) else 1
    name = f"Ministry of {what.title()}"
    return Mention(
        "Organisation",
        first,
        i + 1,
        name,
        _key(name, "ministry", frozenset(), country, ""),
        "government",
        country,
        "common:ministry",
        head="ministry",
        confidence=0.82,
    )


def _small_ministry(finder: Finder, i: int) -> Mention | None:
    """ "the ministry of Foreign Affairs": only the noun in lower case."""
    reach = to_the_right(finder, i + 1, frozenset({"first"}))
    if not reach.has_complement or finder.low(i - 1) not in ("the", "'s", ",", "and"):
        return None
    name = f"Ministry {finder.document.words(i + 1, reach.last)}".split(" (")[0]
    country = reach.country or _possessor(finder, i)
    key = _key(name, "ministry", frozenset(), country, "")
    return Mention(
        "Organisation", i, reach.last, name, key, "government", country, "common:ministry", _aka(reach.acronym), "ministry", confidence=0.82
    )


_COMMON = {"embassy": "Embassy", "government": "Government", "parliament": "Parliament"}


_COMMON_NOT = frozenset(
    ["official", "officials", "representatives", "agencies", "institutions", "bodies", "ministries", "departments", "partners"]
)


def _demonym_text(finder: Finder, i: int) -> str:
    pair = f"{finder.low(i - 1)} {finder.low(i)}"
    return pair if pair in tables.demonyms() else finder.low(i)


def demonym_at(finder: Finder, i: int) -> str:
    """The country that the adjective ending at token i says, of one word or two ("Sri Lankan")."""
    return tables.demonyms().get(_demonym_text(finder, i), "")


def _may_extend(finder: Finder, i: int) -> bool:
    """A known name may be the head of a longer one ("World Bank Institute" no, "EU Special Representative in X" yes)."""
    mention = finder.at(i)
    return mention is not None and mention.first == i and mention.head in ("per_country", "federated")


def _per_country(finder: Finder, i: int) -> Mention | None:
    mention = finder.at(i)
    if mention is None or mention.first != i or mention.head != "per_country":
        return None
    reach = to_the_right(finder, mention.last, frozenset({"diplomatic"}))
    if reach.last == mention.last:
        return None
    place = reach.place or reach.country
    return Mention(
        "Organisation",
        i,
        reach.last,
        f"{mention.name} in {_country(place)}" if place else mention.name,
        f"{mention.key}@{place}",
        mention.kind,
        place,
        mention.rule,
        _aka(reach.acronym),
        "per_country",
        entry=f"{mention.entry}-{place.lower()}" if place else mention.entry,
    )


def _of_town(finder: Finder, i: int) -> int:
    """ "the Red Cross [of Kanjiža]", "[of the City of Novi Sad]": where the town ends; 0 for none."""
    j = i + 1 + 3 * ([finder.low(n) for n in range(i + 1, i + 4)] == ["the", "city", "of"])
    if finder.low(i) != "of" or j >= len(finder.tokens) or not finder.tokens[j].cap:
        return 0
    town = finder.at(j)
    if town is not None:
        return town.last if town.type == "Place" and town.kind == "city" else 0
    end = j + 1 + (finder.tokens[j + 1].cap and finder.free(j + 1) if j + 1 < len(finder.tokens) else 0)
    return end if finder.low(end) in (",", ".", ";", "and", "in", "for", "also", "has", "is", "will") else 0


def _federated(finder: Finder, i: int) -> Mention | None:
    """ "the Kenya Red Cross", "Caritas Serbia", "Red Cross of Serbia": a national member is a body of its own."""
    mention = finder.at(i)
    if mention is None or mention.first != i or mention.head != "federated":
        return None
    first, last, country = i, mention.last, ""
    before, after = finder.at(i - 1), finder.at(last)
    beyond = finder.at(last + 1 + (finder.low(last + 1) == "the"))
    if before is not None and before.type == "Place" and before.country and before.last == i:
        first, country = before.first, before.country
    elif finder.low(i - 1) in tables.demonyms():
        first, country = i - 1, tables.demonyms()[finder.low(i - 1)]
    elif after is not None and after.type == "Place" and after.country:
        last, country = after.last, after.country
    elif finder.low(last) == "of" and beyond is not None and beyond.type == "Place" and beyond.country:
        last, country = beyond.last, beyond.country
    if not country and (end := _of_town(finder, last) or _local_name(finder, last)) > last:
        name = finder.document.words(i, end)
        return replace(mention, last=end, name=name, key=f"{mention.key}@{fold(name)}", entry="", confidence=0.85)
    if not country or finder.sentence_of[first] != finder.sentence_of[last - 1]:
        return None
    words = finder.document.words(first, last)
    return Mention(
        "Organisation",
        first,
        last,
        words,
        f"{mention.key}@{country}",
        mention.kind,
        country,
        mention.rule,
        entry=f"{mention.entry}-{country.lower()}",
        confidence=0.92,
    )


def _local_name(finder: Finder, i: int) -> int:
    """ "Caritas Lira", "Greenpeace Africa": where the name of a local member ends that is called by its town; i where it does not go on."""
    at = finder.at(i)
    if at is not None:
        return at.last if at.type == "Place" and at.first == i else i
    if i >= len(finder.tokens) or finder.sentence_of[i] != finder.sentence_of[i - 1] or finder.sentence(i).headline:
        return i
    low = finder.low(i)
    name = finder.tokens[i].cap and low.isalpha() and not finder.tokens[i].text.isupper()
    other = low in tables.titles() or low in tables.heads() or low in tables.events() or low in tables.given() or low in tables.demonyms()
    plain = low in tables.words()["starters"] | tables.words()["no_body"] | tables.words()["projects"] | tables.words()["calendar"]
    return i if not name or other or plain or (finder.tokens[i + 1].cap if i + 1 < len(finder.tokens) else False) else i + 1


def _with_country(finder: Finder, i: int) -> Mention | None:
    """ "UNICEF Kenya": the country right behind is part of how a known body is called there."""
    body = finder.at(i)
    if body is None or body.first != i or body.type != "Organisation" or not body.entry:
        return None
    if body.last - i == 1 and finder.low(i) in tables.words()["unions"]:
        return None
    place = finder.at(body.last)
    if place is None or place.kind != "country" or place.first != body.last or finder.sentence(i).headline:
        return None
    after = finder.low(place.last)
    goes_on = place.last < len(finder.tokens) and (finder.tokens[place.last].cap or after in tables.events() or after in ("'s", "-"))
    if goes_on or finder.sentence_of[body.first] != finder.sentence_of[place.first]:
        return None
    return replace(body, last=place.last)


def _by_head(finder: Finder, i: int) -> Mention | None:
    """The body whose head noun stands at token i, the venue that it is, or the second mention of one."""
    found = head_at(finder, i)
    if found is None or not finder.free(i):
        return None
    head, after = found
    flags = tables.heads()[head][1]
    first = i if "prefix" in flags else to_the_left(finder, i, head)
    if _belongs_elsewhere(finder, i, head, after) or _other_than_a_body(finder, first, i, head, after):
        return None
    at = finder.low(first - 1 - (finder.low(first - 1) == "the")) == "at" and head in ("centre", "center")  # "held at the X Centre in Lima"
    posted = ("unit" in flags or head in BRANCHES) and not at and _posted(finder, first, i)
    posted = posted or (head.endswith(" court") and finder.low(after) == "in")  # "the Basic Court in Prijedor"
    more = flags | ({"diplomatic", "posted"} if posted else frozenset())
    reach = to_the_right(finder, after, more, bare=first == i, has_modifiers=first < i)
    if _venue_like(finder, first, i, head) and not (reach.has_complement and head in ("centre", "center")):
        name = finder.document.words(first, reach.last)
        return Mention("Place", first, reach.last, name, f"place:{name.lower()}", "venue", rule="venue", confidence=0.85)
    if _of_many(finder, first, i, head, after, reach) or _nothing_own(finder, first, i, head, reach) or _names_a_text(finder, reach.last):
        return None
    bare = first == i and not reach.has_complement
    if bare and "whole" not in flags:
        return _anaphor(finder, i, after, head) if reach.last == after and "prefix" not in flags else None
    shouted = first < i and is_acronym(finder.tokens[first].text) and finder.low(first) not in tables.words()["no_body"]
    if "weak" in flags and not reach.acronym and not shouted and (i - first < 2 and not reach.has_complement):
        return None
    if head.endswith("s") and head in _UNIT_PLURALS and bare:
        return None
    return _body(finder, first, i, head, reach)


def _belongs_elsewhere(finder: Finder, i: int, head: str, after: int) -> bool:
    """Whether a head noun is part of a title, or of another's office."""
    if finder.low(after) == "'s" and head in KEEPS_OFFICE | {"public defender"} and finder.low(after + 1) == "office":
        return True  # "the Public Defender's Office"
    if after < len(finder.tokens) and finder.tokens[after].cap and finder.low(after) in _BUILT:
        return True  # "the Dutch Hospital Hall", "White Church Street"
    titled = after < len(finder.tokens) and finder.tokens[after].cap and finder.low(after) in tables.titles()
    if titled and head in ("police", "security", "service", "services", "board", "mission"):
        return True
    return head == "mission" and finder.low(i - 1) == "of" and finder.low(i - 2) in ("head", "heads", "chief", "deputy")


_BUILT = frozenset(["hall", "auditorium", "stadium", "square", "street", "avenue", "road", "station", "bridge", "airport"])


def _other_than_a_body(finder: Finder, first: int, i: int, head: str, after: int) -> bool:
    """Whether what stands before or behind a head noun says that no body of its own is named."""
    flags = tables.heads()[head][1]
    if first == i - 1 and f"{finder.low(first)} {head}" in tables.heads() and "whole" not in flags:
        return True  # "the Trust Fund": one noun of two words, and nothing of its own
    if "weak" in flags and _later_head(finder, after):
        return True
    if first == i:
        return False
    if head in ("prefecture", "governorate", "county") and finder.low(first - 1) == "in":
        return True  # where it was
    if head.endswith("assembly") and finder.low(after) in ("held", "convened", "hosted"):
        return True  # what was held
    return "unit" in flags and _branch(finder, first, i)


def _of_many(finder: Finder, first: int, i: int, head: str, after: int, reach: Reach) -> bool:
    """Whether a head noun names many bodies, or an event."""
    if head.endswith("s") and head[:-1] in tables.heads() and head not in ("services", "offices") and not reach.has_complement:
        return True  # "local governments associations": many
    if head == "ministries" and (not reach.country or not reach.has_complement):
        return True
    acts = finder.low(after) == "of" or finder.low(after) in tables.words()["acting"] or "national" in finder.lows[first:i]
    return head == "congress" and not acts  # an event, unless it acts


def _body(finder: Finder, first: int, i: int, head: str, reach: Reach) -> Mention:
    kind, flags = tables.heads()[head]
    country = reach.country or _demonym(finder, first, i) or _possessor(finder, first)
    name = _name(finder, first, reach.last, head, i)
    parent = finder.at(first) if first < i else None
    abroad = "diplomatic" in flags and kind != "government" and reach.place
    return Mention(
        "Organisation",
        first,
        reach.last,
        name,
        _key(name, head, flags, country, reach.place),
        kind,
        reach.place if abroad else country,
        f"head:{head}",
        _aka(reach.acronym),
        head,
        entry="",
        confidence=0.9 if parent is None else 0.92,
    )


def _venue_like(finder: Finder, first: int, i: int, head: str) -> bool:
    """ "X Convention Centre" is where things are held, and so is "held at the National Museum"."""
    if head in ("centre", "center", "hall") and finder.low(i - 1) in _MEETING_PLACES:
        return True
    the = finder.low(first - 1) == "the"
    where = finder.low(first - 1 - the)
    shown = head in ("museum", "gallery", "library", "theatre") or finder.low(i - 1) in ("cultural", "information")
    within = where == "in" and the and (shown or head in ("city hall", "town hall"))
    halls = head in ("city hall", "town hall")
    if not (head in tables.words()["housed"] or halls) or not (where == "at" or within) or finder.low(first - 2 - the) in tables.titles():
        return False
    lows = [finder.low(j) for j in range(max(finder.sentence(first).first, first - 20), first)]
    return any(low in tables.words()["held"] or low in tables.events() for low in lows) and not any(
        low in tables.titles() for low in lows[-5:]
    )


_MEETING_PLACES = frozenset(["convention", "conference", "exhibition", "congress", "exhibitions", "conventions", "banquet"])


def _nothing_own(finder: Finder, first: int, i: int, head: str, reach: Reach) -> bool:
    """ "the Executive Board", "the National Government", "Regional Centre": no body by itself."""
    plain = tables.words()["plain_modifiers"]
    if reach.has_complement or first == i or "plain" not in tables.heads()[head][1]:
        return False
    return all(finder.low(j) in plain for j in range(first, i))


def _names_a_text(finder: Finder, last: int) -> bool:
    """ "Public Benefit Association Act": the body's words name a law."""
    return (
        last < len(finder.tokens)
        and finder.tokens[last].cap
        and finder.sentence_of[last] == finder.sentence_of[last - 1]
        and not finder.sentence(last).headline
        and finder.low(last) in tables.words()["texts"]
    )


def _later_head(finder: Finder, after: int) -> bool:
    """ "Energy Initiative Partnership Facility": the last of the nouns is the body's."""
    for j in range(after, min(after + 3, len(finder.tokens))):
        if not finder.tokens[j].cap or not finder.free(j) or finder.sentence_of[j] != finder.sentence_of[after - 1]:
            return False
        if finder.low(j) in tables.heads():
            return True
    return False


def _branch(finder: Finder, first: int, i: int) -> bool:
    """ "the Agency for Growth (AFG) Malta Office": the office is the agency's own, named with it."""
    bracket = finder.low(first - 1) == ")" and finder.low(first - 3) == "("
    owner = finder.at(first - 4 if bracket else first - 1)
    return (
        owner is not None
        and owner.type == "Organisation"
        and owner.last == (first - 3 if bracket else first)
        and finder.sentence_of[first - 1] == finder.sentence_of[i]
        and all(finder.type_at(j) == "Place" for j in range(first, i))
    )


def _posted(finder: Finder, first: int, i: int) -> bool:
    """ "the OSCE Office in X": a unit that a known body keeps somewhere."""
    mention = finder.at(first) if first < i else None
    return (
        mention is not None
        and mention.type == "Organisation"
        and (finder.low(i + 1) in ("in", "to", "for") or finder.type_at(i + 1) == "Place")
    )


def _aka(acronym: str) -> tuple[str, ...]:
    return (acronym,) if acronym else ()


def _anaphor(finder: Finder, first: int, last: int, head: str) -> Mention | None:
    if finder.low(first - 1) not in tables.words()["anaphor_before"] and not (
        finder.low(last) == "'s" and first > finder.sentence(first).first
    ):
        return None
    return Mention("Organisation", first, last, finder.document.words(first, last), "", "", "", f"anaphor:{head}", head=head, anaphor=True)


def _by_office(finder: Finder, i: int) -> Mention | None:
    """ "Minister of X", "Foreign Minister", "Commissioner for X": the office names the body."""
    body = tables.titles().get(finder.low(i), ("", ""))[1]
    if not body:
        return None
    first = i
    while (
        first > 0
        and i - first < 3
        and finder.tokens[first - 1].cap
        and finder.sentence_of[first - 1] == finder.sentence_of[i]
        and (finder.low(first - 1) in tables.words()["portfolio"] or finder.low(first - 1) in tables.demonyms())
    ):
        first -= 1
    first -= first == i and _small_office(finder, i)
    of = i + 2 + (finder.low(i + 2) == "the")
    place = finder.at(of)
    if first == i and finder.low(i + 1) in ("of", "from") and place is not None and place.type == "Place":
        return None  # "Ministers of Latin America"
    if finder.low(i - 1) == "high" and finder.low(i + 1) == "for" and place is not None and place.type == "Place":
        return None  # "High Commissioner for the United Kingdom"
    if finder.low(i - 1) == "high" and finder.low(i - 2) == "assistant":
        return None  # "Assistant High Commissioner for Protection"
    if finder.low(i) in ("commissioner", "commissioners") and finder.low(i + 2) == "police":
        return None  # a rank
    if finder.low(i - 1) == "prime" or (first == i and finder.tokens[i].cap and finder.type_at(i - 1) == "Organisation"):
        return None  # "African Union Commissioner for Trade"
    reach = to_the_right(finder, i + 1, frozenset({"first"}))
    if finder.low(reach.last) in ("at", "in") and finder.low(reach.last + 2) in ("ministry", "department"):
        return None  # "Assistant Minister for Asian Affairs at the Ministry of Foreign Affairs"
    if finder.low(i) == "ministers" and first == i and (finder.low(reach.last) == "from" or not reach.country):
        return None  # "Ministers of Health from the region"
    if not reach.has_complement and (first == i or not any(finder.low(j) in tables.words()["portfolio"] for j in range(first, i))):
        return None
    words = finder.document.words
    modifiers = " ".join(t.text if t.cap else t.text.title() for t in finder.tokens[first:i] if t.low not in tables.demonyms())
    name = f"{body} {words(i + 1, reach.last)}" if reach.has_complement else f"{body} of {modifiers}"
    name = name.split(" (")[0]
    country = reach.country or _demonym(finder, first, i) or _possessor(finder, first)
    return Mention(
        "Organisation",
        first,
        reach.last,
        name,
        _key(name, body.lower(), frozenset(), country, ""),
        "government",
        country,
        f"office:{finder.low(i)}",
        _aka(reach.acronym),
        body.lower(),
        confidence=0.85,
    )


def _small_office(finder: Finder, i: int) -> bool:
    """ "Sierra Leone's health minister", "Nepali labour minister": of that country's ministry, in small letters."""
    before = finder.at(i - 3) if finder.low(i - 2) == "'s" else None
    whose = finder.low(i - 2) in tables.demonyms() or (before is not None and before.kind == "country")
    return whose and finder.low(i) == "minister" and finder.low(i - 1) in tables.words()["portfolio"] and not finder.tokens[i].cap


def _possessor(finder: Finder, first: int) -> str:
    """The country in "Kenya's Ministry of Health"."""
    if finder.low(first - 1) != "'s":
        return ""
    mention = finder.at(first - 2)
    return mention.country if mention is not None and mention.type == "Place" else ""


def _demonym(finder: Finder, first: int, last: int) -> str:
    for i in range(first, last):
        mention = finder.at(i)
        if mention is not None and mention.type == "Place" and mention.country:
            return mention.country
        code = demonym_at(finder, i)
        if code:
            return code
    return ""


def _country(code: str) -> str:
    return tables.country_names().get(code, code)


def _name(finder: Finder, first: int, last: int, head: str, at: int) -> str:
    """The name as written, without brackets, one typing error in the head mended."""
    words = finder.document.words
    own = head.title() if finder.low(at) not in tables.heads() and " " not in head else finder.tokens[at].text
    text = f"{words(first, at)} {own} {words(at + 1, last)}".strip() if last > at + 1 else f"{words(first, at)} {own}".strip()
    cut = text.find(" (")
    if cut < 0:
        return text
    close = text.find(")", cut)
    inner = text[cut + 2 : close]
    rest = text[close + 1 :].strip() if close >= 0 else ""
    country = None if initials_of(inner, text[:cut]) else tables.country_codes().get(inner)
    return " ".join(x for x in (text[:cut], f"of {_country(country)}" if country else "", rest) if x)


def _key(name: str, head: str, flags: frozenset[str], country: str, place: str) -> str:
    """What the body is known by within one article, its country put in later where it must be guessed."""
    drop = set(tables.country_words(country)) | (set(tables.country_words(place)) if place else set())
    noun, rest = portfolio_words(name, drop)
    if head in ("embassy", "consulate") and country:
        return f"body:{head}::{country}"
    if flags & {"diplomatic"}:
        rest = [w for w in rest if w not in ("european", "union")] + (["eu"] if "european" in rest and "union" in rest else [])
        return f"body:{head}:{'-'.join(sorted(set(rest)))}:{country}"
    return f"body:{noun or head}:{'-'.join(rest) or fold(name)}:"

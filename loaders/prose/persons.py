"""Persons: capitalised words with an honorific, a title, a first name that is common, or a verb of speaking."""

import re

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import abstract

_MOST = 5
_SPEAKING_REACH = 3
_TITLE_REACH = 9
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ADDRESS = frozenset(
    [
        "minister",
        "president",
        "ambassador",
        "senator",
        "governor",
        "mayor",
        "secretary",
        "chancellor",
        "commissioner",
        "premier",
        "deputy",
        "chairman",
        "chairperson",
        "judge",
        "director",
    ]
)
_NAMES_TOO = frozenset(["haji", "sen", "min", "rep", "gen", "king", "prince", "bishop", "judge", "dean", "major", "justice"])
_DEGREES = frozenset(["phd", "ph.d", "md", "m.d", "msc", "mba", "esq"])
_SURE = frozenset(["honorific", "given", "title", "apposition", "bracket", "before"])


def find_persons(document: Document) -> Document:
    """Mark names of two to five words that something says is a person's, then surnames and titled surnames of those."""
    finder = Finder(document)
    _named_as_towns(finder)
    i = 0
    while i < len(document.tokens):
        end = _name_end(finder, i) if document.tokens[i].cap and finder.free(i) else i
        i = _past_topic(finder, i, end)
        sign = _sign(finder, i, end) if end - i >= 2 else ""
        if sign and (sign in _SURE or not _shouted(finder, i, end)):
            _put(finder, i, end, sign)
            i = end
        else:
            i = max(i + 1, end if end - i > _MOST else i + 1)
    _rows(finder)
    _rows_back(finder)
    _surnames(finder)
    return finder.done()


def _past_topic(finder: Finder, i: int, end: int) -> int:
    """ "Director for Lifelong Learning Ali Altunel": the name begins where a first name does, behind words of a topic."""
    if end - i < 4 or finder.low(i) in tables.given() or not abstract(finder.low(i + 1)):
        return i
    return i + 2 if finder.low(i + 2) in tables.given() else i


def _named_as_towns(finder: Finder) -> None:
    """ "Winston Cairo", "Jack London": behind a first name, a town's name is a surname."""
    for number, town in enumerate(finder.mentions):
        if town is None or town.type != "Place" or town.kind != "city" or town.last - town.first > 1:
            continue
        if _begins_a_name(finder, town):
            finder.mentions[number] = None
            finder.cover[town.first] = -1
            continue
        if not town.first:
            continue
        given, before = finder.low(town.first - 1), finder.low(town.first - 2)
        follows = finder.at(town.last + 1)
        in_country = finder.low(town.last) == "," and follows is not None and follows.kind == "country"
        named = finder.tokens[town.first - 1].cap and finder.free(town.first - 1) and given in tables.given() and given not in _TOWNS_BEGIN
        same = finder.sentence_of[town.first] == finder.sentence_of[town.first - 1]
        if named and same and not in_country and before not in _INTO and finder.low(town.last) in _BEHIND_NAMES | tables.words()["speech"]:
            finder.mentions[number] = None
            finder.cover[town.first] = -1


def _begins_a_name(finder: Finder, town: Mention) -> bool:
    """ "trainers Milan Marjanović": a town's name that is a first name as well, before a surname."""
    i = town.last
    if finder.low(town.first) not in tables.given() or i >= len(finder.tokens) or finder.low(town.first - 1) in _INTO | {"the", ","}:
        return False
    surname = finder.tokens[i]
    return surname.cap and finder.free(i) and finder.sentence_of[i] == finder.sentence_of[town.first] and _surname_like(surname.low)


_SURNAMES = (
    "vić",
    "ić",
    "ović",
    "ević",
    "shvili",
    "adze",
    "idze",
    "yan",
    "ienko",
    "enko",
    "sson",
    "poulos",
    "escu",
    "oğlu",
    "ski",
    "ska",
    "ova",
)


def _surname_like(low: str) -> bool:
    """Whether a word ends as surnames of a region do."""
    return len(low) > 5 and low.endswith(_SURNAMES)


_INTO = frozenset(["in", "at", "near", "from", "of", "to", "for"])
_BEHIND_NAMES = frozenset([",", "(", ".", "and", "who", "of", "from", "said", ")"])


def _put(finder: Finder, first: int, last: int, sign: str) -> None:
    name = finder.document.words(first, last)
    finder.put(
        Mention(
            "Person", first, last, name, f"person:{fold(name)}", rule=f"person:{sign}", confidence=0.8 if sign in ("given", "row") else 0.9
        )
    )


def _initials(text: str) -> bool:
    return _INITIALS.fullmatch(text) is not None and text[0].isupper()


_ARTICLE = re.compile(r"(?:al|el|ad|as|ar|an|at|az|ash|ud|ul|bin|ibn|d|l)[-'’‑][^\W\d_a-z]\w+(?:[-'’]\w+)*")


def _family_name(low: str) -> bool:
    """ "LY Thuch": a surname of two letters that stands first, in capitals."""
    return low in tables.words()["surnames_first"]


def _wordlike(text: str) -> bool:
    if _ARTICLE.fullmatch(text):
        return True
    return (
        text[0].isupper()
        and (
            len(text) == 1
            or any(c.islower() for c in text)
            or "'" in text
            or _initials(text)
            or (text.isalpha() and (len(text) > 2 or _family_name(text.lower())))
        )
        and not any(c.isdigit() for c in text)
    )


def _shouted(finder: Finder, first: int, last: int) -> bool:
    """Whether a word of the name is in capitals only, as an acronym is."""
    return any(len(t.text) > 1 and t.text.isupper() and not _initials(t.text) for t in finder.tokens[first:last])


def _name_end(finder: Finder, i: int) -> int:
    """The end of a row of words that could be a name, from token i."""
    particles = tables.words()["particles"]
    j, names, tokens = i, 0, finder.tokens
    while j < len(tokens) and j - i < _MOST + 3 and finder.free(j) and finder.sentence_of[j] == finder.sentence_of[i]:
        token = tokens[j]
        if names and token.start - tokens[j - 1].end > 2:
            break  # columns of a caption
        if token.text == "." and names and _initials(tokens[j - 1].text):
            j += 1
            continue
        if token.low in particles and names and not token.cap and _name_goes_on(finder, j + 1):
            j += 1
            continue
        if names >= 2 and _acts(token.low) and finder.sentence(j).headline:
            break  # "Ann Lee Visited Lima"
        in_capitals = names and token.text.isupper() and token.text.isalpha() and j + 1 < len(tokens) and tokens[j + 1].text.isupper()
        if not (_wordlike(token.text) or in_capitals) or (
            _no_name(token.low, names)
            and not (_initial(finder, j) and (not names or _name_goes_on(finder, j + 2)))
            and not (not names and _after_honorific(finder, j, token.low))
        ):
            break
        names += 1
        j += 1
    while j > i and (tokens[j - 1].text == "." or (not tokens[j - 1].cap and tokens[j - 1].low in particles)):
        j -= 1
    return j if names >= 2 and not all(_initials(t.text) or t.text == "." for t in tokens[i:j]) else i


def _acts(low: str) -> bool:
    words = tables.words()
    return low in words["verbs"] or low in words["part"] or low in words["speech"]


def _after_honorific(finder: Finder, j: int, low: str) -> bool:
    """ "Dr An Pich", "Ms May Lin": a short word that begins sentences is a name behind "Dr"."""
    before = finder.low(j - 1) if finder.low(j - 1) != "." else finder.low(j - 2)
    if before in ("mr", "mrs", "ms", "miss", "dr") and low in tables.words()["portfolio"]:
        return True  # "Ms Peace Kyomu"
    return len(low) <= 4 and low in tables.words()["starters"] and low != "the" and tables.titles().get(before, ("", ""))[0] == "honorific"


def _name_goes_on(finder: Finder, j: int) -> bool:
    """A capital after one particle or two: "de Melo", "de la Peña"."""
    j += finder.low(j) in tables.words()["particles"] and not finder.tokens[j].cap if j < len(finder.tokens) else 0
    return j < len(finder.tokens) and finder.tokens[j].cap and finder.free(j)


_NAMES_AND_TOPICS = frozenset(["hajj", "haji"])


def _initial(finder: Finder, j: int) -> bool:
    """ "I. Bogos": an initial, though the letter is a word as well."""
    return len(finder.low(j)) == 1 and finder.low(j + 1) == "." and finder.tokens[j].cap


def _no_name(low: str, names: int) -> bool:
    """Words that no name contains: what begins sentences, titles, nouns of bodies, events and projects."""
    words = tables.words()
    if (
        low in words["starters"]
        or low in tables.demonyms()
        or low.removesuffix("s") in tables.demonyms()
        or low in tables.heads()
        or low in words["projects"]
        or low in words["venues"]
        or low
        in ("district", "province", "county", "region", "island", "states", "village", "rotary", "storm", "cyclone", "hurricane", "typhoon")
    ):
        return True
    if low in tables.events() or (low in tables.titles() and not (names and low in _NAMES_TOO)):
        return True
    if names and low in words["not_bodies"] and low not in tables.given():
        return True  # "Professional Standards Framework"
    return (low in words["portfolio"] and low not in tables.given() and not (names and low in _NAMES_AND_TOPICS)) or (
        bool(names) and low in words["title_modifiers"]
    )


def _sign(finder: Finder, first: int, last: int) -> str:
    """What says that these words are a person's name; '' for nothing."""
    titles, words = tables.titles(), tables.words()
    before = finder.low(first - 1)
    before2 = finder.low(first - 2)
    if before == "st" or (before == "." and before2 == "st"):
        return ""  # "St. Joseph Kibiri", a school
    if titles.get(before, titles.get(before2 if before == "." else "", ("", "")))[0] == "honorific" and not _topic(finder, first - 1):
        return "honorific"
    if before == "the" and before2 in ("at", "in", "near"):
        return ""  # "at the Sola Nakamal"
    if before == "the" and finder.low(first) not in tables.given() and finder.low(first - 2) not in titles:
        return ""  # "the Control Yuan hosted"
    if before in _KINDS_BEFORE and not finder.tokens[first - 1].cap:
        return ""  # "the organisation Ternipe Banat"
    if (
        before == "of"
        and titles.get(before2, ("", ""))[0] == "office"
        and any(finder.type_at(j) == "Person" for j in (first - 4, first - 5))
    ):
        return ""  # "Omar Khalil, founder of Khalil Textile"
    if before in ("of", "from") and finder.type_at(first - 2) == "Person" and finder.low(first) not in tables.given():
        return ""  # "Ana Kos from Gornji Stepen"
    if finder.low(first) in _TOWNS_BEGIN and (before in ("of", "in", "at", "from", "to", "near") or finder.type_at(first - 2) == "Place"):
        return ""
    if "-" in finder.low(first) and abstract(finder.low(last - 1)) and finder.low(first) not in tables.given():
        return ""  # "Socio-Environmental Management"
    if _given(finder, first, last) and not _organisation_like(finder, first, last):
        return "given"
    if (before in titles and titles[before][0] == "office" and before != "official") or finder.is_office(first - 1):
        return "title"
    if _titled_before(finder, first, last):
        return "before"
    if _organisation_like(finder, first, last):
        return ""
    if last - first < 4 and before not in _INTO and finder.low(first) not in _TOWNS_BEGIN and _surname_like(finder.low(last - 1)):
        return "given"
    if last - first < 4 and before == "by" and before2 in ("represented", "moderated", "chaired", "curated", "facilitated"):
        return "apposition"
    if last - first < 4 and finder.low(last) == "," and finder.low(last + 1) == "who" and not finder.sentence(first).headline:
        return "apposition"
    bracketed = finder.at(last + 1)
    if finder.low(last) == "(" and bracketed is not None and bracketed.type == "Organisation" and bracketed.rule != "acronym":
        return "bracket"
    if _with_country(finder, first, last):
        return "bracket"
    whose = before == "'s" and finder.type_at(first - 2) == "Organisation"
    if _of_body(finder, first, last) or (whose and last - first == 2 and finder.low(last) in (",", "and", ".", "(")):
        return "of"  # "Name of A and", "A's Name,"
    if _title_follows(finder, last):
        return "apposition"
    if any(finder.low(j) in words["speech"] for j in range(last, min(last + _SPEAKING_REACH, len(finder.tokens)))) and finder.low(
        last
    ) in words["speech"] | {"also", "then", "who", "has"}:
        return "speech"
    if before in words["saying"] or (before in words["speech"] and before2 in ("”", '"', ",", "’")):
        return "speech"
    return ""


_KINDS_BEFORE = frozenset(["organisation", "organization", "association", "company", "firm", "ngo", "foundation", "network", "cooperative"])
_TOWNS_BEGIN = frozenset(
    ["novi", "stari", "san", "santa", "saint", "st", "puerto", "port", "fort", "mount", "new", "santo", "los", "las", "la", "el"]
)


def _topic(finder: Finder, i: int) -> bool:
    """ "Access to Justice", "Rule of Law and Justice": no honorific."""
    return finder.low(i) in tables.words()["portfolio"] and finder.low(i - 1) in (
        "to",
        "of",
        "for",
        "and",
        "on",
        "the",
        "social",
        "criminal",
    )


def _given(finder: Finder, first: int, last: int) -> bool:
    """Whether the name begins with a first name, or a surname as they stand first in China, Korea or Vietnam."""
    low = finder.low(first)
    if low in tables.given():
        return True
    if (
        finder.low(first + 1) in tables.given()
        and last - first <= 4
        and finder.low(first - 1) in ("", ",", "by", "and", "with", ":", ";", "(", "from", "said")
    ):
        return True
    hyphen = low.split("-")[0] if "-" in low else ""
    return (
        hyphen in tables.given()
        or (last - first <= 3 and low in tables.words()["surnames_first"])
        or (_initials(finder.tokens[first].text) and any(finder.low(j) in tables.given() for j in range(first + 1, last)))
    )


def _with_country(finder: Finder, first: int, last: int) -> bool:
    """ "Name (Portugal, …)" in a row of persons."""
    at = finder.at(last + 1)
    if (
        finder.low(last) != "("
        or at is None
        or at.type != "Place"
        or at.kind != "country"
        or finder.low(first - 1) not in (",", "and", ";")
    ):
        return False
    return any(finder.type_at(j) == "Person" for j in range(max(0, first - 14), first))


def _titled_before(finder: Finder, first: int, last: int) -> bool:
    """ "Ambassador to China Name", "the director of the institute, Name, said"."""
    sentence = finder.sentence(first)
    comma = finder.low(first - 1) == ","
    if comma and not (finder.low(last) in (",", ".", ")", "and", ";") or finder.low(last) in tables.words()["speech"]):
        return False
    at = finder.at(first - 1) if not comma else None
    if not comma and (at is None or at.type not in ("Place", "Organisation")):
        return False
    j, steps = first - comma, 0
    while j > sentence.first and steps < _TITLE_REACH:
        j, steps = j - 1, steps + 1
        word, mention = finder.low(j), finder.at(j)
        if mention is not None and mention.type in ("Organisation", "Place") and not mention.rule.startswith("office:"):
            j = max(sentence.first, mention.first)  # a name is one step, however long
            continue
        if tables.titles().get(word, ("", ""))[0] == "office" or (mention is not None and mention.rule.startswith("office:")):
            return _articled(finder, j, sentence.first) if comma else not _told_already(finder, j, sentence.first)
        if word in (",", ".", ";", ":", "(", ")") or word in tables.words()["verbs"] or (mention is not None and mention.type == "Person"):
            return False
    return False


def _told_already(finder: Finder, title: int, begin: int) -> bool:
    """ "Mira Khan, executive director of Kenya Green Belt": the title is hers, so that what follows is no person."""
    for j in range(title - 1, max(begin, title - 4) - 1, -1):
        if finder.low(j) == ",":
            return finder.type_at(j - 1) == "Person"
    return False


def _articled(finder: Finder, title: int, begin: int) -> bool:
    """Whether the title is somebody's: "the", "its", a capital, or the beginning of the sentence stands before it."""
    for j in range(title, max(begin, title - 5) - 1, -1):
        if finder.low(j) in ("the", "a", "an", "its", "their", "his", "her", "our", "by", "and", "with", "'s") or j == begin:
            return True
    owner = finder.at(title - 1)  # "said UNICEF trainer, Name"
    return finder.tokens[title].cap or (owner is not None and owner.type == "Organisation" and bool(owner.entry))


def _of_body(finder: Finder, first: int, last: int) -> bool:
    """ "Name of UNDP said": a body after the name, and then a verb of speaking or the next of a row."""
    if finder.low(last) not in ("of", "from"):
        return False
    at = last + 1 + (finder.low(last + 1) == "the")
    mention = finder.at(at)
    if mention is not None and mention.type == "Place" and finder.low(mention.last) == "'s":
        mention = finder.at(mention.last + 1)
    if mention is None or mention.type != "Organisation":
        return False
    if finder.low(mention.last) == "of" and (whole := finder.at(mention.last + 1 + (finder.low(mention.last + 1) == "the"))) is not None:
        mention = whole if whole.type == "Organisation" else mention  # "Name from the Directorate for X of the European Commission"
    ends_row = finder.low(mention.last) in (".", ";") and finder.low(first - 1) in ("and", "&")
    return finder.low(mention.last) in tables.words()["speech"] or finder.low(mention.last) in (",", "and") or ends_row


def _organisation_like(finder: Finder, first: int, last: int) -> bool:
    """Whether the words could as well be a body's name; a surname in capitals after a first name is none."""
    if (
        last - first in (2, 3)
        and not finder.tokens[first].text.isupper()
        and finder.tokens[last - 1].text.isalpha()
        and len(finder.tokens[last - 1].text) > 2
    ) and (finder.low(first) in tables.given() or finder.low(last) in (",", "–", "-", "(")):
        return False
    return any(
        (finder.tokens[j].text.isupper() and len(finder.tokens[j].text) > 1 and not _initials(finder.tokens[j].text))
        for j in range(first, last)
    )


def _title_follows(finder: Finder, last: int) -> bool:
    """ ", Executive Director of …" or "(Head of …)" after the name, or "head of …" right there."""
    if (
        last < len(finder.tokens)
        and finder.low(last + 1) in ("of", "at", "for")
        and tables.titles().get(finder.low(last), ("", ""))[0] == "office"
    ):
        return True
    if finder.low(last) == "(" and finder.low(last + 1) in _DEGREES and finder.low(last + 2) == ")":
        return True
    if finder.low(last) not in (",", "(", "–", "-"):
        return False
    titles = tables.titles()
    for j in range(last + 1, min(last + 9, len(finder.tokens))):
        word = finder.low(j)
        if titles.get(word, ("", ""))[0] == "office" or finder.is_office(j):
            return True
        small = word == "and" and j + 1 < len(finder.tokens) and not finder.tokens[j + 1].cap
        if (word in (",", ")", "and", ".", ";") and not small) or word in tables.words()["verbs"]:
            return False
    return False


def _rows(finder: Finder) -> None:
    """Names between persons of a row: "A, B, C and D"."""
    people = [m for m in finder.mentions if m is not None and m.type == "Person"]
    ends, starts = {m.last for m in people}, {m.first for m in people}
    for start in sorted(ends):
        i = _next_in_row(finder, start)
        while i and i < len(finder.tokens) and finder.free(i) and finder.tokens[i].cap:
            end = _name_end(finder, i)
            following = _next_in_row(finder, end) if end > i else 0
            if end - i < 2 or end - i > 4 or _organisation_like(finder, i, end):
                break
            if _person_row(finder, following, starts) or (finder.low(i - 1) == "and" and finder.low(end) in (".", ",", ";")):
                _put(finder, i, end, "row")
            i = following


def _rows_back(finder: Finder) -> None:
    """ "A and [B]", "A, [B] and C" where only the later one was told as a person."""
    people = sorted((m for m in finder.mentions if m is not None and m.type == "Person"), key=lambda m: -m.first)
    for person in people:
        at = person.first - 1
        if finder.low(at) != "and" or not finder.free(at) or finder.sentence_of[at] != finder.sentence_of[person.first]:
            continue
        begin, first = finder.sentence(at).first, at
        while first > begin and at - first < 4 and finder.free(first - 1) and _wordlike(finder.tokens[first - 1].text):
            first -= 1
        edge = finder.low(first - 1) if first > begin else ""
        if edge in ("", ",", ";", "by", "with", "and") and _name_end(finder, first) == at and not _organisation_like(finder, first, at):
            _put(finder, first, at, "row")


def _person_row(finder: Finder, i: int, starts: set[int]) -> bool:
    return bool(i) and _person_start(finder, i) in starts


def _person_start(finder: Finder, i: int) -> int:
    """Past honorifics."""
    while finder.low(i) == "." or tables.titles().get(finder.low(i), ("", ""))[0] == "honorific":
        i += 1
    return i


def _next_in_row(finder: Finder, end: int) -> int:
    """Where the next of a row begins after a comma or "and"; 0 where the row ends."""
    if finder.low(end) == "," and finder.low(end + 1) == "and":
        return end + 2
    return end + 1 if finder.low(end) in (",", "and", "&") else 0


def _surnames(finder: Finder) -> None:
    """ "Commissioner Surname", "Mr Surname", "Surname": later mentions of a person by surname, title included."""
    people: dict[str, Mention] = {}
    for mention in finder.mentions:
        if mention is not None and mention.type == "Person":
            people.setdefault(finder.tokens[mention.last - 1].low, mention)
            if mention.last - mention.first >= 4:
                people.setdefault(finder.tokens[mention.last - 2].low, mention)  # "Secretary Meade": José Antonio Meade Kuribreña
            if mention.last - mention.first <= 3 and finder.low(mention.first) not in tables.given():
                people.setdefault(finder.low(mention.first), mention)
    titles = tables.titles()
    for i, token in enumerate(finder.tokens):
        if not token.cap or not finder.free(i):
            continue
        person = people.get(token.low)
        title = titles.get(finder.low(i - 1)) or (titles.get(finder.low(i - 2) + ".") if finder.low(i - 1) == "." else None)
        following = (
            i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap and finder.free(i + 1) and finder.tokens[i + 1].text[0].isalpha()
        )
        if person is not None and _wordlike(token.text) and not (following and not title):
            first = i
            if title and finder.free(i - 1):
                first = i - 1 if finder.low(i - 1) != "." else i - 2
                if not finder.tokens[first].cap:
                    first = i
            finder.put(Mention("Person", first, i + 1, person.name, person.key, rule="surname", confidence=0.9))
        elif (
            title
            and (title[0] == "honorific" or (finder.low(i - 1) in _ADDRESS and finder.tokens[i - 1].cap and not following))
            and _wordlike(token.text)
            and len(token.text) > 2
            and not _topic(finder, i - 1)
            and token.low not in tables.words()["no_body"]
            and token.low not in tables.titles()
            and token.low not in tables.words()["title_modifiers"]
            and token.low not in ("city", "cities")
            and token.low not in tables.words()["starters"]
            and (not token.text.isupper() or (finder.low(i - 1) in _ADDRESS and len(token.text) > 4 and not following))
            and not _no_name(token.low, 0)
        ):
            finder.put(Mention("Person", i, i + 1, token.text, f"person:{fold(token.text)}", rule="honorific", confidence=0.7))

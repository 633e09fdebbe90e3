"""Places that no table knows: "in Xville, Country", "the X region", "at the Hotel X"."""

import re
from dataclasses import replace

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import abstract, is_acronym

_SETTLEMENT = frozenset(
    [
        "locality",
        "mayor",
        "hamlet",
        "settlement",
        "commune",
        "community",
        "city",
        "town",
        "village",
        "municipality",
        "capital",
        "port",
        "suburb",
        "township",
        "district",
        "island",
    ]
)
_BEFORE = frozenset(["in", "at", "near", "from", "of"])
_JOINS = frozenset(["and", "/", ","])
_MOST = 3
_WITHIN = frozenset(["de", "del", "di", "do", "da", "la", "sur", "am", "upon", "en", "el", "an", "der"])


def find_places(document: Document) -> Document:
    finder = Finder(document)
    for i, token in enumerate(finder.tokens):
        if (token.cap and token.low in tables.words()["venues"] and finder.free(i)) or (
            token.low in _LOWER_VENUES and not token.cap and i > 1 and finder.tokens[i - 1].cap and finder.free(i)
        ):
            _venue(finder, i)
    regions = tables.words()["regions"]
    for i, token in enumerate(finder.tokens):
        if token.low in regions and i and finder.free(i):
            _region(finder, i)
        elif token.low in _PLURALS and i and finder.free(i):
            _regions(finder, i)
            _listed(finder, i)
        elif token.low in ("hotel", "restaurant") and not token.cap and finder.low(i - 1) == "the" and _run_of_free(finder, i + 1) > i + 1:
            end = _run_of_free(finder, i + 1)
            name = finder.document.words(i + 1, end)
            finder.put(Mention("Place", i + 1, end, name, f"place:{name.lower()}", "venue", "", "venue", confidence=0.8))
        elif token.low == "at" and _hall(finder, i):
            continue
        elif token.low in _CAMPS and finder.low(i - 1) in ("refugee", "refugees", "idp", "displacement") and i > 1 and finder.free(i):
            _camp(finder, i)
        elif (token.low in _BEFORE | _JOINS | {"to"} or _town_named(finder, i)) and _opens_city(finder, i):
            _city(finder, i)
    _rows(finder)
    _again(finder)
    _directed(finder)
    return finder.done()


def _run_of_free(finder: Finder, i: int) -> int:
    """ "the hotel [Park Srbija]": where the capitals end."""
    end = i
    while (
        end < min(len(finder.tokens), i + 4)
        and finder.tokens[end].cap
        and finder.free(end)
        and finder.sentence_of[end] == finder.sentence_of[i]
    ):
        end += 1
    return end


_TOWNS = frozenset(["town", "village", "city"])
_LOWER_VENUES = frozenset(["hotel", "resort", "lodge", "guesthouse"])


def _town_named(finder: Finder, i: int) -> bool:
    """ "in the town Kirri"."""
    return finder.low(i) in _TOWNS and finder.low(i - 1) == "the" and i + 1 < len(finder.tokens)


def _opens_city(finder: Finder, i: int) -> bool:
    """A free capital after a preposition, or after what joins it to a place."""
    if i + 1 >= len(finder.tokens) or not finder.tokens[i + 1].cap or not finder.free(i + 1):
        return False
    return finder.low(i) not in _JOINS or finder.type_at(i - 1) == "Place"


def _rows(finder: Finder) -> None:
    """ "A, X, B and Y" where A and B are known towns or regions: X and Y are too."""
    known = [m for m in finder.mentions if m is not None and m.type == "Place" and m.kind in ("city", "region") and not m.nested]
    for place in sorted(known, key=lambda m: m.first):
        i, row, waiting = place.last, 1, []
        led = finder.low(place.first - 1) in _LEADS and not finder.sentence(place.first).headline
        for _ in range(8):
            j = i + 1 + (finder.low(i) == "," and finder.low(i + 1) == "and")
            if finder.low(i) not in (",", "and") or j >= len(finder.tokens) or finder.sentence_of[j] != finder.sentence_of[i]:
                break
            at = finder.at(j)
            if at is not None:
                if at.type != "Place" or at.first != j or at.kind == "country":
                    break
                i, row = at.last, row + 1
                continue
            if finder.tokens[j].text.isupper():
                break
            end = j
            while end < len(finder.tokens) and end - j < 2 and _free_word(finder, end) and finder.low(end) not in tables.given():
                end += 1
            if end == j or not (finder.low(end) in (",", "and", ".", ")", ";", "on", "in") or (led and _row_ends(finder, j, end))):
                break
            waiting.append((j, end))
            i = end
        short = all(last - first == 1 or finder.low(first) in ("san", "santa", "santo", "são") for first, last in waiting[:1])
        closed = bool(waiting) and "and" in (finder.low(waiting[-1][0] - 1), finder.low(i))
        if waiting and (row >= 2 or (led and short and closed)):
            for first, last in waiting:
                name = finder.document.words(first, last)
                finder.put(Mention("Place", first, last, name, f"place:{name.lower()}", "city", place.country, "place:row", confidence=0.7))


_LEADS = frozenset(["in", "to", "from", "via", "near", "between", "of", "across", "visited"])


def _row_ends(finder: Finder, first: int, end: int) -> bool:
    """ "Vranje, Surdulica and Leskovac took part": behind "and" the last of a row ends at a plain word, but one of saying."""
    low = finder.low(end)
    acts = tables.words()["speech"] | tables.words()["giving"] | tables.words()["body_acts"] | {"of", "for", "'s", "at"}
    one = end - first == 1 and finder.tokens[first].text[1:].islower()
    return one and finder.low(first - 1) == "and" and low.isalpha() and not finder.tokens[end].cap and low not in acts


_HOLDING = frozenset(["held", "place", "organised", "organized", "hosted", "convened", "inaugurated", "staged"])


def _hall(finder: Finder, i: int) -> bool:
    """ "held at the House of the Estates": capitals that no table knows, right behind where something is held."""
    lows = {finder.low(j) for j in range(max(finder.sentence(i).first, i - 6), i)}
    if not (lows & _HOLDING) and finder.low(i - 1) not in tables.events():
        return False
    first = i + 1 + (finder.low(i + 1) == "the")
    last = first
    while last < len(finder.tokens) and last - first < 6 and finder.sentence_of[last] == finder.sentence_of[i]:
        if (finder.tokens[last].cap and finder.free(last) and finder.tokens[last].text[0].isalpha()) or (
            finder.low(last) in ("of", "the", "de", "-")
            and last > first
            and (finder.tokens[last + 1].cap or finder.low(last + 1) == "the")
            and finder.free(last + 1)
        ):
            last += 1
        else:
            break
    words = [finder.low(j) for j in range(first, last)]
    if sum(finder.tokens[j].cap for j in range(first, last)) < 2 or any(
        w in tables.heads() or w in tables.events() or w in tables.titles() for w in words
    ):
        return False
    if not _plain_after(finder, last) and finder.low(last) not in (",", "(", "by", "in", "on", "from"):
        return False
    name = finder.document.words(first, last)
    finder.put(Mention("Place", first, last, name, f"place:{name.lower()}", "venue", "", "venue", confidence=0.75))
    return True


def _again(finder: Finder) -> None:
    """A town that was told as one is one wherever it stands by itself."""
    told: dict[str, Mention] = {}
    for mention in finder.mentions:
        if mention is not None and mention.type == "Place" and mention.kind == "city" and mention.last - mention.first == 1:
            told.setdefault(finder.low(mention.first), mention)
    for i, token in enumerate(finder.tokens):
        place = told.get(token.low)
        if place is None or not token.cap or not finder.free(i) or token.low in tables.given():
            continue
        beside = [
            finder.tokens[j] for j in (i - 1, i + 1) if 0 <= j < len(finder.tokens) and finder.sentence_of[j] == finder.sentence_of[i]
        ]
        if not any(t.cap and t.low not in tables.words()["starters"] for t in beside):
            finder.put(replace(place, first=i, last=i + 1, confidence=0.8))


def _venue(finder: Finder, i: int) -> None:
    if finder.low(i) == "house" and (finder.low(i + 1) == "of" or finder.low(i - 1) in ("white", "the", "upper", "lower")):
        return
    first, last = i, i + 1
    while last < len(finder.tokens) and last - i < 5 and finder.tokens[last].cap and _own(finder, last):
        last += 1
    if last == i + 1:
        while (
            first > 0
            and i - first < 4
            and (finder.tokens[first - 1].cap or (finder.low(first - 1) == "'s" and finder.tokens[first - 2].cap and first > 1))
            and (finder.free(first - 1) or _own(finder, first - 1) or (finder.low(i) == "hotel" and finder.type_at(first - 1) == "Place"))
            and finder.low(first - 1) not in tables.words()["starters"]
        ):
            first -= 1
        first += finder.low(first) == "'s"
        if not finder.tokens[i].cap and finder.low(first - 1 - (finder.low(first - 1) == "the")) not in ("in", "at"):
            return
    if finder.low(first - 1) == "of" and finder.low(first - 2) in ("days", "week", "weeks", "festival", "evenings"):
        return  # "the Days of Baltic Cinema"
    if last - first < 2 or (last - first == 2 and finder.low(first) in tables.given() and finder.low(i) in ("hyatt", "hilton", "marriott")):
        return  # "Mike Hyatt"
    inside = [m for j in range(first, last) if (m := finder.at(j)) is not None and m.type == "Place"]
    country = next((m.country for m in inside if m.country), "")
    name = finder.document.words(first, last)
    if finder.low(last) == "(" and finder.low(last + 2) == ")" and is_acronym(finder.tokens[last + 1].text):
        last += 3
    finder.put(Mention("Place", first, last, name, f"place:{name.lower()}", "venue", country, "venue", confidence=0.85))
    for mention in inside:
        finder.mentions.append(replace(mention, nested=True))


def _own(finder: Finder, i: int) -> bool:
    mention = finder.at(i)
    return mention is None or (mention.type == "Place" and mention.kind == "city")


def _region(finder: Finder, i: int) -> None:
    """ "Amhara region", "Kabul province": the word that says what it is belongs to the name."""
    mention, word = finder.at(i - 1), finder.low(i)
    if finder.tokens[i].cap and _province_of(finder, i):
        return
    following = i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap and finder.sentence_of[i + 1] == finder.sentence_of[i]
    if finder.sentence_of[i] != finder.sentence_of[i - 1] or (following and finder.tokens[i].cap):
        return
    if mention is not None:
        if mention.type == "Place" and mention.kind in ("city", "region") and mention.last == i:
            name = f"{mention.name} {word}" if mention.kind == "city" else mention.name
            key = mention.key if mention.kind == "region" else f"place:{name.lower()}"
            finder.put(replace(mention, last=i + 1, name=name, key=key, kind="region"))
        return
    first = i
    while first > 0 and i - first < _MOST and _free_word(finder, first - 1) and finder.sentence_of[first - 1] == finder.sentence_of[i]:
        first -= 1
    if (
        first == i
        or not finder.tokens[i - 1].cap
        or (finder.low(i - 1) in tables.demonyms() and word not in ("peninsula", "desert", "delta", "basin", "valley"))
        or (finder.low(first) in tables.words()["directions"] and not (word == "province" and finder.tokens[first].cap))
    ):
        return
    if (
        word
        in (
            "park",
            "reserve",
            "lake",
            "river",
            "bay",
            "mountains",
            "gulf",
            "lagoon",
            "state",
            "department",
            "zone",
            "islands",
            "island",
            "municipality",
            "commune",
        )
        and not finder.tokens[i].cap
    ):
        return
    if finder.low(i + 1) in tables.words()["projects"] or (
        i - first == 1 and re.fullmatch(r"[A-Z]\w+-[a-z]\w+", finder.tokens[first].text)
    ):
        return  # "the Green Cities project", "Min-jung Park"
    name = finder.document.words(first, i + 1)
    finder.put(Mention("Place", first, i + 1, name, f"place:{name.lower()}", "region", "", "region", confidence=0.8))


def _province_of(finder: Finder, i: int) -> bool:
    """ "the Province of Lamas"."""
    if finder.low(i) not in _OF_NAME or finder.low(i + 1) != "of" or not finder.free(i + 1):
        return False
    at, last = finder.at(i + 2), i + 2
    if at is not None and at.type == "Place" and at.kind != "country":
        last = at.last
    while at is None and last < len(finder.tokens) and last - i < 4 and _free_word(finder, last):
        last += 1
    if last == i + 2 or finder.sentence_of[last - 1] != finder.sentence_of[i]:
        return False
    name = finder.document.words(i + 2, last)
    country = at.country if at is not None else ""
    finder.put(
        Mention("Place", i, last, finder.document.words(i, last), f"place:{name.lower()}", "region", country, "region", confidence=0.8)
    )
    return True


_OF_NAME = frozenset(["province", "region", "district", "county", "island", "governorate", "prefecture", "oblast", "canton", "gulf", "bay"])


def _directed(finder: Finder) -> None:
    """ "Northern Uganda", "the Western Indian Ocean": with a capital the side belongs to the name."""
    for place in [m for m in finder.mentions if m is not None and m.type == "Place" and m.kind in ("country", "region") and not m.nested]:
        i = place.first - 1
        if i < 0 or finder.low(i) not in _SIDES or not finder.tokens[i].cap or not finder.free(i) or i == finder.sentence(i).first:
            continue
        if finder.sentence_of[i] != finder.sentence_of[place.first] or finder.tokens[i - 1].cap:
            continue
        name = finder.document.words(i, place.last)
        key = f"place:{name.lower()}"
        finder.put(replace(place, first=i, name=name, key=key, kind="region", rule="region", confidence=0.85))
        if place.kind == "country":
            finder.mentions.append(replace(place, nested=True))


_SIDES = frozenset(
    ["northern", "southern", "eastern", "western", "central", "northeastern", "northwestern", "southeastern", "southwestern"]
)


def _regions(finder: Finder, i: int) -> None:
    """ "Sre Ambel, Thma Bang and Botum Sakor districts": a row of names before what they all are."""
    items: list[tuple[int, int]] = []
    last = i
    if finder.low(i + 1) in tables.words()["projects"]:
        return  # "the Green Cities project"
    while last > finder.sentence(i).first and len(items) < 8:
        first = last
        while first > finder.sentence(i).first and last - first < _MOST and _free_word(finder, first - 1):
            first -= 1
        if first < last:
            items.append((first, last))
        elif (place := finder.at(last - 1)) is not None and place.type == "Place":
            first = place.first
        else:
            return
        joined = finder.low(first - 1) in (",", "and")
        last = first - 1 - (finder.low(first - 1) == "and" and finder.low(first - 2) == ",")
        if not joined:
            break
    if finder.low(last) not in ("the", "in", "of", "as", "including", "across", "from", "to", "between", "namely"):
        return
    for first, last in items:
        if finder.low(last - 1) in tables.words()["directions"] | _SIDES or finder.low(last - 1).endswith("ern"):
            continue
        name = finder.document.words(first, last)
        finder.put(Mention("Place", first, last, name, f"place:{name.lower()}", "region", "", "region", confidence=0.75))


def _listed(finder: Finder, i: int) -> None:
    """ "districts such as Musanze, Burera and Nyabihu"."""
    such = finder.low(i + 1) == "such" and finder.low(i + 2) == "as"
    of = finder.low(i + 1) == "of" and not finder.tokens[i].cap
    if not such and not of and finder.low(i + 1) not in ("including", "like", "namely"):
        return
    j = i + 3 if such else i + 2
    for _ in range(8):
        last = j
        while (
            last < len(finder.tokens)
            and last - j < _MOST
            and _free_word(finder, last)
            and finder.sentence_of[last] == finder.sentence_of[i]
        ):
            last += 1
        at = finder.at(j)
        closes = of and j > i + 2 and last < len(finder.tokens) and not finder.tokens[last].cap and finder.low(last) != "of"
        if last > j and (last == len(finder.tokens) or closes or finder.low(last) in (",", "and", ".", ";", ")", "in", "or")):
            name = finder.document.words(j, last)
            finder.put(Mention("Place", j, last, name, f"place:{name.lower()}", "region", "", "region", confidence=0.75))
        elif at is not None and at.type == "Place" and at.first == j:
            last = at.last
        else:
            return
        if finder.low(last) not in (",", "and"):
            return
        j = last + 1 + (finder.low(last) == "," and finder.low(last + 1) == "and")


_PLURALS = frozenset(
    [
        "districts",
        "provinces",
        "regions",
        "counties",
        "governorates",
        "villages",
        "towns",
        "cities",
        "communes",
        "municipalities",
        "governors",
    ]
)


_CAMPS = frozenset(["camp", "camps", "settlement", "site"])


def _camp(finder: Finder, i: int) -> None:
    """ "Kakuma refugee camp", "the Zaatari Refugee Camp"."""
    first, at = i - 1, finder.at(i - 2)
    if at is not None and at.type == "Place" and at.last == first:
        first = at.first
    while at is None and i - first <= _MOST and first > 0 and _free_word(finder, first - 1):
        first -= 1
    if first == i - 1 or finder.sentence_of[first] != finder.sentence_of[i] or finder.low(first) in tables.demonyms():
        return
    name, country = finder.document.words(first, i - 1), at.country if at is not None else ""
    finder.put(Mention("Place", first, i + 1, f"{name} refugee camp", f"place:{name.lower()}", "city", country, "camp", confidence=0.8))


def _free_word(finder: Finder, i: int) -> bool:
    token = finder.tokens[i]
    return (
        token.cap
        and finder.free(i)
        and token.text[0].isalpha()
        and (not is_acronym(token.text) or _two_names(token.text))
        and token.low not in tables.words()["starters"]
        and token.low not in tables.words()["portfolio"]
        and token.low not in tables.titles()
        and token.low not in tables.heads()
        and token.low not in tables.events()
        and token.low not in tables.words()["projects"]
    )


def _two_names(text: str) -> bool:
    """ "Al-Jalameh"."""
    parts = text.split("-")
    return len(parts) == 2 and all(len(p) > 1 and p[0].isupper() and p[1:].islower() for p in parts)


def _city(finder: Finder, i: int) -> None:
    """ "in Xville (Country)", "held in Xville", "the town of Xville"."""
    last = i + 1
    if finder.low(i + 1) in tables.words()["calendar"]:
        return
    while (
        last < len(finder.tokens) and last - i <= _MOST and _free_word(finder, last) and finder.sentence_of[last] == finder.sentence_of[i]
    ):
        if last > i + 1 and finder.low(i - 1) == "mayor" and finder.low(last) in tables.given():
            break  # "the Mayor of Kovilj Mira Savić"
        last += 1
        if (
            last > i + 1
            and finder.low(last) in _WITHIN
            and last + 1 < len(finder.tokens)
            and _free_word(finder, last + 1)
            and finder.tokens[last + 1].cap
        ):
            last += 1
    if last == i + 1 or finder.sentence_of[i + 1] != finder.sentence_of[i]:
        return
    following = finder.at(last + 1)
    followed = (
        (finder.low(last) in (",", "(") or (finder.low(last) == "in" and finder.low(i) in _JOINS))
        and following is not None
        and following.type == "Place"
        and following.kind in ("country", "region")
        and following.first == last + 1
    )
    followed = followed or (finder.low(i) == "at" and finder.low(last) == "in" and following is not None and following.type == "Place")
    settled = (finder.low(i) == "of" and finder.low(i - 1) in _SETTLEMENT) or finder.low(i) in _TOWNS
    if any(finder.low(j) in tables.words()["no_body"] or _hyphened(finder.tokens[j].text) for j in range(i + 1, last)):
        return
    brought = finder.low(i) == "to" and bool({"brought", "brings"} & {finder.low(j) for j in range(max(0, i - 9), i)})
    bare = (finder.low(i) in ("in", "near") or brought) and _plain_after(finder, last) and not finder.sentence(i).headline
    word = finder.low(last - 1)
    if last - i > 2 and not followed and (finder.low(i + 1).endswith("ing") or abstract(word)):
        return  # "Progress in Ending Malaria"
    if (
        not (followed or settled or bare)
        or word in tables.demonyms()
        or word in tables.words()["languages"]
        or finder.tokens[i + 1].text.isupper()
        or (last - i > 2 and finder.low(i + 1) in tables.given() and not followed)
    ):
        return
    name = finder.document.words(i + 1, last)
    country = following.country if followed and following is not None else ""
    finder.put(
        Mention("Place", i + 1, last, name, f"place:{name.lower()}", "city", country, "place:in", confidence=0.75 if followed else 0.7)
    )


def _hyphened(text: str) -> bool:
    """ "Mauritius-EU"."""
    return "-" in text and text.rpartition("-")[2].isupper()


def _plain_after(finder: Finder, last: int) -> bool:
    """Whether the name ends here: no further capital, no "'s", no noun of a body."""
    if last >= len(finder.tokens):
        return True
    token = finder.tokens[last]
    return not token.cap and token.low != "'s" and token.low not in ("(", "&", "project", "programme", "program")

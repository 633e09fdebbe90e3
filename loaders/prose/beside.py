"""Bodies that only the person beside them shows: "Ana Kos of X", "Ana Kos (X)", "X's director", a line of a list."""

from dataclasses import replace

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.runs import MOST, put, run, unknown_acronym, with_country
from cooplinks.loaders.prose.tokens import BULLETS


def owners(finder: Finder) -> None:
    """ "Kyowa Seimitsu's Managing Director": two capitals or more whose director somebody is."""
    for i, low in enumerate(finder.lows):
        if low != "'s" or i < 2 or not finder.free(i - 1) or finder.sentence(i).headline:
            continue
        titled = any(tables.titles().get(finder.low(j), ("", ""))[0] == "office" for j in range(i + 1, i + 4))
        first = i
        while first > finder.sentence(i).first and i - first < MOST and finder.tokens[first - 1].cap and finder.free(first - 1):
            first -= 1
        while first < i and finder.low(first) in tables.words()["starters"]:
            first += 1
        if titled and i - first > 1 and run(finder, first) == i and finder.low(first) not in tables.given():
            put(finder, first, i)


def behind_persons(finder: Finder) -> None:
    """ "Name (Blue Hub, Director)", "Name, (OAZA)": capitals in brackets behind a person are whom she is of."""
    known = {a: m for m in finder.mentions if m is not None and m.type == "Organisation" for a in m.aka}
    for person in [m for m in finder.mentions if m is not None and m.type == "Person"]:
        begin = person.last + 1
        if finder.low(person.last) in ("of", "from") and (_acronym_ends(finder, begin) or _town_in_bracket(finder, begin)):
            put(finder, begin, begin + 1)  # "Ana Kos of PLATO", "Ana Kos from Eko-svet (Skopje)"
            continue
        comma = finder.low(person.last) == "," and finder.low(begin) == "of"
        begin += comma  # "Ana Kos, of Cafés Yungas"
        if (comma or finder.low(person.last) in ("of", "from")) and (end := _named_after(finder, begin)) > begin:
            put(finder, begin, end)
            continue
        if _in_list(finder, person) and (end := run(finder, begin)) > begin + 1 and _line_ends(finder, end):
            put(finder, begin, end)  # "• Ana Kos, Humanost Kumanovo"
            continue
        if (begin := _behind_title(finder, person.last)) and (end := run(finder, begin)) > begin and _line_ends(finder, end):
            put(finder, begin, end)  # "- Name, Project Coordinator, Atlantic Cities"
            continue
        i = person.last + (finder.low(person.last) == ",")
        if finder.low(i) != "(" or not finder.free(min(i + 1, len(finder.tokens) - 1)):
            continue
        end = run(finder, i + 1)
        place = finder.at(end)
        last = place.last if place is not None and place.type == "Place" and place.first == end else end
        same = known.get(finder.tokens[i + 1].text) if end == i + 2 else None
        if same is not None:
            finder.put(replace(same, first=i + 1, last=end, aka=()))
        elif end > i + 1 and finder.low(last) in (",", ")") and not finder.tokens[i + 1].text.isdigit():
            put(finder, i + 1, last)


def before_sums(finder: Finder) -> None:
    """ "- Casa Belén, Tecún Umán: $900,000 for two lawyers": a line of a list of grants, the body and its town before the sum."""
    for sentence in finder.document.sentences:
        begin = sentence.first + 1
        if finder.tokens[sentence.first].text not in BULLETS or sentence.last - begin < 4 or not finder.tokens[begin].cap:
            continue
        colon = next((j for j in range(begin + 1, min(begin + 12, sentence.last)) if finder.low(j) == ":"), 0)
        if not colon or not _sum_follows(finder, colon + 1):
            continue
        comma = next((j for j in range(begin + 1, colon) if finder.low(j) == ","), colon)
        small = tables.words()["small_words"] | tables.words()["connectors"] | {"'s"}
        plain = all(finder.free(j) and (finder.tokens[j].cap or finder.low(j) in small) for j in range(begin, comma))
        if plain and comma - begin < 8:
            put(finder, begin, comma)
        second = next((j for j in range(comma + 1, colon) if finder.low(j) == ","), colon)  # "Nebaj, Guatemala"
        if comma + 1 < second and all(finder.free(j) and (finder.tokens[j].cap or finder.low(j) == ".") for j in range(comma + 1, second)):
            name = finder.document.words(comma + 1, second)
            finder.put(Mention("Place", comma + 1, second, name, f"place:{name.lower()}", "city", "", "place:row", confidence=0.7))


def _sum_follows(finder: Finder, i: int) -> bool:
    """ "$900,000", "EUR 4 million" at token i."""
    first, second = finder.low(i), finder.low(i + 1)
    return (
        first[:1] in "€$£¥"
        or (first in tables.currencies() and second[:1].isdigit())
        or (first[:1].isdigit() and second in tables.currencies())
    )


def _behind_title(finder: Finder, i: int) -> int:
    """Past ", Project Coordinator," behind a person at the beginning of a line; 0 where no title stands there."""
    sentence = finder.sentence(i) if i < len(finder.tokens) else None
    if sentence is None or i - sentence.first > 7 or finder.low(i) != ",":
        return 0
    close = next((j for j in range(i + 1, min(i + 8, sentence.last)) if finder.low(j) == ","), 0)
    titled = any(tables.titles().get(finder.low(j), ("", ""))[0] == "office" for j in range(i + 1, close))
    return close + 1 if titled and finder.free(min(close + 1, len(finder.tokens) - 1)) else 0


def _in_list(finder: Finder, person: Mention) -> bool:
    """Whether the person begins a line of a list and a comma follows."""
    sentence = finder.sentence(person.first)
    bullet = finder.tokens[sentence.first].text in BULLETS
    return bullet and person.first - sentence.first < 4 and finder.low(person.last) == ","


def _line_ends(finder: Finder, i: int) -> bool:
    return i >= finder.sentence(i - 1).last or finder.low(i) in (";", ".", "+")


def _named_after(finder: Finder, i: int) -> int:
    """ "Ana Kos of [Diakonie Wuppertal]", "Jan Lee from [InVia Bayern]": two words or more that name no place; i for none."""
    if finder.low(i) == "the" and finder.low(i - 1) == "of":
        return _named_after_the(finder, i + 1)
    end = with_country(finder, run(finder, i)) if i < len(finder.tokens) else i
    if end - i < 2 or (finder.low(end) in ("in", "at", "'s") and finder.low(i - 1) == "from"):
        return i
    words = [finder.tokens[j].text for j in range(i, end)]
    humped = any(sum(c.isupper() for c in w) > 1 for w in words)
    place = finder.low(end) in tables.words()["regions"] or finder.low(i) in (
        "new",
        "san",
        "saint",
        "upper",
        "lower",
        "gornji",
        "donji",
        "novi",
        "novo",
    )
    return i if place or (finder.low(i - 1) == "from" and not humped) else end


def _named_after_the(finder: Finder, i: int) -> int:
    """ "Ana Kos of the [Hungarian Human Rights Lawyers]": three capitals or more; 0 for none (the mention begins behind "the")."""
    begin = i + (finder.low(i) in tables.demonyms())
    end, starters = begin, tables.words()["starters"]
    while end < min(len(finder.tokens), begin + MOST) and finder.tokens[end].cap and finder.free(end) and finder.low(end) not in starters:
        end += 1
    if end - i < 3 or finder.low(end) in tables.words()["regions"] or finder.low(begin) in tables.titles():
        return 0
    put(finder, i, end)
    return 0


def _acronym_ends(finder: Finder, i: int) -> bool:
    """Whether an unknown acronym stands at token i, and no further name of it follows."""
    if i >= len(finder.tokens) or not finder.free(i) or not unknown_acronym(finder.tokens[i].text, finder.low(i)):
        return False
    return i + 1 >= len(finder.tokens) or not finder.tokens[i + 1].cap


def _town_in_bracket(finder: Finder, i: int) -> bool:
    """Whether one free capitalised word stands at token i, and behind it a place in brackets."""
    if i + 2 >= len(finder.tokens) or not finder.free(i) or not finder.tokens[i].cap or finder.low(i + 1) != "(":
        return False
    return finder.type_at(i + 2) == "Place"

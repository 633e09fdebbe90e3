"""A row of capitals that nothing knows, taken for the name of a body: how far it goes, and its mention."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import is_acronym, past_small_words

MOST = 5


def unknown_acronym(text: str, low: str) -> bool:
    """Capitals only, or a capital within the word ("WaterAid"), and none of the everyday ones."""
    joined = "-" in text and text.isupper() and all(part.isalpha() and len(part) > 2 for part in text.split("-"))  # "CIFOR-ICRAF"
    if joined:
        return True
    letters = text[:-1] if len(text) > 3 and text[-1].isdigit() else text  # "CDS3"
    if low in tables.words()["no_body"] or not letters.isalpha() or not text[0].isupper() or (text[-1] == "s" and text[:-1].isupper()):
        return False
    return (3 <= len(text.rstrip("0123456789")) <= 10 and text.isupper()) or (
        len(text) > 4 and sum(c.isupper() for c in text) >= 2 and text[1:2].islower()
    )


def with_country(finder: Finder, last: int) -> int:
    """ "Okapi Trust Kenya", "SOS Malta", "Labor Consult Vienna": the country or town right behind a name is the name's."""
    place = finder.at(last)
    country = place is not None and place.first == last and (place.kind == "country" or closes(finder, place))
    return place.last if country and place and finder.sentence_of[last] == finder.sentence_of[last - 1] else last


def closes(finder: Finder, place: Mention) -> bool:
    """Whether a town or region ends the name before it: a mark, a small word or nothing follows."""
    i = place.last
    if place.kind not in ("city", "region") or finder.low(i) in ("'s", "-", "-based") or finder.low(place.first - 1).isupper():
        return False
    return i >= len(finder.tokens) or not finder.tokens[i].cap


def run(finder: Finder, i: int) -> int:
    starters, j = tables.words()["starters"], i
    if i >= len(finder.tokens):
        return i
    while (
        j < len(finder.tokens)
        and j - i < MOST
        and (finder.tokens[j].cap or (j > i and finder.low(j) == "&" and j + 1 < len(finder.tokens) and finder.tokens[j + 1].cap))
        and finder.free(j)
        and finder.sentence_of[j] == finder.sentence_of[i]
    ):
        low = finder.low(j)
        if (
            low in starters
            or low in tables.titles()
            or low in tables.demonyms()
            or low in tables.events()
            or low in tables.words()["projects"]
            or low in tables.words()["no_body"]
            or not (finder.tokens[j].text[0].isalpha() or low == "&")
            or (finder.tokens[j].text.isupper() and low in tables.currencies() and finder.low(j + 1)[:1].isdigit())
            or (low[-1].isdigit() and low.rstrip("0123456789.,") in tables.currencies())
        ):
            return i
        j += 1
    plain = tables.words()["directions"] | tables.words()["regions"]
    if all(finder.low(n) in plain for n in range(i, j)):
        return i
    if j < len(finder.tokens) and finder.low(j) in (
        "countries",
        "country",
        "member",
        "members",
        "states",
        "citizens",
        "region",
        "economies",
    ):
        return i
    if finder.low(j - 1).endswith("s") and finder.low(j - 1)[:-1] in tables.heads():
        return i
    one = j - i == 1
    if one and (finder.low(i).rstrip("s") in tables.heads() or (finder.tokens[i].text[-1] == "s" and finder.tokens[i].text[:-1].isupper())):
        return i
    if finder.sentence(i).headline:
        return i
    if one and finder.type_at(j) == "Person":
        return i
    return past_small_words(finder, j) if j > i else j


def put(finder: Finder, first: int, last: int) -> None:
    last = with_country(finder, last)
    name = finder.document.words(first, last)
    aka: tuple[str, ...] = ()
    if finder.low(last) == "(" and finder.low(last + 2) == ")" and is_acronym(finder.tokens[last + 1].text):
        aka, last = (finder.tokens[last + 1].text,), last + 3
    finder.put(Mention("Organisation", first, last, name, f"slot:{fold(name)}", "other", "", "slot", aka, confidence=0.65))

"""Places that no table knows: "in Xville, Country", "at the Hotel X"."""

from dataclasses import replace

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder

_HELD = frozenset(
    ["held", "place", "hosted", "organised", "organized", "convened", "met", "gathered", "city", "town", "village", "municipality"]
)


def find_places(document: Document) -> Document:
    finder = Finder(document)
    for i, token in enumerate(finder.tokens):
        if token.cap and token.low in tables.words()["venues"] and finder.free(i):
            _venue(finder, i)
    for i, token in enumerate(finder.tokens):
        if token.low in ("in", "at", "near") and i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap and finder.free(i + 1):
            _city(finder, i)
    return finder.done()


def _venue(finder: Finder, i: int) -> None:
    first, last = i, i + 1
    while last < len(finder.tokens) and last - i < 5 and finder.tokens[last].cap and _own(finder, last):
        last += 1
    if last == i + 1:
        while (
            first > 0
            and i - first < 4
            and finder.tokens[first - 1].cap
            and finder.free(first - 1)
            and finder.low(first - 1) not in tables.words()["starters"]
        ):
            first -= 1
    if last - first < 2:
        return
    inside = [m for j in range(first, last) if (m := finder.at(j)) is not None and m.type == "Place"]
    country = next((m.country for m in inside if m.country), "")
    name = finder.document.words(first, last)
    finder.put(Mention("Place", first, last, name, f"place:{name.lower()}", "venue", country, "venue", confidence=0.85))
    for mention in inside:
        finder.mentions.append(replace(mention, nested=True))


def _own(finder: Finder, i: int) -> bool:
    mention = finder.at(i)
    return mention is None or (mention.type == "Place" and mention.kind == "city")


def _city(finder: Finder, i: int) -> None:
    """ "in Xville (Country)", "held in Xville"."""
    last = i + 1
    while (
        last < len(finder.tokens)
        and last - i <= 3
        and finder.tokens[last].cap
        and finder.free(last)
        and finder.low(last) not in tables.words()["starters"]
        and finder.tokens[last].text.isalpha()
    ):
        last += 1
    following = finder.at(last + 1)
    followed = (
        finder.low(last) in (",", "(")
        and following is not None
        and following.type == "Place"
        and following.kind in ("country", "region")
        and following.first == last + 1
    )
    held = finder.low(i) == "in" and any(finder.low(j) in _HELD for j in range(max(0, i - 6), i)) and last - i <= 3
    word = finder.low(last - 1)
    if (
        (not followed and not held)
        or last == i + 1
        or word in tables.titles()
        or word in tables.heads()
        or word in tables.events()
        or word in tables.demonyms()
        or finder.tokens[i + 1].text.isupper()
    ):
        return
    name = finder.document.words(i + 1, last)
    country = following.country if followed and following is not None else ""
    finder.put(Mention("Place", i + 1, last, name, f"place:{name.lower()}", "city", country, "place:in", confidence=0.75))

"""Persons: capitalised words with an honorific, a title, a first name that is common, or a verb of speaking."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder

_MOST = 5
_SPEAKING_REACH = 3


def find_persons(document: Document) -> Document:
    """Mark names of two to five words that something says is a person's, then surnames and titled surnames of those."""
    finder = Finder(document)
    i = 0
    while i < len(document.tokens):
        end = _name_end(finder, i) if document.tokens[i].cap and finder.free(i) else i
        if end - i >= 2 and (sign := _sign(finder, i, end)):
            name = document.words(i, end)
            finder.put(
                Mention("Person", i, end, name, f"person:{fold(name)}", rule=f"person:{sign}", confidence=0.9 if sign != "given" else 0.8)
            )
            i = end
        else:
            i = max(i + 1, end if end - i > _MOST else i + 1)
    _surnames(finder)
    return finder.done()


def _wordlike(text: str) -> bool:
    return text[0].isupper() and (len(text) == 1 or any(c.islower() for c in text) or "'" in text) and not any(c.isdigit() for c in text)


def _name_end(finder: Finder, i: int) -> int:
    """The end of a row of words that could be a name, from token i."""
    starters, titles, particles = tables.words()["starters"], tables.titles(), tables.words()["particles"]
    j, names = i, 0
    while j < len(finder.tokens) and j - i < _MOST + 2 and finder.free(j) and finder.sentence_of[j] == finder.sentence_of[i]:
        token = finder.tokens[j]
        if (token.text == "." and names == 1 and len(finder.tokens[j - 1].text) == 1) or (
            token.text == "." and names and len(finder.tokens[j - 1].text) == 1
        ):
            j += 1
            continue
        if token.low in particles and names and not token.cap and j + 1 < len(finder.tokens) and finder.tokens[j + 1].cap:
            j += 1
            continue
        if (
            not _wordlike(token.text)
            or token.low in starters
            or token.low in titles
            or token.low in tables.events()
            or token.low in tables.demonyms()
        ):
            break
        if token.low in tables.heads() or token.low in tables.words()["projects"] or token.low in tables.words()["venues"]:
            break
        if token.low in tables.words()["portfolio"] and token.low not in tables.words()["given"]:
            break
        names += 1
        j += 1
    return j if names >= 2 else i


def _sign(finder: Finder, first: int, last: int) -> str:
    """What says that these words are a person's name; '' for nothing."""
    titles, words = tables.titles(), tables.words()
    before = finder.low(first - 1)
    before2 = finder.low(first - 2)
    if titles.get(before, titles.get(before2 if before == "." else "", ("", "")))[0] == "honorific":
        return "honorific"
    if finder.low(first) in words["given"]:
        return "given"
    if before in titles or (finder.at(first - 1) is not None and finder.at(first - 1).rule.startswith("office:")):  # type: ignore[union-attr]
        return "title"
    bracketed = finder.at(last + 1)
    if (
        finder.low(last) == "("
        and bracketed is not None
        and bracketed.type == "Organisation"
        and not _organisation_like(finder, first, last)
    ):
        return "bracket"
    if _of_body(finder, last) and not _organisation_like(finder, first, last):
        return "of"
    if _title_follows(finder, last):
        return "apposition"
    if any(finder.low(j) in words["speech"] for j in range(last, min(last + _SPEAKING_REACH, len(finder.tokens)))) and finder.low(
        last
    ) in words["speech"] | {"also", "then", "who", "has"}:
        return "speech"
    if before in ("said", "added", "says", "stressed", "noted", "explained", "concluded", "emphasized", "emphasised"):
        return "speech"
    return ""


def _of_body(finder: Finder, last: int) -> bool:
    """ "Name of UNDP said": a body after the name, and then a verb of speaking or the next of a row."""
    if finder.low(last) not in ("of", "from"):
        return False
    mention = finder.at(last + 1 + (finder.low(last + 1) == "the"))
    if mention is None or mention.type != "Organisation":
        return False
    return finder.low(mention.last) in tables.words()["speech"] or finder.low(mention.last) in (",", "and")


def _organisation_like(finder: Finder, first: int, last: int) -> bool:
    """Whether the words could as well be a body's name."""
    return any(finder.tokens[j].text.isupper() and len(finder.tokens[j].text) > 1 for j in range(first, last))


def _title_follows(finder: Finder, last: int) -> bool:
    """ ", Executive Director of …" or "(Head of …)" after the name."""
    if finder.low(last) not in (",", "(", "–", "-"):
        return False
    titles = tables.titles()
    for j in range(last + 1, min(last + 9, len(finder.tokens))):
        word = finder.low(j)
        if titles.get(word, ("", ""))[0] == "office" or (finder.at(j) is not None and finder.at(j).rule.startswith("office:")):  # type: ignore[union-attr]
            return True
        if word in (",", ")", "and", ".", ";") or word in tables.words()["verbs"]:
            return False
    return False


def _surnames(finder: Finder) -> None:
    """ "Commissioner Surname", "Mr Surname", "Surname": later mentions of a person by surname, title included."""
    people = {finder.tokens[m.last - 1].low: m for m in finder.mentions if m is not None and m.type == "Person"}
    titles = tables.titles()
    for i, token in enumerate(finder.tokens):
        if not token.cap or not finder.free(i):
            continue
        person = people.get(token.low)
        title = titles.get(finder.low(i - 1)) or (titles.get(finder.low(i - 2) + ".") if finder.low(i - 1) == "." else None)
        if person is not None and _wordlike(token.text):
            first = i
            if title and finder.free(i - 1):
                first = i - 1 if finder.low(i - 1) != "." else i - 2
                if not finder.tokens[first].cap:
                    first = i
            finder.put(Mention("Person", first, i + 1, person.name, person.key, rule="surname", confidence=0.9))
        elif (
            title
            and title[0] == "honorific"
            and _wordlike(token.text)
            and len(token.text) > 2
            and token.low not in tables.titles()
            and token.low not in tables.words()["starters"]
        ):
            finder.put(Mention("Person", i, i + 1, token.text, f"person:{fold(token.text)}", rule="honorific", confidence=0.7))

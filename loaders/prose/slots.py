"""Bodies that no table and no head noun knows, found by where they stand: "implemented by X", "representatives of X"."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.bodies import is_acronym
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.tables import Trie

_FORMS = frozenset({"passive", "partner"})
_SKIP = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "local",
        "project",
        "partner",
        "partners",
        "ngo",
        "organisation",
        "organization",
        "association",
        "company",
        "both",
        "german",
        "french",
    ]
)
_ACTIVE = frozenset(["organised", "organized", "hosted", "implemented", "implements", "organises", "organizes", "launched"])
_MOST = 5


def find_slots(document: Document) -> Document:
    """Look after each cue that a body must follow, and before "organised a …"."""
    finder, trie = Finder(document), tables.cues()
    titles = tables.titles()
    i = 0
    while i < len(finder.tokens):
        end = _cue_end(finder, trie, i)
        if end > i:
            _list(finder, end)
            i = end
            continue
        delegate = titles.get(finder.low(i), ("", ""))[0] == "delegate"
        if delegate and finder.low(i + 1) in ("of", "from"):
            _list(finder, i + 2)
        elif finder.low(i) in _ACTIVE and finder.low(i + 1) in ("a", "an", "the") and finder.free(i):
            _subject(finder, i)
        i += 1
    return finder.done()


def _cue_end(finder: Finder, trie: Trie, i: int) -> int:
    node, end = trie, i
    if finder.low(i) not in trie.next:
        return i
    for j in range(i, min(i + 9, len(finder.tokens))):
        following = node.next.get(finder.low(j))
        if following is None:
            break
        node = following
        if any(c.form in _FORMS and c.type != "ATTENDED" and not c.chained for c in node.here):
            end = j + 1
    return end


def _list(finder: Finder, i: int) -> None:
    """A row of bodies, each known or a free run of capitals."""
    for _ in range(12):
        while finder.low(i) in _SKIP and finder.tokens[i].low not in ("german", "french"):
            i += 1
        mention = finder.at(i)
        if mention is not None and mention.type == "Organisation":
            i = mention.last
        else:
            end = _run(finder, i)
            if end == i:
                return
            _put(finder, i, end)
            i = end
        if finder.low(i) == "," and finder.low(i + 1) in ("and", "&"):
            i += 2
        elif finder.low(i) in (",", "and", "&"):
            i += 1
        else:
            return


def _subject(finder: Finder, i: int) -> None:
    first = i
    while (
        first > 0
        and i - first < _MOST
        and finder.tokens[first - 1].cap
        and finder.free(first - 1)
        and finder.sentence_of[first - 1] == finder.sentence_of[i]
    ):
        first -= 1
    while first < i and finder.low(first) in tables.words()["starters"]:
        first += 1
    if first < i and _run(finder, first) == i:
        _put(finder, first, i)


def _run(finder: Finder, i: int) -> int:
    starters, j = tables.words()["starters"], i
    while (
        j < len(finder.tokens)
        and j - i < _MOST
        and finder.tokens[j].cap
        and finder.free(j)
        and finder.sentence_of[j] == finder.sentence_of[i]
    ):
        low = finder.low(j)
        if (
            low in starters
            or low in tables.titles()
            or low in tables.demonyms()
            or low in tables.events()
            or not finder.tokens[j].text[0].isalpha()
        ):
            return i
        j += 1
    one = j - i == 1
    if one and (finder.low(i) in tables.words()["no_body"] or (finder.tokens[i].text[-1] == "s" and finder.tokens[i].text[:-1].isupper())):
        return i
    if finder.sentence(i).headline:
        return i
    if one and finder.at(j) is not None and finder.cover[j] >= 0 and finder.at(j).type == "Person":  # type: ignore[union-attr]
        return i
    return j


def _put(finder: Finder, first: int, last: int) -> None:
    name = finder.document.words(first, last)
    aka: tuple[str, ...] = ()
    if finder.low(last) == "(" and finder.low(last + 2) == ")" and is_acronym(finder.tokens[last + 1].text):
        aka, last = (finder.tokens[last + 1].text,), last + 3
    finder.put(Mention("Organisation", first, last, name, f"slot:{fold(name)}", "other", "", "slot", aka, confidence=0.65))

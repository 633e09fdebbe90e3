"""Names that the tables know: bodies of the gazetteer, countries, regions, cities; the longest one wins."""

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.tables import Known, Trie

_STATE = frozenset(["republic", "kingdom", "federation", "state", "commonwealth", "grand", "principality"])
_LEADS = (
    ("republic", "of", "the"),
    ("republic", "of"),
    ("republic",),
    ("kingdom", "of", "the"),
    ("kingdom", "of"),
    ("federal", "republic", "of"),
    ("state", "of"),
)
_MOST = 16


def find_known(document: Document) -> Document:
    """Mark every name of the tables that is written with capitals and not inside a quoted name."""
    finder, trie = Finder(document), tables.known()
    i, tokens = 0, document.tokens
    while i < len(tokens):
        hit = _longest(finder, trie, i) if tokens[i].cap and finder.free(i) else None
        if hit is None:
            i += 1
            continue
        last, value = hit
        first = _lead(finder, i) if value.kind == "country" else i
        finder.put(_mention(first, last, value))
        i = last
    return finder.done()


def _mention(first: int, last: int, value: Known) -> Mention:
    prefix = "place" if value.type == "Place" else "gaz"
    entry = "" if value.type == "Place" else value.id
    head = "per_country" if "per_country" in value.flags else "federated" if "federated" in value.flags else ""
    return Mention(
        value.type,
        first,
        last,
        value.name,
        f"{prefix}:{value.id}",
        value.kind,
        value.country,
        f"known:{value.id}",
        entry=entry,
        head=head,
        confidence=0.95,
    )


def _longest(finder: Finder, trie: Trie, i: int) -> tuple[int, Known] | None:
    best, node = None, trie
    for j in range(i, min(i + _MOST, len(finder.tokens))):
        following = node.next.get(finder.low(j))
        if following is None or not finder.free(j):
            break
        node = following
        for value in node.here:
            if _fits(finder, i, j + 1, value):
                best = (j + 1, value)
                break
    return best


def _fits(finder: Finder, first: int, last: int, value: Known) -> bool:
    if value.exact:
        return finder.document.words(first, last).replace("’", "'") == value.exact.replace("’", "'")
    if "ambiguous" in value.flags and finder.low(first - 1) not in ("in", "to", "from", "near"):
        return False
    joiners = tables.words()["connectors"]
    return all(
        t.cap or not t.text[0].isalpha() or t.low in joiners or t.low in ("'s", "area", "region", "administration", "initiative")
        for t in finder.tokens[first:last]
    )


def _lead(finder: Finder, i: int) -> int:
    """Where a country's mention begins: at "Republic of" before it."""
    for lead in _LEADS:
        first = i - len(lead)
        if first >= 0 and finder.tokens[first].cap and tuple(finder.low(j) for j in range(first, i)) == lead and finder.free(first):
            return first
    return i

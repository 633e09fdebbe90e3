"""Names that the tables know: bodies of the gazetteer, countries, regions, cities; the longest one wins."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.tables import Known, Trie

_LEADS = (
    ("republic", "of", "the"),
    ("republic", "of"),
    ("republic",),
    ("kingdom", "of", "the"),
    ("kingdom", "of"),
    ("federal", "republic", "of"),
    ("islamic", "republic", "of"),
    ("state", "of"),
)
_MOST = 16
_DATELINE = 12
_LIST = frozenset([",", "and", "or", "&", "/"])


def find_known(document: Document) -> Document:
    """Mark every name of the tables that is written with capitals and not inside a quoted name."""
    finder, trie = Finder(document), tables.known()
    i, tokens = 0, document.tokens
    while i < len(tokens):
        hit = _longest(finder, trie, i) if (tokens[i].cap or tokens[i].low.startswith("sub-")) and finder.free(i) else None
        if hit is None:
            i += 1
            continue
        last, value = hit
        first = _lead(finder, i) if value.kind == "country" else _after_un(finder, i) if value.type == "Organisation" else i
        mention = _programme(finder, first, last, value) if value.type == "Project" else _mention(first, last, value)
        finder.put(mention)
        i = mention.last
    return finder.done()


def _after_un(finder: Finder, i: int) -> int:
    """ "the UN [Economic Commission for Europe]": whose it is belongs to the name."""
    owner = finder.at(i - 1)
    if owner is None or owner.entry != "un" or owner.last != i or finder.sentence_of[owner.first] != finder.sentence_of[i]:
        return i
    return owner.first


def _programme(finder: Finder, first: int, last: int, value: Known) -> Mention:
    """A programme of the table; "funded by Erasmus+" makes it who pays."""
    last += finder.low(last) in ("programme", "program", "initiative")
    if finder.low(first - 1 - (finder.low(first - 1) == "the")) in ("by", "from"):
        key = f"slot:{fold(value.name)}"
        return Mention("Organisation", first, last, value.name, key, "donor_fund", rule="slot", confidence=0.8)
    return Mention("Project", first, last, value.name, f"project:{fold(value.name)}", rule="programme", confidence=0.85)


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
        confidence=0.85 if "gated" in value.flags else 0.95,
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
    given = last - first == 1 and finder.low(first - 1) in tables.given() and finder.tokens[first - 1].cap
    if value.type == "Place" and given and tables.titles().get(finder.low(first - 2), ("", ""))[0] in ("honorific", "office"):
        return False  # "Baroness Patricia Scotland"
    if value.type == "Project" and last < len(finder.tokens) and finder.tokens[last].cap and finder.low(last) in _OFFICES:
        return False  # "the National Erasmus+ Office"
    if value.type == "Organisation" and (_names_a_paper(finder, last) or _longer_unit(finder, last)):
        return False
    if value.exact:
        money = value.exact in ("US", "EU", "U.S.", "U.S") and (
            finder.low(last) in ("$", "dollar", "dollars") or finder.low(last)[:1].isdigit()
        )
        if value.exact.endswith(" agency"):
            return finder.document.words(first, last).lower() == value.exact.lower()
        if value.exact == "EC" and last < len(finder.tokens) and finder.tokens[last].text.isupper() and finder.tokens[last].text.isalpha():
            return False  # "EC IFAS"
        return not money and finder.document.words(first, last).replace("’", "'") == value.exact.replace("’", "'")
    shouted = last - first == 1 and len(finder.tokens[first].text) < 5 and finder.tokens[first].text.isupper()
    if shouted and value.kind == "city" and first > finder.sentence(first).first and finder.low(first - 1) != "in":
        return False  # "a chair at AKU"
    if "ambiguous" in value.flags and finder.low(first - 1) not in ("in", "to", "from", "near"):
        return False
    if (
        value.type == "Place"
        and value.kind == "city"
        and last < len(finder.tokens)
        and finder.tokens[last].cap
        and finder.low(last) in tables.words()["treaties"]
    ):
        return False
    if "gated" in value.flags and not _placed(finder, first, last):
        return False
    joiners = tables.words()["connectors"]
    return all(
        t.cap
        or not t.text[0].isalpha()
        or t.low.startswith(("sub-", "d'", "l'"))
        or t.low in joiners
        or t.low in ("'s", "area", "region", "administration", "initiative", "es", "la", "sur", "upon", "en", "al", "do", "da", "am", "le")
        for t in finder.tokens[first:last]
    )


_OFFICES = frozenset(["office", "agency", "national", "secretariat", "team"])


def _placed(finder: Finder, first: int, last: int) -> bool:
    """Whether the words around say that a place is meant: "in X", "X, Kenya", "A, B and X", "X, 5 May –", "X region"."""
    words = tables.words()
    if any(
        not finder.tokens[j].cap and finder.tokens[j].text[0].isalpha() and finder.low(j) not in words["particles"]
        for j in (first, last - 1)
    ):
        return False
    if finder.low(last) in words["regions"] or (finder.low(last) in ("hosted", "hosts") and finder.low(last + 1) in ("the", "a", "an")):
        return True  # "Zomba hosted the forum"
    if _goes_on(finder, first, last):
        return False
    if first and finder.tokens[first - 1].cap and finder.free(first - 1) and finder.low(first - 1) in tables.given():
        return False  # "Luis Lima (Peru)"
    before = finder.low(first - 1) if first and finder.sentence_of[first - 1] == finder.sentence_of[first] else ""
    if before == "the" and finder.low(first - 2) in _OVER:
        before = finder.low(first - 2)
    if _in_row(finder, first, last):
        return True
    if before in words["place_before"] or (before == "of" and finder.low(first - 2) in _HOLDS_PLACES):
        return True
    if finder.low(last) in (",", "(") and _country_at(finder, last + 1):
        return True
    if before in _LIST:
        if (
            before == "and"
            and finder.tokens[first - 2].cap
            and finder.free(first - 2)
            and finder.low(first - 3) in ("in", "to", "from", "between", "at")
        ):
            return True  # "in Lampedusa and Catania"
        previous = finder.at(first - 2) or (finder.at(first - 3) if finder.low(first - 2) == "," else None)
        return previous is not None and previous.type == "Place" and previous.kind in ("city", "region")
    return not before and _dateline(finder, last)


_OVER = frozenset(["including", "across", "throughout", "regions", "provinces", "states"])


def _in_row(finder: Finder, first: int, last: int) -> bool:
    """ "A, B, C and D" of towns or regions only: four of the tables in a row are no chance."""
    node_end, row = last, 1
    if finder.low(last - 1) in tables.heads():
        return False
    for _ in range(3):
        begin = node_end + 1 + (finder.low(node_end) == "," and finder.low(node_end + 1) == "and")
        if finder.low(node_end) not in (",", "and", "&") or begin >= len(finder.tokens) or not finder.tokens[begin].cap:
            break
        begin += finder.low(begin) == "the"
        end = _part_end(finder, begin)
        if end == begin or _goes_on(finder, begin, end):
            break
        node_end, row = end, row + 1
    before = finder.at(first - 2) if finder.low(first - 1) in (",", "and") else None
    return row >= 4 or (row >= 3 and before is not None and before.type == "Place")


def _part_end(finder: Finder, i: int) -> int:
    """Where the longest name of a place that begins at token i ends."""
    node, end = tables.known(), i
    for j in range(i, min(i + 4, len(finder.tokens))):
        following = node.next.get(finder.low(j))
        if following is None or not finder.tokens[j].cap:
            break
        node = following
        if any(v.type == "Place" for v in node.here) and finder.low(j) not in tables.heads():
            end = j + 1
    return end


def _names_a_paper(finder: Finder, last: int) -> bool:
    """ "the UN Convention against Corruption": the body's name is part of a text's."""
    if last >= len(finder.tokens) or not finder.tokens[last].cap or finder.sentence(last).headline:
        return False
    return finder.low(last) in _PAPERS and finder.sentence_of[last] == finder.sentence_of[last - 1]


def _longer_unit(finder: Finder, last: int) -> bool:
    """ "the State Department of Livestock": what it is for tells it from the one of the table."""
    portfolio = last + 1 < len(finder.tokens) and finder.low(last) in ("of", "for") and finder.tokens[last + 1].cap
    return portfolio and finder.low(last - 1) == "department" and finder.low(last + 1) in tables.words()["portfolio"]


_PAPERS = frozenset(
    [
        "convention",
        "charter",
        "declaration",
        "framework",
        "directive",
        "regulation",
        "resolution",
        "treaty",
        "guidelines",
        "protocol",
        "acquis",
        "enlargement",
    ]
)


def _goes_on(finder: Finder, first: int, last: int) -> bool:
    """Whether a further capitalised word follows: then it may be a person's or a body's name."""
    if last >= len(finder.tokens) or finder.sentence_of[last] != finder.sentence_of[first]:
        return False
    token = finder.tokens[last]
    return token.cap and finder.free(last) and token.text[0].isalpha() and token.low not in tables.words()["starters"]


_HOLDS_PLACES = frozenset(
    [
        "city",
        "town",
        "capital",
        "mayor",
        "municipality",
        "cities",
        "towns",
        "districts",
        "district",
        "villages",
        "provinces",
        "province",
        "regions",
        "municipalities",
        "counties",
        "governorate",
        "states",
        "village",
        "port",
        "island",
    ]
)


def _country_at(finder: Finder, i: int) -> bool:
    """Whether a country's name begins at token i."""
    node, trie_end = tables.known(), min(i + 5, len(finder.tokens))
    for j in range(i, trie_end):
        following = node.next.get(finder.low(j))
        if following is None or (not finder.tokens[j].cap and j == i):
            return False
        node = following
        if any(v.type == "Place" and v.kind == "country" and not v.flags for v in node.here):
            return True
    return False


def _dateline(finder: Finder, last: int) -> bool:
    """ "ACCRA, 5 May 2020 –" begins a line."""
    for j in range(last, min(last + _DATELINE, len(finder.tokens))):
        if finder.low(j) in ("–", "—", "-", "―") and not finder.low(j - 1).isdigit():
            return True
        if (
            j >= last + 2
            and finder.low(j).isalpha()
            and not finder.tokens[j].cap
            and finder.low(j) not in ("of", "and", "the", "th", "st", "nd", "rd", "de")
        ):
            return False
        if finder.low(j) == "." and j > last + 2:
            return False
    return False


def _lead(finder: Finder, i: int) -> int:
    """Where a country's mention begins: at "Republic of" before it."""
    for lead in _LEADS:
        first = i - len(lead)
        if (
            first > 0
            and lead == ("state", "of")
            and finder.tokens[first - 1].cap
            and finder.sentence_of[first - 1] == finder.sentence_of[i]
        ):
            continue  # "Taraba State of Nigeria"
        if first >= 0 and finder.tokens[first].cap and tuple(finder.low(j) for j in range(first, i)) == lead and finder.free(first):
            return first
    return i

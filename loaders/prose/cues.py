"""Finds the cues of a sentence and the lists of bodies around them."""

from dataclasses import dataclass

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.items import Item
from cooplinks.loaders.prose.tables import Cue

_JOIN = frozenset([",", "and", "&", ";", "as", "well", "both", "also", "or"])
_FILL = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "donor",
        "donors",
        "partner",
        "partners",
        "project",
        "local",
        "regional",
        "international",
        "organisation",
        "organization",
        "organisations",
        "organizations",
        "ngo",
        "ngos",
        "representatives",
        "of",
        ":",
        "namely",
        "office",
        "offices",
        "secretariat",
        "liaison",
        "country",
        "city",
        "'s",
        "company",
        "agency",
        "association",
        "institution",
        "non-governmental",
        "civil",
        "society",
        "think",
        "tank",
        "charity",
        "foundation",
        "firm",
    ]
)
_ADVERBS = frozenset(
    [
        "already",
        "long",
        "has",
        "have",
        "had",
        "is",
        "are",
        "was",
        "were",
        "been",
        "be",
        "today",
        "yesterday",
        "jointly",
        "together",
        "then",
        "also",
        ",",
        "which",
        "who",
        "that",
        "it",
    ]
)
_MOST = 60

# What a row of bodies that act goes past: bodies that were spoken for.
PASSED = frozenset({"SUPPORTED_BY", "FUNDED_BY", "PARTNER_OF", "claim", "role", "REPRESENTS"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue on items `first` up to `last`."""

    first: int
    last: int
    cues: tuple[Cue, ...]


def find_hits(items: list[Item], *, headline: bool = False) -> list[Hit]:
    """The cues of a sentence from left to right; the longest wording, and any that ends it ("was held" is a "held" too).

    Within a sentence a capital begins no cue ("Support Programs"); in a headline it may.
    """
    hits: list[Hit] = []
    begin = tables.cues()
    k = 0
    while k < len(items):
        if items[k].low not in begin and f"<{items[k].type}>" not in begin:
            k += 1
            continue
        inside = items[k].cap and k and not headline and not _begins(items, k) and items[k].low not in ("memorandum", "mou", "agreement")
        hit = None if inside else _match(items, k)
        if hit is None:
            k += 1
            continue
        for j in range(k + 1, hit.last):
            inner = _match(items, j)
            if inner is None:
                continue
            if inner.last > hit.last and inner.cues[0].form == "passive":
                hit = inner
                break
            if inner.last > hit.last and inner.cues[0].form == "mutual":
                hit = Hit(hit.first, inner.last, tuple(dict.fromkeys((*inner.cues, *hit.cues))))
                break
            if inner.last == hit.last:
                hit = Hit(hit.first, hit.last, tuple(dict.fromkeys((*hit.cues, *inner.cues))))
        hits.append(hit)
        k = hit.last
    return hits


def _begins(items: list[Item], k: int) -> bool:
    """After a mark a capital may be a sentence's first word."""
    return items[k - 1].low in (".", ":", '"', "“", "”", "–", "—", "-", "•", "·", ")")


def _match(items: list[Item], k: int) -> Hit | None:
    node, best = tables.cues(), None
    for j in range(k, min(k + 14, len(items))):
        following = node.step(items[j].low) or (node.step(f"<{items[j].type}>") if items[j].type else None)
        if following is None:
            break
        node = following
        if node.here:
            best = Hit(k, j + 1, node.here)
    return best


def list_right(items: list[Item], k: int, types: tuple[str, ...]) -> tuple[list[int], int]:
    """The items of a row of `types` that begins at k, and where it ends."""
    found: list[int] = []
    end, j = k, k
    while j < len(items) and j - k < _MOST:
        item = items[j]
        if len(found) == 1 and new_clause(items, j):
            break
        if item.type in types and item.thing:
            owner = j + 2 < len(items) and items[j + 1].low == "'s" and items[j + 2].type in types and items[j + 2].thing
            if not owner:  # "the Ministry's Department": the department
                found.append(j)
            end = j = j + 1 + bool(owner)
        elif found and item.low in ("ngo", "cso", "association", "foundation") and j == end:
            end = j = j + 1
        elif found and item.low == "coordinator" and items[j - 1].low == ",":
            j += 1  # "A (Spain), Coordinator, B (Italy)"
        elif found and item.low == "(" and j + 6 > _closing(items, j) > j and not any(i.type == "Person" for i in items[j : j + 5]):
            j = _closing(items, j) + 1
        elif (
            item.low in _JOIN
            or (_fills(items, j, types) and (not found or items[j - 1].low in _JOIN or _fills(items, j - 1, types)))
            or item.low in ('"', "“", "”", "„")
        ):
            j += 1
        elif (past := _crowd(items, j, bool(found))) > j or (past := _kind_ahead(items, j, types)) > j:
            j = past
        elif item.type == "Place" and j + 1 < len(items) and (items[j + 1].low == "'s" or items[j + 1].type in types):
            j += 1 + (items[j + 1].low == "'s")
        elif item.type == "Place" and not found and j + 1 < len(items) and items[j + 1].low in (",", "and", "through", "via"):
            j += 1 + (items[j + 1].low in ("through", "via"))  # "funded by Australia and the World Bank", "by Sweden through Sida"
        elif item.type == "Place" and found and items[j - 1].low in ("in", "from"):
            end = j = j + 1
        elif item.low in ("in", "from") and found and j + 1 < len(items) and items[j + 1].type == "Place":
            j += 1
        elif item.low in ("from", "by") and found and items[j - 1].low in (",", "and") and _body_at(items, j + 1):
            j += 1 + (items[j + 1].low == "the")  # "experts from A and from the B"
        else:
            break
    return found, end


def new_clause(items: list[Item], j: int) -> bool:
    """ "with A[, and B paid for it]": behind a comma and "and", a body that does something begins a clause of its own."""
    comma = items[j].low == ","
    k = j + 1 + comma
    if k >= len(items) or items[k - 1].low != "and":
        return False
    k += items[k].low == "the"
    if k + 1 >= len(items) or items[k].type != "Organisation":
        return False
    after = items[k + 1]
    if not comma:
        return after.low in _OFFERS  # "financed by A and B provides technical assistance"
    return after.low in _DOES or (not after.type and after.low.endswith("ed") and after.low not in ("funded", "financed", "based"))


_OFFERS = frozenset(["provides", "gives", "offers", "lends", "contributes", "supports", "implements", "provided", "carries", "leads"])
_DOES = frozenset(["paid", "gave", "has", "have", "had", "was", "is", "will", "made", "pays", "provides", "held", "led"])


def _body_at(items: list[Item], j: int) -> bool:
    """Whether a body stands at item j, past "the"."""
    j += j < len(items) and items[j].low == "the"
    return j < len(items) and items[j].type == "Organisation"


def _crowd(items: list[Item], j: int, found: bool) -> int:
    """ "by [local authorities,] the Ministry and A": where a piece of a row that names nobody ends; j for none."""
    if found and items[j - 1].low not in _JOIN:
        return j
    verbs = tables.words()["verbs"]
    for k in range(j, min(j + 5, len(items) - 1)):
        if items[k].low in (",", "and") and k > j:
            follows = items[k + 1 + (items[k + 1].low in ("the", "and"))] if k + 2 < len(items) else items[k + 1]
            return k + 1 if follows.type == "Organisation" and follows.thing else j
        if (
            items[k].type
            or items[k].cap
            or not (items[k].low[0].isalpha() or items[k].low.isdigit())
            or items[k].low in verbs
            or items[k].low in _STOPS
        ):
            return j
    return j


def _kind_ahead(items: list[Item], j: int, types: tuple[str, ...]) -> int:
    """ "the Swedish development agency A", "local women's network B": where the body stands; j for none."""
    if items[j - 1].low not in _JOIN and not (items[j].cap and items[j].low in tables.demonyms()):
        return j
    for k in range(j, min(j + 6, len(items))):
        if items[k].type in types and items[k].thing:
            return k if k > j and items[k - 1].low in tables.words()["kind_nouns"] else j
        plain = items[k].low in ("'s", "-") or (items[k].low.isalpha() and not items[k].type)
        if (
            not plain
            or (items[k].cap and items[k].low not in tables.demonyms())
            or items[k].low in _STOPS
            or items[k].low in tables.words()["verbs"]
        ):
            return j
    return j


_STOPS = frozenset(
    ["in", "on", "at", "for", "with", "from", "to", "by", "through", "under", "within", "during", "after", "before", "as", "of"]
)


def _fills(items: list[Item], j: int, types: tuple[str, ...]) -> bool:
    """ "its", "partner", "NGO"; and "Austrian" before "NGO X" or "X"."""
    if items[j].low in _FILL:
        return True
    from_there = items[j].cap and items[j].low in tables.demonyms() and j + 1 < len(items)
    return from_there and (items[j + 1].low in _FILL or items[j + 1].type in types)


def _closing(items: list[Item], k: int) -> int:
    return next((j for j in range(k, min(k + 6, len(items))) if items[j].low == ")"), -1)


_OPENING = frozenset(["with", "thanks", "through", "using", "under"])


def row_after(items: list[Item], hit: Hit) -> tuple[list[int], int]:
    """The bodies after a cue; where "With support from A, B organised …" begins the sentence, B is no part of the row."""
    found, end = list_right(items, hit.last, ("Organisation",))
    opens = hit.first <= 2 or (hit.first <= 10 and items[0].low in _OPENING)
    if opens and len(found) > 1 and end < len(items):
        after, last = items[end].low, found[-1]
        comma = items[last - 1 - (items[last - 1].low == "the")].low == ","
        words = tables.words()
        acts = len(found) == 2 and after.isalpha() and after not in words["connectors"]
        acts = acts or after in words["body_acts"] or after in words["speech"] or after in words["verbs"] or after in _AUXILIARIES
        if comma and acts:
            return found[:-1], found[-2] + 1
    return found, end


_AUXILIARIES = frozenset(["has", "have", "will", "is", "are", "was", "were"])


def list_left(items: list[Item], k: int, skip: frozenset[str]) -> list[int]:
    """The bodies that act in an active sentence: the nearest row of bodies before item k.

    Items taken by a cue whose id is in `skip` are passed over, and so are adverbs and "from Place".
    """
    found: list[int] = []
    j = k - 1
    while j >= 0 and k - j < _MOST:
        item = items[j]
        aside = _aside(items, j) if not found else -1
        if aside >= 0:
            j = aside
        elif item.taken in skip or item.taken == "cue":
            j -= 1
        elif item.type == "Organisation" and item.thing and (_invited_by(items, j) or (found and _in_opening(items, j))):
            break
        elif item.type == "Organisation" and item.thing:
            if found and not _joined(items, j, found[-1]):
                break
            j = _parent_of(items, j)
            found.append(j)
            j -= 1
        elif (
            item.type == "Place"
            or (item.low in ("from", "in", "based", "of") and j + 1 < len(items) and items[j + 1].type == "Place")
            or item.type == "<date>"
            or item.low == "<date>"
            or (not found and item.low in _WHEN)
            or item.low in _JOIN
            or item.low in ("the", "on", ")", "(")
            or (found and _kind_of(items, j, found[-1]))
            or (not found and (item.low in _ADVERBS or item.low.endswith("ly")))
        ):
            j -= 1
        else:
            break
    if len(found) == 2 and [i.low for i in items[found[1] + 1 : found[0]] if i.low != "the"] == [",", "and"]:
        return found[:1]  # "… for A, and B gave": a clause of its own
    return found[::-1]


_WHEN = frozenset(
    [
        "last",
        "next",
        "will",
        "this",
        "week",
        "month",
        "year",
        "morning",
        "afternoon",
        "evening",
        "weekend",
        "earlier",
        "recently",
        "yesterday",
        "today",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def _aside(items: list[Item], j: int) -> int:
    """ "A, in its role as B, organised": the item before a stretch between commas that ends at j; -1 for none."""
    if items[j].low != ",":
        return -1
    for k in range(j - 1, max(-1, j - 18), -1):
        if items[k].low == ",":
            inner = [i for i in items[k + 1 : j] if i.low != "the"]
            if len(inner) == 1 and inner[0].type == "Organisation" and items[k - 1].type != "Organisation":
                return -1  # "Peru's oldest university, the University of A, signed": it is who acts
            return k - 1 if items[k + 1].low in _ASIDE and k > 0 else -1
        if items[k].low in (".", ";", ":"):
            return -1
        if items[k].type == "Organisation" and items[k].thing and items[k + 1].low in ("within", "through", "under"):
            return k  # "A within the framework of its work, organised"
    return -1


_ASIDE = frozenset(
    [
        "in",
        "with",
        "together",
        "through",
        "under",
        "along",
        "supported",
        "funded",
        "financed",
        "as",
        "represented",
        "led",
        "alongside",
        "a",
        "an",
        "the",
        "which",
        "by",
        "within",
        "jointly",
    ]
)


def _parent_of(items: list[Item], j: int) -> int:
    """ "the Division under the Ministry": the division acts, not the ministry."""
    k = j - 1 - (j > 0 and items[j - 1].low == "the")
    return k - 1 if k > 0 and items[k].low in ("under", "within") and items[k - 1].type == "Organisation" and items[k - 1].thing else j


def _invited_by(items: list[Item], j: int) -> bool:
    """ "Invited by A, B took part": A is no part of the row."""
    k = j - 1 - (j > 0 and items[j - 1].low == "the")
    return k > 0 and items[k].low == "by" and items[k - 1].low in ("invited", "chaired", "headed", "accompanied")


_OPENERS = frozenset(
    ["on", "at", "in", "during", "following", "ahead", "after", "under", "as", "since", "within", "through", "before", "amid"]
)


def _in_opening(items: list[Item], j: int) -> bool:
    """ "On the sidelines of A, B and C organised": A is of the opening phrase, and does not act."""
    begin = next((n + 1 for n in range(min(8, j) - 1, 0, -1) if items[n].low in ("–", "—", "-", ":")), 0)
    comma = next((n for n in range(begin, len(items)) if items[n].low == ","), 0)
    return items[begin].low in _OPENERS and begin < j < comma


def _kind_of(items: list[Item], n: int, k: int) -> bool:
    """ "and [the Swiss NGO] Helvetas": what the body at k is, right before its name."""
    return all(_fills(items, m, ("Organisation",)) or items[m].low in tables.demonyms() for m in range(n, k)) and items[n].low not in (
        "'s",
        ":",
        "of",
    )


def _joined(items: list[Item], j: int, k: int) -> bool:
    between = [i for n, i in enumerate(items[j + 1 : k], j + 1) if i.taken != "cue" and i.low != "the" and not _kind_of(items, n, k)]
    return k > j + 1 and all(i.low in _JOIN or i.type == "Place" or i.low in ("from", "in") or i.taken for i in between)

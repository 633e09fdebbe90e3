"""Bodies told by the kind of thing they are: "Wells for Life, an NGO", "Green Step is a charity", "the agency Agrofin"."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import is_acronym

_KINDS = {
    "ngo": "ngo",
    "ngos": "ngo",
    "charity": "ngo",
    "nonprofit": "ngo",
    "non-profit": "ngo",
    "organisation": "ngo",
    "organization": "ngo",
    "foundation": "ngo",
    "association": "ngo",
    "company": "company",
    "firm": "company",
    "startup": "company",
    "bank": "company",
    "agency": "government",
    "network": "network",
    "coalition": "network",
    "consortium": "network",
    "university": "academic",
    "institute": "academic",
    "school": "academic",
    "partner": "other",
    "contractor": "company",
    "think-tank": "ngo",
}
_ARTICLES = frozenset(["a", "an", "the"])
_IS = frozenset(["is", "was"])
_MOST, _ADJECTIVES = 6, 5


def find_apposed(document: Document) -> Document:
    """Mark capitals that no table knows where the text says beside them that they are a body."""
    finder = Finder(document)
    for i, token in enumerate(finder.tokens):
        if token.low == "international" and token.cap and finder.free(i) and _last_word(finder, i):
            first = _run_back(finder, i + 1)
            if i - first >= 1 and not (finder.low(first - 1) == "(" and finder.low(first - 2) in tables.titles()):
                _put(finder, first, i + 1, "ngo")
            continue
        if token.cap and token.low in tables.words()["bands"] and finder.low(i + 1) in _FOR and (end := _cause(finder, i + 2)):
            _put(finder, i, end, "ngo")
            continue
        if token.low not in _KINDS or (token.cap and token.low not in ("ngo", "ngos")) or not finder.free(i):
            continue
        last = _before(finder, i)
        if last:
            branch = finder.at(last - 1)
            own = branch.first if branch is not None and branch.kind == "country" and branch.last == last else last
            first = _run_back(finder, own)
            if own < last and first == own and _one_name(finder, own - 1):
                first -= 1  # "Generation Kenya, an implementing partner of A"
            if first < own:
                _put(finder, first, last, _KINDS[token.low])
        elif finder.low(i - 1) not in ("of", "any", "each", "every", "no") and (end := _shouted_after(finder, i)):
            _put(finder, i + 1, end, _KINDS[token.low])
        elif i and finder.low(i) in ("organisation", "organization", "charity", "foundation", "company", "ngo"):
            first = _run_back(finder, i)
            if i - first > 1:
                _put(finder, first, i, _KINDS[token.low])
    _capital_kinds(finder)
    return finder.done()


_FOR = frozenset(["for", "without", "against"])


def _cause(finder: Finder, i: int) -> int:
    """ "Lawyers for [Human Rights]", "Doctors for [Peace]": where the capitals end; 0 for none."""
    end = i
    while end < len(finder.tokens) and end - i < 4 and finder.tokens[end].cap and finder.free(end) and finder.low(end).isalpha():
        end += 1
    sentence = finder.sentence(i - 1)
    return end if end > i and end <= sentence.last and not sentence.headline else 0


def _capital_kinds(finder: Finder) -> None:
    """ "KAFA, a Lebanese Civil Society Organisation": what it is was read as its name; the name stands before."""
    for n, kind in enumerate(list(finder.mentions)):
        if kind is None or kind.type != "Organisation" or not kind.rule.startswith("head:") or kind.first < 3:
            continue
        if finder.low(kind.first - 1) not in ("a", "an") or finder.low(kind.first - 2) != "," or not finder.free(kind.first - 3):
            continue
        if _humped(finder.tokens[kind.first - 3].text):
            finder.mentions[n] = None
            for j in range(kind.first, kind.last):
                finder.cover[j] = -1
            _put(finder, kind.first - 3, kind.first - 2, kind.kind)


def _before(finder: Finder, i: int) -> int:
    """Where the name before ", a local [NGO]" or " is a small [NGO]" ends; 0 for none."""
    for j in range(i - 1, max(finder.sentence(i).first, i - 2 - _ADJECTIVES), -1):
        low = finder.low(j)
        if low in _ARTICLES and low != "the":
            return j - 1 if finder.low(j - 1) in (",", "–", "—", "-") or finder.low(j - 1) in _IS else 0
        if not finder.free(j) and finder.type_at(j) != "Place":
            return 0
        if low in tables.words()["connectors"] or not (low[0].isalpha() or low in ("-", ".")):
            return 0
    return 0


def _one_name(finder: Finder, i: int) -> bool:
    """Whether one free capitalised word that says nothing else stands at token i."""
    low, words = finder.low(i), tables.words()
    plain = low in words["starters"] | words["no_body"] | words["directions"] or low in tables.demonyms() or low in tables.given()
    alone = not finder.tokens[i - 1].cap if i else True
    return finder.tokens[i].cap and finder.free(i) and low.isalpha() and alone and not plain and not _no_name(low)


def _last_word(finder: Finder, i: int) -> bool:
    """ "Seeds Link International": no further capital and no noun of it follows."""
    if i + 1 >= len(finder.tokens) or finder.sentence_of[i + 1] != finder.sentence_of[i]:
        return True
    low, words = finder.low(i + 1), tables.words()
    return not finder.tokens[i + 1].cap and (not low[0].isalpha() or low in words["after_event"] | words["body_acts"] | words["connectors"])


def _run_back(finder: Finder, last: int) -> int:
    """Where the free capitals before token `last` begin, "for" and "and" among them."""
    first, begin = last, finder.sentence(last - 1).first
    if finder.sentence_of[last - 1] != finder.sentence_of[min(last, len(finder.tokens) - 1)]:
        return last
    while first > begin and last - first < _MOST and finder.free(first - 1):
        token = finder.tokens[first - 1]
        joins = token.low in ("for", "and", "of", "the", "&") or token.low in tables.words()["small_words"]
        inner = first < last and joins and not token.cap and first - 2 >= begin and finder.tokens[first - 2].cap
        if not inner and not (token.cap and token.text[0].isalpha() and token.low not in tables.words()["starters"]):
            break
        first -= 1
    while first < last and finder.low(first) in tables.words()["connectors"]:
        first += 1
    words = [finder.low(j) for j in range(first, last)]
    if not words or words[0] in tables.given() or words[0] in tables.demonyms() or any(_no_name(w) for w in words):
        return last
    if all(w in tables.words()["no_body"] or w in tables.words()["portfolio"] for w in words):
        return last
    return first if last - first > 1 or _humped(finder.tokens[first].text) else last


def _no_name(low: str) -> bool:
    return low in tables.titles() or low in tables.events() or low in tables.words()["projects"]


def _humped(text: str) -> bool:
    """ "AgroFin", "WELLS"."""
    return text.isalpha() and len(text) > 2 and (is_acronym(text) or (text[0].isupper() and sum(c.isupper() for c in text) > 1))


def _shouted_after(finder: Finder, i: int) -> int:
    """The end of the one word in capitals after "the company"; 0 for none."""
    j = i + 1
    if j >= len(finder.tokens) or not finder.free(j) or finder.sentence_of[j] != finder.sentence_of[i]:
        return 0
    token = finder.tokens[j]
    return j + 1 if _humped(token.text) and not _no_name(token.low) else 0


def _put(finder: Finder, first: int, last: int, kind: str) -> None:
    name = finder.document.words(first, last)
    finder.put(Mention("Organisation", first, last, name, f"slot:{fold(name)}", kind, "", "apposed", confidence=0.75))
    for i in range(last, len(finder.tokens) - (last - first) + 1):  # the same words again
        if finder.lows[i : i + last - first] == finder.lows[first:last] and all(
            (finder.free(j) or finder.type_at(j) == "Place") and finder.tokens[j].cap == finder.tokens[first + j - i].cap
            for j in range(i, i + last - first)
        ):
            finder.put(Mention("Organisation", i, i + last - first, name, f"slot:{fold(name)}", kind, "", "apposed", confidence=0.75))

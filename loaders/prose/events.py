"""Events: a capitalised title with an event noun, or a plain noun phrase ("the last workshop", "a two-day meeting")."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder

_FUNCTION = frozenset(
    [
        "of",
        "on",
        "for",
        "in",
        "at",
        "was",
        "is",
        "which",
        "that",
        "has",
        "had",
        "held",
        "organised",
        "organized",
        "about",
        "with",
        "within",
        "under",
        "to",
        "and",
        "entitled",
        "titled",
        "called",
        "named",
        "took",
        "takes",
        "will",
        "by",
        "from",
        "where",
        "who",
        "or",
        "between",
        "during",
        "brings",
        "brought",
        "gathered",
        "focused",
        "were",
        "are",
        "as",
        "hosted",
        "co-organised",
        "dedicated",
        "aimed",
        ",",
        ".",
        ":",
        ";",
        "(",
        ")",
        "“",
        '"',
        "„",
        "«",
        "–",
        "-",
        "'s",
        "also",
        "concluded",
        "opened",
        "ended",
        "began",
        "started",
        "marked",
        "aims",
        "provided",
        "attended",
        "devoted",
        "supported",
        "funded",
        "co-financed",
        "financed",
    ]
)
_LINKS = frozenset(["on", "for", "about", "of", "regarding", "concerning"])
_DETERMINERS = frozenset(["the", "a", "an", "this", "that", "its", "their", "our", "his", "her", "first"])
_GENERIC = frozenset(
    [
        "regional",
        "international",
        "national",
        "annual",
        "final",
        "opening",
        "closing",
        "two",
        "three",
        "four",
        "one",
        "five",
        "six",
        "seven",
        "day",
        "days",
        "week",
        "weeks",
        "online",
        "virtual",
        "high",
        "level",
        "high-level",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "last",
        "next",
        "joint",
        "public",
        "special",
        "major",
        "big",
        "local",
        "new",
        "large-scale",
        "multi",
        "stakeholder",
        "hybrid",
        "two-day",
        "three-day",
        "four-day",
        "one-day",
        "five-day",
        "kick-off",
        "inter-agency",
        "introductory",
    ]
)
_MOST = 30


def find_events(document: Document) -> Document:
    """Mark titles first, since they swallow what they name, then plain noun phrases."""
    finder = Finder(document)
    for i in range(len(finder.tokens)):
        if finder.free(i) and _noun(finder, i) in tables.events():
            mention = _title(finder, i) or _plain(finder, i)
            if mention is not None:
                finder.put(mention)
    return finder.done()


def _noun(finder: Finder, i: int) -> str:
    pair = f"{finder.low(i)} {finder.low(i + 1)}"
    return pair if pair in tables.events() else finder.low(i)


def _title(finder: Finder, i: int) -> Mention | None:
    """ "Conference on X and Y", "Oslo Fisheries Dialogue"."""
    token, sentence = finder.tokens[i], finder.sentence(i)
    if not token.cap:
        return None
    first = _left(finder, i)
    noun = _noun(finder, i)
    after = i + 1 + noun.count(" ")
    linked = finder.low(after) in _LINKS or finder.low(after) in (":", "–")
    last = _right(finder, after, sentence.headline, sentence.last) if linked else after
    if last <= after + 1:
        last = after
        own = [t for t in finder.tokens[first:i] if t.low not in _GENERIC and t.low not in tables.demonyms() and t.cap]
        if not own or tables.events()[noun] < 2 or (finder.low(after) not in _FUNCTION and after < sentence.last):
            return None
        if len(own) < 2 and (finder.at(first) is None or i - first < 2):
            return None
    name = finder.document.words(first, last)
    return Mention("Event", first, last, name, f"event:{fold(name)}", rule="title", head=noun, confidence=0.85)


def _left(finder: Finder, i: int) -> int:
    first, sentence = i, finder.sentence(i)
    while first > sentence.first and i - first < 8:
        token, mention = finder.tokens[first - 1], finder.at(first - 1)
        if mention is not None:
            if mention.type == "Project" or mention.type == "Person" or mention.first < sentence.first:
                break
            first = mention.first
            continue
        day = token.text == "-" or token.low in ("day", "days", "two-day", "three-day", "four-day", "one-day")
        if not (token.cap or day) or token.low in _DETERMINERS or (token.low in tables.words()["starters"] and token.low not in _GENERIC):
            break
        first -= 1
    return first


def _right(finder: Finder, i: int, headline: bool, end: int) -> int:
    """The end of the title: over capitalised words and what joins them; in a headline up to a verb."""
    joiners, verbs, last, j = tables.words()["connectors"], tables.words()["verbs"], i, i
    while j < min(end, i + _MOST):
        token = finder.tokens[j]
        if headline:
            if (
                token.low in verbs
                or token.text in ".!?(|"
                or (token.text in ("–", "-", ",") and j + 1 < end and not finder.tokens[j + 1].cap and token.text == ",")
            ):
                break
            last = j + 1
        elif token.cap or token.text.isdigit():
            last = j + 1
        elif token.low not in joiners and not (token.low in (",", "-", "–", ":", "'s") and j + 1 < end and finder.tokens[j + 1].cap):
            break
        j += 1
    if not headline and not any(t.cap for t in finder.tokens[i:last]):
        return i
    return _without_city(finder, i, last)


def _without_city(finder: Finder, i: int, last: int) -> int:
    """ "Conference on Rivers in Lima": where it was held is no part of the name."""
    mention = finder.at(last - 1)
    if (
        mention is not None
        and mention.type == "Place"
        and mention.kind in ("city", "venue")
        and finder.low(mention.first - 1) in ("in", "at")
        and mention.first - 1 > i + 1
    ):
        return mention.first - 1
    return last


def _plain(finder: Finder, i: int) -> Mention | None:
    noun = _noun(finder, i)
    last = i + 1 + noun.count(" ")
    if (
        finder.low(last) not in _FUNCTION
        and last < finder.sentence(i).last
        and finder.free(last)
        and finder.low(last) not in tables.words()["verbs"]
    ):
        return None
    first, sentence, connectors = i, finder.sentence(i), tables.words()["connectors"]
    while first > sentence.first and i - first < 6 and finder.free(first - 1):
        token = finder.tokens[first - 1]
        if (
            not (token.text[0].isalpha() or token.text == "-" or token.text[0].isdigit())
            or token.low in connectors
            or token.low in tables.words()["verbs"]
        ):
            break
        if (
            token.low in _DETERMINERS - {"first"}
            or token.low in tables.words()["speech"]
            or token.low in _STOP_LEFT
            or (token.cap and first - 1 > sentence.first and token.low not in _GENERIC)
        ):
            break
        first -= 1
    before = finder.low(first - 1) if first > sentence.first else ""
    return Mention(
        "Event", first, last, finder.document.words(first, last), rule=f"plain:{before or '-'}", head=noun, anaphor=True, confidence=0.75
    )


_STOP_LEFT = frozenset(
    [
        "by",
        "from",
        "at",
        "during",
        "after",
        "before",
        "this",
        "such",
        "same",
        "as",
        "about",
        "also",
        "other",
        "another",
        "each",
        "every",
        "any",
        "some",
        "all",
        "no",
        "per",
        "under",
        "between",
        "through",
        "within",
        "that",
        "while",
        "their",
        "its",
        "our",
        "following",
        "ahead",
        "since",
        "until",
        "than",
        "or",
        "but",
        "not",
        "be",
        "been",
        "being",
        "hosted",
        "organised",
        "organized",
        "attending",
        "attended",
        "joined",
        "addressed",
    ]
)

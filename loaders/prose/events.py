"""Events: a capitalised title with an event noun, or a plain noun phrase ("the last workshop", "a two-day meeting")."""

import re
from dataclasses import replace
from itertools import pairwise

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder

_BODIES = frozenset(["forum", "congress", "dialogue", "assembly"])
_LINKS = frozenset(["on", "for", "about", "of", "regarding", "concerning"])
_DETERMINERS = frozenset(["the", "a", "an", "this", "that", "its", "their", "our", "his", "her", "first"])
_DAYS = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|ten|\d{1,2})-(?:day|days|week|month|hour)s?(?:-long)?|half-day|full-day|day-long"
)
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ABOUT = frozenset(["with", "on", "for", "of", "about", "to", "between", "dedicated", "concerning", "regarding", "focused", "focusing"])
_MOST = 30
_LONG = 18


def find_events(document: Document) -> Document:
    """Mark titles first, since they swallow what they name, then plain noun phrases."""
    finder, nouns = Finder(document), tables.events()
    begins = {noun.split()[0] for noun in nouns}
    for i, low in enumerate(finder.lows):
        if low in begins and finder.free(i) and (noun := _noun(finder, i)) in nouns:
            mention = _title(finder, i, noun) or _plain(finder, i, noun)
            if mention is not None:
                finder.put(mention)
                _long(finder, mention)
    _abbreviated(finder)
    return finder.done()


def _abbreviated(finder: Finder) -> None:
    """ "World Water Forum (WWF)", and "the 6th WWF" later."""
    known: dict[str, Mention] = {}
    for n, m in enumerate(finder.mentions):
        if (
            m is not None
            and m.type == "Event"
            and m.key
            and finder.low(m.last) == "("
            and finder.low(m.last + 2) == ")"
            and m.last + 1 < len(finder.tokens)
        ):
            acronym = finder.tokens[m.last + 1].text
            if acronym.isalpha() and acronym.isupper() and finder.free(m.last) and finder.free(m.last + 1):
                known[acronym] = m
                finder.mentions[n] = replace(m, last=m.last + 3)
                finder.cover[m.last : m.last + 3] = [n] * 3
    for i, token in enumerate(finder.tokens):
        if token.text in known and finder.free(i):
            m = known[token.text]
            first = i - 1 if i and _ORDINAL.fullmatch(finder.low(i - 1)) else i
            finder.put(replace(m, first=first, last=i + 1))


def _noun(finder: Finder, i: int) -> str:
    pair = f"{finder.low(i)} {finder.low(i + 1)}"
    return pair if pair in tables.events() and finder.cover[i + 1] < 0 else finder.low(i)


def _generic(low: str) -> bool:
    return low in tables.words()["event_generic"] or _DAYS.fullmatch(low) is not None or _ORDINAL.fullmatch(low) is not None


_AFTER_TRAINING = frozenset(
    ["system", "centre", "center", "programme", "program", "academy", "institute", "unit", "facility", "services", "department", "section"]
)


def _title(finder: Finder, i: int, noun: str) -> Mention | None:
    """ "Conference on X and Y", "Oslo Fisheries Dialogue", "Executive Board meeting", "NGO Week 2022"."""
    token, sentence, flags = finder.tokens[i], finder.sentence(i), tables.event_flags()[noun]
    after = i + 1 + noun.count(" ")
    if noun in _MASS and after < sentence.last and finder.tokens[after].cap and finder.low(after) in _AFTER_TRAINING:
        return None  # "the Professional Training System"
    if _further_noun(finder, after, sentence.last) or (
        sentence.headline
        and noun in ("talk", "visit", "launch", "exercise")
        and not token.cap
        and finder.type_at(i - 1) in ("Organisation", "Place")
    ):
        return None
    if token.cap and after < sentence.last and _head_follows(finder, after):
        return None
    first = _left(finder, i)
    if not token.cap and not (_proper(finder, first, i) >= 2 and "title" not in flags):
        return None
    if flags & {"plural", "lower"} or (noun == "convention" and not _convened(finder, first, i)):
        return None
    linked = (
        token.cap
        and (finder.low(after) in _LINKS or finder.low(after) in (":", "–"))
        and ("title" not in flags or (first < i and finder.low(after) in ("on", "for")))
    )
    last = _right(finder, after, sentence.headline, sentence.last) if linked else after
    if last <= after + 1:
        last = after
        if not _stands_alone(finder, first, i, after, noun):
            return None
    if last < len(finder.tokens) and _YEAR.fullmatch(finder.low(last)) and finder.sentence_of[last] == finder.sentence_of[i]:
        last += 1
    if _acts_as_body(finder, last) and (not token.cap or (noun in _BODIES and linked)):
        if not token.cap:
            return None
        name = finder.document.words(first, last)
        return Mention("Organisation", first, last, name, f"slot:{fold(name)}", "network", rule="slot", confidence=0.7)
    whose = finder.low(first - 3) if finder.low(first - 1) == "the" and finder.low(first - 2) == "of" else ""
    member = whose in ("member", "members") or tables.titles().get(whose, ("", ""))[0] == "office"
    if (member and noun in _BODIES) or (_in_row_of_bodies(finder, first) and not linked):
        name = finder.document.words(first, last)
        return Mention("Organisation", first, last, name, f"slot:{fold(name)}", "network", rule="slot", confidence=0.7)
    name = finder.document.words(first, last)
    return Mention("Event", first, last, name, f"event:{fold(name)}", rule="title", head=noun, confidence=0.85)


def _head_follows(finder: Finder, after: int) -> bool:
    """ "Policy Dialogue Facility": the body's noun comes after."""
    return (
        finder.tokens[after].cap
        and finder.free(after)
        and finder.low(after) in ("facility", "secretariat", "fund", "office", "committee", "council")
    )


def _convened(finder: Finder, first: int, i: int) -> bool:
    """Whether a convention is a gathering and no treaty: numbered, yearly, or held."""
    if any(_generic(finder.low(j)) or _YEAR.fullmatch(finder.low(j)) for j in range(first, i)) or _YEAR.fullmatch(finder.low(i + 1)):
        return True
    held = tables.words()["held"] | {"attended", "attending", "attend"}
    return any(finder.low(j) in held for j in range(max(finder.sentence(i).first, first - 6), min(finder.sentence(i).last, i + 5)))


def _in_row_of_bodies(finder: Finder, first: int) -> bool:
    """ "organised by A and the European Youth Forum": there the forum is a body."""
    j = first - 1 - (finder.low(first - 1) == "the")
    if finder.low(j) in ("through", "via"):
        return True  # "funded through the Pacific Disability Forum"
    if finder.low(j) == "by":
        return finder.low(j - 1) in ("organised", "organized", "hosted", "supported", "funded", "financed", "implemented", "co-organised")
    if finder.low(j) not in ("and", ",") or finder.type_at(j - 1) != "Organisation":
        return False
    lows = [finder.low(k) for k in range(max(finder.sentence(first).first, j - 16), j)]
    return any(a in ("organised", "organized", "supported", "funded", "financed", "implemented") and b == "by" for a, b in pairwise(lows))


def _further_noun(finder: Finder, after: int, end: int) -> bool:
    """ "Police Training Cooperation Meeting": the last noun is the event."""
    for j in range(after, min(after + 4, end)):
        if not finder.tokens[j].cap or not finder.free(j):
            return False
        if finder.low(j) in tables.events() and "title" not in tables.event_flags()[finder.low(j)]:
            return True
    return False


def _proper(finder: Finder, first: int, last: int) -> int:
    """How many capitalised words of its own a title has."""
    return sum(t.cap and not _generic(t.low) and t.low not in tables.demonyms() and t.text[0].isalpha() for t in finder.tokens[first:last])


def _stands_alone(finder: Finder, first: int, i: int, after: int, noun: str) -> bool:
    own, sentence = _proper(finder, first, i), finder.sentence(i)
    if not own or (tables.events()[noun] < 2 and "title" not in tables.event_flags()[noun]) or _acts_as_body(finder, after):
        return False
    if after < sentence.last and not _ends_phrase(finder, after) and not sentence.headline:
        return False
    if "title" in tables.event_flags()[noun] and noun == "day" and own < 2:
        return False
    return own >= 2 or (finder.at(first) is not None and i - first >= 2) or (own == 1 and "title" in tables.event_flags()[noun])


def _acts_as_body(finder: Finder, after: int) -> bool:
    """ "the Women's Forum supports …": a forum, a dialogue or a congress can be who acts."""
    return finder.low(after) in tables.words()["acting"]


def _ends_phrase(finder: Finder, i: int) -> bool:
    """Whether a noun phrase can end before token i: no noun follows that would make the event a modifier."""
    if i >= len(finder.tokens):
        return True
    token = finder.tokens[i]
    if not token.text[0].isalpha() or token.cap or token.text[0].isdigit() or not finder.free(i):
        return True
    low = token.low
    words = tables.words()
    return (
        low in words["after_event"]
        or low in words["verbs"]
        or low in words["speech"]
        or low in words["connectors"]
        or low.endswith(("ed", "ly"))
        or (low.endswith("s") and finder.low(i + 1) in ("a", "an", "the", "its", "their", "that"))
        or (
            low.endswith("ing")
            and len(low) > 6
            and (finder.low(i + 1) in _OBJECT or (i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap))
        )
    )


_OBJECT = frozenset(["the", "a", "an", "on", "how", "its", "their", "and", "about", "issues", "challenges", "various", "new", "ways"])


def _left(finder: Finder, i: int) -> int:
    """Where the title begins: over capitals, numbers, what is known by name, and "and" between them."""
    first, sentence = i, finder.sentence(i)
    while first > sentence.first and i - first < 10:
        token, mention = finder.tokens[first - 1], finder.at(first - 1)
        if mention is not None:
            if mention.type in ("Project", "Person", "Event") or mention.first < sentence.first:
                break
            joined = mention.type == "Organisation" and finder.low(mention.first - 1) in ("and", "&") and finder.type_at(mention.first - 2)
            if joined == "Organisation" and first == i and mention.first > sentence.first + 1:
                break  # "A, B and C seminar": whose it is, not its name
            first = mention.first
            continue
        if token.low in ("and", "&", "of", "for") and first < i and first - 2 >= sentence.first:
            before = finder.at(first - 2)
            if finder.tokens[first - 2].cap and (token.low != "of" or before is None) and _begins_title(finder, first - 2, sentence.first):
                first -= 1
                continue
            break
        if (
            token.low in ("'s", "'")
            and first < i
            and finder.tokens[first - 2].cap
            and first - 2 >= sentence.first
            and finder.free(first - 2)
        ):
            first -= 1
            continue
        if token.text == ")" and first - 3 > sentence.first and finder.low(first - 3) == "(" and finder.tokens[first - 4].cap:
            first -= 3
            continue
        if _generic(token.low) or _YEAR.fullmatch(token.low) or (token.text == "-" and first < i):
            first -= 1
            continue
        if (
            not token.cap
            or token.low in _DETERMINERS
            or token.low in tables.words()["starters"]
            or (sentence.headline and _verb(token.low))
        ):
            break
        first -= 1
    while first < i and ((finder.free(first) and finder.low(first) in ("-", "and", "&")) or finder.low(first) == "'s"):
        first += 1
    return first


def _verb(low: str) -> bool:
    words = tables.words()
    return (
        low in words["body_acts"]
        or (low in words["held"] and not low.endswith("ing"))
        or low in words["verbs"]
        or (low in words["present"] and low.endswith("s"))
    )


def _begins_title(finder: Finder, j: int, begin: int) -> bool:
    """Whether the words before an "and" are the title's too: capitals back to an article or the beginning."""
    k = j
    while k > begin and j - k < 5 and finder.tokens[k - 1].cap:
        k -= 1
    return finder.sentence(j).headline or finder.low(k - 1 if k > begin else k) in ("the", "a", "an", "official")


def _right(finder: Finder, i: int, headline: bool, end: int) -> int:
    """The end of the title: over capitalised words and what joins them; in a headline up to a verb."""
    joiners, verbs, last, j = tables.words()["connectors"], tables.words()["verbs"], i, i
    while j < min(end, i + _MOST):
        token, at = finder.tokens[j], finder.at(j)
        if (token.low in tables.words()["calendar"] and not headline) or (at is not None and at.type == "Project" and j > i + 1):
            break  # "Handover Ceremony of [the Project for Better Roads]"
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
        elif token.low not in joiners and not (
            j + 1 < end and finder.tokens[j + 1].cap and (token.low in (",", "-", "–", ":", "'s") or (j > i + 2 and _small_word(finder, j)))
        ):
            break
        j += 1
    if not headline and not any(t.cap for t in finder.tokens[i:last]):
        return i
    while last > i and (finder.low(last - 1) in joiners or finder.tokens[last - 1].text in ("“", '"', "„", "«", "‘")):
        last -= 1
    return _without_city(finder, i, last)


def _small_word(finder: Finder, j: int) -> bool:
    """A noun that a title forgot to capitalise: "Conference on disaster Risk Reduction"."""
    low, words = finder.low(j), tables.words()
    return (
        finder.free(j)
        and low.isalpha()
        and len(low) > 3
        and not any(
            low in words[w]
            for w in ("after_event", "verbs", "held", "present", "speech", "phrase_ends", "calendar", "starters", "place_before")
        )
        and (finder.tokens[j - 1].cap or finder.low(j - 1) in ("on", "of", "for", "and"))
        and finder.free(j + 1)
        and not low.endswith(("ed", "ly"))
    )


def _without_city(finder: Finder, i: int, last: int) -> int:
    """ "Conference on Rivers in Lima": where it was held is no part of the name."""
    mention = finder.at(last - 1)
    if (
        mention is not None
        and mention.type == "Place"
        and mention.kind in ("city", "venue")
        and finder.low(mention.first - 1) in ("in", "at", ",")
        and mention.first - 1 > i + 1
    ):
        return mention.first - 1
    return last


def _plain(finder: Finder, i: int, noun: str) -> Mention | None:
    flags = tables.event_flags()[noun]
    last = i + 1 + noun.count(" ")
    sentence, words = finder.sentence(i), tables.words()
    if "lower" in flags and finder.tokens[i].cap:
        return None
    if flags & {"title", "weak"} or (last < sentence.last and not _ends_phrase(finder, last)):
        return None
    if _idiom(finder, i) or (finder.low(last) in tables.events() and finder.free(last) and finder.tokens[last].cap):
        return None  # "the Signing Ceremony" is a ceremony
    first = i
    while first > sentence.first and i - first < 7 and finder.free(first - 1):
        token = finder.tokens[first - 1]
        if (
            not (token.text[0].isalpha() or token.text == "-" or token.text[0].isdigit())
            or (token.low in words["connectors"] and token.low not in ("off",))
            or token.low in words["verbs"]
            or token.low in _DETERMINERS - {"first"}
            or (token.low in words["speech"] and not token.low.endswith("ing"))
            or token.low in words["before_event"]
            or token.low in words["body_acts"]
            or (token.low in words["giving"] and token.low not in ("social", "political", "policy", "open", "continuous"))
            or _past_verb(finder, first - 1, sentence.first)
            or (token.cap and first - 1 > sentence.first and token.low in words["starters"] and not _generic(token.low))
            or (token.low.endswith("ly") and token.low not in ("early", "friendly", "yearly", "monthly", "weekly", "quarterly", "family"))
            or _YEAR.fullmatch(token.low)
        ):
            break
        first -= 1
    while first < i and (finder.tokens[first].text == "-" or (finder.low(first).isdigit() and finder.low(first - 1) in tables.dates_low())):
        first += 1  # "the June 6 [meeting]"
    if finder.low(first - 1) == "of" and finder.low(first - 2) == "series" and first - 2 > sentence.first:
        first -= 2
    held = (finder.low(last), finder.low(last + 1)) in _WERE_HELD
    if "plural" in flags and not held and not _counted(finder, first, i) and not _told_before(finder, noun, first):
        return None
    before = finder.low(first - 1) if first > sentence.first else ""
    if noun in _MASS and before in words["giving"] and (first == i or before in _FOSTERS):
        return None
    if noun in _MASS and first == i == sentence.first and finder.low(last) == ",":
        return None  # "Training, advice and seeds"
    if noun in _MASS and before in _ROW and not any(_generic(finder.low(j)) for j in range(first, i)):
        return None  # "advice, vocational training and seeds"
    return Mention(
        "Event", first, last, finder.document.words(first, last), rule=f"plain:{before or '-'}", head=noun, anaphor=True, confidence=0.75
    )


def _past_verb(finder: Finder, j: int, begin: int) -> bool:
    """ "he toured [training]" is a verb, "a high-level expanded [meeting]" is none."""
    low = finder.low(j)
    if not low.endswith("ed") or "-" in low:
        return False
    before = finder.low(j - 1) if j > begin else ""
    if before in (
        "he",
        "she",
        "they",
        "we",
        "it",
        "who",
        "has",
        "have",
        "had",
        "was",
        "were",
        "is",
        "are",
        "been",
        "to",
        "and",
        "also",
        "that",
        "",
    ):
        return True
    return finder.tokens[j - 1].cap and before not in ("a", "an", "the")


_WERE_HELD = frozenset(
    [("were", "held"), ("was", "held"), ("took", "place"), ("were", "conducted"), ("were", "organised"), ("were", "organized")]
)
_ROW = frozenset([",", "and", "or", "&", ";"])
_MASS = frozenset(
    [
        "training",
        "dialogue",
        "discussion",
        "discussions",
        "debate",
        "consultation",
        "consultations",
        "exercise",
        "talks",
        "negotiations",
        "visits",
        "lectures",
    ]
)
_FOSTERS = frozenset(
    [
        "promote",
        "promotes",
        "promoting",
        "foster",
        "fosters",
        "enhance",
        "strengthen",
        "ensure",
        "need",
        "needs",
        "encourage",
        "more",
        "further",
    ]
)
_NUMBERS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "series"])


_TO_HOLD = frozenset(["conduct", "conducting", "organising", "organizing", "hosting", "holding"])


def _told_before(finder: Finder, noun: str, first: int) -> bool:
    """ "the seminars" after "four seminars"."""
    return finder.low(first - 1) in ("the", "these") and any(m is not None and m.head == noun for m in finder.mentions)


def _counted(finder: Finder, first: int, i: int) -> bool:
    """Several events are one report where they are counted or a series."""
    if finder.low(first - 1) == "than":
        return False
    if first < i and finder.low(first - 1) in tables.words()["body_acts"] | _TO_HOLD:
        return True
    return any(finder.low(j) in _NUMBERS or (finder.low(j).isdigit() and len(finder.low(j)) == 1) for j in range(max(0, first - 1), i))


_GATHERED = frozenset(["information", "data", "evidence", "intelligence", "news"])
_CAMPS = frozenset(["refugee", "refugees", "idp", "displacement", "transit", "relief", "prison", "labour", "labor", "base"])


def _idiom(finder: Finder, i: int) -> bool:
    """ "in the course of", "of course", "in session": no event."""
    low, before = finder.low(i), finder.low(i - 1)
    if (low in ("camp", "camps") and before in _CAMPS) or (low == "gathering" and before in _GATHERED):
        return True
    if low == "function" and finder.low(i - 2) not in ("at", "during", "after", "attended", "graced", "addressing", "speaking"):
        return True
    if low == "course" and (
        before == "of" or (before == "the" and finder.low(i - 2) in ("in", "over", "during", "through")) or finder.low(i + 1) == "of"
    ):
        return True
    if low == "exercise" and before in ("mapping", "registration", "counting", "verification", "planning", "budgeting", "validation"):
        return True
    return low in (
        "training",
        "opening",
        "meeting",
        "signing",
        "launch",
        "visit",
        "camp",
        "exercise",
        "screening",
        "handover",
        "hearing",
        "debate",
        "talk",
        "panel",
        "day",
    ) and before in (
        "by",
        "of",
        "for",
        "to",
        "and",
        "in",
        "on",
        "through",
        "capacity",
        "will",
        "would",
        "can",
        "could",
        "not",
        "with",
        "about",
        "is",
        "are",
        "was",
        "were",
        "or",
        "from",
        "we",
        "they",
        "who",
        "that",
        "-",
        ",",
    )


_HELP = frozenset(
    ["support", "funding", "funds", "assistance", "help", "cooperation", "participation", "aim", "financial", "contribution", "sponsorship"]
)


def _long(finder: Finder, mention: Mention) -> None:
    """A plain phrase is marked a second time with what it is about: "a meeting [on food security]"."""
    if not mention.rule.startswith("plain") or finder.low(mention.last) not in _ABOUT:
        return
    following = finder.low(mention.last + 1)
    if finder.low(mention.last) in ("on", "of") and (
        following[:1].isdigit() or following in tables.dates_low() or (following == "the" and finder.low(mention.last + 2)[:1].isdigit())
    ):
        return
    if finder.low(mention.last) == "with" and _HELP & {following, finder.low(mention.last + 2), finder.low(mention.last + 3)}:
        return
    if (close := _through_quote(finder, mention.last)) > 0:
        name = finder.document.words(mention.first, close)
        finder.mentions.append(
            Mention("Event", mention.first, close, name, rule="long", head=mention.head, anaphor=True, nested=True, confidence=0.7)
        )
    end = _long_end(finder, mention.last)
    if end > mention.last + 1:
        name = finder.document.words(mention.first, end)
        finder.mentions.append(
            Mention("Event", mention.first, end, name, rule="long", head=mention.head, anaphor=True, nested=True, confidence=0.7)
        )


def _through_quote(finder: Finder, i: int) -> int:
    """ "closing ceremony [of the programme “X”]": where the quoted name of its project ends; 0 for none."""
    opens = i + 3
    if finder.low(i) != "of" or finder.low(i + 2) not in tables.words()["projects"] or finder.low(opens) not in ("“", '"', "„", "«"):
        return 0
    return next((j + 1 for j in range(opens + 1, min(opens + 24, finder.sentence(i).last)) if finder.low(j) in ("”", '"', "“", "»")), 0)


def _long_end(finder: Finder, i: int) -> int:
    words, sentence, j = tables.words(), finder.sentence(i), i + 1
    while j < min(sentence.last, i + _LONG):
        token, mention = finder.tokens[j], finder.at(j)
        adjective = token.low.endswith("ed") and finder.low(j - 1) in ("the", "a", "an", "of") and j > i + 1  # "on the closed office"
        if (
            (token.low in words["verbs"] and not adjective)
            or token.low in words["phrase_ends"]
            or token.text in '.;:()“”"–?!'
            or token.low in tables.dates_low()
        ):
            break
        if (
            token.low in ("of", "under", "within")
            and finder.low(j + 1) in ("the", "its", "a")
            and finder.low(j + 2) in ("project", "programme")
        ):
            break
        if token.low in ("in", "at") and j + 1 < sentence.last:
            place = finder.at(j + 1) or finder.at(j + 2)
            if place is not None and place.type in ("Place", "Organisation"):
                break
        if (
            token.low in ("on", "from")
            and j + 1 < sentence.last
            and (finder.tokens[j + 1].text[0].isdigit() or finder.low(j + 1) in tables.dates_low())
        ):
            break
        if token.low == "," and j + 1 < sentence.last and not finder.tokens[j + 1].cap and finder.low(j + 1) not in ("and",):
            break
        j = mention.last if mention is not None and mention.last > j else j + 1
    while j > i + 1 and (finder.low(j - 1) in words["connectors"] or finder.tokens[j - 1].text in ",-"):
        j -= 1
    return j

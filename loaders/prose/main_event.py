"""Which event the article reports, and which mentions name it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from cooplinks.app.names import fold
from cooplinks.app.names import words as folded_words
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention, Sentence
from cooplinks.loaders.prose.told import told_event

MAIN = "event:main"

_OTHER = frozenset(["forthcoming", "upcoming", "previous", "future", "another", "next", "earlier", "past", "planned"])
_OTHER_BEFORE = frozenset(
    [
        ("ahead", "of"),
        ("event", "of"),
        ("coincides", "with"),
        ("coincided", "with"),
        ("coinciding", "with"),
        ("associated", "with"),
        ("followed", "up"),
        ("prior", "to"),
        ("after", "the"),
        ("after", "a"),
        ("following", "a"),
        ("following", "an"),
        ("since", "the"),
        ("before", "the"),
        ("sidelines", "of"),
        ("margins", "of"),
        ("sideline", "of"),
        ("preparations", "for"),
        ("run-up", "to"),
        ("outcomes", "of"),
        ("results", "of"),
    ]
)
_LEAD = 6
_OFTEN = frozenset(["annually", "regularly", "periodically", "routinely"])
_GENERIC = frozenset(["event", "meeting", "gathering", "session", "training", "talks", "discussions", "ceremony"])
_VAGUE = frozenset(["event", "meeting", "gathering", "talks", "discussions"])
_SPOKEN = frozenset(["panel", "dialogue", "talks", "debate", "meeting", "roundtable"])
_ANAPHORIC = frozenset(["plain:the", "plain:this", "plain:that", "plain:its", "plain:their", "plain:our", "plain:-", "plain:such"])
_ENOUGH = 5.0


def find_main_event(document: Document) -> Document:
    """Give the mentions of the reported event one key; without a likely one nothing is changed."""
    sentence_of = document.sentence_of()
    candidates = [(i, m) for i, m in enumerate(document.mentions) if m.type == "Event" and not m.nested]
    if not candidates:
        return _told(document)
    heads = Counter(m.head for _, m in candidates)
    lead = first_told(document)
    scored = [(_score(document, m, sentence_of[m.first], heads, lead), -i, i, m) for i, m in candidates]
    best, _, _, main = max(scored)
    spoken_at = _attended(document, main, document.sentences[sentence_of[main.first]].first)
    if best < _ENOUGH - spoken_at:
        return _told(document)
    mentions = list(document.mentions)
    keys = {main.key} if main.key else set()
    for _, mention in candidates:
        families = {_family(mention.head), _family(main.head)}
        close = abs(sentence_of[mention.first] - sentence_of[main.first]) < 3 and (len(families) == 1 or families <= _SPOKEN)
        close = close or (mention.rule == "quoted" and len(families) == 1 and _beside(candidates, mention, sentence_of))
        if not main.key and mention.rule == "quoted" and close:
            keys.add(mention.key)  # "an international conference … entitled “X”"
        if mention.key and mention.key not in keys and _same(document, main, mention, sentence_of):
            keys.add(mention.key)
    for _, _, i, mention in scored:
        if mention is main or mention.key in keys or (not mention.key and _refers(document, main, mention, sentence_of)):
            mentions[i] = replace(mention, key=MAIN, anaphor=mention.anaphor and mention is not main)
    starts = {m.first for m in mentions if m.key == MAIN and not m.nested and (not m.anaphor or m.rule in ("plain:a", "plain:an"))}
    mentions = [replace(m, key=MAIN, anaphor=False) if m.nested and m.rule == "long" and m.first in starts else m for m in mentions]
    mentions = _others_told(document, _order(mentions, main), sentence_of)
    if main.head in _SIGNED and main.rule != "quoted":
        told = told_event(document, MAIN, lead)  # "A and B signed an agreement … The ceremony was attended by C"
        if told and told[0].head == "signing":
            alike = "signing" in main.head
            told = tuple(replace(t, name=main.name, head=main.head) for t in told) if alike else told
            return replace(document, mentions=_with(mentions, told))
    return replace(document, mentions=tuple(mentions))


def _told(document: Document) -> Document:
    """The event that only a verb of the lead tells, where one does."""
    told = told_event(document, MAIN, first_told(document))
    if not told or any(m.first <= told[0].first < m.last or told[0].first <= m.first < told[0].last for m in document.mentions):
        return document
    return replace(document, mentions=_with(document.mentions, told))


def _with(mentions: Iterable[Mention], told: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """These mentions, and those told that no event's words cover."""
    events = [m for m in mentions if m.type == "Event"]
    new = [t for t in told if not any(m.first < t.last and t.first < m.last for m in events)]
    return tuple(sorted((*mentions, *new), key=lambda m: (m.first, -m.last)))


_SIGNED = frozenset(["ceremony", "signing", "signing ceremony", "event"])


def _others_told(document: Document, mentions: list[Mention], sentence_of: list[int]) -> list[Mention]:
    """ "A regional conference on customs is planned in Budva", beside the reported event: a plain phrase that says where or by whom."""
    longest = {m.first: m for m in mentions if m.nested and m.rule == "long"}
    keys: dict[int, str] = {}
    for m in mentions:
        if m.type == "Event" and not m.key and not m.nested and m.rule in ("plain:a", "plain:an") and m.head not in _PARTS:
            whole = longest.get(m.first, m)
            sentence = document.sentences[sentence_of[m.first]]
            if not sentence.headline and _told_where(document, mentions, whole.last, sentence.last):
                keys[m.first] = f"event:{fold(whole.name)}"
    told = [m.type == "Event" and m.first in keys and not m.key for m in mentions]
    return [
        replace(m, key=keys[m.first], name=longest.get(m.first, m).name, anaphor=False, confidence=0.65) if here else m
        for m, here in zip(mentions, told, strict=True)
    ]


def _told_where(document: Document, mentions: list[Mention], i: int, end: int) -> bool:
    """Whether "held in", "run by", "will be" or a town follows token i."""
    lows = [t.low for t in document.tokens[i : min(end, i + 9)]]
    towns = {m.first for m in mentions if m.type == "Place" and m.kind in ("city", "venue") and not m.nested}
    beside = any(low in ("in", "at") and i + n + 1 in towns for n, low in enumerate(lows[:4]))
    run = any(a in _RUN | {"planned", "scheduled", "run"} and b in ("by", "in", "at", "on", "for") for a, b in pairwise(lows))
    return beside or run or any(pair in _COMING for pair in pairwise(lows))


_PARTS = frozenset(["panel", "panel discussion", "session", "discussion", "debate", "field visit"])  # of the reported event, as a rule


_COMING = frozenset([("will", "be"), ("is", "planned"), ("is", "scheduled"), ("is", "due"), ("will", "take"), ("are", "planned")])


def _beside(candidates: list[tuple[int, Mention]], quoted: Mention, sentence_of: list[int]) -> bool:
    """ "The two-day workshop focuses on the theme “X”"."""
    return any(
        m.rule.startswith("plain:")
        and m.head == quoted.head
        and sentence_of[m.first] == sentence_of[quoted.first]
        and m.first < quoted.first
        for _, m in candidates
    )


def _order(mentions: list[Mention], main: Mention) -> list[Mention]:
    """Where no title names the event, its first noun phrases stand for it."""
    if any(m.key == MAIN and not m.anaphor for m in mentions):
        return [replace(m, anaphor=False) if m.key == MAIN and m.rule in ("plain:a", "plain:an") else m for m in mentions]
    return mentions


def first_told(document: Document) -> int:
    """The first sentence that is no headline and no furniture."""
    for number, sentence in enumerate(document.sentences):
        small = sum(t.text[0].islower() for t in document.tokens[sentence.first : min(sentence.last, sentence.first + 40)])
        if not sentence.headline and sentence.last - sentence.first > 6 and small > 2:
            return number
    return 0


def _score(document: Document, mention: Mention, number: int, heads: Counter[str], lead: int) -> float:
    sentence, tokens = document.sentences[number], document.tokens
    weight = float(tables.events().get(mention.head, 1))
    score = weight + (2.0 if mention.key else 0.0) + max(0.0, 3.0 - max(0, number - lead) * 0.5 if not sentence.headline else 2.0)
    if mention.rule == "title" and mention.key and (" " in mention.name and tokens[mention.last - 1].low != mention.head):
        score += 1
    score += _held(document, mention, sentence)
    if mention.rule in ("plain:a", "plain:an") or tokens[mention.first].low in ("last", "first", "second", "third"):
        score += 1
    if any(sentence.first <= d.first < sentence.last for d in document.dates):
        score += 1
    if heads[mention.head] > 1:
        score += min(2, heads[mention.head] - 1)
    if _run_by(document, mention, sentence.last):
        score += 2
    if _attended(document, mention, sentence.first):
        score += 1
    goes_on = mention.last < sentence.last and tokens[mention.last].low in ("of", "for", "on") and mention.head not in _GENERIC
    if mention.rule.startswith("plain") and mention.rule in _ANAPHORIC and mention.last - mention.first == 1 and not goes_on:
        score -= 2  # "the meeting" alone speaks of one already named
    if "plural" in tables.event_flags().get(mention.head, frozenset()):
        score -= 1
    if mention.rule == "title" and mention.head in ("day", "days"):
        score -= 2
    score += 3 * _told_by_verb(document, mention.head, lead)
    if number > lead + 1 and any(document.tokens[j].low == "will" for j in range(mention.last, min(sentence.last, mention.last + 6))):
        score -= 3  # "and a tournament will be organised": what comes after the reported event
    return score - 9.0 * _is_other(document, mention, sentence.first, sentence.last)


_RUN = frozenset(
    [
        "organised",
        "organized",
        "held",
        "attended",
        "hosted",
        "opened",
        "addressed",
        "directed",
        "facilitated",
        "conducted",
        "led",
        "witnessed",
        "convened",
        "moderated",
    ]
)


def _attended(document: Document, mention: Mention, begin: int) -> bool:
    """ "speaking at the launch", "addressing the opening of X"."""
    lows = [t.low for t in document.tokens[max(begin, mention.first - 4) : mention.first]]
    return bool(_AT & set(lows)) and bool(lows) and (lows[-1] in ("the", "a", "an", "at", "during") or len(lows) < 2)


_AT = frozenset(
    [
        "speaking",
        "spoke",
        "addressing",
        "attending",
        "attended",
        "speech",
        "remarks",
        "participated",
        "opening",
        "inaugurating",
        "gracing",
        "officiating",
        "officiated",
        "present",
        "represented",
        "panellists",
        "panelists",
        "speakers",
        "invited",
        "speeches",
        "ribbon",
        "graced",
        "attend",
        "delivering",
    ]
)


def _run_by(document: Document, mention: Mention, end: int) -> bool:
    """ "the meeting was organised by", "the course, led by": a thing that somebody runs took place."""
    lows = [t.low for t in document.tokens[mention.last : min(end, mention.last + 5)]]
    return any(a in _RUN and b == "by" for a, b in pairwise(lows))


VERBS = {
    "visit": frozenset(["visited", "visits", "paid", "toured", "visiting", "welcomed", "received", "hosted", "delegation"]),
    "meeting": frozenset(["met", "received", "meets", "receives", "welcomed", "conferred", "discussed"]),
    "talks": frozenset(["met", "meets", "discussed", "conferred"]),
    "discussion": frozenset(["met", "meets", "conferred"]),
    "discussions": frozenset(["met", "meets", "conferred"]),
    "training": frozenset(["trained", "trains", "train"]),
    "ceremony": frozenset(["inaugurated", "handed", "awarded", "signed", "opened"]),
    "signing": frozenset(["signed", "signs", "inked"]),
    "inauguration": frozenset(["inaugurated", "inaugurates"]),
    "opening": frozenset(["opened", "inaugurated"]),
    "launch": frozenset(["launched", "launches"]),
    "handover": frozenset(["handed", "donated"]),
}


def _told_by_verb(document: Document, head: str, lead: int) -> bool:
    """ "A delegation visited the university" tells of "the visit"."""
    verbs = VERBS.get(head)
    if verbs is None:
        return False
    sentence = document.sentences[lead]
    return any(t.low in verbs for t in document.tokens[sentence.first : sentence.last])


def _held(document: Document, mention: Mention, sentence: Sentence) -> float:
    """How clearly the sentence says that it took place: a verb of holding, attending or speaking, near to it."""
    held, present = tables.words()["held"], tables.words()["present"]
    best = 2.0 if document.tokens[max(0, mention.first - 3)].low in ("purpose", "aim", "objective", "goal") else 0.0
    for j in range(max(sentence.first, mention.first - 25), min(sentence.last, mention.last + 25)):
        low = document.tokens[j].low
        near = mention.first - 10 <= j < mention.last + 10
        if low in held:
            best = max(best, 2.5 if near else 1.5)
        elif low in present:
            best = max(best, 2.0 if near else 1.0)
    return best


def _behind_another(document: Document, mention: Mention, first: int) -> bool:
    """Whether another event stands before the first comma of the sentence, and this one behind it."""
    comma = next((n for n in range(first, mention.first) if document.tokens[n].low == ","), 0)
    return comma > 0 and any(
        m.type == "Event" and not m.nested and first < m.first < comma and m.rule in ("plain:the", "title") for m in document.mentions
    )


def _is_other(document: Document, mention: Mention, first: int, last: int) -> bool:
    """Whether the words around say that this is not the event reported."""
    lows = [t.low for t in document.tokens[max(first, mention.first - 5) : mention.first]]
    if lows[-2:] == ["held", "its"] and "when" in (t.low for t in document.tokens[first : mention.first]):
        return True  # "It began in 2019, when A held its annual conference"
    inside = {t.low for t in document.tokens[mention.first : mention.first + 2]} if mention.rule != "quoted" else set()
    after = [t.low for t in document.tokens[mention.last : min(last, mention.last + 5)]]
    if {"hope", "hopes", "intend", "intends"} & set(after) and not mention.key:
        return True  # "a workshop that we hope to hold more often"
    if after[:1] == ["'s"] and mention.key:
        return True
    if "similar" in inside or ({"second", "third", "further", "similar"} & inside and {"follows", "follow"} & set(after)):
        return True
    if lows[-1:] in (["then"], ["former"]):
        return True
    opening = [t.low for t in document.tokens[first : first + 2]]
    if {"following", "after"} & set(opening) and _behind_another(document, mention, first):
        return True  # "Following the meeting, members took part in a conference"
    if lows[-2:] == ["as", "a"] and "of" in after[:1]:
        return True  # "as a side event of the X Conference, A organised an exhibition"
    if inside & {"last", "previous"} and lows[-1:] in (["their"], ["its"], ["our"]):
        return True
    further = [t.low for t in document.tokens[mention.last : min(last, mention.last + 14)]]
    if any(a in ("earlier", "last") and b in ("this", "year", "month") for a, b in pairwise(further)) and further[:1] != ["held"]:
        return True
    if _OFTEN & {t.low for t in document.tokens[mention.last : min(last, mention.last + 9)]} and not mention.key:
        return True
    if {"agreed", "proposed", "requested", "suggested"} & set(lows) and not mention.key:
        return True
    if "ago" in [t.low for t in document.tokens[mention.last : min(last, mention.last + 12)]] and "last" in inside:
        return True
    head = document.sentences[0]
    told = {t.low for t in document.tokens[head.first : head.last]} & VERBS.get(mention.head, frozenset()) if head.headline else set()
    if "during" in lows and "recent" in inside | set(lows[-2:]) and not told:
        return True  # but for "A visits B" in the headline
    if _OTHER & (set(lows[-4:]) | inside) or any(tuple(lows[i : i + 2]) in _OTHER_BEFORE for i in range(len(lows))):
        return True
    if (
        lows[-1:] == ["press"]
        or "press" in (t.low for t in document.tokens[mention.first : mention.last])
        or (mention.head in ("course", "exercise") and "of" in after[:1] and "training" not in inside)
    ):
        return True
    if "following" in lows[-2:] or lows[-1:] == ["next"] or ("was" in after and "followed" in after and mention.key != ""):
        return True
    return after[:3] == [",", "to", "be"] or (
        after[:2] == ["to", "be"] and mention.rule == "title" and not document.sentences[0].last >= last
    )


def _same(document: Document, main: Mention, other: Mention, sentence_of: list[int]) -> bool:
    """Whether two titles name one event: the same noun, and one in the headline or words in common."""
    if _is_other(document, other, document.sentences[sentence_of[other.first]].first, document.sentences[sentence_of[other.first]].last):
        return False
    a, b = set(folded_words(main.name)), set(folded_words(other.name))
    shared = len(a & b) / max(1, min(len(a), len(b)))
    headline = any(document.sentences[sentence_of[m.first]].headline for m in (main, other))
    near = max(sentence_of[main.first], sentence_of[other.first]) < _LEAD
    same_noun = _family(main.head) == _family(other.head) or main.head in _GENERIC or other.head in _GENERIC
    return (
        shared >= 0.7 or (same_noun and shared >= 0.5) or (same_noun and near and headline and (shared >= 0.3 or main.head == other.head))
    )


_ORDINALS = frozenset(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"])


def _other_number(document: Document, main: Mention, mention: Mention) -> bool:
    """ "The fifth meeting" beside "the 4th Regional Meeting"."""
    a, b = (next((_NUMBER[t.low] for t in document.tokens[m.first : m.last] if t.low in _NUMBER), 0) for m in (main, mention))
    return bool(a and b and a != b)


_WORDS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_NUMBER = {word: n for n, word in enumerate(_WORDS, 1)} | {
    f"{n}{'th' if 10 < n < 20 else _ENDINGS.get(n % 10, 'th')}": n for n in range(1, 60)
}


def _numbered(document: Document, mention: Mention) -> bool:
    """ "the sixth meeting" is not "the meeting" that is reported, unless that is numbered too."""
    lows = [t.low for t in document.tokens[mention.first : mention.last]]
    return any(low in _ORDINALS for low in lows)


_FAMILIES = {
    "course": "training",
    "launching": "launch",
    "round table": "roundtable",
    "round-table": "roundtable",
    "panel discussion": "panel",
    "discussion": "panel",
    "talk": "talks",
}


def _family(head: str) -> str:
    """ "training course" and "training" speak of one thing."""
    one = head.removesuffix("s") if head.endswith("s") and head not in ("talks", "congress", "discussions") else head
    return _FAMILIES.get(one) or (one.split()[0] if one.startswith("training") else one.split()[-1])


def _refers(document: Document, main: Mention, mention: Mention, sentence_of: list[int]) -> bool:
    """Whether a plain phrase is the reported event again: the same noun, a general one, or another beside it in the lead."""
    sentence = document.sentences[sentence_of[mention.first]]
    if _is_other(document, mention, sentence.first, sentence.last):
        return False
    if _other_number(document, main, mention):
        return False
    words = {t.low for m in (mention, main) for t in document.tokens[m.first : m.last]}
    if {mention.head, main.head} == {"ceremony", "signing"} and "signing" in words:
        return True  # "the signing ceremony", "the signing"
    coming = any(document.tokens[j].low == "will" for j in range(max(sentence.first, mention.first - 6), mention.first))
    if coming and _numbered(document, mention) and not _numbered(document, main):
        return False
    new = (
        mention.rule in ("plain:a", "plain:an", "plain:another")
        and sentence_of[mention.first] > max(sentence_of[main.first], first_told(document)) + 1
    )
    if new and main.last < mention.first:
        return False
    part = mention.head in main.head.split() or main.head in mention.head.split()  # "a training workshop … the workshop"
    if part or _family(mention.head) == _family(main.head) or mention.head in _GENERIC or main.head in _VAGUE:
        return True
    near = sentence_of[mention.first] <= max(sentence_of[main.first], _LEAD - 2)
    return near and mention.rule in ("plain:a", "plain:an", "plain:this") and _held(document, mention, sentence) >= 2.0

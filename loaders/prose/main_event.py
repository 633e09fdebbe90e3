"""Which event the article reports, which mentions name it, and when it was."""

import re
from dataclasses import replace

from cooplinks.app.names import words as folded_words
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import DateSpan, Document, Mention

MAIN = "event:main"

_OTHER = frozenset(["forthcoming", "upcoming", "previous", "future", "another", "next", "earlier", "past", "planned"])
_OTHER_BEFORE = (("ahead", "of"), ("followed", "up"), ("prior", "to"), ("after", "the"), ("since", "the"), ("before", "the"))
_LEAD = 6
_GENERIC = frozenset(["event", "meeting", "gathering", "session"])
_FURNITURE = re.compile(r"(?:published|updated|posted|date|last modified)\b", re.IGNORECASE)


def find_main_event(document: Document) -> Document:
    """Give the mentions of the reported event one key; without a likely one nothing is changed."""
    sentence_of = document.sentence_of()
    candidates = [(i, m) for i, m in enumerate(document.mentions) if m.type == "Event"]
    if not candidates:
        return document
    scored = [(_score(document, m, sentence_of[m.first]), -i, i, m) for i, m in candidates]
    best, _, _, main = max(scored)
    if best < 4:
        return document
    mentions = list(document.mentions)
    keys = {main.key} if main.key else set()
    for _, mention in candidates:
        if mention.key and mention.key not in keys and _same(document, main, mention, sentence_of):
            keys.add(mention.key)
    for _, _, i, mention in scored:
        sentence = document.sentences[sentence_of[mention.first]]
        if mention.key in keys or (
            not mention.key and _refers(main, mention) and not _is_other(document, mention, sentence.first, sentence.last)
        ):
            mentions[i] = replace(mention, key=MAIN, anaphor=mention.anaphor and mention is not main)
    return replace(document, mentions=tuple(_order(mentions, main)))


def _order(mentions: list[Mention], main: Mention) -> list[Mention]:
    """Where no title names the event, its first noun phrases stand for it."""
    if any(m.key == MAIN and not m.anaphor for m in mentions):
        return [replace(m, anaphor=False) if m.key == MAIN and m.rule in ("plain:a", "plain:an") else m for m in mentions]
    return mentions


def _score(document: Document, mention: Mention, number: int) -> float:
    sentence, tokens = document.sentences[number], document.tokens
    weight = float(tables.events().get(mention.head, 1))
    score = weight + (3.0 if mention.key else 0.0) + max(0.0, 3.0 - number * 0.6)
    lows = {t.low for t in tokens[sentence.first : sentence.last]}
    if lows & {
        "held",
        "attended",
        "organised",
        "organized",
        "hosted",
        "gathered",
        "took",
        "place",
        "participated",
        "convened",
        "brought",
        "opened",
    }:
        score += 2
    if mention.rule in ("plain:a", "plain:an") or tokens[mention.first].low in ("last", "first", "second"):
        score += 1
    if any(sentence.first <= d.first < sentence.last for d in document.dates):
        score += 1
    return score - 9.0 * _is_other(document, mention, sentence.first, sentence.last)


def _is_other(document: Document, mention: Mention, first: int, last: int) -> bool:
    """Whether the words around say that this is not the event reported."""
    lows = [t.low for t in document.tokens[max(first, mention.first - 4) : mention.first]]
    inside = {t.low for t in document.tokens[mention.first : mention.first + 2]}
    after = [t.low for t in document.tokens[mention.last : min(last, mention.last + 5)]]
    if _OTHER & (set(lows) | inside) or any(tuple(lows[i : i + 2]) in _OTHER_BEFORE for i in range(len(lows))):
        return True
    if (
        "following" in lows[-2:]
        or lows[-1:] == ["next"]
        or ("was" in after and "followed" in after and mention.key != "")
        or (after[:2] == ["to", "be"] and mention.rule == "title")
    ):
        return True
    return after[:3] == [",", "to", "be"]


def _same(document: Document, main: Mention, other: Mention, sentence_of: list[int]) -> bool:
    """Whether two titles name one event: the same noun, and one in the headline or words in common."""
    if _is_other(document, other, document.sentences[sentence_of[other.first]].first, document.sentences[sentence_of[other.first]].last):
        return False
    a, b = set(folded_words(main.name)), set(folded_words(other.name))
    shared = len(a & b) / max(1, min(len(a), len(b)))
    headline = any(document.sentences[sentence_of[m.first]].headline for m in (main, other))
    near = max(sentence_of[main.first], sentence_of[other.first]) < _LEAD
    same_noun = main.head == other.head or main.head in _GENERIC or other.head in _GENERIC
    return shared >= 0.7 or (same_noun and near and headline and (shared >= 0.3 or main.head == other.head))


def _refers(main: Mention, mention: Mention) -> bool:
    return mention.head == main.head or mention.head in _GENERIC or main.head in _GENERIC or mention.rule in ("plain:a", "plain:an")


def event_dates(document: Document) -> tuple[str, ...]:
    """First and last day of the main event: the date nearest to where it is told, a missing year taken from the article's other dates."""
    sentence_of = document.sentence_of()
    told = [sentence_of[m.first] for m in document.mentions if m.key == MAIN]
    best: tuple[int, int, DateSpan] | None = None
    for order, date in enumerate(document.dates):
        number = sentence_of[date.first]
        sentence = document.sentences[number]
        first_words = document.words(sentence.first, min(sentence.first + 3, sentence.last))
        if _FURNITURE.match(first_words) or (sentence.last - sentence.first <= 8 and sentence.headline) or not told:
            continue
        distance = min(abs(number - t) for t in told[:12])
        weak = _dateline(document, date) or len(date.since) < 7
        rank = (distance * 4 + 3 * weak + (2 if not _near_held(document, date) else 0), order, date)
        if distance <= 1 and (best is None or rank[:2] < best[:2]):
            best = rank
    return _whole(document, best[2]) if best else ()


def _near_held(document: Document, date: DateSpan) -> bool:
    lows = {t.low for t in document.tokens[max(0, date.first - 12) : date.last + 14]}
    return bool(
        lows
        & {
            "held",
            "organised",
            "organized",
            "hosted",
            "took",
            "met",
            "gathered",
            "attended",
            "convened",
            "participated",
            "opened",
            "brought",
            "period",
        }
    )


def _dateline(document: Document, date: DateSpan) -> bool:
    """ "SARAJEVO, 5 May 2024 –" at the very beginning tells when it was written."""
    return date.first < 6 and any(t.text in "–—-:" for t in document.tokens[date.last : date.last + 2])


def _whole(document: Document, date: DateSpan) -> tuple[str, ...]:
    year = next((d.since[:4] for d in document.dates if d.year), document.published[:4])
    since, until = (d if d[:1] != "-" else year + d for d in (date.since, date.until))
    if since.startswith("-"):
        return ()
    return (since,) if since == until and len(since) == 7 else (since, until)

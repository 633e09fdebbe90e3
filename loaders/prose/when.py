"""When the reported event was: the date nearest to where it is told, "today" and days of the week, and how long it was."""

import re
from datetime import date, timedelta

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import DateSpan, Document
from cooplinks.loaders.prose.main_event import MAIN, first_told

_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_LONG_AGO = frozenset(["since", "founded", "established", "born", "until", "deadline"])
_FURNITURE = re.compile(r"(?:published|updated|posted|copyright|©|date|last modified|submitted)\b", re.IGNORECASE)


def event_dates(document: Document) -> tuple[str, ...]:
    """First and last day of the main event: the date nearest to where it is told, a missing year taken from the article's other dates."""
    sentence_of = document.sentence_of()
    told = [sentence_of[m.first] for m in document.mentions if m.key == MAIN]
    best: tuple[int, int, DateSpan] | None = None
    if not told:
        return ()
    others = {sentence_of[m.first] for m in document.mentions if m.type == "Event" and m.key and m.key != MAIN}
    for order, span in enumerate(document.dates):
        number = sentence_of[span.first]
        sentence = document.sentences[number]
        first_words = document.words(sentence.first, min(sentence.first + 3, sentence.last))
        labelled = first_words.lower().startswith(("event date", "date:", "when:"))
        furniture = _FURNITURE.match(first_words) is not None and (sentence.last - sentence.first < 14 or span.first < sentence.first + 4)
        ranged = span.since != span.until and len(span.since) > 7
        if (furniture or (not ranged and sentence.last - sentence.first <= 8 and sentence.headline)) and not labelled:
            continue
        if _of_other(document, span) or any(t.low in _LONG_AGO for t in document.tokens[max(sentence.first, span.first - 7) : span.first]):
            continue
        distance = 0 if labelled else min(abs(number - t) for t in told[:12])
        weak = _dateline(document, span) or len(span.since) < 10 - 4 * (not span.year) - 1
        rank = (
            distance * 4 + 3 * weak - ranged + (2 if not _near_held(document, span) else 0) + (number in others and number not in told),
            order,
            span,
        )
        if distance <= 1 and (best is None or rank[:2] < best[:2]):
            best = rank
    if best is not None and _dateline(document, best[2]) and _weekday(document, told):
        best = None  # the day it was written; when it was is told by a day of the week
    relative = _relative(document, sentence_of, told)
    first = best is not None and best[2].first <= document.sentences[sentence_of[best[2].first]].first + 1
    days = best is not None and best[0] < 4 and best[2].since != best[2].until
    if relative and not days and (best is None or best[0] >= 2 or first):
        return _stretched(document, told, relative)
    return _stretched(document, told, _whole(document, best[2])) if best else ()


def _stretched(document: Document, told: list[int], days: tuple[str, ...]) -> tuple[str, ...]:
    """Both days where the text gives one beside the event and says elsewhere, or by "three-day", how long it was."""
    if not days or days[0] != days[-1] or len(days[0]) != 10:
        return days
    return _as_weekdays(document, told, days[0]) or _as_range(document, told, days[0]) or _as_long(document, told, days[0]) or days


def _as_weekdays(document: Document, told: list[int], day: str) -> tuple[str, str] | None:
    """ "met on Tuesday and Wednesday", where the day found is one of them or the day of writing."""
    written = _written(document) or day
    for number in sorted({*told[:3], first_told(document)}):
        sentence = document.sentences[number]
        lows = [t.low for t in document.tokens[sentence.first : sentence.last]]
        for a, join, b in zip(lows, lows[1:], lows[2:], strict=False):
            if a in _WEEK and b in _WEEK and join in ("and", "to", "-", "–") and not sentence.headline:
                last = _on_weekday(written, b, coming=False)
                first = _on_weekday(last[0], a, coming=False) if last else ()
                return (first[0], last[0]) if first and day in (first[0], last[0], written) else None
    return None


def _as_range(document: Document, told: list[int], day: str) -> tuple[str, str] | None:
    """ "opened on 2 June … and runs until the 27th", "for two weeks, from 15 to 26 July": a longer stretch that has the day at its edge."""
    sentence_of = document.sentence_of()
    near = range(min(told), max(told[:12]) + 3)
    for span in document.dates:
        number = sentence_of[span.first]
        if number not in near or document.sentences[number].headline or _of_other(document, span):
            continue
        whole = _whole(document, span) if span.year else tuple(day[:4] + d for d in (span.since, span.until))
        if len(whole) != 2 or len(whole[0]) != 10 or not whole[0] <= whole[1]:
            continue
        lows = [t.low for t in document.tokens[max(document.sentences[number].first, span.first - 5) : span.first]]
        ends = number in told and bool(_UNTIL & set(lows)) and whole[0] == whole[1] and day < whole[0]
        ranged = whole[0] != whole[1] and day in whole
        if (ends or ranged) and _apart(day if ends else whole[0], whole[1]) < 32:
            return (day, whole[1]) if ends else (whole[0], whole[1])
    return None


_UNTIL = frozenset(["until", "till", "ended", "ends", "closes", "closed", "lasts", "concludes", "concluded"])


def _as_long(document: Document, told: list[int], day: str) -> tuple[str, str] | None:
    """ "A three-day workshop was concluded on 19 November", "the two-day forum opened on 4 May"."""
    for number in sorted(set(told))[:4]:
        sentence = document.sentences[number]
        lows = [t.low for t in document.tokens[sentence.first : sentence.last]]
        length = next((n for low in lows if (n := _LENGTHS.get(low.removesuffix("-long"), 0))), 0)
        if not length or sentence.headline:
            continue
        if _CLOSED & set(lows):
            return (_moved(day, 1 - length), day)
        return (day, _moved(day, length - 1)) if _OPENED & set(lows) else None
    return None


_LENGTHS = {f"{word}-day": n for n, word in enumerate(["two", "three", "four", "five", "six", "seven"], 2)} | {
    f"{n}-day": n for n in range(2, 8)
}
_CLOSED = frozenset(["concluded", "concludes", "ended", "ends", "closed", "finished", "completed"])
_OPENED = frozenset(["began", "begins", "started", "starts", "commenced", "kicked"])


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _apart(first: str, last: str) -> int:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return 99


def _of_other(document: Document, span: DateSpan) -> bool:
    """A date inside the name of something else, or of another event: "the June 2011 workshop", "a summit in November"."""
    for mention in document.mentions:
        if (
            mention.type == "Event"
            and mention.key != MAIN
            and not mention.nested
            and mention.first <= span.last + 1 <= mention.last + 1
            and mention.first >= span.first
        ):
            return True
    if _nearer_other(document, span) or _followed(document, span):
        return True
    after = document.tokens[span.last : span.last + 6]
    return any(t.low in ("summit", "elections", "election", "agreement", "law") for t in after[:1])


def _followed(document: Document, span: DateSpan) -> bool:
    """ "Following a meeting in Cusco on 2 March, …": the day of what came before."""
    for i in range(span.first - 1, max(span.first - 9, -1), -1):
        low = document.tokens[i].low
        if low in (",", ".", ";", ":"):
            return False
        if low == "following" and document.tokens[i + 1].low in ("a", "an", "the"):
            return True
    return False


def _nearer_other(document: Document, span: DateSpan) -> bool:
    """ "the meeting prepared the X Session that will take place from 3 to 5 May": the days are of the session."""
    told = [m for m in document.mentions if m.type == "Event" and not m.nested and m.last <= span.first and span.first - m.last < 10]
    if not told:
        return False
    last = max(told, key=lambda m: m.last)
    between = [t.low for t in document.tokens[last.last : span.first]]
    return (
        bool(last.key) and last.key != MAIN and any(low in ("will", "scheduled", "slated", "be") for low in between) and "." not in between
    )


def _relative(document: Document, sentence_of: list[int], told: list[int]) -> tuple[str, ...]:
    """ "today", "yesterday" beside the event, counted from the day the article is dated."""
    written = _written(document)
    if not written:
        return ()
    lead = {*told[:6], first_told(document)}
    named = _weekday(document, told)
    if named:
        return _on_weekday(written, named, coming=_coming(document, told))
    for number in sorted(lead):
        sentence = document.sentences[number]
        spoken = False
        for token in document.tokens[sentence.first : sentence.last]:
            spoken = (spoken or token.text in ("“", '"')) and token.text != "”"
            if token.low in _RELATIVE and not spoken:
                try:
                    day = (date.fromisoformat(written) + timedelta(days=_RELATIVE[token.low])).isoformat()
                except (ValueError, OverflowError):
                    return ()
                return (day, day)
    return ()


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _weekday(document: Document, told: list[int]) -> str:
    """The day of the week on which the event was, where the first sentences that tell of it name one ("on Sunday")."""
    dated = {i for d in document.dates for i in range(d.first - 2, d.last + 2)}
    for number in sorted({*told[:3], first_told(document)}):
        sentence = document.sentences[number]
        if sentence.headline:
            continue
        found = [
            document.tokens[i].low
            for i in range(sentence.first + 1, sentence.last)
            if document.tokens[i].low in _WEEK and i not in dated and document.tokens[i - 1].low not in ("statement", "release", "said")
        ]
        if found:
            return found[0] if len(set(found)) == 1 else ""
    return ""


def _coming(document: Document, told: list[int]) -> bool:
    bodies = [n for n in sorted(set(told)) if not document.sentences[n].headline]
    sentence = document.sentences[bodies[0] if bodies else min(told)]
    return any(t.low in ("will", "upcoming", "scheduled") for t in document.tokens[sentence.first : sentence.last])


def _on_weekday(written: str, name: str, *, coming: bool) -> tuple[str, ...]:
    """The last such day up to the day of writing, or the next one where it is still to come."""
    try:
        day = date.fromisoformat(written)
        away = (_WEEK.index(name) - day.weekday()) % 7 if coming else -((day.weekday() - _WEEK.index(name)) % 7)
        told = (day + timedelta(days=away)).isoformat()
    except (ValueError, OverflowError):
        return ()
    return (told, told)


def _written(document: Document) -> str:
    """The day the article bears: in its dateline, as published, or in a line of its own near the top."""
    published = document.published[:10]
    days = [d for d in document.dates[:3] if d.since == d.until and d.first < 60]
    near = [d for d in days if d.year and len(d.since) == 10]
    full = [(d, d.since if d.year else published[:4] + d.since) for d in days]
    lined = next((day for d, day in full if len(day) == 10 and _dateline(document, d)), "")
    if published and not (lined and lined <= published):
        return published
    return lined or (near[0].since if near else "")


def _near_held(document: Document, span: DateSpan) -> bool:
    held = tables.words()["held"]
    return any(t.low in held for t in document.tokens[max(0, span.first - 30) : span.last + 22])


def _dateline(document: Document, span: DateSpan) -> bool:
    """ "SARAJEVO, 5 May 2024 –" at the very beginning tells when it was written."""
    begin = next((s.first for s in reversed(document.sentences) if s.first <= span.first), 0)
    tokens = document.tokens
    if begin >= 60 or span.first - begin >= 6:
        return False
    agency = 3 * (span.last < len(tokens) and tokens[span.last].text == "(")  # "KATHMANDU, 4 May (RSS):"
    behind = tokens[span.last : span.last + 2 + agency]
    alone = (
        0 < span.first - begin <= 4 and tokens[span.first - 1].text == "," and any(t.text == "." for t in behind[:1])
    )  # "Lima, 4 May 2024."
    return alone or any(t.text in "–—-:" for t in behind)


def _bare_year(document: Document, span: DateSpan) -> str:
    """ "the final meeting for 2016 in Apia, 13 to 15 December": a year alone in the same sentence."""
    number = document.sentence_of()[span.first] if not span.year else -1
    if number < 0:
        return ""
    sentence = document.sentences[number]
    found = {
        t.text
        for t in document.tokens[sentence.first : sentence.last]
        if len(t.text) == 4 and t.text.isdigit() and t.text[:2] in ("19", "20")
    }
    return next(iter(found)) if len(found) == 1 else ""


def _only_year(document: Document) -> str:
    """The year of all other dates, those left out that tell of an earlier or later time."""
    sentence_of = document.sentence_of()
    years = set()
    for d in document.dates:
        sentence = document.sentences[sentence_of[d.first]]
        lows = {t.low for t in document.tokens[sentence.first : sentence.last]}
        if d.year and not lows & {"previous", "previously", "since", "earlier", "last", "next"}:
            years |= {d.since[:4], d.until[:4]}
    return next(iter(years)) if len(years) == 1 else ""


def _headed_year(document: Document) -> str:
    """The year of a date in the first lines, where the article's own date stands."""
    return next((d.since[:4] for d in document.dates if d.year and len(d.since) == 10 and d.first < 40), "")


def _whole(document: Document, span: DateSpan) -> tuple[str, ...]:
    year = _bare_year(document, span) or document.published[:4] or _only_year(document) or _headed_year(document)
    since, until = (d if d[:1] != "-" else year + d for d in (span.since, span.until))
    if since.startswith("-"):
        return ()
    return (since,) if since == until and len(since) == 7 else (since, until)

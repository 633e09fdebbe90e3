"""Who was in the room: lists before "attended" and after "attended by", delegates of a body, and whoever spoke."""

from itertools import pairwise

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.cues import Hit, list_left, list_right
from cooplinks.loaders.prose.main_event import MAIN, VERBS
from cooplinks.loaders.prose.reading import BODY, Line, Reading
from cooplinks.loaders.prose.tables import Cue

_RELATIVE = frozenset(["who", "which", "that", "where", "when", "about", "regarding", "concerning", "dealing", "on", "discuss"])
_CROWDS = frozenset(
    [
        "organizations",
        "organisations",
        "institutions",
        "bodies",
        "countries",
        "states",
        "agencies",
        "companies",
        "authorities",
        "sectors",
        "partners",
        "stakeholders",
        "municipalities",
        "governments",
    ]
)
_INVITED = frozenset(["invited", "invitation", "invitations"])
_DECLINED = frozenset(["declined", "unable", "refused", "failed"])
_KEPT_AWAY = _INVITED | _DECLINED


def attend(line: Line) -> None:
    """All attendance that this sentence says."""
    main = line.reading.document.main
    if not main:
        return
    for hit in line.hits:
        for cue in [c for c in hit.cues if c.modality] or hit.cues:
            if cue.form == "attend" and not (line.denied(hit.first) and not cue.modality):
                _left(line, hit, cue)
            elif cue.form == "attended" and not line.denied(hit.first):
                _right(line, hit, cue)
            elif cue.form == "met" and not line.denied(hit.first):
                _met(line, hit, cue)
            elif cue.form == "received" and not line.denied(hit.first):
                _received(line, hit, cue)
            elif cue.form == "event-with" and _of_main(line, hit, cue) and not line.denied(hit.first):
                _event_with(line, hit, cue)
    _passives(line)
    _included(line)
    _delegates(line)
    _speakers(line)
    _beside(line)


def _event(line: Line, k: int) -> str:
    """The event that is attended: the next one after item k, else the reported one."""
    for item in line.items[k : k + 8]:
        if item.type == "Event" and item.thing:
            return item.thing
        if item.type == "Event":
            return ""
    return line.reading.document.main


def _left(line: Line, hit: Hit, cue: Cue) -> None:
    before = [i.low for i in line.items[max(0, hit.first - 4) : hit.first]]
    if cue.strict and not any(i.type == "Event" for i in line.items[hit.last : hit.last + 6]):
        return
    if not cue.modality and (_KEPT_AWAY & set(before)):
        return
    modality = cue.modality or ("planned" if line.planned(hit.first) else "")
    event = _event(line, hit.last)
    if cue.modality == "invited" and hit.last < len(line.items) and line.items[hit.last].low not in ("to", "but", ",", ".", "and", "for"):
        return
    found = _row_before(line, hit.first, stop_at_verbs=True)
    for place, k in enumerate(found[::-1]):
        if cue.persons_only and line.items[k].type != "Person":
            continue
        line.say(
            cue,
            line.items[k].thing,
            event,
            k,
            hit.last,
            place=place,
            role=cue.role or "participant",
            modality=modality,
            unsure=line.unsure(k),
        )
    if not cue.modality:
        _including(line, hit, cue, event, modality)


def _including(line: Line, hit: Hit, cue: Cue, event: str, modality: str) -> None:
    """ "50 people attended the meeting, including A and representatives of B": the row after the event."""
    for k in range(hit.last, len(line.items)):
        low = line.items[k].low
        if low == "well" and k > hit.last and line.items[k - 1].low == "as" and any(i.type == "Event" for i in line.items[hit.last : k]):
            _row(line, hit, cue, event, modality, k + 2)
            return
        if low in ("including", "comprising", "namely", "included") or (
            low in ("among", "from") and k > hit.last and line.items[k - 1].low in (",", "representatives", "participants")
        ):
            _row(line, hit, cue, event, modality, k + 1)
            return
        if low in tables.words()["verbs"] or low in tables.words()["speech"] or low in ("where", "which"):
            return


def _row_before(line: Line, k: int, *, stop_at_verbs: bool) -> list[int]:
    """Persons and free bodies before item k, up to a verb; nearest first."""
    verbs, speech = tables.words()["verbs"], tables.words()["speech"]
    found: list[int] = []
    hits = line.hits_by_item()
    for j in range(k - 1, max(-1, k - 160), -1):
        item = line.items[j]
        if (
            not item.taken
            and not item.type
            and (
                (item.low in verbs and item.low not in ("has", "have", "had", "will", "would", "been", "were", "was"))
                or item.low in speech
                or item.low in (";", "but")
            )
        ):
            break
        hit = hits.get(j)
        if item.low in ("but", ";") or (hit is not None and any(c.form in ("attend", "attended") for c in hit.cues)):
            break
        if (item.type == "Person" and item.thing) or (
            item.type == "Organisation" and item.thing and (not item.taken or item.taken == "joint") and not _possessive(line, j)
        ):
            found.append(j)
    return found


def _possessive(line: Line, k: int) -> bool:
    return k + 1 < len(line.items) and line.items[k + 1].low == "'s"


def _right(line: Line, hit: Hit, cue: Cue) -> None:
    """A long row after "attended by": bodies count only while the words still list, not inside "who deal with …"."""
    event = (
        next((i.thing for i in reversed(line.items[max(0, hit.first - 40) : hit.first]) if i.type == "Event" and i.thing), "")
        or line.reading.document.main
    )
    modality = cue.modality or ("planned" if line.planned(hit.first) else "")
    by_place = line.items[hit.first].low == "in"
    if (
        not by_place
        and hit.last < len(line.items)
        and line.items[hit.last].low.endswith("ed")
        and line.items[hit.last - 1].low in ("were", "was")
    ):
        return  # "participants were introduced to …"
    _row(line, hit, cue, event, modality, hit.last)


def _row(line: Line, hit: Hit, cue: Cue, event: str, modality: str, start: int) -> None:
    listing, place = True, 0
    hits = line.hits_by_item()
    delegate = tables.titles()
    for k in range(start, min(len(line.items), start + 160)):
        item = line.items[k]
        hit_here = hits.get(k)
        if (
            hit_here is not None
            and hit_here.first == k
            and item.taken
            and any(c.form in ("attend", "active", "passive", "place") for c in hit_here.cues)
        ):
            break
        if item.low in _RELATIVE or (
            item.low in _CROWDS and k + 1 < len(line.items) and line.items[k + 1].low in ("from", "of", "in", "dealing")
        ):
            listing = False
        elif (
            item.low in ("namely", ":", "representatives", "representative")
            or delegate.get(item.low, ("", ""))[0] == "delegate"
            or (place and _again(line, k))
        ):
            listing = True
        person = item.type == "Person" and item.thing and not _of_works(line, k)
        body = (
            item.type == "Organisation"
            and item.thing
            and not item.taken
            and (listing if not cue.persons_only else spoken_for(line, k))
            and not _possessive(line, k)
        )
        if person or body:
            line.say(
                cue,
                item.thing,
                event,
                hit.first,
                k + 1,
                place=place,
                role=cue.role or "participant",
                modality=modality,
                unsure=line.unsure(k),
            )
            place += 1


def _of_works(line: Line, k: int) -> bool:
    """ "featuring works by Name": the works were there."""
    return k > 1 and line.items[k - 1].low in ("by", "of") and line.items[k - 2].low in _WORKS


_WORKS = frozenset(
    [
        "works",
        "work",
        "photos",
        "photographs",
        "paintings",
        "pictures",
        "films",
        "film",
        "book",
        "books",
        "poems",
        "music",
        "songs",
        "drawings",
    ]
)


def spoken_for(line: Line, k: int) -> bool:
    """ "the Undersecretary of A", "staff of A", "the A Environmental Expert": somebody unnamed of the body at k."""
    titles, items = tables.titles(), line.items
    mention = line.mention(k)
    if mention is not None and mention.rule.startswith("office:"):
        return True
    for j in range(k + 1, min(k + 4, len(items))):
        if items[j].type or not items[j].low[0].isalpha():
            break
        if titles.get(items[j].low, ("", ""))[0] in ("office", "delegate"):
            return True
    j = k - 1 - (k > 0 and items[k - 1].low == "the")
    j -= 2 * (j > 1 and items[j].low == "'s" and items[j - 1].type == "Place")  # "New Zealand's Ministry"
    while j > 0 and items[j].type == "Organisation" and items[j].thing and items[j - 1].low in ("of", "from", "at", "and", ",", "the"):
        j -= 1 + (items[j - 1].low in ("and", ",", "the"))
    if j < 1 or items[j].low not in ("of", "from", "at", "and", ","):
        return False
    return any(titles.get(i.low, ("", ""))[0] in ("office", "delegate") for i in items[max(0, j - 4) : j] if not i.type)


def _passives(line: Line) -> None:
    """ "The ceremony was witnessed by A and the staff of B": whatever they did, they did it there."""
    items, main = line.items, line.reading.document.main
    hits = line.hits_by_item()
    for k, item in enumerate(items[:-1]):
        said = k in hits and any(c.form != "by-later" for c in hits[k].cues)
        if item.low != "by" or item.type or k < 3 or said or not (items[k - 1].low.endswith("ed") or items[k - 1].low in _IRREGULAR):
            continue
        j = k - 2
        while j > 0 and (items[j].low in _AUXILIARY or items[j].low.endswith("ly")):
            j -= 1
        if j < k - 2 and _event_before(line, j) == main:
            cue = tables.cue("event-passive")
            modality = "planned" if line.planned(k) else ""
            _row(line, Hit(k - 1, k + 1, (cue,)), cue, main, modality, k + 1)
            return


def _event_before(line: Line, j: int) -> str:
    """The event that ends at item j, past "on law" and "in Lima"; '' for none."""
    verbs = tables.words()["verbs"]
    for n in range(j, max(-1, j - 9), -1):
        item = line.items[n]
        if item.type == "Event":
            return item.thing
        if item.type not in ("", "Place") or item.low in verbs - {"on", "in"} or item.low in (",", ".", ";", ":"):
            return ""
    return ""


_PAST = frozenset(
    [
        "sat",
        "paid",
        "met",
        "held",
        "took",
        "gave",
        "made",
        "went",
        "came",
        "began",
        "saw",
        "led",
        "ran",
        "drew",
        "sent",
        "spoke",
        "told",
        "heard",
        "got",
        "brought",
        "sought",
        "won",
    ]
)


def _included(line: Line) -> None:
    """ "Participants of the course, 40 in all, included officials of A and B", "These included key players from A"."""
    if line.reading.planned and not any(i.low in ("will", "include") for i in line.items):
        return
    for k, item in enumerate(line.items[1:-1], 1):
        from_there = item.low in ("joined", "came", "drawn", "hailed", "were") and line.items[k + 1].low == "from"
        named = item.low in ("included", "include", "includes", "comprised", "represented")
        if not (named or from_there) or item.type or k in line.hits_by_item():
            continue
        lead = line.items[max(0, k - 12) : k]
        who = any(i.low in _WHO_CAME and not i.type for i in lead) or (lead[0].low in ("these", "they", "others") and k < 4)
        start = next(
            (n + 1 for n in range(k, min(k + 10, len(line.items))) if line.items[n].low in ("from", "of") or line.items[n].type), 0
        )
        if not who or not start:
            continue
        cue = tables.cue("included")
        start -= bool(line.items[start - 1].type)
        _row(line, Hit(k, k + 1, (cue,)), cue, line.reading.document.main, _time(line), start)
        return


_WHO_CAME = frozenset(
    [
        "participants",
        "attendees",
        "delegates",
        "guests",
        "speakers",
        "audience",
        "panellists",
        "panelists",
        "presenters",
        "respondents",
        "discussants",
        "trainees",
        "invitees",
        "members",
        "dignitaries",
    ]
)
_IRREGULAR = frozenset(["led", "run", "given", "held", "made", "seen", "kept", "overseen"])
_AUXILIARY = frozenset(["was", "were", "is", "are", "will", "be", "been", "being", "also", "has", "had", "jointly", "further", "then"])


def _received(line: Line, hit: Hit, cue: Cue) -> None:
    """ "A hosted representatives of B and C": all of them, where the article reports one event."""
    main, modality = line.reading.document.main, _time(line)
    found = list_right(line.items, hit.last, ("Organisation",))[0]
    if not found:
        _row(line, hit, cue, main, modality, hit.last)
    for place, k in enumerate(found):
        if line.items[k].taken != "role":
            line.say(cue, line.items[k].thing, main, hit.first, k + 1, place=place, modality=modality, unsure=line.unsure(k))
    for place, k in enumerate(_row_before(line, hit.first, stop_at_verbs=True)[:3]):
        line.say(cue, line.items[k].thing, main, k, hit.last, place=place, role="host", modality=modality, unsure=line.unsure(k))


def _of_main(line: Line, hit: Hit, cue: Cue) -> bool:
    item = line.items[hit.first]
    return item.thing == line.reading.document.main if item.type == "Event" else cue.role == "speaker"


def _event_with(line: Line, hit: Hit, cue: Cue) -> None:
    """ "a workshop with A and representatives of B"."""
    found, _ = list_right(line.items, hit.last, ("Organisation", "Person"))
    for place, k in enumerate(found):
        if line.items[k].taken != "role":
            line.say(
                cue,
                line.items[k].thing,
                line.reading.document.main,
                hit.first,
                k + 1,
                place=place,
                modality=_time(line),
                unsure=line.unsure(k),
            )


def _again(line: Line, k: int) -> bool:
    """ "…, as well as A": the row goes on after a relative clause."""
    lows = [i.low for i in line.items[k : k + 3]]
    if lows != ["as", "well", "as"]:
        return False
    j = k + 3 + (k + 3 < len(line.items) and line.items[k + 3].low == "the")
    return j < len(line.items) and line.items[j].type == "Organisation"


def _delegates(line: Line) -> None:
    """ "representatives of A and B presented …", "the director of A shared …": the body was there."""
    titles, words = tables.titles(), tables.words()
    _meant_for(line)
    at = [k for k, i in enumerate(line.items) if not i.type and (i.low in words["part"] or i.low in words["speech"] or _predicate(line, k))]
    if not at or any(i.low in _KEPT_AWAY for i in line.items) or any(line.denied(k) for k in at[:1]):
        return
    for k, item in enumerate(line.items[: at[-1]]):
        kind = titles.get(item.low, ("", ""))[0]
        if kind not in ("delegate", "office") or item.type or item.taken == "role":
            continue
        follows = k + 1 < len(line.items) and line.items[k + 1].low in ("of", "from", "at")
        bodies = (
            list_right(line.items, k + 2, ("Organisation",))[0]
            if follows
            else [k - 1]
            if k and line.items[k - 1].type == "Organisation" and kind == "delegate"
            else []
        )
        _say_delegates(line, k, kind, bodies, at)


def _predicate(line: Line, k: int) -> bool:
    """Whether a verb stands right behind a row of bodies: "experts from A and B will help …", "officials of A were trained"."""
    low = line.items[k].low
    shows = (
        low.endswith("s")
        and len(low) > 4
        and k + 1 < len(line.items)
        and line.items[k + 1].low in ("the", "a", "an", "that", "how", "their", "its")
    )
    if not (
        shows
        or low in _PAST
        or low in _AUXILIARY - {"also", "been", "being", "be"}
        or low in ("have", "can", "would")
        or low.endswith("ed")
    ):
        return False
    j = k - 1
    while j > 0 and k - j < 9 and line.items[j].type not in ("Organisation", "Person", "Event"):
        if line.items[j].low in (".", ";", ":", "by") or line.items[j].low in tables.words()["verbs"]:
            return False
        j -= 1
    between = {i.low for i in line.items[j + 1 : k]}
    if k - j > 3 and not between & {"other", "others"}:
        return False
    return j > 0 and line.items[j].type == "Organisation"


def _meant_for(line: Line) -> None:
    """ "a workshop for representatives of A and B": they were there."""
    titles = tables.titles()
    for k, item in enumerate(line.items):
        if titles.get(item.low, ("", ""))[0] != "delegate" or k < 2 or item.type:
            continue
        lead = [i.low for i in line.items[max(0, k - 3) : k]]
        near = any(i.type == "Event" and i.thing == line.reading.document.main for i in line.items[max(0, k - 12) : k])
        if ({"for", "with"} & set(lead)) and near and k + 1 < len(line.items) and line.items[k + 1].low in ("of", "from", "at"):
            for place, n in enumerate(list_right(line.items, k + 2, ("Organisation",))[0]):
                line.say(
                    tables.cue("delegates"),
                    line.items[n].thing,
                    line.reading.document.main,
                    k,
                    n + 1,
                    place=place,
                    role="participant",
                    modality=_time(line),
                    unsure=line.unsure(n),
                )


def _time(line: Line) -> str:
    return "planned" if line.reading.planned else ""


def listed(reading: Reading) -> None:
    """ "The speakers were:" and then a line for each, beginning with a name."""
    announced = False
    for line in reading.lines:
        lows = [i.low for i in line.items]
        first = next((k for k, i in enumerate(line.items[:6]) if i.type == "Person" and i.thing), -1)
        if announced and first >= 0 and len(line.items) < 40 and line.reading.document.main:
            cue = tables.cue("listed")
            line.say(cue, line.items[first].thing, line.reading.document.main, 0, first + 1, modality=_time(line))
        elif len(line.items) > 2:
            announced = lows[-1] == ":" and bool(set(lows) & (tables.words()["announcing"] | _LISTED))


_LISTED = frozenset(
    ["addressed", "spoke", "signed", "jury", "attended", "present", "panel", "interventions", "speeches", "remarks", "moderated"]
)


def _met(line: Line, hit: Hit, cue: Cue) -> None:
    """ "Minister A met with Director B": both, where a meeting is what the article reports."""
    main = line.reading.document.main
    if _head(line) not in _TALKS and not any(i.thing == main for i in line.items):
        return
    event = next((i for i in line.items[hit.first : hit.last] if i.type == "Event" and i.thing), None)
    if event is not None:  # "A and B held a consultation with C"
        for place, k in enumerate(
            list_left(line.items, hit.first, frozenset({"SUPPORTED_BY", "FUNDED_BY", "PARTNER_OF", "claim", "role"}))
        ):
            line.say(tables.cue("organise-verb"), event.thing, line.items[k].thing, k, hit.last, place=place, unsure=line.unsure(k))
    left = [k for k in _row_before(line, hit.first, stop_at_verbs=True) if line.items[k].type == "Person"]
    right = [k for k in range(hit.last, min(len(line.items), hit.last + 40)) if line.items[k].type == "Person" and line.items[k].thing]
    for place, k in enumerate([*left[:3], *right[:6]]):
        line.say(cue, line.items[k].thing, main, min(k, hit.first), max(k + 1, hit.last), place=place, modality=_time(line))
    if line.items[hit.last - 1].low == "with":
        for place, k in enumerate(list_right(line.items, hit.last, ("Organisation",))[0]):
            if line.items[k].taken != "role":
                line.say(cue, line.items[k].thing, main, hit.first, k + 1, place=place, modality=_time(line), unsure=line.unsure(k))


def _head(line: Line) -> str:
    """The noun of the reported event."""
    return next((m.head for m in line.reading.document.mentions if m.key == MAIN), "")


_TALKS = frozenset(
    [
        "meeting",
        "talks",
        "talk",
        "visit",
        "discussion",
        "discussions",
        "dialogue",
        "consultations",
        "consultation",
        "session",
        "negotiations",
    ]
)
_ASIDE = frozenset(
    [
        "office",
        "name",
        "memory",
        "death",
        "family",
        "life",
        "work",
        "widow",
        "legacy",
        "according",
        "late",
        "behalf",
        "after",
        "thanked",
        "thank",
        "grateful",
        "photo",
        "credit",
        "author",
        "by-line",
        "invited",
        "absence",
        "predecessor",
        "successor",
        "regards",
        "greetings",
        "letter",
        "born",
        "told",
    ]
)


def elsewhere(line: Line) -> bool:
    """Whether what is said was said outside the event: in a statement, to the press, in writing."""
    lows = [i.low for i in line.items]
    if not tables.words()["elsewhere"].isdisjoint(lows):
        return True
    return any(a == "press" and b in ("release", "conference", "statement") for a, b in pairwise(lows))


def _beside(line: Line) -> None:
    """Whoever is named in a sentence that tells of the event itself was there, unless the words around say otherwise."""
    main = line.reading.document.main
    told = [k for k, i in enumerate(line.items) if i.thing == main]
    if not told and _head(line) in _TALKS and line.number < 6 and sum(i.type == "Person" for i in line.items) > 1:
        told = [k for k, i in enumerate(line.items) if i.low in tables.words()["visiting"]][:1]
    verbs = VERBS.get(_head(line))
    if not told and verbs and line.number < 6:
        told = [k for k, i in enumerate(line.items) if i.low in verbs and not i.type][:1]
    if not told or elsewhere(line) or _absent(line) or line.reading.document.sentences[line.number].headline:
        return
    cue, words = tables.cue("beside-event"), tables.words()
    if not any(i.low in words["held"] or i.low in words["present"] or i.low in words["speech"] for i in line.items):
        return
    for place, k in enumerate(n for n, i in enumerate(line.items) if i.type == "Person" and i.thing):
        before = {i.low for i in line.items[max(0, k - 4) : k]}
        after = line.items[k + 1].low if k + 1 < len(line.items) else ""
        if before & _ASIDE or after == "'s" or line.denied(k) or _of_works(line, k):
            continue
        near = min(told, key=lambda t: abs(t - k))
        modality = "planned" if line.reading.planned or any(line.planned(n) for n in range(min(near, k), max(near, k))) else ""
        line.say(cue, line.items[k].thing, main, min(near, k), max(near, k) + 1, place=place, modality=modality)


def named(reading: Reading) -> None:
    """Whoever a report of a past event names with an office was there, unless the words around say otherwise."""
    document = reading.document
    if not document.main or reading.planned:
        return
    begin = min((line.number for line in reading.lines if any(i.thing == document.main for i in line.items)), default=0)
    seen = {s.source for s in reading.said if s.type == "ATTENDED"}
    for line in reading.lines[begin:]:
        if document.sentences[line.number].headline or elsewhere(line) or _absent(line):
            continue
        titled = {r.person: r for r in reading.roles_in.get(line.number, ())}
        for k, item in enumerate(line.items):
            role, thing = titled.get(item.mention), item.thing
            known = role is not None and bool(role.bodies or role.title)
            if item.type != "Person" or not thing or thing in seen or not (known or _honoured(line, k)):
                continue
            before = {i.low for i in line.items[max(0, k - 4) : k]}
            after = line.items[k + 1].low if k + 1 < len(line.items) else ""
            stood = [i.low for i in line.items[k + 1 : k + 5]]
            if "represented" in stood and "by" in stood:
                continue  # "Name was represented by her deputy"
            past = role is not None and "former" in role.title.lower()
            if before & _ASIDE or after == "'s" or line.denied(k) or line.planned(k) or past:
                continue
            seen.add(thing)
            line.say(tables.cue("named-in-report"), thing, document.main, k, k + 1)


def told_by(reading: Reading) -> None:
    """ "A and B handed over ten vehicles", "the Committee of A visited the centre": who does what only the verb tells took part."""
    main = reading.document.main
    told = next((m for m in reading.document.mentions if m.key == MAIN and m.rule == "verb"), None)
    if not main or told is None or told.head == "signing":
        return
    for line in reading.lines:
        at = next((k for k, i in enumerate(line.items) if i.first == told.first), -1)
        if at < 0:
            continue
        passive = at > 0 and line.items[at - 1].low in ("was", "were", "been")
        by = next((k for k in range(at, min(len(line.items), at + 4)) if line.items[k].low == "by"), -1) if passive else -1
        bodies = list_right(line.items, by + 1, BODY)[0] if by >= 0 else [] if passive else list_left(line.items, at, frozenset())
        for place, k in enumerate(k for k in bodies if line.items[k].taken != "role"):
            line.say(tables.cue("named-in-report"), line.items[k].thing, main, min(k, at), max(k, at) + 1, place=place)
        return


_OPENED = frozenset(["inaugurated", "opened", "handed", "unveiled", "turned"])
_OPENINGS = frozenset(["inauguration", "opening", "handover", "turnover", "ceremony", "handing"])


def opened(reading: Reading) -> None:
    """ "A and B inaugurated the centre today", where the inauguration is what is reported: A and B took part."""
    named = [m for m in reading.document.mentions if m.key == MAIN]
    heads = {w for m in named for w in m.head.split()} if all(m.rule != "verb" for m in named) else set()
    for line in reading.lines[:4] if heads & _OPENINGS else ():
        at = next((k for k, i in enumerate(line.items) if i.low in _OPENED and not i.type), -1)
        if at < 1 or reading.document.sentences[line.number].headline or line.items[at - 1].low in ("was", "were", "been", "be"):
            continue
        for place, k in enumerate(k for k in list_left(line.items, at, frozenset()) if line.items[k].taken != "role"):
            line.say(tables.cue("named-in-report"), line.items[k].thing, reading.document.main, k, at + 1, place=place)
        return


def _absent(line: Line) -> bool:
    """Whether the sentence tells of somebody invited or kept away."""
    return any(i.low in _KEPT_AWAY for i in line.items) or any(c.modality == "declined" for h in line.hits for c in h.cues)


def _honoured(line: Line, k: int) -> bool:
    """ "Mr Name", with no title of an office."""
    before = k - 1 - (k > 0 and line.items[k - 1].low == ".")
    return before >= 0 and tables.titles().get(line.items[before].low, ("", ""))[0] == "honorific"


def _say_delegates(line: Line, k: int, kind: str, bodies: list[int], at: list[int]) -> None:
    document, speech = line.reading.document, tables.words()["speech"]
    role_mentions = line.reading.role_bodies
    verb = next((v for v in at if v > k), -1)
    if verb < 0 or k in line.hits_by_item():
        return
    if any(i.taken == "cue" and i.low in ("informed", "thanked") for i in line.items[max(0, k - 4) : k]) or any(
        i.low in speech for i in line.items[max(0, k - 3) : k]
    ):
        return
    lead = line.items[k - 1].low if k else "the"
    first = k == 0 or lead in ("”", '"', ",", "where", "when")  # "within the project “P” representative of A joined the meeting"
    article = lead in ("the", "a", "its", "acting", "deputy") or (first and line.items[k].low == "representative")
    if kind == "office" and (not article or (bodies and _possessive(line, bodies[-1]))):
        return
    if kind == "office" and (verb - (bodies[-1] if bodies else k) > 6 or any(i.type == "Person" for i in line.items[k:verb])):
        return
    cue = tables.cue("delegates" if kind == "delegate" else "office-holder")
    speaks = line.items[verb].low in speech and line.items[verb].low not in ("informed",)
    for place, n in enumerate(bodies):
        item = line.items[n]
        if item.thing and item.mention not in role_mentions and item.taken in ("", "unit"):
            line.say(
                cue, item.thing, document.main, k, n + 1, place=place, role="speaker" if speaks else "participant", unsure=line.unsure(n)
            )


def _speakers(line: Line) -> None:
    """Persons before a verb of speaking, past their title and past others of the same row."""
    speech = tables.words()["speech"]
    roles = {r.person: r for r in line.reading.document.roles}
    cue = tables.cue("speech")
    if elsewhere(line):
        return
    remarks = any(i.low in ("remarks", "speech", "address", "keynote", "welcome", "introductory") for i in line.items)
    for k, item in enumerate(line.items):
        if item.type != "Person" or not item.thing or (k + 1 < len(line.items) and line.items[k + 1].low == "'s"):
            continue
        role = roles.get(item.mention)
        end = max(role.last if role else item.last, item.last)
        verb = _verb_after(line, k, end, speech)
        before = k - 1
        while before > 0 and (line.items[before].low == "." or tables.titles().get(line.items[before].low, ("", ""))[0] == "honorific"):
            before -= 1
        if (verb < 0 and before >= 0 and line.items[before].low in tables.words()["saying"]) or (
            verb < 0 and before > 0 and line.items[before].low in speech and line.items[before - 1].low in ("”", '"', "’", ",")
        ):
            verb = before
        if verb >= 0 and line.reading.planned and not line.planned(verb):
            continue
        if verb >= 0 and not line.denied(verb):
            strong = tables.cue("opening-remarks") if remarks else cue
            line.say(
                strong,
                item.thing,
                line.reading.document.main,
                min(k, verb),
                max(k, verb) + 1,
                role="speaker",
                modality="planned" if line.planned(verb) else "",
            )


_SPEECHES = frozenset(
    ["presentation", "presentations", "speech", "speeches", "remarks", "statement", "address", "lecture", "lectures", "floor", "keynote"]
)


def _verb_after(line: Line, k: int, end: int, speech: frozenset[str]) -> int:
    """The verb of speaking that this person is the subject of, or -1."""
    steps = 0
    for j in range(k + 1, min(len(line.items), k + 60)):
        item = line.items[j]
        if item.first < end:
            continue
        if not item.type and item.low in speech:
            return j
        if not item.type and item.low in tables.words()["speech_base"] and line.items[j - 1].low in ("will", "to", "also", "would"):
            return j
        if not item.type and item.low in ("made", "make", "held", "took", "had") and any(i.low in _SPEECHES for i in line.items[j : j + 6]):
            return j
        if (
            item.type == "Person"
            or item.type in ("Organisation", "Place")
            or item.low in (",", "and", "(", ")", "also", "who", "then", "has", "have", "both", "–", "-", "as", "well")
        ):
            continue
        if not item.type and item.low in tables.words()["verbs"] and item.low not in ("will", "would"):
            return -1
        steps += 1
        if steps > (6 if any(i.type == "Person" for i in line.items[k + 1 : j]) else 2):
            return -1
    return -1

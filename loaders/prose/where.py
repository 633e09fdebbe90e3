"""Where an event was held: "took place in", a town behind its name, beside its date, in the dateline."""

from cooplinks.loaders.prose import tables, topic
from cooplinks.loaders.prose.cues import Hit
from cooplinks.loaders.prose.main_event import MAIN, VERBS
from cooplinks.loaders.prose.reading import FAR, NEAR, Line, Reading
from cooplinks.loaders.prose.tables import Cue


def hosting_town(line: Line, hit: Hit) -> bool:
    """ "Zomba hosted the forum": where it was."""
    town, event = hit.first - 1, next((k for k in range(hit.last, min(len(line.items), hit.last + 6)) if line.items[k].type == "Event"), -1)
    mention = line.mention(town) if town >= 0 else None
    if mention is None or mention.kind != "city" or event < 0 or not line.items[event].thing:
        return False
    line.say(tables.cue("held-in"), line.items[event].thing, line.items[town].thing, town, event + 1)
    return True


def took_place(line: Line, hit: Hit, cue: Cue) -> bool:
    noun = line.items[hit.first].low == "meeting" and hit.first > 0 and line.items[hit.first - 1].low in ("a", "the", "this", "that")
    if noun or topic.other_event(line, hit.first):
        return False
    told = [k for k in range(max(0, hit.first - FAR), hit.first) if line.items[k].type == "Event" and line.items[k].thing]
    told = [k for k in told if not _occasion(line, k)]
    if len(told) > 1 and hit.first and line.items[hit.first - 1].low == ",":
        told = told[:1]  # "a workshop, organised for the 2023 Forum, opened in Lima"
    event = line.items[told[-1]].thing if told else ""
    right = next((i.thing for i in line.items[hit.last : hit.last + NEAR] if i.type == "Event" and i.thing), "")
    subject = event or right or line.reading.document.main
    if not event and line.reading.targets(subject, "HELD_IN") and _another_time(line, hit):
        return False
    start = hit.last - (line.items[hit.last - 1].low in ("in", "at"))  # "gathered in", "met in"
    for j in range(start, min(len(line.items) - 1, hit.last + 2 * NEAR)):
        low = line.items[j].low
        if low in ("in", "at") and line.items[j - 1].low in tables.words()["seated"]:
            continue
        if low in ("in", "at") and say_places(line, j, subject, cue, hit.first, guessed=not (event or right)):
            return True
        k = j - 1
        while k > hit.last and line.items[k].cap and not line.items[k].type:
            k -= 1
        at = line.items[k].low in ("at", "in") or (line.items[k].low == "the" and line.items[k - 1].low in ("at", "in"))
        if low in ("who", "which", ".", ";"):
            break
        of = k - (line.items[k].low == "the")
        seat = of > 0 and line.items[of].low == "of" and line.items[of - 1].low in _SEATS  # "at the premises of A in Lima"
        if line.items[j].type == "Organisation" and not line.items[j].taken and not at and not seat:
            break
    return False


def _another_time(line: Line, hit: Hit) -> bool:
    """ "The next ones will take place in A", "a contest, to be held in A": not where the reported event was."""
    before = [i.low for i in line.items[max(0, hit.first - 8) : hit.first]]
    further = "will" in before and bool(_FURTHER & set(before))
    return further or before[-2:] == ["to", "be"]


_FURTHER = frozenset(["next", "more", "other", "another", "further", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"])


def _occasion(line: Line, k: int) -> bool:
    """ "On the occasion of World Water Day, A opened …": not what took place there."""
    return any(
        i.low in ("occasion", "mark", "marking", "celebrate", "celebrating", "ahead", "sidelines", "margins")
        for i in line.items[max(0, k - 4) : k]
    )


_SEATS = frozenset(["premises", "headquarters", "seat", "offices", "office", "campus", "residence", "building"])


def say_places(line: Line, j: int, subject: str, cue: Cue, first: int, *, guessed: bool = False) -> bool:
    """ "in Cusco (Peru)", "at the Hotel X in Lima": the town and the venue, the country only where it is all there is."""
    found: list[int] = []
    k = j + 1
    while k < min(len(line.items), j + 12):
        item = line.items[k]
        if item.type == "Place" and item.thing and not (k + 1 < len(line.items) and line.items[k + 1].low == "'s"):
            found.append(k)
        elif (found and item.low in ("on", "<date>", "from", "to")) or (found and item.low in tables.words()["calendar"]):
            pass
        elif (
            item.low not in ("the", "in", "at", ",", "(", ")", "city", "of", "town", "capital", "and") and (found or item.low not in _PARTS)
        ) or (item.low == "and" and not (found and _further_town(line, k + 1))):
            break
        k += 1
    kinds = [m.kind if (m := line.mention(n)) else "" for n in found]
    best = [n for n, kind in zip(found, kinds, strict=True) if kind in ("city", "venue")]
    best = best or [n for n, kind in zip(found[:1], kinds, strict=False) if kind in ("country", "region")]
    for place, n in enumerate(best):
        line.say(cue, subject, line.items[n].thing, first, n + 1, guessed=guessed, place=place)
        for thing in _inside(line, n):
            line.say(cue, subject, thing, first, n + 1, guessed=guessed, place=place + 1)
    return bool(best)


_PARTS = frozenset(
    [
        "central",
        "main",
        "old",
        "park",
        "square",
        "downtown",
        "village",
        "settlement",
        "municipality",
        "district",
        "outskirts",
        "grounds",
        "suburb",
    ]
)  # of a town: "in the central park of Chiantla"


def _further_town(line: Line, k: int) -> bool:
    """ "a visit to Medellín [and Dabeiba]": a second town, not the one that another sentence half begins with."""
    town = line.mention(k) if k < len(line.items) else None
    return (
        town is not None
        and town.kind in ("city", "region")
        and (k + 1 >= len(line.items) or line.items[k + 1].low in (",", ".", ";", "on", "from", "last", "<date>"))
    )


def _inside(line: Line, k: int) -> list[str]:
    """The town in a venue's name."""
    item, nested = line.items[k], line.reading.nested
    return [nested[t] for t in range(item.first, item.last) if t in nested]


def event_places(line: Line) -> None:
    """ "a two-day regional meeting in Skopje"."""
    for k, item in enumerate(line.items[:-2]):
        if item.type == "Event" and item.thing:
            at = _where(line, k)
            town = _came_to(line, k)
            if town >= 0:
                line.say(tables.cue("event-in"), item.thing, line.items[town].thing, town, k + 1)
            elif at >= 0:
                say_places(line, at, item.thing, tables.cue("event-in"), k)
            elif _town_behind(line, k):
                line.say(tables.cue("event-in"), item.thing, line.items[k + 2].thing, k, k + 3)


def _came_to(line: Line, k: int) -> int:
    """ "came to Lima for their kick-off meeting": the town before the event."""
    if line.items[min(k + 1, len(line.items) - 1)].low in _BRINGS:
        to = next((j for j in range(k + 2, min(k + 12, len(line.items) - 1)) if line.items[j].low in ("to", "in", "from")), 0)
        drawn = line.mention(to + 1) if to and line.items[to].low != "from" else None
        if drawn is not None and drawn.kind == "city" and line.items[to + 1].thing:
            return to + 1  # "The meeting brought 47 researchers to Tartu"
    j = k - 1
    while j > 0 and (line.items[j].low in ("the", "a", "an", "their", "its", "our", "this") or line.items[j].low.isdigit()):
        j -= 1
    town = line.mention(j - 1) if j > 1 and line.items[j].low == "for" else None
    came = town is not None and town.kind == "city" and line.items[j - 2].low in ("in", "to") and line.items[j - 1].thing
    return j - 1 if came else -1


_BRINGS = frozenset(["brought", "brings", "drew", "attracted", "gathered", "gathers", "assembled"])


def _town_behind(line: Line, k: int) -> bool:
    """ "Regional Dialogue on Water, Amman, 5 June": the town right behind a title."""
    town = line.mention(k + 2) if k + 2 < len(line.items) and line.items[k + 1].low == "," else None
    event = line.mention(k)
    if town is None or town.kind != "city" or not line.items[k + 2].thing or event is None or event.rule not in ("title", "quoted"):
        return False
    return k + 3 >= len(line.items) or line.items[k + 3].low in (",", "<date>", "(", ".", ";", "–", "on")


def dated_places(reading: Reading) -> None:
    """ "… on 24 and 25 April in Budva": beside the date, where nothing else says the place of the reported event."""
    main = reading.document.main
    if not main or reading.targets(main, "HELD_IN"):
        return
    for line in reading.lines:
        if not any(i.thing == main for i in line.items) or topic.other_event(line, len(line.items)):
            continue
        for k, item in enumerate(line.items):
            before = line.items[k - 1].low if k else ""
            if (
                item.low in ("in", "at")
                and (before == "<date>" or (before == "," and k > 1 and line.items[k - 2].low == "<date>") or _dated_after(line, k))
                and say_places(line, k, main, tables.cue("event-in"), max(0, k - 1))
            ):
                return
    verbs = VERBS.get(next((m.head for m in reading.document.mentions if m.key == MAIN), ""), frozenset())
    for line in [x for x in reading.lines if any(i.thing == main or (i.low in verbs and x.number < 4) for i in x.items)][:3]:
        at = next(k for k, i in enumerate(line.items) if i.thing == main or i.low in verbs)
        if not topic.other_event(line, len(line.items)) and _later_place(line, at, main):
            return


def _later_place(line: Line, at: int, main: str) -> bool:
    """ "hosted a meeting of delegates from A and members of B, in Abuja": the town after what the event is about."""
    for k in range(at + 1, len(line.items) - 1):
        before = line.items[k - 1]
        n = k + 1 + (line.items[k + 1].low == "the" and k + 2 < len(line.items))
        mention = line.mention(n)
        if (
            mention is None
            or mention.type != "Place"
            or (line.items[k].low, mention.kind) not in (("in", "city"), ("at", "venue"), ("in", "venue"))
        ):
            continue
        if (
            before.type in ("Person", "Event")
            or (before.type == "Organisation" and before.taken == "role")
            or before.low in tables.words()["seated"]
        ):
            continue
        return say_places(line, k, main, tables.cue("place-in-sentence"), at)
    return False


def visited(reading: Reading) -> None:
    """ "In Vilnius the delegation was received by A", "they travelled to Kaunas": the towns of the visit that is reported."""
    main = reading.document.main
    if not main or not any(m.key == MAIN and m.head in _VISITS for m in reading.document.mentions):
        return
    for line in reading.lines:
        if reading.document.sentences[line.number].headline:
            continue
        for k, item in enumerate(line.items[:-1]):
            town = line.mention(k + 1)
            opens = k < 6 and item.low in ("in", "at") and all(not i.type for i in line.items[:k])
            moved = item.low == "to" and k > 0 and line.items[k - 1].low in _MOVED
            if town is not None and town.kind == "city" and line.items[k + 1].thing and (opens or moved):
                line.say(tables.cue("event-in"), main, line.items[k + 1].thing, k, k + 2, guessed=True)


_MOVED = frozenset(["travelled", "traveled", "went", "moved", "proceeded", "continued", "headed", "journeyed"])


def _dated_after(line: Line, k: int) -> bool:
    """ "in Budva on 24 April", "in Budva (24 April)"."""
    for j in range(k + 1, min(k + 8, len(line.items))):
        if line.items[j].low == "<date>":
            return any(i.type == "Place" for i in line.items[k + 1 : j])
        if line.items[j].type not in ("", "Place") or line.items[j].low in tables.words()["verbs"]:
            return False
    return False


def _where(line: Line, k: int) -> int:
    """The "in" or "at" before a town or venue that belongs to the event at k: past "on food security", not past a verb or comma."""
    verbs = tables.words()["verbs"]
    for j in range(k + 1, min(k + 9, len(line.items) - 1)):
        item = line.items[j]
        n = j + 1 + (line.items[j + 1].low == "the" and j + 2 < len(line.items))
        n += line.items[n].low in tables.words()["directions"] and n + 1 < len(line.items)
        mention = line.mention(n)
        paid = item.low == "to" and _visit(line, k)  # "a visit of experts from Uzbekistan to Lithuania"
        if (
            item.low in (("in", "at", "to") if _visit(line, k) else ("in", "at"))
            and mention is not None
            and mention.type == "Place"
            and mention.kind in (("city", "venue") if j > k + 1 and not paid else ("city", "venue", "country", "region"))
        ):
            return j
        if (
            item.low in ("in", "at")
            and mention is not None
            and mention.type == "Organisation"
            and n + 1 < len(line.items)
            and line.items[n + 1].low == "in"
        ):
            return n + 1
        if (
            item.low in verbs
            or item.low in (",", ";", ".", "(", ":", "and", "with", "by")
            or item.type in ("Organisation", "Person", "Project", "Event")
            or item.taken
        ):
            break
    return -1


def _visit(line: Line, k: int) -> bool:
    """A visit is paid to a place."""
    mention = line.mention(k)
    return mention is not None and mention.head in _VISITS


_VISITS = frozenset(["visit", "study visit", "field visit", "tour", "study tour", "trip"])


def dateline(reading: Reading) -> None:
    """ "Lima –" at the beginning, where nothing else says the place."""
    main = reading.document.main
    kinds = {t.id: (t.kind, t.country) for t in reading.document.things}
    told = reading.targets(main, "HELD_IN") if main else []
    if not main or any(kinds[t][0] not in ("country", "venue") for t in told):
        return
    for line in reading.lines[:4]:
        skip = bool(line.items) and line.items[0].low == "<date>" and len(line.items) > 2 and line.items[1].low == ","
        first = line.items[2 * skip] if line.items else None
        countries = {kinds[t][1] for t in told} - {""}
        if countries and first is not None and first.thing and kinds[first.thing][1] not in countries:
            return
        if skip and first is not None and first.type == "Place" and first.thing:
            line.say(tables.cue("dateline"), main, first.thing, 0, 3)
            return
        if first is not None and first.type == "Place" and first.thing:
            mention = line.mention(0)
            marks = [i.low for i in line.items[1:8]]
            dated = reading.document.sentences[line.number].headline and "<date>" in marks
            alone = len(line.items) < 6 and marks[:2] == [",", "<date>"]  # "Lima, 4 May 2024."
            told_when = alone or (marks[:2] == [",", "<date>"] and ":" in marks[:4])  # "Lima, 4 May 2024:"
            if mention is not None and mention.kind == "city" and (dated or told_when or any(m in ("–", "—", "-", "/") for m in marks)):
                line.say(tables.cue("dateline"), main, first.thing, 0, 2)
                return
    for line in reading.lines[:2]:
        last = line.items[-1] if len(line.items) > 3 else None
        if told or last is None or not reading.document.sentences[line.number].headline or line.items[-2].low != "in":
            continue
        mention = line.mention(len(line.items) - 1)
        if last.type == "Place" and last.thing and mention is not None and mention.kind == "city":
            line.say(tables.cue("dateline"), main, last.thing, len(line.items) - 2, len(line.items))
            return


def without_country(reading: Reading) -> None:
    """Of a town and its country the town says where it was."""
    main = reading.document.main
    kinds = {t.id: t.kind for t in reading.document.things}
    told = {kinds[t] for t in reading.targets(main, "HELD_IN")}
    if told & {"city", "venue"}:
        reading.said = [
            s for s in reading.said if not (s.type == "HELD_IN" and s.source == main and kinds[s.target] in ("country", "region"))
        ]


def only_town(reading: Reading) -> None:
    """The one town that a short report names, where nothing else says the place."""
    main = reading.document.main
    if not main or reading.targets(main, "HELD_IN"):
        return
    towns = {t.id: t for t in reading.document.things if t.type == "Place" and t.kind == "city"}
    if len(towns) != 1:
        return
    for line in reading.lines:
        if any(i.low in ("“", "”", '"') for i in line.items):
            continue
        for k, item in enumerate(line.items):
            towards = line.items[k - 1].low == "to" and not any(i.low in _GOING for i in line.items[:k])
            other = towards or {i.low for i in line.items[max(0, k - 8) : k]} & {"upcoming", "forthcoming", "next", "future", "previous"}
            if item.thing in towns and k and line.items[k - 1].low in ("in", "at", "to") and not other:
                line.say(tables.cue("only-town"), main, item.thing, k - 1, k + 1)
                return


_GOING = frozenset(
    ["visit", "visited", "visits", "trip", "tour", "travelled", "traveled", "came", "went", "delegation", "mission", "welcome", "returned"]
)

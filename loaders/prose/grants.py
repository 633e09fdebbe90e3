"""Money that is told as a gift: who gave it, and who carries the project out that it was given for."""

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.cues import PASSED, Hit, list_left, list_right
from cooplinks.loaders.prose.reading import BODY, Line
from cooplinks.loaders.prose.tables import Cue


def money_from(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "The P project has received €2 million from A"."""
    project = next((i for i in reversed(line.items[max(0, hit.first - 6) : hit.first]) if i.type == "Project" and i.thing), None)
    end = min(len(line.items), hit.last + 12)
    said = line.items[hit.last - 1].low == "announce"
    by = ("by", "from") if said else ("by",) if line.items[hit.first].low in _WAS else ("from",)  # "was awarded SEK 20 million by A"
    source = next((k for k in range(hit.last, end) if line.items[k].low in by), -1)
    paid = any(i.low in PAID or (i.low[:1].isdigit() and i.low != "<date>") for i in line.items[hit.last : max(source, hit.last)])
    if source < 0 or not paid:
        return False
    found, last = list_right(line.items, source + 1, BODY)
    if project is None:
        return _for_project(line, hit, cue, found, last)
    for place, k in enumerate(found):
        line.say(cue, project.thing, line.items[k].thing, hit.first, k + 1, place=place, unsure=line.unsure(k))
    return bool(found)


def _for_project(line: Line, hit: Hit, cue: Cue, givers: list[int], begin: int) -> bool:
    """ "B received a grant from A to implement the P project": A funds it, B carries it out; without a project A funds B."""
    takers = list_left(line.items, hit.first, PASSED)
    for k in range(begin, min(len(line.items), begin + 8) if takers and givers else 0):
        item = line.items[k]
        if item.type == "Project" and item.thing:
            for place, n in enumerate(givers):
                line.say(cue, item.thing, line.items[n].thing, hit.first, k + 1, place=place, unsure=line.unsure(n))
            if any(i.low in CARRIES for i in line.items[begin:k]):
                for n in takers:
                    line.say(tables.cue("implement-verb"), item.thing, line.items[n].thing, n, k + 1)
            return True
        if item.type or item.low in (".", ";", "who", "which"):
            break
    for place, n in enumerate(givers if len(takers) == 1 else ()):
        line.say(cue, line.items[takers[0]].thing, line.items[n].thing, hit.first, begin, place=place, unsure=line.unsure(n, takers[0]))
    return bool(givers and len(takers) == 1)


_WAS = frozenset(["was", "were", "been"])


def money_to(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A provided a grant of $3 million to B for the P project": A funds P.

    B carries P out where the grant is "to implement" it; without a project A funds B."""
    agents = list_left(line.items, hit.first, PASSED)
    if not agents:
        return False
    paid, to, implements = False, -1, False
    for k in range(hit.last, min(len(line.items), hit.last + 30)):
        item = line.items[k]
        if item.type == "Project" and item.thing:
            paid = paid or (k - hit.last < 3 and _worth(line, k + 1))
            for place, n in enumerate(agents if paid else ()):
                line.say(cue, item.thing, line.items[n].thing, n, k + 1, distance=hit.first - n - 1, place=place, unsure=line.unsure(n))
            if paid and implements and to > 0:
                line.say(tables.cue("implement-verb"), item.thing, line.items[to].thing, to, k + 1)
            return paid
        if item.low in (".", ";", "who", "which") or item.type in ("Person", "Event"):
            break
        paid = paid or item.low in PAID or (item.low[:1].isdigit() and item.low != "<date>")
        if item.type == "Organisation" and line.items[k - 1 - (line.items[k - 1].low == "the")].low == "to":
            to = k
        implements = implements or (to > 0 and item.low in CARRIES)
    for place, n in enumerate(agents if paid and to > 0 else ()):
        line.say(
            cue, line.items[to].thing, line.items[n].thing, n, to + 1, distance=hit.first - n - 1, place=place, unsure=line.unsure(n, to)
        )
    if paid and to < 0 and (project := _opens_under(line, agents[0])) >= 0:
        for n in agents:
            line.say(cue, line.items[project].thing, line.items[n].thing, project, hit.last, distance=4, unsure=line.unsure(n))
    return paid and to > 0


def _worth(line: Line, begin: int) -> bool:
    """ "approved the P project, worth $31 million"."""
    ahead = [i.low for i in line.items[begin : begin + 8]]
    end = next((n for n, low in enumerate(ahead) if low in (".", ";", "to", "for")), len(ahead))
    return any(low in ("million", "billion") for low in ahead[:end])


def _opens_under(line: Line, agent: int) -> int:
    """ "As part of the P project, A will allocate EUR 400,000 for the training": the item of the project; -1 for none."""
    if line.items[0].low not in ("as", "under", "within", "through", "in", "for"):
        return -1
    comma = next((k for k in range(agent - 1, -1, -1) if line.items[k].low == ","), -1)
    opening = [k for k in range(max(comma, 0)) if line.items[k].type in ("Project", "Event", "Person")]
    return opening[0] if len(opening) == 1 and line.items[opening[0]].type == "Project" and agent - comma < 4 else -1


CARRIES = frozenset(["implement", "run", "execute", "deliver", "manage", "implementing", "running", "executing", "delivering", "managing"])


PAID = frozenset(
    [
        "grant",
        "grants",
        "million",
        "billion",
        "funding",
        "funds",
        "euro",
        "euros",
        "dollars",
        "donation",
        "contribution",
        "loan",
        "financing",
        "co-funding",
        "co-financing",
    ]
)

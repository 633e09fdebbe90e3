"""From cues to links: who funds, supports, implements, organises; what is part of what; where an event was held."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from cooplinks.loaders.prose import attendance, grants, papers, tables
from cooplinks.loaders.prose.cues import PASSED, Hit, find_hits, list_left, list_right
from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.items import all_items
from cooplinks.loaders.prose.main_event import MAIN, VERBS
from cooplinks.loaders.prose.reading import Line, Reading
from cooplinks.loaders.prose.tables import Cue

_ORGANISATION = ("Organisation",)
_FILLERS = frozenset(
    [
        ",",
        "and",
        "is",
        "was",
        "are",
        "were",
        "which",
        "that",
        "been",
        "being",
        "has",
        "have",
        "be",
        "(",
        ")",
        "also",
        "a",
        "an",
        "the",
        "jointly",
        "both",
        "well",
        "as",
    ]
)
_FAR = 60
_NEAR = 14


def find_links(document: Document) -> Document:
    """All links of the article, each with its sentence, its cue and a confidence."""
    reading = _begin(document)
    reading.lines = lines = [Line(reading, n, items) for n, items in enumerate(all_items(document))]
    for line in lines:
        _take_roles(line)
        line.hits = find_hits(line.items, headline=document.sentences[line.number].headline)
        for hit in line.hits:
            _claim(line, hit)
    for line in lines:
        for hit in line.hits:
            _first_pass(line, hit)
        _event_places(line)
        _event_of_project(line)
        _unit_of(line)
    for line in lines:
        for hit in line.hits:
            _second_pass(line, hit)
    for line in lines:
        attendance.attend(line)
    attendance.listed(lines)
    attendance.named(reading, lines)
    _launched(reading, lines)
    _dated_places(reading, lines)
    _dateline(reading, lines)
    _only_town(reading, lines)
    _without_country(reading)
    return replace(document, said=tuple(sorted(reading.said, key=lambda s: (s.sentence, s.cue_first))))


def _begin(document: Document) -> Reading:
    reading = Reading(document)
    reading.type_of = {t.id: t.type for t in document.things}
    reading.projects = [t.id for t in document.things if t.type == "Project"]
    reading.role_bodies = {b for r in document.roles for b in r.bodies}
    sentence_of = document.sentence_of()
    reading.planned = _to_come(document, sentence_of)
    reading.nested = {m.first: document.thing_of[n] for n, m in enumerate(document.mentions) if m.nested and m.type == "Place"}
    for role in document.roles:
        reading.roles_in.setdefault(sentence_of[document.mentions[role.person].first], []).append(role)
        person = document.thing_of[role.person]
        reading.body_of.setdefault(person, []).extend(document.thing_of[b] for b in role.bodies)
    return reading


_COMING = (
    ("to", "be"),
    ("will", "be"),
    ("will", "host"),
    ("will", "hold"),
    ("will", "take"),
    ("will", "bring"),
    ("will", "gather"),
    ("is", "expected"),
    ("expected", "to"),
    ("will", "convene"),
    ("will", "organise"),
    ("will", "organize"),
    ("will", "start"),
    ("will", "open"),
    ("will", "address"),
    ("will", "attend"),
)
_PAST = frozenset(
    [
        "was",
        "were",
        "took",
        "attended",
        "organised",
        "organized",
        "hosted",
        "held",
        "gathered",
        "brought",
        "opened",
        "concluded",
        "convened",
        "launched",
        "participated",
        "ended",
    ]
)


def _to_come(document: Document, sentence_of: list[int]) -> bool:
    """Whether the first sentences that tell of the reported event put it into the future, and none into the past."""
    told = list(dict.fromkeys(sentence_of[m.first] for m in document.mentions if m.key == MAIN and not m.nested))[:3]
    coming = False
    for number in told:
        sentence = document.sentences[number]
        lows = [t.low for t in document.tokens[sentence.first : sentence.last]]
        future = any(pair in _COMING for pair in pairwise(lows))
        past = any(low in _PAST and (n == 0 or lows[n - 1] not in ("be", "been", "being", "to", "is", "are")) for n, low in enumerate(lows))
        if past and not future:
            return False
        coming = coming or future
    return coming


def _take_roles(line: Line) -> None:
    """Say REPRESENTS for each role and mark the bodies that stand in a title."""
    for role in line.reading.roles_in.get(line.number, ()):
        line.say_role(tables.cue("title"), role)
    adjectival = tables.words()["adjectival"]
    for item, after in zip(line.items, line.items[1:], strict=False):
        if item.type == "Organisation" and after.low in adjectival:
            item.thing = ""


def _row_after(line: Line, hit: Hit) -> tuple[list[int], int]:
    """The bodies after a cue; where "With support from A, B organised …" begins the sentence, B is no part of the row."""
    found, end = list_right(line.items, hit.last, _ORGANISATION)
    if hit.first <= 2 and len(found) > 1 and end < len(line.items):
        after, last = line.items[end].low, found[-1]
        comma = line.items[last - 1 - (line.items[last - 1].low == "the")].low == ","
        acts = (
            after in tables.words()["body_acts"]
            or after in ("has", "have", "will", "is", "are", "was", "were")
            or after in tables.words()["speech"]
        )
        if comma and acts:
            return found[:-1], found[-2] + 1
    return found, end


def _claim(line: Line, hit: Hit) -> None:
    """Mark the words of a cue and the bodies it speaks for, so that no other cue takes them for its own."""
    cue = hit.cues[0]
    if cue.form in ("rule", "org-part", "org-units"):
        return
    claims = cue.form in ("passive", "partner", "behalf", "claim")
    found = _row_after(line, hit)[0] if claims else []
    if cue.chained and not found:
        return
    if not claims or found:
        for k in range(hit.first, hit.last):
            line.items[k].taken = line.items[k].taken or ("cue" if not line.items[k].type else "")
    for k in found:
        line.items[k].taken = line.items[k].taken or ("joint" if cue.joint else "claim" if cue.form == "claim" else cue.type)


def _first_pass(line: Line, hit: Hit) -> None:
    for cue in hit.cues:
        rule = _FIRST.get(cue.form)
        if rule and not line.denied(hit.first) and rule(line, hit, cue):
            return


def _second_pass(line: Line, hit: Hit) -> None:
    """What leans on links of the first pass: partners of whoever organises or implements."""
    for cue in hit.cues:
        rule = _SECOND.get(cue.form)
        if rule and not line.denied(hit.first) and rule(line, hit, cue):
            return


def _subject(line: Line, hit: Hit, cue: Cue, types: tuple[str, ...]) -> tuple[str, int, bool]:
    """(thing, distance in items, guessed): what a passive cue is about; '' for nothing."""
    if _of_another(line, hit.first, types):
        return "", 0, False
    k = hit.first - 1
    if _runs_another(line, hit):
        return "", 0, False
    while k >= 0 and line.items[k].low in _FILLERS:
        k -= 1
    chained = line.about.get(k)
    if chained and line.reading.type_of.get(chained[1]) in types:
        return chained[1], 0, False
    for j in range(hit.first - 1, max(-1, hit.first - _FAR), -1):
        item = line.items[j]
        if item.type in types and item.thing:
            return item.thing, hit.first - j - 1, False
        if types == ("Project",) and item.type == "Event" and item.thing and cue.strict:
            return "", 0, False  # an event is run, not a project that comes later
    for j in range(hit.last, min(len(line.items), hit.last + _FAR)):
        item = line.items[j]
        if item.type in types and item.thing and hit.first < 20:
            return item.thing, j - hit.last, False
    if "Event" in types and _other_event(line, hit.first):
        return "", 0, False
    before = _pronoun(line, types)
    if before:
        return before, 0, True
    if cue.strict or any((i.low in _THINGS or i.low.removesuffix("s") in _THINGS) and not i.type for i in line.items[: hit.first]):
        return "", 0, False
    return _guess(line.reading, types, cue)


def _runs_another(line: Line, hit: Hit) -> bool:
    """ "a visit to the centre run by A": said of the body before it."""
    k = hit.first - 1
    participle = line.items[hit.first].low.endswith("ed") or line.items[hit.first].low in ("run", "led")
    return participle and k >= 0 and line.items[k].type == "Organisation" and not line.items[k].taken and k not in line.about


# What else can be funded or run, where no event and no project is named before.
_THINGS = frozenset(
    [
        "projects",
        "fund",
        "award",
        "prize",
        "competition",
        "institution",
        "facility",
        "centre",
        "center",
        "school",
        "hospital",
        "clinic",
        "building",
        "equipment",
        "vehicles",
        "vehicle",
        "ambulance",
        "ambulances",
        "house",
        "houses",
        "road",
        "bridge",
        "laboratory",
        "library",
        "plant",
        "system",
        "platform",
        "campaign",
        "study",
        "report",
        "book",
        "film",
        "programme",
        "program",
        "initiative",
        "construction",
        "renovation",
        "classrooms",
        "classroom",
        "scholarship",
        "scholarships",
        "services",
        "organisation",
        "organization",
        "agency",
        "company",
        "study",
        "research",
        "survey",
        "network",
        "shelter",
        "shelters",
        "borehole",
        "boreholes",
    ]
)
_WAS = frozenset(["is", "was", "are", "were", "been", "being", "has", "have", "will", "be"])


def _of_another(line: Line, k: int, types: tuple[str, ...]) -> bool:
    """ "A was assisted by B": said of A, where A is no project or event and no part of a longer phrase."""
    j = k - 1
    while j > 0 and (line.items[j].low in _WAS or line.items[j].low.endswith("ly")):
        j -= 1
    if j == k - 1 or j < 0 or not line.items[j].type or line.items[j].type in types:
        return False
    before = line.items[j - 1 - (j > 1 and line.items[j - 1].low == "the")].low if j else ""
    return before in ("", "said", "that", ",", "and", '"', "“") and not any(i.type in types for i in line.items[:j])


def _other_event(line: Line, k: int) -> bool:
    """Whether the words before item k speak of an event that is not the reported one ("the next seminar")."""
    return next((not i.thing for i in reversed(line.items[max(0, k - _FAR) : k]) if i.type == "Event"), False)


def _pronoun(line: Line, types: tuple[str, ...]) -> str:
    """ "It is implemented by …": what the sentence before was about."""
    lows = [i.low for i in line.items[:14]]
    leads = bool(lows) and lows[0] in ("with", "thanks", "through", "under", "since", "today") and "it" in lows
    if line.number == 0 or not lows or not (lows[0] in ("it", "this", "they", "both") or leads):
        return ""
    before = line.reading.lines[line.number - 1]
    subjects = [s for _, s in before.about.values() if line.reading.type_of.get(s) in types]
    things = [i.thing for i in before.items if i.type in types and i.thing]
    return (subjects[-1:] or things[-1:] or [""])[0]


def _guess(reading: Reading, types: tuple[str, ...], cue: Cue) -> tuple[str, int, bool]:
    """Outside the sentence: the only project for money and for carrying out, else the reported event."""
    only = reading.projects[0] if len(reading.projects) == 1 else ""
    main = reading.document.main
    order = [("Project", only), ("Event", main)] if cue.type in ("FUNDED_BY", "IMPLEMENTED_BY") else [("Event", main), ("Project", only)]
    thing = next((t for type, t in order if type in types and t), "")
    return thing, 0, True


_FUNDED = frozenset(["funded", "financed", "co-funded", "co-financed"])


def _passive(line: Line, hit: Hit, cue: Cue) -> bool:
    found, end = _row_after(line, hit)
    found = [
        k for k in found if not (k + 1 < len(line.items) and line.items[k + 1].low in _FUNDED)
    ]  # "support from the EU funded P project"
    free = [k for k in found if line.items[k].taken != "role"]
    found = free if cue.type == "ORGANISED_BY" else free or found
    if not found:
        return False
    together = next(
        (h for h in line.hits if h.first in (end, end + 1) and h.cues[0].joint and line.items[end].low in (",", line.items[h.first].low)),
        None,
    )
    if together:
        found += list_right(line.items, together.last, _ORGANISATION)[0]
    k = hit.first - 1
    while k >= 0 and line.items[k].low in _FILLERS:
        k -= 1
    if cue.chained:
        before = line.about.get(k)
        if before is None or before[0] not in cue.chained:
            return False
    subject, distance, guessed = _subject(line, hit, cue, cue.subject)
    if not subject:
        return False
    for place, n in enumerate(found):
        ends = _ends(cue, subject, line.items[n].thing)
        line.say(cue, *ends, hit.first, n + 1, distance=distance, guessed=guessed, place=place, unsure=line.unsure(n))
    line.about[end - 1] = line.about[found[-1]] = (cue.id, subject)
    if cue.type in ("ORGANISED_BY", "ATTENDED") and end + 1 < len(line.items):
        at = end + (line.items[end].low == ",")
        if line.items[at].low in ("in", "at") and at + 1 < len(line.items):
            _places(line, at, subject, tables.cue("event-in"), hit.first)
    return True


def _active(line: Line, hit: Hit, cue: Cue) -> bool:
    if any(c.modality for c in hit.cues):
        return False  # "A was invited to the conference"
    agents = list_left(line.items, hit.first, PASSED)
    if not agents and hit.first > 1 and line.items[hit.first - 1].low == "for" and line.items[hit.first - 2].type == "Organisation":
        agents = [hit.first - 2]  # "thanked A for organising the meeting"
    agents = _past_opening(line, agents)
    if cue.type == "ORGANISED_BY":
        agents = [k for k in agents if not _office(line, k)]
    if not agents:
        return cue.role == "host" and _hosting_town(line, hit)
    joint = [k for k, i in enumerate(line.items[: hit.first]) if i.taken == "joint" and i.type == "Organisation" and k > agents[0]]
    thing = _which(line, agents[0], cue)
    for k in range(hit.last, min(len(line.items), hit.last + _NEAR) if thing < 0 else 0):
        item = line.items[k]
        if item.type in cue.things and item.thing:
            thing = k
            break
        if item.low in (".", ";", "who", "that") or (item.type in ("Organisation", "Person") and cue.things != ("Project",)):
            break
        if item.type == "Project" and item.thing and line.items[k - 1 - (line.items[k - 1].low == "the")].low not in _WITHIN:
            break  # "A launched the project at a ceremony" is not of the ceremony
    if thing < 0:
        return False
    for place, n in enumerate(dict.fromkeys([*agents, *joint])):
        ends = _ends(cue, line.items[thing].thing, line.items[n].thing)
        first, last = min(n, hit.first, thing), max(thing + 1, hit.last)
        line.say(cue, *ends, first, last, distance=hit.first - n - 1, place=place, unsure=line.unsure(n))
    return True


_WITHIN = frozenset(["within", "in", "of", "under", "through", "by", "for", "on"])


def _past_opening(line: Line, agents: list[int]) -> list[int]:
    """ "Under an agreement with A, B implements it": of a row without "and", what a preposition leads to does not act."""
    if len(agents) != 2 or any(i.low in ("and", "&") for i in line.items[agents[0] : agents[1]]):
        return agents
    before = agents[0] - 1 - (agents[0] > 0 and line.items[agents[0] - 1].low == "the")
    return agents[1:] if before >= 0 and line.items[before].low in ("with", "from", "by", "for", "of", "to", "at", "under") else agents


def _thanked_for(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "thanked A for its support to the P project": whoever is thanked was not there, but supports it."""
    for k in list_left(line.items, hit.first, frozenset()):
        line.items[k].taken = "" if line.items[k].taken == "claim" else line.items[k].taken
    return _active(line, hit, cue)


def _hosting_town(line: Line, hit: Hit) -> bool:
    """ "Zomba hosted the forum": where it was."""
    town, event = hit.first - 1, next((k for k in range(hit.last, min(len(line.items), hit.last + 6)) if line.items[k].type == "Event"), -1)
    mention = line.mention(town) if town >= 0 else None
    if mention is None or mention.kind != "city" or event < 0 or not line.items[event].thing:
        return False
    line.say(tables.cue("held-in"), line.items[event].thing, line.items[town].thing, town, event + 1)
    return True


def _which(line: Line, agent: int, cue: Cue) -> int:
    """ "the project which A is supporting": the item of the project; -1 for none."""
    k = agent - 1 - (agent > 0 and line.items[agent - 1].low == "the")
    if k < 1 or line.items[k].low not in ("which", "that"):
        return -1
    return next((j for j in range(k - 1, max(-1, k - 8), -1) if line.items[j].type in cue.things and line.items[j].thing), -1)


def _trained(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A trained 40 journalists": where the report is of a training, A held it."""
    main = line.reading.document.main
    head = next((m.head for m in line.reading.document.mentions if m.key == MAIN), "")
    agents = [k for k in list_left(line.items, hit.first, PASSED) if not _office(line, k)]
    headline = line.reading.document.sentences[line.number].headline
    if not main or headline or not head.startswith(("training", "course", "workshop")) or line.number > 5:
        return False
    for place, n in enumerate(agents):
        line.say(cue, main, line.items[n].thing, n, hit.last, place=place, unsure=line.unsure(n))
    return bool(agents)


def _office(line: Line, k: int) -> bool:
    """ "The Minister of X opened the workshop": a person of whom only the office is told."""
    mention = line.mention(k)
    return mention is not None and mention.rule.startswith("office:")


def _with_providing(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "with A and B providing support"."""
    found, end = list_right(line.items, hit.last, _ORGANISATION)
    lows = [i.low for i in line.items[end : end + 7]]
    lows = lows[lows[:1] == [","] :]  # "with A and B, providing support"
    if found and lows[:1] == ["as"] and {"host", "hosts", "co-host", "co-hosts"} & set(lows[1:3]):
        return _as_host(line, hit, found)
    if not found or not lows or lows[0] not in _GIVING or not ((_SUPPORT | _MONEY) & set(lows)):
        return False
    cue = replace(cue, type="FUNDED_BY") if _MONEY & set(lows) else cue
    subject, distance, guessed = _subject(line, hit, cue, cue.subject)
    for place, n in enumerate(found):
        line.say(
            cue, subject, line.items[n].thing, hit.first, n + 1, distance=distance, guessed=guessed, place=place, unsure=line.unsure(n)
        )
        line.items[n].taken = cue.type
    return bool(subject)


def _as_host(line: Line, hit: Hit, found: list[int]) -> bool:
    """ "convened by A with B as host"."""
    cue = tables.cue("hosted-by")
    subject, distance, guessed = _subject(line, hit, cue, cue.subject)
    for n in found if subject else ():
        line.say(cue, line.items[n].thing, subject, hit.first, n + 1, distance=distance, guessed=guessed, unsure=line.unsure(n))
        line.items[n].taken = cue.type
    return bool(subject)


_MONEY = frozenset(["financial", "funding", "funds", "financing", "grants", "grant"])
_GIVING = frozenset(["providing", "giving", "lending", "offering", "extending", "supplying", "contributing"])
_SUPPORT = frozenset(["support", "assistance", "help", "backing", "facilitation", "expertise"])


def _as_implementer(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A, the implementing agency of the project"."""
    agents = list_left(line.items, hit.first, frozenset({"role"}))
    thing = next(
        (k for k in range(hit.last, min(len(line.items), hit.last + 4)) if line.items[k].type == "Project" and line.items[k].thing), -1
    )
    if not agents or thing < 0:
        return False
    line.say(cue, line.items[thing].thing, line.items[agents[-1]].thing, agents[-1], thing + 1)
    return True


def _project_holds(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "The project convened young people for a three-day event"."""
    j = hit.first - 1
    while j >= 0 and (
        line.items[j].low in ("has", "have", "project", "programme", "”", '"', "also", "recently", "successfully", ")", "’", "*", "»")
        or line.items[j].taken == "cue"
    ):
        j -= 1
    told = line.about.get(j - 1) if j > 0 and line.items[j].low == "," else None  # "P, led by A, kicked off with a meeting"
    named = j >= 0 and line.items[j].type == "Project" and line.items[j].thing
    project = named or (told[1] if told and line.reading.type_of.get(told[1]) == "Project" else "")
    if not project:
        return False
    event = next(
        (k for k in range(hit.last, min(len(line.items), hit.last + _NEAR)) if line.items[k].type == "Event" and line.items[k].thing), -1
    )
    if event < 0:
        return False
    line.say(cue, line.items[event].thing, project, j, event + 1)
    return True


def _ends(cue: Cue, thing: str, body: str) -> tuple[str, str]:
    """A host attends: the body comes first."""
    return (body, thing) if cue.type == "ATTENDED" else (thing, body)


_ARTICLES = frozenset(["a", "an", "the", "this", "its", "their", "another", "one", "two", "three", "several"])


def _adjective(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "the EU-funded project"."""
    k = hit.first - 1
    if k < 0 or line.items[k].type != "Organisation" or not line.items[k].thing:
        return False
    if hit.last < len(line.items) and line.items[hit.last].low in _ARTICLES:
        return False  # "A and B organised a workshop": a verb
    for j in range(hit.last, min(len(line.items), hit.last + 6)):
        item = line.items[j]
        thing = item.thing if item.type in cue.things else ""
        if not thing and item.low in ("project", "programme", "program"):
            following = next((i for i in line.items[j + 1 : j + 4] if i.type == "Project" and i.thing), None)
            thing = following.thing if following else (line.reading.projects[0] if len(line.reading.projects) == 1 else "")
        if thing:
            line.say(cue, thing, line.items[k].thing, k, j + 1)
            line.items[k].taken = cue.type
            return True
    return False


def _within(line: Line, hit: Hit, cue: Cue) -> bool:
    projects = _projects_right(line, hit.last)
    if not projects:
        return False
    event = next((i.thing for i in reversed(line.items[max(0, hit.first - _FAR) : hit.first]) if i.type == "Event" and i.thing), "")
    right = next((i.thing for i in line.items[hit.last : hit.last + _FAR] if i.type == "Event" and i.thing), "")
    right = right or _pronoun(line, ("Event",))
    whose = line.items[1] if len(line.items) > 1 and line.items[0].low in ("the", "this") else line.items[0]
    if not event and not right and whose.type == "Project" and whose.thing not in {line.items[k].thing for k in projects} | {""}:
        event = whose.thing  # "The project is funded by A within the P programme"
    subject = event or right or ("" if _opens(line, hit, projects[-1]) or _noun_is(line, hit) else line.reading.document.main)
    for place, k in enumerate(projects if subject else ()):
        line.say(cue, subject, line.items[k].thing, hit.first, k + 1, guessed=not (event or right), place=place, unsure=False)
    return bool(subject)


def _noun_is(line: Line, hit: Hit) -> bool:
    """ "The competition is part of the P project": what is told of is not the event."""
    j = hit.first - 1
    told = line.items[hit.first].low in _WAS | {"forms", "form", "formed", "belongs"}
    return told and j > 0 and not line.items[j].type and line.items[j].low.isalpha() and line.items[j - 1].low in ("the", "this")


_AFTER_NAME = frozenset(["project", "programme", "program", "projects", "”", '"', "initiative", "(", ")"])


def _opens(line: Line, hit: Hit, k: int) -> bool:
    """ "Under the P project, A will provide …": what A does, not the event, is of the project."""
    j = k + 1
    while j < len(line.items) and (line.items[j].low in _AFTER_NAME or line.items[j - 1].low == "("):
        j += 1
    j += j < len(line.items) and line.items[j].low == ","
    j += j < len(line.items) and line.items[j].low == "the"
    return (
        hit.first == 0
        and j < len(line.items)
        and (line.items[j].type in ("Organisation", "Person", "Project") or line.items[j].low == "project")
    )


def _projects_right(line: Line, k: int) -> list[int]:
    """The projects that follow, past "the EU Something project", what a cue takes, and "and the project"."""
    found: list[int] = []
    gap = 0
    for j in range(k, min(len(line.items), k + _FAR)):
        item = line.items[j]
        if item.type == "Project" and item.thing:
            mention = line.mention(j)
            following = next((i for i in line.items[j + 1 : j + 4] if i.type == "Project" and i.thing), None)
            if mention is not None and mention.anaphor and following is not None:
                continue
            if not any(line.items[n].thing == item.thing for n in found):
                found.append(j)
            gap = 0
        elif item.taken or item.low in (
            "and",
            ",",
            "the",
            "project",
            "projects",
            "programme",
            '"',
            "“",
            "”",
            "„",
            "a",
            "an",
            "wider",
            "larger",
            "regional",
            "joint",
            "new",
            "its",
            "same",
        ):
            continue
        elif item.type == "Organisation" or item.low[:1].isupper() or not found:
            gap += 1
            if gap > 4 or item.low in ("which", "who", "."):
                break
        else:
            break
    return found


def _within_which(line: Line, hit: Hit, cue: Cue) -> bool:
    for j in range(hit.first - 1, max(-1, hit.first - 12), -1):
        item = line.items[j]
        if item.type == "Project" and item.thing:
            right = next((i.thing for i in line.items[hit.last : hit.last + 8] if i.type == "Event" and i.thing), "")
            line.say(cue, right or line.reading.document.main, item.thing, j, hit.last, guessed=not right)
            return True
    return False


def _place(line: Line, hit: Hit, cue: Cue) -> bool:
    noun = line.items[hit.first].low == "meeting" and hit.first > 0 and line.items[hit.first - 1].low in ("a", "the", "this", "that")
    if noun or _other_event(line, hit.first):
        return False
    told = [k for k in range(max(0, hit.first - _FAR), hit.first) if line.items[k].type == "Event" and line.items[k].thing]
    told = [k for k in told if not _occasion(line, k)]
    if len(told) > 1 and hit.first and line.items[hit.first - 1].low == ",":
        told = told[:1]  # "a workshop, organised for the 2023 Forum, opened in Lima"
    event = line.items[told[-1]].thing if told else ""
    right = next((i.thing for i in line.items[hit.last : hit.last + _NEAR] if i.type == "Event" and i.thing), "")
    subject = event or right or line.reading.document.main
    start = hit.last - (line.items[hit.last - 1].low in ("in", "at"))  # "gathered in", "met in"
    for j in range(start, min(len(line.items) - 1, hit.last + 2 * _NEAR)):
        low = line.items[j].low
        if low in ("in", "at") and _places(line, j, subject, cue, hit.first, guessed=not (event or right)):
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


def _occasion(line: Line, k: int) -> bool:
    """ "On the occasion of World Water Day, A opened …": not what took place there."""
    return any(
        i.low in ("occasion", "mark", "marking", "celebrate", "celebrating", "ahead", "sidelines", "margins")
        for i in line.items[max(0, k - 4) : k]
    )


_SEATS = frozenset(["premises", "headquarters", "seat", "offices", "office", "campus", "residence", "building"])


def _places(line: Line, j: int, subject: str, cue: Cue, first: int, *, guessed: bool = False) -> bool:
    """ "in Cusco (Peru)", "at the Hotel X in Lima": the town and the venue, the country only where it is all there is."""
    found: list[int] = []
    k = j + 1
    while k < min(len(line.items), j + 12):
        item = line.items[k]
        if item.type == "Place" and item.thing and not (k + 1 < len(line.items) and line.items[k + 1].low == "'s"):
            found.append(k)
        elif (found and item.low in ("on", "<date>", "from", "to")) or (found and item.low in tables.words()["calendar"]):
            pass
        elif item.low not in ("the", "in", "at", ",", "(", ")", "city", "of", "town", "capital", "and") or item.low == "and":
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


def _inside(line: Line, k: int) -> list[str]:
    """The town in a venue's name."""
    item, nested = line.items[k], line.reading.nested
    return [nested[t] for t in range(item.first, item.last) if t in nested]


def _event_places(line: Line) -> None:
    """ "a two-day regional meeting in Skopje"."""
    for k, item in enumerate(line.items[:-2]):
        if item.type == "Event" and item.thing:
            at = _where(line, k)
            if at >= 0:
                _places(line, at, item.thing, tables.cue("event-in"), k)
            elif _town_behind(line, k):
                line.say(tables.cue("event-in"), item.thing, line.items[k + 2].thing, k, k + 3)


def _town_behind(line: Line, k: int) -> bool:
    """ "Regional Dialogue on Water, Amman, 5 June": the town right behind a title."""
    town = line.mention(k + 2) if k + 2 < len(line.items) and line.items[k + 1].low == "," else None
    event = line.mention(k)
    if town is None or town.kind != "city" or not line.items[k + 2].thing or event is None or event.rule not in ("title", "quoted"):
        return False
    return k + 3 >= len(line.items) or line.items[k + 3].low in (",", "<date>", "(", ".", ";", "–", "on")


def _event_of_project(line: Line) -> None:
    """ "the final conference of the P project", "the P project's closing event"."""
    for k, item in enumerate(line.items):
        if item.type != "Event" or not item.thing:
            continue
        j = k + 1
        quoted = j + 2 < len(line.items) and line.items[j].low == "on"
        quoted = quoted and (line.items[j + 1].low in ("“", '"', "„", "«") or line.items[j + 2].low in ("project", "programme"))
        if j < len(line.items) and (line.items[j].low in ("of", "for", "under") or quoted):
            j += 1
            while j < len(line.items) and line.items[j].low in _TO_PROJECT:
                j += 1
            if j < len(line.items) and line.items[j].type == "Project" and line.items[j].thing:
                line.say(tables.cue("event-of-project"), item.thing, line.items[j].thing, k, j + 1)
                continue
        before = k - 1 - (k > 1 and line.items[k - 1].low in ("'s", "”", '"', "»"))
        before -= before > 0 and line.items[before].low in ("inception", "launching", "launch", "closing", "final", "kick-off", "”", '"')
        before -= before > 0 and line.items[before].low in ("”", '"')
        if before >= 0 and line.items[before].type == "Project" and line.items[before].thing:
            line.say(tables.cue("event-of-project"), item.thing, line.items[before].thing, before, k + 1)


_LAUNCHES = ("launch", "launching", "kick-off", "kickoff", "inception", "start-up")


def _launched(reading: Reading, lines: list[Line]) -> None:
    """ "A has launched the P project. The launching event was opened by B": of the one project that the report names."""
    main = reading.document.main
    heads = {m.head for m in reading.document.mentions if m.key == MAIN}
    named = [
        m for m in reading.document.mentions if m.key == MAIN and reading.document.words(m.first, m.last).lower().startswith(_LAUNCHES)
    ]
    if not main or len(reading.projects) != 1 or reading.targets(main, "PART_OF") or not (named or heads & set(_LAUNCHES)):
        return
    for line in lines[:6]:
        at = next((k for k, i in enumerate(line.items) if i.thing == reading.projects[0]), -1)
        if at >= 0:
            line.say(tables.cue("event-of-project"), main, reading.projects[0], at, at + 1, guessed=True)
            return


_TO_PROJECT = frozenset(
    [
        "the",
        "a",
        "its",
        "this",
        "project",
        "programme",
        "program",
        "“",
        '"',
        "„",
        "«",
        "new",
        "entitled",
        "titled",
        "called",
        "named",
        "for",
    ]
)


def _dated_places(reading: Reading, lines: list[Line]) -> None:
    """ "… on 24 and 25 April in Budva": beside the date, where nothing else says the place of the reported event."""
    main = reading.document.main
    if not main or reading.targets(main, "HELD_IN"):
        return
    for line in lines:
        if not any(i.thing == main for i in line.items) or _other_event(line, len(line.items)):
            continue
        for k, item in enumerate(line.items):
            before = line.items[k - 1].low if k else ""
            if (
                item.low in ("in", "at")
                and (before == "<date>" or (before == "," and k > 1 and line.items[k - 2].low == "<date>") or _dated_after(line, k))
                and _places(line, k, main, tables.cue("event-in"), max(0, k - 1))
            ):
                return
    verbs = VERBS.get(next((m.head for m in reading.document.mentions if m.key == MAIN), ""), frozenset())
    for line in [x for x in lines if any(i.thing == main or (i.low in verbs and x.number < 4) for i in x.items)][:3]:
        at = next(k for k, i in enumerate(line.items) if i.thing == main or i.low in verbs)
        if not _other_event(line, len(line.items)) and _later_place(line, at, main):
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
        if before.type in ("Person", "Event") or (before.type == "Organisation" and before.taken == "role"):
            continue
        return _places(line, k, main, tables.cue("place-in-sentence"), at)
    return False


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
        mention = line.mention(n)
        if (
            item.low in (("in", "at", "to") if _visit(line, k) else ("in", "at"))
            and mention is not None
            and mention.type == "Place"
            and mention.kind in (("city", "venue") if j > k + 1 else ("city", "venue", "country", "region"))
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
    return mention is not None and mention.head in ("visit", "study visit", "field visit", "tour", "study tour", "trip")


def _dateline(reading: Reading, lines: list[Line]) -> None:
    """ "Lima –" at the beginning, where nothing else says the place."""
    main = reading.document.main
    kinds = {t.id: (t.kind, t.country) for t in reading.document.things}
    told = reading.targets(main, "HELD_IN") if main else []
    if not main or any(kinds[t][0] != "country" for t in told):
        return
    for line in lines[:4]:
        skip = bool(line.items) and line.items[0].low == "<date>" and len(line.items) > 2 and line.items[1].low == ","
        first = line.items[2 * skip] if line.items else None
        if told and first is not None and first.thing and kinds[first.thing][1] not in {kinds[t][1] for t in told}:
            return
        if skip and first is not None and first.type == "Place" and first.thing:
            line.say(tables.cue("dateline"), main, first.thing, 0, 3)
            return
        if first is not None and first.type == "Place" and first.thing:
            mention = line.mention(0)
            marks = [i.low for i in line.items[1:8]]
            dated = reading.document.sentences[line.number].headline and "<date>" in marks
            told_when = marks[:2] == [",", "<date>"] and ":" in marks[:4]  # "Lima, 4 May 2024:"
            if mention is not None and mention.kind == "city" and (dated or told_when or any(m in ("–", "—", "-", "/") for m in marks)):
                line.say(tables.cue("dateline"), main, first.thing, 0, 2)
                return
    for line in lines[:2]:
        last = line.items[-1] if len(line.items) > 3 else None
        if told or last is None or not reading.document.sentences[line.number].headline or line.items[-2].low != "in":
            continue
        mention = line.mention(len(line.items) - 1)
        if last.type == "Place" and last.thing and mention is not None and mention.kind == "city":
            line.say(tables.cue("dateline"), main, last.thing, len(line.items) - 2, len(line.items))
            return


def _without_country(reading: Reading) -> None:
    """Of a town and its country the town says where it was."""
    main = reading.document.main
    kinds = {t.id: t.kind for t in reading.document.things}
    told = {kinds[t] for t in reading.targets(main, "HELD_IN")}
    if told & {"city", "venue"}:
        reading.said = [
            s for s in reading.said if not (s.type == "HELD_IN" and s.source == main and kinds[s.target] in ("country", "region"))
        ]


def _only_town(reading: Reading, lines: list[Line]) -> None:
    """The one town that a short report names, where nothing else says the place."""
    main = reading.document.main
    if not main or reading.targets(main, "HELD_IN"):
        return
    towns = {t.id: t for t in reading.document.things if t.type == "Place" and t.kind == "city"}
    if len(towns) != 1:
        return
    for line in lines:
        if any(i.low in ("“", "”", '"') for i in line.items):
            continue
        for k, item in enumerate(line.items):
            other = {i.low for i in line.items[max(0, k - 8) : k]} & {"upcoming", "forthcoming", "next", "future", "previous"}
            if item.thing in towns and k and line.items[k - 1].low in ("in", "at", "to") and not other:
                line.say(tables.cue("only-town"), main, item.thing, k - 1, k + 1)
                return


def _partner(line: Line, hit: Hit, cue: Cue) -> bool:
    found, end = list_right(line.items, hit.last, _ORGANISATION)
    if not found or any(c.form == "passive" for c in hit.cues):  # "implemented jointly with A": A carries it out
        return False
    agents = _partner_left(line, hit)
    _carry_out(line, [*agents, *found], end)
    ends = [line.items[k].thing for k in agents] or _doers(line, hit, cue)
    distance = hit.first - agents[-1] - 1 if agents else 0
    for source in ends:
        for place, k in enumerate(found):
            line.say(
                cue,
                source,
                line.items[k].thing,
                agents[0] if agents else hit.first,
                k + 1,
                distance=distance,
                guessed=not agents,
                place=place,
                unsure=line.unsure(k),
            )
    return bool(ends)


def _carry_out(line: Line, bodies: list[int], begin: int) -> None:
    """ "A partners with B and C to implement the P project": all of them carry it out."""
    ahead = line.items[begin : begin + 9]
    project = next((n for n, i in enumerate(ahead) if i.type == "Project" and i.thing), -1)
    if project > 1 and ahead[0].low in ("to", "in", "and") and any(i.low in grants.CARRIES for i in ahead[1:project]):
        for place, k in enumerate(bodies):
            line.say(tables.cue("implement-verb"), ahead[project].thing, line.items[k].thing, k, begin + project + 1, place=place)


_TOGETHER = frozenset(["project", "consortium", "partnership", "programme"])


def _members(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "The partners of the P project are A, B and C", "the consortium includes A and B": partners of each other."""
    if _partner(line, hit, cue):
        return True
    found, end = list_right(line.items, hit.last, _ORGANISATION)
    together = any(i.type == "Project" or i.low in _TOGETHER for i in line.items[hit.first : hit.last])
    if not together or len(found) < 2 or len(found) > 6:
        return False
    papers.pair(line, cue, found, hit.first, end)
    return True


def _partner_left(line: Line, hit: Hit) -> list[int]:
    """The bodies right before the cue, past those that only support or fund."""
    skip = frozenset({"SUPPORTED_BY", "FUNDED_BY", "PARTNER_OF", "claim", "REPRESENTS"})
    return list_left(line.items, hit.first, skip)


def _doers(line: Line, hit: Hit, cue: Cue) -> list[str]:
    """Whoever organises the event or carries the project out that the sentence is about."""
    subject, _, _ = _subject(line, hit, cue, ("Event", "Project"))
    reading = line.reading
    return (reading.targets(subject, "ORGANISED_BY", "IMPLEMENTED_BY") if subject else [])[:2]


def _as_partner(line: Line, hit: Hit, cue: Cue) -> bool:
    agents = list_left(line.items, hit.first, frozenset())
    doers = _doers(line, hit, cue) or [t for p in line.reading.projects[:1] for t in line.reading.targets(p, "IMPLEMENTED_BY")]
    for k in agents:
        for doer in doers:
            if doer not in {line.items[n].thing for n in agents}:
                line.say(cue, doer, line.items[k].thing, k, hit.last, guessed=True, unsure=line.unsure(k))
    return bool(agents and doers)


def _money_by(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "Funding for the P project is provided by A"; "with funding of EUR 5 million from A"."""
    if line.items[hit.last - 1].low in ("of", "worth"):
        for k in range(hit.last, min(len(line.items) - 1, hit.last + 7)):
            if line.items[k].low in ("from", "by"):
                return k > hit.last and _passive(line, replace(hit, last=k + 1), cue)
            if line.items[k].type:
                return False
        return False
    told = any(i.low in grants.PAID for i in line.items[max(0, hit.first - _NEAR) : hit.first])
    if told and hit.first < 4 and not any(i.low in ("for", "of", "to") for i in line.items[: hit.first]):
        cue = replace(cue, strict=False)  # "Funding was provided by A": of what the report is about
    return told and _passive(line, hit, cue)


_LATER = {
    **dict.fromkeys(("organised", "organized", "arranged", "convened", "held", "conducted", "staged"), "organised-by"),
    **dict.fromkeys(("implemented", "executed", "managed"), "implemented-by"),
    **dict.fromkeys(("funded", "financed", "co-funded", "co-financed"), "funded-by"),
}


def _by_later(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A study visit to Lima was organised for judges of the Supreme Court by A"."""
    verbs = tables.words()["verbs"]
    for k in range(hit.first - 1, max(0, hit.first - 16), -1):
        item = line.items[k]
        if item.low in _LATER and line.items[k - 1].low in _WAS | {"jointly", ","} and hit.first - k > 1:
            far = tables.cue(_LATER[item.low])
            return _passive(line, replace(hit, first=k), replace(far, strict=True, confidence=cue.confidence))
        if item.low in verbs or item.low in (".", ";", "who", "which", "that", "by") or item.type in ("Project", "Event"):
            return False
    return False


def _launched_at(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "The project was launched last week during a workshop", "A launched the project at a ceremony"."""
    project = next((i for i in reversed(line.items[max(0, hit.first - 8) : hit.first]) if i.type == "Project" and i.thing), None)
    begin = hit.last
    if project is None:
        begin = next((k for k in range(hit.last, min(len(line.items), hit.last + 6)) if line.items[k].type == "Project"), -1) + 1
        project = line.items[begin - 1] if begin else None
    if project is None or not project.thing:
        return False
    for k in range(begin, min(len(line.items), begin + 10)):
        if line.items[k].low in ("at", "during"):
            event = next(
                (n for n in range(k + 1, min(k + 6, len(line.items))) if line.items[n].type == "Event" and line.items[n].thing), -1
            )
            if event >= 0:
                line.say(cue, line.items[event].thing, project.thing, hit.first, event + 1)
                return True
    return False


def _behalf(line: Line, hit: Hit, cue: Cue) -> bool:
    """The nearest actor before it must be a person; a body that acts for another is left alone."""
    found, end = list_right(line.items, hit.last, _ORGANISATION)
    if hit.first == 0 and found:
        for j in range(end, min(end + 5, len(line.items))):
            if line.items[j].type == "Person" and line.items[j].thing:
                for place, k in enumerate(found):
                    line.say(cue, line.items[j].thing, line.items[k].thing, 0, j + 1, place=place, unsure=line.unsure(k))
                return True
    several = any(i.low in ("were", "are", "spoke", "attended", "participated") for i in line.items[max(0, hit.first - 4) : hit.first])
    said = False
    for j in range(hit.first - 1, max(-1, hit.first - 30), -1):
        item = line.items[j]
        if item.type == "Person" and item.thing:
            for place, k in enumerate(found):
                line.say(cue, item.thing, line.items[k].thing, j, k + 1, distance=hit.first - j - 1, place=place, unsure=line.unsure(k))
            if not several or not found:
                return bool(found)
            said = True
        if item.type == "Organisation" and item.taken != "role":
            return said
    return said


def _represented(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A was represented by its director B", "a delegation from A, led by B"."""
    begin = max(0, hit.first - 18)
    delegation = next((j for j in range(hit.last - 1, begin - 1, -1) if line.items[j].low == "delegation"), -1)
    if delegation >= 0:
        begin = max(0, delegation - 1)
    bodies = [j for j in range(begin, hit.last) if line.items[j].type == "Organisation" and line.items[j].thing]
    if not bodies and delegation >= 0:
        return _led_delegation(line, hit, cue)
    if not bodies and line.reading.document.main and line.items[hit.last - 1].low == "by" and line.items[hit.last - 2].low == "represented":
        found = list_right(line.items, hit.last, _ORGANISATION)[0]  # "civil society was represented by A and B"
        attended, main = tables.cue("attend-verb"), line.reading.document.main
        for place, k in enumerate(found):
            line.say(attended, line.items[k].thing, main, hit.first, k + 1, place=place, unsure=line.unsure(k))
        return bool(found)
    persons = [j for j in range(hit.last, min(len(line.items), hit.last + 12)) if line.items[j].type == "Person"]
    if not bodies or not persons or (delegation >= 0 and bodies[0] < delegation - 1):
        return False
    line.say(cue, line.items[persons[0]].thing, line.items[bodies[-1]].thing, bodies[-1], persons[0] + 1)
    main = line.reading.document.main
    modality = "planned" if line.reading.planned else ""
    line.say(
        tables.cue("attend-verb"), line.items[persons[0]].thing, main, bodies[-1], persons[0] + 1, role="participant", modality=modality
    )
    return True


def _led_delegation(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "… a delegation from A. The delegation was led by B": whose it is was told before."""
    person = next((j for j in range(hit.last, min(len(line.items), hit.last + 12)) if line.items[j].type == "Person"), -1)
    for before in line.reading.lines[max(0, line.number - 2) : line.number][::-1]:
        for k, item in enumerate(before.items[:-2]):
            if item.low == "delegation" and before.items[k + 1].low in ("from", "of"):
                body = before.items[k + 2 + (before.items[k + 2].low == "the" and k + 3 < len(before.items))]
                if person >= 0 and body.type == "Organisation" and body.thing:
                    line.say(cue, line.items[person].thing, body.thing, hit.first, person + 1, distance=4)
                    return True
    return False


def _implementers(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "the project implementing organisations – Name (A) and Name (Head of B)": bodies, or those that persons speak for."""
    subject, distance, guessed = _subject(line, hit, cue, ("Project",))
    bodies: dict[str, int] = {}
    for k in range(hit.last, min(len(line.items), hit.last + 40)):
        item = line.items[k]
        if item.low in tables.words()["speech"] or item.low in ("who", "which") or item.taken == "cue":
            break
        if item.type == "Organisation" and item.thing:
            bodies.setdefault(item.thing, k)
    for place, (body, k) in enumerate(bodies.items()):
        line.say(cue, subject, body, hit.first, k + 1, distance=distance, guessed=guessed, place=place)
    return bool(subject and bodies)


def _org_part(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "Department for X of the Ministry of Y"."""
    if line.items[hit.first].low == "'s":
        return _owned_unit(line, hit)
    k, j = hit.first - 1, hit.last + (hit.last < len(line.items) and line.items[hit.last].low == "the")
    if (
        k < 0
        or j >= len(line.items)
        or not (_unit(line, k) or _kept_by_ministry(line, k, hit.first, j) or _falls_under(line, hit))
        or line.items[j].type != "Organisation"
        or (_unit(line, j) and line.items[hit.first].low == "at")
    ):
        return False
    line.say(cue, line.items[k].thing, line.items[j].thing, k, j + 1)
    line.items[j].taken = line.items[j].taken or ("whole" if line.items[hit.first].low == "at" else "")
    return True


def _unit_of(line: Line) -> None:
    """ "Faculty of Law, University of A": the part, and right behind it the whole."""
    for k in range(len(line.items) - 2):
        part, whole = line.mention(k), line.mention(k + 2)
        if line.items[k + 1].low != "," or part is None or whole is None or part.head not in _PARTS or whole.kind != "academic":
            continue
        if line.items[k].thing and line.items[k + 2].thing and whole.head not in _PARTS:
            line.say(tables.cue("org-part-of"), line.items[k].thing, line.items[k + 2].thing, k, k + 3)


def _falls_under(line: Line, hit: Hit) -> bool:
    """ "the Council, which falls under the Ministry of X"."""
    return line.items[hit.first].low == "," and any(i.low in ("falls", "fall", "operates") for i in line.items[hit.first : hit.last])


_PARTS = frozenset(["faculty", "department", "school", "college", "law school", "business school"])


def _kept_by_ministry(line: Line, k: int, at: int, j: int) -> bool:
    """ "the Diplomatic Institute at the Ministry of Foreign Affairs"."""
    one, other = line.mention(k), line.mention(j)
    if one is None or other is None or one.kind != "academic":
        return False
    school = one.head in _PARTS and other.kind == "academic" and other.head not in _PARTS  # "the School of Business at the University of A"
    return (papers.of_state(line, j) and line.items[at].low in ("at", "under")) or (school and line.items[at].low in ("at", "of"))


def _owned_unit(line: Line, hit: Hit) -> bool:
    """ "the Ministry's Department for X": the second is part of the first."""
    k, j = hit.first - 1, hit.last
    if k < 0 or j >= len(line.items) or line.items[k].type != "Organisation" or line.items[j].type != "Organisation" or not _unit(line, j):
        return False
    line.say(tables.cue("org-part-of"), line.items[j].thing, line.items[k].thing, k, j + 1)
    return True


def _delegation(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "a delegation from A, composed of Name, its secretary, and Name": all of A, but those of whom another body is told."""
    lead = line.items[max(0, hit.first - 9) : hit.first]
    at = next((n for n in range(len(lead) - 2, -1, -1) if lead[n].low in ("delegation", "team", "mission", "group")), -1)
    body = next((i for i in lead[at + 1 :] if i.type == "Organisation" and i.thing), None) if at >= 0 else None
    if body is None or (lead[at + 1].low not in ("from", "of") and lead[at - 1] is not body):
        return False
    said, verbs = False, tables.words()["verbs"]
    for k in range(hit.last, min(len(line.items), hit.last + 40)):
        item = line.items[k]
        if (
            item.low == ";"
            or (not item.type and item.low in verbs and item.low not in ("by", "in", "on"))
            or item.low in tables.words()["visiting"]
        ):
            break
        if item.type == "Person" and item.thing and not line.reading.body_of.get(item.thing):
            line.say(cue, item.thing, body.thing, hit.first, k + 1, distance=k - hit.last)
            said = True
    return said


def _org_units(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "the Ministry of X from the Department for Y and the Z Office"."""
    k = hit.first - 1
    if k < 0 or line.items[k].type != "Organisation" or _unit(line, k):
        return False
    found, _ = list_right(line.items, hit.last, _ORGANISATION)
    units: list[int] = []
    for n in found:
        if not _unit(line, n):
            break
        units.append(n)
    for place, n in enumerate(units):
        line.say(cue, line.items[n].thing, line.items[k].thing, k, n + 1, place=place)
        line.items[n].taken = "unit"
    return bool(units)


def _unit(line: Line, k: int) -> bool:
    mention = line.mention(k)
    return mention is not None and mention.type == "Organisation" and "unit" in tables.heads().get(mention.head, ("", frozenset()))[1]


_Rule = Callable[[Line, Hit, Cue], bool]
_FIRST: dict[str, _Rule] = {
    "passive": _passive,
    "active": _active,
    "adjective": _adjective,
    "within": _within,
    "within-which": _within_which,
    "place": _place,
    "behalf": _behalf,
    "represented": _represented,
    "implementers": _implementers,
    "mutual": papers.mutual,
    "between": papers.between,
    "org-part": _org_part,
    "delegation": _delegation,
    "org-units": _org_units,
    "as-implementer": _as_implementer,
    "project-holds": _project_holds,
    "launched-at": _launched_at,
    "signed-with": papers.signed_with,
    "signed-by": papers.signed_by,
    "money-to": grants.money_to,
    "money-by": _money_by,
    "thanked-for": _thanked_for,
    "money-from": grants.money_from,
    "by-later": _by_later,
    "with-providing": _with_providing,
    "trained": _trained,
}
_SECOND: dict[str, _Rule] = {"partner": _partner, "members": _members, "as-partner": _as_partner}

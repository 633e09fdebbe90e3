"""From cues to links: who funds, supports, implements, organises; partners of each other; in which order the rules run."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from cooplinks.loaders.prose import attendance, grants, papers, representing, tables, topic, units, where, within
from cooplinks.loaders.prose.cues import PASSED, Hit, find_hits, list_left, list_right, row_after
from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.items import all_items
from cooplinks.loaders.prose.main_event import MAIN
from cooplinks.loaders.prose.reading import BODY, NEAR, Line, Reading
from cooplinks.loaders.prose.tables import Cue


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
        for look in _BESIDE_CUES:
            look(line)
    for line in lines:
        for hit in line.hits:
            _second_pass(line, hit)
    for line in lines:
        attendance.attend(line)
    for conclude in _OF_THE_REPORT:
        conclude(reading)
    return replace(document, said=tuple(sorted(reading.said, key=lambda s: (s.sentence, s.cue_first))))


# What a sentence says without a cue.
_BESIDE_CUES: tuple[Callable[[Line], None], ...] = (
    where.event_places,
    within.event_of_project,
    units.unit_of,
    representing.opening,
    grants.owned,
)

# What follows from the whole report, each from all links said before it.
_OF_THE_REPORT: tuple[Callable[[Reading], None], ...] = (
    representing.of_the_whole,
    representing.of_the_parent,
    representing.of_the_embassy,
    representing.of_the_one,
    papers.parties,
    papers.listed,
    grants.approved,
    grants.awarded,
    attendance.listed,
    attendance.named,
    attendance.told_by,
    attendance.opened,
    within.launched,
    where.visited,
    where.dated_places,
    where.dateline,
    where.only_town,
    where.without_country,
)


def _begin(document: Document) -> Reading:
    reading = Reading(document)
    reading.type_of = {t.id: t.type for t in document.things}
    projects = [t for t in document.things if t.type == "Project"]
    own = [t.id for t in projects if any(document.mentions[n].rule != "programme" for n in t.mentions)]
    reading.projects = own or [t.id for t in projects]
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


def _claim(line: Line, hit: Hit) -> None:
    """Mark the words of a cue and the bodies it speaks for, so that no other cue takes them for its own."""
    cue = hit.cues[0]
    if cue.form in ("rule", "org-part", "org-units"):
        return
    claims = cue.form in ("passive", "partner", "behalf", "claim")
    found = row_after(line.items, hit)[0] if claims else []
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


_FUNDED = frozenset(["funded", "financed", "co-funded", "co-financed"])


def _passive(line: Line, hit: Hit, cue: Cue) -> bool:
    found, end = row_after(line.items, hit)
    found = [
        k for k in found if not (k + 1 < len(line.items) and line.items[k + 1].low in _FUNDED)
    ]  # "support from the EU funded P project"
    free = [k for k in found if line.items[k].taken != "role"]
    found = free if cue.type == "ORGANISED_BY" else free or found
    if not found:
        return False
    end = _past_part(line, end)
    together = next(
        (h for h in line.hits if h.first in (end, end + 1) and h.cues[0].joint and line.items[end].low in (",", line.items[h.first].low)),
        None,
    )
    if together:
        found += list_right(line.items, together.last, BODY)[0]
    k = hit.first - 1
    while k >= 0 and line.items[k].low in topic.FILLERS:
        k -= 1
    if cue.chained:
        before = line.about.get(k)
        if before is None or before[0] not in cue.chained:
            return False
    if cue.type == "IMPLEMENTED_BY" and k >= 0 and line.items[k].type == "Event" and line.items[k].thing:
        cue = tables.cue("organised-by")  # "the training was implemented by A"
    subject, distance, guessed = topic.subject(line, hit, cue, cue.subject)
    if not subject:
        return cue.type == "FUNDED_BY" and grants.taken(line, hit, cue, found)
    for place, n in enumerate(found):
        ends = _ends(cue, subject, line.items[n].thing)
        line.say(cue, *ends, hit.first, n + 1, distance=distance, guessed=guessed, place=place, unsure=line.unsure(n))
    line.about[end - 1] = line.about[found[-1]] = (cue.id, subject)
    if cue.type in ("ORGANISED_BY", "ATTENDED") and end + 1 < len(line.items):
        at = end + (line.items[end].low == ",")
        if line.items[at].low in ("in", "at") and at + 1 < len(line.items):
            where.say_places(line, at, subject, tables.cue("event-in"), hit.first)
    return True


def _past_part(line: Line, end: int) -> int:
    """ "implemented by A [as lead partner] together with B": where the part that A plays ends."""
    lows = [i.low for i in line.items[end : end + 5]]
    played = lows[:1] == ["as"] and next((n for n, low in enumerate(lows) if low in ("partner", "agency", "applicant", "coordinator")), 0)
    return end + played + 1 if played else end


def _active(line: Line, hit: Hit, cue: Cue) -> bool:
    if any(c.modality for c in hit.cues):
        return False  # "A was invited to the conference"
    agents = list_left(line.items, hit.first, PASSED)
    if not agents and hit.first > 1 and line.items[hit.first - 1].low == "for" and line.items[hit.first - 2].type == "Organisation":
        agents = [hit.first - 2]  # "thanked A for organising the meeting"
    agents = _contracted(line, _past_opening(line, agents))
    if cue.type == "ORGANISED_BY":
        agents = [k for k in agents if not _office(line, k)]
    if not agents:
        return cue.role == "host" and where.hosting_town(line, hit)
    joint = [k for k, i in enumerate(line.items[: hit.first]) if i.taken == "joint" and i.type == "Organisation" and k > agents[0]]
    thing = _which(line, agents[0], cue)
    begin = _past_aside(line, hit.last)
    for k in range(begin, min(len(line.items), begin + NEAR) if thing < 0 else 0):
        item = line.items[k]
        if item.type in cue.things and item.thing:
            thing = k
            break
        if item.low in (".", ";", "who", "that") or (item.type in ("Organisation", "Person") and cue.things != ("Project",)):
            break
        if item.type == "Project" and item.thing and line.items[k - 1 - (line.items[k - 1].low == "the")].low not in _WITHIN:
            break  # "A launched the project at a ceremony" is not of the ceremony
    if cue.type == "SUPPORTED_BY" and _with_a_sum(line):
        cue = tables.cue("funding-verb")  # "With €10 million the European Union is backing “X”"
    if thing < 0 and (told := _told_before(line, hit, cue)):
        for place, n in enumerate(dict.fromkeys([*agents, *joint])):
            line.say(cue, *_ends(cue, told, line.items[n].thing), n, hit.last, guessed=True, place=place, unsure=line.unsure(n))
        return True
    if thing < 0:
        return cue.type == "SUPPORTED_BY" and _helps(line, hit, cue, agents)
    joint += _jointly(line, max(thing, hit.last - 1)) if cue.role == "host" or cue.type == "IMPLEMENTED_BY" else []
    for place, n in enumerate(dict.fromkeys([*agents, *joint])):
        ends = _ends(cue, line.items[thing].thing, line.items[n].thing)
        first, last = min(n, hit.first, thing), max(thing + 1, hit.last)
        line.say(cue, *ends, first, last, distance=hit.first - n - 1, place=place, unsure=line.unsure(n))
    return True


def _with_a_sum(line: Line) -> bool:
    """Whether the sentence says with how much: "with €10 million"."""
    for k, item in enumerate(line.items[:-2]):
        sum_follows = item.low in ("with", "by") and line.items[k + 1].low[:1] in "€$£¥0123456789"
        if item.low == "with" and any(i.low in ("grant", "donation") for i in line.items[k + 1 : k + 4]):
            return True
        if sum_follows and any(i.low in ("million", "billion", "thousand") for i in line.items[k + 1 : k + 5]):
            return True
    return False


def _told_before(line: Line, hit: Hit, cue: Cue) -> str:
    """ "A conducts it in collaboration with B": what the sentence before was about; "A is the executing agency": of the one project."""
    if cue.id == "implementer-is":
        return line.reading.projects[0] if len(line.reading.projects) == 1 else ""
    costs = line.items[hit.last - 1].low in ("costs", "cost", "expenses")
    if line.number == 0 or hit.last >= len(line.items) or not (costs or line.items[hit.last].low == "it"):
        return ""
    things = [i.thing for i in line.reading.lines[line.number - 1].items if i.type in ("Event", "Project") and i.thing]
    return things[-1] if things and line.reading.type_of.get(things[-1]) in cue.things else ""


def _jointly(line: Line, thing: int) -> list[int]:
    """ "A hosts the dialogue jointly with B and C", "which A implements with B": B and C."""
    if thing + 1 < len(line.items) and line.items[thing + 1].low == "with":
        return list_right(line.items, thing + 2, BODY)[0]
    hit = next((h for h in line.hits if h.cues[0].joint and 0 < h.first - thing < 4), None)
    return list_right(line.items, hit.last, BODY)[0] if hit is not None else []


_WITHIN = frozenset(["within", "in", "of", "under", "through", "by", "for", "on"])


def _past_opening(line: Line, agents: list[int]) -> list[int]:
    """ "Under an agreement with A, B implements it": of a row without "and", what a preposition leads to does not act."""
    if len(agents) != 2 or any(i.low in ("and", "&") for i in line.items[agents[0] : agents[1]]):
        return agents
    before = agents[0] - 1 - (agents[0] > 0 and line.items[agents[0] - 1].low == "the")
    return agents[1:] if before >= 0 and line.items[before].low in ("with", "from", "by", "for", "of", "to", "at", "under") else agents


_HIRED = frozenset(
    ["contracted", "commissioned", "hired", "selected", "chosen", "appointed", "tasked", "engaged", "mandated", "invited", "asked"]
)


def _contracted(line: Line, agents: list[int]) -> list[int]:
    """ "A was contracted by B to run the P project": A runs it."""
    at = agents[0] - 1 - (agents[0] > 0 and line.items[agents[0] - 1].low == "the") if agents else 0
    if at < 2 or line.items[at].low != "by" or line.items[at - 1].low not in _HIRED:
        return agents
    return list_left(line.items, at - 1, PASSED)


def _thanked_for(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "thanked A for its support to the P project": whoever is thanked was not there, but supports it."""
    for k in list_left(line.items, hit.first, frozenset()):
        line.items[k].taken = "" if line.items[k].taken == "claim" else line.items[k].taken
    return _active(line, hit, cue)


def _helps(line: Line, hit: Hit, cue: Cue, agents: list[int]) -> bool:
    """ "A supports B in implementing the P project": A supports it, B carries it out."""
    helped, end = list_right(line.items, hit.last, BODY)
    ahead = line.items[end : end + 8]
    if not helped or not ahead or ahead[0].low not in ("in", "to", "with"):
        return False
    project = next((i.thing for i in ahead if i.type == "Project" and i.thing), "")
    carries = any(i.low in grants.CARRIES | {"carrying", "carry", "implementation"} for i in ahead)
    if not project or not carries:
        return False
    for n in agents:
        line.say(cue, project, line.items[n].thing, n, hit.last, distance=hit.first - n - 1, unsure=line.unsure(n))
    for place, n in enumerate(helped):
        line.say(tables.cue("implement-verb"), project, line.items[n].thing, hit.first, end + 1, place=place, unsure=line.unsure(n))
    return True


def _past_aside(line: Line, k: int) -> int:
    """ "A organised, with the help of B, a training": where what it organised may begin."""
    if (
        k + 1 >= len(line.items)
        or line.items[k].low != ","
        or line.items[k + 1].low not in ("with", "together", "in", "jointly", "alongside")
    ):
        return k
    return next((j + 1 for j in range(k + 1, min(k + 16, len(line.items))) if line.items[j].low == ","), k)


def _which(line: Line, agent: int, cue: Cue) -> int:
    """ "the project which A is supporting": the item of the project; -1 for none."""
    k = agent - 1 - (agent > 0 and line.items[agent - 1].low == "the")
    if k < 1 or line.items[k].low not in ("which", "that"):
        return -1
    return next((j for j in range(k - 1, max(-1, k - 26), -1) if line.items[j].type in cue.things and line.items[j].thing), -1)


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
    found, end = list_right(line.items, hit.last, BODY)
    lows = [i.low for i in line.items[end : end + 7]]
    lows = lows[lows[:1] == [","] :]  # "with A and B, providing support"
    if found and lows[:1] == ["as"] and {"host", "hosts", "co-host", "co-hosts"} & set(lows[1:3]):
        return _as_host(line, hit, found)
    if len(found) == 1 and lows[:1] == ["'s"] and (_SUPPORT | _MONEY) & set(lows[1:3]):
        lows = ["providing", *lows[1:3]]  # "with A's technical support"
    if not found or not lows or lows[0] not in _GIVING or not ((_SUPPORT | _MONEY) & set(lows)):
        return False
    cue = replace(cue, type="FUNDED_BY") if _MONEY & set(lows) else cue
    subject, distance, guessed = topic.subject(line, hit, cue, cue.subject)
    for place, n in enumerate(found):
        line.say(
            cue, subject, line.items[n].thing, hit.first, n + 1, distance=distance, guessed=guessed, place=place, unsure=line.unsure(n)
        )
        line.items[n].taken = cue.type
    return bool(subject)


def _as_host(line: Line, hit: Hit, found: list[int]) -> bool:
    """ "convened by A with B as host"."""
    cue = tables.cue("hosted-by")
    subject, distance, guessed = topic.subject(line, hit, cue, cue.subject)
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


def _partner(line: Line, hit: Hit, cue: Cue) -> bool:
    found, end = list_right(line.items, hit.last, BODY)
    if not found or any(c.form == "passive" for c in hit.cues):  # "implemented jointly with A": A carries it out
        return False
    agents = _partner_left(line, hit)
    _carry_out(line, [*agents, *found], end)
    agents = agents or _opens_with(line, hit)
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


def _opens_with(line: Line, hit: Hit) -> list[int]:
    """ "A will deliver the service jointly with B": the bodies that the sentence begins with, where nothing but what they do follows."""
    if line.items[hit.first].low not in ("together", "jointly") or hit.first > 16:
        return []
    begin = line.items[0].low == "the"
    found, end = list_right(line.items, begin, BODY)
    verb = line.items[end] if found and found[0] == begin and end < hit.first else None
    acts = verb is not None and not verb.type and (verb.low in _DO or verb.low in tables.words()["body_acts"])
    plain = acts and all(not i.type or (i.type in ("Event", "Project") and not i.thing) for i in line.items[end : hit.first])
    return found if plain and len(found) < 4 else []


_DO = frozenset(["will", "has", "have", "is", "are", "runs", "manages", "carries", "leads", "operates"])


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
    found, end = list_right(line.items, hit.last, BODY)
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
    subject, _, _ = topic.subject(line, hit, cue, ("Event", "Project"))
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
    told = any(i.low in grants.PAID for i in line.items[max(0, hit.first - NEAR) : hit.first])
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
        told = line.items[k - 1].low in topic.WAS | {"jointly", ","} or (line.items[k - 1].type == "Event" and line.items[k - 1].thing)
        if item.low in _LATER and told and hit.first - k > 1:
            far = tables.cue(_LATER[item.low])
            return _passive(line, replace(hit, first=k), replace(far, strict=True, confidence=cue.confidence))
        if item.low in verbs or item.low in (".", ";", "who", "which", "that", "by") or item.type in ("Project", "Event"):
            return False
    return False


def _implementers(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "the project implementing organisations – Name (A) and Name (Head of B)": bodies, or those that persons speak for."""
    subject, distance, guessed = topic.subject(line, hit, cue, ("Project",))
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


_Rule = Callable[[Line, Hit, Cue], bool]


_FIRST: dict[str, _Rule] = {
    "passive": _passive,
    "active": _active,
    "adjective": _adjective,
    "within": within.within,
    "within-which": within.within_which,
    "place": where.took_place,
    "behalf": representing.behalf,
    "represented": representing.represented,
    "implementers": _implementers,
    "mutual": papers.mutual,
    "between": papers.between,
    "org-part": units.org_part,
    "delegation": representing.delegation,
    "org-units": units.org_units,
    "as-implementer": _as_implementer,
    "project-holds": within.project_holds,
    "launched-at": within.launched_at,
    "signed-with": papers.signed_with,
    "signed-by": papers.signed_by,
    "money-to": grants.money_to,
    "gift-from": grants.gift_from,
    "gift-to": grants.gift_to,
    "money-by": _money_by,
    "thanked-for": _thanked_for,
    "money-from": grants.money_from,
    "by-later": _by_later,
    "with-providing": _with_providing,
    "trained": _trained,
}


_SECOND: dict[str, _Rule] = {"partner": _partner, "members": _members, "as-partner": _as_partner}

"""What is part of a project: the event held under it, its launch, its meetings."""

from cooplinks.loaders.prose import tables, topic
from cooplinks.loaders.prose.cues import Hit, list_right
from cooplinks.loaders.prose.main_event import MAIN
from cooplinks.loaders.prose.reading import FAR, NEAR, Line, Reading
from cooplinks.loaders.prose.tables import Cue


def project_holds(line: Line, hit: Hit, cue: Cue) -> bool:
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
        (k for k in range(hit.last, min(len(line.items), hit.last + NEAR)) if line.items[k].type == "Event" and line.items[k].thing), -1
    )
    if event < 0:
        return False
    line.say(cue, line.items[event].thing, project, j, event + 1)
    return True


def within(line: Line, hit: Hit, cue: Cue) -> bool:
    projects = _projects_right(line, hit.last)
    if not projects:
        return False
    _its_own(line, hit, projects[0])
    whole = _part_of_whole(line, hit)
    if whole and line.items[projects[0]].thing != whole:
        line.say(cue, whole, line.items[projects[0]].thing, hit.first, projects[0] + 1)
        return True
    event = next((i.thing for i in reversed(line.items[max(0, hit.first - FAR) : hit.first]) if i.type == "Event" and i.thing), "")
    right = next((i.thing for i in line.items[hit.last : hit.last + FAR] if i.type == "Event" and i.thing), "")
    right = right or topic.pronoun(line, ("Event", "Project"))
    begin = 2 if [i.low for i in line.items[:2]] == ["“", "the"] else line.items[0].low in ("the", "this", "“", '"', "„")
    whose = line.items[begin] if len(line.items) > begin else line.items[0]
    if not event and not right and whose.type == "Project" and whose.thing not in {line.items[k].thing for k in projects} | {""}:
        event = whose.thing  # "The project is funded by A within the P programme"
    other = _opens(line, hit, projects[-1]) or _noun_is(line, hit) or (hit.first > 0 and line.items[hit.first - 1].low in _BUILT)
    between = _told_between(line, hit)
    event = between if event and between and line.items[projects[0]].thing != between else event
    subject = event or right or ("" if other else line.reading.document.main)
    if not (event or right) and (bodies := _works_under(line, hit)):
        for place, n in enumerate(bodies):
            line.say(tables.cue("implement-verb"), line.items[projects[0]].thing, line.items[n].thing, n, projects[0] + 1, place=place)
        return True
    for place, k in enumerate(projects if subject else ()):
        line.say(cue, subject, line.items[k].thing, hit.first, k + 1, guessed=not (event or right), place=place, unsure=False)
    return bool(subject)


def _its_own(line: Line, hit: Hit, k: int) -> None:
    """ "A organised the training within its P programme": A carries P out."""
    bodies = [n for n, i in enumerate(line.items[: hit.first]) if i.type == "Organisation" and i.thing and i.taken != "role"]
    its = "its" in [i.low for i in line.items[hit.first : k]]
    pays = any(h.first < hit.first and c.type in ("FUNDED_BY", "SUPPORTED_BY") for h in line.hits for c in h.cues)
    mention = line.mention(bodies[0]) if bodies else None
    if its and not pays and len(bodies) == 1 and mention is not None and mention.kind != "donor_fund":
        line.say(tables.cue("implement-verb"), line.items[k].thing, line.items[bodies[0]].thing, bodies[0], k + 1, strength=0.7)


def _works_under(line: Line, hit: Hit) -> list[int]:
    """ "Together with A, B has repaired 300 houses under the P project", "A trains searchers within P": whoever acts carries P out."""
    found = [n for n, i in enumerate(line.items[: hit.first]) if i.type == "Organisation" and i.thing]
    if not found or len(found) > 4 or any(i.type == "Person" for i in line.items[: hit.first]):
        return []
    opening = [i.low for i in line.items[: found[0]]]
    last = line.items[found[-1] + 1].low if found[-1] + 1 < hit.first else ""
    acts = last in ("has", "have") or last in _WORKS
    between = all(i.low in ("and", ",", "the", "'s", "(", ")") or i.type for i in line.items[found[0] : found[-1]])
    return found if acts and between and opening in ([], ["the"], ["together", "with"], ["together", "with", "the"]) else []


_WORKS = frozenset(
    ["trains", "train", "trained", "repaired", "built", "builds", "teaches", "runs", "ran", "helped", "helps", "distributed"]
)


def _part_of_whole(line: Line, hit: Hit) -> str:
    """ "the action “A”, part of the programme “B”", "“A” is part of “B”": the project right before."""
    if not any(i.low in ("part", "component", "belongs", "belonged") for i in line.items[hit.first : hit.last]):
        return ""
    k = hit.first - 1
    while k > 0 and line.items[k].low in ("”", '"', "»", ",", "project", "programme", ")", "which", "that", "is", "a", "was", "forms"):
        k -= 1
    project = k >= 0 and line.items[k].type == "Project" and line.items[k].thing
    return line.items[k].thing if project else ""


def _noun_is(line: Line, hit: Hit) -> bool:
    """ "The competition is part of the P project": what is told of is not the event."""
    j = hit.first - 1
    told = line.items[hit.first].low in topic.WAS | {"forms", "form", "formed", "belongs"}
    unnamed = j > 0 and line.items[j].type in ("", "Project") and not line.items[j].thing
    return told and unnamed and line.items[j].low.isalpha() and line.items[j - 1].low in ("the", "this")


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
    for j in range(k, min(len(line.items), k + FAR)):
        item = line.items[j]
        if found and item.low in ("part", "component", "which"):
            break  # "the action “A”, part of the programme “B”"
        if item.low == "will":
            break  # "Under the memorandum, A will give 5,000 euros to the P project"
        if item.type == "Project" and item.thing:
            mention = line.mention(j)
            following = next((i for i in line.items[j + 1 : j + 4] if i.type == "Project" and i.thing), None)
            if mention is not None and mention.anaphor and following is not None:
                continue
            if not any(line.items[n].thing == item.thing for n in found):
                found.append(j)
            gap = 0
        elif (
            item.taken
            or item.low
            in (
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
                "'s",
                "–",
                "-",
            )
            or item.low.isdigit()
        ):
            continue
        elif item.type == "Organisation" or item.low[:1].isupper() or not found:
            gap += 1
            if gap > 4 or item.low in ("which", "who", "."):
                break
        else:
            break
    return found


def within_which(line: Line, hit: Hit, cue: Cue) -> bool:
    for j in range(hit.first - 1, max(-1, hit.first - 12), -1):
        item = line.items[j]
        if item.type == "Project" and item.thing:
            if bodies := _acts_by_it(line, hit):
                for place, n in enumerate(bodies):
                    line.say(tables.cue("implement-verb"), item.thing, line.items[n].thing, j, n + 1, place=place)
                return True
            right = next((i.thing for i in line.items[hit.last : hit.last + 8] if i.type == "Event" and i.thing), "")
            line.say(cue, right or line.reading.document.main, item.thing, j, hit.last, guessed=not right)
            return True
    return False


def _acts_by_it(line: Line, hit: Hit) -> list[int]:
    """ "the P project, through which A and B train searchers": A and B carry it out."""
    found, end = list_right(line.items, hit.last, ("Organisation",))
    verb = line.items[end] if found and end < len(line.items) else None
    acts = (
        verb is not None and not verb.type and (verb.low in _WORKS or verb.low in tables.words()["giving"] or verb.low in ("will", "has"))
    )
    return found if acts else []


def event_of_project(line: Line) -> None:
    """ "the final conference of the P project", "the P project's closing event"."""
    for k, item in enumerate(line.items):
        if item.type != "Event" or not item.thing:
            continue
        j = k + 1
        quoted = j + 2 < len(line.items) and line.items[j].low == "on"
        quoted = quoted and (line.items[j + 1].low in ("“", '"', "„", "«") or line.items[j + 2].low in ("project", "programme"))
        if j < len(line.items) and (line.items[j].low in ("of", "for", "under") or quoted):
            j += 1
            while j < len(line.items) - 1 and (line.items[j].low in _TO_PROJECT or _payer(line, j)):
                j += 1
            if j < len(line.items) and line.items[j].type == "Project" and line.items[j].thing:
                line.say(tables.cue("event-of-project"), item.thing, line.items[j].thing, k, j + 1)
                continue
        before = k - 1 - (k > 1 and line.items[k - 1].low in ("'s", "”", '"', "»"))
        before -= before > 0 and line.items[before].low in ("inception", "launching", "launch", "closing", "final", "kick-off", "”", '"')
        before -= before > 0 and line.items[before].low in ("”", '"')
        if before >= 0 and line.items[before].type == "Project" and line.items[before].thing:
            line.say(tables.cue("event-of-project"), item.thing, line.items[before].thing, before, k + 1)


_BUILT = frozenset(
    [
        "built",
        "constructed",
        "established",
        "created",
        "procured",
        "purchased",
        "bought",
        "renovated",
        "developed",
        "published",
        "produced",
        "equipped",
    ]
)


def _told_between(line: Line, hit: Hit) -> str:
    """ "the visit of the P project, which is implemented by A within the Q programme": P, of which the clause before the cue speaks."""
    told = [k for k in range(hit.first) if line.items[k].type in ("Event", "Project") and line.items[k].thing]
    if not told or line.items[told[-1]].type != "Project":
        return ""
    clause = [i.low for i in line.items[told[-1] + 1 : hit.first]]
    return line.items[told[-1]].thing if {"which", "funded", "financed", "implemented"} & set(clause) else ""


def _payer(line: Line, j: int) -> bool:
    """ "the conference of the [EU funded] project": who pays stands before what it is."""
    ahead = [i.low for i in line.items[j + 1 : j + 5]]
    if line.items[j].type == "Organisation" or (line.items[j].cap and not line.items[j].type):
        return line.items[j + 1].low in _PAYS | {"-"} or "project" in ahead  # "of the Interreg IPA CBC project “P”"
    return line.items[j].low in _PAYS or (line.items[j].low == "-" and line.items[j + 1].low in _PAYS)


_PAYS = frozenset(["funded", "financed", "co-funded", "co-financed", "supported", "backed"])


_LAUNCHES = ("launch", "launching", "kick-off", "kickoff", "inception", "start-up")


def launched(reading: Reading) -> None:
    """ "A has launched the P project. The launching event was opened by B": of the one project that the report names."""
    main = reading.document.main
    heads = {m.head for m in reading.document.mentions if m.key == MAIN}
    named = [
        m for m in reading.document.mentions if m.key == MAIN and reading.document.words(m.first, m.last).lower().startswith(_LAUNCHES)
    ]
    if not main or len(reading.projects) != 1 or reading.targets(main, "PART_OF") or not (named or heads & set(_LAUNCHES)):
        return
    for line in reading.lines[:6]:
        at = line.at(reading.projects[0])
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


def launched_at(line: Line, hit: Hit, cue: Cue) -> bool:
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

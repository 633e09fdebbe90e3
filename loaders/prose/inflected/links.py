"""From cues to links in a language of free word order: the neighbour of a verb decides what it says of whom."""

from dataclasses import replace

from cooplinks.loaders.prose.cues import Hit
from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.attendance import attend
from cooplinks.loaders.prose.inflected.rows import MARKS, Text, denied, is_meeting, oblique, row_left, row_right
from cooplinks.loaders.prose.inflected.tables import Tables
from cooplinks.loaders.prose.items import Item, all_items
from cooplinks.loaders.prose.reading import Line, Reading
from cooplinks.loaders.prose.tables import Cue

_FAR, _NEAR = 40, 16


def find_links(document: Document) -> Document:
    """All links of the article, each with its sentence, its cue and a confidence."""
    known = tables.of(document.language)
    reading = Reading(document)
    reading.type_of = {t.id: t.type for t in document.things}
    reading.projects = [t.id for t in document.things if t.type == "Project"]
    reading.role_bodies = {b for r in document.roles for b in r.bodies}
    sentence_of = document.sentence_of()
    for role in document.roles:
        reading.roles_in.setdefault(sentence_of[document.mentions[role.person].first], []).append(role)
        reading.body_of.setdefault(document.thing_of[role.person], []).extend(document.thing_of[b] for b in role.bodies)
    reading.lines = lines = [Line(reading, n, items) for n, items in enumerate(all_items(document))]
    text = Text(known, reading)
    text.planned = _to_come(text)
    for line in lines:
        _roles(text, line)
        line.hits = _hits(known, line.items)
    for line in lines:
        for hit in line.hits:
            _claim(text, line, hit)
    for line in lines:
        for hit in line.hits:
            for cue in hit.cues:
                rule = _RULES.get(cue.form)
                if rule and not denied(text, line, hit.first) and rule(text, line, hit, cue):
                    break
        _place(text, line)
        _of_project(text, line)
        _holders(text, line)
    for s in reading.said:
        if s.type in ("ORGANISED_BY", "IMPLEMENTED_BY"):
            text.acting.setdefault(s.sentence, []).append(s.target)
    for line in lines:
        for hit in line.hits:
            for cue in hit.cues:
                if cue.form == "partner" and not denied(text, line, hit.first) and _partner(text, line, hit, cue):
                    break
    for line in lines:
        attend(text, line)
    return replace(document, said=tuple(sorted(reading.said, key=lambda s: (s.sentence, s.cue_first))))


def _hits(known: Tables, items: list[Item]) -> list[Hit]:
    """The cues of a sentence from left to right, the longest wording first."""
    lows = ["<event>" if i.type == "Event" else i.low for i in items]
    found: list[Hit] = []
    k = 0
    while k < len(items):
        node, best = known.cues, None
        j = k
        while j < min(k + 12, len(items)) and items[j].type in ("", "Event", "Project") and lows[j] in node.next:
            node = node.next[lows[j]]
            j += 1
            if node.here:
                best = Hit(k, j, tuple(dict.fromkeys(node.here)))
        if best is None:
            k += 1
        else:
            found.append(best)
            k = best.last
    return found


def _to_come(text: Text) -> bool:
    """Whether the first sentences that tell of the reported event put it into the future, and none into the past."""
    words, main = text.known.words, text.reading.document.main
    told = [line for line in text.reading.lines if any(i.thing == main for i in line.items)][:3] if main else []
    coming = False
    for line in told:
        lows = {i.low for i in line.items}
        past = bool(lows & (words["held"] - words["planned"] - words["open_tense"]))
        future = bool(lows & words["planned"])
        if past and not future:
            return False
        coming = coming or future
    return coming


def _roles(text: Text, line: Line) -> None:
    """Say REPRESENTS for each role and mark the bodies that stand in a title."""
    for role in text.reading.roles_in.get(line.number, ()):
        line.say_role(text.known.cue("from" if role.rule in ("from", "bracket") else "title"), role)


def _claim(text: Text, line: Line, hit: Hit) -> None:
    """Mark the words of a cue, and the bodies that a passive or partner wording speaks for."""
    cue = hit.cues[0]
    for k in range(hit.first, hit.last):
        line.items[k].taken = line.items[k].taken or "cue"
    if cue.form in ("passive", "partner") and not (cue.form == "passive" and hit.first == 0 and cue.type == "ORGANISED_BY"):
        for k in row_right(line, hit.last)[0]:
            line.items[k].taken = line.items[k].taken or cue.type


def _subject(text: Text, line: Line, hit: Hit, cue: Cue, types: tuple[str, ...]) -> tuple[str, int, bool]:
    """(thing, distance, guessed): what a cue is about; '' for nothing."""
    words = text.known.words
    k = hit.first - 1
    while k >= 0 and (
        line.items[k].low in words["joins"] or line.items[k].low in MARKS or line.items[k].low in ("je", "su", "koji", "koja")
    ):
        k -= 1
    chained = line.about.get(k)
    if chained and text.reading.type_of.get(chained[1]) in types:
        return chained[1], 0, False
    for j in range(hit.first - 1, max(-1, hit.first - _FAR), -1):
        item = line.items[j]
        if item.type in types and item.thing:
            return item.thing, hit.first - j - 1, False
        if item.type == "Event" and not item.thing and types != ("Project",):
            return "", 0, False
    for j in range(hit.last, min(len(line.items), hit.last + _FAR)):
        item = line.items[j]
        if item.type in types and item.thing:
            return item.thing, j - hit.last, False
    only = text.reading.projects[0] if len(text.reading.projects) == 1 else ""
    main = text.reading.document.main
    order = [("Project", only), ("Event", main)] if cue.type in ("FUNDED_BY", "IMPLEMENTED_BY") else [("Event", main), ("Project", only)]
    return next((t for type, t in order if type in types and t), ""), 0, True


def _passive(text: Text, line: Line, hit: Hit, cue: Cue) -> bool:
    if any(
        i.low in ("projekata", "projekti", "projektima", "projekte") and not i.thing for i in line.items[max(0, hit.first - 4) : hit.first]
    ):
        return False  # of projects at large
    found, end = row_right(line, hit.last)
    found = [k for k in found if line.items[k].taken != "role"] or found
    if not found:
        return False
    subject, distance, guessed = _subject(text, line, hit, cue, cue.subject)
    if not subject:
        return False
    for place, n in enumerate(found):
        line.say(
            cue, subject, line.items[n].thing, hit.first, n + 1, distance=distance, guessed=guessed, place=place, unsure=line.unsure(n)
        )
    line.about[end - 1] = line.about[found[-1]] = (cue.id, subject)
    return True


def _verb(text: Text, line: Line, hit: Hit, cue: Cue) -> bool:
    """Bodies right behind the verb act where what it is done to stands before; else those to the left act."""
    words = text.known.words
    right, end = row_right(line, hit.last)
    right = [k for k in right if line.items[k].taken in ("", cue.type) and k - hit.last < _NEAR]
    left = [k for k in row_left(line, hit.first) if not oblique(line, k)]
    if not left and not right:
        left = [k for k in row_right(line, 0)[0] if k < 12 and not oblique(line, k) and line.items[k].taken in ("", "unit")]
    before = next(
        (j for j in range(hit.first - 1, max(-1, hit.first - _FAR), -1) if line.items[j].type in cue.things and line.items[j].thing), -1
    )
    after = next(
        (j for j in range(hit.last, min(len(line.items), hit.last + _NEAR)) if line.items[j].type in cue.things and line.items[j].thing), -1
    )
    agents = left
    if (
        right
        and (before >= 0 or not left)
        and not (left and after >= 0 and after < right[0])
        and not (left and left[-1] > before >= 0 and after >= 0)
        and (not left or before > left[-1] or (before >= 0 and after < 0))
    ):
        agents = right
    relative = next(
        (
            j
            for j in range((agents[0] if agents else 0) - 1, max(-1, (agents[0] if agents else 0) - 4), -1)
            if line.items[j].low in words["relatives"]
        ),
        -1,
    )
    if relative >= 0 and agents is left and not any(i.type in cue.things and i.thing for i in line.items[max(0, relative - 4) : relative]):
        return False
    thing = after if agents is left and after >= 0 else before if before >= 0 else after
    if not agents:
        return False
    guessed = thing < 0
    target = line.items[thing].thing if thing >= 0 else _subject(text, line, hit, cue, cue.things)[0]
    if guessed and cue.type in ("ORGANISED_BY", "FUNDED_BY", "SUPPORTED_BY"):
        other = any(i.type == "Event" and not i.thing for i in line.items)
        if other or cue.type != "ORGANISED_BY" or line.number > 2:
            return False
    if cue.type == "ORGANISED_BY" and target != text.reading.document.main:
        return False
    if not target:
        return False
    for place, n in enumerate(agents):
        first, last = min(n, hit.first), max(n + 1, hit.last)
        line.say(cue, target, line.items[n].thing, first, last, place=place, guessed=guessed, unsure=line.unsure(n))
        line.items[n].taken = line.items[n].taken or "acts"
    line.about[max(agents[-1], hit.last - 1)] = line.about[end - 1] = (cue.id, target)
    return True


def _mutual(text: Text, line: Line, hit: Hit, cue: Cue) -> bool:
    left = row_left(line, hit.first)
    right, _ = row_right(line, hit.last)
    bodies = [k for k in dict.fromkeys([*left, *right]) if line.items[k].thing]
    if len(bodies) < 2:
        bodies = [k for k, i in enumerate(line.items) if i.type == "Organisation" and i.thing]
    for a in range(len(bodies[:6])):
        for b in range(a + 1, len(bodies[:6])):
            line.say(
                cue,
                line.items[bodies[a]].thing,
                line.items[bodies[b]].thing,
                min(bodies[a], hit.first),
                max(bodies[b] + 1, hit.last),
                unsure=line.unsure(bodies[a], bodies[b]),
            )
    return len(bodies) > 1


def _within(text: Text, line: Line, hit: Hit, cue: Cue) -> bool:
    """ "u okviru projekta P": the reported event is part of P."""
    main = text.reading.document.main
    plain = line.items[hit.first].low in ("kroz", "putem") or line.items[hit.first].low.startswith("posvecen")
    found = next(
        (k for k in range(hit.last, min(len(line.items), hit.last + 12)) if line.items[k].type == "Project" and line.items[k].thing), -1
    )
    if found < 0 or not main or any(i.low in (",", ".") for i in line.items[hit.last : found]):
        return False
    event = any(i.type == "Event" and i.thing == main for i in line.items)
    other = any(i.type == "Event" and i.thing != main for i in line.items)
    lows = {i.low for i in line.items}
    if (plain and not event) or (other and not event) or (not event and not lows & text.known.words["held"] and line.number > 2):
        return False
    if plain and line.items[hit.first].low != "putem" and not lows & text.known.words["held"]:
        return False
    line.say(cue, main, line.items[found].thing, hit.first, found + 1, guessed=not event)
    line.about[found] = (cue.id, line.items[found].thing)
    return True


def _holders(text: Text, line: Line) -> None:
    """ "nosilac projekta „P“ je A", "A je partner u projektu „P“", "donator programa je B"."""
    kinds = (("holders", "holds", "IMPLEMENTED_BY"), ("donors", "gives", "FUNDED_BY"), ("partners_in", "partner", "PARTNER_OF"))
    for k, item in enumerate(line.items):
        kind = next((kind for kind in kinds if not item.type and item.low in text.known.words[kind[0]]), None)
        if kind is None or k in line.hits_by_item():
            continue
        at = next((j for j in range(k + 1, min(len(line.items), k + 8)) if line.items[j].type == "Project" and line.items[j].thing), -1)
        only = text.reading.projects[0] if len(text.reading.projects) == 1 else ""
        project = line.items[at].thing if at >= 0 else only
        after = max(at, k) + 1
        while after < len(line.items) and (line.items[after].low in MARKS or line.items[after].low in ("projekta", "programa")):
            after += 1
        is_ = after < len(line.items) and line.items[after].low in ("je", "su", "bio", "bila", "bili", "bice")
        bodies = row_right(line, after + 1)[0] if is_ else row_left(line, k)
        _hold(text, line, k, kind[1], project, bodies)


def _hold(text: Text, line: Line, k: int, name: str, project: str, bodies: list[int]) -> None:
    """Say that these bodies carry out, fund or share in the project."""
    cue = text.known.cue(name)
    for place, n in enumerate(b for b in bodies if line.items[b].taken != "role"):
        first, last = min(n, k), max(n, k) + 1
        if cue.type != "PARTNER_OF" and project:
            line.say(cue, project, line.items[n].thing, first, last, place=place, unsure=line.unsure(n))
        elif cue.type == "PARTNER_OF" and project:
            for agent in text.reading.targets(project, "IMPLEMENTED_BY")[:4]:
                line.say(cue, agent, line.items[n].thing, first, last, place=place, unsure=line.unsure(n))


def _of_project(text: Text, line: Line) -> None:
    """ "završna konferencija projekta „P“"."""
    main, cue = text.reading.document.main, text.known.cue("of-project")
    for k, item in enumerate(line.items):
        if not (item.type == "Event" and item.thing == main and main):
            continue
        for j in range(k + 1, min(k + 7, len(line.items))):
            low = line.items[j].low
            if line.items[j].type == "Project" and line.items[j].thing:
                if any(i.low.startswith("proje") for i in line.items[k + 1 : j + 1]):
                    line.say(cue, main, line.items[j].thing, k, j + 1)
                break
            if (
                low in text.known.words["clitics"]
                or low in text.known.words["held"]
                or low in (",", ".")
                or line.items[j].type in ("Event", "Person")
            ):
                break


def _partner(text: Text, line: Line, hit: Hit, cue: Cue) -> bool:
    """Partners of whoever organises or carries out in this sentence, else of the body before the cue."""
    found, _ = row_right(line, hit.last)
    found = [k for k in found if line.items[k].taken != "role"]
    if not found:
        return False
    own = {line.items[k].thing for k in found}
    agents = [body for body in text.acting.get(line.number, ()) if body not in own]
    at = hit.first
    before = line.items[hit.first - 1] if hit.first else None
    if before is not None and before.type == "Organisation" and before.thing and before.thing not in own and before.thing not in agents:
        agents = [before.thing] if before.taken not in ("role", "PARTNER_OF") else agents
    if not agents:
        left = row_left(line, hit.first)
        agents = [line.items[k].thing for k in left]
        at = left[0] if left else hit.first
    if not agents:
        agents = [s for s in text.leading() if s not in own]
    if not agents and len(found) > 1 and line.items[hit.first].low == "u":
        return False
    for agent in dict.fromkeys(agents):
        for place, k in enumerate(found):
            line.say(cue, agent, line.items[k].thing, at, k + 1, place=place, unsure=line.unsure(k))
    return bool(agents)


_RULES = {"passive": _passive, "verb": _verb, "mutual": _mutual, "within": _within}


def _place(text: Text, line: Line) -> None:
    """ "održana je u Beogradu", "u Podgorici je održan": the town beside the verb of a sentence that tells of the reported event."""
    main, words = text.reading.document.main, text.known.words
    if not main or 0 <= text.placed < line.number:
        return
    told = [k for k, i in enumerate(line.items) if i.type == "Event" and i.thing == main]
    met = text.known.words["met"] if is_meeting(text) else frozenset()
    held = [
        k
        for k, i in enumerate(line.items)
        if not i.type and (i.low in words["held"] or i.low in met or i.low in ("odrzace", "odrzati", "odrzat", "okupice"))
    ]
    if not told and not (held and line.number < 3):
        return
    cue = text.known.cue("held-in")
    best: list[tuple[int, int]] = []
    cue_ = text.known.cue("held-in")
    hosts = [k for k, i in enumerate(line.items) if i.low in ("domacin", "ugostio", "ugostila", "ugostilo")]
    for k, item in enumerate(line.items):
        if (
            item.type == "Place"
            and item.thing
            and any(0 < h - k < 14 and any(h < t < h + 8 for t in told) for h in hosts)
            and not any(i.type == "Organisation" for i in line.items[k : hosts[-1]])
        ):
            line.say(cue_, main, item.thing, k, hosts[-1] + 1)
            text.placed = line.number
            return
    for k, item in enumerate(line.items):
        dated = any(i.low == "<date>" for i in line.items[k + 1 : k + 3]) and (k == 0 or line.items[k - 1].low in (",", "”", "“"))
        if item.type != "Place" or not item.thing or k == 0 or (line.items[k - 1].low not in ("u", "na", "kod") and not dated):
            continue
        told_of = k + 1 < len(line.items) and line.items[k + 1].low in ("je", "su", "<date>", "ce")
        if k > 1 and (
            (line.items[k - 2].type in ("Organisation", "Person") and not told_of)
            or line.items[k - 2].low in ("stanja", "situacija", "zivot", "prava")
        ):
            continue
        begins = dated or (k <= 2 and any(i.low == "<date>" for i in line.items[k + 1 : k + 3]))
        anchor = 4 if begins else min((abs(k - h) for h in (held or told)), default=99)
        country = (text.reading.document.mentions[item.mention].kind in ("country", "region")) * 6
        best.append((anchor + country, k))
    if not best or min(best)[0] > 22 or (not held and (min(best)[0] > 8 or line.number > 3)):
        return
    k = min(best)[1]
    mentions = text.reading.document.mentions
    if mentions[line.items[k].mention].kind == "region":
        return
    near = min(held or told, key=lambda h: abs(h - k))
    text.placed = line.number
    line.say(cue, main, line.items[k].thing, min(near, k), max(near, k) + 1, distance=min(best)[0])
    for _, other in sorted(best):
        pair = {mentions[line.items[k].mention].kind, mentions[line.items[other].mention].kind}
        if abs(other - k) <= 4 and pair == {"city", "venue"}:
            line.say(cue, main, line.items[other].thing, min(near, other), max(near, other) + 1, distance=min(best)[0])
            break
    follows = k + 2
    if follows < len(line.items) and line.items[k + 1].low == "i" and line.items[follows].type == "Place" and line.items[follows].thing:
        line.say(cue, main, line.items[follows].thing, min(near, k), follows + 1)

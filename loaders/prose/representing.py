"""Whom a person stands for: on behalf of a body, represented by, a delegation and who led it."""

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.cues import Hit, list_right
from cooplinks.loaders.prose.document import Mention, Role
from cooplinks.loaders.prose.reading import BODY, Line, Reading
from cooplinks.loaders.prose.tables import Cue


def behalf(line: Line, hit: Hit, cue: Cue) -> bool:
    """The nearest actor before it must be a person; a body that acts for another is left alone."""
    found, end = list_right(line.items, hit.last, BODY)
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
            if not found or not (several or _row_goes_on(line, j)):
                return bool(found)
            said = True
        if item.type == "Organisation" and item.taken != "role":
            return said or _commissioned(line, hit, found)
    return said or _commissioned(line, hit, found)


def _row_goes_on(line: Line, j: int) -> bool:
    """ "Name and Name represented A": whether another person stands right before the one at item j."""
    k = j - 1
    while k > 0 and line.items[k].low in (",", "and"):
        k -= 1
    other = line.items[k] if 0 <= k < j - 1 else None
    return other is not None and other.type == "Person" and not line.reading.body_of.get(other.thing)


def _commissioned(line: Line, hit: Hit, found: list[int]) -> bool:
    """ "A implements the P project on behalf of B": B pays for it."""
    carried = [s for s in line.reading.said if s.sentence == line.number and s.type == "IMPLEMENTED_BY"]
    for s in carried[-1:]:
        for place, k in enumerate(found):
            line.say(tables.cue("funded-by"), s.source, line.items[k].thing, hit.first, k + 1, place=place, strength=0.7)
    return bool(carried and found)


def represented(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A was represented by its director B", "a delegation from A, led by B"."""
    begin = max(0, hit.first - 18)
    delegation = next((j for j in range(hit.last - 1, begin - 1, -1) if line.items[j].low == "delegation"), -1)
    if delegation >= 0:
        begin = max(0, delegation - 1)
    bodies = [j for j in range(begin, hit.last) if line.items[j].type == "Organisation" and line.items[j].thing]
    if not bodies and delegation >= 0:
        return _led_delegation(line, hit, cue)
    if not bodies and line.reading.document.main and line.items[hit.last - 1].low == "by" and line.items[hit.last - 2].low == "represented":
        found = list_right(line.items, hit.last, BODY)[0]  # "civil society was represented by A and B"
        attended, main = tables.cue("attend-verb"), line.reading.document.main
        for place, k in enumerate(found):
            line.say(attended, line.items[k].thing, main, hit.first, k + 1, place=place, unsure=line.unsure(k))
        return bool(found)
    persons = [j for j in range(hit.last, min(len(line.items), hit.last + 12)) if line.items[j].type == "Person"]
    if not bodies or not persons or (delegation >= 0 and bodies[0] < delegation - 1):
        return False
    line.say(cue, line.items[persons[0]].thing, line.items[bodies[-1]].thing, bodies[-1], persons[0] + 1)
    k = persons[0] + 1
    while k < len(line.items) - 2 and line.items[k].low in (",", "and", "by"):
        k += 1
    if k - persons[0] > 1 and line.items[k].type == "Person" and line.items[k].thing:  # "by its President, Name, and by Name"
        line.say(cue, line.items[k].thing, line.items[bodies[-1]].thing, bodies[-1], k + 1, place=1)
    for body, person in _in_turn(line, persons[0] + 1) if "represented" in (i.low for i in line.items[hit.first : hit.last]) else ():
        line.say(cue, line.items[person].thing, line.items[body].thing, body, person + 1)
    main = line.reading.document.main
    modality = "planned" if line.reading.planned else ""
    attended, present = tables.cue("attend-verb"), "represented" in (i.low for i in line.items[hit.first : hit.last])
    for k in [persons[0], *([bodies[-1]] if present else [])]:
        line.say(attended, line.items[k].thing, main, bodies[-1], persons[0] + 1, role="participant", modality=modality)
    return True


def _in_turn(line: Line, begin: int) -> list[tuple[int, int]]:
    """ "A was represented by Name, its head, and [B by Name]": each further body and who stands for it."""
    found: list[tuple[int, int]] = []
    for k in range(begin, min(len(line.items) - 2, begin + 40)):
        if line.items[k].type == "Organisation" and line.items[k].thing and line.items[k + 1].low == "by":
            person = next((j for j in range(k + 2, min(k + 8, len(line.items))) if line.items[j].type in ("Person", "Organisation")), -1)
            if person > 0 and line.items[person].type == "Person" and line.items[person].thing:
                found.append((k, person))
    return found


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


def delegation(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "a delegation from A, composed of Name, its secretary, and Name": all of A, but those of whom another body is told."""
    lead = line.items[max(0, hit.first - 9) : hit.last]  # the cue may begin with "delegation"
    at = next((n for n in range(len(lead) - 2, -1, -1) if lead[n].low in ("delegation", "team", "mission", "group")), -1)
    whose = [lead[at - 1]] if at > 0 and lead[at + 1].low not in ("from", "of") else lead[at + 1 :] if at >= 0 else []
    body = next((i for i in whose if i.type == "Organisation" and i.thing), None)
    if body is None:
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


def of_the_whole(reading: Reading) -> None:
    """ "Name, head of the Department at A": who speaks for a part of A speaks for A."""
    whole = {
        (s.sentence, s.source): s.target for s in reading.said if s.type == "PART_OF" and reading.type_of.get(s.source) == "Organisation"
    }
    for role in [s for s in reading.said if s.type == "REPRESENTS" and s.cue == "title"]:
        parent = whole.get((role.sentence, role.target))
        line = reading.lines[role.sentence]
        at = line.at(parent) if parent else -1
        person = line.at(role.source)
        if parent and at >= 0 and person >= 0:
            line.say(tables.cue("title"), role.source, parent, min(at, person), max(at, person) + 1, title=role.title, strength=0.75)


def of_the_parent(reading: Reading) -> None:
    """ "Name, Head of the IOM Office in Lima": who heads an office of a body that the text names speaks for the body too."""
    document = reading.document
    named: dict[str, str] = {}
    for n, m in enumerate(document.mentions):
        if m.type == "Organisation" and m.entry and not m.nested:
            named |= dict.fromkeys((document.words(m.first, m.last), *m.aka), document.thing_of[n])
    offices = {
        document.thing_of[n]: next((thing for name, thing in named.items() if document.words(m.first, m.last).startswith(f"{name} ")), "")
        for n, m in enumerate(document.mentions)
        if m.type == "Organisation" and m.head in _OFFICES and not m.nested
    }
    for role in [s for s in reading.said if s.type == "REPRESENTS" and s.cue == "title"]:
        parent, line = offices.get(role.target, ""), reading.lines[role.sentence]
        person = line.at(role.source)
        if parent and parent != role.target and person >= 0:
            line.say(tables.cue("title"), role.source, parent, person, person + 1, title=role.title, strength=0.7)


_OFFICES = frozenset(["office", "country office", "regional office", "field office", "liaison office"])


def opening(line: Line) -> None:
    """ "For the Platform of NGOs, Name asked": for whom the person that the sentence is about speaks."""
    if len(line.items) < 5 or line.items[0].low != "for":
        return
    k = 1 + (line.items[1].low == "the")
    if line.items[k].type != "Organisation" or not line.items[k].thing:
        return
    comma = next(
        (j for j in range(k + 1, min(k + 14, len(line.items) - 2)) if line.items[j].low == "," and line.items[j + 1].type == "Person"), 0
    )
    person = line.items[comma + 1] if comma else None
    says = person is not None and line.items[comma + 2].low in tables.words()["speech"] | {"asked", "gave", "read", "signed"}
    if person is not None and says and person.thing and not any(i.type in ("Person", "Organisation") for i in line.items[k + 1 : comma]):
        line.say(tables.cue("on-behalf-of"), person.thing, line.items[k].thing, 0, comma + 2)


def of_the_embassy(reading: Reading) -> None:
    """ "Name, Ambassador of Japan": of the one embassy of that country that the article names."""
    document = reading.document
    diplomatic = {h for h, (_, flags) in tables.heads().items() if "diplomatic" in flags}
    embassies = [(m, document.thing_of[n]) for n, m in enumerate(document.mentions) if m.type == "Organisation" and m.head in diplomatic]
    posts = {(m.country, thing) for m, thing in embassies if m.country}
    for number, roles in reading.roles_in.items():
        for role in roles if posts else ():
            country = "" if role.bodies else _sent_by(reading, role)
            plain = not role.bodies and role.title.lower() in ("ambassador", "h.e. ambassador", "the ambassador")
            only = {thing for _, thing in posts} if plain and not country and len({thing for _, thing in embassies}) == 1 else set()
            own = [thing for code, thing in posts if code == country] or list(only)
            person = document.thing_of[role.person]
            at = reading.lines[number].at(person)
            if (country or only) and len(own) == 1 and at >= 0:
                reading.lines[number].say(tables.cue("title"), person, own[0], at, at + 1, title=role.title, strength=0.8)


def of_the_one(reading: Reading) -> None:
    """ "the Rector, Name", "the Mayor of Shkodra, Name", "State Secretary Name": of the one such body that the article names."""
    named = [
        (m, reading.document.thing_of[n]) for n, m in enumerate(reading.document.mentions) if m.type == "Organisation" and not m.anaphor
    ]
    for number, roles in reading.roles_in.items():
        for role in [r for r in roles if not r.bodies]:
            person, line = reading.document.thing_of[role.person], reading.lines[number]
            for own in (
                _university(reading, role, number, named),
                _town_hall(reading, role, named),
                _ministry(reading, role, number, named),
            ):
                if len(own) == 1 and (at := line.at(person)) >= 0:
                    line.say(tables.cue("title"), person, next(iter(own)), at, at + 1, title=role.title, strength=0.7)


Named = list[tuple[Mention, str]]


def _here(reading: Reading, role: Role, number: int, bodies: Named) -> list[str]:
    """Those of the bodies that this sentence names before the title."""
    begin = reading.document.sentences[number].first
    return [thing for m, thing in bodies if begin <= m.first < role.first]


def _university(reading: Reading, role: Role, number: int, named: Named) -> set[str]:
    """Of a rector's title: the university that the sentence names before it, else the first that the article names."""
    if not _OF_A_UNIVERSITY & {t.low for t in reading.document.tokens[role.first : role.last]}:
        return set()
    seats = [(m, thing) for m, thing in named if m.head in _UNIVERSITIES and m.first < role.first]
    return set(_here(reading, role, number, seats)[-1:] or [thing for _, thing in seats][:1])


def _town_hall(reading: Reading, role: Role, named: Named) -> set[str]:
    """Of a mayor's title: the municipality of the town in it, any where it names none."""
    tokens = reading.document.tokens[role.first : role.last]
    if "mayor" not in {t.low for t in tokens}:
        return set()
    town = next((m for m in reading.document.mentions if m.type == "Place" and role.first <= m.first < role.last), None)
    if town is None and any(t.cap and t.low not in tables.titles() for t in tokens[:-3]):
        return set()  # "Akmene municipality vice mayor Name": of a town that no table knows
    return {thing for m, thing in named if m.head in ("municipality", "city") and (town is None or town.name.lower() in m.name.lower())}


def _ministry(reading: Reading, role: Role, number: int, named: Named) -> set[str]:
    """Of a state secretary's title: the ministry that the sentence names before it, else any; of a commissioner's the commissariat."""
    title = role.title.lower().replace("-", " ")
    if title == "commissioner":
        return {thing for m, thing in named if m.head == "commissariat"}
    if not title.endswith(_OF_A_MINISTRY):
        return set()
    ministries = [(m, thing) for m, thing in named if m.name.startswith("Ministry")]
    here = set(_here(reading, role, number, ministries))
    return here if len(here) == 1 else {thing for _, thing in ministries}


_OF_A_UNIVERSITY = frozenset(["rector", "vice-rector", "chancellor", "vice-chancellor", "pro-rector"])
_OF_A_MINISTRY = (
    "state secretary",
    "deputy minister",
    "vice minister",
    "assistant minister",
    "permanent secretary",
)


_UNIVERSITIES = frozenset(["university", "universiti", "universidad", "universität", "université", "college", "polytechnic"])


def _sent_by(reading: Reading, role: Role) -> str:
    """The code of the country whose ambassador the title is; "" for none."""
    document = reading.document
    lows = [t.low for t in document.tokens[role.first : role.last]]
    if not {"ambassador", "chargé", "consul", "commissioner", "minister-counsellor", "counsellor"} & set(lows):
        return ""
    demonym = next((tables.demonyms()[w] for w in lows if w in tables.demonyms()), "")
    owner = next((m for m in document.mentions if m.kind == "country" and m.last + 1 == role.first), None)
    if owner is not None and document.tokens[owner.last].low == "'s":
        return owner.country  # "Norway's Ambassador to Serbia"
    place = next((m for m in document.mentions if m.kind == "country" and role.first <= m.first < role.last), None)
    if place is None:
        return demonym
    if document.tokens[place.last].low == "'s":
        return place.country
    before = place.first - 1 - (document.tokens[place.first - 1].low == "the")
    return place.country if document.tokens[before].low == "of" else demonym

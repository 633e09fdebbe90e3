"""Bodies that are partners of each other by an agreement: signed with, signed by persons for them, made between them."""

from itertools import combinations

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.cues import PASSED, Hit, list_left, list_right
from cooplinks.loaders.prose.main_event import MAIN
from cooplinks.loaders.prose.reading import BODY, NEAR, Line, Reading
from cooplinks.loaders.prose.tables import Cue
from cooplinks.loaders.prose.tokens import BULLETS


def mutual(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A and B have joined forces", "A and B signed a memorandum", "A signed a memorandum with B"."""
    agents = list_left(line.items, hit.first, frozenset())
    agents = ([k for k in agents if line.items[k].taken != "role"] or _signs_for(line, hit.first))[-4:]
    if others := _with_whom(line, hit.last):
        for n in agents:
            for place, m in enumerate(others):
                line.say(cue, line.items[n].thing, line.items[m].thing, n, m + 1, place=place, unsure=line.unsure(n, m))
        return bool(agents)
    if len(agents) < 2:
        return False
    pair(line, cue, agents, agents[0], hit.last)
    return True


def signed_with(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A has signed four project agreements with B"."""
    agents = list_left(line.items, hit.first, PASSED) or _signs_for(line, hit.first)
    paper = any(i.low in tables.words()["papers"] for i in line.items[hit.first : hit.last])
    quoted = next((k for k in range(hit.last, min(len(line.items), hit.last + 30)) if line.items[k].low in ("”", "»")), hit.last)
    for k in range(hit.last, min(len(line.items), max(hit.last, quoted) + 14)):
        low = line.items[k].low
        paper = paper or low in tables.words()["papers"] or line.items[k].type == "Project"
        paper = paper or (k == hit.last and low == "with" and any(i.low in tables.words()["papers"] for i in line.items[k : k + 8]))
        if low == "with" and paper:
            found, _ = list_right(line.items, k + 1, BODY)
            found = found or _whose(line, k + 1)
            for n in agents:
                for place, m in enumerate(found):
                    line.say(cue, line.items[n].thing, line.items[m].thing, n, m + 1, place=place, unsure=line.unsure(n, m))
            if found or k > hit.last:
                return bool(agents and found)
        if low in (".", ";") or line.items[k].type == "Person":
            break
    if len(agents) == 1 and _lends(line, hit, agents[0]):
        return True
    if not paper or len(agents) < 2:
        return False
    pair(line, cue, agents[-4:], agents[0], hit.last)  # "A and B have signed a four-year grant agreement"
    return True


def _with_whom(line: Line, begin: int) -> list[int]:
    """ "a memorandum of understanding on research with B": B, where no other action comes between."""
    verbs = tables.words()["verbs"]
    for k in range(begin, min(len(line.items), begin + 12)):
        low = line.items[k].low
        if low == "with":
            return list_right(line.items, k + 1, BODY)[0] or _whose(line, k + 1)
        if (
            low in (".", ";", ",", "between", "who", "which", "to")
            or line.items[k].type
            or (low in verbs and low not in ("in", "on", "by"))
        ):
            break
    return []


def _signs_for(line: Line, k: int) -> list[int]:
    """ "Minister of X Name and Name, Director of Y, signed": the bodies that the persons before item k are told to be of."""
    found: list[int] = []
    taken: set[str] = set()
    verbs = tables.words()["verbs"]
    for n in range(k - 1, max(-1, k - 40), -1):
        item = line.items[n]
        if item.low in (".", ";") or (not item.type and item.low in verbs - {"in", "on", "by"}) or item.type in ("Event", "Project"):
            break
        bodies = line.reading.body_of.get(item.thing, [])[:1] if item.type == "Person" else []
        if item.type == "Person" and not bodies and not found:
            break
        at = [m for m in range(max(0, n - 12), min(k, n + 12)) if line.items[m].thing in bodies and line.items[m].thing not in taken]
        if at:
            nearest = min(at, key=lambda m: abs(m - n))
            taken.add(line.items[nearest].thing)
            found.append(nearest)
    return sorted(found)


def _whose(line: Line, k: int) -> list[int]:
    """ "with Name, Director of B", "with Director of B Name": the body of whoever stands right behind item k."""
    for n in range(k, min(len(line.items), k + 8)):
        item = line.items[n]
        if item.type == "Person":
            bodies = line.reading.body_of.get(item.thing, [])
            return [m for m in range(k, min(len(line.items), n + 14)) if line.items[m].thing in bodies[:1]][:1]
        if item.low in (",", ".", ";", "for", "to"):
            break
    return []


def _lends(line: Line, hit: Hit, agent: int) -> bool:
    """ "The Kuwait Fund signed with Benin a loan agreement to finance the P project": the one body that signs pays."""
    for k in range(hit.last, min(len(line.items) - 1, hit.last + 30)):
        item = line.items[k]
        if item.type in ("Organisation", "Person") or item.low in (".", ";"):
            return False
        if item.type == "Project" and item.thing:
            lows = {i.low for i in line.items[hit.last : k]}
            if {"loan", "grant", "financing"} & lows and {"finance", "for", "fund"} & lows:
                line.say(tables.cue("grant-given"), item.thing, line.items[agent].thing, agent, k + 1)
                return True
    return False


def signed_by(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "The memorandum was signed by Name, Director of A, and Name of B": whom both sign for."""
    if not any(i.low in tables.words()["papers"] for i in line.items[: hit.first]):
        return False
    row, end = list_right(line.items, hit.last, BODY)
    if 1 < len(row) < 5 and all(line.items[k].taken != "role" for k in row):
        pair(line, cue, row, hit.first, end)  # "an agreement was signed by A and B"
        return True
    signed: dict[str, int] = {}
    for k in range(hit.last, min(len(line.items), hit.last + 40)):
        item = line.items[k]
        if item.low in (".", ";", "in", "witnessed", "who"):
            break
        for body in line.reading.body_of.get(item.thing, ())[:1] if item.type == "Person" else ():
            signed.setdefault(body, k)
    if len(signed) != 2:
        return False
    (one, first), (other, last) = signed.items()
    line.say(cue, one, other, hit.first, last + 1, guessed=first > hit.last + 6)
    return True


def between(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "cooperation between A and B", "signed between A, Ministry of X, and B, Ministry of Y"."""
    if cue.strict and not any(i.low in tables.words()["papers"] for i in line.items[max(0, hit.first - NEAR) : hit.first]):
        return False
    found, end = list_right(line.items, hit.last, BODY)
    if cue.id == "agreement-which" and not any(i.low in _SIGN for i in line.items[end : end + 3]):
        return False
    if len(found) == 1 and (others := _including(line, found[0])):
        for k in others:
            line.say(cue, line.items[found[0]].thing, line.items[k].thing, hit.first, k + 1, unsure=line.unsure(found[0], k))
        return True
    if len(found) == 1:
        found, end = _past_owner(line, found[0])
    if len(found) < 2 or len(found) > 4:
        return False
    if len(found) == 4 and all(of_state(line, k) for k in found[1::2]) and not any(of_state(line, k) for k in found[::2]):
        for one, whole in (found[:2], found[2:]):  # "the Institute, Ministry of X, and the Academy, Ministry of Y"
            line.say(tables.cue("org-part-of"), line.items[one].thing, line.items[whole].thing, one, whole + 1)
        found = found[::2]
    pair(line, cue, found, hit.first, end)
    return True


def _including(line: Line, k: int) -> list[int]:
    """ "between A and Japanese companies including B and C": B and C, each a partner of A."""
    ahead = [i.low for i in line.items[k + 1 : k + 8]]
    if ahead[:1] != ["and"] or not {"including", "namely", ":"} & set(ahead):
        return []
    at = next(n for n, low in enumerate(ahead) if low in ("including", "namely", ":"))
    if any(i.type not in ("", "Place") or i.low in (",", ".", ";") for i in line.items[k + 2 : k + 1 + at]):
        return []
    return list_right(line.items, k + 2 + at, BODY)[0]


_SIGN = frozenset(["signed", "sign", "concluded", "reached", "have"])


def listed(reading: Reading) -> None:
    """ "The partners of the consortium are:" and a line for each: partners of each other, of the first where they are many."""
    for number, head in enumerate(reading.lines):
        lows = [i.low for i in head.items]
        if lows[-1:] != [":"] or not {"partners", "consortium"} & set(lows):
            continue
        rows: list[tuple[Line, int]] = []
        for line in reading.lines[number + 1 : number + 16]:
            if not line.items or line.items[0].low not in BULLETS:
                break
            k = next((k for k in range(1, min(4, len(line.items))) if line.items[k].type == "Organisation" and line.items[k].thing), 0)
            rows += [(line, k)] if k else []
        many = len(rows) > 6
        for n, (line, k) in enumerate(rows):
            for other, j in rows[: 1 if many else n] if n else ():
                line.say(tables.cue("partners-are"), other.items[j].thing, line.items[k].thing, 0, k + 1)


def of_state(line: Line, k: int) -> bool:
    """Whether the body at item k is a ministry or a government."""
    mention = line.mention(k)
    return mention is not None and mention.name.lower().startswith(("ministry", "government"))


def _past_owner(line: Line, k: int) -> tuple[list[int], int]:
    """ "between the Institute at the Ministry of X and B": both sides, and where the second ends."""
    owner = k + 2 + (k + 2 < len(line.items) and line.items[k + 2].low == "the")
    if owner + 1 >= len(line.items) or line.items[k + 1].low not in ("at", "of", "under") or line.items[owner].type != "Organisation":
        return [k], k + 1
    if line.items[owner + 1].low != "and":
        return [k], k + 1
    others, end = list_right(line.items, owner + 2, BODY)
    return [k, *others[:1]], end


def pair(line: Line, cue: Cue, ks: list[int], first: int, last: int) -> None:
    """Each of the bodies is a partner of each other."""
    for a, b in combinations(ks, 2):
        line.say(cue, line.items[a].thing, line.items[b].thing, first, last, unsure=line.unsure(a, b))


def parties(reading: Reading) -> None:
    """Whoever signed the agreement took part in the signing that is reported."""
    main = reading.document.main
    if not main or not any(m.key == MAIN and m.head == "signing" for m in reading.document.mentions):
        return
    cue = tables.cue("named-in-report")
    for said in [s for s in reading.said if s.type == "PARTNER_OF" and s.cue in _SIGNED]:
        line = reading.lines[said.sentence]
        for body in (said.source, said.target):
            at = line.at(body)
            if at >= 0:
                line.say(cue, body, main, at, at + 1)


_SIGNED = frozenset(["agreement", "signed-with", "signed-by", "cooperation-between", "signed-between"])

"""What is part of a body: its departments, faculties, what falls under a ministry."""

from cooplinks.loaders.prose import papers, tables
from cooplinks.loaders.prose.cues import Hit, list_right
from cooplinks.loaders.prose.reading import BODY, Line
from cooplinks.loaders.prose.tables import Cue


def org_part(line: Line, hit: Hit, cue: Cue) -> bool:
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


def unit_of(line: Line) -> None:
    """ "Faculty of Law, University of A": the part, and right behind it the whole; "the Centre under the Ministry of X"."""
    _under(line)
    for k in range(len(line.items) - 2):
        part, whole = line.mention(k), line.mention(k + 2)
        if line.items[k + 1].low != "," or part is None or whole is None or part.head not in _PARTS or whole.kind != "academic":
            continue
        if line.items[k].thing and line.items[k + 2].thing and whole.head not in _PARTS:
            line.say(tables.cue("org-part-of"), line.items[k].thing, line.items[k + 2].thing, k, k + 3)


def _under(line: Line) -> None:
    for k in range(1, len(line.items) - 1):
        j = k + 1 + (line.items[k + 1].low == "the" and k + 2 < len(line.items))
        part, whole = line.mention(k - 1), line.mention(j)
        if line.items[k].low != "under" or part is None or whole is None or part.type != "Organisation" or whole.kind != "government":
            continue
        if line.items[k - 1].thing and line.items[j].thing and whole.type == "Organisation":
            line.say(tables.cue("org-part-of"), line.items[k - 1].thing, line.items[j].thing, k - 1, j + 1)


def _falls_under(line: Line, hit: Hit) -> bool:
    """ "the Council, which falls under the Ministry of X", "the Institute, an agency of the Ministry"."""
    told = {i.low for i in line.items[hit.first : hit.last]}
    return line.items[hit.first].low == "," and bool(told & _PART_WORDS)


_PART_WORDS = frozenset(
    [
        "falls",
        "fall",
        "operates",
        "belongs",
        "part",
        "unit",
        "body",
        "department",
        "agency",
        "branch",
        "arm",
        "subsidiary",
        "affiliate",
        "division",
    ]
)


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
    if k < 0 or j >= len(line.items) or line.items[k].type != "Organisation" or line.items[j].type != "Organisation":
        return False
    owned = line.mention(j)
    if not _unit(line, j) and (owned is None or owned.head not in _OWNED):
        return False
    line.say(tables.cue("org-part-of"), line.items[j].thing, line.items[k].thing, k, j + 1)
    return True


_OWNED = frozenset(["bureau", "centre", "center", "institute", "school", "faculty", "laboratory", "academy", "secretariat", "hospital"])


def org_units(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "the Ministry of X from the Department for Y and the Z Office"."""
    k = hit.first - 1
    if k < 0 or line.items[k].type != "Organisation" or _unit(line, k):
        return False
    found, _ = list_right(line.items, hit.last, BODY)
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

"""Money that is told as a gift: who gave it, and who carries the project out that it was given for."""

from cooplinks.loaders.prose import tables, topic
from cooplinks.loaders.prose.cues import PASSED, Hit, list_left, list_right, new_clause, row_after
from cooplinks.loaders.prose.reading import BODY, Line, Reading
from cooplinks.loaders.prose.tables import Cue
from cooplinks.loaders.prose.tokens import BULLETS


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


def taken(line: Line, hit: Hit, cue: Cue, givers: list[int]) -> bool:
    """ "B received funding from A", where no project is told of: A funds B."""
    takers = list_left(line.items, hit.first, PASSED) if line.items[hit.first].low in _TAKES else []
    for place, n in enumerate(givers if len(takers) == 1 else ()):
        line.say(cue, line.items[takers[0]].thing, line.items[n].thing, hit.first, n + 1, place=place, unsure=line.unsure(n, takers[0]))
    return len(takers) == 1


_TAKES = frozenset(["gets", "receives", "receiving", "received", "got", "obtained", "obtains", "secured", "attracted"])


def gift_from(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A EUR 20 million loan from A will finance the P project"; without a project "Thanks to a grant from A, B bought boats"."""
    givers, end = row_after(line.items, hit)
    if not givers or any(h.cues[0].form == "money-from" and 0 < hit.first - h.last < 10 for h in line.hits):
        return False
    subject, distance, guessed = topic.subject(line, hit, cue, cue.subject)
    takers = [] if subject and not guessed else _after_comma(line, hit, end)
    for target in [subject] if subject and not guessed else [line.items[k].thing for k in takers]:
        for place, n in enumerate(givers):
            line.say(cue, target, line.items[n].thing, hit.first, n + 1, distance=distance, place=place, unsure=line.unsure(n, *takers))
    return bool(subject or takers)


def _after_comma(line: Line, hit: Hit, end: int) -> list[int]:
    """ "With a grant from A, B opened a school": the body that acts behind the opening."""
    opens = line.items[0].low in ("with", "thanks", "through", "using", "under")
    if not opens or hit.first > 10 or end >= len(line.items) or line.items[end].low != ",":
        return []
    at = end + 1 + (end + 1 < len(line.items) and line.items[end + 1].low == "the")
    found = at < len(line.items) and line.items[at].type == "Organisation" and line.items[at].thing
    return [at] if found else []


def gift_to(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A's $75,000 grant to B", "a grant has been awarded to B by A": A funds B, or the project that it is for."""
    takers, end = list_right(line.items, hit.last, BODY)
    givers: list[int] = []
    if line.items[hit.first].low in _GIFTS:
        owner = next((k for k in range(hit.first - 1, max(0, hit.first - 7), -1) if line.items[k].low == "'s"), 0)
        givers = [owner - 1] if owner and line.items[owner - 1].type == "Organisation" and line.items[owner - 1].thing else []
    elif (
        end < len(line.items) and line.items[end].low == "by" and any(i.low in PAID for i in line.items[max(0, hit.first - 12) : hit.first])
    ):
        givers, end = list_right(line.items, end + 1, BODY)
    project = next((i.thing for i in line.items[end : end + 6] if i.type == "Project" and i.thing), "")
    targets = [project] if project else [line.items[k].thing for k in takers]
    for target in targets if givers else ():
        for place, n in enumerate(givers):
            line.say(cue, target, line.items[n].thing, min(n, hit.first), max(end, hit.last), place=place, unsure=line.unsure(n, *takers))
    return bool(givers and targets)


_GIFTS = frozenset(["grant", "grants", "loan", "loans", "donation", "contribution", "subsidy"])


def owned(line: Line) -> None:
    """ "the USAID project P", "the EU project “P”": a donor whose project it is funds it."""
    for k, item in enumerate(line.items):
        if item.type != "Project" or not item.thing:
            continue
        j = k - 1
        while j > 0 and line.items[j].low in ("“", "„", '"', "project", "programme"):
            j -= 1
        donor = line.mention(j) if j >= 0 else None
        noun = any(line.items[n].low in ("project", "programme") for n in range(j + 1, k)) or (
            k + 1 < len(line.items) and line.items[k + 1].low in ("project", "programme")
        )
        pays = donor is not None and (donor.kind == "donor_fund" or donor.entry in ("eu", "usaid"))
        if pays and noun and line.items[j].thing and line.items[j].taken != "role":
            line.say(tables.cue("body-funded"), item.thing, line.items[j].thing, j, k + 1, strength=0.72)


def _for_project(line: Line, hit: Hit, cue: Cue, givers: list[int], begin: int) -> bool:
    """ "B received a grant from A to implement the P project": A funds it, B carries it out; without a project A funds B."""
    takers = list_left(line.items, hit.first, PASSED)
    for k in range(begin, min(len(line.items), begin + 8) if givers else 0):
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


_APPROVES = frozenset(
    ["approved", "approves", "awards", "awarded", "grants", "granted", "commits", "committed", "announces", "announced", "announcing"]
)


def awarded(reading: Reading) -> None:
    """ "A awards $4 million …: - B, Lima: $900,000", a line each: A funds whoever a sum stands beside."""
    rows = [line for line in reading.lines if len(line.items) > 3 and line.items[0].low in BULLETS]
    taken = [(line, k) for line in rows for k in [1] if line.items[k].type == "Organisation" and line.items[k].thing and _sum_behind(line)]
    givers = [line.items[k].thing for line in reading.lines[:6] for k in _gives_here(line)] if len(taken) > 1 else []
    if not givers:
        return
    giver = givers[-1]  # the headline may shorten the name
    for line, k in taken:
        if line.items[k].thing != giver:
            line.say(tables.cue("grant-given"), line.items[k].thing, giver, k, min(k + 6, len(line.items)), strength=0.72)


def _gives_here(line: Line) -> list[int]:
    """The one body that this sentence says awards money."""
    for k, item in enumerate(line.items):
        ahead = range(k + 1, min(k + 8, len(line.items)))
        if item.low in _APPROVES and not item.type and any(_sum_at(line, n) or line.items[n].low in ("grants", "grant") for n in ahead):
            return list_left(line.items, k - (line.items[k - 1].low in ("has", "have")), PASSED)[:1]
    return []


def _sum_behind(line: Line) -> bool:
    """ ": $900,000" within a line of a list."""
    colon = next((k for k, i in enumerate(line.items[:12]) if i.low in (":", "–", "-") and k > 1), 0)
    return bool(colon) and any(_sum_at(line, n) for n in range(colon + 1, min(colon + 4, len(line.items))))


def approved(reading: Reading) -> None:
    """ "The Asian Development Bank has approved a loan of $135 million to …": what a report of no event says is paid is for its project.

    So are "A will provide a grant of $3 million", "will be provided by A" and "a loan from A", sums all of them.
    """
    project = "" if reading.document.main else _reported(reading)
    for line in reading.lines[:16] if project else ():
        lows = {i.low for i in line.items}
        sums = any(_sum_at(line, k) for k in range(len(line.items)))
        if not sums or lows & _NOT_FOR_IT or any(i.type == "Event" and i.thing for i in line.items):
            continue
        named = {i.thing for i in line.items if i.type == "Project"} - {""}
        if named - {project}:
            continue
        for k in _payers(line):
            thing = line.items[k].thing
            if thing not in reading.targets(project, "FUNDED_BY"):
                line.say(tables.cue("grant-given"), project, thing, k, k + 1, strength=0.65)


_NOT_FOR_IT = frozenset(["since", "annually", "overall", "technical", "operations", "portfolio", "per"])
_PAY = frozenset(["provide", "provides", "contribute", "contributes", "lend", "lends", "invest", "invests", "add", "adds", "cofinance"])
_GOES_BACK = frozenset(["follows", "builds", "succeeds", "previous", "earlier", "completed", "coordination", "predecessor", "continues"])


def _reported(reading: Reading) -> str:
    """The project that a report of money is about: the only one, or the first, where others only came before it; "" for none."""
    first: dict[str, Line] = {}
    for line in reading.lines:
        for item in line.items:
            if item.type == "Project" and item.thing in reading.projects:
                first.setdefault(item.thing, line)
    told = list(first)
    others = all({i.low for i in first[p].items} & _GOES_BACK for p in told[1:])
    return told[0] if told and first[told[0]].number < 12 and others else ""


def _payers(line: Line) -> list[int]:
    """The bodies of this sentence that pay: before "approved" or "will provide" with a sum, behind "provided by" and "a grant from"."""
    found: list[int] = []
    for k, item in enumerate(line.items):
        if item.type or k == 0:
            continue
        before = line.items[k - 1].low
        sums = any(_sum_at(line, n) for n in range(k + 1, min(k + 9, len(line.items))))
        if sums and (item.low in _APPROVES or (item.low in _PAY and (before == "will" or line.items[k - 1].type == "Organisation"))):
            found += list_left(line.items, k - (before in ("has", "have", "will", "also")), PASSED)[:1]
        lent = item.low == "from" and before in ("grant", "loan", "credit", "grants", "loans", "financing", "cofinancing")
        if lent or (item.low == "by" and before == "provided"):
            found += list_right(line.items, k + 1, BODY)[0][:1]
    return [k for k in dict.fromkeys(found) if line.items[k].taken != "role"]


_WAS = frozenset(["was", "were", "been"])


def money_to(line: Line, hit: Hit, cue: Cue) -> bool:
    """ "A provided a grant of $3 million to B for the P project": A funds P.

    B carries P out where the grant is "to implement" it; without a project A funds B."""
    agents = list_left(line.items, hit.first, PASSED)
    if hit.first and line.items[hit.first - 1].low == "to":  # "A signed an agreement with B to provide …": who is told first gives
        agents = [k for k in range(hit.first) if line.items[k].type == "Organisation" and line.items[k].thing][:1]
    if not agents and hit.first > 1 and line.items[hit.first - 1].low in ("which", "that"):
        agents = list_left(line.items, hit.first - 1 - (line.items[hit.first - 2].low == ","), frozenset())[
            -1:
        ]  # "A, which provides 3 million"
    if not agents:
        return False
    if (project := _for_which(line, agents[0])) >= 0 and any(
        i.low in PAID or _sum_at(line, n) for n, i in enumerate(line.items) if n >= hit.last
    ):
        for place, n in enumerate(agents):
            line.say(cue, line.items[project].thing, line.items[n].thing, project, hit.last, place=place, unsure=line.unsure(n))
        return True
    paid, to, implements = False, -1, False
    for k in range(hit.last, min(len(line.items), hit.last + 30)):
        item = line.items[k]
        if new_clause(line.items, k):
            break  # "released 6 million for A, and B gave 2 million to C"
        if item.type == "Project" and k > hit.last and line.items[k - 1].low in ("through", "via"):
            break  # "provides 1.1 million euros for it through the P programme"
        if item.type == "Project" and item.thing:
            paid = paid or (k - hit.last < 3 and _worth(line, k + 1))
            for place, n in enumerate(agents if paid else ()):
                line.say(cue, item.thing, line.items[n].thing, n, k + 1, distance=hit.first - n - 1, place=place, unsure=line.unsure(n))
            if paid and implements and to > 0:
                line.say(tables.cue("implement-verb"), item.thing, line.items[to].thing, to, k + 1)
            return paid
        if item.low in (".", ";", "who", "which") or item.type in ("Person", "Event"):
            break
        paid = paid or item.low in PAID or _sum_at(line, k)
        before = line.items[k - 1 - (line.items[k - 1].low == "the" and k > hit.last)]
        if item.type == "Organisation" and (before.low == "to" or (to < 0 and k - hit.last < 2 and not paid)):
            to = k  # "gave $4 million to B", "gave B $4 million"
        implements = implements or (to > 0 and item.low in CARRIES)
    for place, n in enumerate(agents if paid and to > 0 else ()):
        line.say(
            cue, line.items[to].thing, line.items[n].thing, n, to + 1, distance=hit.first - n - 1, place=place, unsure=line.unsure(n, to)
        )
    if paid and to < 0 and (project := _opens_under(line, agents[0])) >= 0:
        for n in agents:
            line.say(cue, line.items[project].thing, line.items[n].thing, project, hit.last, distance=4, unsure=line.unsure(n))
    return paid and to > 0


def _sum_at(line: Line, k: int) -> bool:
    """A sum of money at item k: "€500", "500,000 BAM"; ten vehicles are none."""
    low = line.items[k].low
    if low[:1] in "€$£¥" or (low[:1].isalpha() and low[-1:].isdigit() and low.rstrip("0123456789.,") in tables.currencies()):
        return True
    beside = [line.items[n].low for n in (k - 1, k + 1) if 0 <= n < len(line.items)]
    return (
        low[:1].isdigit()
        and low != "<date>"
        and any(b in tables.currencies() or b in ("million", "billion", "€", "$", "£") for b in beside)
    )


def _for_which(line: Line, agent: int) -> int:
    """ "the P project, for which A has provided a grant", "P, to which A has committed €2 million": the item of P; -1 for none."""
    k = agent - 1 - (agent > 0 and line.items[agent - 1].low == "the")
    if k < 2 or line.items[k].low != "which" or line.items[k - 1].low not in ("for", "to"):
        return -1
    return next((n for n in range(k - 2, max(-1, k - 24), -1) if line.items[n].type == "Project" and line.items[n].thing), -1)


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
        "money",
        "grant",
        "grants",
        "cheque",
        "check",
        "credit",
        "loans",
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

"""Who a person is said to be: a title before the name, after a comma, or in brackets; with the body it names."""

from dataclasses import replace

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Role
from cooplinks.loaders.prose.items import Item, all_items
from cooplinks.loaders.prose.tokens import BULLETS

_MODIFIERS = frozenset(
    [
        "executive",
        "deputy",
        "regional",
        "national",
        "senior",
        "acting",
        "former",
        "general",
        "programme",
        "program",
        "project",
        "country",
        "first",
        "vice",
        "permanent",
        "special",
        "chief",
        "state",
        "assistant",
        "foreign",
        "political",
        "technical",
        "legal",
        "policy",
        "operations",
        "communications",
        "resident",
        "managing",
        "founding",
        "scientific",
        "associate",
        "junior",
        "head",
        "international",
        "public",
        "new",
        "current",
        "outgoing",
        "honorary",
        "youth",
        "research",
        "migration",
        "climate",
        "education",
        "health",
        "local",
        "under",
        "field",
        "site",
        "council",
        "board",
        "its",
        "d'affaires",
        "de",
        "a.i",
        "interim",
    ]
)
_DEGREES = frozenset(["phd", "md", "mba", "msc", "ma", "mp", "esq", "jr", "sr", "llm", "mph", "frcp", "obe", "cbe"])
_LEADS = frozenset(
    ["leads", "heads", "chairs", "directs", "runs", "represents", "manages", "coordinates", "led", "heading", "headed", "chaired"]
)
_WORKS = frozenset(["works", "worked", "advises", "teaches", "serves", "researches", "practises", "lectures", "studies"])
_SEATS = frozenset(["office", "mission", "secretariat", "branch", "team", "delegation"])
_CUT = frozenset(["with", "against", "on"])
_MOST = 16


def find_roles(document: Document) -> Document:
    """All roles of named persons, in text order."""
    roles: list[Role] = []
    for items in all_items(document):
        for k, item in enumerate(items):
            if item.type == "Person":
                role = _role_of(document, items, k, roles)
                if role is None or not role.bodies:
                    role = _inherited(document, items, k, roles, role) or _from_row(document, items, k, role) or role
                if role is not None:
                    roles.append(role)
    return replace(document, roles=tuple(roles))


def _role_of(document: Document, items: list[Item], k: int, roles: list[Role]) -> Role | None:
    """The title after the name, else the one before; in a row of "title, name" the one before."""
    after, before = _after(document, items, k), _before(document, items, k)
    if (
        before is not None
        and roles
        and before.first < roles[-1].last
        and roles[-1].rule in ("apposition", "bracket", "of")
        and roles[-1].person < items[k].mention
    ):
        before = None  # it is the title of whoever stands before
    if after is not None and before is not None and items[k - 1].low == "," and after.rule == "apposition" and items[k + 2].low == "the":
        return before  # "the ambassador of A, Name, the president of B, and": the second title is another's
    following = _next_person(items, k, after) if after is not None and after.rule == "apposition" else -1
    if following >= 0 and not _name_first(document, items):
        return before
    if (
        after is not None
        and following >= 0
        and before is not None
        and not any(i.low in (",", "and") for i in items[k + 2 : following] if i.first >= after.last)
    ):
        return before  # "Minister Name, UNDP Representative Dr. Name": the second title is the other's
    return after or before or _of_row(document, items, k)


def _honorific(item: Item) -> bool:
    return tables.titles().get(item.low, ("", ""))[0] == "honorific"


def _next_person(items: list[Item], k: int, after: Role) -> int:
    """The person that follows right behind the title after the person at k; -1 for none."""
    end = next((n for n in range(k + 1, len(items)) if items[n].first >= after.last), len(items))
    for n in range(end, min(end + 6, len(items))):
        if items[n].type == "Person":
            return n
        if items[n].low not in (",", "and", ".", "the") and not _honorific(items[n]):
            return -1
    return -1


def _name_first(document: Document, items: list[Item]) -> bool:
    """Whether in a row of persons the titles stand behind the names: then the last one's does too."""
    people = [n for n, i in enumerate(items) if i.type == "Person"]
    first, last = people[0], people[-1]
    if _before(document, items, first) is None and _after(document, items, first) is not None:
        return True  # "Name, Ambassador of A, Mrs. Name, Director of B, Mr. Name"
    return _after(document, items, last) is not None or _before(document, items, last) is None


def _of_row(document: Document, items: list[Item], k: int) -> Role | None:
    """ "the representatives of A, Name, Name and Name": all of A."""
    j = k - 1
    while j >= 0 and (
        items[j].type == "Person"
        or items[j].low in (",", "and", ".", "–", "-", ":")
        or tables.titles().get(items[j].low, ("", ""))[0] == "honorific"
    ):
        j -= 1
    if j > 0 and _several(items[j]) and items[j - 1].type == "Organisation" and items[j - 1].thing:
        return Role(
            items[k].mention, "", (items[j - 1].mention,), items[j - 1].first, items[k].last, "row", 0.8
        )  # "A experts Name and Name"
    if j < 2 or j == k - 1 or items[j].type != "Organisation" or not items[j].thing:
        return None
    the = items[j - 1].low == "the"
    if items[j - 1 - the].low not in ("of", "from") or tables.titles().get(items[j - 2 - the].low, ("", ""))[0] != "delegate":
        return None
    return Role(items[k].mention, "", (items[j].mention,), items[j].first, items[k].last, "row", 0.8)


def _from_row(document: Document, items: list[Item], k: int, told: Role | None) -> Role | None:
    """ "Professor Name, Dr. Name and Name from A": all of A, where nothing but titles stands between."""
    j = k + 1
    while j < len(items) and (
        items[j].type == "Person" or items[j].low in (",", "and", ".") or tables.titles().get(items[j].low, ("", ""))[0] in _BETWEEN
    ):
        j += 1
    people = sum(i.type == "Person" for i in items[k + 1 : j])
    both = j < len(items) and items[j].low in ("both", "all") and items[j - 1].low == "," and items[j - 2].type == "Person"
    if people and both and (shared := _apposition(document, items, j - 2)) is not None and shared.bodies:
        return replace(shared, person=items[k].mention, first=items[k].first)  # "Name and Name, both inspectors in A"
    if not people or items[j - 1].type != "Person" or j + 1 >= len(items) or items[j].low not in ("from", "of"):
        return None
    body = j + 1 + (items[j + 1].low == "the" and j + 2 < len(items))
    if items[body].type != "Organisation" or not items[body].thing:
        return None
    title = told.title if told is not None else ""
    return Role(items[k].mention, title, (items[body].mention,), items[k].first, items[body].last, "row", 0.75)


def _several(item: Item) -> bool:
    """ "experts", "officials", "lecturers": a title in the plural."""
    kind = tables.titles().get(item.low.removesuffix("s"), ("", ""))[0]
    return item.low.endswith("s") and kind in ("office", "delegate")


_BETWEEN = frozenset(["honorific", "office"])


def _office(document: Document, item: Item) -> bool:
    """ "Minister of X"; "the UN High Commissioner for Refugees" is an office and the body that bears its name."""
    if item.mention < 0:
        return False
    mention = document.mentions[item.mention]
    return mention.rule.startswith("office:") or "commissioner for" in document.words(mention.first, mention.last).lower()


_BOTH = frozenset(["judge", "professor", "bishop", "imam", "captain", "colonel", "justice", "principal"])  # before a name, and after it


def _is_title(document: Document, item: Item) -> bool:
    return item.low in _BOTH or tables.titles().get(item.low, ("", ""))[0] == "office" or _office(document, item)


def _bodies(items: list[Item]) -> tuple[int, ...]:
    """The first body of a title, and those that "and" adds to it."""
    found: list[int] = []
    for k, item in enumerate(items):
        if item.type == "Organisation" and item.thing and (not found or _added(items, k)) and not _accredited(items, k):
            found.append(item.mention)
    return tuple(found)


def _accredited(items: list[Item], k: int) -> bool:
    """ "Permanent Delegate of Japan to UNESCO": not of the body at k."""
    to = k - 1 - (k > 0 and items[k - 1].low == "the")
    lows = {i.low for i in items[: max(to, 0)]}
    return to > 0 and items[to].low == "to" and bool(lows & {"delegate", "representative", "ambassador", "envoy", "observer"})


def _added(items: list[Item], k: int) -> bool:
    """Whether "and", or "and" with a further title, leads to the body at k: "chair of A and head of B"."""
    j = k - 1 - (k > 0 and items[k - 1].low == "the")
    if j >= 0 and items[j].low in ("and", "&"):
        return True
    if j < 2 or items[j].low != "of":
        return False
    while j > 0 and not items[j - 1].type and items[j - 1].low not in ("and", ",", "of"):
        j -= 1
    title = any(tables.titles().get(i.low, ("", ""))[0] == "office" for i in items[j:k])
    return title and items[j - 1].low == "and"


def _text(document: Document, segment: list[Item]) -> str:
    return document.words(segment[0].first, segment[-1].last) if segment else ""


def _at_body(document: Document, segment: list[Item]) -> list[Item]:
    """ "Assistant Minister for Education at the Ministry of X": of the ministry that is named."""
    for k, item in enumerate(segment):
        if _office(document, item) and k + 2 < len(segment) and segment[k + 1].low in ("at", "in"):
            n = k + 2 + (segment[k + 2].low == "the")
            if n < len(segment) and segment[n].type == "Organisation":
                return segment[n:]
    return segment


def _role(document: Document, person: Item, segment: list[Item], rule: str, confidence: float) -> Role:
    bodies = _bodies(_at_body(document, segment))
    title = _text(document, segment)
    inner = [i for i in segment if i.mention not in bodies or _office(document, i)]
    if bodies and inner and len(segment) > 1:
        at = next((k for k, i in enumerate(segment) if i.mention in bodies), 0)
        before = [i for i in segment[:at] if i in inner]
        kept = before if any(_is_title(document, i) for i in before) and not _office(document, segment[at]) else inner
        kept = [i for i in kept if i.low not in (",", "(", ")")]
        while kept and kept[-1].low in ("of", "at", "the", "for", "from", "in", "to", "with") and not _office(document, kept[-1]):
            kept.pop()
        while kept and kept[0].low in ("the", "a", "an"):
            kept.pop(0)
        title = " ".join(document.words(i.first, i.last) for i in kept)
    elif bodies and not any(_office(document, i) for i in segment):
        title = ""
    first = min(person.first, segment[0].first) if segment else person.first
    last = max(person.last, segment[-1].last) if segment else person.last
    return Role(person.mention, title, bodies, first, last, rule, confidence)


def _after(document: Document, items: list[Item], k: int) -> Role | None:
    """ "Name, Head of X," and "Name (X, Head of Y)" and "Name of X"."""
    if k + 1 >= len(items):
        return None
    if (
        k > 1
        and items[k - 1].low == ","
        and items[k - 2].type == "Organisation"
        and items[max(0, k - 3 - (items[k - 3].low == "the"))].low == "from"
        and k < 6
    ):
        behind = _apposition(document, items, k) if items[k + 1].low == "," else None
        if behind is None or not behind.bodies:
            whole = [items[k - 2]]
            return _role(document, items[k], whole, "of", 0.8) if behind is None else replace(behind, bodies=(items[k - 2].mention,))
    if items[k + 1].low == "," and k + 4 < len(items) and items[k + 2].low in ("of", "from", "for"):
        n = k + 3 + (items[k + 3].low == "the")
        ends = n + 1 >= len(items) or items[n + 1].low in (",", ";", ".", ")", "and") or items[n + 1].low in tables.words()["speech"]
        if n < len(items) and items[n].type == "Organisation" and ends:
            return _role(document, items[k], items[n : n + 1], "of", 0.8)  # "Name, of the Court,"
    if items[k + 1].low == "," and k + 3 < len(items) and items[k + 2].low in _DEGREES:
        k += 2
        if k + 1 >= len(items):
            return None
        found = _apposition(document, items, k) if items[k + 1].low == "," else None
        return replace(found, person=items[k - 2].mention) if found is not None else None
    if items[k + 1].low in ("is", "was") and k + 4 < len(items) and items[k + 2].low in ("a", "an", "the"):
        found = _apposition(document, items, k, start=k + 2)
        return found if found is not None and found.bodies else None  # "Name is a news editor at A"
    if items[k + 1].low == "," and k + 4 < len(items) and items[k + 2].low == "who" and items[k + 3].low in _LEADS:
        n = k + 4 + (items[k + 4].low == "the")
        if n + 2 < len(items) and items[n + 1].low == "'s" and items[n + 2].type == "Organisation":
            n += 2
        at = next((j for j in range(n, min(n + 5, len(items) - 2)) if items[j].low in ("at", "of", "in", "within")), -1)
        if at > n and all(i.low.isalpha() and not i.type for i in items[n:at]):
            n = at + 1 + (items[at + 1].low == "the")  # "who heads the legal unit at A"
        if n < len(items) and items[n].type == "Organisation":
            return _role(document, items[k], items[n : n + 1], "of", 0.82)
    if items[k + 1].low == "," and k + 5 < len(items) and items[k + 2].low == "who" and items[k + 3].low in _WORKS:
        at = next((j for j in range(k + 4, min(k + 12, len(items) - 2)) if items[j].low in ("at", "for", "with") or items[j].type), 0)
        n = at + 1 + (items[at + 1].low == "the") if at else 0
        if at and items[at].low in ("at", "for", "with") and n < len(items) and items[n].type == "Organisation":
            return _role(document, items[k], items[n : n + 1], "of", 0.8)  # "who advises women at A"
    if items[k + 1].low == "," and k + 5 < len(items) and items[k + 2].low == "who" and items[k + 3].low in ("is", "was"):
        found = _apposition(document, items, k, start=k + 4)
        if found is not None and found.bodies:
            return found
    if items[k + 1].low == "," and k + 5 < len(items) and items[k + 2].low == "who" and (n := _works_for(items, k + 3)):
        return _role(document, items[k], items[n : n + 1], "of", 0.78)
    if items[k + 1].low == "," and k + 8 < len(items) and items[k + 2].low in ("a", "an"):
        who = next((j for j in range(k + 4, k + 10) if j < len(items) and items[j].low == "who"), 0)
        between = items[k + 3 : who] if who else []
        plain = all(not i.type and i.low not in (",", ";", ".") for i in between[:8])
        if who and plain and (n := _works_for(items, who + 1)):
            return _role(document, items[k], items[n : n + 1], "of", 0.75)  # "Name, an agronomist who has worked for A"
    if items[k + 1].low == "," and k + 2 < len(items) and items[k + 2].low == "(":
        k += 1  # "Name, (A, Director)"
        close = next((j for j in range(k + 2, min(k + 2 + _MOST, len(items))) if items[j].low == ")"), None)
        segment = items[k + 2 : close] if close else []
        useful = any(_is_title(document, i) or i.type == "Organisation" for i in segment)
        return _role(document, items[k - 1], segment, "bracket", 0.88) if useful else None
    mark = items[k + 1].low
    if mark == "(":
        close = next((j for j in range(k + 2, min(k + 2 + _MOST, len(items))) if items[j].low == ")"), None)
        segment = items[k + 2 : close] if close else []
        useful = any(_is_title(document, i) or i.type == "Organisation" for i in segment)
        return _role(document, items[k], segment, "bracket", 0.92) if useful else None
    if mark in (",", "–", "-"):
        return _apposition(document, items, k)
    n = k + 1
    while n < min(k + 4, len(items) - 2) and items[n].cap and items[n].low in tables.words()["title_modifiers"]:
        n += 1
    if n > k + 1 and _is_title(document, items[n]) and items[n + 1].low in ("of", "at", "for"):
        return _apposition(document, items, k, start=k + 1)
    if _is_title(document, items[k + 1]) and not items[k + 1].cap and k + 2 < len(items) and items[k + 2].low in ("of", "at", "for"):
        return _apposition(document, items, k, start=k + 1)
    if mark in ("of", "from", "representing") or (mark == "for" and k > 0 and _is_title(document, items[k - 1])):
        j = k + 2 + (k + 2 < len(items) and items[k + 2].low == "the")
        j += j + 1 < len(items) and items[j].low in tables.words()["kind_nouns"] and items[j + 1].type == "Organisation"
        if j + 2 < len(items) and items[j].type == "Place" and items[j + 1].low == "'s":
            j += 2
        if j + 2 < len(items) and items[j].type == "Organisation" and items[j + 1].low == "'s" and items[j + 2].type == "Organisation":
            j += 2  # "Name of the University's Centre"
        if j < len(items) and items[j].type == "Organisation":
            return _role(document, items[k], items[j : j + 1], "of", 0.82)
    return None


def _works_for(items: list[Item], begin: int) -> int:
    """ "who today works for the NGO A", "who headed the group and teaches in A", "who was sent by A": the item of A; 0 for none."""
    verb = ""
    for n in range(begin, min(begin + 12, len(items))):
        item = items[n]
        verb = item.low if item.low in _LEADS | _WORKS | _SENT else verb
        if item.type == "Organisation" and item.thing:
            j = n - 1
            while j > begin and (
                items[j].low in ("the", "a") or items[j].low in tables.words()["kind_nouns"] or items[j].low in tables.demonyms()
            ):
                j -= 1
            by = items[j].low == "by" and verb in _SENT
            inside = (items[j].low in ("at", "in", "with") and verb in _WORKS) or (items[j].low == "for" and verb in _WORKS | _LEADS)
            return n if by or inside or (verb in _LEADS and items[j].low == verb) else 0
        if item.type in ("Person", "Event") or item.low in (",", ";", ".", "that", "whose"):
            return 0
    return 0


_SENT = frozenset(["sent", "employed", "engaged", "seconded", "delegated", "appointed"])


def _apposition(document: Document, items: list[Item], k: int, *, start: int = 0) -> Role | None:
    stops, speech = tables.words()["verbs"], tables.words()["speech"]
    begin = start or k + 2
    j = begin
    while j < len(items) and j - k < _MOST:
        low = items[j].low
        if low == "(" and j + 3 < len(items) and items[j + 2].low == ")" and items[j + 3].low in ("of", "for", "at"):
            j += 3  # "Executive Secretary (ES) of A"
            continue
        if low == "." and items[j - 1].low in ("a.i", "i", "ad") and j + 1 < len(items) and items[j + 1].low in ("of", "at", "for", "in"):
            j += 1  # "Executive Director a.i. of A"
            continue
        if low in (",", ";", ".", ":", "–", "(") or low in stops or low in speech or items[j].type in ("Person", "Event"):
            break
        if items[j].type == "Project" and not (j + 1 < len(items) and items[j + 1].low in ("of", "at")):
            break
        if low == "by" and any(_is_title(document, i) for i in items[begin:j]):
            break
        if (
            low == "and"
            and j + 1 < len(items)
            and (
                items[j + 1].type == "Person"
                or _honorific(items[j + 1])
                or _starts_person(items, j + 1)
                or (j + 2 < len(items) and items[j + 1].cap and _is_title(document, items[j + 1]) and items[j + 2].type == "Person")
            )
        ):
            break
        j += 1
    segment = items[begin:j]
    if not segment or segment[0].low == "and":
        return None
    if not _bodies(segment) and j < len(items) and items[j].low == ",":
        j = _portfolio(document, items, j) or j
        segment = items[begin:j]
    titled = any(_is_title(document, i) for i in segment)
    if j < len(items) and items[j].type == "Person" and titled and items[j - 1].low != ",":
        return None  # "Name, Director Other Name": the title is the other's
    if not titled and k < 3 and items[0].low in BULLETS:
        whole = [i for i in items[begin:] if i.type == "Organisation" or i.low not in ("the", ",", "(", ")", ".", ";")]
        if whole and len(whole) < 4 and all(i.type == "Organisation" for i in whole):
            bodies = tuple(i.mention for i in whole if i.thing)
            return replace(_role(document, items[k], whole[:1], "apposition", 0.85), bodies=bodies)  # "- Name, Department, Ministry"
    if not titled and len(segment) > 2 and segment[-1].type == "Organisation" and items[k + 1].low == ",":
        lead = [i for i in segment[:-1] if i.low != "the"]
        plain = all(i.low.isalpha() and not i.type and not i.cap for i in lead)
        closes = j >= len(items) or items[j].low in (",", ".", ";")
        if plain and closes and lead[-1].low in ("from", "at", "of", "with") and 1 < len(lead) < 6:
            return _role(document, items[k], segment, "apposition", 0.75)  # "Name, master carpenter from A,"
    if not titled and j + 1 < len(items) and items[j].low == "," and len(segment) == 1 and segment[0].type == "Organisation":
        n = j + 1 + (items[j + 1].low == "the")  # "Name, Faculty of Law, University of Split."
        if n < len(items) and items[n].type == "Organisation" and (n + 1 >= len(items) or items[n + 1].low in (".", ";")):
            return replace(_role(document, items[k], segment, "apposition", 0.75), bodies=(segment[0].mention, items[n].mention))
    if not titled:
        alone = [i for i in segment if i.low != "the"]
        at_end = j >= len(items) or items[j].low in (",", ";", ".") or items[j].low in speech
        return (
            _role(document, items[k], alone, "apposition", 0.75)
            if len(alone) == 1
            and alone[0].type == "Organisation"
            and at_end
            and items[k + 1].low == ","
            and (j + 1 >= len(items) or items[j].low in speech or items[j].low == ";")
            else None
        )
    if not _bodies(segment) and j + 1 < len(items) and items[j].low == ",":
        n = j + 1 + (items[j + 1].low in ("the", "at", "of"))
        while n < len(items) - 2 and n < j + 6 and items[n].type == "Place" and items[n + 1].low in (",", "and"):
            n += 2  # "Executive Director, Quebec and Nunavut, Parks Agency"
        if (
            n < len(items)
            and items[n].type == "Organisation"
            and (n + 1 >= len(items) or items[n + 1].low in (",", ".", ";", "and", ")") or items[n + 1].low in speech)
        ):
            segment = items[begin : n + 1]
    return _role(document, items[k], segment, "apposition", 0.9)


def _portfolio(document: Document, items: list[Item], comma: int) -> int:
    """ "Director for European Affairs, Cooperation and Programmes at the Ministry": where the body's item ends; 0 for none."""
    for j in range(comma + 1, min(comma + 12, len(items))):
        item = items[j]
        before = items[j - 1 - (items[j - 1].low == "the")].low
        if item.type == "Organisation" and before in ("at", "of", "in", "with", "for") and j > comma + 1:
            return j + 1
        if item.type or not (item.cap or item.low in (",", "and", "&", "at", "of", "in", "the", "with", "for")):
            return 0
    return 0


def _starts_person(items: list[Item], j: int) -> bool:
    """Whether a title that leads to another person begins at j."""
    return any(items[n].type == "Person" for n in range(j, min(j + 6, len(items)))) and not any(
        items[n].low == "," for n in range(j, min(j + 6, len(items))) if n < len(items)
    )


def _before(document: Document, items: list[Item], k: int) -> Role | None:
    """ "the UNDP Advisor Ms Name", "UNDP Name"."""
    titles, words = tables.titles(), tables.words()
    j, honoured = k - 1, False
    while j >= 0 and (
        titles.get(items[j].low, ("", ""))[0] == "honorific"
        or (items[j].low == "." and j and titles.get(items[j - 1].low, ("", ""))[0] == "honorific")
    ):
        j, honoured = j - 1, True
    if honoured and j > 0 and items[j].low == "the":
        j -= 1
    if j >= 0 and items[j].low == "," and (honoured or _title_ends(document, items, j)):
        j -= 1
    end, comma = j + 1, False
    while j >= 0 and end - j < _MOST:
        item = items[j]
        addressed = honoured or all(_is_title(document, i) and i.cap for i in items[j + 1 : end])  # "the head of A, Ambassador Name"
        if item.low == "," and not comma and j < end - 1 and addressed and _title_ends(document, items, j):
            j, comma = j - 1, True
            continue
        if item.type in ("Organisation", "Place"):
            j -= 1
            continue
        if item.low == "," and honoured and j + 1 < end and items[j + 1].type in ("Organisation", "Place") and j < end - 1:
            j -= 1  # "the Deputy Dean, Faculty of Law, A, Professor Name"
            continue
        if item.low == ")" and (opens := _title_bracket(document, items, j)):
            j = opens - 1  # "UM's Deputy Vice-Chancellor (Academic), Professor Name"
            continue
        if item.low == "whose" and end - j > 1:
            k_body = next((n for n in range(j - 1, max(-1, j - 7), -1) if items[n].type == "Organisation" and items[n].thing), -1)
            if k_body >= 0 and items[j - 1].low == "," and any(_is_title(document, i) for i in items[j + 1 : end]):
                return _role(document, items[k], [items[k_body], *items[j + 1 : end]], "before", 0.88)  # "A, whose director Name"
            break
        if item.low == "'s" and j > 0 and items[j - 1].type == "Organisation" and end - j > 1:
            j -= 2
            break
        if item.low == "'s" and j == k - 1 and j > 0 and items[j - 1].type == "Organisation" and items[j - 1].thing:
            return _role(document, items[k], [items[j - 1]], "beside", 0.75)  # "UNICEF's Name"
        if item.low == "'s" and j > 1 and items[j - 1].type == "Place" and items[j - 2].low in ("of", "at", "for"):
            j -= 2
            continue
        cap = document.tokens[item.first].cap and item.low not in words["starters"]
        if item.type or not (
            _is_title(document, item)
            or item.low in words["connectors"] - _CUT
            or (item.low in ("from", "at") and j + 1 < len(items) and any(i.type == "Organisation" for i in items[j + 1 : j + 3]))
            or item.low in _MODIFIERS
            or item.low in words["portfolio"]
            or (item.low in _SEATS and items[j - 1].type == "Organisation")
            or (item.low in tables.words()["kind_nouns"] and items[j + 1].type == "Organisation")
            or (item.low.isalpha() and items[j + 1].low in tables.words()["kind_nouns"] and items[j + 2].type == "Organisation")
            or cap
        ):
            break
        if item.low not in words["connectors"] and not item.low[0].isalpha():
            break
        j -= 1
    segment = _trim(document, items[j + 1 : end]) if end > j + 1 else []
    if not segment:
        return None
    whole = [i for i in items[j + 1 : end] if i.low != ","]
    if not _bodies(segment) and len(_bodies(whole)) == 1 and whole[0].type == "Organisation" and not any(i.type == "Person" for i in whole):
        segment = whole  # "UN Coordinator and Designated Official, Ms Name"
    if any(_is_title(document, i) for i in segment):
        whose = _whose(document, items, j + 1) if not _bodies(segment) and items[j + 1].low in ("its", "their") else None
        return (
            _role(document, items[k], segment, "before", 0.9)
            if whose is None
            else replace(_role(document, items[k], segment, "before", 0.78), bodies=(whose,))
        )
    if len(segment) == 1 and segment[0].type == "Organisation" and end == k:
        return _role(document, items[k], segment, "beside", 0.7)
    return None


def _whose(document: Document, items: list[Item], j: int) -> int | None:
    """ "For A, its director Name", "… hosted by A. Its chairman, Name": whose "its" is."""
    near = next((n for n in range(j - 1, -1, -1) if items[n].type == "Organisation" and items[n].thing and items[n].mention >= 0), -1)
    if near >= 0 and not any(i.type == "Person" for i in items[near:j]):
        return items[near].mention
    if near >= 0 or j > 1 or not items:
        return None
    begin = document.sentences[document.sentence_of()[items[0].first]].first
    before = [n for n, m in enumerate(document.mentions) if m.last <= begin and not m.nested and m.type in ("Organisation", "Person")]
    last = max(before, key=lambda n: document.mentions[n].first, default=-1)
    return last if last >= 0 and document.mentions[last].type == "Organisation" and begin - document.mentions[last].last < 12 else None


def _title_bracket(document: Document, items: list[Item], close: int) -> int:
    """Where the bracket opens that says what a title is for; 0 for none."""
    opens = next((n for n in range(close - 1, max(0, close - 7), -1) if items[n].low == "("), 0)
    return opens if opens and _is_title(document, items[opens - 1]) and not any(i.type for i in items[opens:close]) else 0


def _title_ends(document: Document, items: list[Item], comma: int) -> bool:
    """Whether a title stands before the comma with an article: "the director of X, Name, said"."""
    begin = comma - 1
    while begin > max(0, comma - 12) and items[begin - 1].low not in (",", ";", ":", ".") and items[begin - 1].type != "Person":
        begin -= 1
    segment = items[begin:comma]
    titles = [n for n, i in enumerate(segment) if _is_title(document, i)]
    if not titles:
        return False
    return (
        any(i.low in ("the", "its", "our", "by", "and") for i in segment) or segment[titles[0]].cap or _office(document, segment[titles[0]])
    )


def _trim(document: Document, segment: list[Item]) -> list[Item]:
    """The part that is this person's: after an "and" that leads to a title of its own, without joining words at its edges."""
    for k in range(len(segment) - 1, 0, -1):
        if (
            segment[k].low in ("and", "&")
            and segment[k - 1].type == "Organisation"
            and k + 1 < len(segment)
            and segment[k + 1].type == "Organisation"
            and not any(_is_title(document, i) for i in segment[:k])
        ):
            continue  # "the director of A and B": of both
        titles = [n for n, i in enumerate(segment) if _is_title(document, i)]
        own = k + 2 < len(segment) and segment[k + 1].cap and _is_title(document, segment[k + 1]) and segment[k + 2].low in ("of", "for")
        if own and titles and titles[0] < k:
            continue  # "Minister of Culture and Chairman of A, Name": both are the same person's
        if titles and titles[-1] < k and k + 1 < len(segment) and not segment[k + 1].type and segment[k - 1].type != "Organisation":
            continue  # "Director of Development and Settlement at A"
        if segment[k].low in ("and", "&", "with") and any(_is_title(document, i) or i.type == "Organisation" for i in segment[k + 1 :]):
            segment = segment[k + 1 :]
            break
    while segment and (segment[0].low in tables.words()["connectors"] or segment[0].low in ("its", "their", ",")):
        segment = segment[1:]
    if segment and segment[0].type == "Place" and not any(i.type == "Organisation" for i in segment) and len(segment) > 1:
        return segment
    return segment


def _inherited(document: Document, items: list[Item], k: int, roles: list[Role], own: Role | None) -> Role | None:
    """ "Commissioner A, Deputy Commissioner B": B is of A's body."""
    if own is None or not roles or not own.title.lower().startswith(("deputy", "assistant", "vice")):
        return None
    last = roles[-1]
    noun = own.title.lower().split()[-1]
    same_sentence = any(i.mention == last.person for i in items[:k])
    if same_sentence and last.bodies and (noun in last.title.lower() or noun in document.mentions[last.bodies[0]].rule):
        return replace(own, bodies=last.bodies[:1], confidence=0.75)
    return None

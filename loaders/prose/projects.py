"""Projects: capitalised words before or after "project", what a text says is one, labelled lines."""

import re
from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.quoted import WEAK
from cooplinks.loaders.prose.reach import abstract, is_acronym
from cooplinks.loaders.prose.undertakings import find_told, humped, spelt_out

_ROMAN = re.compile(r"[IVX]{1,4}")


_STAFF = frozenset(["associate", "assistant", "officer", "manager", "director", "staff", "team", "lead"])


_STEERS = frozenset(["steering", "management", "implementation", "coordination", "advisory"])


def find_projects(document: Document) -> Document:
    """Projects without quotation marks: "the Seedling project", "the project Green Roads for All"; and "the project" by itself."""
    finder = Finder(document)
    aliases = {a: m for m in document.mentions if m.type == "Project" for a in m.aka}
    names = {m.name: m for m in document.mentions if m.type == "Project"}
    for i, token in enumerate(finder.tokens):
        if token.low not in tables.words()["projects"] or not finder.free(i):
            continue
        if token.low in WEAK and not (token.low == "action" and _names_action(finder, i)):
            continue
        if finder.low(i + 1) in tables.events() or finder.low(i + 1) in _STEERS:  # "a project meeting", "the Project Steering Committee"
            continue
        whole = _for(finder, i) if token.cap and finder.tokens[i - 1].cap else None
        mention = (
            _bracketed(finder, i) or whole or _before(finder, i, aliases) or _for(finder, i) or _after(finder, i, names) or _bare(finder, i)
        )
        if mention is not None and mention.rule == "capitals" and token.cap and finder.type_at(mention.first - 1) == "Organisation":
            owner = finder.at(mention.first - 1)
            if owner is not None and owner.rule.startswith("known") and owner.kind == "donor_fund":
                mention = replace(mention, first=owner.first)  # "the Interreg Baltic Programme"
        if mention is not None and mention.rule == "capitals" and token.cap and _gives(finder, mention.first):
            finder.put(
                replace(
                    mention,
                    type="Organisation",
                    key=f"slot:{fold(mention.name)}",
                    kind="donor_fund",
                    rule="slot",
                    confidence=0.7,
                    name=finder.document.words(mention.first, mention.last),
                )
            )
            continue
        if mention is not None:
            mention = _with_acronym(finder, mention)
            if (inner := spelt_out(finder, mention)) is not None:
                finder.put(inner)
            aliases.update({a: mention for a in mention.aka if not mention.anaphor})
            finder.put(mention)
            if mention.rule == "capitals" and not token.cap:
                finder.mentions.append(replace(mention, last=i, nested=True))
    for i, low in enumerate(finder.lows):
        if low == "initiative" and finder.free(i) and (mention := _bracketed(finder, i) or _shouted(finder, i)) is not None:
            finder.put(mention)
    _labelled(finder)
    _frameworks(finder)
    find_told(finder)
    _initiatives(finder)
    _abbreviated(finder)
    return finder.done()


def _names_action(finder: Finder, i: int) -> bool:
    """ "the action Migration Capacity Western Balkans": at least two capitals follow what is an action by itself."""
    capitals = all(j < len(finder.tokens) and finder.tokens[j].cap and finder.free(j) for j in (i + 1, i + 2))
    return finder.low(i - 1) in ("the", "an") and not finder.tokens[i].cap and capitals


def _bracketed(finder: Finder, i: int) -> Mention | None:
    """ "Green Roads for Every Village (GREV) project": the name, its acronym, and what it is."""
    if finder.low(i - 1) != ")" or finder.low(i - 3) != "(" or not is_acronym(finder.tokens[i - 2].text) or not finder.free(i - 2):
        return None
    acronym, first, sentence = finder.tokens[i - 2].text, i - 3, finder.sentence(i)
    joiners = tables.words()["connectors"]
    while first > sentence.first and i - first < 18:
        at, token = finder.at(first - 1), finder.tokens[first - 1]
        noun = at is not None and at.type == "Organisation" and at.rule.startswith("head:") and not at.aka and at.last == first
        if at is not None and (at.type == "Place" or noun) and at.last == first:
            first = at.first  # "Improving Coastal Customs and Trade (ICCT) project"
        elif at is None and (
            (token.cap and token.low not in tables.words()["starters"]) or (token.low in joiners and first < i - 3) or token.low == ","
        ):
            first -= 1
        else:
            break
    while first < i - 3 and not finder.tokens[first].cap:
        first += 1
    if i - 3 - first < 2 or finder.tokens[first].text[0].lower() != acronym[0].lower():
        return None
    name = finder.document.words(first, i - 3)
    return Mention("Project", first, i + 1, name, f"project:{fold(name)}", rule="bracketed", aka=(acronym,), confidence=0.85)


def _shouted(finder: Finder, i: int) -> Mention | None:
    """ "the initiative PROTECT: Better Migration in the Region": an acronym, and after a colon what it stands for."""
    if i + 1 >= len(finder.tokens) or not is_acronym(finder.tokens[i + 1].text) or not finder.free(i + 1) or finder.tokens[i].cap:
        return None
    last = i + 2
    if finder.low(last) == ":":
        j = last + 1
        while j < finder.sentence(i).last and (finder.tokens[j].cap or finder.low(j) in tables.words()["connectors"] | {"&", "-", ","}):
            last = j + 1 if finder.tokens[j].cap else last
            j += 1
    acronym, name = finder.tokens[i + 1].text, finder.document.words(i + 1, last)
    return Mention("Project", i + 1, last, name, f"project:{fold(name)}", rule="after", aka=(acronym,), confidence=0.8)


def _labelled(finder: Finder) -> None:
    """ "Project title: Better Access to Legal Aid (BALA)": the line behind the label."""
    for sentence in finder.document.sentences:
        i = sentence.first
        colon = next((j for j in range(i + 1, min(i + 4, sentence.last)) if finder.low(j) == ":"), 0)
        label = [finder.low(j) for j in range(i, colon)]
        if not colon or label not in (["project"], ["project", "title"], ["project", "name"], ["title", "of", "project"], ["programme"]):
            continue
        first = colon + 1 + (finder.low(colon + 1) in ("“", '"', "„"))
        last = next((j for j in range(first, sentence.last) if finder.low(j) in ("(", "”", '"', ".", ";")), sentence.last)
        bracket = finder.low(last) == "(" and is_acronym(finder.tokens[last + 1].text)
        if 0 < last - first < 20 and finder.tokens[first].cap:
            name, aka = finder.document.words(first, last), (finder.tokens[last + 1].text,) if bracket else ()
            end = last + 3 * bracket
            for j in range(first, end):
                if finder.cover[j] >= 0 and finder.mentions[finder.cover[j]] is not None:
                    finder.mentions[finder.cover[j]] = None
            finder.put(Mention("Project", first, end, name, f"project:{fold(name)}", rule="labelled", aka=aka, confidence=0.88))


_FRAMES = frozenset(["framework", "umbrella", "scope", "auspices", "frame"])


def _frameworks(finder: Finder) -> None:
    """ "under the framework of the Global Action against Smuggling (GAS)": capitals up to an acronym in brackets."""
    for i, low in enumerate(finder.lows):
        begin = i + 2 + (finder.low(i + 2) == "the")
        if low not in _FRAMES or finder.low(i + 1) != "of" or begin >= len(finder.tokens) or not finder.tokens[begin].cap:
            continue
        j, joiners = begin, tables.words()["connectors"]
        while j < finder.sentence(i).last and j - begin < 20 and finder.free(j) and (finder.tokens[j].cap or finder.low(j) in joiners):
            j += 1
        closes = finder.low(j) == "(" and finder.low(j + 2) == ")" and is_acronym(finder.tokens[j + 1].text.replace(".", ""))
        heads = any(finder.low(n) in tables.heads() or finder.low(n) in tables.words()["not_bodies"] for n in range(begin, j))
        if closes and j - begin > 2 and finder.free(j + 1) and not heads:
            name, acronym = finder.document.words(begin, j), finder.tokens[j + 1].text
            finder.put(Mention("Project", begin, j + 3, name, f"project:{fold(name)}", rule="acronym", aka=(acronym,), confidence=0.75))


def _initiatives(finder: Finder) -> None:
    """ "under the Blue Coast Initiative", "part of the X Initiative": there an initiative is what is done, not who acts."""
    for n, m in enumerate(finder.mentions):
        if m is None or m.type != "Organisation" or m.head not in ("initiative", "partnership", "facility") or m.entry:
            continue
        the = finder.low(m.first - 1) in ("the", "its", "our", "their", "a")
        if finder.low(m.first - 1 - the) in _WITHIN_IT or (finder.low(m.first - 1 - the), finder.low(m.first - 2 - the)) in _PARTS:
            finder.mentions[n] = replace(
                m, type="Project", kind="", key=f"project:{fold(m.name)}", rule="initiative", head="", confidence=0.75
            )


_WITHIN_IT = frozenset(["under", "within", "through", "launch", "launched", "launches", "implement", "implementing"])


_PARTS = frozenset(("of", w) for w in ("part", "component", "framework", "phase", "launch", "objectives", "goals", "aim", "implementation"))


def _with_acronym(finder: Finder, mention: Mention) -> Mention:
    """ "Small Grants Programme (SGP)": the bracket is the name's."""
    i = mention.last + (finder.low(mention.last) in ("”", '"', "»", "’"))
    if finder.low(i) == "(" and finder.low(i + 2) == ")" and is_acronym(finder.tokens[i + 1].text):
        return replace(mention, aka=(*mention.aka, finder.tokens[i + 1].text))
    return mention


def _gives(finder: Finder, first: int) -> bool:
    """ "funded by the X Programme", "with the support of the X Programme": there a programme acts as a body."""
    j = first - 1 - (finder.low(first - 1) in ("the", "its"))
    return finder.low(j) in ("by", "of", "from") and finder.low(j - 1) in (
        "support",
        "funded",
        "financed",
        "supported",
        "co-funded",
        "co-financed",
        "funding",
        "sponsored",
        "assistance",
        "grant",
        "funds",
        "expected",
        "comes",
        "came",
        "organised",
        "organized",
    )


def _abbreviated(finder: Finder) -> None:
    """Later uses of the acronyms that projects were given."""
    for n, m in enumerate(finder.mentions):
        if m is not None and m.type == "Project" and not m.anaphor and not m.nested:
            finder.mentions[n] = _with_acronym(finder, m)
    known = _of_consortia(finder)
    known |= {a: m for m in finder.mentions if m is not None and m.type == "Project" for a in m.aka if is_acronym(a.replace(".", ""))}
    known |= {
        m.name: m
        for m in finder.mentions
        if m is not None and m.type == "Project" and sum(c.isupper() for c in m.name) > 1 and m.name.isalpha()
    }
    for i, token in enumerate(finder.tokens):
        if token.text in known and finder.free(i):
            m = known[token.text]
            follows = finder.low(i + 1) in tables.words()["projects"]
            finder.put(Mention("Project", i, i + 1 + follows, m.name, m.key, rule="alias", confidence=0.85))


def _enumerated(finder: Finder, first: int, i: int, begin: int) -> int:
    """ "the [Asylum, Return, and] Migration Programme": a row of what a programme works on, behind an article."""
    j, commas = first, 0
    while j > begin and i - j < 12:
        token = finder.tokens[j - 1]
        if not (token.low in (",", "and") or (token.cap and finder.free(j - 1))):
            break
        commas += token.low == ","
        j -= 1
    whole = j < first and commas and finder.low(j - 1) == "the" and finder.tokens[j].cap
    return j if whole and any(abstract(finder.low(k - 1)) for k in range(j + 1, first) if finder.low(k) == ",") else first


def _of_consortia(finder: Finder) -> dict[str, Mention]:
    """ "the SEAWALL consortium" beside the word "project": the acronym is the project's."""
    if "project" not in finder.lows:
        return {}
    found: dict[str, Mention] = {}
    for i, token in enumerate(finder.tokens[:-1]):
        if finder.low(i + 1) == "consortium" and is_acronym(token.text) and finder.free(i):
            found[token.text] = Mention("Project", i, i + 1, token.text, f"project:{fold(token.text)}", rule="consortium", confidence=0.75)
    return found


def _before(finder: Finder, i: int, aliases: dict[str, Mention]) -> Mention | None:
    first, starters = i, tables.words()["starters"]
    sentence = finder.sentence(i)
    first = _past_small_words(finder, i, sentence.first)
    small = first < i
    while first > sentence.first and i - first < 8:
        token = finder.tokens[first - 1]
        joins = (
            token.low in ("and", "for", "of", "in", "to", "-", "&", "the", "on")
            and first < i
            and first - 2 >= sentence.first
            and finder.tokens[first - 2].cap
        )
        at = finder.at(first - 1)
        if at is not None and at.type == "Place" and at.first > sentence.first and at.last == first:
            lead = finder.tokens[at.first - 1]
            if lead.low in ("the", "a") and first < i:
                first = at.first
                break
            if lead.cap or lead.low in ("in", "of", "for", "and"):
                first = at.first
                continue
        if (
            at is not None
            and at.type == "Organisation"
            and at.rule.startswith("head:")
            and at.last == first
            and at.first >= sentence.first
            and finder.tokens[i].cap
            and not (i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap and not _ROMAN.fullmatch(finder.tokens[i + 1].text))
        ):
            first = at.first  # "the Lamu Museum Project"
            continue
        if not (
            ((token.cap or (first == i and humped(token.text))) and (token.low not in starters)) or (joins and token.low != "the")
        ) or not finder.free(first - 1):
            break
        first -= 1
    first = _enumerated(finder, first, i, sentence.first)
    two = any("-" in t.text and t.text.split("-")[1][:1].isupper() for t in finder.tokens[first:i])  # "the Hargeisa-Berbera road project"
    if small and sum(t.cap for t in finder.tokens[first:i]) < 2 and not two:
        return None
    # "the Regional Housing Programme", "the Tourism Promotion Project": words of topics alone name it, where there are two
    long_lived = finder.tokens[i].cap and finder.low(i) in _LONG_LIVED and i - first > 1 and finder.low(first - 1) in ("the", "'s")
    while (
        not long_lived
        and first < i - 1
        and finder.low(first) in tables.words()["event_generic"]
        and finder.low(first + 1) not in tables.words()["connectors"]
    ):
        first += 1
    words = [t.text for t in finder.tokens[first:i] if t.low not in tables.demonyms()]
    alias = aliases.get(" ".join(words))
    if alias is not None:
        return Mention("Project", first, i + 1, alias.name, alias.key, rule="alias", confidence=0.9)
    plain = (
        tables.words()["no_body"]
        | tables.words()["directions"]
        | tables.words()["plain_modifiers"]
        | tables.words()["event_generic"]
        | {"initial", "pilot", "flagship", "training"}
    )
    real = [w for w in words if w.lower() not in tables.words()["portfolio"] and w.lower() not in plain and len(w) > 1]
    if any(w[-1].isdigit() for w in words) and any(w in ("million", "billion") for w in words):  # "the K20 million project"
        return None
    topics = len(words) > 1 and not sentence.headline and (long_lived or (finder.tokens[i].cap and finder.low(i) == "project"))
    quoted = finder.at(i + 2)
    if finder.tokens[i].text.islower() and quoted is not None and quoted.first == i + 2 and quoted.rule == "quoted":
        return None  # "the Interreg IPA CBC project “Blue Paths”"
    if not (real or topics) or words == ["Project"] or (finder.low(i) != "project" and words[0].lower() in _DEGREES):
        return None
    if finder.low(i) in ("projects", "programmes", "programs") and not (finder.tokens[i].cap and _acronym_at(finder, i + 1)):
        return None
    if finder.low(i + 1) in tables.titles():  # "Programme Director"
        return None
    place = finder.at(first - 1)
    if finder.low(first) in ("for", "of", "in") and place is not None and place.type == "Place" and place.last == first:
        first = place.first  # "the ‘Wales for Africa Programme’"
    name = finder.document.words(first, i + (long_lived and not real))
    return Mention("Project", first, i + 1, name, f"project:{fold(name)}", rule="capitals", confidence=0.75)


_DEGREES = frozenset(["doctoral", "master", "masters", "bachelor", "undergraduate", "postgraduate", "graduate", "phd", "degree", "study"])


_LONG_LIVED = frozenset(["programme", "program", "initiative", "facility"])


def _acronym_at(finder: Finder, i: int) -> bool:
    """An acronym in brackets at token i."""
    return finder.low(i) == "(" and finder.low(i + 2) == ")" and is_acronym(finder.tokens[i + 1].text)


def _past_small_words(finder: Finder, i: int, begin: int) -> int:
    """ "the Dowa Women's farmers club project": one or two plain nouns between the name and "project"."""
    first = i
    while (
        first > begin
        and i - first < 2
        and not finder.tokens[first - 1].cap
        and finder.free(first - 1)
        and finder.low(first - 1).isalpha()
        and len(finder.low(first - 1)) > 3
    ):
        if finder.low(first - 1) in tables.words()["after_event"] | tables.words()["verbs"] | tables.words()["connectors"] | tables.words()[
            "speech"
        ] or finder.low(first - 1).endswith(("ed", "ing", "ly")):
            return i
        first -= 1
    return first if first < i and first > begin and finder.tokens[first - 1].cap else i


_KINDS_OF = frozenset(["regional", "national", "joint", "global", "special", "country", "pilot", "umbrella", "framework", "action"])


def _for(finder: Finder, i: int) -> Mention | None:
    """ "the Project for Better Roads in Gao": the whole phrase is the name."""
    supporting = finder.low(i + 1) == "of" and finder.low(i + 2).endswith("ing")  # "the Project of Supporting National Institutions"
    if not finder.tokens[i].cap or not (finder.low(i + 1) in ("for", "on") or supporting) or i + 2 >= len(finder.tokens):
        return None
    first = i
    while i - first < 3 and finder.tokens[first - 1].cap and finder.free(first - 1) and finder.low(first - 1) in _KINDS_OF:
        first -= 1  # "its Regional Programme for Asia"
    if (
        finder.low(i + 1) == "on"
        and finder.tokens[first - 1].cap
        and finder.free(first - 1)
        and finder.low(first - 2) in ("the", "its", "their")
    ):
        first -= 1  # "its Expanded Programme on Immunization"
    owner = finder.at(first - 1)
    owned = owner is not None and owner.type == "Organisation" and bool(owner.entry) and finder.low(owner.first - 1) == "the"
    if finder.low(first - 1) != "the" and not owned and (first == i or finder.low(first - 1) not in ("its", "their", "a", "under", "of")):
        return None
    j = last = i + 2
    while j < len(finder.tokens) and j - i < 24 and finder.sentence_of[j] == finder.sentence_of[i]:
        if finder.tokens[j].cap and finder.low(j) not in tables.words()["calendar"]:
            last = j + 1
        elif finder.low(j) not in tables.words()["connectors"] | {"at", "'s"}:
            break
        j += 1
    if last - i < 4 - (first < i):
        return None
    name = finder.document.words(first, last)
    return Mention("Project", first, last, name, f"project:{fold(name)}", rule="for", confidence=0.8)


def _verb(low: str) -> bool:
    """ "Project Provides Seeds", a headline."""
    words = tables.words()
    return low.endswith("s") and low in words["giving"] | words["body_acts"] | words["present"] | words["held"]


_NAMES_IT = frozenset([":", ",", "-", "–", "named", "called", "entitled", "titled", "dubbed", "known", "as", "codenamed", "title", "name"])


def _after(finder: Finder, i: int, names: dict[str, Mention]) -> Mention | None:
    """ "the project Green Roads for All"."""
    j, joiners, last = i + 1, tables.words()["connectors"], i + 1
    while finder.low(j) in _NAMES_IT and j < i + 4:
        j += 1
    if finder.low(i + 1) == "," and j == i + 2:
        return _between_commas(finder, i, j)
    start = j
    if j >= len(finder.tokens) or not finder.tokens[j].cap or finder.low(i) not in tables.words()["project_before"]:
        return None
    while j < len(finder.tokens) and j - start < 24 and finder.sentence_of[j] == finder.sentence_of[i]:
        token = finder.tokens[j]
        if token.cap or token.text.isdigit():
            last = j + 1
        elif token.low not in joiners and not (
            token.low in (",", "-", "–", ":", "'s", "as", "into", "through", "from")
            and j + 1 < len(finder.tokens)
            and finder.tokens[j + 1].cap
        ):
            break
        if token.low in ("in", "at", "on") and (finder.type_at(j + 1) == "Place" or finder.low(j + 1)[:1].isdigit()):
            break
        whose = finder.at(j + 1 + (finder.low(j + 1) == "the")) if token.low == "of" else None
        if whose is not None and whose.type == "Organisation" and j > start + 1:
            break  # "the programme Future Without Camps of the Horizon Foundation"
        j += 1
    if (gerund := _gerund(finder, i, start)) > last:
        last = gerund
    content = [t for t in finder.tokens[start:last] if t.cap]
    if content and (content[-1].low in tables.events() or (len(content) > 1 and content[1].low in tables.events())):
        return None  # "a Project Stakeholder Meeting"
    if content and all(_ROMAN.fullmatch(t.text) for t in content):
        return None
    at = finder.at(start)
    if at is not None and at.type == "Organisation":
        return None
    if (
        not content
        or finder.low(start) in _STAFF
        or (start == i + 1 and _verb(content[0].low))
        or content[0].low in tables.titles()
        or content[0].low in tables.heads()
        or any("/" in t.text and any(c.isdigit() for c in t.text) for t in content[:2])
    ):
        return None
    if len(content) == 1 and not gerund and not _one_word(finder, i, content[0].text):
        return None
    if len(content) == 1 and not gerund and not humped(content[0].text) and finder.tokens[i].cap:
        start = i
    name = finder.document.words(start, last)
    return Mention("Project", start, last, name, f"project:{fold(name)}", rule="after", confidence=0.78)


def _between_commas(finder: Finder, i: int, first: int) -> Mention | None:
    """ "The three-year project, Healthy Rivers, is financed by A"."""
    last = first
    while last - first < 7 and last < finder.sentence(i).last and finder.free(last):
        if not finder.tokens[last].cap and finder.low(last) not in tables.words()["connectors"]:
            break
        last += 1
    words = [finder.low(j) for j in range(first, last) if finder.tokens[j].cap]
    other = any(w in tables.titles() or w in tables.heads() or w in tables.given() for w in words)
    follows = finder.low(last + 1)
    if finder.low(last) != "," or len(words) < 2 or other or follows not in _GERUND_ENDS | {"aims", "seeks", "helps", "works"}:
        return None
    name = finder.document.words(first, last)
    return Mention("Project", first, last, name, f"project:{fold(name)}", rule="after", confidence=0.75)


_GERUND_ENDS = frozenset(
    [
        "implemented",
        "funded",
        "financed",
        "co-funded",
        "co-financed",
        "supported",
        "which",
        "that",
        "led",
        "run",
        "carried",
        "launched",
        "is",
        "was",
        "are",
        "has",
        "will",
        "organised",
        "organized",
        "coordinated",
        "with",
    ]
)


def _gerund(finder: Finder, i: int, start: int) -> int:
    """ "the project Strengthening lawyers’ knowledge of rights, implemented by …": a name that only begins with a capital; 0 for none."""
    low = finder.low(start)
    if not (low.endswith("ing") and len(low) > 6) or finder.low(i) != "project" or start > i + 3 or finder.tokens[i].cap:
        return 0
    end = min(finder.sentence(i).last, start + 40)
    for j in range(start + 2, end):
        mark = finder.low(j)
        if (
            mark in (".", ";", "(", ":")
            or (mark == "," and finder.low(j + 1) in _GERUND_ENDS)
            or (mark in _GERUND_ENDS - {"with", "led", "run", "organised", "organized"})
        ):
            return j
    return end


def _one_word(finder: Finder, i: int, word: str) -> bool:
    """Whether one word is enough of a name: "project MediaSkills", "the project Harmony", or "Project Mast" within a sentence."""
    closes = finder.low(i + 2) in (",", ".", ";", ")", "is", "was", "has", "and", "in", "which")
    plain = finder.low(i) == "project" and finder.low(i - 1) == "the" and closes and len(word) > 3 and word.lower() not in tables.given()
    return plain or humped(word) or (finder.tokens[i].cap and i > finder.sentence(i).first and finder.low(i) == "project")


def _bare(finder: Finder, i: int) -> Mention | None:
    if (
        finder.low(i) not in ("project", "programme", "program")
        or finder.low(i + 1) in tables.titles()
        or finder.low(i + 1) in ("implementation", "cycle", "activities", "partner", "partners", "team")
    ):
        return None
    quoted = finder.at(i + 2)
    if quoted is not None and quoted.type == "Project" and quoted.first == i + 2:
        return None
    if not any(finder.low(j) in tables.words()["anaphor_before"] for j in range(max(0, i - 2), i)):
        return None
    return Mention("Project", i, i + 1, "", rule="anaphor", anaphor=True)

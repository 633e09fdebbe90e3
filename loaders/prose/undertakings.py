"""Projects by what the text says of a name: "X, a project", "X is implemented by", "launched X", an odd spelling beside "the project"."""

import re
from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.quoted import KIND_OF
from cooplinks.loaders.prose.reach import is_acronym


def find_told(finder: Finder) -> None:
    """Mark what the text says are projects, wherever their names stand."""
    _told(finder)
    _carried_out(finder)
    _launched(finder)


def _told(finder: Finder) -> None:
    """ "EBSO is a four-year project", "Valley Connects, a new programme that": a name that is said to be one, wherever it stands."""
    for i, low in enumerate(finder.lows):
        if low not in _KINDS or finder.tokens[i].cap or finder.low(i + 1) in tables.titles() or finder.low(i + 1) in tables.events():
            continue
        begin = next((j for j in range(i - 1, max(finder.sentence(i).first, i - 8) - 1, -1) if finder.low(j) in ("a", "an")), 0)
        if not begin and finder.low(i - 1) == "the" and finder.low(i + 1) in ("that", "which"):
            begin = i - 1  # "Todos al Aula, the initiative that A presented"
        between = [finder.tokens[j] for j in range(begin + 1, i)]
        mark = finder.low(begin - 1)
        plain = all(not t.cap or finder.type_at(begin + 1 + n) in ("Organisation", "Place") for n, t in enumerate(between))
        if begin < 2 or mark not in (",", "is", "was") or not plain or any(t.low in ("of", "that", "which", ",") for t in between):
            continue
        end = _before_bracket(finder, begin - 1)
        first = _years(finder, end)
        while first > finder.sentence(i).first and end - first < 9 and finder.free(first - 1):
            owns = finder.low(first - 1) == "'s" and finder.tokens[first - 2].cap
            small = finder.low(first - 1) in tables.words()["small_words"] and finder.tokens[first - 2].cap
            if not (finder.tokens[first - 1].cap or ((owns or small) and first < end and first - 2 >= finder.sentence(i).first)):
                break
            first -= 1
        first = _with_comma(finder, _spelt_name(finder, first, end), end)
        words = [finder.low(j) for j in range(first, end) if finder.tokens[j].cap]
        if (
            not words
            or words[0] in tables.words()["starters"] | tables.given()
            or (any(w in tables.titles() or w in tables.heads() for w in words) and not _in_capitals(finder, first, end))
        ):
            continue
        if len(words) == 1 and not humped(finder.tokens[first].text):
            continue
        _everywhere(finder, first, end)


def _years(finder: Finder, i: int) -> int:
    """ "the Peace Agenda [2023–2026], a programme": where the years begin; i for none."""
    j = i
    while (
        j > 2
        and (re.fullmatch(r"(19|20)\d\d([-–/](19|20)?\d\d)?", finder.tokens[j - 1].text) or finder.low(j - 1) in ("–", "-"))
        and i - j < 3
    ):
        j -= 1
    return j if j < i and finder.low(i - 1)[:1].isdigit() and finder.tokens[j - 1].cap else i


def _before_bracket(finder: Finder, i: int) -> int:
    """ "Mwani Mpya (“new seaweed”), a project": where the name before the bracket ends; i for none."""
    opens = next((j for j in range(i - 1, max(finder.sentence(i).first, i - 12), -1) if finder.low(j) == "("), i)
    return opens if finder.low(i - 1) == ")" and opens < i else i


def _with_comma(finder: Finder, first: int, last: int) -> int:
    """ "the end of Clean Wells, Clean Hands, a project": two halves that match, each of two words or more."""
    j = first - 1
    while j > finder.sentence(first).first and finder.tokens[j - 1].cap and finder.free(j - 1):
        j -= 1
    halves = finder.low(first - 1) == "," and first - 1 - j == last - first and 2 <= last - first <= 3
    return j if halves and finder.low(j - 1) in ("of", "under", "within", "for", "through", "by") else first


def _carried_out(finder: Finder) -> None:
    """ "Semillas Vivas is implemented by A": what is implemented is a project, whatever its name looks like."""
    for i, low in enumerate(finder.lows):
        out = low == "carried" and finder.low(i + 1) == "out"
        if not (low in ("implemented", "co-funded", "co-financed") or out) or finder.low(i + 1 + out) not in ("by", "jointly", "through"):
            continue
        j = i
        while j > 0 and finder.low(j - 1) in _BEING:
            j -= 1
        first = j
        while first > finder.sentence(i).first and j - first < 5 and finder.tokens[first - 1].cap and finder.free(first - 1):
            first -= 1
        words = [finder.low(k) for k in range(first, j)]
        other = any(w in tables.titles() or w in tables.heads() or w in tables.events() or w in tables.words()["projects"] for w in words)
        if j == i or first == j or other or words[0] in tables.words()["starters"] | tables.given() or first > finder.sentence(i).first + 1:
            continue
        if len(words) > 1 or humped(finder.tokens[first].text):
            _everywhere(finder, first, j)


def _launched(finder: Finder) -> None:
    """ "A and B launched CARI-Trade", where later "the programme" does this and that: an odd spelling is the programme's."""
    if not _later(finder):
        return
    for i, low in enumerate(finder.lows[:-1]):
        text = finder.tokens[i + 1].text
        odd = humped(text) and finder.free(i + 1) and len(text) > 3 and any(c.islower() for c in text)
        if low in _LAUNCHING and odd and not finder.tokens[i + 2 if i + 2 < len(finder.tokens) else i].cap:
            _everywhere(finder, i + 1, i + 2)
    _often(finder)


def _often(finder: Finder) -> None:
    """ "RiverPulse" twice or more, and "the project": an odd spelling that does what projects do, where no other project is named."""
    if any(m is not None and m.type == "Project" and not m.anaphor and not m.entry and m.rule != "programme" for m in finder.mentions):
        return  # known programmes aside, which pay for projects
    seen: dict[str, list[int]] = {}
    for i, token in enumerate(finder.tokens):
        if finder.free(i) and len(token.text) > 5 and token.text.isalpha() and humped(token.text):
            seen.setdefault(token.text, []).append(i)
    does = [
        text
        for text, places in seen.items()
        if (len(places) > 1 or finder.low(places[0] + 1) == "(")
        and any(finder.low(i + 1) in _RUNS or (finder.low(i - 1) == "of" and finder.low(i - 2) in tables.events()) for i in places)
    ]
    for i in seen[does[0]] if does else ():
        name = finder.tokens[i].text
        mention = Mention("Project", i, i + 1, name, f"project:{fold(name)}", rule="told", confidence=0.7)
        if (inner := spelt_out(finder, mention)) is not None:
            finder.put(inner)
        finder.put(mention)


_RUNS = frozenset(["aims", "began", "started", "seeks", "consortium", "partners", "("])


def _later(finder: Finder) -> bool:
    """Whether "the project" or "this programme" is spoken of."""
    return any(
        low in KIND_OF and not finder.tokens[i].cap and {"the", "this"} & {finder.low(j) for j in range(i - 6, i)}
        for i, low in enumerate(finder.lows)
        if i > 5
    )


_LAUNCHING = frozenset(["launched", "launch", "launches", "unveiled", "presented", "introduced", "inaugurated"])


_BEING = frozenset(["is", "was", "will", "be", "being", "been", "has", "jointly", "now", "also", "currently", "to"])


_KINDS = KIND_OF | {"undertaking", "scheme"}


def _in_capitals(finder: Finder, first: int, last: int) -> bool:
    """ "MISSION INCLUSION, a project": a name of two words or more in capitals."""
    return last - first > 1 and all(finder.tokens[j].text.isupper() and len(finder.tokens[j].text) > 2 for j in range(first, last))


def _spelt_name(finder: Finder, first: int, last: int) -> int:
    """ "approved the Diversified Farming for Better Food and Nutrition, a project": where the name begins, past its small words."""
    joiners, at = tables.words()["connectors"], first
    dash = next((j for j in range(last - 1, max(finder.sentence(first).first, last - 14), -1) if finder.low(j) in ("–", "—")), 0)
    between = range(dash + 1, last)
    if dash and is_acronym(finder.tokens[dash - 1].text) and all(finder.tokens[j].cap or finder.low(j) in joiners for j in between):
        return dash - 1 if len(between) > 1 else first  # "MAWJ – Alliances for the Work of Justice, a project"
    while at > finder.sentence(first).first and last - at < 14 and finder.free(at - 1):
        if not finder.tokens[at - 1].cap and finder.low(at - 1) not in joiners:
            break
        at -= 1
    if finder.low(at) == "the":
        at += 1
    led = finder.low(at - 1) in ("the", "under", "within", "through") or (finder.low(at - 1) in ("with", "of") and last - at > 2)
    return at if led and finder.tokens[at].cap else first


def _everywhere(finder: Finder, first: int, last: int) -> None:
    """Mark these words as a project here and wherever they stand again."""
    name, row = finder.document.words(first, last), finder.lows[first:last]
    longer = next((m.name for m in finder.mentions if m is not None and m.type == "Project" and m.name.startswith(f"{name}: ")), "")
    name = longer or name
    inner = tables.words()["connectors"] | tables.words()["small_words"] | {",", "'s", "–"}
    for i in range(len(finder.lows) - len(row) + 1):
        if finder.lows[i : i + len(row)] == row and all(
            finder.free(j) and (finder.tokens[j].cap or finder.low(j) in inner or finder.low(j)[:1].isdigit())
            for j in range(i, i + len(row))
        ):
            follows = finder.low(i + len(row)) in tables.words()["projects"]
            finder.put(Mention("Project", i, i + len(row) + follows, name, f"project:{fold(name)}", rule="told", confidence=0.78))


def spelt_out(finder: Finder, mention: Mention) -> Mention | None:
    """ "the project ROAM (Strengthening Mobility Offices in the South)": what the bracket spells out is the project too."""
    begin, short = mention.last + 1, finder.tokens[mention.last - 1].text
    if finder.low(mention.last) != "(" or not (short.isupper() and len(short) > 2) or mention.anaphor:
        return None
    close = next((j for j in range(begin, min(begin + 24, finder.sentence(begin - 1).last)) if finder.low(j) == ")"), 0)
    capitals = sum(finder.tokens[j].cap for j in range(begin, close)) if close else 0
    if close - begin < 3 or capitals < 3 or not finder.tokens[begin].cap:
        return None
    return replace(mention, first=begin, last=close, aka=(), rule="spelt")


def humped(name: str) -> bool:
    """ "HyHarbour": more than one capital in a word."""
    return sum(c.isupper() for c in name[name[:1].islower() :]) > (not name[:1].islower())

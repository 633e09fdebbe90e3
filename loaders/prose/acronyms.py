"""Acronyms that the article itself defines: "Name (ACR)", "ACR (Name)"; and then wherever they stand."""

import re
from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import is_acronym

_NTH = re.compile(r"\d+(?:st|nd|rd|th)")
_FEW = 12
_SCHOOLS = frozenset(["university", "college", "institute", "academy"])
_TEXTS_ON = frozenset(["concerning", "on", "for", "of", "against", "to", "regarding"])


def find_acronyms(document: Document) -> Document:
    """Take brackets into the mention before them, find bodies by their initials, then mark each later use."""
    finder = Finder(document)
    for i in range(1, len(document.tokens) - 2):
        low = finder.lows[i]
        if low == ",":
            _between_commas(finder, i)
        if low != "(":
            continue
        if finder.low(i + 2) == ")" and is_acronym(finder.tokens[i + 1].text):
            if not (finder.low(i + 3) in _RUN and _long_project(finder, i)):
                _defined(finder, i)
        elif is_acronym(finder.tokens[i - 1].text):
            _spelled_out(finder, i)
        elif finder.low(i + 3) == ")":
            _of_two_words(finder, i)
        _same_in_bracket(finder, i)
    _longer(finder)
    _dashed(finder)
    _shortened(finder)
    aliases = {aka: m for m in finder.mentions if m is not None and m.type == "Organisation" for aka in m.aka}
    aliases = {**_by_initials(finder), **aliases}
    if aliases:
        _used(finder, aliases)
    return finder.done()


def _shortened(finder: Finder) -> None:
    """ "Blue River Foundation … Blue River": later the name alone, without the noun that says what it is."""
    short: dict[tuple[str, ...], Mention] = {}
    for m in finder.mentions:
        if m is not None and m.type == "Organisation" and m.rule.startswith("head:") and not m.anaphor and finder.low(m.last - 1) == m.head:
            words = tuple(t.text for t in finder.tokens[m.first : m.last - 1])
            topics = any(finder.low(j) in tables.heads() or finder.low(j) in tables.demonyms() for j in range(m.first, m.last - 1))
            if (
                len(words) in (1, 2)
                and (len(words) == 2 or len(words[0]) > 3)
                and all(w[0].isupper() and w.isalpha() for w in words)
                and not topics
                and not all(_topic(w.lower()) for w in words)
            ):
                short.setdefault(words, m)
    firsts = {words[0] for words in short}
    for i, token in enumerate(finder.tokens[:-1]):
        target = short.get((token.text, finder.tokens[i + 1].text)) if token.text in firsts else None
        if target is not None and i > target.first and finder.free(i) and finder.free(i + 1):
            finder.put(replace(target, first=i, last=i + 2, aka=()))
        target = short.get((token.text,)) if token.text in firsts and finder.low(i + 1) == "'s" else None
        if target is not None and i > target.first and finder.free(i) and token.low not in tables.given():
            finder.put(replace(target, first=i, last=i + 1, aka=()))  # "Kresge's new president"


def _topic(low: str) -> bool:
    words = tables.words()
    return low in words["portfolio"] or low in words["no_body"] or low in words["directions"] or low in words["regions"]


def _dashed(finder: Finder) -> None:
    """ "KAGI – Women Entrepreneurs Association": an acronym, a dash, and the body that it is."""
    for body in list(finder.mentions):
        if body is None or body.type != "Organisation" or body.entry or body.anaphor or body.first < 2:
            continue
        mark, token = finder.low(body.first - 1), finder.tokens[body.first - 2]
        same = finder.sentence_of[body.first - 2] == finder.sentence_of[body.first] and not finder.sentence(body.first).headline
        if (
            mark in ("–", "—")
            and same
            and finder.free(body.first - 2)
            and is_acronym(token.text)
            and token.text.isupper()
            and len(token.text) > 3
        ):
            finder.put(replace(body, first=body.first - 2, aka=(*body.aka, token.text)))


def _longer(finder: Finder) -> None:
    """ "Islamic Educational, Scientific and Cultural Organization (ISESCO)": the acronym says where the name begins."""
    for body in [
        m for m in finder.mentions if m is not None and m.type == "Organisation" and m.aka and not m.entry and is_acronym(m.aka[-1])
    ]:
        bracket = next((j for j in range(body.last - 1, body.first, -1) if finder.low(j) == "("), -1)
        begin = _initials(finder, bracket, body.aka[-1]) if bracket > 0 and finder.tokens[bracket + 1].text == body.aka[-1] else None
        if begin is None or begin >= body.first or finder.sentence_of[begin] != finder.sentence_of[body.first]:
            continue
        titled = all(finder.low(j) in tables.titles() for j in range(begin, body.first))  # "Attorney [General Alliance (AGA)]"
        if not titled and not any(finder.low(j) in (",", "and", "&") for j in range(begin, body.first)):
            continue
        name = finder.document.words(begin, bracket)
        finder.put(replace(body, first=begin, name=name, key=f"body:{body.head}:{fold(name)}:"))


def _between_commas(finder: Finder, i: int) -> None:
    """ "the National Agency for Water, NAWA, said": the acronym between commas is the body's."""
    body, token = finder.at(i - 1), finder.tokens[i + 1]
    if (
        body is None
        or body.type != "Organisation"
        or body.entry
        or body.anaphor
        or not (token.text.isupper() and 3 <= len(token.text) <= 9)
    ):
        return
    if finder.low(i + 2) not in (",", "(", ".") or not finder.free(i + 1) or finder.sentence_of[i + 1] != finder.sentence_of[i]:
        return
    letters = [t.text[0].lower() for t in finder.tokens[body.first : body.last] if t.cap]
    if letters and letters[0] == token.low[0] and _in_order(list(token.low), letters) >= 0.8:
        finder.put(replace(body, last=i + 2, aka=(*body.aka, token.text)))


def _same_in_bracket(finder: Finder, i: int) -> None:
    """ "United Nations Children's Fund (Unicef)": one mention, where the table knows both for one body."""
    before, inner = finder.at(i - 1), finder.at(i + 1)
    if before is None or inner is None or before is inner or finder.low(inner.last) != ")":
        return
    if before.type == inner.type == "Organisation" and before.key == inner.key and finder.sentence_of[inner.last] == finder.sentence_of[i]:
        finder.put(replace(before, last=inner.last + 1, aka=(*before.aka, finder.document.words(inner.first, inner.last))))


def _defined(finder: Finder, i: int) -> None:
    """ "Name (ACR)" where the bracket opens at token i."""
    acronym, before = finder.tokens[i + 1].text, finder.at(i - 1)
    if _of_table(finder, i, acronym):
        return
    if before is not None and before.type == "Organisation" and before.last == i:
        last = i + 3
        trailing = finder.at(last)
        if trailing is not None and trailing.type == "Place" and trailing.kind == "country":
            last = trailing.last
        first, country = before.first, before.country
        code = tables.demonyms().get(finder.low(first - 1))
        if code and finder.free(first - 1) and finder.tokens[first - 1].cap:
            first, country = first - 1, country or code
        finder.put(replace(before, first=first, last=last, aka=(*before.aka, acronym), country=country))
        return
    if before is not None and before.type != "Place":
        return
    numbered = finder.low(i - 1) in tables.events() and any(
        (finder.low(j).isdigit() and len(finder.low(j)) == 4) or _NTH.fullmatch(finder.low(j)) for j in range(max(0, i - 5), i)
    )
    if numbered:
        return  # "the 2023 Global Refugee Forum (GRF)": an event
    begin = _initials(finder, i, acronym) or _all_initials(finder, i, acronym) or _syllables(finder, i, acronym)
    if before is not None and (begin is None or begin >= before.first):
        return
    if begin is not None and finder.low(i + 3) in ("is", "was") and any(finder.low(j) in _RUN for j in range(i + 4, i + 8)):
        name = finder.document.words(begin, i)
        finder.put(Mention("Project", begin, i + 3, name, f"project:{fold(name)}", rule="acronym", aka=(acronym,), confidence=0.85))
        return  # "Clean Rivers in Asia (CRA) is a project"
    if begin is None:
        return
    name = finder.document.words(begin, i)
    if finder.low(begin - 1) in _TEXTS_ON and finder.low(begin - 2) in tables.words()["not_bodies"]:
        return  # "the Protocol concerning Wildlife Areas (WA)"
    if tables.titles().get(finder.low(i - 1), ("",))[0] == "office":  # "Permanent Secretary (PS)"
        return
    project = finder.low(i + 3) in tables.words()["projects"] | {"series"}
    if not project and (finder.low(i - 1) in tables.words()["not_bodies"] or _noun(finder, begin, i) in tables.words()["not_bodies"]):
        return
    if project and finder.low(i + 4) not in tables.titles():
        last = i + 4 + (finder.low(i + 4) in tables.words()["projects"])
        finder.put(Mention("Project", begin, last, name, f"project:{fold(name)}", rule="acronym", aka=(acronym,), confidence=0.85))
        return  # "Green Roads for All (GRA) programme"
    if finder.low(i - 1) in ("projects", "programmes", "programs"):
        finder.put(Mention("Project", begin, i + 3, name, f"project:{fold(name)}", rule="acronym", aka=(acronym,), confidence=0.8))
        return
    if finder.low(begin - 1) in ("project", "programme", "program"):  # "the project Green Roads for All (GRA)"
        finder.put(Mention("Project", begin, i + 3, name, f"project:{fold(name)}", rule="acronym", aka=(acronym,), confidence=0.85))
        return
    kind = next((tables.heads()[t.low][0] for t in reversed(finder.tokens[begin:i]) if t.low in tables.heads()), "other")
    if kind == "other" and len(acronym) < 3:
        return  # "Customs Valuation (CV)"
    finder.put(Mention("Organisation", begin, i + 3, name, f"acronym:{name.lower()}", kind, "", "acronym", (acronym,), confidence=0.8))


def _of_two_words(finder: Finder, i: int) -> None:
    """ "Executive Committee of the Fund for Lakes (EC FL)" where the bracket opens at token i."""
    body, words = finder.at(i - 1), [finder.tokens[i + 1].text, finder.tokens[i + 2].text]
    shouted = all(w.isalpha() and w.isupper() and len(w) > 1 for w in words) and finder.free(i + 1) and finder.free(i + 2)
    if shouted and body is not None and body.type == "Organisation" and body.last == i:
        finder.put(replace(body, last=i + 4, aka=(*body.aka, " ".join(words))))


def _long_project(finder: Finder, i: int) -> bool:
    """ "the Strengthening of seed systems in the Sahel (SAHSEED) project": all from the article or the mark before the capital."""
    acronym, begin = finder.tokens[i + 1].text, -1
    for j in range(i - 3, max(finder.sentence(i).first, i - 24) - 1, -1):
        before = finder.low(j - 1)
        if before in (".", ")", "(") or finder.type_at(j) in ("Project", "Event", "Person"):
            return False
        if not finder.tokens[j].cap or j - 1 < finder.sentence(i).first:
            continue
        if before == "the" or (before in (";", ":") and finder.low(j)[0] == acronym[0].lower()):
            begin = j
            break
    words = [t.low for t in finder.tokens[begin:i]] if begin >= 0 else []
    if any(t.low.endswith("ed") and not t.cap for t in finder.tokens[max(begin, 0) : i]):
        return False  # "the countries graduated following the first Training of Trainers (ToT) Program"
    small = [w for w in words if w in tables.words()["verbs"] or (w in tables.words()["body_acts"] and not w.endswith("s"))]
    if len(words) < 4 or small:
        return False
    first = finder.at(begin)
    if first is not None and first.type == "Organisation":
        return False  # "the UNDP-run …": whose it is stands first
    name = finder.document.words(begin, i)
    last = i + 4
    finder.put(Mention("Project", begin, last, name, f"project:{fold(name)}", rule="acronym", aka=(acronym,), confidence=0.8))
    return True


_RUN = frozenset(["project", "programme", "program"])


def _of_table(finder: Finder, i: int, acronym: str) -> bool:
    """ "United Development Programme (UNDP)": whatever the name says, the acronym of the table decides."""
    inner, before = finder.at(i + 1), finder.at(i - 1)
    if (
        inner is None
        or inner.type != "Organisation"
        or not inner.entry
        or inner.first != i + 1
        or (before is not None and before.entry == inner.entry)
    ):
        return False
    first = before.first if before is not None and before.type == "Organisation" else i
    while first > 0 and i - first < _FEW and finder.sentence_of[first - 1] == finder.sentence_of[i]:
        left, token = finder.at(first - 1), finder.tokens[first - 1]
        if left is not None and left.type == "Organisation" and finder.low(first) not in ("and", "&"):
            first = left.first
            continue
        if left is not None:
            break
        if not (token.cap and token.low not in tables.words()["starters"]) and not (
            token.low in tables.words()["connectors"] and (token.low != "the" or finder.low(first - 2) == "of") and first < i
        ):
            break
        first -= 1
    while first < i and not finder.tokens[first].cap:
        first += 1
    letters = [t.text[0].lower() for t in finder.tokens[first:i] if t.cap]
    hits = _in_order([c.lower() for c in acronym if c.isalpha()], letters)
    if first == i or hits < 0.6 or (letters and letters[0] != acronym[0].lower()):
        return False
    if hits == 1.0 and before is not None and not _alike(before.name, inner.name):
        return False  # the article means another body
    finder.put(replace(inner, first=first, last=i + 3, aka=(acronym,)))
    return True


def _alike(name: str, other: str) -> bool:
    return bool({w for w in fold(name).split() if len(w) > 3} & set(fold(other).split())) or " " not in other


def _in_order(letters: list[str], initials: list[str]) -> float:
    """The share of the letters that the initials have in this order."""
    found = at = 0
    for letter in letters:
        if letter in initials[at:]:
            at = initials.index(letter, at) + 1
            found += 1
    return found / len(letters) if letters else 0.0


def _noun(finder: Finder, begin: int, end: int) -> str:
    """The word that says what it is: the one before the first preposition."""
    return next(
        (finder.low(j - 1) for j in range(begin + 1, end) if finder.low(j) in ("of", "for", "to", "on", "in", "against")),
        finder.low(end - 1),
    )


def _spelled_out(finder: Finder, i: int) -> None:
    """ "ACR (Name)" where the bracket opens at token i."""
    close = next((j for j in range(i + 2, min(i + _FEW, len(finder.tokens))) if finder.low(j) == ")"), None)
    acronym = finder.tokens[i - 1].text
    if close is None or _initials(finder, close, acronym) != i + 1:
        return
    inner, outer = finder.at(i + 1), finder.at(i - 1)
    if inner is not None and inner.type == "Organisation":
        finder.put(replace(inner, first=i - 1, last=close + 1, aka=(*inner.aka, acronym)))
    elif outer is not None and outer.type == "Organisation":
        finder.put(replace(outer, last=close + 1))
    elif inner is None and finder.low(close - 1) not in tables.words()["not_bodies"]:
        name = finder.document.words(i + 1, close)
        kind = next((tables.heads()[t.low][0] for t in reversed(finder.tokens[i:close]) if t.low in tables.heads()), "other")
        finder.put(
            Mention("Organisation", i - 1, close + 1, name, f"acronym:{name.lower()}", kind, "", "acronym", (acronym,), confidence=0.85)
        )


def _initials(finder: Finder, end: int, acronym: str) -> int | None:
    """Where the capitalised words before `end` begin whose initials are the acronym's letters."""
    letters = [c.lower() for c in acronym if c.isalpha()]
    i = end - 1
    joiners = tables.words()["connectors"]
    while i >= 0 and end - i <= 2 * len(letters) + 4 and letters:
        token = finder.tokens[i]
        parts = [part[0] for part in token.low.split("-") if part]
        if token.cap and len(parts) > 1 and letters[-len(parts) :] == parts:
            del letters[-len(parts) :]  # "Anti-Corruption Bodies (… ACB)"
            if not letters:
                return i
        elif token.cap and token.low[0] == letters[-1]:
            letters.pop()
            if not letters:
                return i
        elif (token.low not in joiners and token.low not in (",", "-")) or token.cap:
            return None
        i -= 1
    return None


def _all_initials(finder: Finder, end: int, acronym: str) -> int | None:
    """ "People with Disability Solomon Islands (PWDSI)": small words count too."""
    first = end - len(acronym)
    if len(acronym) < 4 or first < 0 or not acronym.isalpha() or finder.sentence_of[first] != finder.sentence_of[end - 1]:
        return None
    same = "".join(t.low[0] for t in finder.tokens[first:end]) == acronym.lower()
    return first if same and finder.tokens[first].cap and finder.tokens[end - 1].cap else None


def _syllables(finder: Finder, end: int, acronym: str) -> int | None:
    """ "Mother of Hope Cameroon (MOHCAM)": where capitals begin that have the acronym's letters in order, the first of each word."""
    joiners, first = tables.words()["connectors"], end
    low = acronym.lower()
    if not acronym.isalpha() or len(acronym) < 4:
        return None
    while first > 0 and end - first < 8 and finder.sentence_of[first - 1] == finder.sentence_of[end - 1]:
        token, at = finder.tokens[first - 1], finder.at(first - 1)
        place = at is not None and at.type == "Place" and at.kind == "country" and at.last == end
        if not (token.cap and (at is None or place) and token.low not in tables.words()["starters"]) and not (
            token.low in joiners and first < end
        ):
            break
        first -= 1
    for begin in range(first, end - 1):
        words = [t.low for t in finder.tokens[begin:end] if t.cap]
        if finder.tokens[begin].cap and len(words) > 1 and words[0][0] == low[0] and _spells(words, low):
            return begin
    return None


def _spells(words: list[str], acronym: str) -> bool:
    """Whether the beginnings of the words, one letter at least of each, make the acronym."""
    if not words:
        return not acronym
    head = words[0]
    return any(
        acronym.startswith(head[:size]) and _spells(words[1:], acronym[size:]) for size in range(1, min(len(head), len(acronym), 6) + 1)
    )


def _by_initials(finder: Finder) -> dict[str, Mention]:
    """ "Danish Refugee Council … DRC": initials of a body named in full."""
    found: dict[str, Mention] = {}
    for mention in finder.mentions:
        if mention is None or mention.type != "Organisation" or mention.anaphor or mention.rule.startswith("office"):
            continue
        words = [t.text for t in finder.tokens[mention.first : mention.last] if t.cap and t.text.isalpha()]
        if len(words) == 2 and mention.head in _SCHOOLS:
            found.setdefault(words[0][0] + words[1][0], mention)  # "Benue University", "BU"
        for size in range(3, len(words) + 1):
            found.setdefault("".join(w[0] for w in words[:size]), mention)
        town = finder.at(mention.last + 1) if finder.low(mention.last) == "," else None
        if town is not None and town.kind == "city" and len(words) > 1:  # "University of Nigeria, Nsukka … UNN"
            found.setdefault("".join(w[0] for w in words) + town.name[0], mention)
    return found


def _used(finder: Finder, aliases: dict[str, Mention]) -> None:
    pairs = {a.split()[0] for a in aliases if a.count(" ") == 1 and a.isupper()}
    for i, token in enumerate(finder.tokens):
        if token.text in pairs and finder.free(i) and i + 1 < len(finder.tokens) and finder.free(i + 1):
            both = aliases.get(f"{token.text} {finder.tokens[i + 1].text}")
            if both is not None and i >= both.first:
                finder.put(replace(both, first=i, last=i + 2, aka=()))
                continue
        target = aliases.get(token.text)
        at = finder.at(i)
        country = at is not None and at.type == "Place" and at.kind == "country" and at.last - at.first == 1 and len(token.text) == 3
        if target is not None and (finder.free(i) or country) and i >= target.first:
            finder.put(replace(target, first=i, last=i + 1, aka=()))

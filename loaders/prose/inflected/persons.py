"""Persons by first name, by title, by two capitals within a sentence; and who they are said to be."""

from collections import defaultdict
from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose.document import Document, Mention, Role
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.script import norm
from cooplinks.loaders.prose.inflected.tables import Tables, longest
from cooplinks.loaders.prose.items import Item, all_items

_MOST = 4
_ROLE_REACH = 26


def find_persons(document: Document) -> Document:
    """Mark names in full, then surnames that stand alone later."""
    finder, known = Finder(document), tables.of(document.language)
    quoted = {j for first, last in document.quotes if last - first < 12 for j in range(first, last)}
    i = 0
    while i < len(finder.tokens):
        last = _end_of_name(finder, known, i, quoted) if finder.tokens[i].cap and finder.free(i) else 0
        if last:
            name = nominative(known, [t.text for t in finder.tokens[i:last]])
            finder.put(Mention("Person", i, last, name, f"person:{fold(name)}", rule="name", confidence=0.9))
        i = last or i + 1
    _surnames(finder, known)
    return finder.done()


def _word(finder: Finder, known: Tables, j: int) -> bool:
    token = finder.tokens[j]
    return (
        token.cap
        and token.text[0].isalpha()
        and finder.free(j)
        and len(token.text) > 1
        and not any(c.isdigit() for c in token.text)
        and token.low not in known.words["no_person"]
    )


def _end_of_name(finder: Finder, known: Tables, i: int, quoted: set[int]) -> int:
    """Where the person's name that begins at token i ends; 0 for none."""
    sentence = finder.sentence(i)
    if not _word(finder, known, i) or i in quoted:
        return 0
    last = i + 1
    while last < min(sentence.last, i + _MOST):
        if _word(finder, known, last):
            last += 1
        elif (
            (
                finder.tokens[last].text in ("-", "–")
                and last + 1 < sentence.last
                and _word(finder, known, last + 1)
                and finder.document.text[finder.tokens[last].start - 1] != " "
            )
            or (len(finder.tokens[last].text) == 1 and finder.tokens[last].cap and finder.low(last + 1) == ".")
            or (
                finder.lows[last] in ("de", "van", "von", "di", "el", "fon") and last + 1 < sentence.last and _word(finder, known, last + 1)
            )
        ):
            last += 2
        else:
            break
    words = finder.tokens[i:last]
    if last - i < 2:
        return 0
    named = first_name(known, words[0].low)
    if any(t.text.isupper() and len(t.text) > 1 for t in words[1:]) and not named:
        return 0
    shouted = all(t.text.isupper() for t in words)
    if shouted and not (named and not sentence.headline):
        return 0
    if not named and i == sentence.first and first_name(known, words[1].low) and last - i > 2:
        return 0  # "Učestvovaće Ana Petrović": the name begins later
    if named:
        start_of_sentence = i == sentence.first and words[0].low in known.words["starters"]
        return 0 if start_of_sentence else last
    if (
        words[0].low in known.words["starters"]
        or words[0].text.isupper()
        or longest(known, finder.lows, i, known.events, last)
        or longest(known, finder.lows, i, known.heads, last)
    ):
        return 0
    if known.is_title(finder.lows[i]):
        return 0
    if i >= 1 and (known.is_title(finder.lows[i - 1]) or (finder.low(i - 1) == "." and i >= 2 and known.is_title(finder.lows[i - 2]))):
        return last
    if i == sentence.first or sentence.headline:
        return last if _surname_like(words[-1].low) else 0
    lead, words_ = finder.low(i - 1), known.words
    beside = (
        finder.low(last) in (",", "iz", "ispred", "(")
        or lead in (",", "i", "je", "su")
        or lead in words_["speech"]
        or (lead in known.cues.next and lead not in words_["prepositions"])
    )
    if beside or _surname_like(words[-1].low):
        return last
    return last if any(known.is_title(finder.lows[j]) for j in range(max(sentence.first, i - 20), i)) else 0


def _surname_like(low: str) -> bool:
    return low.endswith(("ic", "ica", "icu", "icem", "ski", "skog", "skim", "ska", "ev", "ov", "vic"))


def first_name(known: Tables, low: str) -> str:
    """The first name that the word is a form of, '' for none."""
    if low in known.given:
        return known.given[low]
    for stem in known.stems(low)[1:]:
        ending = low[len(stem) :]
        for vowel in ("a", "") if ending in ("om", "e", "i", "u", "oj") else ("", "o", "e", "a"):
            found = known.given.get(stem + vowel)
            if found and (vowel or not stem.endswith(("a", "e", "i", "o", "u"))):
                return found
        if ending in ("a", "u", "om", "em") and len(stem) > 3:  # Aleksandra, Petrom: the vowel of the nominative had gone
            fled = known.given.get(f"{stem[:-1]}a{stem[-1]}")
            if fled:
                return fled
    return ""


def nominative(known: Tables, words: list[str]) -> str:
    """The name in the nominative; as written where that isn't clear."""
    given, surname = words[0], words[-1]
    shown = " ".join(words).replace(" - ", "-")
    low, last = norm(given), norm(surname)
    oblique = surname[: -len(e)] if (e := next((e for e in ("em", "a", "u") if last.endswith(f"ic{e}")), "")) else ""
    adjective = next((surname[: -len(e)] + "i" for e in ("og", "om", "im") if last.endswith((f"sk{e}", f"ck{e}"))), "")
    base = first_name(known, low)
    male = bool(oblique or (adjective and last.endswith(("og", "im"))))
    if not base:
        return shown
    if low == norm(base) and not male:
        return shown
    if male:
        stem = _male_given(known, low) or base
        return " ".join([stem, *words[1:-1], oblique or adjective]).replace(" - ", "-")
    if base.endswith("a") and not low.endswith("a"):  # "Majom Popović", "Ivicom Horvat"
        return " ".join([base, *words[1:]]).replace(" - ", "-")
    male_last = next((surname[: -len(e)] for e in ("om", "em", "a", "u") if last.endswith(e)), surname)
    return " ".join([base, *words[1:-1], male_last if len(male_last) > 2 else surname]).replace(" - ", "-")


def _male_given(known: Tables, low: str) -> str:
    """Of "Milana Popovića" Milan, not Milana."""
    for ending in ("om", "em", "a", "u", "e", "i"):
        if low.endswith(ending):
            stem = low[: -len(ending)]
            if found := known.given.get(f"{stem[:-1]}a{stem[-1:]}"):
                return found
            for vowel in ("", "o", "e", "a"):
                if (found := known.given.get(stem + vowel)) and not (vowel == "a" and ending in ("a", "u")):
                    return found
    return ""


def _surnames(finder: Finder, known: Tables) -> None:
    """ "Popović je rekla", "s Popovićem", "Popovićeva": whoever was named in full."""
    full: dict[str, set[str]] = defaultdict(set)
    names: dict[str, Mention] = {}
    for m in finder.mentions:
        if m is not None and m.type == "Person":
            last = norm(m.name.split()[-1])
            full[last].add(m.key)
            names.setdefault(last, m)
            if "-" in last:
                full[last.split("-")[-1]].add(m.key)
                names.setdefault(last.split("-")[-1], m)
    if not full:
        return
    for i, token in enumerate(finder.tokens):
        if not token.cap or not finder.free(i) or len(token.text) < 3:
            continue
        for stem in (*known.stems(token.low), token.low.removesuffix("eva"), token.low.removesuffix("ova")):
            keys = next((full[k] for k in (stem, stem + "i", stem + "a", stem + "o") if k in full), None)
            if keys and len(keys) == 1:
                m = next(names[k] for k in (stem, stem + "i", stem + "a", stem + "o") if k in names)
                finder.put(replace(m, first=i, last=i + 1, rule="surname"))
                break


def find_roles(document: Document) -> Document:
    """All roles of named persons, in text order: a title before the name, behind a comma, in brackets, "iz X"."""
    known, roles = tables.of(document.language), list[Role]()
    headed: dict[str, dict[str, int]] = defaultdict(dict)  # head noun to the things it heads, each with a mention
    for number, m in enumerate(document.mentions):
        if m.head and document.thing_of[number]:
            headed[m.head].setdefault(document.thing_of[number], number)
    for items in all_items(document):
        lows = [i.low for i in items]
        for k, item in enumerate(items):
            if item.type == "Person" and document.mentions[item.mention].rule != "surname":
                role = _itself(document, items, k) or _on_behalf(document, items, lows, k)
                if role is None and _body_before(known, items, lows, k):
                    role = _before(document, known, items, lows, k, roles)
                role = role or _after(document, known, items, lows, k) or _before(document, known, items, lows, k, roles)
                if role is not None and not role.bodies:
                    role = replace(role, bodies=_only(headed, known, role))
                if role is not None:
                    roles.append(role)
    return replace(document, roles=tuple(roles))


def _body_before(known: Tables, items: list[Item], lows: list[str], k: int) -> bool:
    """Whether a body stands right before the name, past "dr" and the like."""
    j = k - 1
    while j >= 0 and (lows[j] == "." or _title_at(known, items, lows, j) == "honorific"):
        j -= 1
    return j >= 0 and items[j].type == "Organisation" and bool(items[j].thing)


def _only(headed: dict[str, dict[str, int]], known: Tables, role: Role) -> tuple[int, ...]:
    """ "veleposlanik N. N.": of the only embassy that the article names."""
    lows = [norm(w) for w in role.title.split()[:2]]
    found = longest(known, lows, 0, known.titles, 1) if lows else []
    nouns = {f.removeprefix("of:") for _, title in found for f in title.flags}
    words = [norm(w) for w in role.title.split()[1:4] if w[0].islower()]  # "predsjednik udruge"
    nouns |= {noun.noun for n in range(len(words)) for _, noun in longest(known, words, n, known.heads, n + 1)}
    bodies = {thing: n for noun in nouns for thing, n in headed.get(noun, {}).items()}
    return tuple(bodies.values()) if len(bodies) == 1 else ()


def _title_at(known: Tables, items: list[Item], lows: list[str], k: int) -> str:
    """The kind of the title at item k, '' for none."""
    if items[k].type:
        return "office" if items[k].mention >= 0 and items[k].low.startswith("<office") else ""
    found = longest(known, lows, k, known.titles, min(len(lows), k + 2))
    return found[0][1].kind if found else ""


def _is_office(document: Document, item: Item) -> bool:
    return item.mention >= 0 and document.mentions[item.mention].rule.startswith("office:")


def _before(document: Document, known: Tables, items: list[Item], lows: list[str], k: int, roles: list[Role]) -> Role | None:
    """ "ministarka pravde N. N.", "direktor Centra za mir N. N.": the last title to the left, and the bodies between."""
    bodies: list[int] = []
    begin, kind = -1, ""
    j = k - 1
    while j >= 0 and k - j < _ROLE_REACH:
        item = items[j]
        if item.type == "Person" or (item.low in (";", ":", "„", "“", "”", '"', ")") and begin < 0):
            break
        if item.low == "." and not _abbreviated(known, lows, j):
            break
        if item.type == "Organisation" and item.thing:
            if begin >= 0:
                break
            bodies.insert(0, item.mention)
            if _is_office(document, item):
                begin, kind = j, "office"
        elif (found := _title_at(known, items, lows, j)) and found != "honorific":
            begin, kind = j, found
        elif (
            (item.low in known.cues.next and begin >= 0)
            or item.low in known.words["speech"]
            or item.low in known.words["clitics"]
            or (item.low == "," and begin >= 0)
            or (item.low == "," and bodies and j != k - 1)
        ):
            break
        j -= 1
    if begin < 0:
        return None
    while begin > 0 and (
        _title_at(known, items, lows, begin - 1) not in ("", "honorific") or lows[begin - 1] in known.words["title_adjectives"]
    ):
        begin -= 1
    if roles and items[begin].first < roles[-1].last:
        return None
    title = document.words(items[begin].first, items[k - 1].last if k else items[k].first)
    return Role(
        items[k].mention,
        title.strip(" ,"),
        tuple(bodies[:1]),
        items[begin].first,
        items[k].last,
        "title",
        0.9 if kind == "office" else 0.85,
    )


def _abbreviated(known: Tables, lows: list[str], j: int) -> bool:
    return j > 0 and (lows[j - 1] in known.words["abbreviations"] or len(lows[j - 1]) == 1)


def _after(document: Document, known: Tables, items: list[Item], lows: list[str], k: int) -> Role | None:
    """ "N. N., direktor Centra", "N. N. iz Centra", "N. N. (Centar)", "N. N., Centar"."""
    if k + 1 >= len(items):
        return None
    opener = lows[k + 1]
    if opener in ("je", "su") and k + 2 < len(items) and lows[k + 2] == "ispred":
        return _first_body(document, items, k, k + 3, "from", 0.86)
    if opener in ("iz", "ispred", "s", "sa"):
        return _first_body(document, items, k, k + 2, "from", 0.86)
    if opener == "(":
        return _first_body(document, items, k, k + 2, "bracket", 0.85)
    if opener not in (",", "-", "–", "—"):
        return None
    j, titled = k + 2, False
    if j < len(items) and lows[j] in ("iz", "ispred", "u"):
        return (
            _first_body(document, items, k, j + 1, "from", 0.86)
            if lows[j + 1 : j + 2] != ["ime"]
            else _first_body(document, items, k, j + 2, "from", 0.86)
        )
    if j + 2 < len(items) and items[j].type == "Place" and lows[j + 1] in ("–", "-", "—", ","):
        j += 2  # "N. N., Niš – Udruženje X"
        if items[j].type == "Organisation" and items[j].thing:
            return Role(items[k].mention, "", (items[j].mention,), items[k].first, items[j].last, "apposition", 0.8)
    while j < len(items) and j - k < _ROLE_REACH:
        item = items[j]
        if (
            item.type == "Person"
            or lows[j] in (";", ":", "„")
            or (lows[j] == "." and not _abbreviated(known, lows, j))
            or (lows[j] in ("koji", "koja", "je", "su"))
        ):
            break
        kind = _title_at(known, items, lows, j) if not item.type else ""
        if kind and kind != "honorific" and lows[j].endswith(("i", "ima", "ama")) and not titled:
            return None  # "ministri", "predstavnici": others
        if (kind and kind != "honorific") or _is_office(document, item):
            titled = True
        if item.type == "Organisation" and item.thing and (titled or j == k + 2):
            if any(
                i.type == "Person"
                and all(_title_at(known, items, lows, x) == "honorific" or lows[x] == "." for x in range(j + 1, j + 1 + n))
                for n, i in enumerate(items[j + 1 : j + 4])
            ):
                return None
            title = document.words(items[k + 2].first, item.last)
            return Role(item_mention(items, k), title, (item.mention,), items[k].first, item.last, "apposition", 0.9 if titled else 0.8)
        if lows[j] == "," or (lows[j] in known.words["speech"]):
            break
        if not titled and j > k + 4:
            break
        j += 1
    if titled:
        return Role(
            item_mention(items, k),
            document.words(items[k + 2].first, items[j - 1].last),
            (),
            items[k].first,
            items[j - 1].last,
            "apposition",
            0.9,
        )
    return None


def item_mention(items: list[Item], k: int) -> int:
    return items[k].mention


def _itself(document: Document, items: list[Item], k: int) -> Role | None:
    """ "Zaštitnik građana N. N.": the body is an office."""
    body = items[k - 1] if k else None
    if (
        body is None
        or body.type != "Organisation"
        or norm(document.mentions[body.mention].head) not in tables.of(document.language).words["offices"]
    ):
        return None
    return Role(items[k].mention, document.words(body.first, body.last), (body.mention,), body.first, items[k].last, "title", 0.88)


def _on_behalf(document: Document, items: list[Item], lows: list[str], k: int) -> Role | None:
    """ "u ime A govorila je N. N."."""
    for j in range(k - 1, max(-1, k - 12), -1):
        if items[j].type == "Person" or lows[j] in (".", ";"):
            return None
        if items[j].type == "Organisation":
            led = lows[max(0, j - 2) : j] == ["u", "ime"] or lows[max(0, j - 1) : j] == ["ispred"]
            return (
                Role(items[k].mention, "", (items[j].mention,), items[j].first, items[k].last, "from", 0.86)
                if led and items[j].thing
                else None
            )
    return None


def _first_body(document: Document, items: list[Item], k: int, j: int, rule: str, sure: float) -> Role | None:
    """The body that begins at item j, past a few small words."""
    for n in range(j, min(j + 3, len(items))):
        if items[n].type == "Organisation" and items[n].thing:
            return Role(items[k].mention, "", (items[n].mention,), items[k].first, items[n].last, rule, sure)
        if items[n].type or items[n].low in (",", ".", ")"):
            return None
    return None

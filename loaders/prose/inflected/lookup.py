"""What the steps look up around a token: names of the tables, quotations, countries, cases."""

from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.script import norm
from cooplinks.loaders.prose.inflected.tables import Name, Noun, Tables, longest
from cooplinks.loaders.prose.reach import is_acronym

_ADJECTIVE = ("i", "a", "e", "o", "u", "og", "oj", "om", "im", "ih", "oga", "omu", "eg", "em", "ega", "ima")


_COUNTRY_ENDINGS = ("a", "e", "oj", "u", "om")


FINITE = ("uje", "uju", "ira", "iraju", "ovao", "ovala", "ovalo", "ovali", "irao", "irala", "iralo", "irali")


_OPEN = ("„", "“", '"', "«", "”", "‘", "'", "‚")


ABSTRACT = ("anje", "enje", "anja", "enja", "nosti", "nost", "cije", "ciju", "cija", "stva", "stvo", "iku", "ike", "ama", "ima")


_AGREE = {
    "m": {"": "i", "a": "og eg oga ega", "u": "om em omu emu ome oga", "om": "im", "em": "im", "i": "i", "ima": "im ima", "e": "e"},
    "n": {"o": "o e", "e": "o e", "a": "og eg oga ega", "u": "om em omu emu ome", "om": "im", "em": "im", "ima": "im ima"},
    "f": {"a": "a", "e": "e", "i": "oj", "u": "u", "om": "om", "ama": "im ima", "ju": "om", "": "a"},
}


class Names(Finder):
    """A finder that knows where a quotation that opens ends."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.ends = dict(document.quotes)


def end_of(finder: Names, i: int) -> int:
    return finder.sentence(i).last


def known_at(finder: Names, known: Tables, i: int) -> Mention | None:
    """The longest name of the tables at token i; of names alike the one spelled most like it."""
    best: tuple[int, int, Name] | None = None
    for last, name in longest(known, finder.lows, i, known.names, end_of(finder, i)):
        if best is not None and last < best[0]:
            break
        if not _fits(finder, i, last, name):
            continue
        common = alike(finder.document.words(i, last).lower(), name.name.lower())
        if best is None or common > best[1]:
            best = (last, common, name)
    return _mention(finder, known, i, best[0], best[2]) if best else None


def _mention(finder: Names, known: Tables, first: int, last: int, name: Name) -> Mention:
    if name.type == "Place":
        return Mention(
            "Place",
            first,
            last,
            name.name,
            f"place:{name.id}",
            name.kind,
            name.country,
            f"known:{name.id}",
            english=name.english,
            confidence=0.95,
        )
    mention = Mention(
        "Organisation",
        first,
        last,
        name.name,
        f"gaz:{name.id}",
        name.kind,
        name.country,
        f"known:{name.id}",
        entry=name.id,
        confidence=0.95,
    )
    if name.id in ("red-cross", "caritas"):
        after = country_at(finder, known, last, region=True)
        before = adjective_country(known, finder.low(first - 1)) if first else ""
        if after:
            return _member(finder, mention, first, after[0], after[1])
        if before and finder.tokens[first - 1].cap and finder.sentence_of[first - 1] == finder.sentence_of[first]:
            return _member(finder, mention, first - 1, last, before)
    return replace(mention, english=name.english)


def _member(finder: Names, mention: Mention, first: int, last: int, country: str) -> Mention:
    """The national member of a federation is a body of its own."""
    name = finder.document.words(first, last)
    code, _, part = country.partition(":")
    entry = f"{mention.entry}-{code.lower()}{'-' + part.replace(' ', '-') if part else ''}"
    return replace(mention, first=first, last=last, name=name, key=f"{mention.key}@{country}", country=code, entry=entry, english="")


def alike(a: str, b: str) -> int:
    """How many letters the two words begin with in common."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _fits(finder: Names, first: int, last: int, name: Name) -> bool:
    tokens = finder.tokens[first:last]
    if name.exact:
        bare = tokens[0].text.partition("-")[0]
        return len(tokens) == 1 and (tokens[0].text == name.exact or bare == name.exact)
    if (
        name.type == "Place"
        and first
        and tokens[0].cap
        and finder.tokens[first - 1].cap
        and _follows_first_name(finder, first - 1)
        and not finder.at(first - 1)
    ):
        return False
    if (
        name.type == "Place"
        and last - first == 1
        and last < len(finder.tokens)
        and finder.tokens[last].cap
        and is_given(tables.of(finder.document.language), tokens[0].low)
    ):
        return False
    if (
        name.type == "Place"
        and last - first == 1
        and not name.adjective
        and name.name.endswith("ka")
        and not tokens[-1].low.endswith("ci")
        and tokens[-1].low[-2:-1] != "k"
        and not tokens[-1].low.endswith(("kom", "kama"))
    ):
        return False  # "riječ" is no "Rijeka"
    if name.adjective and not tokens[-1].low.endswith(_COUNTRY_ENDINGS):
        return False
    if name.adjective and last < len(finder.tokens) and finder.lows[last] in ("vlada", "vlade", "vladi", "vladu"):
        return False
    return tokens[0].cap and (len(tokens) == 1 or tokens[-1].cap or name.type == "Organisation" or not name.english[-1:].isupper())


def _follows_first_name(finder: Names, i: int) -> bool:
    known = tables.of(finder.document.language)
    headed = longest(known, finder.lows, i, known.heads, i + 1)
    return finder.sentence_of[i] == finder.sentence_of[i + 1] and not headed and is_given(known, finder.lows[i])


def is_given(known: Tables, low: str) -> bool:
    return any(s in known.given or f"{s}a" in known.given for s in known.stems(low))


def town_at(finder: Names, known: Tables, i: int) -> Mention | None:
    """A town of the world: where a preposition of place stands before it, and no further capital behind it."""
    if finder.low(i - 1) not in ("u", "iz", "do", "kod", "grada", "gradu") or finder.sentence_of[i - 1] != finder.sentence_of[i]:
        return None
    for last, name in longest(known, finder.lows, i, known.towns, end_of(finder, i)):
        if last < len(finder.tokens) and finder.tokens[last].cap and finder.sentence_of[last] == finder.sentence_of[i]:
            return None
        if all(t.cap for t in finder.tokens[i:last]):
            return Mention(
                "Place", i, last, name.name, f"place:{name.id}", "city", name.country, "known:town", english=name.english, confidence=0.8
            )
    return _unknown_town(finder, known, i)


def _unknown_town(finder: Names, known: Tables, i: int) -> Mention | None:
    """ "u Plandištu", "iz Kozarske Dubice": a place by the words before it and its ending."""
    lead, end = finder.low(i - 1), end_of(finder, i)
    if lead not in ("u", "iz", "na") or (lead == "na" and not longest(known, finder.lows, i - 2, known.events, i - 1)):
        return None
    endings = ("a", "e", "i", "ih") if lead == "iz" else ("u", "i", "oj", "om", "ima", "ama")
    last = i + 1
    if last < end and finder.tokens[last].cap and adjectival(finder.lows[i]) and finder.lows[i].endswith(endings):
        last += 1
    token = finder.tokens[last - 1]
    if not token.text.isalpha() or token.text.isupper() or not token.low.endswith(endings) or len(token.low) < 4:
        return None
    if last < end and (finder.tokens[last].cap or longest(known, finder.lows, last, known.heads, last + 1)):
        return None
    if any(
        finder.lows[j] in known.words["no_person"]
        or longest(known, finder.lows, j, known.heads, j + 1)
        or longest(known, finder.lows, j, known.titles, j + 1)
        for j in range(i, last)
    ):
        return None
    if (last == i + 1 and token.low.endswith(("oj", "om"))) or token.low in known.words["no_places"]:
        return None
    if token.low.endswith(ABSTRACT[:6]) or longest(known, finder.lows, i, known.topics, last):
        return None
    if last < end and not stops(finder, known, last):
        return None  # an adjective before its noun
    words = finder.document.words(i, last)
    return Mention("Place", i, last, words, f"place:{fold(words)}", "city", rule="place:u", confidence=0.65)


def country_at(finder: Names, known: Tables, i: int, *, region: bool = False) -> tuple[int, str] | None:
    """Where a country's name that begins at token i ends, and its code; with `region` a part of one does too, by its name."""
    if i >= len(finder.tokens) or not finder.tokens[i].cap:
        return None
    found = known_at(finder, known, i)
    if found is None or found.type != "Place":
        return None
    if region and found.kind != "country":
        return found.last, f"{found.country}:{fold(found.english)}"
    return (found.last, found.country) if found.kind == "country" else None


def adjective_country(known: Tables, low: str) -> str:
    for stem in known.stems(low):
        node = known.adjectives.next.get(stem)
        if node is not None and node.here and low[len(stem) :] in ("", *_ADJECTIVE):
            return str(node.here[0])
    return ""


def adjectival(low: str) -> bool:
    """Whether the word may be an adjective by its ending."""
    return len(low) > 4 and low.endswith(_ADJECTIVE)


def agrees(adjective: str, low: str, noun: Noun) -> bool:
    """Whether the adjective can stand in the case that the noun stands in."""
    rows = _AGREE.get(noun.gender)
    if rows is None:
        return True
    ending = next((e for e in ("ima", "ama", "om", "em", "ju", "a", "e", "i", "o", "u") if low.endswith(e)), "")
    if noun.gender == "m" and norm(noun.noun) == low:
        ending = ""
    return adjective.endswith(tuple(rows.get(ending, "").split()) or ("\0",))


def nominative_of(word: str, gender: str) -> str:
    """An adjective as it stands beside its noun in the nominative."""
    low = norm(word)
    for ending in ("oga", "omu", "ima", "ega", "og", "oj", "om", "im", "ih", "eg", "em", "a", "e", "i", "o", "u"):
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            base = word[: len(word) - len(ending)]
            soft = norm(base).endswith(("j", "lj", "nj")) or base.endswith(("ć", "č", "š", "ž", "đ"))
            return base + {"m": "i", "f": "a", "n": "e" if soft else "o", "p": "e"}.get(gender, ending)
    return word


def quoted_end(finder: Names, j: int) -> int:
    """Where the name in quotation marks that opens at token j ends, mark and all; 0 for none."""
    if j >= len(finder.tokens) or finder.tokens[j].text not in _OPEN:
        return 0
    last = finder.ends.get(j + 1, 0)
    return last + 1 if last and last - j <= 13 else 0


def bracket(finder: Names, last: int) -> tuple[str, int]:
    """The acronym in brackets behind the name."""
    if (finder.low(last), finder.low(last + 2)) in (("(", ")"), ("/", "/")) and is_acronym(finder.tokens[last + 1].text):
        return finder.tokens[last + 1].text, last + 3
    return "", last


def stops(finder: Names, known: Tables, j: int) -> bool:
    low, words = finder.lows[j], known.words
    return (
        not low[0].isalpha()
        or low in words["clitics"]
        or low in words["prepositions"]
        or low in words["small"]
        or low in words["speech"]
        or low in words["held"]
        or low.endswith(FINITE)
        or low in known.cues.next
    )

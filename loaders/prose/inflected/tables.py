"""A language as its folder of tables, read once; names and nouns are known by their stems, whatever the case."""

import csv
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cooplinks.loaders.prose import own
from cooplinks.loaders.prose import tables as shared
from cooplinks.loaders.prose.inflected.script import norm, to_latin
from cooplinks.loaders.prose.tables import Cue, Trie, cut

_VOWELS = "aeiou"
_PARTICIPLE = ("", "a", "o", "i", "e", "u", "og", "oj", "om", "im", "ih")
_PAST = ("o", "la", "lo", "li", "le")
_LEAST = 3  # letters of a stem


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of a table: what it stands for."""

    noun: str
    kind: str = ""
    gender: str = ""
    flags: frozenset[str] = frozenset()
    english: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a table: how it is written in the nominative, and what the English tables call it."""

    type: str
    id: str
    name: str
    kind: str
    country: str
    english: str = ""
    exact: str = ""
    adjective: bool = False  # a country that is an adjective ("Hrvatska"): only in its own endings


@dataclass(slots=True)
class Tables:
    """All that is known of one language."""

    folder: str
    words: dict[str, frozenset[str]]
    endings: tuple[str, ...]
    hyphened: frozenset[str]
    fleeting: tuple[str, ...]
    months: dict[str, int]
    locales: tuple[str, ...] = ()  # of Babel, whose names of countries are taken
    amounts: dict[str, str] = field(default_factory=dict)  # English words of numbers and currencies to those of the language
    heads: Trie = field(default_factory=Trie)
    titles: Trie = field(default_factory=Trie)
    events: Trie = field(default_factory=Trie)
    topics: Trie = field(default_factory=Trie)
    names: Trie = field(default_factory=Trie)
    adjectives: Trie = field(default_factory=Trie)
    towns: Trie = field(default_factory=Trie)
    cues: Trie = field(default_factory=Trie)
    by_id: dict[str, Cue] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    _stems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _begins: dict[str, frozenset[str]] = field(default_factory=dict)
    _titled: dict[str, bool] = field(default_factory=dict)

    def is_title(self, low: str) -> bool:
        """Whether the word is a form of a title of one word."""
        found = self._titled.get(low)
        if found is None:
            if len(self._titled) > 200_000:
                self._titled.clear()
            begins = self.titles.next
            found = self._titled[low] = any(bool(begins[s].here) for s in self.stems(low) if s in begins)
        return found

    def stems(self, low: str) -> tuple[str, ...]:
        """What the word may be a form of, itself first."""
        found = self._stems.get(low)
        if found is None:
            if len(self._stems) > 200_000:
                self._stems.clear()
            found = self._stems[low] = self._cut(low)
        return found

    def _cut(self, low: str) -> tuple[str, ...]:
        if "/" in low and not low.startswith("/"):
            return (low, *self._cut(low.partition("/")[0]))  # "krsta/križa"
        if "-" in low:
            head, _, tail = low.rpartition("-")
            if tail in self.hyphened and head:
                return (low, head)
        least = _LEAST if len(low) > 3 else 2
        cuts = [low[: -len(e)] for e in self.endings if low.endswith(e) and len(low) - len(e) >= least]
        return tuple(dict.fromkeys([low, *cuts]))

    def stem(self, low: str) -> tuple[str, ...]:
        """The stems under which a nominative is found: without its vowel, and without a fleeting one."""
        if len(low) > 3 and low[-1] in _VOWELS:
            base = low[:-1]
            return (base, f"{base[:-1]}c") if base.endswith(("k", "g")) else (base,)
        found = [low]
        if len(low) > 3 and low.endswith(self.fleeting):
            found.append(low[:-2] + low[-1])
        if low.endswith("k"):
            found.append(low[:-1] + "c")
        if low.endswith("ao"):
            found.append(low[:-2] + "l")
        return tuple(found)

    def add(self, trie: Trie, phrase: str, value: Any) -> None:
        """Put a row of nominatives under all its stems."""
        rows: list[list[str]] = [[]]
        for _, _, word in cut(to_latin(phrase)[0]):
            stems = dict.fromkeys((*self.stem(norm(word)), *((norm(word),) if word.isupper() else ())))  # "OSCE-a"
            rows = [[*row, stem] for row in rows for stem in stems]
        for row in rows:
            trie.add(row, value)

    def begins(self, low: str) -> frozenset[str]:
        """Which of the tries a row of may begin with this word."""
        found = self._begins.get(low)
        if found is None:
            if len(self._begins) > 200_000:
                self._begins.clear()
            stems = self.stems(low)
            tries = (
                ("heads", self.heads),
                ("titles", self.titles),
                ("names", self.names),
                ("adjectives", self.adjectives),
                ("events", self.events),
            )
            found = self._begins[low] = frozenset(name for name, trie in tries if any(s in trie.next for s in stems))
        return found

    def cue(self, name: str) -> Cue:
        """The cue `<folder>-<name>`."""
        return self.by_id[f"{self.folder}-{name}"]


@lru_cache(maxsize=8)
def of(folder: str) -> Tables:
    """The tables of a language."""
    grammar = _toml(folder, "grammar.toml")
    words = {k: frozenset(norm(w) for w in v.split()) for k, v in _toml(folder, "words.toml").items()}
    months = {norm(m): n for n, row in enumerate(grammar["months"], 1) for m in row.split()}
    endings = tuple(sorted(grammar["endings"].split(), key=lambda e: (-len(e), e)))
    hyphened, fleeting, locales = (grammar[name].split() for name in ("hyphened", "fleeting", "locales"))
    made = Tables(folder, words, endings, frozenset(hyphened), tuple(fleeting), months, tuple(locales), grammar["amounts"])
    for table, trie in (("heads.csv", made.heads), ("titles.csv", made.titles), ("events.csv", made.events)):
        for r in _rows(folder, table):
            noun = Noun(
                r["noun"],
                r.get("kind", ""),
                r.get("gender", ""),
                frozenset((r.get("flags") or r.get("body") or "").split("|")) - {""},
                r.get("english", ""),
                int(r.get("weight") or 0),
            )
            made.add(trie, r["noun"], noun)
    for r in _rows(folder, "topics.csv"):
        made.add(made.topics, r["words"], r["english"])
    _places(made)
    _bodies(made)
    _cues(made)
    made.given = {norm(g): g for g in (shared.DATA / folder / "given.txt").read_text("utf-8").split()}
    return made


def _toml(folder: str, name: str) -> dict[str, Any]:
    with (shared.DATA / folder / name).open("rb") as file:
        return tomllib.load(file)


def _rows(folder: str, name: str) -> list[dict[str, str]]:
    with (shared.DATA / folder / name).open(encoding="utf-8", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def _places(made: Tables) -> None:
    """Countries by their names in the language (Babel) and by the table's; places of the table; towns of the world, unchanged."""
    from babel import Locale

    english = shared.country_names()
    named: dict[str, list[str]] = {}
    for r in _rows(made.folder, "countries.csv"):
        named[r["code"]] = [n for n in r["names"].split("|") if n]
        for adjective in r["adjectives"].split("|"):
            if adjective:
                made.add(made.adjectives, adjective, r["code"])
    for locale in made.locales:
        for code, name in Locale.parse(locale).territories.items():
            if code in english and "(" not in name and len(name) > 3:
                named.setdefault(code, []).append(str(name))
    for code, spelled in named.items():
        for name in dict.fromkeys(spelled):
            exact = name if len(name) <= 4 and name.upper() != name.lower() and " " not in name and sum(map(str.isupper, name)) > 1 else ""
            adjectival = " " not in name and norm(name).endswith(("ska", "cka"))
            made.add(made.names, name, Name("Place", code, name, "country", code, english[code], exact, adjectival))
    for r in _rows(made.folder, "places.csv"):
        for name in r["names"].split("|"):
            acronym = name if name.isupper() else ""
            english_name = r["english"] or r["names"].split("|")[0]
            made.add(made.names, name, Name("Place", norm(english_name), name, r["kind"], r["country"], english_name, acronym))
    for r in own.rows("places.csv"):
        for name in (r["name"], *r["aliases"].split("|")):
            if name and name != "-":
                made.add(made.names, name, Name("Place", norm(r["name"]), name, r["kind"], r["country"], r["name"]))
    for r in shared.rows("cities.csv"):
        for name in {r["name"], r["plain"]} - {""}:
            if len(name) > 3 and name[0].isalpha():
                made.add(made.towns, name, Name("Place", norm(r["name"]), name, "city", r["country"], r["name"]))


def _bodies(made: Tables) -> None:
    """Bodies by their names in the language, by acronym, and by their English names; a person's own beside them."""
    known = shared.bodies()
    local = {r["id"]: r["names"].split("|") for r in _rows(made.folder, "bodies.csv")}
    for id, row in known.items():
        for name in dict.fromkeys([*local.get(id, ()), row["name"], *row["aliases"].split("|")]):
            if not name or name == "-":
                continue
            exact = name if " " not in name and (len(name) <= 5 or name.isupper()) else ""
            shown = name if name in local.get(id, ()) or exact else row["name"]
            if exact and local.get(id):
                shown = local[id][0]
            made.add(made.names, name, Name("Organisation", id, shown, row["kind"], row["country"], row["name"], exact))


def _cues(made: Tables) -> None:
    for entry in _toml(made.folder, "cues.toml")["cue"]:
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k != "phrases"}
        made.by_id[entry["id"]] = cue = Cue(**fields)
        for phrase in (*entry["phrases"], *own.phrases(entry["id"])):
            for row in shared.expand(_marked(to_latin(phrase)[0])):
                made.cues.add([norm(w) for w in row], cue)


def _marked(phrase: str) -> str:
    """Words with `~` and `+` as choices of their forms."""
    import re

    def forms(m: re.Match[str]) -> str:
        ends = _PARTICIPLE if m[2] == "~" else _PAST
        return "|".join(m[1] + e for e in ends)

    def outer(m: re.Match[str]) -> str:
        inner = re.sub(r"(\w+)([~+])", forms, m[0])
        return inner if m[0].startswith("(") else f"({inner})"

    return re.sub(r"\([^)]*\)|\w+[~+]", outer, phrase)


def longest(tables: Tables, lows: list[str], i: int, trie: Trie, end: int) -> list[tuple[int, Any]]:
    """All rows of the trie that begin at word i, as (where it ends, value), longest first; none reaches past `end`."""
    begins = trie.next
    nodes = [begins[s] for s in tables.stems(lows[i]) if s in begins] if i < min(end, len(lows)) else []
    if not nodes:
        return []
    found = [(i + 1, value) for n in nodes for value in n.here]
    j, end = i + 1, min(end, i + 14, len(lows))
    while j < end:
        stems = tables.stems(lows[j])
        nodes = [n.next[s] for n in nodes if n.next for s in stems if s in n.next]
        if not nodes:
            break
        j += 1
        found.extend([(j, value) for n in nodes for value in n.here])
    return found[::-1]

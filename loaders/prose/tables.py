"""The data files of this folder, read once and on first use."""

import csv
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from cooplinks.loaders.prose import own
from cooplinks.loaders.prose.wordings import Wordings

DATA = Path(__file__).parent / "data"
_WORD = re.compile(
    r"['’]s\b|[^\W_]+(?:(?![./][A-Z][a-z]{2})['’.\-‑&/](?!s\b)(?!(?:funded|financed|backed|led|supported|sponsored|based|hosted|run|implemented|managed|executed|coordinated|organised|organized)\b)[^\W_]+)*|[^\w\s]{12,}|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A name of a table: what it stands for."""

    type: str
    id: str
    name: str
    kind: str
    country: str
    flags: frozenset[str] = frozenset()
    exact: str = ""  # an acronym: only in its own letters


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of cues.toml."""

    id: str
    type: str
    form: str
    confidence: float
    subject: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    chained: tuple[str, ...] = ()
    role: str = ""
    modality: str = ""
    joint: bool = False
    strict: bool = False
    persons_only: bool = False


@dataclass(slots=True)
class Trie:
    """Rows of words, each with what it stands for."""

    next: dict[str, "Trie"] = field(default_factory=dict)
    here: list[Any] = field(default_factory=list)

    def add(self, words: list[str], value: Any) -> None:
        node = self
        for word in words:
            node = node.next.setdefault(word, Trie())
        node.here.append(value)


def cut(text: str) -> list[tuple[int, int, str]]:
    """(start, end, word) of each word, number and mark."""
    return [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]


def low(word: str) -> str:
    """The word as tables hold it."""
    lower = word.lower()
    return lower if lower.isascii() else lower.replace("’", "'").replace("‑", "-")


def lows(text: str) -> list[str]:
    return [low(word) for _, _, word in cut(text)]


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)] + own.rows(name)


@lru_cache(maxsize=1)
def words() -> dict[str, frozenset[str]]:
    """The closed lists of words.toml."""
    with (DATA / "words.toml").open("rb") as file:
        return {name: frozenset(text.split()) for name, text in tomllib.load(file).items()}


@lru_cache(maxsize=1)
def heads() -> dict[str, tuple[str, frozenset[str]]]:
    """Head nouns of bodies: kind and flags."""
    return {r["noun"]: (r["kind"], frozenset(r["flags"].split("|")) - {""}) for r in rows("heads.csv")}


@lru_cache(maxsize=1)
def near_heads() -> dict[str, str]:
    """Long head nouns with one letter left out or two swapped, so that one typing error is mended by a look-up."""
    near: dict[str, str] = {}
    for noun in heads():
        if len(noun) >= 7 and noun.isalpha():
            for i in range(1, len(noun)):
                near.setdefault(noun[:i] + noun[i + 1 :], noun)
                near.setdefault(noun[: i - 1] + noun[i] + noun[i - 1] + noun[i + 1 :], noun)
    return {k: v for k, v in near.items() if k not in heads() and k not in titles() and k not in events()}


@lru_cache(maxsize=1)
def titles() -> dict[str, tuple[str, str]]:
    """Titles: kind (honorific, office, delegate) and the head noun of the body an office stands for."""
    return {r["noun"]: (r["kind"], r["body"]) for r in rows("titles.csv")}


@lru_cache(maxsize=1)
def events() -> dict[str, int]:
    """Event nouns and how strongly they say that something was held."""
    return {r["noun"]: int(r["weight"]) for r in rows("events.csv")}


@lru_cache(maxsize=1)
def event_flags() -> dict[str, frozenset[str]]:
    """Event nouns: `title` only as part of a capitalised name, `plural` several events, `weak` an event only beside a stronger sign."""
    return {r["noun"]: frozenset(r["flags"].split("|")) - {""} for r in rows("events.csv")}


@lru_cache(maxsize=1)
def dates_low() -> frozenset[str]:
    """Months, days of the week and the like."""
    return words()["calendar"]


@lru_cache(maxsize=1)
def currencies() -> dict[str, str]:
    """Signs and words of currencies, in lower case, to their ISO 4217 codes; a bare dollar sign is the United States dollar."""
    return {w: r["code"] for r in rows("currencies.csv") for w in r["words"].split("|")}


@lru_cache(maxsize=1)
def bodies() -> dict[str, dict[str, str]]:
    """The gazetteer by id."""
    return own.merged(rows("bodies.csv"))


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Adjective of a country to its code."""
    return {low(d): r["code"] for r in rows("countries.csv") for d in r["demonyms"].split("|") if d}


@lru_cache(maxsize=1)
def given() -> frozenset[str]:
    """First names of many countries, in lower case."""
    return frozenset((DATA / "given.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Code of a country to its English name."""
    from babel import Locale

    territories = Locale("en").territories
    return {
        code: str(name).replace(" & ", " and ").replace("’", "'").removesuffix(" SAR China")
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha()
    }


@lru_cache(maxsize=1)
def country_codes() -> dict[str, str]:
    """Codes and short forms that stand in brackets: ME, MNE, BiH."""
    import pycountry

    codes = {c.alpha_2: c.alpha_2 for c in pycountry.countries} | {c.alpha_3: c.alpha_2 for c in pycountry.countries}
    return codes | {n: r["code"] for r in rows("countries.csv") for n in r["names"].split("|") if n}


@lru_cache(maxsize=512)
def country_words(code: str) -> frozenset[str]:
    """The folded words by which a name says this country."""
    from cooplinks.app.names import words as folded

    own = [r for r in rows("countries.csv") if r["code"] == code]
    texts = [country_names().get(code, ""), *(t for r in own for t in (r["names"] + "|" + r["demonyms"]).split("|"))]
    return frozenset(w for t in texts for w in folded(t))


@lru_cache(maxsize=1)
def known() -> Trie:
    """Every name of the gazetteer and of the places, by its words."""
    import pycountry

    trie = Trie()
    names = country_names()

    def put(name: str, value: Known) -> None:
        if name and name != "-":
            trie.add(lows(name), value)

    for country in pycountry.countries:
        value = Known("Place", country.alpha_2, names.get(country.alpha_2, country.name), "country", country.alpha_2)
        for name in {
            names.get(country.alpha_2, ""),
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
        }:
            put(name, value)
    for row in rows("countries.csv"):
        value = Known("Place", row["code"], names.get(row["code"], row["code"]), "country", row["code"])
        for name in row["names"].split("|"):
            put(name, Known("Place", value.id, value.name, "country", value.country, exact=name if len(name) <= 4 else ""))
    for row in rows("programmes.csv"):
        for name in (row["name"], *row["aliases"].split("|")):
            put(name, Known("Project", row["name"], row["name"], "", "", exact=name if name.isupper() else ""))
    _put_places(put)
    _put_bodies(put)
    _put_towns(put)
    _put_foreign(put)
    return trie


_GATED = frozenset({"gated"})  # only where the words around say that a place is meant


def _put_towns(put: Any) -> None:
    """Towns above 30,000 people, and what a country is divided into."""
    import pycountry

    for row in rows("cities.csv"):
        if low(row["name"]) in heads():
            continue  # the towns "University" and "Union"
        value = Known("Place", low(row["name"]), row["name"], "city", row["country"], _GATED)
        for name in {row["name"], row["plain"]}:
            put(name, value)
    plain = words()["portfolio"] | words()["starters"] | words()["directions"]
    for part in pycountry.subdivisions:
        name = part.name.split(" [")[0].split(",")[0]
        if len(name) > 3 and low(name) not in plain and low(name) not in demonyms() and "(" not in name:
            put(name, Known("Place", low(name), name, "region", part.country_code, _GATED))


def _put_foreign(put: Any) -> None:
    """Countries as their neighbours call them."""
    from babel import Locale

    own = set(country_names().values())
    for language in ("de", "es", "fr", "it", "pt"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and len(name) > 5 and name not in own and code in country_names() and "(" not in name:
                put(str(name), Known("Place", code, country_names()[code], "country", code, _GATED))


def _put_places(put: Any) -> None:
    for row in rows("places.csv"):
        ambiguous = row["aliases"] == "-"  # an everyday word: only where the text says "in"
        flags = frozenset({"ambiguous"}) if ambiguous else frozenset()
        value = Known("Place", low(row["name"]), row["name"], row["kind"], row["country"], flags)
        for name in (row["name"], *row["aliases"].split("|")):
            put(name, value)


def _put_bodies(put: Any) -> None:
    for row in bodies().values():
        flags = frozenset(row["flags"].split("|")) - {""}
        for name in (row["name"], *row["aliases"].split("|")):
            exact = name if " " not in name and (len(name) <= 5 or name.isupper()) else ""
            exact = exact or (name if name.endswith(" agency") else "")  # "the UN refugee agency"
            put(name, Known("Organisation", row["id"], row["name"], row["kind"], row["country"], flags, exact))


@lru_cache(maxsize=1)
def told() -> dict[str, str]:
    """Verbs that tell an event by themselves, to the noun of the event."""
    return {verb: key.removeprefix("told_") for key, verbs in words().items() if key.startswith("told_") for verb in verbs}


@lru_cache(maxsize=1)
def cues() -> Wordings:
    """The cues by their words; what is met on the way holds `Cue`s."""
    return _wordings(all_cues())


@lru_cache(maxsize=1)
def body_cues() -> Wordings:
    """Those cues that a body must follow."""
    return _wordings(
        [c for c in all_cues() if c.form in ("passive", "partner", "behalf", "members") and c.type != "ATTENDED" and not c.chained]
    )


def _wordings(cues: list[Cue]) -> Wordings:
    phrases = {entry["id"]: entry["phrases"] for entry in _cue_rows()}
    return Wordings.of([(slots_of(phrase), value) for value in cues for phrase in (*phrases[value.id], *own.phrases(value.id))])


def all_cues() -> list[Cue]:
    """The cues in the order of the table."""
    return list(_cues_by_id().values())


@lru_cache(maxsize=1)
def _cue_rows() -> tuple[dict[str, Any], ...]:
    with (DATA / "cues.toml").open("rb") as file:
        return tuple(tomllib.load(file)["cue"])


@lru_cache(maxsize=1)
def _cues_by_id() -> dict[str, Cue]:
    made = {}
    for entry in _cue_rows():
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k != "phrases"}
        made[entry["id"]] = Cue(**fields)
    return made


def cue(id: str) -> Cue:
    """The cue of this id."""
    return _cues_by_id()[id]


def expand(phrase: str) -> list[list[str]]:
    """All rows of words that a phrase stands for."""
    return [[w for piece in row for w in piece] for row in product(*slots_of(phrase))]


def slots_of(phrase: str) -> list[list[list[str]]]:
    """The slots of a phrase, each with its choices, a row of words each; what may be left out has an empty one, the last."""
    slots: list[list[list[str]]] = []
    for part in re.findall(r"\([^)]*\)\??|\S+", phrase):
        optional = part.endswith("?") and len(part) > 1
        inner = part.rstrip("?") if optional else part
        choices = inner[1:-1].split("|") if inner.startswith("(") else [inner]
        slot = [[c] if c.startswith("<") else lows(c) for c in choices]
        slots.append([*slot, []] if optional else slot)
    return slots


@lru_cache(maxsize=1)
def identifiers() -> dict[str, tuple[str, ...]]:
    """Gazetteer id to public identifiers."""
    return {i: tuple(x for x in r["identifiers"].split("|") if x) for i, r in bodies().items()}

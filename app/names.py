"""Structured name keys: what makes two names of different sources the same thing at once, and what keeps them apart.

The key of a body is its head noun, its portfolio in the field's standard words, its other words sorted, and its country: that separates
the Ministry of the Interior of Serbia from Montenegro's and Austria's. Anything looser is a candidate for a person to judge.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

import cooplinks.app.ids as ids  # each needs the other, by the time it is called

_LATIN = {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "þ": "th", "ŋ": "n", "ə": "e"}
# As the Latin spelling of the same name folds: Serbian and Macedonian letters as in Gaj's alphabet without its diacritics.
_CYRILLIC = {
    **{"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "z", "з": "z", "и": "i", "й": "j", "к": "k", "л": "l"},
    **{"м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s"},
    **{"щ": "s", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju", "я": "ja", "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz"},
    **{"ѓ": "g", "ќ": "k", "ѕ": "dz", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u"},
}
_FOLDED = str.maketrans({**_LATIN, **_CYRILLIC})

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
_STOP = frozenset(
    [
        "of",
        "the",
        "for",
        "and",
        "in",
        "on",
        "at",
        "to",
        "a",
        "an",
        "de",
        "la",
        "le",
        "les",
        "des",
        "du",
        "et",
        "und",
        "der",
        "die",
        "das",
        "fur",
        "im",
        "i",
        "za",
        "u",
        "na",
        "od",
        "republic",
        "federal",
        "state",
        "kingdom",
        "government",
    ]
)

HEAD_NOUNS = [
    "ministry",
    "administration",
    "agency",
    "association",
    "authority",
    "bureau",
    "centre",
    "centar",
    "chamber",
    "commissariat",
    "commission",
    "committee",
    "council",
    "court",
    "delegation",
    "department",
    "directorate",
    "embassy",
    "foundation",
    "fund",
    "institute",
    "institution",
    "mission",
    "network",
    "office",
    "organisation",
    "parliament",
    "platform",
    "police",
    "programme",
    "prosecutor",
    "secretariat",
    "service",
    "union",
    "university",
]
_HEADS = {
    "ministries": "ministry",
    "minister": "ministry",
    "ministers": "ministry",
    "commissioner": "commissariat",
    "center": "centre",
    "organization": "organisation",
    "organisations": "organisation",
    "organizations": "organisation",
    "program": "programme",
    "offices": "office",
    "departments": "department",
}
# One name for one portfolio; compared as folded words in a row.
PORTFOLIOS: tuple[tuple[str, str], ...] = (
    ("internal affairs", "interior"),
    ("home affairs", "interior"),
    ("foreign affairs", "foreign"),
    ("external affairs", "foreign"),
    ("foreign and european affairs", "foreign european"),
    ("defense", "defence"),
    ("labor", "labour"),
    ("finances", "finance"),
    ("economic affairs", "economy"),
    ("public health", "health"),
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text without case and diacritics, Cyrillic in Latin letters, so that spellings of one name compare equal."""
    if text.isascii():
        return text.casefold()
    # Composed first: й and ѓ are letters of their own, not и and г with a mark.
    composed = unicodedata.normalize("NFKC", text).casefold()  # after: 𝑨 is a capital only then
    latin = unicodedata.normalize("NFKC", composed).translate(_FOLDED)
    return "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of a text in order."""
    return _WORD.findall(fold(text))


def acronym(text: str) -> str:
    """The initials of a name's words as an acronym takes them (capital ones, else all but the small words), folded."""
    parts = [w for w in re.findall(r"[^\W_]+", text) if w[0].isupper()] or [w for w in text.split() if fold(w) not in _STOP]
    return "".join(fold(w[0]) for w in parts)


def portfolio_words(name: str, country_words: Iterable[str] = ()) -> tuple[str | None, list[str]]:
    """The head noun of a body's name (typing errors of one letter mended) and its other words, sorted."""
    text = " ".join(words(_BRACKETS.sub(" ", name)))
    for wording, standard in PORTFOLIOS:
        text = re.sub(rf"\b{wording}\b", standard, text)
    drop = _STOP | set(country_words)
    kept = [w for w in text.split() if w not in drop]
    heads = [(i, h) for i, w in enumerate(kept) if (h := _head(w))]
    if not heads:
        return None, sorted(set(kept))
    at, head = heads[0]
    return head, sorted({_singular(w) for i, w in enumerate(kept) if i != at})


def organisation_key(name: str, country: str | None, *, country_words: Iterable[str] = ()) -> str | None:
    """The key of a body by name; None without a country or without a word of its own.

    `country_words`: the folded words by which the name itself says its country ("serbian", "serbia"), left out of the key.
    """
    head, rest = portfolio_words(name, country_words)
    if country is None or not (rest or head):
        return None
    return f"org:{ids.slug(' '.join([*rest, *([head] if head else [])]))}@{country.casefold()}"


def publisher_key(name: str, publisher: str) -> str:
    """The key of a body by its name within one publisher's files; it joins only as `resolve.cluster` allows (`ids.PUBLISHER`)."""
    return f"org:{ids.slug(name)}{_publisher(publisher)}"


@lru_cache(maxsize=4096)
def _publisher(publisher: str) -> str:
    return f"{ids.PUBLISHER}{ids.slug(ids.normal_identifier(publisher) or publisher)}"


def person_key(name: str, body_key: str) -> str | None:
    """The key of a person by full name and the key of the body represented; None for a bare surname."""
    return f"person:{ids.slug(name)}@{body_key}" if len(words(name)) > 1 else None


def event_key(name: str, date: str | None, place: str | None) -> str | None:
    """The key of an event by name, date (ISO prefix of its first day) and place; None where one is not known."""
    return f"event:{ids.slug(name)}@{date}@{ids.slug(place)}" if date and place else None


def project_key(name: str, organisation_key: str) -> str | None:
    """The key of a project by full name and the key of one organisation that has part in it; None for a name of one word."""
    return f"project:{ids.slug(name)}@{organisation_key}" if len(words(name)) > 1 else None


def country_key(code: str) -> str:
    """The key of a country by its ISO 3166-1 alpha-2 code."""
    return f"place:{code.casefold()}"


def place_key(name: str, country: str | None) -> str | None:
    """The key of a place within a country; None without one."""
    return f"place:{ids.slug(name)}@{country.casefold()}" if country else None


@lru_cache(maxsize=10_000)
def _head(word: str) -> str | None:
    if word in _HEADS:
        return _HEADS[word]
    if word in HEAD_NOUNS:
        return word
    if len(word) < 7:
        return None
    return next((h for h in HEAD_NOUNS if len(h) > 6 and OSA.distance(word, h, score_cutoff=1) <= 1), None)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

"""The language of a text, detected or said to be unknown."""

import re

_ENGLISH = frozenset(("the", "of", "and", "was", "were", "with", "by", "from", "which", "that", "has", "have", "been", "will"))
_SHARE = 0.08  # of the words; English prose has a fifth, another language with an English title in it less
_WORD = re.compile(r"[^\W\d_]+")
# Neighbours that the detector takes for one another, by words that only one of them uses so often; Cyrillic stands beside Latin.
_SOUTH_SLAVIC = {
    "sr": frozenset(
        [
            "i",
            "u",
            "je",
            "su",
            "će",
            "koji",
            "koja",
            "koje",
            "sa",
            "nije",
            "nisu",
            "iz",
            "и",
            "у",
            "је",
            "су",
            "ће",
            "који",
            "која",
            "које",
            "са",
            "није",
            "нису",
            "из",
        ]
    ),
    "sl": frozenset(["je", "in", "v", "ki", "so", "pri", "bo", "tudi", "kot", "ter", "z", "bil", "ni"]),
    "mk": frozenset(["во", "со", "ќе", "дека", "е", "го", "ја", "од", "беше", "кои", "која"]),
    "bg": frozenset(["в", "от", "че", "ще", "с", "е", "са", "не", "който", "която", "това"]),
    "ru": frozenset(["в", "с", "что", "не", "для", "по", "к", "это", "которые", "был", "была"]),
}
_VERBS = frozenset(("je", "su", "је", "су"))
_CROATIAN = re.compile(
    r"europsk|suradnj|tijekom|sveučiliš|udrug|travnja|siječnja|svibnja|ožujka|veljače|lipnja|srpnja|kolovoza|rujna|listopada|prosinca"
)
_BOSNIAN = re.compile(r"histori[jč]|općin|saopć|sedmic|federacije bih")
_SURE = 0.1  # of the words, where the detector names a language farther away
_LETTER = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]\w+)*\Z")
LEAST_LETTERS = 80  # of fewer the detector only guesses
_MOST = 20_000  # characters: the beginning tells


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None where it is too short to tell.

    langid.py's model (M. Lui, T. Baldwin, "langid.py: An off-the-shelf language identification tool", ACL 2012), 97 languages.
    """
    beginning = text[:_MOST]
    if len(_LETTER.findall(beginning)) < LEAST_LETTERS:
        return None
    import py3langid

    code: str = py3langid.classify(beginning)[0]
    if code == "en" or _is_english(beginning):
        return "en"
    return _south_slavic(beginning, code)


def _south_slavic(text: str, code: str) -> str:
    """Of languages near one another the one whose small words the text has; what is farther away stays as detected."""
    words = _WORD.findall(text.lower())
    counts = {language: sum(word in small for word in words) for language, small in _SOUTH_SLAVIC.items()}
    best = max(counts, key=lambda language: counts[language])
    near = code in _SOUTH_SLAVIC or code in ("hr", "bs")
    if counts[best] < (0.04 if near else _SURE) * len(words):
        return code
    if best != "sr":
        return best if near else code
    if not near and not _VERBS.intersection(words):
        return code
    return "hr" if _CROATIAN.search(text.lower()) else "bs" if _BOSNIAN.search(text.lower()) else "sr"


def _is_english(text: str) -> bool:
    """Whether English holds the text together: a list of foreign names in an English sentence looks foreign to the detector."""
    words = _WORD.findall(text.lower())
    return sum(word in _ENGLISH for word in words) >= _SHARE * len(words) > 0


def language_code(tag: str) -> str | None:
    """The language of a BCP 47 tag (`en-GB`, `sr_Cyrl`); None of what is none."""
    match = _TAG.match(tag.strip())
    return match[1].lower() if match else None


def language_name(code: str) -> str:
    """The language's English name, the code where it has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale("en").languages.get(code, code))
    except UnknownLocaleError:
        return code

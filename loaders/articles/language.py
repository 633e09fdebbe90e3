"""The language of a text, detected or said to be unknown."""

import re

_ENGLISH = frozenset(("the", "of", "and", "was", "were", "with", "by", "from", "which", "that", "has", "have", "been", "will"))
_SHARE = 0.08  # of the words; English prose has a fifth, another language with an English title in it less
_WORD = re.compile(r"[^\W\d_]+")
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
    return "en" if code != "en" and _is_english(beginning) else code


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

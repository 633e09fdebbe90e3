"""One script for the steps: Cyrillic in Latin letters with the way back, so that quotes stay as they were written."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from cooplinks.loaders.prose.document import Document, Mention, Said, Thing, Token

_LOWER = {
    **{"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i", "ј": "j", "к": "k", "л": "l"},
    **{"љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h"},
    **{"ц": "c", "ч": "č", "џ": "dž", "ш": "š"},
}
_LATIN = _LOWER | {k.upper(): v.capitalize() for k, v in _LOWER.items()}
_CYRILLIC = {v: k for k, v in _LATIN.items()} | {"LJ": "Љ", "NJ": "Њ", "DŽ": "Џ"}
_SPELLED = re.compile("|".join(sorted(_CYRILLIC, key=len, reverse=True)))
_WORD = re.compile(r"\w+")
_OTHER = re.compile("[\u0300-\u036f\u0400-\u04ff]")
_FOLDED = str.maketrans({"đ": "dj", "ć": "c", "č": "c", "š": "s", "ž": "z"})
_LONG_JAT = re.compile(r"ije(?=[bcdfgkmpstvzlnrhčćšžđ])")
_SHORT_JAT = re.compile(r"(?<=[bcdfgkmpstvzrh])je(?=[a-zčćšžđ])")
_SOFT_JAT = re.compile(r"^([a-zčćšžđ]{0,3}[nl])je(?=[a-zčćšžđ]{2})")  # "njemački", not "udruženjem"


def to_latin(text: str) -> tuple[str, Sequence[int]]:
    """The text in Latin letters, marks put together with their letters, and for each of its characters (and its end) the offset it had."""
    if not _OTHER.search(text):
        return text, range(len(text) + 1)
    out: list[str] = []
    offsets: list[int] = []
    i, size = 0, len(text)
    while i < size:
        letter, width = text[i], 1
        if i + 1 < size and "\u0300" <= text[i + 1] <= "\u036f":
            whole = unicodedata.normalize("NFC", text[i : i + 2])
            if len(whole) == 1:
                letter, width = whole, 2
        for c in _LATIN.get(letter, letter):
            out.append(c)
            offsets.append(i)
        i += width
    return "".join(out), [*offsets, size]


def to_cyrillic(text: str) -> str:
    """Gaj's alphabet in Cyrillic letters; what is not of it stays."""
    return _SPELLED.sub(lambda m: _CYRILLIC[m.group()], text)


@lru_cache(maxsize=65536)
def norm(word: str) -> str:
    """What words are compared by: lower case, no marks, đ as dj, and jekavian as ekavian.

    "vijeće" and "veće", "Europa" and "Evropa" are one.
    """
    low = word.lower()
    if not low.isascii():
        low = unicodedata.normalize("NFC", low).replace("’", "'").replace("‑", "-")
    if "je" in low:
        low = _SOFT_JAT.sub(r"\1e", _SHORT_JAT.sub("e", _LONG_JAT.sub("e", low)))
    if not low.isascii():
        low = low.translate(_FOLDED)
        if not low.isascii():
            low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c)) or low
    return low.replace("europ", "evrop").replace("financ", "finans")


def restore(document: Document, text: str, offsets: Sequence[int]) -> Document:
    """The document over the text as it was written, names in the script that they are written in."""
    if document.text == text:
        return document
    tokens = tuple(_token(t, text, offsets) for t in document.tokens)
    written = {a.text: b.text for a, b in zip(document.tokens, tokens, strict=True)}
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in text[:4000]) * 2 > sum(c.isalpha() for c in text[:4000])

    def own(name: str) -> str:
        return _WORD.sub(lambda m: written.get(m.group()) or (to_cyrillic(m.group()) if cyrillic else m.group()), name)

    return replace(
        document,
        text=text,
        tokens=tokens,
        mentions=tuple(_mention(m, own) for m in document.mentions),
        things=tuple(_thing(t, own) for t in document.things),
        said=tuple(_said(s, own) for s in document.said),
    )


def _token(token: Token, text: str, offsets: Sequence[int]) -> Token:
    start, end = offsets[token.start], offsets[token.end]
    return Token(start, end, text[start:end], token.low, token.cap)


def _mention(mention: Mention, own: Callable[[str], str]) -> Mention:
    return replace(mention, name=own(mention.name), aka=tuple(map(own, mention.aka)))


def _thing(thing: Thing, own: Callable[[str], str]) -> Thing:
    return replace(thing, name=own(thing.name), names=tuple(map(own, thing.names)))


def _said(said: Said, own: Callable[[str], str]) -> Said:
    return replace(said, title=own(said.title))

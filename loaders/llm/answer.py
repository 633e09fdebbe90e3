"""From a model's answer to what it says and where; what no words of the text say, or what can't be said, is dropped and counted."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import orjson

from cooplinks.app import ontology
from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import fold_blanks
from cooplinks.app.names import fold
from cooplinks.loaders.llm.schema import BODIES, ENTITY_TYPES, LINK_TYPES, PLACES
from cooplinks.loaders.prose import tables

Span = tuple[int, int]

NO_QUOTE = "whose quote is not in the text"
NO_TYPE = "of an unknown type"
NO_END = "with an end that names nothing"
NO_FIT = "between things that such a link can't join"
NO_SHAPE = "of another shape than was asked for"

_MOST_ITEMS = 2_000  # of one answer
_MOST_PLACES = 200  # where one name stands
_MOST_NAME = 500
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)
_DAY = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ALIKE = {sign: f"[{signs}]" for signs in ("'’‘ʼ", '"“”„«»', "-‐‑–—") for sign in signs}


@dataclass(slots=True)
class Named:
    """A thing that the answer names, and where it stands in the text; parts of an article may name one thing each."""

    type: str
    name: str
    kind: str
    country: str
    days: tuple[str, ...]
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class Stated:
    """A link that the answer states; ends are keys of things."""

    type: str
    source: str
    target: str
    span: Span
    role: str
    title: str
    modality: str


@dataclass(slots=True)
class Found:
    """All that the answers about one article say so far: things by key, links, what was dropped and why."""

    text: str
    named: dict[str, Named] = field(default_factory=dict)
    stated: dict[tuple[str, str, str, Span], Stated] = field(default_factory=dict)
    items: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def take(self, content: str, start: int, end: int) -> None:
        """Add the answer about the text from `start` up to `end`; raises InputRefused for one that is no answer."""
        entities, links = _lists(content)
        ids: dict[str, str] = {}
        for entity in entities:
            self._count(self._entity(entity, ids, start, end))
        for link in links:
            self._count(self._link(link, ids, start, end))

    def _count(self, wrong: str | None) -> None:
        self.items += 1
        if wrong:
            self.dropped[wrong] += 1

    def _entity(self, item: Any, ids: dict[str, str], start: int, end: int) -> str | None:
        if not isinstance(item, dict) or not (id := _words(item, "id")) or not (name := _words(item, "name")):
            return NO_SHAPE
        type = _words(item, "type")
        if type not in ENTITY_TYPES:
            return NO_TYPE
        quotes = item.get("quotes")
        if not isinstance(quotes, list) or not all(isinstance(q, str) for q in quotes):
            return NO_SHAPE
        spans = [span for quote in dict.fromkeys(quotes[:20]) for span in places(self.text, quote, start, end)]
        if not spans:
            return NO_QUOTE
        kind, country = _words(item, "kind"), _words(item, "country")
        key = f"{type}:{fold(name)}"
        known = self.named.setdefault(
            key,
            Named(
                type,
                fold_blanks(self.text[slice(*(places(self.text, name, start, end) or spans)[0])]),
                kind if kind in (BODIES if type == "Organisation" else PLACES if type == "Place" else ()) else "",
                country if country in tables.country_names() else "",
                _days(item, self.text) if type == "Event" else (),
                [],
            ),
        )
        known.spans = sorted({*known.spans, *spans})
        ids[id] = key
        return None

    def _link(self, item: Any, ids: dict[str, str], start: int, end: int) -> str | None:
        if not isinstance(item, dict) or not isinstance(quote := item.get("quote"), str):
            return NO_SHAPE
        type, source, target = (_words(item, name) for name in ("type", "source", "target"))
        if type not in {t.name for t in LINK_TYPES}:
            return NO_TYPE
        if source not in ids or target not in ids or ids[source] == ids[target]:
            return NO_END
        a, b = ids[source], ids[target]
        if (self.named[a].type, self.named[b].type) not in ontology.TYPES[type].ends:
            return NO_FIT
        span = next(iter(places(self.text, quote, start, end)), None)
        if span is None:
            return NO_QUOTE
        role, modality = _words(item, "role"), _words(item, "modality")
        title = _words(item, "title")
        said = Stated(
            type,
            a,
            b,
            span,
            role if role in ontology.ROLES and type in ("ATTENDED", "ORGANISED_BY") else "",
            title if type == "REPRESENTS" and title in self.text else "",
            modality if modality in ontology.MODALITIES and type == "ATTENDED" else "",
        )
        self.stated.setdefault((type, a, b, span), said)
        return None


def _lists(content: str) -> tuple[list[Any], list[Any]]:
    fenced = _FENCE.fullmatch(content)
    try:
        answer = orjson.loads(fenced[1] if fenced else content)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as wrong:
        raise InputRefused("the language model", "answers something that is not JSON, or breaks off") from wrong
    lists = [answer.get(name) if isinstance(answer, dict) else None for name in ("entities", "links")]
    if not all(isinstance(some, list) for some in lists):
        raise InputRefused("the language model", "answers JSON of another shape than was asked for: it has no lists of entities and links")
    entities, links = ([*some] for some in lists if some is not None)
    if len(entities) + len(links) > _MOST_ITEMS:
        raise InputRefused("the language model", f"names more than {_MOST_ITEMS} things in one piece, which no article does")
    return entities, links


def _words(item: dict[str, Any], name: str) -> str:
    """The words of a property, '' where there are none, or far too many."""
    value = item.get(name)
    return " ".join(value.split()) if isinstance(value, str) and len(value) <= _MOST_NAME else ""


def _days(item: dict[str, Any], text: str) -> tuple[str, ...]:
    """First and last day, where both are days of a year that the text names."""
    since = _words(item, "since")
    days = (since, _words(item, "until") or since)
    matches = [_DAY.fullmatch(day) for day in days]
    return days if all(m and m[1] in text for m in matches) and days[0] <= days[1] else ()


def places(text: str, quote: str, start: int, end: int) -> list[Span]:
    """Where the quote stands whole between `start` and `end`; blanks, quotation marks and dashes may be others of their kind."""
    words = quote.split()
    if not words or len(quote) > 5_000:
        return []
    pattern = r"\s+".join("".join(_ALIKE.get(c) or re.escape(c) for c in word) for word in words)
    before, after = (r"(?<!\w)" if words[0][0].isalnum() else ""), (r"(?!\w)" if words[-1][-1].isalnum() else "")
    found = re.compile(before + pattern + after).finditer(text, start, end)
    return [match.span() for match, _ in zip(found, range(_MOST_PLACES), strict=False)]

"""An article read by a language model, as the document that the rules make: the same records, the same statements."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from cooplinks.app.ids import PREFIXES, slug
from cooplinks.app.model import Source, Spent
from cooplinks.loaders.llm.answer import Found, Named, Span
from cooplinks.loaders.llm.endpoint import Endpoint, Model
from cooplinks.loaders.llm.schema import instructions, schema
from cooplinks.loaders.prose import money, naming, tables, tokens
from cooplinks.loaders.prose.document import Document, Mention, Said, Sentence, Thing
from cooplinks.loaders.prose.own import marked
from cooplinks.loaders.prose.pieces import pieces
from cooplinks.loaders.prose.tables import Known

VERSION = "llm 1"  # moved on when the instructions or the schema change
CONFIDENCE = 0.7  # of all that a model says: nobody measured it
_OF_MANY = {"per_country", "federated"}  # one name for a body of each country


class LanguageModel:
    """Reads articles by asking a model; `version` names it."""

    def __init__(self, endpoint: Endpoint, model: Model | None = None) -> None:
        self._endpoint = endpoint
        self._model = model or Model(endpoint)
        self.version = marked(f"{VERSION} {endpoint.model}")

    @property
    def spent(self) -> Spent:
        """What it took so far."""
        return self._model.spent

    def reads(self, language: str | None) -> bool:
        """Whether it reads texts in this language."""
        return True

    def document(self, source: Source) -> tuple[Document, tuple[str, ...]]:
        """What the article says, and what was dropped of the answers; raises InputRefused where the model does not answer."""
        text = source.text or ""
        found = Found(text)
        for start, end in pieces(text, self._endpoint.piece):
            asked = [{"role": "system", "content": instructions()}, {"role": "user", "content": _article(source, text[start:end])}]
            found.take(self._model.ask(asked, schema()), start, end)
        return _document(found, source), tuple(_dropped(found))


def _article(source: Source, text: str) -> str:
    published = f"Published {source.date}.\n" if source.date else ""
    return f"{published}Title: {source.title}\n\n{text}"


def _dropped(found: Found) -> Iterator[str]:
    if found.dropped:
        why = ", ".join(f"{n} {wrong}" for wrong, n in found.dropped.most_common())
        yield f"{found.dropped.total()} of {found.items} items of the language model's answer are dropped: {why}"


def _document(found: Found, source: Source) -> Document:
    document = tokens.split(tokens.tokenise(Document(found.text, source.date or "")))
    mentions: list[tuple[Mention, str]] = []
    for key, named in found.named.items():
        known = _known(named)
        mentions += [(_mention(document, named, known, span), key) for span in named.spans]
    mentions = _outermost(sorted(mentions, key=lambda pair: (pair[0].first, -pair[0].last)))
    numbers: dict[str, list[int]] = {}
    for number, (_, key) in enumerate(mentions):
        numbers.setdefault(key, []).append(number)
    document = replace(document, mentions=tuple(m for m, _ in mentions))
    ids, things = _things(document, found, numbers)
    main = next((t.id for t in things if t.type == "Event"), "")
    things = sorted(things, key=lambda t: (t.id != main, t.mentions[0]))
    thing_of = tuple(ids[key] for _, key in mentions)
    document = _said(replace(document, things=tuple(things), thing_of=thing_of, main=main), found, ids)
    return naming.name_main_event(money.find_money(document))


def _known(named: Named) -> Known | None:
    """What the tables know by this name, so that one body is one entity whoever read of it."""
    node = tables.known()
    for word in tables.lows(named.name):
        following = node.next.get(word)
        if following is None:
            return None
        node = following
    return next((k for k in node.here if k.type == named.type and not k.flags & _OF_MANY and k.exact in ("", named.name)), None)


def _mention(document: Document, named: Named, known: Known | None, span: Span) -> Mention:
    first, last = _tokens(document, span)
    entry = known.id if known and named.type == "Organisation" else ""
    return Mention(named.type, first, last, named.name, rule="llm", entry=entry, confidence=CONFIDENCE)


def _tokens(document: Document, span: Span) -> Span:
    """The tokens that the words lie on."""
    first = bisect_right(document.tokens, span[0], key=lambda t: t.end)
    return first, max(first + 1, bisect_left(document.tokens, span[1], key=lambda t: t.start))


def _outermost(mentions: list[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """Each mention once, marked where it lies in a longer one."""
    kept: list[tuple[Mention, str]] = []
    until = 0
    for mention, key in mentions:
        kept.append((replace(mention, nested=mention.last <= until), key))
        until = max(until, mention.last)
    return kept


def _things(document: Document, found: Found, numbers: dict[str, list[int]]) -> tuple[dict[str, str], list[Thing]]:
    """The id of each key, and the things; keys of one body of the tables are one thing."""
    ids: dict[str, str] = {}
    things: dict[str, Thing] = {}
    used: Counter[str] = Counter()
    by_entry: dict[tuple[str, str], str] = {}
    for key, named in found.named.items():
        known = _known(named)
        if known and (same := by_entry.get((named.type, known.id))):
            ids[key] = same
            thing = things[same]
            merged = tuple(sorted((*thing.mentions, *numbers[key])))
            things[same] = replace(thing, mentions=merged, names=tuple(dict.fromkeys((*thing.names, named.name))))
            continue
        thing = _thing(document, named, known, numbers[key])
        used[thing.id] += 1
        id = thing.id if used[thing.id] == 1 else f"{thing.id}-{used[thing.id]}"
        ids[key], things[id] = id, replace(thing, id=id)
        if known:
            by_entry[named.type, known.id] = id
    return ids, list(things.values())


def _thing(document: Document, named: Named, known: Known | None, numbers: list[int]) -> Thing:
    name = known.name if known else named.name
    country = known.country if known and known.country else named.country
    local = f"{PREFIXES[named.type]}:{slug(name)}" + (f"@{country.lower()}" if named.type == "Organisation" and country else "")
    names = tuple(dict.fromkeys((name, named.name)))
    entry = known.id if known and named.type == "Organisation" else ""
    country = country if named.type in ("Organisation", "Place") else ""
    kind = known.kind if known else named.kind if country or named.kind != "country" else ""
    return Thing(local, named.type, name, tuple(numbers), kind, country, entry, names, named.days)


def _said(document: Document, found: Found, ids: dict[str, str]) -> Document:
    """The links, each with the sentence that its quote stands in; a quote of several has them as one."""
    sentence_of, sentences, said = document.sentence_of(), list(document.sentences), []
    for stated in sorted(found.stated.values(), key=lambda s: s.span):
        first, last = _tokens(document, stated.span)
        number = sentence_of[first]
        if sentence_of[last - 1] != number:
            whole = Sentence(sentences[number].first, sentences[sentence_of[last - 1]].last, sentences[number].paragraph)
            number = len(sentences)
            sentences.append(whole)
        told = stated.role, stated.title, stated.modality
        source, target = ids[stated.source], ids[stated.target]
        if source != target:
            said.append(Said(stated.type, source, target, number, "llm", first, last, CONFIDENCE, *told))
    return replace(document, sentences=tuple(sentences), said=tuple(said))

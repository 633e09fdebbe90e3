"""A document in the shape `extraction/1`: entities with mentions, relations with evidence and cue, offsets in code points."""

from typing import Any

from cooplinks.loaders.prose.document import Document, Said, Thing


def to_extraction(document: Document) -> dict[str, Any]:
    """The main event is the first Event; who was only invited or declined is under `not_links`."""
    said = [_relation(document, s) for s in document.said]
    return {
        "schema": "extraction/1",
        "entities": [_entity(document, t) for t in document.things],
        "relations": [s for s in said if s.get("modality") not in ("invited", "declined")],
        "not_links": [s for s in said if s.get("modality") in ("invited", "declined")],
    }


def span(document: Document, first: int, last: int) -> tuple[int, int]:
    """Offsets of the tokens `first` up to `last`."""
    return document.tokens[first].start, document.tokens[last - 1].end


def evidence(document: Document, said: Said) -> tuple[int, int]:
    """Offsets of the sentence that says it."""
    sentence = document.sentences[said.sentence]
    return span(document, sentence.first, sentence.last)


def _entity(document: Document, thing: Thing) -> dict[str, Any]:
    mentions = []
    for number in thing.mentions:
        mention = document.mentions[number]
        start, end = span(document, mention.first, mention.last)
        mentions.append({"start": start, "end": end, "text": document.text[start:end], **({"nested": True} if mention.nested else {})})
    entity: dict[str, Any] = {"id": thing.id, "type": thing.type, "name": thing.name, "mentions": mentions}
    if thing.kind and thing.type in ("Organisation", "Place"):
        entity["kind"] = thing.kind
    if thing.country:
        entity["country"] = thing.country
    if thing.dates:
        entity["dates"] = list(thing.dates)
    return entity


def _relation(document: Document, said: Said) -> dict[str, Any]:
    start, end = evidence(document, said)
    cue_start, cue_end = span(document, said.cue_first, said.cue_last)
    relation: dict[str, Any] = {
        "type": said.type,
        "source": said.source,
        "target": said.target,
        "evidence": {"start": start, "end": end},
        "cue": {"start": cue_start, "end": cue_end, "text": document.text[cue_start:cue_end], "id": said.cue},
        "confidence": said.confidence,
    }
    extra = {"role": said.role, "title": said.title, "modality": said.modality, "measure": said.measure}
    extra |= {"amount": said.amount, "currency": said.currency}
    relation.update({k: v for k, v in extra.items() if v})
    if said.type == "ATTENDED":
        relation.setdefault("modality", "held")
    return relation

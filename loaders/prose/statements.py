"""The links of an article as statements, each with the sentence that says it."""

from collections.abc import Iterator

from cooplinks.app import ontology
from cooplinks.app.ids import StatementIds
from cooplinks.app.model import Record, Source, Statement, Value
from cooplinks.loaders.prose.document import Document, Said
from cooplinks.loaders.prose.output import evidence, span

MENTION_CONFIDENCE = 0.95


def statements_of(document: Document, source: Source, records: dict[str, Record], ids: StatementIds) -> Iterator[Statement]:
    """MENTIONED_IN for each thing, then what is said, in text order."""
    yield from _mentioned(document, source, records, ids)
    types = {t.id: t.type for t in document.things}
    dates = {t.id: t.dates for t in document.things if t.dates}
    for said in document.said:
        if (types[said.source], types[said.target]) in ontology.TYPES[said.type].ends:
            yield _statement(document, said, source, records, ids, dates)


def _statement(
    document: Document, said: Said, source: Source, records: dict[str, Record], ids: StatementIds, dates: dict[str, tuple[str, ...]]
) -> Statement:
    start, end = evidence(document, said)
    cue_start, cue_end = span(document, said.cue_first, said.cue_last)
    properties: dict[str, Value] = {"cue": said.cue, "cue_text": document.text[cue_start:cue_end]}
    properties.update({k: v for k, v in (("role", said.role), ("title", said.title)) if v})
    if said.type == "ATTENDED":
        properties["modality"] = said.modality or "held"
    if said.type == "FUNDED_BY":
        properties.update(_money(said))
    a, b = records[said.source].id, records[said.target].id
    if said.type in ontology.UNDIRECTED and a > b:
        a, b = b, a
    quote = document.text[start:end]
    days = _days(said, dates)
    return Statement(
        id=ids.make(said.type, a, b, quote),
        source=source.id,
        type=said.type,
        from_record=a,
        to_record=b,
        locator=f"char:{start}-{end}",
        quote=quote,
        extractor=source.extractor,
        confidence=said.confidence,
        properties=properties,
        valid_from=days[0],
        valid_to=days[-1],
    )


def _money(said: Said) -> dict[str, Value]:
    """Who funds, and how much where the text states it of this funder alone."""
    if not said.measure:
        return {"measure": "role"}
    return (
        {"measure": said.measure, "amount": said.amount, "currency": said.currency}
        if said.amount
        else {"measure": said.measure, "share": "unknown"}
    )


def _days(said: Said, dates: dict[str, tuple[str, ...]]) -> tuple[str | None, ...]:
    """What is said of a dated event holds on its days."""
    event = said.target if said.type == "ATTENDED" else said.source if said.type in ("ORGANISED_BY", "HELD_IN") else ""
    return dates.get(event, (None,))


def _mentioned(document: Document, source: Source, records: dict[str, Record], ids: StatementIds) -> Iterator[Statement]:
    """The source's own record bears the id of the source."""
    sentence_of = document.sentence_of()
    for thing in document.things:
        mention = document.mentions[thing.mentions[0]]
        sentence = document.sentences[sentence_of[mention.first]]
        start, end = span(document, sentence.first, sentence.last)
        quote = document.text[start:end]
        yield Statement(
            id=ids.make("MENTIONED_IN", records[thing.id].id, source.id, quote),
            source=source.id,
            type="MENTIONED_IN",
            from_record=records[thing.id].id,
            to_record=source.id,
            locator=f"char:{start}-{end}",
            quote=quote,
            extractor=source.extractor,
            confidence=MENTION_CONFIDENCE,
            properties={"cue": "mention"},
        )

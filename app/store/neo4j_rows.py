"""Between the model's objects and the Neo4j store's nodes and relationships."""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

import orjson

from cooplinks.app.ids import digest, normal_identifier
from cooplinks.app.model import Entity, Properties, Refusal, Source, Statement
from cooplinks.app.names import fold
from cooplinks.app.ontology import DECIMAL, in_no_sum, tells_of_money
from cooplinks.app.store.base import Identity, SourceInfo, StatementRow
from cooplinks.app.store.neo4j_cypher import SAID
from cooplinks.app.store.rows import properties_of, to_json

# What we call properties of nodes and relationships ourselves; a source's own property of such a name is kept in `properties` alone.
_OURS = frozenset(
    (
        *("id", "name", "names", "country", "identifiers", "properties", "valid_from", "valid_to", "end_state", "flow", "reviewed"),
        *("source", "source_title", "source_url", "source_date", "locator", "quote", "extractor", "confidence", "from_record", "to_record"),
        *("v_from", "v_to", "was", "label", "type", "from_entity", "to_entity", "entity", "identity"),
        *("amount_float", "counted", "why_not", "mirror_of"),
    )
)
_MARKS = '+-&|!(){}[]^"~*?:\\/'
_ESCAPED = str.maketrans({mark: "\\" + mark for mark in _MARKS})
_NO_WORD = re.compile(r"[\s\x00-\x1f]")
_BEGINNING = 60
_PIECES = 64

T = TypeVar("T")


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in runs of at most `size`."""
    return (items[at : at + size] for at in range(0, len(items), size))


def content_hash(content: bytes) -> str:
    """64 bits of BLAKE2b."""
    return blake2b(content, digest_size=8).hexdigest()


def identity_id(identity: Identity) -> str:
    """The id of an identity's row: its key where it has one alone."""
    return identity[0] if len(identity) == 1 else "&" + digest(*identity, size=16)


def statement_hash(statement: Statement) -> str:
    """The hash of what a statement says but for its id, and of what a reviewer thought of it where somebody did."""
    s = statement
    said = (s.type, s.from_record, s.to_record, s.locator, s.quote, s.extractor, s.confidence)
    thought = () if s.reviewed is None else (s.reviewed,)
    return content_hash(to_json((*said, s.properties, s.valid_from, s.valid_to, s.end_state, s.flow, *thought)))


def statement_row(statement: Statement) -> list[Any]:
    """What a statement says, in the order of `SAID`."""
    s = statement
    properties = to_json(s.properties).decode() if s.properties else None
    said = [s.id, s.locator, s.quote, s.extractor, s.confidence, s.from_record, s.to_record, str(s.end_state)]
    return [*said, s.reviewed, s.valid_from, s.valid_to, s.flow, properties]


def shown(statement: Statement) -> dict[str, Any]:
    """A relationship's further properties: the source's own and, for sums in Browser, a float of its amount and whether it counts.

    `counted` is what the statement says of itself; what the whole graph says comes with `Neo4jStore.mark`.
    """
    said = flat(statement.properties)
    if statement.type != "FUNDED_BY" or not tells_of_money(statement.properties):
        return said
    why_not = in_no_sum(statement.properties)
    if DECIMAL.fullmatch(amount := str(statement.properties.get("amount", "")).strip()):
        said["amount_float"] = float(amount)
    return said | ({"counted": False, "why_not": why_not} if why_not else {"counted": True})


def aside_row(statement: Statement, shared: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of the node of a statement that makes no link; `shared` as `SHARED`."""
    row = {**flat(statement.properties), **dict(zip(SAID, statement_row(statement), strict=True)), **shared, "type": statement.type}
    return {name: value for name, value in row.items() if value is not None}


def statement_from(id: str, type: str, row: Mapping[str, Any]) -> Statement:
    """A statement of a relationship's properties."""
    return Statement(
        id=id,
        source=row["source"],
        type=type,
        from_record=row["from_record"],
        to_record=row["to_record"],
        locator=row["locator"],
        quote=row["quote"],
        extractor=row["extractor"],
        confidence=row["confidence"],
        reviewed=row.get("reviewed"),
        properties=properties_of(row.get("properties")),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        end_state=row["end_state"],
        flow=row.get("flow"),
    )


def streamed(rows: Sequence[Sequence[Any]]) -> list[StatementRow]:
    """Statements as the snapshot wants them."""
    return [StatementRow(*row) for row in rows]


def source_decor(source: Source) -> dict[str, str | None]:
    """What an analyst is told of the source on each of its relationships."""
    return {"source_title": source.title, "source_url": source.url, "source_date": source.date}


def loaded_row(source: Source, **more: Any) -> dict[str, Any]:
    """A source's own row."""
    s = source
    row = {name: getattr(s, name) for name in ("id", "key", "kind", "title", "extractor", "content_hash", "url", "date")}
    row |= {"publisher": s.publisher, "licence": s.licence, "path": s.path, "text": s.text, "language": s.language, "minhash": s.minhash}
    row |= {"refused": to_json(s.refused).decode(), "warned": to_json(s.warned).decode()}
    return {name: value for name, value in (row | more).items() if value is not None}


def loaded_from(id: str, row: Mapping[str, Any]) -> SourceInfo:
    """A source and what it came to of its own row."""
    source = Source(
        id=id,
        key=row["key"],
        kind=row["kind"],
        title=row["title"],
        extractor=row["extractor"],
        content_hash=row["content_hash"],
        url=row.get("url"),
        date=row.get("date"),
        publisher=row.get("publisher"),
        licence=row.get("licence"),
        path=row.get("path"),
        text=row.get("text"),
        language=row.get("language"),
        minhash=row.get("minhash"),
        refused=tuple(Refusal(**r) for r in orjson.loads(row["refused"])),
        warned=tuple(orjson.loads(row["warned"])),
    )
    return SourceInfo(source, row["records"], row["statements"], row["loaded_at"])


def entity_node(entity: Entity) -> dict[str, Any]:
    """An entity's node as an analyst sees it: {id, properties, labels}."""
    e = entity
    shown: dict[str, Any] = {**flat(e.properties), "id": e.id, "name": e.name, "names": list(dict.fromkeys(text for text, _, _ in e.names))}
    if e.identifiers:
        shown["identifiers"] = [f"{i.scheme}:{i.value}" if i.scheme else i.value for i in e.identifiers]
    optional = (("country", e.country), ("valid_from", e.valid_from), ("valid_to", e.valid_to))
    shown.update((name, value) for name, value in optional if value is not None)
    return {"id": e.id, "properties": shown, "labels": list(e.labels)}


def flat(properties: Properties) -> dict[str, Any]:
    """A source's own properties as Neo4j's, those left out that we call so ourselves."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in properties.items() if key and key not in _OURS}


# The pieces an entity is found by, one word each: `t` three letters, `b` how it begins, `n` a whole name, `i` a whole identifier.
def pieces(entity: Entity) -> str:
    """All pieces of an entity's names and identifiers, blank between them."""
    names = {fold(text) for text, _, _ in entity.names} or {fold(entity.name)}
    identifiers = {value for i in entity.identifiers if (value := normal_identifier(i.value))}
    found: dict[str, None] = {}
    for text in sorted(names | identifiers):
        found["b" + _joined(text)[:_BEGINNING]] = None
        found.update(dict.fromkeys(_threes(text)))
    found.update(dict.fromkeys(map(name_piece, sorted(names))))
    found.update(dict.fromkeys(map(identifier_piece, sorted(identifiers))))
    return " ".join(found)


def name_piece(folded: str) -> str:
    """The piece that stands for a whole folded name."""
    return "n" + digest(folded)


def identifier_piece(normal: str) -> str:
    """The piece that stands for a whole normal identifier."""
    return "i" + digest(normal)


def begins_query(folded: str) -> str:
    """What asks the index for names that begin so."""
    return "b" + _joined(folded)[:_BEGINNING].translate(_ESCAPED) + "*"


def pieces_query(folded: str) -> str:
    """What asks the index for names that share pieces with this; empty where it has none."""
    return " ".join(piece.translate(_ESCAPED) for piece in list(dict.fromkeys(_threes(folded)))[:_PIECES])


def _threes(text: str) -> list[str]:
    text = _joined(text)
    return ["t" + a + b + c for a, b, c in zip(text, text[1:], text[2:], strict=False)]


def _joined(text: str) -> str:
    """Without white space and control characters, which would end a word of the index."""
    return _NO_WORD.sub("_", text)

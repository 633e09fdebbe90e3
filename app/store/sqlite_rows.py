"""Between the model's objects and the SQLite store's rows."""

from hashlib import blake2b
from typing import Any

import orjson

from cooplinks.app.ids import normal_identifier
from cooplinks.app.model import Entity, Refusal, Source, Statement
from cooplinks.app.names import fold
from cooplinks.app.store.base import Stored
from cooplinks.app.store.rows import entity_body, properties_of, to_json

KEY_MARK = "\x1f"
SOURCE_SHIFT = 32  # a statement's row number: its source's, shifted, plus one of its own
Row = tuple[Any, ...]

SOURCE_COLUMNS = "id, key, kind, title, extractor, content_hash, url, date, publisher, licence, path, language, minhash, refused, warned"
DECISION_COLUMNS = ("number", "statement", "source", "verdict", "who", "at", "why", "body")
JUDGEMENT_COLUMNS = ("number", "one", "other", "verdict", "who", "at", "why", "body")
STATEMENT_COLUMNS = (
    "t.id, s.id, t.type, f.id, o.id, t.locator, t.quote, t.extractor, t.confidence, t.reviewed, t.properties, t.valid_from, t.valid_to,"
    " t.end_state, t.flow, fi.entity, oi.entity, json_extract(fp.body, '$[1][0].text'),"
    " json_extract(op.body, '$[1][0].text'), s.title, s.url, s.date"
)
STATEMENT_TABLES = (
    f"statement t JOIN source s ON s.pk = t.pk >> {SOURCE_SHIFT}"
    " JOIN record f ON f.pk = t.from_record JOIN profile fp ON fp.pk = f.profile JOIN identity fi ON fi.pk = fp.identity"
    " JOIN record o ON o.pk = t.to_record JOIN profile op ON op.pk = o.profile JOIN identity oi ON oi.pk = op.identity"
)


def rows_of(source: int) -> tuple[int, int]:
    """The first and the last row number that statements of a source can have."""
    return source << SOURCE_SHIFT, (source + 1 << SOURCE_SHIFT) - 1


def dumps(value: Any) -> str:
    """The value as JSON text."""
    return to_json(value).decode()


def digest_of(content: bytes) -> int:
    """64 bits of BLAKE2b as SQLite's integer."""
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little", signed=True)


def source_row(source: Source) -> Row:
    """The values of SOURCE_COLUMNS."""
    s = source
    head = (s.id, s.key, s.kind, s.title, s.extractor, s.content_hash, s.url, s.date, s.publisher, s.licence, s.path, s.language, s.minhash)
    return (*head, dumps(s.refused), dumps(s.warned))


def source_from(row: Row, text: str | None = None) -> Source:
    """A source of the values of SOURCE_COLUMNS."""
    *head, refused, warned = row
    id, key, kind, title, extractor, content_hash, url, date, publisher, licence, path, language, minhash = head
    return Source(
        id=id,
        key=key,
        kind=kind,
        title=title,
        extractor=extractor,
        content_hash=content_hash,
        url=url,
        date=date,
        publisher=publisher,
        licence=licence,
        path=path,
        text=text,
        language=language,
        minhash=minhash,
        refused=tuple(Refusal(**r) for r in orjson.loads(refused)),
        warned=tuple(orjson.loads(warned)),
    )


def stored_from(row: Row) -> Stored:
    """A statement with its evidence of the values of STATEMENT_COLUMNS."""
    id, source, type, from_record, to_record, locator, quote, extractor, confidence, reviewed, properties, *rest = row
    valid_from, valid_to, end_state, flow, *evidence = rest
    statement = Statement(
        id=id,
        source=source,
        type=type,
        from_record=from_record,
        to_record=to_record,
        locator=locator,
        quote=quote,
        extractor=extractor,
        confidence=confidence,
        reviewed=None if reviewed is None else bool(reviewed),
        properties=properties_of(properties),
        valid_from=valid_from,
        valid_to=valid_to,
        end_state=end_state,
        flow=flow,
    )
    return Stored(statement, *evidence)


def entity_row(entity: Entity) -> Row:
    """An entity's id, what it is as JSON, and what it is searched by."""
    return (entity.id, entity_body(entity).decode(), terms_text(entity))


def terms_text(entity: Entity) -> str:
    """What an entity is searched by: a line a folded name, then a line a normal identifier led by a mark."""
    lines = [fold(text) for text, _, _ in entity.names] or [fold(entity.name)]
    lines.extend(KEY_MARK + value for i in entity.identifiers if (value := normal_identifier(i.value)))
    return "\n".join(dict.fromkeys(line.replace("\n", " ") for line in lines))


def terms_of(text: str) -> list[tuple[str, int]]:
    """The (text, kind) of a `terms_text`."""
    return [(line[1:], 1) if line.startswith(KEY_MARK) else (line, 0) for line in text.split("\n")]

"""What both stores keep as JSON: the contents of records, entities and decisions. Positions in an array are the schema."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson

from cooplinks.app.model import Decision, Entity, Identifier, Judgement, Likeness, Name, Record, Statement, Value, Verdict


def to_json(value: Any) -> bytes:
    """The value as JSON, keys sorted; dataclasses as objects."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS)


def properties_of(text: str | bytes | None) -> dict[str, Value]:
    """Properties from their JSON."""
    return with_tuples(orjson.loads(text)) if text else {}


def with_tuples(properties: Mapping[str, Any]) -> dict[str, Value]:
    """The properties with what JSON made lists of as tuples again."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in properties.items()}


def record_body(record: Record) -> bytes:
    """What a record says as JSON, without whose it is."""
    r = record
    return to_json((r.type, r.names, r.labels, r.identifiers, r.country, r.properties, r.valid_from, r.valid_to, r.end_state, r.keys))


def record_from(body: str, id: str, source: str) -> Record:
    """A record that says this."""
    type, names, labels, identifiers, country, properties, valid_from, valid_to, end_state, keys = orjson.loads(body)
    return Record(
        id=id,
        source=source,
        type=type,
        names=tuple(Name(**name) for name in names),
        labels=tuple(labels),
        identifiers=tuple(Identifier(**i) for i in identifiers),
        country=country,
        properties=with_tuples(properties),
        valid_from=valid_from,
        valid_to=valid_to,
        end_state=end_state,
        keys=tuple(keys),
    )


def entity_body(entity: Entity) -> bytes:
    """An entity as JSON, without its records."""
    e = entity
    return to_json((e.id, e.name, e.labels, e.country, e.names, e.identifiers, e.properties, e.valid_from, e.valid_to))


def entity_from(body: str, records: Sequence[tuple[str, str]] = ()) -> Entity:
    """The entity of such JSON."""
    id, name, labels, country, names, identifiers, properties, valid_from, valid_to = orjson.loads(body)
    return Entity(
        id=id,
        name=name,
        labels=tuple(labels),
        country=country,
        names=tuple((text, lang, n) for text, lang, n in names),
        identifiers=tuple(Identifier(**i) for i in identifiers),
        properties=with_tuples(properties),
        records=tuple(records),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def decision_row(decision: Decision) -> dict[str, Any]:
    """A line of the ledger without its number: who decided what of which statement, the rest as JSON."""
    d = decision
    body = {"about": asdict(d.about), "records": [(r.id, r.source, record_body(r).decode()) for r in d.records]}
    row = {"statement": d.about.id, "source": d.about.source, "verdict": str(d.verdict)}
    return {**row, "who": d.who, "at": d.at, "why": d.why, "body": to_json(body).decode()}


def decision_from(row: Mapping[str, Any]) -> Decision:
    """A line of the ledger of such a row with its number."""
    body = orjson.loads(row["body"])
    about = Statement(**{**body["about"], "properties": with_tuples(body["about"]["properties"])})
    records = tuple(record_from(said, id, source) for id, source, said in body["records"])
    return Decision(about, Verdict(row["verdict"]), row["who"], row["at"], row["why"], records, row["number"])


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """Likewise of a line on who is who."""
    j = judgement
    row = {"one": j.one, "other": j.other, "verdict": str(j.verdict), "who": j.who, "at": j.at, "why": j.why}
    return {**row, "body": to_json({"names": j.names}).decode()}


def judgement_from(row: Mapping[str, Any]) -> Judgement:
    """Such a line of its row with its number."""
    one, other = orjson.loads(row["body"])["names"]
    return Judgement(row["one"], row["other"], Likeness(row["verdict"]), row["who"], row["at"], row["why"], (one, other), row["number"])


def ledger_row(line: Decision | Judgement) -> dict[str, Any]:
    """The row of a line of either kind."""
    return judgement_row(line) if isinstance(line, Judgement) else decision_row(line)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} can't be stored")

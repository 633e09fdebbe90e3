"""What is held of one entity, statement or source, of the vocabulary, and of the whole, as HTTP.md shapes them."""

import re
from collections import Counter
from typing import Any

import numpy as np

from cooplinks.app.graph.links import evidence
from cooplinks.app.graph.money import MARKS
from cooplinks.app.graph.snapshot import TYPE_NAMES, Snapshot
from cooplinks.app.graph.view import View
from cooplinks.app.model import Entity
from cooplinks.app.ontology import HIDDEN_TYPES, LABELS, LINK_TYPES
from cooplinks.app.store.base import SourceInfo, Stored

Body = dict[str, Any]

_SHOWN = ("id", "key", "kind", "title", "url", "date", "publisher", "licence", "language", "extractor")
_AROUND = 200  # code points of the stored text shown on either side of a quote
_CHARS = re.compile(r"char:(\d+)-(\d+)")


def schema() -> Body:
    """The vocabulary: labels, and link types with their ends, properties and meaning."""
    return {
        "labels": [{"name": x.name, "meaning": x.meaning, "main": x.main, "under": x.under, "derived": x.derived} for x in LABELS],
        "link_types": [
            {
                "name": type.name,
                "meaning": type.meaning,
                "ends": [{"from": source, "to": target} for source, target in type.ends],
                "properties": list(type.properties),
                "directed": type.directed,
                "hidden": type.name in HIDDEN_TYPES,
            }
            for type in LINK_TYPES
        ],
    }


def stats(view: View) -> Body:
    """How much there is; `view` is the unfiltered one."""
    snapshot = view.snapshot
    labels = Counter(label for node in view.nodes.tolist() for label in snapshot.nodes.labels[node])
    kinds = Counter(snapshot.links.type[view.link_numbers].tolist())
    return {
        "nodes": {"total": len(view.nodes), "by_label": {x.name: labels[x.name] for x in LABELS if labels[x.name]}},
        "links": {"total": len(view.link_numbers), "by_type": {TYPE_NAMES[code]: kinds[code] for code in sorted(kinds)}},
        "statements": int(view.statements.sum()),
        "sources": len(snapshot.sources),
        "last_load": dict(snapshot.last_load) if snapshot.last_load else None,
    }


def entity(view: View, node: int, held: Entity) -> Body:
    """An entity with its names, identifiers, properties, records and how many Links it has."""
    return {
        **view.snapshot.ref(node),
        "names": [{"name": text, "lang": lang, "sources": sources} for text, lang, sources in held.names],
        "identifiers": [{"scheme": x.scheme, "value": x.value} for x in held.identifiers],
        "properties": {name: list(value) if isinstance(value, tuple) else value for name, value in held.properties.items()},
        "records": [_record(view.snapshot, id, source) for id, source in held.records],
        "links": _link_counts(view, node),
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
    }


def statement(snapshot: Snapshot, held: Stored) -> Body:
    """A statement as its source makes it: both records by the names used there, Evidence, and the text around the quote."""
    said = held.statement
    info = snapshot.reader.source(said.source)
    return {
        "id": said.id,
        "type": said.type,
        "from": _end(snapshot, said.from_record, held.from_name, held.from_entity),
        "to": _end(snapshot, said.to_record, held.to_name, held.to_entity),
        **_said(snapshot, held),
        "evidence": evidence(held),
        "context": _context(info.source.text, said.locator) if info else None,
    }


def source_line(info: SourceInfo) -> Body:
    """A source in a list."""
    source = info.source
    return {
        **{name: getattr(source, name) for name in _SHOWN},
        "records": info.records,
        "statements": info.statements,
        "refused": len(source.refused),
        "loaded_at": info.loaded_at,
    }


def source(snapshot: Snapshot, info: SourceInfo) -> Body:
    """A source with its text, what was refused of it, and all it says, rejected statements included."""
    listed = source_line(info)
    held = snapshot.reader.source_statements(info.source.id)
    return {
        **listed,
        "counts": {name: listed[name] for name in ("records", "statements", "refused")},
        "refused": [{"locator": x.locator, "reason": x.reason} for x in info.source.refused],
        "warned": list(info.source.warned),
        **_alike(snapshot, info.source.id),
        "statements": [
            {
                **evidence(stored),
                "type": stored.statement.type,
                "from": _end(snapshot, stored.statement.from_record, stored.from_name, stored.from_entity),
                "to": _end(snapshot, stored.statement.to_record, stored.to_name, stored.to_entity),
                **_said(snapshot, stored),
            }
            for stored in held
        ],
        "text": info.source.text,
    }


def _alike(snapshot: Snapshot, id: str) -> Body:
    """The near-duplicates of a source, and the one of them that all count as where that is another one."""
    alike = [snapshot.sources[other].source for other in snapshot.duplicates.get(id, ()) if other != id]
    refs = [{"id": x.id, "title": x.title, "url": x.url, "date": x.date} for x in alike]
    return {"duplicate_of": refs[0] if snapshot.origin(id) != id else None, "duplicates": refs}


def _record(snapshot: Snapshot, id: str, source: str) -> Body:
    info = snapshot.sources.get(source)
    return {"id": id, "source": info.source.key if info else source, "source_id": source, "title": info.source.title if info else None}


def _link_counts(view: View, node: int) -> Body:
    """By type how many Links `out`, `in` and `both` list; what has no direction counts in each."""
    kinds = view.snapshot.links.type
    found = {name: kinds[view.incident(node, name)] for name in ("out", "in", "both")}
    return {
        TYPE_NAMES[code]: {name: int((types == code).sum()) for name, types in found.items()} for code in np.unique(found["both"]).tolist()
    }


def _end(snapshot: Snapshot, record: str, name: str, entity: str) -> Body:
    """An end of a statement: its entity's Ref, the record read for it and the name its source uses."""
    node = snapshot.index.get(entity)
    ref = snapshot.ref(node) if node is not None else {"id": entity, "name": name, "labels": [], "country": None}
    return {**ref, "record": record, "named": name}


def _said(snapshot: Snapshot, held: Stored) -> Body:
    said = held.statement
    stored = {name: list(value) if isinstance(value, tuple) else value for name, value in said.properties.items() if name not in MARKS}
    number = snapshot.money_of.get(said.id)
    return {
        "properties": stored | (snapshot.marks(number) if number is not None else {}),
        "valid_from": said.valid_from,
        "valid_to": said.valid_to,
        "end_state": said.end_state,
        "in_graph": said.in_graph,
    }


def _context(text: str | None, locator: str) -> Body | None:
    """The stored text before, of and after a quote; None where there is no text or the locator points elsewhere."""
    match = _CHARS.fullmatch(locator)
    if text is None or match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return {"before": text[max(start - _AROUND, 0) : start], "quote": text[start:end], "after": text[end : end + _AROUND]}

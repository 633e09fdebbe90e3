"""An example of each answer, for /openapi.json; a test holds them against the shapes."""

from typing import Any

from pydantic import BaseModel

from cooplinks.app.api import schemas
from cooplinks.app.graph.details import schema

VERSION = {"graph_version": "5-0a1b2c3d4e5f"}
LAST = {"next": None, "total": 1}
NONE_LEFT_OUT: dict[str, Any] = {"left_out": []}

MARRI = {"id": "org:marri@gaz", "name": "MARRI", "labels": ["Organisation", "Network"], "country": None}
BMZ = {"id": "org:bmz@gaz", "name": "German Federal Ministry", "labels": ["Organisation", "Donor", "Ministry"], "country": "DE"}
PROJECT = {"id": "project:governance~~1f0c9a", "name": "Migration governance", "labels": ["Project"], "country": None}
WORKSHOP = {"id": "event:workshop~~77aa01", "name": "Regional workshop", "labels": ["Event"], "country": "RS"}
SOURCE = {"id": "src:one-txt~~8e1f2a", "title": "Workshop in Belgrade", "url": "https://example.org/news/1", "date": "2023-05-18"}
EVIDENCE = {
    "statement_id": "8f14e45fceea167a5a36",
    "source": SOURCE,
    "locator": "char:102-144",
    "quote": "MARRI held a regional workshop in Belgrade",
    "extractor": "prose 1",
    "confidence": 0.9,
    "reviewed": None,
}
DATES = {"valid_from": "2023-05-16", "valid_to": "2023-05-17", "end_state": "unknown"}
NO_DATES = {"valid_from": None, "valid_to": None, "end_state": "unknown"}
AGREED = {"sources": 1, "confidence": 0.9, "evidence": [EVIDENCE]}
ORGANISED = {"type": "ORGANISED_BY", "from": WORKSHOP, "to": MARRI, "properties": {"role": ["organiser"]}, **DATES, **AGREED}
PART_OF = {"type": "PART_OF", "from": WORKSHOP, "to": PROJECT, "properties": {}, **DATES, **AGREED}
COMMITTED = {"measure": "committed", "amount": "100000", "currency": "EUR"}
FUNDED = {"type": "FUNDED_BY", "from": PROJECT, "to": BMZ, "properties": {**COMMITTED, "date": "2023-01-01"}, **NO_DATES, **AGREED}
SUM = {**COMMITTED, "flows": 1, "since": "2023-01-01", "until": "2023-01-01", "basis": "exact"}
NO_FLOWS: dict[str, Any] = {"total": {}, "flows": 0, "items": [], "next": None}
ENDS = {
    "from": {**WORKSHOP, "record": "event:workshop~~77aa01", "named": "a regional workshop"},
    "to": {**MARRI, "record": "org:marri~~02bc44", "named": "MARRI"},
}
SAID = {"type": "ORGANISED_BY", **ENDS, "properties": {"role": "organiser"}, **DATES, "in_graph": True}
READ = {
    **SOURCE,
    "key": "https://example.org/news/1",
    "kind": "prose",
    "publisher": "Example News",
    "licence": None,
    "language": "en",
    "extractor": "prose 1",
    "records": 4,
    "loaded_at": "2026-01-31T12:00:00Z",
}
PATHS = {
    **VERSION,
    "from": MARRI,
    "to": PROJECT,
    "paths": [
        {
            "length": 2,
            "nodes": [MARRI, WORKSHOP, PROJECT],
            "links": [{**ORGANISED, "forward": False, "parallel": []}, {**PART_OF, "forward": True, "parallel": []}],
        }
    ],
    "reason": None,
    **NONE_LEFT_OUT,
}

EXAMPLES: dict[type[BaseModel], dict[str, Any]] = {
    schemas.Alive: {"status": "ok"},
    schemas.Ready: {"ready": True, **VERSION},
    schemas.Stats: {
        **VERSION,
        "nodes": {"total": 4, "by_label": {"Organisation": 2, "Project": 1, "Event": 1}},
        "links": {"total": 3, "by_type": {"FUNDED_BY": 1, "ORGANISED_BY": 1, "PART_OF": 1}},
        "statements": 3,
        "sources": 1,
        "last_load": {"source": SOURCE["id"], "title": SOURCE["title"], "at": "2026-01-31T12:00:00Z", "version": "5-0a1b2c3d4e5f"},
    },
    schemas.SchemaAnswer: {name: lines[:1] for name, lines in schema().items()},
    schemas.SearchAnswer: {**VERSION, "items": [{**MARRI, "matched": "MARRI", "score": 1.0, "degree": 1}], **LAST},
    schemas.EntityAnswer: {
        **VERSION,
        **MARRI,
        "names": [{"name": "MARRI", "lang": None, "sources": 1}],
        "identifiers": [{"scheme": "gazetteer", "value": "marri"}],
        "properties": {},
        "records": [{"id": "org:marri~~02bc44", "source": READ["key"], "source_id": SOURCE["id"], "title": SOURCE["title"]}],
        "links": {"ORGANISED_BY": {"out": 0, "in": 1, "both": 1}},
        "valid_from": None,
        "valid_to": None,
    },
    schemas.LinksAnswer: {**VERSION, "items": [ORGANISED], **LAST, **NONE_LEFT_OUT},
    schemas.MetAnswer: {
        **VERSION,
        "items": [{"who": BMZ, "times": 1, "events": [WORKSHOP], "through": []}],
        **LAST,
        **NONE_LEFT_OUT,
    },
    schemas.StatementAnswer: {
        **VERSION,
        "id": EVIDENCE["statement_id"],
        **SAID,
        "evidence": EVIDENCE,
        "context": {"before": "In May ", "quote": EVIDENCE["quote"], "after": ". Speakers came from"},
    },
    schemas.SourcesAnswer: {**VERSION, "items": [{**READ, "statements": 3, "refused": 0}], **LAST},
    schemas.SourceAnswer: {
        **VERSION,
        **READ,
        "counts": {"records": 4, "statements": 3, "refused": 0},
        "refused": [],
        "warned": [],
        "duplicate_of": None,
        "duplicates": [],
        "statements": [{**EVIDENCE, **SAID}],
        "text": "In May MARRI held a regional workshop in Belgrade. Speakers came from …",
    },
    schemas.PathsAnswer: PATHS,
    schemas.AllPathsAnswer: {**PATHS, "total": 1},
    schemas.FundingAnswer: {
        **VERSION,
        "items": [
            {
                "funder": BMZ,
                "recipient": PROJECT,
                "via": [],
                "hops": 1,
                "money": [SUM],
                "sources": 1,
                "links": [FUNDED],
            }
        ],
        **LAST,
        "warnings": [],
        **NONE_LEFT_OUT,
    },
    schemas.FlowsAnswer: {
        **VERSION,
        "boundary": [MARRI],
        "measure": "committed",
        "incoming": {
            "total": {"EUR": "100000"},
            "flows": 1,
            "items": [{"entity": BMZ, "currency": "EUR", "amount": "100000", "flows": 1}],
            "next": None,
            "breakdown": {"by": "year", "items": [{"key": "2023", "total": {"EUR": "100000"}, "flows": 1}], "unallocated": {}},
        },
        "internal": NO_FLOWS,
        "outgoing": NO_FLOWS,
        "unmatched": NO_FLOWS,
        "rates": None,
        "unconverted": [],
        "warnings": [],
    },
    schemas.ChainAnswer: {
        **VERSION,
        "project": PROJECT,
        "funders": [{"entity": BMZ, "money": [SUM]}],
        "accountable": [],
        "extending": [],
        "implementing": [{"entity": MARRI, "money": []}],
        "upstream": [],
        "downstream": [],
        "gaps": [
            {
                "kind": "implementer_without_disbursement",
                "text": "MARRI (org:marri@gaz) carries it out, and no money is told to go there",
                "evidence": [EVIDENCE],
            }
        ],
        "warnings": [],
    },
    schemas.SubgraphAnswer: {**VERSION, "nodes": [WORKSHOP, MARRI], "links": [ORGANISED], "truncated": False, **NONE_LEFT_OUT},
    schemas.CentralityAnswer: {
        **VERSION,
        "items": [{"entity": MARRI, "score": 1.0, "rank": 1}],
        **LAST,
        "measure": "degree",
        "convention": "the number of Links of an entity",
        "exact": True,
        "samples": None,
        **NONE_LEFT_OUT,
    },
    schemas.Problem: {
        "type": "urn:cooplinks:problem:unknown-name",
        "title": "Nothing of that name",
        "status": 404,
        "detail": "no entity is known as 'MARI'",
        "id": "MARI",
        "did_you_mean": [MARRI],
    },
}

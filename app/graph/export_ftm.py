"""The graph as FollowTheMoney entities: a node is a Person, Organization, PublicBody, Company, Project, Event or Address, a link an entity
between two of them. FollowTheMoney has no words for some links: those are UnknownLinks whose role is our link type.

A money link between actors is a Payment whose `purpose` is its measure: measures are never added to one another. Flows that are told twice
or that are not counted are left out. What says so stands in `summary`, `publisher` and `sourceUrl`.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from cooplinks.app.ids import digest
from cooplinks.app.model import Entity
from cooplinks.app.ontology import FTM_ROLES, FTM_SCHEMATA

if TYPE_CHECKING:
    from cooplinks.app.graph.export import Export

Properties = dict[str, list[str]]
_LABELLED = (("GovernmentBody", "PublicBody"), ("Ministry", "PublicBody"), ("Company", "Company"))
_ACTORS = ("Person", "Organization", "PublicBody", "Company")


def write_ftm(export: "Export", out: BinaryIO) -> None:
    """JSON lines, one entity each: nodes ordered by id, then links; equal versions give equal bytes."""
    schemata: dict[str, str] = {}
    for entity in export.entities():
        schema = schema_of(entity.labels)
        schemata[entity.id] = schema
        out.write(_line(entity.id, schema, _node(entity, schema)))
    done: set[str] = set()
    for source, target, said in export.collapsed():
        id, schema, properties = _edge(export, source, target, said, schemata)
        if id not in done and said.get("counted") is not False:
            done.add(id)
            out.write(_line(id, schema, properties | _cited(said)))


def schema_of(labels: Iterable[str]) -> str:
    """The schema of an entity with these labels."""
    labels = tuple(labels)
    further = next((schema for label, schema in _LABELLED if label in labels), None)
    return further or FTM_SCHEMATA[labels[0]]


def _node(entity: Entity, schema: str) -> Properties:
    held = entity.properties
    ids = [i.value for i in entity.identifiers if i.scheme != "wikidata"]
    found = {
        "name": [entity.name],
        "alias": sorted({text for text, _, _ in entity.names} - {entity.name}),
        "country": [entity.country.lower()] if entity.country else [],
        "wikidataId": sorted(i.value for i in entity.identifiers if i.scheme == "wikidata"),
        "summary": [str(held["description"])] if held.get("description") else [],
    }
    if schema in _ACTORS:
        found["idNumber"] = sorted(set(ids))
        found["classification"] = [label for label in entity.labels[1:] if label != "Donor"]
    if schema in ("Project", "Event"):
        found |= {"startDate": _listed(entity.valid_from), "endDate": _listed(entity.valid_to)}
    if schema == "Project":
        found |= {"projectId": sorted(set(ids)), "status": _listed(held.get("status"))}
    if schema == "Address":
        found |= {"full": [entity.name], "latitude": _listed(held.get("latitude")), "longitude": _listed(held.get("longitude"))}
    return found


def _edge(export: "Export", source: str, target: str, said: dict[str, Any], schemata: dict[str, str]) -> tuple[str, str, Properties]:
    """The id, schema and properties of a link."""
    type = said["type"]
    span = {"startDate": _listed(said["valid_from"]), "endDate": _listed(said["valid_to"])}
    ends = schemata[source], schemata[target]
    if type == "FUNDED_BY" and said.get("amount") and ends[0] in _ACTORS and ends[1] in _ACTORS:
        projects = export.snapshot.named(str(said.get("via", "")))
        properties = {
            "payer": [target],
            "beneficiary": [source],
            "project": [export.snapshot.nodes.ids[n] for n in projects[:1]],
            "amount": [str(said["amount"])],
            "currency": _listed(said.get("currency")),
            "date": _listed(said.get("date")),
            "purpose": _listed(said.get("measure")),
            "recordId": _listed(said.get("grant")),
        }
        return said.get("flow") or _id("Payment", source, target), "Payment", properties
    if ends[0] == "Project" and ends[1] in _ACTORS and type in FTM_ROLES:
        role = FTM_ROLES[type]
        return _id(type, source, target), "ProjectParticipant", {"project": [source], "participant": [target], "role": [role], **span}
    if type == "REPRESENTS":
        title = said.get("title") or []
        return _id(type, source, target), "Representation", {"agent": [source], "client": [target], "role": list(title), **span}
    if type == "PART_OF" and ends[0] in _ACTORS:
        return _id(type, source, target), "Membership", {"member": [source], "organization": [target], **span}
    roles = said.get("role") or []
    return (
        _id(type, source, target),
        "UnknownLink",
        {"subject": [source], "object": [target], "role": [type], "status": list(roles), **span},
    )


def _id(*parts: str) -> str:
    return digest("ftm", *parts)


def _cited(said: dict[str, Any]) -> Properties:
    return {
        name: _listed(said.get(key)) for name, key in (("summary", "quote"), ("publisher", "source_title"), ("sourceUrl", "source_url"))
    }


def _listed(value: object) -> list[str]:
    return [str(value)] if value not in (None, "") else []


def _line(id: str, schema: str, properties: Properties) -> bytes:
    held = {name: values for name, values in properties.items() if values}
    return json.dumps({"id": id, "schema": schema, "properties": held}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

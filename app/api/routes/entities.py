"""Entities: one, its links, whom it met, and the search for them."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from cooplinks.app.api.deps import Asking, own_id
from cooplinks.app.api.openapi import EntityId, answers
from cooplinks.app.api.queries import EntityQuery, LinksQuery, MetQuery, SearchQuery
from cooplinks.app.api.schemas import EntityAnswer, LinksAnswer, MetAnswer, SearchAnswer

router = APIRouter(tags=["entities"])


@router.get("/search", **answers(SearchAnswer))
async def search(ask: Asking, query: Annotated[SearchQuery, Query()]) -> Response:
    """Entities by name, acronym or identifier, best first; typos, missing diacritics and the other alphabet find them too."""
    country = query.country and query.country.upper()
    return await ask(query, lambda graph, _: graph.search(query.q, labels=tuple(query.labels or ()), country=country, **query.page))


@router.get("/entities/{id:segment}", **answers(EntityAnswer, in_path=True))
async def entity(ask: Asking, id: EntityId, query: Annotated[EntityQuery, Query()]) -> Response:
    """An entity: names, identifiers, properties, the records it is made of, how many links of each type."""
    return await ask(query, lambda graph, _: graph.entity(own_id(graph, id, by_name=query.by_name)))


@router.get("/entities/{id:segment}/links", **answers(LinksAnswer, in_path=True))
async def links(ask: Asking, id: EntityId, query: Annotated[LinksQuery, Query()]) -> Response:
    """The links of an entity, each with its evidence, by type, then by the ids of both ends."""
    return await ask(
        query,
        lambda graph, _: graph.links(
            own_id(graph, id, by_name=query.by_name), direction=query.direction.value, filters=query.filters(graph), **query.page
        ),
    )


@router.get("/entities/{id:segment}/met", **answers(MetAnswer, in_path=True))
async def met(ask: Asking, id: EntityId, query: Annotated[MetQuery, Query()]) -> Response:
    """Who sat in the same rooms as a person or an organisation, most often first."""
    return await ask(
        query, lambda graph, _: graph.met(own_id(graph, id, by_name=query.by_name), filters=query.filters(graph), **query.page)
    )

"""Projects."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from cooplinks.app.api.deps import Asking, own_id
from cooplinks.app.api.openapi import EntityId, answers
from cooplinks.app.api.queries import ChainQuery
from cooplinks.app.api.respond import CSV
from cooplinks.app.api.schemas import ChainAnswer
from cooplinks.app.graph.chain import as_csv

router = APIRouter(tags=["projects"])


@router.get("/projects/{id:segment}/chain", **answers(ChainAnswer, also=CSV, in_path=True))
async def chain(ask: Asking, id: EntityId, query: Annotated[ChainQuery, Query()]) -> Response:
    """Who funds a project, answers for it, extends it, carries it out; the projects up and down the money; and the gaps.

    `Accept: text/csv` gives a table.
    """
    return await ask(
        query,
        lambda graph, deadline: graph.chain(own_id(graph, id, by_name=query.by_name), filters=query.filters(graph), deadline=deadline),
        also={CSV: lambda body: as_csv(body).encode()},
    )

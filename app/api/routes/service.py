"""About the service: alive, ready, what the graph holds, its vocabulary."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from cooplinks.app.api.deps import Asking
from cooplinks.app.api.openapi import PROBLEMS, answers
from cooplinks.app.api.queries import Question
from cooplinks.app.api.respond import JSON, to_json
from cooplinks.app.api.schemas import Alive, Ready, SchemaAnswer, Stats
from cooplinks.app.graph import details

health = APIRouter(tags=["service"])
router = APIRouter(tags=["service"])

UNCACHED = {"Cache-Control": "no-store"}


@health.get("/healthz", response_model=None, responses={200: {"model": Alive}})
async def healthz() -> Response:
    """The process runs."""
    return Response(to_json({"status": "ok"}), 200, UNCACHED, JSON)


@health.get("/readyz", response_model=None, responses={200: {"model": Ready}, 503: PROBLEMS[503]})
async def readyz(request: Request) -> Response:
    """The store is reached and the graph is read, at which version; else 503."""
    version = request.app.state.service.graph().version
    return Response(to_json({"ready": True, "graph_version": version}), 200, UNCACHED, JSON)


@router.get("/stats", **answers(Stats))
async def stats(ask: Asking, query: Annotated[Question, Query()]) -> Response:
    """How many nodes and links of each kind, statements, sources; the last load that changed the graph."""
    return await ask(query, lambda graph, _: graph.stats())


@router.get("/schema", **answers(SchemaAnswer))
async def schema(ask: Asking) -> Response:
    """The vocabulary: labels, link types with their ends, properties and meaning. It is the program's own, whatever the graph holds."""
    return ask.fixed(details.schema())

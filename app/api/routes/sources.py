"""What was read and what it says."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from cooplinks.app.api.deps import Asking, nameable
from cooplinks.app.api.openapi import SourceId, StatementId, answers
from cooplinks.app.api.queries import ListQuery, Question
from cooplinks.app.api.schemas import SourceAnswer, SourcesAnswer, StatementAnswer

router = APIRouter(tags=["sources"])


@router.get("/statements/{id:segment}", **answers(StatementAnswer))
async def statement(ask: Asking, id: StatementId, query: Annotated[Question, Query()]) -> Response:
    """One statement: both ends as the source names them, its evidence, the text around the quote."""
    nameable(id, "statement")
    return await ask(query, lambda graph, _: graph.statement(id))


@router.get("/sources", **answers(SourcesAnswer))
async def sources(ask: Asking, query: Annotated[ListQuery, Query()]) -> Response:
    """What was read, by id."""
    return await ask(query, lambda graph, _: graph.sources(**query.page), by_content=True)


@router.get("/sources/{id:segment}", **answers(SourceAnswer))
async def source(ask: Asking, id: SourceId, query: Annotated[Question, Query()]) -> Response:
    """One source: what it says in text or file order, what was refused of it, its text; also found by its key."""
    nameable(id, "source")
    return await ask(query, lambda graph, _: graph.source(id), by_content=True)

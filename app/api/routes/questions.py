"""Questions to the graph as a whole: paths, funding, centrality, pieces to draw."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from cooplinks.app.api.deps import Asking
from cooplinks.app.api.openapi import answers
from cooplinks.app.api.queries import AllPathsQuery, CentralityQuery, FlowsQuery, FundingQuery, PathsQuery, SubgraphQuery
from cooplinks.app.api.respond import CSV, page_headers, part_headers
from cooplinks.app.api.schemas import AllPathsAnswer, CentralityAnswer, FlowsAnswer, FundingAnswer, PathsAnswer, SubgraphAnswer
from cooplinks.app.graph import flows as flows_table
from cooplinks.app.graph.funding import as_csv

router = APIRouter(tags=["questions"])


@router.get("/paths", **answers(PathsAnswer))
async def paths(ask: Asking, query: Annotated[PathsQuery, Query()]) -> Response:
    """The k shortest simple paths: fewest hops first, then the highest weakest confidence, then ids; every hop with its evidence."""
    return await ask(
        query,
        lambda graph, deadline: graph.paths(
            query.from_,
            query.to,
            k=query.k,
            max_length=query.max_length,
            directed=query.directed,
            filters=query.filters(graph),
            by_name=query.by_name,
            deadline=deadline,
        ),
    )


@router.get("/paths/all", **answers(AllPathsAnswer))
async def all_paths(ask: Asking, query: Annotated[AllPathsQuery, Query()]) -> Response:
    """All shortest paths, to `limit`, in the order of /paths."""
    return await ask(
        query,
        lambda graph, deadline: graph.all_paths(
            query.from_,
            query.to,
            limit=query.limit,
            max_length=query.max_length,
            directed=query.directed,
            filters=query.filters(graph),
            by_name=query.by_name,
            deadline=deadline,
        ),
    )


@router.get("/funding", **answers(FundingAnswer, also=CSV))
async def funding(ask: Asking, query: Annotated[FundingQuery, Query()]) -> Response:
    """Who funds whom, directly or through others, one item per way; `Accept: text/csv` gives a table."""
    return await ask(
        query,
        lambda graph, deadline: graph.funding(
            funder=query.funder,
            recipient=query.recipient,
            via=tuple(query.via or ()),
            max_hops=query.max_hops,
            filters=query.filters(graph),
            by_name=query.by_name,
            deadline=deadline,
            **query.page,
        ),
        also={CSV: lambda body: as_csv(body).encode()},
        more_headers=page_headers,
    )


@router.get("/flows", **answers(FlowsAnswer, also=CSV))
async def flows(ask: Asking, query: Annotated[FlowsQuery, Query()]) -> Response:
    """What flows into, within and out of a boundary of organisations or of projects; `Accept: text/csv` gives a table."""
    return await ask(
        query,
        lambda graph, deadline: graph.flows(
            tuple(query.boundary),
            measure=query.measure,
            currency=query.currency,
            by=query.breakdown,
            part=query.part,
            filters=query.filters(graph),
            by_name=query.by_name,
            deadline=deadline,
            **query.page,
        ),
        also={CSV: lambda body: flows_table.as_csv(body).encode()},
        more_headers=part_headers,
    )


@router.get("/subgraph", **answers(SubgraphAnswer))
async def subgraph(ask: Asking, query: Annotated[SubgraphQuery, Query()]) -> Response:
    """The nodes and links around some entities, for drawing."""
    return await ask(
        query,
        lambda graph, deadline: graph.subgraph(
            tuple(query.ids), depth=query.depth, limit=query.limit, filters=query.filters(graph), by_name=query.by_name, deadline=deadline
        ),
    )


@router.get("/centrality/{measure}", **answers(CentralityAnswer))
async def centrality(
    ask: Asking, measure: Annotated[str, Path(examples=["degree"])], query: Annotated[CentralityQuery, Query()]
) -> Response:
    """Entities ranked by a measure, highest first; a measure that is not there is 422 and names those that are."""
    return await ask(
        query,
        lambda graph, deadline: graph.centrality(
            measure, labels=tuple(query.labels or ()), filters=query.filters(graph), deadline=deadline, **query.page
        ),
    )

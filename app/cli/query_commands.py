"""Commands that ask: `cooplinks query`, the state of the store, the vocabulary, and the graph whole."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cooplinks.app.cli.opening import Body, answer, filters_of, graph_of, id_of, ids_of, source_of
from cooplinks.app.cli.options import BY, CURSOR, DEADLINE, JSON, LIMIT, STORE, X, filtered
from cooplinks.app.cli.program import app, query
from cooplinks.app.errors import WrongUse

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph


@app.command()
def status(ctx: typer.Context, json: JSON = False, store: STORE = None) -> None:
    """What the store holds, its last load, loads that broke off, and who loads now."""
    from cooplinks.app import show

    with graph_of(ctx, store) as graph:
        body = graph.stats()
        now = graph.store.status()
        address = ctx.obj.redact(graph.store.address)
    if json:
        show.write_json(body)
    else:
        show.status(body, address=address, loading=now.loading, interrupted=now.interrupted)


@app.command()
@filtered
def export(
    ctx: typer.Context,
    format: Annotated[
        str,
        typer.Argument(metavar="FORMAT", show_default=False, help="graphml, node-link, csv (a zip of three tables), ftm (FollowTheMoney)"),
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="where to (default: standard output)")] = None,
    collapse: Annotated[bool, typer.Option("--collapse", help="one edge per link instead of one per statement")] = False,
    by: BY = None,
    store: STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Write the graph, whole or filtered."""
    from cooplinks.app.show import binary_stdout, note, written

    if output is None and sys.stdout.isatty():
        raise WrongUse("standard output is a terminal: say -o FILE, or send it on with > or |", "output")
    to_stdout = output is None or str(output) == "-"
    with graph_of(ctx, store) as graph:
        wanted = filters_of(graph, filters, by)
        with binary_stdout() if to_stdout else written(Path(output or "")) as out:
            version = graph.export(format, out, collapse=collapse, filters=wanted)
    if not to_stdout:
        note(f"{output} holds version {version}")


@app.command()
def schema(json: JSON = False) -> None:
    """The vocabulary: labels, link types, their ends and what they mean."""
    from cooplinks.app import show
    from cooplinks.app.questions import Graph

    body = Graph.schema()
    (show.write_json if json else show.schema)(body)


@query.callback()
def _query(ctx: typer.Context, store: STORE = None) -> None:
    ctx.obj.store = store or ctx.obj.store


@query.command("paths")
@filtered
def paths_(
    ctx: typer.Context,
    from_: Annotated[str, typer.Argument(metavar="FROM", show_default=False, help="an id, identifier or exact name")],
    to: Annotated[str, typer.Argument(metavar="TO", show_default=False, help="likewise")],
    k: Annotated[int, typer.Option("--k", "-k", help="how many paths, shortest first")] = 1,
    max_length: Annotated[int, typer.Option(help="most hops")] = 6,
    directed: Annotated[bool, typer.Option("--directed", help="only along the links' direction")] = False,
    deadline_s: DEADLINE = 10.0,
    by: BY = None,
    json: JSON = False,
    store: STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """How two are connected: the shortest paths, hop by hop, with the words that say so."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    def ask(graph: "Graph") -> Body:
        ends = id_of(graph, from_, by), id_of(graph, to, by)
        options: dict[str, Any] = {"k": k, "max_length": max_length, "directed": directed}
        return graph.paths(*ends, **options, filters=filters_of(graph, filters, by), deadline=Deadline.after(deadline_s))

    answer(ctx, store, json, ask, show.paths)


@query.command("funding")
@filtered
def funding(
    ctx: typer.Context,
    funder: Annotated[str | None, typer.Option(metavar="X", help="whom X funds")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="Y", help="who funds Y")] = None,
    via: Annotated[list[str] | None, typer.Option(metavar="Z", help="only ways that pass Z (repeatable)")] = None,
    max_hops: Annotated[int, typer.Option(help="most steps of a way")] = 3,
    limit: LIMIT = 50,
    cursor: CURSOR = None,
    deadline_s: DEADLINE = 10.0,
    by: BY = None,
    json: JSON = False,
    store: STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Who funds whom, directly or through whom; without X and Y the whole table."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    def ask(graph: "Graph") -> Body:
        giver, taker = (None if text is None else id_of(graph, text, by) for text in (funder, recipient))
        options: dict[str, Any] = {"via": ids_of(graph, via or [], by), "max_hops": max_hops, "limit": limit, "cursor": cursor}
        chosen = filters_of(graph, filters, by)
        return graph.funding(funder=giver, recipient=taker, **options, filters=chosen, deadline=Deadline.after(deadline_s))

    answer(ctx, store, json, ask, show.funding)


@query.command("flows")
@filtered
def flows(
    ctx: typer.Context,
    boundary: Annotated[list[str], typer.Argument(metavar="X…", show_default=False, help="organisations (persons too), or projects")],
    measure: Annotated[str, typer.Option(metavar="MEASURE", help="committed, paid, …: one; none is added to another")] = "committed",
    currency: Annotated[str | None, typer.Option(metavar="EUR", help="convert to it at the European Central Bank's rates")] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="year|country|sector", help="break each part down; name,year: X are names"),
    ] = None,
    part: Annotated[str | None, typer.Option(metavar="PART", help="list this part only: incoming, internal, outgoing, unmatched")] = None,
    limit: LIMIT = 50,
    cursor: CURSOR = None,
    deadline_s: DEADLINE = 10.0,
    json: JSON = False,
    store: STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """What money flows into, within and out of a boundary; each flow is in one part."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    words = [word.strip() for word in by.split(",")] if by else []
    naming = next((word for word in words if word in ("id", "name")), None)
    broken_down = [word for word in words if word != naming]
    if len(broken_down) > 1:
        raise WrongUse("--by takes one of year, country, sector at a time", "by")

    def ask(graph: "Graph") -> Body:
        options: dict[str, Any] = {"measure": measure, "currency": currency, "part": part, "limit": limit, "cursor": cursor}
        inside, chosen = ids_of(graph, boundary, naming), filters_of(graph, filters, naming)
        return graph.flows(inside, **options, by=next(iter(broken_down), None), filters=chosen, deadline=Deadline.after(deadline_s))

    answer(ctx, store, json, ask, show.flows)


@query.command("chain")
@filtered
def chain(
    ctx: typer.Context,
    x: X,
    deadline_s: DEADLINE = 10.0,
    by: BY = None,
    json: JSON = False,
    store: STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Who funds project X, answers for it, extends it, carries it out; the projects up and down the money; and the gaps."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    def ask(graph: "Graph") -> Body:
        return graph.chain(id_of(graph, x, by), filters=filters_of(graph, filters, by), deadline=Deadline.after(deadline_s))

    answer(ctx, store, json, ask, show.chain)


@query.command("met")
@filtered
def met(
    ctx: typer.Context,
    x: X,
    limit: LIMIT = 50,
    cursor: CURSOR = None,
    by: BY = None,
    json: JSON = False,
    store: STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Who sat in the same rooms as X, most often first."""
    from cooplinks.app import show

    def ask(graph: "Graph") -> Body:
        return graph.met(id_of(graph, x, by), filters=filters_of(graph, filters, by), limit=limit, cursor=cursor)

    answer(ctx, store, json, ask, show.met)


@query.command("entity")
def entity(ctx: typer.Context, x: X, by: BY = None, json: JSON = False, store: STORE = None) -> None:
    """All that is held of X."""
    from cooplinks.app import show

    answer(ctx, store, json, lambda graph: graph.entity(id_of(graph, x, by)), show.entity)


@query.command("source")
def source(
    ctx: typer.Context,
    x: Annotated[str, typer.Argument(metavar="X", show_default=False, help="the id, key, address or path of a source")],
    json: JSON = False,
    store: STORE = None,
) -> None:
    """What an article or a file says: each sentence or element with the statements read from it."""
    from cooplinks.app import show

    answer(ctx, store, json, lambda graph: graph.source(source_of(graph.store, x).id), show.source)


@query.command("search")
def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False, help="a name, part of one, an acronym; typos are forgiven")],
    labels: Annotated[str | None, typer.Option(metavar="A,B", help="only these labels")] = None,
    country: Annotated[str | None, typer.Option(metavar="CC", help="only of this country (ISO 3166-1 alpha-2)")] = None,
    limit: LIMIT = 50,
    cursor: CURSOR = None,
    json: JSON = False,
    store: STORE = None,
) -> None:
    """Find entities by name, best first."""
    from cooplinks.app import show

    wanted = tuple(part.strip() for part in labels.split(",")) if labels else ()
    answer(ctx, store, json, lambda graph: graph.search(text, labels=wanted, country=country, limit=limit, cursor=cursor), show.search)

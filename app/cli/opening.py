"""Opening the store, and finding what words of a command name."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from cooplinks.app.errors import Ambiguous, UnknownName, WrongUse

if TYPE_CHECKING:
    from cooplinks.app.graph.filters import Filters
    from cooplinks.app.questions import Graph
    from cooplinks.app.settings import Settings
    from cooplinks.app.store.base import Store

Body = dict[str, Any]


@contextmanager
def graph_of(ctx: typer.Context, store: str | None) -> "Iterator[Graph]":
    from cooplinks.app.questions import Graph
    from cooplinks.app.store import open_store

    with Graph(open_store(ctx.obj.settings(store))) as graph:
        yield graph


@contextmanager
def store_of(settings: "Settings") -> "Iterator[Store]":
    from cooplinks.app.store import open_store

    store = open_store(settings)
    try:
        yield store
    finally:
        store.close()


def answer(ctx: typer.Context, store: str | None, json: bool, ask: "Callable[[Graph], Body]", show: Callable[[Body], None]) -> None:
    from cooplinks.app.show import write_json

    with graph_of(ctx, store) as graph:
        body = ask(graph)
    (write_json if json else show)(body)


def id_of(graph: "Graph", text: str, by: str | None) -> str:
    """The id of what `text` names: an id or identifier, else an exact name."""
    if by not in (None, "id", "name"):
        raise WrongUse(f"--by {by!r} is unknown; allowed: id, name", "by")
    if by == "name":
        return graph.resolve(text, by_name=True)
    try:
        return graph.resolve(text)
    except UnknownName as unknown:
        if by == "id":
            raise
        try:
            return graph.resolve(text, by_name=True)
        except UnknownName:
            raise unknown from None


def ids_of(graph: "Graph", texts: list[str], by: str | None) -> list[str]:
    """Each text one name, or ids parted by commas."""
    found: list[str] = []
    for text in texts:
        try:
            found.append(id_of(graph, text, by))
        except UnknownName:
            if "," not in text:
                raise
            found += [id_of(graph, part, by) for part in text.split(",")]
    return found


def filters_of(graph: "Graph", given: Mapping[str, Any], by: str | None) -> "Filters":
    asked = dict(given)
    for name in ("types", "node_labels"):
        if name in asked:
            asked[name] = [part.strip() for part in asked[name].split(",")]
    if "source" in asked:
        asked["source"] = [part for text in asked["source"] for part in ([text] if "://" in text else text.split(","))]
    if "exclude" in asked:
        asked["exclude"] = ids_of(graph, asked["exclude"], by)
    return graph.filters(**asked)


def source_of(store: "Store", text: str) -> Any:
    """The source that bears this id, key or address, or was read from this path."""
    from cooplinks.app.load import place, sources

    known = [info.source for info in sources(store)]
    found = [s for s in known if text in (s.id, s.key, s.url)] or [s for s in known if s.path in (text, place(text))]
    if not found:
        raise UnknownName(text, "source")
    if len(found) > 1:
        raise Ambiguous(text, [{"id": s.id} for s in found])
    return found[0]


def told_by(act: str) -> str:
    import platform

    return f"cooplinks {act}, process {os.getpid()} on {platform.node() or 'this machine'}"

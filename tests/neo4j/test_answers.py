"""Every question answers the same from Neo4j as from SQLite, to the byte, but for the version and the time of loading."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from cooplinks.app.questions import Graph
from cooplinks.app.store.neo4j import Neo4jStore
from cooplinks.app.store.sqlite import SqliteStore
from tests.neo4j.test_browser import load_examples

MEASURES = ("degree", "weighted_degree", "pagerank", "betweenness", "closeness", "harmonic")
TEXTS = ("ministy interior", "MARRI", "Ћуцић", "Cucic", "Hadzimesic", "OSCE", "Group 484", "amif", "zzz")


@pytest.fixture
def graphs(store: Neo4jStore) -> Iterator[tuple[Graph, Graph]]:
    other = SqliteStore.open("memory://")
    other.apply_schema()
    for each in (store, other):
        load_examples(each)
    with Graph(store) as neo4j, Graph(other) as sqlite:
        yield neo4j, sqlite


def plain(body: Any) -> Any:
    """The body without what tells two loads of the same apart."""
    left_out = {"graph_version", "last_load", "loaded_at", "next"}
    if isinstance(body, dict):
        return {key: plain(value) for key, value in body.items() if key not in left_out}
    return [plain(value) for value in body] if isinstance(body, list) else body


def questions(graph: Graph) -> Iterator[tuple[str, Any]]:
    """Each question with its answer."""
    yield "stats", graph.stats()
    yield "sources", graph.sources()
    everything = graph.filters(types=["MENTIONED_IN", "ATTENDED", "FUNDED_BY"])
    for source in graph.sources()["items"]:
        held = graph.source(source["id"])
        yield f"source {source['id']}", held
        for said in held["statements"]:
            yield f"statement {said['statement_id']}", graph.statement(said["statement_id"])
    for text in TEXTS:
        yield f"search {text}", graph.search(text)
    ids = sorted(node["id"] for node in json.loads(exported(graph, "node-link"))["nodes"])
    for id in ids:
        yield f"entity {id}", graph.entity(id)
        yield f"links {id}", graph.links(id, limit=1000)
        yield f"mentions {id}", graph.links(id, filters=everything, limit=1000)
        if id.startswith(("org:", "person:")):
            yield f"met {id}", graph.met(id, limit=1000)
    for a, b in zip(ids, ids[7:], strict=False):
        yield f"paths {a} {b}", graph.paths(a, b, k=3)
        yield f"all paths {a} {b}", graph.all_paths(a, b)
    yield "funding", graph.funding(limit=1000)
    yield "at", graph.funding(filters=graph.filters(at="2022", time="certain"))
    yield "subgraph", graph.subgraph(["org:marri@gaz"], depth=2)
    for measure in MEASURES:
        yield measure, graph.centrality(measure, limit=1000)


def exported(graph: Graph, format: str, *, collapse: bool = False) -> bytes:
    out = io.BytesIO()
    graph.export(format, out, collapse=collapse)
    return out.getvalue()


def test_every_question_answers_the_same(graphs: tuple[Graph, Graph]) -> None:
    neo4j, sqlite = (dict(questions(graph)) for graph in graphs)
    assert len(neo4j) > 400
    assert [name for name in neo4j if plain(neo4j[name]) != plain(sqlite.get(name))] == []
    assert neo4j.keys() == sqlite.keys()


@pytest.mark.parametrize("collapse", [False, True])
@pytest.mark.parametrize("format", ["graphml", "node-link", "csv"])
def test_every_export_is_the_same(graphs: tuple[Graph, Graph], format: str, collapse: bool) -> None:
    versions = [graph.version.encode() for graph in graphs]
    neo4j, sqlite = (exported(graph, format, collapse=collapse) for graph in graphs)
    assert len(neo4j) > 1000
    assert neo4j.replace(versions[0], versions[1]) == sqlite

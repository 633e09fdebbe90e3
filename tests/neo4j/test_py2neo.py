"""What an old py2neo notebook can still do against a Neo4j of ours: what `docs/py2neo.md` says, measured."""

import warnings
from typing import Any
from urllib.parse import urlsplit

import pytest

from cooplinks.app.store.neo4j import Neo4jStore
from tests.neo4j.server import Neo4j, collect_quietly
from tests.neo4j.test_browser import load_examples

py2neo = pytest.importorskip("py2neo")
pytestmark = [pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def notebook(store: Neo4jStore, server: Neo4j) -> Any:
    load_examples(store)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = py2neo.Graph(server.url.replace("neo4j://", "bolt://"), auth=(server.user, server.password), name=server.database)
        yield graph
        graph.service.connector.close()
    # py2neo leaves sockets open; without this some later test would be told.
    del graph
    collect_quietly()


def test_cypher_over_bolt_works(notebook: Any) -> None:
    rows = notebook.run("MATCH (p:Project)-[f:FUNDED_BY]->(d) RETURN d.name AS donor, f.quote AS quote").data()
    assert len(rows) == 5
    assert all(row["quote"] for row in rows)


def test_node_matching_works(notebook: Any) -> None:
    from py2neo import NodeMatcher

    assert NodeMatcher(notebook).match("Organisation", country="RS").count() > 0


def test_bulk_works(notebook: Any) -> None:
    from py2neo.bulk import merge_nodes

    merge_nodes(notebook.auto(), [["py2neo:a"], ["py2neo:b"]], ("Scratch", "id"), keys=["id"])
    assert notebook.evaluate("MATCH (s:Scratch) RETURN count(s)") == 2


def test_http_does_not_work(notebook: Any, server: Neo4j) -> None:
    port = urlsplit(getattr(server, "http_url", "http://127.0.0.1:1")).port
    with pytest.raises(Exception):  # noqa: B017, PT011 - it fails in several ways, by version
        py2neo.Graph(f"http://127.0.0.1:{port}", auth=(server.user, server.password)).run("RETURN 1").data()


def test_schema_helpers_do_not_work(notebook: Any) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - the procedures it calls are gone
        notebook.schema.get_indexes("Entity")
    with pytest.raises(Exception):  # noqa: B017, PT011
        notebook.schema.create_uniqueness_constraint("Scratch", "id")

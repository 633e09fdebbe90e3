"""The graph as a file or a networkx graph: the same in each form, nothing lost on the way."""

import csv
import io
import json
import zipfile
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.filters import Filters
from cooplinks.app.questions import Graph
from tests.unit.graph.world import World

BOTH = pytest.mark.parametrize("collapse", [False, True])


def world() -> World:
    made = World()
    made.add(
        "org:a", "A & <B>", aliases=("Б",), identifiers=("XM-1",), country="RS", properties={"founded": 1990, "id": "x", "tags": ("p", "q")}
    )
    made.add("org:b", properties={"founded": "about 1990"})
    made.add("org:lone")
    made.add("event:e", valid_from="2023-05")
    made.say("FUNDED_BY", "org:a", "org:b", measure="paid", amount="1.50", currency="EUR", flow="f", reviewed=True)
    made.say("PARTNER_OF", "org:b", "org:a", by="src:b", confidence=0.5, quote="line\r\nline\x0b\tend ")
    made.say("PARTNER_OF", "org:a", "org:b", quote=" = quoted ")
    made.say("ATTENDED", "org:a", "event:e", role="host", on_behalf_of=("org:b", "org:lone"), key="k", share=0.5)
    made.say("ATTENDED", "org:b", "event:e", share=1)
    made.say("MENTIONED_IN", "org:a", "src:a")
    return made


def written(graph: Graph, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    graph.export(format, out, **options)
    return out.getvalue()


def same(one: "nx.MultiDiGraph[str]", other: "nx.MultiDiGraph[str]") -> bool:
    nodes = dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    edges = {(a, b, k): d for a, b, k, d in one.edges(keys=True, data=True)} == {
        (a, b, k): d for a, b, k, d in other.edges(keys=True, data=True)
    }
    return nodes and edges and one.graph["graph_version"] == other.graph["graph_version"]


@BOTH
def test_graphml_and_node_link_hold_the_graph_of_to_networkx(collapse: bool) -> None:
    graph = world().graph()
    held = graph.to_networkx(collapse=collapse)
    graphml = nx.read_graphml(io.BytesIO(written(graph, "graphml", collapse=collapse)), force_multigraph=True)
    assert same(held, graphml)
    assert same(held, nx.node_link_graph(json.loads(written(graph, "node-link", collapse=collapse)), edges="edges"))


@BOTH
def test_a_script_s_own_round_trips_lose_nothing(collapse: bool) -> None:
    held = world().graph().to_networkx(collapse=collapse)
    file = io.BytesIO()
    nx.write_graphml(held, file)
    file.seek(0)
    assert same(held, nx.read_graphml(file, force_multigraph=True))
    assert same(held, nx.node_link_graph(json.loads(json.dumps(nx.node_link_data(held, edges="edges"))), edges="edges"))


@BOTH
def test_a_key_has_one_type_and_nothing_is_none_or_a_list(collapse: bool) -> None:
    held = world().graph().to_networkx(collapse=collapse)
    for data in ([d for _, d in held.nodes(data=True)], [d for *_, d in held.edges(data=True)]):
        kinds: dict[str, set[type]] = {}
        for attributes in data:
            for name, value in attributes.items():
                kinds.setdefault(name, set()).add(type(value))
        assert all(len(found) == 1 and found <= {str, int, float, bool} for found in kinds.values()), kinds


def test_an_edge_is_a_statement_or_collapsed_a_link() -> None:
    graph = world().graph()
    single, collapsed = graph.to_networkx(), graph.to_networkx(collapse=True)
    assert sorted(key for *_, key in single.edges(keys=True)) == ["s00000", "s00001", "s00002", "s00003", "s00004"]
    assert (collapsed.number_of_edges(), collapsed.number_of_nodes()) == (4, 4)
    (partner,) = (d for *_, d in collapsed.edges(data=True) if d["type"] == "PARTNER_OF")
    assert (partner["sources"], partner["statements"], partner["confidence"]) == (2, 2, 1.0)
    assert graph.stats()["links"]["total"] == 4
    assert graph.stats()["statements"] == 5


def test_with_link_filters_only_the_nodes_of_its_links() -> None:
    graph = world().graph()
    assert sorted(graph.to_networkx()) == ["event:e", "org:a", "org:b", "org:lone"]
    assert sorted(graph.to_networkx(filters=Filters(types=("PARTNER_OF",)))) == ["org:a", "org:b"]
    assert sorted(graph.to_networkx(filters=Filters(max_degree=1))) == ["event:e", "org:a", "org:b", "org:lone"]


@pytest.mark.parametrize("format", ["graphml", "node-link", "csv"])
@BOTH
def test_equal_versions_give_equal_bytes(format: str, collapse: bool) -> None:
    one, other = world(), world()
    other.said.reverse()
    other.entities = dict(reversed(other.entities.items()))
    assert written(one.graph(), format, collapse=collapse) == written(other.graph(), format, collapse=collapse)


def tables(graph: Graph, **options: Any) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(written(graph, "csv", **options))) as archive:
        return {name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""))) for name in archive.namelist()}


@BOTH
def test_csv_tables_join(collapse: bool) -> None:
    found = tables(world().graph(), collapse=collapse)
    assert list(found) == ["nodes.csv", "links.csv", "evidence.csv"]
    assert [row["id"] for row in found["nodes.csv"]] == ["event:e", "org:a", "org:b", "org:lone"]
    assert {row["link_id"] for row in found["evidence.csv"]} == {row["id"] for row in found["links.csv"]}
    assert len(found["evidence.csv"]) == 5
    assert {row["from"] for row in found["links.csv"]} <= {row["id"] for row in found["nodes.csv"]}


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    made = World()
    made.add("org:a", "=1+1", aliases=("@x",))
    made.say("FUNDED_BY", "org:a", "org:b", measure="paid", amount="-3.5", currency="EUR", flow="f", quote="+cmd|' /C calc'!A0")
    found = tables(made.graph())
    assert found["nodes.csv"][0]["name"] == "'=1+1"
    assert found["links.csv"][0]["amount"] == "-3.5"
    assert found["evidence.csv"][0]["quote"] == "'+cmd|' /C calc'!A0"


def test_formats_to_come_are_refused_with_those_there_are() -> None:
    with pytest.raises(WrongUse, match="known: graphml, node-link, csv, ftm") as wrong:
        world().graph().export("gexf", io.BytesIO())
    assert wrong.value.parameter == "format"


texts = st.text(max_size=20)
values = st.one_of(texts, st.integers(-9, 9), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), st.lists(texts, max_size=3))
names = st.sampled_from(["amount", "role", "title", "key", "source", "type", "note"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(texts, st.dictionaries(names, values, max_size=3)), min_size=1, max_size=5), st.booleans())
def test_any_text_and_property_survives(said: list[tuple[str, dict[str, Any]]], collapse: bool) -> None:
    made = World()
    made.add("org:a", said[0][0] or "x")
    for quote, properties in said:
        statement = made.say("PART_OF", "org:a", "org:b", quote=quote)
        made.said[-1] = type(statement)(**{name: getattr(statement, name) for name in statement.__slots__} | {"properties": properties})
    graph = made.graph()
    held = graph.to_networkx(collapse=collapse)
    assert same(held, nx.read_graphml(io.BytesIO(written(graph, "graphml", collapse=collapse)), force_multigraph=True))
    assert same(held, nx.node_link_graph(json.loads(written(graph, "node-link", collapse=collapse)), edges="edges"))
    tables(graph, collapse=collapse)

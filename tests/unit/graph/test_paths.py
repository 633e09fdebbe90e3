"""Paths: the k best simple ones, in order, as networkx finds them on any multigraph."""

from itertools import islice, pairwise
from math import inf

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooplinks.app.errors import DeadlinePassed, WrongUse
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.filters import Filters
from cooplinks.app.questions import Graph
from tests.unit.graph.world import World, ids, nodes_of

Said = list[tuple[int, int, str, float]]

few = st.integers(0, 7)
statements = st.lists(
    st.tuples(few, few, st.sampled_from(["PART_OF", "PARTNER_OF", "FUNDED_BY"]), st.sampled_from([0.5, 0.7, 0.9, 1.0])), max_size=24
)


def told(said: Said) -> Graph:
    world = World()
    for number in range(8):
        world.add(f"org:{number}")
    for source, target, type, confidence in said:
        world.say(type, f"org:{source}", f"org:{target}", confidence=confidence)
    return world.graph()


def simple_graph(said: Said, *, directed: bool, without: set[str] = frozenset()) -> nx.DiGraph:
    """One arc a pair, as confident as the best statement between them."""
    graph = nx.DiGraph()
    graph.add_nodes_from(f"org:{n}" for n in range(8) if f"org:{n}" not in without)
    for source, target, type, confidence in said:
        arcs = [(source, target)] if directed and type != "PARTNER_OF" else [(source, target), (target, source)]
        for a, b in arcs:
            here, there = f"org:{a}", f"org:{b}"
            if here != there and not {here, there} & without:
                best = max(confidence, graph.get_edge_data(here, there, {"c": 0})["c"])
                graph.add_edge(here, there, c=best)
    return graph


def ordered(graph: nx.DiGraph, source: str, target: str, most: int) -> list[list[str]]:
    """All simple paths up to a length, best first, the slow way."""
    if source == target:
        return [[source]]
    found = [p for p in nx.all_simple_paths(graph, source, target, cutoff=most)] if most else []
    return sorted(found, key=lambda p: (len(p), -min((graph[a][b]["c"] for a, b in pairwise(p)), default=inf), p))


@settings(max_examples=300, deadline=None)
@given(statements, few, few, st.integers(1, 12), st.integers(0, 7), st.booleans())
def test_k_shortest_paths_are_the_best_simple_ones_in_order(said: Said, a: int, b: int, k: int, most: int, directed: bool) -> None:
    source, target = f"org:{a}", f"org:{b}"
    expected = ordered(simple_graph(said, directed=directed), source, target, most)
    answer = told(said).paths(source, target, k=k, max_length=most, directed=directed)
    assert nodes_of(answer["paths"]) == expected[:k]
    assert (answer["reason"] is None) == bool(expected)


@settings(max_examples=150, deadline=None)
@given(statements, few, few, st.booleans())
def test_lengths_come_as_networkx_s_shortest_simple_paths_has_them(said: Said, a: int, b: int, directed: bool) -> None:
    source, target = f"org:{a}", f"org:{b}"
    graph = simple_graph(said, directed=directed)
    try:
        expected = [len(p) - 1 for p in islice(nx.shortest_simple_paths(graph, source, target), 30)] if a != b else [0]
    except nx.NetworkXNoPath:
        expected = []
    assert [p["length"] for p in told(said).paths(source, target, k=30, max_length=50, directed=directed)["paths"]] == expected


@settings(max_examples=200, deadline=None)
@given(statements, few, few, st.integers(1, 6), st.booleans())
def test_all_shortest_paths_are_networkx_s(said: Said, a: int, b: int, limit: int, directed: bool) -> None:
    source, target = f"org:{a}", f"org:{b}"
    graph = simple_graph(said, directed=directed)
    expected = list(nx.all_shortest_paths(graph, source, target)) if nx.has_path(graph, source, target) else []
    answer = told(said).all_paths(source, target, limit=limit, directed=directed)
    assert answer["total"] == len(expected)
    best = sorted(expected, key=lambda p: (-min((graph[a][b]["c"] for a, b in pairwise(p)), default=inf), p))
    assert nodes_of(answer["paths"]) == best[:limit]


@settings(max_examples=200, deadline=None)
@given(statements, few, few, st.integers(0, 5), st.integers(1, 3), st.booleans())
def test_hubs_and_excluded_entities_are_no_intermediates(said: Said, a: int, b: int, most: int, k: int, directed: bool) -> None:
    source, target = f"org:{a}", f"org:{b}"
    graph = told(said)
    hubs = {i["entity"]["id"] for i in graph.centrality("degree")["items"] if i["score"] > most} - {source, target}
    expected = ordered(simple_graph(said, directed=directed, without=hubs), source, target, 7)
    answer = graph.paths(source, target, k=k, max_length=7, directed=directed, filters=Filters(max_degree=most))
    assert nodes_of(answer["paths"]) == expected[:k]
    assert set(ids(answer["left_out"])) == hubs
    excluded = Filters(exclude=tuple(sorted(hubs)))
    assert nodes_of(graph.paths(source, target, k=k, max_length=7, directed=directed, filters=excluded)["paths"]) == expected[:k]


def test_a_hop_shows_its_most_confident_link_and_the_others_in_parallel() -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b", confidence=0.8)
    world.say("FUNDED_BY", "org:b", "org:a", confidence=0.9, measure="role")
    world.say("PARTNER_OF", "org:b", "org:a", confidence=0.8)
    hop = world.graph().paths("org:a", "org:b")["paths"][0]["links"][0]
    assert (hop["type"], hop["forward"], hop["evidence"][0]["quote"]) == ("FUNDED_BY", False, "org:b FUNDED_BY org:a")
    assert [(link["type"], link["forward"]) for link in hop["parallel"]] == [("PARTNER_OF", True), ("PART_OF", True)]
    directed = world.graph().paths("org:a", "org:b", directed=True)["paths"][0]["links"][0]
    assert [directed["type"], *(link["type"] for link in directed["parallel"])] == ["PARTNER_OF", "PART_OF"]


def test_a_path_from_an_entity_to_itself_has_no_length() -> None:
    world = World()
    world.add("org:a")
    assert world.graph().paths("org:a", "org:a", k=5, max_length=0)["paths"] == [
        {"length": 0, "nodes": [{"id": "org:a", "name": "org:a", "labels": ["Organisation"], "country": None}], "links": []}
    ]


def test_the_reason_says_why_there_is_no_path() -> None:
    world = World()
    for a, b in pairwise("abcd"):
        world.say("PART_OF", f"org:{a}", f"org:{b}")
    world.say("PART_OF", "org:x", "org:b")
    world.add("org:far")
    graph = world.graph()
    assert graph.paths("org:a", "org:far")["reason"] == "no_path"
    assert graph.paths("org:a", "org:d", max_length=2)["reason"] == "only_beyond_max_length"
    assert graph.paths("org:a", "org:d", filters=Filters(exclude=("org:b",)))["reason"] == "only_through_left_out"
    through_hub = graph.paths("org:a", "org:d", filters=Filters(max_degree=2))
    assert (through_hub["reason"], ids(through_hub["left_out"])) == ("only_through_left_out", ["org:b"])
    assert graph.paths("org:d", "org:a", directed=True)["reason"] == "no_path"
    assert graph.paths("org:a", "org:d")["reason"] is None


@pytest.mark.parametrize(("name", "value"), [("k", 0), ("k", 1001), ("max_length", -1), ("max_length", 51)])
def test_k_and_max_length_have_bounds(name: str, value: int) -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b")
    with pytest.raises(WrongUse, match=name):
        world.graph().paths("org:a", "org:b", **{name: value})


def complete(size: int) -> Graph:
    world = World()
    for a in range(size):
        for b in range(a):
            world.say("PARTNER_OF", f"org:{a:02}", f"org:{b:02}", confidence=1 - (a * b % 7) / 10)
    return world.graph()


def test_a_dense_graph_gives_its_best_paths_without_walking_all() -> None:
    paths = complete(30).paths("org:00", "org:29", k=200, max_length=50)["paths"]
    assert [p["length"] for p in paths] == [1] + [2] * 28 + [3] * 171


def test_a_dead_end_full_of_links_is_not_searched_through() -> None:
    world = World()
    for a in range(24):
        for b in range(a):
            world.say("PARTNER_OF", f"org:{a:02}", f"org:{b:02}")
    world.say("PARTNER_OF", "org:start", "org:00")
    world.say("PARTNER_OF", "org:start", "org:mid")
    world.say("PARTNER_OF", "org:mid", "org:end")
    answer = world.graph().paths("org:start", "org:end", k=1000, max_length=50, deadline=Deadline.after(5))
    assert [p["length"] for p in answer["paths"]] == [2]


def test_a_deadline_ends_the_search() -> None:
    with pytest.raises(DeadlinePassed):
        complete(40).paths("org:00", "org:39", k=1000, max_length=50, deadline=Deadline(0.001, 0.0))


def test_shortest_paths_beyond_all_numbers_are_counted() -> None:
    world = World()
    for layer in range(45):
        for a in range(3):
            for b in range(3):
                world.say("PART_OF", f"org:{layer:02}.{a}", f"org:{layer + 1:02}.{b}")
    answer = world.graph().all_paths("org:00.0", "org:45.0", limit=2)
    assert answer["total"] == 3**44
    assert answer["paths"][1]["nodes"][-2]["id"] == "org:44.1"

"""Measures of centrality equal networkx's under the convention that each states."""

import csv
from collections import defaultdict
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooplinks.app.errors import DeadlinePassed, WrongUse
from cooplinks.app.graph import centrality
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.filters import Filters
from cooplinks.app.questions import Graph
from tests.beside import DATA, MISSING
from tests.unit.graph.world import World

ANSWERS = DATA / "graph/answers"
KNOWN = sorted(path.name.partition(".")[0] for path in ANSWERS.glob("*.edges"))

few = st.integers(0, 9)
said = st.lists(st.tuples(few, few, st.sampled_from(["PART_OF", "PARTNER_OF"]), st.sampled_from(["src:a", "src:b"])), max_size=30)


def told(said: list[tuple[int, int, str, str]]) -> Graph:
    world = World()
    for number in range(10):
        world.add(f"org:{number}")
    for source, target, type, by in said:
        world.say(type, f"org:{source}", f"org:{target}", by=by)
    return world.graph()


def scores(graph: Graph, measure: str, **options: Any) -> dict[str, float]:
    return {item["entity"]["id"]: item["score"] for item in graph.centrality(measure, limit=1000, **options)["items"]}


def one_edge_a_pair(graph: Graph, **options: Any) -> "nx.Graph[str]":
    simple = nx.Graph(graph.to_networkx(collapse=True, **options))
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return simple


@settings(max_examples=150, deadline=None)
@given(said, st.sampled_from([Filters(), Filters(types=("PART_OF",)), Filters(min_sources=2)]))
def test_each_measure_is_networkx_s(said: list[tuple[int, int, str, str]], filters: Filters) -> None:
    graph = told(said)
    links, simple = graph.to_networkx(collapse=True, filters=filters), one_edge_a_pair(graph, filters=filters)
    both_ways = links.copy()
    both_ways.add_edges_from((b, a) for a, b, d in links.edges(data=True) if d["type"] == "PARTNER_OF" and a != b)
    expected = {
        "degree": dict(links.degree()),
        "weighted_degree": dict(links.degree(weight="sources")),
        "pagerank": nx.pagerank(both_ways, alpha=0.85, tol=1e-12, max_iter=1000) if links else {},
        "betweenness": nx.betweenness_centrality(simple),
        "closeness": nx.closeness_centrality(simple),
        "harmonic": nx.harmonic_centrality(simple),
    }
    for measure, values in expected.items():
        assert scores(graph, measure, filters=filters) == pytest.approx(values, abs=1e-9), measure


@pytest.mark.skipif(not KNOWN, reason=MISSING)
@pytest.mark.parametrize("name", KNOWN)
def test_classic_networks_score_as_published(name: str) -> None:
    world = World()
    for line in (ANSWERS / f"{name}.edges").read_text().splitlines():
        a, b = line.split("\t")[:2]
        world.say("PARTNER_OF", f"org:{a}", f"org:{b}")
    graph = world.graph()
    with (ANSWERS / f"{name}.centrality.tsv").open() as file:
        rows = {f"org:{row['node']}": row for row in csv.DictReader(file, delimiter="\t")}
    pairs = (len(rows) - 1) * (len(rows) - 2) / 2
    for measure, column, scale in (
        ("degree", "degree", 1),
        ("betweenness", "betweenness_raw", pairs),
        ("closeness", "closeness_wf", 1),
        ("pagerank", "pagerank_.85", 1),
    ):
        expected = {id: float(row[column]) / scale for id, row in rows.items()}
        near = len(rows) * 1e-6 if measure == "pagerank" else 1e-9  # networkx stops its iteration at n * 1e-6 by default
        assert scores(graph, measure) == pytest.approx(expected, abs=near), measure


def test_equal_scores_share_a_rank() -> None:
    world = World()
    for a, b in ("hx", "hy", "hz", "xy", "xq", "yq"):
        world.say("PARTNER_OF", f"org:{a}", f"org:{b}")
    items = world.graph().centrality("degree")["items"]
    assert [(i["entity"]["id"], i["rank"]) for i in items] == [("org:h", 1), ("org:x", 1), ("org:y", 1), ("org:q", 4), ("org:z", 5)]


def test_labels_choose_what_is_listed_not_what_is_measured() -> None:
    world = World()
    world.say("FUNDED_BY", "project:p", "org:a", measure="role")
    world.say("FUNDED_BY", "project:q", "org:a", measure="role")
    items = world.graph().centrality("degree", labels="Project")["items"]
    assert [(i["entity"]["id"], i["score"], i["rank"]) for i in items] == [("project:p", 1.0, 2), ("project:q", 1.0, 2)]


def test_pages_follow_each_other() -> None:
    graph = told([(0, n, "PART_OF", "src:a") for n in range(1, 10)])
    first = graph.centrality("degree", limit=4)
    rest = graph.centrality("degree", limit=100, cursor=first["next"])
    assert [i["entity"]["id"] for i in first["items"] + rest["items"]] == [f"org:{n}" for n in range(10)]
    assert (first["total"], rest["next"]) == (10, None)


def test_an_unknown_measure_is_named_with_the_known_ones() -> None:
    with pytest.raises(WrongUse, match="known: degree") as wrong:
        told([]).centrality("fame")
    assert wrong.value.parameter == "measure"


def test_betweenness_of_a_big_graph_is_estimated_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = told([(a, b, "PART_OF", "src:a") for a in range(10) for b in range(a)])
    monkeypatch.setattr(centrality, "_EXACT_WORK_A_SECOND", 1)
    monkeypatch.setattr(centrality, "PIVOTS", 5)
    answer = graph.centrality("betweenness")
    assert (answer["exact"], answer["samples"]) == (False, 5)
    assert {i["score"] for i in answer["items"]} == {0.0}


def test_hubs_are_passed_by_no_shortest_path() -> None:
    world = World()
    for leaf in "abcd":
        world.say("PARTNER_OF", "org:hub", f"org:{leaf}")
    world.say("PARTNER_OF", "org:a", "org:b")
    answer = world.graph().centrality("betweenness", filters=Filters(max_degree=3))
    assert {i["score"] for i in answer["items"]} == {0.0}
    assert [ref["id"] for ref in answer["left_out"]] == ["org:hub"]


@pytest.mark.parametrize("measure", ["pagerank", "betweenness", "closeness", "harmonic"])
def test_a_deadline_ends_a_measure(measure: str) -> None:
    with pytest.raises(DeadlinePassed):
        told([(0, 1, "PART_OF", "src:a")]).centrality(measure, deadline=Deadline(0.001, 0.0))


def test_an_empty_graph_has_measures_too() -> None:
    graph = World().graph()
    assert all(graph.centrality(measure)["items"] == [] for measure in centrality.MEASURES)


def test_conventions_are_told() -> None:
    told_words: dict[str, str] = defaultdict(str)
    for measure in centrality.MEASURES:
        told_words[measure] = told([]).centrality(measure)["convention"]
    assert all("networkx" in words for words in told_words.values())

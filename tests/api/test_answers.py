"""What the routes answer from the small graph."""

import csv
import io
import json
import zipfile
from typing import Any

import httpx
import networkx
import pytest

from tests.api.serving import problem
from tests.api.world import ANA, AUTUMN, BORIS, BRIDGES, FUND, HANDS, LONELY, MINISTRY, SLASHED, SPRING


def ids(refs: list[dict[str, Any]]) -> list[str]:
    return [ref["id"] for ref in refs]


def all_pages(client: httpx.Client, path: str, **params: Any) -> list[Any]:
    items, cursor = [], {}
    while True:
        body = client.get(path, params={**params, **cursor}).json()
        items += body["items"]
        if body["next"] is None:
            assert body["total"] == len(items)
            return items
        cursor = {"cursor": body["next"]}


@pytest.mark.parametrize(
    ("path", "params"),
    [
        (f"/entities/{HANDS}/links", {}),
        (f"/entities/{ANA}/met", {}),
        ("/search", {"q": "conference"}),
        ("/sources", {}),
        ("/funding", {}),
        ("/centrality/degree", {}),
    ],
)
def test_all_pages_together_are_the_list(client: httpx.Client, path: str, params: dict[str, Any]) -> None:
    whole = client.get(path, params={**params, "limit": 1000}).json()["items"]
    assert whole
    assert all_pages(client, path, **params, limit=1) == whole


def test_a_cursor_is_good_for_its_question_only(client: httpx.Client) -> None:
    cursor = client.get("/centrality/degree?limit=1").json()["next"]
    assert problem(client.get("/centrality/pagerank", params={"limit": 1, "cursor": cursor}), 422)["parameter"] == "cursor"


@pytest.mark.parametrize("spelling", ["bf-1", "BF-1", "%20Bf-1%20", "ORG:BF-1"])
def test_whatever_names_an_entity_leads_to_its_id(client: httpx.Client, spelling: str) -> None:
    for rest in ("", "/links", "/met"):
        response = client.get(f"/entities/{spelling}{rest}")
        problem(response, 308)
        assert response.headers["location"] == f"/entities/{FUND}{rest}"
    assert client.get(f"/entities/{spelling}", follow_redirects=True).json()["id"] == FUND


def test_an_identifier_that_ends_in_links(client: httpx.Client) -> None:
    response = client.get("/entities/abc%2Flinks?by=id")
    assert (response.status_code, response.headers["location"]) == (308, f"/entities/{SLASHED}?by=id")
    assert client.get("/entities/abc%2Flinks/links").headers["location"] == f"/entities/{SLASHED}/links"
    assert client.get(f"/entities/{SLASHED}").json()["name"] == "A'b \"c\" '}) DETACH DELETE n"


def test_a_name_in_the_path_leads_to_the_id(client: httpx.Client) -> None:
    response = client.get("/entities/Border%20Fund/links?by=name&exclude=Bridges", follow_redirects=True)
    assert response.status_code == 200
    assert response.url.path == f"/entities/{FUND}/links"
    assert response.json()["items"] == []


def test_two_of_one_name_are_409(client: httpx.Client) -> None:
    assert ids(problem(client.get("/paths?from=Twin&to=Bridges&by=name"), 409)["candidates"]) == ["org:t-1", "org:t-2"]
    problem(client.get("/entities/Twin?by=name"), 409)


def test_parameters_take_identifiers_too(client: httpx.Client) -> None:
    by_id = client.get(f"/paths?from={FUND}&to={HANDS}").json()
    assert client.get("/paths?from=BF-1&to=%20h-1").json() == by_id
    assert client.get("/paths?from=Border%20Fund&to=Hands%20of%20Novi%20Sad&by=name").json() == by_id


def test_entity(client: httpx.Client) -> None:
    body = client.get(f"/entities/{HANDS}").json()
    assert (body["name"], body["labels"], body["country"]) == ("Hands of Novi Sad", ["Organisation"], "RS")
    assert body["identifiers"] == [{"scheme": "test", "value": "H-1"}]
    assert body["names"] == [{"name": "Hands of Novi Sad", "lang": None, "sources": 2}]
    assert len(body["records"]) == 2


def test_links_by_direction_and_filter(client: httpx.Client) -> None:
    def types(**params: Any) -> list[tuple[str, int]]:
        return [(link["type"], link["sources"]) for link in client.get(f"/entities/{HANDS}/links", params=params).json()["items"]]

    assert sorted(types()) == [("IMPLEMENTED_BY", 2), ("ORGANISED_BY", 1), ("ORGANISED_BY", 1), ("PARTNER_OF", 1)]
    assert types(direction="out") == [("PARTNER_OF", 1)]
    assert ("PARTNER_OF", 1) in types(direction="in")
    assert types(min_sources=2) == [("IMPLEMENTED_BY", 2)]
    assert types(at="2023-10") == [("ORGANISED_BY", 1)] or ("ORGANISED_BY", 1) in types(at="2023-10")
    assert types(types="ORGANISED_BY", since="2024") == [("ORGANISED_BY", 1)]


def test_met_twice(client: httpx.Client) -> None:
    first = client.get(f"/entities/{ANA}/met").json()["items"][0]
    assert (first["who"]["id"], first["times"], ids(first["events"])) == (BORIS, 2, [AUTUMN, SPRING])


def test_a_path_cites_every_hop(client: httpx.Client) -> None:
    body = client.get(f"/paths?from={FUND}&to={HANDS}").json()
    (path,) = body["paths"]
    assert ids(path["nodes"]) == [FUND, BRIDGES, HANDS]
    assert [link["forward"] for link in path["links"]] == [False, True]
    assert all(link["evidence"][0]["quote"] for link in path["links"])


def test_why_there_is_no_path(client: httpx.Client) -> None:
    reasons = {
        f"from={FUND}&to={LONELY}": "no_path",
        f"from={FUND}&to={HANDS}&max_length=1": "only_beyond_max_length",
        f"from={FUND}&to={HANDS}&exclude={BRIDGES}": "only_through_left_out",
    }
    for query, reason in reasons.items():
        body = client.get(f"/paths?{query}").json()
        assert (body["paths"], body["reason"]) == ([], reason)
    assert client.get(f"/paths?from={FUND}&to={FUND}").json()["paths"][0]["length"] == 0


def test_funding_as_json_and_as_a_table(client: httpx.Client) -> None:
    body = client.get(f"/funding?recipient={HANDS}").json()
    (item,) = body["items"]
    assert (item["funder"]["id"], ids(item["via"]), item["hops"]) == (FUND, [BRIDGES], 2)
    response = client.get(f"/funding?recipient={HANDS}", headers={"Accept": "text/csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "Accept" in response.headers["vary"]
    assert response.headers["cooplinks-total"] == "1"
    (row,) = csv.DictReader(io.StringIO(response.text))
    assert (row["funder_id"], row["recipient_id"], row["hops"]) == (FUND, HANDS, "2")


def test_a_table_says_where_its_next_page_is(client: httpx.Client) -> None:
    response = client.get("/funding?limit=1", headers={"Accept": "text/csv"})
    following = client.get(response.links["next"]["url"].join(["/funding", ""]), headers={"Accept": "text/csv"})
    assert following.status_code == 200
    assert following.text != response.text


@pytest.mark.parametrize(
    ("accept", "csv_wins"),
    [
        ("text/csv", True),
        ("text/csv;q=0.9, application/json;q=0.1", True),
        ("text/*", True),
        ("*/*", False),
        ("image/png", False),
        ("", False),
        ("application/json, text/csv", False),
        ("text/csv;q=x", True),
        (";;;,,,q=", False),
    ],
)
def test_accept(client: httpx.Client, accept: str, csv_wins: bool) -> None:
    assert client.get("/funding", headers={"Accept": accept}).headers["content-type"].startswith("text/csv") == csv_wins


def test_statement_and_source(client: httpx.Client) -> None:
    link = client.get(f"/entities/{FUND}/links").json()["items"][0]
    evidence = link["evidence"][0]
    statement = client.get(f"/statements/{evidence['statement_id']}").json()
    assert (statement["type"], statement["evidence"]) == ("FUNDED_BY", evidence)
    source = client.get(f"/sources/{evidence['source']['id']}").json()
    start, end = map(int, evidence["locator"].removeprefix("char:").split("-"))
    assert source["text"][start:end] == evidence["quote"]
    assert client.get("/sources/press%2Fone.txt", follow_redirects=True).json()["title"] == source["title"]
    assert len(source["statements"]) == 7


def test_subgraph(client: httpx.Client) -> None:
    body = client.get(f"/subgraph?ids={FUND}").json()
    assert set(ids(body["nodes"])) == {FUND, BRIDGES}
    assert [link["type"] for link in body["links"]] == ["FUNDED_BY"]


@pytest.mark.parametrize("measure", ["degree", "weighted_degree", "pagerank", "betweenness", "closeness"])
def test_centrality(client: httpx.Client, measure: str) -> None:
    body = client.get(f"/centrality/{measure}?labels=Organisation").json()
    assert body["convention"]
    assert body["exact"] is True
    assert body["items"][0]["entity"]["id"] == HANDS
    assert {label for item in body["items"] for label in item["entity"]["labels"]} <= {"Organisation", "Donor"}


def test_stats_are_those_of_the_export(client: httpx.Client) -> None:
    stats = client.get("/stats").json()
    exported = client.get("/export/node-link?collapse=true").json()
    graph = networkx.node_link_graph(exported, edges="edges", directed=True, multigraph=True)
    assert graph.number_of_nodes() == stats["nodes"]["total"]
    assert graph.number_of_edges() == stats["links"]["total"] == sum(stats["links"]["by_type"].values()) == 11
    assert (stats["sources"], stats["statements"]) == (2, 12)
    assert stats["last_load"]


def test_exports_are_downloads(client: httpx.Client) -> None:
    for format, suffix in {"graphml": "graphml", "node-link": "json", "csv": "zip"}.items():
        response = client.get(f"/export/{format}")
        name = response.headers["content-disposition"]
        assert name.startswith('attachment; filename="cooplinks-')
        assert name.endswith(f'.{suffix}"')
        assert int(response.headers["content-length"]) == len(response.content)


def test_exports_hold_the_same_graph(client: httpx.Client) -> None:
    graphml = networkx.parse_graphml(client.get("/export/graphml").text, force_multigraph=True)
    node_link = networkx.node_link_graph(json.loads(client.get("/export/node-link").content), edges="edges")
    with zipfile.ZipFile(io.BytesIO(client.get("/export/csv").content)) as folder:
        assert {"nodes.csv", "links.csv", "evidence.csv"} <= set(folder.namelist())
        nodes = {row["id"] for row in csv.DictReader(io.TextIOWrapper(folder.open("nodes.csv"), "utf-8"))}
    assert set(graphml) == set(node_link) == nodes
    assert graphml.number_of_edges() == node_link.number_of_edges() == 12


def test_a_filtered_export_holds_the_nodes_of_its_links(client: httpx.Client) -> None:
    exported = client.get("/export/node-link?types=REPRESENTS").json()
    assert set(ids(exported["nodes"])) == {ANA, MINISTRY}


def test_search(client: httpx.Client) -> None:
    for text in ("Border Fund", "bordr fund", "BF-1", "border"):
        assert client.get("/search", params={"q": text}).json()["items"][0]["id"] == FUND
    assert ids(client.get("/search?q=Djuric").json()["items"] or client.get("/search?q=Duric").json()["items"]) == [BORIS]
    assert client.get("/search?q=fund&country=at").json()["items"] == []
    assert client.get("/search?q=fund&labels=Person").json()["items"] == []

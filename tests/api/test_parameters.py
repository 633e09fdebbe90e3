"""What a parameter may be: everything else is a problem that names it and says what is allowed."""

import httpx
import pytest

from tests.api.serving import problem
from tests.api.world import BRIDGES, FUND, HANDS

ENDS = f"from={FUND}&to={HANDS}"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/search?q=a&limit=1000000", "limit"),
        ("/search?q=a&limit=0", "limit"),
        ("/search?q=a&limit=x", "limit"),
        ("/search?q=a&limit=99999999999999999999999999", "limit"),
        ("/search", "q"),
        ("/search?q=", "q"),
        ("/search?q=%20", "q"),
        ("/search?q=a&q=b", "q"),
        ("/search?q=a%00b", "q"),
        ("/search?q=" + "x" * 600, "q"),
        ("/search?q=a&labels=Wizard", "labels"),
        ("/search?q=a&country=Serbia", "country"),
        ("/search?q=a&cursor=nonsense", "cursor"),
        ("/search?q=a&cursor=%C5%BD", "cursor"),
        (f"/entities/{HANDS}/links?types=KNOWS", "types"),
        (f"/entities/{HANDS}/links?types=", "types"),
        (f"/entities/{HANDS}/links?types=PART_OF,", "types"),
        (f"/entities/{HANDS}/links?types=part_of", "types"),
        (f"/entities/{HANDS}/links?node_labels=Wizard", "node_labels"),
        (f"/entities/{HANDS}/links?at=yesterday", "at"),
        (f"/entities/{HANDS}/links?at=2023-02-30", "at"),
        (f"/entities/{HANDS}/links?at=2023-13", "at"),
        (f"/entities/{HANDS}/links?at=0000", "at"),
        (f"/entities/{HANDS}/links?at=", "at"),
        (f"/entities/{HANDS}/links?at=2023&since=2022", "at"),
        (f"/entities/{HANDS}/links?since=2024&until=2023", "since"),
        (f"/entities/{HANDS}/links?until=9", "until"),
        (f"/entities/{HANDS}/links?time=maybe", "time"),
        (f"/entities/{HANDS}/links?min_confidence=nan", "min_confidence"),
        (f"/entities/{HANDS}/links?min_confidence=inf", "min_confidence"),
        (f"/entities/{HANDS}/links?min_confidence=1.1", "min_confidence"),
        (f"/entities/{HANDS}/links?min_sources=0", "min_sources"),
        (f"/entities/{HANDS}/links?reviewed=no", "reviewed"),
        (f"/entities/{HANDS}/links?max_degree=-1", "max_degree"),
        (f"/entities/{HANDS}/links?direction=up", "direction"),
        (f"/entities/{HANDS}/links?by=colour", "by"),
        (f"/entities/{HANDS}/links?form=1", "form"),
        (f"/entities/{HANDS}?limit=3", "limit"),
        (f"/entities/{BRIDGES}/met", "id"),
        ("/stats?x", "x"),
        ("/stats?deadline_s=61", "deadline_s"),
        ("/stats?deadline_s=0", "deadline_s"),
        ("/stats?deadline_s=nan", "deadline_s"),
        ("/paths?to=x", "from"),
        (f"/paths?from={FUND}", "to"),
        (f"/paths?{ENDS}&form=a", "form"),
        (f"/paths?{ENDS}&from_=a", "from_"),
        (f"/paths?{ENDS}&from=a", "from"),
        (f"/paths?{ENDS}&k=0", "k"),
        (f"/paths?{ENDS}&k=1001", "k"),
        (f"/paths?{ENDS}&max_length=51", "max_length"),
        (f"/paths?{ENDS}&max_length=-1", "max_length"),
        (f"/paths?{ENDS}&directed=yes", "directed"),
        (f"/paths?{ENDS}&deadline_s=61", "deadline_s"),
        (f"/paths?{ENDS}&exclude=%22a", "exclude"),
        (f"/paths?{ENDS}&exclude=a%0Ab", "exclude"),
        ("/funding?max_hops=0", "max_hops"),
        ("/funding?max_hops=11", "max_hops"),
        ("/funding?via=", "via"),
        ("/subgraph", "ids"),
        ("/subgraph?ids=", "ids"),
        (f"/subgraph?ids={HANDS}&depth=99", "depth"),
        ("/centrality/charm", "measure"),
        ("/centrality/degree?labels=Wizard", "labels"),
        ("/export/docx", "format"),
        ("/export/gexf", "format"),
        ("/export/csv?collapse=maybe", "collapse"),
        ("/export/csv?limit=3", "limit"),
    ],
)
def test_a_wrong_parameter_is_named(client: httpx.Client, path: str, parameter: str) -> None:
    assert problem(client.get(path), 422)["parameter"] == parameter


@pytest.mark.parametrize(
    "path",
    [
        f"/paths?from={FUND}&to=nobody",
        f"/paths?from=nobody&to={FUND}",
        f"/paths?{ENDS}&exclude=nobody",
        f"/paths?{ENDS}&source=nobody",
        f"/paths?{ENDS}&by=name",
        "/funding?funder=nobody",
        "/funding?recipient=nobody",
        "/funding?via=nobody",
        "/subgraph?ids=nobody",
        "/export/csv?exclude=nobody",
        "/export/csv?source=nobody",
        "/centrality/degree?exclude=nobody",
        "/entities/nobody",
        "/entities/nobody/links",
        "/entities/nobody/met",
        "/entities/a%2Fb",
        "/entities/x%2Flinks",
        "/entities/x%2Flinks/links",
        "/entities/%22%27",
        "/entities/'%7D)%20DETACH%20DELETE%20n",
        "/entities/%FF%FE",
        "/entities/" + "x" * 5000,
        "/entities/%2E%2E%2F",
        "/statements/nothing",
        "/statements/'%7D)%20DETACH%20DELETE%20n",
        "/sources/nothing",
        "/sources/a%2Fb",
    ],
)
def test_an_unknown_id_is_404_never_an_empty_answer(client: httpx.Client, path: str) -> None:
    assert problem(client.get(httpx.URL(str(client.base_url).rstrip("/")).copy_with(raw_path=path.encode())), 404)["type"].endswith(
        "unknown-name"
    )


def test_what_comes_near_is_offered(client: httpx.Client) -> None:
    offered = problem(client.get("/entities/Bordr%20Fund"), 404)["did_you_mean"]
    assert offered[0]["id"] == FUND


def test_lists_may_be_repeated_or_joined_by_commas(client: httpx.Client) -> None:
    asked = ("types=PART_OF,ATTENDED", "types=PART_OF&types=ATTENDED", "types=PART_OF,%20ATTENDED")
    bodies = [client.get(f"/export/node-link?{query}").content for query in asked]
    assert bodies[0] == bodies[1] == bodies[2]


def test_a_name_with_a_comma_goes_into_a_list_in_quotes(client: httpx.Client) -> None:
    response = client.get("/subgraph", params={"by": "name", "ids": '"Ministry of Science, Research and Roads",Bridges', "depth": 0})
    assert {n["name"] for n in response.json()["nodes"]} == {"Ministry of Science, Research and Roads", "Bridges"}


def test_a_problem_lists_all_that_is_wrong(client: httpx.Client) -> None:
    wrong = problem(client.get(f"/paths?from={FUND}&k=0&max_length=99"), 422)["errors"]
    assert {w["parameter"] for w in wrong} == {"to", "k", "max_length"}

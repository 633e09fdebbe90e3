"""/flows and /projects/{id}/chain over HTTP."""

import csv
import io
from urllib.parse import quote

import httpx
import pytest

from tests.api.serving import problem
from tests.api.world import ANA, AUTUMN, BRIDGES, FUND, HANDS, LONELY


def test_what_a_fund_gives(client: httpx.Client) -> None:
    body = client.get(f"/flows?boundary={FUND}").json()
    assert (body["outgoing"]["total"], body["outgoing"]["flows"]) == ({"EUR": "1000.50"}, 1)
    assert [(i["entity"]["id"], i["amount"]) for i in body["outgoing"]["items"]] == [(BRIDGES, "1000.50")]
    assert [body[part]["flows"] for part in ("incoming", "internal", "unmatched")] == [0, 0, 0]
    assert client.get(f"/flows?boundary={FUND}&measure=paid").json()["outgoing"]["total"] == {}


def test_by_takes_names_and_breakdowns_together(client: httpx.Client) -> None:
    body = client.get("/flows?boundary=Border Fund,Hands of Novi Sad&by=name,year").json()
    assert [ref["id"] for ref in body["boundary"]] == [FUND, HANDS]
    assert body["outgoing"]["breakdown"] == {
        "by": "year",
        "items": [{"key": "2023", "total": {"EUR": "1000.50"}, "flows": 1}],
        "unallocated": {},
    }
    assert "breakdown" not in client.get("/flows?boundary=Border Fund&by=name").json()["outgoing"]
    assert client.get(f"/flows?boundary={FUND}&by=name&by=year").status_code == 404  # the id is no name


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "boundary"),
        ("boundary=", "boundary"),
        (f"boundary={FUND},{BRIDGES}", "boundary"),
        (f"boundary={AUTUMN}", "boundary"),
        (f"boundary={FUND}&measure=role", "measure"),
        (f"boundary={FUND}&measure=budget", "measure"),
        (f"boundary={FUND}&measure=planned", "measure"),
        (f"boundary={FUND}&measure=committed,paid", "measure"),
        (f"boundary={FUND}&currency=euro", "currency"),
        (f"boundary={FUND}&currency=XXX", "currency"),
        (f"boundary={FUND}&by=colour", "by"),
        (f"boundary={FUND}&by=year,country", "by"),
        (f"boundary={FUND}&part=all", "part"),
        (f"boundary={FUND}&cursor=abc", "part"),
        (f"boundary={FUND}&part=incoming&cursor=abc", "cursor"),
        (f"boundary={FUND}&since=soon", "since"),
    ],
)
def test_what_is_not_allowed_is_named(client: httpx.Client, query: str, parameter: str) -> None:
    assert problem(client.get(f"/flows?{query}"), 422)["parameter"] == parameter


def test_who_is_unknown_or_several(client: httpx.Client) -> None:
    problem(client.get("/flows?boundary=nobody"), 404)
    assert len(problem(client.get("/flows?boundary=Twin&by=name"), 409)["candidates"]) == 2
    assert client.get(f"/flows?boundary={ANA}").status_code == 200  # persons count as organisations
    assert client.get(f"/flows?boundary={BRIDGES},{LONELY}").json()["incoming"]["flows"] == 0


def test_tables_and_tags(client: httpx.Client) -> None:
    response = client.get(f"/flows?boundary={FUND}&limit=1", headers={"Accept": "text/csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(response.text))
    assert (row["part"], row["entity_id"], row["amount"], row["currency"]) == ("outgoing", BRIDGES, "1000.50", "EUR")
    assert "link" not in response.headers
    same = client.get(f"/flows?boundary={FUND}&limit=1", headers={"Accept": "text/csv", "If-None-Match": response.headers["etag"]})
    assert same.status_code == 304


def test_a_project_in_its_chain(client: httpx.Client) -> None:
    body = client.get(f"/projects/{BRIDGES}/chain").json()
    assert [(party["entity"]["id"], party["money"][0]["amount"]) for party in body["funders"]] == [(FUND, "1000.50")]
    assert [party["entity"]["id"] for party in body["implementing"]] == [HANDS]
    assert [gap["kind"] for gap in body["gaps"]] == ["implementer_without_disbursement"]
    assert len(body["gaps"][0]["evidence"]) == 2


def test_a_chain_as_a_table(client: httpx.Client) -> None:
    response = client.get(f"/projects/{BRIDGES}/chain", headers={"Accept": "text/csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    funder, implementer, gap = csv.DictReader(io.StringIO(response.text))
    assert (funder["part"], funder["entity_id"], funder["amount"], funder["currency"]) == ("funders", FUND, "1000.50", "EUR")
    assert (implementer["part"], implementer["entity_id"], implementer["amount"]) == ("implementing", HANDS, "")
    assert (gap["part"], gap["evidence"].count(" | ")) == ("gap: implementer_without_disbursement", 1)
    assert "carries it out" in gap["text"]


def test_a_project_by_its_other_names(client: httpx.Client) -> None:
    assert client.get("/projects/XX-Bridges/chain").headers["location"] == f"/projects/{quote(BRIDGES, safe='')}/chain".replace("%3A", ":")
    assert client.get("/projects/Bridges/chain?by=name", follow_redirects=True).json()["project"]["id"] == BRIDGES
    assert problem(client.get(f"/projects/{FUND}/chain"), 422)["parameter"] == "id"
    problem(client.get("/projects/nobody/chain"), 404)

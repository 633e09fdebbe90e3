"""/openapi.json says what is built; /docs works without the internet."""

import re
from typing import Any

import httpx
import jsonschema
import pytest

from cooplinks.app.api import schemas
from cooplinks.app.ontology import LABEL_NAMES, LINK_TYPE_NAMES
from tests.api.world import ANA, BRIDGES, FUND, HANDS


@pytest.fixture(scope="module")
def openapi(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def valid(body: Any, openapi: dict[str, Any], shape: str) -> bool:
    jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{shape}", "components": openapi["components"]}).validate(body)
    return True


def unsaid(body: Any, shapes: dict[str, Any], shape: str) -> set[str]:
    """Members of an answer, at any depth, that its description does not speak of."""
    found = set()
    for name, value in body.items():
        said = shapes[shape]["properties"].get(name)
        if said is None:
            found.add(f"{shape}.{name}")
            continue
        inner = re.search(r"#/components/schemas/(\w+)", str({k: v for k, v in said.items() if k != "propertyNames"}))
        inside = value if isinstance(value, list) else [value]
        if inner:
            found |= {
                u
                for part in inside
                if isinstance(part, dict) and "additionalProperties" not in said
                for u in unsaid(part, shapes, inner[1])
            }
    return found


def test_the_routes_of_the_contract_are_there_and_read_only(openapi: dict[str, Any]) -> None:
    assert set(openapi["paths"]) == {
        "/healthz",
        "/readyz",
        "/stats",
        "/schema",
        "/search",
        "/entities/{id}",
        "/entities/{id}/links",
        "/entities/{id}/met",
        "/statements/{id}",
        "/sources",
        "/sources/{id}",
        "/paths",
        "/paths/all",
        "/funding",
        "/flows",
        "/projects/{id}/chain",
        "/subgraph",
        "/centrality/{measure}",
        "/export/{format}",
    }
    assert {method for path in openapi["paths"].values() for method in path} == {"get"}


def test_every_reference_leads_somewhere(openapi: dict[str, Any]) -> None:
    for name in re.findall(r"#/components/schemas/([^\"']+)", str(openapi)):
        assert name in openapi["components"]["schemas"]
    assert "HTTPValidationError" not in openapi["components"]["schemas"]


def test_problems_are_described(openapi: dict[str, Any]) -> None:
    for path, item in openapi["paths"].items():
        said = item["get"]["responses"]
        if path not in ("/healthz", "/readyz"):
            assert {"200", "304", "422"} <= said.keys(), path
        assert ("308" in said) == path.startswith(("/entities", "/projects")), path
        assert all("application/problem+json" in r["content"] for status, r in said.items() if status >= "305"), path


def test_enums_are_the_vocabulary(openapi: dict[str, Any]) -> None:
    parameters = {p["name"]: p for p in openapi["paths"]["/paths"]["get"]["parameters"]}
    for name, words in (("types", LINK_TYPE_NAMES), ("node_labels", LABEL_NAMES)):
        (array,) = [s for s in parameters[name]["schema"]["anyOf"] if s["type"] == "array"]
        assert tuple(array["items"]["enum"]) == words
        assert (parameters[name]["style"], parameters[name]["explode"]) == ("form", False)
    assert tuple(openapi["components"]["schemas"]["Link"]["properties"]["type"]["enum"]) == LINK_TYPE_NAMES


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/healthz", schemas.Alive),
        ("/readyz", schemas.Ready),
        ("/stats", schemas.Stats),
        ("/schema", schemas.SchemaAnswer),
        ("/search?q=fund", schemas.SearchAnswer),
        (f"/entities/{HANDS}", schemas.EntityAnswer),
        (f"/entities/{HANDS}/links", schemas.LinksAnswer),
        (f"/entities/{ANA}/met", schemas.MetAnswer),
        ("/sources", schemas.SourcesAnswer),
        (f"/paths?from={FUND}&to={HANDS}&k=9", schemas.PathsAnswer),
        (f"/paths?from={FUND}&to={HANDS}&exclude={BRIDGES}", schemas.PathsAnswer),
        (f"/paths/all?from={FUND}&to={HANDS}", schemas.AllPathsAnswer),
        ("/funding", schemas.FundingAnswer),
        (f"/flows?boundary={FUND}&by=year&currency=USD", schemas.FlowsAnswer),
        (f"/projects/{BRIDGES}/chain", schemas.ChainAnswer),
        (f"/subgraph?ids={HANDS}&depth=2", schemas.SubgraphAnswer),
        ("/centrality/betweenness", schemas.CentralityAnswer),
        ("/entities/nobody", schemas.Problem),
        ("/entities/Twin?by=name", schemas.Problem),
        ("/search?q=", schemas.Problem),
    ],
)
def test_answers_are_as_described(client: httpx.Client, openapi: dict[str, Any], path: str, shape: type[schemas.Shape]) -> None:
    body = client.get(path).json()
    assert valid(body, openapi, shape.__name__)
    assert not unsaid(body, openapi["components"]["schemas"], shape.__name__)


def test_statement_and_source_are_as_described(client: httpx.Client, openapi: dict[str, Any]) -> None:
    evidence = client.get(f"/entities/{FUND}/links").json()["items"][0]["evidence"][0]
    for path, shape in (
        (f"/statements/{evidence['statement_id']}", "StatementAnswer"),
        (f"/sources/{evidence['source']['id']}", "SourceAnswer"),
    ):
        body = client.get(path).json()
        assert body["graph_version"]
        assert valid(body, openapi, shape)
        assert not unsaid(body, openapi["components"]["schemas"], shape)


def test_examples_are_what_they_show(openapi: dict[str, Any]) -> None:
    shown = 0
    for item in openapi["paths"].values():
        for content in item["get"]["responses"]["200"]["content"].values():
            for example in [content["example"]] if "example" in content else []:
                shown += 1
                jsonschema.Draft202012Validator({**content["schema"], "components": openapi["components"]}).validate(example)
    assert shown >= 15


def test_docs_need_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/", follow_redirects=True)
    assert page.url.path == "/docs"
    files = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert files
    assert "//" not in "".join(f for f in files if not f.startswith("data:"))
    for file in files:
        if not file.startswith("data:"):
            assert client.get(file).status_code == 200
    assert client.get("/redoc").status_code == 404

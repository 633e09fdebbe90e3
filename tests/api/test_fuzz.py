"""No input makes a 500: addresses and parameters as /openapi.json has them, filled with what nobody would think of."""

from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api import world

EXPECTED = {200, 304, 308, 404, 405, 409, 410, 422, 429, 504}
KNOWN = [world.FUND, world.HANDS, world.BRIDGES, world.ANA, world.AUTUMN, "H-1", "abc/links", "Twin", "Border Fund", "press/one.txt"]
NASTY = [
    "",
    " ",
    "\0",
    "'",
    '"',
    "'}) DETACH DELETE n",
    "a/b",
    "x/links",
    "../..",
    "%",
    "%2F",
    "*",
    '"*"',
    "-1",
    "0",
    "1e999",
    "nan",
    "true",
    "\ud7ff\U0010ffff",
]
NASTY += [
    "٣",
    "1_0",
    "0x1",
    "2023-02-30",
    "9999-12-31",
    "0001",
    "10000",
    "²",
    "ﬀ",
    "İ",
    "ß",
    "\u202e",
    "NEAR(a b)",
    "name:*",
    "a OR b",
    "x" * 9000,
    "," * 50,
]
texts = st.one_of(st.sampled_from(KNOWN), st.sampled_from(NASTY), st.text(max_size=20), st.integers().map(str), st.floats().map(str))


def queries(parameters: list[dict[str, Any]]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Some parameters of a route, those that it must have nearly always, with fitting and unfitting values."""
    fitting = [st.tuples(st.just(p["name"]), st.one_of(_values(p["schema"]), texts)) for p in parameters if p["in"] == "query"]
    needed = [st.tuples(st.just(p["name"]), st.sampled_from(KNOWN)) for p in parameters if p["in"] == "query" and p.get("required")]
    some = st.lists(st.one_of(*fitting), max_size=4) if fitting else st.just([])
    return st.tuples(st.tuples(*needed), some).map(lambda both: [*both[0], *((k, v) for k, v in both[1] if k not in dict(both[0]))])


def _values(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    for part in (schema, *schema.get("anyOf", ())):
        inner = part.get("items", part)
        if "enum" in inner:
            return st.lists(st.sampled_from(inner["enum"]), min_size=1, max_size=3, unique=True).map(",".join)
        if inner.get("type") in ("integer", "number"):
            low, high = inner.get("minimum", 0), min(inner.get("maximum", 60), 60)
            return st.integers(int(low), int(high)).map(str)
        if inner.get("type") == "boolean":
            return st.sampled_from(["true", "false", "True", "1"])
    return st.sampled_from([*KNOWN, "2023", "2024-03", "2023-10-26"])


@pytest.fixture(scope="module")
def routes(client: httpx.Client) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(path, item["get"].get("parameters", [])) for path, item in client.get("/openapi.json").json()["paths"].items()]


@settings(
    max_examples=1000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_parameter_breaks_the_server(client: httpx.Client, routes: list[tuple[str, list[dict[str, Any]]]], data: st.DataObject) -> None:
    path, parameters = data.draw(st.sampled_from(routes))
    for name in ("id", "measure", "format"):
        words = {"measure": ["degree", "pagerank", "closeness"], "format": ["graphml", "csv", "node-link"]}.get(name, KNOWN)
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", quote(data.draw(st.one_of(st.sampled_from(words), texts)), safe=""))
    query = urlencode(data.draw(queries(parameters)))
    check(client, f"{path}?{query}".encode())


ADDRESSES = st.lists(
    st.sampled_from(
        [b"/", b"%", b"%2F", b"%00", b"%FF", b"?", b"&", b"=", b"links", b"entities", b"a", b";", b"..", b"%25", b"+", b"paths", b"export"]
    )
)


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=ADDRESSES)
def test_no_address_breaks_the_server(client: httpx.Client, pieces: list[bytes]) -> None:
    check(client, b"/entities/" + b"".join(pieces))
    check(client, b"/" + b"".join(pieces))


@pytest.mark.parametrize("header", ["Accept", "Accept-Encoding", "If-None-Match", "Host", "Range", "Cookie", "Content-Type"])
@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_no_header_breaks_the_server(client: httpx.Client, header: str, value: str) -> None:
    assert client.get("/funding", headers={header: value.strip()}).status_code in EXPECTED | {400}


def check(client: httpx.Client, target: bytes) -> None:
    response = client.get(httpx.URL(str(client.base_url).rstrip("/")).copy_with(raw_path=target))
    assert response.status_code in EXPECTED | {307}, (target, response.text)
    if response.status_code >= 308:
        assert response.headers["content-type"] == "application/problem+json", target
    if response.status_code == 308:
        assert "\n" not in response.headers["location"]
        assert client.get(response.headers["location"]).status_code != 308

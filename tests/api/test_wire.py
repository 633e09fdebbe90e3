"""What holds for every answer: versions, ETag and 304, HEAD, gzip, methods, addresses."""

import httpx
import pytest

from cooplinks.app.api.raw import one_spelling, quote_segment
from tests.api.fake import FakeGraph
from tests.api.serving import problem, serving
from tests.api.world import BRIDGES, FUND, HANDS

PATHS = (
    "/stats",
    "/search?q=fund",
    f"/entities/{HANDS}",
    f"/entities/{HANDS}/links",
    f"/entities/{HANDS}/met",
    "/sources",
    f"/paths?from={FUND}&to={HANDS}",
    f"/paths/all?from={FUND}&to={HANDS}",
    "/funding",
    f"/subgraph?ids={BRIDGES},{FUND}",
    "/centrality/degree",
    "/export/graphml",
    "/export/node-link?collapse=true",
    "/export/csv",
)


@pytest.mark.parametrize("path", PATHS)
def test_the_etag_of_an_answer_gets_304(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200, first.text
    etag = first.headers["etag"]
    assert etag[0] == etag[-1] == '"'
    for given in (etag, f'"other", W/{etag}', "*"):
        second = client.get(path, headers={"If-None-Match": given})
        assert (second.status_code, second.content) == (304, b"")
        assert second.headers["etag"] == etag
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_its_version(client: httpx.Client, path: str) -> None:
    version = client.get("/readyz").json()["graph_version"]
    response = client.get(path)
    assert response.headers["cooplinks-graph-version"] == version
    if not path.startswith("/export"):
        assert response.json()["graph_version"] == version


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_a_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k != "date"} == {k: v for k, v in get.headers.items() if k != "date"}


def test_etags_differ_by_query_media_type_and_encoding(client: httpx.Client) -> None:
    asked = [
        ("/funding", {}),
        ("/funding?limit=3", {}),
        ("/funding", {"Accept": "text/csv"}),
        ("/funding", {"Accept-Encoding": "identity"}),
        ("/stats", {}),
    ]
    assert len({client.get(path, headers=headers).headers["etag"] for path, headers in asked}) == len(asked)
    same = [client.get(path).headers["etag"] for path in ("/funding?limit=3&max_hops=2", "/funding?max_hops=2&limit=3")]
    assert len(set(same)) == 1


def test_gzip_is_taken_by_those_who_ask(client: httpx.Client) -> None:
    path = "/schema"
    assert client.get(path, headers={"If-None-Match": client.get(path).headers["etag"]}).status_code == 304
    packed = client.get(path)
    plain = client.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert "Accept-Encoding" in packed.headers["vary"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE"])
def test_reads_are_get_only(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/stats")
    problem(response, 405)
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/entities", "/entities/", "/entities//links", "/stats/", "/paths/", "/redoc", "/brokerage", "/projects", "/projects/x"],
)
def test_what_is_no_route_is_404(client: httpx.Client, path: str) -> None:
    problem(client.get(path), 404)


def test_no_cors_by_default(client: httpx.Client) -> None:
    assert not [h for h in client.get("/stats", headers={"Origin": "https://example.org"}).headers if h.startswith("access-control")]


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/entities/a%2Flinks", ("entity", "a/links")),
        ("/entities/a%2Fb/links", ("links", "a/b")),
        ("/entities/a%2Flinks/links", ("links", "a/links")),
        ("/entities/a%2flinks", ("entity", "a/links")),
        ("/entities/links", ("entity", "links")),
        ("/entities/%6cinks/%6cinks", ("links", "links")),
        ("/entities/a@b~c:d", ("entity", "a@b~c:d")),
        ("/entities/a%40b%7Ec%3Ad", ("entity", "a@b~c:d")),
        ("/entities/100%25", ("entity", "100%")),
        ("/entities/a%252Fb", ("entity", "a%2Fb")),
        ("/entities/a+b%20c", ("entity", "a+b c")),
        ("/entities/%C5%BD%C5%BD", ("entity", "ŽŽ")),
        ("/entities/a;b=c,d", ("entity", "a;b=c,d")),
        ("/entities/%FF", ("entity", "\N{REPLACEMENT CHARACTER}")),
        ("/entities/%3F%23", ("entity", "?#")),
    ],
)
def test_a_path_is_split_before_it_is_decoded(address: str, asked: tuple[str, str]) -> None:
    got: list[tuple[str, str]] = []

    def hear(what: str) -> object:
        return lambda id, **_: got.append((what, id)) or {"graph_version": "1"}

    with serving(lambda: FakeGraph(entity=hear("entity"), links=hear("links"))) as client:
        client.get(httpx.URL(str(client.base_url).rstrip("/")).copy_with(raw_path=address.encode()))
    assert got == [asked]


@pytest.mark.parametrize("text", ["a/b", "Ж", "a%2Fb", 'it\'s "x"', "\0", "..", " "])
def test_a_quoted_segment_is_one_segment(text: str) -> None:
    quoted = quote_segment(text)
    assert "/" not in quoted
    assert one_spelling(b"/x/" + quoted.encode() + b"/y") == f"/x/{quoted}/y"

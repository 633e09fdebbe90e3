"""The service itself: errors and their statuses, a store that goes and comes back, seats, deadlines. A fake graph stands behind it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest

from cooplinks.app.api.main import STATUS
from cooplinks.app.errors import (
    Ambiguous,
    CooplinksError,
    DeadlinePassed,
    Erased,
    Moved,
    SchemaTooNew,
    StoreAway,
    StoreBusy,
    UnknownName,
    WrongUse,
)
from tests.api.fake import VERSION, FakeGraph
from tests.api.serving import problem, serving, until

REF = {"id": "org:a", "name": "A", "labels": ["Organisation"], "country": None}


@pytest.mark.parametrize(
    ("error", "status", "more"),
    [
        (UnknownName("x", did_you_mean=[REF]), 404, {"id": "x", "did_you_mean": [REF]}),
        (Erased("x"), 410, {"id": "x"}),
        (Ambiguous("x", [REF, REF]), 409, {"candidates": [REF, REF]}),
        (WrongUse("no", "k"), 422, {"parameter": "k"}),
        (DeadlinePassed(1), 504, {}),
        (StoreBusy("held"), 503, {}),
        (SchemaTooNew(9, 1), 503, {}),
        (StoreAway("gone"), 503, {}),
    ],
)
def test_an_error_is_the_problem_of_its_status(error: Exception, status: int, more: dict[str, Any]) -> None:
    with serving(lambda: FakeGraph(stats=error)) as client:
        assert more.items() <= problem(client.get("/stats"), status).items()


def test_every_error_has_a_status() -> None:
    def all_of(error: type[CooplinksError]) -> set[type[CooplinksError]]:
        return {error}.union(*map(all_of, error.__subclasses__()))

    assert {e for e in all_of(CooplinksError) if e.__module__ == "cooplinks.app.errors" and not set(e.__mro__) & STATUS.keys()} == {
        CooplinksError
    }


def test_a_fault_of_the_program_shows_nothing_of_its_inside() -> None:
    with serving(lambda: FakeGraph(stats=RuntimeError("secret"))) as client:
        assert "secret" not in str(problem(client.get("/stats"), 500))
        assert client.get("/healthz").status_code == 200


def test_moved_is_redirected_with_its_query() -> None:
    moved = FakeGraph(resolve=Moved("Old/ID", "org:new@rs~2f"))
    with serving(lambda: moved) as client:
        response = client.get("/entities/Old%2FID/links?types=PART_OF&limit=3")
        assert problem(response, 308)["id"] == "org:new@rs~2f"
        assert response.headers["location"] == "/entities/org:new@rs~2f/links?types=PART_OF&limit=3"


def test_a_store_away_at_the_start_is_opened_when_it_is_back() -> None:
    graph, away = FakeGraph(), threading.Event()
    away.set()

    def opens() -> FakeGraph:
        if away.is_set():
            raise StoreAway("connection refused to 10.0.0.1")
        return graph

    with serving(opens, ready=False) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        for path in ("/readyz", "/stats", "/export/csv", "/entities/x"):
            response = client.get(path)
            assert "10.0.0.1" not in problem(response, 503)["detail"]
            assert response.headers["retry-after"] == "1"
        away.clear()
        until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/readyz").json() == {"ready": True, "graph_version": VERSION}
        assert client.get("/stats").status_code == 200
    assert graph.closed


def test_a_store_that_goes_away_answers_again_when_it_is_back() -> None:
    graph = FakeGraph()
    with serving(lambda: graph) as client:
        graph.away = StoreAway("gone")
        until(lambda: client.get("/readyz").status_code == 503)
        problem(client.get("/stats"), 503)
        graph.away = None
        until(lambda: client.get("/stats").status_code == 200)


def test_a_question_that_finds_the_store_away_makes_the_server_look_at_once() -> None:
    graph = FakeGraph(stats=StoreAway("gone"))
    with serving(lambda: graph, refresh_s=60) as client:
        problem(client.get("/stats"), 503)
        assert client.get("/readyz").status_code == 200, "one question's trouble is not everybody's"
        graph.away = StoreAway("gone")
        problem(client.get("/stats"), 503)
        until(lambda: client.get("/readyz").status_code == 503)


def test_a_wrong_address_is_no_wrong_parameter() -> None:
    def opens() -> FakeGraph:
        raise WrongUse("no store of the kind 'x'", "store")

    with serving(opens, ready=False) as client:
        until(lambda: client.get("/readyz").json()["type"].endswith(":store"))
        problem(client.get("/stats"), 503)


def test_what_breaks_the_background_does_not_end_it() -> None:
    graph = FakeGraph()
    with serving(lambda: graph) as client:
        graph.away = RuntimeError("odd")
        until(lambda: client.get("/readyz").status_code == 503)
        graph.away = None
        until(lambda: client.get("/readyz").status_code == 200)


def test_too_many_at_once() -> None:
    release = threading.Event()
    graph = FakeGraph(stats=lambda: release.wait(10) and {"graph_version": VERSION})
    with serving(lambda: graph, seats=2, wait_s=0.1) as client, ThreadPoolExecutor(2) as pool:
        held = [pool.submit(client.get, "/stats") for _ in range(2)]
        sleep(0.2)
        response = client.get("/stats")
        problem(response, 429)
        assert response.headers["retry-after"] == "1"
        assert client.get("/healthz").status_code == 200
        release.set()
        assert [r.result().status_code for r in held] == [200, 200]
        assert client.get("/stats").status_code == 200


def test_a_question_that_heeds_no_deadline_is_given_up_and_keeps_its_seat() -> None:
    release = threading.Event()
    graph = FakeGraph(stats=lambda: release.wait(10) and {"graph_version": VERSION})
    with serving(lambda: graph, seats=1, wait_s=0.1) as client:
        began = monotonic()
        problem(client.get("/stats?deadline_s=0.2"), 504)
        assert monotonic() - began < 2
        problem(client.get("/stats"), 429)
        release.set()
        until(lambda: client.get("/stats").status_code == 200)


def test_the_graph_is_told_the_deadline() -> None:
    told: list[Any] = []
    graph = FakeGraph(paths=lambda *_, deadline, **__: told.append(deadline) or {"graph_version": VERSION, "paths": []})
    with serving(lambda: graph) as client:
        client.get("/paths?from=a&to=b&deadline_s=2.5")
        client.get("/paths?from=a&to=b")
    assert [d.seconds for d in told] == [2.5, 10.0]


def test_unknown_names_are_not_searched_for_when_they_can_be_none() -> None:
    with serving(lambda: FakeGraph(resolve=AssertionError("asked"))) as client:
        for id in ("a%00b", "x" * 9000):
            problem(client.get(f"/entities/{id}"), 404)

"""A server beside a loader: each answer is of one version, and a finished load is seen soon."""

import threading
from pathlib import Path
from time import monotonic

from cooplinks.app.ids import record_id, source_id
from cooplinks.app.ingest import forget, ingest
from cooplinks.app.model import Name, Record, Source
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.api import world
from tests.api.serving import problem, serving, until

LOADS = 12


def test_an_answer_is_of_one_version(tmp_path: Path) -> None:
    address = Settings(f"sqlite:///{(tmp_path / 'graph.db').as_posix()}")
    writer = open_store(address)
    world.build(writer)

    def load_more() -> None:
        for n in range(LOADS):
            world.load(writer, f"press/more-{n}.txt", [("PARTNER_OF", "H-1", "BF-1", {}), ("PARTNER_OF", "MIN-1", "BF-1", {})])

    seen: dict[tuple[str, str], bytes] = {}
    with serving(lambda: Graph(open_store(address), follow=False)) as client:
        loader = threading.Thread(target=load_more)
        loader.start()
        while loader.is_alive():
            for path in ("/stats", f"/entities/{world.FUND}/links", "/export/node-link"):
                response = client.get(path)
                assert response.status_code == 200, response.text
                key = (path, response.headers["cooplinks-graph-version"])
                assert seen.setdefault(key, response.content) == response.content
                if path.endswith("links"):
                    agreeing = {link["sources"] for link in response.json()["items"] if link["type"] == "PARTNER_OF"}
                    assert len(agreeing) <= 1, "half of a load is shown"
        loader.join()
        until(lambda: client.get("/readyz").json()["graph_version"] == writer.version(), within_s=2)
    writer.close()
    assert len({version for _, version in seen}) > 1


def test_merged_and_erased_ids(tmp_path: Path) -> None:
    store = open_store(Settings("memory://"))

    def load(key: str, *identifiers: str) -> Source:
        source = Source(id=source_id(key), key=key, kind="table", title=key, extractor="by hand 1", content_hash=key)
        keys = tuple(f"org:{identifier}" for identifier in identifiers)
        ingest(source, [Record(record_id("Organisation", key, "it"), source.id, "Organisation", (Name("A body"),), keys=keys)], store)
        return source

    with serving(lambda: Graph(store, follow=False)) as client:
        one = load("one", "zz-9")
        until(lambda: client.get("/entities/org:zz-9").status_code == 200)
        two = load("two", "zz-9", "aa-1")
        until(lambda: client.get("/entities/org:aa-1").status_code == 200)
        moved = client.get("/entities/org:zz-9/links?limit=2")
        problem(moved, 308)
        assert moved.headers["location"] == "/entities/org:aa-1/links?limit=2"
        assert "immutable" not in moved.headers["cache-control"]
        for source in (one, two):
            forget(source, store)
        until(lambda: client.get("/entities/org:aa-1").status_code == 410)
        problem(client.get("/entities/org:aa-1/links"), 410)
        problem(client.get("/entities/org:never"), 404)


def test_a_finished_load_is_seen_within_two_seconds(tmp_path: Path) -> None:
    address = Settings(f"sqlite:///{(tmp_path / 'graph.db').as_posix()}")
    writer = open_store(address)
    world.build(writer)
    with serving(lambda: Graph(open_store(address), follow=False), refresh_s=1.0) as client:
        etag = client.get("/stats").headers["etag"]
        world.load(writer, "press/more.txt", [("PARTNER_OF", "H-1", "BF-1", {})])
        done = monotonic()
        until(lambda: client.get("/stats", headers={"If-None-Match": etag}).status_code == 200)
        assert monotonic() - done < 2
        assert client.get("/stats").json()["sources"] == 3
    writer.close()

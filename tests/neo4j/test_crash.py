"""Whoever is killed, loader or server: nothing reported is lost, nothing is half-seen, and loading again equals a clean load.

`python -m tests.neo4j.test_crash ADDRESS` is the loader that gets killed.
"""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from neo4j import Session, Transaction
from neo4j.exceptions import ServiceUnavailable

from cooplinks.app.errors import StoreAway, StoreBusy, StoreError
from cooplinks.app.store import neo4j_bolt, neo4j_writer
from cooplinks.app.store.neo4j import Neo4jStore
from tests.contract.facts import Told
from tests.neo4j import server as servers
from tests.neo4j.server import Neo4j, Server

ROOT = Path(__file__).resolve().parents[2]
LEASE_S = 1.5
BODIES, LINKS = 200, 1_800


def big(said: str = "first") -> Told:
    """A source of several transactions, of which half says something new each time."""
    told = Told("big", more={"path": "big.csv"})
    chance = random.Random(1)
    bodies = [told.says("Organisation", f"Body {n}", f"org:body-{n}@rs") for n in range(BODIES)]
    project = told.says("Project", "A project")
    for n in range(LINKS):
        quote = f"{n} {said if n % 2 else ''}"
        told.links("PARTNER_OF", *chance.sample(bodies, 2), quote, locator=f"row:{n}")
    told.links("FUNDED_BY", project, bodies[0], said)
    return told


def small() -> Told:
    told = Told("small")
    told.links("PARTNER_OF", told.says("Organisation", "Old 1", "org:body-1@rs"), told.says("Organisation", "Two", "org:two@rs"))
    return told


def held(store: Neo4jStore) -> dict[str, Any]:
    """All there is, but for the times of loading; one question a kind, for there are many things."""
    reader = store.reader()
    rows = sorted(tuple(map(str, row)) for block in reader.statements() for row in block)
    said = {info.source.id: reader.source_statements(info.source.id) for info in reader.sources()}
    sources = {info.source.id: (info.source, info.records, info.statements) for info in reader.sources()}
    return {"entities": list(reader.entities()), "statements": rows, "said": said, "sources": sources}


def main(address: str) -> None:
    """Load the big source in many transactions, saying when each step is done."""
    neo4j_writer.MOST_AT_ONCE, neo4j_writer.MOST_LATER = 400, 200
    store = Neo4jStore.open(address, lease_s=LEASE_S)
    told = big("second")
    print("ready", flush=True)
    told.load(store, batch=100, tick=lambda n: print(n, flush=True))
    print("done", flush=True)


def _killed_loader(address: str, after: int, pause_s: float) -> bool:
    """Kill a loader once it has read so many batches and a little later; whether it had said that it was done."""
    command = [sys.executable, "-m", "tests.neo4j.test_crash", address]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after + 1):
            process.stdout.readline()
        time.sleep(pause_s)
        process.kill()
        return "done" in process.stdout.read()


def test_a_loader_killed_in_the_middle(store: Neo4jStore, server: Neo4j) -> None:
    small().load(store)
    big().load(store)
    before, version = held(store), store.version()
    reader = store.reader()
    chance = random.Random(3)
    waiting = Neo4jStore.open(server.address, lease_s=LEASE_S)
    for after in (1, 6, 12, 18, 20):
        if _killed_loader(server.address, after, chance.uniform(0, 0.2)):
            break
        assert (store.version(), held(store)) == (version, before)
    else:
        time.sleep(LEASE_S + 0.5)
        assert [broken["path"] for broken in store.status().interrupted] == ["big.csv"]
    other = Told("other")
    other.says("Organisation", "Body 2", "org:body-2@rs")
    other.load(waiting)
    assert store.status().interrupted or store.known(big("second").source.id) == big("second").source.content_hash
    big("second").load(waiting)
    assert store.status().interrupted == ()
    assert sorted(tuple(map(str, row)) for block in reader.statements() for row in block) == before["statements"]
    again = held(store)
    waiting.close()
    _empty(server)
    store.apply_schema()
    for told in (small(), other, big("second")):
        told.load(store)
    assert again == held(store)


def _empty(server: Neo4j) -> None:
    with server.driver() as driver, driver.session(database=server.database) as session:
        session.run("MATCH (n) WHERE NOT n:CooplinksTest CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS").consume()


def test_commits_that_break_while_the_next_transaction_is_being_written(
    store: Neo4jStore, server: Neo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    big().load(store)
    first = held(store)
    big("second").load(store)
    second = held(store)
    _empty(server)
    store.apply_schema()
    turns = count()
    commit = neo4j_bolt._commit

    def breaks(tx: Transaction, session: Session | None) -> None:
        """Every other time: not committed, then committed with the answer lost."""
        turn = next(turns) % 4
        if turn == 1 and session:
            session.close()
        else:
            commit(tx, session)
        if turn % 2:
            raise ServiceUnavailable("broken by the test")

    monkeypatch.setattr(neo4j_bolt, "_commit", breaks)
    monkeypatch.setattr(neo4j_writer, "MOST_AT_ONCE", 600)
    monkeypatch.setattr(neo4j_writer, "MOST_LATER", 300)
    big().load(store, batch=100)
    assert held(store) == first
    big("second").load(store, batch=100)
    assert held(store) == second
    assert next(turns) > 8


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that nobody else needs."""
    version = "5.26"
    if reason := servers.obstacles().get(version):
        pytest.skip(reason)
    with servers.running(version) as started:
        yield started


def test_a_server_killed_in_the_middle_of_a_load(own: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_writer, "MOST_AT_ONCE", 600)
    monkeypatch.setattr(neo4j_writer, "MOST_LATER", 300)
    with closing(Neo4jStore.open(own.address)) as store:
        store.apply_schema()
        small().load(store)
        assert big().load(store).statements.added == LINKS + 1
        before = held(store)
        own.kill()
        with pytest.raises(StoreAway):
            store.version()
        own.start()
        assert held(store) == before

        def kill(_: int, seen: list[int] = []) -> None:  # noqa: B006
            seen.append(1)
            if len(seen) == 15:
                own.kill()
                threading.Thread(target=own.start).start()

        report = big("second").load(store, batch=100, tick=kill)
        assert (report.statements.added, report.statements.removed) == (LINKS // 2 + 1, LINKS // 2 + 1)
        again = held(store)
        _wipe(own)
        store.apply_schema()
        small().load(store)
        big("second").load(store)
        assert again == held(store)


def test_a_server_that_does_not_come_back_in_time(own: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_writer, "MOST_AT_ONCE", 600)
    monkeypatch.setattr(neo4j_bolt, "RETRY_S", 1.0)
    if not own.alive:
        own.start()
    _wipe(own)
    with closing(Neo4jStore.open(own.address, lease_s=LEASE_S)) as store:
        store.apply_schema()
        small().load(store)
        before = held(store)

        def kill(_: int, seen: list[int] = []) -> None:  # noqa: B006
            seen.append(1)
            if len(seen) == 15:
                own.kill()

        with pytest.raises(StoreAway):
            big().load(store, batch=100, tick=kill)
        own.start()
        assert held(store) == before
        time.sleep(LEASE_S)
        assert [broken["path"] for broken in store.status().interrupted] == ["big.csv"]
        assert big().load(store).statements.added == LINKS + 1
        assert store.status().interrupted == ()


def test_a_loader_that_stood_still_too_long_is_told(store: Neo4jStore, server: Neo4j) -> None:
    told = small()
    with closing(Neo4jStore.open(server.address, lease_s=0.4)) as first:
        with pytest.raises(StoreError, match="took it over"), first.load(told.source, who="first") as writer:
            _stand_still_while_another_loads(writer, store, told)
    assert store.version() == "0-empty"


def _stand_still_while_another_loads(writer: neo4j_writer.Neo4jWriter, store: Neo4jStore, told: Told) -> None:
    with pytest.raises(StoreBusy, match="first"), store.load(told.source, who="second", wait_s=0.3):
        pass
    writer._lease.stop()
    time.sleep(0.6)
    with store.load(Told("x").source, who="second", wait_s=1):
        writer.commit("1-first")


def _wipe(server: Neo4j) -> None:
    with server.driver() as driver, driver.session(database=server.database) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS").consume()


if __name__ == "__main__":
    main(sys.argv[1])

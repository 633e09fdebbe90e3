"""Readers of the Neo4j store keep their version, whatever is loaded, taken back or broken off meanwhile."""

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from cooplinks.app.errors import StoreAway
from cooplinks.app.ids import digest
from cooplinks.app.judge import decide
from cooplinks.app.model import Decision, Verdict
from cooplinks.app.store import neo4j_lock, neo4j_writer
from cooplinks.app.store.neo4j import Neo4jStore
from cooplinks.app.store.neo4j_cypher import SCHEMA
from cooplinks.app.store.sqlite import SqliteStore
from tests.contract.facts import Told, dump
from tests.neo4j.server import Neo4j

KEYS = [f"org:k{n}@rs" for n in range(6)]


class Kept:
    """A store that gives the one reader, for `dump`."""

    def __init__(self, store: Neo4jStore) -> None:
        self._reader = store.reader()

    def reader(self) -> Any:
        return self._reader


class Stop(Exception):
    pass


def some_source(rng: random.Random) -> Told:
    """A source that names a few bodies by keys that other sources may tie together."""
    told = Told(f"s{rng.randrange(4)}", more={"title": f"Title {rng.randrange(3)}"})
    bodies = []
    for n in range(rng.randrange(1, 6)):
        keys = rng.sample(KEYS, rng.randrange(3))
        bodies.append(told.says("Organisation", f"Body {rng.randrange(4)}", *keys, local=str(n), identifiers=[f"ID-{rng.randrange(3)}"]))
    project = told.says("Project", "A project", local="p")
    for _ in range(rng.randrange(6)):
        told.links("PARTNER_OF", rng.choice(bodies), rng.choice(bodies), f"q{rng.randrange(3)}")
        told.links("FUNDED_BY", project, rng.choice(bodies), properties={"amount": rng.randrange(3), "measure": "paid"})
        modality = rng.choice(["held", "invited", "declined"])
        event = told.says("Event", "An event", local="e")
        told.links("ATTENDED", rng.choice(bodies), event, properties={"modality": modality})
    told.records = list({r.id: r for r in told.records}.values())
    return told


def break_off(told: Told, store: Neo4jStore) -> None:
    """Load all of it, and fail before it is complete."""

    def items() -> Iterator[Any]:
        yield from told.items()
        raise Stop

    from cooplinks.app import ingest as doors

    with suppress(Stop):
        doors.ingest(told.source, items(), store, batch=2)


@pytest.mark.parametrize("most", [50_000, 2])
@pytest.mark.parametrize("seed", range(4))
def test_any_course_of_loads_leaves_what_sqlite_has(store: Neo4jStore, seed: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_writer, "MOST_AT_ONCE", most)
    monkeypatch.setattr(neo4j_writer, "MOST_LATER", most)
    monkeypatch.setattr(neo4j_lock, "KEPT_MS", 3_600_000)  # a slow machine takes longer than a minute over this
    rng = random.Random(seed)
    other = SqliteStore.open("memory://")
    other.apply_schema()
    kept: list[tuple[Kept, dict[str, Any]]] = []
    for _ in range(12):
        told = some_source(rng)
        what = rng.choice(["load", "load", "load", "forget", "break off"])
        if what == "break off":
            break_off(told, store)
        elif what == "forget":
            assert told.forget(store) == told.forget(other)
        else:
            assert told.load(store, batch=3) == told.load(other, batch=3)
        now = dump(store, ask=KEYS)
        assert now == dump(other, ask=KEYS)
        assert store.version() == other.version()
        kept.append((Kept(store), now))
        reader, then = rng.choice(kept)
        assert dump(reader, ask=KEYS) == then
    other.close()


def test_analysts_see_just_what_is_there(store: Neo4jStore, server: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_writer, "MOST_AT_ONCE", 2)
    rng = random.Random(7)
    for _ in range(15):
        some_source(rng).load(store, batch=3)
    break_off(some_source(rng), store)
    with server.driver() as driver:
        rows = driver.execute_query("MATCH (a)-[r]->(b) RETURN type(r), r.id, a.id, b.id", database_=server.database).records
        nodes = driver.execute_query("MATCH (e:Entity) RETURN e.id, e.name, labels(e)", database_=server.database).records
        donors = driver.execute_query("MATCH (e:Donor) RETURN collect(e.id)", database_=server.database).records[0][0]
        others = driver.execute_query("MATCH (x) WHERE NOT x:Entity RETURN DISTINCT labels(x)", database_=server.database).records
    reader = store.reader()
    streamed = [row for block in reader.statements() for row in block]
    assert {tuple(row) for row in rows} == {(row.type, row.id, row.from_entity, row.to_entity) for row in streamed}
    seen = {(id, name, frozenset(labels) - {"Entity", "Donor"}) for id, name, labels in nodes}
    assert seen == {(e.id, e.name, frozenset(e.labels)) for e in reader.entities()}
    organisations = {id for id, _, labels in nodes if "Organisation" in labels}
    assert sorted(donors) == sorted({row.to_entity for row in streamed if row.type == "FUNDED_BY"} & organisations)
    assert all({"Record", "Load", "CooplinksTest"} & set(labels) for (labels,) in others)


def test_a_reader_is_told_when_its_version_is_gone(store: Neo4jStore, server: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    some_source(rng).load(store)
    old = store.reader()
    monkeypatch.setattr(neo4j_lock, "KEPT_MS", 0)
    for _ in range(4):
        some_source(rng).load(store)
        time.sleep(0.01)
    store.apply_schema()
    with pytest.raises(StoreAway, match="no longer kept"):
        list(old.entities())
    with server.driver() as driver:
        left = driver.execute_query("MATCH (p:Past) RETURN count(p)", database_=server.database).records[0][0]
    assert left == 0


def test_the_ledger_bears_judgement_and_is_no_entity(store: Neo4jStore, server: Neo4j) -> None:
    told = Told("a")
    statement = told.links("PARTNER_OF", told.says("Organisation", "One"), told.says("Organisation", "Two"), "q")
    told.load(store)
    decide(store, [Decision(statement, Verdict.REJECTED, "Ada", "2025-03-01T10:00:00Z", "no")])
    with server.driver() as driver:
        labels = driver.execute_query("MATCH (j:Judgement) RETURN labels(j), j.who, j.verdict, j.number", database_=server.database).records
        links = driver.execute_query("MATCH (:Entity)-[r:PARTNER_OF]->() RETURN count(r)", database_=server.database).records
    assert [tuple(row) for row in labels] == [(["Judgement"], "Ada", "rejected", 1)]
    assert links[0][0] == 0


def test_a_store_without_a_ledger_is_given_one(store: Neo4jStore, server: Neo4j) -> None:
    told = Told("a")
    statement = told.links("PARTNER_OF", told.says("Organisation", "One"), told.says("Organisation", "Two"), "q")
    told.load(store)
    with server.driver() as driver:
        driver.execute_query("MATCH (m:State {id: 'meta'}) SET m.schema = 1", database_=server.database)
        driver.execute_query("DROP CONSTRAINT judgement_number", database_=server.database)
    store.apply_schema()
    decide(store, [Decision(statement, Verdict.ACCEPTED, "Ada", "2025-03-01T10:00:00Z")])
    with server.driver() as driver:
        names = driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN collect(name)", database_=server.database).records[0][0]
        schema = driver.execute_query("MATCH (m:State {id: 'meta'}) RETURN m.schema", database_=server.database).records[0][0]
    assert "judgement_number" in names
    assert schema == SCHEMA


def test_what_somebody_else_put_there_is_taken_over(store: Neo4jStore, server: Neo4j) -> None:
    told = Told("a")
    one, two = told.says("Organisation", "One"), told.says("Organisation", "Two")
    statement = told.links("PARTNER_OF", one, two)
    told.load(store)
    # As after a restore of half a backup: the link is there, the store's own list of what the source said is not.
    with server.driver() as driver:
        driver.execute_query("MATCH (m:Manifest {kind: 'statement'}) DELETE m", database_=server.database)
    told.again(store)
    assert [row.id for block in store.reader().statements() for row in block] == [statement.id]


def test_a_source_renamed_is_renamed_on_its_links(store: Neo4jStore, server: Neo4j) -> None:
    told = Told("a", more={"title": "Old", "url": "https://example.org/a"})
    told.links("PARTNER_OF", told.says("Organisation", "One"), told.says("Organisation", "Two"))
    told.load(store)
    version = store.version()
    told.more = {"title": "New", "content_hash": digest("new")}
    told.load(store)
    assert store.version() != version, "answers show the title"
    with server.driver() as driver:
        query = "MATCH ()-[r:PARTNER_OF]->() RETURN r.source_title, r.source_url"
        assert [tuple(row) for row in driver.execute_query(query, database_=server.database).records] == [("New", None)]

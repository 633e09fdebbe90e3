"""Money in Neo4j: the same answers as from SQLite, and Browser sums what HTTP sums."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cooplinks.app.graph.flows import PARTS
from cooplinks.app.marks import mark
from cooplinks.app.ontology import MEASURES
from cooplinks.app.questions import Graph
from cooplinks.app.store.neo4j import Neo4jStore
from cooplinks.app.store.sqlite import SqliteStore
from tests.contract.facts import Told, dump
from tests.contract.money import load_all, publishers
from tests.contract.test_money import answers
from tests.neo4j.server import Neo4j

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = "MATCH ()-[r:FUNDED_BY]->() RETURN r.id AS id, r.counted AS counted, r.why_not AS why_not, r.mirror_of AS mirror_of"


@pytest.fixture
def ask(store: Neo4jStore, server: Neo4j) -> Iterator[Any]:
    load_all(store, publishers())
    mark(store)
    with server.driver() as driver:

        def question(text: str, /, **parameters: Any) -> list[dict[str, Any]]:
            if not text.startswith("MATCH"):
                text = (ROOT / f"cypher/browser/{text}.cypher").read_text("utf-8")
            return [r.data() for r in driver.execute_query(text, parameters, database_=server.database).records]

        yield question


def computed(store: Neo4jStore) -> dict[str, dict[str, Any]]:
    snapshot = Graph(store).snapshot()
    return {id: {"why_not": None, "mirror_of": None, **snapshot.marks(number)} for id, number in snapshot.money_of.items()}


def shown(ask: Any) -> dict[str, dict[str, Any]]:
    return {row.pop("id"): row for row in ask(EVERYTHING) if row["counted"] is not None}


def test_both_stores_answer_alike(store: Neo4jStore, ask: Any) -> None:
    other = SqliteStore.open("memory://")
    other.apply_schema()
    load_all(other, publishers())
    assert answers(store) == answers(other)
    other.close()


def test_relationships_show_what_counts(store: Neo4jStore, ask: Any) -> None:
    before, version = dump(store), store.version()
    assert shown(ask) == computed(store)
    assert len(shown(ask)) == 14
    assert not mark(store)  # nothing moved on
    assert (dump(store), store.version(), store.marked()) == (before, version, version)


def test_marks_follow_what_is_loaded_and_forgotten(store: Neo4jStore, ask: Any) -> None:
    publishers()[1].forget(store)
    assert shown(ask) != computed(store)
    assert mark(store)
    assert shown(ask) == computed(store)
    publishers()[1].load(store)
    assert mark(store)
    assert shown(ask) == computed(store)


def test_articles_alone_have_nothing_to_mark(store: Neo4jStore) -> None:
    Told("press", kind="article").load(store)
    assert not mark(store)


def test_browser_sums_what_http_sums(store: Neo4jStore, ask: Any) -> None:
    graph = Graph(store)
    names = ["XX-B", "XX-D"]
    rows = ask("money_over_a_boundary", names=names)
    assert len(rows) == 5
    for measure in {row["measure"] for row in rows} & set(MEASURES):
        body = graph.flows([graph.resolve(name) for name in names], measure=measure)
        for part in PARTS:
            sums: dict[str, float] = defaultdict(float)
            for row in rows:
                if (row["part"], row["measure"]) == (part, measure) and row["currency"]:
                    sums[row["currency"]] += row["amount"]
            assert sums == {currency: float(Decimal(amount)) for currency, amount in body[part]["total"].items()}
            assert sum(row["flows"] for row in rows if (row["part"], row["measure"]) == (part, measure)) == body[part]["flows"]


def test_two_reports_side_by_side(ask: Any) -> None:
    rows = ask("two_reports", least=1)
    assert [(r["giver"], r["receiver"], r["given"], r["received"]) for r in rows] == [("XX-A", "XX-B", 1000.5, 1190.0)]
    assert len(ask("two_reports", least=0)) == 2


def test_through_whom_money_went(ask: Any) -> None:
    (row,) = ask("money_through", giver="XX-A", receiver="XX-C")
    assert (row["through"], row["activity"], row["into_it"], row["out_of_it"]) == ("XX-B", "project:xx-b-q", 1200.5, 600.0)
    assert (row["currency"], row["out_currency"], len(row["giver_says"])) == ("EUR", "USD", 2)

"""The saved questions for Neo4j Browser run on the demo's articles and answer them."""

from pathlib import Path
from typing import Any

import pytest

from cooplinks.app.load import Load, find
from cooplinks.app.store.base import Store
from cooplinks.app.store.neo4j import Neo4jStore
from tests.neo4j.server import Neo4j

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = sorted((ROOT / "cypher/browser").glob("*.cypher"))


def load_examples(store: Store) -> None:
    Load(store, who="test").run(find([str(ROOT / "examples/articles")]))


@pytest.fixture
def ask(store: Neo4jStore, server: Neo4j) -> Any:
    load_examples(store)

    def question(which: str, /, **parameters: str) -> list[dict[str, Any]]:
        text = (ROOT / f"cypher/browser/{which}.cypher").read_text("utf-8")
        with server.driver() as driver:
            return [r.data() for r in driver.execute_query(text, parameters, database_=server.database).records]

    return question


def test_each_question_says_what_it_does() -> None:
    assert len(QUESTIONS) >= 3
    assert all(path.read_text("utf-8").startswith("// ") for path in QUESTIONS)


def test_who_funds_whom(ask: Any) -> None:
    rows = ask("who_funds_whom", funder="asylum, migration")
    assert len(rows) == 2
    assert {row["funder"] for row in rows} == {"Asylum, Migration and Integration Fund"}
    assert all("AMIF" in row["quote"] and row["source"] and row["date"] for row in rows)


def test_who_met_marri_twice(ask: Any) -> None:
    rows = ask("same_rooms", name="MARRI")
    assert {row["who"] for row in rows if row["times"] > 1} == {
        "Deutsche Gesellschaft für Internationale Zusammenarbeit",
        "Ministry of Security of Bosnia and Herzegovina",
    }


def test_how_a_ministry_and_an_embassy_are_connected(ask: Any) -> None:
    rows = ask("how_connected", **{"from": "BMZ", "to": "Embassy of Norway"})
    assert rows
    assert all(said for row in rows for said in row["said"])

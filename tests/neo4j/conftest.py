"""An empty Neo4j store on each version that can be had."""

from collections.abc import Callable, Iterator

import pytest

from cooplinks.app.store.neo4j import Neo4jStore
from tests.neo4j.find import versions
from tests.neo4j.server import Neo4j

_MARKED = "MATCH (n:CooplinksTest) RETURN count(n) AS n"
# The schema stays: to drop it costs every plan that the server has made.
_EMPTY = "MATCH (n) WHERE NOT n:CooplinksTest CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS"


@pytest.fixture(params=versions(), scope="session")
def server(request: pytest.FixtureRequest, neo4j_server: Callable[[str], Neo4j]) -> Neo4j:
    """The server of a version."""
    return neo4j_server(request.param)


@pytest.fixture
def store(server: Neo4j) -> Iterator[Neo4jStore]:
    """An empty store on it."""
    with server.driver() as driver, driver.session(database=server.database) as session:
        assert session.run(_MARKED).single(strict=True)["n"], "not a database of the tests' own"
        session.run(_EMPTY).consume()
    store = Neo4jStore.open(server.address)
    store.apply_schema()
    yield store
    store.close()

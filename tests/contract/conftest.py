"""An empty store of each kind: a file, this process's memory, and each Neo4j that can be had."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.app.store.base import Store
from tests.neo4j.find import versions
from tests.neo4j.server import Neo4j

KINDS = ["sqlite", "memory", *(f"neo4j {version}" for version in versions())]
FILES_AND_SERVERS = [kind for kind in KINDS if kind != "memory"]  # what several processes can share

_MARKED = "MATCH (n:CooplinksTest) RETURN count(n) AS n"
_EMPTY = "MATCH (n) WHERE NOT n:CooplinksTest CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        shared = metafunc.definition.get_closest_marker("processes")
        metafunc.parametrize("kind", FILES_AND_SERVERS if shared else KINDS, scope="session")


@pytest.fixture
def address(kind: str, tmp_path: Path, neo4j_server: Callable[[str], Neo4j]) -> str:
    """The address of an empty store."""
    return next(_addresses(kind, tmp_path, neo4j_server))


@pytest.fixture
def fresh(kind: str, tmp_path: Path, neo4j_server: Callable[[str], Neo4j]) -> Iterator[Callable[[], Store]]:
    """Makes an empty store at each call; of a Neo4j there is one at a time, so that a new one takes the place of the last."""
    addresses = _addresses(kind, tmp_path, neo4j_server)
    opened: list[Store] = []

    def make() -> Store:
        opened.append(open_store(Settings(next(addresses))))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(fresh: Callable[[], Store]) -> Store:
    """An empty store."""
    return fresh()


def _addresses(kind: str, folder: Path, neo4j_server: Callable[[str], Neo4j]) -> Iterator[str]:
    for number in count():
        if kind == "memory":
            yield "memory://"
        elif kind == "sqlite":
            yield f"sqlite:///{(folder / f'links-{number}.db').as_posix()}"
        else:
            server = neo4j_server(kind.partition(" ")[2])
            _empty(server)
            yield server.address


def _empty(server: Neo4j) -> None:
    """Take all nodes out of a database that bears the tests' mark; the schema may stay."""
    with server.driver() as driver:
        assert driver.execute_query(_MARKED, database_=server.database).records[0]["n"], "not a database of the tests' own"
        with driver.session(database=server.database) as session:
            session.run(_EMPTY).consume()

"""The Neo4j servers of a test session: each version started once, emptied between tests, and only where the tests made what is there."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.neo4j import find
from tests.neo4j.server import Neo4j

_missing: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "processes: needs a store that several processes can share, so not memory://")


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Callable[[str], Neo4j]]:
    """Gives the server of a version (`tests.neo4j.find.versions()`), started when first asked for; skips where there is none to be had."""
    found: dict[str, Neo4j] = {}
    with ExitStack() as stack:

        def server(version: str) -> Neo4j:
            if version not in found and version not in _missing:
                try:
                    found[version] = stack.enter_context(find.find_neo4j(version))
                except find.NoNeo4j as reason:
                    _missing[version] = str(reason)
            if version in _missing:
                _go_without(_missing[version])
            return found[version]

        yield server


def _go_without(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason in _missing.values():
        terminalreporter.write_line(f"NOT TESTED on Neo4j: {reason}", red=True, bold=True)

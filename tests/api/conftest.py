"""A server on the small graph, one for all tests that only read."""

from collections.abc import Iterator

import httpx
import pytest

from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.api import world
from tests.api.serving import serving


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    store = open_store(Settings("memory://"))
    world.build(store)
    with serving(lambda: Graph(store, follow=False)) as client:
        yield client

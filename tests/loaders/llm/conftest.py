import os
from collections.abc import Iterator

import pytest

from tests.loaders.llm.server import Stub, serving


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    for name in [n for n in os.environ if n.lower().endswith("_proxy") or n.startswith("COOPLINKS_LLM")]:
        monkeypatch.delenv(name)
    with serving() as stub:
        yield stub

"""Several loads as one: shown at once, or not at all."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cooplinks.app import ingest as doors
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.app.store.base import Store
from tests.contract.facts import Told, dump, links, reading, whole
from tests.contract.test_identity import one_says

ROOT = Path(__file__).resolve().parents[2]


def plain(store: Store) -> dict[str, object]:
    return {k: v for k, v in dump(store).items() if k != "lookups"}


def told_of(number: int) -> list[Told]:
    """Sources whose bodies merge and split as they change."""
    return [
        one_says("a", "org:eu@gaz", *(["org:xi-eu"] if number else [])),
        one_says("b", "org:xi-eu", name="European Union", project="Trust" if number else "Hope"),
        one_says("c", *(["org:us@gaz"] if number else ["org:eu@gaz"]), project=f"P{number}"),
    ]


def test_what_goes_together_is_shown_at_once(fresh: Callable[[], Store]) -> None:
    store = fresh()
    for told in told_of(0):
        told.load(store)
    before, version = dump(store), store.version()
    with store.together(told_of(1)[0].source, who="test") as joined:
        for told in told_of(1):
            told.load(joined)
            assert (dump(store), store.version()) == (before, version), "nobody sees half of it"
            assert dump(joined)["statements"] == before["statements"], "its readers see what was there before"
    assert store.version() != version
    after = plain(store)
    with reading(store) as reader:
        assert reader.version == store.version()
    for told in told_of(1):
        assert told.load(store).sources_unchanged == 1
    other = fresh()
    for told in (*told_of(0), *told_of(1)):
        told.load(other)
    assert plain(other) == after


@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_that_fails_takes_all_back(fresh: Callable[[], Store], at: int) -> None:
    store = fresh()
    for told in told_of(0):
        told.load(store)
    before = whole(store)
    with pytest.raises(ZeroDivisionError):
        with store.together(told_of(1)[0].source, who="test") as joined:
            for number, told in enumerate(told_of(1)):
                if number == at:
                    items = [*told.records, *told.statements]
                    doors.ingest(told.source, (item if n < 2 else 1 / 0 for n, item in enumerate(items)), joined, batch=1)  # type: ignore[misc]
                told.load(joined)
    assert whole(store) == before
    for told in told_of(1):
        told.load(store)
    assert links(store, "FUNDED_BY")


def test_nothing_new_leaves_the_version(store: Store) -> None:
    for told in told_of(0):
        told.load(store)
    version, before = store.version(), dump(store)["statements"]
    with store.together(told_of(0)[0].source, who="test") as joined:
        for told in told_of(0):
            told.again(joined)
    assert store.version() == version
    assert dump(store)["statements"] == before


def test_nobody_else_loads_meanwhile(store: Store) -> None:
    with store.together(told_of(0)[0].source, who="the reader") as joined:
        told_of(0)[0].load(joined)
        assert "the reader" in (store.status().loading or "")
    told_of(0)[1].load(store)
    assert len(links(store, "FUNDED_BY")) == 2


@pytest.mark.processes
def test_who_is_killed_before_the_end_leaves_nothing(address: str) -> None:
    with closing(open_store(Settings(address))) as store:
        for told in told_of(0):
            told.load(store)
        before = whole(store)
        command = [sys.executable, "-m", "tests.contract.joined", address]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline() == "all but shown\n"
            finally:
                process.kill()
        after = whole(store)
        assert {**after, "status": None} == {**before, "status": None}
        for told in told_of(1):
            told.load(store)
        assert len(links(store, "FUNDED_BY")) == 3

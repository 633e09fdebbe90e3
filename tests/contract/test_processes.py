"""Several processes on one store: one writes, the others wait or are told who; whoever is killed leaves nothing half-done."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cooplinks.app.errors import StoreBusy
from cooplinks.app.resolve import settle
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.app.store.base import Store
from tests.contract.facts import Told, dump, entities, reading
from tests.contract.loader import telling

ROOT = Path(__file__).resolve().parents[2]
STATEMENTS = 400


@contextmanager
def loading(address: str, first: int, count: int, statements: int = STATEMENTS) -> Iterator["subprocess.Popen[str]"]:
    """A loader process that is ready to begin."""
    command = [sys.executable, "-m", "tests.contract.loader", address, str(first), str(count), str(statements)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def clean(fresh: Callable[[], Store], numbers: list[int]) -> dict[str, object]:
    """What a store holds that loaded these sources without any trouble."""
    store = fresh()
    for number in numbers:
        telling(number, STATEMENTS).load(store)
    return {k: v for k, v in dump(store).items() if k != "lookups"}


@pytest.mark.processes
def test_a_killed_loader_leaves_all_it_reported_and_nothing_else(address: str) -> None:
    chance = random.Random(7)
    numbers = list(range(12))
    open_store(Settings(address)).close()
    for turn in range(4):
        with loading(address, 0, len(numbers)) as process:
            assert process.stdout is not None
            said = [process.stdout.readline().strip() for _ in range(3 * turn)]
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
            said += [line.strip() for line in process.stdout if line.endswith("\n")]
        store = open_store(Settings(address))
        with reading(store) as reader:
            held = {info.source.id: info for info in reader.sources()}
            for id in held:
                assert held[id].statements == len(reader.source_statements(id)) == STATEMENTS, "whole or not there"
            streamed = sum(len(block) for block in reader.statements())
            assert streamed == STATEMENTS * len(held)
            ends = {id for block in reader.statements() for row in block for id in (row.from_entity, row.to_entity)}
            assert ends == {e.id for e in reader.entities()}
        assert set(said) <= set(held)
        store.close()
    with loading(address, 0, len(numbers)) as process:
        assert process.wait(400) == 0
    store = open_store(Settings(address))
    again = {k: v for k, v in dump(store).items() if k != "lookups"}
    assert store.status().interrupted == ()
    store.close()
    memory = open_store(Settings("memory://"))
    assert again == clean(lambda: memory, numbers)
    memory.close()


@pytest.mark.processes
def test_two_processes_load_at_once(address: str) -> None:
    open_store(Settings(address)).close()
    with loading(address, 0, 8) as one, loading(address, 8, 8) as two:
        assert (one.wait(400), two.wait(400)) == (0, 0)
    store = open_store(Settings(address))
    found = {k: v for k, v in dump(store).items() if k != "lookups"}
    assert store.version().startswith("16-")
    store.close()
    memory = open_store(Settings("memory://"))
    assert found == clean(lambda: memory, list(range(16)))
    memory.close()


@pytest.mark.processes
def test_readers_do_not_wait_for_a_load(address: str) -> None:
    store = open_store(Settings(address))
    telling(0, 20).load(store)
    told = Told("slow")
    told.says("Organisation", "Late", "org:late@gaz")
    with store.load(told.source, who="a slow load") as writer:
        writer.put_records(told.records)
        settle(writer)
        other = open_store(Settings(address))
        began = time.monotonic()
        assert "org:late@gaz" not in entities(other)
        assert "a slow load" in (other.status().loading or "")
        assert time.monotonic() - began < 2
        other.close()
    assert store.status().loading is None
    store.close()


def test_a_second_load_is_told_who_loads(store: Store) -> None:
    told, other = telling(0, 20), telling(1, 20)
    with store.load(told.source, who="cooplinks load press"):
        began = time.monotonic()
        with pytest.raises(StoreBusy, match="cooplinks load press"):
            other.load(store, wait_s=0.3)
        assert 0.2 < time.monotonic() - began < 5
    other.load(store, wait_s=0.3)
    assert store.known(other.source.id) == other.source.content_hash


def test_a_second_load_waits_for_the_first(store: Store) -> None:
    told, other = telling(0, 20), telling(1, 20)
    errors: list[BaseException] = []

    def load() -> None:
        try:
            other.load(store, wait_s=20)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=load)
    with store.load(told.source, who="test"):
        thread.start()
        time.sleep(0.3)
        assert store.known(other.source.id) is None
    thread.join(30)
    assert errors == []
    assert store.known(other.source.id) == other.source.content_hash


def test_threads_share_a_reader(store: Store) -> None:
    for number in range(3):
        telling(number, 60).load(store)
    wanted = entities(store)
    wrong: list[object] = []
    with reading(store) as reader:

        def ask() -> None:
            for _ in range(5):
                found = {e.id: e.name for e in reader.entities()}
                rows = [row for block in reader.statements() for row in block]
                if found != wanted or len(reader.details([row.id for row in rows])) != 180:
                    wrong.append(found)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []

"""A loader that is killed in the middle of a large IATI file leaves what was there, and loading again equals a clean load."""

import io
import random
import time
import zipfile
from pathlib import Path
from typing import Any

from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.cli.conftest import finished, running

ACTIVITIES, TRANSACTIONS = 1_400, 20  # about 20 MB
BOUNDARIES = ("XX-AID", "XX-NGO-1", "XX-NGO-2,XX-NGO-3", "XX-AID-P1,XX-AID-P2")
NOTE = "What stands here is only told at some length, as descriptions of transactions are, so that the file is as large as real ones. " * 4


def transaction(activity: int, number: int, amount: int) -> str:
    day = f"2021-{number % 12 + 1:02}-{activity % 28 + 1:02}"
    ngo = (activity * 7 + number) % 50
    return (
        f'<transaction><transaction-type code="{2 + number % 2}"/><transaction-date iso-date="{day}"/><value value-date="{day}">{amount}.25</value>'
        f"<description><narrative>{NOTE}</narrative></description>"
        f'<receiver-org ref="XX-NGO-{ngo}"><narrative>Society {ngo}</narrative></receiver-org></transaction>\n'
    )


def write(path: Path, amount: int) -> None:
    """A file of many activities, each with flows of about this amount."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<iati-activities version="2.03">\n')
        for activity in range(ACTIVITIES):
            file.write(
                f'<iati-activity default-currency="EUR"><iati-identifier>XX-AID-P{activity}</iati-identifier>\n'
                '<reporting-org ref="XX-AID" type="10"><narrative>Aid Office</narrative></reporting-org>\n'
                f"<title><narrative>Works {activity}</narrative></title>\n"
                f'<participating-org role="4" ref="XX-NGO-{activity % 50}"/>\n'
            )
            file.writelines(transaction(activity, number, amount + number) for number in range(TRANSACTIONS))
            file.write("</iati-activity>\n")
        file.write("</iati-activities>\n")


def answers(address: str) -> dict[str, Any]:
    """All that a store says, without what names its version."""
    store = open_store(Settings(address))
    out = io.BytesIO()
    with Graph(store) as graph:
        said: dict[str, Any] = {
            b: graph.flows(b, measure=m, by="year") for b in BOUNDARIES for m in ("paid", "committed") if graph.stats()["sources"]
        }
        said["funding"] = graph.funding(max_hops=1, limit=1000)
        said["stats"] = {name: n for name, n in graph.stats().items() if name != "last_load"}
        graph.export("csv", out)
    store.close()
    for answer in said.values():
        answer.pop("graph_version", None)
    with zipfile.ZipFile(out) as packed:
        return said | {name: packed.read(name) for name in packed.namelist()}


def killed(file: Path, address: str, home: Path, after: float) -> bool:
    """Whether a loader was still at it when it was killed after so many seconds of loading."""
    with running("load", "--store", address, file, home=home) as process:
        time.sleep(after)
        early = process.poll() is None
        process.kill()
        process.wait()
    return early


def test_loading_again_after_kills_equals_a_clean_load(tmp_path: Path) -> None:
    chance = random.Random(11)
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "aid.xml"
    clean, store = (f"sqlite:///{tmp_path / name}.db" for name in ("clean", "store"))
    expected = {}
    for amount in (100, 300):  # a first load, then one that changes every flow
        write(file, amount)
        started = time.monotonic()
        assert finished("load", "--store", clean, file, home=tmp_path)[0] == 0
        lasts = time.monotonic() - started
        expected[amount] = answers(clean)
        before = answers(store)
        early = [killed(file, store, tmp_path, chance.uniform(0.1, 0.95) * lasts) for _ in range(4)]
        assert any(early)
        if all(early):
            assert answers(store) == before
        assert finished("load", "--store", store, file, home=tmp_path)[0] == 0
        assert answers(store) == expected[amount]
    assert expected[100] != expected[300]

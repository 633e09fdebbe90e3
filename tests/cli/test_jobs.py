"""Files read in several processes: the same graph, the same report, and an end that leaves nothing half-written."""

import json
import os
import signal
import zipfile
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from cooplinks.app import jobs
from cooplinks.app.errors import InputRefused
from cooplinks.app.jobs import Workers, reading
from cooplinks.app.kinds import How
from cooplinks.app.load import Inputs, Load, find, sources
from cooplinks.app.model import Reading, Refusal
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.cli.conftest import ARTICLES, MONEY, Run, body, running
from tests.cli.test_process import posix, wait_for

SENTENCE = "The workshop was organised by {} in Belgrade on 5 March 2024.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of several kinds, an archive, a sheet that is warned of, and what can't be read."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name in ("MARRI", "UNICEF", "GIZ"):
        (folder / f"{name}.txt").write_text(SENTENCE.format(name))
    (folder / "broken.txt").write_bytes(b"")
    (folder / "broken.xml").write_text("<iati-activities><iati-activity>")
    (folder / "sources.csv").write_text("file,publisher,colour\nGIZ.txt,GIZ,blue\n")
    rows = [{"url": f"https://example.org/{n}", "text": SENTENCE.format("MARRI") + str(n)} for n in range(30)]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with zipfile.ZipFile(folder / "packed.zip", "w") as packed:
        packed.writestr("one.txt", SENTENCE.format("UNHCR"))
        packed.writestr("two.txt", "")
        packed.writestr("three.txt", SENTENCE.format("UNDP"))
        packed.writestr("sources.csv", "file,publisher,colour\nthree.txt,UNDP,blue\n")
        packed.writestr("inner/sources.csv", "file,smell\n")
        packed.writestr(
            "inner/four.jsonl", "".join(json.dumps({"id": str(n), "text": SENTENCE.format("CARE") + "x" * n}) + "\n" for n in range(3))
        )
        packed.writestr("inner/table.csv", "a,b\n1,2\n")
    (folder / "half.jsonl").write_text((folder / "rows.jsonl").read_text().replace("example.org", "example.com") + '{"text": ')
    return folder


def told(file_readings: Iterator[Reading | Refusal]) -> Iterator[Any]:
    """Everything that a file gives, flat."""
    for found in file_readings:
        if isinstance(found, Refusal):
            yield found
        else:
            yield found.source
            yield found.member
            yield from found.items


@pytest.mark.parametrize("size", [1, 1_000_000_000], ids=["in parts", "whole"])
def test_several_processes_load_the_same_graph_and_report_it_alike(
    bare: Run, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(jobs, "DIVIDED_BYTES", size)
    stores = [f"sqlite:///{(tmp_path / name).as_posix()}" for name in ("one.db", "three.db")]
    alone, together = (
        bare("--store", store, "load", folder, ARTICLES, MONEY, "--json", "--jobs", n) for store, n in zip(stores, (1, 3), strict=True)
    )
    assert body(together) == body(alone)
    assert together.exit_code == alone.exit_code == 1
    assert together.stderr == alone.stderr
    one, three = (bare("--store", store, "export", "node-link").stdout for store in stores)
    assert one == three


def test_what_is_known_is_not_read_again(cli: Run, folder: Path) -> None:
    first = body(cli("load", folder, "--json"))
    again = body(cli("load", folder, "--json", "--jobs", "2"))
    assert (again["written"], again["unchanged"], again["refused"]) == (0, first["written"], first["refused"])
    assert again["sources"]["unchanged"] == again["sources"]["read"]


def test_extractions_are_the_same(bare: Run, tmp_path: Path, folder: Path) -> None:
    (folder / "giz.md").write_text("A stem that is there already.")
    one, two = tmp_path / "one", tmp_path / "two"
    alone, together = bare("extract", folder, "--out", one), bare("extract", folder, "--out", two, "--jobs", "2")
    assert together.stderr == alone.stderr.replace(str(one), str(two))
    written = sorted(path.name for path in one.iterdir())
    assert len(written) == 68
    assert {name: (two / name).read_bytes() for name in written} == {name: (one / name).read_bytes() for name in written}


@pytest.mark.parametrize("words", [("--jobs", "0"), ("--jobs", "many"), ("--jobs", "2", "--fetch")])
def test_wrong_numbers_of_processes_are_wrong_use(cli: Run, folder: Path, words: tuple[str, ...]) -> None:
    result = cli("load", folder, *words)
    assert result.exit_code == 2
    assert "--jobs" in result.stderr


def test_what_nobody_asks_for_is_passed_over(folder: Path) -> None:
    files = find([str(folder)]).files
    here = Inputs()
    with reading(files, How(), jobs=2) as there:
        for file in [f for f in files if not f.path.name.startswith(("broken", "MARRI"))]:  # those of others are not asked for
            with closing(here.read(file)) as alone, closing(there.read(file)) as together:
                assert [r.source.id for r in together if isinstance(r, Reading)] == [r.source.id for r in alone if isinstance(r, Reading)]


@pytest.mark.parametrize("size", [1, 1_000_000_000], ids=["in parts", "whole"])
def test_a_file_that_many_wait_for_is_told_in_its_order(folder: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(jobs, "AHEAD", 1)
    monkeypatch.setattr(jobs, "HELD", 1)
    monkeypatch.setattr(jobs, "HELD_BYTES", 1)
    monkeypatch.setattr(jobs, "DIVIDED_BYTES", size)
    files = [f for f in find([str(folder)]).files if not f.path.name.startswith("broken")]
    here = Inputs()
    with reading(files, How(), jobs=3) as there:
        for file in files:
            assert list(told(there.read(file))) == list(told(here.read(file)))
            assert all(len(held) <= 1 for held in there._held.values())  # type: ignore[attr-defined]
        assert there.warnings() == here.warnings() != []


def test_a_source_that_somebody_changes_meanwhile_is_refused(folder: Path) -> None:
    files = find([str(folder / "MARRI.txt")]).files
    (known,) = [r for r in Inputs().read(files[0]) if isinstance(r, Reading)]
    with reading(files, How(), jobs=2, known={known.source.id: known.source.content_hash}) as there:
        (found,) = [r for r in there.read(files[0]) if isinstance(r, Reading)]
        with pytest.raises(InputRefused, match="load it again"):
            list(found.items)


def activities(path: Path, n: int) -> Path:
    """An IATI file of so many activities, four items each at least."""
    activity = """<iati-activity default-currency="EUR"><iati-identifier>XX-1-{n}</iati-identifier>
        <reporting-org ref="XX-1" type="10"><narrative>Body</narrative></reporting-org><title><narrative>Wells {n}</narrative></title>
        <participating-org ref="XX-2-{n}" role="4"><narrative>Doers {n}</narrative></participating-org></iati-activity>"""
    path.write_text(f'<iati-activities version="2.03">{"".join(activity.format(n=i) for i in range(n))}</iati-activities>')
    return path


@posix
def test_a_worker_that_is_killed_refuses_its_file_by_name_and_the_rest_is_loaded(tmp_path: Path) -> None:
    for name in ("a", "c"):
        (tmp_path / f"{name}.txt").write_text(SENTENCE.format(name.upper() + "NGO"))
    activities(tmp_path / "b.xml", 16_000)  # more than can wait
    killed: list[int] = []
    store = open_store(Settings(f"sqlite:///{(tmp_path / 'links.db').as_posix()}"))

    def kill(items: int) -> None:
        if items == 10_000 and not killed:  # a first batch of the large one
            killed.append(items)
            for process in active_children():
                os.kill(process.pid or 0, signal.SIGKILL)

    found = find([str(tmp_path / name) for name in ("a.txt", "b.xml", "c.txt")])
    with closing(Workers(1, found.files, jobs._Job(How(), jobs.items_of, {}))) as workers:
        load = Load(store, who="a test", inputs=workers, tick=kill)
        load.run(found)
    assert killed
    assert [(Path(r.source).name, r.locator) for r in load.report.refused] == [("b.xml", "file")]
    assert "was ended by signal 9 (out of memory?)" in load.report.refused[0].reason
    assert {Path(info.source.path or "").name for info in sources(store)} == {"a.txt", "c.txt"}
    store.close()
    assert not active_children()


@posix
@pytest.mark.parametrize("group", [False, True], ids=["the program", "all that the terminal runs"])
def test_ctrl_c_ends_all_processes(tmp_path: Path, store: str, cli: Run, press: Path, group: bool) -> None:
    (press / "c.lines").write_text("Project:Slow FUNDED_BY Organisation:AMIF\n~\n")
    words = ("load", press, "--store", store, "--jobs", "2")
    with running(*words, home=tmp_path, module="tests.cli.lines", group=True) as process:
        wait_for(process, "waiting")
        (os.killpg if group else os.kill)(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)  # whoever lives on holds standard error open
    assert process.returncode == 130
    assert err.splitlines()[-1:] == ["error: interrupted"], err
    assert "Traceback" not in err
    (press / "c.lines").unlink()
    assert body(cli("load", press, "--json"))["missing"] == []

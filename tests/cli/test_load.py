"""`load` and `forget`: what is taken, what is refused, and that a second time changes nothing."""

import os
import sys
from pathlib import Path

import pytest

from cooplinks.app import kinds
from cooplinks.app.errors import StoreAway
from cooplinks.app.load import Load
from tests.cli.conftest import ARTICLES, MONEY, Run, body

SENTENCE = "The workshop was organised by MARRI in Belgrade on 5 March 2024.\n"


def refusals(result: object) -> dict[str, str]:
    return {Path(r["source"]).name: r["reason"] for r in body(result)["refused"]}  # type: ignore[arg-type]


def test_a_report_counts_what_was_written(cli: Run, press: Path) -> None:
    result = cli("load", press, "--json")
    report = body(result)
    assert result.exit_code == 0
    assert (report["written"], report["removed"]) == (8, 0)  # 3 links, and 3 + 2 records of their ends
    assert report["refused"] == report["warned"] == report["missing"] == []
    assert report["sources"] == {"read": 2, "unchanged": 0}
    assert report["graph_version"].startswith("2-")


def test_a_second_load_writes_nothing_and_keeps_the_version(cli: Run, press: Path) -> None:
    first, second = body(cli("load", press, "--json")), body(cli("load", press, "--json"))
    assert (second["written"], second["removed"]) == (0, 0)
    assert second["unchanged"] == first["written"]


def test_a_load_counts_alike_whether_it_reads_or_knows(cli: Run) -> None:
    first, second = (body(cli("load", ARTICLES, MONEY, "--json")) for _ in range(2))
    assert (second["read"], second["unchanged"], second["written"]) == (first["read"], first["written"], 0)
    assert second["graph_version"] == first["graph_version"]


def test_a_changed_file_changes_what_changed_and_leaves_the_others(cli: Run, press: Path) -> None:
    cli("load", press)
    (press / "a.lines").write_text("Project:Hope FUNDED_BY Organisation:AMIF\nProject:Hope FUNDED_BY Organisation:BMZ\n")
    report = body(cli("load", press, "--json"))
    assert report["statements"] == {"written": 1, "unchanged": 2, "removed": 1}
    assert report["sources"] == {"read": 2, "unchanged": 1}


def test_what_cannot_be_taken_is_refused_by_name_and_the_rest_is_loaded(cli: Run, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "good.txt").write_text(SENTENCE)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "latin.txt").write_bytes("Der Minister für Inneres".encode("latin-1"))
    (folder / "drawing.xyz").write_text("?")
    with (folder / "huge.txt").open("wb") as sparse:
        sparse.truncate(51 * 1024 * 1024)
    result = cli("load", folder, "--json")
    reasons = refusals(result)
    assert result.exit_code == 1
    assert set(reasons) == {"empty.txt", "binary.txt", "latin.txt", "drawing.xyz", "huge.txt"}
    assert "empty" in reasons["empty.txt"]
    assert "UTF-8" in reasons["latin.txt"]
    assert "MB" in reasons["huge.txt"]
    assert ".xyz" in reasons["drawing.xyz"]
    assert body(result)["sources"] == {"read": 1, "unchanged": 0}
    assert body(result)["written"] > 0
    for name in reasons:
        assert name in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_in_the_folder_does_not_hold_the_load_up(cli: Run, press: Path) -> None:
    os.mkfifo(press / "pipe.txt")
    assert "pipe" in refusals(cli("load", press, "--json"))["pipe.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs names that are no text")
def test_a_name_that_is_no_text_is_refused(cli: Run, press: Path) -> None:
    Path(os.fsdecode(os.fsencode(press) + b"/\xff.lines")).write_text("Project:Hope FUNDED_BY Organisation:AMIF\n")
    result = cli("load", press, "--json")
    assert result.exit_code == 1
    assert [r["reason"] for r in body(result)["refused"]] == ["its name is not UTF-8: rename it"]


def test_a_path_that_is_not_there_is_refused(cli: Run, press: Path) -> None:
    result = cli("load", press / "none.txt", press / "a.lines", "--json")
    assert result.exit_code == 1
    assert set(refusals(result)) == {"none.txt"}
    assert body(result)["sources"]["read"] == 1


def test_a_file_refused_midway_leaves_nothing_behind(cli: Run, press: Path) -> None:
    before = body(cli("load", press, "--json"))
    (press / "a.lines").write_text("Project:Hope FUNDED_BY Organisation:BMZ\n!\n")
    result = cli("load", press, "--json")
    assert body(result)["refused"] == [
        {"source": str(press / "a.lines"), "locator": "row:2", "reason": "a line that can't be read: take it out"}
    ]
    assert body(result)["written"] == 0
    assert body(result)["graph_version"] == before["graph_version"]


def test_patterns_are_expanded_where_the_shell_did_not(cli: Run, press: Path) -> None:
    assert body(cli("load", press / "*.lines", "--json"))["sources"]["read"] == 2


def test_a_file_named_twice_is_read_once(cli: Run, press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(press)
    assert body(cli("load", press, "a.lines", press / ".." / "press" / "a.lines", "--json"))["sources"]["read"] == 2


def test_hidden_files_are_no_input(cli: Run, press: Path) -> None:
    (press / ".DS_Store").write_bytes(b"\0")
    (press / ".git").mkdir()
    (press / ".git" / "config").write_text("x")
    assert cli("load", press).exit_code == 0


def test_kind_overrides_the_suffix(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "list.dat").write_text("Project:Hope FUNDED_BY Organisation:AMIF\n")
    assert cli("load", tmp_path / "list.dat").exit_code == 1
    assert cli("load", tmp_path / "list.dat", "--kind", "lines").exit_code == 0


def test_an_unknown_kind_is_wrong_use(cli: Run, press: Path) -> None:
    result = cli("load", press, "--kind", "scroll")
    assert result.exit_code == 2
    assert result.stderr == f"error: kind 'scroll' is unknown; allowed: {', '.join(dict.fromkeys(k.name for k in kinds.KINDS))}\n"


def test_the_sheet_of_a_folder_names_its_files(cli: Run, press: Path) -> None:
    (press / "sources.csv").write_text(
        "file,id,title,url\na.lines,,An article,https://example.org/a\nb.lines,b-7,,\n", encoding="utf-8-sig"
    )
    assert cli("load", press).exit_code == 0
    assert cli("forget", "https://example.org/a").exit_code == 0
    assert cli("forget", "b-7").exit_code == 0


def test_two_files_of_one_key_are_refused_with_both_paths(cli: Run, tmp_path: Path) -> None:
    for parent in ("x", "y"):
        (tmp_path / parent / "press").mkdir(parents=True)
        (tmp_path / parent / "press" / "a.lines").write_text(f"Project:{parent} FUNDED_BY Organisation:AMIF\n")
    result = cli("load", tmp_path / "x", tmp_path / "y", "--json")
    (refused,) = body(result)["refused"]
    assert result.exit_code == 1
    assert refused["source"] == str(tmp_path / "y" / "press" / "a.lines")
    assert str(tmp_path / "x" / "press" / "a.lines") in refused["reason"]


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (b"name,id\na.lines,1\n", "no column 'file'"),
        ("file,title\na.lines,für\n".encode("latin-1"), "not UTF-8"),
        (b'file,title\na.lines,"open\n', "no CSV"),
    ],
)
def test_an_unusable_sheet_refuses_its_files_rather_than_read_them_under_other_keys(cli: Run, press: Path, sheet: bytes, says: str) -> None:
    (press / "sources.csv").write_bytes(sheet)
    result = cli("load", press, "--json")
    assert result.exit_code == 1
    assert set(refusals(result)) == {"a.lines", "b.lines"}
    assert all(says in reason for reason in refusals(result).values())


def test_a_file_described_twice_is_refused_alone(cli: Run, press: Path) -> None:
    (press / "sources.csv").write_text("file,id\na.lines,1\na.lines,2\nb.lines,3\n")
    assert set(refusals(cli("load", press, "--json"))) == {"a.lines"}


def test_a_file_that_is_gone_stays_and_is_reported_until_pruned(cli: Run, press: Path) -> None:
    cli("load", press)
    (press / "b.lines").unlink()
    gone = (press / "b.lines").resolve().as_posix()
    result = cli("load", press, "--json")
    assert result.exit_code == 0
    assert (body(result)["missing"], body(result)["removed"]) == ([gone], 0)
    assert gone in result.stderr
    pruned = body(cli("load", press, "--prune", "--json"))
    assert (pruned["missing"], pruned["forgotten"]) == ([], [gone])
    assert pruned["statements"]["removed"] == 1
    assert body(cli("load", press, "--json"))["missing"] == []


def test_only_whole_folders_miss_files(cli: Run, press: Path) -> None:
    cli("load", press)
    (press / "b.lines").unlink()
    assert body(cli("load", press / "a.lines", "--prune", "--json"))["forgotten"] == []


def test_a_moved_file_is_not_forgotten_with_its_old_folder(cli: Run, press: Path, tmp_path: Path) -> None:
    (press / "sources.csv").write_text("file,id\na.lines,one\nb.lines,two\n")
    cli("load", press)
    moved = tmp_path / "moved"
    moved.mkdir()
    (press / "b.lines").rename(moved / "b.lines")
    (moved / "sources.csv").write_text("file,id\nb.lines,two\n")
    assert body(cli("load", moved, "--json"))["written"] == 0
    assert body(cli("load", press, "--prune", "--json"))["forgotten"] == []


def test_a_file_under_a_new_key_leaves_its_old_self_as_missing(cli: Run, press: Path) -> None:
    cli("load", press)
    (press / "sources.csv").write_text("file,id\na.lines,one\n")
    report = body(cli("load", press, "--prune", "--json"))
    assert report["forgotten"] == [(press / "a.lines").resolve().as_posix()]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that can't be read")
def test_a_file_that_cannot_be_seen_is_not_gone(cli: Run, press: Path) -> None:
    inner = press / "inner"
    inner.mkdir()
    (inner / "c.lines").write_text("Project:C FUNDED_BY Organisation:AMIF\n")
    cli("load", press)
    inner.chmod(0)
    try:
        result = cli("load", press, "--prune", "--json")
    finally:
        inner.chmod(0o700)
    assert result.exit_code == 1
    assert body(result)["forgotten"] == []


@pytest.mark.parametrize("name", ["id", "key", "path"])
def test_a_source_is_forgotten_by_id_key_or_path(cli: Run, press: Path, name: str) -> None:
    from cooplinks.app.ids import source_id

    cli("load", press)
    named = {"id": source_id("press/b.lines"), "key": "press/b.lines", "path": str(press / "b.lines")}[name]
    result = cli("forget", named, "--json")
    assert result.exit_code == 0
    assert body(result)["statements"] == {"written": 0, "unchanged": 0, "removed": 1}
    assert cli("forget", named).exit_code == 1


def test_nothing_is_forgotten_when_one_source_is_unknown(cli: Run, press: Path) -> None:
    before = body(cli("load", press, "--json"))
    result = cli("forget", "press/a.lines", "press/none.lines")
    assert result.exit_code == 1
    assert result.stderr == "error: no source is known as 'press/none.lines'\n"
    assert body(cli("load", press, "--json"))["graph_version"] == before["graph_version"]


def test_a_report_for_people_is_a_table(cli: Run, press: Path) -> None:
    result = cli("load", press)
    assert "statements" in result.stdout
    assert "2 sources taken" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("wrong", [StoreAway("the store went away"), KeyboardInterrupt()])
def test_a_load_that_breaks_off_says_what_is_done(cli: Run, press: Path, monkeypatch: pytest.MonkeyPatch, wrong: BaseException) -> None:
    take = Load._take

    def breaking(self: Load, file: object) -> object:
        if self.done == 1:
            raise wrong
        return take(self, file)  # type: ignore[arg-type]

    monkeypatch.setattr(Load, "_take", breaking)
    result = cli("load", press)
    assert result.exit_code == (130 if isinstance(wrong, KeyboardInterrupt) else 1)
    assert "1 of 2 files are done" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("error: ")


def data(amounts: int) -> str:
    told = "".join(
        f'<transaction><transaction-type code="3"/><value>{n}</value><receiver-org ref="XX-B"><narrative>B</narrative></receiver-org></transaction>\n'
        for n in range(amounts)
    )
    return (
        '<iati-activities version="2.03"><iati-activity default-currency="EUR"><iati-identifier>XX-A-1</iati-identifier>'
        f'<reporting-org ref="XX-A"><narrative>Aid Office</narrative></reporting-org>{told}</iati-activity></iati-activities>'
    )


def test_of_many_warnings_alike_the_first_few_are_shown(cli: Run, tmp_path: Path) -> None:
    unknown = "".join(f'<participating-org role="{n}" ref="XX-C"/>\n' for n in range(10, 30))
    for name in ("a1.xml", "a2.xml"):
        (tmp_path / name).write_text(data(2).replace("<transaction>", unknown + "<transaction>", 1).replace("XX-A-1", name))
    result = cli("load", tmp_path / "a1.xml", tmp_path / "a2.xml")
    lines = [line for line in result.stderr.splitlines() if "a role that is unknown" in line]
    assert [sum(name in line for line in lines) for name in ("a1.xml", "a2.xml")] == [5, 5]
    assert result.stderr.count("15 more like the one before") == 2
    again = body(cli("load", tmp_path / "a1.xml", "--json"))
    assert sum("a role that is unknown" in text for text in again["warned"]) == 20


def test_a_small_file_of_data_may_not_shrink_either(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(data(30))
    assert cli("load", file).exit_code == 0
    file.write_text(data(20))
    assert cli("load", file).exit_code == 1
    file.write_text(data(29))
    assert cli("load", file).exit_code == 0


def test_a_publishers_count_tells_of_what_was_forgotten(cli: Run, tmp_path: Path) -> None:
    folder = tmp_path / "publisher"
    folder.mkdir()
    (folder / "a.xml").write_text(data(3))
    (folder / "b.xml").write_text(data(5).replace("XX-A-1", "XX-A-2"))
    (told,) = body(cli("load", folder, "--json"))["publishers"]
    (folder / "b.xml").unlink()
    (now,) = body(cli("load", folder, "--prune", "--json"))["publishers"]
    assert now["before"] == told["statements"] > now["statements"] > 0


def test_a_file_of_data_that_shrank_is_refused_until_it_is_accepted(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(data(100))
    first = body(cli("load", file, "--json"))
    (told,) = first["publishers"]
    assert (told["statements"], told["before"]) == (first["statements"]["written"], 0)
    file.write_text(data(60))
    result = cli("load", file, "--json")
    assert result.exit_code == 1
    assert "--accept-shrink" in body(result)["refused"][0]["reason"]
    assert body(result)["graph_version"] == first["graph_version"], "nothing of it is taken"
    result = cli("load", file, "--accept-shrink", "--json")
    assert result.exit_code == 0
    assert body(result)["statements"]["removed"] == 40
    (told,) = body(result)["publishers"]
    assert told["before"] - told["statements"] == 40


def test_what_was_refused_of_a_known_file_is_said_again(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(data(3).replace("<value>1</value>", "<value>1,5</value>"))
    first, second = (cli("load", file, "--json") for _ in range(2))
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert [r["reason"] for r in body(second)["refused"]] == [r["reason"] for r in body(first)["refused"]]
    assert body(second)["written"] == 0
    assert cli("load", file, "--strict").exit_code == 1

"""Archives: each document in one is read by its own kind, and what can't be taken is refused by name."""

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest

from cooplinks.app import archive
from tests.cli.conftest import Run, body

HOPE = "Project:Hope FUNDED_BY Organisation:AMIF\n"
TRUST = "Project:Trust FUNDED_BY Organisation:AMIF\n"


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return path


def refusals(report: dict[str, object]) -> dict[str, str]:
    """Reasons by what stands after the archive's name."""
    return {r["source"].partition("!")[2]: r["reason"] for r in report["refused"]}  # type: ignore[attr-defined,index]


def keys(cli: Run) -> set[str]:
    return {record["source"] for record in body(cli("query", "entity", "AMIF", "--by", "name", "--json"))["records"]}


def test_the_documents_of_an_archive_are_sources_of_their_own(cli: Run, tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"b/trust.lines": TRUST, "hope.lines": HOPE, "__MACOSX/x.lines": "!", "b/.hidden.lines": "!"})
    report = body(cli("load", tmp_path / "a.zip", "--json"))
    assert report["sources"] == {"read": 2, "unchanged": 0}
    assert report["refused"] == report["warned"] == []
    assert keys(cli) == {f"{tmp_path.name}/a.zip!b/trust.lines", f"{tmp_path.name}/a.zip!hope.lines"}


def test_a_packed_document_is_read_as_if_it_lay_open(cli: Run, tmp_path: Path) -> None:
    with gzip.open(tmp_path / "hope.lines.gz", "wb") as packed:
        packed.write(HOPE.encode())
    assert body(cli("load", tmp_path / "hope.lines.gz", "--json"))["sources"]["read"] == 1
    assert keys(cli) == {f"{tmp_path.name}/hope.lines.gz"}


def test_a_second_load_writes_nothing(cli: Run, tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"hope.lines": HOPE, "trust.lines": TRUST})
    first, second = (body(cli("load", tmp_path / "a.zip", "--json")) for _ in "12")
    assert (second["written"], second["unchanged"]) == (0, first["written"])
    assert second["graph_version"] == first["graph_version"]


def test_a_sheet_describes_the_files_beside_it(cli: Run, tmp_path: Path) -> None:
    sheet = "file,url,title,odd\nhope.lines,https://a.example/hope,Hope,1\n"
    zipped(tmp_path / "a.zip", {"a/hope.lines": HOPE, "a/sources.csv": sheet, "hope.lines": TRUST})
    report = body(cli("load", tmp_path / "a.zip", "--json"))
    assert keys(cli) == {"https://a.example/hope", f"{tmp_path.name}/a.zip!hope.lines"}
    assert report["warned"] == ["a.zip!a/sources.csv: columns nobody takes: odd"]


def test_beside_a_sheet_that_cannot_be_read_nothing_is_taken(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("in/hope.lines", HOPE)
        packed.writestr("in/sources.csv", "file,url\nhope.lines,https://a.example/hope\n")
        packed.writestr("trust.lines", TRUST)
    path.write_bytes(path.read_bytes().replace(b"https://a", b"https://b", 1))
    report = body(cli("load", path, "--json"))
    assert "sources.csv is broken" in refusals(report)["in/hope.lines"]
    assert report["sources"]["read"] == 1


def test_the_archives_own_row_is_the_beginning_of_its_documents_keys(cli: Run, tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"hope.lines": HOPE})
    (tmp_path / "sources.csv").write_text("file,url,title\na.zip,https://a.example/all.zip,All\n")
    cli("load", tmp_path)
    assert keys(cli) == {"https://a.example/all.zip!hope.lines"}


def test_what_cannot_be_taken_of_an_archive_is_refused_by_name(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hope.lines", HOPE)
        packed.writestr("../out.lines", HOPE)
        packed.writestr("C:/out.lines", HOPE)
        packed.writestr("..\\back.lines", HOPE)
        packed.writestr("/etc/out.lines", HOPE)
        packed.writestr("photo.jpg", "x")
        packed.writestr("empty.lines", "")
        packed.writestr("inner.zip", "x")
        link = zipfile.ZipInfo("link.lines")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    result = cli("load", path, "--json")
    assert result.exit_code == 1
    found = refusals(body(result))
    assert set(found) == {
        *("../out.lines", "C:/out.lines", "../back.lines", "/etc/out.lines", "photo.jpg", "empty.lines", "inner.zip", "link.lines"),
    }
    assert {name for name, reason in found.items() if "leads out" in reason} == {n for n in found if "out" in n or "back" in n}
    assert "archive in an archive" in found["inner.zip"]
    assert "is a link" in found["link.lines"]
    assert "no kind of file is known by .jpg" in found["photo.jpg"]
    assert keys(cli) == {f"{tmp_path.name}/a.zip!hope.lines"}
    assert not list(tmp_path.rglob("out.lines"))


def test_an_encrypted_document_is_refused_with_that_word(cli: Run, tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a.zip", {"hope.lines": HOPE}).read_bytes())
    data[6] |= 1  # the mark in the local header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    (tmp_path / "a.zip").write_bytes(data)
    assert "encrypted" in refusals(body(cli("load", tmp_path / "a.zip", "--json")))["hope.lines"]


@pytest.mark.parametrize("end", [30, 80, -10])
def test_a_truncated_archive_is_refused_whole(cli: Run, tmp_path: Path, end: int) -> None:
    path = zipped(tmp_path / "a.zip", {"hope.lines": HOPE, "trust.lines": TRUST})
    path.write_bytes(path.read_bytes()[:end])
    (refused,) = body(cli("load", path, "--json"))["refused"]
    assert "truncated" in refused["reason"]


def test_a_broken_document_leaves_the_others(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:  # stored, so that its bytes can be found
        packed.writestr("hope.lines", HOPE)
        packed.writestr("trust.lines", TRUST)
    path.write_bytes(path.read_bytes().replace(b"Project:Hope", b"Project:Hate", 1))
    report = body(cli("load", path, "--json"))
    assert "broken" in refusals(report)["hope.lines"]
    assert report["sources"]["read"] == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"no gzip", gzip.compress(HOPE.encode())[:-6], gzip.compress(HOPE.encode())[:10] + b"\xff" * 20],
    ids=["empty", "other", "truncated", "broken"],
)
def test_a_broken_gzip_is_refused(cli: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "hope.lines.gz").write_bytes(data)
    (refused,) = body(cli("load", tmp_path / "hope.lines.gz", "--json"))["refused"]
    assert "broken" in refused["reason"] or "empty" in refused["reason"]


def test_a_bomb_is_refused_before_it_goes_off(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FREE_BYTES", 900_000)
    monkeypatch.setattr(archive, "MOST_TIMES", 2)
    zipped(tmp_path / "a.zip", {f"{n}.lines": HOPE * 10_000 for n in range(9)})
    (tmp_path / "b.lines.gz").write_bytes(gzip.compress(b"\n" * 950_000))
    reasons = [r["reason"] for r in body(cli("load", tmp_path / "a.zip", tmp_path / "b.lines.gz", "--json"))["refused"]]
    assert len(reasons) == 2
    assert all("2 times its size" in reason for reason in reasons)


def test_a_document_larger_than_its_kind_takes_is_refused(cli: Run, tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"big.lines": "\n" * 1_000_001, "hope.lines": HOPE})
    report = body(cli("load", tmp_path / "a.zip", "--json"))
    assert "more than the 1 MB" in refusals(report)["big.lines"]
    assert report["sources"]["read"] == 1


def test_what_left_an_archive_is_gone_and_what_broke_in_it_is_not(cli: Run, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    path = zipped(folder / "a.zip", {"hope.lines": HOPE, "trust.lines": TRUST})
    cli("load", folder)
    zipped(path, {"hope.lines": HOPE, "trust.lines": ""})
    assert body(cli("load", folder, "--prune", "--json"))["forgotten"] == []
    zipped(path, {"hope.lines": HOPE})
    assert [name.rpartition("!")[2] for name in body(cli("load", folder, "--prune", "--json"))["forgotten"]] == ["trust.lines"]


def test_any_bytes_called_an_archive_are_refused_in_one_line(cli: Run, tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        packed.writestr("hope.lines", HOPE)
    for position in range(0, len(whole.getvalue()), 3):
        data = bytearray(whole.getvalue())
        data[position] ^= 0xFF
        (tmp_path / "a.zip").write_bytes(data)
        assert cli("load", tmp_path / "a.zip").exit_code in (0, 1)

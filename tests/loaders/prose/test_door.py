"""The door: what a file must be, and what its source says."""

from pathlib import Path

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.prose import load
from cooplinks.loaders.prose.door import Metadata


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b" \n\n", "empty"), (b"PK\x03\x04\0\0", "binary"), ("Žene".encode("cp1250"), "UTF-8")]
)
def test_bad_files_are_refused_with_the_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(InputRefused, match=reason):
        load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="can't be read"):
        load(tmp_path / "none.txt")


def test_line_ends_are_kept_and_a_mark_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffOslo\r\n\r\nUNICEF attended a workshop in Oslo.\r\n".encode())
    reading = load(path)
    assert reading.source.text == "Oslo\r\n\r\nUNICEF attended a workshop in Oslo.\r\n"
    assert reading.source.title == "Oslo"


def test_the_key_is_the_address_else_the_id_else_folder_and_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Oslo", encoding="utf-8")
    assert load(path).source.key == f"{tmp_path.name}/a.txt"
    assert load(path, metadata=Metadata(id="x-1")).source.key == "x-1"
    assert load(path, metadata=Metadata(id="x-1", url="https://a.example/1")).source.key == "https://a.example/1"
    (tmp_path / "sources.csv").write_text("file,id,title\na.txt,x-2,A title\n", encoding="utf-8")
    assert (load(path).source.key, load(path).source.title) == ("x-2", "A title")


def test_the_same_input_has_the_same_hash_and_items(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("UNICEF attended a workshop in Oslo.", encoding="utf-8")
    first, second = load(path), load(path)
    assert first.source.content_hash == second.source.content_hash
    assert list(first.items) == list(second.items) == list(first.items)
    assert load(path, metadata=Metadata(title="T")).source.content_hash != first.source.content_hash

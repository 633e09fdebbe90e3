"""Tables of articles: which files are such, and what each row comes to."""

import json
from pathlib import Path
from typing import Any

import pytest

from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.model import Reading, Refusal
from cooplinks.loaders import prose
from cooplinks.loaders.articles.rows import columns_of, takes
from tests.loaders.articles.make import LEAD, SECOND

URL = "https://news.example/1"


def table(tmp_path: Path, text: str | bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path, **more: Any) -> dict[str, Reading | str]:
    """What each row came to, by where it stands; a refusal as its reason."""
    found = list(prose.load_rows(path, **more))
    return {r.locator if isinstance(r, Refusal) else r.member: r.reason if isinstance(r, Refusal) else r for r in found}


def sources(path: Path, **more: Any) -> list[Any]:
    return [r.source for r in prose.load_rows(path, **more) if isinstance(r, Reading)]


@pytest.mark.parametrize(
    "head",
    [
        b"url,title,date,text\n",
        b"\xef\xbb\xbfTitle;Body\n",
        b"link\tcontent\n",
        b'{"title": "a", "text": "b"}\n',
        b'{"url": "a", "maintext": "' + b"b" * 70_000,
    ],
)
def test_a_table_of_texts_with_titles_or_addresses_is_one_of_articles(head: bytes) -> None:
    assert takes(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"url,title,date\n",
        b"Identifier,Title,Description,Amount Awarded\n",
        b"text\n",
        b'{"grants": [{"title": "a"}]}',
        b'[{"title": "a", "text": "b"}]',
        b"\0\xff",
        b"{",
    ],
)
def test_other_tables_are_none(head: bytes) -> None:
    assert not takes(head)


def test_columns_may_be_called_as_told() -> None:
    columns = columns_of("text=Corpo, url=Liga")
    assert takes(b"Corpo,Liga\n", columns)
    assert not takes(b"Corpo,Liga\n")
    for wrong in ("text", "words=a", "text=", "=a", ""):
        with pytest.raises(WrongUse, match="--columns"):
            columns_of(wrong)


def test_a_row_is_a_source_with_what_the_row_says(tmp_path: Path) -> None:
    path = table(tmp_path, f'url,title,date,text,publisher\n{URL},Oslo,2024-05-20T08:00:00Z,"{LEAD}\n\n{SECOND}",The News\n')
    (source,) = sources(path)
    assert (source.key, source.url, source.title, source.date, source.publisher) == (URL, URL, "Oslo", "2024-05-20", "The News")
    assert source.text == f"{LEAD}\n\n{SECOND}"


def test_json_lines_say_the_same_as_csv(tmp_path: Path) -> None:
    row = {"url": URL, "title": "Oslo", "date": "2024-05-20", "text": LEAD}
    lines = table(tmp_path, json.dumps(row) + "\n", "a.jsonl")
    rows = table(tmp_path, f'url,title,date,text\n{URL},Oslo,2024-05-20,"{LEAD}"\n')
    (one,), (other,) = sources(lines), sources(rows)
    assert (one.id, one.title, one.date, one.text) == (other.id, other.title, other.date, other.text)


def test_a_row_without_an_address_keeps_its_key_wherever_it_stands(tmp_path: Path) -> None:
    rows = [f'Oslo,2024-05-20,"{LEAD}"', f'Bergen,2024-05-21,"{SECOND}"']
    first = {s.key for s in sources(table(tmp_path, "title,date,text\n" + "\n".join(rows)))}
    second = {s.key for s in sources(table(tmp_path, "title,date,text\n" + "\n".join(reversed(rows))))}
    assert first == second
    assert len(first) == 2
    assert sources(table(tmp_path, f"id,title,text\n7,Oslo,{SECOND}\n"))[0].key == f"{tmp_path.name}/a.csv!7"


def test_a_row_that_cannot_be_taken_is_refused_by_its_place_and_the_others_are_read(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"url,title,text\n{URL},A,{SECOND}\n{URL}2,B,\n{URL}3,C,a,b\n".encode()
        + f"{URL}4,D,Ž\n".encode("cp1250")
        + f"{URL}5,E,{SECOND}".encode(),
    )
    found = read(path)
    assert [where for where, row in found.items() if isinstance(row, Reading)] == ["row:2", "row:6"]
    assert "empty" in str(found["row:3"])
    assert "4 fields" in str(found["row:4"])
    assert "UTF-8" in str(found["row:5"])


def test_a_line_that_is_no_object_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps({"title": "A", "text": SECOND})
    deep = "[" * 100_000
    lines = [good, "{", "[1]", json.dumps({"title": "A", "text": 7}), "", '{"text": "\xff"}', deep, good.replace("A", "B")]
    path = table(tmp_path, "\n".join(lines).encode("latin-1"), "a.jsonl")
    found = read(path)
    assert [where for where, row in found.items() if isinstance(row, Reading)] == ["line:1", "line:8"]
    assert {where for where in found} == {f"line:{n}" for n in (1, 2, 3, 4, 6, 7, 8)}


def test_halves_of_characters_are_replaced(tmp_path: Path) -> None:
    line = r'{"title": "a \ud800", "url": "https://news.example/\udfff", "text": "One \ud83d and \ud83d\ude00 and \u0000 nothing."}'
    (source,) = sources(table(tmp_path, line, "a.jsonl"))
    assert (source.title, source.url, source.text) == ("a \ufffd", "https://news.example/\ufffd", "One \ufffd and 😀 and \0 nothing.")


def test_a_quote_that_never_ends_is_refused_where_it_begins(tmp_path: Path) -> None:
    found = read(table(tmp_path, f'title,text\nA,{SECOND}\nB,"never ends\nC,{SECOND}\n'))
    assert isinstance(found["row:2"], Reading)
    assert "no CSV" in str(found["row:3"])


def test_odd_dates_and_addresses_are_left_out_with_a_warning(tmp_path: Path) -> None:
    (source,) = sources(table(tmp_path, f"url,title,date,text\nnews/1,A,05/06/24,{SECOND}\n"))
    assert (source.url, source.date) == (None, None)
    assert len(source.warned) == 2


def test_a_table_without_texts_is_refused_and_told_how(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="--columns text="):
        list(prose.load_rows(table(tmp_path, "a,b\n1,2\n")))
    with pytest.raises(InputRefused, match="--columns text="):
        list(prose.load_rows(table(tmp_path, "")))


def test_told_columns_are_taken_and_no_others_for_them(tmp_path: Path) -> None:
    path = table(tmp_path, f"text,body,title\nteaser,{SECOND},A\n")
    assert sources(path, columns={"text": "body"})[0].text == SECOND

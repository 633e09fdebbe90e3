"""Tables of scraped articles: a row of a CSV or a line of JSON Lines is an article."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.ids import digest, slug
from cooplinks.app.model import Refusal
from cooplinks.loaders.articles.article import Article, iso_date

CALLED = {  # what columns are called, and are taken for without being told
    "text": ("text", "body", "content", "article", "maintext"),
    "title": ("title", "headline"),
    "url": ("url", "link", "address"),
    "date": ("date", "published", "date_published", "publication_date", "pubdate"),
    "publisher": ("publisher", "source", "site", "outlet"),
    "language": ("language", "lang"),
    "id": ("id",),
}
Columns = Mapping[str, str]  # ours -> theirs
MOST_TEXT = 50_000_000
_LINES = (".jsonl", ".ndjson", ".json")
_KEY = re.compile(r'"(\w+)"\s*:')
_NESTED = re.compile(r"\[\s*\{")
_ADDRESS = re.compile(r"https?://\S+\Z")


def columns_of(text: str) -> dict[str, str]:
    """The columns of a flag, `text=body,url=link`; raises WrongUse."""
    found: dict[str, str] = {}
    for part in text.split(","):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if ours not in CALLED or not equals or not theirs:
            raise WrongUse(f"--columns {text!r}: {part!r} is none of {', '.join(f'{name}=…' for name in CALLED)}", "columns")
        found[ours] = theirs
    return found


def takes(head: bytes, columns: Columns | None = None) -> bool:
    """Whether a file begins like a table of articles: a column of text, and one of titles or addresses."""
    line, whole, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().decode("utf-8", "replace").partition("\n")
    try:
        header = list(_record(line)) if line.startswith("{") else _header(line)
    except (ValueError, csv.Error, RecursionError):
        header = [] if whole else _KEY.findall(_NESTED.split(line)[0])  # a line longer than what is seen of it: its first keys must do
    called = _called(header, columns or {})
    return "text" in called and ("title" in called or "url" in called)


def read_rows(path: Path, columns: Columns | None = None) -> Iterator[tuple[str, Article | Refusal]]:
    """Each article with where it stands, `row:17` (the header is row 1) or `line:17`; a row that can't be taken as a Refusal.

    Raises InputRefused where the whole can't be read.
    """
    try:
        for where, row in _of_lines(path) if _is_lines(path) else _of_csv(path, columns or {}):
            yield where, _article(path, where, row, columns or {}) if isinstance(row, dict) else Refusal(str(path), where, row)
    except OSError as error:
        raise InputRefused(str(path), f"can't be read: {error.strerror}") from error


def key_of(article: Article) -> str:
    """What tells a row without an address or id from others: its title and the day, whatever row it stands in."""
    what = article.title or article.text
    return f"{slug(what[:80], 40)}~{digest(what, article.date, size=4)}"


def _is_lines(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix.lower() in _LINES or file.read(4).removeprefix(b"\xef\xbb\xbf").startswith(b"{")


def _of_lines(path: Path) -> Iterator[tuple[str, dict[str, Any] | str]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield f"line:{number}", _record_or_reason(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


def _record_or_reason(line: bytes) -> dict[str, Any] | str:
    try:
        return _record(line.decode())
    except UnicodeDecodeError as wrong:
        return f"is not UTF-8 (byte {wrong.start} of the line)"
    except (ValueError, RecursionError) as wrong:
        return f"is no JSON object: {wrong}"


def _record(line: str) -> dict[str, Any]:
    said = json.loads(line)
    if not isinstance(said, dict):
        raise ValueError("it is of another type")
    return said


def _of_csv(path: Path, columns: Columns) -> Iterator[tuple[str, dict[str, Any] | str]]:
    csv.field_size_limit(MOST_TEXT)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        line = text.readline()
        header = _header(line)
        if "text" not in _called(header, columns):
            raise InputRefused(str(path), f"no column holds texts ({', '.join(CALLED['text'])}): --columns text=… says which", "row:1")
        rows = csv.reader(text, delimiter=_delimiter(line), strict=True)
        for number in count(2):
            try:
                row = next(rows, None)
            except csv.Error as wrong:
                yield f"row:{number}", f"is no CSV, and where the next row begins can't be told: {wrong}"
                return
            if row is None:
                return
            if row:
                yield f"row:{number}", _named(header, row)


def _named(header: list[str], row: list[str]) -> dict[str, Any] | str:
    if len(row) > len(header):
        return f"has {len(row)} fields where there are {len(header)} columns: quote what holds commas"
    if any("\ud800" <= c <= "\udfff" for field in row for c in field):
        return "is not UTF-8: save the table as UTF-8"
    return dict(zip(header, row, strict=False))


def _article(path: Path, where: str, row: dict[str, Any], columns: Columns) -> Article | Refusal:
    called = _called(list(row), columns)
    said = {ours: row[theirs] for ours, theirs in called.items() if row[theirs] not in (None, "")}
    odd = [called[ours] for ours, value in said.items() if not isinstance(value, str) and not (ours == "id" and isinstance(value, int))]
    text = said.get("text")
    wrong = (
        f"{', '.join(odd)}: no text"
        if odd
        else "its text is empty"
        if not str(text or "").strip()
        else f"its text is over {MOST_TEXT // 1_000_000} MB"
        if len(str(text)) > MOST_TEXT
        else None
    )
    if wrong:
        return Refusal(str(path), where, wrong, content=json.dumps(row, ensure_ascii=False, default=str))
    known = {ours: " ".join(str(value).split()) for ours, value in said.items() if ours != "text"}
    date, warned = iso_date(known.get("date", "")), []
    if known.get("date") and not date:
        warned.append(f"{where}: date {known['date']!r} is no ISO date; left out")
    if known.get("url") and not _ADDRESS.match(known["url"]):
        warned.append(f"{where}: url {known.pop('url')!r} is no address; left out")
    return replace(Article(str(text), **known), date=date, warned=tuple(warned))  # type: ignore[arg-type]  # mypy takes `warned` for one


def _called(header: list[str], columns: Columns) -> dict[str, str]:
    """Our name of a column -> the one it has here; one that the flag names is no other's."""
    found = {ours: theirs for ours, theirs in columns.items() if theirs in header}
    folded = {name.strip().casefold(): name for name in reversed(header) if name not in columns.values()}
    for ours, names in CALLED.items():
        theirs = next((folded[name] for name in names if name in folded), None)
        if ours not in columns and theirs is not None:
            found[ours] = theirs
    return found


def _header(line: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=_delimiter(line)), [])]


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)

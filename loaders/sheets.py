"""Tabular files as rows of text: CSV and its kin, XLSX, ODS, XLS, Parquet. A row's number is the one a spreadsheet shows: the header is 1.

Everything is text, whatever the file holds: a number as its shortest digits, a date in ISO form.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cooplinks.app.errors import InputRefused

TEXT = (".csv", ".tsv", ".tab", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
PARQUET = ".parquet"
SUFFIXES = (".csv", ".tsv", ".tab", *WORKBOOKS, PARQUET)

_DELIMITERS = ",\t;|"
_OURS = ("refused_at", "refused_reason")  # columns that a file of refused rows has, and a reload does not read
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
_BLOCK = 1 << 20


class Row(NamedTuple):
    """A row: its number, its cells (as many as the header has), and the words that are quoted; `wrong` says why it is none."""

    number: int
    cells: list[str]
    text: str
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: the texts of its header, and its rows each time they are asked for; `name` where the file holds several."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[Row] = field(repr=False)
    delimiter: str = ","

    def locator(self, number: int) -> str:
        """Where a row lies."""
        return f"{self.name}!row:{number}" if self.name else f"row:{number}"


def sheets(path: Path) -> list[Sheet]:
    """The tables of a file that have a header; raises InputRefused for a file that is none, and so may the rows."""
    suffix = suffix_of(path)
    if suffix in WORKBOOKS:
        return _workbook(path)
    return [_parquet(path)] if suffix == PARQUET else [_delimited(path)]


def suffix_of(path: Path) -> str:
    """The suffix that says what a file is."""
    return path.suffix.lower()


def header_of(head: bytes) -> tuple[str, ...]:
    """The header of a delimited file from its first bytes; () where they are no text, or XML or JSON."""
    try:
        first = next(iter(_decoded(head.rsplit(b"\n", 1)[0] if b"\n" in head else head).splitlines()), "")
    except UnicodeDecodeError:
        return ()
    if first.lstrip()[:1] in ("<", "{", "[") or "\0" in first:
        return ()
    return _header(next(csv.reader([first], delimiter=delimiter_of(first)), []))


def delimiter_of(line: str) -> str:
    """The delimiter that parts a header line into most columns; of equals the first of comma, tab, semicolon, bar."""
    return max(_DELIMITERS, key=lambda d: (len(next(csv.reader([line], delimiter=d), [])), -_DELIMITERS.index(d)))


def digest_of(path: Path) -> str:
    """The digest of a file's bytes."""
    digest = blake2b()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file; text in it that is not UTF-8 is refused with its name."""
    try:
        with path.open("rb") as file:
            yield file
    except UnicodeDecodeError as wrong:
        raise InputRefused(str(path), f"is not UTF-8 (byte {wrong.object[wrong.start : wrong.start + 1]!r}): save it as UTF-8") from None


# -- delimited text


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of a delimited file, read anew each time."""

    path: Path
    width: int
    delimiter: str
    ours: bool

    def __iter__(self) -> Iterator[Row]:
        with opened(self.path) as file, io.TextIOWrapper(file, _encoding(self.path), newline="") as text:
            yield from _rows(text, self.width, self.delimiter, ours=self.ours)


def _delimited(path: Path) -> Sheet:
    with opened(path) as file, io.TextIOWrapper(file, _encoding(path), newline="") as text:
        line = text.readline(_BLOCK)
        _refuse_no_table(path, line)
        delimiter = delimiter_of(line)
        header = next(csv.reader(_again(line, text), delimiter=delimiter), [])
    return Sheet("", _header(header), _Lines(path, len(header), delimiter, any(map(is_ours, header))), delimiter)


def _refuse_no_table(path: Path, line: str) -> None:
    start = line.lstrip()[:1]
    if not start:
        raise InputRefused(str(path), "is empty, or its first line is: a table begins with the names of its columns")
    if "\0" in line:
        raise InputRefused(str(path), "is binary, not text: save the table as CSV (UTF-8)")
    if start in ("<", "{", "["):
        kind = "XML" if start == "<" else "JSON"
        raise InputRefused(str(path), f"holds {kind}, not a table, whatever its name says: give it the name of what it is", "row:1")


def _again(line: str, text: Iterable[str]) -> Iterator[str]:
    yield line
    yield from text


def _encoding(path: Path) -> str:
    with opened(path) as file:
        mark = file.read(4)
    return "utf-16" if mark[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _decoded(head: bytes) -> str:
    return head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "strict")


def _rows(text: Iterable[str], width: int, delimiter: str, *, ours: bool) -> Iterator[Row]:
    """The rows below the header. The lines of a row are kept, since a row is quoted as it stands; what `--rejects` put before a formula is
    taken off again in a file of `ours`.
    """
    lines: list[str] = []

    def kept() -> Iterator[str]:
        for line in text:
            lines.append(line)
            yield line

    reader = csv.reader(kept(), delimiter=delimiter, strict=True)
    number = 0
    while True:
        lines.clear()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield Row(number, [], "".join(lines), f"is no row of a table: {wrong}")
            continue
        if number == 1:
            continue
        if ours:
            cells = [cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell for cell in cells]
        raw = lines[0] if len(lines) == 1 else "".join(lines)
        if len(cells) == width:
            yield Row(number, cells, raw)
        elif cells and any(cells):
            yield Row(
                number, cells, raw, f"has {len(cells)} fields where there are {width} columns: cut short, or a comma that is not quoted"
            )


def _header(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


def lines_of(sheet: Sheet, row: Row) -> str:
    """The header and a refused row as CSV, as `--rejects` writes them."""
    if not row.cells:
        return f"{_line(sheet.header)}{row.text}"
    cells = row.cells[: len(sheet.header)] if row.wrong is None else row.cells
    return _line(sheet.header) + _line(cells)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def is_ours(column: str) -> bool:
    """Whether a column was added by `--rejects`."""
    return column in _OURS


# -- workbooks and Parquet


def _workbook(path: Path) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
        named = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        found = [(name, book.get_sheet_by_name(name)) for name in named]
    except (CalamineError, OSError, ValueError) as wrong:
        raise InputRefused(str(path), f"is no workbook that can be read ({wrong}): save it again as XLSX or CSV") from None
    tables = [_table(name, sheet.to_python(skip_empty_area=False)) for name, sheet in found]
    return [table for table in tables if table.header]


def _table(name: str, values: list[list[Any]]) -> Sheet:
    header = _header(cell_text(v) for v in values[0]) if values else ()
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    rows = [
        Row(number, cells[:width], " | ".join(c for c in cells if c))
        for number, row in enumerate(values[1:], 2)
        if any(cells := [cell_text(v) for v in row])
    ]
    return Sheet(name, header, rows)


def cell_text(value: Any) -> str:
    """The value of a cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class _Batches:
    """The rows of a Parquet file, batch by batch."""

    path: Path

    def __iter__(self) -> Iterator[Row]:
        number = 1
        for batch in _parquet_file(self.path).iter_batches(batch_size=10_000):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                cells = [cell_text(v) for v in values]
                yield Row(number, cells, " | ".join(c for c in cells if c))


def _parquet(path: Path) -> Sheet:
    return Sheet("", _header(_parquet_file(path).schema_arrow.names), _Batches(path))


def _parquet_file(path: Path) -> Any:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise InputRefused(
            str(path), "Parquet needs the extra `parquet`: pip install 'cooplinks[parquet]', or save the table as CSV"
        ) from None
    try:
        return ParquetFile(path)
    except (ArrowException, OSError) as wrong:
        raise InputRefused(str(path), f"is no Parquet file that can be read: {wrong}") from None

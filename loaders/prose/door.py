"""From an article file to a source, its records and its statements."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import StatementIds
from cooplinks.app.model import Name, Reading, Record, Source, Statement
from cooplinks.loaders.about import Metadata, metadata_of, source_of
from cooplinks.loaders.prose.engine import VERSION

MOST_BYTES = 50_000_000


def open_article(path: Path, metadata: Metadata | None = None) -> Reading:
    """Check and decode the file; extraction runs when the items are asked for."""
    data, text = read_text(path)
    source = source_of(
        path,
        metadata if metadata is not None else beside(path),
        kind="article",
        extractor=VERSION,
        hashed=blake2b(data).hexdigest(),
        title=_first_line(text) or path.stem,
        text=text,
    )
    return Reading(source, _Items(source))


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of an article; each pass reads it anew, so that the text alone is held."""

    source: Source

    def __iter__(self) -> Iterator[Record | Statement]:
        from cooplinks.loaders.prose.engine import extract
        from cooplinks.loaders.prose.records import records_of
        from cooplinks.loaders.prose.statements import statements_of

        document = extract(self.source.text or "", published=self.source.date or "")
        records = records_of(document, self.source)
        yield Record(id=self.source.id, source=self.source.id, type="Source", names=(Name(self.source.title),))
        yield from records.values()
        yield from statements_of(document, self.source, records, StatementIds(self.source.id))


def read_text(path: Path) -> tuple[bytes, str]:
    """The file's bytes and its text, line ends kept, a byte order mark left out."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputRefused(str(path), f"is over {MOST_BYTES // 1_000_000} MB: split it into articles")
        data = path.read_bytes()
    except OSError as error:
        raise InputRefused(str(path), f"can't be read: {error.strerror}") from error
    if b"\0" in data[:65536]:
        raise InputRefused(str(path), "is binary, not text: save the article as plain text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused(str(path), f"is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    if not text.strip():
        raise InputRefused(str(path), "is empty")
    return data, text


def beside(path: Path) -> Metadata:
    """The row for this file in the `sources.csv` of its folder."""
    table = path.parent / "sources.csv"
    try:
        stamp = table.stat().st_mtime_ns
    except OSError:
        return Metadata()
    return _table(table, stamp).get(path.name, Metadata())


@lru_cache(maxsize=64)
def _table(table: Path, stamp: int) -> dict[str, Metadata]:
    """`stamp` makes a changed table be read again."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputRefused(str(table), f"can't be read as a table: {error}") from error
    return {row["file"]: metadata for row in rows if row.get("file") and (metadata := metadata_of(row))}


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 300 else line[:299] + "…"

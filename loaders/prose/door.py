"""From an article file to a source, its records and its statements."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import StatementIds, digest, source_id
from cooplinks.app.model import Name, Reading, Record, Source, Statement
from cooplinks.loaders.prose.engine import VERSION

MOST_BYTES = 50_000_000
_COLUMNS = ("id", "title", "url", "date", "publisher", "licence")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a `sources.csv` says of an article; '' where it says nothing."""

    id: str = ""
    title: str = ""
    url: str = ""
    date: str = ""
    publisher: str = ""
    licence: str = ""


def open_article(path: Path, metadata: Metadata | None = None) -> Reading:
    """Check and decode the file; extraction runs when the items are asked for."""
    data, text = read_text(path)
    known = metadata if metadata is not None else beside(path)
    date = known.date if _DATE.match(known.date) else None
    warned = (f"{path}: date {known.date!r} in sources.csv is no ISO date; left out",) if known.date and date is None else ()
    key = known.url or known.id or f"{path.resolve().parent.name}/{path.name}"
    source = Source(
        id=source_id(key),
        key=key,
        kind="article",
        title=known.title or _first_line(text) or path.stem,
        extractor=VERSION,
        content_hash=digest(blake2b(data).hexdigest(), *(getattr(known, c) for c in _COLUMNS), VERSION, size=16),
        url=known.url or None,
        date=date,
        publisher=known.publisher or None,
        licence=known.licence or None,
        path=str(path),
        text=text,
        warned=warned,
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
    return {row["file"]: Metadata(**{c: (row.get(c) or "").strip() for c in _COLUMNS}) for row in rows if row.get("file")}


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 300 else line[:299] + "…"

"""From an article, in whatever format it lies, to a source, its records and its statements."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from cooplinks.app.duplicates import minhash
from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import StatementIds, digest
from cooplinks.app.model import Name, Reading, Record, Refusal, Source, Statement, Warned
from cooplinks.loaders.about import Metadata, metadata_of, source_of
from cooplinks.loaders.articles.addresses import read_addresses
from cooplinks.loaders.articles.article import Article, first_line, legible
from cooplinks.loaders.articles.fetch import Fetcher
from cooplinks.loaders.articles.language import language_code, language_name, language_of
from cooplinks.loaders.articles.read import read_file
from cooplinks.loaders.articles.rows import Columns, key_of, read_rows
from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.extractor import Extractor, Rules

FORMATS = "formats 1"  # moved on when a format is read otherwise, so that files are read again


def open_article(path: Path, metadata: Metadata | None = None, extractor: Extractor | None = None) -> Reading:
    """Read and check the file; extraction runs when the items are asked for."""
    data, article = read_file(path)
    hashed = digest(FORMATS, blake2b(data).hexdigest())
    return reading_of(article, path, metadata if metadata is not None else beside(path), hashed=hashed, extractor=extractor)


def open_rows(
    path: Path,
    metadata: Metadata | None = None,
    columns: Columns | None = None,
    extractor: Extractor | None = None,
    part: tuple[int, int] = (0, 1),
) -> Iterator[Reading | Refusal]:
    """Read a table of articles, a row at a time.

    The key of a row is its address, else its `id`, else the table's key and the row's title and date: rows may be put in another order.
    """
    known = metadata if metadata is not None else beside(path)
    table = known.url or known.id or f"{path.resolve().parent.name}/{path.name}"
    number, among = part
    for where, row in islice(read_rows(path, columns), number, None, among):
        if isinstance(row, Refusal):
            yield row
        else:
            own = Metadata(id=f"{table}!{row.id or key_of(row)}", publisher=known.publisher, licence=known.licence)
            hashed = digest(FORMATS, row.text, row.title, row.url, row.date, row.publisher)
            yield replace(reading_of(row, path, own, hashed=hashed, extractor=extractor), member=where)


def open_addresses(
    path: Path, metadata: Metadata | None = None, fetcher: Fetcher | None = None, extractor: Extractor | None = None
) -> Iterator[Reading | Refusal]:
    """Read the articles of a list of addresses; the key of each is the address that its page names, else the one listed."""
    known = metadata if metadata is not None else beside(path)
    for where, article in read_addresses(path, fetcher):
        if isinstance(article, Refusal):
            yield article
        else:
            own = Metadata(publisher=known.publisher, licence=known.licence)
            hashed = digest(FORMATS, article.text, article.title, article.date, article.publisher)
            yield replace(reading_of(article, path, own, hashed=hashed, extractor=extractor), member=where)


def reading_of(article: Article, path: Path, known: Metadata, *, hashed: str, extractor: Extractor | None = None) -> Reading:
    """The reading of an article; what a `sources.csv` says of it goes before what it says itself."""
    article, extractor = legible(article), extractor or Rules()
    language = language_of(article.text) or language_code(article.language)
    source = source_of(
        path,
        replace(known, url=known.url or article.url),
        kind="article",
        extractor=extractor.version,
        hashed=hashed,
        title=article.title or first_line(article.text) or path.stem,
        text=article.text,
        date=article.date or None,
        publisher=article.publisher or None,
    )
    warned = (*source.warned, *article.warned, *_unread(extractor, language))
    source = replace(source, language=language, minhash=minhash(article.text), warned=warned)
    return Reading(source, Items(source, extractor))


def reread(source: Source) -> Reading:
    """What the engine of now says of a stored text; its hash is another than the file's, so that the next load reads the file."""
    rules = Rules()
    source = replace(source, extractor=rules.version, content_hash=digest(source.content_hash, rules.version))
    return Reading(source, Items(source, rules))


def _unread(extractor: Extractor, language: str | None) -> tuple[str, ...]:
    if language is None or extractor.reads(language):
        return ()
    return (f"it is in {language_name(language)} ({language}), which is not read yet: the text is kept, nothing is read from it",)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of an article; each pass reads it anew, so that the text alone is held."""

    source: Source
    extractor: Extractor

    def document(self) -> tuple[Document, tuple[str, ...]]:
        """What is read from the text, nothing where it is in a language that is not read; and what a person should know of that."""
        if self.extractor.reads(self.source.language):
            return self.extractor.document(self.source)
        return Document(self.source.text or "", self.source.date or ""), ()

    def __iter__(self) -> Iterator[Record | Statement | Warned]:
        from cooplinks.loaders.prose.records import records_of
        from cooplinks.loaders.prose.statements import statements_of

        document, warned = self.document()
        yield Record(id=self.source.id, source=self.source.id, type="Source", names=(Name(self.source.title),))
        yield from (Warned("file", text) for text in warned)
        records = records_of(document, self.source)
        yield from records.values()
        yield from statements_of(document, self.source, records, StatementIds(self.source.id))


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

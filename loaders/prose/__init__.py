"""Reads articles, by rules and tables if nothing else is said. `load` is the door; `engine.extract` reads one text by steps of a file each.

Everything is imported on use, so that naming this package costs nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cooplinks.app.model import Reading, Refusal
    from cooplinks.loaders.about import Metadata
    from cooplinks.loaders.articles.fetch import Fetcher
    from cooplinks.loaders.prose.extractor import Extractor

__all__ = ["load", "load_addresses", "load_rows"]


def load(path: "Path | str", *, metadata: "Metadata | None" = None, extractor: "Extractor | None" = None) -> "Reading":
    """Read one article file: its `Source` and, on demand, its records and statements, by `extractor` (default: the rules).

    `metadata` is its row of a `sources.csv`; without one, the row for this file in the `sources.csv` beside it, if there is one.
    Its suffix says whether it is text, Markdown, a saved page, PDF, a Word or OpenDocument text or a mail; else its beginning does.
    Raises `InputRefused` for a file that is empty, binary, broken, encrypted, scanned, over 50 MB, or text that is not UTF-8.
    """
    from pathlib import Path

    from cooplinks.loaders.prose.door import open_article

    return open_article(Path(path), metadata, extractor)


def load_rows(
    path: "Path | str",
    *,
    metadata: "Metadata | None" = None,
    columns: "Mapping[str, str] | None" = None,
    extractor: "Extractor | None" = None,
    part: tuple[int, int] = (0, 1),
) -> "Iterator[Reading | Refusal]":
    """Read a table of articles (CSV, or JSON Lines by its suffix or first letter), each row a `Reading` or why it can't be one.

    `columns` says what the table calls text, title, url, date, publisher, language and id. Raises `InputRefused` where no column holds
    texts. `part`: of so many parts (the second) this one, which has every so-manieth row.
    """
    from pathlib import Path

    from cooplinks.loaders.prose.door import open_rows

    return open_rows(Path(path), metadata, columns, extractor, part)


def load_addresses(
    path: "Path | str",
    *,
    metadata: "Metadata | None" = None,
    fetcher: "Fetcher | None" = None,
    extractor: "Extractor | None" = None,
) -> "Iterator[Reading | Refusal]":
    """Read the articles of a list of addresses, one a line, each a `Reading` or why it can't be one.

    Raises `InputRefused` without a `fetcher`: nothing is fetched unless somebody asked for it.
    """
    from pathlib import Path

    from cooplinks.loaders.prose.door import open_addresses

    return open_addresses(Path(path), metadata, fetcher, extractor)

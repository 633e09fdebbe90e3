"""What is known of a document beside its content: its row of a `sources.csv`, and the source that is made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from cooplinks.app.ids import digest, source_id
from cooplinks.app.model import Source

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a `sources.csv` says of a file; '' where it says nothing."""

    id: str = ""
    title: str = ""
    url: str = ""
    date: str = ""
    publisher: str = ""
    licence: str = ""


COLUMNS = tuple(field.name for field in fields(Metadata))


def metadata_of(row: Mapping[str, str] | None) -> Metadata | None:
    """The row of a `sources.csv` as metadata; None where there is none."""
    return None if row is None else Metadata(**{name: (row.get(name) or "").strip() for name in COLUMNS})


def source_of(
    path: Path,
    known: Metadata,
    *,
    kind: str,
    extractor: str,
    hashed: str,
    title: str,
    member: str = "",
    text: str | None = None,
    date: str | None = None,
    publisher: str | None = None,
) -> Source:
    """The source of a document.

    Its key is its address, else its `id`, else `<parent folder>/<file name>`; one of several documents in a file adds `!member`. `hashed`
    is the digest of the bytes read; `title`, `date` and `publisher` hold where the metadata says none.
    """
    told = known.date if _DATE.match(known.date) else None
    key = known.url or known.id or f"{path.resolve().parent.name}/{path.name}"
    key = f"{key}!{member}" if member else key
    return Source(
        id=source_id(key),
        key=key,
        kind=kind,
        title=known.title or title,
        extractor=extractor,
        content_hash=digest(hashed, *(getattr(known, c) for c in COLUMNS), extractor, size=16),
        url=known.url or None,
        date=told or date,
        publisher=known.publisher or publisher,
        licence=known.licence or None,
        path=f"{path}!{member}" if member else str(path),
        text=text,
        warned=(f"date {known.date!r} in sources.csv is no ISO date; left out",) if known.date and told is None else (),
    )

"""IATI activity and organisation files, versions 1.01–2.03: plain, gz or zip, of any size (loaders/METHODOLOGY.md says by what rules)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from cooplinks.app.model import Reading, Refusal
from cooplinks.loaders.about import Metadata, metadata_of
from cooplinks.loaders.iati.reading import VERSION, read_file, takes

__all__ = ["VERSION", "load", "takes"]


def load(path: Path, about: Mapping[str, str] | None = None) -> Iterator[Reading | Refusal]:
    """A Reading for each document of the file, a Refusal for each member of an archive that can't be taken.

    Raises InputRefused where the file is no IATI document; its Readings' items raise it where the document breaks off.
    """
    return read_file(path, metadata_of(about) or Metadata())

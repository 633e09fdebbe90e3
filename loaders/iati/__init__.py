"""IATI activity and organisation files, versions 1.01–2.03: of any size (loaders/METHODOLOGY.md says by what rules)."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from cooplinks.app.model import Reading
from cooplinks.loaders.about import Metadata, metadata_of
from cooplinks.loaders.iati.reading import VERSION, open_document, takes

__all__ = ["VERSION", "load", "takes"]


def load(path: Path, about: Mapping[str, str] | None = None) -> Iterable[Reading]:
    """The one document of a file. Raises InputRefused where it is none of IATI; its items raise it where the document breaks off."""
    return (open_document(path, metadata_of(about) or Metadata()),)

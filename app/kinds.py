"""The kinds of input: by what they are known, and what reads them. A loader is imported when its kind is met."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.model import Reading, Refusal

HEAD_BYTES = 65_536
LARGE = 1 << 40

About = Mapping[str, str] | None  # a file's row in `sources.csv`, None where there is none
Loader = Callable[[Path, About], Iterable[Reading | Refusal]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input: the suffixes it is known by, the size up to which a file is opened at all, and what reads it.

    `load` gives a Reading for each document that the file holds, and a Refusal for each that can't be taken; it raises InputRefused where
    the whole file can't. Of kinds that share a suffix the first whose `takes` likes the beginning of the file (unpacked) reads it.
    """

    name: str
    suffixes: tuple[str, ...]
    most_bytes: int
    load: Loader
    takes: Callable[[bytes], bool] = lambda head: True


def _prose(path: Path, about: About) -> Iterable[Reading]:
    from cooplinks.loaders import prose
    from cooplinks.loaders.about import metadata_of

    return (prose.load(path, metadata=metadata_of(about)),)


def _iati(path: Path, about: About) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders import iati

    return iati.load(path, about)


def _is_iati(head: bytes) -> bool:
    from cooplinks.loaders import iati

    return iati.takes(head)


KINDS: tuple[Kind, ...] = (
    Kind("prose", (".txt",), 50_000_000, _prose),
    Kind("iati", (".xml", ".zip"), LARGE, _iati, _is_iati),
)


def kind_named(name: str) -> Kind:
    """The kind of this name; raises WrongUse, naming those there are."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise WrongUse(f"kind {name!r} is unknown; allowed: {', '.join(k.name for k in KINDS)}", "kind")


def recognise(path: Path) -> Kind:
    """The kind of a file by its suffix (that before `.gz`) and its beginning; raises InputRefused, naming those there are."""
    suffix = _suffix(path)
    named = [kind for kind in KINDS if suffix in kind.suffixes]
    if not named:
        known = ", ".join(f"{', '.join(k.suffixes)} ({k.name})" for k in KINDS)
        raise InputRefused(str(path), f"no kind of file is known by {suffix or 'no suffix'}; known: {known}; --kind says it outright")
    head = _head(path) if len(named) > 1 else b""
    for kind in named:
        if len(named) == 1 or kind.takes(head):
            return kind
    meant = ", ".join(kind.name for kind in named)
    raise InputRefused(str(path), f"is none of what a {suffix} file may be ({meant}): --kind says it outright")


def _suffix(path: Path) -> str:
    return path.with_suffix("").suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def _head(path: Path) -> bytes:
    """The first bytes of a file, unpacked where it is packed; as far as they can be read."""
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path) as packed:
                return packed.read(HEAD_BYTES)
        with path.open("rb") as plain:
            return plain.read(HEAD_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return b""

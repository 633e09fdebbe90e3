"""Packed input: the documents of a `.zip`, or the one of a `.gz`, each unpacked to a file of its own for as long as it is read."""

import gzip
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from cooplinks.app.errors import InputRefused

SUFFIXES = (".zip", ".gz")
MOST_MEMBERS = 100_000
FREE_BYTES = 50_000_000  # so much may be unpacked of the smallest archive
MOST_TIMES = 200  # otherwise no more than so many times the size of the archive: XML and JSON pack to a fiftieth at best
_CHUNK = 1 << 20
_ENCRYPTED = 0x1

Most = Callable[[str], int]  # how many bytes a document of this name may have; raises InputRefused where none of the name is read


@dataclass(frozen=True, slots=True)
class Member:
    """A document of an archive: its name there ('' in a `.gz`), the file that it is unpacked to, or why it can't be."""

    name: str
    path: Path
    wrong: str | None = None


def is_packed(path: Path) -> bool:
    """Whether a file is an archive by its name."""
    return path.suffix.lower() in SUFFIXES


@contextmanager
def unpacked(path: Path, most: Most, first: str) -> Iterator[Iterator[Member]]:
    """The documents of an archive in order of name, those called `first` before the others; each file is gone once the next one is asked
    for, a `first` one with the block.

    Raises InputRefused where the archive as a whole can't be read. Hidden members and folders are left out.
    """
    with TemporaryDirectory(prefix="cooplinks-") as folder:
        if path.suffix.lower() == ".gz":
            yield _of_gzip(path, Path(folder), most)
        else:
            with _opened(path) as archive:
                yield _of_zip(path, archive, Path(folder), most, first)


def _of_gzip(path: Path, folder: Path, most: Most) -> Iterator[Member]:
    target = folder / path.stem
    if target.suffix.lower() in SUFFIXES:
        raise InputRefused(str(path), "is an archive in an archive: unpack it")
    allowance = _Allowance(path.stat().st_size)
    try:
        with gzip.open(path) as packed:
            allowance.unpack(packed, target, most(target.name))
    except (EOFError, zlib.error, gzip.BadGzipFile) as wrong:
        raise InputRefused(str(path), f"is broken or truncated: {wrong}") from wrong
    except (_TooLarge, _Spent) as wrong:
        raise InputRefused(str(path), str(wrong)) from wrong
    yield Member("", target)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as wrong:
        raise InputRefused(str(path), f"is no zip archive, or a truncated one: {wrong}") from wrong
    with archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise InputRefused(str(path), f"holds more than {MOST_MEMBERS:,} files: split it")
        yield archive


def _of_zip(path: Path, archive: zipfile.ZipFile, folder: Path, most: Most, first: str) -> Iterator[Member]:
    allowance = _Allowance(path.stat().st_size)
    seen: set[str] = set()
    listed = [(_name(info), info) for info in archive.infolist() if not info.is_dir()]
    listed = [(name, info) for name, info in listed if not _hidden(name)]
    for name, info in sorted(listed, key=lambda pair: (PurePosixPath(pair[0]).name != first, pair[0])):
        target = folder / name
        wrong = "is there twice under this name" if name in seen else _refusal(name, info)
        seen.add(name)
        try:
            wrong = wrong or _unpack(archive, info, target, most, allowance)
        except _Spent as bomb:
            raise InputRefused(str(path), str(bomb)) from bomb
        yield Member(name, target, wrong)
        if wrong is None and target.name != first:
            target.unlink(missing_ok=True)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, most: Most, allowance: "_Allowance") -> str | None:
    """Unpack a member; why it can't be."""
    try:
        limit = most(target.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as packed:
            allowance.unpack(packed, target, limit)
    except InputRefused as wrong:
        return wrong.reason
    except _TooLarge as wrong:
        return str(wrong)
    except NotImplementedError as wrong:
        return f"is packed in a way that can't be unpacked here ({wrong}): pack it anew"
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError) as wrong:
        return f"is broken: {wrong}"
    except OSError as wrong:
        return f"can't be unpacked: {wrong.strerror or wrong}"
    return None


def _name(info: zipfile.ZipInfo) -> str:
    return info.orig_filename.replace("\\", "/")  # as some programs of Windows write it


def _refusal(name: str, info: zipfile.ZipInfo) -> str | None:
    """Why a member is not even unpacked."""
    if name.startswith("/") or ".." in PurePosixPath(name).parts or any(c in name for c in ":\0"):
        return "its name leads out of the archive"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted: unpack it with its password"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file"
    if PurePosixPath(name).suffix.lower() in SUFFIXES:
        return "is an archive in an archive: unpack it"
    return None


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in PurePosixPath(name).parts)


class _TooLarge(Exception):
    """A document is larger than those that are read."""


class _Spent(Exception):
    """An archive unpacks to far more than its own size."""


class _Allowance:
    """How many bytes may still be unpacked of an archive, whatever it says of itself."""

    def __init__(self, packed_bytes: int) -> None:
        self._left = self._whole = max(FREE_BYTES, packed_bytes * MOST_TIMES)

    def unpack(self, packed: IO[bytes] | gzip.GzipFile, target: Path, most: int) -> None:
        """Copy into `target`; raises _TooLarge beyond `most` bytes, _Spent beyond what is left."""
        size = 0
        with target.open("wb") as plain:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                self._left -= len(chunk)
                if self._left < 0:
                    raise _Spent(f"unpacks to more than {self._whole / 1e6:,.0f} MB, {MOST_TIMES} times its size: no archive of documents")
                if size > most:
                    raise _TooLarge(f"unpacks to more than the {most / 1e6:.0f} MB that are read: split it")
                plain.write(chunk)

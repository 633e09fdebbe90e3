"""From paths to a loaded graph: find the files, recognise their kinds, read them, ingest them, see to those that are gone.

A file is told from others by its *place*: the resolved folder and the name in it, as a POSIX path. The place is stored with the source,
so that a folder loaded under another spelling (relative, through a link) still knows which of its files are gone, while a linked file
stays a file of the folder it is listed in.
"""

import csv
import glob
import io
import os
import stat
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from cooplinks.app.archive import Member, is_packed, unpacked
from cooplinks.app.duplicates import clusters
from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import legible
from cooplinks.app.ingest import forget, ingest
from cooplinks.app.kinds import About, How, most_bytes, recognise
from cooplinks.app.model import Counts, LoadReport, Reading, Refusal, Source, Spent
from cooplinks.app.store.base import SourceInfo, Store

INSIDE = "!"  # between a file and one of several documents in it
SHEET = "sources.csv"
MAPPING = ".toml"  # of a table that bears the same name
MOST_NAMED = 5  # of near-duplicates in a line
Part = tuple[int, int]  # which, of how many
WHOLE: Part = (0, 1)
SHEET_BYTES = 50_000_000
SHEET_COLUMNS = ("file", "id", "title", "url", "date", "publisher", "licence")


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: `shown` as the caller named it, `path` absolute, `place` what tells it from others."""

    shown: str
    path: Path
    place: str


@dataclass(slots=True)
class Found:
    """What the paths of a load hold: files in order, the places of whole folders, and what was no file."""

    files: list[File] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)


def find(paths: Iterable[str]) -> Found:
    """The files that the paths (files, folders, patterns) name, each once, folders walked in order of name.

    Hidden files and folders inside a folder are left out, `sources.csv` and the mappings of tables are no inputs of their own.
    """
    found = Found()
    seen: set[str] = set()
    for path in paths:
        for shown in _expand(path):
            if os.path.isdir(shown):
                found.folders.append(place(shown))
                listed = [name for name in _walk(shown, found.refused) if not name.endswith(MAPPING)]
                if not listed:
                    found.warned.append(f"{legible(shown)}: no file in this folder")
            else:
                listed = [shown]
            _add(found, seen, listed)
    return found


def place(path: str | Path) -> str:
    """The resolved folder and the name in it, as a POSIX path."""
    absolute = Path(os.path.abspath(path))
    return (absolute.resolve() if absolute.is_dir() else absolute.parent.resolve() / absolute.name).as_posix()


def _expand(path: str) -> list[str]:
    if os.path.lexists(path) or not glob.has_magic(path):
        return [path]
    return sorted(glob.glob(path, recursive=True)) or [path]  # Windows shells leave patterns to the program


def _walk(folder: str, refused: list[Refusal]) -> Iterator[str]:
    been: set[str] = set()

    def unreadable(wrong: OSError) -> None:
        refused.append(Refusal(legible(str(wrong.filename)), "file", f"the folder can't be read: {wrong.strerror}"))

    for root, folders, names in os.walk(folder, onerror=unreadable, followlinks=True):
        been.add(os.path.realpath(root))
        inner = [name for name in sorted(folders) if not name.startswith(".")]
        folders[:] = [name for name in inner if os.path.realpath(os.path.join(root, name)) not in been]  # a link to above never ends
        yield from (os.path.join(root, name) for name in sorted(names) if not name.startswith("."))


def _add(found: Found, seen: set[str], listed: Iterable[str]) -> None:
    for shown in listed:
        wrong = _no_file(shown)
        if wrong:
            found.refused.append(Refusal(legible(shown), "file", wrong))
            continue
        file = File(shown, Path(os.path.abspath(shown)), place(shown))
        if file.place not in seen and file.path.name != SHEET:
            seen.add(file.place)
            found.files.append(file)


def _no_file(shown: str) -> str | None:
    if legible(shown) != shown:
        return "its name is not UTF-8: rename it"
    try:
        mode = os.stat(shown).st_mode
    except (OSError, ValueError) as wrong:
        return f"can't be read: {getattr(wrong, 'strerror', None) or wrong}"
    return None if stat.S_ISREG(mode) else "neither a file nor a folder (a pipe, a device)"


@dataclass(slots=True)
class Sheet:
    """A folder's `sources.csv`: a row of each file it describes, and why others can't be taken."""

    rows: dict[str, Mapping[str, str]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    broken: str | None = None
    warned: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> "Sheet":
        """The sheet of a folder, empty where there is none."""
        sheet = cls()
        try:
            text = (folder / SHEET).read_text("utf-8-sig")
        except FileNotFoundError:
            return sheet
        except UnicodeDecodeError as wrong:
            sheet.broken = f"{SHEET} is not UTF-8 (byte {wrong.start}): save it as UTF-8"
            return sheet
        except OSError as wrong:
            sheet.broken = f"{SHEET} can't be read: {wrong.strerror}"
            return sheet
        try:
            sheet._take(text)
        except csv.Error as wrong:
            sheet.broken = f"{SHEET} is no CSV: {wrong}"
        return sheet

    def about(self, name: str) -> Mapping[str, str] | None:
        """The row of this file, None where the sheet has none; raises InputRefused where it can't be relied on.

        A file whose row is unusable is refused, not read without it: its key would be another one, and later it would be there twice.
        """
        name = unicodedata.normalize("NFC", name)
        if self.broken or name in self.wrong:
            raise InputRefused(name, self.broken or self.wrong[name])
        return self.rows.get(name)

    def _take(self, text: str) -> None:
        header = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
        columns = [c.strip() for c in reader.fieldnames or ()]
        reader.fieldnames = columns
        if "file" not in columns:
            self.broken = f"{SHEET} has no column 'file'; its columns are {', '.join(SHEET_COLUMNS)}"
            return
        unknown = [c for c in columns if c not in SHEET_COLUMNS]
        if unknown:
            self.warned.append(f"{SHEET}: columns nobody takes: {', '.join(unknown)}")
        for row in reader:
            self._row(reader.line_num, {k: v.strip() for k, v in row.items() if isinstance(k, str) and v and v.strip()}, None in row)

    def _row(self, line: int, row: dict[str, str], too_long: bool) -> None:
        name = unicodedata.normalize("NFC", row.get("file", ""))
        if not name:
            if row:
                self.warned.append(f"{SHEET}:{line}: a row without a file")
        elif too_long:
            self.wrong[name] = f"its row in {SHEET} (line {line}) has more fields than there are columns: quote what holds commas"
        elif name in self.rows:
            self.wrong[name] = f"{SHEET} describes it twice, the second time on line {line}"
        else:
            self.rows[name] = row


class Reads(Protocol):
    """What a load takes its documents from: this process (`Inputs`) or several (`jobs.Workers`)."""

    def read(self, file: File) -> Generator[Reading | Refusal, None, None]:
        """What the loader of its kind gives for the file, or for each document of an archive; raises InputRefused."""

    def warnings(self) -> list[str]:
        """What the sheets read so far were warned of."""

    def spent(self) -> Spent:
        """What a language model took so far."""


class Broken(InputRefused):
    """The reading of a file broke off: nothing more comes of it, whatever of it was read."""


class Inputs:
    """Reads files by their kinds, archives document by document, each folder's `sources.csv` once."""

    def __init__(self, how: How | None = None) -> None:
        how = how or How()
        self._extractor = how.extractor()
        self._kind, self._kinds = how.kinds(self._extractor)
        self._sheets: dict[Path, tuple[str, Sheet]] = {}

    def read(self, file: File) -> Generator[Reading | Refusal, None, None]:
        """What the loader of its kind gives for the file, or for each document of an archive; raises InputRefused."""
        for found in self.pieces(file, WHOLE):
            if found is not None:
                yield found

    def pieces(self, file: File, part: Part) -> Generator[Reading | Refusal | None, None, None]:
        """One of so many parts of a file: every n-th row or document, None after each; a file that has none is the first part's whole."""
        try:
            about = self._about(file.path, file.path.parent.name)
            if is_packed(file.path):
                yield from self._packed(file, about, part)
            else:
                yield from self._document(file, file.path, "", about, part)
        except OSError as wrong:
            raise InputRefused(file.shown, f"can't be read: {wrong.strerror or wrong}") from wrong

    def warnings(self) -> list[str]:
        """What the sheets read so far were warned of."""
        return [text for _, texts in self.sheets() for text in texts]

    def spent(self) -> Spent:
        """What a language model took so far."""
        return getattr(self._extractor, "spent", Spent())

    def sheets(self) -> list[tuple[str, list[str]]]:
        """The folders whose sheets were read so far, each with what it was warned of."""
        return [(str(folder), [f"{shown}/{text}" for text in sheet.warned]) for folder, (shown, sheet) in self._sheets.items()]

    def _packed(self, file: File, outer: About, part: Part) -> Iterator[Reading | Refusal | None]:
        number, among = part
        turn = -1
        with unpacked(file.path, self._most_bytes, SHEET) as members:
            for member in members:
                folder = inside(file.path.name, member.name.rpartition("/")[0])
                if member.path.name == SHEET:
                    if member.wrong:  # read without it, the files beside it would get other keys
                        self._sheets[member.path.parent] = folder, Sheet(broken=f"{SHEET} {member.wrong}")
                    continue
                turn += 1
                if turn % among == number:
                    yield from self._member(file, outer, member, folder)
                    yield None
                elif not member.wrong:
                    self._sheet(member.path, folder)  # so that the first part has met them all

    def _member(self, file: File, outer: About, member: Member, folder: str) -> Iterator[Reading | Refusal | None]:
        try:
            if member.wrong:
                raise InputRefused(member.name, member.wrong)
            about = _about_member(file, outer, member.name, self._about(member.path, folder))
            yield from self._document(file, member.path, member.name, about, WHOLE)
        except InputRefused as wrong:
            yield Refusal(inside(file.shown, member.name), wrong.locator, wrong.reason)

    def _document(self, file: File, path: Path, member: str, about: About, part: Part) -> Iterator[Reading | Refusal | None]:
        kind = self._kind or recognise(path, self._kinds)
        size, most = path.stat().st_size, kind.most_bytes
        if size > most:
            raise InputRefused(file.shown, f"{size / 1e6:.1f} MB, more than the {most / 1e6:.0f} MB that are read: split it")
        divided = part != WHOLE and "part" in kind.options
        if part[0] and not divided:
            return
        for reading in kind.told({"part": part}).load(path, about) if divided else kind.load(path, about):
            if isinstance(reading, Refusal):
                yield replace(reading, source=inside(file.shown, member))
            else:
                yield _placed(reading, file, member)
            if divided:
                yield None

    def _most_bytes(self, name: str) -> int:
        if name == SHEET:
            return SHEET_BYTES
        return self._kind.most_bytes if self._kind else most_bytes(name)

    def _about(self, path: Path, shown: str) -> About:
        return self._sheet(path, shown).about(path.name)

    def _sheet(self, path: Path, shown: str) -> Sheet:
        if path.parent not in self._sheets:
            self._sheets[path.parent] = shown, Sheet.read(path.parent)
        return self._sheets[path.parent][1]


def _about_member(file: File, outer: About, member: str, own: About) -> About:
    """What is known of a document of an archive: its row in a sheet there; its key is the archive's and its name.

    What the archive's own row says of publisher and licence holds for all that it packs; all of it for the one document of a `.gz`.
    """
    outer = outer or {}
    archive = outer.get("url") or outer.get("id") or f"{file.path.resolve().parent.name}/{file.path.name}"
    shared = {name: value for name, value in outer.items() if not member or name in ("publisher", "licence")}
    return {"id": inside(archive, member), **shared, **(own or {})}


def _placed(reading: Reading, file: File, member: str) -> Reading:
    member = inside(member, reading.member) if member else reading.member
    return replace(reading, source=replace(reading.source, path=inside(file.place, member)), member=member)


def inside(path: str, member: str) -> str:
    """A document of a file, as it is shown."""
    return f"{path}{INSIDE}{member}" if member else path


class Load:
    """A load of found files into a store; `report` holds what came of it so far, also when it breaks off.

    `inputs` (default: every kind, in this process) reads the files. `each` is told the name of a file before it is taken, `tick` how many
    of its items were taken. With `strict` the first refusal ends it, and nothing of that document is taken; without `accept_shrink` data
    that says much less than at the last load is refused.
    """

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        inputs: Reads | None = None,
        each: Callable[[str], None] | None = None,
        tick: Callable[[int], None] | None = None,
        strict: bool = False,
        accept_shrink: bool = False,
    ) -> None:
        self._strict, self._accept_shrink = strict, accept_shrink
        self.report = LoadReport()
        self.forgotten: list[str] = []
        self.publishers: dict[str, tuple[int, int]] = {}  # of data → statements now, and at the last load
        self.done = 0
        self._store, self._who, self._each, self._tick = store, who, each, tick
        self._inputs = inputs or Inputs()
        self._before = {info.source.id: info for info in sources(store)}
        self._claimed: dict[str, str] = {}  # source id -> the document that bears it, as shown
        self._places: set[str] = set()

    def run(self, found: Found, *, prune: bool = False) -> None:
        """Load the files, each a whole or not at all; then report those gone from whole folders, with `prune` forget them."""
        self.report += LoadReport(refused=tuple(found.refused), warned=tuple(found.warned))
        for file in found.files:
            if self._each:
                self._each(file.shown)
            self.report += self._take(file)
            self.done += 1
            if self._strict and self.report.refused:
                return
        self.report += LoadReport(warned=(*self._inputs.warnings(), *self._near_duplicates()))
        gone = [info.source for info in self._before.values() if self._is_gone(info.source, found.folders)]
        for source in sorted(gone, key=lambda s: s.path or ""):
            self._settle_gone(source, prune=prune)

    def _take(self, file: File) -> LoadReport:
        report, whole = LoadReport(), True
        try:
            with closing(self._inputs.read(file)) as readings:
                for reading in readings:
                    if isinstance(reading, Refusal):
                        report, whole = report + LoadReport(refused=(reading,)), False
                    else:
                        report += self._one(file, reading)
                    if self._strict and report.refused:
                        break
        except InputRefused as wrong:
            return report + LoadReport(refused=(Refusal(file.shown, wrong.locator, wrong.reason),))
        if whole:  # what a refused document said before is not gone
            self._places.add(file.place)
        return report

    def _one(self, file: File, reading: Reading) -> LoadReport:
        """Load one document; one that is refused leaves the others of its file as they are."""
        shown = inside(file.shown, reading.member)
        try:
            self._claim(reading.source.id, reading.source.key, shown)
            report = ingest(
                reading.source,
                reading.items,
                self._store,
                who=self._who,
                tick=self._tick,
                strict=self._strict,
                accept_shrink=self._accept_shrink or reading.source.kind == "article",
            )
        except Broken:
            raise
        except InputRefused as wrong:
            return LoadReport(refused=(Refusal(shown, wrong.locator, wrong.reason),))
        report = self._unread(reading.source, report)
        self._tell_publisher(reading.source, report.statements)
        refused = tuple(replace(r, source=shown) for r in report.refused)
        warned = tuple(f"{shown}: {text.removeprefix(f'{file.path}: ')}" for text in report.warned)
        return replace(report, refused=refused, warned=warned)

    def _tell_publisher(self, source: Source, counts: Counts) -> None:
        """Add what a document of data says to what its publisher does, now and at the last load."""
        if source.kind == "article":
            return
        now, before = self.publishers.get(source.publisher or source.title, (0, 0))
        told_before = counts.changed + counts.unchanged + counts.removed
        self.publishers[source.publisher or source.title] = (now + counts.written + counts.unchanged, before + told_before)

    def _claim(self, id: str, key: str, shown: str) -> None:
        if id in self._claimed:
            raise InputRefused(shown, f"{self._claimed[id]} has the same key {key!r}: give one of them another url or id in {SHEET}")
        self._claimed[id] = shown

    def _near_duplicates(self) -> Iterator[str]:
        """A line for each set of near-duplicates that this load had to do with."""
        held = {info.source.id: info.source for info in sources(self._store) if info.source.minhash}
        found = clusters({id: source.minhash for id, source in held.items() if source.minhash})
        for ids in sorted({ids for id, ids in found.items() if id in self._claimed}):
            names = [self._claimed.get(id) or held[id].path or held[id].key for id in ids]
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            yield f"near-duplicates, which count as one source where it is asked how many agree: {', '.join(names[:MOST_NAMED])}{more}"

    def _unread(self, source: Source, report: LoadReport) -> LoadReport:
        """The report of a source that was not read, being known: what the store holds of it counts as unchanged."""
        before = self._before.get(source.id)
        if before is None or report.read or not report.sources_unchanged:
            return report
        if before.source.path != source.path:
            self._rehome(source)
        statements = before.statements + _mentions(self._store, before)
        return replace(
            report,
            refused=report.refused or before.source.refused,
            warned=report.warned or before.source.warned,
            read=before.records + statements,
            records=Counts(unchanged=before.records),
            statements=Counts(unchanged=statements),
        )

    def _rehome(self, source: Source) -> None:
        """Note the new place of a file that was moved, or a later `--prune` of the old folder would forget it."""
        with self._store.load(source, who=self._who) as writer:
            writer.commit(self._store.version())

    def _is_gone(self, source: Source, folders: Sequence[str]) -> bool:
        if source.path is None or source.id in self._claimed:
            return False
        if not any(source.path.startswith(folder.rstrip("/") + "/") for folder in folders):
            return False
        file = source.path.partition(INSIDE)[0]
        return file in self._places or _vanished(file)  # loaded now under another key, or no longer there

    def _settle_gone(self, source: Source, *, prune: bool) -> None:
        name = source.path or source.key
        if not prune:
            self.report += LoadReport(missing=(name,))
            return
        gone = forget(source, self._store, who=self._who)
        self._tell_publisher(source, gone.statements)
        self.report += LoadReport(records=gone.records, statements=gone.statements)
        self.forgotten.append(name)


def _mentions(store: Store, info: SourceInfo) -> int:
    """How many MENTIONED_IN a source makes, which a load counts and `SourceInfo` does not: one of each record but its own."""
    reader = store.reader()
    try:
        return info.records - 1 if reader.entity(info.source.id) else 0
    finally:
        reader.close()


def sources(store: Store) -> list[SourceInfo]:
    """All sources of the store, as it is now."""
    reader = store.reader()
    try:
        return reader.sources()
    finally:
        reader.close()


def _vanished(path: str) -> bool:
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False  # not to be seen is not gone
    return False


def load_body(
    report: LoadReport,
    version: str,
    forgotten: Sequence[str] = (),
    publishers: Mapping[str, tuple[int, int]] | None = None,
    spent: Spent | None = None,
) -> dict[str, Any]:
    """The report as `--json` prints it; the first four count records and statements together."""
    both = report.records + report.statements
    return {
        "read": report.read,
        "written": both.written,
        "unchanged": both.unchanged,
        "removed": both.removed,
        "refused": [{"source": r.source, "locator": r.locator, "reason": r.reason} for r in report.refused],
        "warned": list(report.warned),
        "missing": list(report.missing),
        "forgotten": list(forgotten),
        "records": _counts(report.records),
        "statements": _counts(report.statements),
        "sources": {"read": report.sources, "unchanged": report.sources_unchanged},
        "publishers": [
            {"publisher": name, "statements": now, "before": before} for name, (now, before) in sorted((publishers or {}).items())
        ],
        **({"language_model": spent_body(spent)} if spent and spent.requests else {}),
        "graph_version": version,
    }


def spent_body(spent: Spent) -> dict[str, Any]:
    """What a language model took, as `--json` prints it; the cost is null where no price is known."""
    cost = {"amount": format(spent.cost, "f"), "currency": spent.currency} if spent.currency else None
    return {"requests": spent.requests, "tokens_in": spent.tokens_in, "tokens_out": spent.tokens_out, "cost": cost}


def _counts(counts: Counts) -> dict[str, int]:
    return {"written": counts.written, "unchanged": counts.unchanged, "removed": counts.removed}

"""From a file of tables to its sources."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from itertools import islice
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Item, Reading, Refusal, Source
from cooplinks.loaders import sheets, values
from cooplinks.loaders.about import Metadata, source_of
from cooplinks.loaders.sheets import Sheet
from cooplinks.loaders.table import mapping as maps
from cooplinks.loaders.table.mapping import Map
from cooplinks.loaders.table.rows import Cells, Rows, Wrong
from cooplinks.loaders.telling import Dates, Teller
from cooplinks.loaders.threesixty import door as grants
from cooplinks.loaders.threesixty.fields import is_grants

VERSION = "table 1"
HINT = (
    "`cooplinks table guess FILE` writes a mapping to look at, `cooplinks load FILE --map M.toml` reads the table by it; "
    "a table of articles needs `--columns text=…,title=…`"
)


@lru_cache(maxsize=1)
def ready() -> tuple[Map, ...]:
    """The mappings that come with the program, by name of their files."""
    folder = files("cooplinks.loaders.table") / "ready"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(maps.parse(f.read_text("utf-8"), f.name) for f in found)


def takes_ready(head: bytes) -> bool:
    """Whether a delimited file begins with a header that a mapping of the program's knows."""
    header = sheets.header_of(head)
    return any(one.fits(header) for one in ready())


def load(path: Path, known: Metadata, mapping: Map | None = None) -> Iterator[Reading]:
    """What the tables of a file say: by the mapping, else by the one that bears the file's name (`t.toml` beside `t.csv`), else by the one
    of the program's that fits; raises InputRefused where none does.
    """
    found = sheets.sheets(path)
    mapping = mapping or beside(path)
    if mapping is None and any(is_grants(sheet.header) for sheet in found):
        yield from grants.load_sheets(path, known, found)
        return
    chosen = [(sheet, one) for sheet in found if (one := _mapping_of(sheet, mapping, found))]
    if not chosen:
        raise InputRefused(
            str(path), f"sheet {mapping.sheet!r} is not there" if mapping else f"no mapping fits its header: {HINT}", "row:1"
        )
    hashed = sheets.digest_of(path)
    left = [sheet.name for sheet in found if sheet not in [s for s, _ in chosen]]
    for sheet, one in chosen:
        member = sheet.name if len(chosen) > 1 else ""
        source = _source(path, known, one, hashed, member)
        source = replace(source, warned=(*source.warned, *(f"sheet {name!r} is not read" for name in left)))
        yield Reading(source, Table(path, source, sheet, one), member)


def beside(path: Path) -> Map | None:
    """The mapping that bears a table's name, None where there is none."""
    own = path.with_suffix(".toml")
    return maps.read(own) if own.is_file() else None


def _mapping_of(sheet: Sheet, mapping: Map | None, found: list[Sheet]) -> Map | None:
    if mapping is None:
        return next((one for one in ready() if one.fits(sheet.header)), None)
    if mapping.sheet:
        return mapping if sheet.name == mapping.sheet else None
    loose = {maps.folded(column) for column in sheet.header}
    return mapping if len(found) == 1 or {maps.folded(column) for column in mapping.columns()} <= loose else None


def _source(path: Path, known: Metadata, one: Map, hashed: str, member: str) -> Source:
    hashed = blake2b(f"{hashed} {one.text}".encode()).hexdigest()  # another mapping reads it anew
    known = replace(known, licence=known.licence or one.licence)
    title = one.title or f"Table {path.name}" + (f", {member}" if member else "")
    publisher = one.publisher or None
    return source_of(path, known, kind="table", extractor=VERSION, hashed=hashed, title=title, member=member, publisher=publisher)


@dataclass(frozen=True, slots=True)
class Table:
    """The items of a table, made anew each time."""

    path: Path
    source: Source
    sheet: Sheet
    mapping: Map

    def __iter__(self) -> Iterator[Item]:
        return self.head(None)

    def head(self, most: int | None) -> Iterator[Item]:
        """The items of the first rows, of all where `most` is None."""
        sheet, teller = self.sheet, Teller(self.source)
        cells = Cells(self.mapping, sheet.header, str(self.path))
        dates = Dates(lambda column: cells.column(column, sheet.rows), teller)
        rows = Rows(self.mapping, cells, teller, dates, self.mapping.publisher or self.source.publisher or "")
        unused = [(at, name) for at, name in enumerate(sheet.header) if name and at not in cells.used and not sheets.is_ours(name)]
        for row in islice(sheet.rows, most):
            if is_tags(row.cells):
                continue
            locator = sheet.locator(row.number)
            try:
                if row.wrong:
                    raise Wrong(row.wrong)
                rows.tell(row.cells, locator, values.quote_of(row.text))
            except Wrong as wrong:
                yield Refusal(str(self.path), locator, wrong.reason, sheets.lines_of(sheet, row))
                continue
            teller.unused.update(name for at, name in unused if row.cells[at])
            yield from teller.said()
        yield from teller.said()
        yield from teller.oddities()


def is_tags(cells: list[str]) -> bool:
    """Whether a row holds the hashtags of the Humanitarian Exchange Language, which stand below a header."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(cell.startswith("#") for cell in filled)

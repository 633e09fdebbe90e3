"""From a file of grants to its sources."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import add
from pathlib import Path
from typing import Any, BinaryIO

from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Item, Reading, Refusal, Source
from cooplinks.loaders import sheets, values
from cooplinks.loaders.about import Metadata, source_of
from cooplinks.loaders.sheets import Sheet
from cooplinks.loaders.telling import Dates, Teller
from cooplinks.loaders.threesixty.fields import Columns, Grant, grant_of, is_grants, names_grants
from cooplinks.loaders.threesixty.items import Grants, Wrong

VERSION = "360giving 1"
MOST_DEEP = 100  # levels of JSON: ijson's memory grows with their square
_A_LOOK = 1 << 11

_GRANT_KEYS = re.compile(rb'"(grants|fundingOrganization|recipientOrganization|recipientIndividual)"\s*:')
_INSIDE_PACKAGES = re.compile(rb'"packages"\s*:\s*\[')
_GRANTS = re.compile(rb'"grants"\s*:\s*\[')


def takes_json(head: bytes) -> bool:
    """Whether a file begins as JSON grants do: a package, several, or a bare list."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and bool(_GRANT_KEYS.search(head))


def takes_table(head: bytes) -> bool:
    """Whether a delimited file begins with a header of grants."""
    return is_grants(sheets.header_of(head))


def load(path: Path, known: Metadata) -> Iterator[Reading]:
    """The grants of a file, a Reading for each sheet that holds some; raises InputRefused where none does."""
    if sheets.suffix_of(path) == ".json":
        yield _json_reading(path, known)
    else:
        yield from load_sheets(path, known, sheets.sheets(path))


def load_sheets(path: Path, known: Metadata, found: Sequence[Sheet]) -> Iterator[Reading]:
    """The grants of a file's sheets; further sheets that name grants by their id add to them."""
    tables = [sheet for sheet in found if is_grants(sheet.header)]
    if not tables:
        raise InputRefused(str(path), "no table of grants: its header has to name Identifier, Funding Org:Identifier and Amount Awarded")
    more = [sheet for sheet in found if sheet not in tables and names_grants(sheet.header)]
    left = [sheet.name for sheet in found if sheet not in tables and sheet not in more and not sheet.name.startswith("#")]
    hashed = sheets.digest_of(path)
    for sheet in tables:
        source = _source(path, known, hashed, member=sheet.name if len(tables) > 1 else "")
        source = replace(source, warned=(*source.warned, *(f"sheet {name!r} holds no grants; left out" for name in left)))
        yield Reading(source, _Table(path, source, sheet, tuple(more)), sheet.name if len(tables) > 1 else "")


def _source(path: Path, known: Metadata, hashed: str, *, member: str = "", **told: str | None) -> Source:
    title = told.pop("title", None) or f"Grants in {path.name}" + (f", {member}" if member else "")
    return source_of(path, known, kind="grants", extractor=VERSION, hashed=hashed, title=title, member=member, **told)


@dataclass(frozen=True, slots=True)
class _Table:
    """The items of a sheet of grants, made anew each time."""

    path: Path
    source: Source
    sheet: Sheet
    more: tuple[Sheet, ...]

    def __iter__(self) -> Iterator[Item]:
        columns, sheet = Columns(self.sheet.header), self.sheet
        teller = Teller(self.source)
        grants = Grants(teller, Dates(self._column, teller))
        further = _further(self.more)
        unused = [(at, name) for at, name in columns.unused if name and not sheets.is_ours(name)]
        filled = [0] * len(sheet.header)  # cells of each column
        for row in sheet.rows:
            locator = sheet.locator(row.number)
            if row.wrong:
                yield Refusal(str(self.path), locator, row.wrong, sheets.lines_of(sheet, row))
                continue
            if unused:
                filled = list(map(add, filled, map(bool, row.cells)))
            grant = columns.grant(row.cells)
            if further:
                grant = _joined(grant, further.get(grant.plain.id.strip(), ()))
            try:
                grants.tell(grant, locator, values.quote_of(row.text))
            except Wrong as wrong:
                yield Refusal(str(self.path), locator, wrong.reason, sheets.lines_of(sheet, row))
            else:
                yield from teller.said()
        teller.unused.update({name: filled[at] for at, name in unused if filled[at]})
        yield from teller.oddities()

    def _column(self, field: str) -> Iterator[str]:
        """The texts of one field over the whole sheet."""
        columns = Columns(self.sheet.header)
        return (_field(columns.grant(row.cells), field) for row in self.sheet.rows if not row.wrong)


def _further(more: Iterable[Sheet]) -> dict[str, list[Grant]]:
    """What further sheets say of grants, by grant id."""
    found: dict[str, list[Grant]] = defaultdict(list)
    for sheet in more:
        columns = Columns(sheet.header)
        for row in sheet.rows:
            grant = columns.grant(row.cells)
            found[grant.plain.id.strip()].append(grant)
    return found


def _joined(grant: Grant, further: Iterable[Grant]) -> Grant:
    for other in further:
        lists: list[Any] = [[*one, *more] for one, more in zip(grant[1:], other[1:], strict=True)]
        grant = Grant(grant.plain, *lists)
    return grant


def _field(grant: Grant, field: str) -> str:
    if field == "awardDate":
        return grant.plain.award_date
    if field == "dateModified":
        return grant.plain.modified
    dates = grant.planned if field.startswith("planned") else grant.actual
    return (dates[0].start if field.endswith("startDate") else dates[0].end) if dates else ""


# -- JSON


def _json_reading(path: Path, known: Metadata) -> Reading:
    told = _package(path)
    date = values.iso_date(str(told.get("issued") or told.get("modified") or ""))
    publisher = told.get("publisher")
    name = publisher.get("name") if isinstance(publisher, Mapping) else None
    licence = told.get("license")
    if not known.licence and isinstance(licence, str):
        known = replace(known, licence=licence)
    source = _source(path, known, sheets.digest_of(path), title=_string(told.get("title")), publisher=_string(name), date=date)
    return Reading(source, _Json(path, source))


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


@dataclass(frozen=True, slots=True)
class _Json:
    """The items of a JSON file, one grant in memory at a time; made anew each time."""

    path: Path
    source: Source

    def __iter__(self) -> Iterator[Item]:
        teller = Teller(self.source)
        grants = Grants(teller, Dates(self._column, teller))
        number = -1
        for number, said in enumerate(_read(self.path, _prefix(self.path))):
            locator = f"/grants/{number}"
            if not isinstance(said, Mapping):
                wrong = f"is {_NAMES.get(type(said), 'a number')}, not a grant: it has to be an object"
                yield Refusal(str(self.path), locator, wrong, json.dumps(said, ensure_ascii=False, default=float))
                continue
            grant, beside = grant_of(said)
            teller.unused.update(beside)
            words = json.dumps(said, ensure_ascii=False, default=float)
            try:
                grants.tell(grant, locator, values.quote_of(words))
            except Wrong as wrong:
                yield Refusal(str(self.path), locator, wrong.reason, words)
            else:
                yield from teller.said()
        if number < 0:
            raise InputRefused(str(self.path), "holds no grants: `grants` has to be a list of objects")
        yield from teller.oddities()

    def _column(self, field: str) -> Iterator[str]:
        """The texts of one field over the whole file."""
        return (_field(grant_of(said)[0], field) for said in _read(self.path, _prefix(self.path)) if isinstance(said, Mapping))


_NAMES = {str: "a text", list: "a list", bool: "true or false", type(None): "null"}


def _read(path: Path, prefix: str) -> Iterator[Any]:
    import ijson

    try:
        if _may_be_deep(path) and _is_deep(path):
            raise InputRefused(str(path), f"is nested more than {MOST_DEEP} levels deep: no grants are")
        with sheets.opened(path) as file:
            _skip_mark(file)
            yield from ijson.items(file, prefix)
    except ijson.JSONError as wrong:
        raise InputRefused(str(path), f"is no JSON, or broken off: {' '.join(str(wrong).split())[:200]}") from None


def _may_be_deep(path: Path) -> bool:
    """Whether more brackets are opened than closed somewhere, those in texts counted too: quick, where telling for sure is not."""
    open_now = 0
    with sheets.opened(path) as file:
        while part := file.read(_A_LOOK):
            most = open_now + part.count(b"[") + part.count(b"{")
            open_now = most - part.count(b"]") - part.count(b"}")
            if open_now > MOST_DEEP or most > MOST_DEEP + _A_LOOK // 4:
                return True
    return False


def _is_deep(path: Path) -> bool:
    import ijson

    depth = 0
    with sheets.opened(path) as file:
        _skip_mark(file)
        for event, _ in ijson.basic_parse(file):
            depth += event.startswith("start") - event.startswith("end")
            if depth > MOST_DEEP:
                return True
    return False


def _skip_mark(file: BinaryIO) -> None:
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)


def _head(path: Path) -> bytes:
    with sheets.opened(path) as file:
        return file.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")


def _prefix(path: Path) -> str:
    """Where the grants lie, as ijson says it: in a package, in several, or in a bare list."""
    head = _head(path)
    if head[:1] == b"[":
        return "item.grants.item" if _GRANTS.search(head) else "item"
    packages, grants = _INSIDE_PACKAGES.search(head), _GRANTS.search(head)
    return "packages.item.grants.item" if packages and (not grants or packages.start() < grants.start()) else "grants.item"


def _package(path: Path) -> dict[str, Any]:
    """What a package says of itself before its grants."""
    import ijson

    told: dict[str, Any] = {}
    if _head(path)[:1] != b"{":
        return told
    with sheets.opened(path) as file:
        _skip_mark(file)
        try:
            for prefix, event, value in ijson.parse(file):
                if prefix in ("grants", "packages") and event == "start_array":
                    break
                if event == "string" and prefix in ("title", "issued", "modified", "license"):
                    told[prefix] = value
                if event == "string" and prefix == "publisher.name":
                    told["publisher"] = {"name": value}
        except ijson.JSONError:
            return told  # said when its grants are read
    return told

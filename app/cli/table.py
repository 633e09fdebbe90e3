"""`cooplinks table`: a mapping guessed, shown at work on ten rows, or to start from. No store is touched."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Item, Record, Refusal, Statement, Warned
from cooplinks.loaders import sheets
from cooplinks.loaders.about import Metadata
from cooplinks.loaders.table import door, mapping
from cooplinks.loaders.table.guess import guess as guessed

ROWS = 10


def guess(path: Path, sheet: str | None) -> str:
    """A mapping for a table (of a workbook the sheet of that name, else the first) as TOML."""
    found = [one for one in sheets.sheets(path) if sheet in (None, one.name)]
    if not found:
        raise InputRefused(str(path), f"has no sheet {sheet!r} with a header" if sheet else "has no sheet with a header")
    return guessed(found[0], shown=path.name)


def template() -> str:
    """A mapping with an explanation of each line."""
    from importlib.resources import files

    return (files("cooplinks.loaders.table") / "template.toml").read_text("utf-8")


def check(path: Path, map_path: Path | None) -> dict[str, Any]:
    """What the first rows of a table would say: {rows: [{row, links, alone, refused}], warned}."""
    read_by = mapping.read(map_path) if map_path else None
    body: dict[str, Any] = {"rows": [], "warned": []}
    for reading in door.load(path, Metadata(), read_by):
        if not isinstance(reading.items, door.Table):
            raise InputRefused(str(path), "holds 360Giving grants, which need no mapping")
        body["rows"] += _rows(reading.items.head(ROWS), body["warned"])
    return body


def _rows(items: Iterable[Item], warned: list[str]) -> list[dict[str, Any]]:
    records: dict[str, Record] = {}
    rows: dict[str, dict[str, Any]] = {}
    for item in items:
        if isinstance(item, Record):
            records[item.id] = item
        elif isinstance(item, Warned):
            warned.append(item.text)
        else:
            row = rows.setdefault(item.locator, {"row": item.locator, "links": [], "named": [], "refused": None})
            if isinstance(item, Refusal):
                row["refused"] = item.reason
            else:
                _put(row, item, records)
    return list(islice(rows.values(), ROWS))


def _put(row: dict[str, Any], said: Statement, records: dict[str, Record]) -> None:
    start, end = records[said.from_record], records[said.to_record]
    if said.type == "MENTIONED_IN":
        row["named"].append({"label": start.type, "name": start.names[0].text, "keys": list(start.keys)})
        return
    dates = {name: date for name, date in (("valid_from", said.valid_from), ("valid_to", said.valid_to)) if date}
    said_of = {**said.properties, **dates}
    row["links"].append({"from": start.names[0].text, "type": said.type, "to": end.names[0].text, "properties": said_of})

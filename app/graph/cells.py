"""Tables as CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from cooplinks.app.ontology import DECIMAL


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV; text that a spreadsheet would run as a formula is marked as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def plain_cell(value: object) -> object:
    """The cell as a spreadsheet must read it: numbers as they are, text never as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") and not DECIMAL.fullmatch(value):
        return "'" + value
    return "" if value is None else value

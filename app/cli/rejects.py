"""What was refused, written so that it can be mended and loaded again: in the form it was read in where all is of one form."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from cooplinks.app.graph.cells import plain_cell
from cooplinks.app.model import Refusal
from cooplinks.app.show import written

AT, WHY = "refused_at", "refused_reason"  # columns and fields that a reload does not read
# Of two reports of one activity the newest holds (loaders/METHODOLOGY.md, M8).
_MEND = "<!-- Mend what the comments name and give each activity a later last-updated-datetime: then this report of it holds. -->\n"
_ROW = re.compile(r"(.+!)?row:\d+", re.DOTALL)


def write(refused: Iterable[Refusal], path: Path) -> int:
    """Write the refused rows and elements, and say how many: rows of one table as CSV, IATI activities as XML, grants as JSON, others as
    JSON lines. Files that were refused whole are not among them.
    """
    held = [r for r in refused if r.content is not None]
    if not held:
        return 0
    text = _csv(held) or _iati(held) or _grants(held) or _lines(held)
    with written(path) as out:
        out.write(text.encode("utf-8", "replace"))
    return len(held)


def _at(refusal: Refusal) -> str:
    return f"{refusal.source}:{refusal.locator}"


def _csv(refused: Sequence[Refusal]) -> str | None:
    """The rows of one table under its header, with where and why; None for others."""
    tables = [list(csv.reader(io.StringIO(r.content, newline=""))) if _ROW.fullmatch(r.locator) else [] for r in refused]
    headers = {tuple(table[0]) if table else () for table in tables}
    if len(headers) != 1 or () in headers:
        return None
    header = [column for column in headers.pop() if column not in (AT, WHY)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([plain_cell(cell) for cell in (*header, AT, WHY)])
    for refusal, table in zip(refused, tables, strict=True):
        cells = [cell for at, cell in enumerate(table[1] if len(table) > 1 else []) if at >= len(table[0]) or table[0][at] not in (AT, WHY)]
        first, rest = cells[: len(header)], cells[len(header) :]
        first += [""] * (len(header) - len(first))
        writer.writerow([plain_cell(cell) for cell in (*first, _at(refusal), refusal.reason, *rest)])
    return out.getvalue()


def _iati(refused: Sequence[Refusal]) -> str | None:
    """The activities in a file of their own, each after comments that say what was wrong in it; None for others."""
    if not all((r.content or "").lstrip().startswith("<iati-activity") for r in refused):
        return None
    why: dict[str, list[str]] = {}
    for r in refused:
        why.setdefault((r.content or "").strip(), []).append(f"<!-- {_comment(_at(r))}: {_comment(r.reason)} -->\n")
    parts = ["".join(reasons) + activity + "\n" for activity, reasons in why.items()]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_MEND}<iati-activities version="2.03">\n' + "".join(parts) + "</iati-activities>\n"


def _comment(text: str) -> str:
    return re.sub("-(?=-)", "- ", text).rstrip("-")


def _grants(refused: Sequence[Refusal]) -> str | None:
    if not all(r.locator.startswith("/grants/") for r in refused):
        return None
    grants = [{**json.loads(r.content or "{}"), AT: _at(r), WHY: r.reason} for r in refused]
    return json.dumps({"grants": grants}, ensure_ascii=False, indent=1) + "\n"


def _lines(refused: Sequence[Refusal]) -> str:
    return "".join(json.dumps({AT: _at(r), WHY: r.reason, "content": r.content}, ensure_ascii=False) + "\n" for r in refused)

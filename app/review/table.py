"""Statements, and who is who, as a table that people fill in: CSV for spreadsheets or JSON Lines, and back.

Of a row that names a `statement` only the columns `decision` (accept, reject, open; empty: none) and `why` are read back. A row without
one is on two things, `from_id` and `to_id`: same, different, unsure, or open. A row that is decided already is no new decision, so that a
table can be handed in twice.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import IO, Any

from cooplinks.app.errors import Ambiguous, InputRefused, UnknownName, WrongUse
from cooplinks.app.graph.cells import plain_cell
from cooplinks.app.judge import decide, judge
from cooplinks.app.model import Decision, Judgement, Likeness, Refusal, Verdict
from cooplinks.app.ontology import is_text
from cooplinks.app.resolve import standing
from cooplinks.app.review.queue import degrees_of, weight
from cooplinks.app.review.who import between, told_of
from cooplinks.app.store.base import Reader, Store, Stored

COLUMNS = (
    *(
        "statement",
        "decision",
        "why",
        "reviewed",
        "type",
        "from",
        "to",
        "from_id",
        "to_id",
        "quote",
        "confidence",
        "role",
        "title",
        "modality",
        "cue",
    ),
    *("locator", "source", "source_title", "source_date", "source_url", "extractor"),
)
WORDS = {
    "": None,
    **dict.fromkeys(("accept", "accepted"), Verdict.ACCEPTED),
    **dict.fromkeys(("reject", "rejected"), Verdict.REJECTED),
    "open": Verdict.OPEN,
}
IDENTITY = "IDENTITY"  # the type of a row on who is who
_BLOCK = 5_000
_MOST_QUOTE = 32_000  # characters: what a spreadsheet's cell takes
_MARK = "#"  # before a statement's id, or a spreadsheet takes `1234e5` for a number
_QUOTED = re.compile(r"'(?=[=+\-@\t\r])")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a table: decisions written, rows that decided nothing new, rows that were refused."""

    decided: int
    unchanged: int
    refused: tuple[Refusal, ...]


def rows(reader: Reader, *, every: bool = False, only: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """The statements that nobody decided on, what matters most first (`queue.weight`), then the pairs of which somebody was unsure; with
    `every` all of both.
    """
    degrees = degrees_of(reader)
    chosen: list[tuple[float, str]] = []
    for id in only or [info.source.id for info in reader.sources()]:
        for s in reader.source_statements(id):
            if every or s.statement.reviewed is None:
                chosen.append((-weight(s.statement.confidence, degrees[s.from_entity], degrees[s.to_entity]), s.statement.id))
    chosen.sort()
    for at in range(0, len(chosen), _BLOCK):
        ids = [id for _, id in chosen[at : at + _BLOCK]]
        found = reader.details(ids)
        yield from (row_of(found[id]) for id in ids)
    if not only:
        yield from (pair_row(line) for line in standing(reader.judgements()) if every or line.verdict is Likeness.UNSURE)


def row_of(stored: Stored) -> dict[str, Any]:
    """A statement as a row; `decision` is empty."""
    s = stored.statement
    told = {name: s.properties.get(name, "") for name in ("role", "title", "modality")}
    return {
        "statement": s.id,
        "decision": "",
        "why": "",
        "reviewed": {None: "", True: "accepted", False: "rejected"}[s.reviewed],
        "type": s.type,
        "from": stored.from_name,
        "to": stored.to_name,
        "from_id": stored.from_entity,
        "to_id": stored.to_entity,
        "quote": s.quote[:_MOST_QUOTE],
        "confidence": s.confidence,
        **{name: ", ".join(value) if isinstance(value, tuple) else value for name, value in told.items()},
        "cue": s.properties.get("cue_text", ""),
        "locator": s.locator,
        "source": s.source,
        "source_title": stored.source_title,
        "source_date": stored.source_date or "",
        "source_url": stored.source_url or "",
        "extractor": s.extractor,
    }


def pair_row(line: Judgement) -> dict[str, Any]:
    """What somebody judged of two things as a row; `decision` is empty."""
    (one, other), (name, other_name) = line.pair, line.names
    told = {"reviewed": str(line.verdict), "type": IDENTITY, "from": name, "to": other_name, "from_id": one, "to_id": other}
    return {**dict.fromkeys(COLUMNS, ""), **told}


def write_csv(out: IO[str], found: Iterable[dict[str, Any]]) -> int:
    """Write rows as CSV that no spreadsheet takes for formulas; how many."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    n = 0
    for row in found:
        writer.writerow([row["statement"] and _MARK + row["statement"], *(plain_cell(row[name]) for name in COLUMNS[1:])])
        n += 1
    return n


def write_lines(out: IO[str], found: Iterable[dict[str, Any]]) -> int:
    """Write rows as JSON Lines; how many."""
    n = 0
    for row in found:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        n += 1
    return n


def read(name: str, data: bytes) -> Iterator[tuple[int, dict[str, str] | Refusal]]:
    """(line, row) of a table, JSON Lines where it begins with `{`, else CSV; raises InputRefused where it is neither."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise InputRefused(name, f"is not UTF-8 (byte {wrong.start}): save it as UTF-8 (CSV UTF-8)") from wrong
    return _lines(name, text) if text.lstrip()[:1] == "{" else _csv(name, text)


def take(store: Store, name: str, data: bytes, *, who: str, act: str = "review import") -> Imported:
    """Write the decisions of a table down; rows that can't be taken are refused with line and reason, the rest counts."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    refused: list[Refusal] = []
    told: dict[str, tuple[int, Verdict, dict[str, str]]] = {}
    pairs: list[tuple[int, dict[str, str]]] = []
    unchanged = 0
    for line, row in read(name, data):
        if isinstance(row, Refusal):
            refused.append(row)
            continue
        if row.get("type") == IDENTITY or (row.get("from_id") and not row.get("statement")):
            pairs.append((line, row))
            continue
        found = _decision(name, line, row, told)
        if isinstance(found, Refusal):
            refused.append(found)
        elif found is None:
            unchanged += 1
        else:
            told[found[0]] = line, found[1], row
    reader = store.reader()
    try:
        decisions: list[Decision] = []
        for ids in (list(told)[at : at + _BLOCK] for at in range(0, len(told), _BLOCK)):
            held = reader.details(ids)
            for id in ids:
                line, verdict, row = told[id]
                wrong = _unlike(row, held.get(id))
                if wrong:
                    refused.append(Refusal(name, f"line:{line}", wrong))
                elif _thought(verdict) is held[id].statement.reviewed:
                    unchanged += 1
                else:
                    about = replace(held[id].statement, reviewed=None)
                    decisions.append(Decision(about, verdict, who, now, row.get("why", "")))
    finally:
        reader.close()
    decided = decide(store, decisions, who=act)
    judged = [(line, _judge(store, row, who, now, act)) for line, row in pairs]
    refused += [Refusal(name, f"line:{line}", wrong) for line, wrong in judged if wrong]
    decided += sum(wrong == "" for _, wrong in judged)
    unchanged += sum(wrong is None for _, wrong in judged)
    refused.sort(key=lambda r: int(r.locator.partition(":")[2]))
    return Imported(decided, unchanged, tuple(refused))


def _judge(store: Store, row: dict[str, str], who: str, at: str, act: str) -> str | None:
    """Take a row on who is who: why it can't be taken, '' where it was, None where it decides nothing new."""
    word, one, other, why = (row.get(name, "") for name in ("decision", "from_id", "to_id", "why"))
    if not word:
        return None
    if word.casefold() not in set(Likeness):
        return f"decision {word!r} is unknown for two things; allowed: {', '.join(Likeness)}, or nothing"
    if not (one and other):
        return "it names no two things: fill in from_id and to_id, and nothing in statement"
    if not is_text(one, other, why):
        return "half a surrogate pair, which is no text"
    try:
        with closing(store.reader()) as reader:
            lines = reader.judgements()
            line = between(reader, one, other, word.casefold(), who, why, at, lines)
        if line.verdict is {held.pair: held.verdict for held in standing(lines)}.get(line.pair, Likeness.OPEN):
            return None
        judge(store, line, who=act)
    except (UnknownName, Ambiguous) as error:
        return told_of(error)
    except WrongUse as error:
        return str(error)
    return ""


def _decision(name: str, line: int, row: dict[str, str], told: dict[str, Any]) -> tuple[str, Verdict] | Refusal | None:
    """(statement, verdict) of a row, None where it decides nothing."""
    word = row.get("decision", "").casefold()
    id = row.get("statement", "").removeprefix(_MARK)
    if word not in WORDS:
        hint = " of a statement (a row on two things names none)" if word in set(Likeness) else ""
        return Refusal(name, f"line:{line}", f"decision {row['decision']!r} is unknown{hint}; allowed: accept, reject, open, or nothing")
    verdict = WORDS[word]
    if verdict is None:
        return None
    if not id:
        return Refusal(
            name, f"line:{line}", "it names no statement, nor two things by from_id and to_id: leave the columns as they were exported"
        )
    if not is_text(id, row.get("why", "")):
        return Refusal(name, f"line:{line}", "half a surrogate pair, which is no text")
    if id in told:
        return Refusal(name, f"line:{line}", f"statement {id} was decided on line {told[id][0]} already")
    return id, verdict


def _unlike(row: dict[str, str], held: Stored | None) -> str | None:
    """Why a row can't be about the statement that it names."""
    if held is None:
        return f"no statement is known as {row['statement'].removeprefix(_MARK)!r}: export again"
    if row.get("type", held.statement.type) != held.statement.type:
        return f"the statement is a {held.statement.type}, the row says {row['type']}: corrections are made in `cooplinks review`"
    return None


def _thought(verdict: Verdict) -> bool | None:
    return {Verdict.ACCEPTED: True, Verdict.REJECTED: False}.get(verdict)


def _csv(name: str, text: str) -> Iterator[tuple[int, dict[str, str] | Refusal]]:
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    columns = [c.strip() for c in reader.fieldnames or ()]
    reader.fieldnames = columns
    missing = [c for c in ("statement", "decision") if c not in columns]
    if missing:
        raise InputRefused(name, f"has no column {', '.join(missing)}: fill in what `cooplinks review export` wrote")
    try:
        for row in reader:
            if None in row:
                yield reader.line_num, Refusal(name, f"line:{reader.line_num}", "more fields than columns: quote what holds commas")
            else:
                yield reader.line_num, {key: _QUOTED.sub("", (value or "").strip(), count=1) for key, value in row.items()}
    except csv.Error as wrong:
        raise InputRefused(name, f"is no CSV: {wrong}", f"line:{reader.line_num}") from wrong


def _lines(name: str, text: str) -> Iterator[tuple[int, dict[str, str] | Refusal]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as wrong:
            yield number, Refusal(name, f"line:{number}", f"is no JSON: {wrong}")
            continue
        if isinstance(row, dict) and ("statement" in row or "from_id" in row):
            yield number, {key: str(value if value is not None else "").strip() for key, value in row.items()}
        else:
            yield number, Refusal(name, f"line:{number}", "is no object with a statement")

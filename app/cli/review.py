"""What `review` and `reread` do once the command line has said what is wanted."""

import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cooplinks.app import show
from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.judge import replayed
from cooplinks.app.model import Decision, Judgement
from cooplinks.app.resolve import standing
from cooplinks.app.store.base import Store

if TYPE_CHECKING:
    from cooplinks.app.review.run import Done

FORMATS = ("csv", "jsonl")
MOST_BYTES = 500_000_000


def session(store: Store, who: str, tables: Path | None, only: list[str] | None) -> "Done":
    """Review at this terminal; raises WrongUse where there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse("review needs a terminal; `review export` and `review import` work with tables instead")
    from rich.console import Console

    from cooplinks.app.review.keys import typing
    from cooplinks.app.review.run import learn_into, run
    from cooplinks.app.review.screen import draw

    console = Console(highlight=False, markup=False, emoji=False)

    # A window that is closed must not take the decisions along: what ends a session ends it as Ctrl-C does.
    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    with console.screen(hide_cursor=True), typing() as read:
        return run(store, who, read=read, show=lambda state, place: draw(state, console, place=place), learn=learn_into(tables), only=only)


def export(store: Store, out: Path | None, format: str | None, *, every: bool, only: Sequence[str]) -> int:
    """Write the table to a file (its suffix says the format) or to standard output; how many rows."""
    from cooplinks.app.review.table import rows, write_csv, write_lines

    chosen = format or (out.suffix.lower().removeprefix(".") if out else "csv")
    if chosen not in FORMATS:
        raise WrongUse(f"format {chosen!r} is unknown; allowed: {', '.join(FORMATS)}", "format")
    write = write_csv if chosen == "csv" else write_lines
    with ExitStack() as stack:
        reader = stack.enter_context(closing(store.reader()))
        stream = stack.enter_context(show.written(out) if out else show.binary_stdout())
        text: IO[str] = stack.enter_context(_text(stream, bom=bool(out) and chosen == "csv"))
        return write(text, rows(reader, every=every, only=only))


def take(store: Store, path: Path, who: str) -> dict[str, Any]:
    """Take a table's decisions; the report as `--json` prints it."""
    from cooplinks.app.review.table import take as take_table

    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputRefused(str(path), f"more than the {MOST_BYTES / 1e6:.0f} MB that are read: split it")
        data = path.read_bytes()
    except OSError as wrong:
        raise InputRefused(str(path), f"can't be read: {wrong.strerror or wrong}") from wrong
    done = take_table(store, str(path), data, who=who)
    return {
        "decided": done.decided,
        "unchanged": done.unchanged,
        "refused": [{"source": r.source, "locator": r.locator, "reason": r.reason} for r in done.refused],
        "graph_version": store.version(),
    }


def log(store: Store, *, orphaned: bool) -> list[dict[str, Any]]:
    """The ledger line by line, the newest last; with `orphaned` only the last lines that match nothing their source says now, and those on
    who is who that wait for what they name.
    """
    with closing(store.reader()) as reader:
        lines, pairs = reader.decisions(), reader.judgements()
        if not orphaned:
            return _in_order([*(_line(line, "") for line in lines), *(_pair_line(line, "") for line in pairs)])
        found: list[dict[str, Any]] = []
        for line in standing(pairs):
            waits = [key for key in line.pair if not (asked := reader.lookup(key)).entities and not asked.moved_to]
            found += [_pair_line(line, f"nothing is {key}") for key in waits[:1]]
        for source in dict.fromkeys(line.about.source for line in lines):
            gone = reader.source(source) is None
            last = {line.about.id: line for line in lines if line.about.source == source}
            lost = last.values() if gone else replayed(reader, source).orphaned
            found += [_line(line, "the source is not loaded" if gone else "nothing matches it") for line in lost]
        return _in_order(found)


def judge(store: Store, one: str, other: str, verdict: str, who: str, why: str) -> Judgement:
    """Write down what somebody thinks of two things that texts name; the line."""
    from cooplinks.app import judge as ledger
    from cooplinks.app.review.run import now
    from cooplinks.app.review.who import between

    with closing(store.reader()) as reader:
        line = between(reader, one, other, verdict, who, why, now(), reader.judgements())
    ledger.judge(store, line)
    return line


def take_back(store: Store, number: int, who: str, why: str) -> dict[str, Any]:
    """Take back what a line of the ledger says; the line as `log` has it."""
    from cooplinks.app import judge as ledger
    from cooplinks.app.review.run import now

    line = ledger.take_back(store, number, who, now(), why)
    return _pair_line(line, "") if isinstance(line, Judgement) else _line(line, "")


def reread(store: Store, *, only: Sequence[str], every: bool, most: int, apply: bool, who: str) -> dict[str, Any]:
    """What reading the stored texts again would change, and with `apply` do it; the report as `--json` prints it."""
    from cooplinks.app import reread as again

    found = again.preview(store, only=only, every=every, most=most)
    if apply and found.sources:
        again.apply(store, found.sources, who=who)
    return again.body(found, store.version(), applied=apply)


def _told(line: Decision | Judgement) -> dict[str, Any]:
    return {"number": line.number, "at": line.at, "who": line.who, "verdict": str(line.verdict), "why": line.why}


def _line(line: Decision, why_lost: str) -> dict[str, Any]:
    s = line.about
    ends = {r.id: r.names[0].text for r in line.records}
    return {
        **_told(line),
        "statement": s.id,
        "type": s.type,
        "from": ends.get(s.from_record, s.from_record),
        "to": ends.get(s.to_record, s.to_record),
        "quote": s.quote,
        "source": s.source,
        **({"orphaned": why_lost} if why_lost else {}),
    }


def _pair_line(line: Judgement, why_lost: str) -> dict[str, Any]:
    """A line on who is who, with the same names as one on a statement where they mean the same."""
    return {
        **_told(line),
        "type": "IDENTITY",
        "from": line.names[0],
        "to": line.names[1],
        "from_id": line.one,
        "to_id": line.other,
        **({"orphaned": why_lost} if why_lost else {}),
    }


def _in_order(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: int(line["number"]))


class _text:
    """A text stream over a byte stream that the caller goes on to own; with a mark that lets spreadsheets know UTF-8."""

    def __init__(self, stream: Any, *, bom: bool) -> None:
        import io

        self._wrapped = io.TextIOWrapper(stream, "utf-8-sig" if bom else "utf-8", newline="", write_through=True)

    def __enter__(self) -> IO[str]:
        return self._wrapped

    def __exit__(self, *raised: object) -> None:
        if not any(raised):
            self._wrapped.flush()
        self._wrapped.detach()

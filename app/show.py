"""What a person sees: tables and paths on standard output, messages and progress on standard error. No question is answered here."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Body = Mapping[str, Any]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")
_MOST_EVIDENCE = 3
_MOST_NAMED = 5
_MOST_PUBLISHERS = 20
_MOST_ALIKE = 5  # lines of a load's report
_PLACE = re.compile(r":(line|row|char|/).*$")
_VALUES = re.compile(r"'[^']*'|\d+")
_PIPED_WIDTH = 200  # no terminal to ask: wide enough that rows stay lines


class _Out(Console):
    """Standard output; whoever reads it may stop reading (`| head`)."""

    def on_broken_pipe(self) -> None:
        _silence(sys.stdout)


def prepare_streams() -> None:
    """Let no character break the output: what a console can't show becomes `?`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def plain(text: object) -> str:
    """Text from a source on one line, without what would command a terminal."""
    return _CONTROL.sub("�", _BLANKS.sub(" ", str(text))).strip()


def note(text: str) -> None:
    """A message for a person, on standard error."""
    sys.stderr.write(plain(text) + "\n")
    sys.stderr.flush()


def write_json(body: Body) -> None:
    """The body as JSON on standard output."""
    wide = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(body, ensure_ascii=not wide, indent=2) + "\n"
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)


@contextmanager
def binary_stdout() -> Iterator[BinaryIO]:
    """Standard output for bytes, quiet where nobody reads on."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _silence(sys.stdout)


@contextmanager
def written(target: Path) -> Iterator[BinaryIO]:
    """A file for bytes that is there whole or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _silence(stream: IO[str]) -> None:
    """Send the rest nowhere: Python would complain again when it flushes at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _out() -> Console:
    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    return _Out(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)


def _print(*lines: Text | str | Table) -> None:
    console = _out()
    for line in lines:
        console.print(line, soft_wrap=not isinstance(line, Table) and not console.is_terminal)


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column.endswith(" ") else "left")
    return table


def _rows(title: str, pairs: Iterable[tuple[str, object]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, show_edge=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in pairs:
        if value not in (None, "", [], ()):
            table.add_row(name, plain(value))
    return table


def ref(entity: Body) -> str:
    """An entity in a line of text."""
    return f"{plain(entity['name'])} ({entity['id']})"


def more(body: Body) -> None:
    """Say how to get the rest of a list."""
    if body.get("next"):
        note(f"{len(body['items'])} of {body['total']} shown; the next: --cursor {body['next']}")


class Bar:
    """Progress of a load: a bar where there is a terminal, nothing elsewhere."""

    def __init__(self, total: int) -> None:
        self._total, self._file, self._items = total, "", 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> "Bar":
        if sys.stderr.isatty() and self._total:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            console = Console(stderr=True, markup=False, highlight=False, emoji=False)
            columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
            self._progress = Progress(*columns, console=console, transient=True)
            self._task = self._progress.add_task("", total=self._total)
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.stop()

    def each(self, file: str) -> None:
        """A file is begun: those before it are done."""
        if self._progress and self._task is not None:
            self._progress.update(self._task, advance=1 if self._file else 0, description=plain(file))
        self._file, self._items = file, 0

    def tick(self, items: int) -> None:
        """So many more of its items were read."""
        self._items += items
        if self._progress and self._task is not None:
            self._progress.update(self._task, description=f"{plain(self._file)}: {self._items:,}")


def loaded(body: Body) -> None:
    """The report of a load or of `forget`."""
    table = _table("", "written ", "unchanged ", "removed ")
    for name in ("records", "statements"):
        counts = body[name]
        table.add_row(name, *(f"{counts[k]:,}" for k in ("written", "unchanged", "removed")))
    sources = body["sources"]
    taken = f"{sources['read']} sources taken, {sources['unchanged']} of them unchanged, {len(body['refused'])} refusals"
    _print(table, *_publishers(body.get("publishers", [])), f"{taken}; version {body['graph_version']}")


def _publishers(counts: Sequence[Body]) -> list[Table | str]:
    """What each publisher of data says, the greatest first; of many the first `_MOST_PUBLISHERS`."""
    if not counts:
        return []
    table = _table("publisher", "statements ", "at the last load ")
    greatest = sorted(counts, key=lambda c: -c["statements"])
    for told in greatest[:_MOST_PUBLISHERS]:
        table.add_row(plain(told["publisher"]), f"{told['statements']:,}", f"{told['before']:,}" if told["before"] else "none")
    rest = len(counts) - _MOST_PUBLISHERS
    return [table, f"and {rest} publishers more: --json lists them"] if rest > 0 else [table]


def load_messages(body: Body) -> None:
    """What was refused, warned of, gone: a line each; of many alike in one file the first `_MOST_ALIKE`, and how many more."""
    for line in _few_alike(_refusal(r) for r in body["refused"]):
        note(f"refused: {line}")
    for line in _few_alike(body["warned"]):
        note(f"warning: {line}")
    for path in body["missing"]:
        note(f"gone: {path} is no longer read from here, what it said stays; --prune forgets it")
    for path in body["forgotten"]:
        note(f"forgotten: {path} and what it said")
    if spent := body.get("language_model"):
        cost = f"{spent['cost']['amount']} {spent['cost']['currency']}" if spent["cost"] else "no price is set"
        tokens = f"{spent['tokens_in']:,} tokens in, {spent['tokens_out']:,} out"
        note(f"the language model answered {spent['requests']} requests: {tokens}; {cost}")


def _refusal(refused: Body) -> str:
    where = "" if refused["locator"] == "file" else f":{refused['locator']}"
    return f"{refused['source']}{where}: {refused['reason']}"


def _few_alike(lines: Iterable[str]) -> Iterator[str]:
    """The lines; of those of one file that differ in place, numbers and values alone the first few, then how many more there are."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        alike.setdefault(_sort_of(line), []).append(line)
    for group in alike.values():
        yield from group[:_MOST_ALIKE]
        if len(group) > _MOST_ALIKE:
            yield f"{len(group) - _MOST_ALIKE:,} more like the one before; --json lists them all"


def _sort_of(line: str) -> tuple[str, ...]:
    """The file of a line of the report, and its words without places, numbers and values."""
    file, *words = line.split(": ")[:3]
    return _PLACE.sub("", file), *(_VALUES.sub("", word) for word in words)


def table_check(body: Body) -> None:
    """What rows of a table would say: a line each link, and each thing that is newly named."""
    for row in body["rows"]:
        _print(Text(row["row"], style="bold"))
        if row["refused"]:
            _print(Text(f"   refused: {plain(row['refused'])}"))
        for thing in row["named"]:
            known = f" ({plain(', '.join(thing['keys']))})" if thing["keys"] else ""
            _print(Text(f"   {thing['label']} “{plain(thing['name'])}”{known}"))
        for link in row["links"]:
            told = ", ".join(f"{name} {plain(value)}" for name, value in link["properties"].items())
            _print(Text(f"   {plain(link['from'])} —{link['type']}→ {plain(link['to'])}" + (f"   {told}" if told else "")))
    for text in body["warned"]:
        note(f"warning: {text}")


def status(body: Body, *, address: str, loading: str | None, interrupted: Sequence[Body]) -> None:
    """The state of a store; `body` is that of /stats."""
    last = body.get("last_load")
    _print(
        _rows(
            "store",
            [
                ("address", address),
                ("version", body["graph_version"]),
                ("sources", f"{body['sources']:,}"),
                ("statements", f"{body['statements']:,}"),
                ("nodes", _by(body["nodes"], "by_label")),
                ("links", _by(body["links"], "by_type")),
                ("last load", ", ".join(f"{k} {v}" for k, v in last.items() if v) if last else "none"),
                ("loads now", loading or "nobody"),
            ],
        )
    )
    for load in interrupted:
        note(f"interrupted: the load of {load.get('path') or load.get('source')} since {load.get('since')}: load it again to finish it")


def _by(counts: Body, by: str) -> str:
    parts = ", ".join(f"{name} {n:,}" for name, n in counts[by].items() if n)
    return f"{counts['total']:,}" + (f" ({parts})" if parts else "")


def schema(body: Body) -> None:
    """The vocabulary."""
    labels = _table("label", "stands with", "is")
    for label in body["labels"]:
        labels.add_row(label["name"], label.get("under") or "", label["meaning"])
    types = _table("link", "from → to", "reads", "properties")
    for type in body["link_types"]:
        types.add_row(type["name"], _ends(type["ends"]), type["meaning"], ", ".join(type["properties"]))
    _print(labels, "", types)


def _ends(ends: Iterable[Any]) -> str:
    pairs = [(e["from"], e["to"]) if isinstance(e, Mapping) else (e[0], e[1]) for e in ends]
    return "; ".join(f"{source} → {target}" for source, target in pairs)


def search(body: Body) -> None:
    """Ranked finds."""
    table = _table("name", "id", "labels", "country", "matched", "score ", "links ")
    for item in body["items"]:
        table.add_row(
            plain(item["name"]),
            item["id"],
            ", ".join(item["labels"]),
            item["country"] or "",
            plain(item["matched"]),
            f"{item['score']:.2f}",
            str(item["degree"]),
        )
    _print(table if body["items"] else "nothing found")
    more(body)


def entity(body: Body) -> None:
    """One entity in full."""
    pairs: list[tuple[str, object]] = [
        ("id", body["id"]),
        ("labels", ", ".join(body["labels"])),
        ("country", body["country"]),
        ("names", "; ".join(f"{n['name']}{' [' + n['lang'] + ']' if n['lang'] else ''}" for n in body["names"])),
        ("identifiers", "; ".join(f"{i['scheme']} {i['value']}" for i in body["identifiers"])),
        ("from", body.get("valid_from")),
        ("to", body.get("valid_to")),
        *((name, value) for name, value in body["properties"].items()),
        ("links", _directions(body["links"])),
        ("records", "; ".join(_record(r) for r in body["records"])),
    ]
    _print(_rows(plain(body["name"]), pairs))


def _directions(links: Mapping[str, Mapping[str, int]]) -> str:
    """Counts by type and direction, one number where a type knows none (it counts in each)."""
    parts: list[str] = []
    for type, n in links.items():
        if n["out"] == n["in"] == n["both"]:
            parts.append(f"{type} {n['both']}")
        else:
            parts.append(f"{type} " + ", ".join(f"{n[way]} {way}" for way in ("out", "in") if n[way]))
    return "; ".join(parts)


def _record(record: Body) -> str:
    return f"{record['title'] or record['source']} ({record['source_id']})"


def source(body: Body) -> None:
    """One source: each quote in the order of the text, under it what was read from it and how sure that is."""
    told = (body["date"], body["publisher"], body["url"], body["language"])
    _print(Text(f"{plain(body['title'] or body['key'])} ({body['id']})", style="bold"), ", ".join(plain(part) for part in told if part))
    for (locator, quote), said in groupby(body["statements"], key=lambda s: (s["locator"], s["quote"])):
        _print(f"“{plain(quote)}” — {locator}" if quote else locator, *(f"   {_statement(s)}" for s in said))
    if not body["statements"]:
        _print("nothing was read from it")
    for other in body["duplicates"]:
        note(f"counts as one source with {plain(other['title'])} ({other['id']})")
    for refused in body["refused"]:
        note(f"refused: {refused['locator']}: {refused['reason']}")
    for warned in body["warned"]:
        note(f"warning: {warned}")


def _statement(said: Body) -> str:
    """`A —TYPE→ B`, then money, days, what else it is than held, what a reviewer said, and the confidence."""
    own = said["properties"]
    money = f"{own.get('measure', '')} {own['amount']} {own.get('currency') or ''}".strip() if own.get("amount") else ""
    days = " to ".join(dict.fromkeys(day for day in (said["valid_from"], said["valid_to"]) if day))
    modality = own.get("modality", "held").replace("held", "")
    verdict = {None: "", True: "accepted", False: "rejected"}[said["reviewed"]]
    more = [part for part in (money, days, modality, verdict, f"{said['confidence']:.2f}") if part]
    return f"{plain(said['from']['name'])} —{said['type']}→ {plain(said['to']['name'])}   {', '.join(more)}"


def met(body: Body) -> None:
    """Who sat in the same rooms."""
    table = _table("who", "times ", "events", "through")
    for item in body["items"]:
        events = "; ".join(plain(e["name"]) for e in item["events"])
        table.add_row(ref(item["who"]), str(item["times"]), events, "; ".join(plain(t["name"]) for t in item["through"]))
    _print(table if body["items"] else "nobody")
    more(body)


def funding(body: Body) -> None:
    """Who funds whom: each way, then the words that say it."""
    for item in body["items"]:
        way = [item["funder"], *item["via"], item["recipient"]]
        _print(Text(" → ".join(ref(r) for r in way), style="bold"))
        _print(*(f"   {_sum(money)}" for money in item["money"]))
        _print(*(f"   the receiver reports {_sum(money)}" for money in item.get("reported_by_receiver", ())))
        for link in item["links"]:
            _print(f"   {plain(link['from']['name'])} —{link['type']}→ {plain(link['to']['name'])}", *_evidence(link))
    if not body["items"]:
        _print("nobody, as far as the sources say")
    _warnings(body)
    _left_out(body)
    more(body)


def _sum(money: Body) -> str:
    least = "at most " if money["basis"] == "bottleneck" else ""
    return f"{money['measure']} {least}{money['amount']} {money['currency']} in {money['flows']} flows"


def _warnings(body: Body) -> None:
    for warning in body.get("warnings", ()):
        about = ": " + ", ".join(ref(r) for r in warning["entities"][:_MOST_NAMED]) if warning["entities"] else ""
        note(f"{warning['kind']}: {warning['text']}{about}")


def flows(body: Body) -> None:
    """The parts of a boundary: their lines or what they are broken down by, and their sums."""
    for part in ("incoming", "internal", "outgoing", "unmatched"):
        said = body[part]
        total = ", ".join(f"{amount} {currency}" for currency, amount in said["total"].items()) or "nothing"
        _print(Text(f"{part}: {total} in {said['flows']} flows", style="bold"))
        table = _breakdown_table(said["breakdown"]) if "breakdown" in said else _lines_table(said["items"])
        if table.row_count:
            _print(table)
        if said["next"]:
            note(f"more of it: --part {part} --cursor {said['next']}")
    for left in body["unconverted"]:
        note(f"in no sum: {left['part']} {left['amount'] or ''} {left['currency'] or ''} in {left['flows']} flows: {left['reason']}")
    if body["rates"]:
        note(f"rates: {body['rates']['source']}, {body['rates']['first']} to {body['rates']['last']}")
    _warnings(body)


def _lines_table(items: Iterable[Body]) -> Table:
    table = _table("who", "amount ", "currency", "flows ")
    for item in items:
        who = ref(item["entity"]) if item["entity"] else f"nobody named ({item['direction']})"
        table.add_row(who, item["amount"] or "", item["currency"] or "", str(item["flows"]))
    return table


def _breakdown_table(breakdown: Body) -> Table:
    table = _table(breakdown["by"], "amount ", "currency", "flows ")
    for item in breakdown["items"]:
        key = plain(f"{item['key']} ({item['vocabulary']})" if "vocabulary" in item else item["key"])
        for currency, amount in item["total"].items():
            table.add_row(key, amount, currency, str(item["flows"]))
    for currency, amount in breakdown["unallocated"].items():
        table.add_row("unallocated", amount, currency, "")
    return table


def chain(body: Body) -> None:
    """A project in its chain, and what is missing there."""
    _print(Text(ref(body["project"]), style="bold"))
    table = _table("", "who", "money")
    for role in ("funders", "accountable", "extending", "implementing"):
        for party in body[role]:
            table.add_row(role, ref(party["entity"]), "; ".join(_sum(money) for money in party["money"]))
    for way in ("upstream", "downstream"):
        for project in body[way]:
            table.add_row(way, ref(project), "")
    _print(table if table.row_count else "nobody, as far as the sources say")
    for gap in body["gaps"]:
        _print(f"{gap['kind']}: {plain(gap['text'])}", *_evidence(gap))
    _warnings(body)


def question(text: str, body: Body) -> None:
    """A question of the demo and its answer."""
    _print("", Text(text, style="bold"))
    funding(body)


def decisions(lines: Sequence[Body]) -> None:
    """The ledger of decisions."""
    table = _table("nr ", "when", "who", "verdict", "type", "from → to", "why")
    for line in lines:
        why = "; ".join(plain(line[name]) for name in ("why", "orphaned") if line.get(name))
        ends = f"{plain(line['from'])} → {plain(line['to'])}"
        if "from_id" in line:
            ends = f"{plain(line['from'])} ({line['from_id']}) ~ {plain(line['to'])} ({line['to_id']})"
        table.add_row(str(line["number"]), line["at"], plain(line["who"]), line["verdict"], line["type"], ends, why)
    _print(table if lines else "nothing was decided")


def reread(body: Body) -> None:
    """What reading stored texts again would change: counts by type, then examples."""
    table = _table("type", "come ", "go ", "recut ", "stay ")
    for type, counts in body["types"].items():
        table.add_row(type, *(f"{counts[what]:,}" for what in ("come", "go", "recut", "stay")))
    if body["left_out"]:
        note(
            f"{body['left_out']} texts that a language model read are left out: name them, or say --all, to have the rules' reading instead"
        )
    if not body["texts"]:
        _print("every text was read by the extractor of now")
        return
    _print(table)
    for x in body["examples"]:
        sign = {"come": "+", "go": "-", "recut": "~"}[x["what"]]
        _print(f"{sign} {plain(x['from'])} —{x['type']}→ {plain(x['to'])}", f"      “{plain(x['quote'])}” — {plain(x['title'])}")
    if body["decisions_orphaned"]:
        note(f"{body['decisions_orphaned']} decisions of reviewers match nothing that is read then: `cooplinks review log --orphaned`")
    what = "written" if body["applied"] else "nothing is written; --apply does"
    note(f"{body['changed']} of {body['texts']} texts say something else: {what}")


def paths(body: Body) -> None:
    """Each path hop by hop, each hop with the words that say it and where they stand."""
    for number, path in enumerate(body["paths"], 1):
        _print(Text(f"path {number}: {path['length']} hops", style="bold"), f"   {ref(path['nodes'][0])}")
        for node, link in zip(path["nodes"][1:], path["links"], strict=True):
            arrow = f"—{link['type']}→" if link.get("forward", True) else f"←{link['type']}—"
            _print(f"   {arrow} {ref(node)}", *_evidence(link))
            if link.get("parallel"):
                _print(f"      also: {', '.join(sorted({p['type'] for p in link['parallel']}))}")
    if not body["paths"]:
        _print(f"no path: {body.get('reason') or 'no_path'}")
    _left_out(body)


def _left_out(body: Body) -> None:
    if body.get("left_out"):
        note(f"left out as hubs: {', '.join(ref(r) for r in body['left_out'])}")


def _evidence(link: Body) -> list[str]:
    said = link["evidence"]
    lines = [f"      “{plain(e['quote'])}” — {_source(e['source'])}, {e['locator']}" for e in said[:_MOST_EVIDENCE]]
    if len(said) > _MOST_EVIDENCE:
        lines.append(f"      and {len(said) - _MOST_EVIDENCE} more statements")
    return lines


def _source(source: Body) -> str:
    return ", ".join(plain(part) for part in (source["title"] or source["id"], source.get("date"), source.get("url")) if part)

"""A kind of input for tests: one link a line, `Project:Hope FUNDED_BY Organisation:AMIF`, after it properties as JSON. `!` refuses the file there, `~` waits."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import PREFIXES, StatementIds, digest, record_id, slug, source_id
from cooplinks.app.kinds import Kind
from cooplinks.app.model import Name, Reading, Record, Source, Statement


def load(path: Path, about: Mapping[str, str] | None) -> tuple[Reading]:
    about = about or {}
    text = path.read_text("utf-8")
    if not text:
        raise InputRefused(str(path), "empty")
    key = about.get("url") or about.get("id") or f"{path.parent.name}/{path.name}"
    source = Source(
        id=source_id(key),
        key=key,
        kind="lines",
        title=about.get("title", path.name),
        extractor="lines 1",
        content_hash=digest(text, repr(sorted(about.items()))),
        url=about.get("url"),
        text=text,
    )
    return (Reading(source, items(source, text)),)


def items(source: Source, text: str) -> Iterator[Record | Statement]:
    ids = StatementIds(source.id)
    for number, line in enumerate(text.splitlines(), 1):
        if line == "!":
            raise InputRefused(source.key, "a line that can't be read: take it out", f"row:{number}")
        if line == "~":
            print("waiting", file=sys.stderr, flush=True)
            time.sleep(60)
            continue
        first, type, second, *more = line.split(maxsplit=3)
        said = json.loads(more[0]) if more else {}
        ends = [record(source, first), record(source, second)]
        yield from ends
        statement = ids.make(type, ends[0].id, ends[1].id, line)
        told = Statement(statement, source.id, type, ends[0].id, ends[1].id, f"row:{number}", line, "lines 1", properties=said)
        yield replace(told, flow=statement) if "amount" in said else told


def record(source: Source, text: str) -> Record:
    type, _, name = text.partition(":")
    name = name.replace("_", " ")
    return Record(record_id(type, source.key, name), source.id, type, (Name(name),), keys=(f"{PREFIXES[type]}:{slug(name)}@test",))


KIND = Kind("lines", (".lines",), 1_000_000, load)

if __name__ in ("__main__", "__mp_main__"):  # the second in the processes that it starts
    from cooplinks.app import kinds

    kinds.KINDS = (*kinds.KINDS, KIND)

if __name__ == "__main__":
    from cooplinks.app.cli import main

    main()

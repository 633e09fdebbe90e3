"""What would be read from articles, written as `extraction/1` files; no store is touched."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import slug
from cooplinks.app.jobs import reading
from cooplinks.app.kinds import How
from cooplinks.app.load import File, find, inside
from cooplinks.app.model import Reading, Refusal, Spent
from cooplinks.app.show import written

ARTICLES = ("addresses", "prose", "articles")  # the kinds that articles lie in


@dataclass(slots=True)
class Extracted:
    """What became of an extraction."""

    written: int = 0
    refused: list[Refusal] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    spent: Spent = field(default_factory=Spent)


def extract(paths: Iterable[str], out: Path, how: How, *, jobs: int = 1) -> Extracted:
    """Write `out/<file stem>.json` for each article that the paths hold, `out/<file stem>.<member>.json` where a file holds several.

    Two of one stem would be one file, so the second is refused.
    """
    out.mkdir(parents=True, exist_ok=True)
    found = find(paths)
    files, doubles = _parted(found.files)
    done = Extracted(refused=[*found.refused, *doubles], warned=list(found.warned))
    with reading(files, how, jobs=jobs, take=extraction_of) as inputs:
        for file in files:
            try:
                with closing(inputs.read(file)) as articles:
                    for article in articles:
                        _take(article, file, out, done)
            except InputRefused as wrong:
                done.refused.append(Refusal(file.shown, wrong.locator, wrong.reason))
        done.warned += inputs.warnings()
        done.spent = inputs.spent()
    return done


def extraction_of(reading: Reading) -> Iterator[Any]:
    """What is read from the article, and what is warned of, as its one item."""
    from cooplinks.loaders.prose.door import Items
    from cooplinks.loaders.prose.output import to_extraction

    if isinstance(reading.items, Items):
        document, warned = reading.items.document()
        yield to_extraction(document), warned


def _parted(files: Iterable[File]) -> tuple[list[File], list[Refusal]]:
    """The files, and why not those whose stem another one has; Windows and macOS know no case."""
    stems: dict[str, File] = {}
    doubles = []
    for file in files:
        first = stems.setdefault(file.path.stem.casefold(), file)
        if first is not file:
            reason = f"{first.shown} has the same stem, so both would be {file.path.stem}.json: rename one"
            doubles.append(Refusal(file.shown, "file", reason))
    return list(stems.values()), doubles


def _take(article: Reading | Refusal, file: File, out: Path, done: Extracted) -> None:
    if isinstance(article, Refusal):
        done.refused.append(article)
        return
    member = f".{slug(article.member)}" if article.member else ""
    with written(out / f"{file.path.stem}{member}.json") as stream:
        for body, warned in cast("Iterable[tuple[Any, tuple[str, ...]]]", article.items):
            stream.write(json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n")
            done.warned += [f"{inside(file.shown, article.member)}: {text}" for text in warned]
    done.written += 1

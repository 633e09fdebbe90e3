"""What would be read from articles, written as `extraction/1` files; no store is touched."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import slug
from cooplinks.app.kinds import kind_named
from cooplinks.app.load import File, Inputs, find
from cooplinks.app.model import Reading, Refusal
from cooplinks.app.show import written

ARTICLES = ("addresses", "prose", "articles")  # the kinds that articles lie in


@dataclass(slots=True)
class Extracted:
    """What became of an extraction."""

    written: int = 0
    refused: list[Refusal] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)


def extract(paths: Iterable[str], out: Path) -> Extracted:
    """Write `out/<file stem>.json` for each article that the paths hold, `out/<file stem>.<member>.json` where a file holds several.

    Two of one stem would be one file, so the second is refused.
    """
    out.mkdir(parents=True, exist_ok=True)
    found = find(paths)
    done = Extracted(refused=list(found.refused), warned=list(found.warned))
    inputs = Inputs(kinds=[kind_named(name) for name in ARTICLES])
    stems: dict[str, File] = {}
    for file in found.files:
        try:
            first = stems.setdefault(file.path.stem.casefold(), file)  # Windows and macOS know no case
            if first is not file:
                raise InputRefused(file.shown, f"{first.shown} has the same stem, so both would be {file.path.stem}.json: rename one")
            for reading in inputs.read(file):
                if isinstance(reading, Refusal):
                    done.refused.append(reading)
                else:
                    member = f".{slug(reading.member)}" if reading.member else ""
                    _write(reading, out / f"{file.path.stem}{member}.json")
                    done.written += 1
        except InputRefused as wrong:
            done.refused.append(Refusal(file.shown, wrong.locator, wrong.reason))
    done.warned += inputs.warnings()
    return done


def _write(reading: Reading, target: Path) -> None:
    from cooplinks.loaders.prose.door import document_of
    from cooplinks.loaders.prose.output import to_extraction

    body = to_extraction(document_of(reading.source))
    with written(target) as stream:
        stream.write(json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n")

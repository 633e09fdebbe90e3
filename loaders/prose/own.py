"""A person's own tables beside the shipped ones: `bodies.csv`, `places.csv` with their columns, `cues.csv` (cue, phrase).

A body of a known id adds its names to it, a phrase is added to the cue it names. Articles read with them say so in their extractor.
"""

import csv
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import digest, fold_blanks, slug

COLUMNS = {
    "bodies.csv": ("id", "name", "aliases", "kind", "country", "flags", "identifiers"),
    "places.csv": ("name", "kind", "country", "aliases"),
    "cues.csv": ("cue", "phrase"),
}
KEYS = {"bodies.csv": ("id", "name"), "places.csv": ("name",), "cues.csv": ("cue", "phrase")}  # what no row may leave empty
_FORWARD, _BACKWARD = ("passive", "place", "within", "attend", "behalf", "partner"), ("active", "verb", "attended", "represented")

_folder: Path | None = None


def use(folder: Path | None) -> None:
    """Read the tables of this folder too, from now on; None: the shipped ones alone. What was read so far is forgotten.

    Raises InputRefused, naming table and line, where one can't be read.
    """
    global _folder
    from cooplinks.loaders.prose import postings, tables
    from cooplinks.loaders.prose.inflected import tables as inflected

    for name in COLUMNS if folder else ():
        _rows_in(folder, name)
    _folder = folder
    for held in (marked, *vars(tables).values(), *vars(postings).values(), *vars(inflected).values()):
        if hasattr(held, "cache_clear"):
            held.cache_clear()


@lru_cache(maxsize=4)
def marked(version: str) -> str:
    """The version of the extractor with what tells these tables from others, where there are any."""
    said = [f"{name}\n{rows(name)}" for name in COLUMNS if rows(name)]
    return f"{version}+{digest(*said, size=3)}" if said else version


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables, [] where there is none."""
    return _rows_in(_folder, name)


def merged(known: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Bodies by id; one that comes twice is the first with the names of both."""
    found: dict[str, dict[str, str]] = {}
    for row in known:
        first = found.setdefault(row["id"], row)
        if first is not row:
            names = dict.fromkeys((*first["aliases"].split("|"), row["name"], *row["aliases"].split("|")))
            found[row["id"]] = {**first, "aliases": "|".join(n for n in names if n)}
    return found


def add(folder: Path, name: str, row: Sequence[str]) -> bool:
    """Write a row at the end of a table, which is made where there is none; False where it is in it already."""
    path = folder / name
    told = [fold_blanks(cell) for cell in row]
    if path.is_file() and any([*there.values()] == told for there in _rows(path)):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS[name], told] if new else [told])
    return True


def body_row(name: str, aliases: Iterable[str], kind: str, country: str) -> tuple[str, ...]:
    """A row of `bodies.csv`."""
    return f"own-{slug(name)}", name, "|".join(a for a in aliases if "|" not in a), kind or "other", country, "", ""


def place_row(name: str, kind: str, country: str) -> tuple[str, ...]:
    """A row of `places.csv`."""
    return name, kind or "city", country, ""


def cue_row(type: str, words: str, *, forward: bool, language: str | None = None) -> tuple[str, ...] | None:
    """A row of `cues.csv`: the words as another phrase of the first cue of this language and type whose ends stand so, if any.

    `forward`: the link's source stands before the words and its target after them.
    """
    from cooplinks.loaders.prose import tables
    from cooplinks.loaders.prose.inflected import tables as inflected
    from cooplinks.loaders.prose.languages import FOLDERS

    forms = _FORWARD if forward else _BACKWARD
    folder = FOLDERS.get(language or "en", "")
    cues = inflected.of(folder).by_id.values() if folder else tables.all_cues()
    cue = next((c for c in cues if c.type == type and c.form in forms and not (c.role or c.modality)), None)
    return (cue.id, words) if cue else None


def phrases(cue: str) -> list[str]:
    """A person's own phrases of a cue."""
    return [row["phrase"] for row in rows("cues.csv") if row["cue"] == cue]


def _rows_in(folder: Path | None, name: str) -> list[dict[str, str]]:
    if folder is None or name not in COLUMNS or not (path := folder / name).is_file():
        return []
    return list(_rows(path))


def _rows(path: Path) -> Iterable[dict[str, str]]:
    columns = COLUMNS[path.name]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in KEYS[path.name] if c not in (reader.fieldnames or ())]
            if missing:
                raise InputRefused(str(path), f"has no column {', '.join(missing)}; its columns are {', '.join(columns)}")
            for row in reader:
                told = {c: (row.get(c) or "").strip() for c in columns}
                if not all(told[c] for c in KEYS[path.name]):
                    raise InputRefused(str(path), f"{' and '.join(KEYS[path.name])} must be filled in", f"line:{reader.line_num}")
                yield told
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputRefused(str(path), f"can't be read as a table: {error}") from error

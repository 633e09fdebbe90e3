"""Imports run downward only: who may know whom, read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WORDS = {"app.model", "app.errors", "app.ontology", "app.ids", "app.names", "app.duplicates"}
STORES = {"app.store.sqlite", "app.store.neo4j"}

# room -> what it may import of ours; a name stands for itself and all below it
MAY: dict[str, set[str]] = {
    "app.model": set(),
    "app.errors": set(),
    "app.settings": {"app.errors"},
    "app.ontology": {"app.model"},
    "app.ids": {"app.names"},
    "app.names": {"app.ids"},
    "app.duplicates": {"app.names"},
    "app.store.base": WORDS,
    "app.store.sqlite": WORDS | {"app.store.base", "app.store.sqlite", "app.store.rows"},
    "app.store.neo4j": WORDS | {"app.store.base", "app.store.neo4j", "app.store.rows"},
    "app.store.rows": WORDS | {"app.store.base"},
    "app.store": WORDS | {"app.settings", "app.store"},
    "app.resolve": WORDS | {"app.store.base", "app.resolve"},
    "app.ledger": WORDS,
    "app.ingest": WORDS | {"app.store.base", "app.resolve", "app.ledger"},
    "app.judge": WORDS | {"app.store.base", "app.resolve", "app.ledger", "app.ingest"},
    "app.graph": WORDS | {"app.store.base", "app.resolve", "app.graph"},
    "app.questions": WORDS | {"app.store.base", "app.graph", "app.questions"},
    "app.marks": WORDS | {"app.store.base", "app.graph"},
    "app.review": WORDS
    | {"app.store.base", "app.resolve", "app.ledger", "app.judge", "app.ingest", "app.graph", "app.show", "app.review", "loaders"},
    "app.reread": WORDS | {"app.store.base", "app.ledger", "app.ingest", "app.kinds"},
    "app.kinds": WORDS | {"loaders"},
    "app.archive": {"app.errors"},
    "app.load": WORDS | {"app.store.base", "app.ingest", "app.archive", "app.kinds", "app.load"},
    "app.jobs": WORDS | {"app.kinds", "app.load"},
    "app.api": WORDS | {"app.settings", "app.store", "app.graph", "app.questions", "app.api", "cooplinks"},
    "app.show": WORDS | {"app.questions", "app.graph", "app.store.base"},
    "app.cli": {"app", "loaders", "cooplinks"},
    "loaders": WORDS | {"loaders"},
    "cooplinks": {"app", "cooplinks"},
    "app": set(),
}

# what only one room may import from outside
ONLY = {"neo4j": "app.store.neo4j", "sqlite3": "app.store.sqlite", "fastapi": "app.api", "typer": "app.cli"}


def modules() -> Iterator[tuple[str, Path]]:
    for room in ("app", "loaders", "cooplinks"):
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def covers(room: str, name: str) -> bool:
    # A store may be several flat files: sqlite.py, sqlite_schema.py.
    return name == room or name.startswith((f"{room}.", f"{room}_"))


def room_of(module: str) -> str:
    return max((room for room in MAY if covers(room, module)), key=len)


ALL = list(modules())


@pytest.mark.parametrize(("module", "path"), ALL, ids=[m for m, _ in ALL])
def test_imports_run_downward(module: str, path: Path) -> None:
    may = MAY[room_of(module)]
    ours = {name.removeprefix("cooplinks.") for name in imported(path) if name.partition(".")[0] == "cooplinks"}
    upward = {name for name in ours if not any(covers(room, name) for room in may)}
    assert not upward, f"{module} may not import {sorted(upward)}"


@pytest.mark.parametrize(("package", "room"), ONLY.items())
def test_only_one_room_knows_a_package(package: str, room: str) -> None:
    knows = {m for m, path in ALL if any(name.partition(".")[0] == package for name in imported(path))}
    strangers = {m for m in knows if not covers(room, m)}
    assert not strangers


def test_nothing_imports_py2neo() -> None:
    assert not [m for m, path in ALL if any(n.partition(".")[0] == "py2neo" for n in imported(path))]


def test_stores_do_not_know_each_other() -> None:
    for module, path in ALL:
        known = {store for store in STORES for name in imported(path) if covers(store, name.removeprefix("cooplinks."))}
        assert len(known) < 2 or module == "app.store", module

"""How fast sources are loaded, beside the barest way to write the same: `python -m bench.store_load [--size 20k|200k|quick]`.

One run, contenders side by side, each in a database of its own. `bare executemany` writes the statements' and records' own columns (the
text ids of the ends instead of row numbers), with a primary key and nothing else: no check, no hash, no identities, no search. Against
Neo4j: a bare driver loop of `UNWIND` with the same MERGEs, and `py2neo.bulk`.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from pathlib import Path
from random import Random
from typing import Any

from cooplinks.app.ids import StatementIds, digest, record_id, source_id
from cooplinks.app.ingest import ingest
from cooplinks.app.model import LoadReport, Name, Record, Source, Statement
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.app.store.base import Store

SIZES = {"quick": (2_000, 20_000), "20k": (20_000, 200_000), "200k": (200_000, 2_000_000)}
BATCH = 10_000
QUOTE = 120

_COLUMNS = tuple(column.name for column in fields(Statement))
_TYPES = (("FUNDED_BY", "Project"), ("IMPLEMENTED_BY", "Project"), ("SUPPORTED_BY", "Project"), ("PART_OF", "Organisation"))


@dataclass
class Input:
    """What one source says, and the same with one statement in a hundred changed."""

    source: Source
    records: list[Record]
    statements: list[Statement]

    def items(self) -> Iterator[Record | Statement]:
        yield from self.records
        yield from self.statements

    def changed(self) -> "Input":
        """One statement in 200 stands elsewhere now, one in 200 is gone and another has come."""
        kept = [replace(s, locator=s.locator + "0") if i % 200 == 0 else s for i, s in enumerate(self.statements) if i % 200 != 100]
        new = [replace(s, id=digest(s.id, "new"), quote="new " + s.quote[4:]) for s in self.statements[100::200]]
        return Input(replace(self.source, content_hash="changed"), self.records, kept + new)

    def reread(self) -> "Input":
        """The same under another content hash, as a newer program reads it."""
        return replace(self, source=replace(self.source, content_hash=digest(self.source.content_hash)))


def made(entities: int, links: int, key: str = "bench") -> Input:
    """A source of that many records and statements; the same on every machine."""
    chance = Random(1)
    source = Source(id=source_id(key), key=key, kind="table", title=key, extractor="bench 1", content_hash="first")
    words = ["".join(chance.choices("abcdefghijklmnoprstuvz", k=7)) for _ in range(2_000)]
    kinds = ["Organisation", "Project"]
    records = []
    for i in range(entities):
        type, name = kinds[i % 2], " ".join(chance.choices(words, k=4)).title()
        prefix = ("org", "project")[i % 2]
        keys = (f"{prefix}:xx-{i}",)
        records.append(Record(record_id(type, key, str(i)), source.id, type, (Name(name),), country="RS", keys=keys))
    bodies, projects = records[::2], records[1::2]
    ids = StatementIds(key)
    sentence = ("lorem ipsum dolor sit amet " * 6)[: QUOTE - 10]
    statements = []
    for i in range(links):
        type, start = _TYPES[i % 4]
        ends = chance.choice(projects if start == "Project" else bodies).id, chance.choice(bodies).id
        quote = f"{i:09d} {sentence}"
        id = ids.make(type, *ends, quote)
        statements.append(Statement(id, source.id, type, *ends, f"row:{i}", quote, "bench 1", 0.9, valid_from="2021-09"))
    return Input(source, records, statements)


# SQLite


def bare_executemany(path: Path, said: Input) -> float:
    """Seconds to write the columns with nothing around it, in batches within one transaction, WAL as the store has it."""
    statement_rows = [tuple(None if c == "properties" else getattr(s, c) for c in _COLUMNS) for s in said.statements]
    record_rows = [(r.id, r.source, r.type, r.names[0].text, r.country, r.keys[0], r.end_state) for r in said.records]
    began = time.perf_counter()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"CREATE TABLE statement (id TEXT PRIMARY KEY, {', '.join(_COLUMNS[1:])})")
    db.execute("CREATE TABLE record (id TEXT PRIMARY KEY, source, type, name, country, key, end_state)")
    db.execute("BEGIN")
    db.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", record_rows)
    for at in range(0, len(statement_rows), BATCH):
        db.executemany(f"INSERT INTO statement VALUES ({', '.join('?' * len(_COLUMNS))})", statement_rows[at : at + BATCH])
    db.execute("COMMIT")
    db.close()
    return time.perf_counter() - began


# Neo4j

_NODES = "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n.name = row.name, n.country = row.country, n.names = [row.name]"
_LINKS = """UNWIND $rows AS row MATCH (a:Entity {{id: row.from}}) MATCH (b:Entity {{id: row.to}})
    MERGE (a)-[r:{type} {{id: row.id}}]->(b) SET r += row.p"""


def _neo4j_rows(said: Input) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    ends = {r.id: r.keys[0] for r in said.records}
    nodes = [{"id": r.keys[0], "name": r.names[0].text, "country": r.country} for r in said.records]
    links: dict[str, list[dict[str, Any]]] = {}
    kept = [c for c in _COLUMNS if c not in ("id", "from_record", "to_record", "properties", "type")]
    for s in said.statements:
        properties = {c: value for c in kept if (value := getattr(s, c)) is not None}
        row = {"id": s.id, "from": ends[s.from_record], "to": ends[s.to_record], "p": properties}
        links.setdefault(s.type, []).append(row)
    return nodes, links


_NO_LINKS = "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS"
_CONSTRAINTS = (
    "CREATE CONSTRAINT entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    *(f"CREATE CONSTRAINT {t} IF NOT EXISTS FOR ()-[r:{t}]-() REQUIRE r.id IS UNIQUE" for t, _ in _TYPES),
)


def bare_unwind(server: Any, said: Input) -> Callable[[], float]:
    """Gives what writes the input by a plain loop over the driver and tells the seconds."""
    nodes, links = _neo4j_rows(said)

    def write() -> float:
        began = time.perf_counter()
        with server.driver() as driver:
            for at in range(0, len(nodes), BATCH):
                driver.execute_query(_NODES, rows=nodes[at : at + BATCH], database_=server.database)
            for type, rows in links.items():
                for at in range(0, len(rows), BATCH):
                    driver.execute_query(_LINKS.format(type=type), rows=rows[at : at + BATCH], database_=server.database)
        return time.perf_counter() - began

    return write


def py2neo_bulk(server: Any, said: Input) -> Callable[[], float] | None:
    """The like with `py2neo.bulk`; None where py2neo is not installed."""
    try:
        from py2neo import Graph
        from py2neo.bulk import merge_nodes, merge_relationships
    except ImportError:
        return None
    nodes, links = _neo4j_rows(said)
    graph = Graph(server.url, auth=(server.user, server.password), name=server.database)

    def write() -> float:
        began = time.perf_counter()
        for at in range(0, len(nodes), BATCH):
            merge_nodes(graph.auto(), nodes[at : at + BATCH], ("Entity", "id"))
        for type, rows in links.items():
            for at in range(0, len(rows), BATCH):
                data = [(row["from"], {"id": row["id"], **row["p"]}, row["to"]) for row in rows[at : at + BATCH]]
                merge_relationships(graph.auto(), data, (type, "id"), start_node_key=("Entity", "id"), end_node_key=("Entity", "id"))
        return time.perf_counter() - began

    return write


# The runs


def timed(store: Store, said: Input) -> tuple[float, LoadReport]:
    began = time.perf_counter()
    report = ingest(said.source, said.items(), store)
    return time.perf_counter() - began, report


def ours(store: Store, said: Input) -> dict[str, float]:
    """Seconds of each act of ours; what it did is checked on the way."""
    n = len(said.statements)
    acts = {}
    acts["first load"], report = timed(store, said)
    assert report.statements.added == n, report
    acts["identical reload"], report = timed(store, said)
    assert report.sources_unchanged == 1
    acts["identical, read again"], report = timed(store, said.reread())
    assert (report.statements.unchanged, report.sources_unchanged) == (n, 1), report
    acts["1 % changed"], report = timed(store, said.changed())
    assert report.statements.written == report.statements.removed * 2 == n // 100, report
    return acts


def table(title: str, n: int, acts: dict[str, float], rivals: dict[str, dict[str, float]]) -> None:
    """Seconds and rate of each act, and how many times as fast as each rival it is."""
    print(f"\n{title}")
    print(f"{'':24}{'s':>8}{'links/s':>16}", *(f"{'x ' + rival:>22}" for rival in rivals), f"{'x first load':>14}", sep="")
    for act, seconds in acts.items():
        against = "".join(f"{of[act] / seconds:>22.2f}" if act in of else f"{'':>22}" for of in rivals.values())
        print(f"{act:24}{seconds:>8.2f}{n / seconds:>16,.0f}{against}{acts['first load'] / seconds:>14.2f}")
    for rival, of in rivals.items():
        print(f"{rival}:", "; ".join(f"{act} {seconds:.2f} s" for act, seconds in of.items()))


def on_sqlite(said: Input, *, rounds: int) -> None:
    best: dict[str, float] = {}
    bare = float("inf")
    for turn in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            bare = min(bare, bare_executemany(Path(folder, "bare.db"), said))
            store = open_store(Settings(f"sqlite:///{Path(folder, 'ours.db').as_posix()}"))
            _keep_best(best, ours(store, said))
            store.close()
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    # The bare way knows nothing of what is there: a reload costs it the same again.
    rivals = {"bare executemany": dict.fromkeys(best, bare)}
    table(f"SQLite, {len(said.records):,} entities, {len(said.statements):,} links, best of {rounds}", len(said.statements), best, rivals)


def on_neo4j(said: Input, server: Any, name: str, *, rounds: int) -> None:
    contest(server, made(500, 5_000))  # warms the server up, or the first contender pays for all
    best: dict[str, float] = {}
    rivals: dict[str, dict[str, float]] = {}
    for turn in range(rounds):
        acts, others = contest(server, said)
        _keep_best(best, acts)
        for rival, seconds in others.items():
            _keep_best(rivals.setdefault(rival, {}), seconds)
        first = [acts["first load"], *(seconds["first load"] for seconds in others.values())]
        print(f"round {turn + 1} of {rounds}, first load:", *(f"{s:.2f} s" for s in first), file=sys.stderr)
    title = f"Neo4j {name}, {len(said.records):,} entities, {len(said.statements):,} links, best of {rounds}"
    table(title, len(said.statements), best, rivals)


def _keep_best(best: dict[str, float], acts: dict[str, float]) -> None:
    for act, seconds in acts.items():
        best[act] = min(best.get(act, seconds), seconds)


def contest(server: Any, said: Input) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Seconds of each contender in the emptied database, which must be the tests' own: ours, and the rivals'."""
    rivals: dict[str, dict[str, float]] = {}
    for rival, contender in (("driver UNWIND", bare_unwind), ("py2neo.bulk", py2neo_bulk)):
        _wiped(server)
        with server.driver() as driver:
            for statement in _CONSTRAINTS:
                driver.execute_query(statement, database_=server.database)
            driver.execute_query("CALL db.awaitIndexes(60)", database_=server.database)
        write = contender(server, said)
        if write:
            rivals[rival] = {"first load": write(), "identical reload": write()}
            rivals[rival]["identical, read again"] = rivals[rival]["identical reload"]
    _wiped(server)
    store = open_store(Settings(server.address))
    acts = ours(store, said)
    store.close()
    _wiped(server)
    return acts, rivals


def _wiped(server: Any) -> None:
    from tests.neo4j.find import wipe

    with server.driver() as driver:
        # Links first: nodes of many would not fit into one transaction's memory.
        with driver.session(database=server.database) as session:
            session.run(_NO_LINKS).consume()
        wipe(driver, server.database)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--size", choices=SIZES, default="20k", help="entities; links are ten times as many")
    parser.add_argument("--quick", action="store_true", help="the smallest size")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the best counts")
    parser.add_argument("--store", choices=("sqlite", "neo4j", "both"), default="sqlite")
    parser.add_argument("--version", choices=("5.26", "calendar"), default="5.26", help="which Neo4j; NEO4J_TEST_URL wins")
    options = parser.parse_args()
    said = made(*SIZES["quick" if options.quick else options.size])
    if options.store != "neo4j":
        on_sqlite(said, rounds=options.rounds)
    if options.store != "sqlite":
        from tests.neo4j.find import find_neo4j

        with ExitStack() as stack:
            on_neo4j(said, stack.enter_context(find_neo4j(options.version)), options.version, rounds=options.rounds)


if __name__ == "__main__":
    main()

"""What only the SQLite store can meet: files that are none of its own, folders it can't use, a file that goes away."""

import json
import os
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from cooplinks.app.errors import SchemaTooNew, StoreAway, StoreError, WrongUse
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store, sqlite_identities
from cooplinks.app.store.base import Store
from cooplinks.app.store.sqlite_schema import KNOWN, migrate
from tests.contract.facts import Told, dump, links, reading
from tests.contract.loader import telling
from tests.contract.test_loading import press


def at(path: Path) -> Store:
    return open_store(Settings(f"sqlite:///{path.as_posix()}"))


def test_three_slashes_are_relative_and_four_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store(Settings("sqlite:///one #1 50%.db"))
    press().load(store)
    monkeypatch.chdir("/")
    assert links(store, "FUNDED_BY")
    store.close()
    assert (tmp_path / "one #1 50%.db").is_file()
    if sys.platform != "win32":
        store = open_store(Settings(f"sqlite:///{tmp_path}/two.db"))
        store.close()
        assert (tmp_path / "two.db").is_file()


@pytest.mark.parametrize("address", ["sqlite://file.db", "sqlite:///", "sqlite:file.db", "sqlite:///:memory:"])
def test_an_address_without_a_file(address: str) -> None:
    with pytest.raises(WrongUse, match="sqlite:///"):
        open_store(Settings(address))


def test_a_newer_schema_is_refused_with_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    at(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(SchemaTooNew) as caught:
        at(path)
    assert (caught.value.found, caught.value.known) == (99, KNOWN)
    assert "99" in str(caught.value)
    assert str(KNOWN) in str(caught.value)


def test_a_store_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = at(path)
    press().load(store)
    before = dump(store)
    store.close()
    with closing(sqlite3.connect(path)) as db:
        for column in ("language", "minhash"):
            db.execute(f"ALTER TABLE source DROP COLUMN {column}")
        db.execute("DROP TABLE decision")
        db.execute("PRAGMA user_version = 1")
        db.commit()
    store = at(path)
    assert dump(store) == before
    told = press("press/two")
    told.more = {"language": "en"}
    told.load(store)
    with reading(store) as reader:
        assert {info.source.key: info.source.language for info in reader.sources()} == {"press/one": None, "press/two": "en"}
    store.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        at(path)
    assert path.read_bytes() == b"not a database at all" * 100


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (x)")
        db.commit()
    with pytest.raises(StoreError, match="another program's"):
        at(path)


def test_a_missing_folder_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        at(tmp_path / "missing" / "a.db")
    with pytest.raises(StoreError, match="is a folder"):
        at(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="rights"):
        at(tmp_path / "a.db")
    tmp_path.chmod(0o700)


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    store = at(path)
    press().load(store)
    store.close()


def test_a_note_of_a_killed_loader_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = at(path)
    note = tmp_path / "a.db-loading"
    note.write_text(json.dumps({"who": "long gone", "pid": 1, "since": "2020"}))
    assert store.status().loading is None
    press().load(store, wait_s=0)
    assert not note.exists()
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved there")
def test_a_file_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = at(path)
    press().load(store)
    before = dump(store)
    path.rename(tmp_path / "elsewhere.db")
    for ask in (store.version, store.status, store.reader, lambda: press("b").load(store)):
        with pytest.raises(StoreAway):
            ask()
    assert not path.exists(), "asking must not make an empty one"
    (tmp_path / "elsewhere.db").rename(path)
    assert dump(store) == before
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be replaced there")
def test_a_file_that_is_replaced(tmp_path: Path) -> None:
    store, other = at(tmp_path / "a.db"), at(tmp_path / "b.db")
    press().load(other)
    version = other.version()
    other.close()
    assert store.version() != version
    (tmp_path / "b.db").replace(tmp_path / "a.db")
    for leftover in tmp_path.glob("a.db-*"):
        leftover.unlink()
    assert store.version() == version
    store.close()


def test_another_programs_write_lock(tmp_path: Path) -> None:
    store = at(tmp_path / "a.db")
    press().load(store)
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None, check_same_thread=False)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert links(store, "FUNDED_BY")
        letting_go = threading.Timer(0.3, lambda: db.execute("ROLLBACK"))
        letting_go.start()
        began = time.monotonic()
        press("b").load(store, wait_s=10)
        assert time.monotonic() - began < 5
        letting_go.join()
    store.close()


def test_the_tables_hold_together(tmp_path: Path) -> None:
    store = at(tmp_path / "a.db")
    press("a").load(store)
    press("b").load(store)
    told = Told("c")
    told.says("Organisation", "AMIF", "org:amif@gaz", "org:xm-2")
    told.load(store)
    press("a").forget(store)
    store.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("SELECT count(*) FROM profile p WHERE n <> (SELECT count(*) FROM record WHERE profile = p.pk)").fetchone() == (0,)
        orphans = "SELECT count(*) FROM statement WHERE {0} NOT IN (SELECT pk FROM record WHERE source = statement.pk >> 32)"
        assert [db.execute(orphans.format(end)).fetchone()[0] for end in ("from_record", "to_record")] == [0, 0]
        assert db.execute("SELECT count(*) FROM identity_key WHERE identity NOT IN (SELECT pk FROM identity)").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM term WHERE entity NOT IN (SELECT pk FROM entity)").fetchone() == (0,)


def test_identities_that_are_not_kept_at_hand_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dumps = []
    for most in (50_000, 0):
        monkeypatch.setattr(sqlite_identities, "_MOST_KNOWN", most)
        store = at(tmp_path / f"{most}.db")
        for number in range(4):
            told = telling(number, 60)
            for _ in range(2):
                told.load(store, batch=7)
                told.statements = [told.statements[-1], *told.statements[:40]]
                told.records = [record for record in told.records if record.names[0].text != f"Own {number}.3"]
                told.statements = [s for s in told.statements if {s.from_record, s.to_record} <= {r.id for r in told.records}]
        dumps.append(dump(store))
        store.close()
    assert dumps[0] == dumps[1]
    assert not any("Own 0.3" in str(entity) for entity in dumps[1]["entities"])


def test_a_file_without_a_ledger_is_given_one(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN")
        migrate(db, "old", to=1)
        db.execute("COMMIT")
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    with closing(at(path)) as store, reading(store) as reader:
        assert reader.decisions() == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == KNOWN


def test_nobody_can_rewrite_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "links.db"
    at(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO decision VALUES (1, 's', 'src:a', 'rejected', 'Ada', '2025', '', '{}', NULL, NULL)")
        for act in ("UPDATE decision SET verdict = 'accepted'", "DELETE FROM decision"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                db.execute(act)

"""The tables of the SQLite store and how they came to be.

A record joins to its entity through profile → identity, so merging and splitting move identity rows and never a statement. A *profile* is
one distinct content of records, with the number of records that have it: what is said of the EU is read from a few profiles however many
articles name it. Statements lie together by source, the upper half of their row number: what a source says is a range of rows and
needs no index. Their source and ends are checked by the writer, for foreign keys would want three indexes over the largest table.
"""

import sqlite3

from cooplinks.app.errors import SchemaTooNew, StoreError
from cooplinks.app.store.base import EMPTY_VERSION

APPLICATION_ID = 0x636F6F70  # "coop": tells our files from other programs' SQLite files

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE source (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, extractor TEXT NOT NULL,
    content_hash TEXT NOT NULL, url TEXT, date TEXT, publisher TEXT, licence TEXT, path TEXT, refused TEXT NOT NULL, warned TEXT NOT NULL,
    loaded_at TEXT NOT NULL, records INTEGER NOT NULL, statements INTEGER NOT NULL, text TEXT);

CREATE TABLE entity (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, terms TEXT NOT NULL);

CREATE TABLE identity (
    pk INTEGER PRIMARY KEY, keys TEXT NOT NULL,
    entity TEXT NOT NULL REFERENCES entity (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX identity_entity ON identity (entity);

CREATE TABLE identity_key (key TEXT, identity INTEGER, PRIMARY KEY (key, identity)) WITHOUT ROWID;

CREATE TABLE profile (
    pk INTEGER PRIMARY KEY, identity INTEGER NOT NULL REFERENCES identity (pk) DEFERRABLE INITIALLY DEFERRED,
    hash INTEGER NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL);
CREATE UNIQUE INDEX profile_content ON profile (identity, hash);

CREATE TABLE record (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source INTEGER NOT NULL REFERENCES source (pk),
    profile INTEGER NOT NULL REFERENCES profile (pk));
CREATE INDEX record_source ON record (source);
CREATE INDEX record_profile ON record (profile);

CREATE TABLE statement (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, from_record INTEGER NOT NULL, to_record INTEGER NOT NULL,
    locator TEXT NOT NULL, quote TEXT NOT NULL, extractor TEXT NOT NULL, confidence REAL NOT NULL, properties TEXT, valid_from TEXT,
    valid_to TEXT, end_state TEXT NOT NULL, flow TEXT, reviewed INTEGER, barred INTEGER NOT NULL, hash BLOB NOT NULL);

CREATE TABLE former (id TEXT PRIMARY KEY, entity TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX former_entity ON former (entity);
CREATE TABLE gone (digest TEXT PRIMARY KEY) WITHOUT ROWID;

-- What an entity is called (kind 0: folded name, 1: normal identifier); `search` holds the three-letter pieces of the same.
CREATE TABLE term (text TEXT, kind INTEGER, entity INTEGER, PRIMARY KEY (text, kind, entity)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (terms, content = '', tokenize = 'trigram');
"""

_SECOND = """
ALTER TABLE source ADD COLUMN language TEXT;
ALTER TABLE source ADD COLUMN minhash TEXT;
"""

# What reviewers decided: lines are added, never changed or taken away, and outlive the source they speak of.
_LEDGER = """
CREATE TABLE decision (
    number INTEGER PRIMARY KEY, statement TEXT NOT NULL, source TEXT NOT NULL, verdict TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    why TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX decision_source ON decision (source);
CREATE TRIGGER decision_stays BEFORE UPDATE ON decision BEGIN SELECT RAISE (ABORT, 'the ledger only grows'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT RAISE (ABORT, 'the ledger only grows'); END;
"""

# Lines on who is who are in the same ledger: they name a pair of keys in place of a statement and its source.
_WHO_IS_WHO = """
ALTER TABLE decision ADD COLUMN one TEXT;
ALTER TABLE decision ADD COLUMN other TEXT;
CREATE INDEX decision_one ON decision (one) WHERE one IS NOT NULL;
CREATE INDEX decision_other ON decision (other) WHERE other IS NOT NULL;
"""

# One script a version, in order: from an empty file to 1, from 1 to 2 and so on. What was once released is never edited.
MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _LEDGER, _WHO_IS_WHO)
KNOWN = len(MIGRATIONS)


def schema_version(db: sqlite3.Connection, name: str) -> int:
    """The schema version of a database, 0 for an empty one.

    Raises SchemaTooNew, and StoreError where another program made it; `name` is what the message calls it.
    """
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    owner: int = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if (tables or found) and owner != APPLICATION_ID:
        raise StoreError(f"{name} is another program's SQLite database: name a new file")
    if found > KNOWN:
        raise SchemaTooNew(found, KNOWN)
    return found


def migrate(db: sqlite3.Connection, name: str, *, to: int = KNOWN) -> None:
    """Bring the schema of a database up to a version within the transaction that `db` has open."""
    found = schema_version(db, name)
    for script in MIGRATIONS[found:to]:
        for statement in script.split(";\n"):
            db.execute(statement)
    if found == 0:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("INSERT INTO meta VALUES ('version', ?)", (EMPTY_VERSION,))
    db.execute(f"PRAGMA user_version = {to}")

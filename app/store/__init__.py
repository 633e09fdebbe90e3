"""The stores behind one port (`base.py`); `open_store` picks one by its address."""

from cooplinks.app.errors import WrongUse
from cooplinks.app.settings import Settings
from cooplinks.app.store.base import Store


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name and bring its schema up to date.

    Addresses: `sqlite:///file.db`, `sqlite:////absolute/file.db`, `memory://`, `neo4j://user:password@host/database`, `bolt://…` (both with
    `+s` or `+ssc`). Raises WrongUse for others, StoreError where it can't be opened.
    """
    scheme = settings.store.partition("://")[0]
    if scheme in ("sqlite", "memory"):
        from cooplinks.app.store.sqlite import SqliteStore

        store: Store = SqliteStore.open(settings.store)
    elif scheme.partition("+")[0] in ("neo4j", "bolt"):
        from cooplinks.app.store.neo4j import Neo4jStore

        store = Neo4jStore.open(settings.store, settings.neo4j_password)
    else:
        known = "sqlite:///file.db, neo4j://user@host/database, bolt://… or memory://"
        raise WrongUse(f"no store of the kind {scheme!r}: use {known}", "store")
    try:
        store.apply_schema()
    except BaseException:
        store.close()
        raise
    return store

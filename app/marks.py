"""After loads: what the whole graph says of its money, shown where people look into the store itself."""

from cooplinks.app.graph.snapshot import build
from cooplinks.app.store.base import Mark, Store

PROSE = "article"


def mark(store: Store) -> bool:
    """Bring the marks of money statements to the store's version; whether there was anything to do. Raises StoreAway.

    Answers never rely on it: they decide anew what counts whenever they read the graph.
    """
    if store.marked() == store.version():
        return False
    reader = store.reader()
    try:
        articles_alone = all(info.source.kind == PROSE for info in reader.sources())
        marks = {} if articles_alone else build(reader).exceptions()
    finally:
        reader.close()
    if not articles_alone:
        store.mark(reader.version, {id: Mark(*said) for id, said in marks.items()})
    return not articles_alone

"""cooplinks: a graph of actors and the links of cooperation between them, with the words each link was read from.

    import cooplinks
    with cooplinks.open_store("sqlite:///links.db") as graph:
        graph.to_networkx()

All code lives under this one importable name, so a folder called `app` in somebody's own project never meets ours. In a checkout
`app/`, `loaders/` and `cypher/` lie beside this folder, in a wheel inside it; `__path__` says so to Python (docs/decisions.md).
"""

from pathlib import Path
from typing import TYPE_CHECKING

_here = Path(__file__).resolve().parent
if not (_here / "app").is_dir():  # a checkout
    __path__.append(str(_here.parent))

__version__ = "0.1.0"

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph


def open_store(url: str | None = None) -> "Graph":
    """Open the store at `url` (default: `COOPLINKS_STORE`, else the user's own file) and the questions that it answers.

    Raises `cooplinks.app.errors.CooplinksError` where it can't be opened.
    """
    from cooplinks.app.questions import Graph
    from cooplinks.app.settings import Settings
    from cooplinks.app.store import open_store as open_port

    settings = Settings.read() if url is None else Settings.read(store=url)
    return Graph(open_port(settings))


__all__ = ["__version__", "open_store"]

"""Reads articles: rules and tables, no model. `load` is the door; `engine.extract` reads one text; the steps are a file each.

Everything is imported on use, so that naming this package costs nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cooplinks.app.model import Reading
    from cooplinks.loaders.about import Metadata

__all__ = ["load"]


def load(path: "Path | str", *, metadata: "Metadata | None" = None) -> "Reading":
    """Read one article file: its `Source` and, on demand, its records and statements.

    `metadata` is its row of a `sources.csv`; without one, the row for this file in the `sources.csv` beside it, if there is one.
    Raises `InputRefused` for a file that is empty, binary, over 50 MB or not UTF-8.
    """
    from pathlib import Path

    from cooplinks.loaders.prose.door import open_article

    return open_article(Path(path), metadata)

"""The demo: the example articles in a file of their own, and one question answered from them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cooplinks.app.errors import InputRefused
from cooplinks.app.settings import Settings, data_folder

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph

QUESTION = "Who funds the conference held in Sarajevo?"
PLACE = "Sarajevo"


def settings() -> Settings:
    """Those of the demo's own file in the user's data folder, whatever store is set."""
    return Settings(store="sqlite:///" + (data_folder(os.environ) / "demo.db").as_posix())


def articles() -> Path:
    """The example articles: inside the package in a wheel, beside it in a checkout."""
    import cooplinks

    for folder in cooplinks.__path__:
        if (found := Path(folder) / "examples" / "articles").is_dir():
            return found
    raise InputRefused("examples/articles", "the example articles are not installed: take a checkout or a wheel")


def answer(graph: "Graph") -> dict[str, Any]:
    """The body of /funding for the events held in Sarajevo: the first that anybody funds."""
    body: dict[str, Any] = {"items": [], "total": 0, "next": None}
    place = graph.resolve(PLACE, by_name=True)
    held = graph.links(place, direction="in", filters=graph.filters(types=["HELD_IN"]))
    for event in sorted({link["from"]["id"] for link in held["items"]}):
        body = graph.funding(recipient=event)
        if body["items"]:
            break
    return body

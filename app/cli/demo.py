"""The demo: the examples in a file of their own, and two questions answered from them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cooplinks.app.errors import InputRefused
from cooplinks.app.settings import Settings, data_folder

Body = dict[str, Any]

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph

FOLDERS = ("articles", "money")
PLACE = "Sarajevo"
AGENCY = "XM-DAC-5-52"


def settings() -> Settings:
    """Those of the demo's own file in the user's data folder, whatever store is set."""
    return Settings(store="sqlite:///" + (data_folder(os.environ) / "demo.db").as_posix())


def folders() -> list[Path]:
    """The example articles and files of money: inside the package in a wheel, beside it in a checkout."""
    import cooplinks

    for folder in cooplinks.__path__:
        found = [Path(folder) / "examples" / name for name in FOLDERS]
        if all(path.is_dir() for path in found):
            return found
    raise InputRefused("examples", "the examples are not installed: take a checkout or a wheel")


def answers(graph: "Graph") -> list[tuple[str, Body]]:
    """The questions of the demo, each with the body of /funding that answers it."""
    return [
        ("Who funds the conference held in Sarajevo?", _held_there(graph)),
        ("Who funds GIZ, and with how much?", graph.funding(recipient=AGENCY, max_hops=1)),
    ]


def _held_there(graph: "Graph") -> Body:
    """Of the events held in Sarajevo the first that anybody funds."""
    body: Body = {"items": [], "total": 0, "next": None}
    place = graph.resolve(PLACE, by_name=True)
    held = graph.links(place, direction="in", filters=graph.filters(types=["HELD_IN"]))
    for event in sorted({link["from"]["id"] for link in held["items"]}):
        body = graph.funding(recipient=event)
        if body["items"]:
            break
    return body

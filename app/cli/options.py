"""Options that several commands have, and the link filters of the HTTP contract as options."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

PATHS = Annotated[list[str], typer.Argument(metavar="PATH…", show_default=False, help="files, folders, patterns")]
STORE = Annotated[str | None, typer.Option("--store", metavar="URL", help="the store (default: COOPLINKS_STORE, else your own file)")]
JSON = Annotated[bool, typer.Option("--json", help="print the body of the HTTP route")]
KIND = Annotated[str | None, typer.Option(metavar="KIND", help="read every file as this kind, whatever its name")]
COLUMNS = Annotated[str | None, typer.Option(metavar="text=A,url=B", help="what a table of articles calls its columns")]
JOBS = Annotated[int, typer.Option(min=1, max=256, metavar="N", help="read files in so many processes")]
EXTRACTOR = Annotated[str, typer.Option("--extractor", metavar="rules|llm", help="what reads articles: the rules, or a language model")]
SECOND = Annotated[bool, typer.Option("--second-opinion", help="ask spaCy about persons: whom it does not second is less sure")]
BY = Annotated[str | None, typer.Option("--by", metavar="id|name", help="what names of entities are (default: an id, else a name)")]
LIMIT = Annotated[int, typer.Option(help="most items, up to 1000")]
CURSOR = Annotated[str | None, typer.Option(metavar="CURSOR", help="where the list before ended")]
DEADLINE = Annotated[float, typer.Option(metavar="S", help="give up after so many seconds (most 60)")]
REVIEWER = Annotated[str | None, typer.Option("--who", metavar="NAME", help="who decides (default: your account's name)")]
X = Annotated[str, typer.Argument(metavar="X", show_default=False, help="an id, identifier or exact name")]

_FILTERS: dict[str, tuple[Any, str, str]] = {  # the contract's link filters: type, metavar, help
    "types": (str, "A,B", "only these link types"),
    "node_labels": (str, "A,B", "both ends bear one of these labels"),
    "at": (str, "DATE", "on this day (2021, 2021-09, 2021-09-14)"),
    "since": (str, "DATE", "not before"),
    "until": (str, "DATE", "not after"),
    "time": (str, "possible|certain", "how dates that are not known are taken"),
    "min_confidence": (float, "0..1", "only statements at least so sure"),
    "min_sources": (int, "N", "only links that so many sources state"),
    "reviewed": (str, "any|only", "only what a reviewer accepted"),
    "source": (list[str], "ID", "only from this source (repeatable)"),
    "exclude": (list[str], "X", "without this entity (repeatable)"),
    "max_degree": (int, "N", "leave hubs of more links out as intermediates"),
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the contract's link filters as options; those given reach it as one mapping, `filters`."""
    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.name != "filters"]
    added = [_option(name, *said) for name, said in _FILTERS.items()]

    @wraps(command)
    def run(**given: Any) -> None:
        filters = {name: given.pop(name) for name in _FILTERS}
        command(**given, filters={name: value for name, value in filters.items() if value not in (None, [])})

    del run.__wrapped__  # typer would look through to the function without the options
    run.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*own, *added)}
    return run


def _option(name: str, type: Any, metavar: str, help: str) -> inspect.Parameter:
    annotation = Annotated[type | None, typer.Option(metavar=metavar, help=help)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)

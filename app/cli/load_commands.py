"""Commands that change what the store holds: load, reread, forget; and extract, which only shows what would be read."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cooplinks.app.cli.opening import Body, source_of, store_of, told_by
from cooplinks.app.cli.options import COLUMNS, EXTRACTOR, JOBS, KIND, PATHS, SECOND, STORE
from cooplinks.app.cli.program import app
from cooplinks.app.errors import CooplinksError, WrongUse

if TYPE_CHECKING:
    from cooplinks.app.model import LoadReport
    from cooplinks.app.settings import Settings
    from cooplinks.app.store.base import Store


@app.command()
def load(
    ctx: typer.Context,
    paths: PATHS,
    kind: KIND = None,
    prune: Annotated[bool, typer.Option("--prune", help="forget sources whose file is gone from a folder that is loaded")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="stop at the first thing that is refused; nothing of that document is taken")
    ] = False,
    columns: COLUMNS = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="fetch the articles of lists of addresses, one a second from each host")] = False,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="take data that says over 20 % less than at its last load: no broken download")
    ] = False,
    map: Annotated[Path | None, typer.Option("--map", metavar="M.toml", help="read the files as tables by this mapping")] = None,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="write refused rows and elements there, to be mended and loaded again")
    ] = None,
    extractor: EXTRACTOR = "rules",
    second_opinion: SECOND = False,
    jobs: JOBS = 1,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: STORE = None,
) -> None:
    """Load files and folders: each document whole or not at all, one that is unchanged at no cost."""
    if map and kind not in (None, "table"):
        raise WrongUse(f"--map is for tables, not for --kind {kind}", "map")
    how: Body = {"kind": kind, "columns": columns, "mapping": map, "pages": _pages() if fetch else None}
    settings = _with_tables(ctx, store)
    how |= {"tables": settings.tables, **_extractor(extractor, second_opinion, settings.llm)}
    with store_of(settings) as opened:
        more: Body = {"prune": prune, "strict": strict, "accept_shrink": accept_shrink, "rejects": rejects, "jobs": jobs}
        body = load_into(opened, paths, how=how, **more)
    _report(body, json=json)


def _extractor(extractor: str, second_opinion: bool, told: Mapping[str, str]) -> Body:
    """What reads articles, as `How` has it; raises WrongUse for a language model that nobody configured."""
    if extractor not in ("rules", "llm"):
        raise WrongUse(f"--extractor {extractor!r} is unknown; allowed: rules, llm", "extractor")
    if extractor == "rules":
        return {"second_opinion": second_opinion}
    if second_opinion:
        raise WrongUse("--second-opinion is asked about what the rules read, not about --extractor llm", "second_opinion")
    from cooplinks.loaders.llm.endpoint import Endpoint

    return {"endpoint": Endpoint.of(told)}


def _pages() -> Path:
    """Where fetched pages are kept."""
    from cooplinks.app.settings import data_folder

    return data_folder(os.environ) / "pages"


def _with_tables(ctx: typer.Context, store: str | None) -> "Settings":
    """The settings, a person's own tables being used from now on."""
    from cooplinks.app.kinds import use_tables

    settings: Settings = ctx.obj.settings(store)
    use_tables(settings.tables)
    return settings


def load_into(
    store: "Store",
    paths: list[str],
    *,
    prune: bool,
    how: Mapping[str, Any] | None = None,
    jobs: int = 1,
    strict: bool = False,
    accept_shrink: bool = False,
    rejects: Path | None = None,
) -> Body:
    from cooplinks.app.jobs import reading
    from cooplinks.app.kinds import How
    from cooplinks.app.load import Load, find, load_body, sources
    from cooplinks.app.marks import mark
    from cooplinks.app.show import Bar, load_messages, note

    found = find(paths)
    known = {info.source.id: info.source.content_hash for info in sources(store)} if jobs > 1 else {}
    with Bar(len(found.files)) as bar, reading(found.files, How(**(how or {})), jobs=jobs, known=known) as inputs:
        more: Body = {"each": bar.each, "tick": bar.tick, "strict": strict, "accept_shrink": accept_shrink}
        load = Load(store, who=told_by("load"), inputs=inputs, **more)
        try:
            load.run(found, prune=prune)
        except (CooplinksError, KeyboardInterrupt):
            load_messages(load_body(load.report, "", spent=inputs.spent()))
            note(f"{load.done} of {len(found.files)} files are done, nothing of the others was written; load again to go on")
            raise
    mark(store)
    if rejects:
        _write_rejects(load.report, rejects)
    return load_body(load.report, store.version(), load.forgotten, load.publishers, inputs.spent())


def _write_rejects(report: "LoadReport", path: Path) -> None:
    from cooplinks.app.cli.rejects import write
    from cooplinks.app.show import note

    n = write(report.refused, path)
    note(f"{path} holds {n} that were refused: mend and load it" if n else f"nothing was refused that {path} could hold; it is not written")


def _report(body: Body, *, json: bool) -> None:
    from cooplinks.app import show

    show.load_messages(body)
    (show.write_json if json else show.loaded)(body)
    if body["refused"]:
        raise typer.Exit(1)


@app.command()
def extract(
    ctx: typer.Context,
    paths: PATHS,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", show_default=False, help="the folder to write to")],
    extractor: EXTRACTOR = "rules",
    second_opinion: SECOND = False,
    jobs: JOBS = 1,
) -> None:
    """Write what would be read from articles as DIR/<file stem>.json; no store is touched."""
    from cooplinks.app.cli.extract import ARTICLES
    from cooplinks.app.cli.extract import extract as write_extractions
    from cooplinks.app.kinds import How, use_tables
    from cooplinks.app.load import load_body
    from cooplinks.app.model import LoadReport
    from cooplinks.app.settings import language_model, tables_folder
    from cooplinks.app.show import load_messages, note

    model = language_model(os.environ)
    ctx.obj.hide(model.get("key"))
    how = How(only=ARTICLES, tables=tables_folder(os.environ), **_extractor(extractor, second_opinion, model))
    use_tables(how.tables)
    report = write_extractions(paths, out, how, jobs=jobs)
    load_messages(load_body(LoadReport(refused=tuple(report.refused), warned=tuple(report.warned)), "", spent=report.spent))
    note(f"{report.written} articles read into {out}")
    if report.refused:
        raise typer.Exit(1)


@app.command()
def reread(
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE…]", show_default=False, help="ids, keys or paths (default: all)")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="write it: all of it or, where anything fails, nothing")] = False,
    every: Annotated[bool, typer.Option("--all", help="also texts that this very extractor, or a language model, read")] = False,
    examples: Annotated[int, typer.Option(min=0, max=1000, help="how many to show of a type, coming and going")] = 3,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: STORE = None,
) -> None:
    """Read stored articles again by the extractor of now: shows what would come and go, `--apply` does it."""
    from cooplinks.app import show
    from cooplinks.app.cli import review as work
    from cooplinks.app.marks import mark

    with store_of(_with_tables(ctx, store)) as opened:
        only = [source_of(opened, text).id for text in sources or ()]
        body = work.reread(opened, only=only, every=every, most=examples, apply=apply, who=told_by("reread"))
        mark(opened)
    (show.write_json if json else show.reread)(body)


@app.command()
def forget(
    ctx: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", show_default=False, help="ids, keys, addresses or paths of sources")],
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: STORE = None,
) -> None:
    """Take sources and all they said out of the graph, each in one transaction."""
    from cooplinks.app.ingest import forget as forget_one
    from cooplinks.app.load import load_body
    from cooplinks.app.marks import mark
    from cooplinks.app.model import LoadReport

    with store_of(ctx.obj.settings(store)) as opened:
        named = [source_of(opened, text) for text in sources]  # all must be known before the first goes
        report = sum((forget_one(s, opened, who=told_by("forget")) for s in dict.fromkeys(named)), LoadReport())
        mark(opened)
        body = load_body(report, opened.version(), [s.key for s in dict.fromkeys(named)])
    _report(body, json=json)

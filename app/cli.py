"""The command line: load, ask, serve, export. Exit codes: 0; 1 refused input, an unknown name or the store away; 2 wrong use.

What a command needs is imported inside it: `cooplinks --help` answers at once.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import unquote

import typer
from typer.core import TyperGroup

from cooplinks.app.errors import Ambiguous, CooplinksError, UnknownName, WrongUse

if TYPE_CHECKING:
    from cooplinks.app.graph.filters import Filters
    from cooplinks.app.model import LoadReport
    from cooplinks.app.questions import Graph
    from cooplinks.app.settings import Settings
    from cooplinks.app.store.base import Store

Body = dict[str, Any]

_PASSWORD = re.compile(r"(://[^\s:/@]*):([^\s]*)@")
_MOST_ERROR = 2000  # a name of a megabyte is repeated in its error
_PATHS = Annotated[list[str], typer.Argument(metavar="PATH…", show_default=False, help="files, folders, patterns")]
_STORE = Annotated[str | None, typer.Option("--store", metavar="URL", help="the store (default: COOPLINKS_STORE, else your own file)")]
_JSON = Annotated[bool, typer.Option("--json", help="print the body of the HTTP route")]
_KIND = Annotated[str | None, typer.Option(metavar="KIND", help="read every file as this kind, whatever its name")]
_COLUMNS = Annotated[str | None, typer.Option(metavar="text=A,url=B", help="what a table of articles calls its columns")]
_JOBS = Annotated[int, typer.Option(min=1, max=256, metavar="N", help="read files in so many processes")]
_EXTRACTOR = Annotated[str, typer.Option("--extractor", metavar="rules|llm", help="what reads articles: the rules, or a language model")]
_SECOND = Annotated[bool, typer.Option("--second-opinion", help="ask spaCy about persons: whom it does not second is less sure")]
_BY = Annotated[str | None, typer.Option("--by", metavar="id|name", help="what names of entities are (default: an id, else a name)")]
_LIMIT = Annotated[int, typer.Option(help="most items, up to 1000")]
_CURSOR = Annotated[str | None, typer.Option(metavar="CURSOR", help="where the list before ended")]
_DEADLINE = Annotated[float, typer.Option(metavar="S", help="give up after so many seconds (most 60)")]
_REVIEWER = Annotated[str | None, typer.Option("--who", metavar="NAME", help="who decides (default: your account's name)")]
_X = Annotated[str, typer.Argument(metavar="X", show_default=False, help="an id, identifier or exact name")]

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


class Session:
    """What one call of the program was told: the store, and the secrets that no output may show."""

    def __init__(self) -> None:
        self.store: str | None = None
        self._secrets: set[str] = set()

    def settings(self, store: str | None) -> "Settings":
        from cooplinks.app.settings import Settings

        settings = Settings.read(store=store or self.store)
        self.hide(settings.llm.get("key"))
        password = _PASSWORD.search(settings.store)
        self._secrets |= {settings.neo4j_password or "", *((password[2], unquote(password[2])) if password else ())} - {""}
        return settings

    def hide(self, secret: str | None) -> None:
        """Let no output show this."""
        self._secrets |= {secret or ""} - {""}

    def redact(self, text: str) -> str:
        """The text without any password."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, "***") if len(secret) > 3 else text
        return _PASSWORD.sub(r"\1:***@", text)


class _Guarded(TyperGroup):
    """Turns every expected error into one line and its exit code."""

    def main(self, *args: Any, **more: Any) -> Any:
        run: Callable[..., Any] = super().main
        if not more.get("standalone_mode", True):
            return run(*args, **more)
        try:
            code = run(*args, **more | {"standalone_mode": False})
        except Exception as wrong:  # of click's own classes, which typer carries along or imports, by version
            if not hasattr(wrong, "format_message"):
                raise
            code = _wrong_words(wrong)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        from cooplinks.app.show import prepare_streams

        prepare_streams()
        session = ctx.obj = Session()
        try:
            return super().invoke(ctx)
        except WrongUse as wrong:
            raise typer.Exit(_error(session, str(wrong), 2)) from None
        except CooplinksError as wrong:
            raise typer.Exit(_error(session, str(wrong) + _others(wrong), 1)) from None
        except BrokenPipeError:
            raise
        except OSError as wrong:
            raise typer.Exit(_error(session, f"{wrong.filename or 'the system'}: {wrong.strerror or wrong}", 1)) from None
        except KeyboardInterrupt:
            raise typer.Exit(_error(session, "interrupted", 130)) from None


def _wrong_words(wrong: Any) -> int:
    """Say in one line what was wrong with the words of a call, or show the help where there were none."""
    if type(wrong).__name__ == "NoArgsIsHelpError":
        wrong.show()
        return int(wrong.exit_code)
    path = wrong.ctx.command_path if getattr(wrong, "ctx", None) else "cooplinks"
    return _error(Session(), f"{wrong.format_message().rstrip('.')}; {path} --help says how", int(wrong.exit_code))


def _error(session: Session, text: str, code: int) -> int:
    from cooplinks.app.show import note

    note("error: " + session.redact(text if len(text) <= _MOST_ERROR else text[:_MOST_ERROR] + "…"))
    return code


def _others(wrong: CooplinksError) -> str:
    refs = wrong.did_you_mean if isinstance(wrong, UnknownName) else []
    return "; did you mean " + ", ".join(f"{r['name']} ({r['id']})" for r in refs) + "?" if refs else ""


app = typer.Typer(
    cls=_Guarded,
    help="A graph of actors and the links of cooperation between them, with the words each link was read from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
query = typer.Typer(help="Ask the graph; X, FROM and TO are an id, identifier or exact name.", no_args_is_help=True)
app.add_typer(query, name="query")
tables = typer.Typer(help="Mappings of tables: guess one, see what it makes of ten rows, start from a template.", no_args_is_help=True)
app.add_typer(tables, name="table")
review = typer.Typer(help="Look at what was read, article by article, and correct it; or by a table.")
app.add_typer(review, name="review")


def main() -> None:
    """The program `cooplinks`."""
    app(prog_name="cooplinks")


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


# -- opening and naming


@contextmanager
def _opened(ctx: typer.Context, store: str | None) -> "Iterator[Graph]":
    from cooplinks.app.questions import Graph
    from cooplinks.app.store import open_store

    with Graph(open_store(ctx.obj.settings(store))) as graph:
        yield graph


@contextmanager
def _opened_store(settings: "Settings") -> "Iterator[Store]":
    from cooplinks.app.store import open_store

    store = open_store(settings)
    try:
        yield store
    finally:
        store.close()


def _answer(ctx: typer.Context, store: str | None, json: bool, ask: "Callable[[Graph], Body]", show: Callable[[Body], None]) -> None:
    from cooplinks.app.show import write_json

    with _opened(ctx, store) as graph:
        body = ask(graph)
    (write_json if json else show)(body)


def _id(graph: "Graph", text: str, by: str | None) -> str:
    """The id of what `text` names: an id or identifier, else an exact name."""
    if by not in (None, "id", "name"):
        raise WrongUse(f"--by {by!r} is unknown; allowed: id, name", "by")
    if by == "name":
        return graph.resolve(text, by_name=True)
    try:
        return graph.resolve(text)
    except UnknownName as unknown:
        if by == "id":
            raise
        try:
            return graph.resolve(text, by_name=True)
        except UnknownName:
            raise unknown from None


def _ids(graph: "Graph", texts: list[str], by: str | None) -> list[str]:
    """Each text one name, or ids parted by commas."""
    found: list[str] = []
    for text in texts:
        try:
            found.append(_id(graph, text, by))
        except UnknownName:
            if "," not in text:
                raise
            found += [_id(graph, part, by) for part in text.split(",")]
    return found


def _filters(graph: "Graph", given: Mapping[str, Any], by: str | None) -> "Filters":
    asked = dict(given)
    for name in ("types", "node_labels"):
        if name in asked:
            asked[name] = [part.strip() for part in asked[name].split(",")]
    if "source" in asked:
        asked["source"] = [part for text in asked["source"] for part in ([text] if "://" in text else text.split(","))]
    if "exclude" in asked:
        asked["exclude"] = _ids(graph, asked["exclude"], by)
    return graph.filters(**asked)


# -- commands


def _version(asked: bool) -> None:
    if asked:
        import cooplinks

        typer.echo(f"cooplinks {cooplinks.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    ctx: typer.Context,
    store: _STORE = None,
    version: Annotated[bool, typer.Option("--version", help="print the program's version", is_eager=True, callback=_version)] = False,
) -> None:
    ctx.obj.store = store


@app.command()
def load(
    ctx: typer.Context,
    paths: _PATHS,
    kind: _KIND = None,
    prune: Annotated[bool, typer.Option("--prune", help="forget sources whose file is gone from a folder that is loaded")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="stop at the first thing that is refused; nothing of that document is taken")
    ] = False,
    columns: _COLUMNS = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="fetch the articles of lists of addresses, one a second from each host")] = False,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="take data that says over 20 % less than at its last load: no broken download")
    ] = False,
    map: Annotated[Path | None, typer.Option("--map", metavar="M.toml", help="read the files as tables by this mapping")] = None,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="write refused rows and elements there, to be mended and loaded again")
    ] = None,
    extractor: _EXTRACTOR = "rules",
    second_opinion: _SECOND = False,
    jobs: _JOBS = 1,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: _STORE = None,
) -> None:
    """Load files and folders: each document whole or not at all, one that is unchanged at no cost."""
    if map and kind not in (None, "table"):
        raise WrongUse(f"--map is for tables, not for --kind {kind}", "map")
    how: Body = {"kind": kind, "columns": columns, "mapping": map, "pages": _pages() if fetch else None}
    settings = _with_tables(ctx, store)
    how |= {"tables": settings.tables, **_extractor(extractor, second_opinion, settings.llm)}
    with _opened_store(settings) as opened:
        more: Body = {"prune": prune, "strict": strict, "accept_shrink": accept_shrink, "rejects": rejects, "jobs": jobs}
        body = _load(opened, paths, how=how, **more)
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


def _load(
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
        load = Load(store, who=_who("load"), inputs=inputs, **more)
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
    from cooplinks.app.cli_rejects import write
    from cooplinks.app.show import note

    n = write(report.refused, path)
    note(f"{path} holds {n} that were refused: mend and load it" if n else f"nothing was refused that {path} could hold; it is not written")


def _report(body: Body, *, json: bool) -> None:
    from cooplinks.app import show

    show.load_messages(body)
    (show.write_json if json else show.loaded)(body)
    if body["refused"]:
        raise typer.Exit(1)


def _who(act: str) -> str:
    import platform

    return f"cooplinks {act}, process {os.getpid()} on {platform.node() or 'this machine'}"


@app.command()
def extract(
    ctx: typer.Context,
    paths: _PATHS,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", show_default=False, help="the folder to write to")],
    extractor: _EXTRACTOR = "rules",
    second_opinion: _SECOND = False,
    jobs: _JOBS = 1,
) -> None:
    """Write what would be read from articles as DIR/<file stem>.json; no store is touched."""
    from cooplinks.app.cli_extract import ARTICLES
    from cooplinks.app.cli_extract import extract as write_extractions
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
    every: Annotated[bool, typer.Option("--all", help="also texts that this very extractor read")] = False,
    examples: Annotated[int, typer.Option(min=0, max=1000, help="how many to show of a type, coming and going")] = 3,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: _STORE = None,
) -> None:
    """Read stored articles again by the extractor of now: shows what would come and go, `--apply` does it."""
    from cooplinks.app import cli_review, show
    from cooplinks.app.marks import mark

    with _opened_store(_with_tables(ctx, store)) as opened:
        only = [_source(opened, text).id for text in sources or ()]
        body = cli_review.reread(opened, only=only, every=every, most=examples, apply=apply, who=_who("reread"))
        mark(opened)
    (show.write_json if json else show.reread)(body)


@review.callback(invoke_without_command=True)
def _review(
    ctx: typer.Context,
    who: _REVIEWER = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="X", help="only this article, by id, key, address or path (repeatable)")
    ] = None,
    store: _STORE = None,
) -> None:
    """Look at what was read, article by article, what matters most first; what was decided is kept when you leave an article.

    `export` and `import` do the same by a table, `judge` says who is who, `log` shows what was decided, `undo` takes it back.
    """
    ctx.obj.store = store or ctx.obj.store
    if ctx.invoked_subcommand:
        return
    from cooplinks.app import cli_review
    from cooplinks.app.marks import mark
    from cooplinks.app.show import note

    settings = ctx.obj.settings(None)
    with _opened_store(settings) as opened:
        only = [_source(opened, text).id for text in source or ()]
        done = cli_review.session(opened, _reviewer(who), settings.tables, only or None)
        mark(opened)
    if done.judgements:
        note(f"{done.judgements} judgements of who is who written")
    note(f"{done.decisions} decisions on {done.articles} articles written, {done.left} articles left")
    if done.lessons:
        note(f"{done.lessons} rows added to {settings.tables}; `cooplinks reread` shows what they change")


@review.command("export")
def review_export(
    ctx: typer.Context,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="where to (default: standard output)")] = None,
    format: Annotated[str | None, typer.Option(metavar="csv|jsonl", help="by the file's suffix, else csv")] = None,
    every: Annotated[bool, typer.Option("--all", help="also what was decided already")] = False,
    source: Annotated[list[str] | None, typer.Option(metavar="X", help="only this source (repeatable)")] = None,
    store: _STORE = None,
) -> None:
    """Write statements that nobody decided on, and pairs that somebody was unsure of, as a table; fill in `decision` and `why`."""
    from cooplinks.app import cli_review
    from cooplinks.app.show import note

    with _opened_store(ctx.obj.settings(store)) as opened:
        only = [_source(opened, text).id for text in source or ()]
        n = cli_review.export(opened, output, format, every=every, only=only)
    note(f"{n} rows" + (f" in {output}" if output else ""))


@review.command("import")
def review_import(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="what `review export` wrote, filled in")],
    who: _REVIEWER = None,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: _STORE = None,
) -> None:
    """Take the decisions of a table: accept, reject, or open to take one back; same, different, unsure of two things."""
    from cooplinks.app import cli_review, show
    from cooplinks.app.marks import mark

    with _opened_store(ctx.obj.settings(store)) as opened:
        body = cli_review.take(opened, file, _reviewer(who))
        mark(opened)
    for r in body["refused"]:
        show.note(f"refused: {r['source']}:{r['locator']}: {r['reason']}")
    if json:
        show.write_json(body)
    else:
        show.note(f"{body['decided']} decisions written, {body['unchanged']} rows decide nothing new, {len(body['refused'])} refused")
    if body["refused"]:
        raise typer.Exit(1)


@review.command("log")
def review_log(
    ctx: typer.Context,
    orphaned: Annotated[bool, typer.Option("--orphaned", help="only decisions that match nothing their source says now")] = False,
    json: Annotated[bool, typer.Option("--json", help="print it as JSON")] = False,
    store: _STORE = None,
) -> None:
    """Who decided what, when and why, in the order it was written."""
    from cooplinks.app import cli_review, show

    with _opened_store(ctx.obj.settings(store)) as opened:
        lines = cli_review.log(opened, orphaned=orphaned)
        body = {"items": lines, "total": len(lines), "graph_version": opened.version()}
    if json:
        show.write_json(body)
    else:
        show.decisions(lines)


@review.command("judge")
def review_judge(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="ONE", show_default=False, help="an id, an identifier or an exact name")],
    other: Annotated[str, typer.Argument(metavar="OTHER", show_default=False, help="likewise")],
    verdict: Annotated[str, typer.Argument(metavar="same|different|unsure|open", help="open takes back what was judged last")] = "same",
    why: Annotated[str, typer.Option(metavar="TEXT", help="the reason, for the ledger")] = "",
    who: _REVIEWER = None,
    store: _STORE = None,
) -> None:
    """Say that two names are one body, person, project, event or place, or that they are not; every later load keeps to it."""
    from cooplinks.app import cli_review
    from cooplinks.app.marks import mark
    from cooplinks.app.model import Likeness
    from cooplinks.app.review.who import JUDGED
    from cooplinks.app.show import note, plain

    if verdict not in set(Likeness):
        raise WrongUse(f"verdict {verdict!r} is unknown; allowed: {', '.join(Likeness)}", "verdict")
    with _opened_store(ctx.obj.settings(store)) as opened:
        line = cli_review.judge(opened, one, other, verdict, _reviewer(who), plain(why))
        mark(opened)
    note(f"{plain(line.names[0])} ({line.one}), {plain(line.names[1])} ({line.other}): {JUDGED[verdict]}")


@review.command("undo")
def review_undo(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(min=1, metavar="NUMBER", show_default=False, help="of the line, as `review log` shows it")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="the reason, for the ledger")] = "",
    who: _REVIEWER = None,
    store: _STORE = None,
) -> None:
    """Take back what a line of the ledger says; the graph is then as it was before, and the ledger keeps both."""
    from cooplinks.app import cli_review
    from cooplinks.app.marks import mark
    from cooplinks.app.show import note, plain

    with _opened_store(ctx.obj.settings(store)) as opened:
        line = cli_review.take_back(opened, number, _reviewer(who), plain(why))
        mark(opened)
    note(f"taken back: {line['verdict']}, {plain(line['from'])} and {plain(line['to'])}, by {plain(line['who'])}")


def _reviewer(who: str | None) -> str:
    from cooplinks.app.review.run import user
    from cooplinks.app.show import plain

    name = plain(who if who is not None else user())
    if not name or len(name) > 200:
        raise WrongUse("--who takes a name of 1 to 200 characters", "who")
    return name


@app.command()
def status(ctx: typer.Context, json: _JSON = False, store: _STORE = None) -> None:
    """What the store holds, its last load, loads that broke off, and who loads now."""
    from cooplinks.app import show

    with _opened(ctx, store) as graph:
        body = graph.stats()
        now = graph.store.status()
        address = ctx.obj.redact(graph.store.address)
    if json:
        show.write_json(body)
    else:
        show.status(body, address=address, loading=now.loading, interrupted=now.interrupted)


@app.command()
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8000,
    store: _STORE = None,
) -> None:
    """Answer over HTTP until Ctrl-C."""
    _serve(ctx, ctx.obj.settings(store), host, port)


def _serve(ctx: typer.Context, settings: "Settings", host: str, port: int) -> None:
    from cooplinks.app.cli_serve import listen
    from cooplinks.app.cli_serve import serve as run
    from cooplinks.app.show import note

    taken = listen(host, port)
    try:
        run(settings, taken, host, lambda text: note(ctx.obj.redact(text)))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None  # before it had begun to serve
    finally:
        taken.close()


@app.command()
def forget(
    ctx: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", show_default=False, help="ids, keys, addresses or paths of sources")],
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: _STORE = None,
) -> None:
    """Take sources and all they said out of the graph, each in one transaction."""
    from cooplinks.app.ingest import forget as forget_one
    from cooplinks.app.load import load_body
    from cooplinks.app.marks import mark
    from cooplinks.app.model import LoadReport

    with _opened_store(ctx.obj.settings(store)) as opened:
        named = [_source(opened, text) for text in sources]  # all must be known before the first goes
        report = sum((forget_one(s, opened, who=_who("forget")) for s in dict.fromkeys(named)), LoadReport())
        mark(opened)
        body = load_body(report, opened.version(), [s.key for s in dict.fromkeys(named)])
    _report(body, json=json)


@app.command()
@filtered
def export(
    ctx: typer.Context,
    format: Annotated[
        str,
        typer.Argument(metavar="FORMAT", show_default=False, help="graphml, node-link, csv (a zip of three tables), ftm (FollowTheMoney)"),
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="where to (default: standard output)")] = None,
    collapse: Annotated[bool, typer.Option("--collapse", help="one edge per link instead of one per statement")] = False,
    by: _BY = None,
    store: _STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Write the graph, whole or filtered."""
    from cooplinks.app.show import binary_stdout, note, written

    if output is None and sys.stdout.isatty():
        raise WrongUse("standard output is a terminal: say -o FILE, or send it on with > or |", "output")
    to_stdout = output is None or str(output) == "-"
    with _opened(ctx, store) as graph:
        wanted = _filters(graph, filters, by)
        with binary_stdout() if to_stdout else written(Path(output or "")) as out:
            version = graph.export(format, out, collapse=collapse, filters=wanted)
    if not to_stdout:
        note(f"{output} holds version {version}")


@app.command()
def schema(json: _JSON = False) -> None:
    """The vocabulary: labels, link types, their ends and what they mean."""
    from cooplinks.app import show
    from cooplinks.app.questions import Graph

    body = Graph.schema()
    (show.write_json if json else show.schema)(body)


@app.command()
def demo(
    ctx: typer.Context,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="serve it when loaded")] = True,
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8000,
) -> None:
    """Load the examples into a file of their own, answer two questions from them, and serve them."""
    from cooplinks.app import cli_demo as example
    from cooplinks.app import show
    from cooplinks.app.cli_serve import listen

    if ctx.obj.store:
        raise WrongUse("the demo has its own file, never another store: leave --store out", "store")
    taken = listen(host, port) if serve else None  # a taken port is said before the work
    settings = example.settings()
    with _opened_store(settings) as opened:
        body = _load(opened, [str(folder) for folder in example.folders()], prune=True)
    show.load_messages(body)
    show.loaded(body)
    with _opened(ctx, settings.store) as graph:
        for text, body in example.answers(graph):
            show.question(text, body)
    if taken:
        taken.close()
        _serve(ctx, settings, host, port)


# -- tables


@tables.command("guess")
def table_guess(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="CSV, TSV, XLSX, ODS, XLS or Parquet")],
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="the sheet of a workbook (default: the first)")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="M.toml", help="where to (default: standard output)")] = None,
) -> None:
    """Write a mapping from a table's header and first rows, to be looked over."""
    from cooplinks.app.cli_table import guess

    _write_mapping(guess(file, sheet), output)


@tables.command("check")
def table_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="the table")],
    map: Annotated[Path | None, typer.Option("--map", metavar="M.toml", help="the mapping (default: the program's own that fits)")] = None,
    json: Annotated[bool, typer.Option("--json", help="print it as JSON")] = False,
) -> None:
    """Show what the first ten rows of a table would say; nothing is loaded."""
    from cooplinks.app import show
    from cooplinks.app.cli_table import check

    body = check(file, map)
    (show.write_json if json else show.table_check)(body)
    if any(row["refused"] for row in body["rows"]):
        raise typer.Exit(1)


@tables.command("template")
def table_template(
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="M.toml", help="where to (default: standard output)")] = None,
) -> None:
    """Print a mapping with an explanation of each line, to start from."""
    from cooplinks.app.cli_table import template

    _write_mapping(template(), output)


def _write_mapping(text: str, output: Path | None) -> None:
    from cooplinks.app.show import note, written

    if output is None:
        typer.echo(text, nl=False)
        return
    if output.exists():
        raise WrongUse(f"{output} is there already: name another file", "output")
    with written(output) as out:
        out.write(text.encode())
    note(f"{output} is written")


# -- questions


@query.callback()
def _query(ctx: typer.Context, store: _STORE = None) -> None:
    ctx.obj.store = store or ctx.obj.store


@query.command("paths")
@filtered
def paths_(
    ctx: typer.Context,
    from_: Annotated[str, typer.Argument(metavar="FROM", show_default=False, help="an id, identifier or exact name")],
    to: Annotated[str, typer.Argument(metavar="TO", show_default=False, help="likewise")],
    k: Annotated[int, typer.Option("--k", "-k", help="how many paths, shortest first")] = 1,
    max_length: Annotated[int, typer.Option(help="most hops")] = 6,
    directed: Annotated[bool, typer.Option("--directed", help="only along the links' direction")] = False,
    deadline_s: _DEADLINE = 10.0,
    by: _BY = None,
    json: _JSON = False,
    store: _STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """How two are connected: the shortest paths, hop by hop, with the words that say so."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    def ask(graph: "Graph") -> Body:
        ends = _id(graph, from_, by), _id(graph, to, by)
        options: dict[str, Any] = {"k": k, "max_length": max_length, "directed": directed}
        return graph.paths(*ends, **options, filters=_filters(graph, filters, by), deadline=Deadline.after(deadline_s))

    _answer(ctx, store, json, ask, show.paths)


@query.command("funding")
@filtered
def funding(
    ctx: typer.Context,
    funder: Annotated[str | None, typer.Option(metavar="X", help="whom X funds")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="Y", help="who funds Y")] = None,
    via: Annotated[list[str] | None, typer.Option(metavar="Z", help="only ways that pass Z (repeatable)")] = None,
    max_hops: Annotated[int, typer.Option(help="most steps of a way")] = 3,
    limit: _LIMIT = 50,
    cursor: _CURSOR = None,
    deadline_s: _DEADLINE = 10.0,
    by: _BY = None,
    json: _JSON = False,
    store: _STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Who funds whom, directly or through whom; without X and Y the whole table."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    def ask(graph: "Graph") -> Body:
        giver, taker = (None if text is None else _id(graph, text, by) for text in (funder, recipient))
        options: dict[str, Any] = {"via": _ids(graph, via or [], by), "max_hops": max_hops, "limit": limit, "cursor": cursor}
        chosen = _filters(graph, filters, by)
        return graph.funding(funder=giver, recipient=taker, **options, filters=chosen, deadline=Deadline.after(deadline_s))

    _answer(ctx, store, json, ask, show.funding)


@query.command("flows")
@filtered
def flows(
    ctx: typer.Context,
    boundary: Annotated[list[str], typer.Argument(metavar="X…", show_default=False, help="organisations (persons too), or projects")],
    measure: Annotated[str, typer.Option(metavar="MEASURE", help="committed, paid, …: one; none is added to another")] = "committed",
    currency: Annotated[str | None, typer.Option(metavar="EUR", help="convert to it at the European Central Bank's rates")] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="year|country|sector", help="break each part down; name,year: X are names"),
    ] = None,
    part: Annotated[str | None, typer.Option(metavar="PART", help="list this part only: incoming, internal, outgoing, unmatched")] = None,
    limit: _LIMIT = 50,
    cursor: _CURSOR = None,
    deadline_s: _DEADLINE = 10.0,
    json: _JSON = False,
    store: _STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """What money flows into, within and out of a boundary; each flow is in one part."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    words = [word.strip() for word in by.split(",")] if by else []
    naming = next((word for word in words if word in ("id", "name")), None)
    broken_down = [word for word in words if word != naming]
    if len(broken_down) > 1:
        raise WrongUse("--by takes one of year, country, sector at a time", "by")

    def ask(graph: "Graph") -> Body:
        options: dict[str, Any] = {"measure": measure, "currency": currency, "part": part, "limit": limit, "cursor": cursor}
        inside, chosen = _ids(graph, boundary, naming), _filters(graph, filters, naming)
        return graph.flows(inside, **options, by=next(iter(broken_down), None), filters=chosen, deadline=Deadline.after(deadline_s))

    _answer(ctx, store, json, ask, show.flows)


@query.command("chain")
@filtered
def chain(
    ctx: typer.Context,
    x: _X,
    deadline_s: _DEADLINE = 10.0,
    by: _BY = None,
    json: _JSON = False,
    store: _STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Who funds project X, answers for it, extends it, carries it out; the projects up and down the money; and the gaps."""
    from cooplinks.app import show
    from cooplinks.app.graph.deadline import Deadline

    def ask(graph: "Graph") -> Body:
        return graph.chain(_id(graph, x, by), filters=_filters(graph, filters, by), deadline=Deadline.after(deadline_s))

    _answer(ctx, store, json, ask, show.chain)


@query.command("met")
@filtered
def met(
    ctx: typer.Context,
    x: _X,
    limit: _LIMIT = 50,
    cursor: _CURSOR = None,
    by: _BY = None,
    json: _JSON = False,
    store: _STORE = None,
    *,
    filters: Mapping[str, Any],
) -> None:
    """Who sat in the same rooms as X, most often first."""
    from cooplinks.app import show

    def ask(graph: "Graph") -> Body:
        return graph.met(_id(graph, x, by), filters=_filters(graph, filters, by), limit=limit, cursor=cursor)

    _answer(ctx, store, json, ask, show.met)


@query.command("entity")
def entity(ctx: typer.Context, x: _X, by: _BY = None, json: _JSON = False, store: _STORE = None) -> None:
    """All that is held of X."""
    from cooplinks.app import show

    _answer(ctx, store, json, lambda graph: graph.entity(_id(graph, x, by)), show.entity)


@query.command("search")
def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False, help="a name, part of one, an acronym; typos are forgiven")],
    labels: Annotated[str | None, typer.Option(metavar="A,B", help="only these labels")] = None,
    country: Annotated[str | None, typer.Option(metavar="CC", help="only of this country (ISO 3166-1 alpha-2)")] = None,
    limit: _LIMIT = 50,
    cursor: _CURSOR = None,
    json: _JSON = False,
    store: _STORE = None,
) -> None:
    """Find entities by name, best first."""
    from cooplinks.app import show

    wanted = tuple(part.strip() for part in labels.split(",")) if labels else ()
    _answer(ctx, store, json, lambda graph: graph.search(text, labels=wanted, country=country, limit=limit, cursor=cursor), show.search)


def _source(store: "Store", text: str) -> Any:
    """The source that bears this id, key or address, or was read from this path."""
    from cooplinks.app.load import place, sources

    known = [info.source for info in sources(store)]
    found = [s for s in known if text in (s.id, s.key, s.url)] or [s for s in known if s.path in (text, place(text))]
    if not found:
        raise UnknownName(text, "source")
    if len(found) > 1:
        raise Ambiguous(text, [{"id": s.id} for s in found])
    return found[0]

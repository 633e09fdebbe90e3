"""Commands of `cooplinks review`."""

from pathlib import Path
from typing import Annotated

import typer

from cooplinks.app.cli.opening import source_of, store_of
from cooplinks.app.cli.options import REVIEWER, STORE
from cooplinks.app.cli.program import review
from cooplinks.app.errors import WrongUse


@review.callback(invoke_without_command=True)
def _review(
    ctx: typer.Context,
    who: REVIEWER = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="X", help="only this article, by id, key, address or path (repeatable)")
    ] = None,
    store: STORE = None,
) -> None:
    """Look at what was read, article by article, what matters most first; what was decided is kept when you leave an article.

    `export` and `import` do the same by a table, `judge` says who is who, `log` shows what was decided, `undo` takes it back.
    """
    ctx.obj.store = store or ctx.obj.store
    if ctx.invoked_subcommand:
        return
    from cooplinks.app.cli import review as work
    from cooplinks.app.marks import mark
    from cooplinks.app.show import note

    settings = ctx.obj.settings(None)
    with store_of(settings) as opened:
        only = [source_of(opened, text).id for text in source or ()]
        done = work.session(opened, _reviewer(who), settings.tables, only or None)
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
    store: STORE = None,
) -> None:
    """Write statements that nobody decided on, and pairs that somebody was unsure of, as a table; fill in `decision` and `why`."""
    from cooplinks.app.cli import review as work
    from cooplinks.app.show import note

    with store_of(ctx.obj.settings(store)) as opened:
        only = [source_of(opened, text).id for text in source or ()]
        n = work.export(opened, output, format, every=every, only=only)
    note(f"{n} rows" + (f" in {output}" if output else ""))


@review.command("import")
def review_import(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="what `review export` wrote, filled in")],
    who: REVIEWER = None,
    json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    store: STORE = None,
) -> None:
    """Take the decisions of a table: accept, reject, or open to take one back; same, different, unsure of two things."""
    from cooplinks.app import show
    from cooplinks.app.cli import review as work
    from cooplinks.app.marks import mark

    with store_of(ctx.obj.settings(store)) as opened:
        body = work.take(opened, file, _reviewer(who))
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
    store: STORE = None,
) -> None:
    """Who decided what, when and why, in the order it was written."""
    from cooplinks.app import show
    from cooplinks.app.cli import review as work

    with store_of(ctx.obj.settings(store)) as opened:
        lines = work.log(opened, orphaned=orphaned)
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
    who: REVIEWER = None,
    store: STORE = None,
) -> None:
    """Say that two names are one body, person, project, event or place, or that they are not; every later load keeps to it."""
    from cooplinks.app.cli import review as work
    from cooplinks.app.marks import mark
    from cooplinks.app.model import Likeness
    from cooplinks.app.review.who import JUDGED
    from cooplinks.app.show import note, plain

    if verdict not in set(Likeness):
        raise WrongUse(f"verdict {verdict!r} is unknown; allowed: {', '.join(Likeness)}", "verdict")
    with store_of(ctx.obj.settings(store)) as opened:
        line = work.judge(opened, one, other, verdict, _reviewer(who), plain(why))
        mark(opened)
    note(f"{plain(line.names[0])} ({line.one}), {plain(line.names[1])} ({line.other}): {JUDGED[verdict]}")


@review.command("undo")
def review_undo(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(min=1, metavar="NUMBER", show_default=False, help="of the line, as `review log` shows it")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="the reason, for the ledger")] = "",
    who: REVIEWER = None,
    store: STORE = None,
) -> None:
    """Take back what a line of the ledger says; the graph is then as it was before, and the ledger keeps both."""
    from cooplinks.app.cli import review as work
    from cooplinks.app.marks import mark
    from cooplinks.app.show import note, plain

    with store_of(ctx.obj.settings(store)) as opened:
        line = work.take_back(opened, number, _reviewer(who), plain(why))
        mark(opened)
    note(f"taken back: {line['verdict']}, {plain(line['from'])} and {plain(line['to'])}, by {plain(line['who'])}")


def _reviewer(who: str | None) -> str:
    from cooplinks.app.review.run import user
    from cooplinks.app.show import plain

    name = plain(who if who is not None else user())
    if not name or len(name) > 200:
        raise WrongUse("--who takes a name of 1 to 200 characters", "who")
    return name

"""Commands of `cooplinks table`."""

from pathlib import Path
from typing import Annotated

import typer

from cooplinks.app.cli.program import tables
from cooplinks.app.errors import WrongUse


@tables.command("guess")
def table_guess(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="CSV, TSV, XLSX, ODS, XLS or Parquet")],
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="the sheet of a workbook (default: the first)")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="M.toml", help="where to (default: standard output)")] = None,
) -> None:
    """Write a mapping from a table's header and first rows, to be looked over."""
    from cooplinks.app.cli.table import guess

    _write_mapping(guess(file, sheet), output)


@tables.command("check")
def table_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="the table")],
    map: Annotated[Path | None, typer.Option("--map", metavar="M.toml", help="the mapping (default: the program's own that fits)")] = None,
    json: Annotated[bool, typer.Option("--json", help="print it as JSON")] = False,
) -> None:
    """Show what the first ten rows of a table would say; nothing is loaded."""
    from cooplinks.app import show
    from cooplinks.app.cli.table import check

    body = check(file, map)
    (show.write_json if json else show.table_check)(body)
    if any(row["refused"] for row in body["rows"]):
        raise typer.Exit(1)


@tables.command("template")
def table_template(
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="M.toml", help="where to (default: standard output)")] = None,
) -> None:
    """Print a mapping with an explanation of each line, to start from."""
    from cooplinks.app.cli.table import template

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

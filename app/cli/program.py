"""The program: what every command is run by. Exit codes: 0; 1 refused input, an unknown name or the store away; 2 wrong use."""

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import unquote

import typer
from typer.core import TyperGroup

from cooplinks.app.cli.options import STORE
from cooplinks.app.errors import CooplinksError, UnknownName, WrongUse

if TYPE_CHECKING:
    from cooplinks.app.settings import Settings

_PASSWORD = re.compile(r"(://[^\s:/@]*):([^\s]*)@")
_MOST_ERROR = 2000  # a name of a megabyte is repeated in its error


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


def _version(asked: bool) -> None:
    if asked:
        import cooplinks

        typer.echo(f"cooplinks {cooplinks.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    ctx: typer.Context,
    store: STORE = None,
    version: Annotated[bool, typer.Option("--version", help="print the program's version", is_eager=True, callback=_version)] = False,
) -> None:
    ctx.obj.store = store

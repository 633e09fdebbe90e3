"""Commands that serve: serve, and demo, which loads the examples first."""

from typing import TYPE_CHECKING, Annotated

import typer

from cooplinks.app.cli.load_commands import load_into
from cooplinks.app.cli.opening import graph_of, store_of
from cooplinks.app.cli.options import STORE
from cooplinks.app.cli.program import app
from cooplinks.app.errors import WrongUse

if TYPE_CHECKING:
    from cooplinks.app.settings import Settings


@app.command()
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8000,
    store: STORE = None,
) -> None:
    """Answer over HTTP until Ctrl-C."""
    _serve(ctx, ctx.obj.settings(store), host, port)


def _serve(ctx: typer.Context, settings: "Settings", host: str, port: int) -> None:
    from cooplinks.app.cli.serve import listen
    from cooplinks.app.cli.serve import serve as run
    from cooplinks.app.show import note

    taken = listen(host, port)
    try:
        run(settings, taken, host, lambda text: note(ctx.obj.redact(text)))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None  # before it had begun to serve
    finally:
        taken.close()


@app.command()
def demo(
    ctx: typer.Context,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="serve it when loaded")] = True,
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8000,
) -> None:
    """Load the examples into a file of their own, answer two questions from them, and serve them."""
    from cooplinks.app import show
    from cooplinks.app.cli import demo as example
    from cooplinks.app.cli.serve import listen

    if ctx.obj.store:
        raise WrongUse("the demo has its own file, never another store: leave --store out", "store")
    taken = listen(host, port) if serve else None  # a taken port is said before the work
    settings = example.settings()
    with store_of(settings) as opened:
        body = load_into(opened, [str(folder) for folder in example.folders()], prune=True)
    show.load_messages(body)
    show.loaded(body)
    with graph_of(ctx, settings.store) as graph:
        for text, body in example.answers(graph):
            show.question(text, body)
    if taken:
        taken.close()
        _serve(ctx, settings, host, port)

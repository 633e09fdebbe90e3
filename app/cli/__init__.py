"""The command line: load, ask, review, serve, export.

`*_commands.py` are the commands as they are typed, one file a group; beside them what needs more than a few lines. What a command needs
is imported inside it: `cooplinks --help` answers at once.
"""

# The order is that of the help.
from cooplinks.app.cli import load_commands, review_commands, query_commands, table_commands, serve_commands  # isort: skip
from cooplinks.app.cli.program import Session, app

__all__ = ["Session", "app", "load_commands", "main", "query_commands", "review_commands", "serve_commands", "table_commands"]


def main() -> None:
    """The program `cooplinks`."""
    app(prog_name="cooplinks")

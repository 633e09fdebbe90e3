"""The command line in this process, on stores and folders that a test made."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cooplinks.app import kinds
from cooplinks.app.cli import app
from tests.cli.lines import KIND

ROOT = Path(__file__).resolve().parents[2]
ARTICLES, MONEY = ROOT / "examples" / "articles", ROOT / "examples" / "money"

Run = Callable[..., Result]


def body(result: Result) -> dict[str, Any]:
    """What `--json` printed."""
    return json.loads(result.stdout)


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COOPLINKS_TABLES", str(tmp_path / "tables"))
    for name in ("COOPLINKS_STORE", "COOPLINKS_NEO4J_PASSWORD", "COOPLINKS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, KIND))


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'links.db').as_posix()}"


@pytest.fixture
def cli(store: str) -> Run:
    """Calls the program with the test's store."""

    def run(*words: str | Path, **more: Any) -> Result:
        given = ["--store", store, *map(str, words)]
        result = CliRunner().invoke(app, given, **more)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def bare() -> Run:
    """Calls the program with nothing but the words."""
    return lambda *words, **more: CliRunner().invoke(app, [str(w) for w in words], **more)


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder of two small inputs."""
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "a.lines").write_text("Project:Hope FUNDED_BY Organisation:AMIF\nEvent:Talk PART_OF Project:Hope\n")
    (folder / "b.lines").write_text("Project:Trust FUNDED_BY Organisation:AMIF\n")
    return folder


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a real run of the program from the checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COOPLINKS_")}
    own = {"PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home), "HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    return kept | own | more


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c_is_heard() -> None:
    """A shell's background job ignores Ctrl-C, and so would every process that it starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def running(*words: str | Path, home: Path, module: str = "cooplinks", group: bool = False) -> Iterator["subprocess.Popen[str]"]:
    """The program as a process of its own, with `group` the first of a group, ended with the block."""
    command = [sys.executable, "-W", "error", "-m", module, *map(str, words)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    pipes |= {"start_new_session": group}
    with subprocess.Popen(command, cwd=home, env=environment(home), **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def finished(*words: str | Path, home: Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a whole run."""
    with running(*words, home=home) as process:
        out, err = process.communicate(timeout=120)
    return process.returncode, out, err

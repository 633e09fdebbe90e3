"""The program as a process: a taken port, Ctrl-C, a reader that stops reading, how soon it answers."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, body, environment, finished, running

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def wait_for(process: "subprocess.Popen[str]", words: str) -> str:
    """The line of standard error that holds `words`."""
    assert process.stderr
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"ended with {process.wait()} before saying {words!r}")


def test_help_answers_at_once(tmp_path: Path) -> None:
    imports = "import sys, cooplinks.app.cli; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    process = subprocess.run([sys.executable, "-c", imports], env=environment(tmp_path), capture_output=True, text=True, check=True)
    assert not {"numpy", "scipy", "networkx", "fastapi", "uvicorn", "neo4j", "lxml", "rich"} & set(process.stdout.split())


def test_python_dash_m_is_the_program(tmp_path: Path) -> None:
    code, out, err = finished("--version", home=tmp_path)
    assert (code, out.split()[0], err) == (0, "cooplinks", "")


def test_a_store_that_is_away_is_one_line_whatever_the_driver_notes(tmp_path: Path) -> None:
    code, out, err = finished("--store", "bolt://neo4j:quiet-please@127.0.0.1:1/neo4j", "status", home=tmp_path)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("error: bolt://neo4j@127.0.0.1:1/neo4j can't be reached")


def test_the_python_example_runs_in_a_checkout(tmp_path: Path) -> None:
    store = f"sqlite:///{(tmp_path / 'links.db').as_posix()}"
    assert finished("--store", store, "load", ROOT / "examples/articles", home=tmp_path)[0] == 0
    bare = {k: v for k, v in environment(tmp_path).items() if k != "PYTHONPATH"}
    command = [sys.executable, "-m", "examples.python_example", store]
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "SUPPORTED_BY" in done.stdout
    assert "nodes" in done.stdout


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_one_line(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, err = finished(command, "--port", str(port), home=tmp_path)
    assert (code, out) == (1, "")
    assert err.startswith(f"error: can't listen on 127.0.0.1:{port}: ")
    assert err.count("\n") == 1


@posix
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_server_ends_cleanly_when_told(tmp_path: Path, stop: int) -> None:
    with running("serve", "--port", "0", home=tmp_path) as process:
        address = wait_for(process, "serving").split()[1].rstrip(",")
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(stop)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "stopped"


@posix
def test_ctrl_c_in_a_load_is_one_line_and_leaves_nothing_half_written(tmp_path: Path, store: str, cli: Run, press: Path) -> None:
    (press / "c.lines").write_text("Project:Slow FUNDED_BY Organisation:AMIF\n~\n")
    with running("load", press, "--store", store, home=tmp_path, module="tests.cli.lines") as process:
        wait_for(process, "waiting")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines() == ["2 of 3 files are done, nothing of the others was written; load again to go on", "error: interrupted"]
    assert out == ""
    (press / "c.lines").unlink()
    report = body(cli("load", press, "--json"))
    assert (report["sources"], report["missing"]) == ({"read": 2, "unchanged": 2}, [])


@posix
@pytest.mark.parametrize(
    "words", [["query", "funding", "--limit", "1000"], ["query", "funding", "--limit", "1000", "--json"], ["export", "graphml"]]
)
def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path, store: str, cli: Run, words: list[str]) -> None:
    many = tmp_path / "many.lines"
    many.write_text("".join(f"Project:P{n} FUNDED_BY Organisation:AMIF\n" for n in range(3000)))
    cli("load", many)
    with running(*words, "--store", store, home=tmp_path) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        messages = process.stderr.read()
        assert process.wait(30) == 0
    assert all("--cursor" in line for line in messages.splitlines())


def test_a_console_without_the_letters_does_not_break(tmp_path: Path, store: str, cli: Run) -> None:
    path = tmp_path / "u.lines"
    path.write_text("Project:Žarko_Ćirić FUNDED_BY Organisation:АМИФ\n", encoding="utf-8")
    cli("load", path)
    command = [sys.executable, "-m", "cooplinks", "query", "funding", "--store", store]
    env = environment(tmp_path, PYTHONIOENCODING="cp1252:strict", PYTHONUTF8="0")
    table = subprocess.run(command, env=env, capture_output=True, timeout=60, cwd=tmp_path)
    assert table.returncode == 0, table.stderr
    as_json = subprocess.run([*command, "--json"], env=env, capture_output=True, timeout=60, cwd=tmp_path)
    assert json.loads(as_json.stdout.decode("cp1252"))["items"][0]["funder"]["name"] == "АМИФ"


def test_the_demo_answers_and_loads_nothing_twice(tmp_path: Path) -> None:
    code, out, err = finished("demo", "--no-serve", home=tmp_path)
    assert code == 0, err
    answered, _, money = out.partition("Who funds the conference held in Sarajevo?")[2].partition("Who funds GIZ, and with how much?")
    assert "—FUNDED_BY→" in answered
    assert "“" in answered
    assert "paid 300000 EUR in 2 flows" in money
    assert "the receiver reports paid 299500 EUR" in money
    began = time.monotonic()
    code, again, err = finished("demo", "--no-serve", home=tmp_path)
    assert time.monotonic() - began < 5
    assert "10 sources taken, 10 of them unchanged" in again
    assert again.partition("Who funds")[2] == out.partition("Who funds")[2]
    assert not (tmp_path / "cooplinks" / "cooplinks.db").exists()


@posix
def test_the_demo_serves(tmp_path: Path) -> None:
    with running("demo", "--port", "0", home=tmp_path) as process:
        address = wait_for(process, "serving").split()[1].rstrip(",")
        with urllib.request.urlopen(f"{address}/docs", timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 0

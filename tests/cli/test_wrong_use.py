"""What goes wrong is one line and its exit code, and shows no password."""

import re
from pathlib import Path

import pytest

from cooplinks.app.cli import Session
from tests.cli.conftest import Run


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.startswith("error: ") and "Traceback" not in text


@pytest.mark.parametrize(
    "words",
    [
        ["load"],
        ["load", "x", "--no-such-option"],
        ["no-such-command"],
        ["query", "paths", "only-one"],
        ["serve", "--port", "70000"],
        ["extract", "x"],
        ["query", "paths", "a", "b", "--k", "many"],
    ],
)
def test_wrong_words_are_wrong_use(cli: Run, words: list[str]) -> None:
    result = cli(*words)
    assert result.exit_code == 2
    assert one_line(result.stderr)
    assert "--help says how" in result.stderr
    assert result.stdout == ""


def test_no_words_at_all_show_the_help(bare: Run) -> None:
    result = bare()
    assert result.exit_code == 2
    assert "query" in result.output


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["query", "funding", "--at", "yesterday"], "at"),
        (["query", "funding", "--types", "LOVES"], "types"),
        (["query", "funding", "--limit", "1000000"], "limit"),
        (["query", "funding", "--by", "sound"], "by"),
        (["export", "parchment", "-o", "x"], "parchment"),
    ],
)
def test_values_outside_what_is_allowed_are_wrong_use(cli: Run, press: Path, words: list[str], names: str) -> None:
    cli("load", press)
    extra = ["--funder", "AMIF"] if "funding" in words else []
    result = cli(*words, *extra)
    assert result.exit_code == 2
    assert one_line(result.stderr)
    assert names in result.stderr
    assert not Path("x").exists()


@pytest.mark.parametrize("words", [["status"], ["query", "search", "x"], ["load", "."], ["forget", "x"], ["export", "csv", "-o", "x"]])
def test_a_store_that_is_away_is_one_line(bare: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("neo4j")
    result = bare("--store", "bolt://neo4j:s3cret-w0rd@127.0.0.1:1", *words)
    assert result.exit_code == 1
    assert one_line(result.stderr)
    assert "s3cret-w0rd" not in result.output


@pytest.mark.parametrize("words", [["status"], ["query", "entity", "x"]])
def test_an_address_of_no_store_is_wrong_use(bare: Run, words: list[str]) -> None:
    result = bare("--store", "oracle://scott:tiger-tiger@host/db", *words)
    assert result.exit_code == 2
    assert one_line(result.stderr)
    assert "tiger" not in result.output


def test_a_folder_that_is_not_there_is_no_store(bare: Run, tmp_path: Path) -> None:
    result = bare("status", "--store", f"sqlite:///{tmp_path.as_posix()}/none/links.db")
    assert result.exit_code == 1
    assert one_line(result.stderr)


@pytest.mark.parametrize(
    "address",
    ["neo4j://neo4j:pass/with@odd:signs@host/db", "bolt+s://neo4j:p%40ss-w%C3%B6rd@host:7687", "neo4j://neo4j:plain-word@host"],
)
def test_no_password_is_shown(address: str) -> None:
    session = Session()
    settings = session.settings(address)
    password = re.sub(r"^[^:]+://[^:]+:(.*)@host.*$", r"\1", address)
    for text in (f"can't open {settings.store}", f"wrong password {password}", "no p@ss-wörd"):
        assert password not in session.redact(text)
    if "%" in address:
        assert session.redact("no p@ss-wörd") == "no ***"


def test_the_store_may_stand_before_or_after_the_command(bare: Run, store: str, press: Path) -> None:
    assert bare("--store", store, "load", str(press)).exit_code == 0
    for words in (["--store", store, "status"], ["status", "--store", store], ["query", "--store", store, "entity", "AMIF"]):
        assert bare(*words).exit_code == 0
    assert bare("query", "entity", "AMIF", "--store", store).exit_code == 0
    assert bare("query", "entity", "AMIF").exit_code == 1  # the default store is another


def test_the_environment_names_the_store(bare: Run, store: str, press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare("--store", store, "load", str(press))
    monkeypatch.setenv("COOPLINKS_STORE", store)
    assert bare("query", "entity", "AMIF").exit_code == 0


def test_the_demo_takes_no_store(bare: Run, store: str) -> None:
    result = bare("--store", store, "demo", "--no-serve")
    assert result.exit_code == 2
    assert one_line(result.stderr)

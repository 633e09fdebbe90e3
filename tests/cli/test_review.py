"""`review` and `reread` as a person uses them: a terminal, a table, the ledger, and what the questions answer then."""

import csv
import io
import json
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.loaders.prose import engine, own
from tests.api.serving import serving
from tests.cli.conftest import Run, body, environment

posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

TEXT = """Workshop on forests held in Quito

A two-day workshop on forests was held in Quito on 5 March 2024. The workshop was organised by UNDP.

The project “Green Valley” is funded by the World Bank. The project “Green Valley” is implemented by GIZ.
"""


@pytest.fixture(autouse=True)
def _shipped_tables() -> Iterator[None]:
    own.use(None)
    yield
    own.use(None)


@pytest.fixture
def forests(tmp_path: Path, cli: Run) -> Path:
    """An article that was loaded."""
    path = tmp_path / "forests.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert cli("load", path).exit_code == 0
    return path


def exported(cli: Run, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(cli("review", "export", *words).stdout)))


def handed_in(cli: Run, path: Path, rows: list[dict[str, str]], *words: str) -> Any:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return cli("review", "import", path, "--who", "Ada", *words)


def types(cli: Run, *words: str) -> list[str]:
    return sorted(row["type"] for row in exported(cli, *words))


def test_a_table_goes_out_is_filled_in_and_comes_back(cli: Run, forests: Path, tmp_path: Path) -> None:
    rows = exported(cli)
    assert {row["decision"] for row in rows} == {row["reviewed"] for row in rows} == {""}
    assert {"FUNDED_BY", "IMPLEMENTED_BY", "ORGANISED_BY"} <= {row["type"] for row in rows}
    for row in rows:
        if row["type"] == "FUNDED_BY":
            row |= {"decision": "reject", "why": "=HYPERLINK(x)"}
        if row["type"] == "IMPLEMENTED_BY":
            row["decision"] = "Accepted"
    result = handed_in(cli, tmp_path / "filled.csv", rows, "--json")
    assert (result.exit_code, body(result)["decided"], body(result)["refused"]) == (0, 2, [])
    again = body(cli("review", "import", tmp_path / "filled.csv", "--who", "Ada", "--json"))
    assert (again["decided"], again["graph_version"]) == (0, body(result)["graph_version"]), "a table can be handed in twice"
    assert not {"FUNDED_BY", "IMPLEMENTED_BY"} & set(types(cli))
    every = {row["type"]: row["reviewed"] for row in exported(cli, "--all")}
    assert (every["FUNDED_BY"], every["IMPLEMENTED_BY"], every["ORGANISED_BY"]) == ("rejected", "accepted", "")
    log = body(cli("review", "log", "--json"))["items"]
    assert [(line["who"], line["verdict"], line["why"]) for line in sorted(log, key=lambda line: line["verdict"])] == [
        ("Ada", "accepted", ""),
        ("Ada", "rejected", "=HYPERLINK(x)"),
    ]
    assert "Green Valley" in cli("review", "log").stdout


def test_no_cell_is_a_formula_and_no_id_a_number(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "formula.txt"
    path.write_text("=SUM(A1) is funded by the World Bank.\n\nThe workshop was organised by UNDP in Quito on 5 March 2024.\n")
    cli("load", path)
    for row in exported(cli):
        assert row["statement"].startswith("#")
        assert not any(cell[:1] in "=+-@\t\r" for cell in row.values() if cell)


def test_rows_that_cannot_be_taken_are_refused_by_line_and_the_rest_counts(cli: Run, forests: Path, tmp_path: Path) -> None:
    rows = exported(cli)[:4]
    rows[0]["decision"] = "maybe"
    rows[1] |= {"decision": "accept", "statement": "#0000"}
    rows[2] |= {"decision": "accept", "type": "PARTNER_OF" if rows[2]["type"] != "PARTNER_OF" else "PART_OF"}
    rows[3]["decision"] = "accept"
    result = handed_in(cli, tmp_path / "some.csv", [*rows, {**rows[3], "decision": "reject"}], "--json")
    assert result.exit_code == 1
    report = body(result)
    assert report["decided"] == 1
    lines = [int(r["locator"].removeprefix("line:")) for r in report["refused"]]
    assert lines == sorted(lines)
    assert [r["reason"].split()[0] for r in report["refused"]] == ["decision", "no", "the", "statement"]
    assert result.stderr.count("refused: ") == 4


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n1,2\n", "no column statement, decision"),
        (b"statement,decision\n\xff,accept\n", "not UTF-8"),
        (b"", "no column"),
        (b'{"statement": 1\n', "no JSON"),
        (b'{"a": 1}\n', "no object with a statement"),
        (b"{" * 100_000, "no JSON"),
        (b"statement,decision\n#1,accept,too many\n", "more fields"),
        (b"statement,decision\n,accept\n", "names no statement"),
        (b'{"statement": "\\ud800", "decision": "accept"}\n', "surrogate"),
    ],
)
def test_what_is_no_such_table_is_refused(cli: Run, forests: Path, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "table").write_bytes(data)
    result = cli("review", "import", tmp_path / "table")
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert body(cli("review", "log", "--json"))["total"] == 0


def test_json_lines_go_out_and_come_back(cli: Run, forests: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    assert cli("review", "export", "-o", path).exit_code == 0
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows[0]["decision"] = "reject"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert body(cli("review", "import", path, "--json"))["decided"] == 1
    assert len(exported(cli)) == len(rows) - 1
    wrong = cli("review", "export", "-o", tmp_path / "table.xlsx")
    assert (wrong.exit_code, "csv, jsonl" in wrong.stderr) == (2, True)


def test_a_decision_is_taken_back_by_a_table(cli: Run, forests: Path, tmp_path: Path) -> None:
    before = exported(cli, "--all")
    for word in ("reject", "open"):
        assert handed_in(cli, tmp_path / "t.csv", [{**row, "decision": word} for row in before]).exit_code == 0
    assert exported(cli, "--all") == before
    assert body(cli("review", "log", "--json"))["total"] == 2 * len(before)


def test_what_was_decided_shows_in_every_question(cli: Run, store: str, forests: Path, tmp_path: Path) -> None:
    rows = exported(cli)
    funded = next(row for row in rows if row["type"] == "FUNDED_BY")
    handed_in(
        cli,
        tmp_path / "t.csv",
        [{**row, "decision": {"FUNDED_BY": "reject", "IMPLEMENTED_BY": "accept"}.get(row["type"], "")} for row in rows],
    )
    assert body(cli("query", "funding", "--json"))["items"] == []
    paths = body(cli("query", "paths", "Green Valley", "GIZ", "--by", "name", "--reviewed", "only", "--json"))["paths"]
    assert [link["evidence"][0]["reviewed"] for link in paths[0]["links"]] == [True]
    assert body(cli("query", "met", "UNDP", "--by", "name", "--reviewed", "only", "--json"))["items"] == []
    with serving(lambda: Graph(open_store(Settings(store)), follow=False)) as client:
        id = funded["statement"].removeprefix("#")
        statement = client.get(f"/statements/{id}").json()
        assert (statement["evidence"]["reviewed"], statement["in_graph"]) == (False, False)
        source = client.get(f"/sources/{funded['source']}").json()
        assert {s["type"]: s["reviewed"] for s in source["statements"]}["FUNDED_BY"] is False
        valley = statement["from"]["id"]
        links = client.get(f"/entities/{valley}/links", params={"reviewed": "only"}).json()["items"]
        assert {link["type"] for link in links} == {"IMPLEMENTED_BY"}
        assert "FUNDED_BY" not in {link["type"] for link in client.get(f"/entities/{valley}/links").json()["items"]}


def test_a_rejected_statement_does_not_come_back(cli: Run, forests: Path, tmp_path: Path) -> None:
    handed_in(cli, tmp_path / "t.csv", [{**row, "decision": "reject"} for row in exported(cli)])
    forests.write_text("A new first line of this article.\n\n" + TEXT, encoding="utf-8")
    cli("load", forests)
    assert body(cli("query", "funding", "--json"))["items"] == []
    assert cli("forget", forests).exit_code == 0
    orphans = body(cli("review", "log", "--orphaned", "--json"))["items"]
    assert {line["orphaned"] for line in orphans} == {"the source is not loaded"}
    cli("load", forests)
    assert body(cli("query", "funding", "--json"))["items"] == []
    assert types(cli) == []


def test_reading_again_shows_what_would_change_and_then_does_it(
    cli: Run, forests: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bankrolled(cli: Run) -> list[dict[str, Any]]:
        return body(cli("query", "funding", "--recipient", "Blue Hill", "--by", "name", "--json"))["items"]

    other = tmp_path / "hills.txt"
    other.write_text("The project “Blue Hill” was kept afloat by the World Bank. The project “Blue Hill” is implemented by GIZ.\n")
    cli("load", other)
    nothing = body(cli("reread", "--json"))
    assert (nothing["texts"], nothing["applied"]) == (0, False)
    own.add(tmp_path / "tables", "cues.csv", ("funded-by", "was kept afloat by"))
    version = body(cli("status", "--json"))["graph_version"]
    shown = body(cli("reread", "--json"))
    assert (shown["texts"], shown["changed"], shown["applied"], shown["graph_version"]) == (2, 1, False, version)
    assert shown["types"]["FUNDED_BY"] == {"come": 1, "go": 0, "recut": 0, "stay": 1}
    assert [(x["what"], x["type"], x["to"]) for x in shown["examples"]] == [("come", "FUNDED_BY", "World Bank")]
    assert bankrolled(cli) == []
    assert "+ Blue Hill —FUNDED_BY→ World Bank" in cli("reread").stdout
    assert body(cli("reread", "--apply", "--json"))["applied"]
    assert len(bankrolled(cli)) == 1
    assert body(cli("reread", "--json"))["texts"] == 0
    assert body(cli("load", other, forests, "--json"))["statements"]["written"] == 0, "a later load finds nothing new"
    assert cli("reread", "--all", str(other), "--json").exit_code == 0


def test_a_table_of_ones_own_that_cannot_be_read_stops_a_load(cli: Run, forests: Path, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "bodies.csv").write_text("id,name\nx,\n")
    for words in (["load", forests], ["reread"], ["extract", forests, "--out", tmp_path / "out"]):
        result = cli(*words)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert "bodies.csv:line:2: id and name must be filled in" in result.stderr


def test_reading_again_is_all_or_nothing(cli: Run, forests: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "zebra.txt"
    other.write_text("The workshop was organised by UNDP in Quito on 5 March 2024.\n")
    cli("load", other)
    rows, version = exported(cli, "--all"), body(cli("status", "--json"))["graph_version"]
    steps, passes = engine.STEPS, []

    def breaks(document: Any) -> Any:
        if "Green Valley" not in document.text:
            passes.append(document)
            if len(passes) == 2:  # the first was for the preview
                raise OSError(5, "broken")
        return document

    monkeypatch.setattr(engine, "STEPS", (*steps, breaks))
    monkeypatch.setattr("cooplinks.loaders.prose.engine.VERSION", "prose 99")
    assert cli("reread", "--apply").exit_code == 1
    assert (exported(cli, "--all"), body(cli("status", "--json"))["graph_version"]) == (rows, version)
    assert cli("reread", "--apply").exit_code == 0
    assert {row["extractor"] for row in exported(cli, "--all")} == {"prose 99"}


def test_a_review_wants_a_terminal(cli: Run, forests: Path) -> None:
    result = cli("review")
    assert (result.exit_code, "review export" in result.stderr) == (2, True)
    assert cli("review", "export", "--source", "nothing").exit_code == 1
    assert cli("review", "--who", " ").exit_code == 2


@pytest.fixture
def terminal(tmp_path: Path, store: str) -> Callable[..., str]:
    """Types keys into a review at a pseudo-terminal of 40 lines and 140 columns; what was shown on it until `words` came.

    Then the window is closed, or a signal sent, and the program has to end by itself.
    """

    def review(keys: str, *, words: str = "articles left", end: int = 0) -> str:
        import fcntl
        import pty
        import termios

        outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
        command = [sys.executable, "-m", "cooplinks", "--store", store, "review", "--who", "Bo"]
        env = environment(tmp_path, TERM="xterm", COOPLINKS_TABLES=str(tmp_path / "tables"))
        with subprocess.Popen(command, cwd=tmp_path, env=env, stdin=inner, stdout=inner, stderr=inner, start_new_session=True) as process:
            try:
                os.close(inner)
                shown = _until(outer, b"q quit")
                os.write(outer, keys.encode())
                shown += _until(outer, words.encode())
                if end:
                    process.send_signal(end)
            finally:
                os.close(outer)
                try:
                    process.wait(60)
                finally:
                    process.kill()
        return shown.decode("utf-8", "replace")

    return review


def _until(terminal: int, words: bytes, most_s: float = 60) -> bytes:
    """What the terminal shows up to these words; raises AssertionError where they don't come."""
    import select

    shown, until = b"", time.monotonic() + most_s
    while words not in shown:
        assert time.monotonic() < until, shown[-2000:]
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # it ended
                break
    assert words in shown, shown[-2000:]
    return shown


def test_who_is_who_is_judged_and_taken_back(cli: Run, forests: Path, tmp_path: Path) -> None:
    def named(name: str) -> str:
        return body(cli("query", "entity", name, "--json"))["id"]

    apart = named("UNDP"), named("GIZ")
    assert cli("review", "judge", "UNDP", "GIZ", "same", "--who", "Ada", "--why", "to see").exit_code == 0
    assert named("UNDP") == named("GIZ")
    assert cli("load", forests).exit_code == 0
    assert named("UNDP") == named("GIZ"), "a later load keeps to it"
    assert cli("review", "undo", "1", "--who", "Bo").exit_code == 0
    assert (named("UNDP"), named("GIZ")) == apart
    assert cli("review", "judge", "UNDP", "GIZ", "unsure").exit_code == 0
    (asked,) = [row for row in exported(cli) if row["type"] == "IDENTITY"]
    assert handed_in(cli, tmp_path / "t.csv", [asked | {"decision": "different"}]).exit_code == 0
    assert not [row for row in exported(cli) if row["type"] == "IDENTITY"]
    assert (named("UNDP"), named("GIZ")) == apart
    wrong = cli("review", "judge", "UNDP", "Quito")
    assert (wrong.exit_code, "only things of one kind can be the same" in wrong.stderr) == (2, True)


@posix
def test_a_review_at_a_terminal(cli: Run, store: str, forests: Path, tmp_path: Path, terminal: Callable[..., str]) -> None:
    count = len(exported(cli))
    shown = terminal("arq")
    assert "2 decisions on 1 articles written, 0 articles left" in shown
    assert "Workshop on forests held in Quito" in shown
    assert len(exported(cli)) == count - 2
    # The next one goes on where this one ended: a reason, a new link, a name for the tables.
    shown = terminal("Rnot so\rnOrg: UNDP\rGIZ\rPARTNER_OF\r\rTEXT IS NOT THERE\r\x1bA2q")
    assert "decisions on 1 articles written" in shown
    lines = body(cli("review", "log", "--json"))["items"]
    assert {line["who"] for line in lines} == {"Bo"}
    assert "not so" in {line["why"] for line in lines}
    assert exported(cli) == []
    with closing(open_store(Settings(store))) as opened:
        assert opened.status().loading is None


@posix
@pytest.mark.parametrize("end", ["", "SIGHUP", "SIGTERM", "SIGINT"])
def test_a_session_that_is_cut_off_keeps_what_was_decided(cli: Run, forests: Path, terminal: Callable[..., str], end: str) -> None:
    terminal("ar", words="3 of ", end=getattr(signal, end) if end else 0)
    assert sorted(line["verdict"] for line in body(cli("review", "log", "--json"))["items"]) == ["accepted", "rejected"]


@posix
def test_a_link_added_at_a_terminal_is_in_the_graph_and_teaches(
    cli: Run, forests: Path, tmp_path: Path, terminal: Callable[..., str]
) -> None:
    quote = "The project “Green Valley” is funded by the World Bank. The project “Green Valley” is implemented by GIZ."
    terminal(f"nGreen Valley\rGIZ\rSUPPORTED_BY\r{quote}\r\rq")
    link = body(cli("query", "paths", "Green Valley", "GIZ", "--by", "name", "--types", "SUPPORTED_BY", "--json"))["paths"][0]["links"][0]
    (evidence,) = link["evidence"]
    assert (evidence["extractor"], evidence["reviewed"], evidence["confidence"], evidence["quote"]) == ("review Bo", True, 1.0, quote)
    start, end = map(int, evidence["locator"][5:].split("-"))
    assert TEXT[start:end] == quote
    cli("load", forests)
    assert body(cli("reread", "--all", "--apply", "--json"))["applied"]
    assert body(cli("query", "paths", "Green Valley", "GIZ", "--by", "name", "--types", "SUPPORTED_BY", "--json"))["paths"]

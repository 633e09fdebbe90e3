"""The questions in the terminal: the same bodies as over HTTP, and tables for people."""

import io
import json
import shlex
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.conftest import ARTICLES, ROOT, Run, body

LINES = """\
Project:Hope FUNDED_BY Organisation:AMIF
Event:Talk PART_OF Project:Hope
Organisation:GIZ ATTENDED Event:Talk
Organisation:MARRI ATTENDED Event:Talk
Organisation:GIZ ATTENDED Event:Walk
Organisation:MARRI ATTENDED Event:Walk
Organisation:Lone PARTNER_OF Organisation:Wolf
Event:Talk HELD_IN Place:Sarajevo
"""
MONEY = """\
Organisation:Wolf FUNDED_BY Organisation:AMIF {"measure":"paid","amount":"10.50","currency":"USD","date":"2023-01-03","via":"project:hope@test"}
Organisation:Wolf FUNDED_BY Organisation:AMIF {"measure":"paid","amount":"2","currency":"KES","date":"2023-01-03","via":"project:hope@test"}
Project:Hope IMPLEMENTED_BY Organisation:GIZ
"""


@pytest.fixture(autouse=True)
def _loaded(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "q").mkdir()
    (tmp_path / "q" / "links.lines").write_text(LINES)
    assert cli("load", tmp_path / "q").exit_code == 0


@pytest.fixture
def money(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "money.lines").write_text(MONEY)
    assert cli("load", tmp_path / "m").exit_code == 0


@pytest.mark.parametrize(
    ("words", "route"),
    [
        (["status"], "/stats"),
        (["schema"], "/schema"),
        (["query", "paths", "AMIF", "GIZ"], "/paths?from=AMIF&to=GIZ&by=name"),
        (["query", "paths", "AMIF", "GIZ", "--k", "2", "--directed"], "/paths?from=AMIF&to=GIZ&by=name&k=2&directed=true"),
        (["query", "paths", "AMIF", "GIZ", "--exclude", "Talk"], "/paths?from=AMIF&to=GIZ&by=name&exclude=Talk"),
        (["query", "funding", "--funder", "AMIF"], "/funding?funder=AMIF&by=name"),
        (["query", "funding", "--recipient", "Talk", "--min-confidence", "0.5"], "/funding?recipient=Talk&by=name&min_confidence=0.5"),
        (["query", "funding"], "/funding"),
        (["query", "search", "MARI", "--labels", "Organisation"], "/search?q=MARI&labels=Organisation"),
    ],
)
def test_json_is_the_body_of_the_route(cli: Run, store: str, words: list[str], route: str) -> None:
    testing = pytest.importorskip("fastapi.testclient")
    from cooplinks.app.api.main import create_app
    from cooplinks.app.settings import Settings

    result = cli(*words, "--json") if words != ["schema"] else cli("schema", "--json")
    with testing.TestClient(create_app(Settings(store))) as client:
        while client.get("/readyz").status_code != 200:
            pass
        answer = client.get(route)
    assert result.exit_code == 0
    assert answer.status_code == 200
    assert {k: v for k, v in body(result).items() if k != "graph_version"} == {
        k: v for k, v in answer.json().items() if k != "graph_version"
    }
    if words != ["schema"]:
        assert body(result)["graph_version"] == answer.json()["graph_version"]


@pytest.mark.parametrize(
    ("words", "route"),
    [
        (["query", "flows", "Wolf", "--measure", "paid"], "/flows?boundary=Wolf&by=name&measure=paid"),
        (
            ["query", "flows", "Wolf", "AMIF", "--measure", "paid", "--by", "name,year", "--currency", "EUR"],
            "/flows?boundary=Wolf,AMIF&by=name,year&measure=paid&currency=EUR",
        ),
        (["query", "funding", "--recipient", "Wolf"], "/funding?recipient=Wolf&by=name"),
    ],
)
@pytest.mark.usefixtures("money")
def test_money_is_the_body_of_the_route(cli: Run, store: str, words: list[str], route: str) -> None:
    test_json_is_the_body_of_the_route(cli, store, words, route)


@pytest.mark.parametrize(
    ("words", "of", "route"),
    [
        (["query", "met"], "MARRI", "/entities/{}/met"),
        (["query", "entity"], "MARRI", "/entities/{}"),
        (["query", "chain"], "Hope", "/projects/{}/chain"),
    ],
)
def test_questions_of_one_entity_are_the_body_too(cli: Run, store: str, words: list[str], of: str, route: str) -> None:
    testing = pytest.importorskip("fastapi.testclient")
    from cooplinks.app.api.main import create_app
    from cooplinks.app.settings import Settings

    answer = body(cli(*words, of, "--json"))
    id = body(cli("query", "entity", of, "--json"))["id"]
    with testing.TestClient(create_app(Settings(store))) as client:
        while client.get("/readyz").status_code != 200:
            pass
        assert client.get(route.format(quote(id, safe=""))).json() == answer


def test_a_path_is_printed_hop_by_hop_with_its_words(cli: Run) -> None:
    result = cli("query", "paths", "AMIF", "GIZ")
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0] == "path 1: 3 hops"
    assert [line.split()[0] for line in lines[2:] if not line.startswith("“")] == ["←FUNDED_BY—", "←PART_OF—", "←ATTENDED—"]
    assert "“Project:Hope FUNDED_BY Organisation:AMIF” — links.lines, row:1" in lines


def test_no_path_is_an_answer(cli: Run) -> None:
    result = cli("query", "paths", "AMIF", "Wolf")
    assert (result.exit_code, result.stdout) == (0, "no path: no_path\n")


def test_who_met_whom_is_a_table(cli: Run) -> None:
    result = cli("query", "met", "MARRI")
    assert "GIZ" in result.stdout
    assert "Talk; Walk" in result.stdout


def test_what_is_held_of_an_entity(cli: Run) -> None:
    result = cli("query", "entity", "GIZ")
    assert "ATTENDED" in result.stdout
    assert "Organisation" in result.stdout


def test_who_funds_whom_says_through_what(cli: Run) -> None:
    result = cli("query", "funding", "--recipient", "Talk")
    first = result.stdout.splitlines()[0]
    assert [part.split(" (")[0] for part in first.split(" → ")] == ["AMIF", "Hope", "Talk"]


def test_search_lists_finds(cli: Run) -> None:
    assert "AMIF" in cli("query", "search", "amif").stdout


def test_the_rest_of_a_list_is_had_by_its_cursor(cli: Run) -> None:
    first = cli("query", "search", "a", "--limit", "1", "--json")
    if body(first)["next"]:
        again = cli("query", "search", "a", "--limit", "1", "--cursor", body(first)["next"], "--json")
        assert body(again)["items"] != body(first)["items"]


@pytest.mark.usefixtures("money")
def test_what_flows_over_a_boundary_is_tables_with_sums(cli: Run) -> None:
    result = cli("query", "flows", "Wolf", "--measure", "paid")
    assert "incoming: 2 KES, 10.50 USD in 2 flows" in result.stdout
    assert "outgoing: nothing in 0 flows" in result.stdout
    result = cli("query", "flows", "Wolf", "--measure", "paid", "--by", "year", "--currency", "EUR")
    assert "incoming: 9.96 EUR in 2 flows" in result.stdout
    assert "in no sum: incoming 2 KES in 1 flows" in result.stderr
    assert "rates: European Central Bank" in result.stderr
    assert cli("query", "flows", "Wolf", "--by", "year,country").exit_code == 2
    assert cli("query", "flows", "Wolf", "Hope").exit_code == 2


@pytest.mark.usefixtures("money")
def test_a_chain_is_who_is_in_it_and_what_is_missing(cli: Run) -> None:
    result = cli("query", "chain", "Hope")
    for words in (
        "funders",
        "AMIF",
        "implementing",
        "GIZ",
        "implementer_without_disbursement",
        "“Project:Hope IMPLEMENTED_BY Organisation:GIZ”",
    ):
        assert words in result.stdout
    assert cli("query", "chain", "Wolf").exit_code == 2


def test_an_unknown_name_is_one_line_with_near_ones(cli: Run) -> None:
    result = cli("query", "met", "MARRY")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: no entity is known as 'MARRY'; did you mean MARRI (")
    assert result.stderr.count("\n") == 1


def test_hostile_names_are_unknown_names(cli: Run) -> None:
    for name in ("'}) DETACH DELETE n", "a/b", "\x1b[31m", "x" * 5000):
        result = cli("query", "entity", name)
        assert result.exit_code == 1, name
        assert "\x1b" not in result.output
    assert cli("query", "entity", "").exit_code == 2


def test_status_is_a_table_with_counts(cli: Run) -> None:
    result = cli("status")
    for words in ("version", "sources", "last load", "nobody", "Organisation 5"):
        assert words in result.stdout


def test_the_vocabulary_needs_no_store(bare: Run, tmp_path: Path) -> None:
    result = bare("schema")
    assert result.exit_code == 0
    assert "FUNDED_BY" in result.stdout
    assert not (tmp_path / "data").exists()


def test_exports_go_to_a_file_or_to_standard_output(cli: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    assert cli("export", "csv", "-o", target).exit_code == 0
    assert set(zipfile.ZipFile(target).namelist()) == {"nodes.csv", "links.csv", "evidence.csv"}
    piped = cli("export", "csv")
    assert set(zipfile.ZipFile(io.BytesIO(piped.stdout_bytes)).namelist()) == {"nodes.csv", "links.csv", "evidence.csv"}
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_an_export_is_filtered_like_a_question(cli: Run) -> None:
    graph = json.loads(cli("export", "node-link", "--types", "FUNDED_BY", "--collapse").stdout)
    assert len(graph["edges"]) == 1
    assert {n["name"] for n in graph["nodes"]} == {"Hope", "AMIF"}


def test_an_export_that_fails_leaves_no_file(cli: Run, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert cli("export", "parchment", "-o", tmp_path / "out").exit_code == 2
    assert cli("export", "csv", "-o", tmp_path / "none" / "out").exit_code == 1
    assert set(tmp_path.iterdir()) == before


def test_extract_writes_what_would_be_read(bare: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = bare("extract", ARTICLES, "--out", out)
    assert result.exit_code == 0
    stems = {p.stem for p in ARTICLES.glob("*.txt")}
    assert {p.stem for p in out.iterdir()} == stems
    assert len(stems) == 5
    for path in out.iterdir():
        read = json.loads(path.read_text("utf-8"))
        text = (ARTICLES / f"{path.stem}.txt").read_bytes().decode("utf-8-sig")
        assert {"entities", "relations"} <= set(read)
        assert all(text[m["start"] : m["end"]] == m["text"] for e in read["entities"] for m in e["mentions"])
    assert not (tmp_path / "data").exists()


def test_extract_refuses_two_of_one_stem(bare: Run, tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("The workshop was organised by MARRI in Belgrade on 5 March 2024.\n")
    result = bare("extract", tmp_path / "x", tmp_path / "y", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert str(tmp_path / "y" / "a.txt") in result.stderr


def test_what_the_readme_says_of_money_is_so(cli: Run) -> None:
    _, _, rest = (ROOT / "README.md").read_text("utf-8").partition("### Money\n")
    lines = [line.strip() for line in rest.partition("From Python")[0].splitlines() if line.startswith("    ")]
    asked = [shlex.split(line.partition("  #")[0])[1:] for line in lines if line.startswith("cooplinks ")]
    shown = [line for line in lines if not line.startswith(("cooplinks ", "curl "))]
    assert cli("load", ROOT / "examples" / "money").exit_code == 0
    answers = [cli(*words) for words in asked if words[0] == "query"]
    assert [answer.exit_code for answer in answers] == [0] * 4
    assert shown
    assert not set(shown) - set(answers[0].stdout.splitlines())


def test_a_source_is_shown_sentence_by_sentence(cli: Run) -> None:
    assert cli("load", ARTICLES).exit_code == 0
    by_path = cli("query", "source", ARTICLES / "03-budva-session.txt")
    lines = by_path.stdout.splitlines()
    asked = next(n for n, line in enumerate(lines) if line.startswith("“The project is funded by"))
    assert lines[asked].endswith("char:375-500")
    assert "—FUNDED_BY→ Federal Ministry of the Interior of Austria" in lines[asked + 1]
    assert "2021-12-20 to 2021-12-22" in by_path.stdout
    said = body(cli("query", "source", "example-3", "--json"))
    assert sum("→" in line for line in lines) == len(said["statements"])
    assert cli("query", "source", said["id"]).stdout == by_path.stdout


def test_a_rejected_statement_is_shown_with_its_source(cli: Run, tmp_path: Path) -> None:
    assert cli("load", ARTICLES).exit_code == 0
    assert cli("review", "export", "--source", "example-3", "-o", tmp_path / "t.jsonl").exit_code == 0
    first = json.loads((tmp_path / "t.jsonl").read_text("utf-8").splitlines()[0])
    (tmp_path / "t.jsonl").write_text(json.dumps(first | {"decision": "reject"}) + "\n", "utf-8")
    assert cli("review", "import", tmp_path / "t.jsonl").exit_code == 0
    assert [line for line in cli("query", "source", "example-3").stdout.splitlines() if "rejected" in line] != []


def test_a_source_nobody_loaded_is_said(cli: Run) -> None:
    result = cli("query", "source", "nowhere.txt")
    assert result.exit_code == 1
    assert "no source is known as 'nowhere.txt'" in result.stderr

"""`table`, `load --map`, `load --rejects`: a table from guess to graph, and what was refused mended and loaded again."""

import csv
import gzip
import json
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, body

MONEY = ROOT / "examples" / "money"
TABLE = """Donor,Donor country,Project,Start,End,Partners,Contact,Role,Amount (EUR),Agreed on,Notes
Water Office,Austria,Wells,2020-01-01,2021-12-31,River Club; Lake Club,Ana Example,Head,"1.234,56",2019-11-30,=1+1
Water Office,Austria,Pumps,2020-01-01,2021-12-31,River Club,Ana Example,Head,500,2019-12-24,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return path


def test_a_guess_reads_back_and_links_what_the_header_names(bare: Run, table: Path, tmp_path: Path) -> None:
    guessed = bare("table", "guess", table)
    assert guessed.exit_code == 0
    said = tomllib.loads(guessed.stdout)
    assert {name: node["type"] for name, node in said["nodes"].items()} == {
        **{"funder": "Organisation", "project": "Project", "recipient": "Organisation", "person": "Person"}
    }
    assert {(link["type"], link["from"], link["to"]) for link in said["links"]} == {
        ("FUNDED_BY", "project", "funder"),
        ("IMPLEMENTED_BY", "project", "recipient"),
        ("FUNDED_BY", "recipient", "funder"),
        ("REPRESENTS", "person", "recipient"),
    }
    money = next(link for link in said["links"] if "amount" in link)
    assert (money["amount"], money["currency"], money["date"], money["via"]) == ("Amount (EUR)", {"value": "EUR"}, "Agreed on", "project")
    assert said["nodes"]["project"]["from"] == "Start"
    assert "Notes" in guessed.stdout.partition("# Not used:")[2]
    written = bare("table", "guess", table, "-o", tmp_path / "m.toml")
    assert written.exit_code == 0
    assert (tmp_path / "m.toml").read_text() == guessed.stdout
    assert bare("table", "guess", table, "-o", tmp_path / "m.toml").exit_code == 2  # nothing is overwritten


def test_check_shows_rows_as_statements_and_loads_nothing(cli: Run, table: Path, tmp_path: Path) -> None:
    cli("table", "guess", table, "-o", tmp_path / "m.toml")
    checked = cli("table", "check", table, "--map", tmp_path / "m.toml", "--json")
    rows = body(checked)["rows"]
    assert checked.exit_code == 1
    assert [row["row"] for row in rows] == ["row:2", "row:3"]
    assert "1.234,56" in rows[0]["refused"]
    money = [link for link in rows[1]["links"] if "amount" in link["properties"]]
    assert [(m["from"], m["type"], m["to"], m["properties"]["amount"]) for m in money] == [
        ("River Club", "FUNDED_BY", "Water Office", "500")
    ]
    shown = cli("table", "check", table, "--map", tmp_path / "m.toml").stdout
    assert "River Club —FUNDED_BY→ Water Office" in shown
    assert body(cli("status", "--json"))["sources"] == 0


@pytest.mark.parametrize("header", ["Recipients", "Grantees", "Implementing agencies", "Suppliers"])
def test_a_guess_reads_the_plural(bare: Run, tmp_path: Path, header: str) -> None:
    (tmp_path / "t.csv").write_text(f"Donors,{header},Amounts (EUR),Countries\nWater Office,River Club; Lake Club,5,Kenya\n")
    said = tomllib.loads(bare("table", "guess", tmp_path / "t.csv").stdout)
    assert said["nodes"]["recipient"] == {"type": "Organisation", "name": header, "split": ";"}
    assert [(link["type"], link.get("amount")) for link in said["links"]] == [("FUNDED_BY", "Amounts (EUR)"), ("LOCATED_IN", None)]


def test_check_shows_no_more_than_ten_rows(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Donor,Project\n" + "".join(f"D{n},P{n}\n" for n in range(30)))
    cli("table", "guess", tmp_path / "t.csv", "-o", tmp_path / "t.toml")
    assert len(body(cli("table", "check", tmp_path / "t.csv", "--json"))["rows"]) == 10


def test_the_template_fits_the_table_at_its_end(cli: Run, tmp_path: Path) -> None:
    template = cli("table", "template").stdout
    (tmp_path / "t.toml").write_text(template)
    (tmp_path / "t.csv").write_text("\n".join(line.removeprefix("# ") for line in template.splitlines()[-2:]))
    loaded = cli("load", tmp_path / "t.csv", "--json")
    assert loaded.exit_code == 0
    assert body(loaded)["warned"] == []
    assert body(cli("query", "funding", "--recipient", "Clear Water", "--json"))["items"][0]["money"][0]["amount"] == "25000"


def test_what_was_refused_can_be_mended_and_loaded(cli: Run, table: Path, tmp_path: Path) -> None:
    cli("table", "guess", table, "-o", tmp_path / "m.toml")
    first = cli("load", table, "--map", tmp_path / "m.toml", "--rejects", tmp_path / "again.csv", "--json")
    assert first.exit_code == 1
    with (tmp_path / "again.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["refused_at"] for row in rows] == [f"{table}:row:2"]
    assert "1.234,56" in rows[0]["refused_reason"]
    assert (rows[0]["Amount (EUR)"], rows[0]["Notes"]) == ("1.234,56", "'=1+1")
    (tmp_path / "again.csv").write_text((tmp_path / "again.csv").read_text().replace('"1.234,56",', "1234.56,"))
    second = cli("load", tmp_path / "again.csv", "--map", tmp_path / "m.toml", "--rejects", tmp_path / "none.csv", "--json")
    assert (second.exit_code, body(second)["refused"]) == (0, [])
    assert not any("refused_at" in text for text in body(second)["warned"])
    assert not (tmp_path / "none.csv").exists()
    flows = body(cli("query", "funding", "--funder", "Water Office", "--json"))["items"]
    amounts = {sum["amount"] for item in flows for sum in item["money"] if sum["basis"] == "exact"}
    assert "500" in amounts
    assert all("=" not in link["properties"].values() for item in flows for link in item["links"])


def test_refused_grants_of_json_come_back_as_json(cli: Run, tmp_path: Path) -> None:
    good = {"id": "360G-a-1", "title": "T", "currency": "GBP", "amountAwarded": 5, "awardDate": "2020-01-01"}
    good |= {"fundingOrganization": [{"id": "GB-CHC-1", "name": "F"}], "recipientOrganization": [{"id": "GB-CHC-2", "name": "R"}]}
    (tmp_path / "g.json").write_text(json.dumps({"grants": [good, {**good, "id": "360G-a-2", "awardDate": "31/02/2020"}]}))
    cli("load", tmp_path / "g.json", "--rejects", tmp_path / "again.json")
    again = json.loads((tmp_path / "again.json").read_text())
    assert [g["id"] for g in again["grants"]] == ["360G-a-2"]
    assert "31/02/2020" in again["grants"][0]["refused_reason"]
    (tmp_path / "again.json").write_text(json.dumps(again).replace('"31/02/2020"', '"2020-02-29"'))
    loaded = cli("load", tmp_path / "again.json", "--json")
    assert (loaded.exit_code, body(loaded)["warned"]) == (0, [])


def test_rejects_of_several_forms_are_json_lines(cli: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('[nodes.a]\ntype = "Person"\nname = "Contact"\n')
    (tmp_path / "t.csv").write_text("Contact\n\nAna\nBo,Bo\n")
    (tmp_path / "u.csv").write_text("Contact,More\nAna,1,2\n")
    cli("load", tmp_path / "t.csv", tmp_path / "u.csv", "--map", tmp_path / "m.toml", "--rejects", tmp_path / "r.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [line["refused_at"].rpartition("/")[2] for line in lines] == ["t.csv:row:4", "u.csv:row:2"]


def test_refused_activities_stand_in_a_file_of_activities(tmp_path: Path) -> None:
    from lxml import etree

    from cooplinks.app.cli.rejects import write
    from cooplinks.app.model import Refusal

    activity = "<iati-activity><iati-identifier>XM--1</iati-identifier></iati-activity>"
    refused = [Refusal("a.xml", f"line:{n}", "no -- number", activity) for n in (3, 9)]
    assert write([*refused, Refusal("b.xml", "file", "is none")], tmp_path / "r.xml") == 2
    root = etree.parse(tmp_path / "r.xml").getroot()
    assert root.tag == "iati-activities"
    assert [e.tag for e in root.iterchildren(tag=etree.Element)] == ["iati-activity"], "one activity, whatever is wrong in it"
    assert [e.text.strip().partition(": ")[0] for e in root.iterchildren(tag=etree.Comment)] == ["a.xml:line:3", "a.xml:line:9"]


def test_a_refused_transaction_is_mended_and_loaded_again(cli: Run, tmp_path: Path) -> None:
    told = """<iati-activities version="2.03"><iati-activity default-currency="EUR">
<iati-identifier>XX-A-1</iati-identifier><reporting-org ref="XX-A"><narrative>A</narrative></reporting-org>
<transaction><transaction-type code="3"/><value>5</value><receiver-org ref="XX-B"/></transaction>
<transaction><transaction-type code="3"/><value>1,5</value><receiver-org ref="XX-B"/></transaction>
</iati-activity></iati-activities>"""
    (tmp_path / "a.xml").write_text(told)
    assert cli("load", tmp_path / "a.xml", "--rejects", tmp_path / "again.xml").exit_code == 1
    mended = (tmp_path / "again.xml").read_text().replace("1,5", "1.5")
    (tmp_path / "again.xml").write_text(mended.replace("<iati-activity ", '<iati-activity last-updated-datetime="2026-01-01" '))
    assert cli("load", tmp_path / "again.xml").exit_code == 0
    flows = body(cli("query", "flows", "XX-A", "--measure", "paid", "--json"))
    assert (flows["outgoing"]["total"], flows["outgoing"]["flows"]) == ({"EUR": "6.5"}, 2)


def test_a_table_of_no_known_header_says_what_to_do(cli: Run, table: Path) -> None:
    result = cli("load", table, "--json")
    assert result.exit_code == 1
    assert "cooplinks table guess" in body(result)["refused"][0]["reason"]


def test_the_example_tables_load_as_a_folder_and_meet_the_articles(cli: Run, tmp_path: Path) -> None:
    shutil.copytree(MONEY, tmp_path / "money", ignore=shutil.ignore_patterns("*.xml"))
    loaded = cli("load", ROOT / "examples" / "articles", tmp_path / "money", "--json")
    assert (loaded.exit_code, body(loaded)["refused"]) == (0, [])
    amif = "Asylum, Migration and Integration Fund"
    project = "Strengthening Migration Management, Asylum and Return processes in the Western Balkans"
    funders = body(cli("query", "funding", "--recipient", project, "--json"))["items"]
    fund = next(item for item in funders if item["funder"]["name"] == amif and item["hops"] == 1)
    assert {e["source"]["title"] for link in fund["links"] for e in link["evidence"]} == {
        "Two days in Sarajevo on migration management, return and asylum",
        "Costs of workshops on migration (example)",
    }


def test_a_packed_table_is_read_and_one_that_is_cut_off_is_refused_by_name(cli: Run, tmp_path: Path) -> None:
    text = (MONEY / "migration-grants.csv").read_bytes() + b"".join(b"# %d\n" % (n * 7919) for n in range(3000))
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(text)[:-400])
    (tmp_path / "whole.csv.gz").write_bytes(gzip.compress((MONEY / "migration-grants.csv").read_bytes()))
    report = body(cli("load", tmp_path / "cut.csv.gz", tmp_path / "whole.csv.gz", "--json"))
    assert report["sources"]["read"] == 1
    assert [Path(r["source"]).name.partition("!")[0] for r in report["refused"]] == ["cut.csv.gz"]


@pytest.mark.parametrize("words", [["--map", "m.toml", "--kind", "prose"], ["--map", "gone.toml"]])
def test_wrong_mappings_are_said_in_one_line(cli: Run, table: Path, words: list[str]) -> None:
    result = cli("load", table, *words)
    assert result.exit_code in (1, 2)
    assert result.stderr.count("\n") == 1


def test_graphs_go_out_as_follow_the_money(cli: Run, tmp_path: Path) -> None:
    cli("load", ROOT / "examples" / "articles")
    assert cli("export", "ftm", "-o", tmp_path / "out.ftm.json").exit_code == 0
    schemata = {json.loads(line)["schema"] for line in (tmp_path / "out.ftm.json").read_text().splitlines()}
    assert {"Person", "Organization", "PublicBody", "Event", "Project", "Representation"} <= schemata

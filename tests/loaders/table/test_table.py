"""What rows say by a mapping."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.about import Metadata
from cooplinks.loaders.table import door, mapping
from tests.loaders.said import Said, told

MAP = """
[table]
publisher = "Ministry of Water"

[nodes.donor]
type = "Organisation"
name = "Donor"
identifier = "Donor id"
country = "Country"
labels = { column = "Kind", map = { Fund = "Fund", Govt = "GovernmentBody" } }

[nodes.project]
type = "Project"
name = "Project"
from = "Start"
[nodes.project.properties]
theme = "Theme"

[nodes.partner]
type = "Organisation"
name = "Partners"
split = ";"
ignore = ["tbd"]

[[links]]
type = "FUNDED_BY"
from = "project"
to = "donor"
amount = "Amount"
currency = { column = "Currency", else = "EUR" }
measure = { column = "Status", map = { C = "committed", D = "paid" }, else = "committed" }
date = "Date"

[[links]]
type = "IMPLEMENTED_BY"
from = "project"
to = "partner"
"""
HEADER = "Donor,Donor id,Country,Kind,Project,Start,Theme,Partners,Amount,Currency,Status,Date"


def read(folder: Path, *rows: str, by: str = MAP, header: str = HEADER, name: str = "t.csv") -> Said:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return told(door.load(path, Metadata(), mapping.parse(by, "map.toml")))


def test_a_row_gives_nodes_links_and_money(tmp_path: Path) -> None:
    said = read(tmp_path, "Interior Ministry,XM-1,Serbia,Govt,Wells,2020-01,water,River Club;Lake Club,100.50,USD,D,2021-02-03")
    assert set(said.links()) == {
        ("FUNDED_BY", "Wells", "Interior Ministry"),
        ("IMPLEMENTED_BY", "Wells", "River Club"),
        ("IMPLEMENTED_BY", "Wells", "Lake Club"),
    }
    assert said.money("paid") == [("Wells", "Interior Ministry", "100.50", "USD", "2021-02-03")]
    donor, wells = said.named("Interior Ministry"), said.named("Wells")
    assert (donor.labels, donor.country) == (("GovernmentBody",), "RS")
    assert donor.keys == ("org:xm-1", "org:interior-ministry@by:ministry-of-water", "org:interior-ministry@rs")
    assert (wells.valid_from, wells.properties) == ("2020-01", {"theme": "water"})
    assert {s.locator for s in said.statements} == {"row:2"}
    assert {s.quote for s in said.statements} == {
        "Interior Ministry,XM-1,Serbia,Govt,Wells,2020-01,water,River Club;Lake Club,100.50,USD,D,2021-02-03"
    }


def test_a_name_with_its_country_bears_the_key_that_articles_give_it(tmp_path: Path) -> None:
    said = read(tmp_path, "Ministry of Interior of Serbia,,RS,,C d,,,,,,,")
    assert said.named("Ministry of Interior of Serbia").keys[-1] == "org:interior-ministry@rs"


def test_the_gazetteer_names_a_body_without_country(tmp_path: Path) -> None:
    said = read(tmp_path, '"Asylum, Migration and Integration Fund",,,,Wells deep,,,,5,,,2020')
    assert said.named("Asylum, Migration and Integration Fund").keys[-1] == "org:amif@gaz"
    assert said.named("Wells deep").keys == ("project:wells-deep@org:amif@gaz",)


def test_a_blank_amount_is_a_link_without_money_and_blank_parties_are_none(tmp_path: Path) -> None:
    said = read(tmp_path, "AMIF,,,,Wells,,,tbd,,,,", ",,,,Pumps,,,River Club,,,,")
    assert set(said.links()) == {("FUNDED_BY", "Wells", "AMIF"), ("IMPLEMENTED_BY", "Pumps", "River Club")}
    assert [s.properties["measure"] for s in said.statements if s.type == "FUNDED_BY"] == ["role"]
    assert not [s for s in said.statements if s.flow]


def test_one_amount_of_several_donors_stands_on_the_project(tmp_path: Path) -> None:
    by = MAP.replace('name = "Donor"\n', 'name = "Donor"\nsplit = "|"\n').replace('identifier = "Donor id"\n', "")
    said = read(tmp_path, "A|B,,,,Wells,,,,100,EUR,C,2020", by=by)
    assert [s for s in said.statements if s.flow] == []
    assert {s.properties["share"] for s in said.statements if s.type == "FUNDED_BY"} == {"unknown"}
    assert (said.named("Wells").properties["amount"], said.named("Wells").properties["currency"]) == ("100", "EUR")


def test_two_rows_alike_are_two_flows_and_a_row_inserted_renames_none(tmp_path: Path) -> None:
    row = "AMIF,,,,Wells,,,,100,EUR,C,2020-01-01"
    before = {s.id for s in read(tmp_path, row, row).statements}
    after = {s.id for s in read(tmp_path, "B,,,,Pumps,,,,1,EUR,C,2020", row, row).statements}
    assert before < after
    assert len({s.flow for s in read(tmp_path, row, row).statements if s.flow}) == 2


def test_a_key_names_a_row_whatever_else_changes(tmp_path: Path) -> None:
    by = MAP.replace("[table]\n", '[table]\nkey = "Theme"\n')
    ids = [{s.id for s in read(tmp_path, f"AMIF,,,,Wells,,K1,,{n},EUR,C,2020", by=by).statements if s.flow} for n in (1, 2)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('A,,,,Wells,,,,"1.234,56",EUR,C,2020', "no plain decimal number"),
        ("A,,,,Wells,,,,(500),EUR,C,2020", "no plain decimal number"),
        ("A,,,,Wells,,,,1e9,EUR,C,2020", "no plain decimal number"),
        ("A,,,,Wells,,,,£5,EUR,C,2020", "no plain decimal number"),
        ("A,,,,Wells,,,,NaN,EUR,C,2020", "no plain decimal number"),
        ("A,,,,Wells,,,,5,EUR,C,31/02/2020", "no day there is"),
        ("A,,,,Wells,2020-13,,,5,EUR,C,2020", "no day there is"),
        ("A,,,,Wells,,,,5,EUR,X,2020", "measure 'X'"),
        (",,,,,,,,5,EUR,C,2020", "names nothing"),
        ("A,,,,Wells,,,,5,EUR,C", "has 11 fields"),
        ('"A,,,,Wells,,,,5,EUR,C,2020', "is no row of a table"),
    ],
)
def test_rows_are_refused_one_by_one_with_the_reason(tmp_path: Path, row: str, reason: str) -> None:
    said = read(tmp_path, "B,,,,Pumps,,,,1,EUR,C,2020", row)
    assert list(said.reasons()) == ["row:3"]
    assert reason in said.reasons()["row:3"]
    assert len(said.money("committed")) == 1
    assert said.refused[0].content.startswith(HEADER)  # type: ignore[union-attr]


def test_days_first_where_the_column_leaves_no_doubt(tmp_path: Path) -> None:
    said = read(tmp_path, "A,,,,Wells,,,,1,EUR,C,03/04/2020", "A,,,,Pumps,,,,2,EUR,C,13/04/2020")
    assert [flow[4] for flow in said.money("committed")] == ["2020-04-03", "2020-04-13"]
    said = read(tmp_path, "A,,,,Wells,,,,1,EUR,C,03/04/2020")
    assert [flow[4] for flow in said.money("committed")] == ["2020"]
    assert any("year alone" in text for text in said.warned)


def test_columns_that_no_mapping_names_are_counted(tmp_path: Path) -> None:
    said = read(tmp_path, "A,,,,W,,,,1,EUR,C,2020,red,9", header=HEADER + ",Colour,refused_at")
    assert said.warned[-1] == "not used: 1 × Colour"


def test_columns_are_found_whatever_their_capitals_and_blanks(tmp_path: Path) -> None:
    said = read(tmp_path, "A,,,,W,,,,1,EUR,C,2020", header=HEADER.replace("Donor id", "donor_ID").replace("Amount", " AMOUNT "))
    assert len(said.money("committed")) == 1


def test_people_events_and_places(tmp_path: Path) -> None:
    by = """
[nodes.person]
type = "Person"
name = { columns = ["First", "Last"] }
[nodes.body]
type = "Organisation"
name = "Body"
country = { value = "AT" }
[nodes.event]
type = "Event"
name = "Meeting"
from = "Day"
[nodes.place]
type = "Place"
name = "City"
[nodes.country]
type = "Place"
country = "Land"
[[links]]
type = "REPRESENTS"
from = "person"
to = "body"
title = "Role"
[[links]]
type = "ATTENDED"
from = "person"
to = "event"
[[links]]
type = "HELD_IN"
from = "event"
to = "place"
[[links]]
type = "LOCATED_IN"
from = "body"
to = "country"
"""
    said = read(
        tmp_path,
        "Ana,Example,Water Office,Lake talks,2024-05-16,Graz,Austria,Head",
        by=by,
        header="First,Last,Body,Meeting,Day,City,Land,Role",
    )
    assert said.named("Ana Example").keys == ("person:ana-example@org:water-office@at",)
    assert said.named("Lake talks").keys == ("event:lake-talks@2024-05-16@graz",)
    assert said.named("Austria").keys == ("place:at",)
    assert [s.properties for s in said.statements if s.type == "REPRESENTS"] == [{"title": "Head"}]
    assert len(said.links()) == 4


def test_types_may_stand_in_columns(tmp_path: Path) -> None:
    by = """
[nodes.one]
type = { column = "A type", map = { body = "Organisation" }, else = "Organisation" }
name = "A"
[nodes.other]
type = { column = "B type" }
name = "B"
[[links]]
type = { column = "Link", map = { "paid by" = "FUNDED_BY", "part of" = "PART_OF" } }
from = "one"
to = "other"
"""
    rows = (
        "body,A1,organisation,B1,part of",
        "project,A2,Organisation,B2,paid by",
        "Person,A3,Place,B3,part of",
        ",A4,Organisation,B4,odd",
    )
    said = read(tmp_path, *rows, by=by, header="A type,A,B type,B,Link")
    assert said.links() == [("PART_OF", "A1", "B1"), ("FUNDED_BY", "A2", "B2")]
    assert said.reasons()["row:4"] == "PART_OF cannot go from Person to Place"
    assert "'odd'" in said.reasons()["row:5"]


def test_a_flow_between_organisations_names_the_project_it_went_through(tmp_path: Path) -> None:
    by = (
        MAP
        + '\n[[links]]\ntype = "FUNDED_BY"\nfrom = "partner"\nto = "donor"\nvia = "project"\namount = "Amount"\nmeasure = "paid"\nunit = "1000"\n'
    )
    said = read(tmp_path, "AMIF,,,,Deep wells,,,Club,1.5,EUR,C,2020", by=by)
    flow = next(s for s in said.statements if s.properties.get("measure") == "paid")
    assert (flow.properties["via"], flow.properties["amount"]) == (said.named("Deep wells").id, "1500.0")


# -- mappings


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("x", "", "is no TOML"),
        ("[table]\n", "nodes", "names nothing"),
        ('[nodes.a]\nname = "A"', "nodes.a", "has no type"),
        ('[nodes.a]\ntype = "Thing"\nname = "A"', "nodes.a.type", "known: Person"),
        ('[nodes.a]\ntype = "Person"', "nodes.a", "neither name nor identifier"),
        ('[nodes.a]\ntype = "Person"\nname = 5', "nodes.a.name", "name of a column"),
        ('[nodes.a]\ntype = "Person"\nname = { valu = "A" }', "nodes.a.name.valu", "known: column"),
        ('[nodes.a]\ntype = "Person"\nname = "A"\nage = "B"', "nodes.a.age", "is not known"),
        ('[nodes.a]\ntype = "Person"\nname = "A"\n[[links]]\ntype = "PART_OF"\nfrom = "a"\nto = "b"', "links[1].to", "none of the nodes"),
        ('[nodes.a]\ntype = "Person"\nname = "A"\n[[links]]\ntype = "PART_OF"\nfrom = "a"\nto = "a"', "links[1]", "cannot go from Person"),
        ('[nodes.a]\ntype = "Person"\nname = "A"\n[links]\ntype = "PART_OF"', "links", "two brackets"),
        (MAP.replace("measure", "#"), "links[1]", "no measure"),
        (MAP + 'unit = "k"\n', "links[2].unit", "whole number"),
        (MAP.replace('D = "paid"', 'D = "spend"'), "links[1].measure", "'spend' is not known"),
    ],
)
def test_a_mapping_that_is_wrong_says_where_and_what(text: str, where: str, reason: str) -> None:
    with pytest.raises(InputRefused, match=reason) as wrong:
        mapping.parse(text, "map.toml")
    assert wrong.value.locator == (where or "file")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="has no column 'Amount'.*there are: Donor, Donor id"):
        read(tmp_path, "A,,,,W,,,,1,EUR,C,2020", header=HEADER.replace("Amount", "Sum"))


# -- kinds of files

ROW: dict[str, Any] = {"Donor": "AMIF", "Project": "Wells", "Amount": 100.5, "Currency": "EUR", "Status": "C", "Date": "2020-05-01"}
SMALL = MAP.replace('identifier = "Donor id"\n', "").replace('country = "Country"\n', "").replace('name = "Partners"', 'name = "Project"')
SMALL = "\n".join(line for line in SMALL.splitlines() if "Kind" not in line and "Start" not in line and "Theme" not in line)


def small(path: Path) -> Said:
    return told(door.load(path, Metadata(), mapping.parse(SMALL, "map.toml")))


def test_tsv_xlsx_ods_and_parquet_say_the_same(tmp_path: Path) -> None:
    import datetime

    import openpyxl
    import pyarrow
    import pyarrow.parquet

    day = datetime.date(2020, 5, 1)
    (tmp_path / "t.tsv").write_text("\t".join(ROW) + "\n" + "\t".join(map(str, ROW.values())) + "\n")
    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    book.active.append([*list(ROW.values())[:-1], day])
    book.save(tmp_path / "t.xlsx")
    write_ods(tmp_path / "t.ods", [list(ROW), list(ROW.values())])
    pyarrow.parquet.write_table(pyarrow.table({k: [day if k == "Date" else v] for k, v in ROW.items()}), tmp_path / "t.parquet")
    for name in ("t.tsv", "t.xlsx", "t.ods", "t.parquet"):
        said = small(tmp_path / name)
        assert said.money("committed") == [("Wells", "AMIF", "100.5", "EUR", "2020-05-01")], name
        assert {s.locator.rpartition("!")[2] for s in said.statements} == {"row:2"}


def write_ods(path: Path, rows: list[list[Any]]) -> None:
    """The least that an OpenDocument spreadsheet is."""
    kinds = {float: 'office:value-type="float" office:value="{0}"', str: 'office:value-type="string"'}
    cells = [[f"<table:table-cell {kinds[type(v)].format(v)}><text:p>{v}</text:p></table:table-cell>" for v in row] for row in rows]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for n, v in names.items())
    sheet = f'<table:table table:name="Sheet">{body}</table:table>'
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )


def test_numbers_of_a_workbook_are_plain_digits(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    for amount in (1000000000000000.0, 0.1, 12, 1e-7, float("nan")):
        book.active.append(["A", f"P{amount}", amount, "EUR", "C", 2020])
    book.save(tmp_path / "t.xlsx")
    said = small(tmp_path / "t.xlsx")
    assert [flow[2] for flow in said.money("committed")] == ["1000000000000000", "0.1", "12", "0.0000001"]


def test_parquet_without_its_extra_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputRefused, match=r"cooplinks\[parquet\]"):
        small(tmp_path / "t.parquet")


def test_a_sheet_is_chosen_by_its_columns_or_by_name(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Read", "me"])
    for name in ("one", "two"):
        sheet = book.create_sheet(name)
        sheet.append(list(ROW))
        sheet.append(list(ROW.values()))
    book.save(tmp_path / "t.xlsx")
    both = small(tmp_path / "t.xlsx")
    assert len(both.sources) == 2
    assert {s.locator for s in both.statements} == {"one!row:2", "two!row:2"}
    one = told(door.load(tmp_path / "t.xlsx", Metadata(), mapping.parse(SMALL.replace("[table]", '[table]\nsheet = "two"'), "m")))
    assert [s.locator for s in one.statements if s.flow] == ["two!row:2"]
    assert any("'one'" in text for text in one.warned)

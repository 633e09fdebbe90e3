"""What a grant says, whatever it is written in."""

import json
from pathlib import Path

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.app.kinds import recognise
from tests.loaders.grants.make import TITLES, grant, package, table
from tests.loaders.said import Said, read


def test_a_grant_is_a_project_with_funder_recipient_and_one_award(tmp_path: Path) -> None:
    for said in (read(table(tmp_path, {})), read(package(tmp_path, grant()))):
        assert set(said.links()) == {
            ("FUNDED_BY", "Boats", "Lake Trust"),
            ("IMPLEMENTED_BY", "Boats", "Rowing Club"),
            ("FUNDED_BY", "Rowing Club", "Lake Trust"),
        }
        assert said.money("committed") == [("Rowing Club", "Lake Trust", "1000", "GBP", "2021-03-05")]
        assert not said.refused
        award = next(s for s in said.statements if s.flow)
        assert award.flow == award.id
        assert award.properties["via"] == said.named("Boats").keys[0] == "project:360g-lake-1"
        assert (award.properties["grant"], award.properties["direction"]) == ("360G-lake-1", "outgoing")
        assert said.named("Lake Trust").keys == ("org:gb-chc-100", "org:lake-trust@by:gb-chc-100")
        assert said.named("Boats").properties["reported_in"] == said.sources[0].key


def test_rows_are_cited_by_the_number_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    said = read(table(tmp_path, {"description": "two\nlines"}, {"id": "360G-lake-2", "title": "Oars"}))
    locators = {said.name(s.from_record): s.locator for s in said.statements if s.type == "IMPLEMENTED_BY"}
    assert locators == {"Boats": "row:2", "Oars": "row:3"}
    quote = next(s.quote for s in said.statements if s.locator == "row:2")
    assert '"two lines"' in quote


def test_json_is_cited_by_its_place_and_keeps_the_digits_of_its_amounts(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    path.write_text('{"grants": [' + json.dumps(grant()).replace("1000", "1000.10000000000000000001") + "]}")
    said = read(path)
    assert said.money("committed")[0][2] == "1000.10000000000000000001"
    assert {s.locator for s in said.statements} == {"/grants/0"}


@pytest.mark.parametrize("layout", ["package", "list", "packages"])
def test_json_may_be_a_package_a_list_or_several_packages(tmp_path: Path, layout: str) -> None:
    grants = [grant(), grant(id="360G-lake-2", title="Oars")]
    whole = {"package": {"version": "1.1", "grants": grants}, "list": grants, "packages": {"packages": [{"grants": grants}]}}[layout]
    path = tmp_path / "g.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(whole).encode())
    assert len(read(path).money("committed")) == 2


def test_a_package_says_who_publishes_it(tmp_path: Path) -> None:
    path = package(tmp_path, grant(), publisher={"name": "Lake Trust"}, license="https://example.org/cc", title="All grants")
    source = read(path).sources[0]
    assert (source.publisher, source.licence, source.title) == ("Lake Trust", "https://example.org/cc", "All grants")


def test_headers_may_be_titles_with_numbers_or_json_names(tmp_path: Path) -> None:
    numbered = {**TITLES, "recipient": "Recipient Org:0:Identifier", "recipient_name": "Recipient Org:0:Name"}
    json_names = {
        **{"id": "id", "title": "title", "currency": "currency", "awarded": "amountAwarded", "date": "awardDate"},
        **{"recipient": "recipientOrganization/0/id", "recipient_name": "recipientOrganization/0/name"},
        **{"funder": "fundingOrganization/0/id", "funder_name": "fundingOrganization/0/name"},
    }
    for titles in (numbered, json_names):
        assert read(table(tmp_path, {}, titles=titles)).money("committed") == [("Rowing Club", "Lake Trust", "1000", "GBP", "2021-03-05")]


def test_what_was_disbursed_is_another_measure(tmp_path: Path) -> None:
    said = read(table(tmp_path, {"disbursed": "250.50"}))
    assert said.money("paid") == [("Rowing Club", "Lake Trust", "250.50", "GBP", "2021-03-05")]
    assert len(said.money("committed")) == 1


def test_an_individual_is_a_person_of_one_grant_and_never_merged(tmp_path: Path) -> None:
    person = {"id": "360G-lake-P1", "name": "Individual Recipient"}
    made = [grant(id=f"360G-lake-{n}", recipientIndividual=person, recipientOrganization=[]) for n in (1, 2)]
    said = read(package(tmp_path, *made))
    persons = [r for r in said.records.values() if r.type == "Person"]
    assert len(persons) == 2
    assert all(p.keys == () and p.identifiers == () for p in persons)
    assert len(said.money("committed")) == 2


def test_regranting_places_programmes_and_dates_are_kept(tmp_path: Path) -> None:
    made = grant(
        regrantType="FRG010",
        grantProgramme=[{"title": "Water", "code": "W"}],
        classifications=[{"vocabulary": "own", "code": "7", "title": "Boats"}],
        plannedDates=[{"startDate": "2021-04-01", "endDate": "2022-03-31", "duration": "12"}],
        actualDates=[{"endDate": "2022-05-01"}],
        beneficiaryLocation=[
            {"name": "Leeds", "countryCode": "GB", "geoCode": "E08000035", "geoCodeType": "MD"},
            {"countryCode": "KE"},
            {"name": "By the lake"},
        ],
    )
    said = read(package(tmp_path, made))
    boats = said.named("Boats")
    assert boats.properties["regrant_type"] == "FRG010"
    assert boats.properties["programmes"] == ("Water",)
    assert boats.properties["classifications"] == ("own: 7: Boats",)
    assert boats.properties["locations"] == ("By the lake",)
    assert (boats.valid_from, boats.valid_to, boats.properties["planned_end"]) == ("2021-04-01", "2022-05-01", "2022-03-31")
    assert set(said.links("LOCATED_IN")) == {
        ("LOCATED_IN", "Boats", "Leeds"),
        ("LOCATED_IN", "Boats", "Kenya"),
        ("LOCATED_IN", "Leeds", "United Kingdom"),
    }
    assert said.named("Kenya").keys == ("place:ke",)
    assert said.named("Leeds").keys == ("place:e08000035",)


def test_several_recipients_leave_the_award_on_the_grant(tmp_path: Path) -> None:
    two = [{"id": "GB-CHC-200", "name": "Rowing Club"}, {"id": "GB-CHC-201", "name": "Sailing Club"}]
    said = read(package(tmp_path, grant(recipientOrganization=two)))
    assert said.money("committed") == [("Boats", "Lake Trust", "1000", "GBP", "2021-03-05")]
    award = next(s for s in said.statements if s.flow)
    assert (award.properties["unnamed"], award.properties["share"]) == ("receiver", "unknown")
    assert len(said.links("IMPLEMENTED_BY")) == 2


def test_several_funders_share_an_amount_that_stands_on_the_grant(tmp_path: Path) -> None:
    two = [{"id": "GB-CHC-100", "name": "Lake Trust"}, {"id": "GB-CHC-101", "name": "River Trust"}]
    said = read(package(tmp_path, grant(fundingOrganization=two)))
    assert [s for s in said.statements if s.flow] == []
    assert {s.properties["share"] for s in said.statements if s.type == "FUNDED_BY"} == {"unknown"}
    assert said.named("Boats").properties["amount"] == "1000"


def test_a_recipient_without_identifier_has_one_key_and_one_without_name_is_none(tmp_path: Path) -> None:
    said = read(table(tmp_path, {"recipient": "n/a"}, {"id": "360G-lake-2", "title": "Oars", "recipient": "", "recipient_name": ""}))
    assert said.named("Rowing Club").keys == ("org:rowing-club@by:gb-chc-100",)
    assert ("Oars", "Lake Trust", "1000", "GBP", "2021-03-05") in said.money("committed")
    assert any("without recipient" in text for text in said.warned)


def test_an_id_that_comes_again_is_numbered(tmp_path: Path) -> None:
    said = read(table(tmp_path, {"modified": "2022-01-01"}, {"modified": "2023-01-01T12:00:00+02:00", "awarded": "7"}))
    reports = sorted(
        (r.properties.get("occurrence", 1), r.properties["last_updated"]) for r in said.records.values() if r.type == "Project"
    )
    assert reports == [(1, "2022-01-01T00:00:00Z"), (2, "2023-01-01T10:00:00Z")]
    assert {r.keys for r in said.records.values() if r.type == "Project"} == {("project:360g-lake-1",)}
    assert sorted(s.properties.get("occurrence", 1) for s in said.statements if s.flow) == [1, 2]
    assert any("came before" in text for text in said.warned)


# -- dates


def dates(said: Said) -> list[str | None]:
    return [flow[4] for flow in said.money("committed")]


def test_days_first_where_some_day_is_above_12(tmp_path: Path) -> None:
    said = read(table(tmp_path, {"date": "04/03/2020"}, {"id": "360G-lake-2", "date": "22/07/2020"}))
    assert dates(said) == ["2020-03-04", "2020-07-22"]
    assert not [w for w in said.warned if "year alone" in w]


@pytest.mark.parametrize("other", ["05/06/2020", "07/22/2020"])
def test_else_the_year_alone_and_a_warning(tmp_path: Path, other: str) -> None:
    said = read(table(tmp_path, {"date": "04/03/2020"}, {"id": "360G-lake-2", "date": other}))
    assert dates(said) == ["2020", "2020"]
    assert any("the year alone" in text and "awardDate" in text for text in said.warned)


def test_the_column_is_looked_over_in_json_too(tmp_path: Path) -> None:
    said = read(package(tmp_path, grant(awardDate="04/03/2020"), grant(id="360G-lake-2", awardDate="22/07/2020")))
    assert dates(said) == ["2020-03-04", "2020-07-22"]


# -- what is refused


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"awarded": "1.234,56"}, "no plain decimal number"),
        ({"awarded": "(500)"}, "no plain decimal number"),
        ({"awarded": "1e9"}, "no plain decimal number"),
        ({"awarded": "£500"}, "no plain decimal number"),
        ({"awarded": "NaN"}, "no plain decimal number"),
        ({"awarded": ""}, "no amount awarded"),
        ({"disbursed": "1_000"}, "amountDisbursed"),
        ({"date": "31/02/2020"}, "no day there is"),
        ({"date": "2020-02-31"}, "no day there is"),
        ({"id": " "}, "no grant id"),
        ({"funder": "", "funder_name": ""}, "no funder"),
    ],
)
def test_a_grant_that_cannot_be_read_is_refused_whole_and_the_rest_stays(tmp_path: Path, row: dict[str, str], reason: str) -> None:
    said = read(table(tmp_path, {"id": "360G-lake-9", "title": "Oars", **row}, {}))
    assert list(said.reasons()) == ["row:2"]
    assert reason in said.reasons()["row:2"]
    assert len(said.money("committed")) == 1
    assert "Oars" not in {r.names[0].text for r in said.records.values()}


def test_zero_and_negative_amounts_are_numbers(tmp_path: Path) -> None:
    said = read(table(tmp_path, {"awarded": "0"}, {"id": "360G-lake-2", "awarded": "-5.5"}))
    assert [flow[2] for flow in said.money("committed")] == ["0", "-5.5"]


def test_a_row_of_too_many_or_too_few_fields_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, {})
    path.write_text(
        path.read_text() + "360G-lake-2,Oars,now, with, a, comma,GBP,5,,2020-01-01,,GB-CHC-1,A,GB-CHC-100,Lake Trust\r\n360G-lake-3,Cut"
    )
    assert {locator: reason[:6] for locator, reason in read(path).reasons().items()} == {"row:3": "has 15", "row:4": "has 2 "}


def test_columns_and_fields_of_no_standard_are_counted_and_named(tmp_path: Path) -> None:
    titles = {**TITLES, "colour": "Colour", "cost": "Refused_Cost"}
    said = read(table(tmp_path, {"colour": "red"}, {"id": "360G-lake-2", "colour": "blue", "cost": "1"}, titles=titles))
    assert said.warned[-1] == "not used: 2 × Colour, 1 × Refused_Cost"
    said = read(package(tmp_path, grant(additional_data={"x": 1}, recipientOrganization=[{"id": "GB-CHC-200", "name": "R", "shoe": 4}])))
    assert said.warned[-1] == "not used: 1 × additional_data, 1 × recipientOrganization/shoe"


# -- files


def test_semicolon_and_utf_16_tables_are_read(tmp_path: Path) -> None:
    wide = table(tmp_path, {}, name="wide.csv")
    wide.write_bytes(wide.read_text().encode("utf-16"))
    for path in (table(tmp_path, {}, name="semi.csv", delimiter=";"), wide):
        assert len(read(path).money("committed")) == 1


def test_workbooks_of_several_sheets_are_put_together(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    main = book.active
    main.title = "grants"
    main.append(list(TITLES.values()))
    values = {"id": "360G-lake-1", "title": "Boats", "currency": "GBP", "awarded": 1000, "date": __import__("datetime").date(2021, 3, 5)}
    values |= {"recipient": "GB-CHC-200", "recipient_name": "Rowing Club", "funder": "GB-CHC-100", "funder_name": "Lake Trust"}
    main.append([values.get(name) for name in TITLES])
    places = book.create_sheet("locations")
    places.append(["Identifier", "Beneficiary Location:Name", "Beneficiary Location:Country Code"])
    places.append(["360G-lake-1", "Kisumu", "KE"])
    book.create_sheet("notes").append(["Anything"])
    book.save(tmp_path / "g.xlsx")
    said = read(tmp_path / "g.xlsx")
    assert said.money("committed") == [("Rowing Club", "Lake Trust", "1000", "GBP", "2021-03-05")]
    assert ("LOCATED_IN", "Boats", "Kisumu") in said.links()
    assert {s.locator for s in said.statements if s.flow} == {"grants!row:2"}
    assert any("'notes'" in text for text in said.warned)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.json", b"<iati-activities/>", "holds XML"),
        ("a.json", b'{"grants": [{"id": "360G-x-1", ', "broken off"),
        ("a.json", b'{"grants": {}}', "holds no grants"),
        ("a.json", b'{"grants": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", "nested more than 100 levels"),
        ("a.json", b'{"grants": [' + b'{"id": [' * 5000 + b"]}" * 5000 + b"]}", "nested more than 100 levels"),
        ("a.csv", b'{"grants": []}', "holds JSON"),
        ("a.csv", b"<x/>", "holds XML"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"Title,Colour\nx,y\n", "cooplinks table guess"),
        ("a.xlsx", b"PK nothing", "is no workbook"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputRefused, match=reason) as wrong:
        read(path)
    assert name in str(wrong.value)


def test_brackets_in_texts_are_no_levels(tmp_path: Path) -> None:
    path = package(tmp_path, grant(description="[" * 5000))
    assert read(path).money("committed")


def test_a_table_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, {"title": "Zoë"})
    path.write_bytes(path.read_text().encode("latin-1"))
    with pytest.raises(InputRefused, match="UTF-8"):
        read(path)


def test_articles_and_other_json_are_no_grants(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"title": "An article", "text": "…", "url": ""}')
    assert recognise(tmp_path / "a.json").name == "articles"
    (tmp_path / "a.json").write_text('{"things": []}')
    with pytest.raises(InputRefused, match="none of what a .json file may be"):
        recognise(tmp_path / "a.json")


def test_what_is_no_object_among_json_grants_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    path.write_text(json.dumps({"grants": [5, grant(), None, "x", grant(id="360G-lake-2", awardDate="13/02/2021")]}))
    said = read(path)
    assert {locator: reason.split(",")[0] for locator, reason in said.reasons().items()} == {
        "/grants/0": "is a number",
        "/grants/2": "is null",
        "/grants/3": "is a text",
    }
    assert [flow[4] for flow in said.money("committed")] == ["2021-03-05", "2021-02-13"]


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2022-01-01", "2022-01-01T00:00:00Z"),  # a day is its midnight: neither older nor newer
        ("2022-01-01T02:00:00+02:00", "2022-01-01T00:00:00Z"),
        ("13/01/2022", "2022-01-13T00:00:00Z"),
        ("2022", "2022"),
        ("0001-01-01T00:00:00+05:00", "0001-01-01"),  # before all time in UTC
        ("soon", ""),
    ],
)
def test_moments_of_change_compare_as_text(tmp_path: Path, told: str, moment: str) -> None:
    assert read(package(tmp_path, grant(dateModified=told))).named("Boats").properties["last_updated"] == moment

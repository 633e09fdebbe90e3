"""Tables that the program knows by their headers: small samples of our own with the columns of each."""

from pathlib import Path

import pytest

from cooplinks.app.kinds import recognise
from tests.loaders.said import read

CRS = "year{d}donor_code{d}donor_name{d}agency_code{d}agency_name{d}crs_id{d}project_number{d}recipient_code{d}recipient_name{d}usd_commitment{d}usd_disbursement{d}project_title{d}purpose_code{d}purpose_name{d}channel_code{d}channel_name{d}channel_reported_name"
ROWS = (
    "2021{d}1{d}Austria{d}8{d}Austrian Development Agency{d}2021000007{d}77{d}64{d}Bosnia and Herzegovina{d}1.25{d}{d}Asylum offices{d}15190{d}Migration{d}41000{d}Some NGO{d}Hilfswerk International",
    "2022{d}1{d}Austria{d}8{d}Austrian Development Agency{d}2021000007{d}77{d}64{d}Bosnia and Herzegovina{d}{d}0.5{d}Asylum offices{d}15190{d}Migration{d}10000{d}Public{d}Recipient Government",
    "2022{d}918{d}EU Institutions{d}1{d}Commission of EC{d}2022000001{d}{d}89{d}Europe, regional{d}2{d}{d}Border tools{d}15190{d}Migration{d}{d}{d}",
)


@pytest.mark.parametrize(("name", "delimiter", "old"), [("crs.csv", ",", False), ("CRS 2022 data.txt", "|", True)])
def test_the_creditor_reporting_system(tmp_path: Path, name: str, delimiter: str, old: bool) -> None:
    header = CRS.format(d=delimiter)
    if old:  # DonorName for donor_name
        header = delimiter.join("".join(word.capitalize() for word in column.split("_")) for column in header.split(delimiter))
    rows = [row.replace("Europe, regional", '"Europe, regional"').format(d=delimiter) for row in ROWS]
    path = tmp_path / name
    path.write_text("\n".join([header, *rows]) + "\n")
    said = read(path)
    assert not said.refused
    assert said.money("committed") == [
        ("Asylum offices", "Austrian Development Agency", "1250000.00", "USD", "2021"),
        ("Border tools", "Commission of EC", "2000000", "USD", "2022"),
    ]
    assert said.money("paid") == [("Asylum offices", "Austrian Development Agency", "500000.0", "USD", "2022")]
    assert said.named("Austrian Development Agency").country == "AT"
    assert set(said.links("IMPLEMENTED_BY")) == {("IMPLEMENTED_BY", "Asylum offices", "Hilfswerk International")}
    assert ("LOCATED_IN", "Asylum offices", "Bosnia and Herzegovina") in said.links()
    assert said.named("Asylum offices").identifiers[0].value == "1-2021000007"


OCHA = """date,budgetYear,description,amountUSD,srcOrganization,srcOrganizationTypes,srcLocations,destPlan,destPlanCode,destOrganization,destGlobalClusters,destLocations,status,onBoundary,boundary,id
#date,#date+year+budget,#description+notes,#value+funding+total+usd,#org+name+funder,#org+type+funder+list,#country+iso3+funder+list,#activity+appeal+name,#activity+appeal+id+external,#org+name+impl,#sector+cluster+name+list,#country+iso3+impl+list,#status+text,#financial+direction+type,#financial+direction,#activity+id+fts_internal
2022-03-01,2022,Winter help,250000,"Austria, Government of",Governments,AUT,Regional Plan 2022,RREG22,World Shelter Union,Shelter,"MDA,ROU",paid,shared,incoming,301
2022-04-01,2022,Promise,100,"Austria, Government of",Governments,AUT,,,Not specified,,MDA,pledge,single,incoming,302
2022-05-01,2022,More,75.5,"Austria, Government of",Governments,AUT,,,World Shelter Union,,MDA,commitment,single,incoming,303
"""


def test_flows_of_the_financial_tracking_service(tmp_path: Path) -> None:
    (tmp_path / "mda.csv").write_text(OCHA)
    (tmp_path / "rou.csv").write_text("".join(OCHA.splitlines(keepends=True)[:3]))
    said, other = read(tmp_path / "mda.csv"), read(tmp_path / "rou.csv")
    assert said.money("paid") == [("World Shelter Union", "Austria, Government of", "250000", "USD", "2022-03-01")]
    assert said.money("committed") == [("World Shelter Union", "Austria, Government of", "75.5", "USD", "2022-05-01")]
    assert set(said.links("LOCATED_IN")) == {("LOCATED_IN", "Regional Plan 2022", name) for name in ("Moldova", "Romania")}
    assert {s.flow for s in other.statements if s.flow} < {
        s.flow for s in said.statements if s.flow
    }  # in the files of two countries: one flow
    assert not said.refused
    assert said.named("World Shelter Union").keys == other.named("World Shelter Union").keys


EU = """Year,Budget,Reference of the Legal Commitment (LC),Reference (Budget),Name of beneficiary,VAT number of beneficiary,Coordinator,City,Postal code,Beneficiary country,Beneficiary’s contracted amount (EUR),Commitment contracted amount (EUR) (A),Subject of grant or contract,Responsible department,Budget line number,Programme name,Funding type,Beneficiary type,Project start date,Project end date
2022,EDF,SCR.CTR.1,SCR.1,Hilfswerk International,,Yes,Wien,1070,Austria,400000.00,600000.00,Return in dignity,DG NEAR,15.020101,IPA III,Grants,Private,01/02/2022,31/01/2024
2022,EDF,SCR.CTR.1,SCR.1,Some Association,,No,Sarajevo,71000,Bosnia and Herzegovina,200000.00,600000.00,Return in dignity,DG NEAR,15.020101,IPA III,Grants,Private,01/02/2022,31/01/2024
2022,EDF,SCR.CTR.2,SCR.2,*****,,No,,,Austria,15000.00,15000.00,Expert,DG NEAR,15.020101,IPA III,Experts,Natural person,,
"""


def test_the_financial_transparency_system(tmp_path: Path) -> None:
    (tmp_path / "eu.csv").write_text(EU)
    said = read(tmp_path / "eu.csv")
    assert not said.refused
    assert said.money("committed") == [
        ("Hilfswerk International", "European Commission", "400000.00", "EUR", "2022"),
        ("Some Association", "European Commission", "200000.00", "EUR", "2022"),
    ]
    assert said.named("European Commission").keys[-1] == "org:european-commission@gaz"
    assert (said.named("Return in dignity").valid_from, said.named("Return in dignity").valid_to) == ("2022", "2024-01-31")
    assert len(said.links("IMPLEMENTED_BY")) == 2


def test_an_article_that_begins_like_a_header_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("In the year 2022, Austria gave more, and so on.\n")
    assert recognise(tmp_path / "a.txt").name == "prose"

"""Wordings, one rule at a time."""

import pytest

from cooplinks.app.ids import StatementIds
from cooplinks.app.model import Source
from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.money import amounts_in
from cooplinks.loaders.prose.records import records_of
from cooplinks.loaders.prose.statements import statements_of
from tests.loaders.prose.reads import attended, dates, links, names

HELD = "A conference was held in Oslo on 5 May 2020. "


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ministry of Labour, Employment, Veterans and Social Affairs", {"Ministry of Labour, Employment, Veterans and Social Affairs"}),
        ("the Ministry of Health of Ghana and UNICEF", {"Ministry of Health of Ghana", "United Nations Children's Fund"}),
        (
            "the Ministry of Interior (ME) and the Ministry of Interior (RS)",
            {"Ministry of Interior of Montenegro", "Ministry of Interior of Serbia"},
        ),
        ("the Austrian Federal Ministy of Justice", {"Austrian Federal Ministry of Justice"}),
        ("the Zenica Youth Forum Network (ZYFN); the ZYFN grew", {"Zenica Youth Forum Network"}),
        ("the Kenya Red Cross and the Norwegian Red Cross", {"Kenya Red Cross", "Norwegian Red Cross"}),
        ("the Pool of Experts and the Sustainable Development Goals (SDG)", set()),
        ("Group 77 and the Association “Lasta”", {"Group 77", "Association “Lasta”"}),
    ],
)
def test_bodies(text: str, found: set[str]) -> None:
    assert names(extract(f"They spoke of {text}."), "Organisation") == found


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("on 26-27 October 2023", ("2023-10-26", "2023-10-27")),
        ("from 28 May to 2 June 2022", ("2022-05-28", "2022-06-02")),
        ("on May 15, 2024", ("2024-05-15", "2024-05-15")),
        ("on 3.4.2021", ("2021-04-03", "2021-04-03")),
        ("in September 2021", ("2021-09",)),
        ("between 20 and 22 December 2021", ("2021-12-20", "2021-12-22")),
    ],
)
def test_event_dates(when: str, days: tuple[str, ...]) -> None:
    assert dates(extract(f"A conference on fish was held in Bergen {when}.")) == days


def test_a_missing_year_is_that_of_publication() -> None:
    assert dates(extract("A conference on fish was held in Bergen on 5 May.", published="2019-05-07")) == ("2019-05-05", "2019-05-05")


def test_the_page_date_is_not_the_event_date() -> None:
    assert dates(extract("Last updated: April 24, 2024\n\nA conference on fish was held in Bergen in June 2023.")) == ("2023-06",)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("It was not funded by UNICEF.", set()),
        ("The conference was supported by UNICEF.", {("SUPPORTED_BY", "EVENT", "United Nations Children's Fund")}),
        ("The conference was organised with financial support from UNICEF.", {("FUNDED_BY", "EVENT", "United Nations Children's Fund")}),
        ("According to UNICEF, prices rose.", set()),
        ("The conference was hosted by UNICEF.", {("ATTENDED", "United Nations Children's Fund", "EVENT")}),
    ],
)
def test_one_wording_one_link(sentence: str, said: set[tuple[str, str, str]]) -> None:
    assert links(extract(HELD + sentence)) - {("HELD_IN", "EVENT", "Oslo")} == said


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Representatives of UNICEF attended the conference.", "held"),
        ("Representatives of UNICEF will attend the conference.", "planned"),
        ("UNICEF was invited to the conference.", "invited"),
        ("UNICEF did not attend the conference.", "declined"),
        ("UNICEF declined to take part.", "declined"),
    ],
)
def test_modality(sentence: str, modality: str) -> None:
    document = extract(HELD + sentence)
    for other in ("held", "planned", "invited", "declined"):
        assert attended(document, other) == ({"United Nations Children's Fund"} if other == modality else set())


def test_the_ministry_keeps_its_country() -> None:
    document = extract(
        "The Serbian Ministry of Justice and the Croatian Ministry of Justice met in Zagreb. The Ministry of Justice of Serbia left."
    )
    assert {(t.country) for t in document.things if "Justice" in t.name} == {"RS", "HR"}


def test_each_statement_names_its_cue_and_a_graded_confidence() -> None:
    document = extract(HELD + "The conference was organised by UNICEF. It was supported by Group 77.")
    strength = {s.type: s.confidence for s in document.said}
    assert all(s.cue and 0 < s.confidence < 1 for s in document.said)
    assert strength["ORGANISED_BY"] > strength["SUPPORTED_BY"]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("a grant of EUR 2 million", [("2000000", "EUR")]),
        ("US$204.3 million and $1.9 billion", [("204300000", "USD"), ("1900000000", "USD")]),
        ("USD 302,311", [("302311", "USD")]),
        ("1,5 million euros", [("1500000", "EUR")]),
        ("2 000 000 EUR", [("2000000", "EUR")]),
        ("50 million yen", [("50000000", "JPY")]),
        ("EUR 134.000", []),  # one hundred and thirty-four, or a thousand times as much
        ("20 per cent of 300 schools", []),
    ],
)
def test_amounts(text: str, amounts: list[tuple[str, str]]) -> None:
    assert [(amount, currency) for _, _, amount, currency in amounts_in(text)] == amounts


def funding(text: str) -> set[tuple[str, str, str, str]]:
    document = extract(text)
    names = {t.id: t.name for t in document.things}
    return {(names[s.target], s.measure, s.amount, s.currency) for s in document.said if s.type == "FUNDED_BY"}


def test_a_single_funder_has_the_stated_amount() -> None:
    text = "The project “Safe Shores”, worth EUR 2 million (USD 2.2 million), is funded by the European Union."
    assert funding(text) == {("European Union", "stated", "2000000", "EUR")}


def test_a_funder_without_an_amount_has_the_role_alone() -> None:
    assert funding("The project “Safe Shores” is funded by the European Union.") == {("European Union", "", "", "")}


def test_several_funders_give_one_amount_together() -> None:
    text = "The project “Safe Shores”, worth EUR 2 million, is funded by the European Union and the OPEC Fund."
    assert funding(text) == {("European Union", "stated", "", ""), ("OPEC Fund for International Development", "stated", "", "")}
    assert [t.stated for t in extract(text).things if t.type == "Project"] == [("2000000", "EUR")]
    source = Source("src:a~~1", "a", "article", "A", "test", "0")
    records = records_of(extract(text), source)
    project = next(r for r in records.values() if r.type == "Project")
    assert (project.properties["stated_amount"], project.properties["stated_currency"]) == ("2000000", "EUR")
    said = list(statements_of(extract(text), source, records, StatementIds(source.id)))
    assert {s.properties["share"] for s in said if s.type == "FUNDED_BY"} == {"unknown"}
    assert not any("amount" in s.properties for s in said)

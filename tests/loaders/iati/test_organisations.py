"""Organisation files: identifiers, names, intentions."""

from pathlib import Path

import pytest

from cooplinks.app.model import Identifier, Name
from cooplinks.app.names import publisher_key
from tests.loaders.iati.facts import REPORTER, Told, properties, told, written

PERIOD = '<period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/>'


def organisation(inner: str = "", identifier: str = "<organisation-identifier>XX-1</organisation-identifier>") -> str:
    return (
        f'<iati-organisation default-currency="EUR" xml:lang="en">{identifier}'
        f"<name><narrative>Ministry of Examples</narrative><narrative xml:lang='fr'>Ministère</narrative></name>{REPORTER}{inner}</iati-organisation>"
    )


def says(folder: Path, *organisations: str, version: str = "2.03") -> Told:
    return told(
        written(folder / "org.xml", f'<iati-organisations version="{version}">\n' + "\n".join(organisations) + "\n</iati-organisations>")
    )


def described(said: Told) -> list[object]:
    return [r for r in said.of_type("Organisation") if r.properties]


def test_an_organisation_with_its_names_and_budgets(tmp_path: Path) -> None:
    value = '<value value-date="2026-01-01">3000</value>'
    said = says(
        tmp_path,
        organisation(
            f"<total-budget>{PERIOD}{value}<budget-line><value>1</value></budget-line></total-budget>"
            f'<recipient-country-budget><recipient-country code="KE"/>{PERIOD}{value}</recipient-country-budget>'
            f'<recipient-region-budget><recipient-region code="298"/>{PERIOD}<value currency="USD">5</value></recipient-region-budget>'
            f"<total-expenditure>{PERIOD}{value}</total-expenditure>"
            '<document-link url="https://example.org/plan.pdf"/><other/>'
        ),
    )
    (record,) = described(said)
    assert record.names == (Name("Ministry of Examples", "en"), Name("Ministère", "fr"))  # type: ignore[attr-defined]
    assert record.identifiers == (Identifier("iati", "XX-1"),)  # type: ignore[attr-defined]
    assert record.keys == ("org:xx-1", publisher_key("Ministry of Examples", "XX-1"), publisher_key("Ministère", "XX-1"))  # type: ignore[attr-defined]
    assert record.properties == {  # type: ignore[attr-defined]
        "documents": ("https://example.org/plan.pdf",),
        "language": "en",
        "default_currency": "EUR",
        "total_budgets": ("2026-01-01/2026-12-31=3000 EUR",),
        "country_budgets": ("KE 2026-01-01/2026-12-31=3000 EUR",),
        "region_budgets": ("298 2026-01-01/2026-12-31=5 USD",),
        "total_expenditures": ("2026-01-01/2026-12-31=3000 EUR",),
    }
    assert said.unused() == "not used: 1 × other; 1 × total-budget/budget-line"
    assert not said.links()


def test_a_budget_for_an_organisation_is_a_link_but_no_flow_of_money(tmp_path: Path) -> None:
    budget = f'<recipient-org-budget><recipient-org ref="RR-1"><narrative>Receiver</narrative></recipient-org>{PERIOD}<value>500</value></recipient-org-budget>'
    said = says(tmp_path, organisation(budget))
    (link,) = said.money()
    assert said.ends(link) == ("Receiver", "Ministry of Examples")
    assert properties([link], "measure", "amount", "currency", "date", "period_end", "via") == [
        ("budget", "500", "EUR", "2026-01-01", "2026-12-31", None)
    ]
    assert link.locator == "/iati-organisations/iati-organisation[1]/recipient-org-budget[1]"
    assert link.quote.startswith("<recipient-org-budget><recipient-org ref=")


@pytest.mark.parametrize("version", ["1.01", "1.05"])
def test_organisation_files_of_1(tmp_path: Path, version: str) -> None:
    said = says(
        tmp_path,
        '<iati-organisation><reporting-org ref="XX-1">Ministry of Examples</reporting-org><iati-identifier>XX-1</iati-identifier>'
        "<name>Ministry of Examples</name><name xml:lang='fr'>Ministère</name>"
        f'<recipient-org-budget><recipient-org ref="RR-1">Receiver</recipient-org>{PERIOD}<value currency="USD">7</value></recipient-org-budget>'
        "</iati-organisation>",
        version=version,
    )
    assert said.ends(said.money()[0]) == ("Receiver", "Ministry of Examples")
    assert [r.names[0].text for r in said.of_type("Organisation")].count("Ministry of Examples") == 2, "described, and named as reporter"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (organisation(identifier=""), "an organisation without organisation-identifier (1.0x: iati-identifier): give it one"),
        (
            organisation(f"<recipient-org-budget>{PERIOD}<value>5</value></recipient-org-budget>"),
            "recipient-org-budget: its recipient-org has neither ref nor name",
        ),
        (
            organisation(f"<total-budget>{PERIOD}<value>5,0</value></total-budget>"),
            "total-budget: its value '5,0' is no number: digits, one decimal point, a sign",
        ),
    ],
)
def test_what_is_broken_is_refused_and_the_rest_stays(tmp_path: Path, broken: str, reason: str) -> None:
    said = says(tmp_path, broken, organisation(identifier="<organisation-identifier>XX-2</organisation-identifier>"))
    assert [(r.locator, r.reason) for r in said.refused] == [("line:2", reason)]
    assert any("org:xx-2" in r.keys for r in said.records)


def test_one_organisation_twice_is_told_twice(tmp_path: Path) -> None:
    said = says(tmp_path, organisation(), organisation())
    assert len(described(said)) == 2

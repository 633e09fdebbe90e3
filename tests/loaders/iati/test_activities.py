"""An activity: its project, who takes part in it, where, what it belongs to."""

from pathlib import Path

import pytest

from cooplinks.app.ids import identifier_key
from cooplinks.app.model import Identifier, Name
from cooplinks.app.names import publisher_key
from tests.loaders.iati.facts import activity, receiver, says, transaction

FULL = """
<title><narrative xml:lang="EN">Clean water</narrative><narrative xml:lang="fr">Eau propre</narrative></title>
<description type="1"><narrative>{long}</narrative></description>
<description type="2"><narrative>Second</narrative></description>
<other-identifier ref="7F-1" type="A1"/>
<other-identifier ref="7F-2" type="B1"><owner-org ref="YY-2"/></other-identifier>
<activity-status code="2"/>
<activity-date iso-date="2020-01-01" type="1"/><activity-date iso-date="2020-02-01" type="2"/>
<activity-date iso-date="2022-12-31" type="3"/>
<activity-scope code="4"/>
<recipient-country code="ke" percentage="60.5"/><recipient-country code="UG"/>
<recipient-region code="298" vocabulary="1" percentage="39.5"/><recipient-region code="X7" vocabulary="99"/>
<sector code="11220" percentage="50"/><sector code="110" vocabulary="2" percentage="50"/>
<document-link url="https://example.org/a.pdf" format="application/pdf"/>
<contact-info><email>someone@example.org</email></contact-info>
<contact-info><email>else@example.org</email></contact-info>
<result type="1"/>
"""


def test_a_project_has_all_that_is_told_of_it(tmp_path: Path) -> None:
    attributes = (
        'xml:lang="en" default-currency="usd" hierarchy="2" humanitarian="1" linked-data-uri="https://example.org/x" '
        'last-updated-datetime="2024-03-01T10:00:00+02:00"'
    )
    said = says(
        tmp_path,
        f"<iati-activity {attributes}><iati-identifier> XX-1-A </iati-identifier>"
        f'<reporting-org ref="XX-1"/>{FULL.format(long="word " * 300)}</iati-activity>',
    )
    project = said.project("XX-1-A")
    assert project.names == (Name("Clean water", "en"), Name("Eau propre", "fr"))
    assert project.keys == ("project:xx-1-a",)
    assert project.identifiers == (Identifier("iati", "XX-1-A"),)
    assert (project.valid_from, project.valid_to) == ("2020-02-01", None), "a planned end is no end"
    description = str(project.properties["description"])
    assert len(description) == 500
    assert description.endswith("…")
    assert {k: v for k, v in project.properties.items() if k != "description"} == {
        "reported_in": f"{tmp_path.name}/file.xml",
        "last_updated": "2024-03-01T08:00:00.000Z",
        "status": "2",
        "hierarchy": 2,
        "planned_start": "2020-01-01",
        "actual_start": "2020-02-01",
        "planned_end": "2022-12-31",
        "countries": ("KE=60.5", "UG"),
        "regions": ("1:298=39.5", "99:X7"),
        "sectors": ("1:11220=50", "2:110=50"),
        "documents": ("https://example.org/a.pdf",),
        "other_identifiers": ("A1:7F-1", "B1:7F-2"),
        "scope": "4",
        "language": "en",
        "default_currency": "USD",
        "linked_data": "https://example.org/x",
        "humanitarian": True,
    }
    assert said.links("LOCATED_IN") == [
        ("LOCATED_IN", "Clean water", "Kenya"),
        ("LOCATED_IN", "Clean water", "Uganda"),
        ("LOCATED_IN", "Clean water", "Africa, regional"),
    ]
    assert [s.properties for s in said.statements if s.type == "LOCATED_IN"] == [{"percentage": "60.5"}, {}, {"percentage": "39.5"}]
    assert (said.named("Kenya").country, said.named("Kenya").keys) == ("KE", ("place:ke",))
    assert said.named("Africa, regional").keys == ("place:dac-region-298",)
    assert said.unused() == "not used: 2 × contact-info; 1 × result"
    assert not said.warnings()
    assert not said.refused


def test_an_actual_end_is_an_end(tmp_path: Path) -> None:
    project = says(tmp_path, activity('<activity-date iso-date="2020-01-01" type="1"/><activity-date iso-date="2021-01-01" type="4"/>'))
    assert (project.project("XX-1-A").valid_from, project.project("XX-1-A").valid_to) == ("2020-01-01", "2021-01-01")


def test_every_record_is_mentioned_in_the_source(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction(inner=receiver(activity="ZZ-9")) + '<recipient-country code="KE"/>'))
    mentioned = [s for s in said.statements if s.type == "MENTIONED_IN"]
    assert [s.from_record for s in mentioned] == [r.id for r in said.records if r.type != "Source"]
    assert {s.to_record for s in mentioned} == {said.of_type("Source")[0].id}
    (of_project,) = [s for s in mentioned if s.properties]
    assert of_project.properties == {"reported_in": f"{tmp_path.name}/file.xml", "last_updated": ""}


def test_no_title_is_no_reason_to_lose_a_project(tmp_path: Path) -> None:
    said = says(tmp_path, '<iati-activity><iati-identifier>XX-1-A</iati-identifier><reporting-org ref="XX-1"/></iati-activity>')
    assert said.project("XX-1-A").names == (Name("XX-1-A"),)
    assert said.warnings() == ["an activity without title: XX-1-A"]


def test_one_identifier_twice_in_a_file_is_two_reports_of_one_project(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction()), activity(transaction(), id="xx-1-a"), activity(transaction(), title="Third"))
    first, second, third = (r for r in said.of_type("Project"))
    assert first.keys == second.keys == third.keys == ("project:xx-1-a",)
    assert [r.properties.get("occurrence") for r in (first, second, third)] == [None, 2, 3]
    assert [s.properties.get("occurrence") for s in said.money("paid")] == [None, 2, 3]
    assert sum("came before in this file" in text for text in said.warnings()) == 2
    assert [
        s.properties.get("occurrence") for s in said.statements if s.from_record in {second.id, third.id} and s.type == "MENTIONED_IN"
    ] == [2, 3]


def test_a_secondary_reporter_is_marked(tmp_path: Path) -> None:
    reporter = '<reporting-org ref="XX-1" secondary-reporter="true"><narrative>Copy</narrative></reporting-org>'
    said = says(tmp_path, activity(reporter=reporter))
    assert said.project("XX-1-A").properties["secondary"] is True
    (mention,) = [s for s in said.statements if s.from_record == said.project("XX-1-A").id]
    assert mention.properties["secondary"] is True


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ("2024-03-01", "2024-03-01T00:00:00.000Z"),
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00.000Z"),
        ("2024-03-01T10:00:00.5Z", "2024-03-01T10:00:00.500Z"),
        ("2024-03-01T23:00:00-05:00", "2024-03-02T04:00:00.000Z"),
        ("last week", ""),
        ("", ""),
    ],
)
def test_last_updated_compares_as_text(tmp_path: Path, told: str, held: str) -> None:
    said = says(tmp_path, activity(attributes=f'last-updated-datetime="{told}"'))
    assert said.project("XX-1-A").properties["last_updated"] == held
    assert len(said.warnings()) == (told == "last week")


# Organisations and roles


def test_an_organisation_has_its_identifier_and_its_names_within_the_publishers_files(tmp_path: Path) -> None:
    said = says(
        tmp_path,
        activity(
            '<participating-org ref=" gb-chc-1 " role="4" type="22"><narrative>Water Aid</narrative><narrative xml:lang="fr">Aide à l’eau</narrative>'
            "</participating-org>"
            '<participating-org role="4"><narrative>Water Aid</narrative></participating-org>'
        ),
    )
    known, nameless = (r for r in said.records if r.names[0].text == "Water Aid")
    assert known.identifiers == (Identifier("iati", "gb-chc-1"),)
    assert known.labels == ("NGO",)
    assert known.names == (Name("Water Aid"), Name("Aide à l’eau", "fr"))
    assert known.keys == ("org:gb-chc-1", publisher_key("Water Aid", "XX-1"), publisher_key("Aide à l’eau", "XX-1"))
    assert nameless.identifiers == ()
    assert nameless.keys == (publisher_key("Water Aid", "XX-1"),)


def test_each_way_of_writing_an_organisation_is_kept_once(tmp_path: Path) -> None:
    parties = "".join(
        f'<participating-org ref="{ref}" role="{role}"><narrative>{name}</narrative></participating-org>'
        for ref, name, role in [("YY-2", "Fund", 1), ("yy-2", "Fund", 2), ("YY-2", "The Fund", 1), ("YY-2", "Fund", 3)]
    )
    said = says(tmp_path, activity(parties))
    funds = [r for r in said.records if "org:yy-2" in r.keys]
    assert [(r.names[0].text, r.identifiers[0].value) for r in funds] == [("Fund", "YY-2"), ("The Fund", "YY-2")]
    assert said.links() == [
        ("FUNDED_BY", "Project XX-1-A", "Fund"),
        ("ACCOUNTABLE_TO", "Project XX-1-A", "Fund"),
        ("EXTENDED_BY", "Project XX-1-A", "Fund"),
    ]


@pytest.mark.parametrize("none", ["", " ", "N/A", "n/a", "0"])
def test_a_blank_identifier_is_none(tmp_path: Path, none: str) -> None:
    said = says(tmp_path, activity(f'<participating-org ref="{none}" role="1"><narrative>Somebody</narrative></participating-org>'))
    assert said.named("Somebody").keys == (publisher_key("Somebody", "XX-1"),)
    assert said.named("Somebody").identifiers == ()


def test_an_organisation_known_by_its_identifier_alone_is_named_by_it(tmp_path: Path) -> None:
    said = says(tmp_path, activity('<participating-org ref="YY-2" role="1"/>'))
    assert said.named("YY-2").keys == ("org:yy-2",)


@pytest.mark.parametrize(
    ("role", "link"),
    [
        *(("1", "FUNDED_BY"), ("2", "ACCOUNTABLE_TO"), ("3", "EXTENDED_BY"), ("4", "IMPLEMENTED_BY")),
        *(("Funding", "FUNDED_BY"), ("accountable", "ACCOUNTABLE_TO"), ("EXTENDING", "EXTENDED_BY"), (" Implementing ", "IMPLEMENTED_BY")),
    ],
)
@pytest.mark.parametrize("version", ["1.03", "2.01", "2.03"])
def test_roles_by_code_and_by_word_in_every_version(tmp_path: Path, role: str, link: str, version: str) -> None:
    said = says(tmp_path, activity(f'<participating-org ref="YY-2" role="{role}"/>'), version=version)
    assert said.links() == [(link, "Project XX-1-A", "YY-2")]
    (statement,) = (s for s in said.statements if s.type == link)
    assert dict(statement.properties) == ({"measure": "role"} if link == "FUNDED_BY" else {})
    assert statement.flow is None
    assert statement.locator == "/iati-activities/iati-activity[1]/participating-org[1]"
    assert statement.quote == f'<participating-org ref="YY-2" role="{role}"/>'


@pytest.mark.parametrize(
    ("party", "warning"),
    [
        ('<participating-org ref="YY-2" role="5"/>', "a participating-org of a role that is unknown, no link: '5'"),
        ('<participating-org ref="YY-2"/>', "a participating-org of a role that is unknown, no link: None"),
        ('<participating-org role="1"/>', "a participating-org with neither ref nor name, no link"),
        (
            '<participating-org role="1" ref="N/A"><narrative> </narrative></participating-org>',
            "a participating-org with neither ref nor name, no link",
        ),
    ],
)
def test_what_is_no_role_of_anybody_makes_no_link_but_one_warning(tmp_path: Path, party: str, warning: str) -> None:
    said = says(tmp_path, activity(party + '<participating-org ref="YY-3" role="1"/>'))
    assert said.links() == [("FUNDED_BY", "Project XX-1-A", "YY-3")]
    assert said.warnings() == [warning]
    assert said.warned[0].locator == "line:7"


def test_ten_thousand_participants(tmp_path: Path) -> None:
    many = "".join(f'<participating-org ref="YY-{i}" role="4"/>' for i in range(10_000))
    assert said_links(tmp_path, many) == 10_000


def said_links(folder: Path, inner: str) -> int:
    return len(says(folder, activity(inner)).links())


def test_warnings_of_one_rule_are_told_one_by_one_up_to_a_hundred(tmp_path: Path) -> None:
    said = says(tmp_path, activity('<participating-org role="1"/>' * 250))
    assert len(said.warnings()) == 101
    assert said.warnings()[-1] == "250 × a participating-org with neither ref nor name, no link (told one by one: 100)"


# Other activities


def test_parents_and_children_are_part_of_in_the_right_direction(tmp_path: Path) -> None:
    said = says(
        tmp_path,
        activity('<related-activity type="1" ref="XX-0"/><related-activity type="2" ref="XX-1-A-1"/>', id="XX-1-A"),
        activity('<related-activity type="1" ref="xx-1-a"/>', id="XX-1-A-1"),
    )
    assert said.links("PART_OF") == [
        ("PART_OF", "Project XX-1-A", "XX-0"),
        ("PART_OF", "XX-1-A-1", "Project XX-1-A"),
        ("PART_OF", "Project XX-1-A-1", "Project XX-1-A"),
    ]


@pytest.mark.parametrize("type", ["3", "4", "5"])
def test_other_relations_only_name_a_project(tmp_path: Path, type: str) -> None:
    said = says(tmp_path, activity(f'<related-activity type="{type}" ref=" ZZ-9  a "/>'))
    assert said.links() == []
    named = said.named("ZZ-9 a")
    assert named.properties == {"known_only_by_reference": True}
    assert named.keys == (identifier_key("Project", "zz-9 a"),)


def test_what_is_reported_in_the_file_is_not_only_named(tmp_path: Path) -> None:
    said = says(tmp_path, activity('<related-activity type="3" ref="XX-1-B"/>'), activity(id="XX-1-B"))
    assert [r.properties.get("known_only_by_reference") for r in said.of_type("Project")] == [None, None]


@pytest.mark.parametrize(
    ("related", "warning"),
    [
        ('<related-activity type="9" ref="ZZ-9"/>', "a related-activity of a type that is unknown, left out"),
        ('<related-activity type="1"/>', "a related-activity without ref, left out"),
        ('<related-activity type="1" ref="XX-1-A"/>', "an activity related to itself, left out: XX-1-A"),
    ],
)
def test_odd_relations_are_warned_of(tmp_path: Path, related: str, warning: str) -> None:
    said = says(tmp_path, activity(related))
    assert said.warnings() == [warning]
    assert len(said.of_type("Project")) == 1


def test_a_cycle_of_parents_is_told_as_it_stands(tmp_path: Path) -> None:
    said = says(
        tmp_path,
        *(activity(f'<related-activity type="1" ref="XX-1-{parent}"/>', id=f"XX-1-{child}") for child, parent in ("AB", "BC", "CA")),
    )
    assert len(said.links("PART_OF")) == 3


@pytest.mark.parametrize("where", ['<participating-org ref="YY-2" role="4"/>', transaction(inner=receiver("YY-2", "Body"))])
def test_an_organisations_identifier_is_no_activity(tmp_path: Path, where: str) -> None:
    said = says(tmp_path, activity(where + transaction(inner=receiver(name="Body", activity="yy-2"))))
    assert [r.names[0].text for r in said.of_type("Project")] == ["Project XX-1-A"]
    assert said.warnings() == ["an organisation's identifier is given as an activity's: yy-2"]
    assert "receiver_activity" not in said.money("paid")[-1].properties


def test_nor_is_it_where_the_organisation_is_named_only_later(tmp_path: Path) -> None:
    said = says(
        tmp_path, activity('<related-activity type="3" ref="YY-2"/>'), activity('<participating-org ref="YY-2" role="4"/>', id="XX-1-B")
    )
    assert len(said.of_type("Project")) == 2
    assert said.warnings() == ["an organisation's identifier is given as an activity's: YY-2"]


def test_an_activity_that_is_reported_is_one_though_an_organisation_bears_its_identifier(tmp_path: Path) -> None:
    said = says(
        tmp_path,
        activity('<participating-org ref="XX-1-A" role="4"/>'),
        activity('<related-activity type="1" ref="XX-1-A"/>', id="XX-1-B"),
    )
    assert said.links("PART_OF") == [("PART_OF", "Project XX-1-B", "Project XX-1-A")]
    assert not said.warnings()


# What is odd is left out, the rest stays


@pytest.mark.parametrize(
    ("inner", "warning"),
    [
        ('<activity-date iso-date="2020-02-31" type="1"/>', "an activity-date that is no day, left out: 1 2020-02-31"),
        ('<activity-date iso-date="31/02/2020" type="1"/>', "an activity-date that is no day, left out: 1 31/02/2020"),
        ('<activity-date iso-date="2020-02-01" type="9"/>', "an activity-date of a type that is unknown, left out: 9 2020-02-01"),
        ('<recipient-country code="QQ"/>', "a recipient-country of a code that is unknown, no link: QQ"),
        ("<recipient-country/>", "a recipient-country without code, left out"),
        ('<recipient-region code=" "/>', "a recipient-region without code, left out"),
        ("<sector/>", "a sector without code, left out"),
        ('<sector code="11220" percentage="50%"/>', "a percentage that is no number, left out: 50%"),
    ],
)
def test_odd_fields_are_left_out_with_a_warning(tmp_path: Path, inner: str, warning: str) -> None:
    said = says(tmp_path, activity(inner))
    assert said.warnings() == [warning]
    assert not said.links()
    assert len(said.of_type("Project")) == 1


def test_a_hierarchy_that_is_no_number_is_left_out(tmp_path: Path) -> None:
    said = says(tmp_path, activity(attributes='hierarchy="top" default-currency="Euro"'))
    assert "hierarchy" not in said.project("XX-1-A").properties
    assert said.warnings() == ["default-currency is no currency code, left out: Euro", "hierarchy is no number, left out: top"]


def test_without_reporting_org_an_activity_is_taken_with_a_warning(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction("3", inner=receiver("YY-2", "Body")), reporter=""))
    assert said.warnings() == ["an activity without reporting-org: XX-1-A"]
    (flow,) = said.money("paid")
    assert said.ends(flow) == ("Body", "Project XX-1-A")
    assert flow.properties["unnamed"] == "provider"
    assert said.named("Body").keys[1] == publisher_key("Body", f"{tmp_path.name}/file.xml")


def test_kosovo_and_countries_that_are_no_more(tmp_path: Path) -> None:
    said = says(tmp_path, activity('<recipient-country code="XK"/><recipient-country code="YU"/>'))
    assert [r.country for r in said.of_type("Place")] == ["XK", "YU"]
    assert said.named("Kosovo").keys == ("place:xk",)

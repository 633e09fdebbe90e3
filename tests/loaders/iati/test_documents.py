"""Files as they come: versions, encodings, namespaces; what is refused, and that nothing crashes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.app.kinds import recognise
from cooplinks.loaders import iati
from tests.loaders.iati.facts import activities, activity, reading, says, told, transaction, written

GOOD = activities(activity(transaction()), generated_datetime="2024-05-06T07:08:09Z")

OLD = """<iati-activities version="{version}">
<iati-activity xml:lang="en" default-currency="USD">
  <iati-identifier>
    XX-1-A
  </iati-identifier>
  <reporting-org ref="XX-1" type="10">Ministry of Examples</reporting-org>
  <title>Clean water</title>
  <title xml:lang="fr">Eau propre</title>
  <description>Wells</description>
  <activity-status>Implementation</activity-status>
  <activity-date type="start-planned" iso-date="2010-01-01">1 January 2010</activity-date>
  <activity-date type="End-Actual">2012-12-31</activity-date>
  <participating-org role="Funding" ref="GG-1">Giver</participating-org>
  <participating-org role="Implementing">Well Diggers</participating-org>
  <other-identifier owner-ref="GG-1" owner-name="Giver">G/7</other-identifier>
  <recipient-country code="KE">Kenya</recipient-country>
  <sector code="14030" vocabulary="DAC">Water</sector>
  <sector code="140" vocabulary="DAC-3"/>
  <sector code="w" vocabulary="RO"/>
  <activity-website>https://example.org</activity-website>
  <budget type="original"><period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/><value value-date="2010-01-01">10</value></budget>
  <transaction>
    <transaction-type code="D">Disbursement</transaction-type>
    <provider-org ref="GG-1">Giver</provider-org>
    <receiver-org>Well Diggers</receiver-org>
    <value currency="USD" value-date="2011-01-01">
      5000
    </value>
    <transaction-date iso-date="2011-01-01"/>
  </transaction>
</iati-activity>
</iati-activities>
"""


@pytest.mark.parametrize("version", ["1.01", "1.02", "1.03", "1.04", "1.05"])
def test_the_versions_1(tmp_path: Path, version: str) -> None:
    said = told(written(tmp_path / "old.xml", OLD.format(version=version)))
    project = said.project("XX-1-A")
    assert [(n.text, n.lang) for n in project.names] == [("Clean water", "en"), ("Eau propre", "fr")]
    assert (project.valid_from, project.valid_to) == ("2010-01-01", "2012-12-31")
    assert {name: project.properties[name] for name in ("status", "description", "sectors", "other_identifiers", "website")} == {
        **{"status": "2", "description": "Wells", "website": "https://example.org"},
        **{"sectors": ("1:14030", "2:140", "99:w"), "other_identifiers": ("GG-1:G/7",)},
    }
    assert said.links() == [
        ("FUNDED_BY", "Clean water", "Giver"),
        ("IMPLEMENTED_BY", "Clean water", "Well Diggers"),
        ("LOCATED_IN", "Clean water", "Kenya"),
        ("FUNDED_BY", "Clean water", "Ministry of Examples"),
        ("FUNDED_BY", "Well Diggers", "Giver"),
    ]
    assert [s.properties["amount"] for s in said.money("budget", "paid")] == ["10", "5000"]
    assert not said.warned
    assert not said.refused


def test_a_source_says_who_published_it_and_when(tmp_path: Path) -> None:
    source = reading(written(tmp_path / "folder" / "xx-1.xml", GOOD)).source
    assert (source.kind, source.key, source.title, source.extractor) == ("iati", "folder/xx-1.xml", "xx-1.xml", "iati 1")
    assert (source.publisher, source.date, source.text) == ("Ministry of Examples", "2024-05-06", None)
    about = {"id": "x", "title": "T", "publisher": "P", "date": "2020", "licence": "CC0-1.0"}
    source = reading(tmp_path / "folder" / "xx-1.xml", about).source
    assert (source.key, source.title, source.publisher, source.date) == ("x", "T", "P", "2020")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else "utf-16" if encoding.startswith("utf-16") else encoding
    text = activities(activity(title="Wasser für Žďár" if encoding.startswith("utf") else "Wasser für Zürich")).replace("UTF-8", declared)
    mark = "" if encoding in ("utf-8-sig", "utf-16") or not encoding.startswith("utf-16") else "\ufeff"
    path = written(tmp_path / "file.xml", (mark + text).encode(encoding))
    assert recognise(path).name == "iati"
    assert told(path).project("XX-1-A").names[0].text.startswith("Wasser für ")


@pytest.mark.parametrize(
    "before",
    ["", "\n\n", "<!-- a comment -->\n<!-- <!DOCTYPE x> -->", "<?xml-stylesheet href='a.xsl'?>\n", "<!--" + "x" * 100_000 + "-->"],
)
def test_what_may_stand_before_the_root(tmp_path: Path, before: str) -> None:
    path = written(tmp_path / "file.xml", before + GOOD.partition("?>\n")[2])
    assert len(told(path).money()) == 1


@pytest.mark.parametrize("prefix", ["", "i"])
def test_a_root_in_a_namespace(tmp_path: Path, prefix: str) -> None:
    colon = f"{prefix}:" if prefix else ""
    text = GOOD.partition("?>\n")[2].replace("<iati-activities", f'<iati-activities xmlns{":" + prefix if prefix else ""}="urn:iati"')
    path = written(tmp_path / "file.xml", text.replace("<", f"<{colon}").replace(f"<{colon}/", f"</{colon}"))
    assert iati.takes(path.read_bytes())
    said = told(path)
    assert said.project("XX-1-A").names[0].text == "Project XX-1-A"
    assert [s.properties["amount"] for s in said.money()] == ["100"]
    assert not said.unused()


def test_foreign_elements_are_ignored_and_counted(tmp_path: Path) -> None:
    said = says(tmp_path, activity('<o:title xmlns:o="urn:o">Other</o:title>' * 2), '<o:more xmlns:o="urn:o"/>')
    assert said.project("XX-1-A").names[0].text == "Project XX-1-A"
    assert said.unused() == "not used: 2 × {urn:o}title; 1 × {urn:o}more"


def test_elements_between_the_activities_are_counted(tmp_path: Path) -> None:
    said = says(tmp_path, "<note/>", activity(), "<note/>", activity(id="XX-1-B"), "<note/>")
    assert said.unused() == "not used: 3 × note"


def test_an_activity_in_an_activity_is_none_of_the_files(tmp_path: Path) -> None:
    said = says(tmp_path, activity(activity(id="XX-1-INNER"), id="XX-1-OUTER"))
    assert [r.names[0].text for r in said.of_type("Project")] == ["Project XX-1-OUTER"]
    assert said.unused() == "not used: 1 × iati-activity"


def test_a_file_without_activities_is_warned_of(tmp_path: Path) -> None:
    said = says(tmp_path)
    assert said.warnings() == ["no iati-activity in it"]
    assert [r.type for r in said.records] == ["Source"]


# What is refused whole


def refused(path: Path) -> InputRefused:
    with pytest.raises(InputRefused) as wrong:
        list(reading(path).items)
    return wrong.value


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"hello", "it is no XML"),
        (b'{"a": "<iati-activities/>"}', "it is no XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "its root element is <svg>"),
        (b"<iati-activity/>", "its root element is <iati-activity>"),
        (b"<html><iati-activities/></html>", "its root element is <html>"),
        (b"\x89PNG\r\n", "it is no XML"),
    ],
)
def test_other_files_are_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    path = written(tmp_path / "file.xml", data)
    assert not iati.takes(data)
    assert refused(path).reason.startswith(reason)


LAUGHS = '<!DOCTYPE iati-activities [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE iati-activities [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", ["<!DOCTYPE iati-activities>", LAUGHS, OUTSIDE, "<!doctype iati-activities>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", ["", "<!-- a -->\n<?b c?>\n", "<!--" + " " * 70_000 + "-->\n"])
def test_a_doctype_is_refused(tmp_path: Path, doctype: str, encoding: str, before: str) -> None:
    body = GOOD.partition("?>\n")[2].replace("Project", "&a;")
    wrong = refused(written(tmp_path / "file.xml", (before + "\n" + doctype + body).encode(encoding)))
    assert wrong.reason == "has a DOCTYPE, which IATI has not: take it out"
    assert wrong.locator == f"line:{before.count(chr(10)) + 2}"


def test_a_doctype_that_only_the_encoding_shows_is_refused_too(tmp_path: Path) -> None:
    hidden = '<?xml version="1.0" encoding="UTF-7"?><!-- +AC0ALQA+- ' + LAUGHS + " -->" + GOOD.partition("?>\n")[2]
    wrong = refused(written(tmp_path / "file.xml", hidden))
    assert "DOCTYPE" in wrong.reason or "not well-formed" in wrong.reason


def test_a_root_behind_a_megabyte_of_comments_is_not_looked_for(tmp_path: Path) -> None:
    assert (
        "first megabyte" in refused(written(tmp_path / "file.xml", "<!--" + "x" * 2_000_000 + "-->" + LAUGHS + "<iati-activities/>")).reason
    )


@pytest.mark.parametrize(
    ("breaks", "line"),
    [
        (lambda text: text[: len(text) - 30], None),
        (lambda text: text.replace("</title>", "</tilte>"), "line:6"),
        (lambda text: text.replace("Project XX-1-A", "A & B"), "line:6"),
        (lambda text: text.replace("Project XX-1-A", "&euro;"), "line:6"),
        (lambda text: text.replace("Project XX-1-A", "\x00"), None),
        (lambda text: text.replace("Project XX-1-A", "\x0b"), "line:6"),
        (lambda text: text + "<more/>", None),
        (lambda text: text.replace("UTF-8", "no-such-encoding"), None),
    ],
)
def test_xml_that_breaks_is_refused_whole_with_its_line(tmp_path: Path, breaks: Callable[[str], str], line: str | None) -> None:
    wrong = refused(written(tmp_path / "file.xml", breaks(GOOD)))
    assert wrong.reason.startswith("is not well-formed XML: ")
    assert wrong.locator.startswith("line:")
    assert line is None or wrong.locator == line


def test_text_that_is_not_in_the_encoding_it_says_is_refused(tmp_path: Path) -> None:
    data = GOOD.replace("Project XX-1-A", "für").encode("latin-1")
    assert refused(written(tmp_path / "file.xml", data)).reason.startswith("is not well-formed XML: ")


# One activity that is not as it should be loses itself alone


@pytest.mark.parametrize("identifier", ["", " ", "N/A", "0", None])
def test_an_activity_without_identifier_is_refused_by_line(tmp_path: Path, identifier: str | None) -> None:
    broken = activity(transaction() * 2, id=identifier or "")
    if identifier is None:
        broken = broken.replace("<iati-identifier></iati-identifier>\n", "")
    said = says(tmp_path, activity(transaction(), id="XX-1-A"), broken, activity(transaction(), id="XX-1-C"))
    assert [r.names[0].text for r in said.of_type("Project")] == ["Project XX-1-A", "Project XX-1-C"]
    (refusal,) = said.refused
    assert refusal.locator == "line:9"
    assert refusal.reason == "an activity without iati-identifier: give it one (2 transactions are refused with it)"
    assert str(refusal.content).startswith("<iati-activity default-currency=")
    assert [s.locator for s in said.money()] == [f"/iati-activities/iati-activity[{i}]/transaction[1]" for i in (1, 3)]


@pytest.mark.parametrize("identifier", ["A B/C\\D", "å-ß", "x" * 4096, "A;DROP TABLE", "../../etc", "%00", "𝔘𝔫𝔦"])
def test_odd_identifiers_are_taken(tmp_path: Path, identifier: str) -> None:
    said = says(tmp_path, activity(f'<related-activity type="1" ref="{identifier}-up"/>', id=identifier))
    assert said.project(identifier).identifiers[0].value == identifier
    assert len(said.links("PART_OF")) == 1
    assert all(len(key) < 200 and not set(key) & set("/ %") for record in said.records for key in record.keys)


def test_deep_and_wide_elements(tmp_path: Path) -> None:
    deep = "<a>" * 200 + "</a>" * 200
    said = says(tmp_path, activity(deep + "<wide/>" * 20_000 + transaction()))
    assert len(said.money()) == 1
    assert said.unused() == "not used: 20,000 × wide; 1 × a"


def test_lines_beyond_65535_are_told(tmp_path: Path) -> None:
    said = says(tmp_path, "\n" * 70_000 + activity(transaction(value="1,0")))
    assert [r.locator for r in said.refused] == ["line:70007"]

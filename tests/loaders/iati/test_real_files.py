"""Real files of many publishers, where they lie beside the checkout: they load whole, and their counts are those of XPath."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from cooplinks.app.errors import InputRefused
from cooplinks.app.load import Load, find
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.beside import DATA, MISSING
from tests.loaders.iati.facts import Told, reading, told

FILES = sorted([*DATA.glob("iati/*/*.xml"), *DATA.glob("aiddata/*.xml")])
BAD = sorted(DATA.glob("iati-bad/**/*.xml"))
needs_files = pytest.mark.skipif(not FILES, reason=MISSING)

ROLES = {
    **dict.fromkeys(("1", "funding"), "role"),
    **dict.fromkeys(("2", "accountable"), "ACCOUNTABLE_TO"),
    **dict.fromkeys(("3", "extending"), "EXTENDED_BY"),
    **dict.fromkeys(("4", "implementing"), "IMPLEMENTED_BY"),
}


@needs_files
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_counts_are_those_of_xpath(path: Path) -> None:
    tree, said = etree.parse(path), told(path)
    assert not said.refused
    reported = [r for r in said.of_type("Project") if "reported_in" in r.properties]
    assert len(reported) == tree.xpath("count(/iati-activities/iati-activity[normalize-space(iati-identifier)])")
    flows = [s for s in said.money() if "transaction_type" in s.properties]
    assert len(flows) == tree.xpath("count(/iati-activities/iati-activity/transaction)")
    assert [s.properties["amount"] for s in flows] == [t.strip() for t in tree.xpath("//transaction/value/text()")]
    assert len(said.money("budget")) == tree.xpath("count(//iati-activity/budget)")
    assert len(said.money("planned")) == tree.xpath("count(//iati-activity/planned-disbursement)")
    assert [str(tree.xpath(f"string({s.locator}/value)")).strip() for s in flows[::50]] == [s.properties["amount"] for s in flows[::50]]
    assert _roles(said) == _roles_by_xpath(tree)


def _roles(said: Told) -> Counter[str]:
    return Counter({role: n for role, n in said.counts().items() if role in ROLES.values()})


def _roles_by_xpath(tree: "etree._ElementTree") -> Counter[str]:
    """Each organisation and role of an activity once."""
    counted: Counter[str] = Counter()
    for activity in tree.xpath("/iati-activities/iati-activity"):
        told = set()
        for party in activity.xpath("participating-org"):
            name = " ".join(str(party.xpath("normalize-space(concat(text(), narrative[normalize-space()][1]))")).split())
            told.add((ROLES[party.get("role").lower()], (party.get("ref") or name).strip().lower()))
        counted.update(role for role, _ in told)
    return counted


@needs_files
def test_real_files_load_whole_and_twice_is_once() -> None:
    folders = [str(DATA / "iati"), str(DATA / "aiddata/iati_2.03_NigeriaAIMS_GeocodedResearchRelease.xml")]
    store = open_store(Settings("memory://"))
    try:
        for first in (True, False):
            run = Load(store, who="test")
            run.run(find(folders))
            assert run.report.refused == ()
            assert run.report.sources == len([path for path in FILES if path.parent.parent.name == "iati"]) + 1
            assert bool(run.report.statements.written) is first
    finally:
        store.close()


def read(path: Path) -> tuple[Told | None, str]:
    """What a file says, or why it was refused."""
    try:
        return Told.of(reading(path)), ""
    except InputRefused as wrong:
        return None, wrong.reason


@pytest.mark.skipif(not BAD, reason=MISSING)
@pytest.mark.parametrize("path", BAD, ids=[f"{path.parent.name}-{path.stem}" for path in BAD])
def test_files_that_validators_should_fail_are_refused_or_warned_of_or_taken(path: Path) -> None:
    said, reason = read(path)
    if said is None:
        assert reason
        return
    activities = etree.parse(path).xpath("count(/*/iati-activity | /*/iati-organisation)")
    taken = [r for r in said.records if "reported_in" in r.properties or r.type == "Organisation"]
    assert len(said.refused) + len(taken) >= activities
    assert all(r.locator.startswith("line:") for r in said.refused)
    assert said.refused or said.warned or taken

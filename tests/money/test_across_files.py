"""What one file says decides what another one meant, whatever was loaded first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from cooplinks.app.load import Load, find
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.api.serving import serving
from tests.loaders.iati.facts import activity, receiver, transaction

OWN = '<reporting-org ref="SEA-1" type="21"><narrative>Sea Trust</narrative></reporting-org>'


@contextmanager
def asked(folder: Path, files: dict[str, str], order: tuple[str, ...]) -> Iterator[httpx.Client]:
    store = open_store(Settings("memory://"))
    for name in order:
        (folder / name).write_text(f'<iati-activities version="2.03">{files[name]}</iati-activities>', "utf-8")
        Load(store, who="a test").run(find([str(folder / name)]))
    with serving(lambda: Graph(store, follow=False)) as client:
        yield client


@pytest.mark.parametrize("order", [("giver.xml", "other.xml"), ("other.xml", "giver.xml")])
def test_an_organisation_that_is_named_as_an_activity_is_no_second_entity(tmp_path: Path, order: tuple[str, ...]) -> None:
    """The identifier is an organisation's only by what another file says: nobody is asked which of two is meant.  # M11"""
    wrong = receiver("SEA-2", "Sea Trust North", "sea-1")
    files = {
        "giver.xml": activity(transaction("3", "70", inner=wrong)),
        "other.xml": activity(transaction("3", "5", inner=receiver("SEA-2", "Sea Trust North")), "SEA-1-A", reporter=OWN),
    }
    with asked(tmp_path, files, order) as client:
        body = client.get("/flows?boundary=SEA-1&measure=paid").json()
        assert (body["outgoing"]["total"], body["incoming"]["flows"]) == ({"EUR": "5"}, 0)
        chain = client.get("/projects/project:xx-1-a/chain").json()
        assert chain["downstream"] == []
        assert [gap["kind"] for gap in chain["gaps"]] == ["receiver_id_missing"]


@pytest.mark.parametrize("identifier", ["XX-1/a 1 ä", "XX-1,2,A", "XX-1-A/links", "XX-1-" + "y" * 4090])
def test_odd_identifiers_are_asked_for_as_they_are(tmp_path: Path, identifier: str) -> None:
    files = {"a.xml": activity(transaction("3", "70", inner=receiver("SEA-2", "Sea Trust North")), identifier)}
    with asked(tmp_path, files, ("a.xml",)) as client:
        assert client.get("/flows", params={"boundary": identifier, "measure": "paid"}).json()["outgoing"]["total"] == {"EUR": "70"}
        moved = client.get(f"/projects/{quote(identifier, safe='')}/chain")
        assert moved.status_code == 308
        assert client.get(moved.headers["location"]).json()["project"]["name"] == f"Project {identifier}"


@pytest.mark.parametrize("order", [("giver.xml", "other.xml"), ("other.xml", "giver.xml")])
def test_an_end_named_only_by_what_is_an_organisations_identifier_is_not_named(tmp_path: Path, order: tuple[str, ...]) -> None:
    nameless = '<receiver-org receiver-activity-id="SEA-1"/>'
    files = {"giver.xml": activity(transaction("3", "70", inner=nameless)), "other.xml": activity("", "SEA-1-A", reporter=OWN)}
    with asked(tmp_path, files, order) as client:
        body = client.get("/flows?boundary=XX-1&measure=paid").json()
        assert (body["unmatched"]["total"], body["outgoing"]["flows"]) == ({"EUR": "70"}, 0)
        assert client.get("/funding?recipient=SEA-1").json()["items"] == []


def test_who_bears_a_name_is_decided_anew_when_a_file_no_longer_names_another_bearer(tmp_path: Path) -> None:
    """Of two that bore it one is gone in the same load in which a party comes that bears it without identifier.  # M1"""
    before = receiver("SEA-1", "Sea Trust"), receiver("SEA-2", "Sea Trust")
    after = receiver("SEA-1", "Sea Trust"), receiver("", "Sea Trust")
    files = {"giver.xml": activity("".join(transaction("3", "70", inner=each) for each in before))}
    with asked(tmp_path, files, ("giver.xml",)) as client:
        assert client.get("/flows?boundary=SEA-1&measure=paid").json()["incoming"]["total"] == {"EUR": "70"}
    store = open_store(Settings("memory://"))
    for ends in (before, after):
        told = activity("".join(transaction("3", "70", inner=each) for each in ends))
        (tmp_path / "giver.xml").write_text(f'<iati-activities version="2.03">{told}</iati-activities>', "utf-8")
        Load(store, who="a test").run(find([str(tmp_path / "giver.xml")]))
    with Graph(store) as graph:
        assert graph.flows("SEA-1", measure="paid")["incoming"]["total"] == {"EUR": "140"}

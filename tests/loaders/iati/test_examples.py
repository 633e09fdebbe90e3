"""The example files: giver and receiver of one payment, parent and child, a chain of three, and bodies that the articles name too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cooplinks.app.load import Load, find
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.app.store.base import Reader
from tests.loaders.iati.facts import Told, properties, told

EXAMPLES = Path(__file__).parents[3] / "examples"
BMZ, GIZ, MARRI = "DE-1-WB-MIGRATION-1", "XM-DAC-5-52-RMG", "MARRI-RMG-WORKSHOPS"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    store = open_store(Settings("memory://"))
    run = Load(store, who="test")
    run.run(find([str(EXAMPLES / "articles"), str(EXAMPLES / "money")]))
    assert run.report.refused == ()
    reader = store.reader()
    yield reader
    reader.close()
    store.close()


def says(name: str) -> Told:
    return told(EXAMPLES / "money" / name)


@pytest.mark.parametrize(("identifier", "file"), [("DE-1", "01-"), ("XM-DAC-5-52", "04-")])
def test_bodies_of_the_articles_are_those_of_the_files(reader: Reader, identifier: str, file: str) -> None:
    (id,) = reader.lookup(identifier).entities
    entity = reader.entity(id)
    assert entity is not None
    sources = {info.source.id: info.source for info in reader.sources()}
    kinds = {sources[source].kind for _, source in entity.records}
    assert kinds == {"article", "iati", "table"}
    assert any(Path(str(sources[source].path)).name.startswith(file) for _, source in entity.records)


def test_giver_and_receiver_tell_the_same_payments() -> None:
    given = [s for s in says("bmz.xml").money("paid")]
    taken = [s for s in says("giz.xml").money("paid") if s.properties["direction"] == "incoming"]
    assert properties(given, "via", "receiver_activity", "amount") == [
        (f"project:{BMZ.lower()}", f"project:{GIZ.lower()}", "120000"),
        (f"project:{BMZ.lower()}", f"project:{GIZ.lower()}", "180000"),
    ]
    assert properties(taken, "via", "provider_activity", "amount") == [
        (f"project:{GIZ.lower()}", f"project:{BMZ.lower()}", "120000"),
        (f"project:{GIZ.lower()}", f"project:{BMZ.lower()}", "179500"),
    ]


def test_the_chain_goes_on_by_activity_ids() -> None:
    onward = [s for s in says("giz.xml").money("paid") if s.properties["direction"] == "outgoing"]
    assert {s.properties["receiver_activity"] for s in onward} == {f"project:{MARRI.lower()}"}


def test_parent_and_child_say_so_both() -> None:
    said = says("bmz.xml")
    keys = {r.id: r.keys for r in said.records}
    ends = [(keys[s.from_record], keys[s.to_record]) for s in said.statements if s.type == "PART_OF"]
    assert ends == [((f"project:{BMZ.lower()}",), ("project:de-1-wb-migration",))] * 2


def test_nothing_in_them_is_odd() -> None:
    for path in sorted((EXAMPLES / "money").glob("*.xml")):
        said = told(path)
        assert not said.refused, path
        assert not said.warnings(), path

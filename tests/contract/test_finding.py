"""Finding entities by what they are called."""

import pytest

from cooplinks.app.store.base import Lookup, Store
from tests.contract.facts import Told, reading


@pytest.fixture
def named(store: Store) -> Store:
    """A few bodies and people with awkward names."""
    told = Told("a")
    told.says("Organisation", "EU", "org:eu@gaz", names=("European Union", "Европска унија"), identifiers=("XI-EU 1",))
    told.says("Organisation", "Ministry of the Interior of Serbia", "org:interior-ministry@rs", country="RS", identifiers=("RS 7",))
    told.says("Organisation", "Ministry of the Interior of Montenegro", "org:interior-ministry@me", country="ME")
    told.says("Project", "Project RS 7", "project:rs-7", identifiers=("RS 7",))
    told.says("Person", "Jelena Đorđević", local="jelena")
    told.says("Person", "Ćučić", local="cucic")
    told.says("Organisation", 'Say "hello" AND (NOT) *', local="odd")
    told.load(store)
    return store


def test_an_id_names_its_entity(named: Store) -> None:
    with reading(named) as reader:
        assert reader.lookup("org:eu@gaz") == Lookup(entities=("org:eu@gaz",), exact=True)
        assert reader.lookup("  org:eu@gaz\n") == Lookup(entities=("org:eu@gaz",), exact=True)
        assert reader.lookup("ORG:EU@GAZ") == Lookup(entities=("org:eu@gaz",))


@pytest.mark.parametrize("text", ["XI-EU 1", "xi-eu 1", "  Xi-eu   1 "])
def test_an_identifier_names_its_entity_in_any_case(named: Store, text: str) -> None:
    with reading(named) as reader:
        assert reader.lookup(text) == Lookup(entities=("org:eu@gaz",))


def test_an_identifier_may_name_two(named: Store) -> None:
    with reading(named) as reader:
        assert reader.lookup("rs 7") == Lookup(entities=("org:interior-ministry@rs", "project:rs-7"))


def test_a_record_names_its_entity(named: Store) -> None:
    with reading(named) as reader:
        entity = reader.entity("org:eu@gaz")
        assert entity is not None
        assert reader.lookup(entity.records[0][0]) == Lookup(entities=("org:eu@gaz",))


def test_every_key_names_its_entity(store: Store) -> None:
    told = Told("a")
    told.says("Organisation", "EU", "org:eu@gaz", "org:xi-eu")
    told.load(store)
    with reading(store) as reader:
        assert reader.lookup("org:eu@gaz") == Lookup(entities=("org:xi-eu",))


@pytest.mark.parametrize("text", ["", " ", "n/a", "0", "org:nobody", "'}) DETACH DELETE n", "a/b", "x\x00y", "\ud800", "%", "*", '"'])
def test_what_names_nothing(named: Store, text: str) -> None:
    with reading(named) as reader:
        assert reader.lookup(text) == Lookup()
        assert reader.entity(text) is None
        assert reader.named(text) == []
        assert reader.source(text) is None
        assert reader.details([text]) == {}
        assert isinstance(reader.propose(text, 5), list)


@pytest.mark.parametrize("text", ["Jelena Đorđević", "jelena djordjevic".replace("dj", "d"), "JELENA ĐORĐEVIĆ"])
def test_a_full_name_in_any_spelling(named: Store, text: str) -> None:
    with reading(named) as reader:
        assert [id.partition("~")[0] for id in reader.named(text)] == ["person:jelena"]
        assert reader.named(text[:-1]) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("eu", "org:eu@gaz"),
        ("EU", "org:eu@gaz"),
        ("Europaen Unoin", "org:eu@gaz"),
        ("evropska unija", "org:eu@gaz"),
        ("Европска", "org:eu@gaz"),
        ("xi-eu", "org:eu@gaz"),
        ("Minstry of the Interor of Serbia", "org:interior-ministry@rs"),
        ("interior montenegro", "org:interior-ministry@me"),
        ("Djordjevic", "person:jelena"),
        ("Јелена Ђорђевић", "person:jelena"),
        ("cucic", "person:cucic"),
        ('say "hello" and (not) *', "org:odd"),
    ],
)
def test_a_store_proposes_what_comes_near(named: Store, text: str, wanted: str) -> None:
    with reading(named) as reader:
        found = reader.propose(text, 5)
    assert wanted in {id.partition("~~")[0] for id in found}
    assert len(found) == len(set(found)) <= 5


def test_a_store_proposes_no_more_than_asked(named: Store) -> None:
    with reading(named) as reader:
        assert len(reader.propose("ministry of the interior", 1)) == 1


def test_a_new_name_is_found_and_an_old_one_is_not(named: Store) -> None:
    told = Told("b")
    told.says("Organisation", "Xylophone Quartz", "org:late@gaz")
    told.load(named)
    told = Told("b")
    told.says("Organisation", "Renamed Since", "org:late@gaz", local="Xylophone Quartz")
    told.load(named)
    with reading(named) as reader:
        assert "org:late@gaz" not in reader.propose("Xylophone Quartz", 5)
        assert reader.propose("Renamed Since", 1) == ["org:late@gaz"]
        assert reader.named("Xylophone Quartz") == []
        assert reader.named("Renamed Since") == ["org:late@gaz"]


def test_two_texts_of_one_name(store: Store) -> None:
    told = Told("a")
    told.says("Organisation", "Žene", "org:zene@gaz", names=("Zene", "Жене"))
    told.load(store)
    with reading(store) as reader:
        assert reader.named("zene") == ["org:zene@gaz"]

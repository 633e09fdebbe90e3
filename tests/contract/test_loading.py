"""What loading does to a store: written once, changed exactly, taken back whole."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cooplinks.app import ingest as doors
from cooplinks.app.duplicates import minhash
from cooplinks.app.model import Counts, EndState, Refusal, Warned
from cooplinks.app.questions import Graph
from cooplinks.app.resolve import settle
from cooplinks.app.store.base import EMPTY_VERSION, Store
from tests.contract.facts import Told, dump, entities, links, reading, whole


def press(key: str = "press/one", *, quote: str = "AMIF funds Hope") -> Told:
    """Hope is funded by AMIF and carried out by GIZ."""
    told = Told(key)
    hope = told.says("Project", "Hope", "project:hope@org:amif@gaz")
    amif = told.says("Organisation", "AMIF", "org:amif@gaz", labels=("Fund",), identifiers=("XM-1",))
    giz = told.says("Organisation", "GIZ", "org:giz@gaz", country="DE")
    told.links("FUNDED_BY", hope, amif, quote)
    told.links("IMPLEMENTED_BY", hope, giz, properties={"role": "lead"})
    return told


def test_an_empty_store(store: Store) -> None:
    assert store.version() == EMPTY_VERSION
    status = store.status()
    assert (status.version, status.last_load, status.interrupted, status.loading) == (EMPTY_VERSION, None, (), None)
    assert store.known("src:none") is None
    with reading(store) as reader:
        assert reader.version == EMPTY_VERSION
        assert not list(reader.entities())
        assert not [row for block in reader.statements() for row in block]
        assert reader.entity("org:none") is None
        assert reader.source("src:none") is None
        assert reader.sources() == []
        assert reader.source_statements("src:none") == []
        assert reader.details(["none"]) == {}
        assert reader.named("none") == []
        assert reader.propose("none", 5) == []


def test_what_was_loaded_is_read_back(store: Store) -> None:
    more = {
        "url": "https://example.org/1",
        "date": "2024-05-02",
        "text": "Ć: AMIF funds Hope.",
        "publisher": "P",
        "language": "sr",
        "minhash": "0f" * 128,
    }
    told = Told("press/one", more=more)
    hope = told.says(
        "Project", "Hope", names=("Nada",), properties={"stage": "two", "year": 2024, "rate": 0.5, "open": True, "tags": ("a", "b")}
    )
    amif = told.says("Organisation", "AMIF", "org:amif@gaz", labels=("Fund",), identifiers=("XM 1",), valid_from="2014")
    said = told.links(
        "FUNDED_BY",
        hope,
        amif,
        "AMIF funds Hope",
        confidence=0.75,
        properties={"measure": "stated", "amount": "10.50"},
        valid_from="2021-09",
        valid_to="2023",
        end_state="ongoing",
        flow="f1",
    )
    report = told.load(store)
    assert (report.read, report.records, report.statements, report.sources) == (3, Counts(added=2), Counts(added=1), 1)
    with reading(store) as reader:
        stored = reader.details([said.id])[said.id]
        assert stored.statement == said
        assert (stored.from_entity, stored.to_entity) == (hope.id, "org:amif@gaz")
        assert (stored.from_name, stored.to_name) == ("Hope", "AMIF")
        assert (stored.source_title, stored.source_url, stored.source_date) == ("On press/one", "https://example.org/1", "2024-05-02")
        entity = reader.entity(hope.id)
        assert entity is not None
        assert entity.properties == hope.properties
        assert {n for n, _, _ in entity.names} == {"Hope", "Nada"}
        assert entity.records == ((hope.id, told.source.id),)
        fund = reader.entity("org:amif@gaz")
        assert fund is not None
        assert (fund.labels, fund.identifiers, fund.valid_from) == (("Organisation", "Fund"), amif.identifiers, "2014")
        info = reader.source(told.source.id)
        assert info is not None
        assert (info.source, info.records, info.statements) == (told.source, 2, 1)
        assert reader.sources()[0].source == replace(told.source, text=None)
    status = store.status()
    assert status.last_load is not None
    assert {k: status.last_load[k] for k in ("source", "title", "version")} == {
        "source": told.source.id,
        "title": "On press/one",
        "version": store.version(),
    }


def test_the_stream_carries_what_filters_need(store: Store) -> None:
    told = press()
    told.load(store)
    with reading(store) as reader:
        rows = {row.type: row for block in reader.statements() for row in block}
    row = rows["IMPLEMENTED_BY"]
    assert (row.from_entity, row.to_entity, row.source) == ("project:hope@org:amif@gaz", "org:giz@gaz", told.source.id)
    assert (row.confidence, row.reviewed, row.end_state, row.flow, row.valid_from) == (1.0, None, "unknown", None, None)
    assert row.properties is not None
    assert rows["FUNDED_BY"].properties is None


def test_an_identical_reload_writes_nothing(store: Store) -> None:
    told = press()
    told.load(store)
    before = whole(store)
    report = told.load(store)
    assert (report.sources, report.sources_unchanged, report.statements, report.records) == (1, 1, Counts(), Counts())
    assert whole(store) == before


def test_a_reload_that_says_the_same_leaves_the_version(store: Store) -> None:
    told = press()
    told.load(store)
    before, said = store.version(), dump(store)["statements"]
    report = told.again(store)
    assert (report.records, report.statements, report.sources_unchanged) == (Counts(unchanged=3), Counts(unchanged=2), 1)
    assert store.version() == before
    assert dump(store)["statements"] == said
    assert store.known(told.source.id) != told.source.content_hash


def test_refusals_are_kept_with_the_source_and_move_the_version(store: Store) -> None:
    told = press()
    told.load(store)
    before = store.version()
    told.more = {"refused": (Refusal("one.txt", "char:1-2", "no such type"),), "warned": ("odd",)}
    told.load(store)
    with reading(store) as reader:
        info = reader.source(told.source.id)
    assert info is not None
    assert (info.source.refused, info.source.warned) == (told.more["refused"], ("odd",))
    assert store.version() != before


def test_a_changed_source_changes_exactly_what_changed(store: Store) -> None:
    other = press("press/two")
    other.load(store)
    told = Told("press/one")
    hope, amif = told.says("Project", "Hope", "project:hope@org:amif@gaz"), told.says("Organisation", "AMIF", "org:amif@gaz")
    giz, bmz = told.says("Organisation", "GIZ", "org:giz@gaz"), told.says("Organisation", "BMZ", "org:bmz@gaz")
    kept = told.links("FUNDED_BY", hope, amif)
    moved = told.links("SUPPORTED_BY", hope, giz)
    told.links("SUPPORTED_BY", hope, bmz)
    told.load(store)
    later = Told("press/one")
    later.records = [hope, replace(amif, country="BE"), giz, later.says("Organisation", "MARRI", "org:marri@gaz")]
    later.statements = [kept, replace(moved, locator="char:900-910")]
    later.links("SUPPORTED_BY", hope, later.records[-1])
    report = later.load(store)
    assert report.records == Counts(added=1, changed=1, unchanged=2, removed=1)
    assert report.statements == Counts(added=1, changed=1, unchanged=1, removed=1)
    project = "project:hope@org:amif@gaz"
    assert links(store, "SUPPORTED_BY") == {(project, "org:giz@gaz"), (project, "org:marri@gaz")}
    assert links(store, "IMPLEMENTED_BY") == {(project, "org:giz@gaz")}, "what another source says stays"
    assert "org:bmz@gaz" not in entities(store)
    with reading(store) as reader:
        assert reader.details([moved.id])[moved.id].statement.locator == "char:900-910"
        found = reader.entity("org:amif@gaz")
        assert found is not None
        assert (found.country, len(found.records)) == ("BE", 2)


def test_a_changed_source_equals_a_new_one(fresh: Callable[[], Store]) -> None:
    store = fresh()
    press(quote="AMIF pays for Hope").load(store)
    press().load(store)
    changed = dump(store)
    store = fresh()
    press().load(store)
    assert dump(store) == changed


def test_two_sources_that_say_the_same_stay_two(store: Store) -> None:
    press("press/one").load(store)
    press("press/two").load(store)
    with reading(store) as reader:
        rows = [row for block in reader.statements() for row in block if row.type == "FUNDED_BY"]
    assert len({row.id for row in rows}) == len({row.source for row in rows}) == 2
    assert links(store, "FUNDED_BY") == {("project:hope@org:amif@gaz", "org:amif@gaz")}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_near_duplicates_count_as_one_source_in_whatever_order_they_come(store: Store, order: tuple[int, ...]) -> None:
    copied, other = (minhash(" ".join(f"{word}{n}" for n in range(60))) for word in ("a", "b"))
    told = [press(key) for key in ("press/one", "press/two", "press/three")]
    for one, date, signature in zip(told, ("2024-05-03", "2024-05-02", "2024-05-01"), (copied, copied, other), strict=True):
        one.more = {"date": date, "minhash": signature}
    for number in order:
        told[number].load(store)
    graph = Graph(store)
    funded = graph.links("org:amif@gaz", filters=graph.filters(types=["FUNDED_BY"]))["items"]
    assert [(link["sources"], len(link["evidence"])) for link in funded] == [(2, 3)]
    assert graph.links("org:amif@gaz", filters=graph.filters(min_sources=3))["items"] == []
    first, second, third = (graph.source(one.source.id) for one in told)
    assert (first["duplicate_of"]["id"], [d["id"] for d in first["duplicates"]]) == (told[1].source.id, [told[1].source.id])
    assert (second["duplicate_of"], [d["id"] for d in second["duplicates"]]) == (None, [told[0].source.id])
    assert (third["duplicate_of"], third["duplicates"]) == (None, [])


def test_an_exception_midway_leaves_all_as_it_was(store: Store) -> None:
    press().load(store)
    before = whole(store)
    told = press("press/two")
    told.says("Organisation", "BMZ", "org:bmz@gaz", "org:amif@gaz")

    class Broken(Exception):
        pass

    def items():
        yield from told.items()
        raise Broken

    with pytest.raises(Broken):
        doors.ingest(told.source, items(), store, batch=2)
    assert whole(store) == before
    told.load(store)
    assert "org:bmz@gaz" in entities(store) or "org:amif@gaz" in entities(store)


def test_leaving_without_commit_takes_all_back(store: Store) -> None:
    told = press()
    with store.load(told.source, who="test") as writer:
        writer.put_records(told.records)
        settle(writer)
        writer.put_statements(told.statements)
    assert store.version() == EMPTY_VERSION
    assert entities(store) == {}
    assert store.known(told.source.id) is None


def test_nothing_is_seen_before_commit_and_a_reader_keeps_its_version(store: Store) -> None:
    press().load(store)
    reader = store.reader()
    names = [e.name for e in reader.entities()]
    version = reader.version
    told = Told("press/two")
    told.says("Organisation", "BMZ", "org:bmz@gaz")
    told.says("Organisation", "Asylum Fund", "org:amif@gaz", "org:xm-2")
    with store.load(told.source, who="test") as writer:
        writer.put_records(told.records)
        settle(writer)
        assert "org:bmz@gaz" not in entities(store)
        assert store.version() == version
        writer.retire()
        settle(writer)
        writer.commit("2-test")
    assert entities(store)["org:bmz@gaz"] == "BMZ"
    assert store.version() == "2-test"
    assert [e.name for e in reader.entities()] == names
    assert reader.version == version
    assert reader.lookup("org:bmz@gaz").entities == ()
    assert reader.entity("org:amif@gaz") is not None
    assert reader.propose("BMZ", 5) == []
    assert [row.to_entity for block in reader.statements() for row in block if row.type == "FUNDED_BY"] == ["org:amif@gaz"]
    reader.close()
    assert links(store, "FUNDED_BY") == {("project:hope@org:amif@gaz", "org:xm-2")}


def test_forgetting_takes_a_source_and_all_it_said(store: Store) -> None:
    press("press/one").load(store)
    before = dump(store)
    told = press("press/two", quote="quite another sentence")
    told.says("Organisation", "BMZ", "org:bmz@gaz")
    told.load(store)
    report = told.forget(store)
    assert (report.records.removed, report.statements.removed) == (4, 2)
    assert dump(store) == before
    assert store.known(told.source.id) is None
    with reading(store) as reader:
        assert reader.lookup("org:bmz@gaz").erased
        assert reader.lookup(" ORG:BMZ@gaz ").erased
        assert not reader.lookup("org:never@gaz").erased
    told.load(store)
    with reading(store) as reader:
        assert reader.lookup("org:bmz@gaz").exact
    told.forget(store)
    press("press/one").forget(store)
    assert entities(store) == {}


@pytest.mark.parametrize("modality", ["invited", "declined"])
def test_who_was_only_invited_is_recorded_and_in_no_link(store: Store, modality: str) -> None:
    told = Told("press/one")
    person, event = told.says("Person", "Ana Anić"), told.says("Event", "Workshop")
    held = told.links("ATTENDED", person, event, properties={"modality": "held"})
    invited = told.links("ATTENDED", person, event, "was asked to come", properties={"modality": modality})
    told.load(store)
    with reading(store) as reader:
        assert [row.id for block in reader.statements() for row in block] == [held.id]
        assert [s.statement.id for s in reader.source_statements(told.source.id)] == [held.id, invited.id]
        assert invited.id in reader.details([invited.id])
        info = reader.source(told.source.id)
        assert info is not None
        assert info.statements == 2


def test_mentions_are_streamed_and_not_counted(store: Store) -> None:
    told = press()
    page = told.says("Source", "The page", told.source.id)
    told.links("MENTIONED_IN", told.records[0], page)
    told.load(store)
    assert links(store, "MENTIONED_IN") == {("project:hope@org:amif@gaz", told.source.id)}
    with reading(store) as reader:
        info = reader.source(told.source.id)
        assert info is not None
        assert (info.records, info.statements) == (4, 2)
        assert {s.statement.type for s in reader.source_statements(told.source.id)} == {"FUNDED_BY", "IMPLEMENTED_BY"}


def test_a_sources_statements_come_in_text_order(store: Store) -> None:
    told = Told("press/one")
    hope, amif = told.says("Project", "Hope"), told.says("Organisation", "AMIF")
    locators = ["char:1042-1117", "char:7-12", "char:900-1000", "char:7-100"]
    for locator in locators:
        told.links("FUNDED_BY", hope, amif, f"at {locator}", locator=locator)
    told.load(store)
    with reading(store) as reader:
        said = [s.statement.locator for s in reader.source_statements(told.source.id)]
    assert said == ["char:7-12", "char:7-100", "char:900-1000", "char:1042-1117"]


def test_partners_are_stored_once(fresh: Callable[[], Store]) -> None:
    found = []
    for swap in (False, True):
        store = fresh()
        told = Told("press/one")
        a, b = told.says("Organisation", "A", "org:a@gaz"), told.says("Organisation", "B", "org:b@gaz")
        told.links("PARTNER_OF", *((b, a) if swap else (a, b)), quote="A and B cooperate")
        told.load(store)
        found.append(links(store, "PARTNER_OF"))
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_no_two_contents_share_a_version(fresh: Callable[[], Store]) -> None:
    versions = []
    for quote in ("one", "two"):
        store = fresh()
        told = press(quote=quote)
        told.load(store)
        versions.append(store.version())
    press("press/two").load(store)
    versions.append(store.version())
    press("press/two").forget(store)
    versions.append(store.version())
    assert len(set(versions)) == 4
    assert [v.partition("-")[0] for v in versions] == ["1", "1", "2", "3"]


def test_many_items_and_small_batches(fresh: Callable[[], Store]) -> None:
    told = Told("table/one")
    bodies = [told.says("Organisation", f"Body {i}", f"org:b{i}@gaz") for i in range(40)]
    for i in range(200):
        told.links("PART_OF", bodies[i % 40], bodies[(i * 7 + 1) % 40], f"row {i}")
    dumps = []
    for batch in (7, 10_000):
        store = fresh()
        doors.ingest(told.source, told.items(), store, batch=batch)
        dumps.append(dump(store))
    assert dumps[0] == dumps[1]
    assert len(dumps[0]["statements"]) == 200


def test_what_no_store_can_hold_is_refused_and_the_rest_taken(store: Store) -> None:
    told = press()
    told.says("Organisation", "half \ud800 a pair")
    told.links("SUPPORTED_BY", told.records[0], told.records[1], "quoted \udfff")
    told.links("SUPPORTED_BY", told.records[0], told.records[1], "fine", properties={"note": "\ud800"})
    told.statements.append(told.statements[0])
    told.statements.append(replace(told.statements[0], id="odd", confidence=1.5))
    told.statements.append(replace(told.statements[0], id="odder", type="LIKES"))
    told.statements.append(replace(told.statements[0], id="oddest", to_record="org:unknown"))
    report = told.load(store)
    assert len(report.refused) == 7
    assert (report.read, report.records.added, report.statements.added) == (12, 3, 2)
    assert links(store, "SUPPORTED_BY") == set()


def test_half_characters_in_what_is_said_of_a_source_are_shown_as_such(store: Store) -> None:
    told = Told("a", more={"title": "On \ud800", "publisher": "P\ud800"})
    told.says("Project", "Hope", "project:hope@x")
    half = [Warned("file", "not used: x\ud800"), Refusal("a", "line:1", "is no \udfff")]
    report = doors.ingest(told.source, [*told.items(), *half], store)
    assert (report.warned, [r.reason for r in report.refused]) == (("not used: x?",), ["is no ?"])
    with reading(store) as reader:
        (info,) = reader.sources()
        assert (info.source.title, info.source.publisher, info.source.warned) == ("On ?", "P?", ("not used: x?",))


def test_members_of_enumerations_are_plain_text(store: Store) -> None:
    told = press()
    told.statements[0] = replace(told.statements[0], end_state=EndState.ONGOING)
    told.load(store)
    told.statements[0] = replace(told.statements[0], end_state="ongoing")
    assert told.again(store).statements == Counts(unchanged=2)

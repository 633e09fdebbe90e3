"""What reviewers decide: a ledger that only grows, replayed on every load."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cooplinks.app.errors import UnknownName, WrongUse
from cooplinks.app.judge import decide, replayed
from cooplinks.app.ledger import own_id
from cooplinks.app.model import Decision, Name, Record, Statement, Verdict
from cooplinks.app.store.base import Store
from tests.contract.facts import Told, dump, entities, links, reading

TEXT = "AMIF pays for Hope, a project of many years. GIZ carries it out with care and speed."


def press(*, text: str = TEXT, pays: str = "AMIF pays for Hope, a project of many years.", extractor: str = "test 1") -> Told:
    """Hope is funded by AMIF and carried out by GIZ."""
    told = Told("press/one", more={"text": text, "extractor": extractor})
    hope = told.says("Project", "Hope", "project:hope@org:amif@gaz")
    amif = told.says("Organisation", "AMIF", "org:amif@gaz", labels=("Fund",))
    giz = told.says("Organisation", "GIZ", "org:giz@gaz", country="DE")
    told.links("FUNDED_BY", hope, amif, pays, locator=f"char:{text.find(pays)}-{text.find(pays) + len(pays)}")
    told.links("IMPLEMENTED_BY", hope, giz, "GIZ carries it out with care and speed.", properties={"role": "lead"})
    return told


def says(verdict: Verdict, about: Statement, **more: Any) -> Decision:
    return Decision(about, verdict, who="Ada", at="2025-03-01T10:00:00Z", **more)


def added(told: Told, start: Record, end: Record, *, type: str = "PARTNER_OF", quote: str = "GIZ carries it out") -> Decision:
    text = told.more["text"]
    at = text.index(quote)
    a, b = sorted((start, end), key=lambda record: record.id) if type == "PARTNER_OF" else (start, end)
    plain = Statement("", told.source.id, type, a.id, b.id, f"char:{at}-{at + len(quote)}", quote, "review Ada", 1.0, True)
    return says(Verdict.ADDED, replace(plain, id=own_id(plain)), records=(a, b))


def reviewed(store: Store, told: Told) -> dict[str, bool | None]:
    """By the first words of its quote what is thought of each statement of a source."""
    with reading(store) as reader:
        return {s.statement.quote.split()[0]: s.statement.reviewed for s in reader.source_statements(told.source.id)}


def test_nobody_has_looked_at_what_was_loaded(store: Store) -> None:
    told = press()
    told.statements[0] = replace(told.statements[0], reviewed=True)
    told.load(store)
    assert reviewed(store, told) == {"AMIF": None, "GIZ": None}, "a loader does not review"
    with reading(store) as reader:
        assert reader.decisions() == []
        assert [r.id for r in reader.source_records(told.source.id)] == sorted(r.id for r in told.records)
        assert {r.id: r for r in reader.source_records(told.source.id)} == {r.id: r for r in told.records}
        assert reader.source_records("src:none") == []
        assert reader.decisions("src:none") == []


def test_a_rejected_statement_leaves_the_graph_and_stays_recorded(store: Store) -> None:
    told = press()
    told.load(store)
    before = store.version()
    assert decide(store, [says(Verdict.REJECTED, told.statements[0], why="no money is named")]) == 1
    assert int(store.version().partition("-")[0]) == int(before.partition("-")[0]) + 1
    assert links(store, "FUNDED_BY") == set()
    assert len(links(store, "IMPLEMENTED_BY")) == 1
    assert reviewed(store, told) == {"AMIF": False, "GIZ": None}
    with reading(store) as reader:
        assert reader.details([told.statements[0].id])[told.statements[0].id].statement == replace(told.statements[0], reviewed=False)
        info = reader.source(told.source.id)
        assert info is not None
        assert (info.statements, info.records, info.source) == (2, 3, told.source)


def test_an_accepted_statement_says_so_in_the_stream(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [says(Verdict.ACCEPTED, told.statements[0])])
    with reading(store) as reader:
        assert {row.type: row.reviewed for block in reader.statements() for row in block} == {"FUNDED_BY": True, "IMPLEMENTED_BY": None}


def test_the_ledger_keeps_who_when_and_why_in_order(store: Store) -> None:
    told, other = press(), Told("press/two")
    other.links("PART_OF", other.says("Event", "Talk"), other.says("Project", "Hope"))
    for one in (told, other):
        one.load(store)
    first = says(Verdict.REJECTED, told.statements[0], why="“not funded”, says the text")
    then = [says(Verdict.ACCEPTED, other.statements[0]), says(Verdict.OPEN, told.statements[0])]
    decide(store, [first])
    decide(store, then)
    with reading(store) as reader:
        lines = reader.decisions()
        assert [line.number for line in lines] == [1, 2, 3]
        mine = reader.decisions(told.source.id)
        assert [(line.about, line.verdict, line.who, line.at, line.why) for line in mine] == [
            (line.about, line.verdict, line.who, line.at, line.why) for line in (first, then[1])
        ]
        assert {record.names[0].text for record in mine[0].records} == {"Hope", "AMIF"}, "it can be read when the source is gone"
        assert [line.about.id for line in reader.decisions(other.source.id)] == [other.statements[0].id]
    assert reviewed(store, told) == {"AMIF": None, "GIZ": None}


def test_a_decision_taken_back_leaves_the_graph_as_it_was(store: Store) -> None:
    told = press()
    told.load(store)
    before = dump(store)
    decide(store, [says(Verdict.REJECTED, told.statements[0])])
    assert dump(store)["statements"] != before["statements"]
    decide(store, [says(Verdict.OPEN, told.statements[0])])
    assert dump(store) == before


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.REJECTED])
def test_a_decision_outlives_a_newer_extractor(store: Store, verdict: Verdict) -> None:
    told = press()
    told.load(store)
    decide(store, [says(verdict, told.statements[0])])
    newer = press(extractor="test 2")
    newer.statements = [replace(s, extractor="test 2", confidence=0.5) for s in newer.statements]
    newer.load(store)
    assert reviewed(store, told) == {"AMIF": verdict is Verdict.ACCEPTED, "GIZ": None}


def test_a_rejected_statement_does_not_come_back_with_the_source(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [says(Verdict.REJECTED, told.statements[0])])
    before = dump(store)
    told.forget(store)
    assert entities(store) == {}
    with reading(store) as reader:
        assert len(reader.decisions()) == 1, "the ledger outlives the source"
    told.load(store)
    assert links(store, "FUNDED_BY") == set()
    assert dump(store) == before


def test_a_rejected_statement_that_vanished_does_not_come_back(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [says(Verdict.REJECTED, told.statements[0])])
    without = press()
    del without.statements[0]
    report = without.load(store)
    assert any("no longer match" in text for text in report.warned)
    with reading(store) as reader:
        assert [line.about.id for line in replayed(reader, told.source.id).orphaned] == [told.statements[0].id]
    press().load(store)
    assert reviewed(store, told) == {"AMIF": False, "GIZ": None}
    assert links(store, "FUNDED_BY") == set()


def test_a_decision_follows_its_sentence_when_that_is_cut_otherwise(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [says(Verdict.REJECTED, told.statements[0])])
    cut = press(pays="AMIF pays for Hope,")
    assert cut.statements[0].id != told.statements[0].id
    cut.load(store)
    assert reviewed(store, told) == {"AMIF": False, "GIZ": None}
    with reading(store) as reader:
        found = replayed(reader, told.source.id)
        assert ([*found.carried], found.orphaned) == ([cut.statements[0].id], ())
    # The reviewer has a look at the new one; then the old one comes back beside it.
    decide(store, [says(Verdict.ACCEPTED, cut.statements[0])])
    assert reviewed(store, told) == {"AMIF": True, "GIZ": None}
    told.load(store)
    assert reviewed(store, told) == {"AMIF": False, "GIZ": None}


def test_where_several_might_be_meant_nobody_guesses(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [says(Verdict.ACCEPTED, told.statements[0])])
    two = press(pays="AMIF pays for Hope, a project")
    two.links("FUNDED_BY", two.records[0], two.records[1], "Hope, a project of many years.")
    two.load(store)
    assert set(reviewed(store, told).values()) == {None}
    with reading(store) as reader:
        assert len(replayed(reader, told.source.id).orphaned) == 1


def test_other_words_for_the_same_link_are_other_evidence(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [says(Verdict.REJECTED, told.statements[0])])
    other = press(pays="years. GIZ carries it")
    other.load(store)
    assert links(store, "FUNDED_BY") == {("project:hope@org:amif@gaz", "org:amif@gaz")}


def test_what_a_reviewer_adds_is_a_statement_like_others(store: Store) -> None:
    told = press()
    told.load(store)
    _, amif, giz = told.records
    line = added(told, giz, amif)
    decide(store, [line])
    assert {frozenset(ends) for ends in links(store, "PARTNER_OF")} == {frozenset(("org:giz@gaz", "org:amif@gaz"))}
    with reading(store) as reader:
        stored = reader.details([line.about.id])[line.about.id].statement
    assert stored == line.about
    assert (stored.extractor, stored.reviewed, stored.confidence) == ("review Ada", True, 1.0)
    assert TEXT[slice(*map(int, stored.locator[5:].split("-")))] == stored.quote


def test_what_a_reviewer_added_outlives_edits_and_forgetting(store: Store) -> None:
    told = press()
    told.load(store)
    line = added(told, told.records[2], told.records[1])
    decide(store, [line])
    longer = press(text="A new first line. " + TEXT)
    longer.load(store)
    longer.forget(store)
    longer.load(store)
    with reading(store) as reader:
        stored = reader.details([line.about.id])[line.about.id].statement
        info = reader.source(told.source.id)
    assert info is not None
    assert info.source.text is not None
    assert info.source.text[slice(*map(int, stored.locator[5:].split("-")))] == stored.quote == line.about.quote
    assert stored.locator != line.about.locator


def test_what_a_reviewer_added_keeps_its_ends_where_a_reading_loses_them(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [added(told, told.records[2], told.records[1])])
    newer = press(extractor="test 2")
    newer.records = newer.records[:2]
    newer.statements = newer.statements[:1]
    newer.load(store)
    assert {frozenset(ends) for ends in links(store, "PARTNER_OF")} == {frozenset(("org:giz@gaz", "org:amif@gaz"))}
    press().load(store)
    assert set(entities(store).values()) == {"AMIF", "GIZ", "Hope"}


def test_a_reviewer_may_name_what_no_reading_found(store: Store) -> None:
    told = press()
    told.load(store)
    speed = Record("org:speed~~0", told.source.id, "Organisation", (Name("speed"),))
    decide(store, [added(told, speed, told.records[2], quote="GIZ carries it out with care and speed.")])
    assert "speed" in entities(store).values()
    newer = press(extractor="test 2")
    newer.load(store)
    assert len(links(store, "PARTNER_OF")) == 1


def test_words_that_are_gone_take_what_was_added_along_until_they_return(store: Store) -> None:
    told = press()
    told.load(store)
    decide(store, [added(told, told.records[2], told.records[1])])
    gone = press(text="AMIF pays for Hope, a project of many years.")
    assert any("no longer match" in text for text in gone.load(store).warned)
    assert links(store, "PARTNER_OF") == set()
    told.load(store)
    assert len(links(store, "PARTNER_OF")) == 1


def test_what_was_added_can_be_taken_back_and_rejected_like_others(store: Store) -> None:
    told = press()
    told.load(store)
    line = added(told, told.records[2], told.records[1])
    decide(store, [line])
    for verdict, left in ((Verdict.OPEN, 0), (Verdict.ACCEPTED, 1), (Verdict.REJECTED, 0)):
        decide(store, [says(verdict, line.about)])
        assert len(links(store, "PARTNER_OF")) == left
        told.again(store)
        assert len(links(store, "PARTNER_OF")) == left


def test_a_correction_is_one_step(store: Store) -> None:
    told = press()
    told.load(store)
    before = store.version()
    hope, amif, _ = told.records
    right = added(told, hope, amif, type="SUPPORTED_BY", quote=told.statements[0].quote)
    decide(store, [says(Verdict.REJECTED, told.statements[0]), right])
    assert int(store.version().partition("-")[0]) == int(before.partition("-")[0]) + 1
    assert links(store, "FUNDED_BY") == set()
    assert links(store, "SUPPORTED_BY") == {("project:hope@org:amif@gaz", "org:amif@gaz")}


def test_who_was_only_invited_can_be_judged_too(store: Store) -> None:
    told = Told("press/talk", more={"text": "GIZ was invited."})
    giz, talk = told.says("Organisation", "GIZ", "org:giz@gaz"), told.says("Event", "Talk")
    told.links("ATTENDED", giz, talk, "GIZ was invited.", properties={"modality": "invited"})
    told.load(store)
    for verdict, thought in ((Verdict.ACCEPTED, True), (Verdict.REJECTED, False), (Verdict.OPEN, None)):
        decide(store, [says(verdict, told.statements[0])])
        assert reviewed(store, told) == {"GIZ": thought}
        assert links(store, "ATTENDED") == set()


def test_what_cannot_be_decided_changes_nothing(store: Store) -> None:
    told = press()
    told.load(store)
    before = (dump(store), store.version())
    elsewhere = replace(told.statements[0], source="src:none")
    wrong = added(told, told.records[1], told.records[0], type="FUNDED_BY")
    with pytest.raises(UnknownName):
        decide(store, [says(Verdict.ACCEPTED, elsewhere)])
    with pytest.raises(WrongUse, match="FUNDED_BY"):
        decide(store, [says(Verdict.ACCEPTED, told.statements[1]), replace(wrong, about=replace(wrong.about, to_record="none"))])
    assert (dump(store), store.version()) == before
    with reading(store) as reader:
        assert reader.decisions() == []


def test_what_was_decided_of_a_statement_that_has_gone_meanwhile_is_not_lost(store: Store) -> None:
    told, cut = press(), press(pays="AMIF pays for Hope,")
    told.load(store)
    cut.load(store)
    decide(
        store,
        [says(Verdict.REJECTED, told.statements[0]), says(Verdict.ACCEPTED, replace(told.statements[1], id="gone", type="SUPPORTED_BY"))],
    )
    assert reviewed(store, told) == {"AMIF": False, "GIZ": None}
    with reading(store) as reader:
        assert [line.about.id for line in replayed(reader, told.source.id).orphaned] == ["gone"]


def test_a_reader_keeps_the_ledger_of_its_version(store: Store) -> None:
    told = press()
    told.load(store)
    with reading(store) as old:
        decide(store, [says(Verdict.ACCEPTED, told.statements[0])])
        assert old.decisions() == []
        assert [s.statement.reviewed for s in old.source_statements(told.source.id)] == [None, None]


def test_the_order_of_loading_and_deciding_does_not_matter(fresh: Callable[[], Store]) -> None:
    dumps = []
    for order in (0, 1):
        store = fresh()
        told = press()
        told.load(store)
        lines = [says(Verdict.REJECTED, told.statements[0]), added(told, told.records[2], told.records[1])]
        if order:
            decide(store, lines)
            press(extractor="test 2").load(store)
        else:
            press(extractor="test 2").load(store)
            decide(store, lines)
        dumps.append(dump(store))
    assert dumps[0] == dumps[1]

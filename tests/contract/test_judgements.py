"""Who is who as people judge it: one ledger line a judgement, replayed on every load, and taken back without a trace."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooplinks.app.errors import UnknownName, WrongUse
from cooplinks.app.ids import record_id
from cooplinks.app.judge import decide, judge, take_back
from cooplinks.app.model import Decision, Judgement, Likeness, Verdict
from cooplinks.app.resolve import standing
from cooplinks.app.store.base import Store
from tests.contract.facts import Told, dump, entities, links, reading, whole

SAME, DIFFERENT, UNSURE, OPEN = Likeness.SAME, Likeness.DIFFERENT, Likeness.UNSURE, Likeness.OPEN
EU, UNION, XI = "org:eu@gaz", "org:union@rs", "org:xi-eu"
ASK = [EU, UNION, XI, "EU", "org:bank@gaz"]


def press(key: str, *keys: str, name: str = "EU", project: str = "Hope", text: str = "") -> Told:
    """A project funded by a body of these keys, or of none."""
    told = Told(key, more={"text": text} if text else {})
    body = told.says("Organisation", name, *keys)
    told.links("FUNDED_BY", told.says("Project", project, f"project:{project.lower()}@x"), body)
    return told


def says(verdict: Likeness, one: str, other: str, why: str = "") -> Judgement:
    one, other = sorted((one, other))
    return Judgement(one, other, verdict, "Ada", "2025-03-01T10:00:00Z", why, ("EU", "Union"))


def two(store: Store) -> tuple[Told, Told]:
    """Two bodies, each paying for a project."""
    told = press("a", EU), press("b", UNION, name="European Union", project="Trust")
    for one in told:
        one.load(store)
    return told


def payers(store: Store) -> dict[str, str]:
    """By project who pays for it."""
    return {project.removeprefix("project:").removesuffix("@x"): payer for project, payer in links(store, "FUNDED_BY")}


def test_two_that_are_judged_the_same_are_one(store: Store) -> None:
    two(store)
    n = int(store.version().partition("-")[0])
    judge(store, says(SAME, EU, UNION, "the same address"))
    assert payers(store) == {"hope": EU, "trust": EU}
    with reading(store) as reader:
        assert reader.version == store.version() == f"{n + 1}-{store.version().partition('-')[2]}"
        assert reader.lookup(UNION).moved_to == EU
        entity = reader.entity(EU)
        assert entity is not None
        assert {name for name, _, _ in entity.names} == {"EU", "European Union"}
        assert len(entity.records) == 2
        (line,) = reader.judgements()
        assert line == replace(says(SAME, EU, UNION, "the same address"), number=1)
        assert reader.decisions() == []


def test_taken_back_the_graph_is_as_it_was(store: Store) -> None:
    two(store)
    before = dump(store, ask=ASK)
    judge(store, says(SAME, EU, UNION))
    assert dump(store, ask=ASK) != before
    judge(store, says(OPEN, EU, UNION))
    assert dump(store, ask=ASK) == before
    with reading(store) as reader:
        assert [line.verdict for line in reader.judgements()] == [SAME, OPEN]
        assert (reader.lookup(UNION).exact, reader.lookup(UNION).moved_to) == (True, None)
    judge(store, says(SAME, EU, UNION))
    judge(store, says(UNSURE, EU, UNION))
    assert dump(store, ask=ASK) == before, "who is no longer sure joins nothing"
    with pytest.raises(WrongUse, match="nothing that was judged"):
        judge(store, says(OPEN, EU, "org:nobody"))


def test_what_held_before_holds_again(store: Store) -> None:
    two(store)
    press("c", EU, UNION, project="Peace").load(store)
    for verdict in (DIFFERENT, UNSURE, UNSURE, DIFFERENT):
        judge(store, says(verdict, EU, UNION))
    parted = dump(store, ask=ASK)
    for verdict, now in ((SAME, None), (OPEN, DIFFERENT), (OPEN, UNSURE), (OPEN, DIFFERENT), (OPEN, None)):
        judge(store, says(verdict, EU, UNION))
        with reading(store) as reader:
            assert {line.verdict for line in standing(reader.judgements())} == {now or verdict} - {OPEN}
        assert (dump(store, ask=ASK) == parted) is (now is DIFFERENT)


def test_a_judgement_outlives_reloading_forgetting_and_what_comes_later(store: Store) -> None:
    one, other = two(store)
    judge(store, says(SAME, EU, UNION))
    judged = answers(store)
    one.again(store)
    other.again(store)
    assert answers(store) == judged
    other.forget(store)
    assert payers(store) == {"hope": EU}
    press("c", XI, project="Peace").load(store)
    other.load(store)
    assert payers(store) == {"hope": EU, "trust": EU, "peace": XI}
    press("d", UNION, project="Care", name="Union").load(store)
    assert payers(store)["care"] == EU


def test_a_judgement_waits_while_one_of_both_is_gone(store: Store) -> None:
    one, other = two(store)
    third = press("c", "org:bank@gaz", name="Bank", project="Peace")
    third.load(store)
    judge(store, says(SAME, EU, UNION))
    judge(store, says(SAME, UNION, "org:bank@gaz"))
    assert set(payers(store).values()) == {EU}
    other.forget(store)
    assert payers(store) == {"hope": EU, "peace": "org:bank@gaz"}, "what joined them is gone"
    other.load(store)
    assert set(payers(store).values()) == {EU}
    for told in (one, other, third):
        told.forget(store)
    assert entities(store) == {}
    judge(store, says(OPEN, EU, UNION))
    for told in (one, other, third):
        told.load(store)
    assert payers(store) == {"hope": EU, "trust": "org:bank@gaz", "peace": "org:bank@gaz"}


def test_what_was_merged_can_be_merged_again_and_taken_back_in_any_order(store: Store) -> None:
    two(store)
    press("c", "org:bank@gaz", name="Bank", project="Peace").load(store)
    before = dump(store, ask=ASK)
    judge(store, says(SAME, EU, UNION))
    first = dump(store, ask=ASK)
    judge(store, says(SAME, UNION, "org:bank@gaz"))
    assert set(payers(store).values()) == {EU}
    with reading(store) as reader:
        assert {reader.lookup(key).moved_to for key in (UNION, "org:bank@gaz")} == {EU}
    judge(store, says(OPEN, EU, UNION))
    assert payers(store) == {"hope": EU, "trust": "org:bank@gaz", "peace": "org:bank@gaz"}
    judge(store, says(SAME, EU, UNION))
    judge(store, says(OPEN, UNION, "org:bank@gaz"))
    assert dump(store, ask=ASK) == first
    judge(store, says(OPEN, EU, UNION))
    assert dump(store, ask=ASK) == before


def test_two_that_were_refused_stay_two_whatever_would_join_them(store: Store) -> None:
    two(store)
    judge(store, says(DIFFERENT, EU, UNION, "one is a football club"))
    bridge = press("c", EU, UNION, project="Peace")
    bridge.load(store)
    assert payers(store) == {"hope": EU, "trust": UNION, "peace": EU}, "what bears both goes to the better key"
    bridge.again(store)
    assert payers(store) == {"hope": EU, "trust": UNION, "peace": EU}
    with pytest.raises(WrongUse, match="can't be one"):
        press("d", "org:club@rs", name="Club", project="Care").load(store)
        judge(store, says(SAME, "org:club@rs", EU))
        judge(store, says(SAME, "org:club@rs", UNION))
    assert payers(store)["care"] == EU
    judge(store, says(OPEN, EU, UNION))
    assert set(payers(store).values()) == {EU}
    with reading(store) as reader:
        assert reader.lookup(UNION).moved_to == EU


def test_one_that_is_two_is_split_and_comes_together_again(store: Store) -> None:
    two(store)
    press("c", EU, UNION, project="Peace").load(store)
    before = dump(store, ask=ASK)
    assert set(payers(store).values()) == {EU}
    judge(store, says(DIFFERENT, EU, UNION))
    assert payers(store) == {"hope": EU, "trust": UNION, "peace": EU}
    judge(store, says(OPEN, EU, UNION))
    assert dump(store, ask=ASK) == before


def test_what_an_identifier_joins_nobody_parts(store: Store) -> None:
    press("a", EU, XI).load(store)
    press("b", UNION, XI, name="European Union", project="Trust").load(store)
    before = whole(store)
    with pytest.raises(WrongUse, match="can't be kept apart"):
        judge(store, says(DIFFERENT, EU, UNION))
    assert whole(store) == before
    press("c", UNION, name="Union", project="Peace").load(store)
    judge(store, says(DIFFERENT, EU, UNION))
    assert payers(store) == {"hope": XI, "trust": XI, "peace": UNION}


def test_a_name_that_two_bear_who_are_different_names_neither(store: Store) -> None:
    two(store)
    name = "org:the-union@rs"
    for key, keys, project in (("c", (EU, name), "Peace"), ("d", (UNION, name), "Care"), ("e", (name,), "Joy")):
        press(key, *keys, project=project).load(store)
    assert set(payers(store).values()) == {EU}
    judge(store, says(DIFFERENT, EU, UNION))
    assert payers(store) == {"hope": EU, "trust": UNION, "peace": EU, "care": UNION, "joy": name}


def test_what_stands_alone_is_judged_by_its_own_id_and_keeps_it(store: Store) -> None:
    """A body without any key, which a newer extractor gives one."""
    press("a", EU).load(store)
    bare = press("b", name="Union of Europe", project="Trust")
    bare.load(store)
    id = record_id("Organisation", "b", "Union of Europe")
    judge(store, says(SAME, EU, id))
    assert payers(store) == {"hope": EU, "trust": EU}
    keyed = press("b", UNION, name="Union of Europe", project="Trust")
    keyed.load(store)
    assert payers(store) == {"hope": EU, "trust": EU}
    with reading(store) as reader:
        assert reader.lookup(UNION).entities == (EU,)
    press("c", UNION, name="Union", project="Peace").load(store)
    assert set(payers(store).values()) == {EU}
    judge(store, says(OPEN, EU, id))
    assert payers(store) == {"hope": EU, "trust": UNION, "peace": UNION}
    bare.load(store)
    keyed.load(store)
    judge(store, says(SAME, EU, id))
    assert set(payers(store).values()) == {EU}


def test_a_name_within_a_publishers_files_can_be_judged(store: Store) -> None:
    name = "org:unit@by:x"
    press("a", EU, name).load(store)
    press("b", UNION, name, project="Trust").load(store)
    press("c", name, name="Unit", project="Peace").load(store)
    assert payers(store)["peace"] == name, "two bear it"
    judge(store, says(SAME, name, UNION))
    assert payers(store) == {"hope": EU, "trust": UNION, "peace": UNION}
    judge(store, says(DIFFERENT, name, UNION))
    assert payers(store)["peace"] == name
    judge(store, says(DIFFERENT, EU, UNION))
    assert payers(store) == {"hope": EU, "trust": UNION, "peace": name}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (EU, "project:hope@x", r"\(Organisation\), project:hope@x \(Project\): only things of one kind"),
        (EU, EU, "both are"),
        ("src:a", "src:b", "only people"),
        (EU, "x:y", "only people"),
    ],
)
@pytest.mark.parametrize("verdict", [SAME, DIFFERENT])
def test_what_cannot_be_judged_changes_nothing(store: Store, verdict: Likeness, one: str, other: str, said: str) -> None:
    two(store)
    before = whole(store)
    with pytest.raises(WrongUse, match=said):
        judge(store, says(verdict, one, other))
    with pytest.raises(UnknownName, match="org:nobody"):
        judge(store, says(verdict, EU, "org:nobody"))
    assert whole(store) == before
    with reading(store) as reader:
        assert reader.judgements() == []


def test_a_line_of_the_ledger_is_taken_back_by_its_number(store: Store) -> None:
    one, _ = two(store)
    before = dump(store, ask=ASK)
    decide(store, [Decision(one.statements[0], Verdict.REJECTED, "Bo", "2025-03-01T09:00:00Z")])
    judge(store, says(SAME, EU, UNION))
    judge(store, says(SAME, EU, UNION, "again"))
    with pytest.raises(WrongUse, match="line 2 holds no longer"):
        take_back(store, 2, "Bo", "2025-03-02T09:00:00Z")
    with pytest.raises(UnknownName, match="no line of the ledger"):
        take_back(store, 9, "Bo", "2025-03-02T09:00:00Z")
    take_back(store, 3, "Bo", "2025-03-02T09:00:00Z", "no")
    take_back(store, 1, "Bo", "2025-03-02T09:00:00Z")
    assert dump(store, ask=ASK) == before
    with pytest.raises(WrongUse, match="line 4 holds no longer"):
        take_back(store, 4, "Bo", "2025-03-02T09:00:00Z")
    with reading(store) as reader:
        numbered = sorted((line.number, str(line.verdict), line.why) for line in (*reader.decisions(), *reader.judgements()))
    assert numbered == [(1, "rejected", ""), (2, "same", ""), (3, "same", "again"), (4, "open", "no"), (5, "open", "")]


def test_a_reader_keeps_who_was_who_at_its_version(store: Store) -> None:
    two(store)
    with reading(store) as old:
        judge(store, says(SAME, EU, UNION))
        assert {row.to_entity for block in old.statements() for row in block if row.type == "FUNDED_BY"} == {EU, UNION}
        assert old.judgements() == []
        assert old.lookup(UNION).exact


def test_who_funds_is_a_donor_where_it_was_merged_into_another(store: Store) -> None:
    told = Told("a")
    told.says("Organisation", "Bank", "org:bank@gaz")
    told.load(store)
    press("b", UNION).load(store)
    judge(store, says(SAME, "org:bank@gaz", UNION))
    assert payers(store) == {"hope": "org:bank@gaz"}
    judge(store, says(OPEN, "org:bank@gaz", UNION))
    assert payers(store) == {"hope": UNION}


KEYS = ["org:a@gaz", "org:b@gaz", "org:c@rs", "org:d@rs", "org:x-1", "org:e@by:p", ""]
SAID = st.lists(st.lists(st.sampled_from(KEYS[:-1]), max_size=3, unique=True), min_size=2, max_size=6)
LINES = st.lists(st.tuples(st.sampled_from([SAME, DIFFERENT, OPEN]), st.sampled_from(KEYS[:-1]), st.sampled_from(KEYS[:-1])), max_size=4)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def judged(store: Store, lines: Sequence[tuple[Likeness, str, str]]) -> None:
    """Write those of the lines that can be taken."""
    for verdict, one, other in lines:
        with suppress(WrongUse, UnknownName):
            judge(store, says(verdict, one, other))


def answers(store: Store) -> dict[str, Any]:
    return {k: v for k, v in dump(store).items() if k not in ("lookups", "sources")}


@FEW
@given(said=SAID, lines=LINES, data=st.data())
def test_load_order_does_not_matter_to_what_was_judged(
    fresh: Callable[[], Store], said: list[list[str]], lines: list[tuple[Likeness, str, str]], data: st.DataObject
) -> None:
    told = [press(f"press/{i}", *keys, project=f"P{i % 3}") for i, keys in enumerate(said)]
    store = fresh()
    for one in told:
        one.load(store)
    judged(store, lines)
    found = answers(store)
    for one in data.draw(st.permutations(told)):
        one.again(store)
    assert answers(store) == found
    for one in data.draw(st.permutations(told)):
        one.forget(store)
    for one in data.draw(st.permutations(told)):
        one.load(store)
    assert answers(store) == found


@FEW
@given(said=SAID, lines=LINES, seed=st.integers(0, 99))
def test_all_that_was_judged_is_taken_back_without_a_trace(
    fresh: Callable[[], Store], said: list[list[str]], lines: list[tuple[Likeness, str, str]], seed: int
) -> None:
    store = fresh()
    for i, keys in enumerate(said):
        press(f"press/{i}", *keys, project=f"P{i % 3}").load(store)
    before = answers(store)
    judged(store, lines)
    chance = random.Random(seed)
    while True:
        with reading(store) as reader:
            left = standing(reader.judgements())
        if not left:
            break
        take_back(store, chance.choice(left).number, "Bo", "2025-03-02T09:00:00Z")
    assert answers(store) == before

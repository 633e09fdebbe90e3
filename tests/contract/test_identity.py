"""Who is who in a store: merging, splitting and former ids, whatever the order of loading."""

from collections.abc import Callable, Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooplinks.app.store.base import Store
from tests.contract.facts import Told, dump, entities, links, reading


def one_says(key: str, *keys: str, name: str = "EU", project: str = "Hope") -> Told:
    """A project funded by a body of these keys."""
    told = Told(key)
    body = told.says("Organisation", name, *keys)
    told.links("FUNDED_BY", told.says("Project", project, f"project:{project.lower()}@x"), body)
    return told


def test_a_shared_key_merges_and_the_links_follow(store: Store) -> None:
    one_says("a", "org:eu@gaz").load(store)
    one_says("b", "org:xi-eu", name="European Union", project="Trust").load(store)
    assert links(store, "FUNDED_BY") == {("project:hope@x", "org:eu@gaz"), ("project:trust@x", "org:xi-eu")}
    one_says("c", "org:eu@gaz", "org:xi-eu", name="EU").load(store)
    assert links(store, "FUNDED_BY") == {("project:hope@x", "org:xi-eu"), ("project:trust@x", "org:xi-eu")}
    with reading(store) as reader:
        assert reader.lookup("org:eu@gaz").moved_to == "org:xi-eu"
        assert reader.lookup("Org:EU@gaz ").moved_to == "org:xi-eu"
        entity = reader.entity("org:xi-eu")
        assert entity is not None
        assert entity.name == "EU"
        assert {n: count for n, _, count in entity.names} == {"EU": 2, "European Union": 1}
        assert len(entity.records) == 3


def test_a_record_that_goes_splits_again_and_ids_return(store: Store) -> None:
    one_says("a", "org:eu@gaz").load(store)
    one_says("b", "org:xi-eu", name="European Union", project="Trust").load(store)
    before = dump(store, ask=["org:eu@gaz", "org:xi-eu"])
    bridge = one_says("c", "org:eu@gaz", "org:xi-eu")
    bridge.load(store)
    bridge.forget(store)
    assert dump(store, ask=["org:eu@gaz", "org:xi-eu"]) == before


def test_a_record_that_changes_its_keys_moves(store: Store) -> None:
    one_says("a", "org:eu@gaz").load(store)
    one_says("b", "org:eu@gaz", project="Trust").load(store)
    one_says("b", "org:us@gaz", project="Trust").load(store)
    assert links(store, "FUNDED_BY") == {("project:hope@x", "org:eu@gaz"), ("project:trust@x", "org:us@gaz")}
    with reading(store) as reader:
        assert reader.lookup("org:eu@gaz").exact


def test_former_ids_lead_to_the_last_of_a_chain(store: Store) -> None:
    one_says("a", "org:long-name@rs").load(store)
    one_says("b", "org:long-name@rs", "org:eu@gaz").load(store)
    one_says("c", "org:eu@gaz", "org:xi-eu").load(store)
    with reading(store) as reader:
        assert reader.lookup("org:long-name@rs").moved_to == "org:xi-eu"
        assert reader.lookup("org:eu@gaz").moved_to == "org:xi-eu"
    assert set(entities(store)) == {"org:xi-eu", "project:hope@x"}


def test_a_merged_entity_that_goes_takes_its_former_ids_along(store: Store) -> None:
    one_says("a", "org:eu@gaz").load(store)
    merged = one_says("a", "org:eu@gaz", "org:xi-eu")
    merged.load(store)
    merged.forget(store)
    with reading(store) as reader:
        assert reader.lookup("org:xi-eu").erased
        assert reader.lookup("org:eu@gaz").erased
        assert reader.lookup("org:eu@gaz").moved_to is None


def test_an_id_that_nobody_bears_any_more_is_not_its_own_heir(store: Store) -> None:
    one_says("a", "org:eu@gaz", "org:xi-eu").load(store)
    # Batch by batch: what the first one takes away is gone before the next one settles.
    one_says("a", "org:union@rs").load(store, batch=1)
    with reading(store) as reader:
        assert reader.lookup("org:xi-eu").moved_to is None
        assert reader.lookup("org:xi-eu").erased


def test_without_keys_a_record_stands_alone(store: Store) -> None:
    one, two = one_says("a"), one_says("b")
    one.load(store)
    two.load(store)
    assert links(store, "FUNDED_BY") == {("project:hope@x", one.records[0].id), ("project:hope@x", two.records[0].id)}


def test_equal_names_of_another_type_stay_apart(store: Store) -> None:
    told = Told("a")
    event, project = told.says("Event", "Trust"), told.says("Project", "Trust")
    told.links("PART_OF", event, project)
    told.load(store)
    with reading(store) as reader:
        assert reader.named("trust") == sorted([event.id, project.id])


def bodies(key: str, *said: Iterable[str]) -> Told:
    """A source that names bodies by their keys."""
    told = Told(key)
    for number, keys in enumerate(said):
        told.says("Organisation", f"Body {number} {' '.join(keys)}", *keys)
    return told


def test_a_name_is_whose_it_is_anew_when_one_of_its_bearers_goes(store: Store) -> None:
    """In one load a party comes that bears the name alone, and one of two that made it doubtful goes."""
    bodies("a", ["org:a", "org:n@by:x"], ["org:b", "org:n@by:x"]).load(store)
    after = bodies("a", ["org:a", "org:n@by:x"], ["org:n@by:x"])
    after.load(store)
    with reading(store) as reader:
        (entity,) = reader.entities()
        assert (entity.id, len(after.records)) == ("org:a", 2)


NAMES_OF_ONE = ["org:n@by:x", "org:m@by:x"]
FEW = st.lists(st.lists(st.sampled_from(["org:a", "org:b", "org:c", *NAMES_OF_ONE]), min_size=1, max_size=3, unique=True), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=FEW, then=FEW, batch=st.sampled_from([1, 100]))
def test_a_source_that_says_something_else_equals_a_new_one(
    fresh: Callable[[], Store], first: list[list[str]], then: list[list[str]], batch: int
) -> None:
    dumps = []
    for sequence in ([then], [first, then]):
        store = fresh()
        bodies("other", ["org:a", "org:n@by:x"]).load(store)
        for said in sequence:
            bodies("a", *said).load(store, batch=batch)
        dumps.append({k: v for k, v in dump(store).items() if k != "lookups"})
    assert dumps[0] == dumps[1]


KEYS = st.lists(st.sampled_from(["org:a@gaz", "org:b@gaz", "org:c@rs", "org:d@rs", "org:x-1", "org:x-2"]), max_size=3, unique=True)
SAID = st.lists(st.tuples(KEYS, st.sampled_from(["EU", "European Union", "Европска унија"])), min_size=2, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID, data=st.data())
def test_load_order_does_not_matter(fresh: Callable[[], Store], said: list[tuple[list[str], str]], data: st.DataObject) -> None:
    told = [one_says(f"press/{i}", *keys, name=name, project=f"P{i % 3}") for i, (keys, name) in enumerate(said)]
    order = data.draw(st.permutations(told))
    dumps = []
    for sequence in (told, order):
        store = fresh()
        for one in sequence:
            one.load(store)
        dumps.append({k: v for k, v in dump(store).items() if k != "lookups"})
    assert dumps[0] == dumps[1]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID, data=st.data())
def test_what_comes_and_goes_leaves_no_trace(fresh: Callable[[], Store], said: list[tuple[list[str], str]], data: st.DataObject) -> None:
    told = [one_says(f"press/{i}", *keys, name=name, project=f"P{i % 3}") for i, (keys, name) in enumerate(said)]
    going = data.draw(st.sets(st.sampled_from(range(len(told)))))
    store = fresh()
    for i, one in enumerate(told):
        if i not in going:
            one.load(store)
    clean = {k: v for k, v in dump(store).items() if k != "lookups"}
    store = fresh()
    for one in told:
        one.load(store)
    for i in sorted(going):
        told[i].forget(store)
    assert {k: v for k, v in dump(store).items() if k != "lookups"} == clean

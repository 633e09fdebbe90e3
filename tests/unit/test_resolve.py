"""Who goes together and what is said of them, whatever the order it was read in."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from cooplinks.app.model import Identifier, Name, Record
from cooplinks.app.resolve.cluster import components
from cooplinks.app.resolve.compose import compose

KEYS = st.sampled_from([f"org:{letter}" for letter in "abcdefgh"])
IDENTITIES = st.sets(st.sets(KEYS, min_size=1, max_size=3).map(lambda keys: tuple(sorted(keys))), max_size=12)

NAMES = st.sampled_from(["EU", "European Union", "Европска унија", "Union"]).map(Name)
RECORDS = st.builds(
    Record,
    id=st.just("org:x~~1"),
    source=st.just("src:x"),
    type=st.just("Organisation"),
    names=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
    labels=st.sets(st.sampled_from(["NGO", "Network", "Fund"])).map(lambda labels: tuple(sorted(labels))),
    identifiers=st.lists(st.sampled_from(["1", "2"]).map(lambda v: Identifier("iati", v)), max_size=2).map(tuple),
    country=st.sampled_from([None, "RS", "BE"]),
    properties=st.dictionaries(st.sampled_from(["size", "web"]), st.sampled_from(["a", "b"])),
    valid_from=st.sampled_from([None, "2014", "2016-05"]),
    valid_to=st.sampled_from([None, "2020"]),
)
SAID = st.lists(st.tuples(RECORDS, st.integers(1, 4)), min_size=1, max_size=5)


def reached(start: str, identities: Iterable[tuple[str, ...]]) -> set[str]:
    """All keys that hang together with one, by going round until nothing more comes."""
    found = {start}
    while more := {key for identity in identities if found & set(identity) for key in identity} - found:
        found |= more
    return found


@given(IDENTITIES)
def test_components_are_what_hangs_together(identities: set[tuple[str, ...]]) -> None:
    groups = [component.members for component in components(identities)]
    assert sorted(identity for group in groups for identity in group) == sorted(identities)
    for group in groups:
        assert {key for identity in group for key in identity} == reached(group[0][0], identities)
    assert len({frozenset(reached(identity[0], identities)) for identity in identities}) == len(groups)


@given(IDENTITIES, st.randoms())
def test_components_do_not_depend_on_order(identities: set[tuple[str, ...]], chance: object) -> None:
    shuffled = sorted(identities)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert components(shuffled) == components(sorted(identities))


@given(SAID, st.randoms())
def test_an_entity_does_not_depend_on_order(said: list[tuple[Record, int]], chance: object) -> None:
    shuffled = said[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert compose("org:x", shuffled) == compose("org:x", said)


@given(RECORDS, st.integers(1, 3), st.integers(1, 3))
def test_one_thing_said_is_composed_as_many_are(record: Record, one: int, two: int) -> None:
    assert compose("org:x", [(record, one + two)]) == compose("org:x", [(record, one), (record, two)])


def said(*names: str, n: int = 1, country: str | None = None) -> tuple[Record, int]:
    return Record("org:x~~1", "src:x", "Organisation", tuple(map(Name, names)), country=country), n


def test_the_name_most_give_wins_then_the_longest() -> None:
    assert compose("org:x", [said("EU", n=3), said("European Union", n=2)]).name == "EU"
    assert compose("org:x", [said("EU", n=2), said("European Union", n=2)]).name == "European Union"
    assert compose("org:x", [said("EU", "European Union", n=2), said("Union")]).names == (
        ("EU", None, 2),
        ("European Union", None, 2),
        ("Union", None, 1),
    )


def test_the_country_most_give_wins() -> None:
    assert compose("org:x", [said("EU", country="BE", n=2), said("EU", country="RS"), said("EU", n=5)]).country == "BE"


def test_labels_are_put_together_in_the_vocabularys_order() -> None:
    records = [Record("a", "s", "Organisation", (Name("A"),), labels=(label,)) for label in ("Fund", "NGO")]
    assert compose("org:x", [(record, 1) for record in records]).labels == ("Organisation", "NGO", "Fund")


def test_an_end_is_known_only_where_all_know_it() -> None:
    ended = Record("a", "s", "Project", (Name("A"),), valid_from="2014", valid_to="2020")
    open_ = Record("b", "s", "Project", (Name("A"),), valid_from="2013-05")
    assert compose("project:x", [(ended, 1)]).valid_to == "2020"
    entity = compose("project:x", [(ended, 1), (open_, 1)])
    assert (entity.valid_from, entity.valid_to) == ("2013-05", None)

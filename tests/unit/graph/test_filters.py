"""Filters choose statements; Links are made of what is left."""

import pytest

from cooplinks.app.errors import UnknownName, WrongUse
from cooplinks.app.graph.filters import Filters
from cooplinks.app.questions import Graph
from tests.unit.graph.world import World, ids


def kept(graph: Graph, id: str = "org:a", **filters: object) -> list[str]:
    """The other ends of an entity's Links that the filters leave."""
    items = graph.links(id, filters=graph.filters(**filters), limit=1000)["items"]  # type: ignore[arg-type]
    return sorted({ref["id"] for i in items for ref in (i["from"], i["to"])} - {id})


@pytest.mark.parametrize(
    ("valid", "at", "possible", "certain"),
    [
        (("2020", "2024"), "2022", True, True),
        (("2020", "2024"), "2022-05-01", True, True),
        (("2023", "2023"), "2023", True, False),  # some days of 2023, nobody says that all
        (("2023-01-01", "2023-12-31"), "2023", True, True),
        (("2023-01-01", "2023-06"), "2023", True, False),
        (("2023-03", None), "2023-04", True, False),  # no end is known: never read as "still valid"
        ((None, "2025"), "2023", True, False),
        ((None, None), "2023", True, False),
        (("2024", None), "2023-12", False, False),
        ((None, "2022"), "2023", False, False),
        (("2022-12-31", "2023-01-01"), "2023-01-01", True, True),
        (("2022-12", "2023-01"), "2023-01-31", True, False),
    ],
)
def test_a_day_lies_possibly_or_certainly_inside(valid: tuple[str | None, str | None], at: str, possible: bool, certain: bool) -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b", valid_from=valid[0], valid_to=valid[1])
    graph = world.graph()
    assert bool(kept(graph, at=at)) == possible
    assert bool(kept(graph, at=at, time="certain")) == certain


def test_what_a_source_calls_ongoing_goes_on() -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b", valid_from="2020", end_state="ongoing")
    world.say("PART_OF", "org:a", "org:c", valid_from="2020", end_state="ended_unknown")
    assert kept(world.graph(), at="2023", time="certain") == ["org:b"]
    assert kept(world.graph(), at="2023") == ["org:b", "org:c"]


def test_a_window_is_inclusive() -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b", valid_from="2021-05-01", valid_to="2021-06-30")
    graph = world.graph()
    assert kept(graph, since="2021-06-30")
    assert kept(graph, until="2021-05-01")
    assert not kept(graph, since="2021-07")
    assert not kept(graph, until="2021-04")
    assert kept(graph, since="2021-05-02", until="2021-06-29", time="certain")


def test_money_compares_its_one_date() -> None:
    world = World()
    world.say("FUNDED_BY", "org:a", "org:b", measure="paid", date="2023-06-15", flow="1")
    world.say("FUNDED_BY", "org:a", "org:c", measure="paid", date="2023", flow="2")
    world.say("FUNDED_BY", "org:a", "org:d", measure="paid", flow="3")
    graph = world.graph()
    assert kept(graph, at="2023", time="certain") == ["org:b", "org:c"]
    assert kept(graph, at="2023-06-15", time="certain") == ["org:b"]
    assert kept(graph, at="2023-06") == ["org:b", "org:c", "org:d"]
    assert kept(graph, until="2022") == ["org:d"]
    assert kept(graph, since="2023-06-15") == ["org:b", "org:c", "org:d"]
    assert kept(graph, since="2023-06-15", time="certain") == ["org:b"]


def test_links_to_an_event_carry_its_dates() -> None:
    world = World()
    world.add("event:e", valid_from="2023-10-26", valid_to="2023-10-27")
    world.say("ATTENDED", "org:a", "event:e")
    world.say("ORGANISED_BY", "event:e", "org:b")
    world.say("FUNDED_BY", "event:e", "org:c", measure="paid", date="2022", flow="1")
    graph = world.graph()
    assert kept(graph, "event:e", at="2023-10-27", time="certain") == ["org:a", "org:b"]
    assert kept(graph, "event:e", at="2022") == ["org:c"]
    link = graph.links("org:a")["items"][0]
    assert (link["valid_from"], link["valid_to"]) == ("2023-10-26", "2023-10-27")


def test_sources_confidence_and_evidence_count_what_is_left() -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b", by="src:a", confidence=0.9)
    world.say("PART_OF", "org:a", "org:b", by="src:a", confidence=0.8)
    world.say("PART_OF", "org:a", "org:b", by="src:b", confidence=0.5)
    world.say("PART_OF", "org:a", "org:c", by="src:a")
    graph = world.graph()
    whole = graph.links("org:a", filters=graph.filters(min_sources=2))["items"]
    assert [(i["to"]["id"], i["sources"], i["confidence"], len(i["evidence"])) for i in whole] == [("org:b", 2, 0.9, 3)]
    assert kept(graph, min_sources=2, min_confidence=0.6) == []
    (left,) = graph.links("org:a", filters=graph.filters(source="src:b"))["items"]
    assert (left["sources"], left["confidence"], len(left["evidence"])) == (1, 0.5, 1)


def test_reviewed_only_leaves_what_somebody_accepted() -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b", reviewed=True)
    world.say("PART_OF", "org:a", "org:c")
    world.say("PART_OF", "org:a", "org:d", reviewed=False)
    assert kept(world.graph()) == ["org:b", "org:c"]
    assert kept(world.graph(), reviewed="only") == ["org:b"]


def test_who_was_invited_has_no_link() -> None:
    world = World()
    world.say("ATTENDED", "org:a", "event:e", modality="invited")
    world.say("ATTENDED", "org:a", "event:f", modality="planned")
    assert kept(world.graph()) == ["event:f"]


def test_types_labels_and_exclude() -> None:
    world = World()
    world.add("org:n", labels=("NGO",))
    world.say("PART_OF", "org:a", "org:n")
    world.say("PARTNER_OF", "org:a", "org:n")
    world.say("LOCATED_IN", "org:a", "place:x")
    graph = world.graph()
    assert [i["type"] for i in graph.links("org:a", filters=graph.filters(types="PARTNER_OF, LOCATED_IN"))["items"]] == [
        "LOCATED_IN",
        "PARTNER_OF",
    ]
    assert kept(graph, node_labels="Organisation") == ["org:n"]
    assert kept(graph, node_labels=["NGO", "Place"]) == []
    assert kept(graph, exclude="org:n") == ["place:x"]
    assert ids(graph.links("org:a", filters=graph.filters(exclude="org:n"))["left_out"]) == ["org:n"]


def test_mentions_and_sources_are_hidden_until_named() -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b")
    world.say("MENTIONED_IN", "org:a", "src:a")
    world.say("MENTIONED_IN", "org:b", "src:a")
    graph = world.graph()
    assert kept(graph) == ["org:b"]
    assert kept(graph, types="MENTIONED_IN") == ["src:a"]
    assert graph.stats()["nodes"]["total"] == 2
    assert sorted(graph.to_networkx()) == ["org:a", "org:b"]
    assert sorted(graph.to_networkx(filters=graph.filters(types="MENTIONED_IN"))) == ["org:a", "org:b", "src:a"]
    assert graph.paths("org:a", "org:b", filters=graph.filters(types="MENTIONED_IN"))["paths"][0]["length"] == 2


def test_who_is_funded_by_makes_a_donor() -> None:
    world = World()
    world.say("FUNDED_BY", "project:p", "org:a", measure="role")
    assert world.graph().entity("org:a")["labels"] == ["Organisation", "Donor"]


@pytest.mark.parametrize("name", ["exclude", "source"])
def test_unknown_ids_in_filters_are_unknown_names(name: str) -> None:
    with pytest.raises(UnknownName):
        World().graph().filters(**{name: "org:nobody"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("types", "LOVES"),
        ("node_labels", "Dog"),
        ("at", "2023-13"),
        ("since", "yesterday"),
        ("time", "maybe"),
        ("min_confidence", 1.5),
        ("min_confidence", float("nan")),
        ("min_sources", 0),
        ("max_degree", -1),
        ("reviewed", "no"),
    ],
)
def test_a_wrong_value_is_refused_by_the_parameter_s_name(name: str, value: object) -> None:
    with pytest.raises(WrongUse) as wrong:
        World().graph().filters(**{name: value})  # type: ignore[arg-type]
    assert wrong.value.parameter == name


def test_a_mask_is_kept() -> None:
    world = World()
    world.say("PART_OF", "org:a", "org:b")
    snapshot = world.graph().snapshot()
    from cooplinks.app.graph.view import view_of

    assert view_of(snapshot, Filters(min_sources=1)) is view_of(snapshot, Filters())

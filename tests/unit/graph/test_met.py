"""Who sat in the same rooms."""

import pytest

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.filters import Filters
from cooplinks.app.questions import Graph
from tests.unit.graph.world import World, ids

Meetings = dict[str, tuple[int, list[str], list[str]]]


def meetings(graph: Graph, id: str, **options: object) -> Meetings:
    """Who was met: times, events, through whom."""
    items = graph.met(id, **options)["items"]  # type: ignore[arg-type]
    return {i["who"]["id"]: (i["times"], ids(i["events"]), ids(i["through"])) for i in items}


def test_persons_and_bodies_in_one_room_have_met() -> None:
    world = World()
    world.say("ATTENDED", "person:ana", "event:e")
    world.say("ATTENDED", "person:ben", "event:e")
    world.say("ATTENDED", "org:giz", "event:e")
    world.say("ATTENDED", "person:cid", "event:f")
    expected = {"org:giz": (1, ["event:e"], []), "person:ben": (1, ["event:e"], [])}
    assert meetings(world.graph(), "person:ana") == expected


def test_a_body_is_there_through_whom_it_sent_or_who_speaks_for_it() -> None:
    world = World()
    world.add("org:giz")
    world.add("org:giz")
    world.say("ATTENDED", "org:marri", "event:e", role="host")
    world.say("ATTENDED", "person:ana", "event:e", on_behalf_of=("org:giz",))
    world.say("REPRESENTS", "person:ana", "org:bmz")
    world.say("ATTENDED", "person:ben", "event:e")
    world.say("REPRESENTS", "person:ben", "org:msb")
    met = meetings(world.graph(), "org:marri")
    assert met["org:giz"] == (1, ["event:e"], ["person:ana"])  # named outright: whom she represents else is not there
    assert met["org:msb"] == (1, ["event:e"], ["person:ben"])
    assert set(met) == {"org:giz", "org:msb", "person:ana", "person:ben"}
    assert set(meetings(world.graph(), "org:bmz")) == set()


def test_on_behalf_of_may_be_a_name_or_a_record() -> None:
    world = World()
    world.add("org:giz", "Deutsche Gesellschaft", aliases=("GIZ",))
    world.say("ATTENDED", "org:marri", "event:e")
    world.say("ATTENDED", "person:ana", "event:e", on_behalf_of="GIZ")
    world.say("ATTENDED", "person:ben", "event:e", on_behalf_of=["org:giz~~1", "nobody known"])
    assert meetings(world.graph(), "org:marri")["org:giz"] == (1, ["event:e"], ["person:ana", "person:ben"])


def test_organising_and_supporting_is_not_attending() -> None:
    world = World()
    world.say("ATTENDED", "org:marri", "event:e")
    world.say("ORGANISED_BY", "event:e", "org:iom")
    world.say("SUPPORTED_BY", "event:e", "org:bmz")
    assert meetings(world.graph(), "org:marri") == {}
    assert meetings(world.graph(), "org:iom") == {}


def test_one_s_own_representatives_are_not_met() -> None:
    world = World()
    for person, body in (("ana", "giz"), ("ben", "giz"), ("cid", "iom")):
        world.say("ATTENDED", f"person:{person}", "event:e")
        world.say("REPRESENTS", f"person:{person}", f"org:{body}")
    world.say("ATTENDED", "org:giz", "event:e")
    graph = world.graph()
    assert set(meetings(graph, "org:giz")) == {"org:iom", "person:cid"}
    assert set(meetings(graph, "person:ana")) == {"org:iom", "person:ben", "person:cid"}
    assert set(meetings(graph, "org:iom")) == {"org:giz", "person:ana", "person:ben"}


def test_two_bodies_that_one_person_speaks_for_have_not_met_in_that_person() -> None:
    world = World()
    world.say("ATTENDED", "person:ana", "event:e")
    world.say("REPRESENTS", "person:ana", "org:a")
    world.say("REPRESENTS", "person:ana", "org:b")
    assert meetings(world.graph(), "org:a") == {}
    world.say("ATTENDED", "org:b", "event:e")
    assert set(meetings(world.graph(), "org:a")) == {"org:b"}


def test_whom_one_represented_at_that_date() -> None:
    world = World()
    world.add("event:e", valid_from="2023-05-02")
    world.say("ATTENDED", "org:marri", "event:e")
    world.say("ATTENDED", "person:ana", "event:e")
    world.say("REPRESENTS", "person:ana", "org:old", valid_to="2022")
    world.say("REPRESENTS", "person:ana", "org:new", valid_from="2023-01", valid_to="2023-12")
    world.say("REPRESENTS", "person:ana", "org:undated")
    graph = world.graph()
    assert set(meetings(graph, "org:marri")) == {"org:new", "org:undated", "person:ana"}
    assert set(meetings(graph, "org:marri", filters=Filters(time="certain"))) == {"org:new", "person:ana"}
    assert set(meetings(graph, "org:old")) == set()


def test_most_often_first_then_by_id() -> None:
    world = World()
    for event, date in (("e", "2024"), ("f", "2022"), ("g", None)):
        world.add(f"event:{event}", valid_from=date)
        world.say("ATTENDED", "org:a", f"event:{event}")
    for who, events in (("b", "g"), ("c", "efg"), ("d", "e"), ("x", "fe")):
        for event in events:
            world.say("ATTENDED", f"org:{who}", f"event:{event}")
    graph = world.graph()
    assert list(meetings(graph, "org:a")) == ["org:c", "org:x", "org:b", "org:d"]
    assert meetings(graph, "org:a")["org:c"] == (3, ["event:f", "event:e", "event:g"], [])
    page = graph.met("org:a", limit=3)
    assert ids(i["who"] for i in graph.met("org:a", limit=3, cursor=page["next"])["items"]) == ["org:d"]


def test_meeting_goes_both_ways() -> None:
    world = World()
    world.add("org:b")
    world.say("ATTENDED", "person:ana", "event:e", on_behalf_of=("org:b",))
    world.say("ATTENDED", "org:a", "event:e")
    world.say("ATTENDED", "person:ben", "event:e")
    world.say("REPRESENTS", "person:ben", "org:a")
    world.say("REPRESENTS", "person:ana", "org:a")
    graph = world.graph()
    all_ids = ["org:a", "org:b", "person:ana", "person:ben"]
    pairs = {(x, y) for x in all_ids for y in meetings(graph, x)}
    assert pairs == {(y, x) for x, y in pairs}


def test_filters_choose_the_rooms() -> None:
    world = World()
    world.add("event:e", valid_from="2021", valid_to="2021")
    world.say("ATTENDED", "org:a", "event:e")
    world.say("ATTENDED", "org:b", "event:e", confidence=0.4)
    graph = world.graph()
    assert meetings(graph, "org:a", filters=Filters(at="2022")) == {}
    assert meetings(graph, "org:a", filters=Filters(min_confidence=0.5)) == {}
    assert meetings(graph, "org:a", filters=Filters(exclude=("org:b",))) == {}
    answer = graph.met("org:a", filters=Filters(max_degree=1))
    assert (answer["items"], ids(answer["left_out"])) == ([], ["event:e"])


@pytest.mark.parametrize("id", ["event:e", "project:p", "place:x"])
def test_events_projects_and_places_meet_nobody(id: str) -> None:
    world = World()
    world.add(id)
    with pytest.raises(WrongUse):
        world.graph().met(id)

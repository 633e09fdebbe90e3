"""Link bodies: what statements of one (type, from, to) come to together."""

from cooplinks.app.questions import Graph
from tests.unit.graph.world import World


def types(graph: Graph, id: str, direction: str) -> list[str]:
    return [i["type"] for i in graph.links(id, direction=direction)["items"]]


def test_roles_and_titles_are_lists_and_other_properties_the_most_confident_statement_s() -> None:
    world = World()
    world.say("ATTENDED", "person:a", "event:e", role="speaker", modality="planned", confidence=0.5)
    world.say("ATTENDED", "person:a", "event:e", role="participant", modality="held", confidence=0.9)
    world.say("ATTENDED", "person:a", "event:e", role="speaker", on_behalf_of=["org:x"], confidence=0.4)
    (link,) = world.graph().links("person:a")["items"]
    assert link["properties"] == {"modality": "held", "on_behalf_of": ["org:x"], "role": ["participant", "speaker"]}
    assert [e["confidence"] for e in link["evidence"]] == [0.9, 0.5, 0.4]
    assert (link["confidence"], link["sources"]) == (0.9, 1)


def test_evidence_of_equal_confidence_goes_by_id() -> None:
    world = World()
    for id in ("s3", "s1", "s2"):
        world.say("PART_OF", "org:a", "org:b", id=id)
    (link,) = world.graph().links("org:a")["items"]
    assert [e["statement_id"] for e in link["evidence"]] == ["s1", "s2", "s3"]
    assert link["evidence"][0]["source"] == {
        "id": "src:a",
        "title": "Title of src:a",
        "url": "https://example.org/src:a",
        "date": "2024-01-02",
    }


def test_dates_are_the_earliest_and_the_latest_and_unknown_if_one_is() -> None:
    world = World()
    for b, dates in {
        "b": [("2021-03", "2022"), ("2021", "2022-06-30")],
        "c": [("2021", "2022"), (None, "2023")],
        "d": [("2021", "2022"), ("2020-05", None)],
    }.items():
        for valid_from, valid_to in dates:
            world.say("PART_OF", "org:a", f"org:{b}", valid_from=valid_from, valid_to=valid_to)
    items = world.graph().links("org:a")["items"]
    assert [(i["valid_from"], i["valid_to"]) for i in items] == [("2021", "2022"), (None, "2023"), ("2020-05", None)]


def test_what_has_no_direction_is_one_link_and_in_each_list() -> None:
    world = World()
    world.say("PARTNER_OF", "org:a", "org:b", by="src:a")
    world.say("PARTNER_OF", "org:b", "org:a", by="src:b")
    world.say("PART_OF", "org:b", "org:a")
    graph = world.graph()
    (link,) = (i for i in graph.links("org:a")["items"] if i["type"] == "PARTNER_OF")
    assert (link["from"]["id"], link["to"]["id"], link["sources"], len(link["evidence"])) == ("org:a", "org:b", 2, 2)
    assert [types(graph, "org:a", d) for d in ("in", "out", "both")] == [
        ["PARTNER_OF", "PART_OF"],
        ["PARTNER_OF"],
        ["PARTNER_OF", "PART_OF"],
    ]
    assert [types(graph, "org:b", d) for d in ("in", "out", "both")] == [
        ["PARTNER_OF"],
        ["PARTNER_OF", "PART_OF"],
        ["PARTNER_OF", "PART_OF"],
    ]
    assert graph.entity("org:a")["links"] == {"PARTNER_OF": {"out": 1, "in": 1, "both": 1}, "PART_OF": {"out": 0, "in": 1, "both": 1}}


def test_money_links_are_one_a_flow() -> None:
    world = World()
    for flow in ("1", "2", "2"):
        world.say("FUNDED_BY", "org:a", "org:b", flow=flow, by=f"src:{flow}")
    world.say("FUNDED_BY", "org:a", "org:b", measure="role")
    assert [len(i["evidence"]) for i in world.graph().links("org:a")["items"]] == [1, 1, 2]
    assert world.graph().stats()["links"] == {"total": 3, "by_type": {"FUNDED_BY": 3}}


def test_links_come_in_pages_by_type_then_ends() -> None:
    world = World()
    for b in "dcb":
        world.say("PART_OF", "org:a", f"org:{b}")
    world.say("FUNDED_BY", "org:z", "org:a")
    graph = world.graph()
    first = graph.links("org:a", limit=3)
    last = graph.links("org:a", limit=3, cursor=first["next"])
    assert [i["to"]["id"] for i in first["items"] + last["items"]] == ["org:a", "org:b", "org:c", "org:d"]
    assert (first["total"], last["next"]) == (4, None)


def test_a_neighbourhood_is_drawn_nearest_first() -> None:
    world = World()
    for a, b in ("ab", "bc", "cd", "be", "ec"):
        world.say("PART_OF", f"org:{a}", f"org:{b}")
    graph = world.graph()
    whole = graph.subgraph("org:a", depth=2)
    assert [n["id"] for n in whole["nodes"]] == ["org:a", "org:b", "org:c", "org:e"]
    assert (len(whole["links"]), whole["truncated"]) == (4, False)
    part = graph.subgraph(["org:a"], depth=3, limit=3)
    assert ([n["id"] for n in part["nodes"]], part["truncated"]) == (["org:a", "org:b", "org:c"], True)

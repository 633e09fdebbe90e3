"""Who funds whom: one item per (funder, recipient, via)."""

import csv
import io

import pytest

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.funding import as_csv
from cooplinks.app.questions import Graph
from tests.unit.graph.world import World, ids


def found(graph: Graph, **asked: object) -> list[tuple[str, list[str], str, int]]:
    """(funder, via, recipient, hops) of each item."""
    items = graph.funding(limit=1000, **asked)["items"]  # type: ignore[arg-type]
    return [(i["funder"]["id"], ids(i["via"]), i["recipient"]["id"], i["hops"]) for i in items]


def seeds() -> Graph:
    """AMIF and a ministry fund a project that Hilfswerk carries out and an event is part of; Hilfswerk passes money on to HAJDE."""
    world = World()
    world.say("FUNDED_BY", "project:p", "org:amif", measure="role")
    world.say("FUNDED_BY", "project:p", "org:bmi", measure="role")
    world.say("IMPLEMENTED_BY", "project:p", "org:hilfswerk")
    world.say("PART_OF", "event:e", "project:p")
    world.say("FUNDED_BY", "org:hajde", "org:hilfswerk", measure="role")
    world.say("SUPPORTED_BY", "project:p", "org:bmz")
    return world.graph()


def test_a_project_is_one_hop_and_an_event_two() -> None:
    assert found(seeds(), recipient="project:p") == [("org:amif", [], "project:p", 1), ("org:bmi", [], "project:p", 1)]
    assert found(seeds(), recipient="event:e") == [("org:amif", ["project:p"], "event:e", 2), ("org:bmi", ["project:p"], "event:e", 2)]


def test_money_reaches_a_body_through_its_projects_and_those_who_pass_it_on() -> None:
    assert found(seeds(), recipient="org:hilfswerk") == [
        ("org:amif", ["project:p"], "org:hilfswerk", 2),
        ("org:bmi", ["project:p"], "org:hilfswerk", 2),
    ]
    assert found(seeds(), recipient="org:hajde") == [
        ("org:hilfswerk", [], "org:hajde", 1),
        ("org:amif", ["project:p", "org:hilfswerk"], "org:hajde", 3),
        ("org:bmi", ["project:p", "org:hilfswerk"], "org:hajde", 3),
    ]
    assert found(seeds(), recipient="org:hajde", max_hops=2) == [("org:hilfswerk", [], "org:hajde", 1)]


def test_whom_one_funds() -> None:
    assert found(seeds(), funder="org:amif") == [
        ("org:amif", [], "project:p", 1),
        ("org:amif", ["project:p"], "event:e", 2),
        ("org:amif", ["project:p"], "org:hilfswerk", 2),
        ("org:amif", ["project:p", "org:hilfswerk"], "org:hajde", 3),
    ]
    assert found(seeds(), funder="org:bmz") == []
    assert found(seeds(), funder="project:p") == []


def test_through_whom() -> None:
    assert found(seeds(), funder="org:bmi", recipient="org:hajde") == [("org:bmi", ["project:p", "org:hilfswerk"], "org:hajde", 3)]
    assert len(found(seeds(), via="project:p")) == 6
    assert len(found(seeds(), via=["project:p", "org:hilfswerk"])) == 2


def test_the_whole_table_holds_what_each_question_holds() -> None:
    graph = seeds()
    table = found(graph)
    for end in ("funder", "recipient"):
        column = 0 if end == "funder" else 2
        for id in {row[column] for row in table}:
            assert found(graph, **{end: id}) == [row for row in table if row[column] == id]
    assert table == sorted(table, key=lambda row: (row[3], row[0], row[2], row[1]))


def test_links_run_from_the_funder_to_the_recipient() -> None:
    (item,) = seeds().funding(funder="org:amif", recipient="org:hajde")["items"]
    assert [(i["type"], i["evidence"][0]["quote"]) for i in item["links"]] == [
        ("FUNDED_BY", "project:p FUNDED_BY org:amif"),
        ("IMPLEMENTED_BY", "project:p IMPLEMENTED_BY org:hilfswerk"),
        ("FUNDED_BY", "org:hajde FUNDED_BY org:hilfswerk"),
    ]
    assert item["money"] == []


def flows() -> World:
    world = World()
    for number, (amount, measure, currency, date) in enumerate(
        [
            ("10.10", "committed", "EUR", "2023-01-02"),
            ("0.20", "committed", "EUR", "2022"),
            ("5", "paid", "EUR", None),
            ("7", "paid", "USD", None),
        ]
    ):
        dated = {"date": date} if date else {}
        world.say("FUNDED_BY", "org:r", "org:f", measure=measure, amount=amount, currency=currency, flow=str(number), **dated)
    world.say("FUNDED_BY", "org:r", "org:f", measure="paid", amount="9", flow="x")  # no currency: in no sum
    return world


def test_no_measure_is_added_to_another_nor_a_currency() -> None:
    (item,) = flows().graph().funding()["items"]
    assert item["money"] == [
        {
            "measure": "committed",
            "amount": "10.30",
            "currency": "EUR",
            "flows": 2,
            "since": "2022",
            "until": "2023-01-02",
            "basis": "exact",
        },
        {"measure": "paid", "amount": "5", "currency": "EUR", "flows": 1, "since": None, "until": None, "basis": "exact"},
        {"measure": "paid", "amount": "7", "currency": "USD", "flows": 1, "since": None, "until": None, "basis": "exact"},
    ]
    assert len(item["links"]) == 5


def test_two_flows_alike_in_every_field_are_two() -> None:
    world = World()
    for flow in ("one", "two"):
        world.say("FUNDED_BY", "org:r", "org:f", measure="paid", amount="3", currency="EUR", date="2023-01-01", flow=flow)
    (item,) = world.graph().funding()["items"]
    assert (item["money"][0]["amount"], item["money"][0]["flows"], len(item["links"])) == ("6", 2, 2)


def test_the_smallest_sum_on_the_way_is_an_upper_bound() -> None:
    world = flows()
    world.say("FUNDED_BY", "org:f", "org:top", measure="committed", amount="4", currency="EUR", flow="t")
    (item,) = world.graph().funding(funder="org:top", recipient="org:r")["items"]
    committed = item["money"][0]
    assert (committed["amount"], committed["basis"], committed["flows"]) == ("4", "bottleneck", 1)


def test_self_funding_is_no_line() -> None:
    world = World()
    world.say("FUNDED_BY", "org:a", "org:a", measure="paid")
    world.say("FUNDED_BY", "project:p", "org:a", measure="role")
    world.say("IMPLEMENTED_BY", "project:p", "org:a")
    assert found(world.graph()) == [("org:a", [], "project:p", 1)]


def test_a_grant_is_listed_once() -> None:
    world = World()
    world.say("FUNDED_BY", "project:grant", "org:f", measure="role")
    world.say("IMPLEMENTED_BY", "project:grant", "org:r")
    world.say("FUNDED_BY", "org:r", "org:f", measure="committed", amount="1", currency="GBP", via="project:grant", flow="g")
    assert found(world.graph(), recipient="org:r") == [("org:f", [], "org:r", 1)]


def test_money_does_not_pass_through_persons_or_events() -> None:
    world = World()
    world.say("FUNDED_BY", "person:a", "org:f", measure="role")
    world.say("FUNDED_BY", "project:p", "person:a", measure="role")
    world.say("FUNDED_BY", "event:e", "org:f", measure="role")
    world.say("ORGANISED_BY", "event:e", "org:o")
    assert found(world.graph(), funder="org:f") == [("org:f", [], "event:e", 1), ("org:f", [], "person:a", 1)]
    assert found(world.graph(), recipient="project:p") == [("person:a", [], "project:p", 1)]


def test_a_circle_of_money_ends() -> None:
    world = World()
    for a, b in ("ab", "bc", "ca"):
        world.say("FUNDED_BY", f"org:{a}", f"org:{b}", measure="role")
    assert len(found(world.graph(), max_hops=10)) == 6


def test_hubs_pass_no_money_on() -> None:
    graph = seeds()
    kept = found(graph, recipient="org:hajde", filters=graph.filters(max_degree=1))
    assert kept == [("org:hilfswerk", [], "org:hajde", 1)]


@pytest.mark.parametrize("hops", [0, 11])
def test_max_hops_has_bounds(hops: int) -> None:
    with pytest.raises(WrongUse, match="max_hops"):
        seeds().funding(max_hops=hops)


def test_csv_has_a_row_a_sum_and_runs_no_formula() -> None:
    world = flows()
    world.add("org:f", '=HYPERLINK("http://evil")')
    world.say("FUNDED_BY", "org:z", "org:f", measure="paid", amount="-12.5", currency="EUR", quote="@SUM(A1)", flow="m")
    rows = list(csv.DictReader(io.StringIO(as_csv(world.graph().funding()))))
    assert [(r["recipient_id"], r["measure"], r["amount"], r["currency"]) for r in rows] == [
        ("org:r", "committed", "10.30", "EUR"),
        ("org:r", "paid", "5", "EUR"),
        ("org:r", "paid", "7", "USD"),
        ("org:z", "paid", "-12.5", "EUR"),
    ]
    assert rows[0]["funder"] == '\'=HYPERLINK("http://evil")'
    assert (rows[3]["quote"], rows[3]["source_title"], rows[3]["hops"]) == ("'@SUM(A1)", "Title of src:a", "1")

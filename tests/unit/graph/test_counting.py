"""Which flows count: one flow with two reports, one project with several."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.graph.book import COUNTED, Book, mirror


def both(giver: dict[str, Any], receiver: dict[str, Any]) -> tuple[Book, str, str]:
    """A giver's flow told in p and a receiver's report of it told in q, each saying something else besides."""
    book = Book()
    one = book.flow("a", "b", **{"amount": "100", "told_in": "p", **giver})
    other = book.flow("a", "b", **{"amount": "100", "told_in": "q", "incoming": True, **receiver})
    return book, one, other


@pytest.mark.parametrize(
    ("giver", "receiver", "same"),
    [
        ({}, {}, True),  # neither names any activity
        ({"receiver_activity": "q"}, {}, True),
        ({}, {"provider_activity": "p"}, True),
        ({"receiver_activity": "q"}, {"provider_activity": "p"}, True),
        ({"receiver_activity": "q"}, {"provider_activity": "x"}, True),  # one of them names the other's
        ({"receiver_activity": "x"}, {}, False),
        ({}, {"provider_activity": "x"}, False),
        ({}, {"amount": "98.50", "date": "2024-12-31"}, True),  # amounts and dates need not agree
        ({}, {"measure": "committed"}, False),
        ({}, {"currency": "USD"}, False),
        ({"currency": None}, {"currency": None}, True),
        ({}, {"unnamed": "provider"}, False),
    ],
)
def test_when_two_reports_are_of_one_flow(giver: dict[str, Any], receiver: dict[str, Any], same: bool) -> None:
    book, one, other = both(giver, receiver)
    assert book.marks() == {one: COUNTED, other: mirror(one) if same else COUNTED}


def test_other_ends_are_another_flow() -> None:
    book = Book()
    one, other = book.flow("a", "b", "100"), book.flow("a", "c", "100", incoming=True)
    assert book.marks() == {one: COUNTED, other: COUNTED}


def test_two_givers_reports_are_two_flows() -> None:
    book = Book()
    one, other = book.flow("a", "b", "100", "p"), book.flow("a", "b", "100", "p")
    assert book.marks() == {one: COUNTED, other: COUNTED}


def test_each_receivers_report_joins_the_flow_nearest_in_date_then_amount_then_id() -> None:
    book = Book()
    early = book.flow("a", "b", "100", "p", date="2023-01-01")
    late = book.flow("a", "b", "100", "p", date="2023-03-01")
    more = book.flow("a", "b", "300", "p", date="2023-03-01")
    twin = book.flow("a", "b", "300", "p", date="2023-03-01")
    told = {
        book.flow("a", "b", "5", "q", incoming=True, date="2022-01-01"): early,
        book.flow("a", "b", "300", "q", incoming=True, date="2023-01-20"): early,
        book.flow("a", "b", "120", "q", incoming=True, date="2023-03-09"): late,
        book.flow("a", "b", "200", "q", incoming=True, date="2023-03-01"): late,  # as near in amount to 100 as to 300
        book.flow("a", "b", "299", "q", incoming=True, date="2023-04-01"): more,
    }
    marks = book.marks()
    assert {id: marks[id] for id in told} == {id: mirror(lead) for id, lead in told.items()}
    assert marks[twin] == COUNTED


def test_the_receivers_report_is_evidence_of_the_givers_flow() -> None:
    book = Book()
    book.flow("a", "b", "100", "p", date="2023-01-01", confidence=0.5)
    book.flow("a", "b", "98", "q", incoming=True, date="2023-02-01", by="src:b")
    (link,) = book.graph().links("org:b")["items"]
    assert (link["sources"], len(link["evidence"]), link["properties"]["amount"], link["properties"]["date"]) == (2, 2, "100", "2023-01-01")
    assert link["properties"]["counted"] is True
    assert link["evidence"][0]["statement_id"] == "s00000"  # the giver's words first, though less sure
    assert book.graph().statement("s00001")["properties"]["mirror_of"] == "s00000"


def test_internal_flows_have_two_reports_too() -> None:
    book = Book()
    one, other = book.flow("a", "a", "100", "p", receiver_activity="q"), book.flow("a", "a", "100", "q", incoming=True)
    assert book.marks() == {one: COUNTED, other: mirror(one)}


def test_of_several_reports_of_a_project_the_newest_counts() -> None:
    book = Book()
    book.grows("p", "src:a", last_updated="2023-01-01T00:00:00")
    book.grows("p", "src:b", last_updated="2024-01-01T00:00:00")
    old, new = book.flow("a", "b", "1", "p", by="src:a"), book.flow("a", "b", "2", "p", by="src:b")
    assert book.marks() == {old: (False, "older_report", None), new: COUNTED}


def test_a_tie_goes_to_the_greater_source_key_then_to_the_later_element() -> None:
    book = Book()
    book.grows("p", "src:a")
    book.grows("p", "src:b")
    book.grows("p", "src:b", occurrence=2)
    first, second, third = (
        book.flow("a", "b", "1", "p", by="src:a"),
        *(book.flow("a", "b", "2", "p", by="src:b", **more) for more in ({}, {"occurrence": 2})),
    )
    assert book.marks() == {first: (False, "older_report", None), second: (False, "older_report", None), third: COUNTED}


def test_a_secondary_reporters_copy_never_adds_where_somebody_else_reports() -> None:
    book = Book()
    book.grows("p", "src:a", last_updated="2020-01-01T00:00:00")
    book.grows("p", "src:z", last_updated="2024-01-01T00:00:00", secondary=True)
    book.grows("q", "src:z", secondary=True)
    own, copy, alone = (
        book.flow("a", "b", "1", "p", by="src:a"),
        book.flow("a", "b", "1", "p", by="src:z"),
        book.flow("a", "b", "1", "q", by="src:z"),
    )
    assert book.marks() == {own: COUNTED, copy: (False, "secondary_report", None), alone: COUNTED}


def test_what_does_not_count_tells_of_nothing() -> None:
    """A giver's flow in a report that does not hold: the receiver's own figures count."""
    book = Book()
    book.grows("p", "src:a", last_updated="2023-01-01T00:00:00")
    book.grows("p", "src:b")
    old, received = book.flow("a", "b", "1", "p", by="src:a"), book.flow("a", "b", "2", "q", incoming=True, by="src:c")
    assert book.marks() == {old: (False, "older_report", None), received: COUNTED}


def test_a_table_that_names_a_project_is_no_report_of_it() -> None:
    book = Book()
    book.grows("p", "src:a", last_updated="2023-01-01T00:00:00")
    book.grows("p", "src:b")
    row = book.flow("x", "y", "1", "p", by="src:table")
    assert book.marks() == {row: COUNTED}


@pytest.mark.parametrize("measure", ["budget", "planned"])
def test_intentions_are_in_no_sum(measure: str) -> None:
    book = Book()
    told = book.flow("a", "b", "1", "p", measure=measure)
    assert book.marks() == {told: (False, "intention", None)}


def test_a_share_that_is_not_known_and_an_amount_that_is_none_are_in_no_sum() -> None:
    book = Book()
    shared = book.flow("a", "b", "1", measure="stated", share="unknown")
    for amount in ("1,000", "1e9", "1_000", "NaN", "inf", "", "(500)"):
        told = book.flow("a", "b", amount)
        assert book.marks()[told] == (False, "no_amount", None)
    assert book.marks()[shared] == (False, "share_unknown", None)


def test_stored_marks_are_not_believed() -> None:
    book = Book()
    told = book.flow("a", "b", "1", counted=False, why_not="older_report", mirror_of="x")
    assert book.marks() == {told: COUNTED}
    (link,) = book.graph().links("org:a")["items"]
    assert {k: v for k, v in link["properties"].items() if k in ("counted", "why_not", "mirror_of")} == {"counted": True}


names = st.sampled_from("ab")
told = st.fixed_dictionaries(
    {
        "giver": names,
        "receiver": names,
        "amount": st.sampled_from(["1", "2", "3.5", "10"]),
        "told_in": st.sampled_from("pqr"),
        "incoming": st.booleans(),
        "date": st.sampled_from(["2023-01-01", "2023-01-02", "2023-01-05", "2023"]),
    },
    optional={"provider_activity": st.sampled_from("pqrx"), "receiver_activity": st.sampled_from("pqrx")},
)


def written(flows: list[dict[str, Any]]) -> Book:
    book = Book()
    for name in "pqrx":
        book.add(f"project:{name}")
    for flow in flows:
        book.flow(**flow)
    return book


def plainly(flows: list[dict[str, Any]]) -> dict[str, tuple[bool, str | None, str | None]]:
    """The rule as it is written, flow by flow."""
    from datetime import date

    def same(g: dict[str, Any], r: dict[str, Any]) -> bool:
        names = r.get("provider_activity") == g["told_in"] or g.get("receiver_activity") == r["told_in"]
        neither = "provider_activity" not in r and "receiver_activity" not in g
        return (g["giver"], g["receiver"]) == (r["giver"], r["receiver"]) and (names or neither)

    def day(flow: dict[str, Any]) -> int:
        return date.fromisoformat(flow["date"] if len(flow["date"]) > 4 else flow["date"] + "-01-01").toordinal()

    marks = {}
    for number, r in enumerate(flows):
        givers = [
            (abs(day(g) - day(r)), abs(float(g["amount"]) - float(r["amount"])), i)
            for i, g in enumerate(flows)
            if not g["incoming"] and same(g, r)
        ]
        marks[f"s{number:05}"] = mirror(f"s{min(givers)[2]:05}") if r["incoming"] and givers else COUNTED
    return marks


@settings(max_examples=150, deadline=None)
@given(st.lists(told, max_size=14))
def test_matching_is_as_the_rule_says(flows: list[dict[str, Any]]) -> None:
    assert written(flows).marks() == plainly(flows)


@settings(max_examples=40, deadline=None)
@given(st.lists(told, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_loading_does_not_matter(flows: list[dict[str, Any]], chance: random.Random) -> None:
    book, other = written(flows), written(flows)
    chance.shuffle(other.said)
    assert book.marks() == other.marks()
    assert book.graph().funding(limit=1000) == other.graph().funding(limit=1000)

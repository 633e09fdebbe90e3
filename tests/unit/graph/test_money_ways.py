"""Who funds whom with money: direct sums, what receivers report, and how far money can be followed through others."""

import csv
import io
from typing import Any

import pytest

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph import funding
from cooplinks.app.graph.funding import as_csv
from cooplinks.app.questions import Graph
from tests.unit.graph.book import Book
from tests.unit.graph.world import ids

Found = list[tuple[str, list[str], str, list[tuple[str, str, str]]]]


def found(graph: Graph, **asked: Any) -> Found:
    """(funder, via, recipient, [(measure, amount, basis)]) of each item."""
    return [
        (i["funder"]["id"], ids(i["via"]), i["recipient"]["id"], [(m["measure"], m["amount"], m["basis"]) for m in i["money"]])
        for i in graph.funding(limit=1000, **asked)["items"]
    ]


def test_only_what_counts_is_summed() -> None:
    book = Book()
    book.grows("p", "src:a", last_updated="2023")
    book.grows("p", "src:b", last_updated="2024")
    book.flow("a", "b", "1000", "p", by="src:a")
    book.flow("a", "b", "100", "p", by="src:b")
    book.flow("a", "b", "98", "q", incoming=True, by="src:b")
    body = book.graph().funding(recipient="org:b")
    (item,) = body["items"]
    assert [(m["amount"], m["flows"], m["basis"]) for m in item["money"]] == [("100", 1, "exact")]
    assert [(m["amount"], m["flows"], m["basis"]) for m in item["reported_by_receiver"]] == [("98", 1, "exact")]
    assert item["difference"] == [{"measure": "paid", "amount": "2", "currency": "EUR"}]
    assert [w["kind"] for w in body["warnings"]] == ["older_report"]
    assert len(item["links"]) == 1  # what an older report says makes nobody a funder


def test_the_difference_is_of_what_both_report() -> None:
    book = Book()
    for month in ("01", "02", "03"):
        book.flow("a", "b", "100", "p", date=f"2023-{month}-15")
    book.flow("a", "b", "280", "q", incoming=True, date="2023-12-31")  # the year in one
    book.flow("a", "b", "55", "r", incoming=True, provider_activity="x", measure="committed")  # the receiver alone tells of it
    (item,) = book.graph().funding(recipient="org:b")["items"]
    assert [(m["measure"], m["amount"]) for m in item["money"]] == [("committed", "55"), ("paid", "300")]
    assert [(m["measure"], m["amount"]) for m in item["reported_by_receiver"]] == [("paid", "280")]
    assert item["difference"] == [{"measure": "paid", "amount": "20", "currency": "EUR"}]


def test_a_project_is_funded_by_its_role_1_funders_and_by_what_flows_into_it() -> None:
    book = Book()
    book.role("a", "p")
    book.flow("c", "b", "5", "p", incoming=True)
    book.flow("d", "b", "6", "other", receiver_activity="p")
    book.flow("b", "e", "7", "p")  # p gives: that is no funder of p
    assert found(book.graph(), recipient="project:p") == [
        ("org:a", [], "project:p", []),
        ("org:c", [], "project:p", [("paid", "5", "exact")]),
        ("org:d", [], "project:p", [("paid", "6", "exact")]),
    ]


def test_intentions_and_ends_that_nobody_named_make_no_funder() -> None:
    book = Book()
    book.flow("a", "project:p", "5", "p", measure="budget")
    book.flow("a", "b", "5", "p", measure="planned")
    book.flow("a", "project:p", "5", "p", unnamed="receiver", measure="spent")
    book.flow("project:p", "b", "5", "p", unnamed="provider", incoming=True)
    book.flow("a", "a", "5", "p")
    assert found(book.graph()) == []


def test_money_of_an_activity_goes_on_to_its_funders() -> None:
    book = Book()
    book.role("a", "x")
    book.flow("project:x", "b", "7", "q", incoming=True, provider_activity="x")
    assert found(book.graph(), recipient="org:b") == [
        ("project:x", [], "org:b", [("paid", "7", "exact")]),
        ("org:a", ["project:x"], "org:b", [("paid", "7", "bottleneck")]),
    ]


def chained(**last: Any) -> Book:
    """a gives to b for q, b gives on from q to c."""
    book = Book()
    book.flow("a", "b", "100", "p", receiver_activity="q")
    book.flow("b", "c", "60", "q", **last)
    return book


def through(book: Book) -> list[tuple[str, str]]:
    """(amount, basis) of the way from a to c through b."""
    (way,) = [i for i in found(book.graph(), funder="org:a", recipient="org:c") if i[1] == ["org:b"]]
    return [(amount, basis) for _, amount, basis in way[3]]


def test_money_is_exact_where_activities_link_by_id() -> None:
    assert through(chained()) == [("60", "exact")]


def test_the_receivers_word_links_too() -> None:
    book = Book()
    book.flow("a", "b", "100", "p")
    book.flow("a", "b", "98", "q", incoming=True, provider_activity="p")  # b says into which of its own
    book.flow("b", "c", "60", "s", incoming=True, provider_activity="q")  # c says out of which of b's
    assert through(book) == [("60", "exact")]


def test_without_an_id_it_is_an_upper_bound() -> None:
    book = Book()
    book.flow("a", "b", "100", "p")
    book.flow("b", "c", "60", "q")
    assert through(book) == [("60", "bottleneck")]


def test_other_money_in_the_linking_activity_makes_it_an_upper_bound() -> None:
    book = chained()
    book.flow("d", "b", "1", "x", receiver_activity="q")
    assert through(book) == [("60", "bottleneck")]
    book = chained()
    book.flow("b", "b", "1", "q", incoming=True, provider_activity="x")  # b's own
    assert through(book) == [("60", "bottleneck")]
    book = chained()
    book.role("d", "q")  # funds it too, nobody says how much
    assert through(book) == [("60", "bottleneck")]
    book = chained()
    book.role("a", "q")
    assert through(book) == [("60", "exact")]


def test_money_of_elsewhere_between_the_same_two_is_not_claimed() -> None:
    book = chained()
    book.flow("b", "c", "500", "other")
    book.flow("a", "b", "900", "p")
    assert through(book) == [("60", "exact")]  # of 560, and 1,000 that went in


def test_more_out_than_in_is_an_upper_bound_and_said() -> None:
    book = chained()
    book.flow("b", "d", "70", "q")
    assert through(book) == [("60", "bottleneck")]
    body = book.graph().funding(funder="org:a", recipient="org:c")
    assert [(w["kind"], ids(w["entities"])) for w in body["warnings"]] == [("more_out_than_in", ["org:b"])]


def test_measures_are_followed_apart() -> None:
    book = chained()
    book.flow("a", "b", "50", "p", receiver_activity="q", measure="committed")
    (way,) = found(book.graph(), funder="org:a", recipient="org:c")
    assert way[3] == [("committed", "50", "bottleneck"), ("paid", "60", "exact")]


def test_what_is_not_handed_on_is_shown_only_where_every_hop_tells_of_it() -> None:
    book = Book()
    book.flow("a", "b", "100")
    book.flow("b", "c", "60")
    book.flow("b", "c", "8000", measure="interest")
    (way,) = found(book.graph(), funder="org:a", recipient="org:c")
    assert way[3] == [("paid", "60", "bottleneck")]
    book.flow("a", "b", "7", measure="interest")
    (way,) = found(book.graph(), funder="org:a", recipient="org:c")
    assert way[3] == [("interest", "7", "bottleneck"), ("paid", "60", "bottleneck")]


def test_a_chain_of_three_is_exact_only_as_a_whole() -> None:
    book = Book()
    book.flow("a", "b", "100", "p", receiver_activity="q")
    book.flow("b", "c", "60", "q", receiver_activity="r")
    book.flow("c", "d", "40", "r")
    (way,) = found(book.graph(), funder="org:a", recipient="org:d")
    assert way[1:] == (["org:b", "org:c"], "org:d", [("paid", "40", "exact")])
    book.flow("b", "c", "5", "elsewhere", receiver_activity="r")  # b's, though not a's
    (way,) = found(book.graph(), funder="org:a", recipient="org:d")
    assert way[3] == [("paid", "40", "bottleneck")]


def test_a_way_through_a_project_is_not_listed_where_a_direct_link_names_the_project() -> None:
    book = Book()
    book.role("a", "p")
    book.role("a", "q")
    book.role("a", "r")
    for name in "pqr":
        book.say("IMPLEMENTED_BY", f"project:{name}", "org:b")
    book.flow("a", "b", "100", "p", receiver_activity="q")
    assert [via for _, via, _, _ in found(book.graph(), recipient="org:b")] == [[], ["project:r"]]
    assert [(i[1], i[2]) for i in found(book.graph(), funder="org:a", max_hops=2) if i[2] == "org:b"] == [
        ([], "org:b"),
        (["project:r"], "org:b"),
    ]


def test_both_levels_are_named() -> None:
    book = Book()
    book.say("PART_OF", "project:child", "project:parent")
    book.flow("a", "b", "100", "parent")
    book.flow("a", "b", "60", "child")
    body = book.graph().funding(recipient="org:b")
    assert body["items"][0]["money"][0]["amount"] == "160"
    assert [(w["kind"], ids(w["entities"])) for w in body["warnings"]] == [("both_levels", ["project:child", "project:parent"])]


def test_a_share_that_is_not_known_names_a_funder_without_a_sum() -> None:
    book = Book()
    book.say("FUNDED_BY", "project:p", "org:a", measure="stated", amount="2000000", currency="EUR", share="unknown")
    book.say("FUNDED_BY", "project:p", "org:b", measure="stated", amount="2000000", currency="EUR", share="unknown")
    assert found(book.graph(), recipient="project:p") == [("org:a", [], "project:p", []), ("org:b", [], "project:p", [])]


def test_every_hop_is_cited_in_a_table() -> None:
    book = chained()
    body = book.graph().funding(funder="org:a", recipient="org:c")
    (row,) = csv.DictReader(io.StringIO(as_csv(body)))
    assert (row["amount"], row["basis"], row["evidence"]) == ("60", "exact", "Title of src:a (row:0) | Title of src:a (row:1)")


def test_too_many_ways_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(funding, "MOST_WAYS", 10)
    book = Book()
    for a in "abcd":
        for b in "abcd":
            book.flow(a, b, "1")
    with pytest.raises(WrongUse, match="max_hops"):
        book.graph().funding()
    assert len(found(book.graph(), max_hops=1, recipient="org:a")) == 3


def test_both_ends_are_asked_from_both_sides() -> None:
    """What is found between two is what is found from each."""
    book = Book()
    for number, (a, b) in enumerate(["ab", "bc", "cd", "ad", "ac", "bd", "da"]):
        book.flow(a, b, str(number + 1), "pqr"[number % 3])
        book.role(a, "xyz"[number % 3])
        book.say("IMPLEMENTED_BY", f"project:{'xyz'[number % 3]}", f"org:{b}")
    graph = book.graph()
    table = found(graph, max_hops=4)
    assert len(table) > 30
    for a in "abcd":
        assert found(graph, funder=f"org:{a}", max_hops=4) == [row for row in table if row[0] == f"org:{a}"]
        for b in "abcd":
            asked = found(graph, funder=f"org:{a}", recipient=f"org:{b}", max_hops=4)
            assert asked == [row for row in table if (row[0], row[2]) == (f"org:{a}", f"org:{b}")]


def test_what_several_activities_receive_together_is_in_no_ones_sum() -> None:
    book = Book()
    book.flow("a", "b", "100", "p")
    book.flow("a", "b", "60", "q", incoming=True)
    book.flow("a", "b", "38", "r", incoming=True)
    body = book.graph().funding(recipient="project:q")
    (item,) = body["items"]
    assert (item["funder"]["id"], item["money"], item["difference"]) == ("org:a", [], [])
    assert [m["amount"] for m in item["reported_by_receiver"]] == ["60"]
    assert [w["kind"] for w in body["warnings"]] == ["several_activities"]
    (item,) = book.graph().funding(recipient="org:b")["items"]
    assert ([m["amount"] for m in item["money"]], [m["amount"] for m in item["reported_by_receiver"]]) == (["100"], ["98"])


@pytest.mark.parametrize("collapse", [False, True])
def test_exports_say_what_counts(collapse: bool) -> None:
    book = Book()
    one = book.flow("a", "b", "100", "p")
    other = book.flow("a", "b", "98", "q", incoming=True)
    edges = {key: said for _, _, key, said in book.graph().to_networkx(collapse=collapse).edges(keys=True, data=True)}
    if collapse:
        (edge,) = edges.values()
        assert (edge["counted"], edge["amount"], edge["statements"], edge["statement_ids"]) == (True, "100", 2, f"{one}; {other}")
    else:
        assert (edges[one]["counted"], edges[other]["counted"]) == (True, False)
        assert (edges[other]["why_not"], edges[other]["mirror_of"]) == ("reported_by_giver", one)

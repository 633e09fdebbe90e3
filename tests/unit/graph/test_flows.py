"""Money over a boundary: four parts, each flow in one of them."""

import csv
import io
from collections import defaultdict
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooplinks.app.errors import UnknownName, WrongUse
from cooplinks.app.graph.flows import PARTS, as_csv
from cooplinks.app.ontology import MEASURES
from cooplinks.app.questions import Graph
from tests.unit.graph.book import Book, entity
from tests.unit.graph.world import World

Lines = list[tuple[str | None, str | None, str | None, int]]


def lines(part: dict[str, Any]) -> Lines:
    """(counterpart, currency, amount, flows) of each line."""
    return [(i["entity"] and i["entity"]["id"], i["currency"], i["amount"], i["flows"]) for i in part["items"]]


def totals(body: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {part: body[part]["total"] for part in PARTS if body[part]["total"]}


def asked(book: World, *boundary: str, **more: Any) -> dict[str, Any]:
    return book.graph().flows(boundary, **{"measure": "paid", **more})


def test_each_flow_is_in_one_part_of_a_boundary_of_organisations() -> None:
    book = Book()
    book.flow("a", "b", "10", "p")
    book.flow("c", "b", "20.50")
    book.flow("c", "b", "0.25")
    book.flow("b", "d", "3")
    book.flow("b", "b", "4")
    book.flow("b", "project:p", "5", "p", unnamed="receiver")
    book.flow("project:p", "b", "6", "p", unnamed="provider", incoming=True)
    book.flow("c", "d", "999")
    body = asked(book, "org:b")
    assert lines(body["incoming"]) == [("org:c", "EUR", "20.75", 2), ("org:a", "EUR", "10", 1)]
    assert lines(body["internal"]) == [("org:b", "EUR", "4", 1)]
    assert lines(body["outgoing"]) == [("org:d", "EUR", "3", 1)]
    assert [(i["entity"], i["amount"], i["direction"]) for i in body["unmatched"]["items"]] == [
        (None, "6", "incoming"),
        (None, "5", "outgoing"),
    ]
    assert totals(body) == {"incoming": {"EUR": "30.75"}, "internal": {"EUR": "4"}, "outgoing": {"EUR": "3"}, "unmatched": {"EUR": "11"}}
    assert totals(asked(book, "org:b", "org:c")) == {
        "incoming": {"EUR": "10"},
        "internal": {"EUR": "24.75"},
        "outgoing": {"EUR": "1002"},
        "unmatched": {"EUR": "11"},
    }


def test_an_end_known_only_as_an_activity_is_named() -> None:
    book = Book()
    book.flow("project:x", "b", "7", "q", incoming=True, provider_activity="x")
    assert lines(asked(book, "org:b")["incoming"]) == [("project:x", "EUR", "7", 1)]


def test_a_boundary_of_projects() -> None:
    book = Book()
    book.flow("a", "b", "1", "p")  # p gives
    book.flow("a", "b", "2", "p", receiver_activity="q")  # to q
    book.flow("c", "b", "4", "q", incoming=True, provider_activity="z")  # told as coming into q
    book.flow("x", "b", "8", "other", receiver_activity="q")  # names q
    book.flow("b", "project:q", "16", "q", unnamed="receiver")
    book.flow("project:r", "project:q", "32", "q", incoming=True, provider_activity="r")
    body = asked(book, "project:q")
    assert lines(body["incoming"]) == [
        ("project:r", "EUR", "32", 1),
        ("org:x", "EUR", "8", 1),
        ("org:c", "EUR", "4", 1),
        ("org:a", "EUR", "2", 1),
    ]
    assert [(part, body[part]["total"]) for part in PARTS[1:]] == [("internal", {}), ("outgoing", {}), ("unmatched", {"EUR": "16"})]
    both = asked(book, "project:p", "project:q")
    assert totals(both) == {"incoming": {"EUR": "44"}, "internal": {"EUR": "2"}, "outgoing": {"EUR": "1"}, "unmatched": {"EUR": "16"}}
    assert lines(both["internal"]) == [("project:q", "EUR", "2", 1)]
    assert lines(both["outgoing"]) == [("org:b", "EUR", "1", 1)]


def test_a_flow_with_two_reports_is_once_in_a_sum_by_the_givers_figure() -> None:
    book = Book()
    book.flow("a", "b", "100", "p")
    book.flow("a", "b", "98", "q", incoming=True)
    assert lines(asked(book, "org:b")["incoming"]) == [("org:a", "EUR", "100", 1)]
    assert lines(asked(book, "project:q")["incoming"]) == [("org:a", "EUR", "100", 1)]  # its receiver says where it came in
    assert lines(asked(book, "project:p")["outgoing"]) == [("org:b", "EUR", "100", 1)]


def test_one_figure_for_several_activities_is_said_to_be_so() -> None:
    book = Book()
    book.flow("a", "b", "100", "p")
    book.flow("a", "b", "60", "q", incoming=True)
    book.flow("a", "b", "40", "r", incoming=True)
    body = asked(book, "project:q")
    assert body["incoming"]["total"] == {}  # how much of the 100 nobody says
    assert [w["kind"] for w in body["warnings"]] == ["several_activities"]
    both = asked(book, "project:q", "project:r")
    assert (both["incoming"]["total"], both["warnings"]) == ({"EUR": "100"}, [])
    assert asked(book, "org:b")["incoming"]["total"] == {"EUR": "100"}


def test_what_is_filtered_out_takes_its_figures_along_and_says_so() -> None:
    book = Book()
    book.flow("a", "b", "100", "p", by="src:a")
    book.flow("a", "b", "98", "q", incoming=True, by="src:b")
    graph = book.graph()
    body = graph.flows("org:b", measure="paid", filters=graph.filters(source="src:b"))
    assert body["incoming"]["total"] == {}
    assert [w["kind"] for w in body["warnings"]] == ["reported_by_giver"]


def test_flows_of_an_older_report_are_left_out_with_a_warning() -> None:
    book = Book()
    book.grows("p", "src:a", last_updated="2023-01-01")
    book.grows("p", "src:b", last_updated="2023-01-02")
    book.flow("a", "b", "1", "p", by="src:a")
    book.flow("a", "b", "2", "p", by="src:b")
    body = asked(book, "org:b")
    assert body["incoming"]["total"] == {"EUR": "2"}
    (warned,) = body["warnings"]
    assert (warned["kind"], [x["id"] for x in warned["entities"]]) == ("older_report", ["project:p"])
    assert asked(book, "org:z" if "org:z" in book.entities else book.add("org:z"))["warnings"] == []


def test_both_levels_of_a_family_count_and_are_named() -> None:
    book = Book()
    book.say("PART_OF", "project:child", "project:parent")
    book.say("PART_OF", "project:grandchild", "project:child")
    book.say("PART_OF", "project:parent", "project:grandchild")  # a circle ends
    book.flow("a", "b", "100", "parent")
    book.flow("a", "b", "60", "grandchild")
    body = asked(book, "org:b")
    assert body["incoming"]["total"] == {"EUR": "160"}
    (warned,) = body["warnings"]
    assert (warned["kind"], [x["id"] for x in warned["entities"]]) == ("both_levels", ["project:grandchild", "project:parent"])
    assert asked(book, "org:b", measure="committed")["warnings"] == []


def test_no_measure_is_added_to_another_and_intentions_are_none() -> None:
    book = Book()
    for number, measure in enumerate(MEASURES):
        book.flow("a", "b", str(number + 1), measure=measure)
    for number, measure in enumerate(MEASURES):
        if measure in ("role", "budget", "planned"):
            with pytest.raises(WrongUse, match="no flow"):
                asked(book, "org:b", measure=measure)
        else:
            assert asked(book, "org:b", measure=measure)["incoming"]["total"] == {"EUR": str(number + 1)}


def test_sums_are_exact() -> None:
    book = Book()
    amounts = ["0.1", "0.2", "-5", "0", "123456789012345678901234567890.000000000000000000001", "99999999999999999.99", ".5", "+7."]
    for amount in amounts:
        book.flow("a", "b", amount)
    (line,) = asked(book, "org:b")["incoming"]["items"]
    with localcontext(prec=100):
        assert Decimal(line["amount"]) == sum(map(Decimal, amounts))


def test_many_large_amounts_do_not_overflow() -> None:
    book = Book()
    for _ in range(20):
        book.flow("a", "b", "999999999999999999")
        book.flow("b", "a", "-999999999999999999")
    assert asked(book, "org:b")["incoming"]["total"] == {"EUR": "19999999999999999980"}
    assert asked(book, "org:b")["outgoing"]["total"] == {"EUR": "-19999999999999999980"}


def test_without_a_currency_it_is_shown_and_in_no_sum() -> None:
    book = Book()
    book.flow("a", "b", "5", currency=None)
    book.flow("a", "b", "6")
    body = asked(book, "org:b")
    assert lines(body["incoming"]) == [("org:a", "EUR", "6", 1), ("org:a", None, None, 1)]
    assert (body["incoming"]["total"], body["incoming"]["flows"]) == ({"EUR": "6"}, 2)
    (left,) = body["unconverted"]
    assert (left["part"], left["currency"], left["amount"], left["flows"]) == ("incoming", None, None, 1)


def test_dates_are_inclusive_and_those_of_the_transaction() -> None:
    book = Book()
    for date in ("2022-12-31", "2023-01-01", "2023-06-30", "2023-07-01"):
        book.flow("a", "b", "1", date=date, value_date="1999-01-04")
    graph = book.graph()
    for dates, flows in (({"since": "2023-01-01", "until": "2023-06-30"}, 2), ({"at": "2023"}, 3), ({"until": "2022"}, 1)):
        assert graph.flows("org:b", measure="paid", filters=graph.filters(**dates))["incoming"]["flows"] == flows


def test_conversion_is_exact_and_rounds_once() -> None:
    book = Book()
    book.flow("a", "b", "100", currency="USD", date="2023-01-03")  # 1.0545
    book.flow("a", "b", "100", currency="USD", date="2023-01-08")  # a Sunday: Friday's 1.0500
    book.flow("a", "b", "7.005")
    book.flow("c", "b", "100", currency="GBP", date="1999-01-01", value_date="2023-01-03")  # 0.88048
    body = asked(book, "org:b", currency="eur")
    expected = Decimal(100) / Decimal("1.0545") + Decimal(100) / Decimal("1.0500") + Decimal("7.005")
    pounds = Decimal(100) / Decimal("0.88048")
    assert lines(body["incoming"]) == [("org:a", "EUR", str(round(expected, 2)), 3), ("org:c", "EUR", str(round(pounds, 2)), 1)]
    assert body["incoming"]["total"] == {"EUR": str(round(expected + pounds, 2))}
    rates = body["rates"]
    assert [(r["currency"], r["date"], r["rate_date"], r["per_euro"]) for r in rates["used"]] == [
        ("GBP", "2023-01-03", "2023-01-03", "0.88048"),
        ("USD", "2023-01-03", "2023-01-03", "1.0545"),
        ("USD", "2023-01-08", "2023-01-06", "1.05"),
    ]
    assert (rates["to"], rates["first"], rates["most_days_back"], body["unconverted"]) == ("EUR", "1999-01-04", 7, [])
    assert asked(book, "org:b")["rates"] is None


def test_half_a_cent_goes_to_the_even_one() -> None:
    for amount, shown in (("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12"), ("1", "1.00")):
        book = Book()
        book.flow("a", "b", amount)
        assert asked(book, "org:b", currency="EUR")["incoming"]["total"] == {"EUR": shown}
        assert asked(book, "org:b")["incoming"]["total"] == {"EUR": amount}


def test_into_another_currency_than_the_euro() -> None:
    book = Book()
    book.flow("a", "b", "100", currency="USD", date="2023-01-03")
    expected = Decimal(100) / Decimal("1.0545") * Decimal("0.88048")
    assert asked(book, "org:b", currency="GBP")["incoming"]["total"] == {"GBP": str(round(expected, 2))}


def test_without_a_rate_nothing_is_dropped() -> None:
    book = Book()
    book.flow("a", "b", "1", currency="USD", date="1998-12-31")
    book.flow("a", "b", "2", currency="USD", date="2023")  # which day of it, nobody says
    book.flow("a", "b", "4", currency="KES", date="2023-01-03")
    book.flow("a", "b", "8", currency="USD", date=None)
    book.flow("a", "b", "16", currency=None)
    body = asked(book, "org:b", currency="EUR")
    assert (body["incoming"]["items"], body["incoming"]["total"], body["incoming"]["flows"]) == ([], {}, 5)
    assert [(x["currency"], x["amount"], x["flows"]) for x in body["unconverted"]] == [(None, None, 1), ("KES", "4", 1), ("USD", "11", 3)]
    assert asked(book, "org:b", currency="KES")["incoming"]["total"] == {"KES": "4.00"}


def test_breakdown_by_year() -> None:
    book = Book()
    book.flow("a", "b", "1", date="2022-12-31")
    book.flow("a", "b", "2.50", date="2023-01-01")
    book.flow("a", "b", "4", date="2023")
    book.flow("a", "b", "8", date=None)
    shown = asked(book, "org:b", by="year")["incoming"]["breakdown"]
    assert [(i["key"], i["total"], i["flows"]) for i in shown["items"]] == [("2022", {"EUR": "1"}, 1), ("2023", {"EUR": "6.50"}, 2)]
    assert shown["unallocated"] == {"EUR": "8"}


def by(book: World, dimension: str) -> tuple[dict[str, str], str | None, list[str]]:
    """({key: euros}, unallocated euros, warnings)."""
    body = asked(book, "org:b", by=dimension)
    shown = body["incoming"]["breakdown"]
    return {i["key"]: i["total"]["EUR"] for i in shown["items"]}, shown["unallocated"].get("EUR"), [w["kind"] for w in body["warnings"]]


@pytest.mark.parametrize(
    ("said", "regions", "shares", "rest"),
    [
        (("KE=60.5", "UG=39.5"), (), {"KE": "60.5", "UG": "39.5"}, None),
        (("KE=60",), (), {"KE": "60"}, "40"),
        (("KE",), (), {"KE": "100"}, None),
        (("KE",), ("1:298",), {}, "100"),
        (("KE", "UG"), (), {}, "100"),
        (("KE=33.333333333333333333",), (), {"KE": "33.333333333333333333"}, "66.666666666666666667"),
        ((), (), {}, "100"),
    ],
)
def test_percentages_split_exactly(said: tuple[str, ...], regions: tuple[str, ...], shares: dict[str, str], rest: str | None) -> None:
    book = Book()
    book.add("project:p", properties={"countries": said, "regions": regions} if regions else {"countries": said})
    book.flow("a", "b", "100", "p")
    assert by(book, "country") == (shares, rest, [])


def test_more_than_a_hundred_is_scaled_down_with_a_warning() -> None:
    book = Book()
    book.add("project:p", properties={"countries": ("KE=100", "UG=100", "TZ=50")})
    book.flow("a", "b", "100", "p")
    assert by(book, "country") == ({"KE": "40", "TZ": "20", "UG": "40"}, None, ["percentages_over_100"])


def test_the_flows_own_country_goes_before_its_projects() -> None:
    book = Book()
    book.add("project:p", properties={"countries": ("KE=100",)})
    book.flow("a", "b", "1", "p")
    book.flow("a", "b", "2", "p", countries=("UG",))
    book.flow("a", "b", "4", "p", regions=("1:298",))  # of its own, and no country
    book.flow("a", "b", "8", "p", countries=("TZ",), regions=("1:298",))
    assert by(book, "country") == ({"KE": "1", "UG": "2"}, "12", [])


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        (("7:x=100", "2:112=100", "1:11220=40", "1:11230=60"), {"11220": "40", "11230": "60"}),
        (("7:x=100", "2:112"), {"112": "100"}),
        (("99:any:thing=50", "98:y=50"), {"any:thing": "50"}),
        (("11220",), {"11220": "100"}),
    ],
)
def test_one_vocabulary_of_sectors_is_taken(said: tuple[str, ...], shares: dict[str, str]) -> None:
    book = Book()
    book.flow("a", "b", "100", sectors=said)
    assert by(book, "sector")[0] == shares


def test_pages_of_a_part() -> None:
    book = Book()
    for number in range(5):
        book.flow(f"giver{number}", "b", str(number + 1))
        book.flow("b", f"taker{number}", str(number + 1))
    first = asked(book, "org:b", limit=2)
    assert [len(first[part]["items"]) for part in PARTS] == [2, 0, 2, 0]
    graph, found, cursor = book.graph(), [], first["incoming"]["next"]
    while cursor:
        page = graph.flows("org:b", measure="paid", limit=2, part="incoming", cursor=cursor)
        assert page["outgoing"]["items"] == []
        found += lines(page["incoming"])
        cursor = page["incoming"]["next"]
    assert [amount for _, _, amount, _ in lines(first["incoming"]) + found] == ["5", "4", "3", "2", "1"]
    for wrong in ({"cursor": first["incoming"]["next"]}, {"cursor": first["incoming"]["next"], "part": "outgoing"}, {"part": "all"}):
        with pytest.raises(WrongUse):
            graph.flows("org:b", measure="paid", limit=2, **wrong)


def test_boundaries_that_are_none() -> None:
    book = Book()
    book.flow("a", "b", "1", "p")
    book.add("event:e"), book.add("place:x"), book.add("person:y")
    graph = book.graph()
    for boundary in (["org:a", "project:p"], ["event:e"], ["place:x"], []):
        with pytest.raises(WrongUse) as wrong:
            graph.flows(boundary)
        assert wrong.value.parameter == "boundary"
    with pytest.raises(UnknownName):
        graph.flows("org:nobody")
    assert graph.flows(["person:y", "org:a"])["incoming"]["flows"] == 0
    for wrong_currency in ("XXX", ""):
        with pytest.raises(WrongUse):
            graph.flows("org:a", currency=wrong_currency)
    with pytest.raises(WrongUse):
        graph.flows("org:a", by="colour")


def test_a_table_has_a_row_a_line_and_runs_no_formula() -> None:
    book = Book()
    book.add("org:a", "=cmd()")
    book.flow("a", "b", "-1.50", "p")
    book.flow("b", "project:p", "2", "p", unnamed="receiver")
    rows = list(csv.DictReader(io.StringIO(as_csv(asked(book, "org:b")))))
    assert [(r["part"], r["direction"], r["entity"], r["currency"], r["amount"], r["flows"]) for r in rows] == [
        ("incoming", "", "'=cmd()", "EUR", "-1.50", "1"),
        ("unmatched", "outgoing", "", "EUR", "2", "1"),
    ]
    rows = list(csv.DictReader(io.StringIO(as_csv(asked(book, "org:b", by="year")))))
    assert [(r["part"], r["key"], r["amount"]) for r in rows] == [("incoming", "2023", "-1.50"), ("unmatched", "2023", "2")]


# any money: the parts against sums made plainly

ends = st.sampled_from("abcde")
any_flow = st.fixed_dictionaries(
    {
        "giver": ends,
        "receiver": ends,
        "amount": st.decimals(-1000, 1000, places=2).map(str),
        "told_in": st.sampled_from("pqrs"),
        "incoming": st.booleans(),
        "currency": st.sampled_from(["EUR", "USD"]),
    },
    optional={"provider_activity": st.sampled_from("pqrs"), "receiver_activity": st.sampled_from("pqrs")},
)


def sums(graph: Graph, boundary: set[str]) -> dict[str, dict[str, Decimal]]:
    body = graph.flows(sorted(boundary), measure="paid", limit=1000)
    for part in PARTS:
        by_item: dict[str, Decimal] = defaultdict(Decimal)
        for item in body[part]["items"]:
            by_item[item["currency"]] += Decimal(item["amount"])
        assert by_item == {currency: Decimal(amount) for currency, amount in body[part]["total"].items()}
        assert sum(item["flows"] for item in body[part]["items"]) == body[part]["flows"]
    return {part: {currency: Decimal(amount) for currency, amount in body[part]["total"].items()} for part in PARTS}


def plus(*many: dict[str, Decimal]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for each in many:
        for currency, amount in each.items():
            total[currency] += amount
    return {currency: amount for currency, amount in total.items() if amount}


@settings(max_examples=60, deadline=None)
@given(st.lists(any_flow, max_size=12), st.lists(st.integers(0, 2), min_size=5, max_size=5), st.booleans())
def test_the_parts_of_any_partition_of_a_boundary_add_up(flows: list[dict[str, Any]], cut: list[int], of_projects: bool) -> None:
    """What comes in and is internal, summed over the pieces of a boundary, is what comes in and is internal of the whole."""
    book = Book()
    inside = [f"project:{x}" for x in "pqrs"] if of_projects else [entity(x) for x in "abcde"]
    for id in [*inside, *(f"project:{x}" for x in "pqrs")]:
        book.add(id)
    for flow in flows:
        book.flow(**flow)
    graph = book.graph()
    whole = sums(graph, set(inside[:4]))
    pieces = [piece for n in range(3) if (piece := {id for id, at in zip(inside[:4], cut, strict=False) if at == n})]
    parts = [sums(graph, piece) for piece in pieces]
    warned = [w["kind"] for piece in pieces for w in graph.flows(sorted(piece), measure="paid")["warnings"]]
    if "several_activities" not in warned:
        into = plus(*(plus(part["incoming"], part["internal"]) for part in parts))
        assert into == plus(whole["incoming"], whole["internal"])
        out = plus(*(plus(part["outgoing"], part["internal"]) for part in parts))
        assert out == plus(whole["outgoing"], whole["internal"])

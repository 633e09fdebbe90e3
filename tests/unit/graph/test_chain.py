"""A project in its chain, and what is missing there."""

from typing import Any

import pytest

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.chain import GAPS, MOST_ALIKE, MOST_EVIDENCE
from tests.unit.graph.book import Book
from tests.unit.graph.world import ids


def chain(book: Book, name: str = "p") -> dict[str, Any]:
    return book.graph().chain(f"project:{name}")


def gaps(book: Book, name: str = "p") -> list[tuple[str, list[str]]]:
    """(kind, statements) of each gap."""
    return [(gap["kind"], [e["statement_id"] for e in gap["evidence"]]) for gap in chain(book, name)["gaps"]]


def money(parties: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(p["entity"]["id"], [m["amount"] for m in p["money"]]) for p in parties]


def three() -> Book:
    """a's o gives to b's p, which gives to c's q; each is reported, and both sides tell."""
    book = Book()
    for name in "opq":
        book.grows(name)
    book.role("a", "p")
    book.say("ACCOUNTABLE_TO", "project:p", "org:b")
    book.say("EXTENDED_BY", "project:p", "org:x")
    book.say("IMPLEMENTED_BY", "project:p", "org:c")
    book.flow("a", "b", "100", "o", receiver_activity="p")
    book.flow("a", "b", "98", "p", incoming=True, provider_activity="o")
    book.flow("b", "c", "60", "p", receiver_activity="q")
    book.flow("b", "c", "60", "q", incoming=True, provider_activity="p")
    return book


def test_who_is_in_it_with_what_money() -> None:
    body = chain(three())
    assert money(body["funders"]) == [("org:a", ["100"])]
    assert money(body["accountable"]) == [("org:b", [])]
    assert money(body["extending"]) == [("org:x", [])]
    assert money(body["implementing"]) == [("org:c", ["60"])]
    assert (ids(body["upstream"]), ids(body["downstream"])) == (["project:o"], ["project:q"])
    assert (body["gaps"], body["warnings"]) == ([], [])


def test_where_the_giver_names_another_activity_the_answer_says_so() -> None:
    book = Book()
    for name in "opq":
        book.grows(name)
    book.flow("a", "b", "100", "o", receiver_activity="q")
    book.flow("a", "b", "90", "p", incoming=True, provider_activity="o")
    body = chain(book, "p")
    assert body["funders"] == []
    assert [(w["kind"], ids(w["entities"])) for w in body["warnings"]] == [("other_activity", ["project:p", "project:q"])]
    assert [w["kind"] for w in chain(book, "q")["warnings"]] == []
    graph = book.graph()
    assert [w["kind"] for w in graph.flows(["project:p"], measure="paid")["warnings"]] == ["other_activity"]
    assert graph.flows(["project:p"], measure="committed")["warnings"] == []
    assert graph.flows(["project:p", "project:q"], measure="paid")["warnings"] == []


def test_ends_of_the_chain() -> None:
    book = three()
    assert ids(chain(book, "o")["downstream"]) == ["project:p"]
    assert ids(chain(book, "q")["upstream"]) == ["project:p"]
    assert money(chain(book, "q")["funders"]) == [("org:b", ["60"])]


def test_the_receivers_word_alone_links_projects() -> None:
    book = Book()
    book.flow("a", "b", "1", "o")
    book.flow("a", "b", "1", "p", incoming=True, provider_activity="o")
    assert ids(chain(book)["upstream"]) == ["project:o"]
    assert ids(chain(book, "o")["downstream"]) == ["project:p"]


def test_ids_that_are_missing() -> None:
    book = Book()
    into, out = book.flow("a", "b", "1", "p", incoming=True), book.flow("b", "c", "1", "p")
    book.flow("b", "project:p", "1", "p", measure="spent", unnamed="receiver")
    assert gaps(book) == [("provider_id_missing", [into]), ("receiver_id_missing", [out])]


def test_activities_that_nobody_reports() -> None:
    book = Book()
    book.add("project:ghost", properties={"known_only_by_reference": True})
    told = book.flow("a", "b", "1", "p", incoming=True, provider_activity="ghost")
    assert gaps(book) == [("activity_unknown", [told])]


def test_funders_without_money_and_hands_without_pay() -> None:
    book = Book()
    book.role("a", "p")
    for who in "bcd":
        book.say("IMPLEMENTED_BY", "project:p", f"org:{who}")
    book.flow("x", "c", "1", "p", receiver_activity="p")
    book.flow("d", "project:p", "1", "p", measure="spent", unnamed="receiver")  # d spends it itself
    assert gaps(book) == [("funder_without_incoming", ["s00000"]), ("implementer_without_disbursement", ["s00001"])]


def test_a_funder_that_pays_out_itself_and_a_grant_lack_nothing() -> None:
    book = Book()
    book.role("a", "p")
    book.say("IMPLEMENTED_BY", "project:p", "org:b")
    book.flow("a", "b", "1", "p", grant="p", measure="committed")
    assert gaps(book) == []


def test_parents_and_children_that_nobody_reports() -> None:
    book = Book()
    for name in ("up", "down"):
        book.add(f"project:{name}", properties={"known_only_by_reference": True})
    book.say("PART_OF", "project:p", "project:up")
    book.say("PART_OF", "project:down", "project:p")
    book.say("PART_OF", "project:sister", "project:p")
    assert gaps(book) == [("parent_missing", ["s00000"]), ("child_missing", ["s00001"])]


def test_what_one_side_alone_tells() -> None:
    book = Book()
    book.grows("o"), book.grows("p")
    told = book.flow("a", "b", "1", "o", receiver_activity="p")
    assert gaps(book) == gaps(book, "o") == [("one_side_only", [told])]
    book.flow("a", "b", "1", "p", incoming=True, provider_activity="o")
    assert gaps(book) == []


def test_evidence_is_bounded_and_the_text_says_how_many_there_are() -> None:
    book = Book()
    for _ in range(30):
        book.flow("b", "c", "1", "p")
    (gap,) = chain(book)["gaps"]
    assert (gap["text"][:2], len(gap["evidence"])) == ("30", 20)


def test_only_projects_have_one() -> None:
    book = three()
    with pytest.raises(WrongUse, match="Organisation"):
        book.graph().chain("org:a")
    assert {kind for kind, _ in gaps(book)} <= set(GAPS)


def test_of_many_gaps_alike_the_first_are_told_one_by_one() -> None:
    book = Book()
    book.grows("p")
    for n in range(MOST_ALIKE + 30):
        book.say("IMPLEMENTED_BY", "project:p", f"org:x{n:03}")
    body = chain(book)
    assert len(body["implementing"]) == MOST_ALIKE + 30
    assert len(body["gaps"]) == MOST_ALIKE + 1
    last = body["gaps"][-1]
    assert (last["kind"], last["text"]) == ("implementer_without_disbursement", "and 30 more of this kind")
    assert len(last["evidence"]) == MOST_EVIDENCE


def test_what_an_organisation_gives_a_project_of_its_own_is_internal() -> None:
    """No line of funding, and no gap: its own money is told to come in.  # M9"""
    book = Book()
    book.grows("p")
    book.role("a", "p")
    book.flow("a", "a", "40", "p", incoming=True, provider_activity="o")
    book.flow("b", "b", "7", "p", incoming=True, provider_activity="o")
    book.flow("project:p", "project:p", "9", "p", incoming=True, unnamed="both")  # nobody's
    body = chain(book)
    assert money(body["funders"]) == [("org:a", ["40"]), ("org:b", ["7"])]
    assert "funder_without_incoming" not in {gap["kind"] for gap in body["gaps"]}
    items = book.graph().funding(recipient="project:p", max_hops=1)["items"]
    assert [(item["funder"]["id"], item["money"]) for item in items] == [("org:a", [])]

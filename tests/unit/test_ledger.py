"""How decisions find what they speak of, whatever was read since."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooplinks.app.ids import StatementIds
from cooplinks.app.ledger import Ledger, alike, own_id, words_at
from cooplinks.app.model import Decision, Statement, Verdict

QUOTES = ["a b c d", "a b c d e f", "c d e f", "x y", "a b", "x y z w"]
LINKS = [("PARTNER_OF", "org:1", "org:2"), ("FUNDED_BY", "project:1", "org:2")]


def said(quote: str, link: int = 0) -> Statement:
    type, a, b = LINKS[link]
    return Statement(StatementIds("src:a").make(type, a, b, quote), "src:a", type, a, b, f"char:0-{len(quote)}", quote, "test 1")


def line(verdict: Verdict, about: Statement, number: int = 1) -> Decision:
    return Decision(about, verdict, "Ada", "2025-03-01T10:00:00Z", number=number)


def thoughts(ledger: Ledger, *statements: Statement) -> dict[str, bool | None]:
    return {s.quote: s.reviewed for s in ledger.replay(statements, None).statements}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("a b c d", "a b c d", True),
        ("a b c d", "c d e f", True),  # half in a row
        ("a b c d", "d e f g", False),
        ("a b c d", "b  c", True),
        ("a b c d e f", "a x c x e x", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_half_the_words_in_a_row_are_the_same_sentence(a: str, b: str, same: bool) -> None:
    assert alike(a, b) is alike(b, a) is same


def test_the_last_line_on_a_statement_holds() -> None:
    s = said("a b c d")
    lines = [line(Verdict.ACCEPTED, s, 1), line(Verdict.REJECTED, s, 2)]
    assert thoughts(Ledger(lines), s) == {"a b c d": False}
    assert thoughts(Ledger([*lines, line(Verdict.OPEN, s, 3)]), s) == {"a b c d": None}


def test_a_decision_does_not_go_to_another_link_or_other_words() -> None:
    ledger = Ledger([line(Verdict.REJECTED, said("a b c d"))])
    replayed = ledger.replay([said("a b c d", 1), said("x y")], None)
    assert [s.reviewed for s in replayed.statements] == [None, None]
    assert len(replayed.orphaned) == 1


def test_of_two_decisions_on_what_is_one_sentence_now_the_last_holds() -> None:
    lines = [line(Verdict.REJECTED, said("a b c d"), 1), line(Verdict.ACCEPTED, said("c d e f"), 2)]
    assert thoughts(Ledger(lines), said("a b c d e f")) == {"a b c d e f": True}


def test_what_was_decided_itself_does_not_take_over_another_decision() -> None:
    lines = [line(Verdict.REJECTED, said("a b c d"), 2), line(Verdict.ACCEPTED, said("a b c d e f"), 1)]
    replayed = Ledger(lines).replay([said("a b c d e f")], None)
    assert [s.reviewed for s in replayed.statements] == [True]
    assert not replayed.orphaned, "somebody has looked at the sentence as it is now"


def test_an_own_statement_never_bears_the_id_of_one_that_was_read() -> None:
    s = said("a b c d")
    assert own_id(s) != s.id
    assert own_id(s) != own_id(replace(s, properties={"role": "lead"}))
    assert own_id(s) == own_id(replace(s, quote="a  b c\nd", locator="char:7-9"))


@pytest.mark.parametrize(("near", "at"), [(0, 0), (4, 6), (6, 6), (9, 6), (10, 12), (100, 12)])
def test_words_are_found_where_they_stood_nearest(near: int, at: int) -> None:
    assert words_at("abc   abc   abc", "abc", near) == at


def test_words_that_are_gone_are_found_nowhere() -> None:
    assert words_at("abc", "x") is None
    assert words_at("abc", "") is None


STATEMENTS = st.lists(st.builds(said, st.sampled_from(QUOTES), st.integers(0, 1)), max_size=5, unique_by=lambda s: s.id)
LINES = st.lists(
    st.tuples(st.sampled_from([Verdict.ACCEPTED, Verdict.REJECTED, Verdict.OPEN]), st.sampled_from(QUOTES), st.integers(0, 1)), max_size=5
)


@given(read=STATEMENTS, told=LINES, data=st.data())
def test_the_order_of_reading_does_not_matter_and_nothing_is_remembered(
    read: list[Statement], told: list[tuple[Verdict, str, int]], data: st.DataObject
) -> None:
    ledger = Ledger(line(verdict, said(quote, link), number) for number, (verdict, quote, link) in enumerate(told, 1))
    before = ledger.replay(read, None)
    by_id = {s.id: s.reviewed for s in before.statements}
    assert by_id.keys() == {s.id for s in read}
    other = ledger.replay(data.draw(st.permutations(before.statements)), None)
    assert {s.id: s.reviewed for s in other.statements} == by_id
    assert {d.about.id for d in other.orphaned} == {d.about.id for d in before.orphaned}
    for s in read:
        if by_id[s.id] is not None:
            assert ledger.concerns(s)

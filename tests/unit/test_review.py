"""A review without a terminal: keys lead from state to state."""

import io
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cooplinks.app.ids import digest
from cooplinks.app.model import Decision, Name, Record, Source, Statement, Verdict
from cooplinks.app.ontology import check_statement
from cooplinks.app.review.keys import keys_of
from cooplinks.app.review.queue import Article, event_first, weight
from cooplinks.app.review.screen import draw
from cooplinks.app.review.session import BACKSPACE, DOWN, ENTER, ESCAPE, KEYS, NEXT, QUIT, UP, State, begin, press
from cooplinks.app.review.words import find, mentions, sentence_with, sentences
from cooplinks.app.store.base import Stored

TEXT = "Talks on water were held in Lima. They were paid for by the Blue Fund.\n\nGIZ and Dr. Ana Roa of the Water Board spoke.\nThe Blue Fund left."


def thing(type: str, name: str, *more: str, **about: Any) -> Record:
    return Record(f"{type.lower()}:{name.lower().replace(' ', '-')}", "src:a", type, tuple(map(Name, (name, *more))), **about)


TALKS = thing("Event", "Talks on water", valid_from="2024-03-05", valid_to="2024-03-06")
FUND, GIZ, BOARD = thing("Organisation", "Blue Fund", "the Blue Fund"), thing("Organisation", "GIZ"), thing("Organisation", "Water Board")
ANA, LIMA = thing("Person", "Ana Roa"), thing("Place", "Lima", country="PE", properties={"kind": "city"})


def said(type: str, a: Record, b: Record, quote: str, **more: Any) -> Stored:
    at = TEXT.index(quote)
    id = digest(type, a.id, b.id, quote)
    s = Statement(id, "src:a", type, a.id, b.id, f"char:{at}-{at + len(quote)}", quote, "prose 1", **more)
    return Stored(s, a.id, b.id, a.names[0].text, b.names[0].text, "Water", None, "2024-03-07")


def water(**more: Any) -> State:
    rows = (
        said("HELD_IN", TALKS, LIMA, "Talks on water were held in Lima.", confidence=0.9),
        said(
            "FUNDED_BY",
            TALKS,
            FUND,
            "They were paid for by the Blue Fund.",
            properties={"measure": "role", "cue": "funded-by", "cue_text": "paid for by"},
        ),
        said("REPRESENTS", ANA, GIZ, "GIZ and Dr. Ana Roa of the Water Board spoke.", properties={"title": "director"}, **more),
    )
    source = Source("src:a", "press/a", "article", "Water", "prose 1", "", text=TEXT)
    return begin(Article(source, rows, (TALKS, FUND, GIZ, BOARD, ANA, LIMA)), "Ada")


def typed(state: State, *keys: str) -> State:
    """The state after keys; a text of several letters is typed and ended by Enter."""
    for key in keys:
        named = key in (ENTER, ESCAPE, BACKSPACE, UP, DOWN)
        for one in [key] if named or len(key) == 1 else [*key, ENTER]:
            state = press(state, one)
    return state


def verdicts(state: State) -> list[tuple[str, str]]:
    return [(d.about.type, str(d.verdict)) for d in state.decided]


def test_each_key_decides_one_and_goes_on() -> None:
    state = typed(water(), "a", "r", "s")
    assert verdicts(state) == [("HELD_IN", "accepted"), ("FUNDED_BY", "rejected")]
    assert (state.at, state.over) == (2, "")
    assert typed(state, "\t").over == NEXT
    assert typed(state, "q").over == QUIT
    assert typed(state, "q", "a").decided == state.decided, "nothing follows the end"


def test_a_review_begins_where_the_last_one_ended() -> None:
    state = water()
    rows = state.article.said
    done = (judged(rows[0], True), judged(rows[1], False), rows[2])
    again = begin(Article(state.article.source, done, state.article.things), "Ada")
    assert again.at == 2
    assert [again.verdict(row.id) for row in again.rows] == [Verdict.ACCEPTED, Verdict.REJECTED, None]
    assert typed(again, UP, UP, "a").decided == (), "what holds already is no new decision"
    assert verdicts(typed(again, UP, "u")) == [("FUNDED_BY", "open")]
    assert typed(again, UP, "a", UP, "u").decided == (), "and what was decided a moment ago is as if it had never been"


def judged(s: Stored, reviewed: bool) -> Stored:
    return replace(s, statement=replace(s.statement, reviewed=reviewed))


def test_a_second_thought_takes_the_place_of_the_first() -> None:
    state = typed(water(), "a", UP, "r")
    assert verdicts(state) == [("HELD_IN", "rejected")]
    assert verdicts(typed(state, UP, "u")) == []


def test_undo_takes_back_the_last_one_although_the_next_is_in_hand() -> None:
    state = typed(water(), "a", "r", "u")
    assert (verdicts(state), state.at, state.message) == ([("HELD_IN", "accepted")], 1, "taken back")
    assert verdicts(typed(state, UP, UP, "s", "u")) == [], "and then the one before it"
    assert typed(water(), "u").message == "nothing was decided here"


def test_a_reason_is_typed() -> None:
    state = typed(water(), "R")
    assert state.prompt
    state = typed(state, "n", "o", "x", BACKSPACE, "t", " ", "s", "o", ENTER)
    assert [(d.verdict, d.why) for d in state.decided] == [(Verdict.REJECTED, "not so")]
    assert typed(water(), "R", "x", ESCAPE).decided == ()


def test_all_that_is_open_is_accepted_at_once() -> None:
    state = typed(water(), "r", "A")
    assert verdicts(state) == [("HELD_IN", "rejected"), ("FUNDED_BY", "accepted"), ("REPRESENTS", "accepted")]


def added(state: State) -> Decision:
    (line,) = (d for d in state.decided if d.verdict is Verdict.ADDED)
    return line


def test_a_missed_link_is_two_things_and_a_type() -> None:
    state = typed(water(), "n", "5", ENTER, "4", ENTER)
    assert "REPRESENTS" in state.prompt
    state = typed(state, "repr", "chair", ENTER, ENTER)
    line = added(state)
    s = line.about
    assert (s.type, s.from_record, s.to_record, s.properties) == ("REPRESENTS", ANA.id, BOARD.id, {"title": "chair"})
    assert (s.extractor, s.reviewed, s.confidence) == ("review Ada", True, 1.0)
    assert s.quote == "Ana Roa of the Water Board spoke.", "a sentence ends at a full stop, roughly"
    start, end = map(int, s.locator[5:].split("-"))
    assert TEXT[start:end] == s.quote
    assert check_statement(s, {r.id: r.type for r in line.records}.get) is None
    assert typed(state, DOWN, DOWN, DOWN, "u").decided == ()


def test_an_event_gives_its_days_to_a_link() -> None:
    state = typed(water(), "n", "Water Board", "1", ENTER, "attended", "speaker", ENTER, "GIZ and Dr. Ana Roa of the Water Board", ENTER)
    s = added(state).about
    assert (s.valid_from, s.valid_to, s.properties) == ("2024-03-05", "2024-03-06", {"role": "speaker", "modality": "held"})
    assert s.quote == "GIZ and Dr. Ana Roa of the Water Board"


def test_a_thing_that_nobody_found_is_named_by_label_and_words() -> None:
    state = typed(water(), "n", "Organisation: Board", "3", ENTER, "partner_of", ENTER, ENTER)
    line = added(state)
    board = next(r for r in line.records if r.names[0].text == "Board")
    assert (board.type, board.source, board.keys) == ("Organisation", "src:a", ())
    assert line.about.from_record < line.about.to_record, "no direction: stored once"
    again = typed(state, "n", "Org: water board", "3", ENTER, "partner_of", ENTER, ENTER)
    assert again.decided[-1].records[0] == BOARD, "what is known by that name is not made anew"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("n", "99"), "a number of the list"),
        (("n", "nobody"), "a number of the list"),
        (("n", "Organisation: Red Fund"), "stand in the text"),
        (("n", "5", ENTER, "4", ENTER, "held_in"), "none of them"),
        (("n", "6", ENTER, "5", ENTER, "funded"), "nothing links"),
        (("n", "3", ENTER, "1", ENTER, "attended", "king"), "one of speaker"),
        (("n", "5", ENTER, "4", ENTER, "represents", ENTER, "no such words"), "do not stand"),
        (("n", "5", ENTER, "4", ENTER, "represents", ENTER, ENTER, "paid by"), "do not stand"),
    ],
)
def test_what_cannot_be_is_asked_again(keys: tuple[str, ...], said: str) -> None:
    state = typed(water(), *keys)
    assert said in state.message
    assert state.draft
    assert typed(state, ESCAPE).draft is None


def test_a_correction_rejects_the_one_and_puts_the_other_beside() -> None:
    state = typed(water(), DOWN, DOWN, "e", ENTER, "4", ENTER, ENTER, "chair", ENTER)
    assert verdicts(state) == [("REPRESENTS", "rejected"), ("REPRESENTS", "added")]
    wrong, right = state.decided
    assert (right.about.from_record, right.about.to_record, right.about.properties["title"]) == (ANA.id, BOARD.id, "chair")
    assert right.about.quote == wrong.about.quote
    assert right.about.locator == wrong.about.locator
    assert state.at == 2


def test_a_correction_that_changes_nothing_is_none() -> None:
    state = typed(water(), DOWN, DOWN, "e", ENTER, ENTER, ENTER, ENTER, ENTER)
    assert (state.decided, state.message) == ((), "nothing was changed")


def test_names_go_to_the_tables() -> None:
    state = typed(water(), "2", DOWN, "2", "2", "1")
    assert [lesson.thing for lesson in state.learned] == [LIMA, FUND]
    assert "only bodies and places" in state.message


def test_wordings_of_added_links_go_to_the_tables() -> None:
    state = typed(
        water(),
        "n",
        "1",
        ENTER,
        "2",
        ENTER,
        "supported_by",
        "Talks on water were held in Lima. They were paid for by the Blue Fund.",
        "paid for by",
    )
    state = typed(state, DOWN, DOWN, DOWN, "c")
    assert [lesson.cue for lesson in state.learned] == [("SUPPORTED_BY", "paid for by", True, water().article.source.language)]
    assert "that were added here" in typed(water(), DOWN, "c").message


KEYED = st.sampled_from([*KEYS, ENTER, ESCAPE, BACKSPACE, "x", "9", "é", "\x00", "page"])


@given(st.lists(st.one_of(KEYED, st.sampled_from(["1", ENTER, "n", "e"])), max_size=60))
def test_no_keys_break_it(keys: list[str]) -> None:
    state = water()
    for key in keys:
        state = press(state, key)
        assert state.prompt is not None
        assert 0 <= state.at < len(state.rows)
        assert len({d.about.id for d in state.decided}) == len(state.decided)
    for d in state.decided:
        start, end = map(int, d.about.locator[5:].split("-"))
        assert TEXT[start:end] == d.about.quote


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("a", ["a"]),
        ("\x1b[A\x1b[B", [UP, DOWN]),
        ("\x1bOA", [UP]),
        ("\x1b[3~a", ["a"]),
        ("\x1b", [ESCAPE]),
        ("ab\r\x7f", ["a", "b", ENTER, BACKSPACE]),
        ("\xe0H", [UP]),
        ("\x1b[", []),
    ],
)
def test_what_a_terminal_sends_is_keys(sent: str, keys: list[str]) -> None:
    assert list(keys_of(sent)) == keys


def shown(state: State, width: int, height: int) -> list[str]:
    out = io.StringIO()
    draw(state, Console(file=out, width=width, height=height, legacy_windows=False), place="(1 of 2)")
    return out.getvalue().splitlines()


def test_the_screen_shows_text_statements_and_what_is_asked() -> None:
    lines = shown(water(), 100, 24)
    assert len(lines) == 23, "the last line stays free, or the first would scroll away"
    whole = "\n".join(lines)
    assert "Water — no date (1 of 2)" in lines[0]
    for words in ("Talks on water were held in Lima.", "HELD_IN 0.90", "Talks on water → Lima", "1 of 3 statements, 3 open", "a accept"):
        assert words in whole
    assert "✓ HELD_IN" in "\n".join(shown(press(water(), "a"), 100, 24))
    assert "   6  Place: Lima" in "\n".join(shown(press(water(), "n"), 100, 24))
    assert "reject and say why" in "\n".join(shown(press(water(), "?"), 100, 24))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (20, 5), (40, 8), (80, 24), (300, 100)])
def test_a_window_of_any_size_shows_something(width: int, height: int) -> None:
    for keys in ("", "n", "a", "R", "?"):
        assert shown(typed(water(), *keys), width, height)


def test_a_very_long_text_is_shown_around_the_quote() -> None:
    state = water()
    at = 2_000_000
    row = replace(state.article.said[0], statement=replace(state.article.said[0].statement, locator=f"char:{at}-{at + 33}"))
    source = replace(state.article.source, text="word\x1b[31m " * 200_000 + TEXT)
    lines = shown(replace(state, article=Article(source, (row,), state.article.things)), 100, 24)
    assert "Talks on water were held in Lima." in "\n".join(lines)
    assert "\x1b[31mw" not in "\n".join(lines), "a text gives a terminal no orders"


def test_sentences_and_names_are_found() -> None:
    text = "One. Two! Three\n\nFour"
    assert [text[a:b] for a, b in sentences(text)] == ["One.", "Two!", "Three", "Four"]
    assert sentence_with(TEXT, TALKS, LIMA) == "Talks on water were held in Lima."
    assert sentence_with(TEXT, TALKS, FUND) == "They were paid for by the Blue Fund."
    assert sentence_with(TEXT, TALKS, thing("Organisation", "Nobody")) == ""
    assert find("a  b\nc", "a b c") == (0, 6)
    assert find("abc", "b") is None
    assert [TEXT[a:b] for a, b, _ in mentions(TEXT, [FUND])] == ["the Blue Fund", "Blue Fund"]


def test_the_event_comes_first_and_what_is_unsure_and_central_weighs_most() -> None:
    state = water()
    records = {r.id: r for r in state.article.things}
    rows = event_first([state.article.said[2], state.article.said[1], state.article.said[0]], records, Counter({TALKS.id: 2}))
    assert [s.statement.type for s in rows] == ["HELD_IN", "FUNDED_BY", "REPRESENTS"]
    assert weight(0.5, 1, 1) > weight(0.9, 1, 1)
    assert weight(0.9, 40, 9) > weight(0.5, 1, 1)
    assert weight(1.0, 1, 1) > 0

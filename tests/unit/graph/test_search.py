"""Search: one ranking over names and identifiers, whatever the store."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.search import score
from cooplinks.app.questions import Graph
from tests.unit.graph.world import World, ids


@pytest.fixture
def graph() -> Graph:
    world = World()
    world.add("org:marri", "Migration, Asylum, Refugees Regional Initiative", country="MK")
    world.add(
        "org:giz", "Deutsche Gesellschaft für Internationale Zusammenarbeit", aliases=("GIZ",), identifiers=("XM-DAC-5-52",), country="DE"
    )
    world.add("org:mup-rs", "Ministry of the Interior of Serbia", labels=("Ministry",), country="RS")
    world.add("org:mup-me", "Ministry of the Interior of Montenegro", labels=("Ministry",), country="ME")
    world.add("person:cucic", "Vladimir Cucić")
    world.add("place:beograd", "Београд", aliases=("Belgrade",))
    world.add("src:a", "Ministry of the Interior of Serbia in the news")
    world.say("REPRESENTS", "person:cucic", "org:mup-rs")
    return world.graph()


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("MARRI", "org:marri"),  # initials of its words
        ("giz", "org:giz"),
        ("xm-dac-5-52 ", "org:giz"),
        ("Migraton Asylum Refugees", "org:marri"),
        ("Cucic", "person:cucic"),
        ("Vladimir Cucc", "person:cucic"),
        ("Beograd", "place:beograd"),
        ("Владимир Цуцић", "person:cucic"),
        ("interior serbia", "org:mup-rs"),
        ("Ministry of Interior", "org:mup-rs"),  # of equal hits the one of more links
        ("zusammenarbeit internationale", "org:giz"),
        ("org:marri", "org:marri"),
    ],
)
def test_it_is_found(graph: Graph, asked: str, first: str) -> None:
    assert graph.search(asked)["items"][0]["id"] == first


def test_what_hit_is_told(graph: Graph) -> None:
    top = graph.search("giz")["items"][0]
    assert (top["matched"], top["score"], top["degree"]) == ("GIZ", 1.0, 0)
    assert graph.search("XM-DAC-5-52")["items"][0]["matched"] == "XM-DAC-5-52"


def test_labels_and_country_narrow_it(graph: Graph) -> None:
    assert ids(graph.search("ministry of the interior", country="me")["items"]) == ["org:mup-me"]
    assert ids(graph.search("ministry of the interior", labels="Ministry")["items"]) == ["org:mup-rs", "org:mup-me"]
    assert ids(graph.search("ministry of the interior of serbia", labels="Source")["items"]) == ["src:a"]
    assert "src:a" not in ids(graph.search("ministry of the interior of serbia")["items"])


def test_nothing_near_finds_nothing(graph: Graph) -> None:
    assert graph.search("zzzz qqqq")["items"] == []


@pytest.mark.parametrize("q", ["", "   ", "x" * 501])
def test_a_question_has_some_length(graph: Graph, q: str) -> None:
    with pytest.raises(WrongUse, match="q takes"):
        graph.search(q)


@pytest.mark.parametrize("name", ["country", "labels"])
def test_unknown_labels_and_countries_are_refused(graph: Graph, name: str) -> None:
    with pytest.raises(WrongUse) as wrong:
        graph.search("x", **{name: "Narnia"})  # type: ignore[arg-type]
    assert wrong.value.parameter == name


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_score_lies_between_none_and_one(asked: str, name: str) -> None:
    assert 0.0 <= score(asked, name) <= 1.0


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    world = World()
    world.add("org:a", "Ministry of the Interior")
    if text.strip():
        world.graph().search(text)

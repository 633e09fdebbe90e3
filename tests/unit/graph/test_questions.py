"""Naming what is asked for, pages, details, and answers from one version throughout."""

import threading
from collections.abc import Callable, Sequence
from time import sleep
from typing import Any

import pytest

from cooplinks.app.errors import Ambiguous, Erased, Moved, StoreAway, UnknownName, WrongUse
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.keeper import Keeper
from cooplinks.app.questions import Graph
from cooplinks.app.store.base import Stored
from tests.unit.graph.world import World, WorldReader, ids


def named() -> World:
    world = World()
    world.add("org:giz", "Deutsche Gesellschaft", aliases=("GIZ",), identifiers=("XM-DAC-5-52", "a/b, c"))
    world.add("org:iom", "Organization for Migration", aliases=("Twin",), identifiers=("TWO",))
    world.add("org:two", "Twin", identifiers=("TWO",))
    world.say("PART_OF", "org:giz", "org:iom")
    world.moved["org:old"] = "org:giz"
    world.gone.add("org:gone")
    return world


@pytest.mark.parametrize("text", ["org:giz", " org:giz ", "xm-dac-5-52", "XM-DAC-5-52", "org:giz~~1", "org:old", "A/B, C"])
def test_an_entity_is_known_by_any_of_its_identifiers(text: str) -> None:
    graph = named().graph()
    assert graph.resolve(text) == "org:giz"
    assert graph.entity(text)["id"] == "org:giz"
    assert graph.subgraph(text)["nodes"][0]["id"] == "org:giz"


@pytest.mark.parametrize("text", ["xm-dac-5-52", "org:old", " org:giz", "org:giz~~1"])
def test_in_a_path_all_but_the_id_moves_on(text: str) -> None:
    with pytest.raises(Moved) as moved:
        named().graph().resolve(text, path=True)
    assert moved.value.id == "org:giz"


def test_the_id_itself_stays() -> None:
    assert named().graph().resolve("org:giz", path=True) == "org:giz"


def test_what_names_two_is_told_with_both() -> None:
    graph = named().graph()
    with pytest.raises(Ambiguous) as identifier:
        graph.resolve("two")
    assert ids(identifier.value.candidates) == ["org:iom", "org:two"]
    with pytest.raises(Ambiguous) as name:
        graph.paths("Twin", "GIZ", by_name=True)
    assert ids(name.value.candidates) == ["org:iom", "org:two"]


def test_names_are_asked_for_by_name_only() -> None:
    graph = named().graph()
    assert graph.resolve("deutsche gesellschaft", by_name=True) == "org:giz"
    with pytest.raises(UnknownName):
        graph.resolve("GIZ")
    with pytest.raises(UnknownName):
        graph.resolve("org:giz", by_name=True)


def test_what_is_unknown_may_be_near_something_and_what_is_gone_is_gone() -> None:
    graph = named().graph()
    with pytest.raises(UnknownName) as unknown:
        graph.entity("Deutsche Geselschaft")
    assert ids(unknown.value.did_you_mean) == ["org:giz"]
    assert not isinstance(unknown.value, Erased)
    with pytest.raises(Erased):
        graph.entity("org:gone")


@pytest.mark.parametrize("text", ["a%2Fb", "x/links", "'}) DETACH DELETE n", "\x00", "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_odd_names_are_unknown_names(text: str) -> None:
    graph = named().graph()
    for ask in (graph.entity, graph.links, graph.met, graph.statement, graph.source, lambda x: graph.paths(x, "org:giz")):
        with pytest.raises(UnknownName):
            ask(text)


@pytest.mark.parametrize("limit", [0, -1, 1001, 1_000_000, True])
def test_a_limit_has_bounds(limit: int) -> None:
    with pytest.raises(WrongUse) as wrong:
        named().graph().sources(limit=limit)
    assert wrong.value.parameter == "limit"


def test_a_cursor_is_of_one_question_at_one_version() -> None:
    world = World()
    for b in "bcd":
        world.say("PART_OF", "org:a", f"org:{b}")
    graph = world.graph()
    cursor = graph.links("org:a", limit=1)["next"]
    assert graph.links("org:a", limit=2, cursor=cursor)["items"][0]["to"]["id"] == "org:c"
    for other in (lambda: graph.links("org:a", direction="out", cursor=cursor), lambda: graph.sources(cursor=cursor)):
        with pytest.raises(WrongUse, match="cursor"):
            other()
    world.change()
    with pytest.raises(WrongUse, match="cursor"):
        graph.links("org:a", limit=2, cursor=cursor)


@pytest.mark.parametrize("cursor", ["x", "!!!", "é", "AAAA", "MS4y"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(WrongUse, match="cursor"):
        named().graph().sources(cursor=cursor)


def test_a_statement_shows_the_text_around_its_quote() -> None:
    world = World()
    world.texts["src:a"] = "Před tím. 🙂 GIZ is part of IOM. After."
    start = world.texts["src:a"].index("GIZ")
    end = world.texts["src:a"].index(" After")
    world.say("PART_OF", "org:giz", "org:iom", quote="GIZ is part of IOM.", locator=f"char:{start}-{end}", reviewed=False)
    graph = world.graph()
    body = graph.statement("s00000")
    assert body["context"] == {"before": "Před tím. 🙂 ", "quote": "GIZ is part of IOM.", "after": " After."}
    assert (body["in_graph"], body["from"]["record"], body["to"]["named"]) == (False, "org:giz", "org:iom")
    source = graph.source("src:a")
    assert source["text"][start:end] == source["statements"][0]["quote"]
    assert graph.links("org:giz")["items"] == []


def test_a_deadline_is_within_a_minute() -> None:
    for seconds in (0, -1, 61, float("nan"), float("inf")):
        with pytest.raises(WrongUse):
            Deadline.after(seconds)


def test_each_answer_says_its_version_and_follows_the_store() -> None:
    world = named()
    graph = world.graph()
    before = graph.version
    assert graph.stats()["graph_version"] == before
    world.add("org:new")
    world.change()
    assert graph.entity("org:new")["graph_version"] == graph.version != before
    assert [reader.closed for reader in world.readers] == [True, False]


def test_a_server_answers_from_the_last_refresh() -> None:
    world = named()
    graph = world.graph(follow=False)
    before = graph.version
    world.change()
    assert graph.stats()["graph_version"] == before
    graph.refresh()
    assert graph.stats()["graph_version"] != before


def test_an_older_snapshot_is_let_go_when_the_last_question_has_been_answered() -> None:
    world = named()
    keeper = Keeper(world, follow=True)
    with keeper.using() as held, keeper.using():
        world.change()
        assert keeper.refresh() is not held
        assert not world.readers[0].closed
    assert world.readers[0].closed
    keeper.close()
    assert [reader.closed for reader in world.readers] == [True, True]


def test_a_version_that_the_store_let_go_is_asked_anew_once(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = named().graph()
    graph.refresh()
    whole, lost = WorldReader.details, [True]

    def details(self: WorldReader, statement_ids: Sequence[str]) -> dict[str, Stored]:
        if lost.pop():
            lost.append(False)
            raise StoreAway("version gone")
        lost.append(False)
        return whole(self, statement_ids)

    monkeypatch.setattr(WorldReader, "details", details)
    assert graph.links("org:giz")["total"] == 1


def test_a_store_that_is_away_is_away_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    world = named()
    graph = world.graph()
    graph.refresh()

    def away(self: World) -> str:
        raise StoreAway("gone")

    with monkeypatch.context() as patch:
        patch.setattr(World, "version", away)
        with pytest.raises(StoreAway):
            graph.stats()
    assert graph.stats()["nodes"]["total"] == 3


def test_a_build_that_breaks_off_lets_its_reader_go(monkeypatch: pytest.MonkeyPatch) -> None:
    world = named()

    def broken(self: WorldReader) -> Any:
        raise StoreAway("broke off")

    with monkeypatch.context() as patch:
        patch.setattr(WorldReader, "sources", broken)
        with pytest.raises(StoreAway):
            world.graph().refresh()
    assert all(reader.closed for reader in world.readers)


def test_many_threads_ask_while_versions_move_on() -> None:
    """Each version holds as many links as its number says; no answer may show another's."""
    world = World()
    world.say("PART_OF", "org:a", "org:00001")
    world.number = 1
    graph = Graph(world)
    lock, wrong, stop = threading.Lock(), [], threading.Event()
    plain: Callable[[], WorldReader] = world.reader

    def reader() -> WorldReader:
        with lock:
            return plain()

    world.reader = reader  # type: ignore[method-assign]

    def ask() -> None:
        while not stop.is_set():
            body = graph.links("org:a", limit=1000)
            number = int(body["graph_version"].partition("-")[0])
            if not body["total"] == len(body["items"]) == number:
                wrong.append(body)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(2, 25):
        with lock:
            world.say("PART_OF", "org:a", f"org:{number:05}")
            world.number = number
        sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert [reader.closed for reader in world.readers[:-1]] == [True] * (len(world.readers) - 1)

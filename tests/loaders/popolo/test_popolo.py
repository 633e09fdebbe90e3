"""Popolo in: who sits where, for whom, since when."""

import json
from pathlib import Path
from typing import Any

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.app.load import Load, find
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.loaders.said import Said, read

HALL: dict[str, list[Any]] = {
    "persons": [
        {"id": "p1", "name": "Ana Example", "other_names": [{"name": "A. Example"}], "email": "ana@example.org", "gender": "female"},
        {"id": "p2", "name": "Bo Example", "identifiers": [{"scheme": "wikidata", "identifier": "Q7"}]},
    ],
    "organizations": [
        {"id": "council", "name": "Town Council", "classification": "legislature", "area_id": "town"},
        {"id": "waters", "name": "Committee on Waters", "parent_id": "council"},
        {"id": "greens", "name": "Greens of the Town", "classification": "party"},
    ],
    "areas": [
        {"id": "town", "name": "Exampletown", "parent_id": "at"},
        {"id": "at", "name": "Austria", "classification": "country"},
    ],
    "posts": [{"id": "chair", "label": "Chair of Waters", "organization_id": "waters"}],
    "memberships": [
        {"person_id": "p1", "organization_id": "council", "on_behalf_of_id": "greens", "role": "member", "start_date": "2019-10-01"},
        {"person_id": "p2", "post_id": "chair", "start_date": "2020", "end_date": "2021-05-31"},
    ],
    "events": [
        {
            "id": "e1",
            "name": "Hearing on wells",
            "start_date": "2020-03-04",
            "organization_id": "waters",
            "area_id": "town",
            "attendees": [{"id": "p1"}],
        }
    ],
    "motions": [{"id": "m1"}, {"id": "m2"}],
}


def popolo(folder: Path, document: object) -> Path:
    path = folder / "council.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return path


def said_with(folder: Path, **more: list[Any]) -> Said:
    return read(popolo(folder, {**HALL, **{name: [*HALL[name], *added] for name, added in more.items()}}))


def test_things_and_what_ties_them(tmp_path: Path) -> None:
    said = said_with(tmp_path)
    assert sorted(said.links()) == [
        ("ATTENDED", "Ana Example", "Hearing on wells"),
        ("HELD_IN", "Hearing on wells", "Exampletown"),
        ("LOCATED_IN", "Exampletown", "Austria"),
        ("LOCATED_IN", "Town Council", "Exampletown"),
        ("ORGANISED_BY", "Hearing on wells", "Committee on Waters"),
        ("PART_OF", "Committee on Waters", "Town Council"),
        ("REPRESENTS", "Ana Example", "Greens of the Town"),
        ("REPRESENTS", "Ana Example", "Town Council"),
        ("REPRESENTS", "Bo Example", "Committee on Waters"),
    ]
    told = {(s.properties.get("title"), s.valid_from, s.valid_to, s.locator) for s in said.statements if s.type == "REPRESENTS"}
    assert told == {
        ("member", "2019-10-01", None, "/memberships/0"),
        (None, "2019-10-01", None, "/memberships/0"),
        ("Chair of Waters", "2020", "2021-05-31", "/memberships/1"),
    }
    assert said.named("Austria").keys == ("place:at",)
    assert said.named("Bo Example").keys == ("person:q7",)
    assert said.named("Ana Example").keys == ()  # an id of the file's own joins nobody
    assert [name.text for name in said.named("Ana Example").names] == ["Ana Example", "A. Example"]
    assert said.warned == ["not used: 2 × motions, 1 × persons/email"]
    assert not said.refused


@pytest.mark.parametrize(
    ("part", "wrong", "reason"),
    [
        ("persons", {"id": "p9"}, "has no name"),
        ("persons", {"name": "Nobody"}, "has no id"),
        ("persons", "Ana", "has no id"),
        ("persons", {"id": "p1", "name": "Cy Example"}, "that of another"),
        ("organizations", {"id": "o9", "name": "Club", "parent_id": "gone"}, "the Organisation 'gone' is not in this file"),
        ("memberships", {"person_id": "p1", "organization_id": "gone"}, "the Organisation 'gone' is not in this file"),
        ("memberships", {"person_id": "p1"}, "the Organisation '' is not in this file"),
    ],
)
def test_an_object_that_cannot_be_taken_is_refused_alone(tmp_path: Path, part: str, wrong: object, reason: str) -> None:
    said = said_with(tmp_path, **{part: [wrong]})
    assert [r.locator for r in said.refused] == [f"/{part}/{len(HALL[part])}"]
    assert reason in said.refused[0].reason
    assert len(said.links()) == 9


@pytest.mark.parametrize("text", ['{"persons": [{"id": "p1", "name": "A', '{"persons": [' + "[" * 100_000, '{"persons": [1], "x": NaN}} '])
def test_a_file_that_is_broken_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputRefused):
        read(popolo(tmp_path, text))


def test_a_second_load_changes_nothing(tmp_path: Path) -> None:
    store = open_store(Settings("memory://"))
    folder = tmp_path / "town"
    folder.mkdir()
    path = popolo(folder, HALL)
    first, second = (Load(store, who="a test") for _ in range(2))
    for load in (first, second):
        load.run(find([str(path)]))
        assert not load.report.refused
    assert (first.report.statements.written > 9, second.report.statements.written) == (True, 0)
    with Graph(store) as graph:
        who = graph.resolve("Ana Example", by_name=True)
        (link,) = [x for x in graph.links(who)["items"] if x["to"]["name"] == "Town Council"]
        assert (link["properties"]["title"], link["valid_from"], link["sources"]) == (["member"], "2019-10-01", 1)

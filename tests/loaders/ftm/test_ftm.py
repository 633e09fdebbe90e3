"""FollowTheMoney in, out, and round."""

import json
from pathlib import Path
from typing import Any

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.app.graph.filters import Filters
from cooplinks.app.ingest import ingest
from cooplinks.app.kinds import recognise
from cooplinks.app.model import Reading
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.app.store.base import Store
from tests.loaders.said import Said, read

ARTICLES = Path(__file__).resolve().parents[3] / "examples" / "articles"
EDGES = ("Payment", "ProjectParticipant", "Representation", "Membership", "UnknownLink")
Entity = dict[str, Any]


def entity(id: str, schema: str, **properties: Any) -> Entity:
    return {"id": id, "schema": schema, "properties": {name: v if isinstance(v, list) else [v] for name, v in properties.items()}}


def lines(folder: Path, *entities: Entity | str, name: str = "e.ftm.json") -> Path:
    path = folder / name
    path.write_text("".join((e if isinstance(e, str) else json.dumps(e)) + "\n" for e in entities))
    return path


SMALL = (
    entity("pay1", "Payment", payer="fund", beneficiary="club", project="boats", amount="250.50", currency="EUR", date="2021-02-03"),
    entity("fund", "PublicBody", name="Water Ministry", country="at", wikidataId="Q1", registrationNumber="12"),
    entity("club", "Organization", name=["Rowing Club", "RC"], idNumber="GB-CHC-1"),
    entity("ana", "Person", name="Ana Example"),
    entity("boats", "Project", name="Boats", startDate="2021", goal="row"),
    entity("part", "ProjectParticipant", project="boats", participant="club", role="coordinator"),
    entity("dir", "Directorship", director="ana", organization="club", role="Chair", startDate="2020-01-01"),
    entity("town", "Address", full="Graz, Austria", country="at"),
    entity("ship", "Vessel", name="Titanic"),
)


def test_things_and_links_are_read_in_any_order(tmp_path: Path) -> None:
    said = read(lines(tmp_path, *SMALL))
    assert set(said.links()) == {
        ("FUNDED_BY", "Rowing Club", "Water Ministry"),
        ("IMPLEMENTED_BY", "Boats", "Rowing Club"),
        ("REPRESENTS", "Ana Example", "Rowing Club"),
    }
    assert said.money("paid") == [("Rowing Club", "Water Ministry", "250.50", "EUR", "2021-02-03")]
    payment = next(s for s in said.statements if s.flow)
    assert (payment.flow, payment.properties["via"], payment.locator) == ("pay1", said.named("Boats").keys[0], "line:1")
    ministry = said.named("Water Ministry")
    assert (ministry.labels, ministry.country) == (("GovernmentBody",), "AT")
    assert ministry.keys == ("org:fund", "org:q1", "org:water-ministry@at")  # a bare number joins nothing
    assert said.named("RC").keys == ("org:club", "org:gb-chc-1")
    assert said.warned == ["not used: 1 × Project/goal, 1 × Vessel"]
    assert not said.refused


def test_statements_are_put_together_by_their_entity(tmp_path: Path) -> None:
    rows = [
        {"id": f"s{n}", "entity_id": e, "canonical_id": e, "prop": prop, "schema": schema, "value": value, "dataset": "d"}
        for n, (e, schema, prop, value) in enumerate(
            [
                ("a", "LegalEntity", "name", "Rowing Club"),
                ("m", "Membership", "member", "a"),
                ("b", "Organization", "name", "Clubs' Union"),
                ("a", "Organization", "id", "x"),
                ("m", "Membership", "organization", "b"),
                ("a", "Organization", "alias", "RC"),
            ]
        )
    ]
    said = read(lines(tmp_path, *rows))
    assert said.links() == [("PART_OF", "Rowing Club", "Clubs' Union")]
    assert [n.text for n in said.named("RC").names] == ["Rowing Club", "RC"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "x", "schema": "Person", "properties": {"name": ["A', "broken off"),
        ('{"schema": "Person"}', "no JSON object with `id`"),
        ('{"id": "x", "schema": "Person", "properties": ' + "[" * 50_000 + "]" * 50_000 + "}", "broken off"),
        (json.dumps(entity("x", "Person")), "has no name"),
        (json.dumps(entity("x", "Payment", payer="fund", beneficiary="club", amount="1.234,56")), "no plain decimal number"),
        (json.dumps(entity("x", "Payment", payer="fund", beneficiary="club", amount="5", date="2021-02-31")), "no day there is"),
        (json.dumps(entity("x", "Payment", payer="fund", beneficiary="nobody")), "not in this file"),
        (json.dumps(entity("x", "Payment", payer="fund")), "names no beneficiary"),
        (json.dumps(entity("x", "UnknownLink", subject="ana", object="club", role="friend")), "cannot go from"),
    ],
)
def test_a_line_that_cannot_be_taken_is_refused_alone(tmp_path: Path, line: str, reason: str) -> None:
    said = read(lines(tmp_path, *SMALL, line))
    assert [r.locator for r in said.refused] == ["line:10"]
    assert reason in said.refused[0].reason
    assert said.refused[0].content is not None
    assert len(said.links()) == 3


@pytest.mark.parametrize("text", ["<xml/>", '{"a": 1}\n', "[1]", ""])
def test_other_files_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.jsonl").write_text(text)
    with pytest.raises(InputRefused, match=r"none of what a .jsonl file may be"):
        read(tmp_path / "a.jsonl")


# -- out


def load(store: Store, path: Path) -> None:
    for reading in recognise(path).load(path, None):
        assert isinstance(reading, Reading)
        report = ingest(reading.source, reading.items, store)
        assert not report.refused


def exported(store: Store, path: Path) -> list[Entity]:
    with path.open("wb") as out:
        Graph(store).export("ftm", out, filters=Filters())
    return [json.loads(line) for line in path.read_text().splitlines()]


def plain(entities: list[Entity]) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Without where it was read, which is another file the second time."""
    told = ("summary", "publisher", "sourceUrl")
    return {
        e["id"]: (e["schema"], {k: v for k, v in e["properties"].items() if e["schema"] not in EDGES or k not in told}) for e in entities
    }


def test_out_and_in_again_is_the_same(tmp_path: Path) -> None:
    first, second = (open_store(Settings(store="memory://")) for _ in range(2))
    for path in sorted(ARTICLES.glob("*.txt")):
        load(first, path)
    load(first, lines(tmp_path, *SMALL))
    out = exported(first, tmp_path / "one.ftm.json")
    load(second, tmp_path / "one.ftm.json")
    again = exported(second, tmp_path / "two.ftm.json")
    assert plain(again) == plain(out)
    assert {e["schema"] for e in out} >= {*EDGES[:3], "UnknownLink", "Person", "Organization", "PublicBody", "Project", "Event", "Address"}


def test_what_is_written_says_who_said_it_and_keeps_measures_apart(tmp_path: Path) -> None:
    store = open_store(Settings(store="memory://"))
    pledge = entity("pay2", "Payment", payer="fund", beneficiary="club", amount="9", currency="EUR", purpose="pledged")
    load(store, lines(tmp_path, *SMALL, pledge))
    found = {e["id"]: e for e in exported(store, tmp_path / "out.json")}
    assert found["pay2"]["properties"]["purpose"] == ["pledged"]
    assert found["pay1"]["properties"] | {"summary": []} == {
        **{"payer": ["org:q1"], "beneficiary": ["org:club"], "project": ["project:boats"]},
        **{"amount": ["250.50"], "currency": ["EUR"], "date": ["2021-02-03"], "purpose": ["paid"]},
        **{"publisher": ["FollowTheMoney entities in e.ftm.json"], "summary": []},
    }
    assert '"pay1"' in found["pay1"]["properties"]["summary"][0]


def test_a_payment_in_two_files_is_one_flow(tmp_path: Path) -> None:
    both: list[Said] = [read(lines(tmp_path, *SMALL, name=name)) for name in ("a.ftm", "b.ftm")]
    assert [s.flow for said in both for s in said.statements if s.flow] == ["pay1", "pay1"]

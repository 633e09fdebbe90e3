"""A person's own tables are read beside the shipped ones, and what was read with them says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Record, Statement
from cooplinks.loaders import prose
from cooplinks.loaders.prose import own, tables
from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.inflected.script import to_cyrillic

TEXT = "The Bright Futures project was kept afloat by Kopaonik Circle.\n\nA workshop was held in Vrbovica on 5 March 2024.\n"


@pytest.fixture(autouse=True)
def _shipped_ones_afterwards() -> Iterator[None]:
    yield
    own.use(None)


def read(folder: Path, text: str = TEXT) -> tuple[str, set[tuple[str, str, str]], dict[str, Record]]:
    """The extractor, the links by names, and records by name of an article."""
    path = folder / "article.txt"
    path.write_text(text)
    reading = prose.load(path)
    items = list(reading.items)
    records = {item.id: item for item in items if isinstance(item, Record)}
    said = [item for item in items if isinstance(item, Statement) and item.type != "MENTIONED_IN"]
    links = {(records[s.from_record].names[0].text, s.type, records[s.to_record].names[0].text) for s in said}
    return reading.source.extractor, links, {r.names[0].text: r for r in records.values()}


def test_names_and_cues_that_were_added_are_read(tmp_path: Path) -> None:
    plain, before, _ = read(tmp_path)
    assert not any(type == "FUNDED_BY" for _, type, _ in before)
    mine = tmp_path / "mine"
    cue = own.cue_row("FUNDED_BY", "was kept afloat by", forward=True)
    assert cue == ("funded-by", "was kept afloat by")
    assert own.add(mine, "bodies.csv", own.body_row("Kopaonik Circle", ["KC"], "ngo", "RS"))
    assert own.add(mine, "cues.csv", cue)
    assert own.add(mine, "places.csv", own.place_row("Vrbovica", "city", "RS"))
    own.use(mine)
    version, links, records = read(tmp_path)
    assert ("Bright Futures", "FUNDED_BY", "Kopaonik Circle") in links
    assert records["Kopaonik Circle"].keys == ("org:own-kopaonik-circle@gaz",)
    assert records["Vrbovica"].country == "RS"
    assert version.startswith(f"{plain}+")


def test_what_is_there_is_not_written_twice(tmp_path: Path) -> None:
    row = own.body_row("Kopaonik Circle", [], "ngo", "RS")
    assert [own.add(tmp_path, "bodies.csv", row) for _ in range(2)] == [True, False]
    assert len((tmp_path / "bodies.csv").read_text().splitlines()) == 2


def test_a_known_body_is_given_another_name(tmp_path: Path) -> None:
    shipped = tables.bodies()["giz"]
    assert own.add(tmp_path, "bodies.csv", ("giz", "Gizzy Agency", "", "", "", "", ""))
    own.use(tmp_path)
    body = tables.bodies()["giz"]
    assert (body["name"], body["kind"]) == (shipped["name"], shipped["kind"])
    assert set(body["aliases"].split("|")) == {*shipped["aliases"].split("|"), "Gizzy Agency"} - {""}


def test_other_tables_are_another_extractor(tmp_path: Path) -> None:
    marks = []
    for name in ("Kopaonik Circle", "Avala Circle"):
        own.use(None)
        own.add(tmp_path, "bodies.csv", own.body_row(name, [], "ngo", ""))
        own.use(tmp_path)
        marks.append(own.marked("prose"))
    own.use(None)
    assert len({*marks, own.marked("prose"), "prose"}) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [("name\nX\n", "no column id"), ("id,name\nx,\n", "line:2"), ("id,name\n\xff\n", "can't be read")],
)
def test_a_table_that_cannot_be_read_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bodies.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(InputRefused, match=said) as refused:
        own.use(tmp_path)
    assert refused.value.source == str(tmp_path / "bodies.csv")
    assert own.rows("bodies.csv") == []


def test_links_told_the_other_way_round_get_a_cue_of_that_form() -> None:
    assert own.cue_row("FUNDED_BY", "bankrolled", forward=False) == ("funding-verb", "bankrolled")
    assert own.cue_row("EXTENDED_BY", "extends", forward=True) is None


def test_a_wording_and_a_name_of_another_language_go_to_its_own_cues(tmp_path: Path) -> None:
    row = own.cue_row("FUNDED_BY", "kojem novac šalje", forward=True, language="bs")
    assert row == ("bcms-funded-by", "kojem novac šalje")
    assert own.cue_row("FUNDED_BY", "plaća", forward=False, language="hr") == ("bcms-funds", "plaća")
    own.add(tmp_path, "cues.csv", row)
    own.add(tmp_path, "bodies.csv", own.body_row("Круг Копаоник", [], "ngo", "RS"))
    said = "Skup je održan u okviru projekta „Svijetla budućnost”, kojem novac šalje Krug Kopaonik."
    for text in (said, to_cyrillic(said)):
        own.use(None)
        assert not [link for link in extract(text, language="bs").said if link.type == "FUNDED_BY"]
        own.use(tmp_path)
        document = extract(text, language="bs")
        (link,) = [link for link in document.said if link.type == "FUNDED_BY"]
        assert link.cue == "bcms-funded-by"

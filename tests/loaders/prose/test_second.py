"""A second opinion: whom spaCy does not take for a person is less sure; nothing else changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from cooplinks.app.errors import WrongUse
from cooplinks.app.ids import source_id
from cooplinks.app.model import Source, Statement
from cooplinks.loaders import prose
from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.second import UNSECONDED, SecondOpinion, heard
from tests.loaders.prose.reads import HERE

TEXT = (HERE / "corpus" / "lima-forest.txt").read_bytes().decode("utf-8-sig")


def test_what_a_person_says_without_a_second_is_less_sure() -> None:
    document = extract(TEXT)
    named = {t.id: t.name for t in document.things}
    start = TEXT.index("Carlos Mendoza")
    after = heard(document, [(start, start + len("Carlos Mendoza"))])
    assert replace(after, said=()) == replace(document, said=())
    for before, now in zip(document.said, after.said, strict=True):
        alone = {named[before.source], named[before.target]} & {"Maria Quispe", "Elena Rojas"}
        assert now.confidence == (round(before.confidence * UNSECONDED, 2) if alone else before.confidence)
    assert len([s for s in after.said if s not in document.said]) >= 2


def test_half_a_name_is_a_second_and_a_word_beside_it_is_none() -> None:
    document = extract(TEXT)
    start = TEXT.index("Carlos Mendoza")
    assert heard(document, [(start + 5, start + 14)]).said != heard(document, [(start + 15, start + 20)]).said
    assert heard(document, []).said == heard(document, [(start + 15, start + 20)]).said


def test_without_spacy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cooplinks.loaders.prose.second.find_spec", lambda name: None)
    with pytest.raises(WrongUse, match=r"pip install 'cooplinks\[nlp\]'"):
        SecondOpinion()


@pytest.fixture
def second() -> SecondOpinion:
    try:
        return SecondOpinion()
    except WrongUse as reason:
        pytest.skip(str(reason))


def statements(path: Path, second: SecondOpinion | None = None) -> dict[str, Statement]:
    return {s.id: s for s in prose.load(path, extractor=second).items if isinstance(s, Statement)}


def test_spacy_seconds_persons_and_takes_nothing_away(second: SecondOpinion) -> None:
    path = HERE / "corpus" / "lima-forest.txt"
    alone, both = statements(path), statements(path, second)
    assert [*alone] == [*both]
    assert {s.extractor for s in both.values()} == {second.version}
    assert second.version.startswith("prose ")
    assert second.version.partition(" spacy ")[2][:2] == "3."
    represents = [(alone[id].confidence, both[id].confidence) for id in alone if alone[id].type == "REPRESENTS"]
    assert any(before == after for before, after in represents)


def test_a_text_longer_than_spacy_takes_at_once_is_read(second: SecondOpinion) -> None:
    text = TEXT + "\n\nNothing was said here by anybody at all." * 30_000  # beyond its limit of a million characters
    id = source_id("press/long.txt")
    source = Source(id, "press/long.txt", "article", "Long", second.version, "", text=text)
    document, warned = second.document(source)
    assert warned == ()
    assert any(s.type == "REPRESENTS" for s in document.said)

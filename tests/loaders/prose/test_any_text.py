"""Whatever the text, reading it does not fail, offsets lie inside and quotes are the text's own; no text takes quadratic time."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cooplinks.app.ids import StatementIds
from cooplinks.app.model import Source
from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.output import to_extraction
from cooplinks.loaders.prose.records import records_of
from cooplinks.loaders.prose.statements import statements_of

TELLING = """
The workshop was held in Paris on 5 May 2021 organised by funded attended UNICEF Ministry of Health Serbia and within the project
( ) “ ” " , . ; – - 's ’ „ « » (EU) (BMZ) EMN’s Mr Anna Smith Director said representatives Group 77 not will invited Conference
and of delegation led by Rector University Company signed agreement EUR 2 million € DRC Jin Wei yesterday – Association Judges Office Prosecutor NGO
speakers: launched supported with project Project Training Skopje from a A MoU Dr. 2021 visited met jointly
"""
WORDS = (*TELLING.split(), "\n")
SIZE = 100_000
MOST_S = 5.0


def check(text: str, language: str = "en") -> None:
    document = extract(text, language=language)
    found = to_extraction(document)
    for entity in found["entities"]:
        for mention in entity["mentions"]:
            assert 0 <= mention["start"] < mention["end"] <= len(text)
            assert text[mention["start"] : mention["end"]] == mention["text"]
    for relation in found["relations"] + found["not_links"]:
        evidence, cue = relation["evidence"], relation["cue"]
        assert 0 <= evidence["start"] < evidence["end"] <= len(text)
        assert text[cue["start"] : cue["end"]] == cue["text"]
        assert evidence["start"] <= cue["start"] < cue["end"] <= evidence["end"]
    source = Source("src:a~~1", "a", "article", "A", "test", "0")
    records = records_of(document, source)
    for statement in statements_of(document, source, records, StatementIds(source.id)):
        start, end = map(int, statement.locator.removeprefix("char:").split("-"))
        assert text[start:end] == statement.quote
        assert 0 <= statement.confidence <= 1


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_characters(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@example(
    "on A Director Office Association met met ” Association the “ 's “ Dr. \n MoU (EU) launched ’ 2 (BMZ) 's Director A UNICEF Jin supported . Rector "
    "Company A Jin MoU speakers: Company » agreement - Smith « 2021 million University jointly NGO visited Conference –"
)
def test_any_order_of_telling_words(text: str) -> None:
    check(text)


PIECES = (
    ",",
    "(",
    "()",
    "“",
    "\u0301",
    "Abc ",
    "A",
    "word ",
    "(ABC) ",
    "UNDP, UNICEF and ",
    "Ministry of Health and ",
    "Association of Judges of ",
    "the workshop was attended by the ministry and ",
    "within the project “A” funded by UNICEF ",
    "Anna Smith, Director of UNDP, said and ",
    "1 May ",
    "EUR 2 million ",
    "held in Paris at Hotel ",
    "Skopje, Ohrid and ",
)


def seconds(text: str, language: str = "en") -> float:
    extract("warm", language=language)
    began = time.process_time()
    extract(text, language=language)
    return time.process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_long_rows_take_linear_time(piece: str) -> None:
    assert seconds(piece * (SIZE // len(piece))) < MOST_S


@pytest.mark.parametrize("piece", [",", "(", "Abc ", "\u0301", "word and "])
def test_a_megabyte_is_read_within_ten_seconds(piece: str) -> None:
    assert seconds(piece * (10 * SIZE // len(piece))) < 2 * MOST_S


SLAVIC = """
Радионица је одржана у Београду 5. маја 2021. године у организацији финансира УНИЦЕФ Министарство здравља Србије и у оквиру пројекта „Мост“
( ) “ ” „ « » " , . ; – - 's (ЕУ) УНДП-а Maja Popović direktorka ministarka pravde rekla predstavnici Vijeća Evrope nije pozvan će
i na čelu delegacije Grad Opština Bar Univerzitet Crveni krst/križ Društvo potpisali sporazum uz podršku sa partnerima projekat Konferenciju
организовао je u saradnji sa Dan volontera Ambasada Nemačke u ime iz Centar za NVO dr prof. g. 15. i 16. Prvi okrugli sto Ђорђе љубав Џ š
"""
SLAVIC_WORDS = (*SLAVIC.split(), "\n")
SLAVIC_PIECES = (
    "Абв ",
    "Њ",
    "реч ",
    "(АБВ) ",
    "Министарства ",
    "Министарства здравља и ",
    "Удружење „А“ ",
    "представници Србије, ",
    "радионица у Нишу и ",
    "у оквиру пројекта „А“ финансира УНИЦЕФ ",
    "Ана Петровић, директорка УНДП-а, рекла је и ",
    "1. маја ",
    "Opštine Bar ",
    "Crvenog krsta/",
    "za razvoj i ",
    "i ",
    "„",
    "Grada Univerziteta u ",
    "Конференција је одржана у Нишу у сарадњи са УНДП-ом. Директор Ана Петровић је рекао. ",
)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8") | st.characters(min_codepoint=0x400, max_codepoint=0x45F)))
def test_any_characters_read_as_serbian(text: str) -> None:
    check(text, "sr")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SLAVIC_WORDS), max_size=60).map(" ".join))
def test_any_order_of_telling_words_in_serbian(text: str) -> None:
    check(text, "sr")


@pytest.mark.parametrize("piece", SLAVIC_PIECES)
def test_long_rows_in_serbian_take_linear_time(piece: str) -> None:
    assert seconds(piece * (SIZE // len(piece)), "sr") < MOST_S


@pytest.mark.parametrize("piece", [",", "(", "Абв ", "\u0301", "реч и "])
def test_a_megabyte_in_cyrillic_is_read_within_ten_seconds(piece: str) -> None:
    assert seconds(piece * (10 * SIZE // len(piece)), "sr") < 2 * MOST_S

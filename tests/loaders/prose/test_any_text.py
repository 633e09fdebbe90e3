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


def check(text: str) -> None:
    document = extract(text)
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


def seconds(text: str) -> float:
    extract("warm")
    began = time.process_time()
    extract(text)
    return time.process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_long_rows_take_linear_time(piece: str) -> None:
    assert seconds(piece * (SIZE // len(piece))) < MOST_S


@pytest.mark.parametrize("piece", [",", "(", "Abc ", "\u0301", "word and "])
def test_a_megabyte_is_read_within_ten_seconds(piece: str) -> None:
    assert seconds(piece * (10 * SIZE // len(piece))) < 2 * MOST_S

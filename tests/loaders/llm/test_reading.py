"""What becomes of a model's answer: the records and statements that rules would make, and nothing whose words are not in the text."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from cooplinks.app import ontology
from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Record, Statement, Warned
from cooplinks.loaders import prose
from cooplinks.loaders.llm.endpoint import Endpoint
from cooplinks.loaders.llm.extractor import LanguageModel
from cooplinks.loaders.llm.schema import instructions, schema
from cooplinks.loaders.prose.door import Items
from cooplinks.loaders.prose.output import to_extraction
from cooplinks.loaders.prose.pieces import pieces
from tests.loaders.llm.server import Answer, Json, Stub, completion, link, named

TEXT = """Wells for the Delta

On 5 March 2024 the Rivers Forum met in Nairobi. The forum was convened by the Okapi
Trust, and Ms. Jane “Jay” Odero, Director of the Okapi Trust, spoke. It is funded by UNICEF
with EUR 20,000. UNHCR was invited.
"""
FORUM = named("e", "Event", "Rivers Forum", since="2024-03-05", until=None)
TRUST = named("o", "Organisation", "Okapi Trust", kind="ngo")
JANE = named("p", "Person", 'Jane "Jay" Odero')
UNICEF = named("u", "Organisation", "UNICEF", kind="company")
UNHCR = named("h", "Organisation", "UNHCR")
PLACE = named("l", "Place", "Nairobi", kind="country", country="XX")
CONVENED = link("ORGANISED_BY", "e", "o", "convened by the Okapi Trust", role="host")
FUNDED = link("FUNDED_BY", "e", "u", "funded by UNICEF")
DIRECTOR = link("REPRESENTS", "p", "o", 'Ms. Jane "Jay" Odero, Director of the Okapi Trust', title="Director")


def said(entities: Iterable[object], links: Iterable[object] = ()) -> Answer:
    return completion({"entities": [*entities], "links": [*links]})


class Read:
    """The items of the text as the stub's answers have it."""

    def __init__(self, stub: Stub, tmp_path: Path, text: str = TEXT, **told: str) -> None:
        path = tmp_path / "press" / "delta.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        extractor = LanguageModel(Endpoint.of({"url": stub.url, "model": "tiny-1", **told}))
        reading = prose.load(path, extractor=extractor)
        assert isinstance(reading.items, Items)
        self.source, self.text, self.spent = reading.source, text, lambda: extractor.spent
        self.extraction = lambda: to_extraction(reading.items.document()[0])  # type: ignore[union-attr, attr-defined]
        items = [*reading.items]
        self.records = {i.id: i for i in items if isinstance(i, Record)}
        self.statements = [i for i in items if isinstance(i, Statement) and i.type != "MENTIONED_IN"]
        self.warned = [i.text for i in items if isinstance(i, Warned)]
        for statement in [i for i in items if isinstance(i, Statement)]:
            start, end = map(int, statement.locator.removeprefix("char:").split("-"))
            assert text[start:end] == statement.quote
            assert ontology.check_statement(statement, lambda id: self.records[id].type) is None

    def links(self) -> set[tuple[str, str, str]]:
        return {(s.type, self.name(s.from_record), self.name(s.to_record)) for s in self.statements}

    def name(self, id: str) -> str:
        return self.records[id].names[0].text


def test_an_answer_becomes_records_and_statements(stub: Stub, tmp_path: Path) -> None:
    stub.answers = [said([PLACE, FORUM, TRUST, JANE, UNICEF], [CONVENED, FUNDED, DIRECTOR, link("HELD_IN", "e", "l", "met in Nairobi")])]
    read = Read(stub, tmp_path)
    forum, unicef = "Rivers Forum in Nairobi", "United Nations Children's Fund"
    assert read.links() == {
        ("HELD_IN", forum, "Nairobi"),
        ("ORGANISED_BY", forum, "Okapi Trust"),
        ("FUNDED_BY", forum, unicef),
        ("REPRESENTS", "Jane “Jay” Odero", "Okapi Trust"),
    }
    by_type = {s.type: s for s in read.statements}
    assert by_type["ORGANISED_BY"].quote.startswith("The forum was convened")  # the whole sentence, as the article breaks it
    assert by_type["ORGANISED_BY"].properties == {"cue": "llm", "cue_text": "convened by the Okapi\nTrust", "role": "host"}
    assert by_type["ORGANISED_BY"].valid_from == "2024-03-05"
    assert by_type["REPRESENTS"].properties["title"] == "Director"
    assert (by_type["FUNDED_BY"].properties["amount"], by_type["FUNDED_BY"].properties["currency"]) == ("20000", "EUR")
    assert {s.extractor for s in read.statements} == {"llm 1 tiny-1"}
    assert {s.confidence for s in read.statements} == {0.7}
    records = {r.names[0].text: r for r in read.records.values()}
    assert records[unicef].labels == ("InternationalOrganisation",)  # by the tables, whatever the model thinks
    assert records["Nairobi"].country == "KE"
    assert read.warned == []
    assert read.spent().requests == 1  # type: ignore[no-untyped-call]


def test_the_reported_event_comes_first_in_an_extraction(stub: Stub, tmp_path: Path) -> None:
    stub.answers = [said([TRUST, FORUM, named("e2", "Event", "Delta", "the Delta")], [CONVENED])]
    extraction = Read(stub, tmp_path).extraction()  # type: ignore[no-untyped-call]
    assert [e["name"] for e in extraction["entities"] if e["type"] == "Event"] == ["Rivers Forum", "Delta"]
    assert all(TEXT[m["start"] : m["end"]] == m["text"] for e in extraction["entities"] for m in e["mentions"])
    assert extraction["relations"][0]["cue"]["text"] == "convened by the Okapi\nTrust"


def test_who_was_invited_is_no_link(stub: Stub, tmp_path: Path) -> None:
    stub.answers = [said([FORUM, UNHCR], [link("ATTENDED", "h", "e", "UNHCR was invited", modality="invited", role="king")])]
    (statement,) = Read(stub, tmp_path).statements
    assert not statement.in_graph
    assert "role" not in statement.properties


@pytest.mark.parametrize(
    ("entities", "links", "why"),
    [
        ([named("x", "Organisation", "Ghost Foundation")], [], "1 whose quote is not in the text"),
        ([named("x", "Organisation", "Okapi Trust", "okapi trust")], [], "1 whose quote is not in the text"),
        ([named("x", "Organisation", "Okapi Trust", "kapi Trus")], [], "1 whose quote is not in the text"),
        ([named("x", "Organisation", "Okapi Trust", "")], [], "1 whose quote is not in the text"),
        ([named("x", "Planet", "Delta")], [], "1 of an unknown type"),
        ([named("x", "Source", "Delta")], [], "1 of an unknown type"),
        ([{"type": "Organisation", "name": "Okapi Trust"}], [], "1 of another shape than was asked for"),
        ([named("x", "Organisation", "Okapi Trust", quotes="Okapi Trust")], [], "1 of another shape than was asked for"),
        ([named("x", "Organisation", "Okapi Trust", quotes=[["Okapi"]])], [], "1 of another shape than was asked for"),
        ([7, None, "Okapi Trust"], [{}], "4 of another shape than was asked for"),
        ([], [link("ORGANISED_BY", "e", "o", "convened by a ghost")], "1 whose quote is not in the text"),
        ([], [link("ADMIRES", "e", "o", "convened by the Okapi Trust")], "1 of an unknown type"),
        ([], [link("MENTIONED_IN", "e", "o", "convened by the Okapi Trust")], "1 of an unknown type"),
        ([], [link("ORGANISED_BY", "e", "nobody", "convened by the Okapi Trust")], "1 with an end that names nothing"),
        ([], [link("PARTNER_OF", "o", "o", "convened by the Okapi Trust")], "1 with an end that names nothing"),
        ([], [link("ORGANISED_BY", "o", "e", "convened by the Okapi Trust")], "1 between things that such a link can't join"),
    ],
)
def test_what_can_not_be_taken_is_dropped_and_counted(
    stub: Stub, tmp_path: Path, entities: list[object], links: list[object], why: str
) -> None:
    stub.answers = [said([FORUM, TRUST, *entities], [CONVENED, *links])]
    read = Read(stub, tmp_path)
    assert read.links() == {("ORGANISED_BY", "Rivers Forum", "Okapi Trust")}
    n = 3 + len(entities) + len(links)
    assert read.warned == [f"{n - 3} of {n} items of the language model's answer are dropped: {why}"]


def test_a_name_that_stands_nowhere_gives_way_to_the_quote(stub: Stub, tmp_path: Path) -> None:
    stub.answers = [said([named("o", "Organisation", "Okapi Trust of the World", "Okapi Trust"), FORUM], [CONVENED])]
    assert Read(stub, tmp_path).links() == {("ORGANISED_BY", "Rivers Forum", "Okapi Trust")}


@pytest.mark.parametrize(
    ("since", "until"), [("2023-03-05", None), ("soon", None), ("2024-03-05", "2024-03-01"), ("2024-13-01", None), (7, None)]
)
def test_days_that_can_not_be_are_left_out(stub: Stub, tmp_path: Path, since: object, until: object) -> None:
    stub.answers = [said([{**FORUM, "since": since, "until": until}, TRUST], [CONVENED])]
    assert [s.valid_from for s in Read(stub, tmp_path).statements] == [None]


def test_a_quote_of_two_sentences_has_both_as_evidence(stub: Stub, tmp_path: Path) -> None:
    stub.answers = [
        said([FORUM, TRUST], [link("ORGANISED_BY", "e", "o", "Rivers Forum met in Nairobi. The forum was convened by the Okapi Trust")])
    ]
    (statement,) = Read(stub, tmp_path).statements
    assert statement.quote.startswith("On 5 March 2024")
    assert statement.quote.endswith("spoke.")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Here you are!",
        "[]",
        '{"entities": {}}',
        '{"entities": [], "links": null}',
        '{"entities": [',
        "{" * 100_000,
        '{"entities": [7' + ", 7" * 2_000 + '], "links": []}',
    ],
)
def test_what_is_no_answer_refuses_the_article(stub: Stub, tmp_path: Path, content: str) -> None:
    stub.answers = [completion(content)]
    with pytest.raises(InputRefused, match="language model"):
        Read(stub, tmp_path)


def test_an_answer_in_a_fence_is_taken(stub: Stub, tmp_path: Path) -> None:
    answer = said([FORUM, TRUST], [CONVENED])
    fenced = answer.body.replace(b'"content": "', b'"content": "```json\\n').replace(b'", "role"', b'\\n```", "role"')
    body = fenced.replace(b'"}, "finish', b'\\n```"}, "finish')
    stub.answers = [Answer(body)]
    assert Read(stub, tmp_path).links() == {("ORGANISED_BY", "Rivers Forum", "Okapi Trust")}


def test_a_long_article_is_sent_in_pieces_and_what_they_say_is_one(stub: Stub, tmp_path: Path) -> None:
    text = "\n\n".join([TEXT, *(f"Paragraph {n} says nothing at all about anybody." for n in range(60)), "UNHCR thanked the Okapi Trust."])

    def think(body: Json) -> Answer:
        sent = body["messages"][1]["content"]
        trust = named("a", "Organisation", "Okapi Trust")
        if "convened" in sent:
            return said([FORUM, TRUST], [CONVENED])
        return said([UNHCR, trust], [link("PARTNER_OF", "h", "a", "UNHCR thanked the Okapi Trust")]) if "thanked" in sent else said([])

    stub.think = think
    read = Read(stub, tmp_path, text, piece="1000")
    assert len(stub.asked) == 4
    assert {kind for kind, _, _ in read.links()} == {"ORGANISED_BY", "PARTNER_OF"}
    assert len([r for r in read.records.values() if r.type == "Organisation"]) == 2
    assert read.spent().tokens_in == 4000  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("text", ["", "a" * 10_000, "word " * 2_000, "A sentence. " * 900, "One\n\ntwo\n" * 1_000])
def test_pieces_cover_the_text_and_overlap(text: str) -> None:
    cut = list(pieces(text, 1000))
    assert all(end - start <= 1000 for start, end in cut)
    assert [start for start, _ in cut[:1]] + [end for _, end in cut[-1:]] == ([0, len(text)] if text else [])
    assert all(before[0] < after[0] < before[1] < after[1] for before, after in pairwise(cut))


def test_the_schema_is_the_vocabulary(stub: Stub) -> None:
    properties = schema()["properties"]
    assert {*properties["entities"]["items"]["properties"]["type"]["enum"]} == {*ontology.MAIN_LABELS} - {"Source"}
    types = properties["links"]["items"]["properties"]["type"]["enum"]
    assert {*types} == {*ontology.LINK_TYPE_NAMES} - {"MENTIONED_IN"}
    assert all(f"- {name}: " in instructions() for name in types)
    for shape in (schema(), properties["entities"]["items"], properties["links"]["items"]):  # as strict endpoints want it
        assert [*shape["properties"]] == shape["required"]
        assert shape["additionalProperties"] is False

"""Structured name keys: spellings of one body are one key, bodies of two countries never."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cooplinks.app.names import (
    acronym,
    event_key,
    fold,
    organisation_key,
    person_key,
    place_key,
    portfolio_words,
    project_key,
    words,
)

WORD = st.sampled_from(["interior", "foreign", "finance", "justice", "migration", "asylum", "refugees", "youth", "health"])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Željko Đurić", "zeljko duric"),
        ("ЖЕЉКО ЂУРИЋ", "zeljko duric"),
        ("Köln", "koln"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("ﬁnance", "finance"),
        ("Андрей", "andrej"),
    ],
)
def test_spellings_of_one_name_fold_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_composed_or_not_is_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(alphabet="abcčćdđeёžАБВЂжшљњéüØłß .-'"))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_text_only_loses_its_case(text: str) -> None:
    assert fold(text) == text.casefold()


@given(st.text())
def test_any_text_can_be_folded(text: str) -> None:
    assert isinstance(words(text), list)
    assert isinstance(acronym(text), str)
    portfolio_words(text)


@given(st.lists(WORD, min_size=1, max_size=3, unique=True), st.randoms())
def test_the_order_of_words_does_not_matter(given_words: list[str], chance: object) -> None:
    shuffled = given_words[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = organisation_key(f"Ministry of {' and '.join(given_words)}", "RS")
    assert one == organisation_key(f"{' '.join(shuffled)} ministry".title(), "RS")


@given(st.lists(WORD, min_size=1, max_size=3, unique=True), st.sampled_from(["RS", "ME", "AT"]), st.sampled_from(["RS", "ME", "AT"]))
def test_the_country_is_part_of_the_key(given_words: list[str], one: str, two: str) -> None:
    assume(one != two)
    name = f"Ministry of {' '.join(given_words)}"
    assert organisation_key(name, one) != organisation_key(name, two)
    assert organisation_key(name, None) is None


@pytest.mark.parametrize(
    "spelling",
    [
        "Ministry of Interior",
        "Ministry of the Interior",
        "Ministry of Internal Affairs",
        "MINISTRY OF INTERNAL AFFAIRS (MUP)",
        "Minstry of the Interior",
        "Interior Ministry",
    ],
)
def test_spellings_of_one_ministry(spelling: str) -> None:
    assert organisation_key(spelling, "RS") == "org:interior-ministry@rs"


def test_the_words_for_its_country_are_left_out() -> None:
    assert organisation_key("Serbian Ministry of the Interior", "RS", country_words=["serbian", "serbia"]) == "org:interior-ministry@rs"


def test_other_portfolios_and_heads_stay_apart() -> None:
    names = ["Ministry of Interior", "Ministry of Foreign Affairs", "Institute of Interior", "Interior"]
    assert len({organisation_key(name, "RS") for name in names}) == len(names)


def test_what_is_no_key() -> None:
    assert organisation_key("of the", "RS") is None
    assert person_key("Petrović", "org:giz@gaz") is None
    assert event_key("Workshop", None, "Belgrade") is None
    assert event_key("Workshop", "2021-09", None) is None
    assert project_key("Hope", "org:amif@gaz") is None
    assert place_key("Budva", None) is None


def test_keys_of_people_events_projects_and_places() -> None:
    assert person_key("Ana Đurić", "org:giz@gaz") == "person:ana-duric@org:giz@gaz"
    assert person_key("Ana Đurić", "org:giz@gaz") != person_key("Ana Đurić", "org:bmz@gaz")
    assert event_key("EMN Workshop", "2021-09-14", "Belgrade") == "event:emn-workshop@2021-09-14@belgrade"
    assert project_key("New Hope", "org:amif@gaz") == "project:new-hope@org:amif@gaz"
    assert place_key("Budva", "ME") == "place:budva@me"


@pytest.mark.parametrize(
    ("name", "short"), [("Asylum, Migration and Integration Fund", "amif"), ("deutsche gesellschaft für technik", "dgt")]
)
def test_acronyms(name: str, short: str) -> None:
    assert acronym(name) == short

"""Ids are equal for equal input, different for different input, and can stand in an address as they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooplinks.app.ids import (
    PREFIXES,
    RECORD_MARK,
    StatementIds,
    digest,
    fold_blanks,
    gazetteer_key,
    identifier_key,
    key_rank,
    key_type,
    normal_identifier,
    record_id,
    slug,
    source_id,
)

PLAIN = re.compile(r"[a-z0-9_.:+~@-]+")
ANY = st.text()
TYPES = st.sampled_from(sorted(PREFIXES))


@given(TYPES, ANY, ANY)
def test_every_id_can_stand_in_an_address(type: str, one: str, two: str) -> None:
    made = [record_id(type, one, two), source_id(one), gazetteer_key(type, one), *filter(None, [identifier_key(type, one)])]
    for id in made:
        assert PLAIN.fullmatch(id), id
        assert id == id.casefold()
        assert len(id) < 160
    assert key_type(made[0]) == type


@given(ANY, ANY)
def test_an_identifier_key_stands_for_one_identifier(one: str, two: str) -> None:
    keys = identifier_key("Organisation", one), identifier_key("Organisation", two)
    assert (keys[0] == keys[1]) == (normal_identifier(one) == normal_identifier(two))


@pytest.mark.parametrize("spelling", ["XM-DAC-5-52", "xm-dac-5-52", "  XM-DAC-5-52\n"])
def test_an_identifier_is_read_in_any_case_and_blanks(spelling: str) -> None:
    assert identifier_key("Organisation", spelling) == "org:xm-dac-5-52"


@pytest.mark.parametrize("value", [None, "", "  ", "N/A", "0", "-", "none", "NULL"])
def test_what_is_no_identifier(value: str | None) -> None:
    assert identifier_key("Project", value) is None


def test_identifiers_with_signs_stay_apart() -> None:
    values = ["a/b", "a b", "a~b", "a~2fb", "a@b", "ab", "a-b", "a:b", "аb"]  # the last а is Cyrillic
    assert len({identifier_key("Project", value) for value in values}) == len(values)


def test_a_long_identifier_is_cut_and_stays_itself() -> None:
    long = ["x" * 200 + end for end in ("1", "2", "/")]
    keys = {identifier_key("Project", value) for value in long}
    assert len(keys) == 3
    assert all(key and len(key) < 100 for key in keys)


@given(ANY)
def test_a_slug_is_short_and_never_empty(text: str) -> None:
    assert 1 <= len(slug(text)) <= 60
    assert slug(text) == slug(text)


@given(st.text(alphabet="abc xyz-", min_size=61, max_size=90), st.text(alphabet="abc xyz-", min_size=61, max_size=90))
def test_slugs_of_long_texts_stay_apart(one: str, two: str) -> None:
    same = re.sub("[ -]+", " ", one).strip() == re.sub("[ -]+", " ", two).strip()
    assert (slug(one) == slug(two)) == same


def test_a_slug_reads_like_the_name() -> None:
    assert slug("Ministry of the Interior") == "ministry-of-the-interior"
    assert slug("Đorđević, Željka") == slug("ђорђевић жељка") == "dordevic-zeljka"


@given(st.lists(st.tuples(TYPES, ANY, ANY), min_size=2, max_size=2, unique=True))
def test_a_record_id_depends_on_type_source_and_local_key(parts: list[tuple[str, str, str]]) -> None:
    one, two = (record_id(*each) for each in parts)
    assert one != two
    assert RECORD_MARK in one
    assert one == record_id(*parts[0])


@given(st.lists(ANY, min_size=1, max_size=3), st.lists(ANY, min_size=1, max_size=3))
def test_digests_keep_their_parts_apart(one: list[str], two: list[str]) -> None:
    if not any("\x1f" in part for part in one + two):
        assert (digest(*one) == digest(*two)) == (one == two)


def test_a_source_id_depends_on_the_whole_key() -> None:
    one, two = source_id("https://a.org/news/7.html"), source_id("https://b.org/news/7.html")
    assert one != two
    assert one.partition("~")[0] == two.partition("~")[0] == "src:7-html"


QUOTES = st.lists(st.sampled_from(["AMIF funds Hope", "GIZ carries it out", "both"]), max_size=8)


@given(QUOTES)
def test_statement_ids_are_equal_on_each_reading_and_never_twice_the_same(quotes: list[str]) -> None:
    first, second = StatementIds("a"), StatementIds("a")
    made = [first.make("FUNDED_BY", "project:x", "org:y", quote) for quote in quotes]
    assert made == [second.make("FUNDED_BY", "project:x", "org:y", quote) for quote in quotes]
    assert len(set(made)) == len(made)


@given(QUOTES, st.integers(0, 8))
def test_a_line_put_in_renames_nothing(quotes: list[str], at: int) -> None:
    def ids(said: list[str]) -> set[str]:
        make = StatementIds("a").make
        return {make("FUNDED_BY", "project:x", "org:y", quote) for quote in said}

    assert ids(quotes) <= ids([*quotes[:at], "quite another sentence", *quotes[at:]])


@given(ANY)
def test_white_space_in_a_quote_is_one_blank(quote: str) -> None:
    one, two = StatementIds("a"), StatementIds("a")
    assert one.make("T", "a", "b", quote) == two.make("T", "a", "b", "\n " + fold_blanks(quote).replace(" ", "\t \n"))


def test_the_best_key_is_an_identifier() -> None:
    keys = ["org:giz~~12ab", "org:giz@rs", "org:giz@gaz", "org:xm-dac-5-52", "org:de-1"]
    assert sorted(keys, key=key_rank) == ["org:de-1", "org:xm-dac-5-52", "org:giz@gaz", "org:giz@rs", "org:giz~~12ab"]


@given(st.lists(st.sampled_from(["org:a", "org:b@gaz", "org:c@rs", "org:d~~1", "org:ab", "org:ba"]), min_size=1, unique=True), st.randoms())
def test_the_best_key_does_not_depend_on_order(keys: list[str], chance: object) -> None:
    shuffled = keys[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert min(keys, key=key_rank) == min(shuffled, key=key_rank)

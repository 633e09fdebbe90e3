"""Phrases with choices are walked as if they were written out."""

from hypothesis import given
from hypothesis import strategies as st

from cooplinks.loaders.prose.tables import expand, slots_of
from cooplinks.loaders.prose.wordings import Wordings

_WORD = st.sampled_from(["a", "b", "c"])
_SLOT = st.builds(
    lambda choices, optional: f"({'|'.join(choices)}){'?' if optional else ''}",
    st.lists(st.lists(_WORD, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=3),
    st.booleans(),
)
_PHRASE = st.lists(_SLOT, min_size=1, max_size=4).map(" ".join)


def ends(phrases: list[str], words: list[str]) -> tuple[int, ...] | None:
    """The numbers of the phrases that these words are; None where no phrase begins so."""
    place = Wordings.of([(slots_of(phrase), number) for number, phrase in enumerate(phrases)])
    for word in words:
        following = place.step(word)
        if following is None:
            return None
        place = following
    return place.here


@given(st.lists(_PHRASE, min_size=1, max_size=4), st.lists(_WORD, min_size=1, max_size=6))
def test_walking_is_looking_up_in_all_that_is_written_out(phrases: list[str], words: list[str]) -> None:
    rows = [expand(phrase) for phrase in phrases]
    begins = any(row[: len(words)] == words for of_one in rows for row in of_one)
    whole = tuple(number for number, of_one in enumerate(rows) if words in of_one)
    assert ends(phrases, words) == (whole if begins else None)


def test_a_phrase_of_many_slots_is_made_as_far_as_it_is_walked() -> None:
    many = " ".join(f"({'|'.join(f'w{slot}x{n}' for n in range(20))})?" for slot in range(9))  # 8 * 10^11 rows
    assert ends([many], ["w0x3", "w4x7", "w8x19"]) == (0,)
    assert ends([many], ["w4x7", "w0x3"]) is None

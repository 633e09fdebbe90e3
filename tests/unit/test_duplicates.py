"""Near-duplicates are told by the words that two texts share; the clusters are the same whatever the order."""

import random

import pytest

from cooplinks.app.duplicates import LANES, clusters, minhash
from tests.loaders.articles.make import LEAD, SECOND, THIRD

ARTICLE = f"Health ministers meet in Oslo\nBy Ana Lind\n{LEAD}\n{SECOND}\n{THIRD}"
OTHER = (
    "The city of Bergen opened a new school for nurses this week. The mayor said that the money for the building had come from the county and "
    "from a foundation that is named after a shipowner, and that two hundred students would begin their studies there in the autumn."
)


def alike(one: str, other: str) -> bool:
    return bool(clusters({"a": minhash(one) or "", "b": minhash(other) or ""}))


@pytest.mark.parametrize(
    "copy",
    [
        ARTICLE.replace("By Ana Lind", "By our correspondent Per Olsen"),
        ARTICLE.replace("By Ana Lind\n", ""),
        ARTICLE.upper().replace("\n", "  "),
        f"{ARTICLE}\nShare this article",
        ARTICLE.replace("Oslo", "Óslo"),
    ],
    ids=["byline", "no byline", "case and blanks", "more at the end", "accents"],
)
def test_a_copy_with_small_changes_is_one(copy: str) -> None:
    assert alike(ARTICLE, copy)


def test_the_same_text_in_both_scripts_is_one() -> None:
    latin = "Ministarstvo zdravlja je održalo dvodnevnu radionicu u Oslu. Organizovana je u saradnji sa fondom, a radionicu je otvorila ministarka Željka Đurić pred gostima."
    cyrillic = "Министарство здравља је одржало дводневну радионицу у Ослу. Организована је у сарадњи са фондом, а радионицу је отворила министарка Жељка Ђурић пред гостима."
    assert alike(latin, cyrillic)


def test_other_texts_are_none() -> None:
    assert not alike(ARTICLE, OTHER)
    assert not alike(ARTICLE, f"{LEAD} {OTHER}")


def test_a_text_too_short_to_be_told_from_others_has_no_signature() -> None:
    assert minhash("") is None
    assert minhash("The meeting was opened by the minister.") is None
    assert len(minhash(ARTICLE) or "") == LANES * 4


def test_a_signature_is_the_same_for_ever() -> None:
    assert (minhash(ARTICLE) or "")[:16] == "8ed16b8f2f38b29c"


def test_clusters_do_not_depend_on_the_order() -> None:
    words = OTHER.split()
    texts = {f"{n}": " ".join(words[: len(words) - n // 3]) + f" {ARTICLE}" * (n % 3 == 0) for n in range(12)}
    signatures = {id: minhash(text) or "" for id, text in texts.items()}
    expected = clusters(signatures)
    assert {len(ids) for ids in expected.values()} == {4, 8}
    for seed in range(5):
        ids = random.Random(seed).sample(sorted(signatures), len(signatures))
        assert clusters({id: signatures[id] for id in ids}) == expected


def test_many_copies_are_one_cluster() -> None:
    signature = minhash(ARTICLE) or ""
    found = clusters({f"{n:05}": signature for n in range(20_000)} | {"other": minhash(OTHER) or ""})
    assert len(found["00000"]) == 20_000
    assert "other" not in found


def test_nothing_has_no_clusters() -> None:
    assert clusters({}) == {}
    assert clusters({"a": minhash(ARTICLE) or ""}) == {}

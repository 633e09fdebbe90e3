"""The tables of the package name each thing once: a second row would hide the first."""

import tomllib
from collections import Counter

import pytest

from cooplinks.loaders.prose import tables

KEYS = {
    "bodies.csv": ("id",),
    "cities.csv": ("name", "country"),
    "countries.csv": ("code",),
    "currencies.csv": ("code",),
    "events.csv": ("noun",),
    "heads.csv": ("noun",),
    "places.csv": ("name",),
    "programmes.csv": ("name",),
    "titles.csv": ("noun",),
}


def test_every_table_has_a_key():
    assert {path.name for path in tables.DATA.glob("*.csv")} == set(KEYS)


@pytest.mark.parametrize("name", sorted(KEYS))
def test_no_thing_has_two_rows(name: str):
    rows = Counter(tuple(row[column] for column in KEYS[name]) for row in tables.rows(name))
    assert [key for key, times in rows.items() if times > 1] == []


def test_no_list_has_a_word_twice():
    lists = tomllib.loads((tables.DATA / "words.toml").read_text(encoding="utf-8"))
    twice = {name: [word for word, times in Counter(text.split()).items() if times > 1] for name, text in lists.items()}
    assert {name: words for name, words in twice.items() if words} == {}

"""Bodies that one party keeps in a country: embassies, delegations, missions. Their key needs who sends them and where they sit."""

import re
from collections.abc import Iterable
from functools import lru_cache

from cooplinks.app import names
from cooplinks.loaders.prose import tables

_POSTED = frozenset({"embassy", "delegation", "mission"})
_SEAT = re.compile(r"\b(?:in|to) (?:the )?(.+)$")


def posting_key(spellings: Iterable[str], country: str) -> str | None:
    """The key of a posting by any of its spellings; None where the sender or the seat is not said.

    `country` is the sender's for an embassy, the seat's for the others. "EU Delegation in X" and
    "Delegation of the European Union to X" agree.
    """
    spellings = list(spellings)
    if is_embassy(spellings[0]):
        seat = next((code for s in spellings if (code := _seat(s))), None)
        return f"org:{country.casefold()}-embassy@{seat.casefold()}" if seat and country else None
    return names.organisation_key(_short(spellings[0]), country, country_words=tables.country_words(country)) if country else None


def is_posting(name: str) -> bool:
    """Whether the head noun of the name says that somebody sent it."""
    return names.portfolio_words(name)[0] in _POSTED


def is_embassy(name: str) -> bool:
    """Whether the name is an embassy's."""
    return names.portfolio_words(name)[0] == "embassy"


def _seat(spelling: str) -> str | None:
    found = _SEAT.search(spelling)
    return _countries_of_places().get(names.fold(found[1])) if found else None


def _short(name: str) -> str:
    """The name with an international body in it written as its gazetteer id."""
    folded = " ".join(names.words(name))
    for alias, entry in _senders():
        shorter = re.sub(rf"\b{re.escape(alias)}\b", entry, folded)
        if shorter != folded:
            return shorter
    return folded


@lru_cache(maxsize=1)
def _senders() -> tuple[tuple[str, str], ...]:
    """Folded names of international bodies with their ids, longest first."""
    rows = (r for r in tables.bodies().values() if r["kind"] == "international_organisation" and not r["country"])
    pairs = {(" ".join(names.words(n)), r["id"]) for r in rows for n in (r["name"], *r["aliases"].split("|")) if n}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@lru_cache(maxsize=1)
def _countries_of_places() -> dict[str, str]:
    """Folded names of countries and cities to the country's code."""
    cities = {names.fold(r["name"]): r["country"] for r in tables.rows("places.csv") if r["country"]}
    own = {names.fold(n): r["code"] for r in tables.rows("countries.csv") for n in r["names"].split("|") if n}
    return cities | own | {names.fold(n): code for code, n in tables.country_names().items()}

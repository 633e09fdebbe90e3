"""Values of fields and cells as the graph takes them: amounts, dates, countries, words that are quoted."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from cooplinks.app.ids import fold_blanks

MOST_QUOTE = 1_000  # characters of a row or element that are kept as its words

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)  # what xsd:decimal admits
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ]\d\d:\d\d\S*)?", re.ASCII)
_TURNED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: \d\d?:\d\d\S*)?", re.ASCII)
_NOT_ISO = {"UK": "GB", "EL": "GR"}  # as the European Union writes them


def amount_of(text: str) -> str | None:
    """The amount as its source writes it; None for what is no plain decimal number (M5)."""
    text = text.strip()
    return text if _DECIMAL.fullmatch(text) else None


def not_an_amount(text: str) -> str:
    """Why a text is no amount, and what to do."""
    return f"amount {_short(text)} is no plain decimal number: write digits, a point before decimals, a minus sign, nothing else"


@lru_cache(maxsize=65536)
def iso_date(text: str) -> str | None:
    """The day, month or year (ISO prefix) of a date written year first, its time left out; None for any other text and for no such day."""
    found = _ISO.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = found.groups()
    return "-".join(part for part in (year, month, day) if part) if _is_day(year, month or "1", day or "1") else None


@lru_cache(maxsize=65536)
def turned_date(text: str, *, day_first: bool) -> str | None:
    """The day of a date written dd/mm/yyyy where `day_first`, else its year alone; None for any other text and for no such day (M6)."""
    found = _TURNED.fullmatch(text.strip())
    if not found:
        return None
    day, _, month, year = found.groups()
    if not day_first:
        return year if _is_day(year, month, day) or _is_day(year, day, month) else None
    return f"{year}-{int(month):02}-{int(day):02}" if _is_day(year, month, day) else None


def days_first(texts: Iterable[str]) -> bool:
    """Whether a column of dates like 13/02/2020 leaves no doubt that days come first: some day is above 12, and no month (M6)."""
    above = False
    for text in texts:
        if found := _TURNED.fullmatch(text.strip()):
            if int(found[3]) > 12:
                return False
            above = above or int(found[1]) > 12
    return above


def not_a_date(text: str) -> str:
    """Why a text is no date, and what to do."""
    return f"date {_short(text)} is no day there is: write YYYY-MM-DD, or the year alone"


@lru_cache(maxsize=65536)
def moment_of(text: str) -> str:
    """An ISO date and time in UTC, so that moments compare as text, a day as its midnight; a month or year stays, '' for what is none."""
    day = iso_date(text) or ""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return day
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError:
        return day
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


@lru_cache(maxsize=4096)
def country_of(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's code or English name; None for any other text."""
    import pycountry

    wanted = fold_blanks(text)
    code = _NOT_ISO.get(wanted.upper(), wanted)
    if len(code) < 2:
        return None
    try:
        return str(pycountry.countries.lookup(code).alpha_2)
    except LookupError:
        return _by_short_name().get(wanted.casefold())


@lru_cache(maxsize=1)
def _by_short_name() -> dict[str, str]:
    """Everyday English names ("Bolivia", "Tanzania") by which the standard's own names are not found."""
    from babel import Locale

    names = {str(name).casefold(): code for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    return {name.replace(" & ", " and ").replace("’", "'"): code for name, code in names.items()}


def quote_of(text: str) -> str:
    """The words of a row or element as they stand, white space folded, a long one cut."""
    plain = text.rstrip("\r\n")
    begins = plain[: MOST_QUOTE + 1]
    if "  " not in begins and "\n" not in begins and "\t" not in begins:  # so of most
        return plain if len(plain) <= MOST_QUOTE else plain[: MOST_QUOTE - 1] + "…"
    folded = " ".join(text[: 2 * MOST_QUOTE].split())
    return folded if len(folded) <= MOST_QUOTE and len(text) <= 2 * MOST_QUOTE else folded[: MOST_QUOTE - 1] + "…"


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _short(text: str) -> str:
    text = fold_blanks(text)
    return repr(text if len(text) <= 60 else text[:59] + "…")

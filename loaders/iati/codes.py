"""What the codes of IATI 2.0x and the words of 1.0x stand for, in any case."""

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class TransactionType:
    """A transaction type: its code in 2.0x, the measure it counts in (M4), and whether money comes into the activity by it."""

    code: str
    measure: str
    incoming: bool


def _read() -> dict[str, dict[str, list[Any]]]:
    with (_DATA / "codes.toml").open("rb") as file:
        return tomllib.load(file)


def _by_word(table: dict[str, list[Any]]) -> dict[str, str]:
    """Code or word, small, to the code."""
    words = {word.casefold(): code for code, (_, *rest) in table.items() for word in rest if isinstance(word, str)}
    return words | {code: code for code in table}


_ALL = _read()
_TYPES = _by_word(_ALL["transaction_types"])
TRANSACTION_TYPES = {word: TransactionType(code, *_ALL["transaction_types"][code][:2]) for word, code in _TYPES.items()}
DATE_TYPES: dict[str, str] = {word: _ALL["date_types"][code][0] for word, code in _by_word(_ALL["date_types"]).items()}
ROLES: dict[str, str] = {word: _ALL["roles"][code][0] for word, code in _by_word(_ALL["roles"]).items()}
RELATED: dict[str, str] = {word: _ALL["related"][code][0] for word, code in _by_word(_ALL["related"]).items()}
STATUSES = _by_word(_ALL["statuses"])
SECTOR_VOCABULARIES = _by_word(_ALL["sector_vocabularies"])
LABELS: dict[str, tuple[str, ...]] = {code: tuple(labels) for code, labels in _ALL["organisation_types"].items()}
DAC = "1"  # the vocabulary of sectors and of regions that holds where none is told


def word(told: str | None) -> str:
    """A code as the tables hold it."""
    return (told or "").strip().casefold()


@lru_cache(maxsize=1)
def regions() -> dict[str, str]:
    """Code of a DAC region to its name."""
    with (_DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """ISO 3166-1 code of a country, present or former, to its English name; Kosovo as IATI has it."""
    import pycountry
    from babel import Locale

    known = {c.alpha_2: c.name for c in (*pycountry.historic_countries, *pycountry.countries) if hasattr(c, "alpha_2")}
    names = Locale("en").territories
    return {code: str(names.get(code, name)).replace(" & ", " and ").replace("’", "'") for code, name in {**known, "XK": "Kosovo"}.items()}

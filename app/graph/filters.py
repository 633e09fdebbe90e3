"""The link filters of the HTTP contract, the same on every question that walks or lists links."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from cooplinks.app.errors import WrongUse
from cooplinks.app.ontology import LABEL_NAMES, LINK_TYPE_NAMES

TIME_MODES = ("possible", "certain")
REVIEWED = ("any", "only")

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements count; Links are made of what is left. Entity and source ids are resolved before they get here.

    `at` or `since`/`until` are ISO dates or prefixes. `max_degree` leaves hubs out as intermediates. Hashable: a filter's mask is cached.
    """

    types: tuple[str, ...] = ()
    node_labels: tuple[str, ...] = ()
    at: str | None = None
    since: str | None = None
    until: str | None = None
    time: str = "possible"
    min_confidence: float = 0.0
    min_sources: int = 1
    reviewed: str = "any"
    source: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_degree: int | None = None

    def __post_init__(self) -> None:
        _known("types", self.types, LINK_TYPE_NAMES)
        _known("node_labels", self.node_labels, LABEL_NAMES)
        _known("time", (self.time,), TIME_MODES)
        _known("reviewed", (self.reviewed,), REVIEWED)
        for name in ("at", "since", "until"):
            value = getattr(self, name)
            if value is not None:
                day_span(value, name)
        if self.at is not None and (self.since is not None or self.until is not None):
            raise WrongUse("at goes alone, without since and until", "at")
        if self.since and self.until and day_span(self.since, "since")[0] > day_span(self.until, "until")[1]:
            raise WrongUse(f"since {self.since} is later than until {self.until}", "since")
        if not 0.0 <= self.min_confidence <= 1.0:
            raise WrongUse("min_confidence goes from 0 to 1", "min_confidence")
        if not 1 <= self.min_sources <= 1_000_000:
            raise WrongUse("min_sources goes from 1 to 1000000", "min_sources")
        if self.max_degree is not None and not 0 <= self.max_degree <= 1_000_000_000:
            raise WrongUse("max_degree goes from 0 to 1000000000", "max_degree")


def day_span(text: str, parameter: str = "date") -> tuple[int, int]:
    """First and last day (proleptic Gregorian ordinals) of an ISO date or prefix: `2021`, `2021-09`, `2021-09-14`.

    Raises WrongUse, naming the parameter, for anything else.
    """
    match = _ISO.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except (ValueError, calendar.IllegalMonthError) as wrong:
        raise WrongUse(f"{parameter} {text!r} is no ISO date or prefix (2021, 2021-09, 2021-09-14)", parameter) from wrong
    return first.toordinal(), last.toordinal()


def _known(parameter: str, values: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    for value in values:
        if value not in allowed:
            raise WrongUse(f"{parameter} {value!r} is unknown; allowed: {', '.join(allowed)}", parameter)

"""The fields of the 360Giving standard (1.4), as tuples of text, and where they stand in a header or in JSON.

A header names a field by titles (`Recipient Org:Identifier`, with a number where there are several: `Recipient Org:1:Identifier`) or by
the JSON names (`recipientOrganization/0/id`); capitals, blanks and question marks make no difference.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

Getter = Callable[[list[str]], Any]


class Plain(NamedTuple):
    """What a grant has once."""

    id: str
    title: str
    description: str
    currency: str
    applied: str
    awarded: str
    disbursed: str
    award_date: str
    url: str
    modified: str
    data_source: str
    open_call: str
    regrant_type: str
    location_scope: str
    person_id: str
    person_name: str
    reason: str
    second_reason: str


class Body(NamedTuple):
    """A funding or receiving organisation; the first three tell it from others."""

    id: str
    name: str
    alternate_name: str
    country: str
    department: str
    charity_number: str
    company_number: str
    street: str
    city: str
    region: str
    postal_code: str
    url: str
    description: str
    organisation_type: str


class Location(NamedTuple):
    """Where the beneficiaries are."""

    name: str
    country: str
    code: str
    code_type: str
    latitude: str
    longitude: str


class Dates(NamedTuple):
    start: str
    end: str
    months: str


class Word(NamedTuple):
    """A programme or classification."""

    title: str
    code: str
    vocabulary: str
    url: str


class Text(NamedTuple):
    value: str


class Grant(NamedTuple):
    """A grant as its file writes it."""

    plain: Plain
    recipients: Sequence[Body]
    funders: Sequence[Body]
    locations: Sequence[Location]
    planned: Sequence[Dates]
    actual: Sequence[Dates]
    programmes: Sequence[Word]
    classifications: Sequence[Word]
    purposes: Sequence[Text]
    related: Sequence[Text]


# JSON name of each field and the titles it has in spreadsheets, in the order of the tuples
_PLAIN = (
    ("id", "Identifier"),
    ("title", "Title"),
    ("description", "Description"),
    ("currency", "Currency"),
    ("amountAppliedFor", "Amount Applied For"),
    ("amountAwarded", "Amount Awarded"),
    ("amountDisbursed", "Amount Disbursed"),
    ("awardDate", "Award Date"),
    ("url", "URL"),
    ("dateModified", "Last Modified"),
    ("dataSource", "Data Source"),
    ("fromOpenCall", "From An Open Call?"),
    ("regrantType", "For Regrant Type"),
    ("locationScope", "Location Scope"),
    ("recipientIndividual/id", "Recipient Ind:Identifier"),
    ("recipientIndividual/name", "Recipient Ind:Name"),
    ("toIndividualsDetails/primaryGrantReason", "To Individuals Details:Primary Grant Reason"),
    ("toIndividualsDetails/secondaryGrantReason", "To Individuals Details:Secondary Grant Reason"),
)
_BODY = (
    ("id", "Identifier"),
    ("name", "Name"),
    ("alternateName", "Alternate Name"),
    ("addressCountry", "Country"),
    ("department", "Department"),
    ("charityNumber", "Charity Number"),
    ("companyNumber", "Company Number"),
    ("streetAddress", "Street Address"),
    ("addressLocality", "City"),
    ("addressRegion", "County"),
    ("postalCode", "Postal Code"),
    ("url", "Web Address"),
    ("description", "Description"),
    ("organisationType", "Organisation Type"),
)
_LOCATION = (
    ("name", "Name"),
    ("countryCode", "Country Code"),
    ("geoCode", "Geographic Code"),
    ("geoCodeType", "Geographic Code Type"),
    ("latitude", "Latitude"),
    ("longitude", "Longitude"),
)
_DATES = (("startDate", "Start Date"), ("endDate", "End Date"), ("duration", "Duration (months)"))
_WORD = (("title", "Title"), ("code", "Code"), ("vocabulary", "Vocabulary"), ("url", "URL"))


@dataclass(frozen=True, slots=True)
class Several:
    """A field that a grant may have several of: its JSON name, its title, what each is, and the fields of that."""

    json: str
    title: str
    kind: Callable[[Iterable[str]], Any]
    fields: tuple[tuple[str, str], ...]


SEVERAL: tuple[Several, ...] = (  # in the order of Grant, from 1
    Several("recipientOrganization", "Recipient Org", Body._make, _BODY),
    Several("fundingOrganization", "Funding Org", Body._make, _BODY),
    Several("beneficiaryLocation", "Beneficiary Location", Location._make, _LOCATION),
    Several("plannedDates", "Planned Dates", Dates._make, _DATES),
    Several("actualDates", "Actual Dates", Dates._make, _DATES),
    Several("grantProgramme", "Grant Programme", Word._make, _WORD),
    Several("classifications", "Classifications", Word._make, _WORD),
    Several("toIndividualsDetails/grantPurpose", "To Individuals Details:Grant Purpose", Text._make, (("", ""),)),
    Several("relatedActivity", "Related Activity", Text._make, (("", ""),)),
)

_NO_LETTER = re.compile(r"[\W_]+")


def _folded(name: str) -> tuple[str, int]:
    """A field's name without case, blanks and marks, its parts joined by `/`, and the number that stands in it."""
    parts = [_NO_LETTER.sub("", part).casefold() for part in re.split("[:/]", name)]
    numbers = [int(part) for part in parts if part.isdigit()]
    return "/".join(part for part in parts if part and not part.isdigit()), (numbers or [0])[0]


def _places() -> dict[str, tuple[int, int]]:
    """Folded name of each field to (0, its place in Plain) or (1 + its place in SEVERAL, its place there)."""
    found = {_folded(name)[0]: (0, i) for i, names in enumerate(_PLAIN) for name in names}
    for n, several in enumerate(SEVERAL, 1):
        for i, (json, title) in enumerate(several.fields):
            found |= {_folded(f"{a}:{b}")[0]: (n, i) for a in (several.json, several.title) for b in (json, title)}
    return found


_PLACES = _places()


def is_grants(header: Iterable[str]) -> bool:
    """Whether a header is that of a table of grants: each with its id, its funder and an amount."""
    named = {_PLACES.get(_folded(column)[0]) for column in header}
    funder = any(place and place[0] == 2 and place[1] < 2 for place in named)
    return (0, 0) in named and (0, 5) in named and funder


def names_grants(header: Iterable[str]) -> bool:
    """Whether a header says more of grants by their id: a further sheet of a workbook."""
    named = {_PLACES.get(_folded(column)[0]) for column in header}
    return (0, 0) in named and any(place and place[0] > 0 for place in named)


class Columns:
    """Where a header has the fields; `grant` reads a row of cells. Columns that are no field are `unused`."""

    def __init__(self, header: tuple[str, ...]) -> None:
        found: dict[tuple[int, int], dict[int, int]] = {}
        self.unused: list[tuple[int, str]] = []
        for at, column in enumerate(header):
            name, number = _folded(column)
            place = _PLACES.get(name)
            taken = found.setdefault((place[0], number), {}) if place else {}
            if place is None or place[1] in taken:
                self.unused.append((at, column))
            else:
                taken[place[1]] = at
        none = len(header)  # the place of an empty cell that each row gets
        self._plain = itemgetter(*(found.get((0, 0), {}).get(i, none) for i in range(len(_PLAIN))))
        self._several = [
            (n, [_getter(found[key], len(several.fields), none, several.kind) for key in sorted(found) if key[0] == n])
            for n, several in enumerate(SEVERAL, 1)
            if any(key[0] == n for key in found)
        ]

    def grant(self, cells: list[str]) -> Grant:
        """The grant of a row."""
        cells.append("")
        made: list[Any] = [Plain._make(self._plain(cells)), (), (), (), (), (), (), (), (), ()]
        for n, getters in self._several:
            if len(getters) == 1:
                part = getters[0](cells)
                if any(part):
                    made[n] = (part,)
            else:
                made[n] = [part for get in getters if any(part := get(cells))]
        return Grant._make(made)


def _getter(found: Mapping[int, int], size: int, none: int, kind: Callable[[Iterable[str]], Any]) -> Getter:
    places = [found.get(i, none) for i in range(size)]
    if size == 1:
        return lambda cells: kind((cells[places[0]],))
    get = itemgetter(*places)
    return lambda cells: kind(get(cells))


# -- JSON


def grant_of(said: Mapping[str, Any]) -> tuple[Grant, list[str]]:
    """The grant of a JSON object, and the names of what it has beside the standard's fields."""
    plain = Plain._make(_text(_at(said, json)) for json, _ in _PLAIN)
    lists = [_several(said, several) for several in SEVERAL]
    return Grant(plain, *lists), _beside(said)


def _several(said: Mapping[str, Any], several: Several) -> list[Any]:
    value = _at(said, several.json)
    values = value if isinstance(value, list) else [value] if value is not None else []
    made = [several.kind(_text(v.get(json)) if isinstance(v, Mapping) else _text(v) for json, _ in several.fields) for v in values]
    return [part for part in made if any(part)]


def _at(said: Mapping[str, Any], path: str) -> Any:
    value: Any = said
    for name in path.split("/"):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _beside(said: Mapping[str, Any]) -> list[str]:
    """Names of fields that are not the standard's, and of fields of those that are objects."""
    beside = []
    for name, value in said.items():
        known = _KNOWN.get(name)
        if known is None:
            beside.append(name)
        elif known:
            inside = value if isinstance(value, list) else [value]
            beside += [f"{name}/{k}" for v in inside if isinstance(v, Mapping) for k in v if k not in known]
    return beside


def _known() -> dict[str, frozenset[str]]:
    """JSON name of each top field to the names inside it."""
    known: dict[str, set[str]] = {"refused_at": set(), "refused_reason": set()}
    paths = [json for json, _ in _PLAIN] + [f"{s.json}/{json}" for s in SEVERAL for json, _ in s.fields]
    for path in paths:
        top, _, inner = path.partition("/")
        known.setdefault(top, set()).update({inner.split("/")[0]} - {""})
    return {name: frozenset(inner) for name, inner in known.items()}


_KNOWN = _known()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)

"""What records say of one thing, put together; the same whatever their order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from cooplinks.app.model import Entity, Identifier, Properties, Record, Value
from cooplinks.app.ontology import ordered_labels


def compose(id: str, said: Sequence[tuple[Record, int]]) -> Entity:
    """The entity of these distinct record contents, each with the number of records that say it."""
    if len(said) == 1:
        return _alone(id, *said[0])
    said = _telling(said)
    holds = _that_holds(said)
    dates_from = [r.valid_from for r, _ in holds if r.valid_from]
    dates_to = [r.valid_to for r, _ in holds if r.valid_to]
    return Entity(
        id=id,
        name=best_name(holds),
        labels=ordered_labels(label for r, _ in said for label in (r.type, *r.labels)),
        country=_most((r.country, n) for r, n in said if r.country),
        names=_names(said),
        identifiers=_identifiers(said),
        properties=_properties(said),
        valid_from=min(dates_from, default=None),
        valid_to=max(dates_to, default=None) if len(dates_to) == len(holds) else None,
    )


def _alone(id: str, record: Record, n: int) -> Entity:
    """The same for the many entities of which one thing is said, without any counting."""
    names = {(name.text, name.lang) for name in record.names}
    return Entity(
        id=id,
        name=record.names[0].text,
        labels=ordered_labels((record.type, *record.labels)) if record.labels else (record.type,),
        country=record.country or None,
        names=tuple((text, lang, n) for text, lang in sorted(names, key=lambda name: (name[0], name[1] or ""))),
        identifiers=_identifiers([(record, n)]) if record.identifiers else (),
        properties=dict(sorted(record.properties.items())),
        valid_from=record.valid_from or None,
        valid_to=record.valid_to or None,
    )


def best_name(said: Sequence[tuple[Record, int]]) -> str:
    """The preferred name most sources give; of equals the longest, then the first in the alphabet."""
    return _most((r.names[0].text, n) for r, n in said) or ""


def _most(votes: Iterable[tuple[str | None, int]]) -> str | None:
    tally: Counter[str] = Counter()
    for value, n in votes:
        if value:
            tally[value] += n
    return min(tally, key=lambda v: (-tally[v], -len(v), v), default=None)


def _names(said: Sequence[tuple[Record, int]]) -> tuple[tuple[str, str | None, int], ...]:
    tally: Counter[tuple[str, str | None]] = Counter()
    for record, n in said:
        tally.update({(name.text, name.lang): n for name in record.names})
    return tuple((text, lang, n) for (text, lang), n in sorted(tally.items(), key=lambda item: (-item[1], item[0][0], item[0][1] or "")))


def _identifiers(said: Sequence[tuple[Record, int]]) -> tuple[Identifier, ...]:
    return tuple(sorted({i for r, _ in said for i in r.identifiers}, key=lambda i: (i.scheme, i.value)))


def report_rank(properties: Properties) -> tuple[bool, str, str, int]:
    """Orders what is reported of one project: others before a secondary reporter, then the newest, the greater source key, the later
    element; the greatest is what holds (MONEY, once). Never the order of loading.
    """
    last_updated, reported_in = str(properties.get("last_updated", "")), str(properties.get("reported_in", ""))
    return not properties.get("secondary"), last_updated, reported_in, int(str(properties.get("occurrence", 1)))


def _telling(said: Sequence[tuple[Record, int]]) -> Sequence[tuple[Record, int]]:
    """What tells something: not what only names a project in passing, where somebody reports it."""
    return [(r, n) for r, n in said if not r.properties.get("known_only_by_reference")] or said


def _that_holds(said: Sequence[tuple[Record, int]]) -> Sequence[tuple[Record, int]]:
    """Of a reported project the report that holds; else all that is said."""
    reports = [(r, n) for r, n in said if "reported_in" in r.properties]
    return [max(reports, key=lambda report: report_rank(report[0].properties))] if reports else said


def _properties(said: Sequence[tuple[Record, int]]) -> dict[str, Value]:
    """Each as most records say it, but of a reported project as the report that holds says."""
    rest = [(r, n) for r, n in said if "reported_in" not in r.properties]
    holds = [r.properties for r, _ in _that_holds(said) if "reported_in" in r.properties]
    return dict(sorted({**_agreed(rest), **(holds[0] if holds else {})}.items()))


def _agreed(said: Sequence[tuple[Record, int]]) -> dict[str, Value]:
    values: dict[str, Counter[Value]] = defaultdict(Counter)
    for record, n in said:
        for key, value in record.properties.items():
            values[key][value] += n
    return {key: min(tally, key=lambda v: (-tally[v], str(v))) for key, tally in sorted(values.items())}

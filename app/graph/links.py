"""Links and their evidence as HTTP.md shapes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from cooplinks.app.errors import StoreAway
from cooplinks.app.graph.snapshot import END_STATES, TYPE_NAMES, Snapshot, blocks
from cooplinks.app.graph.view import View
from cooplinks.app.store.base import Stored

Body = dict[str, Any]

LISTED = ("role", "title")  # properties of a Link that hold all that its statements say
_BATCH = 5_000


def details(snapshot: Snapshot, statements: Sequence[int]) -> dict[int, Stored]:
    """What the store holds of these statements, asked in few goes; raises StoreAway where it has let the version go."""
    ids = snapshot.statements.ids
    found: dict[int, Stored] = {}
    for numbers in blocks(statements, _BATCH):
        held = snapshot.reader.details([ids[n] for n in numbers])
        try:
            found.update((n, held[ids[n]]) for n in numbers)
        except KeyError as lost:
            raise StoreAway(f"version {snapshot.version} is gone: the store no longer has statement {lost}") from lost
    return found


def evidence(stored: Stored) -> Body:
    """The Evidence of a statement."""
    said = stored.statement
    return {
        "statement_id": said.id,
        "source": {"id": said.source, "title": stored.source_title, "url": stored.source_url, "date": stored.source_date},
        "locator": said.locator,
        "quote": said.quote,
        "extractor": said.extractor,
        "confidence": said.confidence,
        "reviewed": said.reviewed,
    }


class LinkBodies:
    """The bodies of some Links of a view, their evidence asked for in one go."""

    def __init__(self, view: View, links: Iterable[int]) -> None:
        self._view = view
        self._statements = {link: view.statements_of(link) for link in sorted({int(link) for link in links})}
        held = details(view.snapshot, [s for numbers in self._statements.values() for s in numbers])
        self._evidence = {number: evidence(stored) for number, stored in held.items()}
        self._made: dict[int, Body] = {}

    def __getitem__(self, link: int) -> Body:
        link = int(link)
        if link not in self._made:
            self._made[link] = self._body(link)
        return self._made[link]

    def _body(self, link: int) -> Body:
        view, links = self._view, self._view.snapshot.links
        return {
            "type": TYPE_NAMES[links.type[link]],
            "from": view.snapshot.ref(links.source[link]),
            "to": view.snapshot.ref(links.target[link]),
            **summary(view, link, self._statements[link]),
            "evidence": [self._evidence[number] for number in self._statements[link]],
        }


def summary(view: View, link: int, statements: Sequence[int]) -> Body:
    """What the statements of a Link, the most confident first, come to together."""
    valid_from, valid_to, end_state = _validity(view.snapshot, statements)
    return {
        "properties": _properties(view.snapshot, statements),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "end_state": end_state,
        "sources": int(view.sources[link]),
        "confidence": float(view.confidence[link]),
    }


def _properties(snapshot: Snapshot, statements: Sequence[int]) -> Body:
    """Each property as the most confident statement that bears it has it, `role` and `title` as all have it; a flow's as its first."""
    if snapshot.links.flow[snapshot.statements.link[statements[0]]]:
        statements = statements[:1]
    merged: Body = {}
    for number in statements:
        for name, value in snapshot.said(number).items():
            if name in LISTED:
                merged.setdefault(name, set()).update(value if isinstance(value, list) else [value])
            else:
                merged.setdefault(name, value)
    return {name: sorted(value, key=str) if name in LISTED else value for name, value in sorted(merged.items())}


def _validity(snapshot: Snapshot, statements: Sequence[int]) -> tuple[str | None, str | None, str]:
    """The earliest beginning and the latest end, each unknown if it is unknown of one; the state of the end if all say the same."""
    columns, days = snapshot.statements, snapshot.days
    begins = {int(columns.valid_from[n]) for n in statements}
    ends = {int(columns.valid_to[n]) for n in statements}
    states = {int(columns.end_state[n]) for n in statements}
    begin = 0 if 0 in begins else min(begins, key=lambda d: (days.first[d], -days.last[d]))
    end = 0 if 0 in ends else max(ends, key=lambda d: (days.last[d], -days.first[d]))
    return days.text[begin], days.text[end], END_STATES[states.pop()] if len(states) == 1 else END_STATES[0]

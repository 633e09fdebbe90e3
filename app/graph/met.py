"""Who sat in the same rooms.

Who is in the room of an event has *ways* of being there: a person, or a body that attends or hosts, is there itself; a body is also there
through each person who is there for it. Two have met where they have different ways of being there and neither stands for the other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from cooplinks.app.graph.filters import day_span
from cooplinks.app.graph.snapshot import AFTER_ALL, BEFORE_ALL, TYPE_CODE, Snapshot
from cooplinks.app.graph.view import View, lasts
from cooplinks.app.ontology import ORGANISATION, PERSON


@dataclass(frozen=True, slots=True)
class Meeting:
    """One who was met: at which events, and through which persons they were there (none: themselves)."""

    who: int
    events: tuple[int, ...]
    through: tuple[int, ...]


@dataclass(slots=True)
class _Room:
    """Who is there in which ways, and who stands for whom there."""

    ways: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    stands_for: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def meet(self, one: int, other: int) -> bool:
        """Whether these two, both there, have met."""
        mine, theirs = self.ways[one], self.ways[other]
        own = other in self.stands_for.get(one, ()) or one in self.stands_for.get(other, ())
        return one != other and not own and not (mine == theirs and len(mine) == 1)


def met(view: View, who: int) -> list[Meeting]:
    """Whom a Person or Organisation has met, most often first, then by id."""
    rooms = _Rooms(view)
    events: dict[int, list[int]] = defaultdict(list)
    through: dict[int, set[int]] = defaultdict(set)
    for event in rooms.of(who):
        room = rooms.at(event)
        if who not in room.ways:
            continue
        for other in room.ways:
            if room.meet(who, other):
                events[other].append(event)
                through[other] |= room.ways[other] - {other}
    dates = view.snapshot.nodes.valid
    found = [
        Meeting(other, tuple(sorted(at, key=lambda e: (dates[e][0] or "~", e))), tuple(sorted(through[other])))
        for other, at in events.items()
    ]
    return sorted(found, key=lambda m: (-len(m.events), m.who))


class _Rooms:
    """The rooms of a view: who attended what, and for whom."""

    def __init__(self, view: View) -> None:
        self._view, self._snapshot = view, view.snapshot
        self._sent: dict[tuple[int, int], set[int]] = view.snapshot.recent.get(("sent", view.filters), lambda: _sent(view))

    def of(self, who: int) -> list[int]:
        """Events where this one may have been: those it attended, and those of persons that stand for it or were sent by it."""
        events = set(self._ends(who, "ATTENDED", "out"))
        if self._snapshot.bears(who, ORGANISATION):
            for person in self._ends(who, "REPRESENTS", "in"):
                events.update(self._ends(person, "ATTENDED", "out"))
            events.update(event for (_, event), bodies in self._sent.items() if who in bodies)
        return sorted(event for event in events if self._view.passable[event])

    def at(self, event: int) -> _Room:
        """Who was in one room."""
        room = _Room()
        for who in self._ends(event, "ATTENDED", "in"):
            room.ways[who].add(who)
            if self._snapshot.bears(who, PERSON):
                represented = self._represented(who, event)
                sent = self._sent.get((who, event), represented)
                room.stands_for[who] = represented | sent
                for body in sent:
                    room.ways[body].add(who)
        return room

    def _ends(self, node: int, type: str, direction: str) -> list[int]:
        """The other ends of an entity's Links of a type, each once, ordered."""
        links = self._snapshot.links
        found = self._view.incident(node, direction)
        found = found[links.type[found] == TYPE_CODE[type]]
        ends: list[int] = np.unique((links.target if direction == "out" else links.source)[found]).tolist()
        return ends

    def _represented(self, person: int, event: int) -> set[int]:
        """Whom REPRESENTS links say that a person speaks for on the days of an event."""
        snapshot = self._snapshot
        first, last = _days_of(snapshot, event)
        bodies = set()
        for link in self._view.incident(person, "out"):
            if snapshot.links.type[link] == TYPE_CODE["REPRESENTS"]:
                said = np.array(self._view.statements_of(link))
                if lasts(snapshot, first, last, certain=self._view.filters.time == "certain", among=said).any():
                    bodies.add(int(snapshot.links.target[link]))
        return bodies


def _days_of(snapshot: Snapshot, event: int) -> tuple[int, int]:
    """The days of an event; one whose end is not told ends on the day it begins."""
    begin, end = snapshot.nodes.valid[event]
    first = day_span(begin)[0] if begin else BEFORE_ALL
    latest = end or begin
    return first, day_span(latest)[1] if latest else AFTER_ALL


def _sent(view: View) -> dict[tuple[int, int], set[int]]:
    """For whom the statements themselves say that a person was at an event: bodies by (person, event)."""
    snapshot, columns = view.snapshot, view.snapshot.statements
    naming = snapshot.properties.naming("on_behalf_of")
    links = snapshot.links
    sent: dict[tuple[int, int], set[int]] = {}
    for number in np.flatnonzero(view.statements & np.isin(columns.properties, naming)):
        link = columns.link[number]
        named = snapshot.properties[columns.properties[number]]["on_behalf_of"]
        if links.type[link] == TYPE_CODE["ATTENDED"]:
            room = int(links.source[link]), int(links.target[link])
            sent.setdefault(room, set()).update(_bodies(view, named if isinstance(named, list) else [named]))
    return sent


def _bodies(view: View, named: Iterable[object]) -> set[int]:
    """The organisations meant; a name that several bear names none."""
    meant = ([n for n in view.snapshot.named(str(text)) if view.snapshot.bears(n, ORGANISATION)] for text in named)
    return {bodies[0] for bodies in meant if len(bodies) == 1} - set(view.excluded)

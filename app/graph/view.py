"""The graph as a filter leaves it: masks over the snapshot's arrays, never a rebuilt graph."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cooplinks.app.graph.arcs import Arcs
from cooplinks.app.graph.filters import Filters, day_span
from cooplinks.app.graph.snapshot import AFTER_ALL, BEFORE_ALL, END_STATES, TYPE_CODE, TYPE_NAMES, Floats, Ints, Longs, Mask, Snapshot
from cooplinks.app.ontology import HIDDEN_TYPES, SOURCE, UNDIRECTED

_HIDDEN = [TYPE_CODE[name] for name in sorted(HIDDEN_TYPES)]
UNDIRECTED_CODES = [TYPE_CODE[name] for name in sorted(UNDIRECTED)]
_ONGOING = END_STATES.index("ongoing")
_ALL_TYPES = len(TYPE_NAMES)


def view_of(snapshot: Snapshot, filters: Filters) -> "View":
    """The view of a filter, kept for the next question."""
    view: View = snapshot.recent.get(filters, lambda: View.made(snapshot, filters))
    return view


@dataclass(eq=False, repr=False)
class View:
    """What is left of a snapshot: which statements count, and the Links that are made of them.

    `sources` and `confidence` are per Link, of the statements that count. `hubs` are the entities of more than `max_degree` Links:
    walks may begin and end there, never pass.
    """

    snapshot: Snapshot
    filters: Filters
    statements: Mask
    links: Mask
    sources: Longs
    excluded: list[int]

    @classmethod
    def made(cls, snapshot: Snapshot, filters: Filters) -> "View":
        """Apply the filters: statements first, then the number of sources that is left on each Link."""
        statements = _statement_mask(snapshot, filters)
        sources = _sources_per_link(snapshot, statements)
        links = sources >= max(filters.min_sources, 1)
        statements &= links[snapshot.statements.link]
        excluded = [snapshot.index[id] for id in filters.exclude if id in snapshot.index]
        return cls(snapshot, filters, statements, links, sources, sorted(excluded))

    @property
    def unfiltered(self) -> bool:
        """Whether every Link that is not hidden is there."""
        return bool(replace(self.filters, max_degree=None, time="possible") == Filters())

    @property
    def shows_sources(self) -> bool:
        """Whether Source nodes belong to it: when `types` names MENTIONED_IN."""
        return bool(HIDDEN_TYPES.intersection(self.filters.types))

    @cached_property
    def without_barriers(self) -> "View":
        """The same without `exclude` and `max_degree`."""
        return view_of(self.snapshot, replace(self.filters, exclude=(), max_degree=None))

    @cached_property
    def link_numbers(self) -> Longs:
        """The Links, ordered by (from, to, type, flow)."""
        return np.flatnonzero(self.links)

    @cached_property
    def confidence(self) -> Floats:
        """The highest confidence of each Link (0 where nothing is left of it)."""
        best = np.zeros(len(self.links))
        kept = np.flatnonzero(self.statements)
        np.maximum.at(best, self.snapshot.statements.link[kept], self.snapshot.statements.confidence[kept])
        return best

    @cached_property
    def degree(self) -> Longs:
        """The number of Links of each entity; one from itself to itself counts at both ends."""
        size, links, left = len(self.snapshot.nodes.ids), self.snapshot.links, self.link_numbers
        return np.asarray(np.bincount(links.source[left], minlength=size) + np.bincount(links.target[left], minlength=size))

    @cached_property
    def hubs(self) -> Longs:
        """Entities that walks do not pass."""
        most = self.filters.max_degree
        return np.flatnonzero(self.degree > most) if most is not None else np.zeros(0, dtype=np.int64)

    @cached_property
    def passable(self) -> Mask:
        """Which entities a walk may pass."""
        passable = np.ones(len(self.snapshot.nodes.ids), dtype=bool)
        passable[self.hubs] = False
        return passable

    @cached_property
    def nodes(self) -> Longs:
        """The entities that belong to it: all but Sources; of a filtered one those of its Links."""
        links, left = self.snapshot.links, self.link_numbers
        member = ~self.snapshot.labelled([SOURCE])
        if not self.unfiltered:
            member = np.zeros(len(member), dtype=bool)
            member[links.source[left]] = member[links.target[left]] = True
        return np.flatnonzero(member)

    def left_out(self, *ends: int) -> list[int]:
        """What walks between these ends leave out: the excluded entities and the hubs."""
        return sorted({*self.excluded, *self.hubs.tolist()} - set(ends))

    def statements_of(self, link: int) -> list[int]:
        """The statements of a Link that count, the most confident first."""
        start, end = self.snapshot.links.first[link : link + 2]
        kept: list[int] = (np.flatnonzero(self.statements[start:end]) + start).tolist()
        return kept

    def of_type(self, *types: str) -> Longs:
        """The Links of these types, ordered."""
        codes = [TYPE_CODE[name] for name in types]
        return np.flatnonzero(self.links & np.isin(self.snapshot.links.type, codes))

    def incident(self, node: int, direction: str = "both") -> Longs:
        """The Links of an entity by direction, ordered; what has no direction is in each."""
        out, into = (found[self.links[found]] for found in (self.snapshot.outgoing(node), self.snapshot.incoming(node)))
        if direction != "both":
            chosen, other = (out, into) if direction == "out" else (into, out)
            return np.union1d(chosen, other[np.isin(self.snapshot.links.type[other], UNDIRECTED_CODES)])
        return np.union1d(out, into)

    def hop(self, here: int, there: int, *, directed: bool) -> list[tuple[int, bool]]:
        """The Links from one entity to its neighbour, most confident first (ties by type), each with whether it points that way."""
        kinds = self.snapshot.links.type
        found = [(int(link), True) for link in self.snapshot.between(here, there) if self.links[link]]
        against = [int(link) for link in self.snapshot.between(there, here) if self.links[link]]
        found += [(link, False) for link in against if not directed or kinds[link] in UNDIRECTED_CODES]
        return sorted(found, key=lambda hop: (-self.confidence[hop[0]], kinds[hop[0]], not hop[1], hop[0]))

    @cached_property
    def undirected(self) -> Arcs:
        """Its neighbours both ways."""
        source, target, confidence = self._ends()
        size = len(self.snapshot.nodes.ids)
        return Arcs.of(size, np.append(source, target), np.append(target, source), np.tile(confidence, 2))

    @cached_property
    def forward(self) -> Arcs:
        """Its neighbours along its Links; what has no direction goes both ways."""
        source, target, confidence = self._ends()
        both = np.isin(self.snapshot.links.type[self.link_numbers], UNDIRECTED_CODES)
        return Arcs.of(
            len(self.snapshot.nodes.ids),
            np.append(source, target[both]),
            np.append(target, source[both]),
            np.append(confidence, confidence[both]),
        )

    @cached_property
    def backward(self) -> Arcs:
        """Its neighbours against its Links."""
        return self.forward.turned()

    def _ends(self) -> tuple[Ints, Ints, Floats]:
        left = self.link_numbers
        return self.snapshot.links.source[left], self.snapshot.links.target[left], self.confidence[left]


def _statement_mask(snapshot: Snapshot, filters: Filters) -> Mask:
    statements = snapshot.statements
    mask = _link_mask(snapshot, filters)[statements.link]
    if filters.min_confidence > 0.0:
        mask &= statements.confidence >= filters.min_confidence
    if filters.reviewed == "only":
        mask &= statements.reviewed == 1
    if filters.source:
        codes = [code for code, id in enumerate(snapshot.source_ids) if id in set(filters.source)]
        mask &= np.isin(statements.source, codes)
    if filters.at or filters.since or filters.until:
        mask &= _time_mask(snapshot, filters)
    return np.asarray(mask)


def _link_mask(snapshot: Snapshot, filters: Filters) -> Mask:
    """What can be told of a Link without looking at its statements: its type and its ends."""
    links = snapshot.links
    wanted = np.ones(_ALL_TYPES, dtype=bool)
    wanted[_HIDDEN] = False
    if filters.types:
        wanted[:] = False
        wanted[[TYPE_CODE[name] for name in filters.types]] = True
    ends = np.ones(len(snapshot.nodes.ids), dtype=bool)
    if filters.node_labels:
        ends = snapshot.labelled(filters.node_labels)
    ends[[snapshot.index[id] for id in filters.exclude if id in snapshot.index]] = False
    return np.asarray(wanted[links.type] & ends[links.source] & ends[links.target])


def window(filters: Filters) -> tuple[int, int]:
    """The first and last day that the filters ask about."""
    if filters.at:
        return day_span(filters.at, "at")
    first = day_span(filters.since, "since")[0] if filters.since else BEFORE_ALL
    last = day_span(filters.until, "until")[1] if filters.until else AFTER_ALL
    return first, last


def _time_mask(snapshot: Snapshot, filters: Filters) -> Mask:
    first, last = window(filters)
    certain = filters.time == "certain"
    lasting = lasts(snapshot, first, last, certain=certain)
    statements, days = snapshot.statements, snapshot.days
    earliest, latest = days.first[statements.money_date], days.last[statements.money_date]
    paid = (earliest >= first) & (latest <= last) if certain else (earliest <= last) & (latest >= first)
    return np.asarray(np.where(statements.money, paid, lasting))


def lasts(snapshot: Snapshot, first: int, last: int, *, certain: bool, among: Longs | slice = slice(None)) -> Mask:
    """Which statements may hold on some day of [first, last]; `certain`: on every day, whatever their dates leave open.

    A start that is not known is never certain, nor an end, unless the source says that it goes on.
    """
    days, columns = snapshot.days, snapshot.statements
    valid_from, valid_to = columns.valid_from[among], columns.valid_to[among]
    if not certain:
        return np.asarray((days.first[valid_from] <= last) & (days.last[valid_to] >= first))
    begun = days.last[valid_from] <= first  # an unknown start's last day is after all days
    open_end = np.where(columns.end_state[among] == _ONGOING, AFTER_ALL, BEFORE_ALL)
    ends = np.where(valid_to == 0, open_end, days.first[valid_to])
    return np.asarray(begun & (ends >= last))


def _sources_per_link(snapshot: Snapshot, mask: Mask) -> Longs:
    """How many sources agree on each Link; near-duplicates count as one."""
    order = snapshot.by_source[mask[snapshot.by_source]]
    link, source = snapshot.statements.link[order], snapshot.origins[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (link[1:] != link[:-1]) | (source[1:] != source[:-1])
    return np.bincount(link[fresh], minlength=len(snapshot.links.type))

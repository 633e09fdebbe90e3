"""Neighbours in compressed rows, one arc a pair of entities, and walking them level by level."""

from dataclasses import dataclass

import numpy as np

from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.snapshot import Floats, Ints, Longs, Mask

FAR = np.int32(2**30)


@dataclass(eq=False, repr=False)
class Arcs:
    """The neighbours of `v` are `heads[first[v]:first[v + 1]]` in rising order; `confidence` is that of an arc's most confident Link,
    `links` how many it stands for. No arc leads from an entity to itself.
    """

    first: Longs
    heads: Ints
    confidence: Floats
    links: Longs

    @classmethod
    def of(cls, size: int, tails: Ints, heads: Ints, confidence: Floats, links: Longs | None = None) -> "Arcs":
        """The arcs of these pairs, equal ones put together."""
        loops = tails == heads
        keys = tails[~loops].astype(np.int64) * max(size, 1) + heads[~loops]
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        fresh = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=np.int64)
        weight = np.ones(len(tails), dtype=np.int64) if links is None else links
        pairs = keys[fresh]
        best, count = confidence[~loops][order], weight[~loops][order]
        if len(fresh):
            best, count = np.maximum.reduceat(best, fresh), np.add.reduceat(count, fresh)
        tail = pairs // max(size, 1)
        return cls(np.searchsorted(tail, np.arange(size + 1)), (pairs % max(size, 1)).astype(np.int32), best, count)

    @property
    def size(self) -> int:
        return len(self.first) - 1

    @property
    def tails(self) -> Ints:
        """Where each arc begins."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.first))

    def turned(self) -> "Arcs":
        """The same arcs the other way round."""
        return Arcs.of(self.size, self.heads, self.tails, self.confidence, self.links)

    def neighbours(self, node: int) -> Ints:
        """The neighbours of an entity in rising order."""
        return self.heads[self.first[node] : self.first[node + 1]]

    def confidence_of(self, node: int, head: int) -> float:
        """The confidence of the arc from one entity to its neighbour."""
        start, end = self.first[node : node + 2]
        return float(self.confidence[start + np.searchsorted(self.heads[start:end], head)])

    def beyond(self, nodes: Longs) -> Ints:
        """The neighbours of these entities one after the other, repeated ones included."""
        return self.heads[self.positions(nodes)[0]]

    def positions(self, nodes: Longs) -> tuple[Longs, Longs]:
        """Where the arcs from these entities lie, one entity after the other, and how many each has."""
        starts = self.first[nodes]
        counts = self.first[nodes + 1] - starts
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        return np.repeat(starts - ends + counts, counts) + np.arange(total), counts

    def distances(self, start: int, passable: Mask, deadline: Deadline, *, until: int | None = None) -> Ints:
        """How many arcs lead from `start` to each entity, FAR where none do; what is not passable is reached and not passed.

        With `until` it stops at the level of that entity: what lies beyond stays FAR.
        """
        far = np.full(self.size, FAR, dtype=np.int32)
        far[start] = level = 0
        frontier = np.array([start])
        while len(frontier) and not (until is not None and far[until] < FAR):
            deadline.check()
            level += 1
            heads = self.beyond(frontier)
            fresh = heads[far[heads] == FAR]
            far[fresh] = level
            frontier = np.unique(fresh) if len(fresh) < self.size // 8 else np.flatnonzero(far == level)
            frontier = frontier[passable[frontier]]
        return far

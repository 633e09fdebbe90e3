"""Shortest simple paths: fewest hops first, then the highest weakest confidence, then ids.

After E. L. Lawler, "A procedure for computing the k best solutions to discrete optimization problems", Management Science 18 (1972), and
J. Y. Yen, "Finding the k shortest loopless paths in a network", Management Science 17 (1971): each path found splits what is left into
disjoint parts (a prefix to keep, first steps not to take), kept in a heap under a bound that no path of the part can beat. A part is
looked into only when its bound comes up, along the distances to the target, so that the work a path is polynomial on any graph.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, islice
from math import inf

import numpy as np

from cooplinks.app.graph.arcs import FAR, Arcs
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.snapshot import Ints, Longs, Mask

Path = tuple[int, ...]
_Key = tuple[int, float, Path]


@dataclass(frozen=True, slots=True)
class _Part:
    """Paths that begin with `prefix` and do not go on by one of `barred`."""

    prefix: Path
    weakest: float
    barred: frozenset[int]


def k_shortest(
    forward: Arcs,
    backward: Arcs,
    source: int,
    target: int,
    *,
    k: int,
    most: int,
    passable: Mask,
    deadline: Deadline,
) -> list[Path]:
    """Up to `k` simple paths of at most `most` hops in order; raises DeadlinePassed."""
    if source == target:
        return [(source,)]
    if k == 1:
        to_target = distances_between(forward, backward, source, target, passable, deadline)
    else:
        to_target = distances_to(backward, source, target, passable, deadline)
    return list(islice(_in_order(forward, to_target, source, target, most, deadline), k))


def all_shortest(
    forward: Arcs, backward: Arcs, source: int, target: int, *, limit: int, most: int, passable: Mask, deadline: Deadline
) -> tuple[list[Path], int]:
    """The first `limit` of the paths of fewest hops, and how many there are."""
    if source == target:
        return [(source,)], 1
    to_target = distances_between(forward, backward, source, target, passable, deadline)
    length = int(to_target[source])
    if length > most:
        return [], 0
    found = islice(_in_order(forward, to_target, source, target, length, deadline), limit)
    return list(found), _count(forward, to_target, source, deadline)


def distances_to(backward: Arcs, source: int, target: int, passable: Mask, deadline: Deadline) -> Ints:
    """Hops from each entity to the target; FAR for those that can't be passed (but the source) or don't lead there."""
    far = backward.distances(target, passable, deadline)
    ends = far[[source, target]]
    far[~passable] = FAR
    far[[source, target]] = ends
    return far


def distances_between(forward: Arcs, backward: Arcs, source: int, target: int, passable: Mask, deadline: Deadline) -> Ints:
    """Hops to the target, but only for entities on shortest paths (FAR elsewhere), found from both ends: the lesser frontier goes on."""
    seen = (_start(forward, source), _start(backward, target))
    levels: tuple[list[Longs], list[Longs]] = ([np.array([source])], [np.array([target])])
    arcs = (forward, backward)
    while True:
        deadline.check()
        side = 0 if _effort(forward, levels[0][-1]) <= _effort(backward, levels[1][-1]) else 1
        frontier = _next_level(arcs[side], levels[side], seen[side], passable, source, target)
        if not len(frontier):
            return np.full(forward.size, FAR, dtype=np.int32)
        met = frontier[seen[1 - side][frontier] < FAR]
        if len(met):
            break
    return _on_the_way(backward, seen, levels, met)


def _start(arcs: Arcs, node: int) -> Ints:
    far = np.full(arcs.size, FAR, dtype=np.int32)
    far[node] = 0
    return far


def _effort(arcs: Arcs, frontier: Longs) -> int:
    return int((arcs.first[frontier + 1] - arcs.first[frontier]).sum())


def _next_level(arcs: Arcs, levels: list[Longs], seen: Ints, passable: Mask, source: int, target: int) -> Longs:
    heads = arcs.beyond(levels[-1])
    fresh: Longs = np.unique(heads[seen[heads] == FAR]).astype(np.int64)
    fresh = fresh[passable[fresh] | (fresh == source) | (fresh == target)]
    seen[fresh] = len(levels)
    levels.append(fresh)
    return fresh


def _on_the_way(backward: Arcs, seen: tuple[Ints, Ints], levels: tuple[list[Longs], list[Longs]], met: Longs) -> Ints:
    """Distances to the target of what lies on shortest paths through the entities where both sides met.

    All of them are of one length: the sides meet as soon as they can, on the level that the last step reached.
    """
    from_source, from_target = seen
    to_target = np.full(backward.size, FAR, dtype=np.int32)
    near = np.concatenate(levels[1])
    inner = int(from_target[met[0]])
    near = near[from_target[near] <= inner]
    to_target[near] = from_target[near]
    front = met
    for step in range(int(from_source[met[0]]) - 1, -1, -1):
        heads = backward.beyond(front)
        front = np.unique(heads[from_source[heads] == step]).astype(np.int64)
        inner += 1
        to_target[front] = inner
    return to_target


def _count(forward: Arcs, to_target: Ints, source: int, deadline: Deadline) -> int:
    """How many shortest paths lead from the source to the target, exactly: they can be more than a 64-bit number holds."""
    ways, level = {source: 1}, int(to_target[source])
    while level:
        level -= 1
        ahead: dict[int, int] = {}
        for node, found in ways.items():
            deadline.check()
            heads = forward.neighbours(node)
            for head in heads[to_target[heads] == level].tolist():
                ahead[head] = ahead.get(head, 0) + found
        ways = ahead
    return sum(ways.values())


def _in_order(forward: Arcs, to_target: Ints, source: int, target: int, most: int, deadline: Deadline) -> Iterator[Path]:
    """All simple paths of at most `most` hops, best first. The heap holds parts, and of a part that was looked into its best path."""
    search = _Search(forward, to_target, target)
    whole = _Part((source,), inf, frozenset())
    heap: list[tuple[_Key, int, _Part, Path | None]] = []
    number = count()  # tells entries of one key apart
    if to_target[source] <= most:
        heap.append(((int(to_target[source]), -inf, whole.prefix), next(number), whole, None))
    while heap:
        deadline.check()
        (length, weakness, _), _, part, path = heappop(heap)
        if path is not None:
            yield path
            for rest in _split(forward, part, path):
                key = _bound(rest, to_target, length, weakness)
                if key[0] <= most:
                    heappush(heap, (key, next(number), rest, None))
            continue
        found = search.best(part, length)
        if isinstance(found, tuple):
            heappush(heap, ((length, -found[0], found[1]), next(number), part, found[1]))
        elif found <= most:
            heappush(heap, ((found, -part.weakest, part.prefix), next(number), part, None))


def _bound(rest: _Part, to_target: Ints, length: int, weakness: float) -> _Key:
    """What no path of the rest of a part can beat, once its best path had this length and weakness."""
    least = len(rest.prefix) - 1 + int(to_target[rest.prefix[-1]])
    if least > length:
        return least, -rest.weakest, rest.prefix
    return length, max(-rest.weakest, weakness), rest.prefix


def _split(forward: Arcs, part: _Part, path: Path) -> Iterator[_Part]:
    """What is left of a part without its best path, as parts."""
    weakest, kept = part.weakest, len(part.prefix)
    for at in range(kept - 1, len(path) - 1):
        step = path[at + 1]
        yield _Part(path[: at + 1], weakest, (part.barred if at == kept - 1 else frozenset()) | {step})
        weakest = min(weakest, forward.confidence_of(path[at], step))


class _Search:
    """Finds the best path of a part. Not for two threads at once: it keeps arrays from one search to the next."""

    def __init__(self, forward: Arcs, to_target: Ints, target: int) -> None:
        self._arcs, self._to_target, self._target = forward, to_target, target
        self._level = np.full(forward.size, -1, dtype=np.int32)
        self._weakest = np.zeros(forward.size)

    def best(self, part: _Part, length: int) -> tuple[float, Path] | int:
        """Weakest confidence and nodes of the part's best path of `length` hops, shorter ones being known not to exist; where there is
        none, a bound of what length may have one.
        """
        levels, bound = self._corridor(part, length)
        try:
            if len(part.prefix) - 1 + len(levels) - 1 < length:
                return bound
            self._weigh(part, levels)
            return self._first(part, len(levels) - 1)
        finally:
            for nodes in levels:
                self._level[nodes] = -1
            self._level[list(part.prefix)] = -1

    def _corridor(self, part: _Part, length: int) -> tuple[list[Longs], int]:
        """Entities level by level from the part's last one, as far as the target can still be reached within `length`; and the least
        length that would have let more in.
        """
        self._level[list(part.prefix)] = 0
        levels = [np.array(part.prefix[-1:])]
        bound = int(FAR)
        for hops in range(len(part.prefix), length + 1):
            heads = self._arcs.beyond(levels[-1])
            fresh = heads[self._level[heads] < 0]
            if len(levels) == 1 and part.barred:
                fresh = fresh[~np.isin(fresh, list(part.barred))]
            left = self._to_target[fresh]
            near = left <= length - hops
            bound = min(bound, hops + int(left[~near].min(initial=FAR)))
            here = np.unique(fresh[near]).astype(np.int64)
            if not len(here):
                break
            self._level[here] = len(levels)
            levels.append(here)
        return levels, bound

    def _weigh(self, part: _Part, levels: list[Longs]) -> None:
        """The weakest confidence on the best way from each entity of the corridor to the target, below 0 where none leads there."""
        self._weakest[self._target] = inf
        for depth in range(len(levels) - 2, -1, -1):
            at, counts = self._arcs.positions(levels[depth])
            heads = self._arcs.heads[at]
            ways = np.minimum(self._arcs.confidence[at], self._weakest[heads])
            ways[self._level[heads] != depth + 1] = -1.0
            if depth == 0 and part.barred:
                ways[np.isin(heads, list(part.barred))] = -1.0
            self._weakest[levels[depth]] = np.maximum.reduceat(ways, np.cumsum(counts) - counts)

    def _first(self, part: _Part, hops: int) -> tuple[float, Path]:
        """Of the paths with the highest weakest confidence the first by ids."""
        node = part.prefix[-1]
        weakest = min(part.weakest, float(self._weakest[node]))
        path = list(part.prefix)
        for depth in range(1, hops + 1):
            start, end = self._arcs.first[node : node + 2]
            heads = self._arcs.heads[start:end]
            good = (self._level[heads] == depth) & (self._arcs.confidence[start:end] >= weakest) & (self._weakest[heads] >= weakest)
            if depth == 1 and part.barred:
                good &= ~np.isin(heads, list(part.barred))
            node = int(heads[np.argmax(good)])
            path.append(node)
        return weakest, tuple(path)

"""The neighbourhood of some entities, for drawing."""

from collections.abc import Sequence

import numpy as np

from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.snapshot import Longs
from cooplinks.app.graph.view import View

MOST_DEPTH = 6


def neighbourhood(view: View, starts: Sequence[int], *, depth: int, limit: int, deadline: Deadline) -> tuple[list[int], bool]:
    """Up to `limit` entities within `depth` Links of the starts, nearest first, then those of most Links; and whether there are more."""
    chosen = list(dict.fromkeys(starts))[:limit]
    whole = len(chosen) == len(set(starts))
    seen = np.zeros(len(view.snapshot.nodes.ids), dtype=bool)
    seen[list(starts)] = True
    frontier = np.array(chosen, dtype=np.int64)
    for _ in range(depth):
        deadline.check()
        heads = view.undirected.beyond(frontier)
        fresh = np.unique(heads[~seen[heads]]).astype(np.int64)
        if not len(fresh):
            break
        seen[fresh] = True
        fresh = fresh[np.lexsort((fresh, -view.degree[fresh]))]
        whole &= len(fresh) <= limit - len(chosen)
        chosen += fresh[: limit - len(chosen)].tolist()
        frontier = fresh[view.passable[fresh]]
    return chosen, not whole


def links_among(view: View, nodes: Sequence[int]) -> Longs:
    """The Links whose both ends are among these entities, ordered."""
    member = np.zeros(len(view.snapshot.nodes.ids), dtype=bool)
    member[list(nodes)] = True
    links, left = view.snapshot.links, view.link_numbers
    return left[member[links.source[left]] & member[links.target[left]]]

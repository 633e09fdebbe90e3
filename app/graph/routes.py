"""Paths between two entities, as HTTP.md shapes them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from cooplinks.app.graph.arcs import FAR, Arcs
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.links import LinkBodies
from cooplinks.app.graph.paths import Path, all_shortest, distances_between, k_shortest
from cooplinks.app.graph.view import View

Body = dict[str, Any]
_MOST_LEFT_OUT = 1000


def shortest(view: View, source: int, target: int, *, k: int, max_length: int, directed: bool, deadline: Deadline) -> Body:
    """The k shortest simple paths, or the reason why there is none."""
    found = k_shortest(*arcs(view, directed), source, target, k=k, most=max_length, passable=view.passable, deadline=deadline)
    return _answer(view, source, target, found, directed, deadline)


def every_shortest(view: View, source: int, target: int, *, limit: int, max_length: int, directed: bool, deadline: Deadline) -> Body:
    """The paths of fewest hops up to a limit, and how many there are."""
    ends = arcs(view, directed)
    found, total = all_shortest(*ends, source, target, limit=limit, most=max_length, passable=view.passable, deadline=deadline)
    return {**_answer(view, source, target, found, directed, deadline), "total": total}


def arcs(view: View, directed: bool) -> tuple[Arcs, Arcs]:
    """The arcs to walk, forward and backward."""
    return (view.forward, view.backward) if directed else (view.undirected, view.undirected)


def left_out(view: View, *ends: int) -> list[Body]:
    """What `exclude` and `max_degree` keep from being passed between these ends, the first 1,000 by id."""
    return view.snapshot.refs(view.left_out(*ends)[:_MOST_LEFT_OUT])


def _answer(view: View, source: int, target: int, found: Sequence[Path], directed: bool, deadline: Deadline) -> Body:
    hops = {hop: view.hop(*hop, directed=directed) for path in found for hop in pairwise(path)}
    links = LinkBodies(view, (link for lying in hops.values() for link, _ in lying))
    return {
        "from": view.snapshot.ref(source),
        "to": view.snapshot.ref(target),
        "paths": [_path(view, path, [hops[hop] for hop in pairwise(path)], links) for path in found],
        "reason": None if found else _reason(view, source, target, directed, deadline),
        "left_out": left_out(view, source, target),
    }


def _path(view: View, path: Path, hops: Sequence[Sequence[tuple[int, bool]]], links: LinkBodies) -> Body:
    return {
        "length": len(path) - 1,
        "nodes": view.snapshot.refs(path),
        "links": [
            {**links[best[0]], "forward": best[1], "parallel": [{**links[link], "forward": forward} for link, forward in others]}
            for best, *others in hops
        ],
    }


def _reason(view: View, source: int, target: int, directed: bool, deadline: Deadline) -> str:
    """Why there is no path: it would be longer than asked, or leads only through what is left out, or is not there."""
    if _connected(view, source, target, directed, deadline):
        return "only_beyond_max_length"
    barred = bool(view.excluded) or view.filters.max_degree is not None
    if barred and _connected(view.without_barriers, source, target, directed, deadline):
        return "only_through_left_out"
    return "no_path"


def _connected(view: View, source: int, target: int, directed: bool, deadline: Deadline) -> bool:
    far = distances_between(*arcs(view, directed), source, target, view.passable, deadline)
    return bool(far[source] < FAR)

"""Measures of centrality, each equal to networkx's of the same graph under the convention that it states.

The graph is that of the export with the same filters and one edge a Link. U is the undirected graph with one edge between two entities
that any Link joins, without loops; n is the number of entities.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.arcs import Arcs
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.snapshot import Floats, Ints, Longs, Mask
from cooplinks.app.graph.view import UNDIRECTED_CODES, View

DAMPING = 0.85
PIVOTS = 512  # sources at most that betweenness is estimated from where all would take too long
_SAMPLED_WORK_A_SECOND = 20_000_000  # arcs walked, where arrays are far beyond the processor's caches
_EXACT_WORK_A_SECOND = 80_000_000  # sources times arcs that betweenness surely gets through, of the seconds it is given
_DIGITS = 12  # scores that agree so far share a rank


@dataclass(frozen=True, slots=True)
class Scores:
    """The score and rank of each entity of `nodes`, their falling order; `samples` sources were walked from where it is not exact."""

    nodes: Longs
    values: Floats
    order: Longs
    ranks: Longs
    convention: str
    samples: int | None

    @property
    def exact(self) -> bool:
        return self.samples is None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: what it computes, and its convention in words."""

    compute: Callable[["Compact", Deadline], tuple[Floats, int | None]]
    convention: str


def centrality(view: View, measure: str, deadline: Deadline) -> Scores:
    """The scores of a measure, kept for the next page; raises WrongUse for one that is not there, DeadlinePassed."""
    if measure not in MEASURES:
        raise WrongUse(f"measure {measure!r} is unknown; known: {', '.join(MEASURES)}", "measure")
    key = (measure, view.filters, deadline.seconds)  # how exact betweenness is depends on the seconds given, never on those taken
    scores: Scores = view.snapshot.recent.get(key, lambda: _scores(view, MEASURES[measure], deadline))
    return scores


def ranked(scores: Scores, listed: Mask | None = None) -> list[int]:
    """The places (in `scores`) of the entities by falling score, of equal scores by id; of `listed` ones only."""
    places = scores.order if listed is None else scores.order[listed[scores.nodes[scores.order]]]
    found: list[int] = places.tolist()
    return found


def _scored(nodes: Longs, values: Floats, convention: str, samples: int | None) -> Scores:
    """Put scores in order and rank them: 1, 2, 2, 4."""
    rounded = np.array([float(f"{value:.{_DIGITS - 1}e}") for value in values.tolist()])
    order = np.argsort(-rounded, kind="stable")
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.searchsorted(-rounded[order], -rounded[order], side="left") + 1
    return Scores(nodes, values, order, ranks, convention, samples)


class Compact:
    """The entities of a view numbered without gaps, and its arcs between them."""

    def __init__(self, view: View) -> None:
        self.view, self.nodes = view, view.nodes
        self.size = len(self.nodes)
        self._number = np.full(len(view.snapshot.nodes.ids), -1, dtype=np.int32)
        self._number[self.nodes] = np.arange(self.size, dtype=np.int32)
        self.passable: Mask = view.passable[self.nodes]

    def of(self, arcs: Arcs) -> Arcs:
        """The arcs with the new numbers."""
        return Arcs.of(self.size, self._number[arcs.tails], self._number[arcs.heads], arcs.confidence, arcs.links)

    def numbers(self, nodes: Ints) -> Ints:
        """The new numbers of entities."""
        return self._number[nodes]


def _scores(view: View, measure: Measure, deadline: Deadline) -> Scores:
    compact = Compact(view)
    values, samples = measure.compute(compact, deadline)
    return _scored(compact.nodes, values, measure.convention, samples)


def _degree(graph: Compact, deadline: Deadline) -> tuple[Floats, None]:
    return graph.view.degree[graph.nodes].astype(np.float64), None


def _weighted_degree(graph: Compact, deadline: Deadline) -> tuple[Floats, None]:
    view, links = graph.view, graph.view.snapshot.links
    left = view.link_numbers
    ends = np.append(links.source[left], links.target[left])
    total = np.bincount(ends, weights=np.tile(view.sources[left], 2), minlength=len(view.passable))
    return total[graph.nodes].astype(np.float64), None


def _pagerank(graph: Compact, deadline: Deadline) -> tuple[Floats, None]:
    """Power iteration on x' = d(xP + x(dangling)/n) + (1-d)/n, P the weights divided by their row's sum, until |x' - x|₁ < 1e-13.

    L. Page, S. Brin, R. Motwani, T. Winograd, "The PageRank citation ranking" (1999).
    """
    n = graph.size
    if not n:
        return np.zeros(0), None
    weights = _link_counts(graph)
    out = np.asarray(weights.sum(axis=1)).ravel()
    dangling = out == 0
    step = sp.csr_array(weights.multiply((1.0 / np.where(dangling, 1.0, out))[:, None])).T.tocsr()
    rank = np.full(n, 1.0 / n)
    for _ in range(1000):
        deadline.check()
        ahead = DAMPING * (step @ rank + rank[dangling].sum() / n) + (1.0 - DAMPING) / n
        moved = np.abs(ahead - rank).sum()
        rank = ahead
        if moved < 1e-13:
            break
    return rank / rank.sum(), None


def _link_counts(graph: Compact) -> sp.csr_array:
    """How many Links lead from each entity to each; loops count, and what has no direction leads both ways."""
    view, links = graph.view, graph.view.snapshot.links
    left = view.link_numbers
    source, target = graph.numbers(links.source[left]), graph.numbers(links.target[left])
    both = np.isin(links.type[left], UNDIRECTED_CODES) & (source != target)
    rows, columns = np.append(source, target[both]), np.append(target, source[both])
    return sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(graph.size, graph.size))


def _betweenness(graph: Compact, deadline: Deadline) -> tuple[Floats, int | None]:
    """The share of shortest paths in U that pass an entity, summed over pairs, divided by (n-1)(n-2)/2.

    U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25 (2001), for many sources at a time;
    estimated after U. Brandes and C. Pich, "Centrality estimation in large networks" (2007), where all would take too long.
    """
    n, arcs = graph.size, graph.of(graph.view.undirected)
    work = len(arcs.heads) + n
    exact = n * work <= _EXACT_WORK_A_SECOND * deadline.seconds
    pivots = min(PIVOTS, max(1, int(_SAMPLED_WORK_A_SECOND * deadline.seconds / max(work, 1))))
    sources = np.arange(n) if exact else np.sort(np.random.default_rng(0).permutation(n)[:pivots])
    matrix = sp.csr_array((np.ones(len(arcs.heads)), arcs.heads, arcs.first), shape=(n, n))
    total = np.zeros(n)
    width = max(1, min(64, 4_000_000 // max(n, 1)))
    for start in range(0, len(sources), width):
        total += _dependencies(matrix, sources[start : start + width], graph.passable, deadline)
    if n > 2:
        total /= (n - 1) * (n - 2) * (len(sources) / n)
    return total, None if exact else len(sources)


def _dependencies(matrix: sp.csr_array, sources: Longs, passable: Mask, deadline: Deadline) -> Floats:
    """Brandes' dependencies of the sources on each entity, summed: all levels forward counting paths, then back sharing them out."""
    n, columns = matrix.shape[0], np.arange(len(sources))
    level = np.full((n, len(sources)), -1, dtype=np.int32)
    ways = np.zeros((n, len(sources)))
    level[sources, columns], ways[sources, columns] = 0, 1.0
    frontier, depth = ways.copy(), 0
    while frontier.any():
        deadline.check()
        depth += 1
        reached = matrix @ frontier
        reached[level >= 0] = 0.0
        level[reached > 0] = depth
        ways += reached
        frontier = np.where(passable[:, None], reached, 0.0)
    share = np.zeros_like(ways)
    for deep in range(depth, 1, -1):
        deadline.check()
        given = np.divide(1.0 + share, ways, out=np.zeros_like(ways), where=level == deep)
        taken = matrix @ given
        share += np.where((level == deep - 1) & passable[:, None], ways * taken, 0.0)
    share[sources, columns] = 0.0
    return np.asarray(share.sum(axis=1))


def _closeness(graph: Compact, deadline: Deadline) -> tuple[Floats, None]:
    """(r-1)/Σd · (r-1)/(n-1), r the entities reached, itself included (S. Wasserman, K. Faust, "Social Network Analysis", 1994)."""
    reached, far, _ = _distance_sums(graph, deadline)
    size = max(graph.size - 1, 1)
    return np.divide(reached * reached, far * size, out=np.zeros(graph.size), where=far > 0), None


def _harmonic(graph: Compact, deadline: Deadline) -> tuple[Floats, None]:
    """Σ 1/d over the entities reached (P. Boldi, S. Vigna, "Axioms for centrality", Internet Mathematics 10, 2014)."""
    return _distance_sums(graph, deadline)[2], None


def _distance_sums(graph: Compact, deadline: Deadline) -> tuple[Floats, Floats, Floats]:
    """Of each entity in U: how many others are reached, the sum of distances to them, and of their inverses.

    Searches from 64 sources at a time, one bit each (M. Then et al., "The more the merrier", PVLDB 8, 2014). Distances are the same both
    ways, so each entity adds up those of the sources that reach it.
    """
    n, arcs = graph.size, graph.of(graph.view.undirected)
    reached, far, inverse = np.zeros(n), np.zeros(n), np.zeros(n)
    filled = np.flatnonzero(np.diff(arcs.first))
    starts = arcs.first[filled]
    for first in range(0, n, 64):
        sources = np.arange(first, min(first + 64, n))
        seen = np.zeros(n, dtype=np.uint64)
        seen[sources] = np.uint64(1) << (sources - first).astype(np.uint64)
        frontier, depth = seen.copy(), 0
        while len(filled) and frontier.any():
            deadline.check()
            depth += 1
            fresh = np.zeros(n, dtype=np.uint64)
            fresh[filled] = np.bitwise_or.reduceat(frontier[arcs.heads], starts)
            fresh &= ~seen
            seen |= fresh
            count = np.bitwise_count(fresh).astype(np.float64)
            reached, far, inverse = reached + count, far + depth * count, inverse + count / depth
            frontier = np.where(graph.passable, fresh, np.uint64(0))
    return reached, far, inverse


_IN_U = "undirected, one edge a pair of entities however many Links join them, loops left out"

MEASURES: dict[str, Measure] = {
    "degree": Measure(_degree, "the number of Links of an entity, in and out; one to itself counts at both ends (networkx: degree)"),
    "weighted_degree": Measure(
        _weighted_degree, "the sum of how many sources agree on each Link of an entity (networkx: degree, weight=sources)"
    ),
    "pagerank": Measure(
        _pagerank,
        "directed along the Links, PARTNER_OF both ways; weight = number of Links; damping 0.85; entities without outgoing Links give to "
        "all alike; the scores add up to 1 (networkx: pagerank)",
    ),
    "betweenness": Measure(
        _betweenness,
        f"{_IN_U}; the share of shortest paths through an entity, ends not counted, divided by (n-1)(n-2)/2; "
        "where not exact, estimated from `samples` sources (networkx: betweenness_centrality)",
    ),
    "closeness": Measure(
        _closeness,
        f"{_IN_U}; (r-1)/sum of distances times (r-1)/(n-1), r of n entities reached; a lone entity gets 0 "
        "(networkx: closeness_centrality)",
    ),
    "harmonic": Measure(_harmonic, f"{_IN_U}; the sum of 1/distance; what is out of reach adds 0 (networkx: harmonic_centrality)"),
}

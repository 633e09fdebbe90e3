"""The questions that a store answers; HTTP, terminal and Python all ask them here.

Bodies are plain JSON values in the shapes of the HTTP contract. An entity is named by id, identifier, record id or former id, or with
`by_name` by an exact full name; who names none raises UnknownName, who names several Ambiguous.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from cooplinks.app.errors import Moved, StoreAway, UnknownName, WrongUse
from cooplinks.app.graph import centrality, chain, details, export, flows, funding, met, naming, routes, search, subgraph, sums
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.filters import Filters
from cooplinks.app.graph.keeper import Keeper
from cooplinks.app.graph.links import LinkBodies
from cooplinks.app.graph.paging import DEFAULT_LIMIT, MOST_LIMIT, page, within
from cooplinks.app.graph.snapshot import Snapshot
from cooplinks.app.graph.view import View, view_of
from cooplinks.app.ontology import LABEL_NAMES, ORGANISATION, PERSON, PROJECT
from cooplinks.app.store.base import Store

if TYPE_CHECKING:
    import networkx

Body = dict[str, Any]
Texts = str | Iterable[str] | None
T = TypeVar("T")

ANY = Filters()
NO_LINES: Sequence[flows.Item] = ()
MOST_PATHS, MOST_LENGTH = 1000, 50
DIRECTIONS = ("both", "out", "in")
_LONGEST_QUERY = 500


class Graph:
    """An opened store and the questions it answers; safe to ask from many threads.

    With `follow` each question is answered from the store's version at its beginning. A server sets it to False and calls `refresh` from
    a thread of its own. Each answer is from one version throughout.
    """

    def __init__(self, store: Store, *, follow: bool = True) -> None:
        self.store = store
        self._keeper = Keeper(store, follow=follow)

    def __enter__(self) -> "Graph":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the snapshot and the store."""
        self._keeper.close()
        self.store.close()

    def refresh(self) -> Snapshot:
        """Bring the snapshot to the store's version now; raises StoreAway."""
        return self._keeper.refresh()

    def snapshot(self) -> Snapshot:
        """The snapshot that questions are answered from."""
        return self._keeper.current()

    @property
    def version(self) -> str:
        """The version that questions are answered from."""
        return self.snapshot().version

    def resolve(self, text: str, *, by_name: bool = False, path: bool = False) -> str:
        """The id of the entity that a text names; with `path` anything but the id itself raises Moved."""

        def ask(snapshot: Snapshot) -> str:
            return snapshot.nodes.ids[naming.entity_named(snapshot, text, by_name=by_name)]

        id = self._answer(ask)
        if path and id != text:
            raise Moved(text, id)
        return id

    def filters(
        self,
        *,
        types: Texts = None,
        node_labels: Texts = None,
        at: str | None = None,
        since: str | None = None,
        until: str | None = None,
        time: str | None = None,
        min_confidence: float | None = None,
        min_sources: int | None = None,
        reviewed: str | None = None,
        source: Texts = None,
        exclude: Texts = None,
        max_degree: int | None = None,
        by_name: bool = False,
    ) -> Filters:
        """Filters as told at the door: comma lists or several texts, None: not said; sources and entities by any of their names."""

        def ask(snapshot: Snapshot) -> Filters:
            excluded = naming.entities_named(snapshot, exclude, by_name=by_name)
            return Filters(
                types=tuple(sorted(naming.names_of_list(types))),
                node_labels=tuple(sorted(naming.names_of_list(node_labels))),
                at=at,
                since=since,
                until=until,
                time=time or ANY.time,
                min_confidence=ANY.min_confidence if min_confidence is None else min_confidence,
                min_sources=ANY.min_sources if min_sources is None else min_sources,
                reviewed=reviewed or ANY.reviewed,
                source=naming.sources_named(snapshot, source),
                exclude=tuple(snapshot.nodes.ids[node] for node in sorted(excluded)),
                max_degree=max_degree,
            )

        return self._answer(ask)

    def stats(self) -> Body:
        """How much there is: nodes, links, statements, sources, and the last load that changed something."""
        return self._answer(lambda snapshot: {"graph_version": snapshot.version, **details.stats(view_of(snapshot, ANY))})

    @staticmethod
    def schema() -> Body:
        """The vocabulary."""
        return details.schema()

    def search(
        self, q: str, *, labels: Texts = (), country: str | None = None, limit: int = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Body:
        """Entities that the text may mean, best first."""
        wanted = _labels(labels)
        if not q.strip() or len(q) > _LONGEST_QUERY:
            raise WrongUse(f"q takes 1 to {_LONGEST_QUERY} characters", "q")
        code = _country(country)

        def ask(snapshot: Snapshot) -> Body:
            view = view_of(snapshot, ANY)
            hits = search.search(view, q, labels=wanted, country=code)
            return page(hits, lambda part: _hits(view, part), **_paged(snapshot, limit, cursor, "search", q, wanted, code))

        return self._answer(ask)

    def entity(self, id: str, *, by_name: bool = False) -> Body:
        """One entity: names, identifiers, properties, records, how many Links."""

        def ask(snapshot: Snapshot) -> Body:
            node = naming.entity_named(snapshot, id, by_name=by_name)
            held = snapshot.reader.entity(snapshot.nodes.ids[node])
            if held is None:
                raise StoreAway(f"version {snapshot.version} is gone: the store no longer has {snapshot.nodes.ids[node]}")
            return {"graph_version": snapshot.version, **details.entity(view_of(snapshot, ANY), node, held)}

        return self._answer(ask)

    def links(
        self,
        id: str,
        *,
        direction: str = "both",
        filters: Filters = ANY,
        limit: int = DEFAULT_LIMIT,
        cursor: str | None = None,
        by_name: bool = False,
    ) -> Body:
        """The Links of an entity, ordered by type, from, to, flow."""
        if direction not in DIRECTIONS:
            raise WrongUse(f"direction {direction!r} is unknown; allowed: {', '.join(DIRECTIONS)}", "direction")

        def ask(snapshot: Snapshot) -> Body:
            view, node = view_of(snapshot, filters), naming.entity_named(snapshot, id, by_name=by_name)
            found = sorted(view.incident(node, direction).tolist(), key=lambda link: (snapshot.links.type[link], link))
            paged = _paged(snapshot, limit, cursor, "links", node, direction, filters)
            return {**page(found, lambda part: _links(view, part), **paged), "left_out": routes.left_out(view, node)}

        return self._answer(ask)

    def met(self, id: str, *, filters: Filters = ANY, limit: int = DEFAULT_LIMIT, cursor: str | None = None, by_name: bool = False) -> Body:
        """Who sat in the same rooms as a Person or Organisation, most often first."""

        def ask(snapshot: Snapshot) -> Body:
            view, node = view_of(snapshot, filters), naming.entity_named(snapshot, id, by_name=by_name)
            if not (snapshot.bears(node, PERSON) or snapshot.bears(node, ORGANISATION)):
                label = snapshot.nodes.labels[node][0]
                raise WrongUse(f"only a Person or an Organisation meets others; {snapshot.nodes.ids[node]} is a {label}", "id")
            paged = _paged(snapshot, limit, cursor, "met", node, filters)
            return {**page(met.met(view, node), lambda part: _meetings(view, part), **paged), "left_out": routes.left_out(view, node)}

        return self._answer(ask)

    def statement(self, id: str) -> Body:
        """One statement, whether it makes a Link or not, with the text around its quote."""

        def ask(snapshot: Snapshot) -> Body:
            held = snapshot.reader.details([id]).get(id)
            if held is None:
                raise UnknownName(id, "statement")
            return {"graph_version": snapshot.version, **details.statement(snapshot, held)}

        return self._answer(ask)

    def sources(self, *, limit: int = DEFAULT_LIMIT, cursor: str | None = None) -> Body:
        """What was read, ordered by id."""

        def ask(snapshot: Snapshot) -> Body:
            found = [info for _, info in sorted(snapshot.sources.items())]
            return page(found, lambda part: [details.source_line(x) for x in part], **_paged(snapshot, limit, cursor, "sources"))

        return self._answer(ask)

    def source(self, id: str) -> Body:
        """One source by id or key: what was refused, what it says, its text."""

        def ask(snapshot: Snapshot) -> Body:
            held = snapshot.reader.source(naming.source_named(snapshot, id))
            if held is None:
                raise StoreAway(f"version {snapshot.version} is gone: the store no longer has {id}")
            return {"graph_version": snapshot.version, **details.source(snapshot, held)}

        return self._answer(ask)

    def paths(
        self,
        from_: str,
        to: str,
        *,
        k: int = 1,
        max_length: int = 6,
        directed: bool = False,
        filters: Filters = ANY,
        by_name: bool = False,
        deadline: Deadline | None = None,
    ) -> Body:
        """The k shortest simple paths: fewest hops, then highest weakest confidence, then ids."""
        within("k", k, 1, MOST_PATHS)
        within("max_length", max_length, 0, MOST_LENGTH)
        until = deadline or Deadline.after()

        def ask(snapshot: Snapshot) -> Body:
            ends = [naming.entity_named(snapshot, text, by_name=by_name) for text in (from_, to)]
            answer = routes.shortest(view_of(snapshot, filters), *ends, k=k, max_length=max_length, directed=directed, deadline=until)
            return {"graph_version": snapshot.version, **answer}

        return self._answer(ask)

    def all_paths(
        self,
        from_: str,
        to: str,
        *,
        limit: int = DEFAULT_LIMIT,
        max_length: int = MOST_LENGTH,
        directed: bool = False,
        filters: Filters = ANY,
        by_name: bool = False,
        deadline: Deadline | None = None,
    ) -> Body:
        """All paths of fewest hops up to `limit`; `total` says how many there are."""
        within("limit", limit, 1, MOST_LIMIT)
        within("max_length", max_length, 0, MOST_LENGTH)
        until = deadline or Deadline.after()

        def ask(snapshot: Snapshot) -> Body:
            ends = [naming.entity_named(snapshot, text, by_name=by_name) for text in (from_, to)]
            view = view_of(snapshot, filters)
            answer = routes.every_shortest(view, *ends, limit=limit, max_length=max_length, directed=directed, deadline=until)
            return {"graph_version": snapshot.version, **answer}

        return self._answer(ask)

    def funding(
        self,
        *,
        funder: str | None = None,
        recipient: str | None = None,
        via: Texts = (),
        max_hops: int = 3,
        filters: Filters = ANY,
        limit: int = DEFAULT_LIMIT,
        cursor: str | None = None,
        by_name: bool = False,
        deadline: Deadline | None = None,
    ) -> Body:
        """Who funds whom: one item per (funder, recipient, via), shortest first, then by their ids."""
        within("max_hops", max_hops, 1, funding.MOST_HOPS)
        until = deadline or Deadline.after()

        def ask(snapshot: Snapshot) -> Body:
            view = view_of(snapshot, filters)
            giver, taker = (None if x is None else naming.entity_named(snapshot, x, by_name=by_name) for x in (funder, recipient))
            between = naming.entities_named(snapshot, via, by_name=by_name)
            steps = funding.steps_of(view)
            found = funding.ways(steps, funder=giver, recipient=taker, via=between, max_hops=max_hops, deadline=until)
            ends = [node for node in (giver, taker) if node is not None]
            shown: list[funding.Way] = []

            def render(part: Sequence[funding.Way]) -> list[Body]:
                shown.extend(part)
                return funding.items(steps, part)

            paged = _paged(snapshot, limit, cursor, "funding", giver, taker, between, max_hops, filters)
            answer = page(found, render, **paged)
            return {**answer, "warnings": funding.warnings(steps, shown), "left_out": routes.left_out(view, *ends)}

        return self._answer(ask)

    def flows(
        self,
        boundary: Texts,
        *,
        measure: str = "committed",
        currency: str | None = None,
        by: str | None = None,
        part: str | None = None,
        filters: Filters = ANY,
        limit: int = DEFAULT_LIMIT,
        cursor: str | None = None,
        by_name: bool = False,
        deadline: Deadline | None = None,
    ) -> Body:
        """What flows into, within and out of a boundary; with `part` only its lines are listed, and `cursor` goes on with them."""
        if part is not None and part not in flows.PARTS:
            raise WrongUse(f"part {part!r} is unknown; allowed: {', '.join(flows.PARTS)}", "part")
        if cursor and part is None:
            raise WrongUse("a cursor goes on with one part: name it with part", "part")
        until = deadline or Deadline.after()

        def ask(snapshot: Snapshot) -> Body:
            money = sums.money_of(view_of(snapshot, filters))
            inside = flows.boundary_of(snapshot, naming.entities_named(snapshot, boundary, by_name=by_name))
            asked = flows.asked(money, measure, currency, by)
            found = flows.Found(money, inside, asked, until)
            answer: Body = {"graph_version": snapshot.version, "boundary": snapshot.refs(inside.nodes), "measure": measure}
            for number, name in enumerate(flows.PARTS):
                listed = found.lines(number) if part in (None, name) else NO_LINES
                paged = _paged(snapshot, limit, cursor if part == name else None, "flows", name, inside, asked, filters)
                lines = page(listed, partial(_flow_lines, found, number), **paged)
                answer[name] = flows.part_body(found, number, lines)
            return {**answer, **flows.rest_body(found)}

        return self._answer(ask)

    def chain(self, id: str, *, filters: Filters = ANY, by_name: bool = False, deadline: Deadline | None = None) -> Body:
        """Of a project who funds it, answers for it, extends it and carries it out, the projects up and down the money, and the gaps."""
        until = deadline or Deadline.after()

        def ask(snapshot: Snapshot) -> Body:
            node = naming.entity_named(snapshot, id, by_name=by_name)
            if not snapshot.bears(node, PROJECT):
                raise WrongUse(f"only a Project has a chain; {snapshot.nodes.ids[node]} is a {snapshot.nodes.labels[node][0]}", "id")
            return {"graph_version": snapshot.version, **chain.chain(view_of(snapshot, filters), node, until)}

        return self._answer(ask)

    def subgraph(
        self,
        ids: Texts,
        *,
        depth: int = 1,
        limit: int = DEFAULT_LIMIT,
        filters: Filters = ANY,
        by_name: bool = False,
        deadline: Deadline | None = None,
    ) -> Body:
        """Up to `limit` nodes around some entities and the Links among them, for drawing; `truncated` where there are more."""
        within("depth", depth, 0, subgraph.MOST_DEPTH)
        within("limit", limit, 1, MOST_LIMIT)
        until = deadline or Deadline.after()

        def ask(snapshot: Snapshot) -> Body:
            view, starts = view_of(snapshot, filters), naming.entities_named(snapshot, ids, by_name=by_name)
            if not 1 <= len(starts) <= limit:
                raise WrongUse(f"ids takes 1 to {limit} entities (limit)", "ids")
            chosen, truncated = subgraph.neighbourhood(view, starts, depth=depth, limit=limit, deadline=until)
            return {
                "graph_version": snapshot.version,
                "nodes": snapshot.refs(chosen),
                "links": _links(view, subgraph.links_among(view, chosen).tolist()),
                "truncated": truncated,
                "left_out": routes.left_out(view, *starts),
            }

        return self._answer(ask)

    def centrality(
        self,
        measure: str,
        *,
        labels: Texts = (),
        filters: Filters = ANY,
        limit: int = DEFAULT_LIMIT,
        cursor: str | None = None,
        deadline: Deadline | None = None,
    ) -> Body:
        """Entities by a measure of centrality, highest first, equal ones by id and of one rank; `labels`: only these are listed."""
        wanted = _labels(labels)
        until = deadline or Deadline.after()

        def ask(snapshot: Snapshot) -> Body:
            view = view_of(snapshot, filters)
            scores = centrality.centrality(view, measure, until)
            found = centrality.ranked(scores, snapshot.labelled(wanted) if wanted else None)
            paged = _paged(snapshot, limit, cursor, "centrality", measure, wanted, filters)
            return {
                **page(found, lambda part: _scores(snapshot, scores, part), **paged),
                "measure": measure,
                "convention": scores.convention,
                "exact": scores.exact,
                "samples": scores.samples,
                "left_out": routes.left_out(view),
            }

        return self._answer(ask)

    def to_networkx(self, *, collapse: bool = False, filters: Filters = ANY) -> "networkx.MultiDiGraph[str]":
        """The graph for networkx, the same as `export` writes: one edge a statement, or with `collapse` one a Link."""
        return self._answer(lambda snapshot: export.to_networkx(view_of(snapshot, filters), collapse=collapse))

    def export(self, format: str, out: BinaryIO, *, collapse: bool = False, filters: Filters = ANY) -> str:
        """Write the graph as `graphml`, `node-link`, `csv` (a zip), `ftm` (always collapsed), by pieces; the version written."""
        with self._keeper.using() as snapshot:
            export.write(view_of(snapshot, filters), format, out, collapse=collapse)
            return snapshot.version

    def _answer(self, ask: Callable[[Snapshot], T]) -> T:
        """Ask one snapshot; where the store has let its version go meanwhile, a fresh one, once."""
        with self._keeper.using() as snapshot:
            try:
                return ask(snapshot)
            except StoreAway:
                gone = snapshot
        with self._keeper.using(instead_of=gone) as snapshot:
            return ask(snapshot)


def _paged(snapshot: Snapshot, limit: int, cursor: str | None, *question: object) -> dict[str, Any]:
    return {"version": snapshot.version, "question": question, "limit": limit, "cursor": cursor}


def _labels(labels: Texts) -> tuple[str, ...]:
    wanted = tuple(sorted(naming.names_of_list(labels)))
    for label in wanted:
        if label not in LABEL_NAMES:
            raise WrongUse(f"labels {label!r} is unknown; allowed: {', '.join(LABEL_NAMES)}", "labels")
    return wanted


def _country(country: str | None) -> str | None:
    code = country.strip().upper() if country else None
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise WrongUse(f"country {country!r} is no ISO 3166-1 alpha-2 code", "country")
    return code


def _hits(view: View, hits: Sequence[search.Hit]) -> list[Body]:
    return [{**view.snapshot.ref(x.node), "matched": x.matched, "score": x.score, "degree": int(view.degree[x.node])} for x in hits]


def _links(view: View, links: Sequence[int]) -> list[Body]:
    bodies = LinkBodies(view, links)
    return [bodies[link] for link in links]


def _flow_lines(found: flows.Found, part: int, lines: Sequence[flows.Item]) -> list[Body]:
    return [flows.render_item(found, line, part) for line in lines]


def _scores(snapshot: Snapshot, scores: centrality.Scores, places: Sequence[int]) -> list[Body]:
    return [{"entity": snapshot.ref(int(scores.nodes[x])), "score": float(scores.values[x]), "rank": int(scores.ranks[x])} for x in places]


def _meetings(view: View, meetings: Sequence[met.Meeting]) -> list[Body]:
    refs = view.snapshot.refs
    return [
        {"who": view.snapshot.ref(x.who), "times": len(x.events), "events": refs(x.events), "through": refs(x.through)} for x in meetings
    ]

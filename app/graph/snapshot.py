"""The immutable graph in memory: integer arrays over one version of the store, from which questions are answered.

Entities are numbered in the order of their ids, so that comparing numbers compares ids. Statements lie ordered by (from, to, type, flow,
falling confidence, id): those of one Link are neighbours, the most confident one first, and so are all Links between two entities. A
receiver's report of a flow that the giver reports lies in the giver's flow, after the giver's own words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from cooplinks.app.duplicates import clusters
from cooplinks.app.errors import StoreAway, WrongUse
from cooplinks.app.graph.arrays import Bytes as Bytes
from cooplinks.app.graph.arrays import Floats as Floats
from cooplinks.app.graph.arrays import Ints as Ints
from cooplinks.app.graph.arrays import Longs as Longs
from cooplinks.app.graph.arrays import Mask as Mask
from cooplinks.app.graph.counting import Report, decided
from cooplinks.app.graph.filters import day_span
from cooplinks.app.graph.money import MARKS, NOBODY, WHY_NOT, Codes, Flows, Projects, Terms
from cooplinks.app.graph.recent import Recent
from cooplinks.app.model import Entity
from cooplinks.app.names import acronym
from cooplinks.app.ontology import EVENT, EVENT_TYPES, INTENTIONS, LABEL_NAMES, LINK_TYPE_NAMES, ORGANISATION, UNDIRECTED, ordered_labels
from cooplinks.app.resolve.compose import report_rank
from cooplinks.app.store.base import Reader, SourceInfo, StatementRow

TYPE_NAMES: tuple[str, ...] = tuple(sorted(LINK_TYPE_NAMES))  # numbered as the alphabet orders them
TYPE_CODE: dict[str, int] = {name: code for code, name in enumerate(TYPE_NAMES)}
END_STATES = ("unknown", "ongoing", "ended_unknown")
_END_CODE = {name: code for code, name in enumerate(END_STATES)}
_LABEL_BIT = {name: 1 << bit for bit, name in enumerate(LABEL_NAMES)}
_REVIEWED = {None: -1, False: 0, True: 1}

_COLUMNS = (
    *("type", "from", "to", "source", "confidence", "reviewed", "valid_from", "valid_to", "end_state"),
    *("flow", "properties", "money_date", "term"),
)

BEFORE_ALL, AFTER_ALL = 0, 4_000_000  # outside of the calendar, whose days go from 1 to 3,652,059


@dataclass(frozen=True, slots=True)
class Nodes:
    """Entities column by column, ordered by id."""

    ids: list[str]
    names: list[str]
    every_name: list[tuple[str, ...]]
    labels: list[tuple[str, ...]]
    label_bits: Longs
    countries: list[str | None]
    valid: list[tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements column by column, in the order of their Links; numbers stand for the values of the snapshot's tables."""

    ids: list[str]
    link: Ints
    source: Ints
    confidence: Floats
    reviewed: npt.NDArray[np.int8]
    valid_from: Ints
    valid_to: Ints
    end_state: npt.NDArray[np.int8]
    properties: Ints
    money: Mask
    money_date: Ints


@dataclass(frozen=True, slots=True)
class Links:
    """Links column by column; the statements of link `i` are `first[i]` up to `first[i + 1]`."""

    type: Ints
    source: Ints
    target: Ints
    flow: Ints
    first: Longs


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day of each entry of the table of dates; of none, both ends of time."""

    text: list[str | None]
    first: Ints
    last: Ints


class Said(Sequence[dict[str, Any]]):
    """Properties by number, kept as the JSON they came as: of a million flows each says something else."""

    def __init__(self, texts: Sequence[str | None]) -> None:
        self._texts = texts
        self._naming: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: Any) -> Any:
        text = self._texts[number]
        return orjson.loads(text) if text else {}

    def naming(self, name: str) -> list[int]:
        """The numbers of those that have such a property."""
        if name not in self._naming:
            mark = f'"{name}"'
            self._naming[name] = [number for number, text in enumerate(self._texts) if text and mark in text and self[number].get(name)]
        return self._naming[name]


@dataclass(eq=False, repr=False)
class Snapshot:
    """One version of the graph; `reader` is pinned to it and gives what arrays do not hold."""

    version: str
    reader: Reader
    last_load: Mapping[str, Any] | None
    sources: dict[str, SourceInfo]
    nodes: Nodes
    statements: Statements
    links: Links
    days: Days
    properties: Said
    source_ids: list[str]
    flows: list[str | None]
    money: Flows
    projects: Projects
    index: dict[str, int]
    node_property_kinds: dict[str, type]
    recent: Recent[Any] = field(default_factory=lambda: Recent(64))
    large: Recent[Any] = field(default_factory=lambda: Recent(8))  # what takes tens of megabytes where there are a million flows
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)  # what `named` found, text by text

    def ref(self, node: int) -> dict[str, Any]:
        """The Ref of an entity."""
        nodes = self.nodes
        return {
            "id": nodes.ids[node],
            "name": nodes.names[node],
            "labels": list(nodes.labels[node]),
            "country": nodes.countries[node],
        }

    def refs(self, nodes: Iterable[int]) -> list[dict[str, Any]]:
        """The Refs of entities in the order given."""
        return [self.ref(int(node)) for node in nodes]

    def bears(self, node: int, label: str) -> bool:
        """Whether the entity bears the label."""
        return label in self.nodes.labels[node]

    def named(self, text: str) -> tuple[int, ...]:
        """The entities that a property means which holds a record id, an identifier or a name; several where it leaves that open."""
        if text not in self.known:
            ids = self.reader.lookup(text).entities or self.reader.named(text)
            self.known[text] = tuple(self.index[id] for id in ids if id in self.index)
        return self.known[text]

    def said(self, statement: int) -> dict[str, Any]:
        """The properties of a statement, with what was decided of its money for the whole graph."""
        said = {name: value for name, value in self.properties[self.statements.properties[statement]].items() if name not in MARKS}
        return said | self.marks(statement)

    def marks(self, statement: int) -> dict[str, Any]:
        """Whether sums count a money statement, else why not and which flow it tells of too; nothing of other statements."""
        row = int(np.searchsorted(self.money.statement, statement))
        if row == len(self.money.statement) or self.money.statement[row] != statement:
            return {}
        why_not, lead = WHY_NOT[self.money.why_not[row]], int(self.money.lead[row])
        marks: dict[str, Any] = {"counted": not why_not}
        if why_not:
            marks["why_not"] = why_not
        if lead != NOBODY:
            marks["mirror_of"] = self.statements.ids[self.money.statement[lead]]
        return marks

    def exceptions(self) -> dict[str, tuple[str, str | None]]:
        """Why money statements are in no sum, and which flow each tells of too, by their ids; all others count."""
        ids, money = self.statements.ids, self.money
        rows = np.flatnonzero(money.why_not)
        said = zip(rows.tolist(), money.why_not[rows].tolist(), money.lead[rows].tolist(), strict=True)
        of = {row: None if lead == NOBODY else ids[money.statement[lead]] for row, _, lead in said}
        return {ids[money.statement[row]]: (WHY_NOT[money.why_not[row]], lead) for row, lead in of.items()}

    @cached_property
    def money_of(self) -> dict[str, int]:
        """The numbers of money statements by their ids."""
        return {self.statements.ids[number]: number for number in self.money.statement.tolist()}

    @cached_property
    def property_kinds(self) -> dict[str, type]:
        """The one type that holds all values of each property of statements."""
        kinds = {name: kind for name, kind in _kinds(self.properties).items() if name not in MARKS}
        return dict(sorted({**kinds, **(MARKS if len(self.money.statement) else {})}.items()))

    @cached_property
    def acronyms(self) -> dict[str, tuple[int, ...]]:
        """Entities by the initials of their names."""
        found: dict[str, dict[int, None]] = {}
        for node, names in enumerate(self.nodes.every_name):
            for name in names:
                found.setdefault(acronym(name), {})[node] = None
        return {short: tuple(nodes) for short, nodes in found.items() if len(short) > 1}

    def labelled(self, labels: Iterable[str]) -> Mask:
        """Which entities bear one of the labels."""
        bits = sum(_LABEL_BIT[label] for label in set(labels))
        return np.asarray((self.nodes.label_bits & bits) != 0)

    def outgoing(self, node: int) -> Longs:
        """The Links from an entity, ordered."""
        first = self._first_out
        return np.arange(first[node], first[node + 1])

    def incoming(self, node: int) -> Longs:
        """The Links to an entity, ordered."""
        order, first = self._by_target
        return order[first[node] : first[node + 1]]

    def between(self, source: int, target: int) -> Longs:
        """The Links from one entity to another, ordered."""
        out = self.outgoing(source)
        low, high = np.searchsorted(self.links.target[out], (target, target + 1))
        return out[low:high]

    @cached_property
    def _first_out(self) -> Longs:
        return np.searchsorted(self.links.source, np.arange(len(self.nodes.ids) + 1))

    @cached_property
    def _by_target(self) -> tuple[Longs, Longs]:
        order = np.argsort(self.links.target, kind="stable")
        return order, np.searchsorted(self.links.target[order], np.arange(len(self.nodes.ids) + 1))

    @cached_property
    def duplicates(self) -> dict[str, tuple[str, ...]]:
        """For each source that has near-duplicates all of them, itself too: the one published first, then by id."""
        found = clusters({id: info.source.minhash for id, info in self.sources.items() if info.source.minhash})
        return {id: tuple(sorted(alike, key=self._published)) for id, alike in found.items()}

    def origin(self, source: str) -> str:
        """The source that this one counts as: the first of its near-duplicates, else itself."""
        return self.duplicates.get(source, (source,))[0]

    def _published(self, source: str) -> tuple[str, str]:
        return self.sources[source].source.date or "~", source  # an unknown date comes last

    @cached_property
    def origins(self) -> Ints:
        """Of each statement the number of the source that its own counts as."""
        first: dict[str, int] = {}
        codes = [first.setdefault(self.origin(id), code) for code, id in enumerate(self.source_ids)]
        return np.array(codes, dtype=np.int32)[self.statements.source]

    @cached_property
    def by_source(self) -> Ints:
        """The statements' numbers ordered by (link, origin), to count the sources that agree."""
        return np.lexsort((self.origins, self.statements.link)).astype(np.int32)


def build(reader: Reader, last_load: Mapping[str, Any] | None = None) -> Snapshot:
    """Read one version whole into arrays; the reader stays open for details."""
    entities = sorted(reader.entities(), key=lambda e: e.id)
    index = {e.id: number for number, e in enumerate(entities)}
    raw = _Raw(entities, index)
    for block in reader.statements():
        raw.take(block)
    columns = raw.columns()
    by_id = _ranks(raw.ids)
    days = _days(raw.dates.table)
    projects = Projects.of(entities).knowing(raw.terms.keys.table, lambda key: reader.lookup(key).entities, index)
    money = _money(raw, columns, by_id, days, projects)
    led = columns["mirror"] = np.zeros(len(raw.ids), dtype=np.int32)
    led[money.statement[money.lead >= 0]] = 1
    columns["flow"][led == 1] = columns["flow"][money.statement[money.lead[money.lead >= 0]]]
    order, links = _grouped(columns, by_id)
    return Snapshot(
        version=reader.version,
        reader=reader,
        last_load=last_load,
        sources={info.source.id: info for info in reader.sources()},
        nodes=_nodes(entities, _donors(columns, raw.no_funding)),
        statements=_statements(columns, raw.ids, order, links),
        links=links,
        days=days,
        properties=Said(raw.properties.table),
        source_ids=[text or "" for text in raw.sources.table],
        flows=raw.flows.table,
        money=_lying(money, order),
        projects=projects,
        index=index,
        node_property_kinds=_kinds(e.properties for e in entities),
    )


class _Raw:
    """Gathers the stream of statements as columns of numbers."""

    def __init__(self, entities: Sequence[Entity], index: Mapping[str, int]) -> None:
        self._index = index
        self._events = {e.id: (e.valid_from, e.valid_to) for e in entities if EVENT in e.labels}
        self.ids: list[str] = []
        self.dates, self.properties, self.sources, self.flows = Codes(), Codes(), Codes(), Codes()
        self.terms = Terms(self.dates)
        self.reports: list[tuple[int, str, int, tuple[bool, str, str, int]]] = []  # project, source, occurrence, rank
        self.no_funding: set[int] = set()  # numbers of properties that make nobody a funder
        self._told: dict[int, tuple[int | None, int]] = {}  # date and terms of the properties of money links
        self._columns: dict[str, list[npt.NDArray[Any]]] = {}

    def take(self, block: Sequence[StatementRow]) -> None:
        """Add a block of rows."""
        if not block:
            return
        try:
            taken = [self._row(row) for row in block]
        except KeyError as lost:  # an end without its entity: the reader let its version go on the way
            raise StoreAway(f"the store broke off: {lost} has no entity") from lost
        self.ids.extend(row.id for row in block)
        for name, values in zip(_COLUMNS, zip(*taken, strict=True), strict=True):
            kind = np.float64 if name == "confidence" else np.int32
            self._columns.setdefault(name, []).append(np.array(values, dtype=kind))

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """The columns whole, flows and sources numbered in the order of their names."""
        nothing = np.zeros(0, dtype=np.int32)
        whole = {name: np.concatenate([nothing, *self._columns.get(name, [])]) for name in _COLUMNS}
        for name in set(_COLUMNS) - {"confidence"}:
            whole[name] = whole[name].astype(np.int32)
        whole["confidence"] = whole["confidence"].astype(np.float64)
        self._columns.clear()
        whole["flow"] = self.flows.sort()[whole["flow"]]
        whole["source"] = self.sources.sort()[whole["source"]]
        return whole

    def _row(self, row: StatementRow) -> tuple[float, ...]:
        source, target = self._index[row.from_entity], self._index[row.to_entity]
        if row.type in UNDIRECTED and source > target:
            source, target = target, source
        properties = self.properties[row.properties]
        money, term = self._money(row, properties)
        valid_from, valid_to = row.valid_from, row.valid_to
        if valid_from is None and valid_to is None and money < 0 and row.type in EVENT_TYPES:
            valid_from, valid_to = self._events.get(row.to_entity) or self._events.get(row.from_entity) or (None, None)
        return (
            TYPE_CODE[row.type],
            source,
            target,
            self.sources[row.source],
            row.confidence,
            _REVIEWED[row.reviewed],
            self.dates[valid_from],
            self.dates[valid_to],
            _END_CODE.get(row.end_state, 0),
            self.flows[row.flow],
            properties,
            money,
            term,
        )

    def _money(self, row: StatementRow, properties: int) -> tuple[int, int]:
        """The numbers of a money link's one date (0 where it is not known, -1 for what is no money link) and of its terms."""
        if row.type == "MENTIONED_IN" and row.properties:
            self._report(row, orjson.loads(row.properties))
        if row.type != "FUNDED_BY":
            return -1, -1
        if properties not in self._told:
            said = orjson.loads(row.properties) if row.properties else {}
            self._told[properties] = self.dates[str(said["date"])] if "date" in said else None, self.terms.take(said)
            if said.get("measure") in INTENTIONS or said.get("unnamed") in ("provider", "both"):
                self.no_funding.add(properties)
        date, term = self._told[properties]
        return (-1 if date is None and row.flow is None else date or 0), term

    def _report(self, row: StatementRow, said: Mapping[str, Any]) -> None:
        if "reported_in" in said:
            rank = report_rank(said)
            self.reports.append((self._index[row.from_entity], row.source, rank[-1], rank))


def _money(raw: _Raw, columns: Mapping[str, npt.NDArray[Any]], by_id: Longs, days: Days, projects: Projects) -> Flows:
    """The money of the statements as they came, with what counts decided."""
    rows = np.flatnonzero(columns["term"] >= 0)
    flows = Flows.of(raw.terms, columns["term"][rows], columns["from"][rows], columns["to"][rows], projects)
    code = {id: number for number, id in enumerate(raw.sources.table)}
    return replace(
        decided(
            flows,
            source=columns["source"][rows],
            ids=by_id[rows],
            day=days.first[flows.date],
            in_flow=columns["flow"][rows] > 0,
            reports=[Report(project, code[source], occurrence, rank) for project, source, occurrence, rank in raw.reports],
        ),
        statement=rows.astype(np.int32),
    )


def _lying(money: Flows, order: Longs) -> Flows:
    """The money in the order in which statements lie."""
    place = np.zeros(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    lying = np.argsort(place[money.statement])
    return money.ordered(lying, place[money.statement][lying])


def _donors(columns: Mapping[str, npt.NDArray[Any]], no_funding: set[int]) -> set[int]:
    """Who funds anything: intentions and ends that nobody named make no funder."""
    funds = (columns["type"] == TYPE_CODE["FUNDED_BY"]) & ~np.isin(columns["properties"], list(no_funding))
    return set(columns["to"][funds].tolist())


def _ranks(ids: Sequence[str]) -> Longs:
    """Of each id its place in their order."""
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return ranks


def _grouped(columns: Mapping[str, npt.NDArray[Any]], by_id: Longs) -> tuple[Longs, Links]:
    """The order of statements in which a Link's lie together, and the Links."""
    keys = [columns[name] for name in ("from", "to", "type", "flow")]
    order = np.lexsort((by_id, -columns["confidence"], columns["mirror"], *reversed(keys)))
    lying = [key[order] for key in keys]
    fresh = np.ones(len(by_id), dtype=bool)
    if len(by_id):
        fresh[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in lying])
    first = np.flatnonzero(fresh)
    source, target, type_, flow = (key[first].astype(np.int32) for key in lying)
    return order, Links(type_, source, target, flow, np.append(first, len(by_id)))


def _statements(columns: Mapping[str, npt.NDArray[Any]], ids: Sequence[str], order: Longs, links: Links) -> Statements:
    lying = {name: column[order] for name, column in columns.items()}
    return Statements(
        ids=[ids[i] for i in order.tolist()],
        link=np.repeat(np.arange(len(links.type), dtype=np.int32), np.diff(links.first)),
        source=lying["source"],
        confidence=lying["confidence"],
        reviewed=lying["reviewed"].astype(np.int8),
        valid_from=lying["valid_from"],
        valid_to=lying["valid_to"],
        end_state=lying["end_state"].astype(np.int8),
        properties=lying["properties"],
        money=lying["money_date"] >= 0,
        money_date=np.maximum(lying["money_date"], 0),
    )


def _nodes(entities: Sequence[Entity], donors: set[int]) -> Nodes:
    gives = [n in donors and ORGANISATION in e.labels for n, e in enumerate(entities)]
    labels = [ordered_labels((*e.labels, "Donor") if donor else e.labels) for e, donor in zip(entities, gives, strict=True)]
    return Nodes(
        ids=[e.id for e in entities],
        names=[e.name for e in entities],
        every_name=[tuple(dict.fromkeys((e.name, *(text for text, _, _ in e.names)))) for e in entities],
        labels=labels,
        label_bits=np.array([sum(_LABEL_BIT[label] for label in borne) for borne in labels], dtype=np.int64),
        countries=[e.country for e in entities],
        valid=[(e.valid_from, e.valid_to) for e in entities],
    )


def _days(table: list[str | None]) -> Days:
    spans = [_span(text) for text in table]
    first, last = np.array(spans, dtype=np.int32).reshape(-1, 2).T
    return Days(table, first, last)


def _span(text: str | None) -> tuple[int, int]:
    """The days a stored date may stand for; one that is none says nothing."""
    try:
        return (BEFORE_ALL, AFTER_ALL) if text is None else day_span(text)
    except WrongUse:
        return BEFORE_ALL, AFTER_ALL


def _kinds(said: Iterable[Mapping[str, Any]]) -> dict[str, type]:
    found: dict[str, set[type]] = {}
    for properties in said:
        for name, value in properties.items():
            found.setdefault(name, set()).add(type(value))
    return {name: _kind(types) for name, types in sorted(found.items())}


def _kind(types: set[type]) -> type:
    if len(types) == 1 and types <= {bool, int, float}:
        return next(iter(types))
    return float if types == {int, float} else str


def blocks(values: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """The values in runs of at most `size`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]

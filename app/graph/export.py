"""The graph as a file or a networkx graph: the same nodes, edges and attributes in each form.

An edge is a statement, its key the statement's id; collapsed, a Link. Attributes that are not known are absent (no None), lists are text
joined by `; `, and a key has one type over the whole graph, so that nothing is lost on the way through GraphML. Equal versions give
equal bytes.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from cooplinks.app.errors import WrongUse
from cooplinks.app.graph.cells import plain_cell
from cooplinks.app.graph.export_ftm import write_ftm
from cooplinks.app.graph.links import LISTED, details, summary
from cooplinks.app.graph.snapshot import END_STATES, TYPE_NAMES, blocks
from cooplinks.app.graph.view import View
from cooplinks.app.ids import digest
from cooplinks.app.model import Entity
from cooplinks.app.store.base import Stored

if TYPE_CHECKING:
    import networkx as nx

Attributes = dict[str, Any]
Node = tuple[str, Attributes]
Edge = tuple[str, str, str, Attributes]  # from, to, key

LATER = ("gexf", "jsonld")
_BATCH = 2_000
_NODE_KEYS = dict.fromkeys(("name", "label", "labels", "country", "names", "identifiers", "valid_from", "valid_to"), str)
_EDGE_KEYS: dict[str, type] = {
    **dict.fromkeys(("type", "valid_from", "valid_to", "end_state", "flow"), str),
    "confidence": float,
    "sources": int,
    "statements": int,
    "reviewed": bool,
    **dict.fromkeys(("statement_ids", "source_id", "source_title", "source_url", "source_date", "locator", "quote", "extractor"), str),
}
_EVIDENCE_COLUMNS = (
    *("statement_id", "link_id", "type", "from", "to", "source_id", "source_title", "source_url", "source_date"),
    *("locator", "quote", "extractor", "confidence", "reviewed"),
)
_TAKEN = frozenset({"id", "source", "target", "key", *_NODE_KEYS, *_EDGE_KEYS})  # names that networkx or we give a meaning
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment of zip files: equal versions give equal bytes


class Export:
    """What an export holds: nodes by id, edges by their Links, and the type of each attribute."""

    def __init__(self, view: View, *, collapse: bool) -> None:
        self.view, self.snapshot, self.collapse = view, view.snapshot, collapse
        self.version = view.snapshot.version
        properties = view.snapshot.property_kinds
        self._names = {name: _free(name) for name in {*properties, *view.snapshot.node_property_kinds}}
        self.node_keys = _NODE_KEYS | self._typed(view.snapshot.node_property_kinds)
        self.edge_keys = _EDGE_KEYS | self._typed({name: str if name in LISTED else kind for name, kind in properties.items()})

    def entities(self) -> Iterator[Entity]:
        """The entities of the view, ordered by id."""
        member = {self.snapshot.nodes.ids[node] for node in self.view.nodes.tolist()}
        return (entity for entity in self.snapshot.reader.entities() if entity.id in member)

    def nodes(self) -> Iterator[Node]:
        """The nodes ordered by id."""
        return ((entity.id, self._typed_values(self._node(entity), self.node_keys)) for entity in self.entities())

    def collapsed(self) -> Iterator[tuple[str, str, Attributes]]:
        """The Links as (from, to, what is said of it), in the order of edges; lists stay lists."""
        ids, links = self.snapshot.nodes.ids, self.snapshot.links
        for _, link, said in self._collapsed():
            yield ids[links.source[link]], ids[links.target[link]], said

    def edges(self) -> Iterator[Edge]:
        """The edges ordered by from, to, type and flow, then confidence and id."""
        ids, links = self.snapshot.nodes.ids, self.snapshot.links
        for key, link, said in self._collapsed() if self.collapse else self._single():
            yield ids[links.source[link]], ids[links.target[link]], key, self._typed_values(said, self.edge_keys)

    def evidence(self) -> Iterator[Attributes]:
        """Each statement with the key of its edge."""
        ids, links = self.snapshot.nodes.ids, self.snapshot.links
        for link, _, stored in self._statements():
            yield {
                "statement_id": stored.statement.id,
                "link_id": self._key(link) if self.collapse else stored.statement.id,
                "type": stored.statement.type,
                "from": ids[links.source[link]],
                "to": ids[links.target[link]],
                **_cited(stored),
            }

    def _statements(self) -> Iterator[tuple[int, int, Stored]]:
        numbers = self.view.statements.nonzero()[0].tolist()
        for block in blocks(numbers, _BATCH):
            held = details(self.snapshot, block)
            yield from ((int(self.snapshot.statements.link[number]), number, held[number]) for number in block)

    def _single(self) -> Iterator[tuple[str, int, Attributes]]:
        columns, days = self.snapshot.statements, self.snapshot.days
        for link, number, stored in self._statements():
            yield (
                stored.statement.id,
                link,
                {
                    **self._property_names(self.snapshot.said(number)),
                    "type": stored.statement.type,
                    "valid_from": days.text[columns.valid_from[number]],
                    "valid_to": days.text[columns.valid_to[number]],
                    "end_state": END_STATES[columns.end_state[number]],
                    "flow": stored.statement.flow,
                    **_cited(stored),
                },
            )

    def _collapsed(self) -> Iterator[tuple[str, int, Attributes]]:
        links = self.snapshot.links
        for block in blocks(self.view.link_numbers.tolist(), _BATCH):
            said = {link: self.view.statements_of(link) for link in block}
            best = details(self.snapshot, [numbers[0] for numbers in said.values()])
            for link, numbers in said.items():
                told = summary(self.view, link, numbers)
                yield (
                    self._key(link),
                    link,
                    {
                        **_cited(best[numbers[0]]),
                        **self._property_names(told.pop("properties")),
                        "type": TYPE_NAMES[links.type[link]],
                        **told,
                        "flow": self.snapshot.flows[links.flow[link]],
                        "reviewed": None,
                        "statements": len(numbers),
                        "statement_ids": [self.snapshot.statements.ids[number] for number in numbers],
                    },
                )

    def _key(self, link: int) -> str:
        links, ids = self.snapshot.links, self.snapshot.nodes.ids
        flow = self.snapshot.flows[links.flow[link]] or ""
        return digest("link", TYPE_NAMES[links.type[link]], ids[links.source[link]], ids[links.target[link]], flow)

    def _node(self, entity: Entity) -> Attributes:
        labels = self.snapshot.nodes.labels[self.snapshot.index[entity.id]]
        return {
            **self._property_names(entity.properties),
            "name": entity.name,
            "label": labels[0],
            "labels": labels,
            "country": entity.country,
            "names": [text for text, _, _ in entity.names],
            "identifiers": [f"{x.scheme}:{x.value}" for x in entity.identifiers],
            "valid_from": entity.valid_from,
            "valid_to": entity.valid_to,
        }

    def _property_names(self, properties: Mapping[str, Any]) -> Attributes:
        return {self._names[name]: value for name, value in properties.items()}

    def _typed(self, kinds: Mapping[str, type]) -> dict[str, type]:
        return {self._names[name]: kind for name, kind in sorted(kinds.items())}

    @staticmethod
    def _typed_values(said: Attributes, keys: Mapping[str, type]) -> Attributes:
        """What is known of it, in the order and of the type of the keys."""
        typed = ((name, _typed_value(said.get(name), kind)) for name, kind in keys.items())
        return {name: value for name, value in typed if value is not None and value != ""}


def to_networkx(view: View, *, collapse: bool = False) -> "nx.MultiDiGraph[str]":
    """The graph of a view; its attribute `graph_version` says which."""
    import networkx as nx  # a tenth of a second that other questions need not wait for

    export = Export(view, collapse=collapse)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(graph_version=export.version)
    graph.add_nodes_from(export.nodes())
    for source, target, key, said in export.edges():
        graph.add_edge(source, target, key, **said)
    return graph


def write(view: View, format: str, out: BinaryIO, *, collapse: bool = False) -> None:
    """Write an export to `out`, piece by piece; raises WrongUse for a format that is not there."""
    if format not in FORMATS:
        later = " (planned)" if format in LATER else ""
        raise WrongUse(f"export format {format!r} is not known{later}; known: {', '.join(FORMATS)}", "format")
    FORMATS[format](Export(view, collapse=collapse), out)


def _write_graphml(export: Export, out: BinaryIO) -> None:
    """GraphML as networkx reads it (`read_graphml(…, force_multigraph=True)`)."""
    node_ids = {name: f"n{i}" for i, name in enumerate(export.node_keys)}
    edge_ids = {name: f"e{i}" for i, name in enumerate(export.edge_keys)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines.append('<key id="g0" for="graph" attr.name="graph_version" attr.type="string"/>')
    for kind, ids, keys in (("node", node_ids, export.node_keys), ("edge", edge_ids, export.edge_keys)):
        for name, type in keys.items():
            lines.append(f'<key id="{ids[name]}" for="{kind}" attr.name={_quoted(name)} attr.type="{_XML_TYPES[type]}"/>')
    lines += ['<graph edgedefault="directed">', f'<data key="g0">{_xml(export.version)}</data>']
    out.write("\n".join(lines).encode() + b"\n")
    for id, said in export.nodes():
        out.write(f"<node id={_quoted(id)}>{_data(said, node_ids)}</node>\n".encode())
    for source, target, key, said in export.edges():
        ends = f"source={_quoted(source)} target={_quoted(target)} id={_quoted(key)}"
        out.write(f"<edge {ends}>{_data(said, edge_ids)}</edge>\n".encode())
    out.write(b"</graph>\n</graphml>\n")


def _write_node_link(export: Export, out: BinaryIO) -> None:
    """Node-link JSON as networkx >= 3.6 reads it: key `edges`."""
    head = {"graph_version": export.version, "directed": True, "multigraph": True, "graph": {"graph_version": export.version}}
    out.write(_json(head).encode()[:-1] + b',"nodes":[')
    _write_list(out, ({**said, "id": id} for id, said in export.nodes()))
    out.write(b'],"edges":[')
    _write_list(out, ({**said, "source": source, "target": target, "key": key} for source, target, key, said in export.edges()))
    out.write(b"]}\n")


def _write_csv(export: Export, out: BinaryIO) -> None:
    """A zip of nodes.csv, links.csv and evidence.csv."""
    names = export.snapshot.nodes.names
    index = export.snapshot.index
    edges = (
        {**said, "id": key, "from": source, "from_name": names[index[source]], "to": target, "to_name": names[index[target]]}
        for source, target, key, said in export.edges()
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write_table(archive, "nodes.csv", ("id", *export.node_keys), ({**said, "id": id} for id, said in export.nodes()))
        _write_table(archive, "links.csv", ("id", "from", "from_name", "to", "to_name", *export.edge_keys), edges)
        _write_table(archive, "evidence.csv", _EVIDENCE_COLUMNS, export.evidence())


def _write_table(archive: zipfile.ZipFile, name: str, columns: tuple[str, ...], rows: Iterable[Attributes]) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as file, io.TextIOWrapper(file, "utf-8", errors="replace", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([plain_cell(column) for column in columns])
        for row in rows:
            writer.writerow([plain_cell(row.get(column)) for column in columns])


def _write_list(out: BinaryIO, items: Iterable[Attributes]) -> None:
    for number, item in enumerate(items):
        out.write((("," if number else "") + _json(item)).encode())


FORMATS: dict[str, Callable[[Export, BinaryIO], None]] = {
    "graphml": _write_graphml,
    "node-link": _write_node_link,
    "csv": _write_csv,
    "ftm": write_ftm,
}


def _cited(stored: Stored) -> Attributes:
    said = stored.statement
    return {
        "source_id": said.source,
        "source_title": stored.source_title,
        "source_url": stored.source_url,
        "source_date": stored.source_date,
        "locator": said.locator,
        "quote": said.quote,
        "extractor": said.extractor,
        "confidence": said.confidence,
        "reviewed": said.reviewed,
    }


def _free(name: str) -> str:
    return f"property_{name}" if name in _TAKEN else name


def _typed_value(value: Any, kind: type) -> Any:
    if value is None or kind in (int, float, bool):
        return value if value is None else kind(value)
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return _NOT_XML.sub("\ufffd", text)


def _json(value: Attributes) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _xml(value: object) -> str:
    return escape(str(value).lower() if isinstance(value, bool) else str(value), {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _data(said: Attributes, ids: Mapping[str, str]) -> str:
    return "".join(f'<data key="{ids[name]}">{_xml(value)}</data>' for name, value in said.items())

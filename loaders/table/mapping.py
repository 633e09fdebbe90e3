"""The mapping of a table: which columns name things, which things are linked. A TOML file; docs/tables.md explains it.

Where a value is asked for, a text names a column, `{ value = "…" }` is the same for all rows, and `{ column = "…", map = { … } }`
translates what stands in the column. Columns are found whatever their capitals, blanks and marks.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cooplinks.app import ontology
from cooplinks.app.errors import InputRefused

_NO_LETTER = re.compile(r"[\W_]+")
_TABLE = ("title", "publisher", "key", "sheet", "recognise", "licence", "url")
_NODE = ("type", "name", "other_names", "identifier", "scheme", "country", "labels", "from", "to", "split", "ignore", "properties")
_LINK = (
    *("type", "from", "to", "amount", "unit", "currency", "measure", "date", "value_date", "via", "flow", "role", "title", "modality"),
    *("valid_from", "valid_to", "percentage", "properties"),
)
_SPEC = ("column", "columns", "join", "value", "map", "else")


@dataclass(frozen=True, slots=True)
class Spec:
    """Where a value stands: in columns (joined where there are several), translated by `words`; `value` where they are blank."""

    columns: tuple[str, ...] = ()
    join: str = " "
    value: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        return " + ".join(self.columns) or self.value


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that a row names: its main label, and where its name, identifier and so on stand."""

    name: str
    type: Spec
    values: Mapping[str, Spec]
    properties: Mapping[str, Spec]
    scheme: str
    split: str = ""
    ignore: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two things of a row; `via` names a third, the project that money was told in."""

    type: Spec
    start: str
    end: str
    values: Mapping[str, Spec]
    properties: Mapping[str, Spec]
    via: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """A whole mapping; `key` names the columns that name a row for good, `recognise` those that tell a table of this kind."""

    path: str
    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    key: tuple[str, ...] = ()
    recognise: tuple[str, ...] = ()
    text: str = ""
    title: str = ""
    publisher: str = ""
    licence: str = ""
    url: str = ""
    sheet: str = ""

    def fits(self, header: Iterable[str]) -> bool:
        """Whether a table with this header is one that the mapping is made for."""
        return bool(self.recognise) and set(map(folded, self.recognise)) <= set(map(folded, header))

    def columns(self) -> set[str]:
        """All columns that it names."""
        specs = [s for n in self.nodes.values() for s in (n.type, *n.values.values(), *n.properties.values())]
        specs += [s for link in self.links for s in (link.type, *link.values.values(), *link.properties.values())]
        return {column for spec in specs for column in spec.columns} | set(self.key)


def folded(column: str) -> str:
    """A column's name without capitals, blanks and marks."""
    return _NO_LETTER.sub("", column).casefold()


def read(path: Path) -> Map:
    """The mapping of a file; raises InputRefused, saying what is wrong in it and where."""
    try:
        return parse(path.read_text("utf-8-sig"), str(path))
    except OSError as wrong:
        raise InputRefused(str(path), f"can't be read: {wrong.strerror}") from None
    except UnicodeDecodeError:
        raise InputRefused(str(path), "is not UTF-8: save it as UTF-8") from None


def parse(text: str, path: str) -> Map:
    """The mapping in a text; `path` names it in errors."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise InputRefused(path, f"is no TOML: {wrong}") from None
    reader = _Reader(path)
    reader.known(said, ("table", "nodes", "links"), "")
    table = reader.table(said.get("table", {}), "table")
    reader.known(table, _TABLE, "table")
    nodes = {name: reader.node(name, value) for name, value in reader.table(said.get("nodes", {}), "nodes").items()}
    listed = said.get("links", [])
    if not isinstance(listed, list):
        reader.wrong("links", "each link is a [[links]] of its own, with two brackets")
    links = tuple(reader.link(number, value, nodes) for number, value in enumerate(listed, 1))
    if not nodes:
        reader.wrong("nodes", "names nothing: a [nodes.NAME] says what a row names")
    plain = {name: reader.text(table.get(name, ""), f"table.{name}") for name in ("title", "publisher", "licence", "url", "sheet")}
    key, recognise = (reader.texts(table.get(name, []), f"table.{name}") for name in ("key", "recognise"))
    return Map(path, nodes, links, key, recognise, text, **plain)


class _Reader:
    """Reads the parts of a mapping strictly: what is not known is refused, with what is."""

    def __init__(self, path: str) -> None:
        self._path = path

    def wrong(self, where: str, reason: str) -> None:
        raise InputRefused(self._path, reason, where or "file")

    def known(self, said: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
        for name in said:
            if name not in allowed:
                self.wrong(f"{where}.{name}".strip("."), f"is not known; known: {', '.join(allowed)}")

    def table(self, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.wrong(where, "has to be a table ([…])")
        return dict(value)

    def text(self, value: Any, where: str) -> str:
        if not isinstance(value, str):
            self.wrong(where, "has to be a text in quotation marks")
        return str(value)

    def texts(self, value: Any, where: str) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else [value]
        return tuple(self.text(v, where) for v in listed)

    def spec(self, value: Any, where: str) -> Spec:
        if isinstance(value, str):
            return Spec((value,))
        if not isinstance(value, dict):
            self.wrong(where, 'has to be the name of a column, or { value = "…" } for the same in all rows')
        self.known(value, _SPEC, where)
        columns = self.texts(value.get("columns", value.get("column", [])), where)
        words = {k.strip().casefold(): self.text(v, f"{where}.map") for k, v in self.table(value.get("map", {}), f"{where}.map").items()}
        constant = self.text(value.get("value", value.get("else", "")), where)
        if not columns and not constant:
            self.wrong(where, "names no column and no value")
        return Spec(columns, self.text(value.get("join", " "), f"{where}.join"), constant, words)

    def one_of(self, value: Any, allowed: tuple[str, ...], where: str) -> Spec:
        """A word of the vocabulary, or where it stands."""
        if isinstance(value, str):
            if value not in allowed:
                self.wrong(where, f"{value!r} is not known; known: {', '.join(allowed)}; a column is written {{ column = {value!r} }}")
            return Spec(value=value)
        spec = self.spec(value, where)
        for word in (*spec.words.values(), *([spec.value] if spec.value else ())):
            if word not in allowed:
                self.wrong(where, f"{word!r} is not known; known: {', '.join(allowed)}")
        return spec

    def specs(self, said: Mapping[str, Any], names: Iterable[str], where: str) -> dict[str, Spec]:
        return {name: self.spec(said[name], f"{where}.{name}") for name in names if name in said}

    def node(self, name: str, value: Any) -> Node:
        where = f"nodes.{name}"
        said = self.table(value, where)
        self.known(said, _NODE, where)
        if "type" not in said:
            self.wrong(where, f"has no type; known: {', '.join(_types())}")
        if not {"name", "identifier", "country"} & set(said):
            self.wrong(where, "has neither name nor identifier: say in which column its name stands")
        values = self.specs(said, ("name", "other_names", "identifier", "country", "labels", "from", "to"), where)
        properties = self.specs(
            self.table(said.get("properties", {}), f"{where}.properties"), said.get("properties", {}), f"{where}.properties"
        )
        ignore = frozenset(text.strip().casefold() for text in self.texts(said.get("ignore", []), f"{where}.ignore"))
        type = self.one_of(said["type"], _types(), f"{where}.type")
        scheme, split = (self.text(said.get(n, ""), f"{where}.{n}") for n in ("scheme", "split"))
        return Node(name, type, values, properties, scheme or "table", split, ignore)

    def link(self, number: int, value: Any, nodes: Mapping[str, Node]) -> Link:
        where = f"links[{number}]"
        said = self.table(value, where)
        self.known(said, _LINK, where)
        for name in ("type", "from", "to"):
            if name not in said:
                self.wrong(where, f"has no {name}")
        start, end, via = (self.text(said.get(name, ""), f"{where}.{name}") for name in ("from", "to", "via"))
        for name, node in (("from", start), ("to", end), ("via", via)):
            if node not in nodes and (node or name != "via"):
                self.wrong(f"{where}.{name}", f"{node!r} is none of the nodes; there are: {', '.join(nodes)}")
        type = self.one_of(said["type"], _link_types(), f"{where}.type")
        self._check_ends(type, nodes[start], nodes[end], where)
        names = ("amount", "currency", "date", "value_date", "flow", "role", "title", "modality", "valid_from", "valid_to", "percentage")
        values = self.specs(said, names, where)
        if "measure" in said:
            values["measure"] = self.one_of(said["measure"], ontology.MEASURES, f"{where}.measure")
        elif "amount" in values:
            self.wrong(where, f"has an amount and no measure: pledged, committed, paid, spent or another of {', '.join(ontology.MEASURES)}")
        properties = self.specs(
            self.table(said.get("properties", {}), f"{where}.properties"), said.get("properties", {}), f"{where}.properties"
        )
        return Link(type, start, end, values, properties, via, self._unit(said.get("unit", ""), where))

    def _unit(self, value: Any, where: str) -> str:
        if value and not str(value).isdigit():
            self.wrong(f"{where}.unit", "has to be a whole number: 1000 where amounts are in thousands")
        return str(value)

    def _check_ends(self, type: Spec, start: Node, end: Node, where: str) -> None:
        if type.columns or start.type.columns or end.type.columns:
            return  # known row by row
        ends = (type.value, start.type.value, end.type.value)
        if ends not in ontology.ALLOWED:
            allowed = ", ".join(f"{a} → {b}" for a, b in ontology.TYPES[type.value].ends)
            self.wrong(where, f"{type.value} cannot go from {start.type.value} to {end.type.value}; it goes {allowed}")


def _types() -> tuple[str, ...]:
    return tuple(label for label in ontology.MAIN_LABELS if label != ontology.SOURCE)


def _link_types() -> tuple[str, ...]:
    return tuple(name for name in ontology.LINK_TYPE_NAMES if name not in ontology.HIDDEN_TYPES)

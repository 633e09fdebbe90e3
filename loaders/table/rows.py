"""From the rows of a table and its mapping to records and links."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from cooplinks.app import names, ontology
from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import PUBLISHER, identifier_key, normal_identifier
from cooplinks.app.model import Identifier, Name, Properties, Record, Value
from cooplinks.loaders import values
from cooplinks.loaders.sheets import Row
from cooplinks.loaders.table.mapping import Link, Map, Node, Spec, folded
from cooplinks.loaders.telling import Dates, Teller, body_keys, country_record

_MONEY = ("currency", "measure", "date", "value_date")
_EXACTLY = Context(prec=500)
_PLAIN = ("role", "title", "modality", "percentage")


@dataclass(frozen=True, slots=True)
class Wrong(Exception):
    """Why a row is refused."""

    reason: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a row names, as its cells write it."""

    node: Node
    type: str
    names: tuple[str, ...]
    identifier: str
    country: str | None
    labels: tuple[str, ...]
    span: tuple[str | None, str | None]
    properties: Properties


@dataclass(frozen=True, slots=True)
class Tie:
    """A link that a row states: ends by the numbers of things, what is said of it, and its flow."""

    link: Link
    type: str
    properties: dict[str, Value]
    span: tuple[str | None, str | None]
    flow: str


class Cells:
    """Reads the values of a mapping from the cells of a row; raises InputRefused where the header lacks a column."""

    def __init__(self, mapping: Map, header: Sequence[str], source: str) -> None:
        exact = {name: at for at, name in reversed(list(enumerate(header)))}
        loose = {folded(name): at for at, name in reversed(list(enumerate(header)))}
        self._at: dict[str, int] = {}
        for column in sorted(mapping.columns()):
            at = exact.get(column, loose.get(folded(column)))
            if at is None and mapping.recognise and column not in mapping.recognise:
                at = len(header)  # a vintage that has it not: blank in each row
            if at is None:
                listed = ", ".join(name for name in header if name)
                raise InputRefused(source, f"has no column {column!r}, which {mapping.path} names; there are: {listed[:500]}", "row:1")
            self._at[column] = at
        self.used = frozenset(self._at.values())

    def column(self, name: str, rows: Iterable[Row]) -> Iterator[str]:
        """The texts of a column over all rows."""
        return (row.cells[self._at[name]] for row in rows if not row.wrong) if name in self._at else iter(())

    def text(self, spec: Spec | None, cells: Sequence[str]) -> str:
        """The value in a row, '' where there is none."""
        if spec is None:
            return ""
        parts = [cell for column in spec.columns if (at := self._at[column]) < len(cells) and (cell := cells[at].strip())]
        text = spec.join.join(parts)
        if not text:
            return spec.value
        return spec.words.get(text.casefold(), text)


class Rows:
    """Tells the rows of one table."""

    def __init__(self, mapping: Map, cells: Cells, teller: Teller, dates: Dates, publisher: str) -> None:
        self._map, self._cells, self._teller, self._dates, self._publisher = mapping, cells, teller, dates, publisher

    def tell(self, cells: Sequence[str], locator: str, quote: str) -> None:
        """Make what a row says; raises Wrong before anything is made where a cell can't be read."""
        things = {name: self._things(node, cells) for name, node in self._map.nodes.items()}
        if not any(things.values()):
            raise Wrong("names nothing: every column of a name or identifier is blank")
        ties = [tie for link in self._map.links if things[link.start] and things[link.end] and (tie := self._tie(link, things, cells))]
        row = self._row_key(cells)
        keys = _Keys(things, self._map.links, self._publisher)
        stated = _stated(ties, things)
        made = {name: [self._record(t, keys, stated.get(name, {}), locator, quote) for t in listed] for name, listed in things.items()}
        for number, tie in enumerate(ties):
            self._say(tie, made, f"{row} {number}", locator, quote)

    def _row_key(self, cells: Sequence[str]) -> str:
        keyed = [self._cells.text(Spec((column,)), cells) for column in self._map.key]
        return "\x1f".join(keyed if any(keyed) else cells)

    # -- things

    def _things(self, node: Node, cells: Sequence[str]) -> list[Thing]:
        """What a row names by a node: one, or several where its cells are split; their columns have to go together."""
        read = {name: self._several(node, name, cells) for name in ("name", "identifier", "country")}
        size = max(map(len, read.values()))
        for name, texts in read.items():
            if len(texts) not in (0, size) and not (name == "country" and len(texts) == 1):
                raise Wrong(f"{node.name}: {size} parts, and {len(texts)} of {name}: each needs as many, parted by {node.split!r}")
            read[name] = texts * size if len(texts) == 1 else texts or [""] * size
        rows = zip(*read.values(), strict=True)
        found = [self._thing(node, name, id, self._country(node, country), cells) for name, id, country in rows]
        return [thing for thing in found if any(thing.names) and thing.names[0].casefold() not in node.ignore]

    def _several(self, node: Node, name: str, cells: Sequence[str]) -> list[str]:
        text = self._cells.text(node.values.get(name), cells)
        parts = [" ".join(part.split()) for part in (text.split(node.split) if node.split else [text])]
        while parts and not parts[-1]:
            parts.pop()
        return parts

    def _thing(self, node: Node, name: str, id: str, country: str | None, cells: Sequence[str]) -> Thing:
        id = id if normal_identifier(id) else ""
        others = self._cells.text(node.values.get("other_names"), cells)
        named = [text for text in (name, *(t.strip() for t in others.split(node.split or "\0"))) if text]
        read = self._cells.text
        return Thing(
            node,
            self._word(node.type, ontology.MAIN_LABELS, cells, "type"),
            tuple(dict.fromkeys(named)) or (id or (country or "" if not node.values.keys() & {"name", "identifier"} else ""),),
            id,
            country,
            self._labels(node, cells),
            (self._date(node.values.get("from"), cells), self._date(node.values.get("to"), cells)),
            {name: text for name, spec in node.properties.items() if (text := read(spec, cells))},
        )

    def _country(self, node: Node, text: str) -> str | None:
        code = values.country_of(text) if text else None
        if text and code is None:
            self._teller.odd(f"{node.name}: {text!r} is no country of ISO 3166-1, so none is taken", "country")
        return code

    def _labels(self, node: Node, cells: Sequence[str]) -> tuple[str, ...]:
        text = self._cells.text(node.values.get("labels"), cells)
        known = {label.name.casefold(): label.name for label in ontology.LABELS if not label.main and not label.derived}
        parts = [part.strip() for part in text.split(node.split or ";") if part.strip()]
        for part in parts:
            if part.casefold() not in known:
                self._teller.odd(f"{node.name}: {part!r} is no label; known: {', '.join(known.values())}", "labels")
        return tuple(known[part.casefold()] for part in parts if part.casefold() in known)

    def _word(self, spec: Spec, allowed: Iterable[str], cells: Sequence[str], what: str) -> str:
        text = self._cells.text(spec, cells)
        known = {word.casefold(): word for word in allowed}
        if text.casefold() not in known:
            raise Wrong(f"{what} {text!r} ({spec.shown}) is not known: translate it in the mapping (map = {{ … }})")
        return known[text.casefold()]

    def _date(self, spec: Spec | None, cells: Sequence[str]) -> str | None:
        text = self._cells.text(spec, cells)
        if not text or spec is None:
            return None
        date = self._dates(spec.columns[0] if spec.columns else "value", text)
        if date is None:
            raise Wrong(f"{spec.shown}: {values.not_a_date(text)}")
        return date

    def _record(self, thing: Thing, keys: "_Keys", stated: Properties, locator: str, quote: str) -> Record:
        if thing.type == "Place" and thing.country and values.country_of(thing.names[0]) == thing.country:
            return country_record(self._teller, thing.country, locator, quote)
        known = keys.of(thing)
        return self._teller.record(
            thing.type,
            _local(thing, known),
            tuple(Name(name) for name in thing.names),
            locator,
            quote,
            labels=tuple(label for label in thing.labels if thing.type == "Organisation"),
            identifiers=(Identifier(thing.node.scheme, thing.identifier),) if thing.identifier else (),
            country=thing.country,
            properties={**thing.properties, **stated},
            valid_from=thing.span[0],
            valid_to=thing.span[1],
            keys=known,
        )

    # -- links

    def _tie(self, link: Link, things: Mapping[str, list[Thing]], cells: Sequence[str]) -> Tie | None:
        read = self._cells.text
        properties: dict[str, Value] = {name: text for name in _PLAIN if (text := read(link.values.get(name), cells))}
        properties |= {name: text for name, spec in link.properties.items() if (text := read(spec, cells))}
        span = self._date(link.values.get("valid_from"), cells), self._date(link.values.get("valid_to"), cells)
        type = self._word(link.type, ontology.LINK_TYPE_NAMES, cells, "link type")
        flow = self._money(link, cells, properties) if type == "FUNDED_BY" else ""
        start, end = things[link.start][0].type, things[link.end][0].type
        if (type, start, end) not in ontology.ALLOWED:
            raise Wrong(f"{type} cannot go from {start} to {end}")
        return Tie(link, type, properties, span, flow)

    def _money(self, link: Link, cells: Sequence[str], properties: dict[str, Value]) -> str:
        """Read the money of a link into its properties (M4, M5, M6); what names its flow, '' for a link without money."""
        text = self._cells.text(link.values.get("amount"), cells)
        if not text:
            properties["measure"] = "role"
            return ""
        amount = values.amount_of(text)
        if amount is None:
            raise Wrong(f"{link.values['amount'].shown}: {values.not_an_amount(text)}")
        properties["amount"] = format(_EXACTLY.multiply(Decimal(amount), Decimal(link.unit)), "f") if link.unit else amount
        properties["measure"] = self._word(link.values["measure"], ontology.MEASURES, cells, "measure")
        currency = self._cells.text(link.values.get("currency"), cells).upper()
        if len(currency) == 3 and currency.isascii() and currency.isalpha():
            properties["currency"] = currency
        else:
            self._teller.odd("amount without a currency of three letters: it is in no sum", link.values["amount"].shown)
        for name in ("date", "value_date"):
            if date := self._date(link.values.get(name), cells):
                properties[name] = date
        properties["direction"] = "outgoing"
        return self._cells.text(link.values.get("flow"), cells) or "own"

    def _say(self, tie: Tie, made: Mapping[str, list[Record]], discriminator: str, locator: str, quote: str) -> None:
        starts, ends = made[tie.link.start], made[tie.link.end]
        told = dict(tie.properties)
        flow = bool(tie.flow) and told["measure"] not in ("role", "stated")
        if flow and len(starts) * len(ends) > 1:  # nobody says who gave or got how much (M18)
            self._teller.odd("one amount of several parties: shares unknown, no money on their links", locator)
            told = {"measure": "role", "share": "unknown"}
            flow = False
        if flow and tie.link.via and made[tie.link.via]:
            told["via"] = _key(made[tie.link.via][0])
        for start in starts:
            for end in ends:
                if flow and start.type == "Project":
                    told |= {"via": _key(start), "direction": "incoming", "receiver_activity": _key(start)}
                since, until = tie.span[0], tie.span[1]
                named = f"{self._publisher} {tie.flow} {told['measure']}" if flow and tie.flow != "own" else None
                self._teller.say(
                    tie.type, start.id, end.id, discriminator, locator, quote, told, flow=named or flow, valid_from=since, valid_to=until
                )


def _local(thing: Thing, keys: Sequence[str | None]) -> str:
    """What tells a thing from others in its table: its identifier, else its name with its country, date or body."""
    if thing.identifier:
        return "|".join((normal_identifier(thing.identifier) or "", *(thing.names if thing.type == "Organisation" else ())))
    known = next((key for key in keys if key), "") if thing.type == "Person" else ""
    return "|".join((thing.names[0], thing.country or "", (thing.span[0] or "") if thing.type == "Event" else "", known))


def _key(record: Record) -> str:
    return record.keys[0] if record.keys else record.id


def _stated(ties: Iterable[Tie], things: Mapping[str, list[Thing]]) -> dict[str, dict[str, Value]]:
    """The amounts that stand on a project since several share them, by the project's node."""
    found: dict[str, dict[str, Value]] = {}
    for tie in ties:
        if tie.flow and len(things[tie.link.start]) * len(things[tie.link.end]) > 1:
            project = next((n for n in (tie.link.start, tie.link.via) if n and things[n] and things[n][0].type == "Project"), None)
            if project and len(things[project]) == 1:
                found[project] = {
                    name: tie.properties[name] for name in ("amount", "currency", "measure", "date") if name in tie.properties
                }
    return found


class _Keys:
    """The keys by which the things of one row are known to other sources."""

    def __init__(self, things: Mapping[str, list[Thing]], links: Iterable[Link], publisher: str) -> None:
        self._things, self._links, self._publisher = things, tuple(links), publisher

    def of(self, thing: Thing) -> list[str | None]:
        own = identifier_key(thing.type, thing.identifier)
        if thing.type == "Organisation":
            return self._body(thing)
        name, date = thing.names[0], thing.span[0]
        if thing.type == "Person":
            return [own, *(names.person_key(name, key) for key in self._bodies(thing, ("REPRESENTS",)))]
        if thing.type == "Event":
            place = next((t.names[0] for t in self._linked(thing, ("HELD_IN",))), None)
            return [own, names.event_key(name, date, place)]
        if thing.type == "Project":
            if own:
                return [own]
            return [names.project_key(name, key) for key in self._bodies(thing, ("IMPLEMENTED_BY", "FUNDED_BY", "SUPPORTED_BY"))]
        return [own, names.place_key(name, thing.country)]

    def _body(self, thing: Thing) -> list[str | None]:
        return body_keys(thing.names, thing.identifier, thing.country, self._publisher)

    def _bodies(self, thing: Thing, types: tuple[str, ...]) -> list[str]:
        found = [self._body(t) for t in self._linked(thing, types) if t.type == "Organisation"]
        return [key for keys in found for key in keys if key and PUBLISHER not in key]  # those join less, see resolve.cluster

    def _linked(self, thing: Thing, types: tuple[str, ...]) -> list[Thing]:
        return [t for link in self._links if link.start == thing.node.name and link.type.value in types for t in self._things[link.end]]

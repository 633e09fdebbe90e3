"""Writes a mapping from the header and the first rows of a table: a start that a person looks at and mends."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from cooplinks.app import names, ontology
from cooplinks.loaders import values
from cooplinks.loaders.sheets import Sheet, is_ours

_LOOKED_AT = 200  # rows
_MOSTLY = 0.8

# the words of a header that say which thing a column is of; the first that fits is taken
_NODES: tuple[tuple[str, str, str], ...] = (
    (
        "funder",
        "Organisation",
        "funder|funding|funded by|donor|grantmaker|financier|financed by|provider|payer|source organisation|sponsor",
    ),
    (
        "recipient",
        "Organisation",
        "recipient|grantee|beneficiary|receiver|payee|implementer|implementing|implemented by|contractor|supplier|vendor|awardee|partner",
    ),
    ("person", "Person", "person|speaker|participant|attendee|delegate|representative|director|contact|surname|full name|member name"),
    ("event", "Event", "event|meeting|workshop|conference|training|session"),
    ("project", "Project", "project|activity|programme|program|grant|action|initiative"),
    ("organisation", "Organisation", "organisation|organization|org|institution|company|ministry|body|agency|employer|affiliation|ngo"),
    ("place", "Place", "place|city|town|venue|location|municipality"),
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("identifier", "id|identifier|code|ref|reference|number|no|registration"),
    ("country", "country|nationality|iso|iso2|iso3"),
    ("labels", "type|kind|category"),
    ("title", "role|position|function|job|title"),
    ("from", "start|begin|from|since"),
    ("to", "end|until|completion"),
)
_MONEY = "amount|value|sum|total|commitment|committed|disbursement|disbursed|paid|payment"
_MONEY += "|eur|usd|gbp|euro|award|awarded|grant size"
_PAID = "disbursement|disbursed|paid|payment"
_SPLITS = (";", "|")


@dataclass(slots=True)
class Column:
    """A column: its header, the words of it, and some of its texts."""

    name: str
    words: list[str]
    texts: list[str] = field(default_factory=list)

    def says(self, words: str) -> bool:
        text = f" {' '.join(self.words)} {' '.join(map(_singular, self.words))} "
        return any(f" {word} " in text for word in words.split("|"))

    def mostly(self, fits: "re.Pattern[str] | None" = None, *, dates: bool = False, countries: bool = False) -> bool:
        """Whether most of its texts are numbers (fits), dates or countries."""
        tests = [
            (fits.fullmatch(t) is not None if fits else False)
            or (dates and bool(values.iso_date(t) or values.turned_date(t, day_first=False)))
            or (countries and values.country_of(t) is not None)
            for t in self.texts
        ]
        return bool(tests) and sum(tests) >= _MOSTLY * len(tests)

    @property
    def split(self) -> str:
        return next((s for s in _SPLITS if sum(s in t for t in self.texts) > len(self.texts) / 10), "")


@dataclass(slots=True)
class Guess:
    """What was guessed so far: columns by node and part, the money's columns, and those of which nothing is known."""

    nodes: dict[str, dict[str, Column]] = field(default_factory=dict)
    money: list[Column] = field(default_factory=list)
    currency: Column | None = None
    date: Column | None = None
    role: Column | None = None
    left: list[Column] = field(default_factory=list)


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


_NUMBER = re.compile(r"[+-]?[\d.,]+", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_TYPES = {name: type for name, type, _ in _NODES}


def guess(sheet: Sheet, *, shown: str) -> str:
    """A mapping for a table as TOML; `shown` names its file."""
    found = Guess()
    for column in _columns(sheet):
        _place(found, column)
    _name_nodes(found)
    return "\n".join(_lines(found, sheet, shown)) + "\n"


def _columns(sheet: Sheet) -> list[Column]:
    columns = [Column(name, names.words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " "))) for name in sheet.header]
    for row in islice((row for row in sheet.rows if not row.wrong), _LOOKED_AT):
        for column, cell in zip(columns, row.cells, strict=False):
            if cell.strip():
                column.texts.append(cell.strip())
    return [column for column in columns if column.name and not is_ours(column.name)]


def _place(found: Guess, column: Column) -> None:
    node = next((name for name, _, words in _NODES if column.says(words)), None)
    number = column.mostly(_NUMBER) and not column.mostly(_YEAR)
    if column.says("currency"):
        found.currency = found.currency or column
    elif column.says(_MONEY) and number:
        found.money.append(column)
    elif (column.mostly(dates=True) and (column.says("date|year|day|when") or node is None)) or (column.says("date") and node is None):
        _put_date(found, column, node)
    elif node is None and column.says("country") and column.mostly(countries=True):
        found.nodes.setdefault("country", {}).setdefault("country", column)
    elif node is None and column.says("role|position|function|job title") and found.role is None:
        found.role = column
    elif node is None:
        found.left.append(column)
    else:
        part = next((name for name, words in _PARTS if column.says(words) and _may_be(name, node, column)), "name")
        place = found.nodes.setdefault(node, {})
        if part in place:
            found.left.append(column)
        elif part == "title":
            found.role = found.role or column
        else:
            place[part] = column


def _may_be(part: str, node: str, column: Column) -> bool:
    """Whether a column of a node can be this part of it."""
    if part == "title":
        return node == "person"
    if part in ("from", "to"):
        return column.mostly(dates=True)
    if part == "identifier":
        return not column.says("type|kind|category")
    return part != "country" or column.mostly(countries=True)


def _put_date(found: Guess, column: Column, node: str | None) -> None:
    part = "to" if column.says("end|ends|until|completion") else "from"
    spans = column.says("start|begin|begins|end|ends|completion|from|until")
    whose = node or ("project" if spans and "project" in found.nodes else None)
    if whose == "event" or (whose == "project" and spans):
        found.nodes.setdefault(whose, {}).setdefault(part, column)
    elif found.date is None:
        found.date = column
    else:
        found.left.append(column)


def _name_nodes(found: Guess) -> None:
    """A node whose only columns are of dates or kinds names nothing; a bare `name` is an organisation's."""
    bare = next((c for c in found.left if c.words in (["name"], ["title"])), None)
    if bare and not any("name" in parts for parts in found.nodes.values()):
        found.left.remove(bare)
        found.nodes.setdefault("project" if bare.words == ["title"] else "organisation", {})["name"] = bare
    for node in [n for n, parts in found.nodes.items() if not parts.keys() & {"name", "identifier"} and n != "country"]:
        found.left += found.nodes.pop(node).values()


def _lines(found: Guess, sheet: Sheet, shown: str) -> list[str]:
    lines = [
        f"# A mapping for {_comment(shown)}, guessed from its header and its first rows.",
        "# Look it over: what stands where, what is linked with what.",
    ]
    lines += ["# `cooplinks table check FILE --map THIS` shows what ten rows would say.", "", "[table]"]
    lines += ['publisher = ""  # whose table it is: names without identifier are told apart by it']
    lines += [f"sheet = {_quoted(sheet.name)}"] if sheet.name else []
    for node, parts in found.nodes.items():
        lines += ["", f"[nodes.{node}]", f"type = {_quoted('Place' if node == 'country' else _TYPES[node])}"]
        lines += [line for part, column in parts.items() for line in _part(node, part, column)]
        split = next((c.split for part, c in parts.items() if part == "name" and c.split), "")
        lines += [f"split = {_quoted(split)}"] if split else []
    lines += _links(found)
    if found.left:
        lines += ["", "# Not used:", *(f"#   {_comment(column.name)}" for column in found.left)]
    return lines


def _part(node: str, part: str, column: Column) -> list[str]:
    if part != "labels":
        return [f"{part} = {_quoted(column.name)}"]
    if _TYPES.get(node) != "Organisation":
        return []
    known = {label.name.casefold() for label in ontology.LABELS}
    kinds = sorted({t for t in column.texts if t.casefold() not in known})[:20]
    if not kinds:
        return [f"labels = {_quoted(column.name)}"]
    labels = ", ".join(label.name for label in ontology.LABELS if not label.main and not label.derived)
    words = ", ".join(f'{_quoted(kind)} = ""' for kind in kinds)
    return [f"# labels = {{ column = {_quoted(column.name)}, map = {{ {words} }} }}  # each one of {labels}"]


def _links(found: Guess) -> list[str]:
    have, lines = found.nodes.keys(), []
    body = next((n for n in ("recipient", "organisation") if n in have), None)
    if "funder" in have and "project" in have:
        paid: list[Column | None] = [] if body else [*found.money]
        lines += [line for m in paid or [None] for line in _link("FUNDED_BY", "project", "funder", found, m)]
    if "project" in have and body:
        lines += _link("IMPLEMENTED_BY", "project", body)
    if "funder" in have and body:
        via = "project" if "project" in have else ""
        given: list[Column | None] = [*found.money]
        lines += [line for m in given or [None] for line in _link("FUNDED_BY", body, "funder", found, m, via=via)]
    if "person" in have and body:
        lines += _link("REPRESENTS", "person", body, more=[f"title = {_quoted(found.role.name)}"] if found.role else [])
    if "event" in have:
        guest = "person" if "person" in have else body
        lines += _link("ATTENDED", guest, "event") if guest else []
        lines += _link("HELD_IN", "event", "place") if "place" in have else []
        lines += _link("PART_OF", "event", "project") if "project" in have else []
    if "country" in have and (start := "project" if "project" in have else body):
        lines += _link("LOCATED_IN", start, "country")
    return lines


def _link(
    type: str, start: str, end: str, found: Guess | None = None, money: Column | None = None, *, via: str = "", more: Iterable[str] = ()
) -> list[str]:
    lines = ["", "[[links]]", f'type = "{type}"', f'from = "{start}"', f'to = "{end}"', *more]
    if money and found:
        lines += [f'via = "{via}"'] if via else []
        lines += [f"amount = {_quoted(money.name)}", f'measure = "{"paid" if money.says(_PAID) else "committed"}"']
        lines += [f"currency = {_quoted(found.currency.name)}" if found.currency else _currency(money)]
        lines += [f"date = {_quoted(found.date.name)}"] if found.date else []
    return lines


def _currency(money: Column) -> str:
    """The line of the currency that the header names; one to be filled in where it names none."""
    named = [w.upper() for w in money.words if w in ("eur", "usd", "gbp", "chf", "nok", "sek", "dkk", "cad", "aud", "jpy")]
    code = (named or ["EUR" if "euro" in money.words else ""])[0]
    return f'currency = {{ value = "{code}" }}' if code else '# currency = { value = "EUR" }  # which? without one an amount is in no sum'


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _comment(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)

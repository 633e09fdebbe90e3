"""Makes the records and statements of one source, each record once, and counts what is odd or not taken."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from cooplinks.app import names
from cooplinks.app.ids import StatementIds, gazetteer_key, identifier_key, record_id
from cooplinks.app.model import Identifier, Item, Name, Properties, Record, Source, Statement, Warned, quick
from cooplinks.app.names import country_key, publisher_key
from cooplinks.loaders import values

NOTHING: Properties = {}
_statement, _record = quick(Statement), quick(Record)


class Teller:
    """What one source says, piece by piece: `said` gives what was made since it was last asked."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.records: dict[str, Record] = {}
        ids = StatementIds(source.id)
        self._id, self._only_id = ids.make, ids.only
        self._said: list[Item] = [Record(id=source.id, source=source.id, type="Source", names=(Name(source.title),))]
        self._odd: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self.unused: Counter[str] = Counter()

    def said(self) -> list[Item]:
        """The items made since the last call, in order."""
        said, self._said = self._said, []
        return said

    def put(self, item: Item) -> None:
        """An item as it is."""
        self._said.append(item)

    def record(
        self,
        type: str,
        local: str,
        named: tuple[Name, ...],
        locator: str,
        quote: str,
        *,
        labels: tuple[str, ...] = (),
        identifiers: tuple[Identifier, ...] = (),
        country: str | None = None,
        properties: Properties = NOTHING,
        valid_from: str | None = None,
        valid_to: str | None = None,
        keys: Iterable[str | None] = (),
        told: Properties = NOTHING,
        once: bool = False,
    ) -> Record:
        """The record of what the source calls `local`, made and said to be mentioned once; `told` goes with the mention.

        `once`: nothing of this name comes again, so it need not be remembered.
        """
        source = self.source
        id = record_id(type, source.key, local)
        known = None if once else self.records.get(id)
        if known is not None:
            return known
        kept = tuple(dict.fromkeys([key for key in keys if key]))
        record = _record(id, source.id, type, named, labels, identifiers, country, properties, valid_from, valid_to, "unknown", kept)
        if not once:
            self.records[id] = record
        self._said.append(record)
        self.say("MENTIONED_IN", id, source.id, "", locator, quote, told, once=True)
        return record

    def say(
        self,
        type: str,
        start: str,
        end: str,
        discriminator: str,
        locator: str,
        quote: str,
        properties: Properties = NOTHING,
        *,
        flow: bool | str = False,
        valid_from: str | None = None,
        valid_to: str | None = None,
        once: bool = False,
    ) -> None:
        """A link between two records by their ids; a money flow is named by its own statement's id, or as `flow` says.

        `once`: no link of this type, ends and discriminator comes again.
        """
        id = (self._only_id if once else self._id)(type, start, end, discriminator)
        source = self.source
        self._said.append(
            _statement(
                id, source.id, type, start, end, locator, quote, source.extractor, 1.0, None, properties, valid_from, valid_to, "unknown",
                flow if isinstance(flow, str) else id if flow else None,
            )
        )  # fmt: skip

    def odd(self, text: str, locator: str) -> None:
        """Note what was taken although it is odd; the same text is said once, with how often and where first."""
        self._odd[text] += 1
        self._first.setdefault(text, locator)

    def oddities(self) -> Iterator[Warned]:
        """What was odd, and last what nobody took."""
        for text, n in self._odd.items():
            yield Warned("file", f"{n:,} × {text} (first: {self._first[text]})" if n > 1 else f"{self._first[text]}: {text}")
        if self.unused:
            parts = [f"{n:,} × {name}" for name, n in sorted(self.unused.items(), key=lambda item: (-item[1], item[0]))]
            yield Warned("file", "not used: " + ", ".join(parts))


class Dates:
    """Reads the dates of a source: ISO at once, dd/mm/yyyy after a look over its whole column, which `column` gives by name (M6)."""

    def __init__(self, column: Callable[[str], Iterable[str]], teller: Teller) -> None:
        self._column, self._teller = column, teller
        self._day_first: dict[str, bool] = {}

    def __call__(self, column: str, text: str) -> str | None:
        """The day, or the year alone where nobody can tell; None for what is no date."""
        if day := values.iso_date(text):
            return day
        if values.turned_date(text, day_first=False) is None:
            return None
        if column not in self._day_first:
            self._day_first[column] = values.days_first(self._column(column))
        if not self._day_first[column]:
            self._teller.odd(f"{column} whose day and month nobody can tell apart: the year alone is taken", repr(text))
        return values.turned_date(text, day_first=self._day_first[column])


def organisation_keys(identifier: str | None, named: Iterable[str], publisher: str) -> list[str | None]:
    """The keys of an organisation in a publisher's files: its identifier's and its names', without identifier its first name's (M1)."""
    key = identifier_key("Organisation", identifier)
    by_name = [publisher_key(name, publisher) for name in named if name]
    return [key, *by_name] if key else [*by_name[:1]]


def country_record(teller: Teller, code: str, locator: str, quote: str) -> Record:
    """The record of a country."""
    from cooplinks.loaders.prose.tables import country_names

    name = Name(country_names().get(code, code), "en")
    properties: Properties = {"kind": "country"}
    return teller.record(
        "Place", f"country {code}", (name,), locator, quote, country=code, properties=properties, keys=(country_key(code),)
    )


def body_keys(named: Sequence[str], identifier: str, country: str | None, publisher: str) -> list[str | None]:
    """The keys of an organisation of a table: identifier, name in the publisher's files, gazetteer entry, else name and country (M1).

    The gazetteer's entry brings its public identifiers.
    """
    from cooplinks.loaders.prose.tables import country_words, identifiers

    known = _gazetteer().get(names.fold(named[0]))
    if known:
        given = (identifier_key("Organisation", each) for each in identifiers().get(known, ()))
        own: list[str | None] = [*given, gazetteer_key("Organisation", known)]
    else:
        own = [names.organisation_key(named[0], country, country_words=country_words(country))] if country else []
    told = organisation_keys(identifier, named, publisher) if publisher else [identifier_key("Organisation", identifier)]
    return [*told, *own]


@lru_cache(maxsize=1)
def _gazetteer() -> dict[str, str]:
    """Folded name of each body of the gazetteer to its entry; short forms and names that every country has are left out."""
    from cooplinks.loaders.prose.tables import bodies

    rows = [(id, row) for id, row in bodies().items() if not row["flags"]]
    full = {names.fold(row["name"]): id for id, row in reversed(rows)}
    others = {names.fold(alias): id for id, row in reversed(rows) for alias in row["aliases"].split("|") if " " in alias}
    return {name: id for name, id in (others | full).items() if " " in name}


_REGISTERED = re.compile(r"([A-Z]{2}-|X[A-Z]-)[A-Z0-9_]+-.|360G-.", re.IGNORECASE)


def is_registered(identifier: str) -> bool:
    """Whether an identifier names its register, as org-id.guide has it: GB-CHC-1126147, XM-DAC-5-52."""
    return _REGISTERED.match(identifier) is not None

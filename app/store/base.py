"""The store port: what both stores can do. No Cypher and no SQL goes through it, and one contract suite runs on both.

How things lie: a record's *identity* is the sorted tuple of its keys (`Record.identity`). Records of equal identity are one entity, and
the store keeps one entity id an identity, so that merging or splitting moves identities, never statements. `app/resolve` decides which
identities go together; a store only keeps what it is told.

A version is `{n}-{digest}`: n counts the loads that changed something, the digest chains over everything loaded, so that no two
contents share one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from cooplinks.app.ids import digest
from cooplinks.app.model import Counts, Decision, Entity, Judgement, Record, Source, Statement

Identity = tuple[str, ...]

EMPTY_VERSION = "0-empty"
# Who is who is said of no one source: what holds the lock while it is judged. No source has such an id.
WHO_IS_WHO = Source(id="src:judgements", key="", kind="judgement", title="who is who", extractor="", content_hash="")
WAIT_S = 60.0
_NUMBER = re.compile(r"(\d+)")


def locator_order(locator: str) -> list[tuple[int, str]]:
    """Orders locators as a reader of the source meets them: numbers by value, the rest by alphabet."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBER.split(locator)]


def next_version(version: str, *what: str) -> str:
    """The version after `version` once `what` (a source's id, its content hash, the act) has happened."""
    return f"{int(version.partition('-')[0]) + 1}-{digest(version, *what, size=6)}"


class StatementRow(NamedTuple):
    """A statement as the snapshot streams it: ends as entity ids, dates as ISO prefixes; only statements that are in the graph."""

    id: str
    type: str
    from_entity: str
    to_entity: str
    source: str
    confidence: float
    reviewed: bool | None
    valid_from: str | None
    valid_to: str | None
    end_state: str
    flow: str | None
    properties: str | None  # JSON object, None where empty


@dataclass(frozen=True, slots=True)
class Stored:
    """A statement with what belongs to its evidence: the entities and the names its source uses for both ends."""

    statement: Statement
    from_entity: str
    to_entity: str
    from_name: str
    to_name: str
    source_title: str
    source_url: str | None
    source_date: str | None


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source and what it came to: `statements` without MENTIONED_IN, those that make no Link included."""

    source: Source  # without `text` in lists
    records: int
    statements: int
    loaded_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a text names: entities by id, identifier or record id; or an id merged into another; or one that is gone."""

    entities: tuple[str, ...] = ()
    exact: bool = False  # the text is the entity's own id
    moved_to: str | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the store: its version, the last load that changed the graph, loads that broke off, who loads now."""

    version: str
    last_load: Mapping[str, Any] | None = None  # {source, title, at, version}
    interrupted: tuple[Mapping[str, Any], ...] = ()  # {source, path, since}
    loading: str | None = None


class Mark(NamedTuple):
    """Why a money statement is in no sum, and which flow it tells of too."""

    why_not: str
    mirror_of: str | None = None


@dataclass(slots=True)
class Tally:
    """What a writer counted so far."""

    records: Counts = field(default_factory=Counts)
    statements: Counts = field(default_factory=Counts)


class Reader(Protocol):
    """The store as it was at one version, whatever is loaded meanwhile. Safe to use from several threads; close it."""

    version: str

    def entities(self) -> Iterator[Entity]:
        """All entities, Sources included, ordered by id; without `records`."""

    def statements(self) -> Iterator[list[StatementRow]]:
        """All statements that are in the graph, MENTIONED_IN included, in blocks."""

    def entity(self, id: str) -> Entity | None:
        """One entity with its records."""

    def lookup(self, text: str) -> Lookup:
        """What `text` names, trimmed and in any case.

        The first of: an entity's id, a former id, a record's id, keys and identifiers (all entities that bear it), an id that is gone.
        """

    def named(self, name: str) -> list[str]:
        """Ids of the entities that bear this full name (compared by `names.fold`), ordered."""

    def propose(self, text: str, limit: int) -> list[str]:
        """Ids of entities whose names or identifiers share most with `text`, by three-letter pieces of the folded names.

        Ranking is not its task.
        """

    def details(self, statement_ids: Sequence[str]) -> dict[str, Stored]:
        """The statements of these ids, whether in the graph or not."""

    def sources(self) -> list[SourceInfo]:
        """All sources ordered by id, without their text."""

    def source(self, id: str) -> SourceInfo | None:
        """One source with its text."""

    def source_statements(self, id: str) -> list[Stored]:
        """All a source says, MENTIONED_IN left out, rejected and invited included, by `locator_order`, type and id."""

    def source_records(self, id: str) -> list[Record]:
        """The records of a source, ordered by id."""

    def decisions(self, source: str | None = None) -> list[Decision]:
        """The ledger in the order it was written, of one source or of all; what was forgotten is still spoken of."""

    def judgements(self) -> list[Judgement]:
        """The same ledger's lines on who is who, in the order they were written."""

    def close(self) -> None:
        """Let the version go."""


class Writer(Protocol):
    """One source being loaded; nothing of it is seen before `commit`. Leaving its context without `commit` takes all back.

    Order: `put_records` before the statements that name them, `resolve.settle(writer)` in between, `retire` and `settle` last.
    """

    tally: Tally

    def put_records(self, records: Sequence[Record]) -> None:
        """Write what is new or changed by content hash; equal ones are left alone."""

    def put_statements(self, statements: Sequence[Statement]) -> None:
        """Likewise, `reviewed` being part of the content. Both records must be stored, or have been put and settled."""

    def retire(self) -> None:
        """Remove the source's records and statements that were not put since this writer began."""

    def decisions(self) -> list[Decision]:
        """The ledger's lines on this source, in order."""

    def judgements(self, keys: Iterable[str]) -> list[Judgement]:
        """The ledger's lines on pairs of which one of these keys is part, in order; also those of this writer."""

    def note(self, lines: Sequence[Decision | Judgement]) -> None:
        """Write lines at the end of the ledger; they are numbered on the way. Nothing else takes place."""

    def touched_keys(self) -> set[str]:
        """Keys of identities that came to be or lost their last record since the last call."""

    def identities(self, keys: Iterable[str]) -> dict[Identity, str | None]:
        """Every living identity that bears one of the keys, with its entity id (None: not assigned yet); also those of this writer."""

    def assign(self, entities: Mapping[Identity, str]) -> None:
        """Make these identities part of these entities; links follow."""

    def touched_entities(self) -> set[str]:
        """Ids of entities whose records or identities changed since the last call (former ids included)."""

    def profiles(self, entity_ids: Iterable[str]) -> dict[str, list[tuple[Record, int]]]:
        """What is said of each entity: distinct record contents (`id` and `source` of any one of them) with how many say so.

        [] where none is left.
        """

    def put_entities(self, entities: Sequence[Entity]) -> None:
        """Write these composed entities over what is there."""

    def drop_entities(self, gone: Mapping[str, str | None]) -> None:
        """Take these ids away; one that maps to an id answers with it from now on, None: erased (kept as a digest only)."""

    def commit(self, version: str, source: Source | None = None) -> None:
        """Show it all at once as `version`, with the source (content hash, refusals) as given here, else as given to `Store.load`.

        With `version` equal to the present one nothing but the source's own row is written.
        """


class Store(Protocol):
    """A store that is open."""

    address: str  # as given, without password

    def apply_schema(self) -> None:
        """Make or migrate the schema; raises SchemaTooNew."""

    def status(self) -> Status:
        """Its version, last load, interrupted loads."""

    def version(self) -> str:
        """The version now; cheap."""

    def known(self, source_id: str) -> str | None:
        """The content hash a source was last loaded with, None: not there (or not finished)."""

    def load(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> AbstractContextManager[Writer]:
        """Begin to load a source; one at a time. Raises StoreBusy, naming who loads, after `wait_s`."""

    def forget(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> AbstractContextManager[Writer]:
        """Likewise, but `commit` takes the source's own row away too."""

    def judging(self, *, who: str, wait_s: float = WAIT_S) -> AbstractContextManager[Writer]:
        """Likewise to judge who is who: a writer of no source, which takes no records and no statements."""

    def together(self, source: Source, *, who: str, wait_s: float = WAIT_S) -> AbstractContextManager["Store"]:
        """Give a store whose loads are shown all at once when the context ends, and are all taken back where it ends in an error.

        `source` names in the lock what is loaded. Its readers see what was there before; none of its sources is loaded twice.
        """

    def reader(self) -> Reader:
        """A reader of the version now."""

    def marked(self) -> str:
        """The version that `mark` was last called for; always the present one where nobody looks at the store itself."""

    def mark(self, version: str, marks: Mapping[str, Mark]) -> None:
        """Show on money statements which of them sums do not count at this version; the others count. Readers never ask for it."""

    def close(self) -> None:
        """Let go of files and connections."""

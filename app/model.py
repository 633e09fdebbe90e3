"""The words of cooplinks as frozen dataclasses: what a source says, and what is held of it. Imports nothing of ours.

A loader yields one `Source`, its `Record`s (what this source says of one thing) and its `Statement`s (one link between two of its
records, with the words that say it). Records that are held to be the same thing make one `Entity`; statements of one type between the
same two entities make one `Link`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")
Value = str | int | float | bool | tuple[str, ...]
Properties = Mapping[str, Value]

NO_PROPERTIES: Properties = {}


class EndState(StrEnum):
    """What is known of a link's end; `unknown` is never read as "still valid"."""

    ONGOING = "ongoing"
    ENDED_UNKNOWN = "ended_unknown"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the source writes it; `lang` is a BCP 47 tag or None."""

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A public identifier: `scheme` is where it is from (`iati`, `wikidata`, `gazetteer`, `org-id`), `value` as first spelled."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a loader refused of a source: `locator` says where (`file`, `char:12-40`, `row:17`, `line:9`), `reason` what was wrong and what
    to do; `content` is the refused row or element as it stood, so that it can be mended and loaded again.
    """

    source: str
    locator: str
    reason: str
    content: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Warned:
    """What a loader took although it is odd, or left out because it says nothing; `locator` as in `Refusal`, `file` for the whole."""

    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article, a file, a dataset release: what statements are read from.

    `id` is made of `key` (`ids.source_id`); `text` is the stored text that `char:` locators point into, None where there is none;
    `content_hash` covers the bytes read, the metadata and the extractor, so an equal one need not be read again. `date` is when it was
    published, `language` an ISO 639 code, `minhash` what near-duplicates of its text are known by (`duplicates.py`).
    """

    id: str
    key: str
    kind: str
    title: str
    extractor: str
    content_hash: str
    url: str | None = None
    date: str | None = None
    publisher: str | None = None
    licence: str | None = None
    path: str | None = None
    text: str | None = None
    language: str | None = None
    minhash: str | None = None
    refused: tuple[Refusal, ...] = ()
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of one thing.

    `id` is made of the source's key and a local key (`ids.record_id`). `type` is the main label, `labels` the further ones. `names`: the
    preferred one first. `keys`: what makes it the same thing at once as records of other sources that bear one of them (`names.py`,
    `ids.identifier_key`); without any it stands alone.
    """

    id: str
    source: str
    type: str
    names: tuple[Name, ...]
    labels: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str | None = None
    properties: Properties = field(default_factory=dict)
    valid_from: str | None = None
    valid_to: str | None = None
    end_state: str = "unknown"
    keys: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """The sorted keys it is known by, its own id where it has none: records of equal identity are one thing."""
        return tuple(sorted(set(self.keys))) or (self.id,)


@dataclass(frozen=True, slots=True)
class Statement:
    """One link as one source says it, with the words that say it.

    `id` is made of source, type, both records and a discriminator (`ids.StatementIds`). `locator` is `char:start-end` in code points, an
    XPath or `row:n`. `confidence` in [0, 1]. `reviewed`: None nobody looked, True accepted, False rejected. `flow` names the money flow a
    money link belongs to; links without one collapse by (type, from, to).
    """

    id: str
    source: str
    type: str
    from_record: str
    to_record: str
    locator: str
    quote: str
    extractor: str
    confidence: float = 1.0
    reviewed: bool | None = None
    properties: Properties = field(default_factory=dict)
    valid_from: str | None = None
    valid_to: str | None = None
    end_state: str = "unknown"
    flow: str | None = None

    @property
    def in_graph(self) -> bool:
        """Whether it makes a Link: not when rejected, nor when somebody was only invited or declined."""
        return self.reviewed is not False and self.properties.get("modality") not in ("invited", "declined")


def quick(cls: type[T]) -> Callable[..., T]:
    """A constructor of a frozen dataclass with slots that takes every field in order, in a third of the time of its own.

    Loaders make millions. The frozen class sets each field by a call; a twin of the same slots takes them as they are and is then given
    the class.
    """
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]
    sets = "".join(f"    self.{name} = {name}\n" for name in names)
    made: dict[str, Any] = {"cls": cls}
    exec(f"def __init__(self, {', '.join(names)}):\n{sets}    self.__class__ = cls\n", made)
    return type(cls.__name__, (), {"__slots__": tuple(names), "__init__": made["__init__"]})


class Verdict(StrEnum):
    """What a reviewer decided of a statement; `open` takes back what was decided before."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the ledger, which only grows: of several on one statement the last holds (`ledger.Ledger`).

    `about` is the statement as it stood, so that it is known again where a newer reading words it otherwise, for `added` the reviewer's
    own; `records` are both its ends. `at` is ISO 8601, UTC. `number` is its place in the ledger, 0 before it is written.
    """

    about: Statement
    verdict: Verdict
    who: str
    at: str
    why: str = ""
    records: tuple[Record, ...] = ()
    number: int = 0


class Likeness(StrEnum):
    """What somebody thinks of two names of bodies, people, projects: one thing or two; `open` takes back what was said last."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the same ledger on who is who; what holds of a pair says `resolve.standing`.

    `one` and `other` are keys (`Record.identity`), the lesser first; while nobody bears one of them the line waits. `names`: what both
    were called when it was written.
    """

    one: str
    other: str
    verdict: Likeness
    who: str
    at: str
    why: str = ""
    names: tuple[str, str] = ("", "")
    number: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        return self.one, self.other


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that records speak of: what they say of it, put together (`entities.compose`)."""

    id: str
    name: str
    labels: tuple[str, ...]
    country: str | None = None
    names: tuple[tuple[str, str | None, int], ...] = ()  # (text, lang, how many sources)
    identifiers: tuple[Identifier, ...] = ()
    properties: Properties = field(default_factory=dict)
    records: tuple[tuple[str, str], ...] = ()  # (record id, source id)
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of something a load wrote anew, changed, left alone and removed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def written(self) -> int:
        return self.added + self.changed

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )


@dataclass(frozen=True, slots=True)
class Spent:
    """What a language model took: requests that it answered, tokens in and out, what they cost (0 where no price is known)."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    currency: str = ""

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.requests + other.requests,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.cost + other.cost,
            self.currency or other.currency,
        )


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of a load: statements and records read, written, unchanged, removed, and what was refused or warned of."""

    read: int = 0
    records: Counts = Counts()
    statements: Counts = Counts()
    sources: int = 0
    sources_unchanged: int = 0
    refused: tuple[Refusal, ...] = ()
    warned: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # sources of a loaded folder whose file is gone

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.read + other.read,
            self.records + other.records,
            self.statements + other.statements,
            self.sources + other.sources,
            self.sources_unchanged + other.sources_unchanged,
            self.refused + other.refused,
            self.warned + other.warned,
            self.missing + other.missing,
        )


Item = Record | Statement | Refusal | Warned


@dataclass(frozen=True, slots=True)
class Reading:
    """What a loader gives for one document: the source, and its items on demand, a record before any statement that names it.

    Refusals and warnings come among them, so that a file of any size can be read in one pass. `member` names the document within the
    file where the file holds several (an archive, a sheet).
    """

    source: Source
    items: Iterable[Item]
    member: str = ""

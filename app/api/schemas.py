"""The shapes of the answers, for /openapi.json; answers are sent as the graph gives them, and a test holds them against these."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from cooplinks.app.api.queries import LabelName, LinkTypeName
from cooplinks.app.model import EndState

JsonValue = str | int | float | bool | None | list[Any] | dict[str, Any]


class Shape(BaseModel):
    """Something that an answer is made of."""


class Ref(Shape):
    """An entity in short."""

    id: str
    name: str
    labels: list[LabelName]
    country: str | None = Field(description="ISO 3166-1 alpha-2")


class SourceRef(Shape):
    """A source in short."""

    id: str
    title: str
    url: str | None
    date: str | None


class Evidence(Shape):
    """The words that a statement was read from; a prose locator `char:start-end` points into the stored text, in code points."""

    statement_id: str
    source: SourceRef
    locator: str
    quote: str
    extractor: str
    confidence: float
    reviewed: bool | None = Field(description="null: nobody looked; true: a reviewer accepted it; false: rejected")


class Link(Shape):
    """All statements of one (type, from, to); a money link: of one flow."""

    type: LinkTypeName
    from_: Ref = Field(alias="from")
    to: Ref
    properties: dict[str, JsonValue]
    valid_from: str | None
    valid_to: str | None
    end_state: EndState
    sources: int = Field(description="how many sources agree")
    confidence: float = Field(description="the highest")
    evidence: list[Evidence]


class Walked(Link):
    """A link as a path walks it."""

    forward: bool = Field(description="walked from `from` to `to`")


class Hop(Walked):
    """The most confident link of a hop."""

    parallel: list[Walked] = Field(description="the other links between the same two")


class Path(Shape):
    """A way through the graph."""

    length: int
    nodes: list[Ref]
    links: list[Hop]


class Sum(Shape):
    """Money of one measure and currency."""

    measure: str
    amount: str | None = Field(description="a decimal number")
    currency: str | None
    flows: int
    since: str | None
    until: str | None
    basis: Literal["exact", "bottleneck"]


class Difference(Shape):
    """The giver's figure less the receiver's, of one measure and currency."""

    measure: str
    amount: str
    currency: str


class MoneyWarning(Shape):
    """What must be said of an answer's money besides."""

    kind: Literal[
        "both_levels",
        "older_report",
        "secondary_report",
        "reported_by_giver",
        "several_activities",
        "other_activity",
        "more_out_than_in",
        "percentages_over_100",
    ]
    text: str
    entities: list[Ref] = Field(description="what it is about, the first 100 by id")


class Answer(Shape):
    """What answers from the graph."""

    graph_version: str = Field(description="opaque; moves on with each load that changed something", examples=["5-0a1b2c3d4e5f"])


class Listed(Answer):
    """A page of a list."""

    total: int = Field(description="items on all pages")
    next: str | None = Field(description="the `cursor` of the next page, null on the last")


class LeftOut(Shape):
    """What a walk left out."""

    left_out: list[Ref] = Field(description="entities that `exclude` or `max_degree` kept out, the first 1,000 by id")


class NodeCounts(Shape):
    """How many nodes."""

    total: int
    by_label: dict[str, int]


class LinkCounts(Shape):
    """How many Links."""

    total: int
    by_type: dict[str, int]


class Stats(Answer):
    """What the graph holds."""

    nodes: NodeCounts
    links: LinkCounts
    statements: int
    sources: int
    last_load: dict[str, Any] | None = Field(description="the last load that changed the graph")


class Hit(Ref):
    """An entity that a search found."""

    matched: str = Field(description="the name or identifier that hit")
    score: float
    degree: int


class SearchAnswer(Listed):
    """What a search found, best first."""

    items: list[Hit]


class SourcedName(Shape):
    """A name and how many sources use it."""

    name: str
    lang: str | None
    sources: int


class IdentifierValue(Shape):
    """A public identifier."""

    scheme: str
    value: str


class RecordRef(Shape):
    """A record and the source that it is of."""

    id: str
    source: str = Field(description="the source's key")
    source_id: str
    title: str | None = Field(description="the source's title")


class DirectionCounts(Shape):
    """How many Links `/links` lists by direction; what has no direction counts in each."""

    out: int
    in_: int = Field(alias="in")
    both: int


class EntityAnswer(Ref, Answer):
    """An entity with all that is held of it."""

    names: list[SourcedName]
    identifiers: list[IdentifierValue]
    properties: dict[str, JsonValue]
    records: list[RecordRef] = Field(description="the records it is made of")
    links: dict[LinkTypeName, DirectionCounts] = Field(description="how many Links of each type")
    valid_from: str | None
    valid_to: str | None


class LinksAnswer(Listed, LeftOut):
    """Links of an entity."""

    items: list[Link]


class Meeting(Shape):
    """Somebody who was in the same rooms."""

    who: Ref
    times: int
    events: list[Ref]
    through: list[Ref]


class MetAnswer(Listed, LeftOut):
    """Who was in the same rooms, most often first."""

    items: list[Meeting]


class End(Ref):
    """An end of a statement: the entity, the record read for it, and the name that its source uses."""

    record: str
    named: str


class Said(Shape):
    """What a statement says."""

    type: LinkTypeName
    from_: End = Field(alias="from")
    to: End
    properties: dict[str, JsonValue]
    valid_from: str | None
    valid_to: str | None
    end_state: EndState
    in_graph: bool = Field(description="whether it makes a Link: not when rejected, nor when somebody was only invited or declined")


class Context(Shape):
    """The stored text around a quote."""

    before: str
    quote: str
    after: str


class StatementAnswer(Said, Answer):
    """One statement, both ends as its source names them."""

    id: str
    evidence: Evidence
    context: Context | None


class SourceItem(SourceRef):
    """What was read."""

    key: str
    kind: str
    publisher: str | None
    licence: str | None
    language: str | None = Field(description="ISO 639 code, where it was told or detected")
    extractor: str
    records: int
    loaded_at: str


class SourceLine(SourceItem):
    """A source in the list."""

    statements: int
    refused: int


class SourcesAnswer(Listed):
    """What was read, by id."""

    items: list[SourceLine]


class RefusedPart(Shape):
    """What was not taken of a source, and why."""

    locator: str
    reason: str


class Counts(Shape):
    """What a source came to."""

    records: int
    statements: int
    refused: int


class SaidThere(Evidence, Said):
    """A statement in its source."""


class SourceAnswer(SourceItem, Answer):
    """One source with all it says."""

    counts: Counts
    refused: list[RefusedPart]
    warned: list[str]
    duplicate_of: SourceRef | None = Field(description="the near-duplicate, published first, that it counts as")
    duplicates: list[SourceRef] = Field(description="its near-duplicates: all of them count as one source")
    statements: list[SaidThere] = Field(description="in text or file order")
    text: str | None


class PathsAnswer(Answer, LeftOut):
    """Paths, best first."""

    from_: Ref = Field(alias="from")
    to: Ref
    paths: list[Path]
    reason: Literal["no_path", "only_beyond_max_length", "only_through_left_out"] | None = Field(description="why there is none")


class AllPathsAnswer(PathsAnswer):
    """The shortest paths."""

    total: int = Field(description="how many there are, beyond `limit` too")


class FundingWay(Shape):
    """One way from a recipient to who funds it."""

    funder: Ref
    recipient: Ref
    via: list[Ref]
    hops: int
    money: list[Sum] = Field(description="of a direct way exact; of a longer one the smallest sum on it, exact where activities link by id")
    reported_by_receiver: list[Sum] = Field([], description="what the receivers report of flows that the giver reports; it is not summed")
    difference: list[Difference] = Field([], description="the giver's figures less the receivers'")
    sources: int = Field(description="how many sources its links were read from; near-duplicates count as one")
    links: list[Link]


class FundingAnswer(Listed, LeftOut):
    """Who funds whom, one item per way."""

    items: list[FundingWay]
    warnings: list[MoneyWarning]


class FlowItem(Shape):
    """A line of a part of a boundary."""

    entity: Ref | None = Field(description="who is at the other end; of internal flows who receives; null where nobody is named")
    currency: str | None
    amount: str | None = Field(description="a decimal number; null without a currency, which is in no sum")
    flows: int
    direction: Literal["incoming", "outgoing"] | None = Field(None, description="of what is unmatched: which way it goes")


class BreakdownItem(Shape):
    """A year, country or sector."""

    key: str
    vocabulary: str | None = Field(None, description="of a sector")
    total: dict[str, str]
    flows: int = Field(description="flows that have a share in it")


class Breakdown(Shape):
    """A part by year, country or sector."""

    by: Literal["year", "country", "sector"]
    items: list[BreakdownItem]
    unallocated: dict[str, str] = Field(description="what no percentage allocates, by currency")


class FlowPart(Shape):
    """The flows of one part of a boundary."""

    total: dict[str, str] = Field(description="decimal numbers by currency")
    flows: int = Field(description="all flows of the part, those without a rate or a currency too")
    items: list[FlowItem] = Field(description="largest first")
    next: str | None = Field(description="the `cursor` of the next page, to be given with `part`")
    breakdown: Breakdown | None = Field(None, description="with `by`")


class UsedRate(Shape):
    """A rate that was used: what a euro came to on `rate_date` in both currencies."""

    currency: str
    date: str
    rate_date: str
    per_euro: str
    to_per_euro: str


class Rates(Shape):
    """The rates of exchange, and how far they reach."""

    source: str
    to: str
    first: str
    last: str
    most_days_back: int
    total: int = Field(description="how many were used")
    used: list[UsedRate] = Field(description="the first 1,000")


class Unconverted(Shape):
    """What is in no sum."""

    part: Literal["incoming", "internal", "outgoing", "unmatched"]
    currency: str | None
    amount: str | None
    flows: int
    reason: str


class FlowsAnswer(Answer):
    """What flows over a boundary, each flow in one part."""

    boundary: list[Ref]
    measure: str
    incoming: FlowPart
    internal: FlowPart
    outgoing: FlowPart
    unmatched: FlowPart
    rates: Rates | None
    unconverted: list[Unconverted]
    warnings: list[MoneyWarning]


class Party(Shape):
    """Somebody in a project, and the money between them."""

    entity: Ref
    money: list[Sum]


class GapLine(Shape):
    """Something that a reporter could mend."""

    kind: Literal[
        "provider_id_missing",
        "receiver_id_missing",
        "activity_unknown",
        "funder_without_incoming",
        "implementer_without_disbursement",
        "parent_missing",
        "child_missing",
        "one_side_only",
    ]
    text: str
    evidence: list[Evidence] = Field(description="the first 20")


class ChainAnswer(Answer):
    """A project in its chain."""

    project: Ref
    funders: list[Party] = Field(description="by role, or by what flows in; with what each gives")
    accountable: list[Party]
    extending: list[Party]
    implementing: list[Party] = Field(description="with what the project pays to each")
    upstream: list[Ref] = Field(description="the projects whose money flows in, by id")
    downstream: list[Ref] = Field(description="the projects that its money flows into, by id")
    gaps: list[GapLine]
    warnings: list[MoneyWarning]


class SubgraphAnswer(Answer, LeftOut):
    """Nodes and links to draw."""

    nodes: list[Ref]
    links: list[Link]
    truncated: bool = Field(description="there are more nodes than `limit`")


class Rank(Shape):
    """An entity's place."""

    entity: Ref
    score: float
    rank: int = Field(description="equal scores share a rank: 1, 2, 2, 4")


class CentralityAnswer(Listed, LeftOut):
    """A ranking, highest first."""

    items: list[Rank]
    measure: str
    convention: str
    exact: bool
    samples: int | None


class LabelLine(Shape):
    """A label."""

    name: str
    meaning: str
    main: bool
    under: str | None = Field(description="the main label that it stands beside")
    derived: bool


class Ends(Shape):
    """What a link type may join."""

    from_: str = Field(alias="from")
    to: str


class LinkTypeLine(Shape):
    """A link type; it reads aloud from `from` to `to`."""

    name: str
    meaning: str
    ends: list[Ends]
    properties: list[str]
    directed: bool
    hidden: bool = Field(description="left out unless `types` names it")


class SchemaAnswer(Shape):
    """The vocabulary."""

    labels: list[LabelLine]
    link_types: list[LinkTypeLine]


class Alive(Shape):
    """The process runs."""

    status: Literal["ok"]


class Ready(Answer):
    """Questions are answered, from this version."""

    ready: Literal[True]


class Problem(Shape):
    """RFC 9457: why there is no answer."""

    type: str = Field(examples=["urn:cooplinks:problem:unknown-name"])
    title: str
    status: int
    detail: str
    parameter: str | None = Field(None, description="the parameter that is wrong")
    errors: list[dict[str, str]] | None = Field(None, description="all parameters that are wrong")
    id: str | None = Field(None, description="what was not found, or the id it has now")
    did_you_mean: list[Ref] | None = Field(None, description="up to five that come near")
    candidates: list[Ref] | None = Field(None, description="the entities it names")

"""The parameters of the questions, as Pydantic models: bounds and spelling here, meaning in `app/graph` and `app/questions.py`."""

import csv
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from cooplinks.app.graph.deadline import DEFAULT_S, MOST_S
from cooplinks.app.graph.filters import REVIEWED, TIME_MODES, Filters
from cooplinks.app.graph.flows import PARTS
from cooplinks.app.graph.funding import MOST_HOPS
from cooplinks.app.graph.money import FLOW_MEASURES
from cooplinks.app.graph.paging import DEFAULT_LIMIT, MOST_LIMIT
from cooplinks.app.graph.shares import BY as BREAKDOWNS
from cooplinks.app.graph.subgraph import MOST_DEPTH
from cooplinks.app.ontology import LABEL_NAMES, LINK_TYPE_NAMES

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph


def _split(value: Any) -> Any:
    """A comma list as its items; an item that holds a comma stands in double quotes, as in CSV."""
    try:
        items = [item.strip() for text in value for row in csv.reader([text], skipinitialspace=True, strict=True) for item in row]
    except csv.Error as reason:
        raise ValueError(f"no comma list ({reason}); an item with a comma or a quote goes in double quotes, quotes in it doubled") from None
    if not items or not all(items):
        raise ValueError("an empty item in a comma list")
    return items


def _flag(value: Any) -> Any:
    """`true` or `false`, nothing that might mean either."""
    if isinstance(value, str):
        if value.lower() not in ("true", "false"):
            raise ValueError("true or false")
        return value.lower() == "true"
    return value


def _one_of(*allowed: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"{value[:100]!r} is unknown; allowed: {', '.join(allowed)}")
        return value

    return AfterValidator(check)


def _enum(*allowed: str) -> Any:
    return Field(json_schema_extra={"enum": list(allowed)})


def _one_breakdown(words: list[str]) -> list[str]:
    if sum(word in BREAKDOWNS for word in words) > 1:
        raise ValueError(f"one of {', '.join(BREAKDOWNS)} at a time")
    return words


LONGEST_ID = 8_000  # identifiers of 4 kB are met with

_FLOWS_BY = ("id", "name", *BREAKDOWNS)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ID)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Several = Annotated[list[Text], BeforeValidator(_split), Field(max_length=1000)]
LinkTypeName = Annotated[str, _one_of(*LINK_TYPE_NAMES), _enum(*LINK_TYPE_NAMES)]
LabelName = Annotated[str, _one_of(*LABEL_NAMES), _enum(*LABEL_NAMES)]
Types = Annotated[list[LinkTypeName], BeforeValidator(_split)]
Labels = Annotated[list[LabelName], BeforeValidator(_split)]
FlowMeasure = Annotated[str, _one_of(*FLOW_MEASURES), _enum(*FLOW_MEASURES)]
FlowsWord = Annotated[str, _one_of(*_FLOWS_BY), _enum(*_FLOWS_BY)]
FlowsBy = Annotated[list[FlowsWord], BeforeValidator(_split), AfterValidator(_one_breakdown)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$")]
Date = Annotated[Text, Field(examples=["2021", "2023-10", "2024-05-15"])]


class By(StrEnum):
    """What the parameters that take an entity hold."""

    ID = "id"
    NAME = "name"


class Direction(StrEnum):
    """Which links of an entity."""

    BOTH = "both"
    OUT = "out"
    IN = "in"


class Question(BaseModel):
    """What every question takes."""

    deadline_s: float = Field(DEFAULT_S, gt=0, le=MOST_S, allow_inf_nan=False, description="seconds until 504 instead of an answer")


class ByName(BaseModel):
    """What a question has besides that takes entities."""

    by: By = Field(By.ID, description="`name`: entities are given by an exact full name instead of an id or identifier")

    @property
    def by_name(self) -> bool:
        return self.by is By.NAME


class Page(BaseModel):
    """A page of a list."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MOST_LIMIT, description="most items of the answer")
    cursor: Text | None = Field(None, description="`next` of the page before; good for the same question and version only")

    @property
    def page(self) -> dict[str, Any]:
        return {"limit": self.limit, "cursor": self.cursor}


class FilterFields(BaseModel):
    """The link filters: which statements count; links are made of what is left."""

    types: Types | None = Field(None, description="link types; MENTIONED_IN only when named")
    node_labels: Labels | None = Field(None, description="both ends of a link bear one of these")
    at: Date | None = Field(None, description="valid at this ISO date or prefix")
    since: Date | None = Field(None, description="valid at or after this ISO date or prefix")
    until: Date | None = Field(None, description="valid at or before this ISO date or prefix")
    time: Annotated[str, _one_of(*TIME_MODES), _enum(*TIME_MODES)] = Field(
        "possible", description="`possible`: may have been valid on some of those days; `certain`: was valid on every one"
    )
    min_confidence: float = Field(0.0, ge=0, le=1, allow_inf_nan=False)
    min_sources: int = Field(1, ge=1, le=1_000_000, description="sources that agree on a link")
    reviewed: Annotated[str, _one_of(*REVIEWED), _enum(*REVIEWED)] = Field("any", description="`only`: statements that a reviewer accepted")
    source: Several | None = Field(None, description="source ids; only what these say")
    exclude: Several | None = Field(None, description="entities to leave out")
    max_degree: int | None = Field(None, ge=0, le=1_000_000_000, description="leave entities of more links than this out as intermediates")

    @property
    def by_name(self) -> bool:
        return False

    def filters(self, graph: "Graph") -> Filters:
        """The filters with what they name resolved; raises UnknownName, Ambiguous, WrongUse."""
        return graph.filters(**{name: getattr(self, name) for name in FilterFields.model_fields}, by_name=self.by_name)


class LinkFilters(ByName, FilterFields):
    """The link filters of a question that takes entities by id or by name."""


class EntityQuery(ByName, Question):
    """One entity."""


class ListQuery(Page, Question):
    """A list that no filter applies to."""


class SearchQuery(Page, Question):
    """A search."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] = Field(
        description="a name, part of one, an acronym or an identifier", examples=["MARRI"]
    )
    labels: Labels | None = Field(None, description="only entities that bear one of these")
    country: Country | None = Field(None, description="ISO 3166-1 alpha-2", examples=["RS"])


class LinksQuery(LinkFilters, Page, Question):
    """The links of an entity."""

    direction: Direction = Field(Direction.BOTH, description="undirected links are in all three")


class MetQuery(LinkFilters, Page, Question):
    """Who met an entity."""


class PathQuery(LinkFilters, Question):
    """A path's two ends."""

    from_: Text = Field(alias="from", description="the entity it starts from", examples=["org:gazetteer:bmz"])
    to: Text = Field(description="the entity it leads to", examples=["org:gazetteer:norad"])
    max_length: int = Field(6, ge=0, le=50, description="most hops")
    directed: Flag = Field(False, description="walk links only from source to target")


class PathsQuery(PathQuery):
    """The k shortest paths."""

    k: int = Field(1, ge=1, le=1000, description="how many paths")


class AllPathsQuery(PathQuery):
    """All shortest paths."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MOST_LIMIT, description="most paths of the answer")


class FundingQuery(LinkFilters, Page, Question):
    """Who funds whom."""

    funder: Text | None = Field(None, description="only what this entity pays for")
    recipient: Text | None = Field(None, description="only what is paid to this entity")
    via: Several | None = Field(
        None, description="entities that each way must pass: which money of `funder` reached `recipient` through them"
    )
    max_hops: int = Field(3, ge=1, le=MOST_HOPS, description="most hops from recipient to funder")


class FlowsQuery(FilterFields, Page, Question):
    """What flows over a boundary."""

    boundary: Several = Field(description="organisations (persons too), or projects; never both", examples=["org:xm-dac-5-52"])
    measure: FlowMeasure = Field("committed", description="one; no measure is added to another")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{3}$")] | None = Field(
        None, description="convert to this one at the European Central Bank's rates; without it, money stays in its own", examples=["EUR"]
    )
    by: FlowsBy | None = Field(
        None, description="break each part down by `year`, `country` or `sector`; `name`: entities are given by name (`by=name,year`)"
    )
    part: Annotated[str, _one_of(*PARTS), _enum(*PARTS)] | None = Field(
        None, description="list the lines of this part only; a `cursor` goes on with the part that gave it"
    )

    @property
    def by_name(self) -> bool:
        return By.NAME in (self.by or ())

    @property
    def breakdown(self) -> str | None:
        """What each part is broken down by."""
        return next((word for word in self.by or () if word in BREAKDOWNS), None)


class ChainQuery(LinkFilters, Question):
    """The chain of a project."""


class SubgraphQuery(LinkFilters, Question):
    """A piece of the graph to draw."""

    ids: Several = Field(description="the entities in its middle")
    depth: int = Field(1, ge=0, le=MOST_DEPTH, description="hops from these")
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MOST_LIMIT, description="most nodes")


class CentralityQuery(LinkFilters, Page, Question):
    """A ranking of entities."""

    labels: Labels | None = Field(None, description="list only entities that bear one of these; scores are of the whole")


class ExportQuery(LinkFilters):
    """An export; it takes no deadline, as a whole graph may take its time."""

    collapse: Flag = Field(False, description="one edge per Link instead of one per statement")

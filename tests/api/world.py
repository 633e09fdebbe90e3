"""A small graph made by hand, for tests: a project, who pays for it, who carries it out, and two of its conferences."""

from collections.abc import Iterable, Iterator

from cooplinks.app.ids import StatementIds, identifier_key, record_id, source_id
from cooplinks.app.ingest import ingest
from cooplinks.app.model import Identifier, Name, Record, Source, Statement
from cooplinks.app.store.base import Store

FUND, HANDS, MINISTRY, SLASHED = "org:bf-1", "org:h-1", "org:min-1", "org:abc~2flinks"
BRIDGES, LONELY = "project:xx-bridges", "project:xx-lonely"
AUTUMN, SPRING = "event:ev-autumn", "event:ev-spring"
ANA, BORIS = "person:p-ana", "person:p-boris"

_NAMES = {
    "Organisation": {
        "BF-1": "Border Fund",
        "H-1": "Hands of Novi Sad",
        "MIN-1": "Ministry of Science, Research and Roads",
        "ABC/links": "A'b \"c\" '}) DETACH DELETE n",
        "T-1": "Twin",
        "T-2": "Twin",
    },
    "Project": {"XX-BRIDGES": "Bridges", "XX-LONELY": "Lonely"},
    "Event": {"EV-AUTUMN": "Autumn conference", "EV-SPRING": "Spring conference"},
    "Person": {"P-ANA": "Ana Anić", "P-BORIS": "Boris Đurić"},
}
_LINKS: dict[str, list[tuple[str, str, str, dict[str, str]]]] = {
    "press/one.txt": [
        ("FUNDED_BY", "XX-BRIDGES", "BF-1", {"measure": "committed", "amount": "1000.50", "currency": "EUR", "date": "2023-01-01"}),
        ("IMPLEMENTED_BY", "XX-BRIDGES", "H-1", {"role": "lead"}),
        ("PART_OF", "EV-AUTUMN", "XX-BRIDGES", {}),
        ("ORGANISED_BY", "EV-AUTUMN", "H-1", {"role": "organiser"}),
        ("ATTENDED", "P-ANA", "EV-AUTUMN", {"role": "speaker"}),
        ("ATTENDED", "P-BORIS", "EV-AUTUMN", {"role": "participant"}),
        ("REPRESENTS", "P-ANA", "MIN-1", {"title": "adviser"}),
    ],
    "press/two.txt": [
        ("ATTENDED", "P-ANA", "EV-SPRING", {"role": "speaker"}),
        ("ATTENDED", "P-BORIS", "EV-SPRING", {"role": "speaker"}),
        ("ORGANISED_BY", "EV-SPRING", "H-1", {}),
        ("IMPLEMENTED_BY", "XX-BRIDGES", "H-1", {}),
        ("PARTNER_OF", "H-1", "MIN-1", {}),
    ],
}
_DATES = {"EV-AUTUMN": ("2023-10-26", "2023-10-27"), "EV-SPRING": ("2024-03-01", "2024-03-02")}


def build(store: Store) -> None:
    """Load the two articles into the store."""
    for key, links in _LINKS.items():
        load(store, key, links)


def load(store: Store, key: str, links: Iterable[tuple[str, str, str, dict[str, str]]]) -> None:
    """Load one article that says these links."""
    links = list(links)
    text = "\n".join(f"{source} {type} {target}." for type, source, target, _ in links)
    source = Source(
        id=source_id(key),
        key=key,
        kind="prose",
        title=f"Article {key}",
        extractor="by hand 1",
        content_hash=repr(links),
        url=f"https://example.org/{key}",
        date="2023-10-28",
        text=text,
    )
    ingest(source, _items(source, links), store)


def _items(source: Source, links: list[tuple[str, str, str, dict[str, str]]]) -> Iterator[Record | Statement]:
    for type, names in _NAMES.items():
        for value, name in names.items():
            yield _record(source, type, value, name)
    made, offset = StatementIds(source.id), 0
    for type, start, end, properties in links:
        quote = f"{start} {type} {end}."
        valid_from, valid_to = _DATES.get(start) or _DATES.get(end) or (None, None)
        yield Statement(
            id=made.make(type, start, end, quote),
            source=source.id,
            type=type,
            from_record=_record_of(source, start),
            to_record=_record_of(source, end),
            locator=f"char:{offset}-{offset + len(quote)}",
            quote=quote,
            extractor=source.extractor,
            confidence=0.8,
            properties=properties,
            valid_from=valid_from,
            valid_to=valid_to,
            flow=quote if type == "FUNDED_BY" else None,
        )
        offset += len(quote) + 1


def _record(source: Source, type: str, value: str, name: str) -> Record:
    key = identifier_key(type, value)
    assert key
    valid_from, valid_to = _DATES.get(value, (None, None))
    return Record(
        id=_record_of(source, value),
        source=source.id,
        type=type,
        names=(Name(name),),
        identifiers=(Identifier("test", value),),
        country="RS" if type == "Organisation" else None,
        valid_from=valid_from,
        valid_to=valid_to,
        keys=(key,),
    )


def _record_of(source: Source, value: str) -> str:
    type = next(type for type, names in _NAMES.items() if value in names)
    return record_id(type, source.key, value)

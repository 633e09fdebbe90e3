"""What must come out of the five example articles, each by itself and all together."""

from collections import Counter, defaultdict
from functools import lru_cache

from cooplinks.app.ingest import _Check
from cooplinks.app.model import Record, Source, Statement
from cooplinks.loaders.prose import load
from tests.loaders.prose.reads import EXAMPLES, attended, dates, links, names, read

MARRI = "Migration, Asylum, Refugees Regional Initiative"
BMZ = "Federal Ministry for Economic Cooperation and Development"
GIZ = "Deutsche Gesellschaft für Internationale Zusammenarbeit"
AMIF = "Asylum, Migration and Integration Fund"
BUDVA_PROJECT = (
    "Reducing irregular migration to the EU by strengthening the capacity of migration-related structures in the Western Balkans"
)
SARAJEVO_PROJECT = "Strengthening Migration Management, Asylum and Return processes in the Western Balkans"
BORDERS = "Security for Human Beings and Borders – combating smuggling of migrants in the Western Balkans"
COMMUNITIES = "Support to Migrant and Local Communities in Serbia, Montenegro and North Macedonia"


def article(number: int) -> str:
    return next(p.name for p in sorted(EXAMPLES.glob("*.txt")) if p.name.startswith(f"{number:02d}-"))


def test_regional_governance_is_supported_and_not_funded() -> None:
    document = read(EXAMPLES / article(1))
    assert links(document, "PART_OF", "ORGANISED_BY", "SUPPORTED_BY", "FUNDED_BY", "HELD_IN") == {
        ("PART_OF", "EVENT", "Strengthening regional migration governance"),
        ("ORGANISED_BY", "EVENT", MARRI),
        ("SUPPORTED_BY", "EVENT", BMZ),
        ("SUPPORTED_BY", "EVENT", GIZ),
        ("HELD_IN", "EVENT", "Belgrade"),
    }
    assert links(document, "REPRESENTS") == {
        ("REPRESENTS", "Zoran Lazarov", "Ministry of Interior of Serbia"),
        ("REPRESENTS", "Sashko Kocev", MARRI),
        ("REPRESENTS", "Kristin Baalmann", GIZ),
    }
    assert attended(document) == {"Zoran Lazarov", "Sashko Kocev", "Kristin Baalmann"}


def test_a_misspelt_person_is_one() -> None:
    document = read(EXAMPLES / article(2))
    assert names(document, "Person") == {"Vladimir Cucic", "Svetlana Velimirovic", "Magnus Ovilius"}
    assert {p for p in attended(document) if p not in names(document, "Person")} == {
        "Ministry of European Integration",
        "Serbian Ministry of the Interior",
        "EU Delegation to Serbia",
    }
    assert dates(document) == ("2021-09",)


def test_budva_and_sarajevo_have_two_funders_each() -> None:
    budva, sarajevo = read(EXAMPLES / article(3)), read(EXAMPLES / article(4))
    assert links(budva, "FUNDED_BY", "IMPLEMENTED_BY", "PARTNER_OF") == {
        ("FUNDED_BY", BUDVA_PROJECT, AMIF),
        ("FUNDED_BY", BUDVA_PROJECT, "Austrian Federal Ministry of the Interior"),
        ("IMPLEMENTED_BY", BUDVA_PROJECT, "Hilfswerk International"),
        ("PARTNER_OF", "Hilfswerk International", "Association for Help and Development “HAJDE”"),
    }
    assert links(sarajevo, "FUNDED_BY", "IMPLEMENTED_BY", "PARTNER_OF") == {
        ("FUNDED_BY", SARAJEVO_PROJECT, AMIF),
        ("FUNDED_BY", SARAJEVO_PROJECT, "Federal Ministry of the Interior of Austria"),
        ("IMPLEMENTED_BY", SARAJEVO_PROJECT, "Hilfswerk International"),
        ("IMPLEMENTED_BY", SARAJEVO_PROJECT, "Joint Coordination Platform"),
        ("PARTNER_OF", "Hilfswerk International", "Joint Coordination Platform"),
    }
    assert (dates(budva), dates(sarajevo)) == (("2021-12-20", "2021-12-22"), ("2024-05-15", "2024-05-16"))


def test_fourteen_bodies_took_part_in_sarajevo() -> None:
    document = read(EXAMPLES / article(4))
    bodies = {t.id for t in document.things if t.type == "Organisation"}
    assert len({s.source for s in document.said if s.type == "ATTENDED" and s.source in bodies and s.role == "participant"}) == 14
    assert {t.name for s in document.said if s.role == "host" for t in document.things if t.id == s.source} == {
        "Hilfswerk International",
        "Joint Coordination Platform",
    }


def test_a_conference_and_a_project_of_one_name_are_two() -> None:
    document = read(EXAMPLES / article(5))
    assert names(document, "Event") == {BORDERS}
    assert names(document, "Project") == {BORDERS, COMMUNITIES}
    assert links(document, "FUNDED_BY", "SUPPORTED_BY", "PART_OF") == {
        ("FUNDED_BY", BORDERS, "European Union"),
        ("SUPPORTED_BY", COMMUNITIES, "Embassy of Norway"),
        ("SUPPORTED_BY", "EVENT", "Embassy of Norway"),
        ("SUPPORTED_BY", "EVENT", "European Union"),
        ("PART_OF", "EVENT", BORDERS),
        ("PART_OF", "EVENT", COMMUNITIES),
    }
    assert len(attended(document) & names(document, "Person")) == 5


@lru_cache(maxsize=1)
def loaded() -> tuple[dict[str, Source], dict[str, Record], list[Statement]]:
    sources: dict[str, Source] = {}
    records: dict[str, Record] = {}
    statements: list[Statement] = []
    for path in sorted(EXAMPLES.glob("*.txt")):
        reading = load(path)
        check = _Check(reading.source)
        sources[reading.source.id] = reading.source
        found, said = check.sort(list(reading.items))
        assert check.refused == []
        records |= {r.id: r for r in found}
        statements += said
    return sources, records, statements


def entity_of() -> dict[str, str]:
    """Record id to the name of its entity: records that share a key are one."""
    _, records, _ = loaded()
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for record in records.values():
        for key in record.identity:
            parent[find(key)] = find(record.id)
    return {id: records[find(id)].type + ":" + records[find(id)].names[0].text + "#" + find(id) for id in records}


def test_door_gives_the_table_beside_the_articles() -> None:
    sources, _, _ = loaded()
    assert {s.key for s in sources.values()} == {f"example-{n}" for n in range(1, 6)}
    assert all(s.title and s.date and s.publisher == "cooplinks examples" and s.licence == "CC0-1.0" for s in sources.values())


def test_every_quote_stands_where_its_locator_says() -> None:
    sources, records, statements = loaded()
    for statement in statements:
        start, end = map(int, statement.locator.removeprefix("char:").split("-"))
        text = sources[statement.source].text
        assert text is not None
        assert text[start:end] == statement.quote
        assert statement.quote.strip()
        assert statement.properties["cue"]
    mentioned = {s.from_record for s in statements if s.type == "MENTIONED_IN"}
    assert mentioned == {r.id for r in records.values() if r.type != "Source"}
    assert len({s.id for s in statements}) == len(statements)


def test_interior_ministries_of_three_countries_are_three() -> None:
    _, records, _ = loaded()
    entity = entity_of()
    interior = {r.country: set() for r in records.values() if "Interior" in r.names[0].text} | {"AT": set[str]()}
    for record in records.values():
        if "Interior" in record.names[0].text:
            interior[record.country].add(entity[record.id])
    assert {country: len(found) for country, found in interior.items()} == {"RS": 1, "ME": 1, "AT": 1}


def test_who_met_marri_twice() -> None:
    _, records, statements = loaded()
    entity = entity_of()
    speaks_for: dict[str, set[str]] = defaultdict(set)
    room: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        if s.type == "REPRESENTS":
            speaks_for[entity[s.from_record]].add(entity[s.to_record])
    for s in statements:
        if s.type == "ATTENDED" and s.in_graph:
            who = entity[s.from_record]
            room[entity[s.to_record]] |= speaks_for[who] if records[s.from_record].type == "Person" else {who}
    marri = next(e for e in entity.values() if MARRI in e)
    met = Counter(body for bodies in room.values() if marri in bodies for body in bodies - {marri})
    twice = {body.partition(":")[2].partition("#")[0] for body, times in met.items() if times > 1}
    assert twice == {GIZ, "Ministry of Security of Bosnia and Herzegovina"}


def test_a_path_leads_from_bmz_to_norways_embassy() -> None:
    _, _, statements = loaded()
    entity = entity_of()
    near: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        if s.type != "MENTIONED_IN":
            near[entity[s.from_record]].add(entity[s.to_record])
            near[entity[s.to_record]].add(entity[s.from_record])
    seen = {next(e for e in near if BMZ in e)}
    for _ in range(6):
        seen |= {n for e in seen for n in near[e]}
    assert any("Embassy of Norway" in e for e in seen)


def test_amif_funds_two_projects() -> None:
    _, _, statements = loaded()
    entity = entity_of()
    funded = {entity[s.from_record] for s in statements if s.type == "FUNDED_BY" and AMIF in entity[s.to_record]}
    assert len(funded) == 2

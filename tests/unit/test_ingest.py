"""What a load keeps in mind of a source while it streams."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cooplinks.app.ingest import _Seen, ingest
from cooplinks.app.model import Name, Record, Source, Statement
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store

IDS = st.lists(st.integers(0, 60).map(str), max_size=12)


@settings(deadline=None)
@given(st.lists(IDS, max_size=30))
def test_ids_that_came_already_are_known_in_whatever_chunks_they_came(chunks: list[list[str]]) -> None:
    seen, known = _Seen(), set[str]()
    for chunk in chunks:
        assert seen.among(chunk) == known & set(chunk)
        new = sorted(set(chunk) - known)
        seen.add(new)
        known |= set(new)


def test_an_id_given_twice_is_refused_in_the_same_chunk_and_in_a_later_one() -> None:
    source = Source(id="src:a~~1", key="a", kind="test", title="A", extractor="test 1", content_hash="1")
    bodies = [Record(f"org:{i}~~1", source.id, "Organisation", (Name(f"Body {i}"),)) for i in range(2)]

    def says(id: str) -> Statement:
        return Statement(id, source.id, "PART_OF", bodies[0].id, bodies[1].id, "row:1", "…", "test 1")

    store = open_store(Settings("memory://"))
    try:
        items = [*bodies, says("x"), says("x"), *(says(str(i)) for i in range(5)), says("x"), says("3")]
        report = ingest(source, items, store, batch=4)
        assert [r.reason for r in report.refused] == ["its id was given to another statement of this source"] * 3
        assert report.statements.added == 6
    finally:
        store.close()

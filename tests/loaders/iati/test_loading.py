"""What files come to in a store: who is who, one project of several reports, whole or not at all."""

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cooplinks.app.ids import identifier_key
from cooplinks.app.load import Load, find
from cooplinks.app.model import Entity, LoadReport
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.app.store.base import Reader, Store
from tests.loaders.iati.facts import REPORTER, activities, activity, provider, receiver, transaction, written


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store(Settings("memory://"))
    yield opened
    opened.close()


def load(store: Store, *paths: Path, **options: bool) -> LoadReport:
    run = Load(store, who="test", **options)
    run.run(find(str(path) for path in paths))
    return run.report


def entity(reader: Reader, id: str) -> Entity:
    found = reader.entity(id)
    assert found is not None, id
    return found


def named(reader: Reader, name: str) -> list[str]:
    return reader.named(name)


def test_a_folder_of_publishers(store: Store, tmp_path: Path) -> None:
    other = activity(transaction("1", inner=provider("XX-1", "Min. of Examples")), id="YY-2-A", reporter=REPORTER.replace("XX-1", "YY-2"))
    written(tmp_path / "data" / "xx" / "a.xml", activities(activity(transaction(inner=receiver("YY-2", "Body")))))
    written(tmp_path / "data" / "yy" / "b.xml", activities(other))
    report = load(store, tmp_path / "data")
    assert (report.sources, report.refused) == (2, ())
    reader = store.reader()
    ministry = entity(reader, "org:xx-1")
    assert {name for name, _, _ in ministry.names} == {"Ministry of Examples", "Min. of Examples"}
    assert reader.lookup("yy-2").entities == ("org:yy-2",)
    reader.close()
    again = load(store, tmp_path / "data")
    assert (again.records.written, again.statements.written, again.sources_unchanged) == (0, 0, 2)


def test_read_anew_nothing_is_new(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xml", activities(activity(transaction() * 3 + '<recipient-country code="KE"/>')))
    first = load(store, path)
    path.write_text(path.read_text("utf-8") + "<!-- another hash -->\n", "utf-8")
    again = load(store, path)
    assert (again.read, again.records.written, again.statements.written, again.statements.removed) == (first.read, 0, 0, 0)


def test_a_name_without_identifier_is_the_one_organisation_of_that_name_in_the_publishers_files(store: Store, tmp_path: Path) -> None:
    written(
        tmp_path / "a.xml", activities(activity('<participating-org ref="YY-2" role="4"><narrative>Body</narrative></participating-org>'))
    )
    written(tmp_path / "b.xml", activities(activity(transaction(inner=receiver(name="body")), id="XX-1-B")))
    elsewhere = REPORTER.replace("XX-1", "ZZ-3").replace("Ministry of Examples", "Elsewhere")
    written(tmp_path / "c.xml", activities(activity(transaction(inner=receiver(name="Body")), id="ZZ-3-C", reporter=elsewhere)))
    load(store, tmp_path)
    reader = store.reader()
    assert len(entity(reader, "org:yy-2").records) == 2
    assert len(named(reader, "Body")) == 2, "another publisher's body of that name is not guessed to be this one"
    reader.close()


def test_where_two_identified_bodies_bear_a_name_nobody_guesses(store: Store, tmp_path: Path) -> None:
    two = "".join(f'<participating-org ref="YY-{i}" role="4"><narrative>Body</narrative></participating-org>' for i in (1, 2))
    written(tmp_path / "a.xml", activities(activity(two + transaction(inner=receiver(name="Body")))))
    load(store, tmp_path)
    reader = store.reader()
    assert len(named(reader, "Body")) == 3
    reader.close()


def test_of_two_reports_of_one_project_the_newest_holds_whatever_is_loaded_first(store: Store, tmp_path: Path) -> None:
    old = written(tmp_path / "z.xml", activities(activity(title="Old", attributes='last-updated-datetime="2023-01-01"')))
    new = written(tmp_path / "a.xml", activities(activity(title="New", id="xx-1-a", attributes='last-updated-datetime="2024-01-01"')))
    load(store, new)
    load(store, old)
    reader = store.reader()
    project = entity(reader, "project:xx-1-a")
    assert project.name == "New"
    assert project.properties["last_updated"] == "2024-01-01T00:00:00.000Z"
    assert {i.value for i in project.identifiers} == {"XX-1-A", "xx-1-a"}
    reader.close()


def test_an_activity_only_named_is_known_by_reference_until_somebody_reports_it(store: Store, tmp_path: Path) -> None:
    load(store, written(tmp_path / "a.xml", activities(activity('<related-activity type="1" ref="YY-2-P"/>'))))
    reader = store.reader()
    assert entity(reader, "project:yy-2-p").properties == {"known_only_by_reference": True}
    reader.close()
    load(store, written(tmp_path / "b.xml", activities(activity(id="YY-2-P", title="Parent"))))
    reader = store.reader()
    parent = entity(reader, "project:yy-2-p")
    assert parent.name == "Parent"
    assert "known_only_by_reference" not in parent.properties
    reader.close()


def test_one_string_as_activity_and_as_organisation_is_two_entities(store: Store, tmp_path: Path) -> None:
    load(store, written(tmp_path / "a.xml", activities(activity(id="XX-1"))))
    reader = store.reader()
    assert reader.lookup("XX-1").entities == ("org:xx-1", "project:xx-1")
    reader.close()


@pytest.mark.parametrize("broken", ["</iati-activities>", "<iati-activity><broken></iati-activity>"])
def test_a_document_that_breaks_leaves_the_graph_as_it_was(store: Store, tmp_path: Path, broken: str) -> None:
    many = [activity(transaction(), id=f"XX-1-{i}") for i in range(3_000)]
    path = written(tmp_path / "a.xml", activities(*many[:10]))
    other = written(tmp_path / "b.xml", activities(activity(id="XX-1-Z")))
    load(store, path, other)
    version = store.version()
    written(path, activities(*many) + broken)
    report = load(store, tmp_path)
    (refusal,) = report.refused
    assert refusal.source == str(path)
    assert refusal.locator.startswith("line:")
    assert store.version() == version


def test_packed_documents_are_read_as_if_they_lay_open(store: Store, tmp_path: Path) -> None:
    text = activities(activity(transaction())).encode()
    written(tmp_path / "a.xml.gz", gzip.compress(text))
    written(tmp_path / "b.xml.gz", gzip.compress(text.replace(b"XX-1", b"XX-2"))[:-30])
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as packed:
        packed.writestr("one.xml", text.replace(b"XX-1", b"XX-3"))
        packed.writestr("drawing.xml", b"<svg/>")
        packed.writestr("two.xml", text.replace(b"XX-1", b"XX-4").replace(b"</title>", b""))
    report = load(store, tmp_path)
    assert report.sources == 2
    assert [(Path(r.source).name, r.reason.partition(":")[0].partition(";")[0]) for r in report.refused] == [
        ("b.xml.gz", "is broken or truncated"),
        ("c.zip!drawing.xml", "its root element is <svg>"),
        ("c.zip!two.xml", "is not well-formed XML"),
    ]
    reader = store.reader()
    found = {key for key in ("XX-1-A", "XX-2-A", "XX-3-A", "XX-4-A") if reader.entity(str(identifier_key("Project", key)))}
    assert found == {"XX-1-A", "XX-3-A"}
    reader.close()


def test_strict_stops_at_the_first_refusal_and_takes_nothing_of_that_document(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xml", activities(activity(transaction() + transaction(value="1,0"))))
    report = load(store, path, strict=True)
    assert [r.locator for r in report.refused] == ["line:7"]
    assert store.version() == "0-empty"


def test_half_a_download_is_refused_unless_told_otherwise(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xml", activities(*(activity(transaction(), id=f"XX-1-{i}") for i in range(40))))
    load(store, path)
    written(path, activities(*(activity(transaction(), id=f"XX-1-{i}") for i in range(20))))
    (refusal,) = load(store, path).refused
    assert "a download that broke off?" in refusal.reason
    assert load(store, path, accept_shrink=True).refused == ()

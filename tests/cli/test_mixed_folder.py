"""A folder as people have one: pages, PDF, Word, mails, tables, archives, two scripts, and some that are broken: one command, one report."""

import json
from pathlib import Path

import pytest

import cooplinks
from cooplinks.loaders.articles import fetch
from tests.cli.conftest import Run, body
from tests.loaders.articles.make import LEAD, PARAGRAPHS, SECOND, THIRD, TITLE, docx, eml, odt, packed, page, pdf, set_in
from tests.loaders.articles.site import Site, served

__all__ = ["served"]

CYRILLIC = (
    "Министарство здравља Србије одржало је дводневну радионицу у Београду. Организована је у сарадњи са УНИЦЕФ-ом, "
    "а финансирала ју је Европска унија. Скуп је отворила министарка Јелена Ђорђевић."
)
MACEDONIAN = (
    "Министерството за здравство одржа дводневна работилница во Скопје. Таа беше организирана во соработка со УНИЦЕФ, "
    "а работилницата ја отвори министерката. Учесниците рекоа дека ќе продолжат."
)
OTHERS = (
    "The Ministry of Education of Kenya organised a conference on school meals in Nairobi on 3 June 2024. It was funded by the European Union.",
    "The Red Cross of Georgia and the Embassy of Norway held a seminar on first aid in Tbilisi on 4 March 2023. Delegates of nine regions came.",
    "UNDP organised a regional forum on clean rivers in Suva on 9 July 2022. It was attended by the Ministry of Environment of Fiji and by NORAD.",
    "The city of Lima opened a training on forest fires on 2 October 2021. The training was organised by GIZ in cooperation with USAID.",
)
MAIL = "The Ministry of Culture of Peru invites journalists to the opening of the book fair in Cusco on 5 May 2025, held together with UNESCO and the city."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents of every kind; in broken/ what can't be read."""
    rows = [
        {"url": f"https://rows.example/{n}", "title": text[:40], "date": f"2024-06-0{n + 1}", "text": text}
        for n, text in enumerate(OTHERS[:2])
    ]
    files: dict[str, bytes | str] = {
        "page.html": page(),
        "report.pdf": pdf([set_in(OTHERS[2], 60, 700, letters=90)]),
        "note.docx": docx((OTHERS[3],)),
        "letter.odt": odt(("Plans for next year", f"{SECOND} {OTHERS[0]}")),
        "mail.eml": eml(MAIL),
        "plain.txt": "\n".join((TITLE, "By Per Olsen", *PARAGRAPHS)),
        "cyrillic.txt": CYRILLIC,
        "macedonian.txt": MACEDONIAN,
        "rows.jsonl": "\n".join(json.dumps(row) for row in rows),
        "old.zip": packed({"in/page.htm": page((OTHERS[3], THIRD), title="Fires", url=""), "in/broken.docx": b"PK", "in/notes.xyz": "?"}),
        "broken/empty.txt": "",
        "broken/legacy.txt": "Željka".encode("cp1250"),
        "broken/scan.pdf": pdf([[], []], picture=True),
        "broken/locked.pdf": pdf([[]], encrypted=True),
        "broken/locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        "broken/home.html": "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "broken/cut.odt": odt()[:200],
        "broken/list.txt": "https://news.example/1\nhttps://news.example/2\n",
        "broken/table.csv": "name,amount\nA,1\n",
        "broken/photo.jpg": b"\xff\xd8",
    }
    for name, content in files.items():
        path = tmp_path / "press" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path / "press"


def test_a_mixed_folder_is_loaded_with_one_command_and_one_report(cli: Run, folder: Path) -> None:
    result = cli("load", folder, "--json")
    report = body(result)
    assert result.exit_code == 1
    assert report["sources"] == {"read": 11, "unchanged": 0}
    refused = {r["source"].removeprefix(f"{folder}/"): r["reason"] for r in report["refused"]}
    words = {
        "broken/empty.txt": "empty",
        "broken/legacy.txt": "UTF-8",
        "broken/scan.pdf": "scanned",
        "broken/locked.pdf": "encrypted",
        "broken/locked.docx": "password",
        "broken/home.html": "no article",
        "broken/cut.odt": "truncated",
        "broken/list.txt": "--fetch",
        "broken/table.csv": "--columns",
        "broken/photo.jpg": ".jpg",
        "old.zip!in/broken.docx": "broken",
        "old.zip!in/notes.xyz": ".xyz",
    }
    assert refused.keys() == words.keys()
    assert [name for name, word in words.items() if word not in refused[name]] == []


def test_what_is_odd_is_warned_of_once(cli: Run, folder: Path) -> None:
    warned = body(cli("load", folder, "--json"))["warned"]
    (macedonian,) = [text for text in warned if "macedonian.txt" in text]
    assert "Macedonian (mk), which is not read yet" in macedonian
    (near,) = [text for text in warned if "near-duplicates" in text]
    assert "page.html" in near
    assert "plain.txt" in near
    assert len(warned) == 2


def test_three_dates_are_three_things(cli: Run, store: str, folder: Path) -> None:
    """The page was published on 20 May, tells of 18 May, and was loaded today."""
    cli("load", folder)
    with cooplinks.open_store(store) as graph:
        source = graph.source("https://news.example/2024/05/oslo")
        (held,) = {s["from"]["id"] for s in source["statements"] if s["type"] == "HELD_IN"}
        assert source["date"] == "2024-05-20"
        assert graph.entity(held)["valid_from"] == "2024-05-18"
        assert not source["loaded_at"].startswith("2024")


def test_quotes_are_spans_of_the_stored_text(cli: Run, store: str, folder: Path) -> None:
    cli("load", folder)
    with cooplinks.open_store(store) as graph:
        told = [graph.source(item["id"]) for item in graph.sources()["items"]]
    cited = [(source["text"], s["locator"], s["quote"]) for source in told for s in source["statements"]]
    assert len(cited) > 20
    for text, locator, quote in cited:
        start, end = map(int, locator.removeprefix("char:").split("-"))
        assert text[start:end] == quote


def test_a_second_load_changes_nothing_and_says_the_same(cli: Run, folder: Path) -> None:
    first, second = (body(cli("load", folder, "--json")) for _ in "12")
    assert (second["written"], second["removed"]) == (0, 0)
    assert second["graph_version"] == first["graph_version"]
    assert second["refused"] == first["refused"]
    assert second["warned"] == first["warned"]


def test_a_copy_is_no_second_source_that_agrees(cli: Run, store: str, folder: Path) -> None:
    cli("load", folder)
    with cooplinks.open_store(store) as graph:
        source = graph.source("press/plain.txt")
        assert source["duplicate_of"]["url"] == "https://news.example/2024/05/oslo"
        links = graph.links(graph.resolve("UNICEF", by_name=True))["items"]
    sources = {(len({e["source"]["id"] for e in link["evidence"]}), link["sources"]) for link in links}
    assert (2, 1) in sources
    assert (2, 2) not in sources


def test_columns_of_another_name_are_told_by_a_flag(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "scraped.csv"
    path.write_text(f'Liga,Corpo\nhttps://rows.example/1,"{LEAD} {SECOND}"\n')
    assert cli("load", path).exit_code == 1
    report = body(cli("load", path, "--columns", "text=Corpo,url=Liga", "--json"))
    assert (report["sources"]["read"], report["refused"]) == (1, [])
    assert cli("load", path, "--columns", "words=Corpo").exit_code == 2


def test_what_would_be_read_is_written_article_by_article(bare: Run, folder: Path, tmp_path: Path) -> None:
    result = bare("extract", folder, "--out", tmp_path / "read")
    assert result.exit_code == 1
    assert "11 articles read" in result.stderr
    written = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / "read").iterdir()}
    assert {"page.json", "rows.line-1.json", "rows.line-2.json", "old.in-page-htm.json", "cyrillic.json"} <= written.keys()
    assert {e["name"] for e in written["cyrillic.json"]["entities"]} >= {"Министарство здравља Србије", "Јелена Ђорђевић", "Београд"}
    assert written["macedonian.json"]["entities"] == []
    assert written["page.json"]["entities"]


def test_a_list_of_addresses_is_fetched_once_somebody_says_so(
    cli: Run, tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "PAUSE_S", 0.0)
    path = tmp_path / "list.txt"
    path.write_text(f"{site.give('/1', page())}\n{site.address}/none\n")
    assert cli("load", path).exit_code == 1
    assert site.asked == []
    report = body(cli("load", path, "--fetch", "--json"))
    assert report["sources"]["read"] == 1
    assert [(r["locator"], "404" in r["reason"]) for r in report["refused"]] == [("line:2", True)]
    assert body(cli("load", path, "--fetch", "--json"))["written"] == 0
    assert site.paths.count("/1") == 1

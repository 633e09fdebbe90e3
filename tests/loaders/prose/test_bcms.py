"""Bosnian, Croatian, Montenegrin and Serbian, in both scripts: how much of own articles is read, verbatim, and as what English calls it."""

from pathlib import Path

import pytest

from cooplinks.app.load import Load, find
from cooplinks.app.model import Record, Statement
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.loaders.prose import load as open_article
from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.inflected.script import norm, to_cyrillic, to_latin
from cooplinks.loaders.prose.output import to_extraction
from tests.loaders.prose.marked import compare, f1, load
from tests.loaders.prose.reads import HERE, links, names

ARTICLES = sorted((HERE / "annotated_bcms").glob("*.txt"))
ENTITIES, LINKS, PRECISION, NAMED = 0.96, 0.93, 0.95, 0.85


def read(text: str) -> Document:
    return extract(text, language="sr")


def test_entities_and_links_together() -> None:
    both = [compare(gold, to_extraction(read(gold.text))) for gold in map(load, ARTICLES)]
    entities, said = ([sum(row[part][i] for row in both) for i in range(3)] for part in (0, 1))
    assert len(ARTICLES) >= 25
    assert f1(*entities) >= ENTITIES
    assert f1(*said) >= LINKS
    assert said[0] / (said[0] + said[1]) >= PRECISION


def test_the_reported_event_is_found_and_dated() -> None:
    right = 0
    for gold in map(load, ARTICLES):
        document = read(gold.text)
        days = next((t.dates for t in document.things if t.id == document.main), ())
        right += bool(document.main) == ("e.main" in gold.spans) and days == gold.dates
    assert right >= NAMED * len(ARTICLES)


def told(document: Document) -> set[tuple[str, ...]]:
    """All links with names in Latin letters."""
    return {tuple(to_latin(part)[0] for part in link) for link in links(document)}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_the_script_makes_no_difference(path: Path) -> None:
    text = load(path).text
    latin = to_latin(text)[0]
    assert told(read(latin)) == told(read(text))
    assert len(to_extraction(read(latin))["relations"]) == len(to_extraction(read(text))["relations"])


def test_letters_go_over_and_back_at_their_offsets() -> None:
    text = "Ђорђе Џамбић и Љиљана Његош, z\u030cena"
    latin, offsets = to_latin(text)
    assert latin == "Đorđe Džambić i Ljiljana Njegoš, žena"
    assert to_cyrillic(latin[: latin.index(",")]) == text[: text.index(",")]
    assert text[offsets[latin.index("Njegoš")] : offsets[latin.index(",")]] == "Његош"
    assert offsets[-1] == len(text)


CYRILLIC = (
    "Министарство унутрашњих послова Србије организовало је 6. јуна 2021. године у Београду радионицу о азилу, уз подршку Делегације "
    "Европске уније у Србији. На радионици су учествовали министарка правде Србије Маја Поповић и представници Комесаријата за избеглице "
    "и миграције Републике Србије."
)


def test_quotes_are_verbatim_in_the_script_of_the_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CYRILLIC, encoding="utf-8")
    reading = open_article(path)
    assert (reading.source.language, reading.source.warned) == ("sr", ())
    items = list(reading.items)
    statements = [i for i in items if isinstance(i, Statement)]
    for statement in statements:
        start, end = map(int, statement.locator.removeprefix("char:").split("-"))
        assert CYRILLIC[start:end] == statement.quote
    assert {s.properties["cue_text"] for s in statements if s.type == "ORGANISED_BY"} == {
        "Министарство унутрашњих послова Србије организовало"
    }
    spelled = {n.text for i in items if isinstance(i, Record) and i.type != "Source" for n in i.names}
    assert all(norm(to_latin(name)[0]) for name in spelled)
    assert {"Маја Поповић", "Комесаријат за избеглице и миграције Републике Србије", "Делегација Европске уније у Србији"} <= spelled


ENGLISH = (
    "Belgrade. A conference on asylum was held in Belgrade on 5 May 2021. It was organised by the Ministry of the Interior of Serbia and "
    "funded by the European Union. Maja Popović, Minister of Justice of Serbia, and representatives of the Commissariat for Refugees and "
    "Migration of Serbia attended the conference. The Delegation of the European Union to Serbia supported the event."
)
CROATIAN = (
    "U Zagrebu je 7. lipnja 2021. održan seminar u organizaciji Ministarstva vanjskih i europskih poslova Republike Hrvatske. Na seminaru su "
    "sudjelovali predstavnici Ministarstva unutarnjih poslova Republike Srbije i ministrica pravosuđa Srbije Maja Popović. Seminar je "
    "financirala Europska unija."
)


def test_one_body_in_three_languages_is_one_entity(tmp_path: Path) -> None:
    for name, text in (("en", ENGLISH), ("sr", CYRILLIC), ("hr", CROATIAN)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    store = open_store(Settings("memory://"))
    Load(store, who="a test").run(find([str(tmp_path)]))
    graph = Graph(store, follow=False)
    for spellings in (
        (
            "Ministry of the Interior of Serbia",
            "Министарство унутрашњих послова Србије",
            "Ministarstvo unutarnjih poslova Republike Srbije",
        ),
        ("European Union", "Europska unija"),
        ("Commissariat for Refugees and Migration of Serbia", "Комесаријат за избеглице и миграције Републике Србије"),
        ("Delegation of the European Union to Serbia", "Делегација Европске уније у Србији"),
        ("Maja Popović", "Маја Поповић"),
        ("Belgrade", "Београд"),
    ):
        assert len({graph.resolve(s, by_name=True) for s in spellings}) == 1, spellings


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Konferenciju je podržao predstavnik Ministarstva ljudskih i manjinskih prava Crne Gore.", "Ministarstvo ljudskih i manjinskih prava Crne Gore"),
        ("Održan je sastanak sa Evropskim centrom za manjine.", "Evropski centar za manjine"),
        ("Skup je održan uz podršku Beogradske otvorene škole.", "Beogradska otvorena škola"),
        ("Seminar je održan u organizaciji Hrvatske gospodarske komore.", "Hrvatska gospodarska komora"),
        ("Радионица је одржана уз подршку Удружења „Мост“.", "Удружење „Мост“"),
        ("Skup je održan u saradnji sa Narodnom skupštinom Republike Srbije.", "Narodna skupština Republike Srbije"),
    ],
)  # fmt: skip
def test_a_body_named_in_another_case_bears_its_nominative(text: str, name: str) -> None:
    assert name in names(read(text), "Organisation")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Na konferenciji je razgovarano s ministarkom Majom Popović iz UNDP-a.", "Maja Popović"),
        ("Skup je otvoren uz prisustvo direktora Milana Popovića iz UNDP-a.", "Milan Popović"),
        ("Skup je otvoren uz prisustvo direktorke Milane Popović iz UNDP-a.", "Milana Popović"),
        ("Sastali su se sa gradonačelnikom Petrom Kovačevićem iz Niša.", "Petar Kovačević"),
        ("Састали су се са градоначелником Ђорђем Вуковићем.", "Ђорђе Вуковић"),
    ],
)
def test_a_person_named_in_another_case_bears_the_nominative(text: str, name: str) -> None:
    assert names(read(text), "Person") == {name}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vijeće Evrope", "Savet Evrope"),
        ("Europska komisija", "Evropska komisija"),
        ("Svjetska zdravstvena organizacija", "Svetska zdravstvena organizacija"),
        ("Međunarodna organizacija za migracije", "IOM"),
        ("OEBS", "OESS"),
    ],
)
def test_ekavian_ijekavian_and_other_names_are_one_body(one: str, other: str) -> None:
    entries = {t.entry for name in (one, other) for t in read(f"Konferenciju je organizovala {name}.").things if t.type == "Organisation"}
    assert len(entries) == 1
    assert entries != {""}


def test_what_is_planned_invited_declined_and_denied_is_told_apart() -> None:
    planned = read("Konferencija će biti održana 3. maja 2022. godine u Nišu. Učestvovaće Ana Petrović iz UNDP-a.")
    assert ("ATTENDED", "Ana Petrović", "EVENT") in links(planned, "ATTENDED", modality="planned")
    told_of = "Konferencija je održana 3. maja 2022. godine u Nišu. "
    assert links(read(told_of + "Na konferenciju je pozvan Savet Evrope."), "ATTENDED", modality="invited")
    declined = read(told_of + "UNICEF je otkazao učešće na konferenciji.")
    assert links(declined, "ATTENDED", modality="declined")
    assert not links(declined, "ATTENDED")
    assert not links(read(told_of + "Projekat „Most“ ne finansira Evropska unija."), "FUNDED_BY")


@pytest.mark.parametrize(
    ("told", "amount", "currency"),
    [
        ("1.113.960,50 kuna", "1113960.5", "HRK"),
        ("372.975 eura", "372975", "EUR"),
        ("4,2 miliona dinara", "4200000", "RSD"),
        ("314 hiljada evra", "314000", "EUR"),
        ("2 милиона евра", "2000000", "EUR"),
        ("15.000 KM", "15000", "BAM"),
    ],
)
def test_a_stated_amount_stands_on_its_only_funder(told: str, amount: str, currency: str) -> None:
    said = read(f"Projekat „Mostovi“ finansira Evropska unija sa {told}.").said
    assert [(s.type, s.measure, s.amount, s.currency) for s in said] == [("FUNDED_BY", "stated", amount, currency)]

"""The language of a text is detected; one that is not read yet is said, and nothing is read from it."""

from pathlib import Path

import pytest

from cooplinks.app.model import Record
from cooplinks.loaders import prose
from cooplinks.loaders.articles.language import language_code, language_of

TEXTS = {
    "en": "The Ministry of Health held a workshop in Oslo. It was organised in cooperation with UNICEF and funded by the European Union.",
    "de": "Das Gesundheitsministerium hat in Oslo eine zweitägige Tagung abgehalten. Sie wurde gemeinsam mit UNICEF veranstaltet und von der EU gefördert.",
    "fr": "Le ministère de la Santé a tenu un atelier de deux jours à Oslo. Il a été organisé en coopération avec l’UNICEF et financé par l’Union européenne.",
    "es": "El Ministerio de Salud celebró un taller de dos días en Oslo. Fue organizado en cooperación con UNICEF y financiado por la Unión Europea.",
    "it": "Il ministero della Salute ha tenuto a Oslo un seminario di due giorni, organizzato insieme all’UNICEF e finanziato dall’Unione europea.",
    "sq": "Ministria e Shëndetësisë mbajti një punëtori dyditore në Oslo. Ajo u organizua në bashkëpunim me UNICEF-in dhe u financua nga Bashkimi Evropian.",
    "mk": "Министерството за здравство одржа дводневна работилница во Осло. Таа беше организирана во соработка со УНИЦЕФ и финансирана од Европската Унија.",
    "bg": "Министерството на здравеопазването проведе двудневен семинар в Осло. Той беше организиран съвместно с УНИЦЕФ и финансиран от Европейския съюз.",
    "uk": "Міністерство охорони здоров’я провело дводенний семінар в Осло. Його було організовано у співпраці з ЮНІСЕФ та профінансовано Європейським Союзом.",
    "sl": "Ministrstvo za zdravje je v Oslu pripravilo dvodnevno delavnico. Organizirana je bila v sodelovanju z Unicefom, financirala pa jo je Evropska unija.",
    "tr": "Sağlık Bakanlığı Oslo’da iki günlük bir çalıştay düzenledi. Çalıştay UNICEF iş birliğiyle yapıldı ve Avrupa Birliği tarafından finanse edildi.",
    "ar": "عقدت وزارة الصحة ورشة عمل استمرت يومين في أوسلو. ونظمت الورشة بالتعاون مع اليونيسف وبتمويل من الاتحاد الأوروبي خلال هذا العام.",
    "zh": "卫生部在奥斯陆举办了为期两天的研讨会。该研讨会由卫生部与联合国儿童基金会合作组织，并由欧洲联盟提供资助。来自十二个国家的代表出席了会议并讨论了农村地区的初级医疗保健问题，部长在开幕式上发表了讲话，强调了合作的重要性。",
}
SERBO_CROATIAN = (
    "Ministarstvo zdravlja je održalo dvodnevnu radionicu u Oslu. Organizovana je u saradnji sa UNICEF-om, a finansirala ju je Evropska unija.",
    "Ministarstvo zdravstva održalo je dvodnevnu radionicu u Oslu. Organizirana je u suradnji s UNICEF-om, a financirala ju je Europska unija.",
    "Министарство здравља је одржало дводневну радионицу у Ослу. Организована је у сарадњи са УНИЦЕФ-ом, а финансирала ју је Европска унија.",
)


@pytest.mark.parametrize("code", TEXTS)
def test_a_language_is_told_by_two_sentences(code: str) -> None:
    assert language_of(TEXTS[code]) == code


@pytest.mark.parametrize("text", SERBO_CROATIAN)
def test_serbian_bosnian_and_croatian_are_told_from_others(text: str) -> None:
    assert language_of(text) in ("sr", "hr", "bs")


@pytest.mark.parametrize(
    "text",
    [
        "Participants: Jelena Đorđević, Milan Petrović, Ana Kovačević, Željko Šarić, Nenad Živković and Dragan Stojanović of the Ministry of Justice.",
        "Mtukudzi Chikerema, Tendai Mupfumi, Rutendo Moyo and Farai Nyathi attended the workshop in Bulawayo, Zimbabwe, on 3 May 2023.",
        "Nguyễn Văn Minh and Trần Thị Hương of the Ministry of Agriculture opened the seminar in Hà Nội on 3 May 2024.",
        "Herr Dr. Jürgen Müller (BMZ), Frau Sabine Schäfer (GIZ) and Prof. Dr. Klaus Weiß (Universität zu Berlin) spoke. The workshop was held in Bonn.",
        "Université de Ouagadougou, Institut de Recherche pour le Développement and Ministère de la Santé signed a memorandum with the University of Oslo.",
    ],
)
def test_english_with_many_foreign_names_is_english(text: str) -> None:
    assert language_of(text) == "en"


def test_another_language_with_an_english_title_in_it_is_not_english() -> None:
    text = f"{TEXTS['de']} Das Projekt „Strengthening of the Rule of Law“ läuft bis 2026, und die Ministerin lobte die Arbeit aller Beteiligten in den Regionen."
    assert language_of(text) == "de"


@pytest.mark.parametrize("text", ["", "Oslo", "Anna Berg, Ole Dahl, Kari Moe, Lars Holm", "1, 2, 3 " * 100, "," * 10_000])
def test_of_little_text_nothing_is_said(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(("tag", "code"), [("en", "en"), ("en-GB", "en"), ("sr_Cyrl_RS", "sr"), ("English", None), ("", None)])
def test_a_tag_names_a_language(tag: str, code: str | None) -> None:
    assert language_code(tag) == code


def test_what_is_not_read_yet_is_a_source_that_says_so_and_says_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXTS["de"], encoding="utf-8")
    reading = prose.load(path)
    assert (reading.source.language, reading.source.text) == ("de", TEXTS["de"])
    assert "German (de), which is not read yet" in reading.source.warned[0]
    assert [item.type for item in reading.items if isinstance(item, Record)] == ["Source"]
    assert len(list(reading.items)) == 1


def test_a_page_that_claims_a_language_wrongly_is_read_by_what_it_is_in(tmp_path: Path) -> None:
    from tests.loaders.articles.make import page

    path = tmp_path / "a.html"
    path.write_text(page(lang="de"), encoding="utf-8")
    assert prose.load(path).source.language == "en"

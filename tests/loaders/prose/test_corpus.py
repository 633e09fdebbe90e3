"""Short articles of many countries and themes, with all the links that they state; nothing more and nothing less is read."""

import pytest

from tests.loaders.prose.reads import HERE, Link, attended, dates, links, names, read

KENYA_WATER = "Kenyan Ministry of Water, Sanitation and Irrigation"
UNICEF = "United Nations Children's Fund"
UNESCO = "United Nations Educational, Scientific and Cultural Organization"
WHO = "World Health Organization"

EXPECTED: dict[str, set[Link]] = {
    "accra-planned": {
        ("ORGANISED_BY", "EVENT", "Economic Community of West African States"),
        ("HELD_IN", "EVENT", "Accra"),
    },
    "amman-health": {
        ("HELD_IN", "EVENT", "Amman"),
        ("ORGANISED_BY", "EVENT", WHO),
        ("PARTNER_OF", WHO, "Ministry of Health of Jordan"),
        ("PARTNER_OF", WHO, "International Committee of the Red Cross"),
        ("SUPPORTED_BY", "EVENT", "League of Arab States"),
        ("REPRESENTS", "Ahmed Mansour", WHO),
    },
    "dhaka-teachers": {
        ("ORGANISED_BY", "EVENT", "BRAC"),
        ("ORGANISED_BY", "EVENT", "Save the Children"),
        ("PARTNER_OF", "BRAC", "Save the Children"),
        ("HELD_IN", "EVENT", "Dhaka"),
        ("SUPPORTED_BY", "EVENT", UNESCO),
        ("SUPPORTED_BY", "EVENT", "Embassy of Japan in Bangladesh"),
        ("PART_OF", "EVENT", "Learning Without Walls"),
        ("FUNDED_BY", "Learning Without Walls", "Global Partnership for Education"),
        ("REPRESENTS", "Farida Rahman", "BRAC"),
        ("REPRESENTS", "Anwar Hossain", "Ministry of Primary and Mass Education"),
    },
    "kyiv-justice": {
        ("HELD_IN", "EVENT", "Kyiv"),
        ("PARTNER_OF", "Ministry of Justice of Ukraine", "Council of Europe"),
        ("REPRESENTS", "Denys Kovalenko", "Ministry of Justice of Ukraine"),
        ("REPRESENTS", "Steffen Lindqvist", "Council of Europe Office in Ukraine"),
        ("REPRESENTS", "Steffen Lindqvist", "Council of Europe"),
        ("PART_OF", "EVENT", "Children Before the Law"),
        ("FUNDED_BY", "Children Before the Law", "Government of Canada"),
        ("IMPLEMENTED_BY", "Children Before the Law", "Council of Europe"),
    },
    "lima-forest": {
        ("HELD_IN", "EVENT", "Lima"),
        ("ORGANISED_BY", "EVENT", "National Institute for Amazon Research"),
        ("FUNDED_BY", "EVENT", "European Union"),
        ("FUNDED_BY", "EVENT", "Inter-American Development Bank"),
        ("REPRESENTS", "Maria Quispe", "Federation of Native Communities of Ucayali"),
        ("REPRESENTS", "Carlos Mendoza", "Conservation International"),
        ("REPRESENTS", "Elena Rojas", "Ministry of Environment of Peru"),
    },
    "manila-grant": {
        ("FUNDED_BY", "Safe Shores", "Asian Development Bank"),
        ("FUNDED_BY", "Safe Shores", "Government of Australia"),
        ("IMPLEMENTED_BY", "Safe Shores", "Philippine Red Cross"),
        ("SUPPORTED_BY", "Safe Shores", "Plan International"),
    },
    "nairobi-water": {
        ("HELD_IN", "EVENT", "Nairobi"),
        ("PART_OF", "EVENT", "Water for Every Village"),
        ("FUNDED_BY", "Water for Every Village", "Swedish International Development Cooperation Agency"),
        ("IMPLEMENTED_BY", "Water for Every Village", "Kenya Red Cross Society"),
        ("PARTNER_OF", "Kenya Red Cross Society", "WaterAid"),
        ("REPRESENTS", "Joyce Wanjiru", KENYA_WATER),
        ("REPRESENTS", "Daniel Okello", UNICEF),
    },
    "suva-climate": {
        ("HELD_IN", "EVENT", "Suva"),
        ("ORGANISED_BY", "EVENT", "Pacific Community"),
        ("SUPPORTED_BY", "EVENT", "Ministry of Foreign Affairs and Trade"),
        ("PART_OF", "EVENT", "Blue Futures"),
        ("REPRESENTS", "Losa Tuilagi", "Samoa Conservation Society"),
    },
    "tbilisi-media": {
        ("HELD_IN", "EVENT", "Tbilisi"),
        ("FUNDED_BY", "EVENT", "Ministry of Foreign Affairs of the Netherlands"),
        ("REPRESENTS", "Nino Beridze", "Caucasus Media Centre"),
        ("REPRESENTS", "Armen Petrosyan", "Yerevan Press Club"),
        ("REPRESENTS", "Anna Larsson", "Swedish Embassy"),
    },
    "warsaw-culture": {
        ("HELD_IN", "EVENT", "Warsaw"),
        ("HELD_IN", "EVENT", "National Library"),
        ("ORGANISED_BY", "EVENT", "Polish Ministry of Culture"),
        ("ORGANISED_BY", "EVENT", "Goethe-Institut"),
        ("FUNDED_BY", "EVENT", "International Visegrad Fund"),
        ("REPRESENTS", "Jan Kowalczyk", "Museum of Silesia"),
        ("REPRESENTS", "Petra Nováková", "Czech Academy of Sciences"),
    },
}

PRESENT: dict[str, set[str]] = {
    "accra-planned": set(),
    "amman-health": {
        "United Nations High Commissioner for Refugees",
        "Lebanese Ministry of Public Health",
        "Médecins Sans Frontières",
        "Jordan University of Science and Technology",
        "Ahmed Mansour",
    },
    "dhaka-teachers": {"Farida Rahman", "Anwar Hossain", "Ministry of Primary and Mass Education"},
    "kyiv-justice": {"Denys Kovalenko", "Steffen Lindqvist", "Council of Europe", "Ministry of Justice of Ukraine"},
    "lima-forest": {"Maria Quispe", "Carlos Mendoza", "Elena Rojas"},
    "manila-grant": set(),
    "nairobi-water": {"Joyce Wanjiru", "Daniel Okello", "Ministry of Health of Uganda", "African Development Bank"},
    "suva-climate": {"Losa Tuilagi", "University of the South Pacific"},
    "tbilisi-media": {"Caucasus Media Centre", "Nino Beridze", "Armen Petrosyan", "Anna Larsson"},
    "warsaw-culture": {"Jan Kowalczyk", "Petra Nováková"},
}

DATES = {
    "accra-planned": ("2023-09-21", "2023-09-22"),
    "amman-health": ("2023-05-15", "2023-05-16"),
    "dhaka-teachers": ("2024-02-03", "2024-02-03"),
    "kyiv-justice": ("2021-04-12", "2021-04-12"),
    "lima-forest": ("2022-06-05", "2022-06-07"),
    "manila-grant": (),
    "nairobi-water": ("2023-03-14", "2023-03-14"),
    "suva-climate": ("2019-10-02", "2019-10-04"),
    "tbilisi-media": ("2022-11-08", "2022-11-08"),
    "warsaw-culture": ("2018-05-17", "2018-05-17"),
}


@pytest.mark.parametrize("stem", EXPECTED)
def test_links_are_those_that_the_article_states(stem: str) -> None:
    document = read(HERE / "corpus" / f"{stem}.txt")
    said = links(document)
    assert {s for s in said if s[0] != "ATTENDED"} == EXPECTED[stem]
    assert attended(document) == PRESENT[stem]
    assert dates(document) == DATES[stem]


def test_planned_invited_and_declined_are_told_apart() -> None:
    accra = read(HERE / "corpus" / "accra-planned.txt")
    assert attended(accra, "planned") == {"Food and Agriculture Organization", "World Food Programme"}
    assert attended(accra, "declined") == {"African Union"}
    assert attended(read(HERE / "corpus" / "nairobi-water.txt"), "invited") == {"World Bank"}
    assert attended(read(HERE / "corpus" / "warsaw-culture.txt"), "declined") == {UNESCO}


def test_an_article_without_an_event_has_none() -> None:
    assert names(read(HERE / "corpus" / "manila-grant.txt"), "Event") == set()

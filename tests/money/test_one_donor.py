"""A donor that an article, an IATI file, a table and FollowTheMoney name is one entity, whichever of them are loaded."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from cooplinks.app.load import Load, find
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.loaders.iati.facts import activities, activity

NAME = "Swedish International Development Cooperation Agency"
SIDA = '<reporting-org ref="XM-DAC-10-6" type="10"><narrative>Sida</narrative></reporting-org>'
ARTICLE = f"""Partnership opens in Skopje

Skopje, 3 May 2022 - The project "Clean Rivers of the Balkans" is funded by the {NAME} (Sida).
"""
PAYMENT = (
    {"id": "s", "schema": "PublicBody", "properties": {"name": [NAME], "country": ["se"]}},
    {"id": "c", "schema": "Organization", "properties": {"name": ["Rowing Club"]}},
    {"id": "p", "schema": "Payment", "properties": {"payer": ["s"], "beneficiary": ["c"], "amount": ["10"], "currency": ["EUR"]}},
)
MAPPING = """
[nodes.donor]
type = "Organisation"
name = "Donor"
[nodes.partner]
type = "Organisation"
name = "Partner"
[[links]]
type = "FUNDED_BY"
from = "partner"
to = "donor"
"""
FILES = {
    "article.txt": ARTICLE,
    "sida.xml": activities(activity(id="XM-DAC-10-6-A", reporter=SIDA)),
    "payments.ftm.json": "".join(json.dumps(each) + "\n" for each in PAYMENT),
    "costs.csv": f"Donor,Partner\n{NAME},Sailing Club\n",
}


@pytest.mark.parametrize("names", [*combinations(FILES, 2), tuple(FILES)], ids=" ".join)
def test_a_donor_of_many_sources_is_one_entity(tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "costs.toml").write_text(MAPPING)
    for name in names:
        (tmp_path / name).write_text(FILES[name])
    store = open_store(Settings("memory://"))
    load = Load(store, who="a test")
    load.run(find([str(tmp_path / name) for name in names]))
    assert not load.report.refused
    with Graph(store) as graph:
        found = {x["id"] for q in ("Sida", NAME) for x in graph.search(q)["items"] if x["name"] in (NAME, "Sida")}
        assert len(found) == 1
        assert len(graph.entity(found.pop())["records"]) == len(names)

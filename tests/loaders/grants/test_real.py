"""Real files, counted another way; where they are not at hand these tests are skipped."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.beside import DATA, MISSING
from tests.loaders.said import read

FILES = sorted(DATA.glob("grants/*.json"))


@pytest.mark.skipif(not FILES, reason=MISSING)
@pytest.mark.parametrize("path", FILES, ids=[f.name for f in FILES])
def test_a_real_file_is_read_whole(path: Path) -> None:
    grants = json.loads(path.read_text(), parse_float=Decimal)["grants"]
    said = read(path)
    assert not said.refused
    assert said.types()["Project"] == len({g["id"] for g in grants}) == len(grants)
    assert sum(Decimal(flow[2]) for flow in said.money("committed")) == sum(Decimal(g["amountAwarded"]) for g in grants)
    assert len(said.money("committed")) == len(grants)
    assert sum(Decimal(flow[2]) for flow in said.money("paid")) == sum(Decimal(g.get("amountDisbursed", 0)) for g in grants)
    assert said.types().get("Person", 0) == sum("recipientIndividual" in g for g in grants)
    ids = {o["id"] for g in grants for o in (*g.get("recipientOrganization", []), *g["fundingOrganization"])}
    assert {i.value for r in said.records.values() if r.type == "Organisation" for i in r.identifiers} == ids
    assert all(flow[4] and len(flow[4]) == 10 for flow in said.money("committed"))

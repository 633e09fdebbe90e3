"""Real tables, counted another way; where they are not at hand these tests are skipped."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from cooplinks.loaders.about import Metadata
from cooplinks.loaders.table import door, mapping
from tests.beside import DATA, MISSING
from tests.loaders.said import told

FOLDERS = sorted(DATA.glob("aiddata/*AIMS"))
PROJECTS = """
[table]
publisher = "Aid management system"
[nodes.project]
type = "Project"
name = "project_title"
identifier = "project_id"
from = "start_actual_isodate"
[nodes.donor]
type = "Organisation"
name = "donors"
split = "|"
[[links]]
type = "FUNDED_BY"
from = "project"
to = "donor"
"""
TRANSACTIONS = """
[table]
key = "transaction_id"
[nodes.project]
type = "Project"
identifier = "project_id"
[nodes.donor]
type = "Organisation"
name = { value = "Donors of the aid management system" }
[[links]]
type = "FUNDED_BY"
from = "project"
to = "donor"
amount = "transaction_value"
currency = "transaction_currency"
measure = { column = "transaction_value_code", map = { C = "committed", D = "paid", E = "spent" } }
date = { columns = ["transaction_year"] }
"""
pytestmark = pytest.mark.skipif(not FOLDERS, reason=MISSING)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("folder", FOLDERS, ids=[f.name for f in FOLDERS])
def test_projects_and_their_donors(folder: Path) -> None:
    path = folder / "projects.csv"
    said = told(door.load(path, Metadata(), mapping.parse(PROJECTS, "m")))
    plain = rows(path)
    assert not said.refused
    assert said.types()["Project"] == len({row["project_id"] for row in plain})
    pairs = {(row["project_id"], " ".join(d.split())) for row in plain for d in row["donors"].split("|") if d.strip()}
    made = {(said.records[s.from_record].identifiers[0].value, said.name(s.to_record)) for s in said.statements if s.type == "FUNDED_BY"}
    assert made == pairs


@pytest.mark.parametrize("folder", FOLDERS, ids=[f.name for f in FOLDERS])
def test_transactions_add_up(folder: Path) -> None:
    path = folder / "transactions.csv"
    said = told(door.load(path, Metadata(), mapping.parse(TRANSACTIONS, "m")))
    plain = rows(path)
    assert not said.refused
    for code, measure in (("C", "committed"), ("D", "paid")):
        told_by = [Decimal(row["transaction_value"]) for row in plain if row["transaction_value_code"] == code and row["transaction_value"]]
        flows = [Decimal(flow[2]) for flow in said.money(measure)]
        assert (len(flows), sum(flows)) == (len(told_by), sum(told_by))
    blank = sum(not row["transaction_value"] for row in plain)
    codes = Counter(row["transaction_value_code"] for row in plain)
    assert sum(s.flow is not None for s in said.statements) == sum(codes.values()) - blank

"""A folder of money with every fault that files have: one command, each fault named, all that is fine loaded, sums as of the fine part."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, body
from tests.loaders.iati.facts import activities, activity, provider, receiver, transaction

BEE = receiver("XX-2", "Bee Society")
GRANTS = "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name\n"
WRONG_AMOUNTS = ("1.234,56", "(500)", "1e9", "£5", "NaN", "inf", "1_000", "")


def paid(*amounts: str) -> str:
    return "".join(transaction("3", amount, inner=BEE) for amount in amounts)


def grant(number: int, amount: str, day: str = "2021-02-01") -> str:
    return f'360G-x-{number},Choir,Songs,EUR,"{amount}",{day},GB-CHC-1,Choir Society,GB-CHC-9,Music Fund\n'


FINE = {
    "fine.xml": activities(activity(paid("1"), "XX-1-FINE")),
    "cycle.xml": activities(*(activity(f'<related-activity ref="XX-1-C{(n + 1) % 3}" type="1"/>', f"XX-1-C{n}") for n in range(3))),
    "self.xml": activities(activity(transaction("3", "7", inner=provider("XX-1") + receiver("XX-1")), "XX-1-SELF")),
    "many.xml": activities(activity("".join(f'<participating-org role="4" ref="XX-P{n}"/>' for n in range(10_000)), "XX-1-MANY")),
    "odd ids.xml": activities(activity(paid("2"), "XX 1/a b"), activity(paid("4"), "XX-1-" + "y" * 4090), activity(paid("8"), "=1+1")),
}
REFUSED = {  # → locators and what is said of each
    "cut.xml.gz": [("file", "broken or truncated")],
    "cut.xml": [("line:", "not well-formed")],
    "xml.json": [("file", "holds XML")],
    "json.csv": [("row:1", "holds JSON")],
    "doctype.xml": [("line:1", "DOCTYPE")],
    "amounts.xml": [("line:", "")] * len(WRONG_AMOUNTS),
    "nameless.xml": [("line:", "without iati-identifier")],
    "grants.csv": [(f"row:{n}", "") for n in range(2, 2 + len(WRONG_AMOUNTS))] + [(f"row:{2 + len(WRONG_AMOUNTS)}", "31/02/2021")],
    "grants.json": [("/grants/0", "not a grant")],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    whole = activities(activity(paid("1000"), "XX-1-LOST"))
    files: dict[str, str | bytes] = {
        **FINE,
        "cut.xml.gz": gzip.compress(whole.encode())[:-20],
        "cut.xml": whole[:-30],
        "xml.json": whole,
        "json.csv": '{"grants": []}',
        "doctype.xml": '<!DOCTYPE iati-activities [<!ENTITY a "aaaa">]><iati-activities version="2.03">&a;</iati-activities>',
        "amounts.xml": activities(activity(paid("16", *WRONG_AMOUNTS), "XX-1-AMOUNTS")),
        "nameless.xml": activities(activity(paid("32"), "XX-1-NAMED"), activity(paid("1000"), " ")),
        "dates.xml": activities(
            activity(transaction("3", "64", "2021-02-31", BEE) + transaction("3", "128", "31/02/2021", BEE), "XX-1-DATES")
        ),
        "twice.xml": activities(activity(paid("1000"), "XX-1-TWICE"), activity(paid("256"), "xx-1-twice")),
        "grants.csv": GRANTS + "".join(grant(n, x) for n, x in enumerate(WRONG_AMOUNTS)) + grant(98, "5", "31/02/2021") + grant(99, "3"),
        "grants.json": json.dumps({"grants": [7]}),
    }
    for name, content in files.items():
        path = tmp_path / "money" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path / "money"


def said_of(lines: Iterable[str], name: str) -> list[str]:
    return [line for line in lines if f"/{name}: " in line]


def test_each_fault_is_named_and_the_rest_is_loaded(cli: Run, folder: Path) -> None:
    loaded = cli("load", folder, "--json")
    assert loaded.exit_code == 1
    report = body(loaded)
    for name, wanted in REFUSED.items():
        found = [r for r in report["refused"] if r["source"].endswith(f"/{name}")]
        assert len(found) == len(wanted), name
        for refusal, (locator, reason) in zip(found, wanted, strict=True):
            assert refusal["locator"].startswith(locator)
            assert reason in refusal["reason"]
    assert len(report["refused"]) == sum(map(len, REFUSED.values()))
    assert sum("that is no day" in line for line in said_of(report["warned"], "dates.xml")) == 2
    assert sum("came before in this file" in line for line in said_of(report["warned"], "twice.xml")) == 1
    (outgoing, internal) = (body(cli("query", "flows", "XX-1", "--measure", "paid", "--json"))[part] for part in ("outgoing", "internal"))
    assert (outgoing["total"], internal["total"]) == ({"EUR": str(1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256)}, {"EUR": "7"})
    assert body(cli("query", "flows", "GB-CHC-9", "--json"))["outgoing"]["total"] == {"EUR": "3"}
    assert body(cli("load", folder, "--json"))["statements"]["written"] == 0


def test_the_first_fault_ends_a_strict_load(cli: Run, folder: Path) -> None:
    assert cli("load", folder, "--strict").exit_code == 1
    assert body(cli("status", "--json"))["sources"] < len(FINE)

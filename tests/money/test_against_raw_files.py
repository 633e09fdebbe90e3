"""What the program answers about money equals what plain loops find in the raw files, in files made at random and in real ones."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from cooplinks.app.errors import UnknownName
from cooplinks.app.load import Load, find
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.beside import DATA, MISSING
from tests.money import oracle

MEASURES = (
    "pledged",
    "committed",
    "paid",
    "spent",
    "interest",
    "loan_repayment",
    "reimbursed",
    "equity_purchase",
    "equity_sale",
    "guarantee",
)
PARTS = ("incoming", "internal", "outgoing", "unmatched")


@contextmanager
def loaded(*paths: Path) -> Iterator[Graph]:
    store = open_store(Settings("memory://"))
    Load(store, who="a test").run(find([str(path) for path in paths]))
    with Graph(store) as graph:
        yield graph


def parts(answer: dict[str, Any]) -> dict[str, tuple[dict[str, Decimal], int]]:
    return {part: ({c: Decimal(a) for c, a in answer[part]["total"].items()}, answer[part]["flows"]) for part in PARTS}


def bodies(world: oracle.World) -> list[str]:
    """Identifiers of the organisations that give or take."""
    return sorted({end[1] for flow in world.flows for end in (flow.provider, flow.receiver) if end and end[0] == "ref"})


def named_activities(world: oracle.World) -> list[str]:
    return sorted({a for f in world.flows for a in (f.giver_project, f.receiver_project) if a})


def compare(graph: Graph, world: oracle.World, dice: random.Random, rounds: int) -> None:
    known, projects = bodies(world), named_activities(world)
    for _ in range(rounds):
        measure = dice.choice((*MEASURES[:4], dice.choice(MEASURES)))
        inside = dice.sample(known, min(len(known), dice.randint(1, 4)))
        ids = [of_label(graph, x, "org") for x in inside]
        assert parts(graph.flows(",".join(ids), measure=measure)) == world.boundary({("ref", x) for x in inside}, measure), (
            inside,
            measure,
        )
        inside = dice.sample(projects, min(len(projects), dice.randint(1, 3)))
        held = [(x, id) for x in inside if (id := of_label(graph, x, "project"))]
        if held:
            found = parts(graph.flows(",".join(id for _, id in held), measure=measure))
            assert found == world.projects({x for x, _ in held}, measure), (inside, measure)
        funder, recipient = dice.choice(known), dice.choice(known)
        ends = of_label(graph, funder, "org"), of_label(graph, recipient, "org")
        items = graph.funding(funder=ends[0], recipient=ends[1], max_hops=1)["items"]
        found_sums = {(m["measure"], m["currency"]): Decimal(m["amount"]) for item in items for m in item["money"]}
        assert found_sums == world.direct(("ref", funder), ("ref", recipient)), (funder, recipient)


def of_label(graph: Graph, identifier: str, prefix: str) -> str:
    """The id of the entity of this kind that bears the identifier; '' where it is none of a project."""
    from cooplinks.app.ids import identifier_key

    key = identifier_key("Organisation" if prefix == "org" else "Project", identifier)
    assert key is not None
    try:
        return graph.resolve(key)
    except UnknownName:
        assert prefix == "project"
        return ""


@pytest.mark.parametrize("seed", range(12))
def test_files_made_at_random(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    write(tmp_path, dice)
    world = oracle.read(sorted(tmp_path.glob("*.xml")))
    with loaded(tmp_path) as graph:
        compare(graph, world, dice, rounds=25)


@pytest.mark.skipif(not (DATA / "iati").is_dir(), reason=MISSING)
@pytest.mark.parametrize("folder", ["iati/usaid", "iati/iati-acfspain", "iati/dportal-2021"])
def test_real_files(folder: str) -> None:
    files = sorted((DATA / folder).glob("*.xml"))
    assert files
    with loaded(DATA / folder) as graph:
        compare(graph, oracle.read(files), random.Random(1), rounds=25)


def write(folder: Path, dice: random.Random) -> None:
    """Files of a few publishers that tell of each other, with mirror reports, copies, names without identifier and what is left out."""
    refs = [f"XX-{n}" for n in range(6)]
    ids = [f"{ref}-P{n}" for ref in refs for n in range(3)]
    for number in range(dice.randint(2, 5)):
        publisher = dice.choice(refs)
        body = "".join(activity(dice, publisher, refs, ids) for _ in range(dice.randint(1, 6)))
        (folder / f"file{number}.xml").write_text(f'<iati-activities version="2.03">{body}</iati-activities>', "utf-8")


def activity(dice: random.Random, publisher: str, refs: list[str], ids: list[str]) -> str:
    updated = dice.choice(["", ' last-updated-datetime="2020-01-01T00:00:00"', ' last-updated-datetime="2021-01-01T00:00:00"'])
    currency = dice.choice(["", ' default-currency="EUR"', ' default-currency="USD"'])
    secondary = dice.choice(["", "", "", ' secondary-reporter="1"'])
    identifier = dice.choice([i for i in ids if i.startswith(publisher)] + [dice.choice(ids)])
    parties = "".join(party(dice, "participating-org", refs, f' role="{dice.randint(1, 4)}"') for _ in range(dice.randint(0, 3)))
    told = "".join(transaction(dice, refs, ids) for _ in range(dice.randint(0, 12)))
    return (
        f"<iati-activity{updated}{currency}><iati-identifier>{identifier}</iati-identifier>"
        f'<reporting-org ref="{publisher}"{secondary}><narrative>{name_of(publisher)}</narrative></reporting-org>'
        f"<title><narrative>About {identifier}</narrative></title>{parties}{told}</iati-activity>"
    )


def transaction(dice: random.Random, refs: list[str], ids: list[str]) -> str:
    type = dice.choice(["1", "2", "3", "3", "1", "4", "11", "12", "13", "5", "6", "7", "8", "9", "10", "D", "if", "99", ""])
    amount = dice.choice(["100", "-5.25", "0", "0.1", "1e3", "1,000", "", "33.333"])
    currency = dice.choice(["", ' currency="EUR"', ' currency="gbp"'])
    date = f"2021-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    sides = ""
    for side in ("provider", "receiver"):
        if dice.random() < 0.75:
            named = dice.choice(["", "", f" {side}-activity-id={quoteattr(dice.choice(ids))}"])
            sides += party(dice, f"{side}-org", refs, named)
    return (
        f'<transaction><transaction-type code="{type}"/><transaction-date iso-date="{date}"/>'
        f'<value value-date="{date}"{currency}>{amount}</value>{sides}</transaction>'
    )


def party(dice: random.Random, tag: str, refs: list[str], more: str) -> str:
    ref = dice.choice(refs)
    given = dice.choice([f' ref="{ref}"', f' ref=" {ref.lower()} "', "", ' ref="N/A"'])
    name = dice.choice([name_of(ref), name_of(ref).upper(), "Somebody Else", ""])
    return f"<{tag}{given}{more}>{f'<narrative>{name}</narrative>' if name else ''}</{tag}>"


def name_of(ref: str) -> str:
    return {"XX-0": "Blue Bank", "XX-1": "Red Bank", "XX-2": "Blue Bank"}.get(ref, f"Body {ref}")

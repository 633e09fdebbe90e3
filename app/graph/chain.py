"""One project in its chain: who funds it, answers for it, extends it, carries it out; the projects up and down the money; and the gaps.

Projects are linked where flows name each other's activities. A gap is what a reporter could mend: an id that is missing or leads nowhere,
a role without money, a report that only one side makes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cooplinks.app.graph.arrays import Longs, Mask
from cooplinks.app.graph.cells import csv_text
from cooplinks.app.graph.deadline import Deadline
from cooplinks.app.graph.funding import Steps, own_rows, steps_of
from cooplinks.app.graph.links import details, evidence
from cooplinks.app.graph.money import FLOW_CODES, INCOMING, MEASURE_CODE, NOBODY, NOT_SAID, OUTGOING, WHY_CODE
from cooplinks.app.graph.snapshot import TYPE_CODE, Snapshot
from cooplinks.app.graph.sums import Money, other_activity, several_activities, sums, warnings_of
from cooplinks.app.graph.view import View
from cooplinks.app.ontology import PROJECT

MOST_EVIDENCE = 20  # of one gap; its text says how many there are
MOST_ALIKE = 100  # gaps of one kind that are told one by one
GAPS = (
    *("provider_id_missing", "receiver_id_missing", "activity_unknown", "funder_without_incoming"),
    *("implementer_without_disbursement", "parent_missing", "child_missing", "one_side_only"),
)

Body = dict[str, Any]
_PARTIES = ("funders", "accountable", "extending", "implementing")
_SUM = ("measure", "amount", "currency", "flows", "since", "until")
_COLUMNS = ("part", "entity_id", "entity", *_SUM, "text", "evidence")
_PASSED_ON = np.array([MEASURE_CODE[name] for name in ("pledged", "committed", "paid")])
_TOLD = [0, WHY_CODE["reported_by_giver"]]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, in words, and the statements that show it."""

    kind: str
    text: str
    statements: tuple[int, ...]


def chain(view: View, node: int, deadline: Deadline) -> Body:
    """The chain of a project."""
    steps, snapshot = steps_of(view), view.snapshot
    money = steps.money
    deadline.check()
    into, out = money.into_project.of(node), money.from_project.of(node)
    gaps = _few(_gaps(view, steps, node))
    held = details(snapshot, sorted({s for gap in gaps for s in gap.statements}))
    return {
        "project": snapshot.ref(node),
        "funders": [_paid(snapshot, giver, money, rows) for giver, rows in _funders(steps, node)],
        "accountable": _receiving(view, money, node, "ACCOUNTABLE_TO", out),
        "extending": _receiving(view, money, node, "EXTENDED_BY", out),
        "implementing": _receiving(view, money, node, "IMPLEMENTED_BY", out),
        "upstream": snapshot.refs(_upstream(money, node, into)),
        "downstream": snapshot.refs(_downstream(money, node, out)),
        "gaps": [{"kind": gap.kind, "text": gap.text, "evidence": [evidence(held[s]) for s in gap.statements]} for gap in gaps],
        "warnings": [
            *warnings_of(money, np.union1d(into, out), lambda left: _touching(money, left, node)),
            *filter(None, [several_activities(money, into), other_activity(money, np.arange(money.size) == node)]),
        ],
    }


def as_csv(body: Body) -> str:
    """An answer as CSV: a row each sum of who has a part in it (one without where there is none), each project, each gap."""
    return csv_text(_COLUMNS, _rows(body))


def _rows(body: Body) -> Iterator[list[object]]:
    for part in _PARTIES:
        for party in body[part]:
            for sum in party["money"] or [{}]:
                yield [part, party["entity"]["id"], party["entity"]["name"], *(sum.get(name) for name in _SUM), None, None]
    for part in ("upstream", "downstream"):
        for project in body[part]:
            yield [part, project["id"], project["name"], *(None for _ in _SUM), None, None]
    for gap in body["gaps"]:
        cited = " | ".join(f"{e['source']['title']} ({e['locator']})" for e in gap["evidence"])
        yield [f"gap: {gap['kind']}", None, None, *(None for _ in _SUM), gap["text"], cited]


def _funders(steps: Steps, node: int) -> list[tuple[int, Longs]]:
    """Who funds a project, by role or by what flows into it, with these flows; what is internal to an organisation included."""
    money, pairs = steps.money, steps.onward(node)
    found = {int(steps.there[pair]): own_rows(money, steps.links(pair), node) for pair in pairs.tolist() if steps.paid[pair]}
    giver, into, alone = money.flows.giver, money.into_project.of(node), money.into_alone(node)
    own = (giver[into] != NOBODY) & (giver[into] == money.flows.receiver[into])
    for who in np.unique(giver[into[own]]).tolist():
        found[who] = np.union1d(found.get(who, into[:0]), alone[giver[alone] == who])
    return sorted(found.items())


def _receiving(view: View, money: Money, node: int, type: str, out: Longs) -> list[Body]:
    """Who bears a role of a project, with what the project pays to it."""
    return [_paid(view.snapshot, who, money, out[money.flows.receiver[out] == who]) for who in _targets(view, node, type)]


def _paid(snapshot: Snapshot, entity: int, money: Money, rows: Longs) -> Body:
    return {"entity": snapshot.ref(entity), "money": [{**sum, "basis": "exact"} for sum in sums(money, rows).values()]}


def _upstream(money: Money, node: int, into: Longs) -> list[int]:
    """The projects whose money flows into this one."""
    mirrors = money.mirrors[np.isin(money.flows.lead[money.mirrors], into)]
    return _others(np.append(money.flows.giver_project[into], money.flows.provider_activity[mirrors]), node)


def _downstream(money: Money, node: int, out: Longs) -> list[int]:
    """The projects that this one's money flows into."""
    project, row = money.receiving
    return _others(project[np.isin(row, out)], node)


def _others(projects: Iterable[int], node: int) -> list[int]:
    """The projects but this one, by id, which begins with the identifier."""
    return sorted({int(project) for project in projects if project >= 0} - {node})


def _targets(view: View, node: int, type: str) -> list[int]:
    out = view.incident(node, "out")
    targets: list[int] = np.unique(view.snapshot.links.target[out[view.snapshot.links.type[out] == TYPE_CODE[type]]]).tolist()
    return targets


def _touching(money: Money, rows: Longs, node: int) -> Mask:
    flows = money.flows
    return np.asarray((flows.giver_project[rows] == node) | (flows.receiver_project[rows] == node))


def _gaps(view: View, steps: Steps, node: int) -> list[Gap]:
    """All gaps, in the order of GAPS."""
    told = _told(steps.money, node)
    found = [
        *_ids_missing(steps.money, told),
        *_unknown(steps.money, told),
        *_without_incoming(view, steps, node),
        *_without_disbursement(view, steps.money, node),
        *_family_missing(view, node),
        *_one_sided(steps.money, told, node),
    ]
    return sorted(found, key=lambda gap: GAPS.index(gap.kind))


def _few(gaps: Sequence[Gap]) -> list[Gap]:
    """Of gaps of one kind the first are told one by one, the others as one with their number."""
    found: list[Gap] = []
    for kind in GAPS:
        alike = [gap for gap in gaps if gap.kind == kind]
        rest = alike[MOST_ALIKE:]
        found += alike[:MOST_ALIKE]
        if rest:
            found.append(_gap(kind, f"and {len(rest):,} more of this kind", (s for gap in rest for s in gap.statements)))
    return found


def _told(money: Money, node: int) -> Longs:
    """The flows that are told in a project, those included that the giver tells of too."""
    flows = money.flows
    here = money.here & (flows.told_in == node) & np.isin(flows.why_not, _TOLD) & np.isin(flows.measure, FLOW_CODES)
    return np.flatnonzero(here)


def _ids_missing(money: Money, told: Longs) -> Iterator[Gap]:
    """Money passed on whose other activity is not named; a grant has no other."""
    flows = money.flows
    passed = told[np.isin(flows.measure[told], _PASSED_ON)]
    grants = [bool(money.snapshot.said(statement).get("grant")) for statement in flows.statement[passed].tolist()]
    passed = passed[~np.array(grants, dtype=bool)]
    for kind, direction, named, words in (
        ("provider_id_missing", INCOMING, flows.provider_activity, "incoming flows do not name the provider's activity"),
        ("receiver_id_missing", OUTGOING, flows.receiver_activity, "outgoing flows do not name the receiver's activity"),
    ):
        rows = passed[(flows.direction[passed] == direction) & (named[passed] == NOT_SAID)]
        if len(rows):
            yield _gap(kind, f"{len(rows)} {words}", flows.statement[rows])


def _unknown(money: Money, told: Longs) -> Iterator[Gap]:
    """Activities that are named and that nobody here reports."""
    flows, snapshot = money.flows, money.snapshot
    for named in (flows.provider_activity, flows.receiver_activity):
        for activity in np.unique(named[told]).tolist():
            if activity == -1 or activity in snapshot.projects.only_named:
                rows = told[named[told] == activity]
                who = f"the activity {_called(snapshot, activity)}" if activity >= 0 else "an activity that is none"
                yield _gap("activity_unknown", f"{len(rows)} flows name {who}: nobody reports it here", flows.statement[rows])


def _without_incoming(view: View, steps: Steps, node: int) -> Iterator[Gap]:
    """Funders by role of whom no money is told to come in, nor to go out as their own."""
    money = steps.money
    giving = set(money.flows.giver[np.union1d(money.from_project.of(node), money.into_project.of(node))].tolist())
    for pair in steps.onward(node).tolist():
        if int(steps.there[pair]) in giving:
            continue
        roles = [link for link in steps.links(pair) if not view.snapshot.links.flow[link]]
        if steps.paid[pair] and roles and not len(steps.money.rows_of(steps.links(pair))):
            text = f"{_called(view.snapshot, int(steps.there[pair]))} funds it, and no money of theirs is told to come in"
            yield _gap("funder_without_incoming", text, _statements(view, roles))


def _without_disbursement(view: View, money: Money, node: int) -> Iterator[Gap]:
    """Who carries it out and is paid nothing, nor spends anything itself."""
    flows, out = money.flows, money.from_project.of(node)
    spent = out[flows.measure[out] == MEASURE_CODE["spent"]]
    paid = {*flows.receiver[out].tolist(), *flows.giver[spent].tolist()}
    for who in _targets(view, node, "IMPLEMENTED_BY"):
        if who not in paid:
            links = [link for link in view.snapshot.between(node, who).tolist() if view.links[link]]
            carried = [link for link in links if view.snapshot.links.type[link] == TYPE_CODE["IMPLEMENTED_BY"]]
            text = f"{_called(view.snapshot, who)} carries it out, and no money is told to go there"
            yield _gap("implementer_without_disbursement", text, _statements(view, carried))


def _family_missing(view: View, node: int) -> Iterator[Gap]:
    """Parents and children that are only named."""
    snapshot = view.snapshot
    for kind, direction, words in (("parent_missing", "out", "is part of"), ("child_missing", "in", "has the part")):
        for link in view.incident(node, direction).tolist():
            other = int((snapshot.links.target if direction == "out" else snapshot.links.source)[link])
            if snapshot.links.type[link] != TYPE_CODE["PART_OF"] or not snapshot.bears(other, PROJECT):
                continue
            if other in snapshot.projects.only_named:
                text = f"it {words} {_called(snapshot, other)}, which nobody reports here"
                yield _gap(kind, text, _statements(view, [link]))


def _one_sided(money: Money, told: Longs, node: int) -> Iterator[Gap]:
    """Flows between this and other reported projects that only one side tells of, by the other project."""
    flows, only_named = money.flows, money.snapshot.projects.only_named
    named = np.where(flows.direction == INCOMING, flows.provider_activity, flows.receiver_activity)
    of_others = money.rows[named[money.rows] == node]
    rows = np.union1d(told[flows.counted[told]], of_others)
    rows = rows[~np.isin(rows, flows.lead[money.mirrors])]  # those the other side tells of too
    other = np.where(flows.told_in[rows] == node, named[rows], flows.told_in[rows])
    for project in np.unique(other[(other >= 0) & (other != node)]).tolist():
        if project not in only_named:
            chosen = rows[other == project]
            text = f"{len(chosen)} flows between it and {_called(money.snapshot, project)} are told by one side only"
            yield _gap("one_side_only", text, flows.statement[chosen])


def _statements(view: View, links: Iterable[int]) -> list[int]:
    return [statement for link in links for statement in view.statements_of(link)]


def _called(snapshot: Snapshot, node: int) -> str:
    return f"{snapshot.nodes.names[node]} ({snapshot.nodes.ids[node]})"


def _gap(kind: str, text: str, statements: Iterable[int]) -> Gap:
    return Gap(kind, text, tuple(int(s) for s in list(statements)[:MOST_EVIDENCE]))

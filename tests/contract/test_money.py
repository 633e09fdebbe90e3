"""Money in both stores: the same answers, whatever the order of loading."""

from collections.abc import Callable, Iterable
from typing import Any

from cooplinks.app.ontology import in_no_sum, tells_of_money
from cooplinks.app.questions import Graph
from cooplinks.app.store.base import Store
from tests.contract.facts import Told
from tests.contract.money import all_said, load_all, publishers


def answers(store: Store) -> dict[str, Any]:
    graph = Graph(store)
    named = {name: graph.resolve(name) for name in ("XX-A", "XX-B", "XX-D", "XX-A-P", "XX-B-Q", "XX-C-R")}
    snapshot = graph.snapshot()
    asked: dict[str, Any] = {
        "marks": {id: snapshot.marks(number) for id, number in sorted(snapshot.money_of.items())},
        "funding": graph.funding(limit=1000),
        "links": [graph.links(id, limit=1000) for id in named.values()],
        **{f"chain {name}": graph.chain(named[name]) for name in ("XX-A-P", "XX-B-Q", "XX-C-R")},
    }
    for by in ("year", "country", "sector"):
        asked[f"flows {by}"] = graph.flows([named["XX-B"], named["XX-D"]], measure="paid", by=by, currency="EUR")
        asked[f"projects {by}"] = graph.flows([named["XX-B-Q"]], measure="paid", by=by)
    graph._keeper.close()
    return plain(asked)


def said_by(store: Store, sources: Iterable[Told]) -> dict[str, Any]:
    load_all(store, sources)
    return answers(store)


def plain(body: Any) -> Any:
    """The body without its version."""
    if isinstance(body, dict):
        return {key: plain(value) for key, value in body.items() if key not in ("graph_version", "next")}
    return [plain(value) for value in body] if isinstance(body, list) else body


def test_what_counts_is_decided_for_the_whole_graph(store: Store) -> None:
    load_all(store, publishers())
    found = answers(store)
    why = [mark.get("why_not") for mark in found["marks"].values()]
    assert sorted(map(str, why)) == ["None"] * 8 + ["intention"] + ["older_report"] * 3 + ["reported_by_giver"] * 2
    (direct,) = [i for i in found["funding"]["items"] if i["hops"] == 1 and i["recipient"]["name"] == "XX-B"]
    assert [(m["amount"], m["flows"]) for m in direct["money"]] == [("1200.50", 2)]
    assert [m["amount"] for m in direct["reported_by_receiver"]] == ["1190"]
    incoming = found["flows year"]["incoming"]
    assert (incoming["total"], incoming["flows"]) == ({"EUR": "1203.50"}, 4)
    assert [w["kind"] for w in found["flows year"]["warnings"]] == ["both_levels", "older_report"]


def test_the_order_of_loading_does_not_matter(fresh: Callable[[], Store]) -> None:
    assert said_by(fresh(), publishers()) == said_by(fresh(), reversed(publishers()))


def test_what_is_forgotten_counts_no_longer(fresh: Callable[[], Store]) -> None:
    store, sources = fresh(), publishers()
    load_all(store, sources)
    sources[1].forget(store)
    forgotten = answers(store)
    assert forgotten == said_by(fresh(), [told for told in publishers() if told.key != "b"])


def test_why_a_statement_by_itself_is_in_no_sum_is_said_alike_everywhere(store: Store) -> None:
    sources = publishers()
    for measure in ("budget", "planned", "stated", "paid", "nonsense"):
        for amount in ("1", " 2.5 ", "1e9", "", None):
            for share in ("unknown", None):
                giver, receiver = sources[0].body("XX-A"), sources[0].body("XX-B")
                said = {k: v for k, v in {"measure": measure, "amount": amount, "share": share}.items() if v is not None}
                sources[0].links("FUNDED_BY", receiver, giver, f"{said}", properties=said)
    load_all(store, sources[:1])
    snapshot = Graph(store).snapshot()
    told = {s.id: s.properties for s in all_said(sources[:1]) if s.type == "FUNDED_BY" and tells_of_money(s.properties)}
    marked = {id: snapshot.marks(number).get("why_not") for id, number in snapshot.money_of.items()}
    snapshot.reader.close()
    assert marked == {id: in_no_sum(said) for id, said in told.items()}
    assert len(marked) == 44

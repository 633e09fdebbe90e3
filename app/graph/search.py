"""Ranked search: one function of ours over names and identifiers, whatever the store; the store only proposes candidates."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from cooplinks.app.graph.snapshot import Snapshot
from cooplinks.app.graph.view import View
from cooplinks.app.ids import normal_identifier
from cooplinks.app.names import acronym, words
from cooplinks.app.ontology import SOURCE

LEAST_SCORE = 0.6
_CANDIDATES = 500
_ACRONYM = range(2, 13)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a text may mean: the name or identifier that hit, and how well, in ]0, 1]."""

    node: int
    matched: str
    score: float


def search(view: View, text: str, *, labels: Iterable[str] = (), country: str | None = None) -> list[Hit]:
    """Entities that the text may mean, best first; of equals the one of more Links, then by id. Sources only where `labels` name them."""
    snapshot = view.snapshot
    labels = set(labels)
    found = []
    for node in _candidates(snapshot, text):
        borne = snapshot.nodes.labels[node]
        if (labels and labels.isdisjoint(borne)) or (SOURCE in borne and SOURCE not in labels):
            continue
        if country is None or snapshot.nodes.countries[node] == country:
            hit = _best(snapshot, node, text)
            if hit.score >= LEAST_SCORE:
                found.append(hit)
    return sorted(found, key=lambda hit: (-hit.score, -int(view.degree[hit.node]), hit.node))


def score(text: str, name: str) -> float:
    """How well a text hits a name, in [0, 1]: 1 for the name itself whatever its spelling, then its acronym, a beginning of it, its
    words in any order, and last what is merely like it.
    """
    asked, held = " ".join(words(text)), " ".join(words(name))
    if not asked or not held:
        return 0.0
    if asked == held:
        return 1.0
    if len(asked) in _ACRONYM and asked == acronym(name):
        return 0.95
    share = min(len(asked) / len(held), 1.0)
    if held.startswith(asked):
        return 0.9 + 0.04 * share
    parts = held.split()
    if all(any(part.startswith(word) for part in parts) for word in asked.split()):
        return 0.82 + 0.07 * share
    return max(0.81 * fuzz.token_sort_ratio(asked, held) / 100, 0.74 * _word_by_word(asked.split(), parts) + 0.06 * share)


def _candidates(snapshot: Snapshot, text: str) -> list[int]:
    reader = snapshot.reader
    ids = [*reader.lookup(text).entities, *reader.named(text), *reader.propose(text, _CANDIDATES)]
    nodes = {snapshot.index[id] for id in ids if id in snapshot.index}
    nodes.update(snapshot.acronyms.get("".join(words(text)), ()))
    return sorted(nodes)


def _best(snapshot: Snapshot, node: int, text: str) -> Hit:
    names = snapshot.nodes.every_name[node]
    best = max((Hit(node, name, round(score(text, name), 4)) for name in names), key=lambda hit: hit.score)
    if best.score < 1.0:
        identifier = _identifier(snapshot, node, text)
        if identifier is not None:
            return Hit(node, identifier, 1.0)
    return best


def _identifier(snapshot: Snapshot, node: int, text: str) -> str | None:
    """The entity's own id or identifier that the text is, as first spelled."""
    asked = normal_identifier(text)
    id = snapshot.nodes.ids[node]
    if asked is None:
        return None
    if asked == normal_identifier(id):
        return id
    if id not in snapshot.reader.lookup(text).entities:
        return None
    entity = snapshot.reader.entity(id)
    spelled = [i.value for i in entity.identifiers if normal_identifier(i.value) == asked] if entity else []
    return spelled[0] if spelled else text.strip()


def _word_by_word(asked: list[str], held: list[str]) -> float:
    """How well each asked word is met by some held word, on the average of letters."""
    letters = sum(map(len, asked))
    return sum(len(word) * max(fuzz.ratio(word, part) for part in held) / 100 for word in asked) / letters

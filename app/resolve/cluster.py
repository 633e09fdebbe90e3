"""Put identities that share a key together, and compose what is said of each entity.

The result depends on the records and on what people judged alone, never on the order of loading: an entity is a connected component of
identities over shared keys and over pairs of keys that were judged the same, and its id is the best of those keys (`ids.key_rank`).
Where two keys were judged different, `_parted` says what goes where.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cooplinks.app.ids import PUBLISHER, RECORD_MARK, key_rank
from cooplinks.app.model import Judgement, Likeness
from cooplinks.app.resolve.compose import compose
from cooplinks.app.resolve.judged import standing
from cooplinks.app.resolve.tree import Node, PartedTree, Tree
from cooplinks.app.store.base import Identity, Writer

Pair = tuple[str, str]


class Judged(NamedTuple):
    """The pairs of keys that people hold to be one thing, and to be two, in the order they said so."""

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for pair in (*self.same, *self.different) for key in pair)


NOTHING = Judged()


class Component(NamedTuple):
    """Identities that are one thing, sorted, and the keys that name it."""

    members: Sequence[Identity]
    keys: Sequence[str]

    @property
    def id(self) -> str:
        return min(self.keys, key=key_rank) if len(self.keys) > 1 else self.keys[0]


def settle(writer: Writer, judged: Iterable[str] = ()) -> dict[str, str]:
    """Bring entities in line with the records and judgements written so far; idempotent.

    `judged`: the keys that new judgements are on. Returns the entity of each of them that names one.
    """
    named = reassign(writer, set(judged))
    recompose(writer)
    return named


def reassign(writer: Writer, judged: set[str]) -> dict[str, str]:
    """Assign an entity id to every identity that a change may have touched; the entity of each key `judged`."""
    found, what = _closure(writer, writer.touched_keys() | judged)
    changed: dict[Identity, str] = {}
    named: dict[str, str] = {}
    for component in components(found, what):
        id = component.id
        changed.update({identity: id for identity in component.members if found[identity] != id})
        if judged:
            named.update(dict.fromkeys(judged.intersection(component.keys), id))
    if changed:
        writer.assign(changed)
    return named


def recompose(writer: Writer) -> None:
    """Write anew each entity whose records changed; drop those without any, remembering where they went."""
    touched = writer.touched_entities()
    if not touched:
        return
    profiles = writer.profiles(touched)
    writer.put_entities([compose(id, said) for id, said in sorted(profiles.items()) if said])
    empty = [id for id in touched if not profiles.get(id)]
    if empty:
        writer.drop_entities(_successors(writer, empty))


def components(identities: Iterable[Identity], judged: Judged = NOTHING) -> list[Component]:
    """What hangs together, in order of the first member.

    A name within a publisher's files (`ids.PUBLISHER`) joins less: those that have no other key, and them to the one other component that
    bears it. Where two bear it nobody guesses which is meant (MONEY, identity).
    """
    identities = list(identities)
    bearers = Counter(key for identity in identities for key in identity)
    spoken_of = judged.keys
    alone = [i for i in identities if all(bearers[key] == 1 for key in i) and spoken_of.isdisjoint(i)]  # most are
    names = {identity: _names(identity, spoken_of) for identity in sorted(set(identities).difference(alone))}
    joined = (_parted if judged.different else _joined)(names, judged)
    return sorted([*(Component((identity,), identity) for identity in alone), *joined])


def _names(identity: Identity, judged: frozenset[str]) -> Identity:
    """The keys by which an identity joins others: the strong ones, else a name within a publisher's files; those that were judged."""
    strong = [key for key in identity if PUBLISHER not in key and RECORD_MARK not in key]
    if len(strong) == len(identity):
        return identity
    named = strong or [key for key in identity if PUBLISHER in key][:1]
    weak = (key for key in identity if key not in named and (RECORD_MARK in key or (not strong and key in judged)))
    return (*named, *weak)


def _is_strong(key: str) -> bool:
    return PUBLISHER not in key and RECORD_MARK not in key


def _joined(names: Mapping[Identity, Identity], judged: Judged) -> list[Component]:
    """The components of identities by the keys that join them, where nothing was judged different."""
    tree = Tree()
    for first, *more in names.values():
        tree.add(first)
        for key in more:
            tree.join(first, key)
    for one, other in judged.same:
        if one in tree and other in tree:  # else it waits
            tree.join(one, other)
    for key, roots in _publisher_names(names, {identity: tree.root(keys[0]) for identity, keys in names.items()}).items():
        if len(roots) == 1 and key in tree:
            tree.join(key, *roots)
    return _components(names, tree, {identity: tree.root(keys[0]) for identity, keys in names.items()})


def _parted(names: Mapping[Identity, Identity], judged: Judged) -> list[Component]:
    """The same where something was judged different.

    What people judged comes first, in the order they did, then key after key: identifiers, gazetteer, names, and of one kind those that
    were judged. A key joins all that bear it but what is kept apart from it, or from another that bears it: there nobody guesses.
    """
    tree = PartedTree(judged.different)
    bearers: dict[str, list[Identity]] = defaultdict(list)
    for identity, keys in names.items():
        tree.add(identity)
        for key in keys:
            bearers[key].append(identity)
    for one, other in judged.same:
        if one in bearers and other in bearers:
            tree.bind(one, [other])
    spoken_of = judged.keys
    for key in sorted(bearers, key=lambda key: (key_rank(key)[0], key not in spoken_of, key_rank(key))):
        tree.bind(key, bearers[key])
    for key, roots in _publisher_names(names, {identity: tree.root(identity) for identity in names}).items():
        if len(roots) == 1 and key in bearers:
            tree.bind(key, roots)
    return _components(names, tree, {identity: tree.root(identity) for identity in names})


def _publisher_names(names: Mapping[Identity, Identity], root_of: Mapping[Identity, Node]) -> dict[str, set[Node]]:
    """By name within a publisher's files the components that bear it beside a strong key."""
    found: dict[str, set[Node]] = defaultdict(set)
    for identity, keys in names.items():
        if _is_strong(keys[0]):
            for key in identity:
                if PUBLISHER in key:
                    found[key].add(root_of[identity])
    return found


def _components(names: Mapping[Identity, Identity], tree: Tree, root_of: Mapping[Identity, Node]) -> list[Component]:
    """The identities by what they hang on, each with its keys but for those that hang elsewhere."""
    members: dict[Node, list[Identity]] = defaultdict(list)
    keys: dict[Node, set[str]] = defaultdict(set)
    for identity, joining in names.items():
        root = root_of[identity]
        members[root].append(identity)
        keys[root].update(key for key in identity if (tree.root(key) == root if key in tree else not _is_strong(joining[0])))
    return [Component(tuple(them), sorted(keys[root])) for root, them in members.items()]


def _closure(writer: Writer, keys: set[str]) -> tuple[dict[Identity, str | None], Judged]:
    """All identities that may hang together with one that bears one of these keys, and what was judged of their keys."""
    found: dict[Identity, str | None] = {}
    lines: dict[int, Judgement] = {}
    held: list[Judgement] = []
    asked: set[str] = set()
    while keys:
        found.update(writer.identities(sorted(keys)))
        lines.update((line.number, line) for line in writer.judgements(keys))
        asked |= keys
        held = standing(lines.values())
        joined = (line.pair for line in held if line.verdict is Likeness.SAME)
        keys = {key for keys in (*found, *joined) for key in keys} - asked
    same, different = (tuple(line.pair for line in held if line.verdict is what) for what in (Likeness.SAME, Likeness.DIFFERENT))
    return found, Judged(same, different)


def _successors(writer: Writer, gone: Iterable[str]) -> Mapping[str, str | None]:
    """Where each id went: to the entity that now bears it as a key, if one does."""
    bearers: dict[str, set[str | None]] = {id: set() for id in gone}
    for identity, entity in writer.identities(sorted(bearers)).items():
        for key in identity:
            if key in bearers:
                bearers[key].add(entity)
    return {id: entities.pop() if len(entities) == 1 else None for id, entities in bearers.items()}

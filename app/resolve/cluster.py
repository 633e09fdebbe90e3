"""Put identities that share a key together, and compose what is said of each entity.

The result depends on the records alone, never on the order of loading: an entity is a connected component of identities over shared
keys, and its id is the best of those keys (`ids.key_rank`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from cooplinks.app.ids import PUBLISHER, key_rank
from cooplinks.app.resolve.compose import compose
from cooplinks.app.store.base import Identity, Writer


def settle(writer: Writer) -> None:
    """Bring entities in line with the records written so far; idempotent."""
    reassign(writer)
    recompose(writer)


def reassign(writer: Writer) -> None:
    """Assign an entity id to every identity that a change may have touched."""
    found = _closure(writer, writer.touched_keys())
    changed: dict[Identity, str] = {}
    for members in components(found):
        keys = [key for identity in members for key in identity]
        id = min(keys, key=key_rank) if len(keys) > 1 else keys[0]
        changed.update({identity: id for identity in members if found[identity] != id})
    if changed:
        writer.assign(changed)


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


def components(identities: Iterable[Identity]) -> list[list[Identity]]:
    """The connected components of identities over shared keys, each sorted, in order of their first member.

    A name within a publisher's files (`ids.PUBLISHER`) joins less: those that have no other key, and them to the one other component that
    bears it. Where two bear it nobody guesses which is meant (MONEY, identity).
    """
    identities = list(identities)
    bearers = Counter(key for identity in identities for key in identity)
    alone = [identity for identity in identities if all(bearers[key] == 1 for key in identity)]  # most are
    joined = _joined(set(identities).difference(alone))
    return sorted([[identity] for identity in alone] + joined)


def _joined(identities: Iterable[Identity]) -> list[list[Identity]]:
    """The same by union-find."""
    ordered = sorted(identities)
    tree = _Tree()
    named: dict[str, set[str]] = defaultdict(set)  # name within a publisher's files → the components that bear it and another key
    for identity in ordered:
        telling = [key for key in identity if PUBLISHER not in key]
        for key in telling or identity[:1]:
            tree.join((telling or identity)[0], key)
    for identity in ordered:
        telling = [key for key in identity if PUBLISHER not in key]
        for key in set(identity).difference(telling) if telling else ():
            named[key].add(tree.root(telling[0]))
    for key, bearers in named.items():
        if len(bearers) == 1 and key in tree:
            tree.join(key, *bearers)
    groups: dict[str, list[Identity]] = defaultdict(list)
    for identity in ordered:
        groups[tree.root(next((key for key in identity if PUBLISHER not in key), identity[0]))].append(identity)
    return list(groups.values())


class _Tree:
    """Which keys hang together."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._parent

    def root(self, key: str) -> str:
        parent = self._parent
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def join(self, a: str, b: str) -> None:
        for key in (a, b):
            self._parent.setdefault(key, key)
        low, high = sorted((self.root(a), self.root(b)))
        self._parent[high] = low


def _closure(writer: Writer, keys: set[str]) -> dict[Identity, str | None]:
    found: dict[Identity, str | None] = {}
    asked: set[str] = set()
    while keys:
        found.update(writer.identities(sorted(keys)))
        asked |= keys
        keys = {key for identity in found for key in identity} - asked
    return found


def _successors(writer: Writer, gone: Iterable[str]) -> Mapping[str, str | None]:
    """Where each id went: to the entity that now bears it as a key, if one does."""
    bearers: dict[str, set[str | None]] = {id: set() for id in gone}
    for identity, entity in writer.identities(sorted(bearers)).items():
        for key in identity:
            if key in bearers:
                bearers[key].add(entity)
    return {id: entities.pop() if len(entities) == 1 else None for id, entities in bearers.items()}

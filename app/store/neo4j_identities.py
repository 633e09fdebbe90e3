"""Identities, what is said of them and the entities they make up, within one load into Neo4j."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cooplinks.app.ids import digest
from cooplinks.app.model import Entity, Record
from cooplinks.app.ontology import LINK_TYPE_NAMES
from cooplinks.app.store.base import Identity
from cooplinks.app.store.neo4j_bolt import Row, Unit
from cooplinks.app.store.neo4j_cypher import cypher
from cooplinks.app.store.neo4j_rows import content_hash, entity_node, identity_id, parts, pieces
from cooplinks.app.store.rows import entity_body, record_from

AT_ONCE = 10_000  # rows in one statement

Said = list[tuple[Record, int]]


class WhoIsWho:
    """The part of a writer that knows identities, profiles and entities; `v` is the number of the version being written, `spend` is told
    how many rows were.

    Identities that are new are stored once they are assigned. What came with the last records is kept at hand until the next ones, so
    that settling a first load reads little back.
    """

    def __init__(self, unit: Unit, v: int, spend: Callable[[int], None]) -> None:
        self._unit, self._v, self._spend = unit, v, spend
        self._has_past = bool(unit.ask(cypher("write/any_former")))
        self._entity_of: dict[str, str] = {}  # by id of the identity
        self._pending: dict[str, Identity] = {}
        self._pending_by_key: dict[str, set[str]] = defaultdict(set)
        self._touched_keys: set[str] = set()
        self._touched_entities: set[str] = set()
        self._said: dict[str, dict[str, list[Record]]] = {}  # by id of an identity that came with the last records, by content
        self._fresh: dict[str, list[str]] = {}  # by entity that consists of such identities alone
        self._moved_from: set[str] = set()
        self.doomed: set[str] = set()
        self.funders: set[str] = set()

    def gain(self, records: Sequence[tuple[Record, str]]) -> None:
        """Note records that are new or changed, each with its content's hash."""
        self.let_go()
        identities = {identity_id(record.identity): record.identity for record, _ in records}
        self.know(identities)
        for id, identity in sorted(identities.items()):
            if id in self._entity_of:
                self._touched_entities.add(self._entity_of[id])
            elif id not in self._pending:
                self._pending[id] = identity
                self._said[id] = defaultdict(list)
                self._touched_keys.update(identity)
                for key in identity:
                    self._pending_by_key[key].add(id)
        for record, profile in records:
            if (said := self._said.get(identity_id(record.identity))) is not None:
                said[profile].append(record)

    def let_go(self) -> None:
        """What came with the last records is fresh no longer: it is asked for from now on."""
        self._said, self._fresh = {}, {}

    def lose(self, identities: Iterable[str]) -> None:
        """Note that records of these identities are gone; an identity without any goes too."""
        empty: list[str] = []
        for id, keys, entity, left in self._ask("write/identities_left", "ids", set(identities)):
            if entity is not None:
                self._touched_entities.add(entity)
            if left:
                continue
            empty.append(id)
            self._entity_of.pop(id, None)
            self._touched_keys.update(keys or self._pending[id])
            self._unpend(id)
        self._retire("Identity", empty)
        self._retire_keys(empty)

    def know(self, ids: Iterable[str]) -> None:
        """Learn which entities some identities are part of."""
        unknown = set(ids) - self._entity_of.keys() - self._pending.keys()
        self._entity_of.update((id, entity) for id, entity in self._ask("write/identities_by_id", "ids", unknown))

    def entity_of(self, identity: str) -> str:
        """The entity of an identity that is known and assigned."""
        return self._entity_of[identity]

    def touched_keys(self) -> set[str]:
        """As the port says."""
        touched, self._touched_keys = self._touched_keys, set()
        return touched

    def touched_entities(self) -> set[str]:
        """As the port says."""
        touched, self._touched_entities = self._touched_entities, set()
        return touched

    def identities(self, keys: Iterable[str]) -> dict[Identity, str | None]:
        """As the port says."""
        keys = list(keys)
        found: dict[Identity, str | None] = {}
        for id, borne, entity in self._ask("write/identities_by_key", "keys", keys):
            found[tuple(borne)] = self._entity_of[id] = entity
        found.update((self._pending[id], None) for key in keys for id in self._pending_by_key.get(key, ()))
        return found

    def assign(self, entities: Mapping[Identity, str]) -> None:
        """As the port says."""
        ids = {identity_id(identity): identity for identity in entities}
        self.know(ids)
        moved = {id for id in ids if id not in self._pending}
        self._touched_entities.update(entities.values())
        for id in moved:
            self._touched_entities.add(self._entity_of[id])
            self._moved_from.add(self._entity_of[id])
        self._retire("Identity", moved)
        self._note_fresh({id: entities[identity] for id, identity in ids.items()}, moved)
        self._put("Identity", [self._row(id, keys=list(keys), entity=entities[keys]) for id, keys in ids.items()])
        self._put("Key", [self._row(key, identity=id) for id, keys in ids.items() if id not in moved and len(keys) > 1 for key in keys])
        for id, identity in ids.items():
            self._entity_of[id] = entities[identity]
            self._unpend(id)

    def profiles(self, entity_ids: Iterable[str]) -> dict[str, Said]:
        """As the port says."""
        found: dict[str, Said] = {id: [] for id in entity_ids}
        for id in found.keys() & self._fresh.keys():
            contents = [said for identity in self._fresh[id] for said in self._said[identity].values()]
            found[id] = [(records[0], len(records)) for records in contents]
        for entity, body, n, id, source in self._ask("write/profiles", "ids", found.keys() - self._fresh.keys()):
            found[entity].append((record_from(body, id, source), n))
        return found

    def put_entities(self, entities: Sequence[Entity]) -> None:
        """As the port says; one that is as it was is left alone."""
        by_id = {e.id: (e, entity_body(e)) for e in entities}
        stored = dict(self._ask("write/composed", "ids", by_id))
        put = {id: (e, body, content_hash(body)) for id, (e, body) in by_id.items() if stored.get(id) != content_hash(body)}
        self._retire("Composed", put.keys() & stored.keys())
        rows = [self._row(id, body=body.decode(), hash=hash, pieces=pieces(e)) for id, (e, body, hash) in put.items()]
        self._put("Composed", rows)
        new = [entity_node(e) for id, (e, _, _) in put.items() if id not in stored and id not in self.doomed]
        changed = [entity_node(e) for id, (e, _, _) in put.items() if id in stored or id in self.doomed]
        self._write("write/put_entities", new)
        self._write("write/change_entities", changed)
        # `SET n = …` takes no label away, yet a node that comes back may have lost what made it a Donor.
        self.funders.update(put.keys() & self.doomed)
        self.doomed -= put.keys()
        if self._has_past:
            self._retire("Former", [*put, *map(digest, put)])

    def drop_entities(self, gone: Mapping[str, str | None]) -> None:
        """As the port says; an id that was never stored leaves no trace."""
        stored = sorted(id for id, _ in self._ask("write/composed", "ids", gone))
        if not stored:
            return
        self._retire("Composed", stored)
        self.doomed.update(stored)
        self._has_past = True
        followers = dict(self._ask("write/formers", "ids", stored))  # once an id of their own, now of what goes
        heirs = {id: gone[id] for id in stored} | {former: gone[id] for former, id in followers.items()}
        self._retire("Former", [*heirs, *map(digest, stored), *(digest(former) for former in followers if heirs[former] is None)])
        self._put("Former", [self._row(id, entity=heir) if heir else self._row(digest(id)) for id, heir in heirs.items()])

    def follow(self) -> None:
        """Put links between the entities that their records are part of by now."""
        moved, self._moved_from = self._moved_from, set()
        if not moved:
            return
        for type in LINK_TYPE_NAMES:
            found = {row[0]: row for row in self._ask("write/misplaced", "ids", moved, type=type)}
            rows = [{"id": id, "a": a, "b": b} for id, _, a, b in found.values()]
            self._write("write/move_statements", rows, type=type, v=self._v)
            if type == "FUNDED_BY":
                self.funders.update(end for _, old, _, new in found.values() for end in (old, new))

    def _note_fresh(self, entity_of: Mapping[str, str], moved: set[str]) -> None:
        """Note the entities that consist only of identities that came with the last records."""
        members: dict[str, list[str]] = defaultdict(list)
        for id, entity in entity_of.items():
            members[entity].append(id)
        fresh = {entity: ids for entity, ids in members.items() if all(id in self._said and id not in moved for id in ids)}
        older = {entity for (entity,) in self._ask("write/older_entities", "ids", fresh)}
        self._fresh.update((entity, ids) for entity, ids in fresh.items() if entity not in older)

    def _unpend(self, id: str) -> None:
        for key in self._pending.pop(id, ()):
            self._pending_by_key[key].discard(id)

    def _row(self, id: str, **more: Any) -> dict[str, Any]:
        return {"id": id, "v_from": self._v, **more}

    def _put(self, label: str, rows: Sequence[dict[str, Any]]) -> None:
        self._write("write/put_rows", rows, label=label)

    def _retire(self, label: str, ids: Iterable[str]) -> None:
        for part in parts(sorted(ids), AT_ONCE):
            self._unit.later(cypher("write/retire_rows", label=label), ids=part, v=self._v)
            self._spend(len(part))

    def _retire_keys(self, identities: list[str]) -> None:
        ids = sorted(id for id in identities if id.startswith("&"))
        if ids:
            self._unit.later(cypher("write/retire_keys"), ids=ids, v=self._v)

    def _write(self, name: str, rows: Sequence[dict[str, Any]], *, type: str = "", label: str = "", **more: Any) -> None:
        for part in parts(rows, AT_ONCE):
            self._unit.later(cypher(name, type=type, label=label), rows=part, **more)
            self._spend(len(part))

    def _ask(self, name: str, as_name: str, values: Iterable[str], *, type: str = "") -> list[Row]:
        asked = parts(sorted(values), AT_ONCE)
        return [row for part in asked for row in self._unit.ask(cypher(name, type=type), **{as_name: part})]

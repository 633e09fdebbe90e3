"""What a text names: entities and sources by id, identifier, record id, former id or full name."""

from collections.abc import Iterable
from typing import Any

from cooplinks.app.errors import Ambiguous, Erased, UnknownName, WrongUse
from cooplinks.app.graph.filters import Filters
from cooplinks.app.graph.search import search
from cooplinks.app.graph.snapshot import Snapshot
from cooplinks.app.graph.view import view_of
from cooplinks.app.ids import source_id

_SUGGESTIONS = 5
_LONGEST_GUESSED = 300
_MOST_MOVES = 10


def entity_named(snapshot: Snapshot, text: str, *, by_name: bool = False) -> int:
    """The one entity that a text names; raises UnknownName (Erased where there was one) or Ambiguous."""
    asked = _asked(text)
    found, gone = _by_name(snapshot, asked) if by_name else _by_identifier(snapshot, asked)
    nodes = [snapshot.index[id] for id in found if id in snapshot.index]
    if len(nodes) > 1:
        nodes = [node for node in nodes if node not in snapshot.projects.mistaken] or nodes
    if len(nodes) == 1:
        return nodes[0]
    if nodes:
        raise Ambiguous(asked, snapshot.refs(nodes))
    raise Erased(asked) if gone else UnknownName(asked, did_you_mean=did_you_mean(snapshot, asked))


def source_named(snapshot: Snapshot, text: str) -> str:
    """The id of the source that a text names, by id or key; raises UnknownName."""
    asked = _asked(text)
    for id in (asked, asked.casefold(), source_id(asked)):
        if id in snapshot.sources:
            return id
    found = [id for id in snapshot.reader.lookup(asked).entities if id in snapshot.sources]
    if len(found) == 1:
        return found[0]
    raise UnknownName(asked, "source", did_you_mean(snapshot, asked, ("Source",)))


def entities_named(snapshot: Snapshot, texts: str | Iterable[str] | None, *, by_name: bool = False) -> list[int]:
    """The entities of a comma list or of several texts; a text that names one entity as a whole is not taken apart."""
    listed = _texts(texts)
    try:
        return list(dict.fromkeys(n for text in listed for n in _of_list(snapshot, text, by_name)))
    except UnknownName:
        whole = ",".join(listed)  # taken apart at its own commas before it came here
        if len(listed) > 1 and _is_entity(snapshot, whole, by_name):
            return [entity_named(snapshot, whole, by_name=by_name)]
        raise


def names_of_list(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    """The words of a comma list or of several, trimmed, each once."""
    words = (word.strip() for text in _texts(texts) for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def sources_named(snapshot: Snapshot, texts: str | Iterable[str] | None) -> tuple[str, ...]:
    """The ids of the sources of a comma list or of several texts."""
    found: dict[str, None] = {}
    for text in _texts(texts):
        parts = [text] if "," not in text or _is_source(snapshot, text) else list(names_of_list(text))
        found.update(dict.fromkeys(source_named(snapshot, part) for part in parts))
    return tuple(sorted(found))


def did_you_mean(snapshot: Snapshot, text: str, labels: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Up to five entities that come near."""
    if len(text) > _LONGEST_GUESSED:
        return []
    hits = search(view_of(snapshot, Filters()), text, labels=labels)
    return snapshot.refs(hit.node for hit in hits[:_SUGGESTIONS])


def _asked(text: str) -> str:
    asked = text.strip().encode("utf-8", "replace").decode()
    if not asked:
        raise WrongUse("an id, identifier or name is missing", "id")
    return asked


def _texts(texts: str | Iterable[str] | None) -> list[str]:
    return [] if texts is None else [texts] if isinstance(texts, str) else list(texts)


def _of_list(snapshot: Snapshot, text: str, by_name: bool) -> list[int]:
    if "," in text:
        try:
            return [entity_named(snapshot, text, by_name=by_name)]
        except (UnknownName, WrongUse):
            return [entity_named(snapshot, part, by_name=by_name) for part in names_of_list(text)]
    return [entity_named(snapshot, text, by_name=by_name)] if text.strip() else []


def _is_entity(snapshot: Snapshot, text: str, by_name: bool) -> bool:
    try:
        return entity_named(snapshot, text, by_name=by_name) >= 0
    except (UnknownName, WrongUse):
        return False


def _is_source(snapshot: Snapshot, text: str) -> bool:
    try:
        return bool(source_named(snapshot, text))
    except (UnknownName, WrongUse):
        return False


def _by_name(snapshot: Snapshot, asked: str) -> tuple[list[str], bool]:
    return snapshot.reader.named(asked), False


def _by_identifier(snapshot: Snapshot, asked: str) -> tuple[list[str], bool]:
    found = snapshot.reader.lookup(asked)
    for _ in range(_MOST_MOVES):
        if found.moved_to is None:
            break
        if found.moved_to in snapshot.index:
            return [found.moved_to], False
        found = snapshot.reader.lookup(found.moved_to)
    return list(found.entities), found.erased

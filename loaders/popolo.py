"""Reads Popolo JSON: persons, organisations and areas become records, memberships, posts and events links between them.

An id joins files where it is one of the world's (a UUID, an address) or a Wikidata identifier; all others are the file's own. What is not
read is counted.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cooplinks.app import names
from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import identifier_key
from cooplinks.app.model import Identifier, Item, Name, Properties, Reading, Refusal, Source
from cooplinks.loaders import sheets, values
from cooplinks.loaders.about import Metadata, source_of
from cooplinks.loaders.telling import Teller, body_keys

VERSION = "popolo 1"
_TYPES = {"areas": "Place", "organizations": "Organisation", "persons": "Person", "events": "Event"}  # in this order
_COLLECTION = re.compile(rb'"(?:persons|organizations|memberships|posts)"\s*:\s*\[')
_BEGINS = re.compile(rb'\s*\{\s*"(?:persons|organizations|memberships|posts|areas|events|motions|vote_events|speeches|meta)"\s*:')
_GLOBAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|https?://\S+", re.IGNORECASE)
_KEPT = ("classification", "gender", "birth_date", "death_date", "founding_date", "dissolution_date", "summary", "description")
_THING = frozenset(["id", "name", "other_names", "identifiers", "start_date", "end_date", *_KEPT])
_READ = {
    "areas": _THING | {"parent_id"},
    "organizations": _THING | {"parent_id", "area_id"},
    "persons": _THING,
    "events": _THING | {"organization_id", "area_id", "attendees"},
    "posts": frozenset(["id", "label", "role", "organization_id"]),
    "memberships": frozenset(
        ["id", "person_id", "organization_id", "on_behalf_of_id", "post_id", "role", "label", "start_date", "end_date"]
    ),
}

_TIES: dict[str, tuple[tuple[str, str, str], ...]] = {  # property that holds an id, link type, what the id is of
    "areas": (("parent_id", "LOCATED_IN", "Place"),),
    "organizations": (("parent_id", "PART_OF", "Organisation"), ("area_id", "LOCATED_IN", "Place")),
    "events": (("organization_id", "ORGANISED_BY", "Organisation"), ("area_id", "HELD_IN", "Place")),
}

Object = Mapping[str, Any]
Link = tuple[str, tuple[str, str], tuple[str, str], str]  # link type, from and to as (type, id), title


def takes(head: bytes) -> bool:
    """Whether a file begins as Popolo JSON does: one object of collections."""
    return bool(_BEGINS.match(head.removeprefix(b"\xef\xbb\xbf")) and _COLLECTION.search(head))


def load(path: Path, known: Metadata) -> Iterator[Reading]:
    """What a file holds; raises InputRefused for one that is no Popolo."""
    source = source_of(path, known, kind="popolo", extractor=VERSION, hashed=sheets.digest_of(path), title=f"Popolo in {path.name}")
    yield Reading(source, _Objects(path, source))


@dataclass(frozen=True, slots=True)
class _Objects:
    """The items of a file: first all things, then what ties them; made anew each time."""

    path: Path
    source: Source

    def __iter__(self) -> Iterator[Item]:
        document = _document(self.path)
        telling = _Telling(Teller(self.source), str(self.path), {post["id"]: post for _, post in _listed(document, "posts") if _id(post)})
        for part in (*_TYPES, "posts", "memberships"):
            for locator, said in _listed(document, part):
                yield from telling.told(part, said, locator)
        for locator, part, said in telling.tied:
            yield from telling.ties(part, said, locator)
        yield from telling.rest(document)


def _document(path: Path) -> Object:
    with sheets.opened(path) as file:
        text = file.read().decode("utf-8-sig")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as wrong:
        raise InputRefused(str(path), f"is no JSON, or broken off: {wrong.msg}; nothing of it is taken", f"line:{wrong.lineno}") from None
    except (ValueError, RecursionError) as wrong:
        raise InputRefused(str(path), f"is no JSON that can be read: {wrong}") from None
    if not isinstance(document, dict) or not any(isinstance(document.get(name), list) for name in _READ):
        raise InputRefused(str(path), f"holds no Popolo: one object with lists called {', '.join(_READ)}", "line:1")
    return document


def _listed(document: Object, part: str) -> Iterator[tuple[str, Object]]:
    """Where each object of a collection stands (JSON pointer), and the object; what is none is given as an empty one."""
    listed = document.get(part)
    for number, said in enumerate(listed if isinstance(listed, list) else []):
        yield f"/{part}/{number}", said if isinstance(said, dict) else {}


class _Telling:
    """Tells the objects of one source; posts are looked up, what ties things is told once all are known."""

    def __init__(self, teller: Teller, path: str, posts: Mapping[str, Object]) -> None:
        self._teller, self._path, self._posts = teller, path, posts
        self._known: dict[tuple[str, str], str] = {}  # (type, id) → record
        self.tied: list[tuple[str, str, Object]] = []

    def told(self, part: str, said: Object, locator: str) -> Iterator[Item]:
        """An object read: a thing is told at once, what ties things is kept."""
        wrong = self._thing(part, said, locator) if part in _TYPES else None if _id(said) or part == "memberships" else "has no id"
        if wrong:
            yield self._refused(part, said, locator, wrong)
        else:
            self.tied.append((locator, part, said))
            self._teller.unused.update(f"{part}/{name}" for name in said if name not in _READ[part])
        yield from self._teller.said()

    def ties(self, part: str, said: Object, locator: str) -> Iterator[Item]:
        """The links that an object tells of; one whose other end is not in the file is refused."""
        for type, start, end, title in _links(part, said, self._posts):
            absent = [each for each in (start, end) if each not in self._known]
            if absent:
                yield self._refused(part, said, locator, f"the {absent[0][0]} {absent[0][1]!r} is not in this file")
                continue
            ends, quote = (self._known[start], self._known[end]), _quote(said)
            since, until = (values.iso_date(_text(said, name)) if part == "memberships" else None for name in ("start_date", "end_date"))
            properties: Properties = {"title": title} if title else {}
            self._teller.say(type, *ends, _id(said) or quote, locator, quote, properties, valid_from=since, valid_to=until)
        yield from self._teller.said()

    def rest(self, document: Object) -> Iterator[Item]:
        """What nobody took."""
        unknown = {name: len(part) if isinstance(part, list) else 1 for name, part in document.items() if name not in _READ}
        self._teller.unused.update(unknown)
        yield from self._teller.said()
        yield from self._teller.oddities()

    def _thing(self, part: str, said: Object, locator: str) -> str | None:
        """Tell a person, organisation, area or event; why it is refused."""
        type, id, named = _TYPES[part], _id(said), tuple(dict.fromkeys(_names(said)))
        if not id or not named:
            return "has no id" if not id else "has no name"
        if (type, id) in self._known:
            return f"its id {id!r} is that of another one"
        country = values.country_of(named[0]) if part == "areas" and _text(said, "classification").casefold() == "country" else None
        identifiers = _identifiers(said, id)
        record = self._teller.record(
            type,
            id,
            tuple(map(Name, named)),
            locator,
            _quote(said),
            identifiers=identifiers,
            country=country,
            properties={name: text for name in _KEPT if (text := _text(said, name))},
            valid_from=values.iso_date(_text(said, "start_date")) if type == "Event" else None,
            valid_to=values.iso_date(_text(said, "end_date")) if type == "Event" else None,
            keys=_keys(type, named, identifiers, country),
        )
        self._known[type, id] = record.id
        return None

    def _refused(self, part: str, said: Object, locator: str, wrong: str) -> Refusal:
        return Refusal(self._path, locator, f"{part}: {wrong}", json.dumps({part: [said]}, ensure_ascii=False))


def _links(part: str, said: Object, posts: Mapping[str, Object]) -> Iterator[Link]:
    """What an object ties."""
    if part == "memberships":
        yield from _membership(said, posts)
    own = (_TYPES.get(part, ""), _id(said))
    for name, type, other in _TIES.get(part, ()):
        if _text(said, name):
            yield type, own, (other, _text(said, name)), ""
    attendees = said.get("attendees") if part == "events" else None
    for person in attendees if isinstance(attendees, list) else []:
        if isinstance(person, dict) and _id(person):
            yield "ATTENDED", ("Person", _id(person)), own, ""


def _membership(said: Object, posts: Mapping[str, Object]) -> Iterator[Link]:
    """A person represents the organisation it is a member of, or whose post it holds, and the one on whose behalf it sits there."""
    post = posts.get(_text(said, "post_id"), {})
    title = _text(said, "role") or _text(post, "role") or _text(post, "label") or _text(said, "label")
    person, behalf = ("Person", _text(said, "person_id")), _text(said, "on_behalf_of_id")
    yield "REPRESENTS", person, ("Organisation", _text(said, "organization_id") or _text(post, "organization_id")), title
    if behalf:
        yield "REPRESENTS", person, ("Organisation", behalf), ""


def _names(said: Object) -> Iterator[str]:
    others = said.get("other_names")
    for held in (said, *(others if isinstance(others, list) else [])):
        if isinstance(held, dict) and (text := " ".join(_text(held, "name").split())):
            yield text


def _identifiers(said: Object, id: str) -> tuple[Identifier, ...]:
    listed = said.get("identifiers")
    held = [each for each in (listed if isinstance(listed, list) else []) if isinstance(each, dict) and _text(each, "identifier")]
    found = [Identifier(_text(each, "scheme").casefold() or "popolo", _text(each, "identifier")) for each in held]
    return tuple(dict.fromkeys([*found, Identifier("popolo", id)]))


def _keys(type: str, named: tuple[str, ...], identifiers: Iterable[Identifier], country: str | None) -> list[str | None]:
    keys = [identifier_key(type, i.value) for i in identifiers if i.scheme == "wikidata" or _GLOBAL.fullmatch(i.value)]
    if type == "Organisation":
        return [*keys, *body_keys(named, "", None, "")]
    return [*keys, names.country_key(country)] if country else [*keys]


def _id(said: Object) -> str:
    return _text(said, "id")


def _text(said: Object, name: str) -> str:
    value = said.get(name)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _quote(said: Object) -> str:
    return values.quote_of(json.dumps(said, ensure_ascii=False))

"""Who is who in a review: what somebody names, as it is put before them, and what they judge of two."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cooplinks.app.errors import Ambiguous, UnknownName
from cooplinks.app.ids import key_rank, key_type, normal_identifier
from cooplinks.app.model import Entity, Judgement, Likeness, Record
from cooplinks.app.store.base import Reader

_NEAR = 3
JUDGED = {"same": "one and the same", "different": "kept apart", "unsure": "noted as unsure", "open": "taken back"}


@dataclass(frozen=True, slots=True)
class Card:
    """One of two things that are judged: the key that is judged, and the entity it names now."""

    key: str
    entity: Entity

    @property
    def lines(self) -> list[str]:
        """What a person compares."""
        e = self.entity
        names = list(dict.fromkeys(name for name, _, _ in e.names if name != e.name))
        identifiers = [f"{i.scheme} {i.value}" for i in e.identifiers]
        sources = len({source for _, source in e.records})
        told = (("also", names), ("ids", identifiers), ("country", [e.country] if e.country else []), ("from", [e.valid_from or ""]))
        listed = [f"{what}: {', '.join(values)}" for what, values in told if any(values)]
        return [e.name, f"{', '.join(e.labels)}  {self.key}", *listed, f"named in {sources} sources"]


@dataclass(frozen=True, slots=True)
class Find:
    """Asks for what a person named: a record of the article, or an id, an identifier or an exact name."""

    text: str
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """A judgement being put together, and what is asked for it now."""

    asks: str = "one"
    one: Card | None = None
    other: Card | None = None
    verdict: str = ""

    def judgement(self, who: str, why: str) -> Judgement:
        """The line of the ledger, without its time."""
        assert self.one
        assert self.other
        one, other = sorted((self.one, self.other), key=lambda card: card.key)
        return Judgement(one.key, other.key, Likeness(self.verdict), who, "", why, (one.entity.name, other.entity.name))


def card(reader: Reader, found: Find) -> Card:
    """What somebody named. Raises UnknownName, telling what comes near, and Ambiguous."""
    if found.record:
        return _card(reader, min(found.record.identity, key=key_rank), found.record.id, found.text)
    text = found.text.strip()
    asked = reader.lookup(text)
    if asked.exact or asked.moved_to:  # a former id is the key of a part of what it is now
        key = text if asked.exact else normal_identifier(text) or text
        return _card(reader, key, asked.moved_to or text, text)
    ids = asked.entities or tuple(id for id in reader.named(text) if key_type(id) != "Source")
    if len(ids) == 1:
        return _card(reader, ids[0], ids[0], text)
    if ids:
        raise Ambiguous(text, [{"id": id} for id in ids])
    near = (reader.entity(id) for id in reader.propose(text, _NEAR))
    raise UnknownName(text, did_you_mean=[{"id": e.id, "name": e.name} for e in near if e])


def _card(reader: Reader, key: str, text: str, told: str) -> Card:
    """The card of a key that names what `text` names."""
    asked = reader.lookup(text)
    entity = reader.entity(asked.moved_to or (asked.entities or ("",))[0])
    if entity is None:
        raise UnknownName(told)
    return Card(key, entity)


def told_of(error: UnknownName | Ambiguous) -> str:
    """Why nothing was found, in one line for a screen."""
    if isinstance(error, Ambiguous):
        return str(error)
    near = "; ".join(f"{x['name']} ({x['id']})" for x in error.did_you_mean)
    return f"{error}{': do you mean ' + near if near else ''}"


def between(reader: Reader, one: str, other: str, verdict: str, who: str, why: str, at: str, known: Iterable[Judgement]) -> Judgement:
    """The judgement of two that are named by texts; of a pair that stands in the ledger by its keys whether anything bears them or not."""
    pair = tuple(sorted((one.strip(), other.strip())))
    for line in known:
        if line.pair == pair:
            return replace(line, verdict=Likeness(verdict), who=who, at=at, why=why, number=0)
    cards = Merge(one=card(reader, Find(one)), other=card(reader, Find(other)), verdict=verdict)
    return replace(cards.judgement(who, why), at=at)

"""What the link rules share: one sentence being read, and the links said so far."""

from dataclasses import dataclass, field, replace

from cooplinks.loaders.prose import confidence
from cooplinks.loaders.prose.cues import Hit
from cooplinks.loaders.prose.document import Document, Mention, Role, Said
from cooplinks.loaders.prose.items import Item
from cooplinks.loaders.prose.tables import Cue

BODY = ("Organisation",)  # the type that acts, where a rule asks for types
NEAR, FAR = 14, 60  # how many items a verb's object, and a cue's subject, may be away

_NOT = frozenset(["not", "never", "no", "without", "nor", "neither", "cannot", "didn't", "wasn't"])
_PLANNED = frozenset(["will", "shall", "would", "expected", "plans", "plan", "planned", "due", "set", "going", "scheduled", "intends"])


@dataclass(slots=True)
class Reading:
    """The links found so far, and what is known of the article as a whole."""

    document: Document
    said: list[Said] = field(default_factory=list)
    seen: dict[tuple[str, str, str, int], int] = field(default_factory=dict)
    type_of: dict[str, str] = field(default_factory=dict)
    projects: list[str] = field(default_factory=list)
    role_bodies: set[int] = field(default_factory=set)
    lines: list["Line"] = field(default_factory=list)
    roles_in: dict[int, list[Role]] = field(default_factory=dict)
    nested: dict[int, str] = field(default_factory=dict)  # first token of a place inside another to its thing
    planned: bool = False  # the reported event is still to come
    body_of: dict[str, list[str]] = field(default_factory=dict)

    def targets(self, source: str, *types: str) -> list[str]:
        """The ends of what was said of `source`, each once."""
        return list(dict.fromkeys(s.target for s in self.said if s.source == source and s.type in types))


@dataclass(slots=True)
class Line:
    """One sentence: its items, its cues, and for each cue what it was about (for chains)."""

    reading: Reading
    number: int
    items: list[Item]
    hits: list[Hit] = field(default_factory=list)
    about: dict[int, tuple[str, str]] = field(default_factory=dict)  # end item of a list -> (cue id, subject)

    def at(self, thing: str) -> int:
        """Where the thing is named in this sentence; -1 for nowhere."""
        return next((k for k, i in enumerate(self.items) if i.thing == thing), -1)

    def hits_by_item(self) -> dict[int, Hit]:
        """For each item that a cue lies on that cue."""
        return {k: h for h in self.hits for k in range(h.first, h.last)}

    def say(
        self,
        cue: Cue,
        source: str,
        target: str,
        first: int,
        last: int,
        *,
        distance: int = 0,
        guessed: bool = False,
        place: int = 0,
        role: str = "",
        title: str = "",
        modality: str = "",
        unsure: bool = False,
        strength: float | None = None,
    ) -> None:
        """Record one link with the words from item `first` up to `last` as its cue."""
        if not source or not target or source == target:
            return
        value = confidence.combine(
            cue.confidence if strength is None else strength,
            distance=distance,
            guessed=guessed,
            place=place,
            weakest_end=0.6 if unsure else 1.0,
        )
        items = self.items
        last = max(first + 1, min(last, len(items)))
        said = Said(
            cue.type,
            source,
            target,
            self.number,
            cue.id,
            items[first].first,
            items[last - 1].last,
            value,
            role or cue.role,
            title,
            modality or cue.modality,
        )
        key = (cue.type, source, target, self.number)
        at = self.reading.seen.get(key)
        if at is None:
            self.reading.seen[key] = len(self.reading.said)
            self.reading.said.append(said)
        else:
            self.reading.said[at] = _stronger(self.reading.said[at], said)

    def say_role(self, cue: Cue, role: Role) -> None:
        """Record whom a person speaks for, and mark the bodies that stand in the title; a role in another sentence is left alone."""
        document = self.reading.document
        inside = [k for k, i in enumerate(self.items) if role.first <= i.first < role.last]
        if not inside:  # its words lie within another sentence, or within a longer name
            return
        for place, body in enumerate(role.bodies):
            self.say(
                cue,
                document.thing_of[role.person],
                document.thing_of[body],
                inside[0],
                inside[-1] + 1,
                place=place,
                title=role.title,
                strength=role.confidence,
                unsure=document.mentions[body].confidence < 0.7,
            )
        for k in inside:
            if self.items[k].type == "Organisation":
                self.items[k].taken = "role"

    def unsure(self, *ks: int) -> bool:
        """Whether one of these items was found by its place alone."""
        mentions = self.reading.document.mentions
        return any(mentions[self.items[k].mention].confidence < 0.7 for k in ks if self.items[k].mention >= 0)

    def mention(self, k: int) -> Mention | None:
        number = self.items[k].mention
        return self.reading.document.mentions[number] if number >= 0 else None

    def denied(self, k: int) -> bool:
        return any(i.low in _NOT for i in self.items[max(0, k - 3) : k])

    def planned(self, k: int) -> bool:
        return any(i.low in _PLANNED for i in self.items[max(0, k - 4) : k + 1])


def _stronger(a: Said, b: Said) -> Said:
    """Of two readings of one sentence the surer one; who spoke, hosted or was only invited stays so."""
    best = b if b.confidence > a.confidence else a
    other = a if best is b else b
    role = other.role if best.role in ("", "participant") and other.role else best.role
    return replace(best, role=role, title=best.title or other.title, modality=best.modality or other.modality)

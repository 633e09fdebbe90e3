"""The errors, few and named; HTTP codes for them live in one table in `api/main.py`, exit codes in `cli.py`.

CooplinksError
├── InputRefused          a file, record or field that can't be taken: what was wrong, where, what to do
├── WrongUse              a parameter or setting outside what is allowed; names it and what is allowed
├── UnknownName           no entity, source or statement of that id or name; may offer others
│   └── Erased            there was one, and it is gone
├── Ambiguous             more than one entity bears it; carries them
├── Moved                 the id was merged into another; carries the new one
├── DeadlinePassed        an answer took longer than it was given
└── StoreError            the store can't do it
    ├── StoreAway         it can't be reached, or broke off
    ├── StoreBusy         another load holds it
    └── SchemaTooNew      a newer program made it
"""

from typing import Any


class CooplinksError(Exception):
    """Any error that cooplinks raises on purpose; its text is one clear line for a person."""


class InputRefused(CooplinksError):
    """Input that can't be taken; `locator` says where in `source`, `reason` what was wrong and what to do."""

    def __init__(self, source: str, reason: str, locator: str = "file") -> None:
        super().__init__(f"{source}: {reason}" if locator == "file" else f"{source}:{locator}: {reason}")
        self.source, self.locator, self.reason = source, locator, reason


class WrongUse(CooplinksError):
    """A parameter outside what is allowed; `parameter` names it."""

    def __init__(self, detail: str, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.parameter = parameter


class UnknownName(CooplinksError):
    """Nothing of that id or name; `did_you_mean` holds up to five Refs that come near."""

    def __init__(self, name: str, kind: str = "entity", did_you_mean: list[dict[str, Any]] | None = None) -> None:
        super().__init__(f"no {kind} is known as {name!r}")
        self.name, self.kind, self.did_you_mean = name, kind, did_you_mean or []


class Erased(UnknownName):
    """There was an entity of that id; what said so is no longer held."""


class Ambiguous(CooplinksError):
    """More than one entity bears that name or identifier; `candidates` are their Refs."""

    def __init__(self, name: str, candidates: list[dict[str, Any]]) -> None:
        ids = ", ".join(str(c["id"]) for c in candidates[:5])
        super().__init__(f"{name!r} names {len(candidates)} entities: {ids}")
        self.name, self.candidates = name, candidates


class Moved(CooplinksError):
    """What was asked by another of its names; `id` is the entity's id."""

    def __init__(self, name: str, id: str) -> None:
        super().__init__(f"{name!r} is now {id!r}")
        self.name, self.id = name, id


class DeadlinePassed(CooplinksError):
    """The answer was not ready within `deadline_s` seconds."""

    def __init__(self, deadline_s: float) -> None:
        super().__init__(
            f"no answer within {deadline_s:g} s: ask for less (a smaller limit, k or max_length) or give a longer deadline_s (most 60)"
        )
        self.deadline_s = deadline_s


class StoreError(CooplinksError):
    """The store can't do what was asked."""


class StoreAway(StoreError):
    """The store can't be reached, or broke off before it was done."""


class StoreBusy(StoreError):
    """Another load holds the store; the text names it."""


class SchemaTooNew(StoreError):
    """A newer program made this store."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"the store has schema {found}, this program knows up to {known}: use a newer cooplinks")
        self.found, self.known = found, known

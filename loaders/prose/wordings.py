"""Phrases with choices and words that may be left out, walked word by word.

Written out they are too many: one phrase of seven slots stands for hundreds of thousands of rows. So only the places that are walked to
are made, each once (subset construction of a finite automaton, done lazily; Rabin and Scott 1959).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Slots = Sequence[Sequence[Sequence[str]]]  # choices, each a row of words; an empty one: the slot may be left out
_Place = tuple[int, int, int, int]  # phrase, slot, choice, how many of its words were read


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases, what each stands for, and the places made so far."""

    slots: Sequence[Slots]
    values: Sequence[Any]
    made: dict[frozenset[_Place], "Wordings"] = field(default_factory=dict)


class Wordings:
    """Where one stands in the phrases after some words: `here` is what ends at this place, in the order of the phrases, each once."""

    __slots__ = ("_next", "_phrases", "here")

    def __init__(self, phrases: _Phrases, places: frozenset[_Place]) -> None:
        follow: dict[str, set[_Place]] = {}
        ended: set[int] = set()
        for phrase, slot, choice, read in places:
            row = phrases.slots[phrase][slot][choice] if slot >= 0 else ()
            if read < len(row):
                follow.setdefault(row[read], set()).add((phrase, slot, choice, read + 1))
            elif _past(phrases.slots[phrase], phrase, slot + 1, follow):
                ended.add(phrase)
        self._phrases = phrases
        self._next: dict[str, Wordings | frozenset[_Place]] = {word: frozenset(them) for word, them in follow.items()}
        self.here: tuple[Any, ...] = tuple(dict.fromkeys(phrases.values[phrase] for phrase in sorted(ended)))

    @classmethod
    def of(cls, phrases: Sequence[tuple[Slots, Any]]) -> "Wordings":
        """The beginning of all these phrases, each with what it stands for."""
        whole = _Phrases([slots for slots, _ in phrases], [value for _, value in phrases])
        return cls(whole, frozenset((number, -1, 0, 0) for number in range(len(phrases))))

    def __contains__(self, word: str) -> bool:
        return word in self._next

    def step(self, word: str) -> "Wordings | None":
        """The place after one more word; None where no phrase has it."""
        found = self._next.get(word)
        if isinstance(found, frozenset):
            known = self._phrases.made.get(found)
            if known is None:
                known = self._phrases.made[found] = Wordings(self._phrases, found)
            self._next[word] = found = known
        return found


def _past(slots: Slots, phrase: int, slot: int, follow: dict[str, set[_Place]]) -> bool:
    """Add what may be read from a slot on; whether all the rest may be left out."""
    for number in range(slot, len(slots)):
        may_lack = False
        for choice, row in enumerate(slots[number]):
            if row:
                follow.setdefault(row[0], set()).add((phrase, number, choice, 1))
            else:
                may_lack = True
        if not may_lack:
            return False
    return True

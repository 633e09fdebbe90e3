"""What reviewers decided of one source's statements, replayed over what the source says now.

The same lines over the same statements give the same result, whatever was read in between: nothing is remembered but the ledger. A
decision finds its statement by id. Where the id is gone, it goes to the one statement of the same type and ends whose words are at least
half the same (a newer extractor cut the sentence otherwise, a typing error was mended); where several might be meant nobody guesses, and
it is listed as orphaned.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from cooplinks.app.ids import digest, fold_blanks
from cooplinks.app.model import Decision, Record, Statement, Verdict

Link = tuple[str, str, str]  # type and both records

_ALIKE = 0.5  # of the words of the shorter quote, in a row
_MOST_WORDS = 500  # of a quote that are compared: what is longer is no sentence
_CHARS = re.compile(r"char:(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Replayed:
    """Statements as they stand after the ledger, the reviewers' own among them with the records they need; and what found no place."""

    statements: tuple[Statement, ...]
    records: tuple[Record, ...]
    orphaned: tuple[Decision, ...]
    carried: Mapping[str, Decision]  # by id of the statement that a decision on another id went to


class Ledger:
    """The lines on one source: of several on one statement the last holds."""

    def __init__(self, lines: Iterable[Decision]) -> None:
        self._last: dict[str, Decision] = {}
        self._own: dict[str, Decision] = {}  # what reviewers added, by its id
        for line in lines:
            if line.verdict is Verdict.ADDED:
                self._own[line.about.id] = line
            self._last[line.about.id] = line
        self._judged = {id: line for id, line in self._last.items() if id not in self._own}
        self._links = {link_of(line.about) for line in self._judged.values()}

    def __bool__(self) -> bool:
        return bool(self._last)

    def concerns(self, statement: Statement) -> bool:
        """Whether a line may speak of this statement."""
        return link_of(statement) in self._links or statement.id in self._last

    def is_own(self, statement: Statement) -> bool:
        """Whether it is one that a reviewer added."""
        return statement.id in self._own

    def replay(self, statements: Sequence[Statement], text: str | None) -> Replayed:
        """What stands of these statements of the source, those at least that `concerns` names, and of the reviewers' own.

        `text` is the stored text now: the reviewers' quotes are looked up in it, and one whose words are gone is orphaned.
        """
        read = [s for s in statements if s.id not in self._own]
        present = {s.id for s in read}
        carried, orphaned = self._carry([line for id, line in self._judged.items() if id not in present], read)
        standing = {**carried, **{id: line for id, line in self._judged.items() if id in present}}
        thought = {s.id: _thought(standing.get(s.id)) for s in read}
        own = {id: _placed(line.about, text) for id, line in self._own.items()}
        return Replayed(
            statements=(
                *(replace(s, reviewed=thought[s.id]) if s.reviewed is not thought[s.id] else s for s in read),
                *(replace(s, reviewed=_thought(self._last[id]) or False) for id, s in own.items() if s),
            ),
            records=tuple(record for id, s in own.items() if s for record in self._own[id].records),
            orphaned=(*orphaned, *(self._own[id] for id, s in own.items() if s is None)),
            carried=carried,
        )

    def _carry(self, homeless: Iterable[Decision], read: Iterable[Statement]) -> tuple[dict[str, Decision], list[Decision]]:
        """By statement id the decision that goes to it; and those that go nowhere."""
        free: dict[Link, list[Statement]] = defaultdict(list)
        for s in read:
            free[link_of(s)].append(s)
        claims: dict[str, list[Decision]] = defaultdict(list)
        orphaned: list[Decision] = []
        for line in homeless:
            if line.verdict is Verdict.OPEN:
                continue
            found = [s.id for s in free[link_of(line.about)] if alike(s.quote, line.about.quote)]
            if len(found) != 1:
                orphaned.append(line)
            elif found[0] not in self._judged:  # else somebody has decided of that one since
                claims[found[0]].append(line)
        # Of several on what is one sentence by now, the last that was written.
        return {id: max(lines, key=lambda line: line.number) for id, lines in claims.items()}, orphaned


def link_of(statement: Statement) -> Link:
    """Type and both records, in one order where the link has no direction (`ingest` stores it so)."""
    return statement.type, statement.from_record, statement.to_record


def alike(a: str, b: str) -> bool:
    """Whether at least half the words of the shorter quote stand in a row in the other."""
    one, two = a.split()[:_MOST_WORDS], b.split()[:_MOST_WORDS]
    shorter = min(len(one), len(two))
    if not shorter:
        return not one and not two
    run = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    return run.size >= shorter * _ALIKE


def own_id(statement: Statement) -> str:
    """The id of a reviewer's own statement: never that of one that was read, though it may say the same."""
    s = statement
    told = (f"{key}={value}" for key, value in sorted(s.properties.items()))
    return digest("review", s.source, s.type, s.from_record, s.to_record, fold_blanks(s.quote), *told)


def words_at(text: str, quote: str, near: int = 0) -> int | None:
    """Where the quote stands in the text, of several places the one nearest to `near`; None where it does not."""
    if not quote:
        return None
    before, after = text.rfind(quote, 0, near + len(quote)), text.find(quote, near)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: (abs(at - near), at), default=None)


def _thought(line: Decision | None) -> bool | None:
    if line is None or line.verdict is Verdict.OPEN:
        return None
    return line.verdict is not Verdict.REJECTED


def _placed(statement: Statement, text: str | None) -> Statement | None:
    """A reviewer's statement with the place its quote has now; None where its words are gone."""
    match = _CHARS.fullmatch(statement.locator)
    if match is None:
        return statement
    at = words_at(text or "", statement.quote, int(match[1]))
    return None if at is None else replace(statement, locator=f"char:{at}-{at + len(statement.quote)}")

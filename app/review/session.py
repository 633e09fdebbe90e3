"""A review as a state that keys lead on: no terminal, no store and no clock in here.

`press(state, key)` gives the next state. Keys are characters, or one of ENTER, ESCAPE, BACKSPACE, UP, DOWN. What was decided, learned
and said is in the state; whoever runs the session writes it down when `over` is set, and in between if they like. What only the store
knows, and judgements of who is who, which take effect at once, are `wish`: the answer is a call of `found`, `judged` or `refused`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cooplinks.app.errors import Ambiguous, UnknownName
from cooplinks.app.ids import fold_blanks, key_type
from cooplinks.app.model import Decision, Judgement, Likeness, Record, Statement, Verdict
from cooplinks.app.review.draft import Draft, checked, default, prompt, says, statement_of, steps, thing_named
from cooplinks.app.review.queue import REVIEWER, Article
from cooplinks.app.review.who import JUDGED, Card, Find, Merge, told_of
from cooplinks.app.review.words import find

ENTER, ESCAPE, BACKSPACE, UP, DOWN = "enter", "escape", "backspace", "up", "down"
NEXT, QUIT = "next", "quit"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A name or wording for a person's own tables: `thing` for a name, `cue` as (type, words, whether the source comes first, language)."""

    thing: Record | None = None
    cue: tuple[str, str, bool, str | None] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where a review of one article stands. `decided` holds the last decision on each statement, in the order they were taken."""

    article: Article
    who: str
    at: int = 0
    decided: tuple[Decision, ...] = ()
    learned: tuple[Lesson, ...] = ()
    draft: Draft | None = None
    merge: Merge | None = None
    wish: Find | Judgement | None = None  # what is asked of the store now
    last: Judgement | None = None  # just written: undo takes it back
    reason: bool = False  # a reason is being typed
    line: str = ""
    message: str = ""
    help: bool = False
    over: str = ""

    @property
    def rows(self) -> tuple[Statement, ...]:
        """What is listed: what was read, then what was added in this session."""
        return (*(s.statement for s in self.article.said), *(d.about for d in self.decided if d.verdict is Verdict.ADDED))

    @property
    def row(self) -> Statement:
        return self.rows[self.at]

    def thing(self, record: str) -> Record | None:
        """The record of this id, of the article or of a link that was added."""
        own = (r for d in self.decided for r in d.records)
        return next((r for r in (*self.article.things, *own) if r.id == record), None)

    def name(self, record: str) -> str:
        found = self.thing(record)
        return found.names[0].text if found else record

    def verdict(self, id: str) -> Verdict | None:
        """What holds for a statement, decisions of this session included."""
        for decision in reversed(self.decided):
            if decision.about.id == id:
                return decision.verdict
        before = {s.statement.id: s.statement.reviewed for s in self.article.said}.get(id)
        return None if before is None else Verdict.ACCEPTED if before else Verdict.REJECTED

    @property
    def prompt(self) -> str:
        """What is asked for, with what Enter would take; '' where single keys are."""
        if self.reason:
            return "why it is wrong (Enter: no reason)"
        if self.merge:
            shown = _merge_default(self)
            return f"{_MERGE_PROMPTS[self.merge.asks]} [{shown}]" if shown else _MERGE_PROMPTS[self.merge.asks]
        return prompt(self.article, self.draft) if self.draft else ""


_MERGE_PROMPTS = {
    "one": "who is who: a number, an exact name or an id",
    "other": "and the other: a number, an exact name or an id",
    "verdict": f"{', '.join(JUDGED)} (open takes back what was judged of them last)",
    "why": "why (Enter: no reason)",
}


def begin(article: Article, who: str) -> State:
    """A review at the first statement that nobody decided on."""
    waiting = (n for n, s in enumerate(article.said) if s.statement.reviewed is None)
    return State(article, who, at=next(waiting, 0))


def press(state: State, key: str) -> State:
    """The state after a key."""
    state = replace(state, message="", help=False)
    if state.over:
        return state
    if state.reason or state.draft or state.merge:
        return _type(state, key)
    act = KEYS.get(key, _unknown)
    if state.last and act is _undo:
        return replace(state, wish=replace(state.last, verdict=Likeness.OPEN, why=""), last=None)
    return act(replace(state, last=None))


# -- single keys


def _accept(state: State) -> State:
    return _step(_decide(state, Verdict.ACCEPTED))


def _accept_rest(state: State) -> State:
    for number, row in enumerate(state.rows):
        if state.verdict(row.id) is None:
            state = _decide(replace(state, at=number), Verdict.ACCEPTED)
    return replace(state, at=len(state.rows) - 1, message="all that was open is accepted; u takes one back")


def _reject(state: State) -> State:
    return _step(_decide(state, Verdict.REJECTED))


def _reject_why(state: State) -> State:
    return replace(state, reason=True, line="")


def _undo(state: State) -> State:
    row = state.row
    held = {s.statement.id: s.statement.reviewed for s in state.article.said}
    kept = tuple(d for d in state.decided if d.about.id != row.id)
    if kept != state.decided:  # of this session: as if it had never been
        return replace(state, decided=kept, at=min(state.at, max(len(state.rows) - 1 - (row.id not in held), 0)), message="taken back")
    if held.get(row.id) is None:
        return _undo_last(state)
    return replace(_decide(state, Verdict.OPEN), message="the earlier decision is taken back")


def _undo_last(state: State) -> State:
    """Take back what was decided last in this session: after a key the next statement is in hand, where nothing is to be undone."""
    if not state.decided:
        return replace(state, message="nothing was decided here")
    last = state.decided[-1].about.id
    return _undo(replace(state, at=[row.id for row in state.rows].index(last)))


def _edit(state: State) -> State:
    held = next((s for s in state.article.said if s.statement.id == state.row.id), None)
    if held is None:
        return replace(state, message="added in this session: u takes it back, n adds it anew")
    return replace(state, draft=Draft(corrects=held), line="")


def _add(state: State) -> State:
    return replace(state, draft=Draft(), line="")


def _merge(state: State) -> State:
    return replace(state, merge=Merge(), line="")


def _back(state: State) -> State:
    return replace(state, at=max(state.at - 1, 0))


def _step(state: State) -> State:
    if state.at + 1 < len(state.rows):
        return replace(state, at=state.at + 1)
    return replace(state, message="the last one: Tab goes to the next article")


def _learn(end: str) -> "Act":
    def act(state: State) -> State:
        thing = state.thing(state.row.from_record if end == "from" else state.row.to_record)
        if thing is None or thing.type not in ("Organisation", "Place"):
            return replace(state, message="only bodies and places stand in tables")
        return _note(state, Lesson(thing=thing), thing.names[0].text)

    return act


def _learn_cue(state: State) -> State:
    row = state.row
    words = str(row.properties.get("cue_text") or "")
    if not words or not row.extractor.startswith(REVIEWER):
        return replace(state, message="only wordings of links that were added here are new to the table of cues")
    forward = _stands_first(row.quote, words, state.name(row.from_record), state.name(row.to_record))
    if forward is None:
        return replace(state, message=f"“{words}” does not stand between the names of both ends")
    return _note(state, Lesson(cue=(row.type, words, forward, state.article.source.language)), words)


def _note(state: State, lesson: Lesson, words: str) -> State:
    learned = state.learned if lesson in state.learned else (*state.learned, lesson)
    return replace(state, learned=learned, message=f"“{words}” goes to your tables")


def _unknown(state: State) -> State:
    return replace(state, message="? shows the keys")


def _help(state: State) -> State:
    return replace(state, help=True)


Act = Callable[[State], State]
KEYS: dict[str, Act] = {
    "a": _accept,
    "A": _accept_rest,
    "r": _reject,
    "R": _reject_why,
    "e": _edit,
    "n": _add,
    "m": _merge,
    "s": _step,
    " ": _step,
    DOWN: _step,
    UP: _back,
    "b": _back,
    "u": _undo,
    "1": _learn("from"),
    "2": _learn("to"),
    "c": _learn_cue,
    "?": _help,
    "\t": lambda state: replace(state, over=NEXT),
    "q": lambda state: replace(state, over=QUIT),
}
MEANINGS = (
    ("a", "accept"),
    ("A", "accept all that is open"),
    ("r", "reject"),
    ("R", "reject and say why"),
    ("e", "edit: reject and put the corrected link beside"),
    ("n", "new link: two things and a type"),
    ("m", "merge: two names of one thing, at once; or keep two apart"),
    ("s", "skip"),
    ("b", "back"),
    ("u", "undo: this one, else the last of the session"),
    ("1 2", "the name on the left, on the right to your tables"),
    ("c", "the wording of an added link to your tables"),
    ("Tab", "next article"),
    ("q", "write down and quit"),
)


def _decide(state: State, verdict: Verdict, why: str = "") -> State:
    row = state.row
    added = next((d for d in state.decided if d.about.id == row.id and d.verdict is Verdict.ADDED), None)
    if added:  # of this session: it stands or it goes
        kept = tuple(d for d in state.decided if d is not added)
        return state if verdict is Verdict.ACCEPTED else replace(state, decided=kept, at=min(state.at, len(state.rows) - 2))
    kept = tuple(d for d in state.decided if d.about.id != row.id)
    if verdict is not Verdict.OPEN and verdict == replace(state, decided=kept).verdict(row.id):
        return replace(state, decided=kept)  # as it was before the session
    return replace(state, decided=(*kept, Decision(row, verdict, state.who, "", why)))


# -- typing


def _type(state: State, key: str) -> State:
    if key == ESCAPE:
        return replace(state, draft=None, merge=None, reason=False, line="", message="given up")
    if key == BACKSPACE:
        return replace(state, line=state.line[:-1])
    if key == ENTER:
        line = fold_blanks(state.line)
        if state.reason:
            return _step(_decide(replace(state, reason=False, line=""), Verdict.REJECTED, line))
        if state.merge:
            return _answer_merge(replace(state, line=""), state.merge, line)
        assert state.draft
        return _answer(replace(state, line=""), state.draft, line)
    return replace(state, line=state.line + key) if len(key) == 1 and key.isprintable() else state


def _answer(state: State, draft: Draft, line: str) -> State:
    """Take what was typed for what was asked, or say what is wrong with it and ask again."""
    told = line or default(state.article, draft)
    if draft.asks in ("from", "to"):
        thing = thing_named(state.article, told)
        if thing is None:
            return replace(state, message="a number of the list, or Label: words that stand in the text (Organisation: Ministry of Health)")
        return _ask_next(state, replace(draft, ends={**draft.ends, draft.asks: thing}))
    wrong, told = checked(state.article, draft, told)
    if wrong:
        return replace(state, message=wrong)
    return _ask_next(state, replace(draft, answers={**draft.answers, draft.asks: told}))


def _ask_next(state: State, draft: Draft) -> State:
    asked = steps(draft)
    at = asked.index(draft.asks) + 1
    if at < len(asked):
        return replace(state, draft=replace(draft, asks=asked[at]))
    return _finish(state, draft)


def _finish(state: State, draft: Draft) -> State:
    """Put the link together: what it corrects is rejected."""
    made = statement_of(state.article, draft, state.who)
    old = draft.corrects.statement if draft.corrects else None
    if made.from_record == made.to_record:
        return replace(state, draft=None, message="both ends are the same thing: nothing was added")
    if old and says(made) == says(old):
        return replace(state, draft=None, message="nothing was changed")
    state = replace(state, draft=None)
    if old:
        state = _decide(state, Verdict.REJECTED, "corrected")
    ends = tuple(draft.ends[end] for end in ("from", "to"))
    kept = tuple(d for d in state.decided if d.about.id != made.id)
    decided = (*kept, Decision(made, Verdict.ADDED, state.who, "", "correction" if old else "", ends))
    return replace(state, decided=decided, message="corrected" if old else "added: u on it takes it back")


# -- who is who


def _merge_default(state: State) -> str:
    """What Enter takes."""
    assert state.merge
    if state.merge.asks == "one":
        numbers = [n for n, thing in enumerate(state.article.things, 1) if thing.id == state.row.to_record]
        return str(numbers[0]) if numbers else ""
    return Likeness.SAME if state.merge.asks == "verdict" else ""


def _answer_merge(state: State, merge: Merge, line: str) -> State:
    answer = line or _merge_default(state)
    if merge.asks in ("one", "other"):
        if not answer:
            return replace(state, message="a number of the list, an exact name, or an id")
        thing = thing_named(state.article, answer)
        return replace(state, wish=Find(answer, thing if thing in state.article.things else None))
    if merge.asks == "verdict":
        words = [word for word in JUDGED if word.startswith(answer.casefold())]
        if len(words) != 1:
            return replace(state, message=f"one of {', '.join(JUDGED)}")
        return replace(state, merge=replace(merge, verdict=words[0], asks="why"))
    return replace(state, merge=None, wish=merge.judgement(state.who, answer))


def found(state: State, card: Card) -> State:
    """The state once the store has said what was named."""
    state = replace(state, wish=None)
    merge = state.merge or Merge()
    if merge.one is None:
        return replace(state, merge=replace(merge, one=card, asks="other"))
    if card.key == merge.one.key:
        return replace(state, message=f"that is {card.entity.name} again")
    kinds = key_type(merge.one.key), key_type(card.key)
    if kinds[0] != kinds[1]:
        return replace(
            state, message=f"{card.entity.name} ({kinds[1]}), {merge.one.entity.name} ({kinds[0]}): only things of one kind can be the same"
        )
    return replace(state, merge=replace(merge, other=card, asks="verdict"))


def judged(state: State, line: Judgement) -> State:
    """The state once a judgement is written down."""
    taken_back = line.verdict is Likeness.OPEN
    message = f"{line.names[0]}, {line.names[1]}: {JUDGED[line.verdict]}{'' if taken_back else '; u takes it back'}"
    return replace(state, wish=None, last=None if taken_back else line, message=message)


def refused(state: State, why: Exception) -> State:
    """The state once the store could not do what was wished."""
    return replace(state, wish=None, message=told_of(why) if isinstance(why, UnknownName | Ambiguous) else str(why))


def _stands_first(quote: str, words: str, source: str, target: str) -> bool | None:
    """Whether the source stands before the words and the target after them, or the other way round; None where neither is so."""
    spans = [find(quote, part) for part in (source, words, target)]
    if None in spans:
        return None
    a, cue, b = (span[0] for span in spans if span)
    return True if a < cue < b else False if b < cue < a else None

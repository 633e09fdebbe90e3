"""A session at a terminal: keys in, screens out, decisions written down article by article."""

import getpass
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cooplinks.app.errors import Ambiguous, StoreBusy, UnknownName, WrongUse
from cooplinks.app.judge import decide, judge
from cooplinks.app.model import Decision
from cooplinks.app.review.keys import keys_of
from cooplinks.app.review.queue import Article, article, order, undecided
from cooplinks.app.review.session import QUIT, Lesson, State, begin, found, judged, press, refused
from cooplinks.app.review.who import Find, card
from cooplinks.app.store.base import Store


@dataclass(slots=True)
class Done:
    """What came of a session."""

    articles: int = 0
    decisions: int = 0
    judgements: int = 0
    lessons: int = 0
    left: int = 0  # articles in the queue that were not looked at


def run(
    store: Store,
    who: str,
    *,
    read: Callable[[], str],
    show: Callable[[State, str], None],
    learn: Callable[[Lesson], bool],
    only: list[str] | None = None,
) -> Done:
    """Put one article after another before a person until they quit or all is looked at.

    What is decided of an article is written when it is left, also when the session ends by Ctrl-C or a lost terminal; who is who is written
    at once.
    """
    with closing(store.reader()) as reader:
        queue = only or order(reader)
    done = Done(left=len(queue))
    for number, id in enumerate(queue, 1):
        with closing(store.reader()) as reader:
            one = article(reader, id)
        if one is None or not (only or undecided(one)):
            done.left -= 1
            continue
        if _one(store, one, who, f"({number} of {len(queue)})", done, read, show, learn) == QUIT:
            break
    return done


def _one(
    store: Store,
    one: Article,
    who: str,
    place: str,
    done: Done,
    read: Callable[[], str],
    show: Callable[[State, str], None],
    learn: Callable[[Lesson], bool],
) -> str:
    state = begin(one, who)
    try:
        while not state.over:
            show(state, place)
            for key in keys_of(read()):
                state = press(state, key)
                if state.wish:
                    state = granted(store, state, done)
    finally:
        done.decisions += write(store, state.decided)
        done.lessons += sum(map(learn, state.learned))
    done.articles += 1
    done.left -= 1
    return state.over


def granted(store: Store, state: State, done: Done) -> State:
    """The state once the store has done what it was asked."""
    try:
        if isinstance(state.wish, Find):
            with closing(store.reader()) as reader:
                return found(state, card(reader, state.wish))
        if state.wish:
            judge(store, replace(state.wish, at=now()))
            done.judgements += 1
            return judged(state, state.wish)
    except (UnknownName, Ambiguous, WrongUse, StoreBusy) as why:
        return refused(state, why)
    return state


def write(store: Store, decided: tuple[Decision, ...]) -> int:
    """Write decisions down as of now; how many."""
    at = now()
    return decide(store, [replace(decision, at=at) for decision in decided]) if decided else 0


def now() -> str:
    """The time now, ISO 8601, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def learn_into(folder: Path | None) -> Callable[[Lesson], bool]:
    """What writes a lesson to the tables in a folder; it says whether it was new."""

    def learn(lesson: Lesson) -> bool:
        from cooplinks.loaders.prose import own

        if folder is None:
            return False
        if lesson.cue:
            type, words, forward, language = lesson.cue
            row = own.cue_row(type, words, forward=forward, language=language)
            return row is not None and own.add(folder, "cues.csv", row)
        thing = lesson.thing
        assert thing
        names = [name.text for name in thing.names]
        kind, country = str(thing.properties.get("kind", "")), thing.country or ""
        if thing.type == "Place":
            return own.add(folder, "places.csv", own.place_row(names[0], kind, country))
        return own.add(folder, "bodies.csv", own.body_row(names[0], names[1:], kind, country))

    return learn


def user() -> str:
    """Who sits here, by the system's account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"

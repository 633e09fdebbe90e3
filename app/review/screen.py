"""A review as a person sees it: the article on the left, what it says on the right, the line that is typed below."""

import re
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.layout import Layout
from rich.panel import Panel
from rich.text import Text

from cooplinks.app.model import Statement, Verdict
from cooplinks.app.review.session import MEANINGS, State
from cooplinks.app.review.words import mentions, span_of
from cooplinks.app.show import plain

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKS = {
    None: ("·", ""),
    Verdict.ACCEPTED: ("✓", "green"),
    Verdict.ADDED: ("+", "green"),
    Verdict.REJECTED: ("✗", "red"),
    Verdict.OPEN: ("·", ""),
}
_LINES_A_ROW = 2
_BELOW = 3  # lines of the prompt's panel beside those it needs
_MOST_THINGS = 200


def screen(state: State, console: Console, *, place: str = "") -> RenderableType:
    """The whole screen for a state; `place` says where in the queue this article is."""
    height, width = console.size.height, console.size.width
    below = Text((state.prompt and f"{state.prompt}\n> {state.line}█") or _keys(), overflow="fold")
    if state.message:
        below = Text.assemble((plain(state.message), "bold yellow"), "\n", below)
    lines = len(below.wrap(console, max(width - 4, 10)))
    inner = max(height - lines - _BELOW - 1, 4)
    left, right = max((width * 11) // 20, 20), max(width - (width * 11) // 20, 20)
    title = f"{plain(state.article.source.title)} — {plain(state.article.source.date or 'no date')} {place}"
    layout = Layout()
    layout.split_column(Layout(name="above", size=height - lines - 2 - 1), Layout(Panel(below, padding=(0, 1)), size=lines + 2))
    layout["above"].split_row(
        Layout(
            Panel(_seen(article_text(state), _quote_start(state), console, left - 4, inner), title=title, title_align="left"), size=left
        ),
        Layout(Panel(_listed(state, right - 4, inner), title=_counts(state), title_align="left"), size=right),
    )
    return layout


def article_text(state: State) -> Text:
    """The article with the names of its things underlined, the quote in hand in reverse, its ends in bold."""
    text = Text(_CONTROL.sub(" ", state.article.text))
    row = state.row
    span = span_of(row.locator)
    if span:
        text.stylize("reverse", *span)
    for start, end, record in mentions(state.article.text, state.article.things[:_MOST_THINGS]):
        in_hand = record in (row.from_record, row.to_record) and span is not None and span[0] <= start and end <= span[1]
        text.stylize("bold reverse" if in_hand else "underline", start, end)
    return text


def _seen(text: Text, at: int, console: Console, width: int, height: int) -> RenderableType:
    """As many lines as there is room for, from a little above offset `at`."""
    before = len(text[:at].wrap(console, width)) if at else 0
    first = max(before - height // 3, 0)
    return Group(*text.wrap(console, width)[first : first + height])


def _quote_start(state: State) -> int:
    span = span_of(state.row.locator)
    return min(span[0], len(state.article.text)) if span else 0


def _listed(state: State, width: int, height: int) -> RenderableType:
    if state.help:
        return Group(*(Text.assemble((f"{keys:>4}  ", "bold"), meaning) for keys, meaning in MEANINGS))
    if state.draft:
        return Group(*_things(state, height))
    room = max(height // _LINES_A_ROW, 1)
    first = max(min(state.at - room // 2, len(state.rows) - room), 0)
    rows = list(enumerate(state.rows))[first : first + room]
    return Group(*(line for number, row in rows for line in _row(state, row, number == state.at, width)))


def _row(state: State, row: Statement, in_hand: bool, width: int) -> Iterable[Text]:
    mark, style = _MARKS[state.verdict(row.id)]
    head = Text.assemble((f"{mark} ", style), (f"{row.type} ", "bold"), f"{row.confidence:.2f} ", _details(row))
    ends = Text(f"  {plain(state.name(row.from_record))} → {plain(state.name(row.to_record))}")
    for line in (head, ends):
        if in_hand:
            line.stylize("reverse")
        line.truncate(width, overflow="ellipsis")
    return head, ends


def _details(row: Statement) -> str:
    return ", ".join(plain(row.properties[name]) for name in ("role", "title", "modality") if row.properties.get(name))


def _things(state: State, height: int) -> list[Text]:
    listed = state.article.things[: max(height - 1, 1)]
    lines = [Text(f"{number:>3}  {thing.type}: {plain(thing.names[0].text)}", no_wrap=True) for number, thing in enumerate(listed, 1)]
    left = len(state.article.things) - len(listed)
    return [*lines, Text(f"     and {left} more, by name")] if left else lines


def _counts(state: State) -> str:
    open_ = sum(state.verdict(row.id) is None for row in state.rows)
    return f"{state.at + 1} of {len(state.rows)} statements, {open_} open"


def _keys() -> str:
    return "a accept  r reject  e edit  n new link  s skip  b back  u undo  Tab next article  q quit  ? all keys"

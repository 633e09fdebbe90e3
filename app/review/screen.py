"""A review as a person sees it: the article on the left, what it says on the right, the line that is typed below."""

import re
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.control import Control
from rich.layout import Layout
from rich.panel import Panel
from rich.text import Text

from cooplinks.app.model import Statement, Verdict
from cooplinks.app.review.session import MEANINGS, State
from cooplinks.app.review.who import Merge
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
_MOST_THINGS = 200  # whose names are looked for in the text
_AROUND = 10_000  # characters of the text on either side of the quote that can come into view
_KEYS = "a accept  r reject  e edit  n new link  m merge  s skip  b back  u undo  Tab next article  q quit  ? all keys"


def screen(state: State, console: Console, *, place: str = "") -> RenderableType:
    """The whole screen but for its last line; `place` says where in the queue this article is."""
    height, width = max(console.size.height - 1, 8), max(console.size.width, 40)
    below = Text(f"{state.prompt}\n> {state.line}█" if state.prompt else _KEYS, overflow="fold")
    if state.message:
        below = Text.assemble((plain(state.message), "bold yellow"), "\n", below)
    lines = min(len(below.wrap(console, width - 4)), height - 6)
    inner = height - lines - 4
    left = (width * 11) // 20
    title = f"{plain(state.article.source.title)} — {plain(state.article.source.date or 'no date')} {place}"
    layout = Layout()
    layout.split_column(Layout(name="above", size=inner + 2), Layout(Panel(below, padding=(0, 1)), size=lines + 2))
    layout["above"].split_row(
        Layout(Panel(_seen(state, console, left - 4, inner), title=title, title_align="left"), size=left),
        Layout(Panel(_listed(state, width - left - 4, inner), title=_counts(state), title_align="left"), size=width - left),
    )
    return layout


def draw(state: State, console: Console, *, place: str = "") -> None:
    """Write the screen over the one before."""
    console.control(Control.home())
    console.print(screen(state, console, place=place), height=max(console.size.height - 1, 8), end="")


def article_text(state: State) -> tuple[Text, int]:
    """The article around the quote in hand, and where in it that begins; names of its things underlined, the quote in reverse, its ends
    in bold.
    """
    whole, row = state.article.text, state.row
    span = span_of(row.locator) or (0, 0)
    first = max(min(span[0], len(whole)) - _AROUND, 0)
    text = Text(_CONTROL.sub(" ", whole[first : first + 2 * _AROUND]))
    text.stylize("reverse", max(span[0] - first, 0), max(span[1] - first, 0))
    for start, end, record in mentions(whole, state.article.things[:_MOST_THINGS]):
        if first <= start and end <= first + 2 * _AROUND:
            in_hand = record in (row.from_record, row.to_record) and span[0] <= start and end <= span[1]
            text.stylize("bold reverse" if in_hand else "underline", start - first, end - first)
    return text, max(span[0] - first, 0)


def _seen(state: State, console: Console, width: int, height: int) -> RenderableType:
    """As many lines as there is room for, from a little above the quote."""
    text, at = article_text(state)
    before = len(text[:at].wrap(console, width)) if at else 0
    first = max(before - height // 3, 0)
    return Group(*text.wrap(console, width)[first : first + height])


def _listed(state: State, width: int, height: int) -> RenderableType:
    if state.help:
        return Group(*(Text.assemble((f"{keys:>4}  ", "bold"), meaning) for keys, meaning in MEANINGS))
    if state.merge and state.merge.other:
        return Group(*_cards(state.merge))
    if state.draft or state.merge:
        return Group(*_things(state, height))
    room = max(height // _LINES_A_ROW, 1)
    first = max(min(state.at - room // 2, len(state.rows) - room), 0)
    rows = list(enumerate(state.rows))[first : first + room]
    return Group(*(line for number, row in rows for line in _row(state, row, number == state.at, width)))


def _row(state: State, row: Statement, in_hand: bool, width: int) -> Iterable[Text]:
    mark, style = _MARKS[state.verdict(row.id)]
    head = Text.assemble((f"{mark} ", style), (f"{row.type} ", "bold"), f"{row.confidence:.2f} ", _details(row))
    start, end = (Text(plain(state.name(record))) for record in (row.from_record, row.to_record))
    start.truncate(max(width - 5 - min(len(end), (width - 5) // 2), 1), overflow="ellipsis")
    ends = Text.assemble("  ", start, " → ", end)
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


def _cards(merge: Merge) -> list[Text]:
    """Both things, one under the other, for a person to compare."""
    lines: list[Text] = []
    for card in filter(None, (merge.one, merge.other)):
        name, *more = map(plain, card.lines)
        lines += [Text(name, style="bold"), *(Text(f"  {line}") for line in more), Text()]
    return lines


def _counts(state: State) -> str:
    open_ = sum(state.verdict(row.id) is None for row in state.rows)
    return f"{state.at + 1} of {len(state.rows)} statements, {open_} open"

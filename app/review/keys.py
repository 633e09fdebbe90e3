"""What a person types at a terminal, as it is typed."""

import codecs
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cooplinks.app.review.session import BACKSPACE, DOWN, ENTER, ESCAPE, UP

_AT_ONCE = 4096  # bytes: a paste comes in one piece
_NAMED = {"\r": ENTER, "\n": ENTER, "\x1b": ESCAPE, "\x7f": BACKSPACE, "\x08": BACKSPACE}
_ARROWS = {"A": UP, "B": DOWN}
_WINDOWS_ARROWS = {"H": UP, "P": DOWN}
GONE = "\x1bq"  # what is read once the terminal is gone: give up what is typed, and quit


@contextmanager
def typing() -> Iterator[Callable[[], str]]:
    """Give what waits for keys and returns them as the terminal sends them; `GONE` at its end."""
    if sys.platform == "win32":
        import msvcrt

        def read() -> str:
            first = msvcrt.getwch()
            if first == "\x03":
                raise KeyboardInterrupt
            return first + msvcrt.getwch() if first in ("\xe0", "\x00") else first

        yield read
        return
    import termios
    import tty

    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def read_bytes() -> str:
        try:
            sent = os.read(fd, _AT_ONCE)
        except OSError:
            return GONE
        return decode(sent) if sent and sent != b"\x04" else GONE

    try:
        tty.setcbreak(fd)
        yield read_bytes
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)


def keys_of(typed: str) -> Iterator[str]:
    """The keys of what a terminal sent at once: characters, arrows as escape sequences, a paste of many."""
    at = 0
    while at < len(typed):
        if typed[at] == "\x1b" and typed[at + 1 : at + 2] in ("[", "O"):
            end = at + 2
            while end < len(typed) and not typed[end].isalpha() and typed[end] != "~":
                end += 1
            if (arrow := _ARROWS.get(typed[end : end + 1])) is not None:
                yield arrow
            at = end + 1
            continue
        if typed[at] in ("\xe0", "\x00") and len(typed) == 2:  # so Windows sends them
            yield from filter(None, [_WINDOWS_ARROWS.get(typed[1])])
            return
        yield _NAMED.get(typed[at], typed[at])
        at += 1

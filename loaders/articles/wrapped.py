"""Hard-wrapped text: which line ends are an author's, and which only stand where the next word did not fit."""

import re

_ITEM = re.compile(r"[-*•–·>]|\(?\d{1,2}[.)]\s")
_LEAST_WIDTH, _MOST_WIDTH = 50, 100


def unwrapped(text: str) -> str:
    """The text with a paragraph a line, where its lines are of a width that somebody wrapped them to; else as it is."""
    lines = [line.rstrip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if not _LEAST_WIDTH <= width <= _MOST_WIDTH:
        return text
    joined: list[str] = []
    before = ""
    for line in lines:
        if before and line and not _ITEM.match(line.lstrip()) and len(before) + 1 + len(line.split(None, 1)[0]) > width:
            joined[-1] += " " + line.lstrip()
        else:
            joined.append(line)
        before = line
    return "\n".join(joined)

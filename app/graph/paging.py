"""Lists in pages: `items`, `total`, `next`; a cursor is bound to the version and the question it was given for."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from cooplinks.app.errors import WrongUse
from cooplinks.app.ids import digest

DEFAULT_LIMIT = 50
MOST_LIMIT = 1000

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


def within(parameter: str, value: int, least: int, most: int) -> int:
    """The value; raises WrongUse, naming the parameter and what is allowed, outside of [least, most]."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise WrongUse(f"{parameter} goes from {least} to {most}", parameter)
    return value


class Found(Protocol[T_co]):
    """What was found, in order: all that a page needs of it."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[T_co]: ...


def page(
    found: Found[T],
    render: Callable[[Sequence[T]], list[dict[str, Any]]],
    *,
    version: str,
    question: Sequence[object],
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> dict[str, Any]:
    """One page of what was found, rendered; `question` is what a cursor must not be carried away from."""
    within("limit", limit, 1, MOST_LIMIT)
    stamp = digest(version, *map(repr, question), size=8)
    start = _opened(cursor, stamp) if cursor else 0
    end = start + limit
    return {
        "graph_version": version,
        "items": render(found[start:end]),
        "total": len(found),
        "next": _sealed(end, stamp) if end < len(found) else None,
    }


def _sealed(offset: int, stamp: str) -> str:
    return base64.urlsafe_b64encode(f"{offset}.{stamp}".encode()).decode().rstrip("=")


def _opened(cursor: str, stamp: str) -> int:
    try:
        offset, _, of = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(".")
        if of == stamp and offset.isascii() and offset.isdigit() and len(offset) < 12:
            return int(offset)
    except (ValueError, binascii.Error):
        pass
    raise WrongUse("cursor is none that this question gave at this version: ask again without it", "cursor")

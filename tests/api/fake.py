"""A graph that answers what a test tells it to."""

from collections.abc import Callable
from typing import Any

VERSION = "1-fake"


class FakeGraph:
    """Stands in for `app.questions.Graph`: `answers` maps a question's name to its body, an error to raise, or a function."""

    def __init__(self, **answers: Any) -> None:
        self.answers: dict[str, Any] = {"stats": {"graph_version": VERSION}, "resolve": lambda text, **_: text, **answers}
        self.version = VERSION
        self.away: Exception | None = None
        self.closed = False

    def refresh(self) -> None:
        if self.away:
            raise self.away

    def close(self) -> None:
        self.closed = True

    def filters(self, **given: Any) -> Any:
        return given

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*args: Any, **given: Any) -> Any:
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer(*args, **given) if callable(answer) else answer

        return ask

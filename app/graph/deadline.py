"""How long an answer may take."""

from dataclasses import dataclass
from time import monotonic

from cooplinks.app.errors import DeadlinePassed, WrongUse

DEFAULT_S = 10.0
MOST_S = 60.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment after which an answer is given up; loops ask `check`."""

    seconds: float
    ends_at: float

    @classmethod
    def after(cls, seconds: float = DEFAULT_S) -> "Deadline":
        """The deadline so many seconds from now; raises WrongUse outside of ]0, 60]."""
        if not 0.0 < seconds <= MOST_S:
            raise WrongUse(f"deadline_s goes from above 0 to {MOST_S:g}", "deadline_s")
        return cls(seconds, monotonic() + seconds)

    def check(self) -> None:
        """Raise DeadlinePassed once the moment has come."""
        if monotonic() > self.ends_at:
            raise DeadlinePassed(self.seconds)

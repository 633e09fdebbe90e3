"""How sure a statement is: the cue's own strength, less for each thing that had to be guessed."""

FAR = 0.92  # the subject stands some words away
GUESSED = 0.8  # the subject isn't in the sentence
LISTED = 0.99  # each further place in a list
UNSURE_NAME = 0.9  # an end was found by its place alone


def combine(cue: float, *, distance: int = 0, guessed: bool = False, place: int = 0, weakest_end: float = 1.0) -> float:
    """The confidence of one statement, rounded to hundredths."""
    value = cue * (GUESSED if guessed else FAR if distance > 8 else 1.0) * LISTED ** min(place, 8)
    return round(max(0.05, min(0.99, value * (UNSURE_NAME if weakest_end < 0.75 else 1.0))), 2)

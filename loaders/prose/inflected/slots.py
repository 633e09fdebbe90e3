"""Bodies nobody knows, by where they stand."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.lookup import Names, adjectival, bracket, end_of, is_given, stops
from cooplinks.loaders.prose.inflected.tables import Tables, longest

_SLOT_FORMS = frozenset(["passive", "partner", "verb"])


def find_slots(document: Document) -> Document:
    """Bodies nobody knows, by where they stand: in a row behind "sprovodi", "u partnerstvu sa", "uz podršku"."""
    finder, known = Names(document), tables.of(document.language)
    i = 0
    while i < len(finder.tokens):
        last = _cue_end(finder, known, i)
        bare = finder.tokens[i].text.partition("-")[0]
        if (
            finder.free(i)
            and bare.isupper()
            and bare.isalpha()
            and 2 <= len(bare) <= 7
            and bare.strip("IVX")
            and _presents(finder, known, i - 1)
        ):
            finder.put(Mention("Organisation", i, i + 1, bare, f"slot:{fold(bare)}", "other", rule="slot", confidence=0.65))
        if last:
            _row(finder, known, last)
        elif (finder.lows[i] == "ispred" or (finder.lows[i] == "ime" and finder.low(i - 1) == "u")) and i + 1 < end_of(finder, i):
            _spoken_for(finder, known, i + 1)
        elif (
            not finder.tokens[i].cap
            and finder.free(i)
            and i + 1 < end_of(finder, i)
            and finder.tokens[i + 1].cap
            and _names_body(known, finder, i)
            and not _person_like(finder, i + 1)
        ):
            _slot(finder, known, i + 1, end_of(finder, i))
        i = last or i + 1
    return finder.done()


def _presents(finder: Names, known: Tables, i: int) -> bool:
    """Whether the word before says that a body follows: a title, "predstavnici", "iz"."""
    if i < 0 or finder.sentence_of[i] != finder.sentence_of[i + 1]:
        return False
    return finder.lows[i] in known.words["delegates"] or bool(longest(known, finder.lows, i, known.titles, i + 1))


def _cue_end(finder: Names, known: Tables, i: int) -> int:
    node, end, best = known.cues, end_of(finder, i), 0
    j = i
    while j < min(end, i + 12) and finder.lows[j] in node.next and finder.free(j):
        node = node.next[finder.lows[j]]
        j += 1
        if any(c.form in _SLOT_FORMS for c in node.here):
            best = j
    return best


def _row(finder: Names, known: Tables, j: int) -> None:
    end = min(end_of(finder, j - 1), j + 60)
    while j < end:
        at, token = finder.at(j), finder.tokens[j]
        if at is not None and at.type == "Organisation":
            j = at.last
        elif finder.lows[j] in known.words["row"]:
            j += 1
        elif (
            finder.lows[j] == "("
            and finder.type_at(j + 1) == "Place"
            and finder.low((finder.at(j + 1) or Mention("", 0, j, "")).last) == ")"
        ):
            j = (finder.at(j + 1) or Mention("", 0, j, "")).last + 1
        elif finder.lows[j] == "iz" and finder.type_at(j + 1) == "Place":
            j = (finder.at(j + 1) or Mention("", 0, j + 2, "")).last
        elif token.cap and at is None and (last := _slot(finder, known, j, end)):
            j = last
        elif (adjectival(finder.lows[j]) and not token.cap and at is None and not stops(finder, known, j)) or _names_body(known, finder, j):
            j += 1
        else:
            return


def _names_body(known: Tables, finder: Names, j: int) -> bool:
    """Whether the word is a noun behind which a body's own name may stand ("organizacije Helvetas")."""
    found = longest(known, finder.lows, j, known.heads, j + 1)
    return bool(found) and "name" in found[0][1].flags


def _spoken_for(finder: Names, known: Tables, j: int) -> None:
    """ "ispred Međimurske prirode": a body that somebody speaks for."""
    if not finder.tokens[j].cap or not finder.free(j) or is_given(known, finder.lows[j]):
        return
    last, end = j + 1, end_of(finder, j)
    while last < end and finder.free(last) and finder.tokens[last].cap and finder.tokens[last].text[0].isalpha():
        last += 1
    if (
        last == j + 1
        and last < end
        and adjectival(finder.lows[j])
        and finder.free(last)
        and finder.tokens[last].text.isalpha()
        and not stops(finder, known, last)
    ):
        last += 1
    name = finder.document.words(j, last)
    finder.put(Mention("Organisation", j, last, name, f"slot:{fold(name)}", "other", rule="slot", confidence=0.65))


def _person_like(finder: Names, i: int) -> bool:
    """Two capitals and no more: a name and a surname; one that is an adjective names no body."""
    capitals = 0
    while i + capitals < end_of(finder, i) and finder.tokens[i + capitals].cap and finder.tokens[i + capitals].text.isalpha():
        capitals += 1
    known = tables.of(finder.document.language)
    like = is_given(known, finder.lows[i]) or finder.low(i + 1).endswith(("ic", "ski", "ska", "ica", "icu", "icem"))
    return (capitals == 2 and like) or finder.lows[i].endswith(("ske", "skog", "skoj", "ski", "ska", "skih"))


def _slot(finder: Names, known: Tables, j: int, end: int) -> int:
    """Mark the capitals at token j as a body's name; where it ends, 0 for none."""
    token = finder.tokens[j]
    if (
        not token.text[0].isalpha()
        or len(token.text) < 3
        or not finder.free(j)
        or is_given(known, token.low)
        or token.low in known.words["no_person"]
    ):
        return 0
    last = j + 1
    while last < end and finder.free(last):
        joins = finder.lows[last] in ("della", "for", "of", "and", "für", "de") or (
            last == j + 1 and adjectival(token.low) and finder.tokens[last].text.isalpha()
        )
        if not finder.tokens[last].cap and not (joins and last + 1 < end and finder.tokens[last + 1].cap and finder.free(last + 1)):
            break
        last += 1
    if (
        longest(known, finder.lows, j, known.events, last)
        or longest(known, finder.lows, j, known.titles, last)
        or longest(known, finder.lows, j, known.heads, last)
    ):
        return 0
    name = finder.document.words(j, last)
    acronym, stop = bracket(finder, last)
    finder.put(
        Mention(
            "Organisation", j, stop, name, f"slot:{fold(name)}", "other", rule="slot", aka=(acronym,) if acronym else (), confidence=0.65
        )
    )
    return stop

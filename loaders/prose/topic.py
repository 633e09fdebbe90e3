"""What a cue is about: the project or event before it, the one that a pronoun takes up, else the only one there is."""

from cooplinks.loaders.prose.cues import Hit
from cooplinks.loaders.prose.reading import FAR, Line, Reading
from cooplinks.loaders.prose.tables import Cue

FILLERS = frozenset(
    [
        ",",
        "and",
        "is",
        "was",
        "are",
        "were",
        "which",
        "that",
        "been",
        "being",
        "has",
        "have",
        "be",
        "(",
        ")",
        "also",
        "a",
        "an",
        "the",
        "jointly",
        "both",
        "well",
        "as",
    ]
)


def subject(line: Line, hit: Hit, cue: Cue, types: tuple[str, ...]) -> tuple[str, int, bool]:
    """(thing, distance in items, guessed): what a passive cue is about; '' for nothing."""
    if _of_another(line, hit.first, types):
        return "", 0, False
    k = hit.first - 1
    if _runs_another(line, hit):
        return "", 0, False
    while k >= 0 and line.items[k].low in FILLERS:
        k -= 1
    chained = line.about.get(k)
    if chained and line.reading.type_of.get(chained[1]) in types:
        return chained[1], 0, False
    for j in range(hit.first - 1, max(-1, hit.first - FAR), -1):
        item = line.items[j]
        if item.type == "Project" and _under(line, j):
            continue  # "The project is funded under IPA II and implemented by A"
        if item.type in types and item.thing:
            return item.thing, hit.first - j - 1, False
        if types == ("Project",) and item.type == "Event" and item.thing and cue.strict:
            return "", 0, False  # an event is run, not a project that comes later
    for j in range(hit.last, min(len(line.items), hit.last + FAR)):
        item = line.items[j]
        if item.type in types and item.thing and hit.first < 20:
            return item.thing, j - hit.last, False
    if "Event" in types and other_event(line, hit.first):
        return "", 0, False
    before = pronoun(line, types)
    if before:
        return before, 0, True
    if cue.strict or any((i.low in _THINGS or i.low.removesuffix("s") in _THINGS) and not i.type for i in line.items[: hit.first]):
        return "", 0, False
    return _guess(line.reading, types, cue)


_TAKES = frozenset(["received", "obtained", "secured", "attracted"])


def _under(line: Line, j: int) -> bool:
    """Whether a programme stands behind "under" or "through", where the sentence is of "the project"."""
    mention = line.mention(j)
    if mention is None or not (mention.rule == "programme" or any(i.low == "project" and i.type == "Project" for i in line.items[:j])):
        return False
    return line.items[j - 1 - (j > 1 and line.items[j - 1].low == "the")].low in ("under", "through", "within", "from", "of", "by")


def _runs_another(line: Line, hit: Hit) -> bool:
    """ "a visit to the centre run by A": said of the body before it."""
    k = hit.first - 1
    participle = line.items[hit.first].low.endswith("ed") and line.items[hit.first].low not in _TAKES
    participle = participle or line.items[hit.first].low in ("run", "led")
    return participle and k >= 0 and line.items[k].type == "Organisation" and not line.items[k].taken and k not in line.about


# What else can be funded or run, where no event and no project is named before.
_THINGS = frozenset(
    [
        "projects",
        "fund",
        "award",
        "prize",
        "competition",
        "institution",
        "facility",
        "centre",
        "center",
        "school",
        "hospital",
        "clinic",
        "building",
        "equipment",
        "vehicles",
        "vehicle",
        "ambulance",
        "ambulances",
        "house",
        "houses",
        "road",
        "bridge",
        "laboratory",
        "library",
        "plant",
        "system",
        "platform",
        "campaign",
        "study",
        "report",
        "book",
        "film",
        "programme",
        "program",
        "initiative",
        "construction",
        "renovation",
        "classrooms",
        "classroom",
        "scholarship",
        "scholarships",
        "services",
        "organisation",
        "organization",
        "agency",
        "company",
        "study",
        "research",
        "survey",
        "network",
        "shelter",
        "shelters",
        "borehole",
        "boreholes",
    ]
)


WAS = frozenset(["is", "was", "are", "were", "been", "being", "has", "have", "will", "be"])


def _of_another(line: Line, k: int, types: tuple[str, ...]) -> bool:
    """ "A was assisted by B": said of A, where A is no project or event and no part of a longer phrase."""
    j = k - 1
    while j > 0 and (line.items[j].low in WAS or line.items[j].low.endswith("ly")):
        j -= 1
    if j == k - 1 or j < 0 or not line.items[j].type or line.items[j].type in types:
        return False
    before = line.items[j - 1 - (j > 1 and line.items[j - 1].low == "the")].low if j else ""
    return before in ("", "said", "that", ",", "and", '"', "“") and not any(i.type in types for i in line.items[:j])


def other_event(line: Line, k: int) -> bool:
    """Whether the words before item k speak of an event that is not the reported one ("the next seminar")."""
    return next((not i.thing for i in reversed(line.items[max(0, k - FAR) : k]) if i.type == "Event"), False)


def pronoun(line: Line, types: tuple[str, ...]) -> str:
    """ "It is implemented by …": what the sentence before was about."""
    lows = [i.low for i in line.items[:14]]
    leads = bool(lows) and lows[0] in ("with", "thanks", "through", "under", "since", "today") and "it" in lows
    if line.number == 0 or not lows or not (lows[0] in ("it", "this", "they", "both") or leads):
        return ""
    before = line.reading.lines[line.number - 1]
    subjects = [s for _, s in before.about.values() if line.reading.type_of.get(s) in types]
    things = [i.thing for i in before.items if i.type in types and i.thing]
    return (subjects[-1:] or things[-1:] or [""])[0]


def _guess(reading: Reading, types: tuple[str, ...], cue: Cue) -> tuple[str, int, bool]:
    """Outside the sentence: the only project for money and for carrying out, else the reported event."""
    only = reading.projects[0] if len(reading.projects) == 1 else ""
    main = reading.document.main
    order = (
        [("Project", only), ("Event", main)]
        if cue.type in ("FUNDED_BY", "IMPLEMENTED_BY") or cue.id == "input-by"
        else [("Event", main), ("Project", only)]
    )
    thing = next((t for type, t in order if type in types and t), "")
    return thing, 0, True

"""One sentence being read, and the rows of bodies around a cue; their case says who acts."""

from dataclasses import dataclass, field

from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.script import norm
from cooplinks.loaders.prose.inflected.tables import Tables
from cooplinks.loaders.prose.main_event import MAIN
from cooplinks.loaders.prose.reading import Line, Reading

_MOST = 60

MARKS = frozenset(["„", "“", "”", '"', "«", "»", "(", ")", "'", "’"])


@dataclass(slots=True)
class Text:
    """The language's tables with the links found so far."""

    known: Tables
    reading: Reading
    planned: bool = False
    placed: int = -1  # the sentence that says where the event was held
    leads: list[str] | None = None
    meeting: bool | None = None
    acting: dict[int, list[str]] = field(default_factory=dict)  # sentence to who organises or carries out in it

    def leading(self) -> list[str]:
        """Who organises the reported event, else who carries out the only project."""
        if self.leads is None:
            reading, main = self.reading, self.reading.document.main
            self.leads = reading.targets(main, "ORGANISED_BY") if main else []
            if not self.leads and len(reading.projects) == 1:
                self.leads = reading.targets(reading.projects[0], "IMPLEMENTED_BY")
        return self.leads


def words_of(line: Line) -> dict[str, frozenset[str]]:
    return tables.of(line.reading.document.language).words


def _first_words(line: Line, k: int) -> tuple[str, str]:
    """How the body at item k begins, and how it begins in the nominative; equal unless the case is told by the ending."""
    m = line.mention(k)
    if m is None or m.rule == "slot" or m.rule.startswith("office:"):
        return "", ""
    written, name = line.reading.document.tokens[m.first].low, norm(m.name.split(" ")[0])
    return (written, name) if written[:3] == name[:3] and "-" not in written else ("", "")


def oblique(line: Line, k: int) -> bool:
    written, name = _first_words(line, k)
    return written != name


def nominative(line: Line, k: int) -> bool:
    written, name = _first_words(line, k)
    return bool(written) and written == name


def row_right(line: Line, k: int, types: tuple[str, ...] = ("Organisation",)) -> tuple[list[int], int]:
    """The items of a row of `types` that begins at k, and where it ends."""
    words = words_of(line)
    found: list[int] = []
    j = end = k
    while j < len(line.items) and j - k < _MOST:
        item = line.items[j]
        if item.type in types and item.thing:
            if found and oblique(line, found[0]) and nominative(line, j):
                break  # "uz podršku A, B je organizovao": B stands in another case
            found.append(j)
            end = j = j + 1
        elif (
            item.low in words["joins"]
            or item.low in MARKS
            or (
                item.low in words["fillers"]
                and (not found or line.items[j - 1].low in words["joins"] or line.items[j - 1].low in words["fillers"])
            )
        ):
            j += 1
        elif not found and item.low in words["not_themselves"]:
            break
        elif (
            not found
            and item.cap is False
            and not item.type
            and item.low.endswith(("og", "ih", "e", "a", "om", "im"))
            and j - k < 3
            and item.low.isalpha()
        ):
            j += 1
        elif found and item.type == "Place" and line.items[j - 1].low in ("iz", "u", "("):
            end = j = j + 1
        else:
            break
    return found, end


def row_left(line: Line, k: int) -> list[int]:
    """The nearest row of bodies before item k, past adverbs and asides."""
    words = words_of(line)
    found: list[int] = []
    j = k - 1
    while j >= 0 and k - j < _MOST:
        item = line.items[j]
        if item.type == "Organisation" and item.thing and item.taken in ("", "unit"):
            if found and not any(i.low in words["joins"] for i in line.items[j + 1 : found[-1]]):
                break
            found.append(j)
            j -= 1
        elif (item.type == "Organisation" and item.taken and item.taken != "role") or (
            item.low in words["joins"]
            or item.low in MARKS
            or item.low in words["fillers"]
            or item.taken == "cue"
            or item.type == "Place"
            or item.low == "<date>"
            or (item.low in words["passed_over"] and not found)
        ):
            j -= 1
        else:
            break
    return found[::-1]


def denied(text: Text, line: Line, k: int) -> bool:
    return any(i.low in text.known.words["denied"] for i in line.items[max(0, k - 3) : k + 1])


def is_meeting(text: Text) -> bool:
    """Whether the reported event is one at which some meet."""
    if text.meeting is None:
        heads = {m.head for m in text.reading.document.mentions if m.key == MAIN}
        text.meeting = any(norm(h) in text.known.words["meetings"] for h in heads)
    return text.meeting

"""Projects and events whose name stands in quotation marks, told apart by the noun beside it."""

from cooplinks.app.names import fold
from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import is_acronym

WEAK = frozenset(["grant", "scheme", "action", "grants"])
KIND_OF = frozenset(["project", "programme", "program", "initiative"])


_BEFORE = 7


def find_quoted(document: Document) -> Document:
    """Projects and events whose name stands in quotation marks, told apart by the noun beside it."""
    finder = Finder(document)
    for first, last in document.quotes:
        if finder.tokens[first].cap or finder.tokens[first].text[0].isdigit() or last - first <= 3:
            _quoted(finder, first, last)
    return finder.done()


def _quoted(finder: Finder, first: int, last: int) -> None:
    words, events = tables.words(), tables.events()
    sentence = finder.sentence(first)
    after = [finder.low(i) for i in range(last + 1, min(last + 3, len(finder.tokens)))]
    before = [finder.low(i) for i in range(max(sentence.first, first - 1 - _BEFORE), first - 1)]
    asked = last < len(finder.tokens) and finder.tokens[last - 1].text in (",", "?") and "project" not in before[-1:]
    named = bool(before) and (before[-1] in events or " ".join(before[-2:]) in events)  # "the round table “Whose …?”"
    if asked and not (finder.tokens[last - 1].text == "?" and named):
        return
    if finder.tokens[last - 1].text in ".!?…" and (
        last - first > 24 or any(finder.low(j) in ("is", "are", "will", "have", "has", "was", "we", "i", "our") for j in range(first, last))
    ):
        return
    name = finder.document.words(first, last).rstrip(",.;")
    if _of_bodies(finder, first - 1, sentence.first):
        finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", confidence=0.85))
        return
    known = any(m is not None and m.type == "Project" and m.name == name for m in finder.mentions)
    if known or before[-2:] in (["project", "for"], ["programme", "for"], ["project", ","], ["programme", ","]):
        finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", confidence=0.88))
        return
    begins = first + (finder.low(first) == "the")
    says_so = finder.low(begins) == "project" and finder.low(begins + 1) in ("for", "on", "of", "to")  # "The Project for Supply of Pumps"
    if says_so or _of_inception(finder, first, last) or _some_way_on(finder, last) or _said_to_be(finder, last):
        finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", confidence=0.85))
        return
    if (before and (before[-1] in words["projects"] or before[-1] in ("initiative", "campaign"))) or (
        after[:1] and (after[0] in words["projects"] or after[0] == "campaign") and after[0] not in WEAK
    ):
        aka = _modifiers(finder, first - 2) if before and before[-1] in words["projects"] else ()
        if last - first > 3 and is_acronym(finder.tokens[last - 1].text) and finder.tokens[last - 2].text in "–-—":
            aka = (*aka, finder.tokens[last - 1].text)  # "Better Roads – BERO"
        if last - first > 3 and is_acronym(finder.tokens[first].text) and finder.tokens[first + 1].text in "–-—:":
            aka = (*aka, finder.tokens[first].text)  # "BERO – better roads"
        finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", aka=aka, confidence=0.93))
        return
    if before[-1:] == ["("] and before[-2:-1] and before[-2] in ("project", "programme", "program"):
        aka = _modifiers(finder, first - 3)
        short = finder.tokens[first - 4].text
        aka = (*aka, short) if is_acronym(short) else aka
        finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", aka=aka, confidence=0.9))
        return  # "the GREAT project (“Green Areas …”)"
    previous = finder.at(first - 4) or finder.at(first - 5)
    listed = before[-1:] == ["and"] and previous is not None and previous.type == "Project"
    if listed or (before[-1:] in (["are"], ["is"]) and before[-2:-1] and before[-2] in words["projects"]):
        finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", confidence=0.85))
        return
    if before[-1:] in (["–"], ["-"], [":"], ["—"]) and any(w in ("project", "programme", "program") for w in before[:-1]):
        finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", confidence=0.85))
        return  # "a music project for schools – “X”"
    if len(before) > 1 and " ".join(before[-2:]) in events and not sentence.headline:
        finder.put(
            Mention("Event", first - 3, last, name, f"event:{fold(name)}", rule="quoted", head=" ".join(before[-2:]), confidence=0.93)
        )
        return
    for distance, word in enumerate(reversed(before)):
        if word in words["not_a_name_before"]:
            return
        if word in words["projects"] and distance and before[-1] in words["titled"]:
            finder.put(Mention("Project", first, last, name, f"project:{fold(name)}", rule="titled", confidence=0.9))
            return
        if word in events and (
            distance == 0
            or before[-1] in words["titled"]
            or all(w in words["titled"] or w in ("the", "of", "-", ":", ",") for w in before[len(before) - distance :])
        ):
            begin = first - 2 - distance if distance < 2 and not finder.sentence(first).headline else first
            finder.put(Mention("Event", begin, last, name, f"event:{fold(name)}", rule="quoted", head=word, confidence=0.93))
            return
        if word in (".", ")", '"', "”"):
            break
    if after[:1] and after[0] in events:
        finder.put(Mention("Event", first, last, name, f"event:{fold(name)}", rule="quoted", head=after[0], confidence=0.9))


_INCEPTION = frozenset(
    ["inception", "launching", "launch", "kick-off", "kickoff", "closing", "final", "start-up", "opening", "dissemination"]
)


def _of_inception(finder: Finder, first: int, last: int) -> bool:
    """ "“X” launching conference", "Inception Workshop on “X”": such events are a project's, and so is the name."""
    events = tables.events()
    if finder.low(last + 1) in _INCEPTION and finder.low(last + 2) in events:
        return True
    return finder.low(first - 2) in ("on", "of", "for") and finder.low(first - 3) in events and finder.low(first - 4) in _INCEPTION


def _of_bodies(finder: Finder, quote: int, begin: int) -> bool:
    """ "the joint programme of the European Union and the Council of Europe [“X”]": nothing but capitals stands between."""
    j = quote - 1
    while j > begin and quote - j < 16 and (finder.tokens[j].cap or finder.low(j) in ("of", "the", "and", "for", "by", "'s")):
        j -= 1
    return quote - j > 2 and finder.low(j) in ("programme", "program", "project") and finder.low(j + 1) in ("of", "by")


def _said_to_be(finder: Finder, last: int) -> bool:
    """ "“X”, a three-year project that A runs", "“X”, an ILO project", "“X” is an initiative of A"."""
    if finder.low(last + 1) not in (",", "is", "was") or finder.low(last + 2) not in ("a", "an", "the"):
        return False
    for j in range(last + 3, min(last + 11, finder.sentence(last).last)):
        low = finder.low(j)
        if low in KIND_OF:
            return finder.low(j + 1) not in tables.titles() and finder.low(j + 1) not in tables.events()
        if low in tables.words()["verbs"] or low in (",", ";", "of", "for", "by"):
            return False
    return False


def _some_way_on(finder: Finder, last: int) -> bool:
    """ "“X” technical assistance project"."""
    for j in range(last + 1, min(last + 4, len(finder.tokens))):
        if finder.low(j) in ("project", "projects", "programme") and j > last + 1:
            return True
        low = finder.low(j)
        if (
            not low.isalpha()
            or finder.tokens[j].cap
            or low in tables.events()
            or low in tables.words()["connectors"] | tables.words()["verbs"]
        ):
            return False
    return False


def _modifiers(finder: Finder, at: int) -> tuple[str, ...]:
    """ "EU Seedling project "X"": later "the Seedling project" is X."""
    i = at
    while i > 0 and at - i < 4 and finder.tokens[i - 1].cap and finder.low(i - 1) not in tables.words()["starters"]:
        i -= 1
    own = [t.text for t in finder.tokens[i:at] if not t.text.isupper()]
    return (" ".join(own),) if own else ()

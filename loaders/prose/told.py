"""Events that no noun names, only the verb of the lead: an agreement signed, equipment handed over, a visit, an opening."""

from dataclasses import replace

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Document, Mention, Sentence

_REACH = 10
Span = tuple[int, int]


def told_event(document: Document, key: str, lead: int) -> tuple[Mention, ...]:
    """What the first sentences of the report say was done, as mentions of the event: the verb, and the paper that was signed."""
    for number in range(lead, min(lead + 2, len(document.sentences))):
        sentence = document.sentences[number]
        if sentence.headline:
            continue
        for i in range(sentence.first, sentence.last):
            head = tables.told().get(document.tokens[i].low, "")
            span = _TOLD[head](document, sentence, i) if head else None
            if span is not None:  # nested: the words stay those of cues
                told = Mention("Event", *span, head.capitalize(), key, rule="verb", head=head, nested=True, confidence=0.7)
                return (told, *(replace(told, first=a, last=b) for a, b in (_paper(document, sentence, i) if head == "signing" else ())))
    return ()


def _paper(document: Document, sentence: Sentence, i: int) -> list[Span]:
    """ "signed [a five-year framework agreement]", "[A Memorandum of Understanding] on training was signed": with and without its topic."""
    papers, tokens = tables.words()["papers"], document.tokens
    at = [j for j in range(max(sentence.first, i - 30), min(sentence.last, i + _REACH)) if tokens[j].low in papers]
    at = [j for j in at if j > i] or at
    if not at:
        return []
    noun = at[0]
    first = noun
    while (
        first > sentence.first and noun - first < 6 and tokens[first - 1].text[0].isalnum() and tokens[first - 1].low not in _BEFORE_PAPER
    ):
        first -= 1
    last = noun + 1 + 2 * ([t.low for t in tokens[noun + 1 : noun + 3]] == ["of", "understanding"])
    found = [(first, last)]
    if last < sentence.last and tokens[last].low in ("on", "for", "of", "to"):
        ends = (*_BEFORE_PAPER, ",", ".", ";", "(", "which", "that", "between", "with", "by", "today", "yesterday")
        end = next(
            (j for j in range(last, min(sentence.last, last + 14)) if tokens[j].low in ends or tokens[j].low in ("at", "during")), last
        )
        found.append((first, end)) if end > last + 1 else None
    return found


_BEFORE_PAPER = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "their",
        "its",
        "two",
        "three",
        "signed",
        "inked",
        "sealed",
        "penned",
        "was",
        "were",
        "has",
        "have",
        "and",
        "new",
    ]
)


def _signed(document: Document, sentence: Sentence, i: int) -> Span | None:
    """ "A and B signed an agreement", "the agreement was signed"; not "an agreement signed in 2019"."""
    papers, lows = tables.words()["papers"], [t.low for t in document.tokens[sentence.first : sentence.last]]
    at = i - sentence.first
    before = next((w for w in reversed(lows[:at]) if not w.endswith("ly") and w not in _BETWEEN), "")
    if before in ("was", "were") and papers & set(lows[:at]):
        noun = at - 2 if at > 1 and lows[at - 2] in papers else at
        return sentence.first + noun, i + 1
    named = before == "," and at > 1 and document.tokens[i - 2].cap  # "the Minister, Name, signed"
    if (
        before in papers
        or (before in _NOT_TOLD and not named)
        or (before in ("has", "have") and not _when(document, sentence) and not _town(document, sentence))
    ):
        return None
    end = next((j for j in range(at + 1, min(at + _REACH, len(lows))) if lows[j] in papers), 0)
    understood = lows[end + 1 : end + 3] == ["of", "understanding"] if end else False
    return (i, sentence.first + end + 1 + 2 * understood) if end else None


_BETWEEN = frozenset(["also", "today", "yesterday", "been", "jointly", "officially", "formally"])
_NOT_TOLD = frozenset(["be", "to", "will", "the", "newly", ",", ")", ""])


def _done(document: Document, sentence: Sentence, i: int) -> Span | None:
    """Where or when it was done is told: "handed over ten vehicles in Lima today"."""
    before = document.tokens[i - 1].low if i > sentence.first else ""
    told = before not in (_NOT_TOLD - {",", ")"}) | {"it"} and (_when(document, sentence) or _town(document, sentence))
    return (i, i + 1) if told else None


def _met(document: Document, sentence: Sentence, i: int) -> Span | None:
    """ "Minister A met with B", "a delegation from A visited B": somebody stands before the verb, somebody or a body after it."""
    mentions = [m for m in document.mentions if sentence.first <= m.first < sentence.last and not m.nested]
    lows = {t.low for t in document.tokens[sentence.first : i]}
    who = any(m.type == "Person" and m.last <= i for m in mentions) or bool(lows & _GUESTS)
    whom = any(m.type in ("Person", "Organisation", "Place") and i < m.first < i + _REACH for m in mentions)
    before = document.tokens[i - 1].low if i > sentence.first else ""
    if document.tokens[i].low == "received" and not any(m.type == "Person" and i < m.first < i + _REACH for m in mentions):
        return None  # "received a grant"
    return (i, i + 1) if who and whom and before not in (_NOT_TOLD - {","}) | {"who", "which", "has", "have", "had", "that"} else None


_GUESTS = frozenset(
    ["delegation", "delegates", "team", "students", "members", "committee", "commission", "minister", "president", "ambassador"]
)
_TOLD = {"signing": _signed, "handover": _done, "opening": _done, "launch": _done, "visit": _met, "meeting": _met}


def _when(document: Document, sentence: Sentence) -> bool:
    days = {"today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    if any(t.low in days for t in document.tokens[sentence.first : sentence.last]):
        return True
    return any(sentence.first <= d.first < sentence.last for d in document.dates)


def _town(document: Document, sentence: Sentence) -> bool:
    towns = [
        m.first for m in document.mentions if m.type == "Place" and m.kind in ("city", "venue") and sentence.first < m.first < sentence.last
    ]
    return any(document.tokens[i - 1 - (document.tokens[i - 1].low == "the")].low in ("in", "at") for i in towns)

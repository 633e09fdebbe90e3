"""The one object that the steps hand on: a text, what was found in it, and what it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark; `low` is what tables are compared with."""

    start: int
    end: int
    text: str
    low: str
    cap: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `first` up to `last`; a headline is a line of its own without a full stop; `paragraph` numbers the lines."""

    first: int
    last: int
    paragraph: int
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of tokens that names a thing.

    `key` is what the thing is known by inside this article; `aka` are shorter names that it defines (an acronym in brackets).
    `rule` names the table or rule that found it. An anaphor ("the project") names nothing by itself.
    """

    type: str
    first: int
    last: int
    name: str
    key: str = ""
    kind: str = ""
    country: str = ""
    rule: str = ""
    aka: tuple[str, ...] = ()
    head: str = ""
    anaphor: bool = False
    nested: bool = False
    entry: str = ""  # gazetteer id
    confidence: float = 0.9
    english: str = ""  # the name in English where the article's language is another: identity goes by it


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date in words: first and last day as ISO prefixes; `year` is False where the text leaves it out."""

    first: int
    last: int
    since: str
    until: str
    year: bool = True


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is said to be: the title, the bodies (mention numbers), the tokens that say so."""

    person: int
    title: str
    bodies: tuple[int, ...]
    first: int
    last: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of the article with the numbers of its mentions."""

    id: str
    type: str
    name: str
    mentions: tuple[int, ...]
    kind: str = ""
    country: str = ""
    entry: str = ""
    names: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()  # amount and currency that several funders give together
    english: str = ""  # the name in English where the article's language is another


@dataclass(frozen=True, slots=True)
class Said:
    """A link as the article says it: ends are ids of things, evidence a sentence, cue the words that carry it."""

    type: str
    source: str
    target: str
    sentence: int
    cue: str
    cue_first: int
    cue_last: int
    confidence: float
    role: str = ""
    title: str = ""
    modality: str = ""
    measure: str = ""
    amount: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The article on its way through the steps; each step returns a new one."""

    text: str
    published: str = ""
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()
    dates: tuple[DateSpan, ...] = ()
    mentions: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()
    things: tuple[Thing, ...] = ()
    thing_of: tuple[str, ...] = field(default=())
    main: str = ""
    said: tuple[Said, ...] = ()
    language: str = ""  # the folder of its tables; '' for English

    def words(self, first: int, last: int) -> str:
        """The text from token `first` up to `last`."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def cover(self) -> list[int]:
        """For each token the number of the mention on it, or -1."""
        cover = [-1] * len(self.tokens)
        for number, mention in enumerate(self.mentions):
            if not mention.nested:
                cover[mention.first : mention.last] = [number] * (mention.last - mention.first)
        return cover

    def sentence_of(self) -> list[int]:
        """For each token the number of its sentence."""
        numbers = [0] * len(self.tokens)
        for number, sentence in enumerate(self.sentences):
            numbers[sentence.first : sentence.last] = [number] * (sentence.last - sentence.first)
        return numbers


def things_of_mentions(mentions: Sequence[Mention], things: Iterable[Thing]) -> list[str]:
    """The id of the thing that each mention names; empty where it names none."""
    thing_of = [""] * len(mentions)
    for thing in things:
        for number in thing.mentions:
            thing_of[number] = thing.id
    return thing_of

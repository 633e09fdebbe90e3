"""Collects mentions for a step: which tokens are taken, and who may take them over."""

from dataclasses import replace

from cooplinks.loaders.prose.document import Document, Mention, Sentence, Token


class Finder:
    """Mentions found so far and the tokens they lie on."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens: tuple[Token, ...] = document.tokens
        self.mentions: list[Mention | None] = list(document.mentions)
        self.cover = document.cover()
        self.sentence_of = document.sentence_of()
        self.lows = [t.low for t in document.tokens]

    def at(self, i: int) -> Mention | None:
        """The mention on token i."""
        return self.mentions[self.cover[i]] if 0 <= i < len(self.cover) and self.cover[i] >= 0 else None

    def type_at(self, i: int) -> str:
        """The type of the mention on token i, '' for none."""
        mention = self.at(i)
        return mention.type if mention is not None else ""

    def is_office(self, i: int) -> bool:
        """Whether an office that names a ministry lies on token i."""
        mention = self.at(i)
        return mention is not None and mention.rule.startswith("office:")

    def free(self, i: int) -> bool:
        return self.cover[i] < 0

    def sentence(self, i: int) -> Sentence:
        return self.document.sentences[self.sentence_of[i]]

    def low(self, i: int) -> str:
        """The token as tables hold it, '' outside the text."""
        lows = self.lows
        return lows[i] if 0 <= i < len(lows) else ""

    def put(self, mention: Mention) -> None:
        """Add a mention; those that lie wholly on its tokens go, except where they'd stick out."""
        inner = {self.cover[i] for i in range(mention.first, mention.last) if self.cover[i] >= 0}
        for number in inner:
            old = self.mentions[number]
            if old is not None and (old.first < mention.first or old.last > mention.last):
                return
        for number in inner:
            self.mentions[number] = None
        self.cover[mention.first : mention.last] = [len(self.mentions)] * (mention.last - mention.first)
        self.mentions.append(mention)

    def done(self) -> Document:
        found = sorted((m for m in self.mentions if m is not None), key=lambda m: (m.first, -m.last))
        return replace(self.document, mentions=tuple(found))

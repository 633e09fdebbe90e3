"""What reads a text: the rules, or anything that makes the same document of it."""

from typing import Protocol

from cooplinks.app.model import Source
from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.languages import FOLDERS
from cooplinks.loaders.prose.own import marked


class Extractor(Protocol):
    """Reads texts; `version` stands on sources and statements, one that reads otherwise has another."""

    @property
    def version(self) -> str: ...

    def reads(self, language: str | None) -> bool:
        """Whether it reads texts in this language (ISO 639); None: unknown."""

    def document(self, source: Source) -> tuple[Document, tuple[str, ...]]:
        """What the text says, and what a person should know of the reading; raises InputRefused where it can't be read."""


class Rules:
    """Reads by rules and tables."""

    @property
    def version(self) -> str:
        from cooplinks.loaders.prose.engine import VERSION

        return marked(VERSION)

    def reads(self, language: str | None) -> bool:
        return language is None or language in FOLDERS

    def document(self, source: Source) -> tuple[Document, tuple[str, ...]]:
        from cooplinks.loaders.prose.engine import extract

        return extract(source.text or "", published=source.date or "", language=source.language or "en"), ()

"""From a file to an article: by its suffix, else by how its bytes begin."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.articles.article import Article

MOST_BYTES = 50_000_000
READERS = {
    ".txt": "plain",
    ".md": "markdown",
    ".html": "webpage",
    ".htm": "webpage",
    ".xhtml": "webpage",
    ".pdf": "pdf",
    ".docx": "word",
    ".odt": "opendocument",
    ".eml": "mail",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a password-protected .docx is wrapped in this as well


def read_file(path: Path) -> tuple[bytes, Article]:
    """The bytes of a file and the article in them; raises InputRefused."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputRefused(str(path), f"is over {MOST_BYTES // 1_000_000} MB: split it into articles")
        data = path.read_bytes()
    except OSError as error:
        raise InputRefused(str(path), f"can't be read: {error.strerror}") from error
    return data, read_bytes(data, path.suffix.lower(), str(path))


def read_bytes(data: bytes, suffix: str, shown: str) -> Article:
    """The article in these bytes; raises InputRefused, naming `shown`."""
    if not data:
        raise InputRefused(shown, "is empty")
    if data.startswith(_OLD_OFFICE):
        raise InputRefused(shown, "is password-protected, or of Word before 2007: save it as .docx without a password")
    module = READERS.get(suffix) or _sniffed(data)
    read: Callable[[bytes, str], Article] = import_module(f"cooplinks.loaders.articles.{module}").read
    article = read(data, shown)
    if not article.text.strip():
        raise InputRefused(shown, "is empty" if module in ("plain", "markdown") else "holds no text")
    return article


def _sniffed(data: bytes) -> str:
    begin = data[:1024].lstrip().lower()
    if begin.startswith(b"%pdf"):
        return "pdf"
    if begin.startswith(b"pk\x03\x04"):
        return "word" if b"word/document.xml" in data else "opendocument"
    return "webpage" if begin.startswith((b"<!doctype html", b"<html")) else "plain"

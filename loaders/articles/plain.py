"""Plain text: UTF-8, as it stands."""

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.articles.article import Article, first_line


def read(data: bytes, shown: str) -> Article:
    """The text with its line ends, without a byte order mark."""
    text = decoded(data, shown)
    return Article(text, title=first_line(text))


def decoded(data: bytes, shown: str) -> str:
    """The bytes as UTF-8 text; raises InputRefused."""
    if b"\0" in data[:65536]:
        raise InputRefused(shown, "is binary, not text: save the article as plain text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused(shown, f"is not UTF-8 (byte {error.start}): save it as UTF-8") from error

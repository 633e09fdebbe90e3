"""Stable ids from raw source values: equal input gives an equal id on every machine, in every load order.

Shapes: a key is `prefix:rest`, where rest is an identifier (`org:xm-dac-5-52`), a gazetteer entry (`org:giz@gaz`), a structured name
(`org:interior-ministry@rs`, see `names.py`) or, ending in `~~` and a digest, a record's own id. None contains `/`, white space or
capitals, so all of them can stand in an address as they are.
"""

import re
import unicodedata
from hashlib import blake2b

import cooplinks.app.names as names  # each needs the other, by the time it is called

PREFIXES: dict[str, str] = {
    "Person": "person",
    "Organisation": "org",
    "Project": "project",
    "Event": "event",
    "Place": "place",
    "Source": "src",
}
TYPE_OF_PREFIX: dict[str, str] = {prefix: type for type, prefix in PREFIXES.items()}

GAZETTEER = "@gaz"
PUBLISHER = "@by:"  # a name within one publisher's files: joins those without identifier to at most one that has one
RECORD_MARK = "~~"
LONG_MARK = "~l"  # no escape of ours: `l` is no hexadecimal digit

_MOST_SLUG = 60
_MOST_IDENTIFIER = 120
_NO_IDENTIFIERS = frozenset({"", "n/a", "na", "none", "null", "0", "-"})
_ESCAPED = re.compile(r"[^\w.:+-]|[\x80-\U0010ffff]|~", re.ASCII)
_NO_WORD = re.compile(r"[\W_]+")


def digest(*parts: str, size: int = 10) -> str:
    """`size` bytes of BLAKE2b over the parts as lower-case hexadecimal; parts are kept apart, so ("ab", "c") is not ("a", "bc")."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def fold_blanks(text: str) -> str:
    """The text with white space folded to one blank, trimmed."""
    return " ".join(text.split())


def legible(text: str) -> str:
    """The text with `?` for halves of a surrogate pair, which JSON and file names can hold and no store can."""
    return text.encode("utf-8", "replace").decode()


def slug(text: str, most: int = _MOST_SLUG) -> str:
    """The letters and digits of the folded text joined by `-`; a longer one is cut and ends in a digest of the whole."""
    words = _NO_WORD.sub("-", names.fold(text)).strip("-")
    if not words.isascii():
        words = _ESCAPED.sub(_escape, words)
    if len(words) <= most:
        return words or "x" + digest(text, size=4)
    return words[: most - 9].rstrip("-~") + "-" + digest(words, size=4)


def normal_identifier(value: str | None) -> str | None:
    """An identifier as it is compared: trimmed, inner white space to one blank, without case; None for blank, `N/A`, `0`."""
    if value is None:
        return None
    normal = fold_blanks(value).casefold()
    if not normal.isascii():
        normal = unicodedata.normalize("NFC", normal)
    return None if normal in _NO_IDENTIFIERS else normal


def identifier_key(type: str, value: str | None) -> str | None:
    """The key of a public identifier of a `type`; None where the value is none."""
    normal = normal_identifier(value)
    if normal is None:
        return None
    safe = _ESCAPED.sub(_escape, normal)
    if len(safe) > _MOST_IDENTIFIER:
        safe = safe[:60].rstrip("~") + LONG_MARK + digest(normal)
    return f"{PREFIXES[type]}:{safe}"


def gazetteer_key(type: str, entry: str) -> str:
    """The key of a gazetteer entry."""
    return f"{PREFIXES[type]}:{slug(entry)}{GAZETTEER}"


def source_id(key: str) -> str:
    """The id of the source (and of its node) with this key."""
    return f"src:{slug(key.rsplit('/', 1)[-1], 40)}{RECORD_MARK}{digest(key, size=6)}"


def record_id(type: str, source_key: str, local_key: str) -> str:
    """The id of what the source calls `local_key`."""
    return f"{PREFIXES[type]}:{slug(local_key, 40)}{RECORD_MARK}{digest(type, source_key, local_key, size=8)}"


class StatementIds:
    """Ids for one source's statements; equal ones are numbered in the order they come.

    The discriminator is what was said, not where: for prose the quote, for IATI the activity's id and the element's content, for a table
    the row's key or content.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: dict[str, int] = {}

    def make(self, type: str, from_record: str, to_record: str, discriminator: str) -> str:
        """The id of the next statement of this type, ends and discriminator."""
        return self.folded(type, from_record, to_record, fold_blanks(discriminator))

    def folded(self, type: str, from_record: str, to_record: str, discriminator: str) -> str:
        """The same of a discriminator whose white space is folded already."""
        plain = self.only(type, from_record, to_record, discriminator)
        number = self._seen[plain] = self._seen.get(plain, 0) + 1
        return plain if number == 1 else digest(plain, str(number))

    def only(self, type: str, from_record: str, to_record: str, discriminator: str) -> str:
        """The same where the caller knows that none is equal to it and the discriminator is folded: nothing is kept of it."""
        said = f"{self._source}\x1f{type}\x1f{from_record}\x1f{to_record}\x1f{discriminator}"
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def key_rank(key: str) -> tuple[int, int, str]:
    """Orders keys by how well they name a thing: identifier, gazetteer, structured name, name within a publisher's files, a record's own
    id; shorter first.
    """
    if RECORD_MARK in key:
        kind = 4
    elif PUBLISHER in key:
        kind = 3
    elif key.endswith(GAZETTEER):
        kind = 1
    else:
        kind = 2 if "@" in key else 0
    return kind, len(key), key


def key_type(key: str) -> str | None:
    """The main label a key or id stands for."""
    return TYPE_OF_PREFIX.get(key.partition(":")[0])


def _escape(match: re.Match[str]) -> str:
    return "".join(f"~{byte:02x}" for byte in match.group().encode("utf-8", "surrogatepass"))

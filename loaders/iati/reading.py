"""From a file to its items: recognised by the root element, read activity by activity."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lxml import etree

from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Item, Name, Reading, Record, Source
from cooplinks.loaders.about import Metadata, source_of
from cooplinks.loaders.iati.activity import read_activity
from cooplinks.loaders.iati.document import Document
from cooplinks.loaders.iati.organisations import read_organisation
from cooplinks.loaders.iati.values import Element, iso_date, texts

VERSION = "iati 1"
MOST_PROLOG = 1 << 20  # bytes before the root element
_PIECE = 1 << 12

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WIDE = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_PROLOG = re.compile(r"\ufeff?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*", re.DOTALL)
_NAME = re.compile(r"<([^\s<>/!?]+)[\s/>]")
_DOCTYPE = re.compile(r"<!doctype\s+([^\s<>\[]+)", re.IGNORECASE)
_READERS: dict[str, tuple[str, Callable[[Document, Element, str], None]]] = {
    "iati-activities": ("iati-activity", read_activity),
    "iati-organisations": ("iati-organisation", read_organisation),
}


@dataclass(frozen=True, slots=True)
class Prolog:
    """What stands at the beginning of a document: its root element's name, and on which line a DOCTYPE stands (0: none)."""

    root: str
    doctype: int = 0


def prolog(head: bytes) -> Prolog:
    """What the first bytes of a document say; the root is "" where it is not among them or where they are no XML."""
    text = _decoded(head)
    end = _PROLOG.match(text).end()  # type: ignore[union-attr]
    doctype = _DOCTYPE.match(text, end)
    name = _NAME.match(text, end)
    root = doctype[1] if doctype else name[1] if name else ""
    return Prolog(root.rpartition(":")[2], text.count("\n", 0, end) + 1 if doctype else 0)


def _decoded(head: bytes) -> str:
    for start, encoding in (*_BOMS, *_WIDE):
        if head.startswith(start):
            return head.decode(encoding, "replace")
    return head.decode("latin-1")  # ASCII is all that is looked for


def takes(head: bytes) -> bool:
    """Whether a file that begins like this is IATI."""
    return prolog(head).root in _READERS


def open_document(path: Path, known: Metadata) -> Reading:
    """Check what a file begins with; its activities are read when the items are asked for. Raises InputRefused."""
    head = _head(path)
    root = _root(str(path), head)
    with path.open("rb") as file:
        hashed = hashlib.file_digest(file, "sha256").hexdigest()
    source = source_of(path, known, kind="iati", extractor=VERSION, hashed=hashed, title=path.name, **_told(head, root))
    return Reading(source, Items(source, path, root))


def _head(path: Path) -> bytes:
    """The first bytes, as many as it takes to see the root element."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
        return head if prolog(head).root else head + file.read(MOST_PROLOG)


def _root(shown: str, head: bytes) -> str:
    """The name of the root element, one of those that are read; raises InputRefused."""
    if not head.strip():
        raise InputRefused(shown, "is empty")
    found = prolog(head)
    if found.root not in _READERS:
        what = f"its root element is <{found.root}>" if found.root else "it is no XML, or its first megabyte is comments"
        raise InputRefused(shown, f"{what}; read are <iati-activities> and <iati-organisations>")
    if found.doctype:
        raise InputRefused(shown, "has a DOCTYPE, which IATI has not: take it out", f"line:{found.doctype}")
    return found.root


def _told(head: bytes, root: str) -> dict[str, Any]:
    """The publisher and the date of a document as its beginning tells them."""
    told: dict[str, Any] = {}
    for event, element in _begun(head[: 1 << 16]):
        if event == "start" and _local(element) == root:
            told["date"] = iso_date(element.get("generated-datetime"))
        elif event == "end" and _local(element) == "reporting-org":
            _to_local(element, element)
            told["publisher"] = next((text for text, _ in texts(element, None)), None) or element.get("ref")
            break
    return told


def _begun(head: bytes) -> Iterator[tuple[str, Element]]:
    """The parser's events for a beginning; piece by piece, as most tell all in the first thousand bytes."""
    parser = etree.XMLPullParser(("start", "end"), **_SAFE)
    try:
        for at in range(0, len(head), _PIECE):
            parser.feed(head[at : at + _PIECE])
            yield from parser.read_events()
    except etree.XMLSyntaxError:
        pass  # told when it is read


# No DOCTYPE gets here; should one, then no entity of it is looked up, and the parser's own limits hold.
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a document; each pass reads it anew."""

    source: Source
    path: Path
    root: str

    def __iter__(self) -> Iterator[Item]:
        shown = str(self.path)
        document = Document(self.source, shown)
        yield Record(id=self.source.id, source=self.source.id, type="Source", names=(Name(self.source.title),))
        try:
            with self.path.open("rb") as file:
                for number, element in enumerate(_elements(file, self.root, document), 1):
                    self._read(document, element, number)
                    yield from document.take()
        except etree.XMLSyntaxError as wrong:
            raise _malformed(shown, wrong) from wrong
        except OSError as wrong:
            raise InputRefused(shown, f"can't be read: {wrong.strerror or wrong}") from wrong
        document.close()
        yield from document.take()

    def _read(self, document: Document, element: Element, number: int) -> None:
        tag, read = _READERS[self.root]
        read(document, element, f"/{self.root}/{tag}[{number}]")


def _elements(file: IO[bytes], root: str, document: Document) -> Iterator[Element]:
    """The activities (organisations) of a document, one at a time, each let go after it."""
    tag, _ = _READERS[root]
    top = last = None
    events = etree.iterparse(file, ("end",), tag="{*}" + tag, remove_blank_text=True, **_SAFE)
    for _, element in events:
        parent = element.getparent()
        if top is None:
            top = element.getroottree().getroot()
            _check_doctype(top, document)
        if parent is not top:
            continue  # within another one: counted there
        if isinstance(element.tag, str) and element.tag[0] == "{":
            _to_local(element, top)
        yield element
        last = element
        _let_go(element, top, tag, document)
    rest = events.root
    if rest is None:
        return
    if top is None:
        _check_doctype(rest, document)
        document.warn(rest, f"no {tag} in it")
    document.left("", [left.tag for left in rest if left is not last])


def _let_go(element: Element, top: Element, tag: str, document: Document) -> None:
    element.clear()
    while (before := element.getprevious()) is not None:
        if _local(before) != tag:
            document.left("", [before.tag])
        top.remove(before)


def _check_doctype(top: Element, document: Document) -> None:
    if top.getroottree().docinfo.doctype:
        raise InputRefused(document.path, "has a DOCTYPE, which IATI has not: take it out")


def _to_local(element: Element, top: Element) -> None:
    """Take the namespace of the root off the names of an element and all in it; those of other namespaces keep theirs."""
    space = top.tag[: top.tag.index("}") + 1] if top.tag[0] == "{" else ""
    for part in element.iter():
        if space and isinstance(part.tag, str) and part.tag.startswith(space):
            part.tag = part.tag[len(space) :]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _malformed(shown: str, wrong: Any) -> InputRefused:
    """The whole document is refused: where its elements end nobody knows (M20)."""
    last = wrong.error_log.last_error
    line, message = (wrong.lineno, wrong.msg) if wrong.lineno or last is None else (last.line, last.message)
    reason = f"is not well-formed XML: {' '.join(str(message).split())}; nothing of it is taken"
    return InputRefused(shown, reason, f"line:{line}" if line else "file")

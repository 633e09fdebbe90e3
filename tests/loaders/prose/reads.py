"""What the tests ask of an article: its links as (type, source name, target name), names shortened to what tells them apart."""

from pathlib import Path

from cooplinks.loaders.prose.document import Document
from cooplinks.loaders.prose.engine import extract

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EXAMPLES = ROOT / "examples" / "articles"

Link = tuple[str, str, str]


def read(path: Path) -> Document:
    return extract(path.read_bytes().decode("utf-8-sig"))


def links(document: Document, *types: str, modality: str = "held") -> set[Link]:
    """Links of these types (all, where none is named) between names; the reported event is called EVENT."""
    names = {t.id: "EVENT" if t.id == document.main else t.name for t in document.things}
    return {
        (s.type, names[s.source], names[s.target])
        for s in document.said
        if (not types or s.type in types) and (s.modality or "held") == modality
    }


def names(document: Document, type: str) -> set[str]:
    return {t.name for t in document.things if t.type == type}


def dates(document: Document) -> tuple[str, ...]:
    return next((t.dates for t in document.things if t.id == document.main), ())


def attended(document: Document, modality: str = "held") -> set[str]:
    return {source for _, source, target in links(document, "ATTENDED", modality=modality) if target == "EVENT"}

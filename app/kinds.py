"""The kinds of input: by what they are known, and what reads them. A loader is imported when its kind is met."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.model import Reading, Refusal, Source

if TYPE_CHECKING:
    from cooplinks.loaders.about import Metadata
    from cooplinks.loaders.articles.fetch import Fetcher
    from cooplinks.loaders.llm.endpoint import Endpoint
    from cooplinks.loaders.prose.extractor import Extractor

HEAD_BYTES = 65_536
LARGE = 1 << 40

About = Mapping[str, str] | None  # a file's row in `sources.csv`, None where there is none
Loader = Callable[[Path, About], Iterable[Reading | Refusal]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input: the suffixes it is known by, the size up to which a file is opened at all, and what reads it.

    `load` gives a Reading for each document that the file holds, and a Refusal for each that can't be taken; it raises InputRefused where
    the whole file can't. Of kinds that share a suffix the first whose `takes` likes the beginning of the file reads it. Packed files
    (`archive.py`) are no kinds: each document in them is unpacked and read by its own.
    """

    name: str
    suffixes: tuple[str, ...]
    most_bytes: int
    load: Loader
    takes: Callable[..., bool] = lambda head, **_: True
    options: tuple[str, ...] = ()  # what `load` and `takes` can be told besides, by name

    def told(self, options: Mapping[str, Any]) -> "Kind":
        """The kind told those of the options that it takes."""
        own = {name: value for name, value in options.items() if name in self.options and value is not None}
        return replace(self, load=partial(self.load, **own), takes=partial(self.takes, **own)) if own else self


def _prose(path: Path, about: About, extractor: "Extractor | None" = None) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders import prose
    from cooplinks.loaders.about import metadata_of

    return (prose.load(path, metadata=metadata_of(about), extractor=extractor),)


def _iati(path: Path, about: About) -> Iterable[Reading]:
    from cooplinks.loaders import iati

    return iati.load(path, about)


def _is_iati(head: bytes) -> bool:
    from cooplinks.loaders import iati

    return iati.takes(head)


def _articles(
    path: Path,
    about: About,
    columns: Mapping[str, str] | None = None,
    extractor: "Extractor | None" = None,
    part: tuple[int, int] = (0, 1),
) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders import prose
    from cooplinks.loaders.about import metadata_of

    return prose.load_rows(path, metadata=metadata_of(about), columns=columns, extractor=extractor, part=part)


def _is_articles(head: bytes, columns: Mapping[str, str] | None = None, **_: object) -> bool:
    from cooplinks.loaders.articles.rows import takes

    return takes(head, columns)


def _addresses(
    path: Path, about: About, fetch: "Fetcher | None" = None, extractor: "Extractor | None" = None
) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders import prose
    from cooplinks.loaders.about import metadata_of

    return prose.load_addresses(path, metadata=metadata_of(about), fetcher=fetch, extractor=extractor)


def _is_addresses(head: bytes, **_: object) -> bool:
    from cooplinks.loaders.articles.addresses import takes

    return takes(head)


def _grants(path: Path, about: About) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders.threesixty import door

    return door.load(path, _known(about))


def _is_grants_json(head: bytes) -> bool:
    from cooplinks.loaders.threesixty import door

    return door.takes_json(head)


def _is_grants_table(head: bytes) -> bool:
    from cooplinks.loaders.threesixty import door

    return door.takes_table(head)


def _ftm(path: Path, about: About) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders import ftm

    return ftm.load(path, _known(about))


def _is_ftm(head: bytes) -> bool:
    from cooplinks.loaders import ftm

    return ftm.takes(head)


def _popolo(path: Path, about: About) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders import popolo

    return popolo.load(path, _known(about))


def _is_popolo(head: bytes) -> bool:
    from cooplinks.loaders import popolo

    return popolo.takes(head)


def _table(path: Path, about: About) -> Iterable[Reading | Refusal]:
    from cooplinks.loaders.table import door

    return door.load(path, _known(about))


def _is_ready_table(head: bytes) -> bool:
    from cooplinks.loaders.table import door

    return door.takes_ready(head)


def mapped(mapping: Path) -> "Kind":
    """The kind of tables that are read by this mapping; raises InputRefused for one that is none."""
    from cooplinks.loaders.table import door
    from cooplinks.loaders.table.mapping import read

    read_by = read(mapping)
    return Kind("table", _TABLES, LARGE, lambda path, about: door.load(path, _known(about), read_by))


def _known(about: About) -> "Metadata":
    from cooplinks.loaders.about import Metadata, metadata_of

    return metadata_of(about) or Metadata()


_PROSE = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".odt", ".eml")
_ARTICLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")

_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")

# Of kinds that share a suffix the first that likes a file's beginning reads it: the strict ones come first, the last says what to do.
KINDS: tuple[Kind, ...] = (
    Kind("ftm", (".json", ".jsonl", ".ndjson", ".ijson", ".ftm"), LARGE, _ftm, _is_ftm),
    Kind("grants", (".json",), LARGE, _grants, _is_grants_json),
    Kind("popolo", (".json",), 500_000_000, _popolo, _is_popolo),
    Kind("grants", (".csv", ".tsv", ".tab"), LARGE, _grants, _is_grants_table),
    Kind("table", (".csv", ".tsv", ".tab", ".txt"), LARGE, _table, _is_ready_table),
    Kind("addresses", (".txt", ".urls"), 50_000_000, _addresses, _is_addresses, options=("fetch", "extractor")),
    Kind("prose", _PROSE, 50_000_000, _prose, options=("extractor",)),
    Kind("iati", (".xml",), LARGE, _iati, _is_iati),
    Kind("articles", _ARTICLES, LARGE, _articles, _is_articles, options=("columns", "extractor", "part")),
    Kind("table", _TABLES, LARGE, _table),
)


def told(**options: Any) -> tuple[Kind, ...]:
    """The kinds, each told those of the options (what a flag said) that it takes."""
    return tuple(kind.told(options) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class How:
    """How files are to be read, as the flags of a call say it; other processes can be sent it.

    `kind` reads every file, else those of `only` (default: all) that take it. `pages` is the folder that fetched pages are kept in; without
    it nothing is fetched. `tables` is the folder of a person's own tables. With an `endpoint` a language model reads
    the articles, with `second_opinion` spaCy is asked about persons.
    """

    kind: str | None = None
    only: tuple[str, ...] = ()
    columns: str | None = None
    mapping: Path | None = None
    pages: Path | None = None
    tables: Path | None = None
    endpoint: "Endpoint | None" = None
    second_opinion: bool = False

    def extractor(self) -> "Extractor | None":
        """What reads articles, where it is not the rules alone."""
        if self.endpoint:
            from cooplinks.loaders.llm.extractor import LanguageModel

            return LanguageModel(self.endpoint)
        if self.second_opinion:
            from cooplinks.loaders.prose.second import SecondOpinion

            return SecondOpinion()
        return None

    def kinds(self, extractor: "Extractor | None" = None) -> tuple[Kind | None, tuple[Kind, ...]]:
        """The one kind that is asked for, and those there are; raises WrongUse, and InputRefused for a mapping that is none."""
        known = told(**self._options(), extractor=extractor)
        if self.mapping:
            return mapped(self.mapping), known
        return kind_named(self.kind, known) if self.kind else None, tuple(k for k in known if not self.only or k.name in self.only)

    def _options(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if self.columns:
            from cooplinks.loaders.articles.rows import columns_of

            told["columns"] = columns_of(self.columns)
        if self.pages:
            from cooplinks.loaders.articles.fetch import Fetcher

            told["fetch"] = Fetcher(self.pages)
        return told


def reread(source: Source) -> Reading | None:
    """What the loader of now says of a stored text; None where it is not one that texts are read by."""
    if source.kind != "article" or source.text is None:
        return None
    from cooplinks.loaders.prose.door import reread as read

    return read(source)


def use_tables(folder: Path | None) -> None:
    """Let articles be read with a person's own tables too, where there is such a folder."""
    from cooplinks.loaders.prose import own

    own.use(folder if folder is not None and folder.is_dir() else None)


def kind_named(name: str, kinds: Sequence[Kind] | None = None) -> Kind:
    """The kind of this name; raises WrongUse, naming those there are."""
    for kind in kinds or KINDS:
        if kind.name == name:
            return kind
    raise WrongUse(f"kind {name!r} is unknown; allowed: {', '.join(_names(KINDS))}", "kind")


def _names(kinds: Sequence[Kind]) -> list[str]:
    return list(dict.fromkeys(kind.name for kind in kinds))


def recognise(path: Path, kinds: Sequence[Kind] | None = None) -> Kind:
    """The kind of an unpacked file by its suffix and its beginning; raises InputRefused, naming those there are."""
    named = _known_by(path.name, kinds or KINDS)
    if len(named) == 1:
        return named[0]
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for kind in named:
        if kind.takes(head):
            return kind
    meant = ", ".join(_names(named))
    raise InputRefused(str(path), f"{_looks(head)}is none of what a {_suffix(path.name)} file may be ({meant}): --kind says it outright")


def _looks(head: bytes) -> str:
    """What a file seems to hold, where its name says other."""
    return "holds XML and " if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else ""


def most_bytes(name: str) -> int:
    """The size up to which a file of this name is read; raises InputRefused where none is."""
    return max(kind.most_bytes for kind in _known_by(name, KINDS))


def _known_by(name: str, kinds: Sequence[Kind]) -> list[Kind]:
    suffix = _suffix(name)
    named = [kind for kind in kinds if suffix in kind.suffixes]
    if not named:
        known = {one: dict.fromkeys(s for k in kinds if k.name == one for s in k.suffixes) for one in _names(kinds)}
        listed = ", ".join(f"{', '.join(suffixes)} ({one})" for one, suffixes in known.items())
        raise InputRefused(name, f"no kind of file is known by {suffix or 'no suffix'}; known: {listed}; --kind says it outright")
    return named


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()

"""What one document has said so far: its records, each made once, what was odd in it and what nobody took."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cooplinks.app.ids import StatementIds, fold_blanks, identifier_key, normal_identifier, record_id, slug
from cooplinks.app.model import Identifier, Item, Name, Properties, Record, Refusal, Source, Statement, Warned, quick
from cooplinks.app.names import country_key, publisher_key
from cooplinks.loaders.iati import codes
from cooplinks.loaders.iati.values import MOST_QUOTE, Element, Texts, cuts, folded, serialised, shortened, texts, unread, written

NO_ACTIVITY = "an organisation's identifier is given as an activity's: "
OWN = frozenset({"participating-org", "related-activity", "budget", "planned-disbursement", "transaction"})
MOST_LIKE = 100  # warnings of one rule that are told one by one

_statement = quick(Statement)


@lru_cache(maxsize=4096)
def project_key(identifier: str) -> tuple[str, str] | None:
    """An activity's identifier as it is compared, and its key; None for one that is none."""
    normal, key = normal_identifier(identifier), identifier_key("Project", identifier)
    return (normal, key) if normal and key else None


def spelled_identifier(elements: Iterable[Element]) -> str | None:
    """The first identifier of the elements as it is spelled, white space folded; None where there is none."""
    spelled = (fold_blanks("".join(element.itertext()) if len(element) else element.text or "") for element in elements)
    return next((text for text in spelled if normal_identifier(text)), None)


class Document:
    """A document being read; `take` hands over what has come together since the last time."""

    def __init__(self, source: Source, path: str) -> None:
        self.source, self.path = source, path
        self.unused: dict[str, dict[str, int]] = defaultdict(dict)  # within what → element → how often
        self.declared: tuple[str, ...] = ()  # the namespaces that hold where it is read
        self._out: list[Item] = []
        # Publisher and language → what an organisation was called, as it was written → its record, "" for nothing.
        self.parties: dict[tuple[str, str | None], dict[tuple[str | None, ...], str]] = defaultdict(dict)
        self._made: set[str] = set()  # ids of records
        self._places: dict[str, str] = {}  # local key → record
        self.bodies: dict[str, str] = {}  # record of an organisation → what tells it from others: its identifier, else its name
        self._organisations: set[str] = set()  # their identifiers, normal
        self._reports: Counter[str] = Counter()  # normal identifiers of activities reported here
        self._named: dict[str, tuple[str, str]] = {}  # activities only named so far → as spelled, where
        self._misnamed: set[str] = set()  # organisations named as an activity: warned of once
        self._odd: Counter[str] = Counter()
        self._held: tuple[Element, str] | None = None  # the last entry of which something was refused

    def take(self) -> list[Item]:
        taken, self._out = self._out, []
        return taken

    def put(self, item: Item) -> None:
        self._out.append(item)

    def warn(self, element: Element, rule: str, text: str = "") -> None:
        """Warn of what stands at an element; after MOST_LIKE of one rule they are only counted."""
        self._odd[rule] += 1
        if self._odd[rule] <= MOST_LIKE:
            self._out.append(Warned(f"line:{element.sourceline}", f"{rule}{text}"))

    def refuse(self, element: Element, reason: str) -> None:
        """Refuse an element; the rest stays. To be mended it is held with all of its entry: alone it could not be loaded again."""
        self._out.append(Refusal(self.path, f"line:{element.sourceline}", reason, self._entry(element)))

    def _entry(self, element: Element) -> str:
        """The activity or organisation that an element belongs to, as XML; one text for all that is refused in it."""
        entry = element
        while (above := entry.getparent()) is not None and above.getparent() is not None:
            entry = above
        if self._held is None or self._held[0] is not entry:
            self._held = entry, serialised(entry, self.declared)
        return self._held[1]

    def left(self, inside: str, tags: Iterable[str]) -> None:
        """Count what nobody took."""
        counts = self.unused[inside]
        for tag in tags:
            counts[tag] = counts.get(tag, 0) + 1

    # Records

    def record(self, record: Record, locator: str, quote: str, properties: Properties | None = None) -> None:
        """A record and that the source names it."""
        source = self.source
        id = StatementIds(source.id).make("MENTIONED_IN", record.id, source.id, quote)
        told = (id, source.id, "MENTIONED_IN", record.id, source.id, locator, shortened(quote), source.extractor)
        self._out.append(record)
        self._out.append(_statement(*told, 1.0, None, properties or {}, None, None, "unknown", None))

    def report(self, identifier: str) -> tuple[str, str, int]:
        """Record id, key and occurrence of an activity reported here."""
        normal, key = project_key(identifier) or ("", "")
        self._reports[normal] += 1
        self._named.pop(normal, None)
        number = self._reports[normal]
        return record_id("Project", self.source.key, normal if number == 1 else f"{normal}#{number}"), key, number

    def organisation(self, ref: str | None, names: Texts, publisher: str, element: Element, at: str) -> str:
        """The record of a party by identifier or name (M1); "" where it has neither."""
        normal = normal_identifier(ref)
        if normal is None and not names:
            return ""
        told = [normal or "", publisher, *(f"{text}@{lang}" for text, lang in names)]
        id = record_id("Organisation", self.source.key, "\x1f".join(told))
        if id not in self._made:
            self._made.add(id)
            labels = codes.LABELS.get(codes.word(element.get("type")), ())
            self.record(_body(id, self.source.id, ref, names, publisher, labels, {}), at, written(element, self.declared))
        if normal is not None:
            self._organisations.add(normal)
        self.bodies[id] = normal or slug(names[0][0])
        return id

    def described(self, identifier: str, names: Texts, publisher: str, about: Properties, at: str) -> str:
        """The record of an organisation that has an entry of its own."""
        normal = normal_identifier(identifier) or ""
        self._reports[normal] += 1
        self._organisations.add(normal)
        id = record_id("Organisation", self.source.key, f"{normal}#{self._reports[normal]}")
        self.record(_body(id, self.source.id, identifier, names, publisher, (), about), at, identifier)
        return id

    def named_activity(self, identifier: str | None, element: Element, at: str) -> str | None:
        """The key of an activity that is named (M11); None for none, and, warned of, for the identifier of an organisation."""
        known = project_key(identifier) if identifier else None
        if known is None:
            return None
        normal, key = known
        if normal in self._reports:
            return key
        if normal in self._organisations:
            if normal not in self._misnamed:
                self._misnamed.add(normal)
                self.warn(element, NO_ACTIVITY, identifier or "")
            return None
        if normal not in self._named:
            self._named[normal] = (fold_blanks(identifier or ""), at)
        return key

    def activity(self, identifier: str, at: str) -> str:
        """The record of a named activity, for a link to it: as reported here so far, else as only named."""
        normal = (project_key(identifier) or ("",))[0]
        if normal in self._reports:
            return record_id("Project", self.source.key, normal)
        return self._only_named(normal, *self._named.get(normal, (fold_blanks(identifier), at)))

    def _only_named(self, normal: str, spelled: str, at: str) -> str:
        id = record_id("Project", self.source.key, f"named {normal}")
        if id not in self._made:
            self._made.add(id)
            record = Record(
                id=id,
                source=self.source.id,
                type="Project",
                names=(Name(spelled),),
                identifiers=(Identifier("iati", spelled),),
                properties={"known_only_by_reference": True},
                keys=((project_key(spelled) or ("", ""))[1],),
            )
            self.record(record, at, spelled)
        return id

    def country(self, code: str, element: Element, at: str) -> str:
        """The record of a country by a code that there is."""
        if code not in self._places:
            self._place(code, Name(codes.countries()[code], "en"), country_key(code), "country", code, element, at)
        return self._places[code]

    def region(self, code: str, names: Texts, element: Element, at: str) -> str:
        """The record of a region of the DAC."""
        local = f"region {code}"
        if local not in self._places:
            name = Name(codes.regions()[code], "en") if code in codes.regions() else Name(*(names or ((f"DAC region {code}", "en"),))[0])
            key = identifier_key("Place", f"dac-region-{code}") or ""
            self._place(local, name, key, "region", None, element, at)
        return self._places[local]

    def _place(self, local: str, name: Name, key: str, kind: str, country: str | None, element: Element, at: str) -> None:
        id = self._places[local] = record_id("Place", self.source.key, local)
        place = Record(id, self.source.id, "Place", (name,), country=country, properties={"kind": kind}, keys=(key,))
        self.record(place, at, written(element, self.declared))

    # The end

    def close(self) -> None:
        """What can be said once all is read: activities only named, warnings that were only counted, what nobody took."""
        for normal, (spelled, at) in self._named.items():
            if normal in self._misnamed:
                continue
            if normal in self._organisations:
                self._out.append(Warned(at, f"{NO_ACTIVITY}{spelled}"))
            else:
                self._only_named(normal, spelled, at)
        self._named.clear()
        for rule, count in self._odd.items():
            if count > MOST_LIKE:
                self._out.append(Warned("file", f"{count:,} × {rule.strip(' :')} (told one by one: {MOST_LIKE})"))
        counts = {inside + tag: count for inside, tags in self.unused.items() for tag, count in tags.items()}
        if counts:
            most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            told = "; ".join(f"{count:,} × {path}" for path, count in most)
            self._out.append(Warned("file", f"not used: {told}"))


def _body(id: str, source: str, ref: str | None, names: Texts, publisher: str, labels: tuple[str, ...], properties: Properties) -> Record:
    """An organisation by its identifier and its names within this publisher's files; without identifier by its first name (M1)."""
    key, spelled = identifier_key("Organisation", ref), fold_blanks(ref or "")
    named = [publisher_key(text, publisher) for text, _ in (names if key else names[:1])]
    return Record(
        id=id,
        source=source,
        type="Organisation",
        names=tuple(Name(*name) for name in names) or (Name(spelled),),
        labels=labels,
        identifiers=(Identifier("iati", spelled),) if key else (),
        properties=properties,
        keys=tuple(dict.fromkeys([key, *named] if key else named)),
    )


@dataclass(slots=True)
class Entry:
    """An activity, or an organisation of an organisation file, being read: what its parts need to know of it."""

    document: Document
    at: str  # XPath
    identifier: str
    key: str
    id: str  # of its record
    occurrence: int
    language: str | None
    currency: str | None
    text: str = ""  # as it stands
    publisher: str = ""  # identifier of the reporting organisation, its name when it has none
    parties: dict[tuple[str | None, ...], str] = field(default_factory=dict)  # of this publisher and language
    reporter: str | None = None  # its record
    secondary: bool = False
    ids: StatementIds = field(init=False)
    place: str = field(init=False)

    def __post_init__(self) -> None:
        # Of this activity alone, so that they take no room: the activity is in what tells its statements from others.
        self.ids = StatementIds(self.document.source.id)
        self.place = f"{self.key} {self.occurrence} "

    def told_by(self, publisher: str) -> None:
        """Set who publishes it."""
        self.publisher = publisher
        self.parties = self.document.parties[publisher, self.language]

    def words(self, tag: str, elements: Sequence[Element]) -> Sequence[str]:
        """Its children of one name as they stand."""
        # Much faster than one by one, but only for names that nothing else within an activity bears.
        cut = cuts(self.text, tag) if tag in OWN else []
        return cut if len(cut) == len(elements) else [written(element, self.document.declared) for element in elements]

    def party(self, element: Element, at: str, inside: str = "") -> str | None:
        """The record of an organisation that an element (at the XPath `at` + `inside`) names; None: neither identifier nor name."""
        told = (element.get("ref"), *unread(element))
        known = self.parties.get(told)
        if known is None:
            names = texts(element, self.language)
            known = self.parties[told] = self.document.organisation(told[0], names, self.publisher, element, at + inside)
        return known or None

    def says(self, type: str, start: str, end: str, at: str, words: str, properties: Properties, *, flow: bool = False) -> None:
        """A statement of an element; `words` is the element as it stands."""
        source = self.document.source
        quote = folded(words)
        id = self.ids.folded(type, start, end, self.place + quote)
        quote = quote if len(quote) <= MOST_QUOTE else shortened(quote)
        told = (id, source.id, type, start, end, at, quote, source.extractor, 1.0, None, properties, None, None, "unknown")
        self.document.put(_statement(*told, id if flow else None))

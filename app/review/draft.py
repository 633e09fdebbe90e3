"""A link that a person puts together: what is asked, what is wrong with an answer, and the statement in the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cooplinks.app.ids import fold_blanks, record_id
from cooplinks.app.ingest import once
from cooplinks.app.ledger import own_id
from cooplinks.app.model import Name, Record, Statement, Value
from cooplinks.app.ontology import ALLOWED, EVENT, HIDDEN_TYPES, LINK_TYPE_NAMES, MAIN_LABELS, MODALITIES, ROLES, TYPES, UNDIRECTED
from cooplinks.app.review.queue import REVIEWER, Article
from cooplinks.app.review.words import find, sentence_with, span_of
from cooplinks.app.store.base import Stored

DETAILS = ("role", "title", "modality")
_PROMPTS = {
    "from": "from: a number, or Label: words of the text",
    "to": "to: a number, or Label: words of the text",
    "type": "type",
    "role": f"role ({', '.join(ROLES)}; Enter: as shown)",
    "title": "title (Enter: as shown)",
    "modality": f"modality ({', '.join(MODALITIES)}; Enter: as shown)",
    "words": "the words of the text that say it (Enter: as shown)",
    "cue": "the few words in them that make the link, for the table of cues (Enter: none)",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A link being put together: what was answered so far, of which statement it is the correction, what is asked now."""

    answers: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, Record] = field(default_factory=dict)
    corrects: Stored | None = None
    asks: str = "from"


def steps(draft: Draft) -> list[str]:
    type = draft.answers.get("type", "")
    details = [name for name in DETAILS if type and name in TYPES[type].properties]
    return ["from", "to", "type", *details, "words", *(() if draft.corrects else ("cue",))]


def checked(article: Article, draft: Draft, told: str) -> tuple[str, str]:
    """What is wrong with an answer, and the answer as it is taken."""
    if draft.asks == "type":
        found = [t for t in types(draft) if t.startswith(told.upper().replace(" ", "_"))] if told else []
        exact = [t for t in found if t == told.upper()]
        if len(exact or found) != 1:
            return (f"{told or 'nothing'} is none of them, or more than one" if types(draft) else "nothing links these two: Esc"), ""
        return "", (exact or found)[0]
    if draft.asks == "words":
        span = find(article.text, told)
        return ("", article.text[slice(*span)]) if span else ("these words do not stand in the text", "")
    if draft.asks == "cue":
        return ("", told) if not told or find(draft.answers["words"], told) else ("these words do not stand in the quote", "")
    allowed = {"role": ROLES, "modality": MODALITIES}.get(draft.asks)
    return ("", told) if not told or not allowed or told in allowed else (f"one of {', '.join(allowed)}", "")


def default(article: Article, draft: Draft) -> str:
    """What Enter takes."""
    old = draft.corrects.statement if draft.corrects else None
    if draft.asks in ("from", "to"):
        record = old and (old.from_record if draft.asks == "from" else old.to_record)
        numbers = [n for n, thing in enumerate(article.things, 1) if thing.id == record]
        return str(numbers[0]) if numbers else ""
    if draft.asks == "type":
        return old.type if old and old.type in types(draft) else types(draft)[0] if len(types(draft)) == 1 else ""
    if draft.asks == "words":
        return fold_blanks(old.quote if old else sentence_with(article.text, draft.ends["from"], draft.ends["to"]))
    if draft.asks == "cue":
        return ""
    held = old.properties.get(draft.asks) if old else None
    return str(held or ("held" if draft.asks == "modality" else ""))


def prompt(article: Article, draft: Draft) -> str:
    """What is asked for, with what Enter would take."""
    shown = default(article, draft)
    asked = "type: " + ", ".join(types(draft)) if draft.asks == "type" else _PROMPTS[draft.asks]
    return f"{asked} [{shown}]" if shown else asked


def types(draft: Draft) -> list[str]:
    ends = draft.ends
    pair = (ends["from"].type, ends["to"].type)
    return [t for t in LINK_TYPE_NAMES if t not in HIDDEN_TYPES and (t, *pair) in ALLOWED]


def thing_named(article: Article, told: str) -> Record | None:
    things = article.things
    if told.isdecimal():
        return things[int(told) - 1] if 1 <= int(told) <= len(things) else None
    label, colon, words = (part.strip() for part in told.partition(":"))
    type = next((x for x in MAIN_LABELS if colon and label and x.lower().startswith(label.lower())), None)
    of_type = [t for t in things if type in (None, t.type)]
    known = _named(of_type, words if type else told)
    span = find(article.text, words)
    if known or type in (None, "Source") or span is None:
        return known
    name = fold_blanks(article.text[slice(*span)])
    source = article.source
    return Record(record_id(str(type), source.key, f"{REVIEWER}{name}"), source.id, str(type), (Name(name),))


def _named(things: Iterable[Record], name: str) -> Record | None:
    return next((t for t in things if name.casefold() in {n.text.casefold() for n in t.names}), None)


def says(s: Statement) -> tuple[object, ...]:
    return s.type, s.from_record, s.to_record, fold_blanks(s.quote), *(s.properties.get(name) for name in DETAILS)


def statement_of(article: Article, draft: Draft, who: str) -> Statement:
    answers, ends = draft.answers, draft.ends
    type, words = answers["type"], answers["words"]
    start, end = find(article.text, words) or (0, 0)
    old = draft.corrects.statement if draft.corrects else None
    if old and words == old.quote:
        start, end = span_of(old.locator) or (start, end)
    days = next(((r.valid_from, r.valid_to) for r in ends.values() if r.type == EVENT), (None, None))
    if old and type == old.type:
        days = days if any(days) else (old.valid_from, old.valid_to)
    plain = Statement(
        id="",
        source=article.source.id,
        type=type,
        from_record=ends["from"].id,
        to_record=ends["to"].id,
        locator=f"char:{start}-{end}",
        quote=words,
        extractor=f"{REVIEWER}{who}",
        reviewed=True,
        properties=_properties(type, answers, old),
        valid_from=days[0],
        valid_to=days[1],
    )
    plain = once(plain) if type in UNDIRECTED else plain
    return replace(plain, id=own_id(plain))


def _properties(type: str, answers: Mapping[str, str], old: Statement | None) -> dict[str, Value]:
    told = {name: value for name, value in old.properties.items() if name in TYPES[type].properties} if old else {}
    told.update({name: answers[name] for name in DETAILS if answers.get(name)})
    if answers.get("cue"):
        told["cue_text"] = answers["cue"]
    if type == "ATTENDED":
        told.setdefault("modality", "held")
    if type == "FUNDED_BY":
        told.setdefault("measure", "role")  # who funds is said, not how much
    return told

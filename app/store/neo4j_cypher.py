"""The statements of `cypher/`, one a file, read once; labels and types are filled in from the vocabulary, the rest are parameters."""

from functools import cache
from pathlib import Path

from cooplinks.app.ontology import LABEL_NAMES, LINK_TYPE_NAMES

FOLDER = Path(__file__).parents[2] / "cypher"  # beside app/ both in a checkout and in a wheel

SCHEMA = 3

# Bookkeeping nodes. Each bears `Load`, a record's own row `Record`; none `Entity`. `Past` holds what was retired until no reader needs it.
ROWS = ("Record", "Identity", "Key", "Composed", "Former", "Aside", "Manifest", "Loaded")
UNIQUE = ("State", "Interrupted", "Record", "Identity", "Composed", "Former", "Aside", "Manifest", "Loaded")
FOUND_BY = (
    ("Key", "id"),
    ("Key", "identity"),
    ("Identity", "entity"),
    ("Former", "entity"),
    ("Manifest", "source"),
    ("Past", "was"),
    ("Past", "v_to"),
    ("Past", "entity"),
    ("Past", "identity"),
    ("Past", "source"),
    ("Past", "from_entity"),
    ("Judgement", "source"),
    ("Judgement", "one"),
    ("Judgement", "other"),
)

# What a statement's row gives after the ids of its ends, and what all rows of a load share; last in a row are the source's own properties.
# Rows are lists: as maps they have the server read every name once a row, and its garbage collector take twice as long.
SAID = (
    *("id", "locator", "quote", "extractor", "confidence", "from_record", "to_record", "end_state"),
    *("reviewed", "valid_from", "valid_to", "flow", "properties"),
)
SHARED = ("source", "source_title", "source_url", "source_date", "v_from")
_SAID = ", ".join([f"{name}: row[{at}]" for at, name in enumerate(SAID, 2)] + [f"{name}: ${name}" for name in SHARED])

DONOR = "Donor"
_ALL_TYPES = "|".join(LINK_TYPE_NAMES)
_ALL_LABELS = ":".join(label for label in LABEL_NAMES if label != DONOR)


@cache
def cypher(name: str, *, type: str = "", label: str = "", property: str = "") -> str:
    """The statement `name` (`write/put_rows`), its head of comments left out, its marks filled.

    `type` is a link type of the vocabulary, `label` the kind of a bookkeeping row, `property` what rows are found by.
    """
    if (type and type not in LINK_TYPE_NAMES) or (label and label not in (*ROWS, *UNIQUE, "Past", "Judgement")):
        raise ValueError(f"{type or label!r} is no word of the vocabulary")
    marks = {"{type}": type, "{label}": label, "{property}": property, "{types}": _ALL_TYPES, "{said}": _SAID}
    if label:
        marks["{labels}"], marks["{no_labels}"] = ("Record", "Load:Past") if label == "Record" else (f"Load:{label}", "Past")
    else:
        marks["{labels}"] = _ALL_LABELS
    text = _text(name)
    for mark, word in marks.items():
        text = text.replace(mark, word)
    return text


@cache
def for_all_types(name: str) -> str:
    """The statement `name` once for each link type, as one."""
    return "\nUNION ALL\n".join(cypher(name, type=type) for type in LINK_TYPE_NAMES)


def schema_statements() -> list[str]:
    """All that makes the schema, in order."""
    return [
        cypher("schema/entity_id"),
        *(cypher("schema/statement_id", type=type) for type in LINK_TYPE_NAMES),
        *(cypher("schema/row_id", label=label) for label in UNIQUE),
        *(cypher("schema/row_by", label=label, property=property) for label, property in FOUND_BY),
        cypher("schema/judgement_number"),
        cypher("schema/record_said"),
        cypher("schema/search"),
    ]


@cache
def _text(name: str) -> str:
    lines = (FOLDER / f"{name}.cypher").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))

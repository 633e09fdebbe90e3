"""`python -m tests.docs`: write the README's model tables anew from the vocabulary (`app/ontology.py`); a test compares them."""

import re
from collections import defaultdict
from pathlib import Path

from cooplinks.app.ontology import LABELS, LINK_TYPES, LinkType

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCK = re.compile(r"(<!-- model -->\n).*?(<!-- /model -->)", re.DOTALL)


def model_tables() -> str:
    """Two Markdown tables: labels and link types."""
    rows = ["| label | is |", "|---|---|"]
    rows += [f"| `{label.name}`{f' (on `{label.under}`)' if label.under else ''} | {label.meaning} |" for label in LABELS]
    rows += ["", "| link | reads | from → to | own properties |", "|---|---|---|---|"]
    rows += [f"| `{t.name}` | {t.meaning} | {ends(t)} | {', '.join(f'`{p}`' for p in t.properties)} |" for t in LINK_TYPES]
    return "\n".join(rows) + "\n"


def ends(link: LinkType) -> str:
    """`Project, Event → Organisation`: sources that may have the same targets stand together."""
    targets: dict[str, list[str]] = defaultdict(list)
    for source, target in link.ends:
        targets[source].append(target)
    sources: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for source, found in targets.items():
        sources[tuple(found)].append(source)
    return "; ".join(f"{', '.join(s)} → {', '.join(t)}" for t, s in sources.items())


def written() -> str:
    """The README with its block as it should be."""
    return BLOCK.sub(lambda m: m[1] + model_tables() + m[2], README.read_text("utf-8"))


if __name__ == "__main__":
    README.write_text(written(), "utf-8", newline="\n")

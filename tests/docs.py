"""`python -m tests.docs`: write anew what the README shows of the program: the model from the vocabulary (`app/ontology.py`), and an
article with its statements as the terminal prints them; a test compares them.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from cooplinks.app.ontology import LABELS, LINK_TYPES, LinkType

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- (model|article) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
COMMAND = re.compile(r"^    cooplinks (.*)$", re.MULTILINE)


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


def article() -> str:
    """What the commands under "Read" print, the last one's output, indented."""
    _, _, section = README.read_text("utf-8").partition("\n## Read\n")
    words = [line.split() for line in COMMAND.findall(section.partition("<!-- article -->")[0])]
    with tempfile.TemporaryDirectory() as folder:
        own = {
            "COOPLINKS_STORE": f"sqlite:///{Path(folder, 'links.db').as_posix()}",
            "COOPLINKS_TABLES": folder,
            "PYTHONIOENCODING": "utf-8",
        }
        *_, printed = (
            subprocess.run(
                [sys.executable, "-m", "cooplinks", *said],
                cwd=ROOT,
                env=os.environ | own,
                capture_output=True,
                check=True,
                encoding="utf-8",
            )
            for said in words
        )
    return "".join(f"    {line}\n" for line in printed.stdout.splitlines())


def written() -> str:
    """The README with its blocks as they should be."""
    shown = {"model": model_tables, "article": article}
    return BLOCK.sub(lambda m: m[1] + shown[m[2]]() + m[3], README.read_text("utf-8"))


if __name__ == "__main__":
    README.write_text(written(), "utf-8", newline="\n")

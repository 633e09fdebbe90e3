"""The documents say what the program is."""

import re
import tomllib
from pathlib import Path

import cooplinks
from cooplinks.app.review.session import MEANINGS
from tests import docs

ROOT = Path(__file__).resolve().parents[2]


def test_readme_shows_the_vocabulary_and_an_article_as_the_terminal_prints_it() -> None:
    text = docs.README.read_text("utf-8")
    assert "<!-- model -->" in text
    assert "<!-- article -->" in text
    assert text == docs.written(), "run: python -m tests.docs"


def test_readme_names_every_folder() -> None:
    text = docs.README.read_text("utf-8")
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".") and any(p.glob("*.*"))} - {"build", "dist"}
    assert not {f for f in folders if f"{f}/" not in text}


def test_readme_names_every_document() -> None:
    (row,) = [line for line in docs.README.read_text("utf-8").splitlines() if line.startswith("| `docs/`")]
    assert not {path.name for path in (ROOT / "docs").glob("*.md") if f"`{path.name}`" not in row}


def test_every_key_of_a_review_is_told() -> None:
    cells = re.findall(r"^\| (.*?) \|", (ROOT / "docs/reviewing.md").read_text("utf-8"), re.M)
    told = set(re.findall(r"[\w?]+", " ".join(cells)))
    assert not {key for keys, _ in MEANINGS for key in keys.split() if key not in told}


def test_links_within_the_documents_lead_somewhere() -> None:
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "examples/README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_no_heading_of_a_document_stands_twice() -> None:
    for path in [ROOT / "README.md", ROOT / "loaders/METHODOLOGY.md", *(ROOT / "docs").glob("*.md")]:
        headings = re.findall(r"^## .*", path.read_text("utf-8"), re.M)
        assert len(headings) == len(set(headings)), path.name


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    decisions = (ROOT / "docs/decisions.md").read_text("utf-8")
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = {re.split(r"[<>=\[ ]", d)[0] for d in wanted}
    assert not {n for n in names if f"**{n}**" not in decisions}


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == cooplinks.__version__
    assert f"## {cooplinks.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of a machine stands in what is shipped."""
    named = re.compile(r"(?<![\w.])/(?:work|home|root)/")
    for folder in ("app", "loaders", "cypher", "docs", "examples", "cooplinks", "bench"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".md", ".toml", ".csv", ".cypher", ".txt"}:
                assert not named.search(path.read_text("utf-8")), path

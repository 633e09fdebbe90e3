"""How much of annotated articles is read, as floors: what has been reached is not lost again."""

from pathlib import Path

import pytest

from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.output import to_extraction
from tests.loaders.prose.marked import compare, f1, load
from tests.loaders.prose.reads import HERE

ARTICLES = sorted((HERE / "annotated").glob("*.txt"))
ENTITIES, LINKS, PRECISION = 0.97, 0.94, 0.95


def test_entities_and_links_together() -> None:
    both = [compare(gold, to_extraction(extract(gold.text))) for gold in map(load, ARTICLES)]
    entities, links = ([sum(row[part][i] for row in both) for i in range(3)] for part in (0, 1))
    assert f1(*entities) >= ENTITIES
    assert f1(*links) >= LINKS
    assert links[0] / (links[0] + links[1]) >= PRECISION


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_the_reported_event_and_its_days(path: Path) -> None:
    gold = load(path)
    document = extract(gold.text)
    main = next((t for t in document.things if t.id == document.main), None)
    assert (main is not None) == ("e.main" in gold.spans)
    assert (main.dates if main else ()) == gold.dates

"""How fast articles are read: `python -m bench.reading [--rounds N] [--articles N]`.

One run on one core, contenders side by side, CPU seconds of this process (so that what else runs on the machine counts little), best of
the rounds: our rules; spaCy's small English model alone over the same texts, which finds persons, places and bodies but no links; and its
names only, as `--second-opinion` uses it. The texts are those of the tests, put together to articles of some 3,400 characters. Then the
peak memory of fresh processes that read so many articles, and four times as many, from one file.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

from bench.money import report_peak as report_peak
from cooplinks.app.model import Reading
from cooplinks.loaders import prose
from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.second import MODEL, persons_in
from tests.loaders.prose.marked import load

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "loaders" / "prose"
LENGTH = 3_400  # characters of an article


def own_texts() -> list[str]:
    """The English articles of the tests."""
    marked = [load(path).text for path in sorted((TEXTS / "annotated").glob("*.txt"))]
    return marked + [path.read_text("utf-8") for path in sorted((TEXTS / "corpus").glob("*.txt"))]


def made(n: int) -> list[str]:
    """So many articles of about LENGTH characters; each begins with its number, so that no two are the same."""
    texts = cycle(own_texts())
    articles = []
    for number in range(n):
        article = f"Report {number} from the field\n\n"
        while len(article) < LENGTH:
            article += next(texts) + "\n\n"
        articles.append(article[: LENGTH + 200].rpartition("\n")[0])
    return articles


Act = Callable[[Sequence[str]], object]


def contenders() -> dict[str, Act]:
    """Ours, and spaCy where it is installed, in batches as it likes them."""
    ours: dict[str, Act] = {"our rules": lambda articles: sum(1 for text in articles if extract(text))}
    if find_spec(MODEL) is None:
        print("spaCy is not installed: pip install '.[nlp]'", file=sys.stderr)
        return ours
    spacy = import_module(MODEL).load()
    return ours | {
        "spaCy sm": lambda articles: sum(1 for _ in spacy.pipe(articles)),
        "spaCy sm, names only": lambda articles: [persons_in(text) for text in articles],
    }


def contest(articles: Sequence[str], rounds: int) -> None:
    """Each contender in turn, round by round, so that all meet the same machine."""
    best: dict[str, float] = {}
    acts = contenders()
    for act in acts.values():
        act(articles[:1])  # tables and models are read before the clock
    for turn in range(rounds):
        for name, act in acts.items():
            best[name] = min(best.get(name, float("inf")), cpu(act, articles))
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    print(f"{len(articles)} articles of {sum(map(len, articles)) / len(articles):,.0f} characters, CPU seconds, best of {rounds}")
    print(f"{'':24}{'s':>8}{'articles/s':>12}{'ours = 1':>10}")
    for name, seconds in best.items():
        print(f"{name:24}{seconds:>8.2f}{len(articles) / seconds:>12.1f}{best['our rules'] / seconds:>10.2f}")


def cpu(act: Act, articles: Sequence[str]) -> float:
    began = time.process_time()
    act(articles)
    return time.process_time() - began


def read_all(path: Path) -> int:
    """The items of all articles of a file, counted."""
    return sum(1 for reading in prose.load_rows(path) if isinstance(reading, Reading) for _ in reading.items)


def peak(articles: Sequence[str], times: int) -> float:
    """Peak memory in MB of a fresh process that reads these articles so many times over, from one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        with path.open("w", encoding="utf-8") as file:
            for n in range(times):
                file.writelines(json.dumps({"id": f"{n}-{i}", "text": text}) + "\n" for i, text in enumerate(articles))
        code = f"from bench import reading; from pathlib import Path; reading.read_all(Path({str(path)!r})); reading.report_peak()"
        return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=1_000, help="of the first measurement of memory; the second has four times as many")
    args = parser.parse_args()
    contest(made(200), args.rounds)
    articles = made(250)
    for n in (args.articles, 4 * args.articles):
        print(f"peak memory, {n:,} articles: {peak(articles, max(n // 250, 1)):,.0f} MB")


if __name__ == "__main__":
    main()

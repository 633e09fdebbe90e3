"""What several processes gain: `python -m bench.jobs [--articles N] [--size MB] [--jobs 1,2]`.

One run, wall seconds, each with its processes' start: articles to extractions, from a folder and from one file; articles into an empty
SQLite file, and two IATI files into one. A store has one writer, so a load gains no more than reading takes of it.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import money
from bench.reading import made
from cooplinks.app.cli.extract import ARTICLES, extract
from cooplinks.app.jobs import reading
from cooplinks.app.kinds import How
from cooplinks.app.load import Load, find
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store


def extracted(paths: Sequence[str], jobs: int) -> int:
    """Articles to extractions, counted."""
    with tempfile.TemporaryDirectory() as folder:
        done = extract(paths, Path(folder, "out"), How(only=ARTICLES), jobs=jobs)
    assert not done.refused, done.refused
    return done.written


def loaded(paths: Sequence[str], jobs: int) -> int:
    """Files into an empty SQLite file; how many records and statements."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(f"sqlite:///{Path(folder, 'ours.db').as_posix()}"))
        found = find(paths)
        with reading(found.files, How(), jobs=jobs) as inputs:
            load = Load(store, who="a measurement", inputs=inputs)
            load.run(found)
        store.close()
    assert not load.report.refused, load.report.refused
    return load.report.read


def contest(name: str, act: Callable[[Sequence[str], int], int], paths: Sequence[str], jobs: Sequence[int], unit: str) -> None:
    first = 0.0
    counts = set()
    for n in jobs:
        began = time.perf_counter()
        counts.add(act(paths, n))
        seconds = time.perf_counter() - began
        first = first or seconds
        print(f"{name:36}{n:>5}{seconds:>9.1f} s{max(counts) / seconds:>10,.0f} {unit}/s{first / seconds:>8.2f}", flush=True)
    assert len(counts) == 1, counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--size", type=float, default=40, help="MB of each IATI file")
    parser.add_argument("--jobs", default="1,2")
    args = parser.parse_args()
    jobs = [int(n) for n in args.jobs.split(",")]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    print(f"{'':36}{'jobs':>5}{'wall':>11}{'':>12}{'first = 1':>12}")
    with tempfile.TemporaryDirectory() as folder:
        press = Path(folder, "press")
        press.mkdir()
        for number, text in enumerate(made(args.articles)):
            (press / f"{number:06}.txt").write_text(text, "utf-8")
        contest(f"{args.articles} articles extracted", extracted, [str(press)], jobs, "articles")
        rows = Path(folder, "rows.jsonl")
        told = ({"url": f"https://example.org/{path.stem}", "text": path.read_text("utf-8")} for path in sorted(press.iterdir()))
        rows.write_text("".join(json.dumps(row) + "\n" for row in told))
        contest(f"{args.articles} articles of one file extracted", extracted, [str(rows)], jobs, "articles")
        contest(f"{args.articles} articles into SQLite", loaded, [str(press)], jobs, "items")
        files = [str(money.made(Path(folder, f"{name}.xml"), args.size)) for name in "ab"]
        contest(f"two IATI files of {args.size:.0f} MB into SQLite", loaded, files, jobs, "items")


if __name__ == "__main__":
    main()

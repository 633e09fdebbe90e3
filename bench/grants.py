"""Grants to statements, beside what a bare reader takes over the same file: `python -m bench.grants [MB]`.

The file is made here: columns as a bulk download of grants has them (the standard's, and those that a portal adds, most of them blank), a
third of a million grants in 239 MB of few columns, a hundred thousand in as much of many.
"""

import csv
import gc
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cooplinks.app.kinds import recognise
from cooplinks.app.model import Reading

MB = 239
_PLAIN = (
    *("Identifier", "Title", "Description", "Currency", "Amount Awarded", "Amount Disbursed", "Award Date"),
    *(
        "Planned Dates:Start Date",
        "Planned Dates:End Date",
        "Recipient Org:Identifier",
        "Recipient Org:Name",
        "Recipient Org:Charity Number",
    ),
    *("Recipient Org:City", "Recipient Org:Country", "Recipient Org:Postal Code", "Beneficiary Location:Name"),
    *("Beneficiary Location:Country Code", "Beneficiary Location:Geographic Code", "Beneficiary Location:Geographic Code Type"),
    *("Funding Org:Identifier", "Funding Org:Name", "Grant Programme:Code", "Grant Programme:Title"),
    *("From An Open Call?", "Last Modified", "Data Source"),
)
_ADDED = tuple(
    f"{kind} {n}" for n in range(1, 10) for kind in ("Funder", "Recipient", "District", "Ward", "Region", "Licence", "Note", "Source")
)
_WORDS = (
    "community",
    "support",
    "project",
    "for",
    "young",
    "people",
    "families",
    "in",
    "the",
    "area",
    "with",
    "volunteers",
    "arts",
    "sport",
)


def rows(*, wide: bool) -> Iterator[list[object]]:
    """Rows of grants without end, the same each time."""
    dice = random.Random(7)
    n = 0
    while True:
        n += 1
        body, fund = dice.randrange(60_000), n % 40
        text = " ".join(dice.choices(_WORDS, k=dice.randrange(10, 60)))
        day = f"20{n % 24:02}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        row: list[object] = [
            f"360G-fund{fund}-{n}",
            f"Grant to organisation {body}",
            text,
            "GBP",
            dice.randrange(100, 90_000),
            "",
            day,
            day,
            day,
        ]
        row += [f"GB-CHC-{body + 100_000}", f"Organisation number {body}", body + 100_000, "Leeds", "United Kingdom", "LS1 1AA"]
        row += ["Leeds", "GB", f"E{fund:08}", "MD", f"GB-CHC-{fund + 1}", f"Fund {fund}", f"P{fund}", f"Programme {fund}", "Yes"]
        row += ["2023-05-01T00:00:00Z", "https://example.org/data"]
        yield row + [(text[: dice.randrange(60)] if at % 3 else "") for at in range(len(_ADDED))] if wide else row


def make(path: Path, mb: float, *, wide: bool) -> int:
    """Write a file of so many MB; the number of its grants."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*_PLAIN, *_ADDED] if wide else _PLAIN)
        for count, row in enumerate(rows(wide=wide), 1):
            writer.writerow(row)
            if count % 1000 == 0 and file.tell() > mb * 1e6:
                break
    return count


def bare(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def scripted(path: Path) -> int:
    """As a user would script it: each grant a dict, its award added up by funder."""
    sums: dict[str, float] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            funder = row["Funding Org:Identifier"]
            sums[funder] = sums.get(funder, 0.0) + float(row["Amount Awarded"])
    return len(sums)


def statements(path: Path) -> int:
    return sum(1 for reading in recognise(path).load(path, None) if isinstance(reading, Reading) for _ in reading.items)


def timed(run: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """Seconds of processor time, and what was counted."""
    start = time.process_time()
    n = run(path)
    return time.process_time() - start, n


def main() -> None:
    mb = float(sys.argv[1]) if len(sys.argv) > 1 else MB
    gc.set_threshold(200_000, 50, 100)  # as a load does
    with tempfile.TemporaryDirectory() as folder:
        for wide in (False, True):
            path = Path(folder) / "grants.csv"
            grants = make(path, mb, wide=wide)
            base, _ = timed(bare, path)
            columns = len(_PLAIN) + (len(_ADDED) if wide else 0)
            print(f"{columns} columns, {grants:,} grants, {mb:g} MB: csv.reader {base:.2f} s ({mb / base:.0f} MB/s)")
            for name, run in (("csv.DictReader, summed", scripted), ("to items", statements)):
                seconds, n = timed(run, path)
                print(f"   {name:<24} {seconds:6.2f} s   {base / seconds:5.2f} of csv.reader   {n:,}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

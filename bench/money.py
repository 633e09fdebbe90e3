"""How fast money is read: `python -m bench.money iati [--size MB] [--file FILE] [--rounds N] [--store]`.

One run, contenders side by side, CPU seconds of one process each (so that what else runs on the machine counts little), best of the
rounds: lxml's `iterparse` alone over the same file (every element's end, and only the activities'), and what a user would script with
`xml.etree`: a table of transactions. Ours: to statements, and with `--store` committed in SQLite. Then peak memory of fresh processes,
and how much faster two processes read two files.
"""

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from xml.etree import ElementTree

from lxml import etree

from cooplinks.app.ingest import ingest
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from cooplinks.loaders import iati

_PARTY = '<{tag} ref="{ref}" {more}type="{kind}">\n        <narrative>{name}</narrative>\n      </{tag}>'
_TRANSACTION = """    <transaction ref="{ref}">
      <transaction-type code="{type}"/>
      <transaction-date iso-date="{date}"/>
      <value value-date="{date}" currency="USD">{amount}.00</value>
      <description>
        <narrative>{words}</narrative>
      </description>
      {receiver}
      <disbursement-channel code="1"/>
      <sector vocabulary="1" code="{sector}"/>
      <recipient-country code="{country}"/>
    </transaction>
"""
_INDICATOR = """      <indicator measure="1">
        <title>
          <narrative>{words}</narrative>
        </title>
        <period>
          <period-start iso-date="2020-01-01"/>
          <period-end iso-date="2020-12-31"/>
          <target value="100"/>
          <actual value="90"/>
        </period>
      </indicator>
"""
_MARKER = '    <policy-marker code="{code}" significance="1" vocabulary="1"/>\n'
_ACTIVITY = """  <iati-activity default-currency="USD" hierarchy="1" last-updated-datetime="2025-04-03T20:52:13Z" xml:lang="en">
    <iati-identifier>XX-BENCH-1-{number}</iati-identifier>
    <reporting-org ref="XX-BENCH-1" type="10">
      <narrative>Ministry of Measurements</narrative>
    </reporting-org>
    <title>
      <narrative xml:lang="en">{words}</narrative>
    </title>
    <description type="1">
      <narrative xml:lang="en">{text}</narrative>
    </description>
    {parties}
    <activity-status code="2"/>
    <activity-date iso-date="2019-10-01" type="1"/>
    <activity-date iso-date="2019-10-01" type="2"/>
    <activity-date iso-date="2024-09-30" type="3"/>
    <contact-info type="1">
      <organisation>
        <narrative>Ministry of Measurements</narrative>
      </organisation>
      <email>someone@example.org</email>
      <website>https://example.org/contact</website>
    </contact-info>
    <recipient-country code="{country}" percentage="100"/>
    <sector vocabulary="1" code="{sector}" percentage="100"/>
{markers}    <location ref="1">
      <name>
        <narrative>{words}</narrative>
      </name>
      <point srsName="http://www.opengis.net/def/crs/EPSG/0/4326">
        <pos>44.81 20.46</pos>
      </point>
    </location>
    <result type="1">
      <title>
        <narrative>{words}</narrative>
      </title>
{indicators}    </result>
    <collaboration-type code="1"/>
    <default-flow-type code="10"/>
    <default-finance-type code="110"/>
    <default-aid-type code="C01"/>
    <budget type="1" status="1">
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-31"/>
      <value currency="USD" value-date="2020-01-01">{amount}</value>
    </budget>
{transactions}    <document-link format="application/pdf" url="https://example.org/{number}.pdf">
      <title>
        <narrative>{words}</narrative>
      </title>
      <category code="A02"/>
    </document-link>
  </iati-activity>
"""


def made(path: Path, megabytes: float) -> Path:
    """An IATI 2.03 file of about that size, the same everywhere; as dense as 9 MB of USAID's: some 85 activities, 810
    transactions and 16,900 elements a megabyte."""
    chance = Random(1)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvz", k=7)) for _ in range(2_000)]
    bodies = [(f"XX-BODY-{i}", " ".join(chance.choices(words, k=4)).title()) for i in range(5_000)]
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" generated-datetime="2025-04-03T20:52:13Z">\n')
        number = 0
        while file.tell() < megabytes * 1e6:
            number += 1
            file.write(_activity(number, chance, words, bodies))
        file.write("</iati-activities>\n")
    return path


def _activity(number: int, chance: Random, words: list[str], bodies: list[tuple[str, str]]) -> str:
    partners = chance.sample(bodies, 3)
    country, sector = chance.choice(("KE", "UG", "MD", "RS", "NP")), chance.choice(("11220", "14030", "15190"))

    def party(tag: str, body: tuple[str, str], more: str = "") -> str:
        return _PARTY.format(tag=tag, ref=body[0], name=body[1], kind=21, more=more)

    transactions = "".join(
        _TRANSACTION.format(
            ref=f"{number}-{i}",
            type=chance.choice((2, 3, 3, 3, 4)),
            date=f"20{chance.randint(19, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            amount=chance.randint(1_000, 9_000_000),
            words=" ".join(chance.choices(words, k=5)),
            receiver=party("receiver-org", chance.choice(partners)),
            sector=sector,
            country=country,
        )
        for i in range(chance.randint(5, 15))
    )
    return _ACTIVITY.format(
        number=number,
        words=" ".join(chance.choices(words, k=6)).title(),
        text=" ".join(chance.choices(words, k=200)),
        parties="\n    ".join(party("participating-org", body, f'role="{role}" ') for role, body in enumerate((*partners, partners[0]), 1)),
        country=country,
        sector=sector,
        amount=chance.randint(1_000, 9_000_000),
        markers="".join(_MARKER.format(code=code) for code in range(1, 11)),
        indicators=_INDICATOR.format(words=" ".join(chance.choices(words, k=6)).title()) * 3,
        transactions=transactions,
    )


# Contenders


def every_element(path: Path) -> int:
    """lxml alone, as most scripts begin."""
    n = 0
    for _, element in etree.iterparse(path):
        element.clear()
        n += 1
    return n


def every_activity(path: Path) -> int:
    """lxml alone, stopping at activities only, each let go."""
    n = 0
    for _, element in etree.iterparse(path, tag="iati-activity"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        n += 1
    return n


def scripted(path: Path) -> int:
    """A table of transactions with `xml.etree`, as a user would script it: no names, no defaults, no evidence."""
    rows = []
    for _, element in ElementTree.iterparse(path):
        if element.tag != "iati-activity":
            continue
        id = element.findtext("iati-identifier", "").strip()
        for transaction in element.findall("transaction"):
            type, value, day = (transaction.find(tag) for tag in ("transaction-type", "value", "transaction-date"))
            ends = [end.get("ref") if (end := transaction.find(tag)) is not None else None for tag in ("provider-org", "receiver-org")]
            if type is not None and value is not None and day is not None:
                rows.append((id, type.get("code"), float(value.text or 0), value.get("currency"), day.get("iso-date"), *ends))
        element.clear()
    return len(rows)


def to_statements(path: Path) -> int:
    """Ours: the items of a file, counted."""
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)  # as a load has it
    try:
        return sum(1 for reading in iati.load(path) for _ in reading.items)
    finally:
        gc.set_threshold(*thresholds)


def to_sqlite(path: Path) -> int:
    """Ours: committed in an empty SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(f"sqlite:///{Path(folder, 'ours.db').as_posix()}"))
        (reading,) = iati.load(path)
        report = ingest(reading.source, reading.items, store)
        store.close()
    return report.read


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "lxml iterparse, every element": every_element,
    "lxml iterparse, activities": every_activity,
    "xml.etree script": scripted,
    "to statements": to_statements,
    "committed in SQLite": to_sqlite,
}


# The runs


def cpu(act: Callable[[Path], int], path: Path) -> tuple[float, int]:
    began = time.process_time()
    n = act(path)
    return time.process_time() - began, n


def contest(path: Path, names: list[str], rounds: int) -> None:
    """Each contender in turn, round by round, so that all meet the same machine."""
    best: dict[str, tuple[float, int]] = {}
    for turn in range(rounds):
        for name in names:
            result = cpu(CONTENDERS[name], path)
            best[name] = min(best.get(name, result), result)
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    size = path.stat().st_size / 1e6
    print(f"\n{path.name}, {size:,.0f} MB, CPU seconds, best of {rounds}")
    print(f"{'':32}{'s':>8}{'MB/s':>8}{'of every':>12}{'of activities':>16}{'count':>14}")
    for name, (seconds, n) in best.items():
        ratios = [best[bare][0] / seconds for bare in list(CONTENDERS)[:2]]
        print(f"{name:32}{seconds:>8.2f}{size / seconds:>8.1f}{ratios[0]:>12.2f}{ratios[1]:>16.2f}{n:>14,}")


def peak(path: Path, name: str) -> float:
    """Peak memory in MB of a fresh process that runs one contender."""
    code = f"from bench import money; from pathlib import Path; money.CONTENDERS[{name!r}](Path({str(path)!r})); money.report_peak()"
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def report_peak() -> None:
    """Of this process alone: what `getrusage` says, a child has from its parent on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        print(next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024)
    else:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def side_by_side(path: Path) -> None:
    """The file twice, one after the other and in two processes: wall seconds, and CPU seconds, which free cores would make wall seconds."""
    began = time.perf_counter()
    alone = [seconds(path) for _ in range(2)]
    one = time.perf_counter() - began
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(len, ["", ""]))  # started before the clock
        began = time.perf_counter()
        both = list(pool.map(seconds, [path, path]))
        two = time.perf_counter() - began
    print(f"\nthe file twice: one process {one:.2f} s, two {two:.2f} s, x {one / two:.2f}", end="")
    print(f"; CPU {sum(alone):.2f} s and {sum(both):.2f} s, on free cores x {sum(alone) / max(both):.2f}")


def seconds(path: Path) -> float:
    """CPU seconds to statements."""
    return cpu(to_statements, path)[0]


def files(file: Path | None, size: float) -> Iterator[Path]:
    if file:
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        yield made(Path(folder, "made.xml"), size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["iati"])
    parser.add_argument("--size", type=float, default=50, help="MB of the file that is made")
    parser.add_argument("--file", type=Path, help="a file to read instead")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", action="store_true", help="SQLite too")
    parser.add_argument("--only-peak", action="store_true", help="memory alone")
    args = parser.parse_args()
    names = [name for name in CONTENDERS if args.store or name != "committed in SQLite"]
    for path in files(args.file, args.size):
        if not args.only_peak:
            contest(path, names, args.rounds)
            side_by_side(path)
        for name in names[3:]:
            print(f"peak memory, {name}: {peak(path, name):,.0f} MB")


if __name__ == "__main__":
    main()

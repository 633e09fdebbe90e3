"""What people judged of who is who, as the clustering wants it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cooplinks.app.model import Judgement, Likeness, Record
from cooplinks.app.store.base import Writer


def standing(lines: Iterable[Judgement]) -> list[Judgement]:
    """What holds of each pair, in the order it was said: the last line on it; where that takes back, what held before it."""
    said: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.number):
        before = said[line.pair]
        if before and line.verdict in (Likeness.OPEN, before[-1].verdict):
            before.pop()
        if line.verdict is not Likeness.OPEN:
            before.append(line)
    return sorted((before[-1] for before in said.values() if before), key=lambda line: line.number)


def bearing(writer: Writer, records: Sequence[Record]) -> Sequence[Record]:
    """The records; one that was judged when it had no key but its own id bears that beside the keys that a newer reading gives it."""
    keyed = {record.id for record in records if record.keys}
    judged = {key for line in writer.judgements(keyed) for key in line.pair} & keyed
    return [replace(r, keys=(*r.keys, r.id)) if r.id in judged else r for r in records] if judged else records

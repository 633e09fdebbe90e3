"""Near-duplicates: the same article under two addresses, with another byline or in the other script.

Texts are compared by the runs of three words that they share. A text's signature is a MinHash of those runs (A. Broder, "On the
resemblance and containment of documents", SEQUENCES 1997), made of the folded words, so that Serbian in Cyrillic is its Latin self; equal
lanes of two signatures estimate the share. Candidates are those equal in a whole band of lanes. Which texts belong together depends on
the texts alone, never on the order of loading.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

LANES = 64  # of 16 bits; four make a band
ALIKE = 0.7  # the share of lanes from which two texts are near-duplicates
RUN = 3
LEAST_WORDS = 20  # of fewer, two texts can be equal by chance
MOST_WORDS = 50_000
_CELLS = 4_000_000  # lanes compared at a time
_PRIME = (1 << 31) - 1
_WORD = re.compile(r"[^\W_]+")

Signature = str  # LANES times four hexadecimal digits


def minhash(text: str) -> Signature | None:
    """The signature of a text; None where it is too short to be told from others."""
    import numpy as np

    from cooplinks.app.names import fold

    words = _WORD.findall(fold(text[: MOST_WORDS * 8]))[:MOST_WORDS]
    if len(words) < LEAST_WORDS:
        return None
    # 32 bits of a run, 16 of a lane: what is equal by chance is far rarer than what two texts share by chance
    runs = {crc32(" ".join(words[n : n + RUN]).encode()) for n in range(len(words) - RUN + 1)}
    hashes = np.fromiter(runs, dtype=np.uint64, count=len(runs)) % _PRIME
    factors, addends = _lanes()
    least = np.array([int(((hashes * factor + addend) % _PRIME).min()) for factor, addend in zip(factors, addends, strict=True)])
    return "".join(f"{lane & 0xFFFF:04x}" for lane in least.tolist())


@lru_cache(maxsize=1)
def _lanes() -> tuple[Any, Any]:
    """The factors and addends of the lanes' hash functions: part of the stored format, the same for ever."""
    import numpy as np

    state, made = 20_001, []
    for _ in range(2 * LANES):  # a multiplicative generator (S. Park, K. Miller, CACM 31, 1988)
        state = state * 48_271 % _PRIME
        made.append(state)
    return np.array(made[:LANES], dtype=np.uint64), np.array(made[LANES:], dtype=np.uint64)


def clusters(signatures: Mapping[str, Signature]) -> dict[str, tuple[str, ...]]:
    """For each id that has near-duplicates all ids that hang together with it, its own too, ordered.

    Equal signatures are taken as one, so that ten thousand copies are no more work than one.
    """
    if len(signatures) < 2:
        return {}
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    different = sorted(set(signatures.values()))
    lanes = np.frombuffer(bytes.fromhex("".join(different)), dtype=">u2").reshape(-1, LANES)
    pairs = np.array(list(_pairs(lanes)), dtype=np.int64).reshape(-1, 2)
    size = len(different)
    _, parts = connected_components(coo_array((np.ones(len(pairs)), pairs.T), shape=(size, size)), directed=False)
    number = dict(zip(different, parts.tolist(), strict=True))
    found: dict[int, list[str]] = defaultdict(list)
    for id in sorted(signatures):
        found[number[signatures[id]]].append(id)
    return {id: alike for alike in map(tuple, found.values()) if len(alike) > 1 for id in alike}


def _pairs(lanes: Any) -> Iterator[tuple[int, int]]:
    """Pairs of rows that are near-duplicates; enough of them to tell what hangs together."""
    import numpy as np

    bands = np.ascontiguousarray(lanes).view(">u8")
    for band in bands.T:
        order = np.argsort(band, kind="stable")
        same = np.concatenate(([False], band[order[1:]] == band[order[:-1]], [False])).astype(np.int8)
        begins, ends = np.flatnonzero(np.diff(same) == 1), np.flatnonzero(np.diff(same) == -1) + 1
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            yield from _walk(lanes, order[begin:end])


def _walk(lanes: Any, rows: Any) -> Iterator[tuple[int, int]]:
    """From each row to those of its band that are like it and were not met: many alike cost one look each."""
    import numpy as np

    left = rows
    while len(left) > 1:
        reached, left = left[:1], left[1:]
        while len(reached) and len(left):
            most = max(1, _CELLS // (LANES * len(left)))
            asked, reached = reached[:most], reached[most:]
            like = (lanes[asked][:, None] == lanes[left][None]).mean(axis=2) >= ALIKE
            met = like.any(axis=0)
            yield from zip(asked[like.argmax(axis=0)[met]].tolist(), left[met].tolist(), strict=True)
            reached, left = np.concatenate((reached, left[met])), left[~met]

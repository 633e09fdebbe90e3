"""A loader process of its own: loads sources one after another and says of each, once it is written, that it is.

python -m tests.contract.loader ADDRESS FIRST COUNT STATEMENTS
"""

import sys

from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.contract.facts import Told


def telling(number: int, statements: int) -> Told:
    """What source `number` says: bodies that other sources name too, and some of its own."""
    told = Told(f"press/{number}", more={"text": f"text of {number}"})
    bodies = [told.says("Organisation", f"Body {i}", f"org:body-{i}@gaz", country="RS") for i in range(number % 5, number % 5 + 8)]
    bodies += [told.says("Organisation", f"Own {number}.{i}") for i in range(4)]
    bodies.append(told.says("Organisation", f"Bridge {number}", f"org:body-{number % 7}@gaz", f"org:x-{number % 3}"))
    for i in range(statements):
        told.links("PART_OF", bodies[i % len(bodies)], bodies[(i + 1 + i // len(bodies)) % len(bodies)], f"sentence {i} of {number}")
    return told


def main(address: str, first: str, count: str, statements: str) -> None:
    store = open_store(Settings(address))
    print("ready", flush=True)
    for number in range(int(first), int(first) + int(count)):
        told = telling(number, int(statements))
        told.load(store, who=f"loader {first}", batch=50)
        print(told.source.id, flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

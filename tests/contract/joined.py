"""A process that loads several sources together, says so before the last, and then waits to be killed.

python -m tests.contract.joined ADDRESS
"""

import sys
import time

from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.contract.test_together import told_of


def main(address: str) -> None:
    store = open_store(Settings(address))
    first, *rest = told_of(1)
    with store.together(first.source, who="the doomed") as joined:
        for told in (first, *rest):
            told.load(joined)
        print("all but shown", flush=True)
        time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1])

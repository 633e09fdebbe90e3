"""Real files and answers that are no part of the project: they lie in `shared` beside the checkout, or where COOPLINKS_TEST_DATA says."""

import os
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = Path(os.environ.get("COOPLINKS_TEST_DATA") or SHARED / "data")
MISSING = "no ../shared/data beside the checkout, and COOPLINKS_TEST_DATA names no folder that has these files"

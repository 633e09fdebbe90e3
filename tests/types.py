"""`python -m tests.types`: mypy --strict over the code as the wheel lays it out, since mypy does not follow `cooplinks.__path__`."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("app", "loaders")


def main() -> int:
    """Copy the rooms under one package, check it, print what mypy says with the checkout's own paths."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "cooplinks"
        shutil.copytree(ROOT / "cooplinks", package, ignore=shutil.ignore_patterns("__pycache__"))
        for room in ROOMS:
            shutil.copytree(ROOT / room, package / room, ignore=shutil.ignore_patterns("__pycache__"))
        command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache")]
        done = subprocess.run([*command, "-p", "cooplinks"], cwd=folder, capture_output=True, text=True)
    for room in ROOMS:
        done.stdout = done.stdout.replace(f"cooplinks/{room}/", f"{room}/")
    print(done.stdout + done.stderr, end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

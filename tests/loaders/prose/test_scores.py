"""The score on annotated articles, where a folder of them lies beside the checkout."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cooplinks.loaders.prose.output import to_extraction
from tests.beside import SHARED
from tests.loaders.prose.reads import read


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="no annotated articles beside the checkout")
def test_score_on_annotated_articles(tmp_path: Path) -> None:
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        (tmp_path / f"{path.stem}.json").write_text(json.dumps(to_extraction(read(path))), encoding="utf-8")
    floors = ["--floor", "entity=0.97", "--floor", "relation=0.93"]
    command = [sys.executable, str(SHARED / "gold" / "score.py"), str(SHARED / "gold" / "seeds"), str(tmp_path), *floors]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr

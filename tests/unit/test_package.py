"""Beside a script author's own `app` and `loaders`, ours keeps working: from the wheel and from the checkout."""

import os
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import app, loaders
import cooplinks
from cooplinks.app.model import Record
from cooplinks.loaders import prose
assert app.MINE and loaders.MINE
assert Record.__module__ == "cooplinks.app.model"
graph = cooplinks.open_store("memory://").to_networkx()
print(graph.number_of_nodes(), cooplinks.__file__)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Somebody's own project, with folders of our folders' names."""
    for name in ("app", "loaders"):
        (tmp_path / "project" / name).mkdir(parents=True)
        (tmp_path / "project" / name / "__init__.py").write_text("MINE = True\n")
    (tmp_path / "project" / "script.py").write_text(SCRIPT)
    return tmp_path / "project"


@pytest.fixture(scope="module")
def wheel_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the wheel and, of the present environment, whatever else is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-isolation"] if find_spec("hatchling") else []
    build = [sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    here = subprocess.run([python, "-c", "import site; print(site.getsitepackages()[-1])"], capture_output=True, text=True, check=True)
    target = Path(here.stdout.strip())
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True)
    others = [p for p in sys.path if p.endswith("site-packages")]
    (target / "others.pth").write_text("\n".join(others) + "\n")
    return python


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COOPLINKS_", "PYTHONPATH"))}
    return kept | {"XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home), "HOME": str(home)} | more


def run(*command: str | Path, project: Path, **more: str) -> str:
    env = environment(project.parent / "home", **more)
    done = subprocess.run([str(c) for c in command], cwd=project, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_works_beside_an_app_of_ones_own(wheel_python: Path, project: Path) -> None:
    nodes, where = run(wheel_python, "script.py", project=project).split(maxsplit=1)
    assert nodes == "0"
    assert ROOT not in Path(where.strip()).parents


def test_the_wheel_s_demo_works_beside_an_app_of_ones_own(wheel_python: Path, project: Path) -> None:
    program = wheel_python.with_name("cooplinks.exe" if os.name == "nt" else "cooplinks")
    for command in ([program], [wheel_python, "-m", "cooplinks"]):
        assert "Who funds" in run(*command, "demo", "--no-serve", project=project)


def test_the_checkout_works_beside_an_app_of_ones_own(project: Path) -> None:
    nodes, where = run(sys.executable, "script.py", project=project, PYTHONPATH=str(ROOT)).split(maxsplit=1)
    assert nodes == "0"
    assert Path(where.strip()).parent == ROOT / "cooplinks"
    assert "Who funds" in run(sys.executable, "-m", "cooplinks", "demo", "--no-serve", project=project, PYTHONPATH=str(ROOT))


def test_the_documented_example_runs(tmp_path: Path) -> None:
    store = f"sqlite:///{(tmp_path / 'links.db').as_posix()}"
    (tmp_path / "project").mkdir()
    there = tmp_path / "project"
    run(sys.executable, "-m", "cooplinks", "load", ROOT / "examples" / "articles", "--store", store, project=there, PYTHONPATH=str(ROOT))
    printed = run(sys.executable, ROOT / "examples" / "python_example.py", store, project=there, PYTHONPATH=str(ROOT))
    assert "as the graph stood at version" in printed
    assert "“" in printed

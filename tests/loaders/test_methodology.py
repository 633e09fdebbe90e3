"""The worked examples of `loaders/METHODOLOGY.md`: each is loaded and asked over HTTP as it stands there."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from cooplinks.app.load import Load, find, load_body
from cooplinks.app.questions import Graph
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store
from tests.api.serving import serving

TEXT = (Path(__file__).resolve().parents[2] / "loaders" / "METHODOLOGY.md").read_text("utf-8")
ROUTES = {
    "entity": "/entities/{id}",
    "links": "/entities/{id}/links",
    "chain": "/projects/{id}/chain",
    "flows": "/flows",
    "funding": "/funding",
}
FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.M | re.S)
FACT = re.compile(r"(\S+) (=|>=) (.+)")
STEP = re.compile(r"[^.\[\]]+|\[[\d*]+\]")


@dataclass(frozen=True)
class Rule:
    """A rule: its files by name, and the lines of its questions."""

    number: str
    files: dict[str, str]
    asked: list[str]


def rules() -> list[Rule]:
    found = []
    for part in re.split(r"^## ", TEXT, flags=re.M)[1:]:
        fences = FENCE.findall(part)
        asked = [line for kind, _, body in fences if kind == "ask" for line in body.splitlines() if line]
        found.append(Rule(part.split()[0], {name: body for kind, name, body in fences if kind != "ask"}, asked))
    return found


RULES = rules()


def test_every_rule_has_a_number_a_file_and_a_question() -> None:
    assert [rule.number for rule in RULES] == [f"M{n}" for n in range(1, len(RULES) + 1)]
    assert all(rule.files and any(FACT.fullmatch(line) for line in rule.asked) for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=[rule.number for rule in RULES])
def test_what_the_example_says_is_so(rule: Rule, tmp_path: Path) -> None:
    for name, body in rule.files.items():
        (tmp_path / name).write_text(body, "utf-8")
    store = open_store(Settings("memory://"))
    load = Load(store, who="the example")
    load.run(find([str(tmp_path)]))
    report = load_body(load.report, store.version())
    with serving(lambda: Graph(store, follow=False)) as client:
        answer: Any = None
        for line in rule.asked:
            fact = FACT.fullmatch(line)
            if fact is None:
                answer = report if line == "load" else ask(client, line)
            else:
                holds(answer, line, *fact.groups())


def ask(client: httpx.Client, line: str) -> Any:
    """The answer to a question as the examples write it: `flows boundary=X measure=paid`."""
    route, *pairs = line.split()
    parameters = dict(pair.split("=", 1) for pair in pairs)
    path = ROUTES[route]
    if "{id}" in path:
        path = path.format(id=quote(parameters.pop("id"), safe=""))
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    response = client.get(f"{path}?{query}", follow_redirects=True)
    assert response.status_code == 200, f"{line}: {response.text}"
    return response.json()


def holds(answer: Any, line: str, path: str, relation: str, wanted: str) -> None:
    found, value = at(answer, STEP.findall(path)), json.loads(wanted)
    assert found >= value if relation == ">=" else found == value, f"{line}: it is {json.dumps(found)}"


def at(value: Any, steps: list[str]) -> Any:
    """The part of an answer that a path names: `a.b[0]`, `a[*].b` (of each), `a.#` (how many)."""
    if not steps:
        return value
    step, *rest = steps
    if step == "#":
        return len(value)
    if step == "[*]":
        return [at(item, rest) for item in value]
    return at(value[int(step[1:-1])] if step.startswith("[") else value[step], rest)

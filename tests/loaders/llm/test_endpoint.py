"""How a model is asked: what is sent, what is tried again, and every way in which an endpoint can fail."""

import socket
import threading
from collections.abc import Callable
from decimal import Decimal
from email.utils import formatdate

import pytest

from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.model import Spent
from cooplinks.loaders.llm.endpoint import MOST_WAIT_S, TRIES, Endpoint, Model
from tests.loaders.llm.server import Answer, Stub, completion

KEY = "sk-hush-hush"
WORDS = [{"role": "user", "content": "Read this."}]


def model(stub: Stub, slept: list[float] | None = None, **told: str) -> Model:
    endpoint = Endpoint.of({"url": stub.url, "model": "tiny-1", "key": KEY, "timeout": "1", "price": "0.5/1.5 EUR", **told})
    return Model(endpoint, sleep=(slept if slept is not None else []).append)


def failure(asked: Model) -> str:
    with pytest.raises(InputRefused) as wrong:
        asked.ask(WORDS, {})
    assert KEY not in str(wrong.value)
    assert wrong.value.reason.startswith("the language model tiny-1 at http://127.0.0.1:")
    return wrong.value.reason.partition("/v1: ")[2]


def test_it_asks_for_the_schema_at_the_usual_place(stub: Stub) -> None:
    stub.answers = [completion("{}")]
    asked = model(stub)
    assert asked.ask(WORDS, {"type": "object"}) == "{}"
    assert stub.paths == ["/v1/chat/completions"]
    assert stub.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert (stub.asked[0]["model"], stub.asked[0]["messages"], stub.asked[0]["temperature"]) == ("tiny-1", WORDS, 0)
    assert stub.asked[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert asked.spent == Spent(1, 1000, 200, Decimal("0.0008"), "EUR")


def test_tokens_without_a_price_cost_nothing_and_what_is_no_number_counts_nothing(stub: Stub) -> None:
    stub.answers = [completion("{}"), Answer(b'{"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": "many"}}')]
    asked = model(stub, price="")
    asked.ask(WORDS, {})
    asked.ask(WORDS, {})
    assert asked.spent == Spent(2, 1000, 200)


def test_too_many_requests_are_tried_again_when_the_server_says(stub: Stub) -> None:
    later = formatdate(4_000_000_000, usegmt=True)
    stub.answers = [Answer(b"", 429, {"Retry-After": retry}) for retry in ("7", later, "soon")] + [completion("{}")]
    slept: list[float] = []
    assert model(stub, slept).ask(WORDS, {}) == "{}"
    assert slept == [7, MOST_WAIT_S, 4]  # the last by its own pace


def test_a_server_in_trouble_for_ever_is_given_up(stub: Stub) -> None:
    stub.answers = [Answer(b'{"error": {"message": "out of\\n order"}}', 500)]
    slept: list[float] = []
    asked = model(stub, slept)
    assert failure(asked) == f"answers 500 (out of order), {TRIES} times"
    assert slept == [1, 2, 4]
    assert failure(asked) == "answers 500 (out of order)"  # asked once only, until it answers again
    stub.answers = [completion("{}"), Answer(b"", 503), completion("{}")]
    assert [asked.ask(WORDS, {}), asked.ask(WORDS, {})] == ["{}", "{}"]


@pytest.mark.parametrize("status", [302, 400, 401, 404])
def test_what_will_not_get_better_is_not_tried_again(stub: Stub, status: int) -> None:
    stub.answers = [Answer(b'{"error": "wrong key"}', status, {"Location": "http://127.0.0.1:1/"})]
    assert failure(model(stub)) == f"answers {status} (wrong key)"
    assert len(stub.asked) == 1


def test_a_silent_server_is_not_waited_for(stub: Stub) -> None:
    over = threading.Event()
    stub.answers = [Answer(before=lambda: over.wait(30))]
    assert failure(model(stub)) == f"no answer within 1 s, {TRIES} times"
    over.set()


def test_a_server_that_drips_is_not_waited_for(stub: Stub) -> None:
    over = threading.Event()

    def drip(write: Callable[[bytes], object]) -> None:
        while not over.wait(0.1):
            write(b" ")

    stub.answers = [Answer(write=drip)]
    assert failure(model(stub)) == f"no answer within 1 s, {TRIES} times"
    over.set()


def test_an_answer_of_ten_megabytes_is_not_taken(stub: Stub) -> None:
    stub.answers = [completion("x" * 10_000_000)]
    assert failure(model(stub)) == "answers more than 4 MB"


def test_a_connection_that_breaks_off_is_told(stub: Stub) -> None:
    stub.answers = [Answer(b"{}", headers={"Content-Length": "1000"}, write=lambda write: None)]
    assert failure(model(stub)).startswith("can't be reached (")


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    asked = Model(Endpoint(f"http://127.0.0.1:{port}/v1", "tiny-1"), sleep=lambda s: None)
    with pytest.raises(InputRefused, match=f"can't be reached .*, {TRIES} times"):
        asked.ask(WORDS, {})


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(b"<html>"), "answers something that is not JSON"),
        (Answer(b"[1]"), "answers something that is not JSON"),
        (Answer(b"{}"), "answers without content"),
        (Answer(b'{"choices": [{"message": {"content": null, "refusal": "no"}}]}'), "answers without content"),
        (Answer(b'{"choices": 7, "usage": [1]}'), "answers without content"),
        (
            completion('{"entities": [', finish="length"),
            "the answer breaks off, being too long for it: set COOPLINKS_LLM_PIECE to fewer characters",
        ),
    ],
)
def test_nonsense_is_refused(stub: Stub, answer: Answer, why: str) -> None:
    stub.answers = [answer]
    assert failure(model(stub)) == why


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({}, "COOPLINKS_LLM_URL"),
        ({"url": "http://x/v1"}, "COOPLINKS_LLM_MODEL"),
        ({"url": "x/v1", "model": "m"}, "COOPLINKS_LLM_URL"),
        ({"url": "http://x/v1", "model": "m", "price": "cheap"}, "COOPLINKS_LLM_PRICE"),
        ({"url": "http://x/v1", "model": "m", "timeout": "nan"}, "COOPLINKS_LLM_TIMEOUT"),
        ({"url": "http://x/v1", "model": "m", "piece": "0"}, "COOPLINKS_LLM_PIECE"),
    ],
)
def test_a_setting_that_is_wrong_is_named(told: dict[str, str], named: str) -> None:
    with pytest.raises(WrongUse, match=named):
        Endpoint.of(told)


def test_no_secret_is_shown() -> None:
    endpoint = Endpoint.of({"url": f"https://me:{KEY}@x.org/v1?key={KEY}", "model": "m", "key": KEY})
    assert endpoint.shown == "https://x.org/v1"
    assert KEY not in repr(Endpoint.of({"url": "https://x.org/v1", "model": "m", "key": KEY}))

"""One request to a language model: POST {url}/chat/completions, tried again where that may help, its tokens and cost counted."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import orjson
import urllib3

from cooplinks.app.errors import InputRefused, WrongUse
from cooplinks.app.model import Spent

TRIES = 4
CONNECT_S = 10.0
TIMEOUT_S = 120.0
MOST_WAIT_S = 60.0  # between two tries, whatever the server asks for
MOST_BYTES = 4_000_000  # of an answer
PIECE = 6_000  # characters of an article that are sent at once
_CHUNK = 1 << 16
_AGAIN = frozenset((408, 409, 429, 500, 502, 503, 504, 529))
_PRICE = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)(?: ([A-Z]{3}))?")
_MILLION = 1_000_000

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers. `price` is what a million tokens cost, in and out; `pause_s` the wait before a second try, doubled for each
    further one.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    price: tuple[Decimal, Decimal] | None = None
    currency: str = ""
    timeout_s: float = TIMEOUT_S
    piece: int = PIECE
    pause_s: float = 1.0

    @classmethod
    def of(cls, told: Mapping[str, str]) -> "Endpoint":
        """The endpoint that settings tell of (`url`, `model`, `key`, `price`, `timeout`, `piece`); raises WrongUse, naming the variable."""
        for name in ("url", "model"):
            if not told.get(name):
                raise WrongUse(f"no language model is configured: say COOPLINKS_LLM_{name.upper()}", f"llm_{name}")
        if urlsplit(told["url"]).scheme not in ("http", "https") or not urlsplit(told["url"]).hostname:
            raise WrongUse("COOPLINKS_LLM_URL is no address: say what stands before /chat/completions, as https://host/v1", "llm_url")
        *price, currency = _price(told.get("price", ""))
        return cls(
            url=told["url"].rstrip("/"),
            model=told["model"],
            key=told.get("key") or None,
            price=(Decimal(price[0]), Decimal(price[1])) if price[0] else None,
            currency=currency,
            timeout_s=float(_number(told, "timeout", TIMEOUT_S, least=1)),
            piece=int(_number(told, "piece", PIECE, least=500)),
        )

    @property
    def shown(self) -> str:
        """The address without what may be secret in it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _price(text: str) -> tuple[str, str, str]:
    match = _PRICE.fullmatch(text.strip()) if text else None
    if text and not match:
        raise WrongUse(
            f"COOPLINKS_LLM_PRICE {text!r} is no price: say what a million tokens cost in and out, as 0.15/0.60 or 0.15/0.60 EUR",
            "llm_price",
        )
    return (match[1], match[2], match[3] or "USD") if match else ("", "", "")


def _number(told: Mapping[str, str], name: str, default: float, *, least: int) -> float:
    text = told.get(name) or str(default)
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not least <= number <= 1_000_000:
        raise WrongUse(f"COOPLINKS_LLM_{name.upper()} {text!r} is no number from {least} up", f"llm_{name}")
    return number


class Model:
    """A model that is asked one thing after the other; `spent` is what it took so far.

    An endpoint that could not be reached is asked once only the next time, until it answers again.
    """

    def __init__(self, endpoint: Endpoint, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.spent = Spent(currency=endpoint.currency)
        self._endpoint, self._sleep = endpoint, sleep
        self._away = False
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        self._headers = headers | ({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})
        timeout = urllib3.Timeout(connect=min(CONNECT_S, endpoint.timeout_s), read=endpoint.timeout_s)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False)

    def ask(self, messages: list[Json], schema: Json) -> str:
        """What the model answers; raises InputRefused where it does not, or not whole."""
        body = orjson.dumps(
            {
                "model": self._endpoint.model,
                "messages": messages,
                "temperature": 0,
                "response_format": {"type": "json_schema", "json_schema": {"name": "extraction", "strict": True, "schema": schema}},
            }
        )
        return self._content(self._answered(body))

    def _answered(self, body: bytes) -> bytes:
        tries = 1 if self._away else TRIES
        for number in range(tries):
            try:
                status, headers, data = self._post(body)
            except (urllib3.exceptions.HTTPError, OSError) as wrong:
                self._away, why, asked_s = True, _why(wrong, self._endpoint.timeout_s), None
            else:
                self._away = status >= 500
                if status == 200:
                    return data
                why, asked_s = f"answers {status}{_message(data)}", _retry_after(headers.get("retry-after"))
                if status not in _AGAIN:
                    raise self._refused(why)
            if number + 1 < tries:
                self._sleep(min(MOST_WAIT_S, self._endpoint.pause_s * 2**number if asked_s is None else asked_s))
        raise self._refused(f"{why}, {tries} times" if tries > 1 else why)

    def _post(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; raises HTTPError of urllib3, TimeoutError and what `_refused` makes of an answer without end."""
        until = time.monotonic() + self._endpoint.timeout_s
        url = f"{self._endpoint.url}/chat/completions"
        answer = self._pool.request("POST", url, body=body, headers=self._headers, redirect=False, preload_content=False)
        try:
            data = bytearray()
            while chunk := answer.read1(_CHUNK):
                data += chunk
                if len(data) > MOST_BYTES:
                    raise self._refused(f"answers more than {MOST_BYTES / 1e6:.0f} MB")
                if time.monotonic() > until:
                    raise TimeoutError
        except BaseException:
            answer.close()
            raise
        finally:
            answer.release_conn()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, bytes(data)

    def _content(self, data: bytes) -> str:
        try:
            answer = orjson.loads(data)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            raise self._refused("answers something that is not JSON")
        self._count(answer.get("usage"))
        choices = answer.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
        said = choice.get("message")
        content = said.get("content") if isinstance(said, dict) else None
        if choice.get("finish_reason") == "length":
            raise self._refused("the answer breaks off, being too long for it: set COOPLINKS_LLM_PIECE to fewer characters")
        if not isinstance(content, str) or not content.strip():
            raise self._refused("answers without content")
        return content

    def _count(self, usage: object) -> None:
        told = usage if isinstance(usage, dict) else {}
        into, out = (n if isinstance(n := told.get(f"{name}_tokens"), int) and 0 <= n < 1 << 40 else 0 for name in ("prompt", "completion"))
        price = self._endpoint.price or (Decimal(0), Decimal(0))
        self.spent += Spent(1, into, out, (into * price[0] + out * price[1]) / _MILLION, self._endpoint.currency)

    def _refused(self, why: str) -> InputRefused:
        why = why.replace(self._endpoint.key, "***") if self._endpoint.key else why  # a server may repeat it
        return InputRefused(self._endpoint.shown, f"the language model {self._endpoint.model} at {self._endpoint.shown}: {why}")


def _why(wrong: Exception, timeout_s: float) -> str:
    refused = isinstance(wrong, urllib3.exceptions.NewConnectionError)  # which urllib3 counts among the time-outs
    if isinstance(wrong, (TimeoutError, urllib3.exceptions.TimeoutError)) and not refused:
        return f"no answer within {timeout_s:g} s"
    return f"can't be reached ({type(wrong).__name__})"


def _message(data: bytes) -> str:
    """What the server says of an error, in brackets."""
    try:
        error = orjson.loads(data)["error"]
        text = error["message"] if isinstance(error, dict) else error
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ""
    return f" ({' '.join(text.split())[:200]})" if isinstance(text, str) else ""


def _retry_after(value: str | None) -> float | None:
    try:
        return urllib3.Retry().parse_retry_after(value) if value else None
    except urllib3.exceptions.InvalidHeader:
        return None

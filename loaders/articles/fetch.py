"""Pages from the web, politely: robots.txt is obeyed, a host is asked once a second at most, and not again for what it gave lately.

Only what a person listed is fetched; links in pages are never followed.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from cooplinks.app.errors import InputRefused
from cooplinks.app.ids import digest

AGENT = "cooplinks"
PAUSE_S = 1.0
MOST_PAUSE_S = 30.0  # a host that asks for longer pauses is not asked at all
FRESH_S = 24 * 3600  # so long a page is taken from the cache without asking
TIMEOUT_S = 30.0
MOST_BYTES = 50_000_000
MOST_ROBOTS = 500_000  # RFC 9309, 2.5: parsers must take 500 KiB
_MOST_HOPS = 5
_CHUNK = 1 << 16
_KEPT = ("content-type", "etag", "last-modified")


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the address after redirections, the type and encoding that the server tells, the bytes."""

    url: str
    type: str
    encoding: str
    data: bytes


class Fetcher:
    """Fetches pages into a cache; `clock` and `sleep` are those of `time`."""

    def __init__(self, cache: Path, *, clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep) -> None:
        import urllib3

        self._cache, self._clock, self._sleep = cache, clock, sleep
        self._asked: dict[str, float] = {}  # host -> when last
        self._robots: dict[str, Any] = {}
        timeout = urllib3.Timeout(connect=TIMEOUT_S, read=TIMEOUT_S)
        self._pool = urllib3.PoolManager(
            headers={"User-Agent": f"{AGENT} (reads articles somebody listed)"}, timeout=timeout, retries=False
        )

    def page(self, url: str) -> Page:
        """The page of an address; raises InputRefused where robots.txt, the server or the network does not give it."""
        kept = self._kept(url)
        if kept and self._clock() - kept["at"] < FRESH_S:
            return self._page(url, kept)
        headers = {"If-None-Match": kept.get("etag"), "If-Modified-Since": kept.get("last-modified")} if kept else {}
        final, status, told, data = self._ask(url, {name: value for name, value in headers.items() if value})
        if status == 304 and kept:
            told = {name: kept[name] for name in _KEPT if name in kept}
            data = self._file(url, "body").read_bytes()
        elif status != 200:
            raise InputRefused(url, f"the server answers {status}")
        self._keep(url, {**told, "url": final, "at": self._clock()}, data)
        return _of(final, told, data)

    def _ask(self, url: str, headers: dict[str, str]) -> tuple[str, int, dict[str, str], bytes]:
        """Where redirections lead to, its status, headers and body."""
        for _ in range(_MOST_HOPS):
            self._allowed(url)
            status, told, data = self._get(url, headers, MOST_BYTES)
            if status not in (301, 302, 303, 307, 308) or not told.get("location"):
                return url, status, told, data
            url = _joined(url, told["location"])
        raise InputRefused(url, f"is redirected more than {_MOST_HOPS} times")

    def _allowed(self, url: str) -> None:
        host = _host(url)
        if host not in self._robots:
            self._robots[host] = self._rules(host)
        rules = self._robots[host]
        if rules is None:
            raise InputRefused(url, "its robots.txt can't be had at the moment, which forbids to ask for more: try later")
        if not rules.can_fetch(url, AGENT):
            raise InputRefused(url, "robots.txt forbids to fetch it: save the page by hand")
        if self._pause(host) > MOST_PAUSE_S:
            raise InputRefused(url, f"robots.txt asks for pauses of over {MOST_PAUSE_S:.0f} s: save the page by hand")

    def _rules(self, host: str) -> Any:
        """The rules of a host; None where all is forbidden because it is in trouble (RFC 9309, 2.3.1)."""
        from protego import Protego

        url = f"{host}/robots.txt"
        for _ in range(_MOST_HOPS):
            status, told, data = self._get(url, {}, MOST_ROBOTS)
            if status in (301, 302, 303, 307, 308) and told.get("location"):
                url = _joined(url, told["location"])
                continue
            if status >= 500 or status == 429:
                return None
            return Protego.parse(data.decode("utf-8", "replace") if status == 200 else "")
        return Protego.parse("")

    def _pause(self, host: str) -> float:
        rules = self._robots.get(host)
        return max(PAUSE_S, float((rules.crawl_delay(AGENT) if rules else None) or 0.0))

    def _get(self, url: str, headers: dict[str, str], most: int) -> tuple[int, dict[str, str], bytes]:
        """Ask once, after the pause that the host is owed."""
        import urllib3

        host = _host(url)
        wait = self._asked.get(host, float("-inf")) + self._pause(host) - self._clock()
        if wait > 0:
            self._sleep(wait)
        try:
            answer = self._pool.request("GET", url, headers={**self._pool.headers, **headers}, redirect=False, preload_content=False)
            try:
                data = _body(answer, url, most)
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, UnicodeError, ValueError) as wrong:
            raise InputRefused(url, f"can't be fetched: {type(wrong).__name__}: {str(wrong)[:200]}") from wrong
        finally:
            self._asked[host] = self._clock()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, data

    def _kept(self, url: str) -> dict[str, Any] | None:
        try:
            kept = json.loads(self._file(url, "json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) and "at" in kept and self._file(url, "body").exists() else None

    def _page(self, url: str, kept: dict[str, Any]) -> Page:
        return _of(kept.get("url", url), kept, self._file(url, "body").read_bytes())

    def _keep(self, url: str, told: dict[str, Any], data: bytes) -> None:
        """Body first: a page whose headers are there is whole."""
        self._cache.mkdir(parents=True, exist_ok=True)
        self._file(url, "json").unlink(missing_ok=True)
        self._file(url, "body").write_bytes(data)
        kept = {name: told[name] for name in (*_KEPT, "url", "at") if name in told}
        self._file(url, "json").write_text(json.dumps(kept), "utf-8")

    def _file(self, url: str, suffix: str) -> Path:
        return self._cache / f"{digest(url, size=16)}.{suffix}"


def _body(answer: Any, url: str, most: int) -> bytes:
    data = bytearray()
    for chunk in answer.stream(_CHUNK):
        data += chunk
        if len(data) > most:
            raise InputRefused(url, f"is over {most / 1e6:.1f} MB")
    return bytes(data)


def _of(url: str, told: dict[str, Any], data: bytes) -> Page:
    type, _, parameters = str(told.get("content-type", "")).partition(";")
    encoding = parameters.strip().removeprefix("charset=").strip("\"' ") if parameters.strip().startswith("charset=") else ""
    return Page(url, type.strip().lower(), encoding, data)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as wrong:
        raise InputRefused(url, f"is redirected to {location!r}, which is no address") from wrong


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as wrong:
        raise InputRefused(url, f"is no address: {wrong}") from wrong
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise InputRefused(url, "leads to no page of the web")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()

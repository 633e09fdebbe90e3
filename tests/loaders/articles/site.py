"""A site on this machine that answers as a test says."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """What the server answers by path, and what it was asked."""

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def give(self, path: str, data: bytes | str = b"", *, status: int = 200, **headers: str) -> str:
        content = data.encode() if isinstance(data, str) else data
        told = {"content-type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, told, content)
        return self.address + path


@pytest.fixture(name="site")
def served() -> Iterator[Site]:
    """The site while it is served."""
    told = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            status, headers, data = told.answers.get(self.path, (404, {}, b""))
            if headers.get("etag") and self.headers.get("If-None-Match") == headers["etag"]:
                status, data = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield told
        server.shutdown()
        thread.join()

"""A server on this machine that answers as a language model's endpoint does, or as badly as it is told to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says: `before` runs first, `write` writes the body in place of `body`."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    write: Callable[[Callable[[bytes], object]], None] | None = None


@dataclass(slots=True)
class Stub:
    """What it was asked, and what it answers: one after the other, the last one again and again; or what `think` makes of a request."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    think: Callable[[Json], Answer] | None = None
    asked: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def answer(self, body: Json) -> Answer:
        self.asked.append(body)
        if self.think:
            return self.think(body)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def completion(content: object, *, finish: str = "stop", tokens: tuple[int, int] = (1000, 200)) -> Answer:
    """An answer of status 200; content that is no text becomes JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    body = {
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
    }
    return Answer(json.dumps(body).encode())


def named(id: str, type: str, name: str, *quotes: str, **more: object) -> Json:
    """An entity as a model gives it."""
    empty = dict.fromkeys(("kind", "country", "since", "until"))
    return {"id": id, "type": type, "name": name, "quotes": [*(quotes or (name,))], **empty, **more}


def link(type: str, source: str, target: str, quote: str, **more: object) -> Json:
    """A link as a model gives it."""
    return {"type": type, "source": source, "target": target, "quote": quote, **dict.fromkeys(("role", "title", "modality")), **more}


@contextmanager
def serving() -> Iterator[Stub]:
    """A server for as long as the block runs."""
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            stub.paths.append(self.path)
            stub.headers.append(dict(self.headers.items()))
            answer = stub.answer(json.loads(self.rfile.read(length)))
            answer.before()
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.write is None:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                (answer.write or (lambda write: write(answer.body)))(self.wfile.write)
            except (BrokenPipeError, ConnectionResetError):
                return  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

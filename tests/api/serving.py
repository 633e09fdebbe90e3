"""A real server on a port of its own: what a client sees is what went over the wire."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

import httpx
import uvicorn

from cooplinks.app.api.main import create_app


@contextmanager
def serving(open_graph: Callable[[], Any], *, ready: bool = True, **options: Any) -> Iterator[httpx.Client]:
    """A client of a server on what `open_graph` opens; by default once it answers."""
    app = create_app(open_graph=open_graph, **{"refresh_s": 0.05, **options})
    # asyncio sends at once (TCP_NODELAY) only on sockets that are TCP by name, else each answer takes 40 ms
    with socket.socket(proto=socket.IPPROTO_TCP) as taken:
        taken.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}", timeout=30) as client:
                until(lambda: server.started)
                if ready:
                    until(lambda: client.get("/readyz").status_code == 200)
                yield client
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


def until(true: Callable[[], bool], *, within_s: float = 5.0) -> None:
    """Wait for something to become true."""
    end = monotonic() + within_s
    while not true():
        assert monotonic() < end, f"not true within {within_s} s"
        sleep(0.02)


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem that the response is, of this status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail"} <= body.keys()
    assert "Traceback" not in response.text
    return body

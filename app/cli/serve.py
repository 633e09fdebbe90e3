"""Serve the HTTP contract in this process: take the port first, say when it answers, end cleanly when told to."""

import copy
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

from cooplinks.app.errors import CooplinksError, StoreAway
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store


class PortTaken(CooplinksError):
    """The address can't be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything is opened; raises PortTaken. Port 0 takes a free one."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        taken = socket.socket(family, kind, proto)
    except (OSError, UnicodeError) as wrong:
        raise PortTaken(f"can't listen on {host}: {getattr(wrong, 'strerror', None) or wrong}") from wrong
    try:
        if os.name == "posix":  # on Windows this would let two servers share the port
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(2048)
    except OSError as wrong:
        taken.close()
        raise PortTaken(f"can't listen on {host}:{port}: {wrong.strerror}; --port takes another") from wrong
    return taken


def serve(settings: Settings, taken: socket.socket, host: str, say: Callable[[str], None]) -> None:
    """Answer on the socket until Ctrl-C or SIGTERM; a store that is away keeps it from answering, not from starting."""
    import uvicorn

    from cooplinks.app.api.main import create_app

    try:
        open_store(settings).close()  # a wrong password or address is said here, in one line
    except StoreAway as away:
        say(f"warning: {away}; serving, and answering as soon as it is back")

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                where = f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}"
                say(f"serving {where}, documented at {where}/docs; Ctrl-C ends it")

    config = uvicorn.Config(create_app(settings), log_config=_log_config(), timeout_graceful_shutdown=5)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a container's stop is as clean an end as Ctrl-C
    try:
        Server(config).run(sockets=[taken])
    except KeyboardInterrupt:
        say("stopped")
    finally:
        taken.close()


def _log_config() -> dict[str, Any]:
    """uvicorn's own, all of it to standard error, its start-up lines left out."""
    from uvicorn.config import LOGGING_CONFIG

    config = copy.deepcopy(LOGGING_CONFIG)
    config["handlers"]["access"]["stream"] = "ext://sys.stderr"
    config["loggers"]["uvicorn.error"] = {"level": "WARNING"}
    return config

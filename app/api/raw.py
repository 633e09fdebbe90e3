"""Routing on the path as it was sent: `%2F` stays inside its segment; HEAD is a GET without its body."""

from urllib.parse import quote, unquote, unquote_to_bytes

from starlette.convertors import Convertor, register_url_convertor
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = "@~:!$&'()*+,;="  # what RFC 3986 lets stand in a segment beside letters, digits and -._~


class RawPath:
    """Gives the router the raw path, every segment spelled one way (`%2F` kept, `%73` become `s`): equal addresses match alike."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": one_spelling(raw_path(scope))}
        await self.app(scope, receive, send)


class HeadAsGet:
    """Answers HEAD as GET, headers and all, and keeps the body back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, bodiless)


class Segment(Convertor[str]):
    """One path segment, decoded only now, after the router has split the path."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        return unquote(value)

    def to_string(self, value: str) -> str:
        return quote_segment(value)


register_url_convertor("segment", Segment())


def raw_path(scope: Scope) -> bytes:
    """The path as sent, without the query; ASGI servers may leave `raw_path` out."""
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"]).encode() if raw is None else raw.split(b"?", 1)[0]


def one_spelling(raw: bytes) -> str:
    """The path percent-encoded in one way, segment by segment; bytes that are no UTF-8 become U+FFFD, which names nothing."""
    return "/".join(quote_segment(unquote_to_bytes(segment).decode("utf-8", "replace")) for segment in raw.split(b"/"))


def quote_segment(text: str) -> str:
    """The text as one path segment."""
    return quote(text, safe=SAFE)

"""From a body to a response: media type, ETag, 304, gzip."""

import gzip
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

import cooplinks

JSON, CSV = "application/json", "text/csv"
VERSION_HEADER = "Cooplinks-Graph-Version"
WORTH_PACKING = 1024  # bytes; below, gzip's own overhead eats the gain

Body = dict[str, Any]
Writer = Callable[[Body], bytes]

_TAG = re.compile(r'"([^"]*)"')


def to_json(body: Body) -> bytes:
    """The body as JSON; numbers may be numpy's."""
    return orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)


@dataclass(frozen=True, slots=True)
class Variant:
    """Which representation of an answer a request gets: its media type, and whether packed."""

    media_type: str
    packed: bool
    vary: str

    @classmethod
    def of(cls, request: Request, media_types: Iterable[str]) -> "Variant":
        """The best of `media_types` for the request; the first where nothing fits, as a wrong Accept is no reason to say nothing."""
        offered = tuple(media_types)
        vary = "Accept, Accept-Encoding" if len(offered) > 1 else "Accept-Encoding"
        return cls(preferred(request.headers.get("accept", ""), offered), accepts_gzip(request.headers.get("accept-encoding", "")), vary)

    def etag(self, request: Request, version: str, content: bytes = b"") -> str:
        """The strong ETag: a hash of graph version, program version, query, media type and encoding (and `content`, where given)."""
        query = sorted(request.query_params.multi_items())
        parts = (version, cooplinks.__version__, request.scope["path"], repr(query), self.media_type, str(self.packed))
        return f'"{blake2b(repr(parts).encode("utf-8", "replace") + content, digest_size=16).hexdigest()}"'

    def headers(self, version: str, etag: str) -> dict[str, str]:
        """The headers that a 200 and a 304 share."""
        of_graph = {VERSION_HEADER: version} if version else {}
        return {**of_graph, "ETag": etag, "Cache-Control": "no-cache", "Vary": self.vary}

    def respond(self, content: bytes, headers: Mapping[str, str]) -> Response:
        """200 with the content, packed where it is worth it."""
        media_type = self.media_type + ("; charset=utf-8" if self.media_type == CSV else "")
        if self.packed and len(content) >= WORTH_PACKING:
            packed = gzip.compress(content, 5, mtime=0)
            return Response(packed, 200, {**headers, "Content-Encoding": "gzip"}, media_type)
        return Response(content, 200, dict(headers), media_type)


def named(request: Request, etag: str) -> bool:
    """Whether If-None-Match names this ETag (compared weakly, as RFC 9110 says)."""
    return etag.strip('"') in _TAG.findall(_if_none_match(request))


def names_any(request: Request) -> bool:
    """Whether If-None-Match is `*`: any answer will do."""
    return _if_none_match(request).strip() == "*"


def not_modified(headers: Mapping[str, str]) -> Response:
    """304."""
    return Response(None, 304, dict(headers))


def page_headers(request: Request, body: Body) -> Mapping[str, str]:
    """What a table has no room for: how many items there are in all, and where the next page is."""
    headers = {"Cooplinks-Total": str(body["total"])}
    if body["next"]:
        headers["Link"] = f'<?{request.url.include_query_params(cursor=body["next"]).query}>; rel="next"'
    return headers


def part_headers(request: Request, body: Body) -> Mapping[str, str]:
    """Where the next page of each part of a boundary is, for a table that has no room for it."""
    going_on = {name: part["next"] for name, part in body.items() if isinstance(part, dict) and part.get("next")}
    links = [
        f'<?{request.url.include_query_params(part=name, cursor=cursor).query}>; rel="next"; title="{name}"'
        for name, cursor in going_on.items()
    ]
    return {"Link": ", ".join(links)} if links else {}


def preferred(accept: str, offered: tuple[str, ...]) -> str:
    """The offered media type that an Accept header likes best; ties go to the one offered first."""
    likes = _weights(accept)

    def weight(media_type: str) -> float:
        for pattern in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
            if pattern in likes:
                return likes[pattern]
        return 0.0

    return max(offered, key=weight)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header takes gzip."""
    likes = _weights(accept_encoding)
    return likes.get("gzip", likes.get("*", 0.0)) > 0


def _if_none_match(request: Request) -> str:
    return ",".join(request.headers.getlist("if-none-match"))


def _weights(header: str) -> dict[str, float]:
    """`a;q=0.5, b` as {a: 0.5, b: 1.0}; a weight that is no number counts as 1."""
    weights = {}
    for item in header.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        q = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weights[name] = float(q) if re.fullmatch(r"[01](\.\d{0,3})?", q) else 1.0
    return weights

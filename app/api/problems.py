"""RFC 9457 `application/problem+json`: what a client is told instead of an answer. The statuses: `main.py`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cooplinks.app.api.raw import quote_segment
from cooplinks.app.errors import Ambiguous, CooplinksError, Moved, SchemaTooNew, StoreAway, StoreError, UnknownName, WrongUse

MEDIA_TYPE = "application/problem+json"
LONGEST_DETAIL = 600


class StillReading(StoreAway):
    """The server has only just begun to read the graph."""


class TooMany(CooplinksError):
    """As many questions as the server takes are being answered already."""


def problem(status: int, kind: str, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """A problem response; `kind` makes its `type`, `more` are the members that help."""
    short = detail if len(detail) <= LONGEST_DETAIL else detail[:LONGEST_DETAIL] + "…"
    body = {"type": f"urn:cooplinks:problem:{kind}", "title": title, "status": status, "detail": short, **more}
    # no-cache: a 308, 404 or 410 may be kept without asking otherwise, and a merge can be taken back
    return Response(orjson.dumps(body), status, {"Cache-Control": "no-cache", **(headers or {})}, MEDIA_TYPE)


def helpful(error: CooplinksError) -> dict[str, Any]:
    """The members of a problem that help with this error."""
    match error:
        case WrongUse() if error.parameter:
            return {"parameter": error.parameter}
        case UnknownName():
            return {"id": error.name[:LONGEST_DETAIL], "did_you_mean": error.did_you_mean[:5]}
        case Ambiguous():
            return {"id": error.name[:LONGEST_DETAIL], "candidates": error.candidates}
        case Moved():
            return {"id": error.id}
    return {}


def told(error: CooplinksError) -> str:
    """The detail for a client: the error's own words, but of a store's only those that name neither its address nor its user."""
    if isinstance(error, StoreError) and not isinstance(error, StillReading | SchemaTooNew):
        return "the store can't answer just now; it is tried again every second, and the server's log says more"
    return str(error)


def location(request: Request, id: str) -> str:
    """The address asked, with `id` in the place of `{id}` and the query kept."""
    path = request.scope.get("root_path", "") + request.scope["route"].path_format.replace("{id}", quote_segment(id))
    query = quote(request.scope["query_string"], safe="%!$&'()*+,;=:@/?-._~")
    return f"{path}?{query}" if query else path


async def on_validation_error(request: Request, error: Exception) -> Response:
    """422 for what FastAPI and Pydantic refuse, naming the first parameter that is wrong and listing all."""
    assert isinstance(error, RequestValidationError)
    wrong = [{"parameter": _parameter(e["loc"]), "detail": _said(e)} for e in error.errors()]
    detail = "; ".join(f"{w['parameter']}: {w['detail']}" for w in wrong)
    return problem(422, "bad-parameter", "A parameter is not allowed", detail, parameter=wrong[0]["parameter"], errors=wrong)


async def on_http_error(request: Request, error: Exception) -> Response:
    """404 and 405 of addresses that are no route, and whatever else the framework raises."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 404:
        return problem(404, "no-such-route", "No such route", f"{request.scope['path']} is no route here; /openapi.json lists them")
    if error.status_code == 405:
        headers = {"Allow": "GET, HEAD"}
        return problem(405, "method-not-allowed", "Only GET and HEAD", f"{request.method} is not taken: reads are GET", headers=headers)
    return problem(error.status_code, "http", "The request can't be answered", str(error.detail), headers=headers)


async def on_unexpected(request: Request, error: Exception) -> Response:
    """500 without a word of the inside; the server logs the traceback."""
    said = "this is a fault of the program, please report it; its log has more"
    # the server drops the connection after a fault: a client that is told so does not send its next question into it
    return problem(500, "internal", "The server failed", said, headers={"Connection": "close"})


def _parameter(loc: tuple[Any, ...] | list[Any]) -> str:
    return str(loc[1]) if len(loc) > 1 else str(loc[0])


def _said(error: Mapping[str, Any]) -> str:
    """Pydantic's message; a validator's own ValueError without the prefix that Pydantic puts before it."""
    return str(error["msg"]).removeprefix("Value error, ")

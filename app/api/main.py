"""The application: `create_app`, and the one table that says which error is which status."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

import cooplinks
from cooplinks.app.api import problems
from cooplinks.app.api.deps import known_parameters, parameters_of
from cooplinks.app.api.openapi import describe
from cooplinks.app.api.problems import TooMany, helpful, location, problem, told
from cooplinks.app.api.raw import HeadAsGet, RawPath
from cooplinks.app.api.routes import entities, exports, projects, questions, service, sources
from cooplinks.app.api.service import Service
from cooplinks.app.errors import (
    Ambiguous,
    CooplinksError,
    DeadlinePassed,
    Erased,
    InputRefused,
    Moved,
    StoreAway,
    StoreBusy,
    StoreError,
    UnknownName,
    WrongUse,
)
from cooplinks.app.settings import Settings
from cooplinks.app.store import open_store

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph


class Kind(NamedTuple):
    """What an error is over HTTP; `retry_s`: worth asking again after that many seconds."""

    status: int
    type: str
    title: str
    retry_s: int | None = None


STATUS: dict[type[CooplinksError], Kind] = {
    UnknownName: Kind(404, "unknown-name", "Nothing of that name"),
    Erased: Kind(410, "erased", "Gone"),
    Moved: Kind(308, "moved", "Known by another id"),
    Ambiguous: Kind(409, "ambiguous", "More than one entity"),
    WrongUse: Kind(422, "bad-parameter", "A parameter is not allowed"),
    InputRefused: Kind(422, "bad-parameter", "A parameter is not allowed"),
    TooMany: Kind(429, "too-many", "Too many questions at once", retry_s=1),
    StoreAway: Kind(503, "store-away", "The store is away", retry_s=1),
    StoreBusy: Kind(503, "store-busy", "The store is busy", retry_s=1),
    StoreError: Kind(503, "store", "The store can't answer", retry_s=1),
    DeadlinePassed: Kind(504, "deadline-passed", "No answer in time"),
}

ABOUT = """Actors and the links of cooperation between them; every link carries the words it was read from.

Answers carry `graph_version` and a strong `ETag`. Errors are `application/problem+json` (RFC 9457). Reads are GET; nothing over HTTP
changes the graph."""


def create_app(
    settings: Settings | None = None,
    *,
    open_graph: "Callable[[], Graph] | None" = None,
    refresh_s: float = 1.0,
    seats: int = 32,
    wait_s: float = 1.0,
) -> FastAPI:
    """The application on the store that the settings name (default: read now), or on what `open_graph` opens.

    `seats` questions are answered at once, a further one waits `wait_s` for its seat; the store's version is looked at every `refresh_s`.
    """
    opener = open_graph or partial(_open_graph, settings or Settings.read())
    app = FastAPI(
        title="cooplinks",
        version=cooplinks.__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=partial(_lifespan, make=lambda: Service(opener, refresh_s=refresh_s, seats=seats, wait_s=wait_s)),
    )
    _add_handlers(app)
    app.include_router(service.health)
    for router in (service.router, entities.router, projects.router, sources.router, questions.router, exports.router):
        app.include_router(router, dependencies=[Depends(known_parameters)])
    _add_docs(app)
    app.add_middleware(RawPath)
    app.add_middleware(HeadAsGet)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    app.state.parameters = parameters_of(app.openapi())
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI, *, make: Callable[[], Service]) -> AsyncIterator[None]:
    app.state.service = make()
    app.state.service.start()
    try:
        yield
    finally:
        app.state.service.stop()


def _open_graph(settings: Settings) -> "Graph":
    from cooplinks.app.questions import Graph

    return Graph(open_store(settings), follow=False)


def _add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(CooplinksError, _on_error)
    app.add_exception_handler(RequestValidationError, problems.on_validation_error)
    app.add_exception_handler(HTTPException, problems.on_http_error)
    app.add_exception_handler(Exception, problems.on_unexpected)


async def _on_error(request: Request, error: Exception) -> Response:
    """The problem that the table names for the error, or for the nearest class that it is a kind of."""
    assert isinstance(error, CooplinksError)
    kind = next((STATUS[c] for c in type(error).__mro__ if c in STATUS), None)
    if kind is None:
        return await problems.on_unexpected(request, error)
    headers = {"Retry-After": str(kind.retry_s)} if kind.retry_s else {}
    if isinstance(error, Moved):
        headers["Location"] = location(request, error.id)
    return problem(kind.status, kind.type, kind.title, told(error), headers=headers, **helpful(error))


def _add_docs(app: FastAPI) -> None:
    """/docs, offline: Swagger UI's files come with the package `fastapi-standalone-docs`."""
    static = files("fastapi_standalone_docs") / "static"
    app.mount("/docs/swagger", StaticFiles(directory=str(static / "swagger")))

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        return get_swagger_ui_html(
            openapi_url=f"{root}/openapi.json",
            title="cooplinks",
            swagger_js_url=f"{root}/docs/swagger/swagger-ui-bundle.js",
            swagger_css_url=f"{root}/docs/swagger/swagger-ui.css",
            swagger_favicon_url="data:,",
        )

    @app.get("/", include_in_schema=False)
    async def home(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{request.scope.get('root_path', '')}/docs")

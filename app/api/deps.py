"""What the routes share: the question asked of the graph, and what every query is checked for."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from cooplinks.app.api.openapi import is_list
from cooplinks.app.api.queries import LONGEST_ID, Question
from cooplinks.app.api.respond import JSON, Body, Variant, Writer, named, names_any, not_modified, to_json
from cooplinks.app.api.service import Service
from cooplinks.app.errors import CooplinksError, UnknownName, WrongUse
from cooplinks.app.graph.deadline import Deadline

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph

Work = Callable[["Graph", Deadline], Body]


class Ask:
    """Asks the served graph one request's question and makes the answer a response."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.service: Service = request.app.state.service

    async def __call__(
        self,
        query: Question,
        work: Work,
        *,
        also: Mapping[str, Writer] | None = None,
        more_headers: Callable[[Request, Body], Mapping[str, str]] | None = None,
        by_content: bool = False,
    ) -> Response:
        """The response to `work`, 304 where the client holds it already.

        `also` are writers of other media types than JSON; `by_content` is for answers that can change while the version stays.
        """
        writers: dict[str, Writer] = {JSON: to_json, **(also or {})}
        variant = Variant.of(self.request, writers)
        known = self.known(variant) if not by_content else None
        if known:
            return known
        deadline = Deadline.after(query.deadline_s)

        def answer(graph: "Graph") -> Response:
            body = work(graph, deadline)
            content = writers[variant.media_type](body)
            version = str(body["graph_version"])
            etag = variant.etag(self.request, version, content if by_content else b"")
            headers = variant.headers(version, etag)
            if named(self.request, etag) or names_any(self.request):
                return not_modified(headers)
            if variant.media_type != JSON and more_headers:
                headers |= more_headers(self.request, body)
            return variant.respond(content, headers)

        return await self.service.run(answer, deadline_s=query.deadline_s)

    def fixed(self, body: Body) -> Response:
        """The response to what stays the same as long as the program does, graph or no graph."""
        variant = Variant.of(self.request, (JSON,))
        headers = variant.headers("", variant.etag(self.request, ""))
        if named(self.request, headers["ETag"]) or names_any(self.request):
            return not_modified(headers)
        return variant.respond(to_json(body), headers)

    def known(self, variant: Variant) -> Response | None:
        """304 without asking, where the client holds what the version now would give."""
        version = self.service.graph().version
        etag = variant.etag(self.request, version)
        return not_modified(variant.headers(version, etag)) if named(self.request, etag) else None


Asking = Annotated[Ask, Depends(Ask)]


def own_id(graph: "Graph", text: str, *, by_name: bool = False) -> str:
    """The entity whose own id stands in the path; raises Moved for whatever else names it, to be answered 308.

    With `by_name` an own id is still taken: it is where the redirect of a name leads, the query being kept.
    """
    nameable(text)
    try:
        return graph.resolve(text, path=True)
    except CooplinksError:
        if not by_name:
            raise
    return graph.resolve(text, by_name=True, path=True)


def nameable(text: str, kind: str = "entity") -> None:
    """Refuse at the door what can be no name and would only cost a search."""
    if len(text) > LONGEST_ID or "\0" in text:
        raise UnknownName(text.replace("\0", "\N{SYMBOL FOR NULL}")[:100], kind)


def known_parameters(request: Request) -> None:
    """Refuse parameters that the route does not know (a mistyped filter would silently answer another question) or that come twice.

    What it knows is what /openapi.json says of it.
    """
    allowed: dict[str, bool] = request.app.state.parameters[request.scope["route"].path_format]
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        if name not in allowed:
            raise WrongUse(f"{name!r} is no parameter here; allowed: {', '.join(allowed) or 'none'}", name)
        if name in seen and not allowed[name]:
            raise WrongUse(f"{name} is given more than once", name)
        if "\0" in value:
            raise WrongUse(f"{name} holds a null character", name)
        seen.add(name)


def parameters_of(openapi: Mapping[str, Any]) -> dict[str, dict[str, bool]]:
    """Of each path its query parameters, and whether each is a list."""
    taken = {path: item["get"].get("parameters", ()) for path, item in openapi["paths"].items()}
    return {path: {p["name"]: is_list(p["schema"]) for p in parameters if p["in"] == "query"} for path, parameters in taken.items()}

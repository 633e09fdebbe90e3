"""What /openapi.json says beside what FastAPI works out: problem responses, files, comma lists."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import FastAPI, Path
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from cooplinks.app.api import problems, schemas
from cooplinks.app.api.examples import EXAMPLES
from cooplinks.app.api.respond import JSON, VERSION_HEADER

EntityId = Annotated[str, Path(description="an entity's id; whatever else names it is redirected to it", examples=["org:gazetteer:marri"])]
StatementId = Annotated[str, Path(description="a statement's id, as evidence gives it")]
SourceId = Annotated[str, Path(description="a source's id, as evidence gives it, or its key")]

FILES = {
    "graphml": ("application/graphml+xml", "graphml"),
    "node-link": (JSON, "json"),
    "csv": ("application/zip", "zip"),
    "ftm": ("application/x-ndjson", "ftm.json"),
}


def _problem(description: str) -> dict[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    308: _problem("Another name of it was asked for, a former id included: `Location` has its id"),
    404: _problem("Nothing is known by that id or name; `did_you_mean` may help"),
    409: _problem("More than one entity bears it: `candidates`"),
    410: _problem("There was one, and what said so is gone"),
    422: _problem("A parameter is not allowed: `parameter` names it"),
    429: _problem("Too many questions at once; `Retry-After` seconds"),
    503: _problem("The store is away, or the graph still being read"),
    504: _problem("No answer within `deadline_s`"),
}
_HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "give it back in If-None-Match and get 304 while nothing changed"},
    VERSION_HEADER: {"schema": {"type": "string"}, "description": "the version answered from"},
}


def answers(model: type[BaseModel], *, in_path: bool = False, also: str | None = None) -> dict[str, Any]:
    """The arguments of a route that answers with this shape; `in_path`: an entity stands in its path; `also`: a further media type."""
    left_out = set() if in_path else {308}
    content = {also: {"schema": {"type": "string"}}} if also else {}
    ok: dict[str, Any] = {"model": model, "headers": _HEADERS, "content": content}
    problems_of_it = {status: said for status, said in PROBLEMS.items() if status not in left_out}
    return {"response_model": None, "responses": {200: ok, 304: {"description": "What you hold is still so"}, **problems_of_it}}


def answers_file() -> dict[str, Any]:
    """The arguments of the route that answers with a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type, _ in FILES.values()}
    ok = {"description": "The file", "content": content, "headers": _HEADERS}
    problems_of_it = {status: said for status, said in PROBLEMS.items() if status not in (308, 504)}
    return {"response_model": None, "responses": {200: ok, 304: {"description": "What you hold is still so"}, **problems_of_it}}


def describe(app: FastAPI) -> dict[str, Any]:
    """The application's OpenAPI description, made once."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags)
        shape = schemas.Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        shape.pop("$defs")  # Ref is there already
        made["components"]["schemas"]["Problem"] = shape
        for path in made["paths"].values():
            _comma_lists(path["get"].get("parameters", ()))
            _show_examples(path["get"]["responses"])
        app.openapi_schema = made
    return app.openapi_schema


def _show_examples(responses: Mapping[str, Any]) -> None:
    """Each shape with its example; put in at the end, as FastAPI would take the nulls out."""
    shown = {f"#/components/schemas/{shape.__name__}": example for shape, example in EXAMPLES.items()}
    for response in responses.values():
        for content in response.get("content", {}).values():
            if content["schema"].get("$ref") in shown:
                content["example"] = shown[content["schema"]["$ref"]]


def _comma_lists(parameters: Any) -> None:
    """Lists in a query are one comma list (`style: form, explode: false`), which FastAPI has no word for."""
    for parameter in parameters:
        if parameter["in"] == "query" and is_list(parameter["schema"]):
            parameter |= {"style": "form", "explode": False}


def is_list(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter of this schema is a list, be it an optional one."""
    return "array" in {schema.get("type"), *(s.get("type") for s in schema.get("anyOf", ()))}

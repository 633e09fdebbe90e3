"""The graph as files for other programs."""

import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Annotated, BinaryIO, NamedTuple, cast

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from cooplinks.app.api.deps import Asking
from cooplinks.app.api.openapi import FILES, answers_file
from cooplinks.app.api.queries import ExportQuery
from cooplinks.app.api.respond import Variant, named, names_any, not_modified

if TYPE_CHECKING:
    from cooplinks.app.questions import Graph

router = APIRouter(tags=["export"])

IN_MEMORY = 8 << 20  # bytes; what is larger goes to the disk
PIECE = 1 << 16


class Written(NamedTuple):
    """An export, written and rewound."""

    file: IO[bytes]
    size: int
    version: str


@router.get("/export/{format}", **answers_file())
async def export(ask: Asking, format: Annotated[str, Path(examples=list(FILES))], query: Annotated[ExportQuery, Query()]) -> Response:
    """The graph, whole or filtered, as a download; a format that is not there is 422 and names those that are."""
    media_type, suffix = FILES.get(format, ("application/octet-stream", "bin"))
    variant = Variant(media_type, packed=False, vary="Accept-Encoding")
    known = ask.known(variant)
    if known:
        return known
    written = await ask.service.run(lambda graph: write(graph, format, query), deadline_s=None)
    headers = variant.headers(written.version, variant.etag(ask.request, written.version))
    if named(ask.request, headers["ETag"]) or names_any(ask.request):
        written.file.close()
        return not_modified(headers)
    name = f"cooplinks-{re.sub(r'[^0-9A-Za-z.-]', '-', written.version)}.{suffix}"
    headers |= {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(written.size)}
    return StreamingResponse(pieces(written.file), 200, headers, media_type)


def write(graph: "Graph", format: str, query: ExportQuery) -> Written:
    """Write the export aside, so that an error is still a problem response, and only then send it."""
    filters = query.filters(graph)
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (it is sent, and closed, after this function)
    try:
        version = graph.export(format, cast(BinaryIO, file), collapse=query.collapse, filters=filters)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Written(file, size, version)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces, closed at the end."""
    with file:
        while piece := file.read(PIECE):
            yield piece

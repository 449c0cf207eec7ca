"""Sending files: named properly, never sniffed, streamed under WSGI and ASGI alike."""

from collections.abc import AsyncIterator
from typing import IO
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 64 * 1024


def respond_file(
    request: HttpRequest, file: IO[bytes], name: str, media_type: str, *, inline: bool = False
) -> HttpResponseBase:
    """The file as an attachment called `name`; closed when sent."""
    if isinstance(request, ASGIRequest):
        answer: HttpResponseBase = StreamingHttpResponse(_chunks(file), content_type=media_type)
    else:
        answer = FileResponse(file, content_type=media_type)
    place = "inline" if inline else "attachment"
    answer.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := await sync_to_async(file.read)(CHUNK):
            yield chunk

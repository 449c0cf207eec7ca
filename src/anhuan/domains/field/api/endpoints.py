"""The app's endpoints: who am I, what is to do, what I did, and my files."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.middleware.csrf import get_token
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.domains.field import actions, queries
from anhuan.domains.field.api.base import FieldApi
from anhuan.domains.field.api.shapes import BatchAnswer, FileState, Me, Todos
from anhuan.domains.field.forms.bodies import BatchBody, FileBody, PieceQuery
from anhuan.domains.field.models import FieldFile
from anhuan.domains.field.rules.files import PIECE_BYTES
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse


class MeApi(FieldApi):
    """Who is signed in, with what the app needs for a shift without a network."""

    rights: ClassVar[dict[str, str]] = {"GET": "field.use"}

    @extend_schema(responses=Me)
    def get(self, request: Request) -> Response:
        """Sets the CSRF cookie, so that the app can write."""
        get_token(request._request)
        found = queries.me_of(self.account)
        return Response(found | {"settings": settings.FIELD, "now": clock.now()})


class TodosApi(FieldApi):
    """What I have to do, from every slice."""

    rights: ClassVar[dict[str, str]] = {"GET": "field.use"}

    @extend_schema(responses=Todos)
    def get(self, request: Request) -> Response:
        """The most urgent first."""
        todos = queries.todos_of(self.account, clock.now())
        return Response({"todos": [asdict(todo) for todo in todos], "now": clock.now()})


class ViewApi(FieldApi):
    """What a slice lets the app read by name."""

    rights: ClassVar[dict[str, str]] = {"GET": "field.use"}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, name: str) -> Response:
        """404 when there is none of that name, or the asker may not."""
        view = queries.VIEWS.get(name)
        if view is None or not self.account.may(view.right):
            raise Http404("没有这项内容")
        return Response(view.read(self.account, request.query_params.dict(), clock.now()))


class OperationsApi(FieldApi):
    """What was done with the phone, in order."""

    rights: ClassVar[dict[str, str]] = {"POST": "field.use"}

    @extend_schema(request=BatchBody, responses=BatchAnswer)
    def post(self, request: Request) -> Response:
        """Each is done once, however often it comes; each is answered on its own."""
        body = BatchBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        answers = actions.receive_batch(
            self.account, self.device, given["sent"], given["operations"]
        )
        return Response({"now": clock.now(), "results": answers})


class FilesApi(FieldApi):
    """Photos, signatures and voice notes: announce one."""

    rights: ClassVar[dict[str, str]] = {"POST": "field.use"}

    @extend_schema(request=FileBody, responses=FileState)
    def post(self, request: Request) -> Response:
        """How much of it is there already."""
        body = FileBody(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(_state(actions.begin_file(self.account, body.validated_data)))


class Bytes(BaseParser):
    """A piece as it is."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """No more than a piece may hold."""
        return stream.read(PIECE_BYTES + 1)


class FileApi(FieldApi):
    """One's own file on its way."""

    rights: ClassVar[dict[str, str]] = {"GET": "field.use", "PUT": "field.use"}
    parser_classes = (Bytes,)

    @extend_schema(responses=FileState)
    def get(self, request: Request, pk: UUID) -> Response:
        """How far it is."""
        return Response(_state(queries.own_file(self.account, pk)))

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY}, responses=FileState,
        parameters=[PieceQuery],
    )  # fmt: skip
    def put(self, request: Request, pk: UUID) -> Response:
        """The piece at `offset`; when the answer names another place, go on from there."""
        queries.own_file(self.account, pk)
        asked = PieceQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        piece = request.data if isinstance(request.data, bytes) else b""
        if len(piece) > PIECE_BYTES:
            raise refuse("piece_too_large", f"一段最多 {PIECE_BYTES // 1024} KB")
        given = asked.validated_data
        row = actions.add_piece(self.account, pk, given["offset"], given["sm3"], piece)
        return Response(_state(row))


def _state(row: FieldFile) -> dict[str, Any]:
    received = row.size if row.is_complete else row.received
    return {"received": received, "complete": row.is_complete}

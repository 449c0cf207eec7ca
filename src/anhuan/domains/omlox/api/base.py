"""What every omlox endpoint shares: strict JSON in, the specification's errors out."""

from collections.abc import Callable
from typing import IO, Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from anhuan.desk.api import ApiView
from anhuan.domains.omlox.actions.reporting import NotDelivered
from anhuan.domains.omlox.queries.directory import Directory
from anhuan.domains.omlox.queries.kept import directory_of
from anhuan.domains.omlox.queries.locations import Projection, collection, feature, projection
from anhuan.domains.omlox.queries.zones import Places, places_of
from anhuan.domains.omlox.rules.writing import dumps
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel.errors import Refused, refuse

TYPES = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found",
         405: "method_not_allowed", 429: "too_many_requests", 503: "unavailable"}  # fmt: skip
NO_DELIVERY = "消息服务没有确认收到，请稍后重发"
ESCAPED_NUL = b"\\u0000"  # PostgreSQL stores no such text


class StrictJson(BaseParser):
    """JSON as the standard has it: no NaN, no half surrogates, no endless nesting."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> Any:
        """The body as plain values."""
        raw = stream.read()
        if ESCAPED_NUL in raw:
            raise ParseError("文字中不能有 \\u0000")
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"不是有效的 JSON：{error}") from error


class HubView(ApiView):
    """An endpoint of the hub; `rights` by method."""

    parser_classes = (StrictJson,)

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        """Errors as the specification's Error object."""
        return error_answer

    @property
    def account(self) -> Account:
        """Who asks."""
        return account_of(self.request)

    @property
    def company(self) -> Company:
        """Whose hub this is."""
        return company_of(self.account)

    @property
    def places(self) -> Places:
        """The plant and its zones."""
        return places_of(self.company)

    def directory(self) -> Directory:
        """Who and what the asker may see, by the right of this method."""
        method = self.request.method or "GET"
        return directory_of(self.account, self.rights["GET" if method == "HEAD" else method])

    def projection(self, places: Places) -> Projection:
        """`crs` and `zone_id` of the query."""
        query = self.request.query_params
        return projection(places, query.get("crs", ""), query.get("zone_id", ""))


def error_answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """{"type", "code", "message"}; a `Refused` is 400 with every reason."""
    if isinstance(error, Refused):
        return _error(400, "；".join(blocker.text for blocker in error.blockers))
    if isinstance(error, NotDelivered):
        return _error(503, NO_DELIVERY)
    if isinstance(error, Http404):
        return _error(404, str(error.args[0]) if error.args else "没有这个对象")
    if isinstance(error, UnsupportedMediaType):
        return _error(400, "请求体应是 application/json")
    answer = exception_handler(error, context)
    if answer is not None:
        said = str(error.detail) if isinstance(error, APIException) else "没有权限"
        answer.data = _body(answer.status_code, said)
    return answer


def _error(status: int, message: str) -> Response:
    return Response(_body(status, message), status=status)


def _body(status: int, message: str) -> dict[str, Any]:
    kind = TYPES.get(status, "error")
    return {"type": f"anhuan.http.{kind}", "code": status, "message": message}


def json(found: Any, status: int = 200) -> HttpResponse:
    """Plain JSON, never cached."""
    answer = HttpResponse(dumps(found), content_type="application/json", status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def shown(request: Request, found: Any, geometry: str) -> HttpResponse:
    """An object or a list of them; with `geojson=true` a Feature or a FeatureCollection."""
    if not flag(request, "geojson"):
        return json(found)
    many = isinstance(found, list)
    return json(collection(found, geometry) if many else feature(found, geometry))


def nothing() -> HttpResponse:
    """204."""
    return HttpResponse(status=204)


def flag(request: Request, name: str) -> bool:
    """A truth value of the query."""
    value = request.query_params.get(name, "false").lower()
    if value not in ("true", "false", "1", "0", ""):
        raise refuse(f"bad_{name}", f"参数 {name} 应是 true 或 false")
    return value in ("true", "1")


def key(text: str) -> UUID:
    """An id of the address, else 404."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404("编号应是 UUID") from None

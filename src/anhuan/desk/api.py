"""What every REST endpoint shares: rights, problem details, cursor pages, idempotency."""

import json
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from anhuan.desk.lists.filters import apply_filters, apply_search
from anhuan.desk.lists.spec import Filter
from anhuan.desk.models import StoredAnswer
from anhuan.desk.pages import RightsHolder
from anhuan.desk.rest import ByCursor, HasRight
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import Refused, refuse

__all__ = ["ApiView", "ByCursor", "DeskFilters", "HasRight", "ListApi", "problem_details"]

Handler = Callable[..., Response]


class ApiView(APIView):
    """Base of endpoints: `rights` by method, and `Idempotency-Key` on writes.

    A write sent twice with the same key is done once; the second gets the first one's answer.
    What was refused is not kept: it may be tried again with the same key.
    """

    rights: ClassVar[dict[str, str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the checks of rights: put the key's guard around the handler."""
        super().initial(request, *args, **kwargs)
        method = (request.method or "").lower()
        if method in ("post", "put", "patch", "delete") and "Idempotency-Key" in request.headers:
            setattr(self, method, self._guarded(getattr(self, method)))

    def _guarded(self, handler: Handler) -> Handler:
        def once(request: Request, *args: Any, **kwargs: Any) -> Response:
            with transaction.atomic():
                row, is_new = _claim(request)
                if not is_new:
                    return Response(row.body, status=row.status, headers={"Idempotent-Replay": "1"})
                answer = handler(request, *args, **kwargs)
                row.status, row.body = answer.status_code, _as_json(answer.data)
                row.save(update_fields=["status", "body"])
                return answer

        return once


def _claim(request: Request) -> tuple[StoredAnswer, bool]:
    """The key's row; a second request waits here until the first one's transaction ends."""
    key = request.headers["Idempotency-Key"]
    if not 8 <= len(key) <= 100:
        raise refuse("bad_idempotency_key", "Idempotency-Key 应为 8 到 100 个字符")
    content = f"{request.method} {request.get_full_path()}\n".encode()
    digest = sm3_hex(content + request._request.body)
    mine = StoredAnswer(
        account_id=cast(RightsHolder, request.user).pk,
        key=key,
        request_digest=digest,
        at=clock.now(),
    )
    StoredAnswer.objects.bulk_create([mine], ignore_conflicts=True)
    row = StoredAnswer.objects.get(account_id=mine.account_id, key=key)
    if row.request_digest != digest:
        raise refuse("idempotency_key_reused", "这个 Idempotency-Key 已用于另一个请求，请换一个")
    return row, row.status == 0


def _as_json(data: Any) -> Any:
    return None if data is None else json.loads(JSONRenderer().render(data))


class DeskFilters(BaseFilterBackend):
    """The filters and search of the slice's list page, by the same parameter names."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        """Narrow by `view.filters` and, with `q`, by `view.search`."""
        plain = request._request
        filters: Sequence[Filter] = getattr(view, "filters", ())
        rows = apply_filters(plain, queryset, filters, request.query_params)
        search: Sequence[str] = getattr(view, "search", ())
        return apply_search(rows, search, request.query_params.get("q", ""))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For OpenAPI."""
        names = [("q", "搜索")] if getattr(view, "search", ()) else []
        for one in getattr(view, "filters", ()):
            ends = ("_from", "_to") if one.kind == "date_range" else ("",)
            names += [(one.key + end, one.label) for end in ends]
        return [
            {"name": name, "in": "query", "description": label, "schema": {"type": "string"}}
            for name, label in names
        ]


class ListApi(ApiView, ListModelMixin, GenericAPIView):  # type: ignore[type-arg]
    """GET of many, newest first by cursor. Give `serializer_class`, `filters`, `get_queryset`."""

    filters: ClassVar[Sequence[Filter]] = ()
    search: ClassVar[Sequence[str]] = ()
    filter_backends = (DeskFilters,)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of rows."""
        return self.list(request, *args, **kwargs)


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Errors as JSON with a stable `code`; a `Refused` is 422 with every blocker."""
    if isinstance(error, Refused):
        return Response(error.as_json(), status=422)
    answer = exception_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, ValidationError):
        answer.data = {"code": "invalid", "blockers": list(_field_errors(answer.data))}
        answer.status_code = 422
    elif isinstance(error, APIException):
        answer.data = {"code": error.default_code, "detail": str(error.detail)}
    return answer


def _field_errors(data: Any, field: str = "") -> list[dict[str, str]]:
    if isinstance(data, dict):
        return [e for key, value in data.items() for e in _field_errors(value, str(key))]
    if isinstance(data, list):
        return [e for value in data for e in _field_errors(value, field)]
    code = getattr(data, "code", "invalid")
    return [{"code": f"{field}_{code}" if field else code, "text": str(data), "field": field}]

"""What every REST endpoint shares: rights, problem details, cursor pages, idempotency."""

from typing import Any, cast

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from anhuan.desk.pages import RightsHolder
from anhuan.kernel.errors import Refused


class HasRight(BasePermission):
    """The view names its right per method: `rights = {"GET": "x.view", "POST": "x.edit"}`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Signed in, and holding the right for this method."""
        rights = cast(dict[str, str], getattr(view, "rights", {}))
        right = rights.get("GET" if request.method in ("HEAD", "OPTIONS") else request.method or "")
        user = request.user
        if right is None or not user.is_authenticated or not cast(RightsHolder, user).may(right):
            return False
        scopes = getattr(request.auth, "scopes", None)
        return not scopes or right in scopes


class ByCursor(CursorPagination):
    """Newest first, stable while rows are added."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "limit"
    ordering = "-id"


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

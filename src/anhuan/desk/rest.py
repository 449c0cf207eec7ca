"""What the REST framework loads before its own views; kept apart so that imports do not circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission

from anhuan.desk.pages import RightsHolder

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


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

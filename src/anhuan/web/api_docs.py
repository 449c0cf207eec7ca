"""The REST description (OpenAPI), its page to read and try, and the answer where no endpoint is."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from anhuan.desk.api import HasRight


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names our tokens."""

    target_class = "anhuan.web.tokens.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """`Authorization: Token …`."""
        about = "`Token <令牌>`，在“接口令牌”页签发"
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": about}


class Schema(SpectacularAPIView):
    """OpenAPI 3, YAML or JSON (`?format=json`)."""

    permission_classes = (HasRight,)
    rights = {"GET": "home.view"}


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its script is a second request, as the CSP wants."""

    permission_classes = (HasRight,)
    rights = {"GET": "home.view"}


@csrf_exempt  # it does nothing: who asks without a page is told the same
def no_such(request: HttpRequest) -> JsonResponse:
    """404 as problem details: a program that mistyped an address is no reader of a page."""
    detail = f"没有接口 {request.path}，请核对地址（末尾没有 /），全部接口见 /api/v1/docs"
    return JsonResponse({"code": "not_found", "detail": detail}, status=404)


urlpatterns = [
    path("v1/schema", Schema.as_view(), name="api_schema"),
    path("v1/docs", Docs.as_view(url_name="api_schema"), name="api_docs"),
    re_path("", no_such, name="api_none"),
]

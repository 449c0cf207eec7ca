"""The REST description (OpenAPI) and its page to read and try."""

from typing import Any

from django.urls import path
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


urlpatterns = [
    path("schema", Schema.as_view(), name="api_schema"),
    path("docs", Docs.as_view(url_name="api_schema"), name="api_docs"),
]

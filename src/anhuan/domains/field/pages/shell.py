"""The app itself: one page and its service worker, the same for everybody; data comes by REST."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

MISSING = "现场应用没有构建：make field / the field app is not built: make field"


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Whatever the address below /m/ is, the app finds its screen."""
    return _built("index.html", "text/html; charset=utf-8")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At /m/sw.js, so that its scope is the app and nothing else."""
    return _built("sw.js", "text/javascript; charset=utf-8")


def _built(name: str, media_type: str) -> HttpResponse:
    path = Path(settings.PACKAGE) / "static" / "field" / name
    if not path.exists():
        return HttpResponse(MISSING, status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        path.read_bytes(), content_type=media_type, headers={"Cache-Control": "no-cache"}
    )

"""`GET /healthz`: the state and lag of every process and server; 200 only when all are well."""

import os
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from anhuan.kernel import clock
from anhuan.node.data_folder import DataFolder
from anhuan.node.health import PROCESSES, collect
from anhuan.web.live.current import current_hub


async def health() -> dict[str, Any]:
    """Everything measured now. Heartbeats are those this process has heard."""
    hub = current_hub()
    return await collect(
        database_url=os.environ.get("DATABASE_URL", "postgresql:///anhuan"),
        nats=hub.nats if hub else None,
        heard=hub.board.heard if hub else {},
        data=DataFolder(settings.DATA),
        now=clock.now(),
        expected=PROCESSES,
    )


@require_safe
async def healthz(request: HttpRequest) -> JsonResponse:
    """Public, so without anything secret; monitors and the supervisor ask here."""
    found = await health()
    return JsonResponse(found, status=200 if found["ok"] else 503)

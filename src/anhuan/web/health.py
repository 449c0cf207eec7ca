"""`GET /healthz`: the state and lag of every process and server; 200 only when all are well."""

import asyncio
import os
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from anhuan.kernel import clock
from anhuan.node.data_folder import DataFolder
from anhuan.node.health import PROCESSES, PROVINCE, collect
from anhuan.web.live.current import current_hub

MEASURE_EVERY_S = 3.0


async def measure() -> dict[str, Any]:
    """Everything measured now. Heartbeats are those this process has heard."""
    hub = current_hub()
    return await collect(
        database_url=os.environ.get("DATABASE_URL", "postgresql:///anhuan"),
        nats=hub.nats if hub else None,
        heard=hub.board.heard if hub else {},
        data=DataFolder(settings.DATA),
        now=clock.now(),
        expected=expected(),
    )


def expected() -> tuple[str, ...]:
    """Which processes must be alive: the listener for vehicle terminals only where there is one."""
    listens = bool(os.environ.get("ANHUAN_JT808_PORT"))
    always = PROVINCE if settings.ROLE == "province" else PROCESSES
    return (*always, "jt808") if listens else always


@require_safe
async def healthz(request: HttpRequest) -> JsonResponse:
    """Public, so without anything secret; monitors and the supervisor ask here."""
    found = await measure()
    answer = JsonResponse(found, status=200 if found["ok"] else 503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a 503 here is an answer
    return answer


async def keep_measuring() -> None:
    """Measure for the system page every few seconds, so that it never waits for a sick server."""
    while True:
        found = await measure()
        if hub := current_hub():
            hub.measured = found
        await asyncio.sleep(MEASURE_EVERY_S)

"""`GET /healthz`: the state and lag of every process and server; 200 only when all are well."""

import asyncio
import os
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from anhuan.kernel import clock
from anhuan.node.data_folder import DataFolder
from anhuan.node.health import PROCESSES, PROVINCE, WHERE_STARTED, collect
from anhuan.node.health_rules import Heard
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
        expected=expected(hub.board.heard if hub else {}),
    )


def expected(heard: Mapping[str, Heard]) -> tuple[str, ...]:
    """Which processes must be alive: those every plant has, and whatever else the supervisor says
    that it keeps, such as the exchange or the listener for vehicle terminals."""
    supervisor = heard["supervisor"][1] if "supervisor" in heard else {}
    children = (supervisor.get("detail") or {}).get("children", [])
    kept = {str(child.get("name")) for child in children if child.get("state") == "up"}
    always = PROVINCE if settings.ROLE == "province" else PROCESSES
    more = sorted(name for name in kept if name in WHERE_STARTED)
    web, *others = always
    return (web, *sorted(name for name in kept if name.startswith("web-")), *others, *more)


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

"""What the web process does besides answering: hub, standby relay, heartbeat."""

import asyncio
import os
from importlib import import_module
from typing import Any

from django.db import Error as DatabaseError
from nats.aio.client import Client

from anhuan.domains.outbox.queries import backlog
from anhuan.kernel import clock
from anhuan.web import wiring
from anhuan.web.database import in_thread
from anhuan.web.health import keep_measuring
from anhuan.web.heartbeat import beat
from anhuan.web.keeping import keep_going
from anhuan.web.live.current import set_hub
from anhuan.web.live.hub import Hub
from anhuan.web.nats import connected
from anhuan.web.omlox.ports import plug, unplug
from anhuan.web.outward import Outward
from anhuan.web.relay import Relay

WARM_AFTER_S = 20.0  # when the pages that wait for a restart have had their turn
LATE_S = 5.0  # an outbox further behind than this is degraded


async def run_background() -> None:
    """Run until cancelled."""
    name = os.environ.get("ANHUAN_PROCESS", "web")
    nats = await connected(name)
    hub, relay = Hub(nats), Relay(nats, wiring.REACTIONS, wiring.signals_of)
    set_hub(hub)
    feed = plug(hub)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(keep_going("hub", hub.run))
            tasks.create_task(keep_going("omlox", feed.run))
            tasks.create_task(keep_going("relay", relay.run))
            tasks.create_task(keep_going("outward", Outward(nats, lambda: relay.is_leading).run))
            tasks.create_task(keep_going("heartbeat", lambda: _beat(nats, name, hub, relay)))
            tasks.create_task(keep_going("measuring", keep_measuring))
            tasks.create_task(_warm_up())
    finally:
        unplug()
        set_hub(None)
        await nats.close()


async def _warm_up() -> None:
    """Load the compiled loops before somebody replays a track; a second of CPU."""
    await asyncio.sleep(WARM_AFTER_S)
    await asyncio.to_thread(lambda: import_module("anhuan.kernel.chunk_loops").warmup())


async def _beat(nats: Client, name: str, hub: Hub, relay: Relay) -> None:
    async def facts() -> dict[str, Any]:
        detail = {"streams": hub.subscribers.count(), "relay": relay.is_leading}
        return await outbox_facts() | {"detail": detail}

    await beat(nats, name, facts)


async def outbox_facts() -> dict[str, Any]:
    """State and lag of whoever stands ready to relay."""
    try:
        lag_s = (await in_thread(backlog, clock.now()))["lag_s"]
    except DatabaseError:
        return {"state": "degraded", "lag_s": None}
    return {"state": "degraded" if lag_s > LATE_S else "ok", "lag_s": lag_s}

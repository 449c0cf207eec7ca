"""A whole web process's live half on a real port: uvicorn, hub, feed; and clients on its socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
import websockets
from websockets.asyncio.client import ClientConnection, connect

from anhuan.domains.omlox.tests.plant import Plant
from anhuan.node.ports import free_port
from anhuan.web import server
from anhuan.web.database import in_thread
from anhuan.web.live.current import set_hub
from anhuan.web.live.hub import Hub
from anhuan.web.live.positions import COLUMNS
from anhuan.web.omlox.ports import plug, unplug
from anhuan.web.omlox.socket import PATH
from anhuan.web.relay.tests.running import connection, until


class Engine:
    """Frames on NATS, as the engine publishes them."""

    def __init__(self, nats: Any, company: str) -> None:
        self.nats, self.company, self.n = nats, company, 0

    async def frame(self, *rows: list[Any]) -> None:
        """The next frame."""
        self.n += 1
        body = {"epoch": "e1", "n": self.n, "t": "2026-11-21T08:00:00Z", "cols": COLUMNS}
        text = json.dumps(body | {"rows": list(rows)}).encode()
        await self.nats.publish(f"rt.{self.company}.positions", text)
        await self.nats.flush()


class Client:
    """An omlox client on the socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, event: Any, **fields: Any) -> None:
        """Send a wrapper object, or any text."""
        raw = isinstance(event, bytes)
        await self.socket.send(event.decode() if raw else json.dumps({"event": event} | fields))

    async def hear(self, within_s: float = 10.0) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(within_s):
            return json.loads(await self.socket.recv())

    async def silent(self, for_s: float = 0.5) -> bool:
        """Nothing comes for that long."""
        try:
            await self.hear(for_s)
        except TimeoutError:
            return True
        return False

    async def subscribe(self, topic: str, **params: Any) -> int:
        """The number of a subscription that must work."""
        await self.say("subscribe", topic=topic, params=params)
        answer = await self.hear()
        assert answer["event"] == "subscribed", answer
        return answer["subscription_id"]

    async def news(self) -> list[dict[str, Any]]:
        """The payload of the next message."""
        answer = await self.hear()
        assert answer["event"] == "message", answer
        return answer["payload"]

    async def refusal(self, event: Any, **fields: Any) -> int:
        """The code of the error a message gets."""
        await self.say(event, **fields)
        answer = await self.hear()
        assert answer["event"] == "error", answer
        assert answer["description"]
        return answer["code"]


class Running:
    """The server."""

    def __init__(self, port: int, nats: Any, hub: Hub) -> None:
        self.port, self.nats, self.hub = port, nats, hub

    def engine(self, plant: Plant) -> Engine:
        """The engine of a plant."""
        return Engine(self.nats, plant.company.code)

    @asynccontextmanager
    async def client(self, token: str = "") -> AsyncIterator[Client]:
        """A connection; the token in the header of its handshake."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        address = f"ws://127.0.0.1:{self.port}{PATH}"
        async with connect(address, additional_headers=headers, proxy=None) as socket:
            yield Client(socket)


@asynccontextmanager
async def running() -> AsyncIterator[Running]:
    """uvicorn with our ASGI application, its background work cut to hub and feed."""
    port = free_port()
    config = uvicorn.Config(
        _without_life, host="127.0.0.1", port=port, lifespan="off", log_config=None,
        ws=server.WEBSOCKETS, ws_max_size=server.omlox_socket.LONGEST_MESSAGE,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    uvicorn_server = uvicorn.Server(config)
    async with connection() as nats, asyncio.TaskGroup() as tasks:
        hub = Hub(nats)
        set_hub(hub)
        feed = plug(hub)
        work = [tasks.create_task(hub.run()), tasks.create_task(feed.run())]
        serving = tasks.create_task(uvicorn_server.serve())
        await until(lambda: uvicorn_server.started)
        try:
            yield Running(port, nats, hub)
        finally:
            uvicorn_server.should_exit = True
            await serving
            unplug()
            set_hub(None)
            for task in work:
                task.cancel()


async def _without_life(scope: Any, receive: Any, send: Any) -> None:
    await server.application(scope, receive, send)


async def a_plant() -> Plant:
    """A plant with its people, tags and a fence."""
    return await in_thread(Plant)


def a_location(plant: Plant, **changes: Any) -> dict[str, Any]:
    """A location of the plant's first tag, as another system states it."""
    return {
        "position": {"type": "Point", "coordinates": [7.0, 8.0]}, "source": "rtls",
        "provider_type": "uwb", "provider_id": plant.tag.number,
    } | changes  # fmt: skip


def near(found: Any, x: float, y: float) -> bool:
    """A location is exactly there."""
    return bool(found["position"]["coordinates"] == [x, y])


__all__ = ["Client", "Engine", "Running", "a_location", "a_plant", "near", "running", "websockets"]

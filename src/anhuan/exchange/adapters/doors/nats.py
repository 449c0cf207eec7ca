"""The door at a NATS server: one subject, one group, so that several receivers share the work."""

import asyncio

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.doors.asked import answered
from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.adapters.doors.tcp import Answer
from anhuan.exchange.adapters.transports.nats import TOKEN, connected, subject_of
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import BadFrame, decode

GROUP = "exchange"
LOOK_EVERY_S = 2.0


async def listen(endpoint: Endpoint, answer: Answer, guard: Guard) -> None:
    """Answer for ever; a server that is away is tried again."""
    client = Client()
    try:
        while True:
            if not client.is_connected:
                client = await _open(endpoint, answer, guard) or client
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        await client.close()


async def _open(endpoint: Endpoint, answer: Answer, guard: Guard) -> Client | None:
    try:
        client = await connected(endpoint)
    except LinkDown:
        return None

    async def heard(message: Msg) -> None:
        try:
            frame = decode(message.data)
            token = (message.headers or {}).get(TOKEN, "")
            said = await asyncio.to_thread(answered, token, frame, answer, guard)
            await message.respond(said.encode())
        except (BadFrame, Error):
            return  # noise, or nobody waits any more

    await client.subscribe(subject_of(endpoint), GROUP, cb=heard)
    return client

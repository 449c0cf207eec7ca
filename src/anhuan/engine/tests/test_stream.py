"""Reading the stream: every message once, in order, and no trouble told where there is none."""

import asyncio

import nats
import pytest
from django.conf import settings

from anhuan.engine.adapters.stream import STREAM, Position, Reader

SUBJECT = "in.v1.ranging.stream-test"


async def read(reader, until_seq):
    """What is held once this message has come."""
    async with asyncio.timeout(20):
        while not reader.held or reader.held[-1].seq < until_seq:
            await reader.drained_at()
            await asyncio.sleep(0.02)


async def publish(client, count, size):
    """The sequence of the last of so many messages, each of `size` bytes."""
    jetstream = client.jetstream()
    for _ in range(count - 1):
        await client.publish(SUBJECT, b"x" * size)
    return (await jetstream.publish(SUBJECT, b"x" * size)).seq


@pytest.mark.parametrize(
    ("count", "size"),
    [(1300, 100), (500, 10), (700, 20_000)],  # several pulls; just one; pulls ended by their bytes
)
async def test_pulls_that_end_as_they_should_are_no_trouble(servers, caplog, count, size):
    client = await nats.connect(settings.NATS_URL)
    before = (await client.jetstream().stream_info(STREAM)).state.last_seq
    reader = Reader(client, Position(seq=before) if before else Position())
    running = asyncio.get_running_loop().create_task(reader.run())
    try:
        first = await publish(client, count, size)
        await read(reader, first)
        await asyncio.sleep(0.3)  # what the server says after the batch
        second = await publish(client, 3, size)
        await read(reader, second)
    finally:
        running.cancel()
        await client.close()
    seqs = [message.seq for message in reader.held if message.seq > before]
    assert seqs == list(range(before + 1, second + 1))
    assert "stream:" not in caplog.text

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


async def drained(reader):
    """Until the reader knows that it has everything."""
    async with asyncio.timeout(10):
        while (moment := await reader.drained_at()) is None:  # noqa: ASYNC110 - a state, no event
            await asyncio.sleep(0.02)
    return moment


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


async def read_on(client, position, until_seq):
    """The numbers of what a reader with this position gets up to a message."""
    reader = Reader(client, position)
    running = asyncio.get_running_loop().create_task(reader.run())
    try:
        await read(reader, until_seq)
    finally:
        running.cancel()
    return [message.seq for message in reader.held]


@pytest.mark.parametrize("ahead", [0, 1, 2])
async def test_a_number_given_away_twice_hides_no_message(servers, ahead, caplog):
    """A server killed before it wrote the last messages down numbers the next ones like them."""
    client = await nats.connect(settings.NATS_URL)
    last = await publish(client, 1, 10)
    stored = await client.jetstream().get_msg(STREAM, last)
    stored_ms = int(stored.time.timestamp() * 1000)
    found = await read_on(client, Position(seq=last + ahead, at_ms=stored_ms - 5), last)
    assert found[-1] == last
    assert "is another one now" in caplog.text
    await client.close()


async def test_a_position_that_is_right_is_gone_on_from(servers, caplog):
    client = await nats.connect(settings.NATS_URL)
    before = await publish(client, 3, 10)
    stored = await client.jetstream().get_msg(STREAM, before)
    last = await publish(client, 2, 10)
    position = Position(seq=before, at_ms=int(stored.time.timestamp() * 1000))
    assert await read_on(client, position, last) == [last - 1, last]
    assert "another one" not in caplog.text
    await client.close()


async def test_a_connection_made_anew_promises_nothing_until_it_has_read(servers):
    """What was stored while we were away may still be on the server."""
    client = await nats.connect(settings.NATS_URL, max_reconnect_attempts=-1)
    before = await publish(client, 1, 10)
    reader = Reader(client, Position(seq=before))
    running = asyncio.get_running_loop().create_task(reader.run())
    try:
        await drained(reader)
        client.stats["reconnects"] += 1
        assert await reader.drained_at() is None
        await drained(reader)
    finally:
        running.cancel()
        await client.close()

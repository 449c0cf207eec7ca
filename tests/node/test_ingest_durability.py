"""What a gateway was told is safe is in INGEST, whatever happens (docs/adr/0003)."""

import asyncio
import subprocess
import time

import nats
import pytest
from nats.js.api import AckPolicy, ConsumerConfig
from tests.node.flood import Flood

from anhuan.node import broker
from anhuan.node.nats import Nats
from anhuan.node.ports import free_port


@pytest.mark.parametrize("killed_after", [50, 300, 800])
def test_kill_of_nats_loses_no_acknowledged_message(data, killed_after):
    server = Nats(data, mqtt_port=free_port(), mqtt_host="127.0.0.1")
    process = _start(server)
    flood = Flood(server.mqtt_port, server.device_password, gateways=6)
    while len(flood.acknowledged) < killed_after:
        time.sleep(0.001)
    process.kill()
    process.wait()
    acknowledged = flood.wait()

    process = _start(server)
    try:
        stored = asyncio.run(_stored(server.url, acknowledged))
    finally:
        process.kill()
        process.wait()
    assert acknowledged - stored == set()


def _start(server):
    server.prepare()
    command = server.command()
    process = subprocess.Popen(command.argv, **command.popen_arguments())
    for _ in range(100):
        if asyncio.run(broker.is_ready(server.url)):
            break
        time.sleep(0.05)
    asyncio.run(broker.provision(server.url))
    return process


async def _stored(url, wanted):
    """Everything in INGEST; waits up to 20 s for what is wanted."""
    client = await broker.connect(url)
    config = ConsumerConfig(ack_policy=AckPolicy.NONE)
    reader = await client.jetstream().pull_subscribe("", stream="INGEST", config=config)
    found, give_up_at = set(), time.monotonic() + 20
    while not wanted <= found and time.monotonic() < give_up_at:
        try:
            found |= {m.data.strip() for m in await reader.fetch(2000, timeout=0.5)}
        except nats.errors.TimeoutError:
            continue
    await client.close()
    return found

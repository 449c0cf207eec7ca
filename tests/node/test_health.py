"""/healthz against the real servers of this test run, and against none."""

import asyncio
from datetime import UTC, datetime, timedelta

import nats

from anhuan.node.health import PROCESSES, collect

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
BEAT = {"state": "ok", "lag_s": 0.1, "pid": 1, "detail": {}}


async def test_all_is_well(servers, data):
    client = await nats.connect(servers.nats_url)
    found = await collect(
        database_url=servers.database_url,
        nats=client,
        heard={name: (NOW - timedelta(seconds=1), BEAT) for name in PROCESSES},
        data=data,
        now=NOW,
    )
    await client.close()
    assert found["ok"], found
    assert found["postgres"]["ping_ms"] >= 0
    assert found["nats"]["jetstream_bytes"] >= 0
    assert found["disk"]["state"] == "plenty"


async def test_nobody_there_is_an_answer_too(data):
    async with asyncio.timeout(20):
        found = await collect(
            database_url="postgresql://a:b@127.0.0.1:9/x", nats=None, heard={}, data=data, now=NOW
        )
    assert not found["ok"]
    assert found["postgres"]["why"] == found["nats"]["why"] == "no answer"
    assert found["processes"]["engine"]["why"] == "never heard"

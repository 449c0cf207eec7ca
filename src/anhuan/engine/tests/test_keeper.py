"""Leases are kept while the loop that works is busy, and not when it hangs."""

import asyncio
import time

import nats
import pytest
from django.conf import settings

from anhuan.engine.adapters.parts import keeper as keeping
from anhuan.engine.adapters.parts.bucket import NAME, Bucket
from anhuan.engine.adapters.parts.keeper import Keeper
from anhuan.engine.core.leases import VALID_S, Do, Hold, Lease

PART = "part.plant.judge"
ME = "worker.a"


@pytest.fixture
async def bucket(servers):
    client = await nats.connect(settings.NATS_URL)
    found = Bucket(client)
    await found.entries()
    yield found
    await client.jetstream().delete_key_value(NAME)
    await client.close()


@pytest.fixture
async def keeper(bucket):
    """Told to take the only part there is, it has done so."""
    told = asyncio.get_running_loop().create_future()
    found = Keeper(ME, lambda step: told.done() or told.set_result(step))
    found.parts = {PART: None}
    found.start()
    step = await asyncio.wait_for(told, 5)
    assert (step.do, step.part, step.epoch) == (Do.TAKE, PART, 1)
    asked_s = time.monotonic()
    assert await bucket.write(PART, Lease(ME, 1), step.revision, VALID_S)
    found.holds[PART] = Hold(PART, 1, asked_s + VALID_S)
    yield found
    found.stop()


async def revision(bucket):
    return (await bucket.entries())[PART].revision


async def test_a_tick_longer_than_a_lease_costs_none(keeper):
    time.sleep(VALID_S + 0.5)  # noqa: ASYNC251 - the working loop, at work
    assert keeper.holds[PART].is_valid(time.monotonic())


async def test_a_loop_that_hangs_keeps_nothing(keeper, bucket, monkeypatch):
    monkeypatch.setattr(keeping, "HUNG_AFTER_S", 0.5)
    await asyncio.sleep(1.6)
    first = await revision(bucket)
    await asyncio.sleep(1.2)
    assert await revision(bucket) == first and "stands still" in keeper.trouble
    monkeypatch.setattr(keeping, "HUNG_AFTER_S", 30.0)
    await asyncio.sleep(1.4)
    assert await revision(bucket) > first and keeper.trouble == ""

"""Leases in a real bucket: read whole, changed by compare-and-set alone."""

import nats
import pytest
from django.conf import settings

from anhuan.engine.adapters.parts.bucket import NAME, Bucket, Failed
from anhuan.engine.core.leases import Entry, Lease

PART = "part.plant.judge"


@pytest.fixture
async def bucket(servers):
    client = await nats.connect(settings.NATS_URL)
    found = Bucket(client)
    await found.entries()
    yield found
    await client.jetstream().delete_key_value(NAME)
    await client.close()


async def test_an_entry_changes_only_from_the_state_its_writer_has_seen(bucket):
    assert await bucket.entries() == {}
    assert await bucket.write(PART, Lease("worker.a", 1), 0, 4)
    assert not await bucket.write(PART, Lease("worker.b", 1), 0, 4)
    seen = (await bucket.entries())[PART]
    assert seen.lease == Lease("worker.a", 1)
    assert await bucket.write(PART, Lease("worker.a", 1), seen.revision, 4)
    assert not await bucket.write(PART, Lease("worker.b", 2), seen.revision, 4)
    newer = (await bucket.entries())[PART]
    assert newer.revision > seen.revision


async def test_signs_of_life_are_told_from_leases_and_rubbish_is_left_out(bucket):
    await bucket.sign("worker.a", {"host": "box", "pid": 7})
    await bucket.write(PART, Lease("", 9), 0, 0)
    await bucket.bus.jetstream().publish(f"$KV.{NAME}.part.x", b"{")
    found = await bucket.entries()
    assert {key: one.lease for key, one in found.items()} == {"worker.a": None, PART: Lease("", 9)}
    assert all(isinstance(one, Entry) for one in found.values())


async def test_all_of_many_entries_are_read_at_once(bucket):
    for k in range(300):
        await bucket.write(f"part.p{k}.judge", Lease("worker.a", k), 0, 4)
    assert len(await bucket.entries()) == 300


async def test_a_bucket_that_went_with_its_server_is_made_anew(bucket):
    await bucket.write(PART, Lease("worker.a", 1), 0, 4)
    await bucket.bus.jetstream().delete_key_value(NAME)
    with pytest.raises(Failed):
        await bucket.entries()
    bucket.forget()
    assert await bucket.entries() == {}

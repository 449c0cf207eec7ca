"""Detectors and locks over real MQTT, through the real stream, the reader and the relay."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.node.mqtt import Gateway

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.notify.models import Notice
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import GasMinute, Instrument, Permit
from anhuan.domains.permits.tests.make import make_plant
from anhuan.domains.permits.tests.make_devices import (
    make_instrument,
    readings,
    space_issued,
    watched,
)
from anhuan.domains.positioning.models import DeadLetter
from anhuan.kernel import clock
from anhuan.node.streams import ensure_streams
from anhuan.web import wiring
from anhuan.web.database import in_thread
from anhuan.web.instruments import Instruments
from anhuan.web.relay.tests.running import connection, relaying, until

pytestmark = pytest.mark.django_db(transaction=True)


@asynccontextmanager
async def listening(servers) -> AsyncIterator[Gateway]:
    """The reader and the relay at work, and a device's connection."""
    async with connection() as nats, relaying(wiring.REACTIONS, wiring.signals_of):
        await ensure_streams(nats)
        reader = asyncio.create_task(Instruments(nats).run())
        device = await asyncio.to_thread(
            Gateway, servers.mqtt_port, "detectors", servers.device_password
        )
        assert await asyncio.to_thread(device.is_connected)
        try:
            yield device
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
            device.client.loop_stop()
            device.client.disconnect()


def body(**values: float) -> bytes:
    told = [{"gas": one.gas, "value": one.value, "unit": one.unit} for one in readings(**values)]
    return json.dumps({"t": clock.now().isoformat(), "values": told}).encode()


async def send(device: Gateway, topic: str, payload: bytes) -> None:
    assert await asyncio.to_thread(device.publish, topic, payload)


def state_of(permit: Permit) -> Any:
    return Permit.objects.get(pk=permit.pk).state


@pytest.mark.clause("PTW-167", "AQP-067", "PTW-140")
async def test_a_reading_beyond_the_limit_stops_the_work_and_everybody_hears(servers):
    def begin() -> Any:
        plant = make_plant()
        return plant, watched(plant, space_issued(plant))

    plant, permit = await in_thread(begin)
    async with listening(servers) as device:
        await send(device, "anhuan/v1/gas/P-1", body(oxygen=18.9))
        await until(lambda: in_thread(lambda: state_of(permit) == "suspended"))
        told = Notice.objects.filter(topic__startswith="permit-alarm:", account=plant.guardian)
        await until(lambda: in_thread(told.exists))
        alarm = Alarm.objects.filter(kind__code="permit_gas_out")
        assert await in_thread(alarm.exists)


async def test_what_cannot_be_read_is_written_down_and_the_rest_goes_on(servers):
    plant = await in_thread(make_plant)
    await in_thread(make_instrument, plant, "P-2")
    async with listening(servers) as device:
        await send(device, "anhuan/v1/gas/P-2", b"{")
        await send(device, "anhuan/v1/gas/X-9", body())
        await send(device, "anhuan/v1/gas/P-2", body(methane=3.0))
        await until(lambda: in_thread(GasMinute.objects.filter(gas="methane").exists))
    found = DeadLetter.objects.values_list("reason", flat=True)
    assert set(await in_thread(lambda: list(found))) == {"bad_json", "unknown_detector"}


@pytest.mark.clause("PTW-160", "PTW-161")
async def test_a_code_typed_on_a_lock_opens_it_over_mqtt(servers):
    def begin() -> Any:
        plant = make_plant()
        lock = make_instrument(plant, "L-7", "lock")
        permit = actions.start(plant.guardian, space_issued(plant))
        plant.put(plant.guardian, (302.0, 302.0))
        return actions.give_code(plant.guardian, permit, lock)

    made = await in_thread(begin)
    async with listening(servers) as device:
        await asyncio.to_thread(device.subscribe, "anhuan/v1/down/L-7")
        now = clock.now().isoformat()
        for code in ("123", made.code):
            await send(device, "anhuan/v1/lock/L-7", json.dumps({"t": now, "code": code}).encode())
        await until(lambda: len(device.received) >= 2)
        words = [json.loads(payload) for _, payload in device.received]
        assert [one["cmd"] for one in words] == ["refuse", "unlock"]
        await send(device, "anhuan/v1/lock/L-7", json.dumps({"t": now, "state": "open"}).encode())
        shut = Instrument.objects.filter(number="L-7", state="open")
        await until(lambda: in_thread(shut.exists))

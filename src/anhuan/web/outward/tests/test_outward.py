"""What another system hears over real MQTT, and that it can say nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest

from anhuan.domains.alarms.actions import raise_alarm, seed_kinds
from anhuan.domains.alarms.tests.make import a_raise
from anhuan.domains.omlox.tests.plant import Plant
from anhuan.domains.positioning.tests import factories as make
from anhuan.node.data_folder import DataFolder
from anhuan.web.database import in_thread
from anhuan.web.omlox.tests.hub import Engine
from anhuan.web.outward import Outward, outward
from anhuan.web.relay.tests.running import connection, relaying, until

pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """Another system's MQTT client."""

    def __init__(self, servers, user="reader"):
        self.heard: list[tuple[str, dict]] = []
        self.granted: list[int] = []
        self.gone = False
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"erp-{user}")
        secret = DataFolder(Path(servers.folder, "var")).secret(user)
        self.client.username_pw_set(user, secret)
        self.client.on_message = self._take
        self.client.on_subscribe = lambda *a: self.granted.extend(code.value for code in a[3])
        self.client.on_disconnect = lambda *a: setattr(self, "gone", True)
        self.client.connect("127.0.0.1", servers.mqtt_port)
        self.client.loop_start()

    def _take(self, client, userdata, message):
        self.heard.append((message.topic, json.loads(message.payload)))

    def of(self, topic):
        return [body for name, body in self.heard if name == f"anhuan/v1/out/{topic}"]


@asynccontextmanager
async def reading(servers, topic="anhuan/v1/out/#", **kwargs) -> AsyncIterator[Reader]:
    reader = await asyncio.to_thread(lambda: Reader(servers, **kwargs))
    reader.client.subscribe(topic, qos=0)
    await until(lambda: reader.granted)
    try:
        yield reader
    finally:
        await asyncio.to_thread(reader.client.loop_stop)
        reader.client.disconnect()


@asynccontextmanager
async def speaking(leads=True):
    async with connection() as nats, asyncio.TaskGroup() as tasks:
        task = tasks.create_task(Outward(nats, lambda: leads).run())
        await asyncio.sleep(0.2)
        try:
            yield nats
        finally:
            task.cancel()


async def test_positions_come_with_numbers_and_degrees(servers):
    plant = await in_thread(Plant)
    area = await in_thread(lambda: make.make_area(plant.company, code="A1"))
    async with reading(servers) as reader, speaking() as nats:
        row = plant.row(plant.tag, 100.0, 50.0)
        row[7] = str(area.pk)
        await Engine(nats, plant.company.code).frame(row)
        await until(lambda: reader.of("positions"))
    (body,) = reader.of("positions")
    (found,) = body["rows"]
    assert (body["company"], found["tag"]) == (plant.company.code, plant.tag.number)
    assert (found["holder"], found["kind"], found["area"]) == (plant.wang.number, "staff", "A1")
    assert (found["x_m"], found["y_m"], found["floor"]) == (100.0, 50.0, 1)
    back = plant.site.georeference.to_plant(found["lon"], found["lat"])
    assert back == pytest.approx((100.0, 50.0), abs=0.01)
    assert "王海涛" not in json.dumps(body, ensure_ascii=False)


async def test_counts_come_by_area(servers):
    plant = await in_thread(Plant)
    area = await in_thread(lambda: make.make_area(plant.company, code="A1", name="罐区"))
    frame = {
        "t": "2026-11-21T08:00:00Z",
        "total": {"staff": 2},
        "areas": {str(area.pk): {"staff": 2}},
    }
    async with reading(servers) as reader, speaking() as nats:
        await nats.publish(f"rt.{plant.company.code}.counts", json.dumps(frame).encode())
        await until(lambda: reader.of("counts"))
    (body,) = reader.of("counts")
    none = {"contractor": 0, "visitor": 0, "vehicle": 0}
    assert body["total"] == {"staff": 2} | none
    assert body["areas"] == [{"code": "A1", "name": "罐区", "staff": 2} | none]


@pytest.mark.clause("POS-058")
async def test_an_alarm_is_told_at_once_and_its_state_again_and_again(servers, monkeypatch):
    assert 60 / outward.STATE_EVERY_S >= 12
    monkeypatch.setattr(outward, "STATE_EVERY_S", 0.3)
    plant = await in_thread(Plant)
    await in_thread(seed_kinds, plant.company)
    async with reading(servers) as reader, speaking(), relaying():
        await in_thread(raise_alarm, plant.company, a_raise())
        await until(lambda: [b for b in reader.of("alarms") if b["type"] == "alarm.raised"])

        def standing():
            return [b for b in reader.of("alarms") if b["type"] == "state" and b["alarms"]]

        await until(lambda: len(standing()) >= 2)
    (raised,) = [b for b in reader.of("alarms") if b["type"] == "alarm.raised"]
    assert raised["alarms"][0]["kind"] == "over_count"
    assert standing()[0]["alarms"] == raised["alarms"]


async def test_whoever_does_not_lead_says_nothing(servers):
    plant = await in_thread(Plant)
    async with reading(servers) as reader, speaking(leads=False) as nats:
        await Engine(nats, plant.company.code).frame(plant.row(plant.tag, 1, 2))
        await asyncio.sleep(0.5)
    assert reader.heard == []


async def test_a_reader_may_say_nothing_and_hear_nothing_else(servers):
    async with connection() as nats, reading(servers, "anhuan/v1/down/#") as reader:
        said = []

        async def take(message):
            said.append(message.subject)

        await nats.subscribe("anhuan.v1.>", cb=take)
        reader.client.publish("anhuan/v1/button/T-1", b'{"key":"sos"}', qos=1)
        await nats.publish("anhuan.v1.down.T-1", b'{"cmd":"alarm"}')
        await asyncio.sleep(1.0)
        assert said == ["anhuan.v1.down.T-1"]
    assert reader.heard == []
    assert reader.granted == [0x80]  # refused


async def test_a_device_cannot_speak_in_our_name(servers):
    async with reading(servers) as reader, reading_as_device(servers) as device:
        device.client.publish("anhuan/v1/out/alarms", b'{"alarms":[]}', qos=0)
        await asyncio.sleep(1.0)
    assert reader.heard == []


@asynccontextmanager
async def reading_as_device(servers):
    reader = await asyncio.to_thread(lambda: Reader(servers, user="device"))
    await asyncio.sleep(0.3)
    try:
        yield reader
    finally:
        await asyncio.to_thread(reader.client.loop_stop)
        reader.client.disconnect()

"""What a gateway may do on the real MQTT port, and what it may not."""

import asyncio
import uuid

import nats
import pytest
from tests.node.mqtt import gateway

from anhuan.node import broker


@pytest.fixture
async def inside(servers):
    client = await nats.connect(servers.nats_url)
    yield client
    await client.close()


@pytest.fixture
def device(servers):
    with gateway(servers.mqtt_port, f"gw-{uuid.uuid4().hex}", servers.device_password) as made:
        assert made.is_connected()
        yield made


async def test_an_acknowledged_message_is_in_ingest(device, inside):
    mark = uuid.uuid4().hex
    assert await asyncio.to_thread(device.publish, f"anhuan/v1/ranging/{mark}", b"[]")
    message = await _last(inside, f"anhuan.v1.ranging.{mark}")
    assert message.data == b"[]"


async def test_processes_may_publish_to_ingest_too(inside):
    mark = uuid.uuid4().hex
    await inside.jetstream().publish(f"in.v1.location.{mark}", b"{}")
    assert (await _last(inside, f"anhuan.v1.location.{mark}")).data == b"{}"


async def test_commands_reach_the_tag(device, inside):
    assert device.subscribe("anhuan/v1/down/T1") == [1]
    await inside.publish("anhuan.v1.down.T1", b"alarm")
    assert await asyncio.to_thread(device.got.wait, 5)
    assert device.received == [("anhuan/v1/down/T1", b"alarm")]


@pytest.mark.parametrize("topic", ["anhuan/v1/down/T1", "rt/plant/positions", "hb/engine"])
async def test_elsewhere_a_gateway_cannot_publish(device, inside, topic):
    heard = []

    async def hear(message):
        heard.append(message)

    await inside.subscribe(topic.replace("/", "."), cb=hear)
    await inside.flush()
    await asyncio.to_thread(device.publish, topic, b"forged", 0.5)
    await inside.flush()
    assert heard == []


@pytest.mark.parametrize(
    "topic", ["anhuan/v1/ranging/#", "#", "rt/#", "$MQTT/msgs/#", "$MQTT/sub/#", "$JS/#"]
)
def test_the_data_of_others_cannot_be_read(device, topic):
    assert device.subscribe(topic) == [0x80]  # refused


@pytest.mark.parametrize(("user", "password"), [("device", "guess"), ("anhuan", None)])
def test_strangers_and_processes_are_not_let_in(servers, user, password):
    password = password or servers.nats_url.split(":")[2].split("@")[0]
    with gateway(servers.mqtt_port, f"x-{uuid.uuid4().hex}", password, user) as made:
        assert not made.is_connected(patience_s=1)


async def test_the_device_account_is_for_mqtt_only(servers):
    address = servers.nats_url.split("@")[1]
    with pytest.raises(nats.errors.Error):
        await broker.connect(f"nats://device:{servers.device_password}@{address}")


async def _last(client, subject):
    for _ in range(100):
        try:
            return await client.jetstream().get_last_msg("INGEST", subject)
        except nats.js.errors.NotFoundError:
            await asyncio.sleep(0.05)
    raise AssertionError(f"nothing on {subject}")

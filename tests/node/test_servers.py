"""The fixtures of this test suite give servers that work."""

import nats
import psycopg
import pytest
from tests.node.mqtt import gateway

from anhuan.node import broker, streams


def test_postgres_answers_as_a_role_that_is_no_superuser(servers):
    with psycopg.connect(servers.database_url) as connection:
        row = connection.execute(
            "select current_user, rolsuper from pg_roles where rolname = 'anhuan'"
        )
        assert row.fetchone() == ("anhuan", False)


@pytest.fixture
async def jetstream(servers):
    client = await nats.connect(servers.nats_url)
    yield client.jetstream()
    await client.close()


async def test_ingest_keeps_two_hours_and_two_gigabytes(jetstream):
    config = (await jetstream.stream_info("INGEST")).config
    assert (config.max_age, config.max_bytes) == (7200, 2 * 1024**3)


async def test_streams_that_are_right_are_left_alone(jetstream, servers):
    for wanted in (streams.ACKNOWLEDGED, streams.INGEST):
        found = (await jetstream.stream_info(wanted.name)).config
        assert not streams.differs(found, wanted)


async def test_every_stream_is_bounded(jetstream, servers):
    with gateway(servers.mqtt_port, "bounded", servers.device_password) as made:
        assert made.is_connected()  # the first connection makes NATS's own streams
    await broker.provision(servers.nats_url)
    limits = {s.config.name: s.config.max_bytes for s in await jetstream.streams_info()}
    assert {"INGEST", "$MQTT_msgs", "$MQTT_sess", "$MQTT_rmsgs"} <= set(limits)
    assert min(limits.values()) > 0


async def test_a_message_beyond_a_megabyte_harms_only_its_sender(servers):
    with (
        gateway(servers.mqtt_port, "too-loud", servers.device_password) as loud,
        gateway(servers.mqtt_port, "well-behaved", servers.device_password) as good,
    ):
        assert loud.is_connected()
        assert good.is_connected()
        assert not loud.publish("anhuan/v1/ranging/loud", b"x" * (1024**2 + 1), patience_s=1)
        assert good.publish("anhuan/v1/ranging/good", b"[]")

"""The JetStream streams of the box: created when missing, brought to these limits when not.

A gateway's QoS 1 message is acknowledged once it lies in NATS's own stream `$MQTT_msgs`, written
through to disk. A stream that listens to `anhuan.v1.>` beside it gets its copy later: messages
acknowledged before a crash were missing there (docs/adr/0003-ingest-durability.md). So INGEST
listens to nothing: it is fed from `$MQTT_msgs`, in order, and takes up where it stopped.
"""

import os

from nats.aio.client import Client
from nats.js.api import (
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
    StreamSource,
    SubjectTransform,
)
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

HOUR_S = 3600
MIB = 1024**2

# What processes of the box publish themselves, with a JetStream acknowledgement.
OWN_SUBJECTS = "in.v1.>"

ACKNOWLEDGED = StreamConfig(
    name="$MQTT_msgs",
    subjects=["$MQTT.msgs.>"],
    storage=StorageType.FILE,
    # NATS would keep a message only while an MQTT client with QoS 1 waits for it.
    retention=RetentionPolicy.LIMITS,
    discard=DiscardPolicy.OLD,
    # Shorter than INGEST: what is fetched again after a crash is never older than its tail.
    max_age=1 * HOUR_S,
    max_bytes=1024 * MIB,
    num_replicas=1,
)

INGEST = StreamConfig(
    name="INGEST",
    subjects=[OWN_SUBJECTS],
    subject_transform=SubjectTransform(src=OWN_SUBJECTS, dest="anhuan.v1.>"),
    sources=[
        StreamSource(
            name="$MQTT_msgs",
            subject_transforms=[SubjectTransform(src="$MQTT.msgs.anhuan.v1.>", dest="anhuan.v1.>")],
        )
    ],
    storage=StorageType.FILE,
    retention=RetentionPolicy.LIMITS,
    discard=DiscardPolicy.OLD,
    max_age=2 * HOUR_S,
    max_bytes=2048 * MIB,
    num_replicas=1,
)

# Where a plant's engine is cut into parts: what its solvers hand to its judge (ADR 9).
FIXES = StreamConfig(
    name="FIXES",
    subjects=["fix.>"],
    storage=StorageType.FILE,
    retention=RetentionPolicy.LIMITS,
    discard=DiscardPolicy.OLD,
    max_age=2 * HOUR_S,
    max_bytes=1024 * MIB,
    num_replicas=1,
)

COMPARED = (
    "subjects", "subject_transform", "retention", "discard", "max_age", "max_bytes", "num_replicas",
)  # fmt: skip

# NATS makes these at the first MQTT connection, without limits.
OTHERS_OF_MQTT = ("$MQTT_out", "$MQTT_qos2in", "$MQTT_rmsgs", "$MQTT_sess")
THEIR_LIMIT = 64 * MIB


def replicas() -> int:
    """On how many servers each stream lies: `ANHUAN_NATS_REPLICAS`, 3 in a cluster of three."""
    return int(os.environ.get("ANHUAN_NATS_REPLICAS") or 1)


async def ensure_streams(client: Client) -> None:
    """Create or update every stream. Harmless to repeat."""
    jetstream = client.jetstream()
    for wanted in (ACKNOWLEDGED, INGEST, FIXES):
        await _ensure(jetstream, wanted.evolve(num_replicas=replicas()))
    for name in OTHERS_OF_MQTT:
        await _bound(jetstream, name)


async def _ensure(jetstream: JetStreamContext, wanted: StreamConfig) -> None:
    try:
        found = (await jetstream.stream_info(wanted.name or "")).config
    except NotFoundError:
        await jetstream.add_stream(wanted)
        return
    if differs(found, wanted):  # an update interrupts the feeding of INGEST for a moment
        await jetstream.update_stream(wanted)


def differs(found: StreamConfig, wanted: StreamConfig) -> bool:
    """Does the stream need an update? Compares what we set, not what the server adds."""
    return any(getattr(found, name) != getattr(wanted, name) for name in COMPARED) or (
        _fed_from(found) != _fed_from(wanted)
    )


def _fed_from(config: StreamConfig) -> list[tuple[str, list[SubjectTransform]]]:
    return [(source.name, source.subject_transforms or []) for source in config.sources or []]


async def _bound(jetstream: JetStreamContext, name: str) -> None:
    try:
        found = (await jetstream.stream_info(name)).config
    except NotFoundError:
        return
    if found.max_bytes != THEIR_LIMIT:
        await jetstream.update_stream(found.evolve(max_bytes=THEIR_LIMIT))

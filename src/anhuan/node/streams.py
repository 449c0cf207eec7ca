"""The JetStream streams of the box: created when missing, brought to these limits when not."""

from nats.aio.client import Client
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

INGEST = StreamConfig(
    name="INGEST",
    subjects=["anhuan.v1.>"],
    storage=StorageType.FILE,
    retention=RetentionPolicy.LIMITS,
    discard=DiscardPolicy.OLD,
    max_age=2 * 3600,
    max_bytes=2 * 1024**3,
    num_replicas=1,
)


async def ensure_streams(client: Client) -> None:
    """Create or update every stream. Harmless to repeat."""
    jetstream = client.jetstream()
    for wanted in (INGEST,):
        try:
            await jetstream.stream_info(wanted.name or "")
        except NotFoundError:
            await jetstream.add_stream(wanted)
        else:
            await jetstream.update_stream(wanted)

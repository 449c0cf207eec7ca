"""What several omlox tests need: a zone of its own, a location, what lies in the stream."""

import json
import os
from datetime import UTC, datetime
from uuid import uuid4

import nats
from asgiref.sync import async_to_sync
from nats.js.api import ConsumerConfig, DeliverPolicy

from anhuan.kernel import clock

ORIGIN = {"type": "Point", "coordinates": [118.7, 37.9]}


def heard(subject, since):
    """What lies in INGEST on a subject from the time on."""

    async def read():
        client = await nats.connect(os.environ["NATS_URL"])
        begin = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_TIME,
            opt_start_time=datetime.fromtimestamp(since, UTC).isoformat(),
        )
        try:
            sub = await client.jetstream().subscribe(
                subject, stream="INGEST", ordered_consumer=True, config=begin
            )
            found, patience_s = [], 5.0
            while True:
                try:
                    found.append(json.loads((await sub.next_msg(timeout=patience_s)).data))
                except TimeoutError:
                    return found
                patience_s = 0.3
        finally:
            await client.close()

    return async_to_sync(read)()


def location(provider, **changes):
    return {
        "position": {"type": "Point", "coordinates": [12.5, 30.25]},
        "source": "rtls-1",
        "provider_type": "uwb",
        "provider_id": provider,
        "timestamp_generated": clock.now().isoformat(),
    } | changes


def a_zone(plant, turn=False):
    """A zone whose metres lie 100 m east of ours, or turned by 90°."""
    earth = plant.site.georeference
    corners = [(0, 0), (10, 0), (10, 10)]
    put = (lambda x, y: (100 - y, x)) if turn else (lambda x, y: (100 + x, y))
    points = [p for c in corners for p in (list(earth.to_lonlat(*put(*c))), list(c))]
    body = {
        "id": str(uuid4()),
        "type": "uwb",
        "foreign_id": "hall",
        "ground_control_points": points,
    }
    answer = plant.hub.ask("post", "zones", body)
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()["id"]

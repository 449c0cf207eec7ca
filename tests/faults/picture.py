"""What the product shows of a box: tracks out of the database and the engine's tail."""

import asyncio
import base64
import json
import time

import nats

from anhuan.kernel.chunks import decode
from tests.faults.plant import CODE, iso


def tracks(box) -> dict[str, list[int]]:
    """The times (ms) of every tag's points, by device number."""
    numbers = {
        str(pk): number for pk, number in box.query("SELECT id, number FROM positioning_tag")
    }
    found: dict[str, list[int]] = {}
    for tag, payload in box.query("SELECT tag_id, payload FROM positioning_trackchunk"):
        found.setdefault(numbers[str(tag)], []).extend(decode(bytes(payload)).t_ms.tolist())
    plants = [code for (code,) in box.query("SELECT code FROM org_company")]
    for entry in (one for plant in plants for one in ask(box, "tail", {}, plant)):
        times = decode(base64.b64decode(entry["payload"])).t_ms.tolist()
        known = set(found.setdefault(numbers[entry["tag"]], []))
        found[numbers[entry["tag"]]] += [t for t in times if t not in known]
    return found


def missing(box, acknowledged: dict[str, list[int]]) -> dict[str, set[int]]:
    """Acknowledged times (ms) that are not in the track of their tag."""
    found = tracks(box)
    gaps = {tag: set(times) - set(found.get(tag, ())) for tag, times in acknowledged.items()}
    return {tag: times for tag, times in gaps.items() if times}


def wait_whole(box, acknowledged: dict[str, list[int]], patience_s: float) -> None:
    """Until nothing is missing: the last second may still be on its way through the engine."""
    give_up_at = time.monotonic() + patience_s
    while gaps := box.eventually(lambda: (missing(box, acknowledged),), patience_s)[0]:
        assert time.monotonic() < give_up_at, (gaps, whereabouts(box, gaps), box.said())
        time.sleep(0.5)


def whereabouts(box, gaps: dict[str, set[int]]) -> list[str]:
    """For a failed test: where the missing reports lie, and what was refused."""
    wanted = {iso(t_ms).encode() for times in gaps.values() for t_ms in times}
    found = [
        f"{stream} {seq} stored {at}: {subject}"
        for stream in ("$MQTT_msgs", "INGEST")
        for seq, at, subject, data in stored(box, stream)
        if any(moment in data for moment in wanted)
    ]
    found += [str(row) for row in box.query("SELECT * FROM positioning_deadlettercount")]
    return [*found, str(box.query("SELECT stream_seq, saved_at FROM positioning_enginestate"))]


def stored(box, stream: str) -> list[tuple[int, str, str, bytes]]:
    """Every message of a stream."""

    async def read():
        client = await nats.connect(box.nats_url, allow_reconnect=False)
        jetstream = client.jetstream()
        state = (await jetstream.stream_info(stream)).state
        rows = []
        for seq in range(state.first_seq, state.last_seq + 1):
            message = await jetstream.get_msg(stream, seq)
            rows.append((seq, str(message.time), message.subject, message.data or b""))
        await client.close()
        return rows

    return asyncio.run(read())


def ask(box, what: str, question: object, plant: str = CODE):
    """The engine's answer."""

    async def request():
        client = await nats.connect(box.nats_url, allow_reconnect=False)
        try:
            subject = f"rt.{plant}.{what}"
            reply = await client.request(subject, json.dumps(question).encode(), timeout=5)
        finally:
            await client.close()
        return json.loads(reply.data)

    return asyncio.run(request())

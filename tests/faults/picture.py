"""What the product shows of a box: tracks out of the database and the engine's tail."""

import asyncio
import base64
import json

import nats

from anhuan.kernel.chunks import decode


def tracks(box) -> dict[str, list[int]]:
    """The times (ms) of every tag's points, by device number."""
    numbers = {
        str(pk): number for pk, number in box.query("SELECT id, number FROM positioning_tag")
    }
    found: dict[str, list[int]] = {}
    for tag, payload in box.query("SELECT tag_id, payload FROM positioning_trackchunk"):
        found.setdefault(numbers[str(tag)], []).extend(decode(bytes(payload)).t_ms.tolist())
    for entry in ask(box, "tail", {}):
        times = decode(base64.b64decode(entry["payload"])).t_ms.tolist()
        known = set(found.setdefault(numbers[entry["tag"]], []))
        found[numbers[entry["tag"]]] += [t for t in times if t not in known]
    return found


def ask(box, what: str, question: object):
    """The engine's answer."""

    async def request():
        client = await nats.connect(box.nats_url, allow_reconnect=False)
        try:
            subject = f"rt.plant.{what}"
            reply = await client.request(subject, json.dumps(question).encode(), timeout=5)
        finally:
            await client.close()
        return json.loads(reply.data)

    return asyncio.run(request())

"""Asking the engine for what is not sealed yet, over a real NATS."""

import asyncio
import base64
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import uuid4

import nats
import orjson
import pytest
from django.conf import settings

from anhuan.domains.positioning.queries import tail
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel.chunks import encode

DAY = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_memory_of_silence():
    tail._silence.until = 0.0


class FakeEngine(Thread):
    """Answers `rt.{company}.tail` with what it is given; says nothing where that is None."""

    def __init__(self, url, company, answer):
        super().__init__(daemon=True)
        self.url, self.company, self.answer = url, company, answer
        self.asked, self.ready, self.stop = [], Event(), Event()

    def run(self):
        asyncio.run(self.serve())

    async def serve(self):
        client = await nats.connect(self.url)

        async def reply(message):
            self.asked.append(orjson.loads(message.data))
            if self.answer is not None:
                await message.respond(self.answer)

        await client.subscribe(f"rt.{self.company}.tail", cb=reply)
        await client.flush()
        self.ready.set()
        await asyncio.to_thread(self.stop.wait)
        await client.close()


def test_the_engine_answers_with_the_points_of_the_tags_asked_for(servers):
    tag = uuid4()
    packed = base64.b64encode(encode(make.make_points(DAY, range(3)))).decode()
    engine = FakeEngine(
        settings.NATS_URL, "plant9", orjson.dumps([{"tag": tag, "payload": packed}])
    )
    engine.start()
    assert engine.ready.wait(20)
    try:
        found = tail.fetch_tail("plant9", [tag])
    finally:
        engine.stop.set()
        engine.join(5)
    assert found.state == "ok"
    assert found.tracks[tag].x_cm.tolist() == [1000, 1100, 1200]
    assert engine.asked == [{"tags": [str(tag)]}]


def test_an_engine_that_says_nothing_is_not_asked_again_at_once(servers):
    engine = FakeEngine(settings.NATS_URL, "silent", None)
    engine.start()
    assert engine.ready.wait(20)
    try:
        for _ in range(3):
            assert tail.fetch_tail("silent", None).state == "absent"
    finally:
        engine.stop.set()
        engine.join(5)
    assert len(engine.asked) == 1


def test_where_there_is_no_engine_or_no_server_it_is_absent(servers, monkeypatch):
    assert tail.fetch_tail("nobody", None).state == "absent"
    tail._silence.until = 0.0
    monkeypatch.setattr(settings, "NATS_URL", "nats://127.0.0.1:9")
    assert tail.fetch_tail("nobody", None).state == "absent"

"""`/live/positions`: frames, replay, and where the first picture comes from."""

import json
from datetime import UTC, datetime

import pytest

from anhuan.domains.alarms.tests.make import make_account, make_company
from anhuan.domains.positioning.models import LatestPosition, Tag
from anhuan.web.database import in_thread
from anhuan.web.live.positions import COLUMNS, Picture
from anhuan.web.live.tests.reading import hub_running, reading
from anhuan.web.relay.tests.running import connection, until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.web.live.tests.addresses"),
]
T = "2026-11-21T08:00:00.123Z"


def row(tag, x=1.0):
    return [tag, 1, x, 2.0, 1, 0.5, 0.0, None, "live"]


def frame(n, *rows, epoch="e1"):
    return {"epoch": epoch, "n": n, "t": T, "cols": COLUMNS, "rows": list(rows)}


async def publish(subject, data):
    async with connection() as client:
        await client.publish(subject, json.dumps(data).encode())
        await client.flush()


async def an_account():
    return await in_thread(lambda: make_account(make_company(), "operator"))


class Engine:
    """Answers snapshot requests."""

    def __init__(self, client, answer):
        self.client, self.answer = client, answer

    async def start(self):
        await self.client.subscribe("rt.demo.snapshot", cb=self._reply)
        await self.client.flush()

    async def _reply(self, message):
        await message.respond(json.dumps(self.answer).encode())


async def test_the_engine_is_asked_then_frames_follow():
    account = await an_account()
    counts = {"epoch": "e1", "n": 7, "t": T, "total": {"staff": 2}, "areas": {}}
    async with connection() as client, hub_running():
        await Engine(client, frame(7, row("a"), row("b")) | {"counts": counts}).start()
        async with reading(account, "positions") as stream:
            first = await stream.next()
            assert (first.event, first.id) == ("snapshot", "e1:7")
            assert len(first.data["frame"]["rows"]) == 2
            assert first.data["counts"]["total"] == {"staff": 2}
            await publish("rt.demo.positions", frame(8, row("a", 5.0)))
            change = await stream.next()
            assert (change.event, change.id) == ("change", "e1:8")
            assert change.data["frame"]["rows"] == [row("a", 5.0)]
            await publish("rt.demo.counts", counts | {"total": {"staff": 3}})
            assert (await stream.next()).data["counts"]["total"] == {"staff": 3}


async def test_a_reader_that_comes_back_gets_the_frames_between():
    account = await an_account()
    async with connection() as client, hub_running() as hub:
        await Engine(client, frame(1)).start()
        async with reading(account, "positions") as stream:
            await stream.next()
        for n in (2, 3, 4):
            await publish("rt.demo.positions", frame(n, row("a", float(n))))
        await until(lambda: hub.pictures["demo"].n == 4)
        async with reading(account, "positions", "e1:2") as stream:
            heard = [await stream.next(), await stream.next()]
    assert [h.id for h in heard] == ["e1:3", "e1:4"]


@pytest.mark.parametrize("last_id", ["e1:99", "e0:2", "nonsense", "e1:x"])
async def test_an_unknown_id_gets_the_whole_picture(last_id):
    account = await an_account()
    async with connection() as client, hub_running():
        await Engine(client, frame(3, row("a"))).start()
        async with reading(account, "positions", last_id) as stream:
            assert (await stream.next()).event == "snapshot"


async def test_a_new_engine_is_asked_again_and_readers_get_its_picture():
    account = await an_account()
    async with connection() as client, hub_running():
        engine = Engine(client, frame(9, row("a"), row("gone")))
        await engine.start()
        async with reading(account, "positions") as stream:
            await stream.next()
            engine.answer = frame(2, row("a", 6.0), epoch="e2")
            await publish("rt.demo.positions", frame(1, row("a", 5.0), epoch="e2"))
            fresh = await stream.next(event="snapshot")
    assert fresh.id == "e2:2"
    assert fresh.data["frame"]["rows"] == [row("a", 6.0)]


async def test_without_an_engine_the_last_known_positions_are_shown_as_stale():
    account = await an_account()

    def store():
        tag = Tag.objects.create(company=account.company, number="T1")
        LatestPosition.objects.create(
            tag=tag, t=datetime(2026, 11, 21, tzinfo=UTC), x_m=3, y_m=4, floor=1, r68_m=1,
            state="live",
        )  # fmt: skip
        return str(tag.pk)

    tag = await in_thread(store)
    async with hub_running(), reading(account, "positions") as stream:
        rows = (await stream.next()).data["frame"]["rows"]
    assert [(r[0], r[2], r[3], r[8]) for r in rows] == [(tag, 3.0, 4.0, "stale")]


def test_frames_and_a_snapshot_show_the_same():
    followed, late = Picture(), Picture()
    shown = {}
    for n in range(1, 30):
        sent, _ = followed.apply(frame(n, row(f"t{n % 5}", float(n)), row("x", float(-n))))
        for r in json.loads(sent.body.split(b"data: ")[1])["frame"]["rows"]:
            shown[r[0]] = r
    late.reset(frame(29, *followed.rows.values()))
    assert shown == followed.rows == late.rows


def test_a_frame_older_than_the_snapshot_is_no_news():
    picture = Picture()
    picture.reset(frame(5, row("a", 5.0)))
    assert picture.apply(frame(5, row("a", 1.0))) == (None, False)
    assert picture.rows["a"] == row("a", 5.0)
    assert picture.apply(frame(7, row("a", 7.0)))[1] is True

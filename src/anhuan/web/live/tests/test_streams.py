"""Who may read, how long, and what becomes of a reader that does not keep up."""

import pytest
from django.contrib.sessions.models import Session
from django.test import AsyncClient

from anhuan.domains.alarms.tests.make import make_account, make_company
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.tests.factories import make_company as another_company
from anhuan.web.database import in_thread
from anhuan.web.live import subscribers, views
from anhuan.web.live.messages import Sent, encode
from anhuan.web.live.subscribers import Subscribers, TooManyStreams
from anhuan.web.live.tests.reading import BACKEND, hub_running, reading
from anhuan.web.relay.tests.running import relaying

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.web.live.tests.addresses"),
]


async def an_account(role="operator"):
    return await in_thread(lambda: make_account(make_company(), role))


@pytest.mark.parametrize(
    ("topic", "role", "status"),
    [
        ("alarms", None, 401),
        ("positions", None, 401),
        ("system", None, 401),
        ("alarms", "worker", 403),
        ("positions", "worker", 403),
        ("positions", "administrator", 403),
    ],
)
async def test_who_may_not_read(topic, role, status):
    client = AsyncClient()
    if role:
        await client.aforce_login(await an_account(role), backend=BACKEND)
    async with hub_running():
        assert (await client.get(f"/live/{topic}")).status_code == status


async def test_without_a_hub_readers_are_told_to_come_back():
    client = AsyncClient()
    await client.aforce_login(await an_account(), backend=BACKEND)
    response = await client.get("/live/alarms")
    assert response.status_code == 503
    assert response["Retry-After"] == "2"


async def test_headers_keep_proxies_from_holding_events_back():
    async with hub_running(), reading(await an_account(), "alarms") as stream:
        assert stream.response["Content-Type"].startswith("text/event-stream")
        assert stream.response["X-Accel-Buffering"] == "no"
        assert "no-cache" in stream.response["Cache-Control"]


async def test_silence_is_filled_with_comments(monkeypatch):
    monkeypatch.setattr(views, "KEEP_ALIVE_S", 0.05)
    async with hub_running(), reading(await an_account(), "alarms") as stream:
        assert await stream.comment() == b": keep-alive\n\n"


@pytest.mark.parametrize("what", ["session", "account", "right"])
async def test_the_stream_ends_with_the_right_to_read_it(monkeypatch, what):
    monkeypatch.setattr(views, "KEEP_ALIVE_S", 0.05)
    monkeypatch.setattr(views, "CHECK_EVERY_S", 0.1)
    account = await an_account()
    async with hub_running(), reading(account, "alarms") as stream:
        await stream.next()
        if what == "session":
            await in_thread(Session.objects.all().delete)
        elif what == "account":
            await in_thread(lambda: type(account).objects.update(is_active=False))
        else:
            await in_thread(lambda: account.grants.all().delete())
        assert await stream.ends()


async def test_a_stopping_process_ends_its_streams_at_once():
    async with hub_running() as hub, reading(await an_account(), "alarms") as stream:
        await stream.next()
        hub.close()
        assert await stream.ends()


async def test_a_reader_that_does_not_read_is_dropped_and_nothing_piles_up():
    account = await an_account()
    async with hub_running() as hub, reading(account, "positions") as stream:
        await stream.next()
        who = hub.subscribers.of("demo", "positions")[0]
        for number in range(2000):
            hub.subscribers.offer("demo", "positions", Sent(encode("change", {"n": number})))
            assert who.queue.qsize() <= 256
        assert await stream.ends()
    assert hub.subscribers.count() == 0


async def test_streams_per_account_are_counted():
    found = Subscribers()
    with found.subscribed("demo", "alarms", "me"):
        assert found.count() == 1
    assert found.count() == 0
    opened = [found.subscribed("demo", "alarms", "me") for _ in range(24)]
    for one in opened:
        one.__enter__()
    with pytest.raises(TooManyStreams), found.subscribed("demo", "alarms", "me"):
        pass
    with found.subscribed("demo", "alarms", "somebody else"):
        pass
    for one in opened:
        one.__exit__(None, None, None)


async def test_too_many_streams_are_refused(monkeypatch):
    monkeypatch.setattr(subscribers, "MOST_PER_ACCOUNT", 1)
    account = await an_account()
    async with hub_running(), reading(account, "alarms") as stream:
        await stream.next()
        client = AsyncClient()
        await client.aforce_login(account, backend=BACKEND)
        assert (await client.get("/live/alarms")).status_code == 429


async def test_streams_hold_no_database_connection():
    """The pool has 16; forty readers would starve the pages."""
    account = await an_account()
    streams = []
    async with hub_running():
        for _ in range(20):
            context = reading(account, "alarms")
            stream = await context.__aenter__()
            await stream.next()
            streams.append(context)
        assert await in_thread(lambda: Session.objects.count()) >= 20
        for context in streams:
            await context.__aexit__(None, None, None)


async def test_a_notice_reaches_its_account_and_nobody_else():
    operator = await an_account()
    other = await in_thread(make_account, operator.company, "shift_leader")
    async with (
        hub_running(),
        relaying(),
        reading(operator, "system") as mine,
        reading(other, "system") as theirs,
    ):
        assert (await mine.next()).data["unread"] == 0
        await theirs.next()
        await in_thread(post, operator.company, [operator], Message("t", "一号装置超员"))
        await in_thread(post, operator.company, [other], Message("t", "别的"))
        assert (await _said(mine, "notice")) == "一号装置超员"
        assert (await _said(theirs, "notice")) == "别的"


async def _said(stream, word):
    while True:
        heard = await stream.next(event="change")
        if word in heard.data:
            return heard.data[word]


@pytest.mark.clause("INS-057", "INS-058")
async def test_boards_are_told_once_a_second_which_slices_have_news_of_their_company():
    operator = await an_account()
    stranger = await in_thread(lambda: make_account(another_company(), name="stranger"))
    async with (
        hub_running(),
        relaying(),
        reading(operator, "system") as mine,
        reading(stranger, "system") as theirs,
    ):
        await mine.next()
        await theirs.next()
        for _ in range(5):
            await in_thread(post, operator.company, [operator], Message("t", "一号装置超员"))
        assert (await _said(mine, "slices")) == ["notice"]
        await in_thread(post, stranger.company, [stranger], Message("t", "别的"))
        assert (await _said(theirs, "slices")) == ["notice"]

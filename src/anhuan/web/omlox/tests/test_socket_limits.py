"""Limits and nonsense on the socket: nobody harms it or another reader."""

import asyncio
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.domains.omlox.tests.plant import BASE
from anhuan.web.database import in_thread
from anhuan.web.omlox import feed, messages, session, socket
from anhuan.web.omlox.tests.hub import a_plant, running, websockets

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.domains.omlox.tests.addresses"),
]


async def test_subscriptions_sockets_and_sizes_are_limited(monkeypatch):
    monkeypatch.setattr(session, "MOST_SUBSCRIPTIONS", 2)
    monkeypatch.setattr(feed, "MOST_PER_ACCOUNT", 1)
    plant = await a_plant()
    token = await in_thread(plant.token)
    async with running() as server, server.client(token) as client:
        await client.subscribe("location_updates")
        await client.subscribe("fence_events")
        assert await client.refusal("subscribe", topic="location_updates") == 10002
        async with server.client(token) as second:
            assert await second.refusal("subscribe", topic="location_updates") == 10002
        await client.socket.send("x" * (socket.LONGEST_MESSAGE + 1))
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await client.hear()
    assert closed.value.rcvd.code == 1009


async def test_a_fast_talker_is_slowed_down(monkeypatch):
    monkeypatch.setattr(socket, "BURST", 5.0)
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        began = time.monotonic()
        for _ in range(30):
            await client.say("nonsense")
        for _ in range(30):
            assert (await client.hear())["code"] == 10000
        assert time.monotonic() - began >= 25 / socket.PER_S * 0.8


async def test_a_reader_that_does_not_read_is_cut_off_and_harms_nobody():
    plant = await a_plant()
    feed_ = type("Feed", (), {"leave": lambda self, one: left.append(one)})()
    left: list[object] = []
    slow = session.Session(feed_)
    for _ in range(session.LONGEST_QUEUE + 1):
        slow.say(b"news")
    assert left == [slow]
    assert slow.queue.qsize() == 1 and await slow.queue.get() is None
    assert plant.company


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"event": "sing"}, 10000),
        ({"event": None}, 10000),
        ({"event": "subscribe", "topic": "weather"}, 10001),
        ({"event": "subscribe", "topic": ["fence_events"]}, 10001),
        ({"event": "subscribe", "topic": "proximity_updates:geojson"}, 10001),
        ({"event": "subscribe", "topic": "fence_events", "params": {"colour": "red"}}, 10002),
        ({"event": "subscribe", "topic": "fence_events", "params": {"crs": "EPSG:1"}}, 10002),
        ({"event": "subscribe", "topic": "fence_events", "params": []}, None),
        ({"event": "subscribe", "topic": "fence_events", "params": [1]}, 10005),
        ({"event": "unsubscribe", "subscription_id": True}, 10003),
        ({"event": "message", "topic": "fence_events", "payload": []}, 10001),
        ([], 10005),
    ],
)
def test_each_mistake_has_its_code(fields, code):
    if code is None:
        assert messages.read(json.dumps(fields)).event == "subscribe"
        return
    with pytest.raises(messages.Wrong) as wrong:
        messages.read(json.dumps(fields))
    assert wrong.value.code == code


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
_wrapper = st.fixed_dictionaries(
    {},
    optional={
        "event": st.sampled_from(["subscribe", "unsubscribe", "message"]) | _json,
        "topic": st.sampled_from([*messages.PARAMS, "fence_events:geojson"]) | _json,
        "params": st.dictionaries(st.sampled_from(["crs", "geojson", "token", "id"]), _json)
        | _json,
        "payload": _json,
        "subscription_id": _json,
    },
)


@given(st.binary(max_size=200) | _wrapper.map(lambda body: json.dumps(body).encode()))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_with_a_code(text):
    try:
        messages.read(text)
    except messages.Wrong as wrong:
        assert 10000 <= wrong.code <= 10006
        assert wrong.description


async def test_nonsense_on_a_live_socket_is_answered_and_changes_nothing():
    plant = await a_plant()
    said: list[bytes] = []

    @given(_wrapper.map(lambda body: json.dumps(body).encode()))
    @settings(max_examples=60, deadline=None, database=None)
    def collect(text):
        said.append(text)

    collect()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        for text in said:
            await client.socket.send(text.decode())
        number = None
        while number is None:
            await client.say("subscribe", topic="trackable_motions", params={"id": "last"})
            async with asyncio.timeout(30):
                while (heard := await client.hear(20)).get("params") != {"id": "last"}:
                    assert heard["event"] in ("error", "subscribed", "unsubscribed"), heard
                    if heard["event"] == "error" and "最多" in heard["description"]:
                        number = -1
                        break
                else:
                    number = heard["subscription_id"]
    assert number


def test_base_is_where_the_specification_puts_it():
    assert socket.PATH == BASE + "ws/socket"

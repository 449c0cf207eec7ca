"""The omlox WebSocket on a real server, fed by real NATS frames."""

import asyncio
import json
import time
from uuid import uuid4

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.omlox.tests.plant import BASE, Plant
from anhuan.domains.org.actions import revoke_api_token
from anhuan.domains.org.models import ApiToken
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.web.database import in_thread
from anhuan.web.omlox import feed, messages, session, socket
from anhuan.web.omlox.tests.hub import running, websockets
from anhuan.web.relay.tests.running import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.domains.omlox.tests.addresses"),
]


@pytest.fixture(autouse=True)
def _no_throttling(settings):
    cache.clear()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}


async def a_plant():
    return await in_thread(Plant)


def near(found, x, y):
    return found["position"]["coordinates"] == [x, y]


# --- what is told ------------------------------------------------------------------------------


async def test_a_frame_is_told_as_locations_and_rest_says_the_same():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("location_updates", crs="local")
        await client.subscribe("location_updates")
        row = plant.row(plant.tag, 12.0, 34.5, t_ms=clock.now_ms())
        await server.engine(plant).frame(row)
        (local,), (degrees,) = await client.news(), await client.news()
        assert near(local, 12.0, 34.5)
        assert local["provider_id"] == plant.tag.number
        path = f"providers/{plant.tag.number}/location"
        assert await in_thread(plant.hub.get, path, crs="local") == local
        assert await in_thread(plant.hub.get, path) == degrees
        (motion,) = await in_thread(plant.hub.get, "trackables/motions", crs="local")
        assert motion["location"] == local


async def test_a_topic_of_geojson_has_features():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("location_updates:geojson", crs="local")
        await server.engine(plant).frame(plant.row(plant.tag, 1.0, 2.0))
        (found,) = await client.news()
    assert found["type"] == "Feature"
    assert found["geometry"] == {"type": "Point", "coordinates": [1.0, 2.0]}
    assert found["properties"]["provider_id"] == plant.tag.number


async def test_only_what_the_parameters_ask_for():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("location_updates", provider_id=plant.tag_li.number)
        await client.subscribe("trackable_motions", id=str(plant.wang.pk))
        await client.subscribe("location_updates", accuracy=0.1)
        engine = server.engine(plant)
        await engine.frame(plant.row(plant.tag, 1.0, 2.0), plant.row(plant.tag_li, 3.0, 4.0))
        heard = [await client.news(), await client.news()]
        assert await client.silent()
    assert [one["provider_id"] for one in heard[0]] == [plant.tag_li.number]
    assert [one["name"] for one in heard[1]] == ["王海涛"]


async def test_entering_and_leaving_a_fence_is_told_once():
    plant = await a_plant()
    t_ms = clock.now_ms()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        engine = server.engine(plant)
        await engine.frame(plant.row(plant.tag, 90, 105, t_ms=t_ms))
        await until(lambda: server.hub.pictures)
        await client.subscribe("fence_events")
        await client.subscribe("fence_events:geojson", event_type="region_exit", crs="local")
        for k, x in enumerate((105, 106, 90, 89), start=1):
            await engine.frame(plant.row(plant.tag, x, 105, t_ms=t_ms + 1000 * k))
        (entry,), (left,), (feature,) = [await client.news() for _ in range(3)]
        assert await client.silent()
    assert (entry["event_type"], left["event_type"]) == ("region_entry", "region_exit")
    assert entry["trackable_id"] == left["trackable_id"] == str(plant.wang.pk)
    assert entry["fence_id"] == str(plant.fence.pk)
    assert left["entry_time"] == entry["entry_time"] < left["exit_time"]
    assert feature["properties"]["id"] == left["id"] != entry["id"]
    assert feature["geometry"]["type"] == "Polygon"


async def test_who_already_stands_in_a_fence_is_no_news():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        engine = server.engine(plant)
        await engine.frame(plant.row(plant.tag, 105, 105))
        await until(lambda: server.hub.pictures)
        await client.subscribe("fence_events")
        await engine.frame(plant.row(plant.tag, 106, 105, t_ms=clock.now_ms() + 10))
        assert await client.silent()


async def test_two_that_have_a_radius_collide_and_part():
    plant = await a_plant()
    body = {"id": str(uuid4()), "type": "virtual", "radius": 2.0}
    for one in (plant.wang, plant.li):
        path = f"trackables/{one.pk}"
        assert (await in_thread(plant.hub.ask, "put", path, body)).status_code == 200
    t_ms = clock.now_ms()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("collision_events", crs="local")
        engine = server.engine(plant)
        await engine.frame(plant.row(plant.tag_li, 0, 0, t_ms=t_ms))
        for k, x in enumerate((4.1, 4.0, 3.0, 4.1), start=1):
            await engine.frame(plant.row(plant.tag, x, 0, t_ms=t_ms + 1000 * k))
        heard = [(await client.news())[0] for _ in range(3)]
        assert await client.silent()
    kinds = [one["collision_type"] for one in heard]
    assert kinds == ["collision_start", "colliding", "collision_end"]
    assert [one["center_distance"] for one in heard] == [4.0, 3.0, 4.1]
    assert heard[0]["collisions"][0]["id"] == str(plant.wang.pk)  # who moved comes first
    assert heard[2]["start_time"] == heard[0]["start_time"] < heard[2]["end_time"]


async def test_after_unsubscribing_nothing_more_comes():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        number = await client.subscribe("location_updates")
        await client.say("unsubscribe", subscription_id=number)
        assert await client.hear() == {"event": "unsubscribed", "subscription_id": number}
        await server.engine(plant).frame(plant.row(plant.tag, 1, 2))
        assert await client.silent()
        assert await client.refusal("unsubscribe", subscription_id=number) == 10003


# --- what is taken -----------------------------------------------------------------------------


def a_location(plant, **changes):
    return {
        "position": {"type": "Point", "coordinates": [7.0, 8.0]}, "source": "rtls",
        "provider_type": "uwb", "provider_id": plant.tag.number,
    } | changes  # fmt: skip


async def test_a_published_location_lies_in_the_stream():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        subject = f"anhuan.v1.location.{plant.tag.number}"
        stream = server.nats.jetstream()
        listening = await stream.subscribe(subject, stream="INGEST", ordered_consumer=True)
        await client.say("message", topic="location_updates", payload=[a_location(plant)])
        (entry,) = json.loads((await listening.next_msg(timeout=5)).data)
        assert entry["position"]["coordinates"] == [7.0, 8.0]
        payload = [json.dumps(a_location(plant, provider_id="nobody"))]
        assert await client.refusal("message", topic="location_updates", payload=payload) == 10005


async def test_nearness_to_a_reader_is_told_to_who_asks():
    plant = await a_plant()
    where = {"type": "Point", "coordinates": [118.7, 37.9]}
    zone = {"id": str(uuid4()), "type": "rfid", "foreign_id": "gate", "position": where}
    assert (await in_thread(plant.hub.ask, "post", "zones", zone)).status_code == 201
    near = {"source": "gate", "provider_type": "rfid", "provider_id": plant.tag.number}
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("proximity_updates", source="gate")
        await client.say("message", topic="proximity_updates", payload=[near])
        assert await client.news() == [near]


# --- who may -----------------------------------------------------------------------------------


async def test_a_token_is_shown_in_the_header_or_in_a_message():
    plant = await a_plant()
    token = await in_thread(plant.token)
    async with running() as server:
        async with server.client() as client:
            assert await client.refusal("subscribe", topic="location_updates") == 10006
            await client.subscribe("location_updates", token=token)
            other = await in_thread(lambda: plant.token(make.make_account(plant.company)))
            params = {"token": other}
            assert await client.refusal("subscribe", topic="fence_events", params=params) == 10004
            params = {"token": "anh_wrong"}
            assert await client.refusal("subscribe", topic="fence_events", params=params) == 10006
        with pytest.raises(websockets.InvalidStatus):
            async with server.client("anh_wrong"):
                pass


async def test_scopes_cut_what_a_token_may():
    plant = await a_plant()
    reads = await in_thread(plant.token, None, ("positions.view",))
    writes = await in_thread(plant.token, None, ("positions.push",))
    async with running() as server:
        async with server.client(reads) as client:
            await client.subscribe("location_updates")
            asked = {"topic": "location_updates", "payload": [a_location(plant)]}
            assert await client.refusal("message", **asked) == 10004
        async with server.client(writes) as client:
            assert await client.refusal("subscribe", topic="location_updates") == 10004


async def test_nobody_sees_beyond_the_own_company_and_department():
    plant, other = await a_plant(), await a_plant()

    def a_leader_elsewhere():
        department = make.make_department(plant.company, "储运车间")
        account = make.make_account(plant.company, Role.SHIFT_LEADER, department)
        tag = plant.carried(make.make_person(plant.company, "赵六", department=department))
        return plant.token(account), tag

    token, tag = await in_thread(a_leader_elsewhere)
    async with running() as server, server.client(token) as client:
        for topic in ("location_updates", "trackable_motions", "fence_events"):
            await client.subscribe(topic)
        await server.engine(other).frame(other.row(other.tag, 105, 105))
        engine = server.engine(plant)
        await engine.frame(plant.row(plant.tag, 105, 105))
        assert await client.silent()
        await engine.frame(plant.row(tag, 105, 105))
        assert [one["provider_id"] for one in await client.news()] == [tag.number]
        assert (await client.news())[0]["name"] == "赵六"
        assert (await client.news())[0]["event_type"] == "region_entry"


async def test_a_revoked_token_ends_its_socket(monkeypatch):
    monkeypatch.setattr(socket, "INTRODUCE_WITHIN_S", 0.2)
    monkeypatch.setattr(socket, "CHECK_EVERY_S", 0.2)
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("location_updates")
        await in_thread(lambda: revoke_api_token(SYSTEM, ApiToken.objects.latest("created_at")))
        assert (await client.hear())["code"] == 10006
        with pytest.raises(websockets.ConnectionClosed):
            await client.hear()


async def test_who_does_not_say_who_he_is_is_shown_out(monkeypatch):
    monkeypatch.setattr(socket, "INTRODUCE_WITHIN_S", 0.2)
    async with running() as server, server.client() as client:
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await client.hear()
    assert closed.value.rcvd.code == 1008


async def test_a_subscription_leaves_an_audit_row():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("location_updates")
    rows = await in_thread(lambda: list(AuditRow.objects.filter(verb="view_positions")))
    assert [row.note for row in rows] == ["omlox 接口读取（订阅 location_updates）"]


# --- limits and nonsense -----------------------------------------------------------------------


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

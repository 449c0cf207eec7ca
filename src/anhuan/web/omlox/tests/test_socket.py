"""The socket: what subscribers are told, and what clients hand in."""

import json
from uuid import uuid4

import pytest

from anhuan.kernel import clock
from anhuan.web.database import in_thread
from anhuan.web.omlox.tests.hub import a_location, a_plant, near, running
from anhuan.web.relay.tests.running import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.domains.omlox.tests.addresses"),
]


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


async def test_a_published_location_lies_in_the_stream():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        subject = f"anhuan.v1.location.{plant.tag.number}"
        stream = server.nats.jetstream()
        listening = await stream.subscribe(subject, stream="INGEST", ordered_consumer=True)
        await client.say("message", topic="location_updates", payload=[a_location(plant)])
        (entry,) = json.loads((await listening.next_msg(timeout=20)).data)
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


async def test_an_outline_collides_by_its_own_shape():
    """A long trailer, 12 × 2 m around its tag: a person beside it is free, one behind it is not."""
    plant = await a_plant()
    corners = [[-6, -1], [6, -1], [6, 1], [-6, 1], [-6, -1]]
    outline = {"type": "Polygon", "coordinates": [corners]}
    bodies = ((plant.wang, {"geometry": outline}), (plant.li, {"radius": 0.5}))
    for one, extent in bodies:
        body = {"id": str(one.pk), "type": "virtual"} | extent
        answer = await in_thread(plant.hub.ask, "put", f"trackables/{one.pk}", body)
        assert answer.status_code == 200, answer.content.decode()
    t_ms = clock.now_ms()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("collision_events", crs="local")
        engine = server.engine(plant)
        await engine.frame(plant.row(plant.tag, 50, 50, t_ms=t_ms))
        places = ((50, 52), (50, 51.6), (50, 51.5), (56.4, 50), (56.6, 50))
        for k, place in enumerate(places, start=1):
            await engine.frame(plant.row(plant.tag_li, *place, t_ms=t_ms + 1000 * k))
        heard = [(await client.news())[0] for _ in range(3)]
        assert await client.silent()
    kinds = [one["collision_type"] for one in heard]
    assert kinds == ["collision_start", "colliding", "collision_end"]
    ring = next(
        one["geometry"] for one in heard[0]["collisions"] if one["id"] == str(plant.wang.pk)
    )
    assert sorted(map(tuple, ring["coordinates"][0][:4])) == [
        (44.0, 49.0), (44.0, 51.0), (56.0, 49.0), (56.0, 51.0),
    ]  # fmt: skip

"""The hub over REST: our plant as an omlox client sees and changes it."""

import json
import os
import time
from datetime import UTC, datetime
from uuid import uuid4

import nats
import pytest
from asgiref.sync import async_to_sync
from nats.js.api import ConsumerConfig, DeliverPolicy

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.omlox.models import Extra, Zone
from anhuan.domains.omlox.tests.plant import Hub, Plant, standing
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.models import Assignment, Fence, Tag
from anhuan.domains.positioning.tests import factories as make
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


# --- reading -----------------------------------------------------------------------------------


def test_people_and_vehicles_are_trackables_and_tags_their_providers(plant):
    found = {one["id"]: one for one in plant.hub.get("trackables/summary")}
    assert set(found) == {str(plant.wang.pk), str(plant.li.pk), str(plant.forklift.pk)}
    assert set(plant.hub.get("trackables")) == set(found)
    wang = found[str(plant.wang.pk)]
    assert (wang["name"], wang["location_providers"]) == ("王海涛", [plant.tag.number])
    assert wang["properties"]["anhuan"]["kind"] == "staff"
    assert plant.hub.get(f"trackables/{plant.wang.pk}/providers")[0]["type"] == "uwb"
    holders = plant.hub.get(f"providers/{plant.tag.number}/trackables")
    assert [one["id"] for one in holders] == [str(plant.wang.pk)]


@pytest.mark.clause("POS-078", "POS-081")
def test_a_position_is_the_same_in_metres_and_degrees(plant):
    with standing(plant.row(plant.tag, 100.0, 50.0, t_ms=1795000000123)):
        path = f"trackables/{plant.wang.pk}/location"
        local = plant.hub.get(path, crs="local")
        degrees = plant.hub.get(path)
    assert local["position"]["coordinates"] == [100.0, 50.0]
    assert (local["crs"], local["floor"], local["accuracy"]) == ("local", 0, 0.4)
    assert local["timestamp_generated"].endswith(".123Z")
    assert degrees["crs"] == "EPSG:4326"
    lon, lat = degrees["position"]["coordinates"]
    back = plant.site.georeference.to_plant(lon, lat)
    assert back == pytest.approx((100.0, 50.0), abs=0.002)


def test_geojson_is_a_feature_or_a_collection(plant):
    with standing(plant.row(plant.tag, 100.0, 50.0)):
        one = plant.hub.get(f"providers/{plant.tag.number}/location", geojson="true")
        many = plant.hub.get("providers/locations", geojson="true", crs="local")
        moving = plant.hub.get("trackables/motions", geojson="true", crs="local")
    assert (one["type"], one["geometry"]["type"]) == ("Feature", "Point")
    assert one["properties"]["provider_id"] == plant.tag.number
    assert many["features"][0]["geometry"]["coordinates"] == [100.0, 50.0]
    assert moving["features"][0]["properties"]["name"] == "王海涛"
    fences = plant.hub.get("fences/summary", geojson="true")
    assert fences["features"][0]["geometry"]["type"] == "Polygon"


def test_a_trackable_with_a_radius_moves_as_a_circle(plant):
    body = {"id": str(uuid4()), "type": "virtual", "radius": 3.0}
    assert plant.hub.ask("put", f"trackables/{plant.forklift.pk}", body).status_code == 200
    tag = make.make_tag(plant.company, form="vehicle")
    make.bind(tag, plant.forklift)
    with standing(plant.row(tag, 10.0, 20.0)):
        motion = plant.hub.get(f"trackables/{plant.forklift.pk}/motion", crs="local")
    ring = motion["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == [13.0, 20.0]
    assert all(abs((x - 10) ** 2 + (y - 20) ** 2 - 9) < 0.01 for x, y in ring)


def test_who_is_in_a_fence(plant):
    with standing(plant.row(plant.tag, 105.0, 105.0), plant.row(plant.tag_li, 5.0, 5.0)):
        fence = f"fences/{plant.fence.pk}"
        assert [o["id"] for o in plant.hub.get(f"{fence}/trackables")] == [str(plant.wang.pk)]
        assert [o["id"] for o in plant.hub.get(f"{fence}/providers")] == [plant.tag.number]
        assert len(plant.hub.get(f"{fence}/locations")) == 1
        assert len(plant.hub.get(f"{fence}/motions")) == 1
        assert len(plant.hub.get(f"trackables/{plant.wang.pk}/fences")) == 1
        assert plant.hub.get(f"trackables/{plant.li.pk}/fences") == []
        assert plant.hub.get(f"providers/{plant.tag_li.number}/fences") == []


def test_a_fence_forgets_who_is_silent_longer_than_its_timeout(plant):
    body = {"id": str(uuid4()), "region": ORIGIN, "radius": 10, "timeout": 5000}
    fence = plant.hub.ask("post", "fences", body).json()["id"]
    old = plant.row(plant.tag, 0.0, 0.0, t_ms=clock.now_ms() - 6000)
    with standing(old):
        assert plant.hub.get(f"fences/{fence}/trackables") == []
        assert len(plant.hub.get(f"fences/{fence}/trackables", spatial_query="true")) == 1


def test_without_a_live_picture_the_stored_positions_are_told(plant):
    make.place(plant.tag, clock.now(), 7.0, 8.0)
    found = plant.hub.get(f"trackables/{plant.wang.pk}/location", crs="local")
    assert found["position"]["coordinates"] == [7.0, 8.0]
    assert plant.hub.ask("get", f"trackables/{plant.li.pk}/location").status_code == 404


def test_locating_rules_choose_among_providers(plant):
    rules = [{"expression": "type = 'gps'", "priority": 1}]
    body = {"id": str(uuid4()), "type": "virtual", "locating_rules": rules}
    assert plant.hub.ask("put", f"trackables/{plant.wang.pk}", body).status_code == 200
    assert plant.hub.get(f"trackables/{plant.wang.pk}")["locating_rules"] == rules
    wrong = body | {"locating_rules": [{"expression": "mood = 'bad'", "priority": 1}]}
    answer = plant.hub.ask("put", f"trackables/{plant.wang.pk}", wrong)
    assert (answer.status_code, "mood" in answer.json()["message"]) == (400, True)


# --- zones -------------------------------------------------------------------------------------


def test_the_site_is_a_zone_and_stays_as_it_is(plant):
    (site,) = plant.hub.get("zones/summary")
    assert (site["id"], len(site["ground_control_points"])) == (str(plant.site.pk), 8)
    for method, body in (("put", {"id": site["id"], "type": "uwb"}), ("delete", None)):
        assert plant.hub.ask(method, f"zones/{site['id']}", body).status_code == 403
    assert plant.hub.get(f"zones/{site['id']}/createfence")["region"]["type"] == "Polygon"


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


@pytest.mark.parametrize(("turn", "expected"), [(False, [5, 20]), (True, [20, -5])])
def test_a_zone_of_another_system_has_its_own_metres(plant, turn, expected):
    zone = a_zone(plant, turn)
    with standing(plant.row(plant.tag, 105.0, 20.0)):
        found = plant.hub.get(f"trackables/{plant.wang.pk}/location", crs="local", zone_id=zone)
    assert found["position"]["coordinates"] == pytest.approx(expected, abs=0.01)
    assert found["source"] == zone


def test_a_position_goes_to_degrees_and_back(plant):
    zone = a_zone(plant)
    there = {"position": {"type": "Point", "coordinates": [3.0, 4.0]}}
    degrees = plant.hub.ask("put", f"zones/{zone}/transform", there).json()
    assert degrees["crs"] == "EPSG:4326"
    back = plant.hub.ask("put", f"zones/{zone}/transform", degrees).json()
    assert back["position"]["coordinates"] == pytest.approx([3.0, 4.0], abs=1e-6)


def test_control_points_on_a_line_make_no_coordinate_system(plant):
    earth = plant.site.georeference
    points = [p for k in (0, 5, 9) for p in (list(earth.to_lonlat(k, k)), [k, k])]
    body = {"id": str(uuid4()), "type": "uwb", "ground_control_points": points}
    answer = plant.hub.ask("post", "zones", body)
    assert (answer.status_code, "直线" in answer.json()["message"]) == (400, True)
    assert not Zone.objects.exists()


# --- writing -----------------------------------------------------------------------------------


def test_a_provider_is_registered_as_a_tag_with_audit_and_event(plant):
    body = {"id": "AABBCCDDEEFF0022", "type": "ibeacon", "properties": {"batch": 7}}
    answer = plant.hub.ask("post", "providers", body)
    assert answer.status_code == 201
    assert answer.json()["properties"]["batch"] == 7
    tag = Tag.objects.get(number="AABBCCDDEEFF0022")
    assert tag.technology == "BLE"
    assert AuditRow.objects.filter(target_id=str(tag.pk), verb="create").exists()
    assert OutboxEvent.objects.filter(type="positioning.config.changed").exists()
    assert plant.hub.ask("post", "providers", body).status_code == 400  # its number is taken
    assert plant.hub.ask("delete", f"providers/{tag.number}").status_code == 204
    tag.refresh_from_db()
    assert tag.is_retired


def test_a_tag_somebody_carries_is_not_deleted(plant):
    answer = plant.hub.ask("delete", f"providers/{plant.tag.number}")
    assert answer.status_code == 403
    assert answer.json() == {
        "type": "anhuan.http.forbidden", "code": 403, "message": "标签还在人员或车辆手中，请先收回",
    }  # fmt: skip


def test_a_new_trackable_is_a_vehicle_and_takes_its_tag(plant):
    make.make_tag(plant.company, number="CART-1", form="vehicle")
    body = {
        "id": str(uuid4()),
        "type": "virtual",
        "name": "平板车",
        "location_providers": ["CART-1"],
    }
    made = plant.hub.ask("post", "trackables", body)
    assert made.status_code == 201
    assert made.json()["location_providers"] == ["CART-1"]
    path = f"trackables/{made.json()['id']}"
    assert plant.hub.ask("put", path, body | {"location_providers": []}).status_code == 200
    assert plant.hub.get(path)["location_providers"] == []
    assert plant.hub.ask("delete", path).status_code == 204
    assert plant.hub.ask("get", path).status_code == 404


def test_a_trackable_with_an_unknown_tag_leaves_nothing_behind(plant):
    body = {"id": str(uuid4()), "type": "virtual", "name": "车", "location_providers": ["nobody"]}
    assert plant.hub.ask("post", "trackables", body).status_code == 400
    assert len(plant.hub.get("trackables")) == 3
    assert not Extra.objects.exists()


def test_people_are_neither_deleted_nor_renamed_here(plant):
    path = f"trackables/{plant.wang.pk}"
    assert plant.hub.ask("delete", path).status_code == 403
    assert plant.hub.ask("delete", "trackables").status_code == 403
    renamed = {"id": str(uuid4()), "type": "virtual", "name": "张三"}
    assert plant.hub.ask("put", path, renamed).status_code == 400
    plant.wang.refresh_from_db()
    assert (plant.wang.name, plant.wang.is_retired) == ("王海涛", False)
    assert Assignment.objects.filter(person=plant.wang, until__isnull=True).exists()


def test_a_fence_comes_disabled_and_keeps_what_omlox_says_of_it(plant):
    body = {
        "id": str(uuid4()), "name": "装卸口", "region": ORIGIN, "radius": 12.5, "floor": 0,
        "exit_tolerance": 2, "foreign_id": "dock", "properties": {"colour": "red"},
    }  # fmt: skip
    made = plant.hub.ask("post", "fences", body)
    assert made.status_code == 201
    fence = Fence.objects.get(pk=made.json()["id"])
    assert (fence.is_enabled, fence.geometry["coordinates"], fence.radius_m) == (
        False,
        [0, 0],
        12.5,
    )
    assert fence.floors == [1]
    again = plant.hub.get(f"fences/{fence.pk}")
    assert again["properties"] == {
        "colour": "red",
        "anhuan": {"purpose": "restricted", "enabled": False, "floors": [1]},
    }
    assert (again["radius"], again["exit_tolerance"], again["foreign_id"]) == (12.5, 2.0, "dock")
    assert plant.hub.ask("put", f"fences/{fence.pk}", again | {"radius": 20}).status_code == 204
    fence.refresh_from_db()
    assert (fence.radius_m, fence.version) == (20.0, 2)
    assert plant.hub.ask("delete", f"fences/{fence.pk}").status_code == 204


def test_a_fence_in_force_is_not_deleted(plant):
    assert plant.hub.ask("delete", f"fences/{plant.fence.pk}").status_code == 403
    assert plant.hub.ask("delete", "fences").status_code == 403
    plant.fence.refresh_from_db()
    assert plant.fence.is_enabled


def test_sensors_are_kept_as_they_come(plant):
    said = {"temperature_c": [21.5, None], "note": "正常", "counter": 10**21}
    path = f"providers/{plant.tag.number}/sensors"
    assert plant.hub.get(path) == {}
    assert plant.hub.ask("put", path, said).status_code == 204
    assert plant.hub.get(path) == said
    assert plant.hub.get(f"trackables/{plant.wang.pk}/sensors") == {plant.tag.number: said}


# --- positions in ------------------------------------------------------------------------------


def test_a_location_goes_into_the_stream_and_nowhere_else(plant):
    since = time.time() - 0.001
    body = location(plant.tag.number, accuracy=0.8, floor=0)
    assert plant.hub.ask("put", f"providers/{plant.tag.number}/location", body).status_code == 204
    (entries,) = heard(f"anhuan.v1.location.{plant.tag.number}", since)
    (entry,) = entries
    assert entry["position"]["coordinates"] == [12.5, 30.25]
    assert (entry["crs"], entry["accuracy"], entry["floor"]) == ("local", 0.8, 0.0)
    assert plant.hub.ask("get", f"providers/{plant.tag.number}/location").status_code == 404


def test_degrees_and_a_zones_metres_arrive_as_plant_metres(plant):
    a_zone(plant)
    lon, lat = plant.site.georeference.to_lonlat(40.0, 41.0)
    since = time.time() - 0.001
    bodies = [
        location(plant.tag.number, crs="EPSG:4326",
                 position={"type": "Point", "coordinates": [lon, lat]}),
        location(plant.tag_li.number, source="hall",
                 position={"type": "Point", "coordinates": [1.0, 2.0]}),
    ]  # fmt: skip
    assert plant.hub.ask("put", "providers/locations", bodies).status_code == 204
    (entries,) = heard("anhuan.v1.location.omlox", since)
    points = [entry["position"]["coordinates"] for entry in entries]
    assert points == [pytest.approx([40.0, 41.0]), pytest.approx([101.0, 2.0], abs=0.01)]


def test_of_many_locations_all_or_none_are_taken(plant):
    since = time.time() - 0.001
    bodies = [location(plant.tag.number), location("nobody"), location(plant.tag.number, crs="x")]
    answer = plant.hub.ask("put", "providers/locations", bodies)
    assert (answer.status_code, "第 3 条" in answer.json()["message"]) == (400, True)
    answer = plant.hub.ask("put", "providers/locations", bodies[:2])
    assert (answer.status_code, "nobody" in answer.json()["message"]) == (400, True)
    assert heard("anhuan.v1.location.omlox", since) == []


def test_near_a_reader_is_located_at_the_reader(plant):
    lonlat = list(plant.site.georeference.to_lonlat(60.0, 70.0))
    zone = {
        "id": str(uuid4()), "type": "rfid", "foreign_id": "gate-7", "radius": 3.0,
        "position": {"type": "Point", "coordinates": lonlat},
    }  # fmt: skip
    assert plant.hub.ask("post", "zones", zone).status_code == 201
    since = time.time() - 0.001
    body = {"source": "gate-7", "provider_type": "rfid", "provider_id": plant.tag.number}
    path = f"providers/{plant.tag.number}/proximity"
    assert plant.hub.ask("put", path, body).status_code == 204
    ((entry,),) = heard(f"anhuan.v1.location.{plant.tag.number}", since)
    assert entry["position"]["coordinates"] == pytest.approx([60.0, 70.0], abs=0.01)
    assert entry["accuracy"] == 3.0
    assert plant.hub.ask("put", path, body | {"source": "nowhere"}).status_code == 400


def test_positions_are_a_record_and_cannot_be_deleted(plant):
    for path in ("providers/locations", f"providers/{plant.tag.number}/location"):
        assert plant.hub.ask("delete", path).status_code == 403


# --- who may -----------------------------------------------------------------------------------


def test_errors_have_the_form_of_the_specification(plant):
    for hub, status, kind in (
        (Hub(), 401, "unauthorized"),
        (Hub("anh_wrong"), 401, "unauthorized"),
        (Hub(plant.token(scopes=("devices.view",))), 403, "forbidden"),
    ):
        answer = hub.ask("get", "providers/locations")
        assert answer.status_code == status
        assert answer.json()["type"] == f"anhuan.http.{kind}"
        assert answer.json()["code"] == status


def test_another_companys_plant_is_never_seen(plant):
    other = Plant()
    for path in ("trackables", "providers", "fences", "zones"):
        assert not set(plant.hub.get(path)) & set(other.hub.get(path))
    with standing(plant.row(plant.tag, 1, 1), other.row(other.tag, 2, 2)):
        (mine,) = plant.hub.get("providers/locations")
        assert mine["provider_id"] == plant.tag.number
        theirs = f"trackables/{other.wang.pk}/location"
        assert plant.hub.ask("get", theirs).status_code == 404
        assert plant.hub.ask("put", f"fences/{other.fence.pk}", {}).status_code == 404
    body = location(other.tag.number)
    assert plant.hub.ask("put", "providers/locations", [body]).status_code == 400


def test_who_answers_for_one_department_sees_its_people_only(plant):
    elsewhere = make.make_department(plant.company, "储运车间")
    leader = make.make_account(plant.company, Role.SHIFT_LEADER, elsewhere)
    stranger = make.make_person(plant.company, "赵六", department=elsewhere)
    tag = plant.carried(stranger)
    hub = Hub(plant.token(leader))
    with standing(plant.row(plant.tag, 1, 1), plant.row(tag, 2, 2)):
        assert [one["provider_id"] for one in hub.get("providers/locations")] == [tag.number]
        assert [one["id"] for one in hub.get("trackables/motions")] == [str(stranger.pk)]
    assert hub.get("trackables") == [str(stranger.pk)]


def test_reading_positions_leaves_one_audit_row_an_hour(plant):
    with standing(plant.row(plant.tag, 1, 1)):
        for _ in range(3):
            plant.hub.get("trackables/motions")
    rows = AuditRow.objects.filter(verb="view_positions", actor_id=plant.account.pk)
    assert [row.note for row in rows] == ["omlox 接口读取全部实时位置"]

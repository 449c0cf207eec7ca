"""The hub over REST: our plant as an omlox client reads it."""

from uuid import uuid4

import pytest

from anhuan.domains.omlox.tests.helpers import ORIGIN
from anhuan.domains.omlox.tests.plant import standing
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock


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

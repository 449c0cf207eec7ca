"""Positions handed in over REST: into the stream, whole or not at all."""

import time
from uuid import uuid4

import pytest

from anhuan.domains.omlox.tests.helpers import a_zone, heard, location


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

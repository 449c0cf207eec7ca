"""Zones over REST: the site, and the own metres of another positioning system."""

from uuid import uuid4

import pytest

from anhuan.domains.omlox.models import Zone
from anhuan.domains.omlox.tests.helpers import a_zone
from anhuan.domains.omlox.tests.plant import standing


def test_the_site_is_a_zone_and_stays_as_it_is(plant):
    (site,) = plant.hub.get("zones/summary")
    assert (site["id"], len(site["ground_control_points"])) == (str(plant.site.pk), 8)
    for method, body in (("put", {"id": site["id"], "type": "uwb"}), ("delete", None)):
        assert plant.hub.ask(method, f"zones/{site['id']}", body).status_code == 403
    assert plant.hub.get(f"zones/{site['id']}/createfence")["region"]["type"] == "Polygon"


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

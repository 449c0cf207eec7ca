"""Site, areas, structures, hazard sources: pages, map, import and export."""

import json
from io import BytesIO

import pytest

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_person, sign_in
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.models import Area, MajorHazardSource, Site, Structure
from anhuan.domains.plant.tests.factories import (
    box,
    make_area,
    make_hazard_source,
    make_site,
    make_structure,
)
from anhuan.kernel.geometry import map_coordinates

pytestmark = pytest.mark.django_db
FORM = {"code": "A-01", "name": "合成装置", "kind": "production", "risk": "orange"}


@pytest.fixture
def manager():
    return make_account(role=Role.SAFETY_MANAGER)


def drawn(site: Site, geometry: dict) -> str:
    """What the island writes: a feature in degrees."""
    placed = map_coordinates(geometry, site.georeference.to_lonlat)
    return json.dumps({"type": "Feature", "geometry": placed, "properties": {}})


def test_without_a_site_pages_say_what_to_do_first(manager):
    client = sign_in(manager)
    assert "还没有登记厂区" in client.get("/plant/").content.decode()
    assert client.get("/api/v1/map").status_code == 404
    form = {
        "name": "一厂区",
        "time_zone": "Asia/Shanghai",
        "origin_lon": "117.5",
        "origin_lat": "38.3",
        "rotation_deg": "0",
        "width_m": "400",
        "depth_m": "300",
    }
    assert client.post("/plant/edit/", form).status_code == 302
    assert Site.objects.get(company=manager.company).width_m == 400


def test_what_is_drawn_in_degrees_is_kept_in_plant_metres(manager):
    site = make_site(manager.company, rotation_deg=30)
    client = sign_in(manager)
    shape = box(100.25, 50.5, 40)
    form = FORM | {"geometry": drawn(site, shape), "max_people": "30", "floors": "1, 2"}
    made = client.post("/plant/areas/new/", form)
    area = Area.objects.get(company=manager.company)
    assert made.url == f"/plant/areas/{area.pk}/"
    assert area.geometry == shape
    assert (area.floors, area.max_people) == ([1, 2], 30)
    assert [row.verb for row in history_of(area)] == ["create"]
    assert OutboxEvent.objects.filter(type="plant.map.changed", data__what="areas").exists()


def test_a_bad_drawing_is_refused_and_nothing_is_lost(manager):
    site = make_site(manager.company)
    make_area(manager.company, code="A-01", name="老装置")
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [20, 10], [20, 0], [0, 30], [0, 0]]]}
    form = FORM | {"geometry": drawn(site, bow_tie), "max_people": "5", "min_people": "6"}
    answer = sign_in(manager).post("/plant/areas/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ("图形自相交", "最少人数多于限员", "编码 A-01 已由 老装置 使用", "合成装置"):
        assert text in page, text


@pytest.mark.parametrize("text", ["", "not json", '{"type":"Feature"}', "[]", '{"type":"Polygon"}'])
def test_nonsense_for_a_drawing_is_refused(manager, text):
    make_site(manager.company)
    answer = sign_in(manager).post("/plant/areas/new/", FORM | {"geometry": text})
    assert answer.status_code == 422
    assert not Area.objects.exists()


@pytest.mark.clause("BASE-022")
@pytest.mark.parametrize("kind", ["production", "tank_farm", "warehouse"])
def test_areas_of_every_kind_are_registered(manager, kind):
    site = make_site(manager.company)
    client = sign_in(manager)
    client.post("/plant/areas/new/", FORM | {"kind": kind, "geometry": drawn(site, box())})
    assert "合成装置" in client.get(f"/plant/areas/?kind={kind}").content.decode()


@pytest.mark.clause("BASE-022")
@pytest.mark.parametrize("kind", ["tank", "unit", "warehouse", "process"])
def test_structures_of_every_kind_are_registered(manager, kind):
    site = make_site(manager.company)
    form = {"code": "X-1", "name": "对象", "kind": kind, "geometry": drawn(site, box())}
    client = sign_in(manager)
    assert client.post("/plant/structures/new/", form).status_code == 302
    assert "X-1" in client.get(f"/plant/structures/?kind={kind}").content.decode()
    assert Structure.objects.get().geometry == box()


def test_a_structure_has_floors_with_heights(manager):
    site = make_site(manager.company)
    form = {"code": "U-1", "name": "合成框架", "kind": "unit", "floors": "2=4.5, 1=0",
            "geometry": drawn(site, box())}  # fmt: skip
    sign_in(manager).post("/plant/structures/new/", form)
    floors = Structure.objects.get().floors
    assert [(f["floor"], f["z_m"], f["name"]) for f in floors] == [(1, 0.0, "1F"), (2, 4.5, "2F")]


def test_a_hazard_source_has_three_persons_of_the_house(manager):
    area = make_area(manager.company)
    person, stranger = make_person(manager.company, name="赵刚"), make_person(name="外人")
    form = {"code": "M-1", "name": "一号罐区", "level": "1", "area": str(area.pk),
            "primary": str(person.pk)}  # fmt: skip
    client = sign_in(manager)
    made = client.post("/plant/hazard-sources/new/", form)
    page = client.get(made.url).content.decode()
    assert "一级" in page and "赵刚" in page
    wrong = client.post("/plant/hazard-sources/new/", form | {"primary": str(stranger.pk)})
    assert wrong.status_code == 422


def test_an_area_with_a_hazard_source_is_not_retired(manager):
    source = make_hazard_source(manager.company)
    client = sign_in(manager)
    client.post(f"/plant/areas/{source.area_id}/retire/")
    assert not Area.objects.get().is_retired
    client.post(f"/plant/hazard-sources/{source.pk}/retire/")
    client.post(f"/plant/areas/{source.area_id}/retire/")
    assert Area.objects.get().is_retired and MajorHazardSource.objects.get().is_retired


def test_the_map_answers_in_degrees(manager):
    site = make_site(manager.company)
    source = make_hazard_source(manager.company)
    make_structure(manager.company)
    found = sign_in(manager).get("/api/v1/map").json()
    assert {"site", "areas", "structures", "fences", "anchors"} <= set(found)
    west, south, east, north = found["site"]["bounds"]
    assert (west, south) == (117.5, 38.3)
    assert (east - west) * 111_320 * 0.785 == pytest.approx(400, rel=0.01)
    assert (north - south) * 111_320 == pytest.approx(300, rel=0.01)
    (area,) = found["areas"]["features"]
    assert area["properties"]["is_major_hazard"] is True
    assert area["properties"]["id"] == str(source.area_id)
    corner = area["geometry"]["coordinates"][0][0]
    assert site.georeference.to_plant(*corner) == pytest.approx((10, 10), abs=0.01)


def test_geojson_goes_out_and_comes_back(manager):
    make_area(manager.company, code="A-1", name="甲", floors=[1, 2], max_people=6)
    client = sign_in(manager)
    text = client.get("/plant/areas/geojson/").content
    other = make_account(role=Role.SAFETY_MANAGER)
    make_site(other.company)
    elsewhere = sign_in(other)
    file = BytesIO(text)
    file.name = "areas.geojson"
    assert elsewhere.post("/plant/areas/geojson/import/", {"file": file}).status_code == 302
    there = Area.objects.get(company=other.company)
    here = Area.objects.get(company=manager.company)
    assert there.geometry == here.geometry
    assert (there.code, there.floors, there.max_people, there.kind) == ("A-1", [1, 2], 6, here.kind)


def test_a_bad_feature_stops_the_whole_import(manager):
    make_site(manager.company)
    ring = [[117.5, 38.3], [117.501, 38.3], [117.501, 38.301], [117.5, 38.3]]
    good = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"code": "A", "name": "甲", "kind": "production", "risk": "red"},
    }
    bad = {**good, "properties": {"code": "B", "name": "乙", "kind": "castle", "risk": "red"}}
    file = BytesIO(json.dumps({"type": "FeatureCollection", "features": [good, bad]}).encode())
    file.name = "x.geojson"
    answer = sign_in(manager).post("/plant/areas/geojson/import/", {"file": file})
    assert answer.status_code == 422
    assert "乙：" in answer.content.decode()
    assert not Area.objects.exists()


@pytest.mark.parametrize("content", [b"", b"x", b"{}", b'{"features": 3}', b"\xff\xfe"])
def test_a_file_that_is_no_geojson_is_refused(manager, content):
    make_site(manager.company)
    file = BytesIO(content or b" ")
    file.name = "x.geojson"
    answer = sign_in(manager).post("/plant/areas/geojson/import/", {"file": file})
    assert answer.status_code == 422


def test_another_companys_places_do_not_exist(manager):
    make_site(manager.company)
    area, structure, source = make_area(), make_structure(), make_hazard_source()
    client = sign_in(manager)
    for url in (f"/plant/areas/{area.pk}/", f"/plant/structures/{structure.pk}/edit/",
                f"/plant/hazard-sources/{source.pk}/", f"/api/v1/areas/{area.pk}"):  # fmt: skip
        assert client.get(url).status_code == 404
    assert client.get("/api/v1/map").json()["areas"]["features"] == []


def test_an_area_over_rest(manager):
    make_site(manager.company)
    client = sign_in(manager)
    made = client.post("/api/v1/areas", FORM | {"geometry": box()}, "application/json")
    assert made.status_code == 201
    url = f"/api/v1/areas/{made.json()['id']}"
    assert client.patch(url, {"max_people": 7}, "application/json").json()["max_people"] == 7
    wrong = client.patch(url, {"geometry": {"type": "Blob"}}, "application/json")
    assert wrong.json()["blockers"][0]["code"] == "geometry_shape"


@pytest.mark.parametrize(
    ("url", "make"),
    [
        ("/plant/areas/", make_area),
        ("/plant/structures/", make_structure),
        ("/plant/hazard-sources/", make_hazard_source),
    ],
)
def test_lists_cost_the_same_for_many_rows(manager, url, make):
    assert_flat(sign_in(manager), url, lambda: make(manager.company))


@pytest.mark.parametrize(
    ("kind", "values", "change"),
    [
        ("structures", {"code": "T-1", "name": "储罐", "kind": "tank", "geometry": box()},
         {"height_m": 12.5}),
        ("hazard-sources", {"code": "M-1", "name": "罐区", "level": 3}, {"level": 2}),
        ("areas", {"code": "A-1", "name": "罐区", "kind": "tank_farm", "geometry": box()},
         {"max_people": 7}),
    ],
)  # fmt: skip
def test_places_are_made_changed_and_retired_over_rest(manager, kind, values, change):
    make_site(manager.company)
    client = sign_in(manager)
    if kind == "hazard-sources":
        values |= {"area": str(make_area(manager.company).pk)}
    made = client.post(f"/api/v1/{kind}", values, "application/json")
    assert made.status_code == 201, made.json()
    url = f"/api/v1/{kind}/{made.json()['id']}"
    after = client.patch(url, change, "application/json").json()
    assert change.items() <= after.items() and after["name"] == values["name"]
    elsewhere = make_area().pk
    if kind != "areas":
        assert client.patch(url, {"area": str(elsewhere)}, "application/json").status_code == 422
    assert client.post(f"{url}/retire").json()["id"] == made.json()["id"]
    assert client.get(url).status_code == 404

"""Pages and REST of terminals, roads and trips, as those who use them meet them."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning.tests.factories import (
    make_account,
    make_company,
    make_site,
    make_vehicle,
)
from anhuan.domains.vehicles.models import Knock, ParkingPlace, Route, Terminal, Trip
from anhuan.domains.vehicles.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_throttling(settings):
    cache.clear()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}


@pytest.fixture
def company():
    found = make_company()
    make_site(found)
    return found


@pytest.fixture
def client(company):
    return sign_in(make_account(company, Role.SAFETY_MANAGER))


def url(name, row=None):
    return reverse(f"vehicles:{name}", args=[row.pk] if row else [])


def drawn(company, geometry, radius=None):
    """What the island writes: degrees."""
    from anhuan.domains.positioning.queries.fences import as_lonlat, frame_of

    shape = as_lonlat(geometry, frame_of(company))
    return json.dumps({"type": "Feature", "geometry": shape, "properties": {"radius_m": radius}})


SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [20, 0], [20, 20], [0, 20], [0, 0]]]}
LINE = {"type": "LineString", "coordinates": [[0, 0], [100, 0]]}


def test_a_refused_terminal_is_enrolled_from_the_list(client, company):
    knock = make.make_knock(company, phone="13912345678", plate="鲁E12345")
    vehicle = make_vehicle(company)
    assert "13912345678" in client.get(url("knocks")).content.decode()
    page = client.get(url("knock", knock)).content.decode()
    assert "登记此终端" in page and "?phone=13912345678" in page
    form = client.get(url("terminal_create") + "?phone=13912345678").content.decode()
    assert 'value="13912345678"' in form
    sent = {"phone": "13912345678", "vehicle": vehicle.pk, "coordinates": "gcj02",
            "report_every_s": 1}  # fmt: skip
    assert client.post(url("terminal_create"), sent).status_code == 302
    terminal = Terminal.objects.get(phone="13912345678")
    assert not Knock.objects.exists()
    page = client.get(url("terminal", terminal)).content.decode()
    assert "GCJ-02" in page and "待注册" in page and str(vehicle) in page
    assert "行车规定" in client.get(f"/vehicles/{vehicle.pk}/").content.decode()


def test_a_wrong_form_says_every_reason_and_keeps_what_was_typed(client):
    sent = {"phone": "abc", "coordinates": "wgs84", "report_every_s": 0}
    answer = client.post(url("terminal_create"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "1 到 20 位数字" in page and "1 到 3600 s" in page
    assert 'value="abc"' in page and not Terminal.objects.exists()


def test_roads_are_drawn_in_degrees_and_kept_in_metres(client, company):
    sent = {"name": "装卸鹤位", "longest_min": 90, "geometry": drawn(company, SQUARE)}
    assert client.post(url("parking_place_create"), sent).status_code == 302
    place = ParkingPlace.objects.get()
    assert place.geometry["coordinates"][0][2] == pytest.approx([20, 20], abs=0.02)
    sent = {"name": "南门至装卸", "half_width_m": 6, "geometry": drawn(company, LINE, 6)}
    assert client.post(url("route_create"), sent).status_code == 302
    route = Route.objects.get()
    for name, row in (("parking_place", place), ("route", route)):
        assert client.get(url(name, row)).status_code == 200
        assert client.get(url(f"{name}_edit", row)).status_code == 200
    wrong = client.post(url("route_create"), {"name": "x", "half_width_m": 6,
                                              "geometry": drawn(company, SQUARE)})  # fmt: skip
    assert wrong.status_code == 422 and "折线" in wrong.content.decode()
    layers = client.get("/api/v1/map").json()
    assert len(layers["parking"]["features"]) == len(layers["routes"]["features"]) == 1


def test_a_trip_over_the_pages(client, company):
    vehicle = make_vehicle(company)
    make.make_terminal(company, vehicle)
    route = make.make_route(company)
    facts = make.hazmat(vehicle=vehicle.pk, purpose="load", routes=[route.pk])
    for key in ("booked_from", "booked_until"):  # typed in plant time
        facts[key] = f"{timezone.localtime(facts[key]):%Y-%m-%dT%H:%M}"
    assert client.post(url("trip_create"), facts).status_code == 302
    trip = Trip.objects.get()
    page = client.get(url("trip", trip)).content.decode()
    assert "放行入厂" in page and "李师傅" in page and route.name in page
    client.post(url("trip_admit", trip))
    assert "在厂" in client.get(url("trips")).content.decode()
    client.post(url("trip_end", trip))
    trip.refresh_from_db()
    assert trip.state == "left"


def test_without_a_tag_the_page_says_why_nobody_may_enter(client, company):
    trip = make.make_trip(company)
    assert "没有定位标签或车载终端" in client.get(url("trip", trip)).content.decode()


def test_phones_are_for_those_who_may_see_them(company):
    trip = make.make_trip(company, driver_phone="13812345678")
    page = sign_in(make_account(company, Role.OPERATOR)).get(url("trip", trip)).content.decode()
    assert "13812345678" not in page and "138****5678" in page
    row = sign_in(make_account(company, Role.OPERATOR)).get(url("api_trip", trip)).json()
    assert "driver_phone" not in row


def test_everything_over_rest(client, company):
    def post(name, body, row=None):
        return client.post(url(name, row), json.dumps(body), "application/json")

    made = post("api_terminals", {"phone": "13900000009", "coordinates": "wgs84"})
    assert made.status_code == 201 and "code" not in json.dumps(made.json())
    again = post("api_terminals", {"phone": "13900000009", "coordinates": "wgs84"})
    assert again.status_code == 422 and again.json()["blockers"][0]["code"] == "phone_taken"
    kind = post("api_classes", {"name": "槽车", "is_hazmat": True, "speed_limit_kmh": 15}).json()
    assert kind["speed_limit_kmh"] == 15
    vehicle = make_vehicle(company, kind="槽车")
    booked = {"vehicle": str(vehicle.pk), "driver_name": "张师傅",
              "booked_from": "2026-11-22T08:00:00+08:00",
              "booked_until": "2026-11-22T12:00:00+08:00"}  # fmt: skip
    refused = post("api_trips", booked)
    codes = {one["code"] for one in refused.json()["blockers"]}
    assert refused.status_code == 422 and {"waybill_missing", "routes_missing"} <= codes
    line = json.loads(drawn(company, LINE))["geometry"]
    route = post("api_routes", {"name": "r", "half_width_m": 8, "geometry": line})
    assert route.status_code == 201
    facts = make.hazmat()
    body = {k: v for k, v in facts.items() if isinstance(v, str)} | booked
    trip = post("api_trips", body | {"routes": [route.json()["id"]]})
    assert trip.status_code == 201, trip.json()
    found = Trip.objects.get()
    assert post("api_trip_admit", {}, found).status_code == 422
    cancelled = post("api_trip_cancel", {"reason": "改期"}, found)
    assert cancelled.json()["state"] == "cancelled"
    terminal = Terminal.objects.get()
    changed = client.patch(url("api_terminal", terminal), '{"report_every_s": 5}',
                           "application/json")  # fmt: skip
    assert changed.json()["report_every_s"] == 5
    assert post("api_terminal_retire", {"reason": "换新"}, terminal).json()["is_retired"] is True


def test_the_number_of_queries_does_not_grow_with_the_list(client, company):
    from anhuan.desk.tests.budget import assert_flat

    def terminal():
        make.make_terminal(company, make_vehicle(company))

    def trip():
        make.make_trip(company)

    assert_flat(client, url("terminals"), terminal)
    assert_flat(client, url("trips"), trip)

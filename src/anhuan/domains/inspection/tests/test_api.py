"""REST of inspections: what rounds are made of, rounds walked by a program, the record."""

from io import BytesIO

import pytest
from PIL import Image

from anhuan.domains.inspection.actions import generate
from anhuan.domains.inspection.models import Plan, Point, Standard
from anhuan.domains.inspection.tests.make import (
    make_abnormality,
    make_plan,
    make_route,
    make_walker,
    points_of,
)
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_department,
    make_person,
    sign_in,
)
from anhuan.domains.plant.tests.factories import make_area
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def client(company):
    return sign_in(make_account(company))


def send(client, path, body=None, method="post"):
    return getattr(client, method)(API + path, body or {}, "application/json")


@pytest.mark.clause("INS-014", "INS-015", "INS-017", "INS-026", "INS-003")
def test_a_list_points_a_route_and_a_plan_are_made_and_used_at_once(client, company):
    items = [{"name": "出口压力", "kind": "number", "unit": "MPa", "low": 0.3, "high": 0.6}]
    made = send(client, "inspection-standards", {"library": "企", "name": "泵", "items": items})
    assert made.status_code == 201, made.content
    standard, area = made.json(), make_area(company)
    points = []
    for code in ("A-1", "A-2"):
        body = {"code": code, "name": code, "area": str(area.pk), "x_m": 1, "y_m": 2, "floor": 2,
                "standards": [standard["id"]]}  # fmt: skip
        points.append(send(client, "inspection-points", body).json()["id"])
    unit = str(make_department(company).pk)
    route = send(client, "inspection-routes", {"name": "R", "department": unit, "points": points})
    assert [one["point"] for one in route.json()["stops"]] == points, route.content
    body = {"name": "P", "kind": "patrol", "department": unit, "route": route.json()["id"],
            "people": [str(make_person(company).pk)], "every": "day",
            "starts_on": "2026-09-01"}  # fmt: skip
    plan = send(client, "inspection-plans", body)
    assert plan.status_code == 201, plan.content
    assert generate(Plan.objects.get(pk=plan.json()["id"]), clock.now()) > 0
    back = send(
        client, f"inspection-routes/{route.json()['id']}", {"points": points[::-1]}, "patch"
    )
    assert [one["point"] for one in back.json()["stops"]] == points[::-1]
    renamed = send(client, f"inspection-standards/{standard['id']}", {"name": "离心泵"}, "patch")
    assert renamed.json()["items"][0]["id"] == standard["items"][0]["id"]


def test_every_reason_is_told_at_once_and_nothing_of_another_company_exists(client, company):
    bad = [{"name": "x", "kind": "number", "low": 2, "high": 1}]
    answer = send(client, "inspection-standards", {"library": "企", "name": "泵", "items": bad})
    assert answer.status_code == 422 and not Standard.objects.exists()
    other = make_area(make_company())
    body = {"code": "A", "name": "A", "area": str(other.pk)}
    assert send(client, "inspection-points", body).status_code == 422
    assert not Point.objects.exists()
    route = make_route(make_company())
    assert client.get(f"{API}inspection-routes/{route.pk}").status_code == 404


def test_a_standstill_spares_tasks_and_is_withdrawn(client, company):
    body = {"kind": "stopped", "reason": "检修", "begins_at": "2026-10-09T00:00:00Z"}
    made = send(client, "standstills", body)
    assert made.status_code == 201, made.content
    url = f"standstills/{made.json()['id']}/withdraw"
    assert send(client, url).status_code == 422
    assert send(client, url, {"reason": "误登记"}).json()["is_withdrawn"] is True


@pytest.mark.clause("INS-008", "INS-064", "INS-004")
def test_a_program_walks_a_round_as_a_phone_does(company):
    walker, now = make_walker(company), clock.now()
    plan = make_plan(company, walker, every="hour", hours=[])
    generate(plan, now)
    task = plan.tasks.get(begins_at__lte=now, ends_at__gt=now)
    robot, url = sign_in(walker), f"inspection-tasks/{task.pk}"
    for point in points_of(task):
        pk = str(point.pk)
        body = {"point": pk, "method": "beacon", "code": "x"}
        assert send(robot, f"{url}/arrivals", body).json()["blockers"][0]["code"] == "other_point"
        done = send(robot, f"{url}/arrivals", {"point": pk, "method": "nfc", "code": point.code})
        assert done.status_code == 200, done.content
        items = next(one for one in task.stops if one["point"] == pk)["items"]
        for item, value in zip(items, (True, 0.5), strict=True):
            said = {"point": pk, "item": item["id"], "value": value}
            assert send(robot, f"{url}/readings", said).status_code == 200
        assert send(robot, f"{url}/leave", {"point": pk}).status_code == 200
    ended = send(robot, f"{url}/finish").json()
    assert ended["state"] == "done" and [one["weight"] for one in ended["proofs"]] == [3, 3, 3]
    rows = sign_in(make_account(company)).get(f"{API}inspection-readings?task={task.pk}").json()
    assert len(rows["results"]) == 6
    seen = sign_in(make_account(company)).get(f"{API}inspection-tasks?state=done").json()
    assert [one["id"] for one in seen["results"]] == [str(task.pk)]
    assert sign_in(make_walker(company)).get(API + url).status_code == 404


@pytest.mark.clause("INS-062", "INS-063")
def test_instruments_and_glasses_tell_what_they_measured_and_recognised(company):
    walker, now = make_walker(company), clock.now()
    plan = make_plan(company, walker, every="hour", hours=[])
    generate(plan, now)
    task = plan.tasks.get(begins_at__lte=now, ends_at__gt=now)
    robot, url, point = sign_in(walker), f"inspection-tasks/{task.pk}", points_of(task)[0]
    pk, pressure = str(point.pk), task.stops[0]["items"][1]["id"]
    send(robot, f"{url}/arrivals", {"point": pk, "method": "nfc", "code": point.code})
    said = {"point": pk, "item": pressure, "value": 0.46, "proposed": 0.45,
            "instrument": "红外热像仪 IR-7"}  # fmt: skip
    assert send(robot, f"{url}/readings", said).status_code == 200
    reader = sign_in(make_account(company))
    row = reader.get(f"{API}inspection-readings?task={task.pk}").json()["results"][0]
    assert (row["value"], row["proposed"], row["instrument"]) == (0.46, 0.45, "红外热像仪 IR-7")
    shown = reader.get(f"/inspection/tasks/{task.pk}/").content.decode()
    assert "0.46 MPa（红外热像仪 IR-7）" in shown


def test_the_record_is_read_and_closed(client, company):
    row = make_abnormality(company, make_route(company).stops.first().point)
    rows = client.get(f"{API}abnormalities?open=1").json()["results"]
    assert [one["id"] for one in rows] == [str(row.pk)]
    closed = send(client, f"abnormalities/{row.pk}/close", {"words": "已修复"})
    assert closed.json()["closed_at"] is not None
    assert client.get(f"{API}abnormalities?open=1").json()["results"] == []
    again = send(client, f"abnormalities/{row.pk}/close", {"words": "已修复"})
    assert again.status_code == 422 and again.json()["blockers"][0]["code"] == "closed"


def test_what_is_no_picture_is_refused_in_words_and_an_empty_one_has_no_reading(client):
    url = API + "gauge-readings"
    nothing = client.post(url, {"file": BytesIO(b"nothing")})
    assert nothing.json()["blockers"][0]["code"] == "no_picture"
    out = BytesIO()
    Image.new("RGB", (300, 300), "grey").save(out, "JPEG")
    out.seek(0)
    out.name = "gauge.jpg"
    answer = client.post(url, {"file": out})
    assert answer.json() == {"proposals": []}, answer.content

"""REST: the shapes the islands are written against, scope, audit of looks, bad input."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_contractor
from anhuan.domains.positioning.models import Assignment, Fence, Tag
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
BACKEND = "anhuan.web.backend.AccountBackend"


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def manager(plant):
    return make.make_account(plant)


@pytest.fixture
def api(client, manager):
    client.force_login(manager, BACKEND)
    return client


@pytest.fixture
def wang(plant):
    department = make.make_department(plant)
    person = make.make_person(
        plant, department=department, post=make.make_post(plant), pinyin="wang haitao",
        qualification="焊工",
    )  # fmt: skip
    person.tag = make.make_tag(plant, number="T-1")
    make.bind(person.tag, person)
    return person


def iso(moment):
    return moment.isoformat()


def codes(answer):
    assert answer.status_code == 422
    return [blocker["code"] for blocker in answer.json()["blockers"]]


@pytest.mark.clause("AQL-066")
def test_roster(api, plant, wang):
    truck = make.make_vehicle(plant, plate="鲁E1", name="叉车")
    make.bind(make.make_tag(plant, form="vehicle", number="T-2"), truck)
    make.make_tag(plant)  # held by nobody
    people = api.get("/api/v1/roster").json()["people"]
    assert people[0] == {
        "tag": str(wang.tag.pk), "tag_number": "T-1", "subject": str(wang.pk),
        "subject_kind": "person", "name": "王海涛", "kind": "staff", "department": "合成车间",
        "post": "外操", "sex": "男", "qualification": "焊工", "pinyin": "wang haitao",
        "battery_pct": None, "vehicle_class": None, "firm": None,
    }  # fmt: skip
    assert [(p["name"], p["kind"], p["subject_kind"]) for p in people[1:]] == [
        ("叉车 鲁E1", "vehicle", "vehicle")
    ]


@pytest.mark.clause("AQL-015", "POS-085")
@pytest.mark.parametrize(("kind", "shown"), [
    ("employee", "staff"), ("intern", "staff"), ("outsourced", "contractor"),
    ("contractor", "contractor"), ("visitor", "visitor"),
])  # fmt: skip
def test_three_kinds_of_people(api, plant, kind, shown):
    firm = make_contractor(name="鲁安检修") if kind == "contractor" else None
    make.bind(make.make_tag(plant), make.make_person(plant, kind=kind, employer=firm))
    assert [p["firm"] for p in api.get("/api/v1/roster").json()["people"]] == [firm and firm.name]
    assert [p["kind"] for p in api.get("/api/v1/roster").json()["people"]] == [shown]


def test_tracks(api, plant, wang):
    area = make.make_area(plant, name="合成装置")
    make.make_visit(wang.tag, area, DAY - timedelta(minutes=5), 10)
    make.seal(wang.tag, make.make_points(DAY, range(3)))
    query = {"subject": wang.pk, "from": iso(DAY), "to": iso(DAY + timedelta(hours=1))}
    answer = api.get("/api/v1/tracks", query)
    assert answer.json() == {
        "subject": str(wang.pk),
        "segments": [{
            "t_ms": [clock.to_ms(DAY) + 1000 * s for s in range(3)],
            "x_m": [10.0, 11.0, 12.0], "y_m": [20.0] * 3, "floor": [1] * 3, "r68_m": [0.5] * 3,
        }],
        "visits": [{
            "area": str(area.pk), "area_name": "合成装置",
            "enter": "2026-11-19T23:55:00Z", "leave": "2026-11-20T00:05:00Z",
        }],
        "step_ms": 180, "tail": "",
    }  # fmt: skip
    assert answer["Cache-Control"] == "private, no-store"


def test_every_look_at_a_track_is_audited(api, manager, wang):
    query = {"subject": wang.pk, "from": iso(DAY), "to": iso(DAY + timedelta(hours=1))}
    for purpose in ("", "核查报警"):
        api.get("/api/v1/tracks", {**query, "purpose": purpose})
    rows = list(history_of(wang).filter(verb="view_track").order_by("id"))
    assert [row.actor_id for row in rows] == [manager.pk] * 2
    assert rows[0].note == "2026-11-20 08:00:00 至 2026-11-20 09:00:00"
    assert rows[1].note.endswith(" 核查报警")


def test_a_look_that_was_refused_leaves_no_trace_of_having_seen(api, wang):
    other = make.make_person(make.make_company())
    query = {"subject": other.pk, "from": iso(DAY), "to": iso(DAY + timedelta(hours=1))}
    assert api.get("/api/v1/tracks", query).status_code == 404
    assert not AuditRow.objects.filter(verb="view_track").exists()


@pytest.mark.parametrize(("change", "code"), [
    ({"subject": ""}, "bad_subject"),
    ({"subject": "x'; drop"}, "bad_subject"),
    ({"from": "yesterday"}, "bad_from"),
    ({"from": "2026-13-40T00:00:00Z"}, "bad_from"),
    ({"to": ""}, "bad_to"),
    ({"to": iso(DAY)}, "bad_period"),
    ({"to": iso(DAY + timedelta(days=32))}, "period_too_long"),
    ({"step_s": "-1"}, "bad_step_s"),
    ({"step_s": "1e9"}, "bad_step_s"),
])  # fmt: skip
def test_bad_track_parameters_are_said(api, wang, change, code):
    query = {"subject": wang.pk, "from": iso(DAY), "to": iso(DAY + timedelta(hours=1)), **change}
    answer = api.get("/api/v1/tracks", query)
    assert codes(answer) == [code]
    assert answer.json()["blockers"][0]["text"]


def test_plus_signs_of_time_zones_survive_careless_programs(api, wang):
    url = (f"/api/v1/tracks?subject={wang.pk}"
           "&from=2026-11-20T08:00:00+08:00&to=2026-11-20T09:00:00+08:00")  # fmt: skip
    assert api.get(url).status_code == 200


def test_positions_at(api, wang):
    make.seal(wang.tag, make.make_points(DAY, range(3)))
    answer = api.get("/api/v1/positions/at", {"t": iso(DAY + timedelta(seconds=1.5))})
    assert answer.json() == {
        "t": "2026-11-20T00:00:01.500000Z",
        "rows": [{
            "subject": str(wang.pk), "tag": str(wang.tag.pk), "t_ms": clock.to_ms(DAY) + 1000,
            "x_m": 11.0, "y_m": 20.0, "floor": 1, "r68_m": 0.5,
        }],
        "tail": "",
    }  # fmt: skip


def test_dragging_the_time_bar_is_one_look_a_minute(api, plant, manager):
    for second in range(3):
        api.get("/api/v1/positions/at", {"t": iso(DAY + timedelta(seconds=second))})
    row = AuditRow.objects.get(verb="view_positions")
    assert (row.actor_id, row.target_id) == (manager.pk, str(plant.pk))


def test_the_future_has_no_positions(api):
    tomorrow = clock.now() + timedelta(days=1)
    assert codes(api.get("/api/v1/positions/at", {"t": iso(tomorrow)})) == ["bad_t"]


def test_timeline(api, plant, wang):
    from anhuan.domains.alarms.models import Alarm, AlarmKind

    kind = AlarmKind.objects.create(company=plant, code="sos", name="求救", priority=1)
    alarm = Alarm.objects.create(
        company=plant, kind=kind, condition="sos:1", priority=1, title="求救",
        raised_at=DAY + timedelta(minutes=7),
    )  # fmt: skip
    make.seal(wang.tag, make.make_points(DAY + timedelta(minutes=10), range(5)))
    truck = make.make_tag(plant, form="vehicle")
    make.bind(truck, make.make_vehicle(plant))
    make.seal(truck, make.make_points(DAY, range(5)))
    query = {"from": iso(DAY), "to": iso(DAY + timedelta(minutes=20)), "step_s": 300}
    answer = api.get("/api/v1/positions/timeline", query).json()
    assert answer["t"][:2] == ["2026-11-20T00:00:00Z", "2026-11-20T00:05:00Z"]
    assert answer["people"] == [0, 0, 1, 1, 0]
    assert answer["alarms"] == [{"id": str(alarm.pk), "t": "2026-11-20T00:07:00Z", "priority": 1}]


def test_the_end_of_the_curve_counts_those_still_heard(api, wang):
    now = clock.now()
    make.place(wang.tag, now - timedelta(seconds=5))
    query = {"from": iso(now - timedelta(minutes=30)), "to": iso(now), "step_s": 60}
    assert api.get("/api/v1/positions/timeline", query).json()["people"][-1] == 1


@pytest.mark.clause("POS-043", "POS-044", "POS-014", "POS-108")
def test_counts_match_the_visits(api, plant, wang):
    tank = make.make_area(plant, name="罐区")
    firm = make.make_tag(plant)
    make.bind(firm, make.make_person(plant, kind="contractor"))
    make.make_visit(wang.tag, tank, DAY, 10)
    make.make_visit(wang.tag, tank, DAY + timedelta(minutes=30), 60)
    make.make_visit(firm, tank, DAY + timedelta(minutes=50), None)
    make.make_visit(make.make_tag(plant), tank, DAY, 10)  # held by nobody
    query = {"from": iso(DAY), "to": iso(DAY + timedelta(hours=1))}
    (row,) = api.get("/api/v1/counts", query).json()["rows"]
    none = {"staff": 0, "contractor": 0, "visitor": 0, "vehicle": 0}
    assert row["area_name"] == "罐区"
    assert row["inside"] == {**none, "staff": 1, "contractor": 1}
    assert row["entries"] == {**none, "staff": 2, "contractor": 1}
    assert row["exits"] == {**none, "staff": 1}
    earlier = api.get("/api/v1/counts", {**query, "at": iso(DAY + timedelta(minutes=20))})
    assert earlier.json()["rows"][0]["inside"] == none


@pytest.mark.clause("POS-052", "AQL-055", "POS-053")
def test_visits_by_area_kind_and_time(api, plant, wang):
    tank, shed = make.make_area(plant), make.make_area(plant)
    make.make_visit(wang.tag, tank, DAY)
    make.make_visit(wang.tag, shed, DAY + timedelta(days=1))
    rows = api.get("/api/v1/visits", {"area": tank.pk}).json()["results"]
    assert [(r["name"], r["area"]) for r in rows] == [("王海涛", str(tank.pk))]
    assert datetime.fromisoformat(rows[0]["entered_at"]) == DAY and rows[0]["left_at"]
    assert len(api.get("/api/v1/visits", {"kind": "staff"}).json()["results"]) == 2
    assert api.get("/api/v1/visits", {"kind": "visitor"}).json()["results"] == []
    day = {"entered_from": "2026-11-21", "entered_to": "2026-11-21"}
    assert len(api.get("/api/v1/visits", day).json()["results"]) == 1


def test_a_visit_belongs_to_whoever_held_the_tag_then(api, plant, wang):
    from anhuan.domains.audit.actions import SYSTEM
    from anhuan.domains.positioning import actions

    area = make.make_area(plant)
    make.make_visit(wang.tag, area, DAY)
    actions.unbind_tag(SYSTEM, wang.tag, until=DAY + timedelta(hours=1))
    make.bind(wang.tag, make.make_person(plant, "李建国"), DAY + timedelta(hours=2))
    make.make_visit(wang.tag, area, DAY + timedelta(hours=3))
    rows = api.get("/api/v1/visits").json()["results"]
    assert sorted(r["name"] for r in rows) == ["李建国", "王海涛"]


def post(api, url, body):
    return api.post(url, json.dumps(body), content_type="application/json")


def patch(api, url, body):
    return api.patch(url, json.dumps(body), content_type="application/json")


@pytest.mark.clause("AQL-020")
def test_a_tags_life_over_rest(api, plant, wang):
    made = post(api, "/api/v1/tags", {"number": "T-9", "form": "helmet"})
    assert made.status_code == 201
    url = f"/api/v1/tags/{made.json()['id']}"
    assert patch(api, url, {"ip_rating": "IP68"}).json()["ip_rating"] == "IP68"
    li = make.make_person(plant, "李建国")
    assert post(api, url + "/bind", {"person": str(li.pk)}).status_code == 201
    assert api.get(url).json()["holder"] == {"id": str(li.pk), "name": "李建国", "kind": "staff"}
    assert codes(post(api, url + "/bind", {"person": str(wang.pk)})) == [
        "tag_taken",
        "holder_has_tag",
    ]
    assert codes(post(api, url + "/retire", {"reason": "坏"})) == ["tag_is_held"]
    assert post(api, url + "/unbind", {}).json()["until"]
    assert post(api, url + "/retire", {"reason": "坏"}).json()["is_retired"] is True
    history = api.get("/api/v1/assignments", {"q": "T-9"}).json()["results"]
    assert len(history) == Assignment.objects.filter(tag__number="T-9").count() == 1


@pytest.mark.parametrize("body", [{}, {"person": str(uuid4())}, {"person": "x"}])
def test_binding_to_nobody_is_refused(api, wang, body):
    tag = make.make_tag(wang.company)
    assert post(api, f"/api/v1/tags/{tag.pk}/bind", body).status_code == 422


def test_the_same_key_registers_once(api):
    headers = {"HTTP_IDEMPOTENCY_KEY": "key-12345678"}
    body = json.dumps({"number": "T-9"})
    for _ in range(2):
        answer = api.post("/api/v1/tags", body, content_type="application/json", **headers)
        assert answer.status_code == 201
    assert Tag.objects.filter(number="T-9").count() == 1


def test_an_anchor_that_does_not_fit_is_refused_with_every_reason(api, plant):
    area = make.make_area(plant, is_explosive=True, ex_zone="1")
    body = {"number": "A-1", "technology": "uwb-twr", "x_m": 1, "y_m": 2, "z_m": 3,
            "area": str(area.pk), "range_limit_m": 300}  # fmt: skip
    assert codes(post(api, "/api/v1/anchors", body)) == ["range_limit", "ex_mark_missing"]
    foreign = make.make_area(make.make_company())
    answer = post(api, "/api/v1/anchors", {**body, "area": str(foreign.pk)})
    assert codes(answer) == ["area_does_not_exist"]


def test_a_fence_goes_in_and_out_in_degrees(api, plant):
    ring = [[118.7, 37.9], [118.7001, 37.9], [118.7001, 37.9001], [118.7, 37.9]]
    body = {"name": "罐区", "purpose": "capacity", "max_people": 6,
            "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    made = post(api, "/api/v1/fences", body)
    assert made.status_code == 201, made.json()
    stored = Fence.objects.get().geometry["coordinates"][0]
    assert stored[0] == [0.0, 0.0]
    assert stored[1][0] == pytest.approx(8.78, abs=0.01)
    out = made.json()["geometry"]["coordinates"][0]
    assert out[1] == pytest.approx(ring[1], abs=1e-7)
    url = f"/api/v1/fences/{made.json()['id']}"
    assert patch(api, url, {"max_people": 5}).json()["version"] == 2
    assert codes(post(api, url + "/disable", {})) == ["reason_missing"]
    assert post(api, url + "/disable", {"reason": "检修"}).json()["is_enabled"] is False
    assert post(api, url + "/enable", {}).json()["version"] == 4


@pytest.mark.parametrize(("change", "code"), [
    ({"geometry": None}, "fence_shape"),
    ({"geometry": {"type": "Polygon", "coordinates": "x"}}, "geometry_coordinates"),
    ({"geometry": [1, 2]}, "geometry_shape"),
    ({"geometry": {"type": "Point", "coordinates": [118.7, 37.9]}}, "fence_radius"),
    ({"purpose": "capacity"}, "fence_max_people_missing"),
    ({"schedule": "always"}, "fence_schedule"),
    ({"purpose": "x"}, "purpose_invalid_choice"),
])  # fmt: skip
def test_bad_fences_are_refused(api, change, code):
    ring = [[118.7, 37.9], [118.7001, 37.9], [118.7001, 37.9001], [118.7, 37.9]]
    body = {"name": "x", "purpose": "restricted",
            "geometry": {"type": "Polygon", "coordinates": [ring]}, **change}  # fmt: skip
    assert code in codes(post(api, "/api/v1/fences", body))
    assert not Fence.objects.exists()


DETAILS = ("api_tag", "api_anchor", "api_vehicle", "api_fence")


@pytest.mark.parametrize("name", DETAILS)
def test_another_plants_rows_do_not_exist(api, name):
    other = make.make_company()
    rows = {
        "api_tag": make.make_tag, "api_anchor": make.make_anchor,
        "api_vehicle": make.make_vehicle, "api_fence": make.make_fence,
    }  # fmt: skip
    row = rows[name](other)
    assert api.get(reverse(f"positioning:{name}", args=[row.pk])).status_code == 404
    lists = reverse(f"positioning:{name}s")
    assert api.get(lists).json()["results"] == []


def test_a_worker_may_not_look(client, plant, wang):
    client.force_login(make.make_account(plant, Role.WORKER), BACKEND)
    query = {"subject": wang.pk, "from": iso(DAY), "to": iso(DAY + timedelta(hours=1))}
    for url in ("/api/v1/roster", "/api/v1/tracks", "/api/v1/positions/at", "/api/v1/tags"):
        assert client.get(url, query).status_code == 403


@pytest.mark.clause("POS-054")
def test_finding_somebody_who_left(api, plant):
    make.make_person(plant, "赵磊", is_retired=True, number="C-7", pinyin="zhao lei")
    for text in ("赵", "zhao", "C-7"):
        (found,) = api.get("/api/v1/subjects", {"q": text}).json()["subjects"]
        assert (found["name"], found["is_retired"]) == ("赵磊", True)
    assert api.get("/api/v1/subjects", {"q": "\x00"}).json()["subjects"] == []

"""Pages and endpoints over tracks and visits: they open, answer, export and refuse in words."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.queries import nearby
from anhuan.domains.positioning.queries.fences import as_lonlat, frame_of
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
H = timedelta(hours=1)
BACKEND = "anhuan.web.backend.AccountBackend"
LOCAL = {"start": "2026-11-20T08:00", "end": "2026-11-20T09:00"}  # DAY in plant time
API = {"from": DAY.isoformat(), "to": (DAY + H).isoformat()}


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def desk(client, plant):
    client.force_login(make.make_account(plant), BACKEND)
    return client


@pytest.fixture
def wang(plant):
    person = make.make_person(plant, department=make.make_department(plant))
    tag = make.make_tag(plant)
    make.bind(tag, person)
    make.seal(tag, make.make_points(DAY, range(60), 5, 5))
    person.area = make.make_area(plant)
    make.make_visit(tag, person.area, DAY, 30)
    make.place(tag, clock.now(), area=person.area)
    return person


def show(client, name, **query):
    return client.get(reverse(f"positioning:{name}"), query)


def text(answer):
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def sheet(answer):
    content = b"".join(answer.streaming_content)
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


NAMES = ("now", "dwell", "attendance", "cards", "near", "passed", "contacts", "heat", "space",
         "coverage", "tracks")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_in_an_empty_plant(desk, name):
    assert "请改正" not in text(show(desk, name))


@pytest.mark.parametrize(("name", "query"), [
    ("now", {}), ("dwell", LOCAL), ("attendance", LOCAL), ("cards", {}),
    ("near", LOCAL | {"x_m": 20, "y_m": 5, "radius_m": 10}),
])  # fmt: skip
def test_pages_name_the_person_and_export_the_same(desk, wang, name, query):
    assert "王海涛" in text(show(desk, name, **query))
    rows = sheet(show(desk, name, format="xlsx", **query))
    assert any("王海涛" in map(str, row) for row in rows[1:])


@pytest.mark.clause("AQL-067", "AQL-055", "POS-135")
def test_the_live_list_is_narrowed_by_name_department_area_and_kind(desk, plant, wang):
    office = make.make_department(plant, "办公室")
    other = make.make_person(plant, "李建国", kind="visitor", department=office)
    make.bind(make.make_tag(plant), other)
    for query in (
        {"department": wang.department_id}, {"area": wang.area.pk}, {"kind": "staff"},
        {"q": "王海"}, {"floor": "1F"}, {"state": "live"},
    ):  # fmt: skip
        found = text(show(desk, "now", **query))
        assert "王海涛" in found and "李建国" not in found, query
    show(desk, "now", clear=1)
    assert "李建国" in text(show(desk, "now", state="never"))


def test_contacts_by_name_ask_back_when_two_fit(desk, plant, wang):
    make.make_person(plant, "王海洋")
    asked = LOCAL | {"who": "王海", "radius_m": 3, "minutes": 1}
    assert "有 2 人符合" in text(show(desk, "contacts", **asked))
    assert "没有找到此人" in text(show(desk, "contacts", **asked | {"who": "无此人"}))
    mate = make.make_person(plant, "李建国")
    tag = make.make_tag(plant)
    make.bind(tag, mate)
    make.seal(tag, make.make_points(DAY, range(60), 6, 5))
    found = text(show(desk, "contacts", **asked | {"who": "王海涛", "minutes": 0.5}))
    assert "李建国" in found and "接近过 王海涛" in found


def test_a_circle_drawn_on_the_map_is_answered(desk, plant, wang):
    centre = as_lonlat({"type": "Point", "coordinates": [20, 5]}, frame_of(plant))
    drawn = {"type": "Feature", "geometry": centre, "properties": {"radius_m": 5}}
    found = text(show(desk, "passed", geometry=json.dumps(drawn), **LOCAL))
    assert "王海涛" in found and "次进入" in found
    assert "请先在地图上画出范围" in text(show(desk, "passed", geometry="nonsense", **LOCAL))


def test_a_period_that_cannot_be_is_said_in_words(desk):
    wrong = {"start": LOCAL["end"], "end": LOCAL["start"]}
    assert "止时必须晚于起时" in text(show(desk, "dwell", **wrong))
    long = {"start": "2026-01-01T00:00", "end": "2026-11-20T09:00"}
    assert "一次最多 31 天" in text(show(desk, "attendance", **long))


def test_the_heat_page_exports_squares(desk, wang):
    rows = sheet(show(desk, "heat", format="xlsx", cell_m=10, **LOCAL))
    assert rows[0] == ["x（m）", "y（m）", "停留（人·分）"]
    assert sum(row[2] for row in rows[1:]) == pytest.approx(1, abs=0.05)


@pytest.mark.clause("POS-023")
def test_cameras_near_a_person_are_a_card_only_when_there_are_any(desk, wang, monkeypatch):
    url = reverse("org:person", args=[wang.pk])
    assert "附近视频" not in desk.get(url).content.decode()
    see = lambda account, spot: [nearby.Near("罐区东球机", "/cameras/1/", 12.3)]  # noqa: E731
    monkeypatch.setattr(nearby, "NEAR_PROVIDERS", [see])
    found = desk.get(url).content.decode()
    assert "附近视频" in found and "罐区东球机" in found and "12 m" in found


@pytest.mark.parametrize(("name", "query", "keys"), [
    ("api_film", API | {"step_s": 60}, {"t_ms", "actors", "tail"}),
    ("api_heat", API | {"kind": "staff"}, {"cell_m", "cells", "people", "stride"}),
    ("api_near", API | {"x_m": 20, "y_m": 5, "radius_m": 10}, {"rows"}),
    ("api_dwell", API, {"rows"}), ("api_attendance", API, {"by_shift", "rows"}),
    ("api_coverage", {}, {"enough", "rows"}), ("api_cards", {}, {"rows"}),
])  # fmt: skip
def test_endpoints_answer_in_their_shape(desk, wang, name, query, keys):
    answer = show(desk, name, **query)
    assert answer.status_code == 200, answer.content
    assert set(answer.json()) == keys


@pytest.mark.parametrize(("name", "query", "code"), [
    ("api_film", API | {"step_s": 1}, "too_many_frames"),
    ("api_film", API | {"step_s": 0}, "bad_step_s"),
    ("api_heat", API | {"cell_m": 3}, "bad_heat"),
    ("api_near", API | {"x_m": "nan", "y_m": 5, "radius_m": 5}, "bad_x_m"),
    ("api_near", API | {"x_m": 1, "y_m": 5, "radius_m": 501}, "bad_radius_m"),
    ("api_near", API | {"x_m": 1, "y_m": 5, "radius_m": 5, "floor": "二"}, "bad_floor"),
    ("api_dwell", API | {"kind": "x"}, "bad_kind"),
    ("api_dwell", API | {"area": "x"}, "bad_area"),
])  # fmt: skip
def test_nonsense_is_refused_with_a_code(desk, name, query, code):
    answer = show(desk, name, **query)
    assert answer.status_code == 422
    assert code in [blocker["code"] for blocker in answer.json()["blockers"]]


@pytest.mark.clause("POS-044")
def test_a_shape_is_asked_for_by_post(desk, wang):
    body = {"geometry": make.box(0, 0, 10), "from": API["from"], "to": API["to"]}
    url = reverse("positioning:api_passed")
    answer = desk.post(url, json.dumps(body), "application/json").json()
    assert (answer["entries"], answer["exits"], len(answer["rows"])) == (1, 1, 1)
    assert answer["inside"] == {"staff": 0, "contractor": 0, "visitor": 0, "vehicle": 0}
    point = body | {"geometry": {"type": "Point", "coordinates": [1, 2]}}
    assert desk.post(url, json.dumps(point), "application/json").status_code == 422


def test_a_gas_analyst_sees_none_of_it(client, plant, wang):
    client.force_login(make.make_account(plant, Role.GAS_ANALYST), BACKEND)
    for name in NAMES:
        assert show(client, name).status_code == 403

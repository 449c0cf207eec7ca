"""Fences in and out as files: the same again, every error, nothing half imported; kinds of day."""

import json
from datetime import date, datetime, timedelta, timezone
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.rules import fences as rules
from anhuan.domains.positioning.tests import factories as make

pytestmark = pytest.mark.django_db
BEIJING = timezone(timedelta(hours=8))


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def desk(plant):
    return sign_in(make.make_account(plant))


def at(name):
    return reverse(f"positioning:{name}")


def bring(desk, content, *, confirm=True):
    """Upload, look at the preview, confirm."""
    file = SimpleUploadedFile("f", content)
    answer = desk.post(at("fence_import"), {"file": file})
    if not confirm or answer.status_code != 200:
        return answer
    packed = answer.context["packed"]
    return desk.post(at("fence_import"), {"packed": packed, "confirmed": "1"})


def exported(desk):
    answer = desk.get(at("fence_export"))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return json.loads(body)


def feature(name, geometry, **properties):
    return {"type": "Feature", "geometry": geometry,
            "properties": {"name": name, "purpose": "restricted", **properties}}  # fmt: skip


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


SQUARE = {"type": "Polygon", "coordinates": [[[118.7001, 37.9001], [118.7003, 37.9001],
          [118.7003, 37.9002], [118.7001, 37.9002], [118.7001, 37.9001]]]}  # fmt: skip


def test_what_goes_out_comes_in_as_nothing_new(desk, plant):
    area = make.make_area(plant, name="罐区")
    make.make_fence(plant, name="按区域", area=area, geometry=None)
    make.make_fence(plant, name="圆", geometry={"type": "Point", "coordinates": [50, 60]},
                    radius_m=12.5, purpose="capacity", max_people=3, floors=[1, 2])  # fmt: skip
    make.make_fence(plant, name="线", geometry={"type": "LineString",
                    "coordinates": [[0, 0], [30, 0]]}, approach_m=5)  # fmt: skip
    out = exported(desk)
    assert [one["properties"]["name"] for one in out["features"]] == ["圆", "按区域", "线"]
    answer = bring(desk, json.dumps(out).encode(), confirm=False)
    assert answer.status_code == 200 and answer.context["sentence"] == "不变 3"
    out["features"][0]["properties"]["max_people"] = 5
    assert bring(desk, json.dumps(out).encode()).status_code == 302
    circle = Fence.objects.get(name="圆")
    assert (circle.max_people, circle.version, circle.radius_m) == (5, 2, 12.5)
    assert Fence.objects.count() == 3


def test_the_excel_download_comes_back_as_nothing_new(desk, plant):
    area = make.make_area(plant, name="罐区")
    make.make_fence(plant, name="按区域", area=area, geometry=None)
    make.make_fence(plant, name="方", geometry=make.box(5, 5), floors=[2])
    answer = desk.get(at("fence_import"), {"template": "current"})
    book = b"".join(answer.streaming_content)
    assert bring(desk, book, confirm=False).context["sentence"] == "不变 2"


def test_new_fences_come_from_degrees_into_plant_metres(desk, plant):
    assert bring(desk, collection(feature("新", SQUARE, buffer_m=1))).status_code == 302
    fence = Fence.objects.get()
    x, y = fence.geometry["coordinates"][0][0]
    assert (x, y) == (pytest.approx(8.79, abs=0.05), pytest.approx(11.13, abs=0.05))
    assert fence.is_enabled and fence.buffer_m == 1


def test_every_error_is_told_by_feature_and_nothing_is_imported(desk, plant):
    crossed = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}
    answer = bring(desk, collection(
        feature("好的", SQUARE),
        feature("没有形状", crossed, max_people="很多"),
        {"type": "Feature", "geometry": SQUARE, "properties": {"purpose": "飞行"}},
    ))  # fmt: skip
    errors = {(one.row, one.column) for _, one in answer.context["errors"]}
    assert answer.status_code == 422 and not Fence.objects.exists()
    assert {(2, "图形"), (2, "最多人数"), (3, "名称"), (3, "用途")} <= errors


def test_a_refusal_of_the_rules_stops_all_of_it(desk, plant):
    answer = bring(desk, collection(
        feature("好的", SQUARE), feature("没有限值", SQUARE, purpose="capacity")
    ))  # fmt: skip
    assert answer.status_code == 422 and not Fence.objects.exists()
    assert [(one.row, "限员围栏请填" in one.text) for _, one in answer.context["errors"]] == [
        (2, True)
    ]


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"type": "Point"}', b"not a file", b""])
def test_what_is_no_file_of_fences_is_said(desk, content):
    answer = bring(desk, content)
    assert answer.status_code == 422 and answer.context["errors"]


def test_excel_rows_with_corners(desk, plant):
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    rows = [["名称", "用途", "图形", "坐标", "最多人数"],
            ["泵区", "限员", "多边形", "0,0; 20,0；20，10; 0,10", 4]]  # fmt: skip
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    assert bring(desk, file.getvalue()).status_code == 302
    fence = Fence.objects.get()
    ring = fence.geometry["coordinates"][0]
    assert ring == [[0, 0], [20, 0], [20, 10], [0, 10], [0, 0]] and fence.max_people == 4


# --- kinds of day ------------------------------------------------------------------------

WORK = [{"days": [], "from": "08:00", "to": "18:00", "kinds": ["workday"]}]
FREE = [{"days": [], "from": "08:00", "to": "18:00", "kinds": ["weekend", "holiday"]}]
# 2026-10-01 (Thursday) is a holiday, 2026-10-10 (Saturday) is worked for it.
CALENDAR = {date(2026, 10, 1): "holiday", date(2026, 10, 10): "workday"}


@pytest.mark.parametrize(("day", "works"), [
    (date(2026, 9, 30), True),   # an ordinary Wednesday
    (date(2026, 10, 1), False),  # a holiday
    (date(2026, 10, 10), True),  # a Saturday that is worked
    (date(2026, 10, 11), False),  # an ordinary Sunday
])  # fmt: skip
def test_the_plants_calendar_decides_what_kind_of_day_it_is(day, works):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)
    for schedule, holds in ((WORK, works), (FREE, not works)):
        found = rules.holds_at(schedule, None, None, noon, BEIJING, calendar=CALENDAR)
        assert found is holds


def test_a_period_over_midnight_belongs_to_the_day_it_began():
    night = [{"days": [], "from": "22:00", "to": "06:00", "kinds": ["holiday"]}]
    for hour, day, holds in ((23, 1, True), (5, 2, True), (23, 2, False), (5, 1, False)):
        moment = datetime(2026, 10, day, hour, tzinfo=BEIJING)
        assert rules.holds_at(night, None, None, moment, BEIJING, calendar=CALENDAR) is holds


def test_the_form_keeps_kinds_of_day_and_says_them(desk, plant):
    area = make.make_area(plant)
    sent = {"name": "工作日禁入", "purpose": "restricted", "area": area.pk,
            "schedule-0-days": ["1", "2", "3", "4", "5", "6", "7"], "schedule-0-from": "08:00",
            "schedule-0-to": "18:00", "schedule-0-kinds": ["workday"]}  # fmt: skip
    assert desk.post(at("fence_create"), sent).status_code == 302
    fence = Fence.objects.get()
    assert fence.schedule[0]["kinds"] == ["workday"]
    page = desk.get(reverse("positioning:fence", args=[fence.pk])).content.decode()
    assert "工作日 08:00–18:00" in page
    wrong = [{"days": [], "from": "08:00", "to": "18:00", "kinds": ["fullmoon"]}]
    assert [one.code for one in rules.schedule_blockers(wrong)] == ["fence_schedule"]

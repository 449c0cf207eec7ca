"""Desk pages: what they show, what they refuse, what they cost."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.forms import model_to_dict
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Anchor, Assignment, Fence, Tag
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def desk(client, plant):
    client.force_login(make.make_account(plant), BACKEND)
    return client


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def at(name, *args):
    return reverse(f"positioning:{name}", args=args)


def limits(plant):
    """What the settings page would send back unchanged."""
    now = model_to_dict(settings_of(plant)).items()
    return {name: value for name, value in now if value is not None and value is not False}


@pytest.mark.clause("AQL-017", "AQL-018", "AQL-019")
def test_the_list_of_tags_shows_charge_state_holder_and_place(desk, plant):
    now = clock.now()
    area = make.make_area(plant, name="合成装置")
    near, far = make.make_tag(plant, number="T-1"), make.make_tag(plant, number="T-2")
    make.bind(near, make.make_person(plant, "王海涛"))
    make.bind(far, make.make_person(plant, "李建国"))
    make.place(near, now, area=area, floor=2)
    make.place(far, DAY, area=area)
    Tag.objects.filter(pk=near.pk).update(seen_at=now, battery_pct=19)
    Tag.objects.filter(pk=far.pk).update(seen_at=now - timedelta(seconds=61), battery_pct=20)
    shown = text(desk.get(at("tags")))
    for word in ("王海涛", "在线", "电量低", "合成装置 2F", "离线", "末次 合成装置 1F"):
        assert word in shown
    assert shown.count('"tag p4">电量低') == 1
    only = text(desk.get(at("tags"), {"online": "0"}))
    assert "T-2" in only and "T-1<" not in only
    assert "T-2" in text(desk.get(at("tags"), {"q": "李建国"}))


def test_only_the_present_holder_counts_and_no_tag_is_listed_twice(desk, plant):
    tag = make.make_tag(plant, number="T-77")
    office, shop = make.make_department(plant, "办公室"), make.make_department(plant, "车间")
    before = make.make_person(plant, "王海涛", kind="visitor", department=office)
    make.bind(tag, before)
    actions.unbind_tag(SYSTEM, tag, until=DAY)
    make.bind(tag, make.make_person(plant, "李建国", department=shop), DAY)
    assert text(desk.get(at("tags"), {"q": "T-77"})).count(">T-77<") == 1
    for query, hits in (({"q": "李建国"}, 1), ({"q": "王海涛"}, 0), ({"kind": "staff"}, 1),
                        ({"kind": "visitor"}, 0), ({"department": office.pk}, 0),
                        ({"department": shop.pk}, 1)):  # fmt: skip
        assert text(desk.get(at("tags"), query)).count(">T-77<") == hits, query


def test_offline_follows_the_plants_setting(desk, plant):
    tag = make.make_tag(plant)
    Tag.objects.filter(pk=tag.pk).update(seen_at=clock.now() - timedelta(seconds=100))
    assert "离线" in text(desk.get(at("tag", tag.pk)))
    assert desk.post(at("settings"), limits(plant) | {"tag_offline_s": 200}).status_code == 302
    assert "在线" in text(desk.get(at("tag", tag.pk)))


@pytest.mark.clause("AQL-009", "POS-005", "POS-091", "TECH-014")
@pytest.mark.parametrize(("days", "status"), [(365, 302), (364, 422), (30, 422)])
def test_tracks_may_not_be_kept_for_less_than_a_year(desk, plant, days, status):
    answer = desk.post(at("settings"), limits(plant) | {"track_days": days})
    assert answer.status_code == status


@pytest.mark.clause("AQL-021")
def test_the_list_of_anchors_shows_power_state_and_faults(desk, plant):
    good = make.make_anchor(plant, number="A-1", area=make.make_area(plant, name="罐区"))
    bad = make.make_anchor(plant, number="A-2", power="battery", battery_life_years=5)
    now = clock.now()
    Anchor.objects.filter(pk=good.pk).update(seen_at=now)
    Anchor.objects.filter(pk=bad.pk).update(
        seen_at=now - timedelta(seconds=121), battery_pct=15, faults=["天线断"]
    )
    shown = text(desk.get(at("anchors")))
    for word in ("罐区", "PoE", "在线", "离线", "电池 15 %", "电量低", "天线断"):
        assert word in shown
    faulty = text(desk.get(at("anchors"), {"faulty": "1"}))
    assert "A-2" in faulty and "A-1<" not in faulty


@pytest.mark.clause("POS-017", "AQL-013")
def test_people_without_a_tag_are_listed(desk, plant):
    make.bind(make.make_tag(plant), make.make_person(plant, "有标签"))
    make.make_person(plant, "没标签")
    make.make_person(plant, "已离厂", is_retired=True)
    make.make_person(make.make_company(), "别家人")
    shown = text(desk.get(at("people_without_tag")))
    assert "没标签" in shown
    for name in ("有标签", "已离厂", "别家人"):
        assert name not in shown


@pytest.mark.clause("POS-016")
def test_coverage_names_high_risk_places_with_fewer_than_three_anchors(desk, plant):
    make.make_area(plant, name="罐区", kind="tank_farm", geometry=make.box(100, 100))
    make.make_area(plant, name="办公楼", kind="office", geometry=make.box(300, 0))
    for n in range(2):
        make.make_anchor(plant, x_m=100 + n, y_m=100, range_limit_m=50)
    make.make_anchor(plant, x_m=100, y_m=100, floor=2, range_limit_m=50)
    shown = text(desk.get(at("coverage")))
    assert "罐区 1F：最弱处" in shown and "只能听到 2 个基站" in shown
    assert "办公楼 1F：最弱处" not in shown
    make.make_anchor(plant, x_m=155, y_m=105, range_limit_m=50)  # hears the middle, not the west
    assert "罐区 1F：最弱处" in text(desk.get(at("coverage")))
    make.make_anchor(plant, x_m=120, y_m=105, range_limit_m=50)
    assert "罐区 1F：最弱处" not in text(desk.get(at("coverage")))
    assert "罐区 1F：最弱处" in text(desk.get(at("coverage"), {"enough": 5}))


@pytest.mark.clause("AQL-020")
def test_giving_a_tag_out_and_taking_it_back(desk, plant):
    tag, person = make.make_tag(plant), make.make_person(plant)
    answer = desk.post(at("tag_bind", tag.pk), {"person": person.pk})
    assert (answer.status_code, answer.url) == (302, at("tag", tag.pk))
    assert "目前持有" in text(desk.get(at("tag", tag.pk)))
    assert desk.post(at("tag_unbind", tag.pk), {"reason": ""}).status_code == 422
    assert desk.post(at("tag_unbind", tag.pk), {"reason": "换卡"}).status_code == 302
    shown = text(desk.get(at("tag", tag.pk)))
    assert "收自 王海涛；换卡" in shown
    assert Assignment.objects.get().until


def test_who_already_has_a_tag_is_not_offered_one(desk, plant):
    make.bind(make.make_tag(plant), make.make_person(plant, "有标签"))
    make.make_person(plant, "没标签")
    shown = text(desk.get(at("tag_bind", make.make_tag(plant).pk)))
    assert "没标签" in shown and "有标签" not in shown


def test_taking_many_tags_back_is_shown_first(desk, plant):
    tags = [make.make_tag(plant) for _ in range(2)]
    for tag in tags:
        make.bind(tag, make.make_person(plant))
    ids = {"ids": [str(tag.pk) for tag in tags]}
    desk.post(at("tags_unbind"), ids)
    assert Assignment.objects.filter(until__isnull=True).count() == 2
    desk.post(at("tags_unbind"), {**ids, "confirmed": "1"})
    assert Assignment.objects.filter(until__isnull=True).count() == 0


def test_a_form_that_is_refused_keeps_what_was_typed_and_says_every_reason(desk, plant):
    area = make.make_area(plant, is_explosive=True, ex_zone="1")
    data = {"number": "A-77", "technology": "uwb-twr", "power": "poe", "area": area.pk, "floor": 1,
            "x_m": 1, "y_m": 2, "z_m": 3, "range_limit_m": 300}  # fmt: skip
    answer = desk.post(at("anchor_create"), data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for word in ("A-77", "作用距离 300 m", "必须填写防爆标志", "TECH-002"):
        assert word in shown


RING = [[118.7, 37.9], [118.7001, 37.9], [118.7001, 37.9001], [118.7, 37.9]]


def fence_data(**changes):
    return {"name": "罐区", "purpose": "restricted", "radius_m": "", "floors": "1，2",
            "allowed_kinds": ["staff"], "schedule-0-from": "08:00", "schedule-0-to": "18:00",
            "schedule-0-days": ["1", "2"],
            "geometry": json.dumps({"type": "Polygon", "coordinates": [RING]}),
            **changes}  # fmt: skip


@pytest.mark.clause("POS-007", "POS-008", "POS-093", "AQL-025")
def test_a_fence_drawn_on_the_map_is_stored_in_plant_metres(desk, plant):
    answer = desk.post(at("fence_create"), fence_data())
    fence = Fence.objects.get()
    assert (answer.status_code, answer.url) == (302, at("fence", fence.pk))
    assert fence.geometry["coordinates"][0][1][0] == pytest.approx(8.78, abs=0.01)
    assert fence.floors == [1, 2]
    assert fence.schedule == [{"days": [1, 2], "from": "08:00", "to": "18:00"}]
    shown = text(desk.get(at("fence", fence.pk)))
    for word in ("周一二 08:00–18:00", "1F 2F", "员工", "版本 1"):
        assert word in shown


@pytest.mark.clause("AQL-025")
def test_a_circle_comes_with_its_radius(desk, plant):
    drawn = {"type": "Feature", "properties": {"radius_m": 15},
             "geometry": {"type": "Point", "coordinates": [118.7, 37.9]}}  # fmt: skip
    desk.post(at("fence_create"), fence_data(geometry=json.dumps(drawn)))
    fence = Fence.objects.get()
    assert (fence.geometry, fence.radius_m) == ({"type": "Point", "coordinates": [0, 0]}, 15)
    form = text(desk.get(at("fence_edit", fence.pk)))
    assert "radius_m" in form
    assert desk.post(at("fence_edit", fence.pk), fence_data(
        geometry=json.dumps(drawn), name="罐区二", floors="", purpose="capacity", max_people="6",
    )).status_code == 302  # fmt: skip
    fence.refresh_from_db()
    assert (fence.version, fence.floors, fence.max_people) == (2, None, 6)


@pytest.mark.parametrize(("change", "said"), [
    ({"geometry": "{"}, "图形数据无法读取"),
    ({"geometry": ""}, "请选择区域，或在图上绘制"),
    ({"geometry": "[1]"}, "GeoJSON"),
    ({"floors": "一楼"}, "楼层写作"),
    ({"schedule-0-to": ""}, "起止时间应写作"),
    ({"purpose": "capacity"}, "限员围栏请填最多人数"),
    ({"purpose": "minimum", "min_people": "3", "max_people": "2"}, "最少人数 3 大于限员 2"),
])  # fmt: skip
def test_bad_fences_are_said_on_the_form(desk, change, said):
    answer = desk.post(at("fence_create"), fence_data(**change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Fence.objects.exists()


def test_stopping_a_fence_needs_a_reason_starting_it_does_not(desk, plant):
    fence = make.make_fence(plant)
    assert desk.post(at("fence_disable", fence.pk), {"reason": ""}).status_code == 422
    desk.post(at("fence_disable", fence.pk), {"reason": "检修"})
    assert Fence.objects.get().is_enabled is False
    desk.post(at("fence_enable", fence.pk))
    assert Fence.objects.get().is_enabled is True
    desk.post(at("fence_disable", fence.pk), {"reason": "撤"})
    desk.post(at("fence_retire", fence.pk), {"reason": "撤"})
    assert desk.get(at("fence", fence.pk)).status_code == 404


def sheet(heads, *rows):
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    for line, row in enumerate([heads, *rows]):
        page.write_row(line, 0, row)
    book.close()
    file.seek(0)
    file.name = "x.xlsx"
    return file


def test_tags_come_in_from_excel_with_their_holders_all_or_none(desk, plant):
    person = make.make_person(plant, number="HS1")
    heads = ["编号", "形式", "绑定人工号或车牌", "最高工作温度"]
    answer = desk.post(at("tag_import"), {
        "file": sheet(heads, ["T-1", "安全帽", "HS1", 75], ["T-2", "帽子", "HS9", "热"])
    })  # fmt: skip
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "“帽子”不在可选值内" in shown and "“热”不是整数" in shown
    assert not Tag.objects.exists()
    good = sheet(heads, ["T-1", "安全帽", "HS1", 75])
    desk.post(at("tag_import"), {"file": good})
    assert not Tag.objects.exists()  # only the preview
    good.seek(0)
    desk.post(at("tag_import"), {"file": good, "confirmed": "1"})
    assert Assignment.objects.get().person == person
    assert Tag.objects.get().form == "helmet"


def test_anchors_and_vehicles_come_in_from_excel(desk, plant):
    area = make.make_area(plant, code="TKF")
    anchors = sheet(["编号", "定位技术", "x", "y", "z", "楼层", "区域编码"],
                    ["A-1", "uwb-twr", 1.5, -2, 3, 2, "TKF"])  # fmt: skip
    desk.post(at("anchor_import"), {"file": anchors, "confirmed": "1"})
    anchor = Anchor.objects.get()
    assert (anchor.x_m, anchor.y_m, anchor.floor, anchor.area) == (1.5, -2, 2, area)
    vehicles = sheet(["车牌/编号", "名称", "驾驶员工号"], ["鲁E1", "叉车", "nobody"])
    answer = desk.post(at("vehicle_import"), {"file": vehicles, "confirmed": "1"})
    assert "没有工号为 nobody 的人员" in answer.content.decode()


@pytest.mark.clause("AQL-056")
def test_counts_and_visits_go_out_as_excel(desk, plant):
    area = make.make_area(plant, name="罐区")
    tag = make.make_tag(plant)
    make.bind(tag, make.make_person(plant, "王海涛"))
    make.make_visit(tag, area, DAY, 10)
    span = {"from": "2026-11-20T00:00", "to": "2026-11-21T00:00", "format": "xlsx"}
    rows = read_xlsx(desk.get(at("counts"), span))
    assert rows[0][:2] == ["区域", "在内·员工"]
    assert dict(zip(rows[0], rows[1], strict=True))["进入·员工"] == 1
    rows = read_xlsx(desk.get(at("visits"), {"format": "xlsx"}))
    assert rows[1][0] == "王海涛" and rows[1][3] == "罐区"


def read_xlsx(answer):
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("query", [
    {"from": "x", "to": "y"}, {"from": "2026-11-21T00:00", "to": "2026-11-20T00:00"},
    {"from": "2001-01-01T00:00", "to": "2026-01-01T00:00"},
])  # fmt: skip
def test_nonsense_periods_do_not_break_the_counts(desk, query):
    text(desk.get(at("counts"), query))


@pytest.mark.clause("POS-088")
def test_a_persons_page_shows_tag_place_and_todays_visits(desk, plant):
    person, tag = make.make_person(plant), make.make_tag(plant, number="T-88")
    make.bind(tag, person)
    make.place(tag, clock.now(), area=make.make_area(plant, name="罐区"))
    make.make_visit(tag, make.make_area(plant, name="合成装置"),
                    clock.now() - timedelta(seconds=30), None)  # fmt: skip
    shown = text(desk.get(reverse("org:person", args=[person.pk])))
    for word in ("T-88", "罐区 1F", "合成装置", "仍在内", at("tracks")):
        assert word in shown


@pytest.mark.clause("AQL-087")
def test_slow_tags_are_flagged(desk, plant):
    bucket = clock.now().replace(minute=clock.now().minute // 10 * 10, second=0, microsecond=0)
    bucket -= timedelta(minutes=20)
    for number, per_minute in (("T-fast", 30), ("T-slow", 29)):
        tag = make.make_tag(plant, number=number)
        make.seal(tag, make.make_points(bucket, [60 / per_minute * n
                                                 for n in range(10 * per_minute)]))  # fmt: skip
    shown = text(desk.get(at("inflow")))
    rows = {row.split("</a>")[0].rsplit(">", 1)[1]: row for row in shown.split("<tr>")
            if "T-fast" in row or "T-slow" in row}  # fmt: skip
    assert "低于 30" in rows["T-slow"] and "29.0" in rows["T-slow"]
    assert "低于 30" not in rows["T-fast"]


def test_refused_messages_are_counted_and_shown_as_they_came(desk, plant):
    from anhuan.domains.positioning.models import DeadLetter, DeadLetterCount

    now = clock.now()
    DeadLetterCount.objects.create(hour=now, source="GW-1", reason="unknown_tag", count=1204)
    DeadLetter.objects.create(at=now, subject="anhuan.v1.ranging.GW-1", reason="unknown_tag",
                              detail="T-9", payload=b'<script>\xff{"tag"')  # fmt: skip
    shown = text(desk.get(at("inflow"), {"reason": "unknown_tag", "source": "GW-1"}))
    assert "1204" in shown and "未登记的标签" in shown
    assert "<script>" not in shown.split("sample")[-1]
    text(desk.get(at("inflow"), {"hours": "x", "reason": "<b>"}))


def test_control_room_and_tracks_give_their_islands_what_they_need(desk, plant):
    for name, island in (("control_room", "control_room"), ("tracks", "track_replay")):
        shown = text(desk.get(at(name), {"subject": "no-key", "at": "2026-11-20T08:00:00"}))
        assert f'data-island="{island}"' in shown or "island-missing" in shown
    assert "wall" in text(desk.get(at("control_room"), {"wall": "1"}))


LISTS = {
    "tags": lambda plant: make.bind(make.make_tag(plant), make.make_person(
        plant, department=make.make_department(plant))),
    "anchors": lambda plant: make.make_anchor(plant, area=make.make_area(plant)),
    "vehicles": lambda plant: make.bind(
        make.make_tag(plant, form="vehicle"), make.make_vehicle(plant)),
    "fences": lambda plant: make.make_fence(plant, area=make.make_area(plant)),
    "assignments": lambda plant: make.bind(make.make_tag(plant), make.make_person(plant)),
    "people_without_tag": lambda plant: make.make_person(
        plant, department=make.make_department(plant)
    ),
    "visits": lambda plant: make.make_visit(
        make.bind(make.make_tag(plant), make.make_person(plant)).tag, make.make_area(plant), DAY),
    "coverage": lambda plant: make.make_anchor(plant, area=make.make_area(plant)),
    "counts": lambda plant: make.make_area(plant),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_whatever_its_length(desk, plant, name):
    assert_flat(desk, at(name), lambda: LISTS[name](plant), at_most=20)


EDITS = ("tag_create", "tag_import", "anchor_create", "anchor_import", "vehicle_create",
         "vehicle_import", "fence_create", "settings")  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_only_holders_of_the_right_may_edit(client, plant, name):
    client.force_login(make.make_account(plant, Role.OPERATOR), BACKEND)
    assert client.get(at(name)).status_code == 403


@pytest.mark.parametrize("kind", ["tag", "anchor", "vehicle", "fence"])
def test_another_plants_things_are_not_found(desk, kind):
    row = getattr(make, f"make_{kind}")(make.make_company())
    for name in (kind, f"{kind}_edit", f"{kind}_retire"):
        assert desk.get(at(name, row.pk)).status_code == 404


def test_strangers_go_to_the_login(client):
    assert client.get(at("tags")).url.startswith("/login/")

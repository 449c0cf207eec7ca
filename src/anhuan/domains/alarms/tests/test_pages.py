"""The pages as a person uses them."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm, AlarmKind, EscalationStep, Suppression
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.tests.make import make_account, make_alarm, make_area, make_company
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BACKEND = "anhuan.web.backend.AccountBackend"


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def operator(company, client):
    account = make_account(company, "operator", "李四")
    client.force_login(account, backend=BACKEND)
    return account


@pytest.fixture
def manager(company, client):
    account = make_account(company, "safety_manager", "王五")
    client.force_login(account, backend=BACKEND)
    return account


def text(response):
    assert response.status_code in (200, 422), response.content[:500]
    return response.content.decode()


def rows(client, **query):
    response = client.get(reverse("alarms:alarms"), query | {"format": "xlsx"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(response.getvalue())).get_sheet_by_index(0)
    found = sheet.to_python()
    start = next(i for i, row in enumerate(found) if "报警时间" in row)
    return [dict(zip(found[start], row, strict=False)) for row in found[start + 1 :]]


@pytest.mark.clause("POS-015", "POS-110", "AQL-056")
def test_the_list_and_its_export_hold_time_message_kind_place_and_state(client, company, operator):
    area = make_area(company)
    make_alarm(company, place=Place(area=area.pk), raised_at=clock.now())
    page = text(client.get(reverse("alarms:alarms")))
    for wanted in ("报警时间", "内容", "类型", "位置", "处理状态", "超员", "一号装置", "未确认"):
        assert wanted in page
    (row,) = rows(client)
    assert (row["报警"], row["内容"], row["类型"], row["位置"]) == (
        "超员", "5 人，限 4 人", "超员", "一号装置",
    )  # fmt: skip
    assert row["处理状态"] == "未确认"


@pytest.mark.clause("AQL-032", "AQL-055")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "still"}, ["静止"]),
        ({"priority": "1"}, ["求救"]),
        ({"person": "王小明"}, ["静止"]),
        ({"state": "unacknowledged"}, ["求救", "静止"]),
        ({"state": "closed"}, ["旧"]),
        ({"cause": "false"}, ["旧"]),
        ({"raised_at_from": "2020-01-01", "raised_at_to": "2020-12-31"}, ["旧"]),
        ({"q": "十七"}, ["静止"]),
    ],
)
def test_alarms_are_found_by_state_kind_priority_time_person_and_cause(
    client, company, operator, query, expected
):
    person = ({"id": "p9", "name": "王小明", "kind": "staff"},)
    make_alarm(company, kind="sos", condition="a", title="求救", raised_at=clock.now())
    make_alarm(
        company, kind="still", condition="b", title="静止", text="十七分钟", people=person,
        raised_at=clock.now(),
    )  # fmt: skip
    old = make_alarm(company, condition="c", title="旧")
    long_ago = clock.now().replace(year=2020)
    Alarm.objects.filter(pk=old.pk).update(
        raised_at=long_ago, acknowledged_at=long_ago, returned_at=long_ago, handled_at=long_ago,
        closed_at=long_ago, cause="false", result="x",
    )  # fmt: skip
    assert sorted(row["报警"] for row in rows(client, **query)) == sorted(expected)


def test_by_area(client, company, operator):
    area = make_area(company)
    make_alarm(company, place=Place(area=area.pk), title="在区")
    make_alarm(company, condition="x", title="别处")
    assert [row["报警"] for row in rows(client, area=str(area.pk))] == ["在区"]


def test_what_nobody_has_seen_comes_first(client, company, operator):
    seen = make_alarm(company, condition="a", kind="crowd_red", title="已见")
    actions.acknowledge(seen.pk, operator)
    make_alarm(company, condition="b", kind="low_battery", title="低电")
    make_alarm(company, condition="c", kind="still", title="静止")
    assert [row["报警"] for row in rows(client)] == ["静止", "低电", "已见"]


def test_a_list_of_many_costs_no_more_than_a_list_of_few(client, company, operator):
    area = make_area(company)
    numbers = iter(range(1000))

    def make():
        alarm = make_alarm(company, condition=f"n{next(numbers)}", place=Place(area=area.pk))
        actions.acknowledge(alarm.pk, operator)

    assert_flat(client, reverse("alarms:alarms"), make)


@pytest.mark.clause("POS-104")
def test_a_call_for_help_says_on_the_map_where_its_person_is(client, company, operator):
    area = make_area(company, name="罐区")
    place = Place(area=area.pk, x_m=7.5, y_m=5.0, floor=1)
    alarm = make_alarm(
        company, kind="sos", condition="sos:t1", title="一键求救 · 张三", place=place
    )
    page = client.get(reverse("alarms:alarm", args=[alarm.pk]))
    shown = text(page)
    assert 'data-island="mini_map"' in shown and '"x_m": 7.5' in shown
    assert "罐区" in shown and "张三" in shown


@pytest.mark.clause("POS-040")
def test_one_page_says_what_where_who_why_and_what_was_done(client, company, operator):
    area = make_area(company)
    near = {"people": [{"id": "p7", "name": "赵六", "kind": "visitor", "x_m": 8.0, "y_m": 9.0}]}
    alarm = make_alarm(company, place=Place(area=area.pk, x_m=5.0, y_m=6.0, floor=2), snapshot=near)
    actions.acknowledge(alarm.pk, operator)
    page = text(client.get(reverse("alarms:alarm", args=[alarm.pk])))
    for wanted in (
        "超员", "2 高", "已确认", "李四", "5 人，限 4 人", "一号装置", "(5.0, 6.0)", "张三",
        "判定依据", "限值", "over_count", "处置提示", "通知区域负责人", "B.4/1", "04",
    ):  # fmt: skip
        assert wanted in page, wanted
    name = json.dumps("赵六").strip('"')  # the island's props are ASCII JSON
    assert name in page or "地图与图表尚未构建" in page


def test_the_alarm_of_another_company_does_not_exist(client, operator):
    other = make_alarm(make_company("other"))
    assert client.get(reverse("alarms:alarm", args=[other.pk])).status_code == 404
    assert client.post(reverse("alarms:acknowledge", args=[other.pk])).status_code == 404
    other.refresh_from_db()
    assert other.acknowledged_at is None


@pytest.mark.clause("POS-095")
def test_a_person_takes_an_alarm_from_ringing_to_closed(client, company, operator):
    alarm = make_alarm(company)
    client.post(reverse("alarms:acknowledge", args=[alarm.pk]))
    actions.return_alarm(company, alarm.condition, clock.now() + 999 * HOUR)
    url = reverse("alarms:handle", args=[alarm.pk])
    assert "处理结果" in text(client.get(url))
    client.post(url, {"cause": "real", "result": "已疏散", "close": "on"})
    alarm.refresh_from_db()
    assert (alarm.cause, alarm.result, alarm.closed_at is not None) == ("real", "已疏散", True)


def test_handling_an_active_alarm_keeps_it_open(client, company, operator):
    alarm = make_alarm(company)
    url = reverse("alarms:handle", args=[alarm.pk])
    client.post(url, {"cause": "real", "result": "处理中", "close": "on"})
    alarm.refresh_from_db()
    assert (alarm.handled_at is not None, alarm.closed_at) == (True, None)


def test_clearing_without_a_note_keeps_the_form_and_says_why(client, company, operator):
    alarm = make_alarm(company, kind="crowd_red")
    actions.acknowledge(alarm.pk, operator)
    url = reverse("alarms:clear", args=[alarm.pk])
    response = client.post(url, {"note": ""})
    assert response.status_code == 422
    assert "请写明人工消警的依据" in text(response)
    client.post(url, {"note": "视频确认"})
    assert Alarm.objects.get(pk=alarm.pk).cleared_at is not None


def test_shelving_from_the_page(client, company, operator):
    alarm = make_alarm(company)
    client.post(reverse("alarms:shelve", args=[alarm.pk]), {"minutes": "60", "reason": "检修"})
    assert Alarm.objects.get(pk=alarm.pk).shelved_reason == "检修"
    assert "取消搁置" in text(client.get(reverse("alarms:alarm", args=[alarm.pk])))
    client.post(reverse("alarms:unshelve", args=[alarm.pk]))
    assert Alarm.objects.get(pk=alarm.pk).shelved_until is None


def test_many_are_acknowledged_at_once_but_not_the_gravest(client, company, operator):
    minor = make_alarm(company, condition="a")
    grave = make_alarm(company, condition="b", kind="sos")
    url = reverse("alarms:acknowledge_many")
    both = client.post(url, {"ids": [minor.pk, grave.pk], "confirmed": "1"})
    assert both.status_code == 422
    assert "逐条查看" in text(both)
    client.post(url, {"ids": [minor.pk], "confirmed": "1"})
    minor.refresh_from_db()
    grave.refresh_from_db()
    assert (minor.acknowledged_at is not None, grave.acknowledged_at) == (True, None)


@pytest.mark.clause("POS-015", "AQL-057")
def test_statistics_count_by_kind_area_time_and_state(client, company, operator):
    area = make_area(company)
    for n in range(3):
        make_alarm(company, condition=str(n), place=Place(area=area.pk), raised_at=clock.now())
    page = text(client.get(reverse("alarms:statistics")))
    for wanted in (
        "按类型",
        "按区域",
        "按时段",
        "处理状态",
        "误报率",
        "平均每 10 分钟",
        "洪泛次数",
    ):
        assert wanted in page, wanted
    assert "3 条" in page
    empty = {"first": "2020-01-01", "last": "2020-01-02"}
    assert "0 条" in text(client.get(reverse("alarms:statistics"), empty))


@pytest.mark.parametrize("name", ["kinds", "suppressions", "suppression_create"])
def test_operators_do_not_configure(client, operator, name):
    assert client.get(reverse(f"alarms:{name}")).status_code == 403


def test_a_kind_is_tuned(client, company, manager):
    kind = AlarmKind.objects.get(company=company, code="still")
    assert "静止超时" in text(client.get(reverse("alarms:kinds")))
    assert "班组长" in text(client.get(reverse("alarms:kind", args=[kind.pk])))
    values = {"name": "静止", "priority": 1, "sounds": "on", "is_enabled": "on", "guidance": "x"}
    client.post(reverse("alarms:kind_edit", args=[kind.pk]), values)
    kind.refresh_from_db()
    assert (kind.name, kind.priority) == ("静止", 1)


@pytest.mark.clause("AQL-040")
def test_nobody_switches_the_clearing_of_red_crowds_off(client, company, manager):
    kind = AlarmKind.objects.get(company=company, code="crowd_red")
    values = {"name": "红", "priority": 1, "is_enabled": "on", "guidance": "x"}
    response = client.post(reverse("alarms:kind_edit", args=[kind.pk]), values)
    assert response.status_code == 422
    assert "必须人工消警" in text(response)


@pytest.mark.clause("AQL-034")
def test_the_ladder_is_edited(client, company, manager):
    kind = AlarmKind.objects.get(company=company, code="still")
    add = reverse("alarms:rung_create", args=[kind.pk])
    client.post(add, {"after_s": 30, "role": "guardian", "area": ""})
    rung = EscalationStep.objects.get(kind=kind, role="guardian")
    client.get(reverse("alarms:rung_delete", args=[rung.pk]))
    client.post(reverse("alarms:rung_delete", args=[rung.pk]))
    assert not EscalationStep.objects.filter(pk=rung.pk).exists()


@pytest.mark.clause("AQL-052")
def test_a_silence_is_made_seen_and_ended(client, company, manager):
    area = make_area(company)
    kind = AlarmKind.objects.get(company=company, code="still")
    values = {
        "kind": kind.pk, "area": area.pk, "reason": "停车检修",
        "starts_at": "2026-11-21T08:00", "ends_at": "2099-11-21T08:00",
    }  # fmt: skip
    client.post(reverse("alarms:suppression_create"), values)
    item = Suppression.objects.get()
    assert "停车检修" in text(client.get(reverse("alarms:suppressions")))
    assert "王五" in text(client.get(reverse("alarms:suppression", args=[item.pk])))
    client.post(reverse("alarms:suppression_end", args=[item.pk]))
    item.refresh_from_db()
    assert item.ended_early_at is not None


FIVE = {"over_count": "超员", "under_count": "缺员", "boundary": "越界", "still": "静止",
        "overstay": "滞留"}  # fmt: skip


@pytest.mark.clause("POS-055")
def test_each_of_the_five_kinds_is_found_by_itself(client, company, operator):
    for kind, title in FIVE.items():
        make_alarm(company, kind=kind, condition=kind, title=title, raised_at=clock.now())
    for kind, title in FIVE.items():
        (row,) = rows(client, kind=kind)
        assert title in str(row)

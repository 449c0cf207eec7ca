"""The regulator's pages: each sees its scope, and what stands there is true."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.org.models import Department
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_department, sign_in
from anhuan.domains.province import actions
from anhuan.domains.province.forms.settings import _initial
from anhuan.domains.province.models import Enterprise, Order, SpotCheck, Standing
from anhuan.domains.province.queries import settings_of
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.tests.make import (
    alarm,
    hazard,
    make_authority,
    make_bureau,
    make_enterprise,
    make_order,
    make_point,
    make_report,
    promise,
    send,
    ticket,
)
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


def page(account, name, *args, **query):
    answer = sign_in(account).get(reverse(f"province:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.clause("GOV-001")
def test_province_city_and_county_each_see_their_own(company):
    city = make_bureau(company, name="甲市局")
    county = make_department(company, name="乙县局", level="workshop", parent=city)
    elsewhere = make_bureau(company, name="丙市局")
    plants = {
        one.name: make_enterprise(company, bureau=one, name=f"{one.name}的厂")
        for one in (city, county, elsewhere)
    }
    for plant in plants.values():
        send(plant, "POS_T1", alarm(alarmInfo=f"报警在{plant.name}"))
    for bureau, seen in (
        (None, {"甲市局", "乙县局", "丙市局"}), (city, {"甲市局", "乙县局"}), (county, {"乙县局"})
    ):  # fmt: skip
        account = make_account(company, Role.REGULATOR, department=bureau)
        for name in ("overview", "enterprises", "alarms", "governance", "statistics"):
            text = page(account, name)
            shown = {one for one in plants if f"{one}的厂" in text}
            assert shown == seen, (bureau, name)
        client = sign_in(account)
        for name, plant in plants.items():
            status = client.get(reverse("province:enterprise", args=[plant.pk])).status_code
            assert status == (200 if name in seen else 404)
            row = plant.rows.get()
            status = client.get(reverse("province:row", args=[row.pk])).status_code
            assert status == (200 if name in seen else 404)
            url = reverse("province:enterprise_order", args=[plant.pk])
            body = {"kind": "order", "level": "yellow", "title": "督办", "text": "整改"}
            status = client.post(url, body).status_code
            assert status == (302 if name in seen else 404)
    assert not Department.objects.filter(company=company, name="").exists()


@pytest.mark.clause("AQG-035", "AQG-038")
def test_a_plants_page_shows_how_it_stands(company, regulator):
    plant, now = make_enterprise(company, grade="orange"), clock.now()
    day = str(now.astimezone(zone()).date())
    send(plant, "POS_T1", alarm())
    send(plant, "PTW_A1", ticket(plant))
    send(plant, "DUAL_T6", hazard(plant, DANGER_LEVEL=1))
    send(plant, "PROMISE", promise(plant, day))
    point = make_point(plant)
    at = now.isoformat()
    send(plant, "SENSING", {"QUOTAID": point.code, "VALUE": 38.5, "COLLECT_TIME": at})
    actions.judge_all(now)
    standing = Standing.objects.get(enterprise=plant)
    assert (standing.level, standing.open_alarms, standing.works) == ("red", 2, 1)
    text = page(regulator, "enterprise", plant.pk)
    for word in ("一键求救", "管线焊接", "机封渗漏", "高高报", "38.5", "红色", "在线",
                 "严重报警未销时仍有动火", "重大隐患未闭环"):  # fmt: skip
        assert word in text, word
    assert "责任人" in text, "table 6 tells who answers for a hazard, not where it is"
    assert "红色" in page(regulator, "overview")
    assert plant.name in page(regulator, "enterprises", grade="orange")
    assert plant.name not in page(regulator, "enterprises", grade="blue")


@pytest.mark.clause("AQG-042", "AQP-102", "AQP-103", "AQP-106")
def test_works_are_looked_through_by_eight_conditions_and_exported(company, regulator):
    plant, other = make_enterprise(company), make_enterprise(company)
    row = ticket(plant, TICKET_CONTENT="甲作业", WORK_DEPARTMENT="甲公司", TICKET_POSITION="甲罐")
    send(plant, "PTW_A1", row)
    second = ticket(other, TICKET_TYPE="70", TICKET_CONTENT="乙作业", TICKET_STATUS="1",
                    START_TIME="2026-11-20 08:30:00", WORK_DEPARTMENT="乙公司",
                    TICKET_POSITION="乙塔")  # fmt: skip
    send(other, "PTW_A1", second)
    told = {
        "ID": "a", "TICKET_ID": row["ID"], "ALARM_START_TIME": "2026-11-22 09:00:00",
        "ALARM_TYPE": "31", "DELETED": "0", "CREATE_DATE": "2026-11-22 09:00:00",
        "CREATE_BY": "系统", "UPDATE_DATE": "2026-11-22 09:00:00", "UPDATE_BY": "系统",
    }  # fmt: skip
    assert send(plant, "PTW_A3", told)["errors"] == []
    eight = (
        ("enterprise", {"enterprise": plant.pk}), ("unit", {"unit": "甲公司"}),
        ("place", {"place": "甲罐"}), ("type", {"type": "hot"}), ("level", {"level": "first"}),
        ("state", {"state": "2"}), ("alarm", {"alarm": "1"}),
        ("at", {"at_from": "2026-11-22", "at_to": "2026-11-22"}),
    )  # fmt: skip
    words = {"enterprise": plant.name, "unit": "甲公司", "place": "甲罐", "type": "动火作业",
             "level": "一级", "state": "作业中", "alarm": "有报警", "at": "2026-11-22"}  # fmt: skip
    client = sign_in(regulator)
    for by, query in (*eight, ("bureau", {"bureau": plant.bureau_id})):
        text = page(regulator, "works", **query)
        assert ("甲作业" in text, "乙作业" in text) == (True, False), query
        if by in words:  # counted by the same, the line leads to just that work
            counted = page(regulator, "works_tallies", by=by, **query)
            (drill,) = re.findall(r'<a href="([^"]+)">' + re.escape(words[by]), counted)
            shown = client.get(html.unescape(drill)).content.decode()
            assert ("甲作业" in shown, "乙作业" in shown) == (True, False), drill
    rows = client.get(reverse("province:works_tallies"), {"by": "type", "format": "csv"})
    lines = (b"".join(rows) if rows.streaming else rows.content).decode("utf-8-sig").splitlines()
    assert lines[0] == "作业类型,作业数,进行中,已完成,已取消,有报警"
    assert set(lines[1:]) == {"动火作业,1,1,0,0,1", "受限空间作业,1,0,0,0,0"}
    paper = client.get(reverse("province:works_tallies"), {"by": "unit", "format": "pdf"})
    assert b"".join(paper).startswith(b"%PDF")
    answer = sign_in(regulator).get(reverse("province:works"), {"format": "csv", "state": "2"})
    content = b"".join(answer) if answer.streaming else answer.content
    assert "甲作业" in content.decode() and "乙作业" not in content.decode()


@pytest.mark.clause("AQP-107", "AQP-108")
def test_the_map_shows_five_states_and_alarms_and_leads_to_them(company, regulator):
    plant = make_enterprise(company)
    rows = [ticket(plant, TICKET_STATUS=state, CHECKED_TIME="2026-11-22 10:00:00")
            for state in "01263455"]  # fmt: skip
    send(plant, "PTW_A1", *rows)
    day = {"day": "2026-11-22"}
    told = {
        "ID": "a", "TICKET_ID": rows[2]["ID"], "ALARM_START_TIME": "2026-11-22 09:00:00",
        "ALARM_TYPE": "31", "ALARM_END_TIME": "2026-11-22 09:05:00", "ALARM_RESULT": "已返回",
        "DELETED": "0", "CREATE_DATE": "2026-11-22 09:00:00", "CREATE_BY": "系统",
        "UPDATE_DATE": "2026-11-22 09:00:00", "UPDATE_BY": "系统",
    }  # fmt: skip
    assert send(plant, "PTW_A3", told)["errors"] == []
    text = page(regulator, "works_map", **day)
    for number, word in ((0, "已预约"), (2, "已申请"), (2, "进行中"), (1, "已完成"), (3, "已取消")):
        assert f"<b>{number}</b>{word}" in text, word
    assert "<b>1 / 1</b>" in text and text.count(" rung") == 1
    work = plant.rows.get(key=rows[2]["ID"])
    assert reverse("province:row", args=[work.pk]) in text
    assert "管线焊接" not in page(regulator, "works_map", day="2026-11-23")
    assert "已返回" in page(regulator, "row", plant.rows.get(kind="alarm").pk)


def test_a_work_opens_as_structured_data_with_its_alarms(company, regulator):
    plant = make_enterprise(company)
    row = ticket(plant)
    send(plant, "PTW_A1", row)
    text = page(regulator, "row", plant.rows.get().pk)
    for word in ("一级动火作业", "孙护", "AQ 3064.2-2025 表A.1", "作业中", "作业报警"):
        assert word in text


@pytest.mark.clause("AQG-039", "AQP-105")
def test_an_abnormal_spot_check_goes_down_to_the_plant(company, regulator):
    plant = make_enterprise(company)
    url = reverse("province:enterprise_check", args=[plant.pk])
    body = {"subject": "works", "result": "normal", "level": "yellow", "note": "监护人在岗"}
    client = sign_in(regulator)
    assert client.post(url, body).status_code == 302
    assert not Order.objects.exists()
    body |= {"result": "abnormal", "note": "监护人不在现场", "is_on_site": "on"}
    assert client.post(url, body).status_code == 302
    order = Order.objects.get()
    assert (order.kind, order.state, order.text) == ("finding", "issued", "监护人不在现场")
    assert SpotCheck.objects.filter(is_on_site=True).get().order == order
    heard = actions.contact(plant, actions.Contact(), clock.now())
    assert [one["id"] for one in heard["orders"]] == [str(order.pk)]
    assert "监护人不在现场" in page(regulator, "checks")


@pytest.mark.clause("AQG-037")
def test_evaluation_reports_are_registered_with_due_dates_and_found_by_them(company, regulator):
    plant, client, day = make_enterprise(company), sign_in(regulator), clock.now().date()
    url = reverse("province:enterprise_report", args=[plant.pk])
    body = {"kind": "hazard_source", "title": "三号罐区评估", "agency": "示范评价公司",
            "made_on": day - timedelta(days=400), "due_on": day - timedelta(days=3)}  # fmt: skip
    wrong = client.post(url, body | {"due_on": day - timedelta(days=500)})
    assert wrong.status_code == 422 and "有效期应晚于报告日期" in wrong.content.decode()
    assert client.post(url, body).status_code == 302
    make_report(plant, title="去年的报告")
    expired = page(regulator, "reports", state="expired")
    assert "三号罐区评估" in expired and "已过期" in expired and "去年的报告" not in expired
    assert "三号罐区评估" in page(regulator, "enterprise", plant.pk)
    theirs = make_report(make_enterprise(make_authority()))
    assert theirs.title not in page(regulator, "reports")
    assert client.get(reverse("province:report_edit", args=[theirs.pk])).status_code == 404


@pytest.mark.clause("GOV-002")
def test_a_warnings_page_shows_what_was_done_from_afar_and_found_on_the_spot(company, regulator):
    plant = make_enterprise(company)
    order = make_order(plant, regulator, kind="warning", title="黄色风险预警")
    url = f"{reverse('province:enterprise_check', args=[plant.pk])}?order={order.pk}"
    client = sign_in(regulator)
    body = {"subject": "alarms", "result": "normal", "level": "yellow"}
    assert client.post(url, body | {"note": "调阅趋势，已恢复"}).status_code == 302
    body |= {"note": "到场复核液位计", "is_on_site": "on"}
    assert client.post(url, body).status_code == 302
    text = page(regulator, "order", order.pk)
    for word in ("线上", "调阅趋势，已恢复", "现场", "到场复核液位计", "正常"):
        assert word in text, word
    elsewhere = make_order(make_enterprise(make_authority()))
    assert client.get(f"{url.partition('?')[0]}?order={elsewhere.pk}").status_code == 404


def test_the_model_warns_once_raises_it_and_tells_when_it_fell(company):
    plant, now = make_enterprise(company), clock.now()
    send(plant, "DUAL_T6", hazard(plant, DANGER_LEVEL=1))
    actions.judge_all(now)
    actions.judge_all(now)
    order = Order.objects.get()
    assert (order.level, order.by, order.kind) == ("orange", None, "warning")
    assert order.due_at - order.issued_at == timedelta(minutes=60)
    for _ in range(2):
        send(plant, "POS_T1", alarm())
    actions.judge_all(now)
    order = Order.objects.get()
    assert (order.level, order.version) == ("red", 2)
    assert order.due_at == now + timedelta(minutes=30)
    plant.rows.all().delete()
    actions.judge_all(now)
    order = Order.objects.get()
    assert order.state == "issued" and "已降为蓝色" in order.title


@pytest.mark.clause("GOV-025")
def test_governance_lists_every_fault_and_links_to_an_order(company, regulator):
    plant = make_enterprise(company, licence_no="")
    send(plant, "POS_T1", alarm(alarmType="77"))
    make_point(plant)
    text = page(regulator, "governance")
    for word in ("许可证编号", "编码表", "仓库一号库：湿度、有毒气体", "应报的表没有数据", "督办"):
        assert word in text, word
    assert "许可证编号" not in page(regulator, "governance", kind="wrong")


@pytest.mark.clause("GOV-024")
def test_silence_is_kept_with_its_length(company):
    plant, now = make_enterprise(company), clock.now()
    send(plant, "POS_T1", alarm(), now=now - timedelta(minutes=31))
    actions.judge_all(now)
    outage = plant.outages.get(what="system")
    assert outage.began_at == now - timedelta(minutes=31) and outage.ended_at is None
    send(plant, "POS_T1", alarm(), now=now)
    actions.judge_all(now)
    outage.refresh_from_db()
    assert outage.ended_at == now


@pytest.mark.clause("AQG-034")
def test_base_data_licences_start_ups_and_inspections_are_looked_through(company, regulator):
    ends = clock.now().date() + timedelta(days=20)
    moving = make_enterprise(company, licence_until=str(ends), kind="storage")
    still = make_enterprise(company, longitude=118.6)
    day = str(clock.now().date())
    for plant, value in ((moving, "1"), (still, "0")):
        row = promise(plant, day, openParking=value, overhaulWorkNumber=int(value))
        assert send(plant, "PROMISE", row)["errors"] == []
    client = sign_in(regulator)

    def shown(name, **asked):
        answer = client.get(reverse(f"province:{name}"), asked | {"format": "csv"})
        text = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")
        return [plant.name in text for plant in (moving, still)]

    assert shown("enterprises", kind="storage") == [True, False]
    assert moving.licence_no in page(regulator, "enterprise", moving.pk)
    assert shown("starts") == [True, True]
    assert shown("starts", moving="1") == [True, False]
    assert shown("starts", overhaul="1") == [True, False]
    assert shown("starts", overhaul="0", enterprise=still.pk) == [False, True]
    check = {"subject": "online", "result": "normal", "level": "yellow", "note": "数据正常"}
    client.post(reverse("province:enterprise_check", args=[moving.pk]), check)
    assert shown("checks", subject="online") == [True, False]
    assert shown("checks", result="abnormal") == [False, False]
    overview = page(regulator, "overview")
    assert "province-map" in overview and moving.name in overview and still.name in overview


@pytest.mark.clause("AQG-034")
def test_plants_are_looked_through_counted_and_reported(company, regulator):
    plant = make_enterprise(company, licence_until="2026-12-31")
    send(plant, "POS_T1", alarm(time=clock.now().isoformat()))
    text = page(regulator, "statistics")
    for word in ("分区域统计", plant.bureau.name, "场景建成率", "按时承诺率 %", "合计"):
        assert word in text, word
    assert plant.licence_no in page(regulator, "enterprises")


def test_a_plant_is_registered_and_its_key_shown_once(company):
    admin, bureau = make_account(company, Role.ADMINISTRATOR), make_bureau(company)
    client = sign_in(admin)
    body = {
        "code": "379900001", "name": "新厂", "bureau": bureau.pk, "kind": "producer",
        "grade": "blue", "tables": ["POS_T1"],
    }  # fmt: skip
    assert client.post(reverse("province:enterprise_create"), body).status_code == 302
    plant = Enterprise.objects.get(code="379900001")
    answer = client.post(reverse("province:enterprise_key", args=[plant.pk]))
    assert answer.status_code == 200 and "只显示这一次" in answer.content.decode()
    assert client.post(reverse("province:enterprise_create"), body).status_code == 422


def test_the_models_numbers_are_set_and_hold(company):
    client = sign_in(make_account(company, Role.ADMINISTRATOR))
    url = reverse("province:settings")
    body = _initial(settings_of(company))
    assert client.post(url, body | {"bound_red": 10}).status_code == 422
    assert client.post(url, body | {"weight_alarm": 50, "issue_from": ""}).status_code == 302
    plant = make_enterprise(company)
    send(plant, "POS_T1", alarm(alarmType="03", time=clock.now().isoformat()))
    actions.judge_all(clock.now())
    assert Standing.objects.get(enterprise=plant).level == "orange"
    assert not Order.objects.exists()


@pytest.mark.clause("AQG-045", "AQL-078", "AQL-080")
def test_people_are_counted_by_plant_and_alarms_followed_to_their_end(company, regulator):
    plant, at = make_enterprise(company), clock.now().isoformat()
    one = {"CARD_NO": "T1", "TIME": at, "LONGITUDE": 118.5, "LATITUDE": 37.5, "FLOOR": "1"}
    row = {"COMPANY_CODE": plant.code, "COLLECT_TIME": at,
           "POSITIONS": [one | {"PERSON_ID": "p1"}, one | {"PERSON_ID": "p2"}]}  # fmt: skip
    assert send(plant, "AQL_POS", row)["errors"] == []
    actions.judge_all(clock.now())
    assert Standing.objects.get(enterprise=plant).people == 2
    known = alarm()
    send(plant, "POS_T1", known)
    assert "未销" in page(regulator, "alarms", open="1")
    send(plant, "POS_T1", known | {"type": "alarm:handle", "handleTime": "2026-11-22 08:10:00",
                                   "handleInfo": "误按"})  # fmt: skip
    assert "一键求救" not in page(regulator, "alarms", open="1")
    assert "误按" in page(regulator, "row", plant.rows.get(kind="alarm").pk)


@pytest.mark.parametrize("name", ["overview", "enterprises", "alarms", "governance", "statistics"])
def test_more_plants_are_no_more_questions(name, company, regulator):
    client, url = sign_in(regulator), reverse(f"province:{name}")
    bureau = make_bureau(company)

    def add():
        plant = make_enterprise(company, bureau=bureau)
        send(plant, "POS_T1", alarm())
        make_point(plant)
        make_order(plant, regulator)

    assert_flat(client, url, add, at_most=60)


@pytest.mark.clause("AQL-082")
def test_who_is_near_a_place_is_asked_by_programs(company):
    bureau = make_bureau(company)
    plant, other = make_enterprise(company, bureau=bureau), make_enterprise(company)
    at = clock.now().isoformat()
    for one in (plant, other):
        people = [{"PERSON_ID": f"{one.code}-{n}", "CARD_NO": "T", "TIME": at, "FLOOR": "1",
                   "LONGITUDE": 118.5 + n / 1000, "LATITUDE": 37.5} for n in range(3)]  # fmt: skip
        row = {"COMPANY_CODE": one.code, "COLLECT_TIME": at, "POSITIONS": people}
        assert send(one, "AQL_POS", row)["errors"] == []
    client = sign_in(make_account(company, Role.REGULATOR, department=bureau))
    url = reverse("province:api_people")
    found = client.get(url, {"longitude": 118.5, "latitude": 37.5, "radius_m": 80}).json()
    assert [(one["person"], one["distance_m"]) for one in found] == [(f"{plant.code}-0", 0.0)]
    found = client.get(url, {"longitude": 118.5, "latitude": 37.5, "radius_m": 200}).json()
    assert [one["distance_m"] for one in found] == [0.0, pytest.approx(88.2, abs=0.2),
                                                    pytest.approx(176.4, abs=0.4)]  # fmt: skip
    assert client.get(url).status_code == 422

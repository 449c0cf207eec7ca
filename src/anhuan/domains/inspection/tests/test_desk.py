"""Today's board, the record of what is wrong, coverage, shipped lists, a route on the map."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.tests.make import make_plant, told
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.actions import generate
from anhuan.domains.inspection.models import Point, Standard, Task
from anhuan.domains.inspection.queries.board import board_of
from anhuan.domains.inspection.queries.coverage import coverage_of
from anhuan.domains.inspection.seeds import shipped_lists
from anhuan.domains.inspection.tests.make import (
    make_abnormality,
    make_plan,
    make_route,
    make_walker,
    points_of,
)
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.org.tests.factories import sign_in as client_of
from anhuan.domains.risk.tests.make import make_event, make_measure, make_object, make_unit
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def manager(company):
    return make_account(company)


def running(company, **changes):
    """The task of this very hour."""
    now = clock.now()
    plan = make_plan(company, every="hour", hours=[], **changes)
    generate(plan, now)
    return plan.tasks.get(begins_at__lte=now, ends_at__gt=now)


@pytest.mark.clause("INS-057", "INS-058", "INS-010")
def test_the_board_counts_every_task_of_today_in_its_state(company, manager):
    now, task = clock.now(), running(company)
    Task.objects.filter(pk=task.pk).update(outcome="done", finished_at=now, abnormal=2)
    found = board_of(manager, now)
    rows = task.plan.tasks.all()
    today = [one for one in rows if _is_today(one, now)]
    assert sum(found.counts.values()) == len(today)
    assert (found.done, found.abnormal, found.columns["done"][0].pk) == (1, 1, task.pk)
    page = client_of(manager).get(reverse("inspection:board")).content.decode()
    assert task.name in page and "异常 2" in page and task.department.name in page


@pytest.mark.clause("DUAL-015")
def test_a_task_stands_as_checked_not_yet_or_overdue(company, manager):
    now, task = clock.now(), running(company)
    others = list(task.plan.tasks.exclude(pk=task.pk)[:2])
    for one, changes in (
        (others[0], {"outcome": "done", "finished_at": now}),
        (others[1], {"closes_at": now - timedelta(seconds=1)}),
    ):
        Task.objects.filter(pk=one.pk).update(begins_at=now, opens_at=now, **changes)
    task.plan.tasks.exclude(pk__in=[task.pk, *(one.pk for one in others)]).delete()
    columns = board_of(manager, now).columns
    stands = {key: [one.pk for one in rows] for key, rows in columns.items()}
    assert stands == {"overdue": [others[1].pk], "running": [], "waiting": [task.pk],
                      "done": [others[0].pk]}  # fmt: skip
    text = client_of(manager).get(reverse("inspection:board")).content.decode()
    assert all(word in text for word in ("逾期 <b>1</b>", "未检 <b>1</b>", "已完成 <b>1</b>"))


def _is_today(task, now):
    from django.utils import timezone

    day = timezone.localtime(now).date()
    begins = timezone.localtime(task.begins_at).date()
    return begins == day or (begins < day and task.closes_at >= now and not task.outcome)


def test_who_has_no_department_sees_one_s_own_on_the_board(company):
    walker = make_walker(company)
    task = running(company)
    assert board_of(walker, clock.now()).total == 0
    task.people.add(walker.person)
    assert board_of(walker, clock.now()).total == 1


def test_the_board_costs_the_same_with_more_tasks(company, manager):
    plan = make_plan(company, every="hour", hours=[])

    def more():
        generate(plan, clock.now() + timedelta(days=plan.tasks.count() // 20))

    assert_flat(client_of(manager), reverse("inspection:board"), more)


@pytest.mark.clause("INS-050", "INS-051", "INS-054", "INS-010")
def test_what_is_wrong_is_listed_and_closed_on_the_desk(company, manager):
    point = make_route(company).stops.first().point
    row = make_abnormality(company, point)
    client = client_of(manager)
    url = reverse("inspection:abnormality", args=[row.pk])
    assert "机封渗漏" in client.get(reverse("inspection:abnormalities")).content.decode()
    assert "待维修" in client.get(url).content.decode()
    close = reverse("inspection:abnormality_close", args=[row.pk])
    refused = client.post(close, {"handled": ""})
    assert refused.status_code == 422 and "请填写处理结果" in refused.content.decode()
    assert client.post(close, {"handled": "已更换机封"}).status_code == 302
    row.refresh_from_db()
    assert (row.handled, row.closed_by) == ("已更换机封", manager)
    assert "已关闭" in client.get(url).content.decode()


@pytest.mark.clause("INS-054")
def test_one_that_became_a_hazard_stands_as_the_hazard_stands():
    plant = make_plant()
    hazard = told(plant)
    point = make_route(plant.company).stops.first().point
    row = make_abnormality(plant.company, point, handling="hazard", hazard_id=hazard.pk)
    client = client_of(plant.safety)
    url = reverse("inspection:abnormality", args=[row.pk])
    assert "待评估" in client.get(url).content.decode()
    open_ones = reverse("inspection:abnormalities") + "?open=1"
    assert "机封渗漏" in client.get(open_ones).content.decode()
    Hazard.objects.filter(pk=hazard.pk).update(state="dismissed")
    assert "非隐患" in client.get(url).content.decode()
    assert "机封渗漏" not in client.get(open_ones).content.decode()


def test_others_do_not_see_it(company):
    row = make_abnormality(company, make_route(company).stops.first().point)
    url = reverse("inspection:abnormality", args=[row.pk])
    assert client_of(make_walker(company)).get(url).status_code == 404
    assert client_of(make_account(make_company())).get(url).status_code == 404


@pytest.mark.clause("INS-025", "INS-026", "INS-030", "INS-001", "DUAL-047")
def test_shipped_lists_are_taken_over_once_and_changed_freely(company, manager):
    client, url = client_of(manager), reverse("inspection:take")
    keys = [one.key for one in shipped_lists()]
    assert len([key for key in keys if key.startswith("guide.")]) == 9
    assert any(key.startswith("station.") for key in keys)
    assert client.post(url, {"lists": []}).status_code == 422
    client.post(url, {"lists": ["guide.equipment", "station.tanks"]})
    rows = Standard.objects.filter(company=company)
    assert {(one.library, one.name) for one in rows} == {
        ("安全风险隐患排查（通用）", "设备安全"), ("加油站（通用）", "油罐区日检")}  # fmt: skip
    assert rows.get(name="设备安全").basis == "应急〔2019〕78号"
    bearing = rows.get(name="设备安全").items.get(name="轴承温度")
    assert (bearing.kind, bearing.high, bearing.unit) == ("number", 70, "℃")
    bearing.delete()
    answer = client.post(url, {"lists": keys})
    assert answer.status_code == 302, answer.content.decode()[:9000]
    assert rows.get(name="设备安全").items.filter(name="轴承温度").count() == 0
    assert Standard.objects.filter(company=company).count() == len(keys)


@pytest.mark.clause("INS-031")
def test_coverage_names_the_points_no_route_touches(company, manager):
    route = make_route(company)
    make_plan(company, route=route)
    first = route.stops.first()
    bare = Point.objects.create(
        company=company, code="XJ-9", name="偏远点", area=first.point.area, x_m=1, y_m=1
    )
    found = coverage_of(manager)
    assert found.bare_points == [bare] and found.share_pct == 100.0
    page = client_of(manager).get(reverse("inspection:coverage")).content.decode()
    assert "偏远点" in page and "没有路线经过的巡检点" in page


@pytest.mark.clause("INS-033", "INS-034")
def test_a_route_is_drawn_on_the_map_and_shown_with_its_stops(company, manager):
    route = make_route(company)
    client = client_of(manager)
    codes = list(route.stops.values_list("point__code", flat=True).order_by("position"))
    lonlat = company.site.georeference.to_lonlat
    drawn = {"type": "LineString", "coordinates": [lonlat(100, 100), lonlat(150, 150)]}
    typed = {"name": route.name, "department": route.department.pk, "corridor_m": 15,
             "codes": "\n".join(codes)}  # fmt: skip
    edit = reverse("inspection:route_edit", args=[route.pk])
    answer = client.post(edit, typed | {"path": json.dumps(drawn)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    route.refresh_from_db()
    assert [[round(x), round(y)] for x, y in route.path] == [[100, 100], [150, 150]]
    client.post(edit, typed | {"path": ""})
    route.refresh_from_db()
    assert len(route.path) == 3  # from point to point
    page = client.get(reverse("inspection:route", args=[route.pk])).content.decode()
    assert "偏离" in page and "XJ" not in page
    assert all(f"{n}号点" in page for n in (1, 2, 3))
    assert json.dumps("3 3号点 1 层")[1:-1] in page or "3 3号点 1 层" in page


@pytest.mark.clause("INS-040", "POS-062", "AQL-071")
def test_a_round_is_followed_on_the_map_by_who_may_see_positions(company, manager):
    task = running(company)
    url = reverse("inspection:scene", args=[task.pk])
    answer = client_of(manager).get(url).json()
    stops = [one for one in answer["shapes"] if one["id"] != "path"]
    assert [one["tone"] for one in stops] == ["reserved"] * 3
    first = points_of(task)[0]
    now = clock.now()
    task.visits.create(point=first, person=make_person(company), method="nfc", arrived_at=now,
                       received_at=now, weight=3)  # fmt: skip
    assert client_of(manager).get(url).json()["shapes"][0]["tone"] == "running"
    assert client_of(make_account(company, Role.VISITOR)).get(url).status_code == 403


@pytest.mark.clause("INS-005", "INS-031", "INS-017")
def test_lists_come_from_the_register_and_what_nobody_looks_at_is_named(company, manager):
    measure = make_measure(make_event(make_unit(make_object(company))), data_source="2")
    found = coverage_of(manager)
    assert (found.units, len(found.bare_units), found.share_pct) == (1, 1, 0.0)
    assert [one.id for _, one in found.bare_measures] == [measure.pk]
    client = client_of(manager)
    page = client.get(reverse("inspection:coverage")).content.decode()
    assert measure.event.unit.name in page
    assert client.post(reverse("inspection:from_risks")).status_code == 302
    assert actions.lists_from_risks(manager, company) == 0  # once
    standard = Standard.objects.get(company=company)
    assert standard.items.get().risk_measure_id == measure.pk
    route = make_route(company)
    point = route.stops.first().point
    point.standards.add(standard)
    Point.objects.filter(pk=point.pk).update(risk_unit_id=measure.event.unit_id)
    make_plan(company, route=route)
    found = coverage_of(manager)
    assert (found.bare_units, found.bare_measures, found.share_pct) == ([], [], 100.0)

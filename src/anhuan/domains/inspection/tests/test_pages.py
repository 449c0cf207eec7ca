"""The list of tasks and one task: what is to be done, what was done, and whose it is."""

from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.inspection.actions import Came, Found, When, enter, generate, leave, sign_in
from anhuan.domains.inspection.models import Plan
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.inspection.tests.calendars import at
from anhuan.domains.inspection.tests.make import (
    make_plan,
    make_route,
    make_walker,
    points_of,
)
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.org.tests.factories import sign_in as client_of
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
NINE = at(10, 9, 9)


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def walker(company):
    return make_walker(company)


@pytest.fixture
def task(company, walker):
    plan = make_plan(company, walker)
    generate(plan, at(10, 9))
    return plan.tasks.get(begins_at=at(10, 9, 8))


@pytest.mark.clause("INS-057", "INS-058")
def test_the_list_says_how_each_task_stands(task, company):
    page = client_of(make_account(company)).get(reverse("inspection:rounds"))
    text = page.content.decode()
    assert "罐区日巡检" in text
    assert "漏检" in text  # October is long over


def test_the_list_begins_with_now_and_days_ahead_are_a_click_away(company, walker):
    now = clock.now()
    generate(make_plan(company, walker, every="hour", hours=[]), now)
    client, url = client_of(make_account(company)), reverse("inspection:rounds")
    page = client.get(url)
    (ahead,) = page.context["spec"].links
    assert all(task.begins_at <= clock.now() for task in page.context["page"].object_list)
    coming = list(client.get(ahead.url).context["page"].object_list)
    assert coming and coming == sorted(coming, key=lambda task: task.begins_at)
    assert all(task.begins_at > now for task in coming)


@pytest.mark.clause("INS-004", "INS-050", "DUAL-016")
def test_a_task_shows_every_arrival_and_what_was_found(task, walker, company):
    first = points_of(task)[0]
    leak, gauge = (item["id"] for item in task.stops[0]["items"])
    sign_in(walker, task, first, Came(Method.QR, first.code), When(NINE))
    enter(walker, task, Found(leak, Answer(True), first.pk), When(NINE))
    enter(walker, task, Found(gauge, Answer(0.7), first.pk, handling="on_spot",
                              handled="已调整阀门"), When(NINE))  # fmt: skip
    leave(walker, task, first.pk, When(NINE + timedelta(minutes=2)))
    page = client_of(make_account(company)).get(reverse("inspection:task", args=[task.pk]))
    text = page.content.decode()
    for said in ("1号点", "QR", "0.7 MPa", "异常", "当场处理", "3号点", "未到"):
        assert said in text
    for said in ("每天", walker.person.name, "10-09 09:00"):  # how often, who, when
        assert said in text


def test_one_s_own_task_is_seen_others_are_not(task, walker, company):
    url = reverse("inspection:task", args=[task.pk])
    assert client_of(walker).get(url).status_code == 200
    assert client_of(make_walker(company)).get(url).status_code == 404
    assert client_of(make_account(make_company())).get(url).status_code == 404


def test_a_long_list_needs_no_more_queries(company):
    plan = make_plan(company, every="hour", hours=[])
    client = client_of(make_account(company))

    days = count()

    def more():
        generate(plan, at(10, 9) + timedelta(days=next(days)))

    assert_flat(client, reverse("inspection:rounds"), more)


@pytest.mark.clause("INS-014", "INS-018", "INS-020")
def test_a_plan_is_made_and_changed_on_the_desk_and_makes_its_tasks_anew(company, walker):
    manager = make_account(company)
    client = client_of(manager)
    route = make_route(company)
    typed = {
        "name": "泵房巡检", "kind": "patrol", "department": route.department.pk, "route": route.pk,
        "people": [walker.person.pk], "rotation_days": 0, "every": "day", "step": 1,
        "starts_on": "2026-09-01", "hours": "08:00-10:00 14:00-16:00", "times": 1, "days": "all",
        "lead_days": 3, "tolerance_min": 10, "make_up_min": 30, "remind_min": 15, "ahead_days": 3,
    }  # fmt: skip
    assert client.post(reverse("inspection:plan_create"), typed).status_code == 302
    plan = Plan.objects.get(name="泵房巡检")
    assert plan.hours == [["08:00", "10:00"], ["14:00", "16:00"]]
    generate(plan, clock.now())
    first = plan.tasks.filter(opens_at__gt=clock.now()).count()
    edit = reverse("inspection:plan_edit", args=[plan.pk])
    assert client.post(edit, typed | {"hours": "08:00-10:00"}).status_code == 302
    generate(Plan.objects.get(pk=plan.pk), clock.now())
    assert plan.tasks.filter(opens_at__gt=clock.now()).count() < first
    page = client.post(edit, typed | {"hours": "8点到10点"})
    assert page.status_code == 422
    assert "时段应写成 08:00-20:00" in page.content.decode()
    assert plan.name in client.get(reverse("inspection:plans")).content.decode()


@pytest.mark.clause("INS-031", "INS-033")
def test_a_route_takes_its_points_in_their_order_and_says_which_are_missing(company):
    client = client_of(make_account(company))
    route = make_route(company)
    codes = list(route.stops.values_list("point__code", flat=True).order_by("position"))
    edit = reverse("inspection:route_edit", args=[route.pk])
    typed = {"name": route.name, "department": route.department.pk, "corridor_m": 15}
    client.post(edit, typed | {"codes": "\n".join(reversed(codes[:2]))})
    stops = route.stops.order_by("position").values_list("point__code", flat=True)
    assert list(stops) == codes[1::-1]
    bare = client.get(reverse("inspection:points")).content.decode()
    assert "无路线" in bare
    page = client.post(edit, typed | {"codes": "没有的点"})
    assert page.status_code == 422
    assert "没有这些点位：没有的点" in page.content.decode()


@pytest.mark.clause("INS-009")
def test_who_keeps_the_rounds_is_named_and_shown_on_the_board(company):
    keeper, client = make_person(company, name="周巡检"), client_of(make_account(company))
    form = {"within_m": 10, "seen_within_s": 60, "least_weight": 1, "identity": "login",
            "escalate_min": 30}  # fmt: skip
    url = reverse("inspection:settings")
    assert client.post(url, form | {"keeper": make_person().pk}).status_code == 422
    assert client.post(url, form | {"keeper": keeper.pk}).status_code == 302
    board = client.get(reverse("inspection:board")).content.decode()
    assert "巡检系统管理员" in board and "周巡检" in board


@pytest.mark.clause("POS-122", "AQL-071")
def test_a_round_leads_to_the_track_of_who_walked_it(task, walker, company):
    manager = client_of(make_account(company))
    url = reverse("inspection:task", args=[task.pk])
    assert "巡检轨迹" not in manager.get(url).content.decode()
    first = points_of(task)[0]
    sign_in(walker, task, first, Came(Method.QR, first.code), When(NINE))
    page = manager.get(url).content.decode()
    assert f"subject={walker.person.pk}&amp;from=2026-10-09T01:00:00Z" in page
    assert "巡检轨迹" not in client_of(walker).get(url).content.decode()

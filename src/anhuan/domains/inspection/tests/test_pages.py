"""The list of tasks and one task: what is to be done, what was done, and whose it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.inspection.actions import Came, Found, When, enter, generate, leave, sign_in
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.inspection.tests.calendars import at
from anhuan.domains.inspection.tests.make import make_plan, make_walker, points_of
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.org.tests.factories import sign_in as client_of

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


@pytest.mark.clause("INS-004", "INS-050")
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


def test_one_s_own_task_is_seen_others_are_not(task, walker, company):
    url = reverse("inspection:task", args=[task.pk])
    assert client_of(walker).get(url).status_code == 200
    assert client_of(make_walker(company)).get(url).status_code == 404
    assert client_of(make_account(make_company())).get(url).status_code == 404


def test_a_long_list_needs_no_more_queries(company):
    plan = make_plan(company, every="hour", hours=[])
    client = client_of(make_account(company))

    def more():
        generate(plan, at(10, 9) + timedelta(days=plan.tasks.count() // 10))

    assert_flat(client, reverse("inspection:rounds"), more)

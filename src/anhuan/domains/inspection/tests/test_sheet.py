"""The record sheet of a route's day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.inspection.actions import generate
from anhuan.domains.inspection.models import Entry
from anhuan.domains.inspection.rules.sheet import Line, Walked, Written, lay, limits_of, written
from anhuan.domains.inspection.tests.make import make_plan, make_walker
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.kernel import clock

PRESSURE = {"id": "p", "name": "出口压力", "unit": "MPa", "low": 0.3, "high": 0.6}
LEAK = {"id": "l", "name": "有无泄漏"}


def stop(name, *items):
    return {"point": name, "name": name, "items": items}


def test_a_line_for_each_item_in_the_order_of_the_route_and_a_box_for_each_round():
    early = Walked([stop("A", LEAK)], {("A", "l"): Written("√")})
    late = Walked([stop("A", LEAK, PRESSURE)], {("A", "p"): Written("0.7", True)})
    assert lay([early, late]) == [
        Line("A", "有无泄漏", "", "", (Written("√"), Written())),
        Line("A", "出口压力", "MPa", "0.3–0.6", (Written(), Written("0.7", True))),
    ]


@pytest.mark.parametrize(
    ("low", "high", "told"), [(0.3, None, "≥ 0.3"), (None, 0, "≤ 0"), (None, None, "")]
)
def test_limits_in_words(low, high, told):
    assert limits_of({"low": low, "high": high}) == told


@pytest.mark.parametrize(
    ("value", "result", "told"),
    [
        (True, "normal", Written("√")),
        (False, "abnormal", Written("异常", True)),
        (0.45, "normal", Written("0.45")),
        (0.61, "abnormal", Written("0.61", True)),
        (None, "skipped", Written("停")),
        (["渗漏", "异响"], "abnormal", Written("渗漏、异响", True)),
    ],
)
def test_a_value_as_it_stands_on_the_sheet(value, result, told):
    assert written(value, result) == told


@pytest.fixture
def task():
    company = make_company()
    walker = make_walker(company)
    plan = make_plan(company, walker)
    generate(plan, clock.now())
    task = plan.tasks.earliest("begins_at")
    pressure = task.stops[0]["items"][1]
    Entry.objects.create(
        task=task, point_id=task.stops[0]["point"], item_id=pressure["id"], item=pressure,
        value=0.45, result="normal", person=walker.person, at=task.begins_at,
        received_at=task.begins_at,
    )  # fmt: skip
    return task


@pytest.mark.django_db
@pytest.mark.clause("DUAL-021")
def test_the_sheet_makes_itself_of_what_was_entered_and_is_printed(task):
    client = sign_in(make_account(task.company))
    url = reverse("inspection:route_sheet", args=[task.route_id])
    day = timezone.localtime(task.begins_at).date()
    shown = client.get(url, {"day": f"{day}"}).content.decode()
    assert "0.45" in shown
    assert "0.3–0.6 MPa" in shown
    assert client.get(url, {"day": f"{day}", "format": "pdf"}).getvalue().startswith(b"%PDF")
    assert client.get(url, {"day": f"{day}", "format": "xlsx"}).getvalue().startswith(b"PK")
    empty = client.get(url, {"day": f"{day - timedelta(days=40)}"}).content.decode()
    assert "这一天这条路线没有巡检任务" in empty
    assert client.get(url, {"day": "昨天"}).status_code == 200


@pytest.mark.django_db
def test_another_companys_sheet_does_not_exist_and_others_rounds_are_not_on_ones_own(task):
    url = reverse("inspection:route_sheet", args=[task.route_id])
    day = timezone.localtime(task.begins_at).date()
    assert sign_in(make_account(make_company())).get(url).status_code == 404
    walker = sign_in(make_walker(task.company))
    assert "0.45" not in walker.get(url, {"day": f"{day}"}).content.decode()

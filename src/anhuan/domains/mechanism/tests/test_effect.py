"""Rates, weekly scores and rewards as the pages and the API show them."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.tests.make import hazard_rows
from anhuan.domains.inspection.models import Task
from anhuan.domains.inspection.tests.make import make_plan, make_route, make_walker
from anhuan.domains.mechanism import actions, queries
from anhuan.domains.mechanism.models import Award, WeekScore
from anhuan.domains.mechanism.queries.weeks import Week
from anhuan.domains.mechanism.tests.make import first_task, make_checked, walk
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_department,
    make_person,
    sign_in,
)
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.tests.factories import make_site
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused
from anhuan.kernel.ids import uuid7

MORNING = datetime(2026, 11, 1, 22, 0, tzinfo=UTC)  # Monday, six in the morning at the plant
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = make_company()
    make_site(company)
    return company


def sow(plan, outcomes, since=MORNING):
    """A task a day of the plan, each ended as told."""
    for n, outcome in enumerate(outcomes):
        at = since + n * DAY + timedelta(hours=2)
        Task.objects.create(
            id=uuid7(), company=plan.company, plan=plan, route=plan.route,
            department=plan.department, kind=plan.kind, name=plan.name, slot_at=at, begins_at=at,
            ends_at=at + DAY / 12, opens_at=at, due_at=at + DAY / 12, closes_at=at + DAY / 8,
            outcome=outcome, reason="停" if outcome == "paused" else "",
            finished_at=at + DAY / 24 if outcome in ("done", "made_up") else None,
            stops=[{"point": "a", "is_paused": False}, {"point": "b", "is_paused": True}],
        )  # fmt: skip


def named(company, name, **more):
    return make_plan(company, route=make_route(company, name=name), name=name, **more)


def asked(first=date(2026, 11, 2), days=7, **more):
    begin = Week(first).begin
    return queries.Asked(begin, begin + days * DAY, **more)


@pytest.mark.clause("INS-059")
def test_rates_by_day_week_department_and_plan_equal_the_tasks(company):
    plan, other = named(company, "甲"), named(company, "乙", kind="spot")
    sow(plan, ["done", "done", "made_up", "missed", "paused", "", "done"])
    sow(other, ["missed"])
    safety = make_account(company, Role.SAFETY_MANAGER)
    now = MORNING + 30 * DAY
    cells = queries.cells_for(safety, asked(), now)
    whole = queries.total(cells)
    # what nobody has counted as missed yet is missed all the same
    assert (whole.done, whole.made_up, whole.missed, whole.rested) == (3, 1, 3, 1)
    assert (whole.completion_pct, whole.in_time_pct, whole.missed_pct) == (57.1, 42.9, 42.9)
    assert (whole.stops, whole.came, whole.sign_in_pct) == (7, 0, 0.0)
    by_plan = queries.summed(cells, lambda cell: cell.plan_name)
    assert by_plan["乙"].missed == 1 and by_plan["甲"].ended == 6
    weeks = queries.cells_for(safety, asked(grain="week"), now)
    assert {cell.period for cell in weeks} == {date(2026, 11, 2)}
    assert queries.total(weeks) == whole
    assert queries.total(queries.cells_for(safety, asked(plan=other.pk), now)).ended == 1
    of_kind = queries.cells_for(safety, asked(kinds=("spot",)), now)
    assert [cell.plan for cell in of_kind] == [other.pk]


def test_a_head_of_department_sees_the_own_department_only(company):
    plan, other = named(company, "甲"), named(company, "乙")
    sow(plan, ["done"])
    sow(other, ["missed"])
    head = make_account(company, Role.DEPARTMENT_HEAD, department=plan.department)
    cells = queries.cells_for(head, asked(), MORNING + 30 * DAY)
    assert [cell.plan_name for cell in cells] == ["甲"]


@pytest.mark.clause("DUAL-004", "DUAL-035", "DUAL-036", "AQG-025")
def test_an_ended_week_is_scored_once_told_and_warned_of(company):
    safety = make_account(company, Role.SAFETY_MANAGER)
    sow(make_plan(company), ["done", "missed", "missed", "done", "done"])
    monday = date(2026, 11, 2)
    sunday_night = Week(monday).end - timedelta(seconds=1)
    assert actions.score_weeks(company, sunday_night) == 0
    assert actions.score_weeks(company, sunday_night + timedelta(seconds=1)) == 1
    assert actions.score_weeks(company, sunday_night + DAY) == 0
    found = WeekScore.objects.get(company=company)
    assert (found.monday, found.score, found.level) == (monday, 60.0, "poor")
    assert found.parts["rateCheck"] == 60.0 and found.parts["runLevel"] == "中"
    assert OutboxEvent.objects.filter(type="mechanism.week_scored").count() == 1
    assert "60 分" in Notice.objects.get(account=safety).title


def test_weeks_of_a_long_standstill_are_scored_when_it_is_over(company):
    sow(make_plan(company), ["done"])
    assert actions.score_weeks(company, MORNING + 22 * DAY) == 3
    silent = WeekScore.objects.get(monday=date(2026, 11, 16))
    assert silent.parts["vetoItem"] == "超过 7 天没有排查记录" and silent.score == 0


@pytest.mark.clause("INS-057", "INS-060")
def test_the_overview_is_a_page_a_workbook_and_a_report(company):
    sow(make_plan(company), ["done", "missed", "made_up"], clock.now() - 5 * DAY)
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    url = reverse("mechanism:overview")
    page = client.get(url)
    text = page.content.decode()
    assert page.status_code == 200 and "本周得分" in text
    for rate, share in (("完成率", "66.7%"), ("到位率", "0%"), ("漏检率", "33.3%")):
        assert f"<b>{share}</b>{rate}" in text
    assert "隐患整改率" in text
    book = b"".join(client.get(url, {"format": "xlsx"}).streaming_content)
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["日期", "责任部门", "计划", "类型"] and len(rows) == 4
    report = client.get(url, {"format": "pdf"})
    assert b"".join(report.streaming_content).startswith(b"%PDF")
    for grain in ("week", "month", "nonsense"):
        assert (
            client.get(url, {"grain": grain, "first": "2026-11-01", "last": "x"}).status_code == 200
        )


def test_the_api_gives_the_same_figures(company):
    sow(make_plan(company), ["done", "missed"], clock.now() - 5 * DAY)
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    found = client.get(reverse("mechanism:api_effect"), {"grain": "month"}).json()
    assert found["total"]["completion_pct"] == 50.0 and found["week"]["runLevel"] in "优良中差"
    actions.score_weeks(company, clock.now() + 14 * DAY)
    scores = client.get(reverse("mechanism:api_scores")).json()["results"]
    assert {"monday", "score", "parts"} <= set(scores[0])


@pytest.mark.clause("DUAL-003", "DUAL-032")
def test_the_board_of_measures_shows_failed_unchecked_and_effective(company):
    safety = make_account(company, Role.SAFETY_MANAGER)
    now = clock.now()
    plan, measure, walker = make_checked(company, hours=[])
    assert [one.state for one in queries.boarded(safety, now)] == ["unplanned"]
    actions.sync_plan(plan)
    assert [one.state for one in queries.boarded(safety, now)] == ["unchecked"]
    task = first_task(plan, now)
    walk(walker, task, now)
    actions.follow_task(task.pk)
    assert [one.state for one in queries.boarded(safety, now)] == ["effective"]
    assert [one.state for one in queries.boarded(safety, now + 3 * DAY)] == ["unchecked"]
    client = sign_in(safety)
    page = client.get(reverse("mechanism:measures"), {"state": "effective"})
    assert measure.text in page.content.decode()
    assert (
        client.get(reverse("mechanism:api_rows")).json()["results"][0]["row"]["CHECK_STATUS"] == "0"
    )


def test_an_open_hazard_of_a_measure_means_that_it_failed(company):
    safety = make_account(company, Role.SAFETY_MANAGER)
    _, measure, _ = make_checked(company)
    hazard = hazard_rows(company)["hazard"]
    Hazard.objects.filter(pk=hazard.pk).update(risk_measure_id=measure.pk)
    (one,) = queries.boarded(safety, clock.now())
    assert (one.state, one.open_hazards) == ("failed", 1)


def test_proposals_come_from_what_people_did_and_decisions_are_kept(company):
    walker = make_walker(company)
    plan = make_plan(company, walker)
    sow(plan, ["missed", "done"], clock.now() - 5 * DAY)
    for task in plan.tasks.all():
        task.people.add(walker.person)
    plan.tasks.filter(outcome="done").update(by=walker.person)
    head = make_account(company, Role.PLANT_HEAD)
    client = sign_in(head)
    page = client.get(reverse("mechanism:proposals"))
    assert f"person={walker.person_id}" in page.content.decode()
    body = {"person": str(walker.person_id), "first": "2026-11-01", "last": "2026-11-02",
            "points": -5, "reason": "漏检"}  # fmt: skip
    url = reverse("mechanism:api_awards")
    made = client.post(url, body, "application/json")
    assert made.status_code == 201 and made.json()["amount_cny"] == "-50.00"
    refused = client.post(url, body | {"points": 0, "reason": " "}, "application/json")
    assert refused.status_code == 422
    award = Award.objects.get()
    actions.withdraw(head, award)
    with pytest.raises(Refused):
        actions.withdraw(head, award)
    assert Award.objects.get().is_withdrawn


def test_an_award_through_the_form_and_its_withdrawal(company):
    person = make_person(company, department=make_department(company))
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    given = {"person": str(person.pk), "first": "2026-11-01", "last": "2026-11-02",
             "points": "20", "reason": "发现重大隐患"}  # fmt: skip
    assert client.post(reverse("mechanism:award_create"), given).status_code == 302
    award = Award.objects.get()
    assert (
        "发现重大隐患" in client.get(reverse("mechanism:award", args=[award.pk])).content.decode()
    )
    client.post(reverse("mechanism:award_withdraw", args=[award.pk]))
    assert Award.objects.get().is_withdrawn
    assert client.get(reverse("mechanism:awards")).status_code == 200


def test_weights_are_the_plants_own_and_refused_with_every_reason(company):
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    url = reverse("mechanism:settings")
    form = client.get(url).context["form"]
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    assert client.post(url, given | {"kind_patrol": 3, "few_weeks": 4}).status_code == 302
    own = queries.settings_of(company)
    assert (own.kind_weights["patrol"], own.few_weeks) == (3, 4)
    bad = client.post(url, given | {"good_from": 50, "silent_days": 0})
    assert "优高于良" in bad.content.decode() and "断报否决天数" in bad.content.decode()
    assert queries.settings_of(company) == own

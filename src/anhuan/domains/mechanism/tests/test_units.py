"""The register of units tells the date of every step, from the first assessment to the review."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.tests.make import hazard_rows
from anhuan.domains.mechanism import actions
from anhuan.domains.mechanism.queries.units import review_due, units_with_steps
from anhuan.domains.mechanism.tests.make import first_task, make_checked, walk
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.risk.models import RiskEvent
from anhuan.domains.risk.tests.make import make_event, make_object, make_unit
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.mark.clause("DUAL-008", "DUAL-031")
def test_each_step_of_a_unit_has_its_date_and_the_review_that_is_owed():
    company, now = make_company(), clock.now()
    safety = make_account(company, Role.SAFETY_MANAGER)
    plan, measure, walker = make_checked(company, hours=[])
    unit = measure.event.unit
    (row,) = units_with_steps(safety)
    assert (row.event_count, row.measure_count, row.checked_at, row.closed_at) == (1, 1, None, None)
    RiskEvent.objects.filter(pk=measure.event_id).update(assessed_at=now - timedelta(days=800))
    actions.sync_plan(plan)
    task = first_task(plan, now)
    walk(walker, task, now)
    actions.follow_task(task.pk)
    hazard = hazard_rows(company)["hazard"]
    Hazard.objects.filter(pk=hazard.pk).update(risk_unit_id=unit.pk)
    (row,) = units_with_steps(safety)
    assert row.checked_at is not None and row.open_hazards == 1
    assert review_due(row, 12) < now.date()
    page = sign_in(safety).get(reverse("mechanism:units")).content.decode()
    assert unit.name in page and "已到期" in page
    assert sign_in(make_account(company, Role.VISITOR)).get("/mechanism/units/").status_code == 403


def test_many_units_cost_as_much_as_one():
    company = make_company()
    above = make_object(company)
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    assert_flat(client, reverse("mechanism:units"), lambda: make_event(make_unit(above)))

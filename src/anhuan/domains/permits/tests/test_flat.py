"""Pages and lists of permits cost the same few queries for any number of permits, units, crews."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_department,
    make_person,
    sign_in,
)
from anhuan.domains.permits.models import Permit, PermitSettings
from anhuan.domains.permits.queries.kept import KEPT
from anhuan.domains.permits.tests.make import (
    analysed,
    approving,
    briefed,
    drafted,
    issued,
    reserved,
)
from anhuan.domains.plant.tests.factories import box, make_area

pytestmark = pytest.mark.django_db
PAGES = {
    "/permits/": 37, "/permits/map/": 20, "/permits/map/feed/": 16, "/permits/ledger/": 24,
    "/permits/statistics/": 23, "/api/v1/permits": 10, "/api/v1/permit-tasks": 35,
}  # fmt: skip


def days_work(plant, n):
    """One permit of each stage, in a unit and places of its own, the last two at work."""
    unit = make_department(plant.company)
    area = make_area(plant.company, geometry=box(20 * n, 250, 9))
    stages = (reserved, drafted, analysed, briefed, approving, issued, issued)
    made = [
        make(plant, unit=unit, area=area, geometry=box(20 * n, 30 * k, 4))
        for k, make in enumerate(stages)
    ]
    Permit.objects.filter(pk__in=[one.pk for one in made[-2:]]).update(
        state="working", started_at=plant.hand.now()
    )


def queries(client, url):
    client.get(url)  # sessions and caches
    KEPT.rows.clear()  # and yet every permit is read
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200, url
    return [one["sql"] for one in found.captured_queries]


@pytest.mark.clause("AQP-090")
def test_pages_cost_the_same_for_any_number_of_permits(plant):
    """For who sees everything, who sees a unit, and who sees what names him."""
    PermitSettings.objects.create(company=plant.company, on_site="recorded")
    person = make_person(plant.company)
    scoped = make_account(
        plant.company, Role.DEPARTMENT_HEAD, person=person, department=plant.unit.parent
    )
    clients = [sign_in(one) for one in (plant.safety, scoped, plant.guardian, plant.worker)]
    asked = [(client, url) for client in clients for url in PAGES]
    days_work(plant, 1)
    few = [queries(*one) for one in asked]
    days_work(plant, 2)
    for (client, url), before in zip(asked, few, strict=True):
        after = queries(client, url)
        assert len(after) <= len(before), (url, after)
        assert len(after) <= PAGES[url], (url, len(after), after)

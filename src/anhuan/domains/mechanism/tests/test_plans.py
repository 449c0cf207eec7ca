"""Check plans as the dual prevention wants them: freely defined, each with its own content."""

import pytest
from django.urls import reverse

from anhuan.domains.inspection.models import Plan, Standard
from anhuan.domains.inspection.tests.make import make_standard
from anhuan.domains.mechanism.tests.make import first_task
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_department,
    make_person,
    sign_in,
)
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.mark.clause("DUAL-045", "DUAL-046", "DUAL-048")
def test_plans_are_defined_freely_differ_in_content_and_keep_their_history():
    company = make_company()
    safety, department = make_account(company, Role.SAFETY_MANAGER), make_department(company)
    client, person = sign_in(safety), make_person(company)
    lists = [make_standard(company, name) for name in ("静电接地", "消防器材")]
    Standard.objects.get(pk=lists[1].pk).items.first().delete()
    for listed, kind, every in zip(
        lists, ("professional", "seasonal"), ("day", "week"), strict=True
    ):
        typed = {
            "name": f"{listed.name}排查", "kind": kind, "department": department.pk,
            "standard": listed.pk, "people": [person.pk], "rotation_days": 0, "every": every,
            "step": 1, "starts_on": "2026-09-01", "ends_on": "2027-08-31", "hours": "08:00-20:00",
            "times": 1, "days": "all", "lead_days": 3, "tolerance_min": 10, "make_up_min": 30,
            "remind_min": 15, "ahead_days": 8,
        }  # fmt: skip
        assert client.post(reverse("inspection:plan_create"), typed).status_code == 302
    first, second = Plan.objects.filter(company=company).order_by("pk")
    assert (first.kind, first.every, str(first.ends_on)) == ("professional", "day", "2027-08-31")
    assert list(first.people.all()) == [person]
    contents = [
        [item["name"] for item in first_task(plan, clock.now()).stops[0]["items"]]
        for plan in (first, second)
    ]
    assert contents == [["有无泄漏", "出口压力"], ["出口压力"]]
    history = client.get(reverse("inspection:plan", args=[first.pk])).content.decode()
    assert "最近任务" in history and first.tasks.count() >= 2

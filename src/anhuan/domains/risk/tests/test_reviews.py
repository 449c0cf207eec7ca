"""Old assessments are told to those who can look at them again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, sign_in
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.models import RiskEvent
from anhuan.domains.risk.tests.make import make_farm
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


def test_an_assessment_over_its_year_is_told_and_found_in_the_list():
    farm = make_farm()
    safety = make_account(farm.company)
    head = make_account(farm.company, Role.DEPARTMENT_HEAD, department=farm.object.department)
    now, today = clock.now(), timezone.localdate()
    RiskEvent.objects.filter(pk=farm.event.pk).update(assessed_at=now - timedelta(days=364))
    assert actions.remind_reviews(now) == 0 and not queries.reviews_due(farm.company, today)
    RiskEvent.objects.filter(pk=farm.event.pk).update(assessed_at=now - timedelta(days=367))
    assert actions.remind_reviews(now) == 1
    assert {one.account for one in Notice.objects.all()} == {safety, head}
    actions.remind_reviews(now + timedelta(days=7))
    assert (
        Notice.objects.filter(account=safety, read_at=None).count() == 1
    )  # replaced, not piled up
    page = sign_in(safety).get(reverse("risk:register"), {"review": "due"})
    assert farm.event.name in page.content.decode()
    shown = sign_in(safety).get(reverse("risk:event", args=[farm.event.pk])).content.decode()
    assert "复评期限" in shown

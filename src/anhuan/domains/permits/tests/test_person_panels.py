"""A person's page: the works they are on, the air near them, on both sides of its reach."""

import pytest
from django.urls import reverse

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.of_person import air_near, place_of
from anhuan.domains.permits.tests.make import make_member
from anhuan.domains.permits.tests.make_devices import make_instrument, says

pytestmark = pytest.mark.django_db


def page_of(account, person):
    return sign_in(account).get(reverse("org:person", args=[person.pk])).content.decode()


def test_the_page_leads_to_the_works_somebody_is_on_until_they_leave(plant, hot):
    actions.start(plant.guardian, hot)
    page = page_of(plant.safety, plant.worker.person)
    assert hot.number in page and "在办作业" in page and "作业人" in page
    assert hot.number not in page_of(plant.safety, plant.boss.person)
    Permit.objects.get(pk=hot.pk).people.update(left_at=plant.hand.now())
    assert hot.number not in page_of(plant.safety, plant.worker.person)


@pytest.mark.parametrize(("away_m", "is_near"), [(30.0, True), (30.01, False)])
def test_detectors_within_30_m_tell_the_air_around_somebody(plant, away_m, is_near):
    make_instrument(plant, "F-1", "fixed", x_m=102.0 + away_m, y_m=102.0)
    says(plant, "F-1", methane=12.0)
    spot = place_of(plant.safety, plant.worker.person)
    assert [one.detector.number for one in air_near(plant.worker.person, spot)] == (
        ["F-1"] if is_near else []
    )
    page = page_of(plant.safety, plant.worker.person)
    assert ("附近气体" in page) is is_near
    assert ("12 %LEL" in page) is is_near


def test_a_detector_in_alarm_is_loud_and_who_may_not_know_places_sees_none(plant):
    make_instrument(plant, "F-1", "fixed", x_m=104.0, y_m=102.0)
    says(plant, "F-1", is_alarm=True, sulfide=12.0)
    assert "报警 " in page_of(plant.safety, plant.worker.person)
    admin = make_member(plant.company, Role.ADMINISTRATOR)
    assert place_of(admin, plant.worker.person) is None

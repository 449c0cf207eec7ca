"""Schedules of fences as the engine reads them: the plant's own holidays count."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from anhuan.domains.org.models import Holiday
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters.calendars import schedule_of

pytestmark = pytest.mark.django_db
BEIJING = timezone(timedelta(hours=8))
WORK = [{"days": [], "from": "08:00", "to": "18:00", "kinds": ["workday"]}]


def test_the_engine_reads_the_calendar_of_the_plant():
    plant = make.make_company()
    make.make_site(plant)
    Holiday.objects.create(company=plant, on=date(2026, 10, 1), kind="holiday", name="国庆节")
    schedule = schedule_of(make.make_fence(plant, schedule=WORK), ())
    noon = datetime(2026, 10, 1, 4, tzinfo=UTC)
    assert not schedule.holds(noon, BEIJING)
    assert schedule.holds(noon - timedelta(days=1), BEIJING)

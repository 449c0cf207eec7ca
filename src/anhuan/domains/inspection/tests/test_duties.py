"""包保 duties: told of once before and once after, and performed by the holder's own round."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anhuan.domains.inspection.actions import (
    Came,
    Found,
    When,
    enter,
    finish,
    generate,
    leave,
    remind_duties,
    sign_in,
)
from anhuan.domains.inspection.actions.duties import topic_of
from anhuan.domains.inspection.models import DutyNotice
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.inspection.tests.make import make_plan, make_walker, points_of
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.plant.tests.factories import make_hazard_source
from anhuan.domains.risk.actions import seed_duties
from anhuan.domains.risk.models import DutyRecord
from anhuan.domains.risk.queries import duties_due
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    found = make_company()
    seed_duties(found)
    return found


@pytest.fixture
def holder(company):
    return make_walker(company)


@pytest.fixture
def source(company, holder):
    found = make_hazard_source(company)
    for role in ("primary", "technical", "operational"):
        setattr(found, role, holder.person)
    found.save()
    return found


def weekly(company, now):
    day = timezone.localtime(now).date()
    return [one for one in duties_due(company, day, day) if (one.last - one.first).days == 6]


@pytest.mark.clause("DUAL-050", "DUAL-051")
def test_a_duty_is_told_before_its_last_day_and_after_it_each_once(company, source, holder):
    manager = make_account(company)
    due = weekly(company, clock.now())[0]
    noon = timezone.make_aware(timezone.datetime(due.last.year, due.last.month, due.last.day, 12))
    DutyNotice.objects.all().delete()
    remind_duties(noon - timedelta(days=1))
    assert remind_duties(noon - timedelta(days=1)) == 0
    before = DutyNotice.objects.filter(duty=due.duty.key, first=due.first)
    assert [one.stage for one in before] == ["before"]
    mine = Notice.objects.filter(account=holder, topic=topic_of(due))
    assert mine.exists()
    theirs = Notice.objects.filter(account=manager, topic=topic_of(due))
    assert not theirs.exists()
    remind_duties(noon + timedelta(days=1))
    assert {one.stage for one in before.all()} == {"before", "over"}
    assert theirs.count() == 1


def test_the_holder_s_round_performs_the_checks_of_his_role_once(company, source, holder):
    now = clock.now()
    plan = make_plan(company, holder, every="hour", hours=[], kind="duty",
                     hazard_source_id=source.pk)  # fmt: skip
    generate(plan, now)
    task = plan.tasks.get(begins_at__lte=now, ends_at__gt=now)
    walk(task, holder)
    day = timezone.localtime(now).date()
    asked = {one.duty.key for one in duties_due(company, day, day) if one.duty.is_check}
    rows = DutyRecord.objects.filter(source=source)
    assert asked and {one.duty_key for one in rows} == asked
    assert all(one.person_id == holder.person.pk and task.name in one.note for one in rows)


def walk(task, walker):
    when = When(clock.now())
    for point in points_of(task):
        sign_in(walker, task, point, Came(Method.NFC, point.code), when)
        stop = next(one for one in task.stops if one["point"] == str(point.pk))
        for item, value in zip(stop["items"], (True, 0.5), strict=True):
            enter(walker, task, Found(item["id"], Answer(value), point.pk), when)
        leave(walker, task, point.pk, when)
    finish(walker, task, when)

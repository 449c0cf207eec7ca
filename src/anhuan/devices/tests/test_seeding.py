"""The demo plant goes through the actions and comes out whole."""

from datetime import timedelta

import pytest

from anhuan.devices import demo
from anhuan.devices.plant.people import people
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.calibration.models import AlarmTest, WalkTest
from anhuan.domains.calibration.queries.accuracy import report_of as accuracy_of
from anhuan.domains.org.models import Account, DutyShift, Person
from anhuan.domains.org.rules import ROLE_LABELS, Role
from anhuan.domains.permits.models import Permit, PermitPerson
from anhuan.domains.permits.queries import verify
from anhuan.domains.plant.models import Area, MajorHazardSource, Structure
from anhuan.domains.positioning.models import Anchor, Assignment, Fence, Tag, TrackChunk, ZoneVisit
from anhuan.kernel import clock
from anhuan.kernel.chunks import decode

pytestmark = pytest.mark.django_db


def test_seed():
    now = clock.now()
    demo.seed(now, days=2)
    assert Person.objects.count() == len(people())
    assert Anchor.objects.count() == 60
    assert Area.objects.count() >= 20
    assert Structure.objects.filter(kind="tank").count() >= 4
    assert MajorHazardSource.objects.get().area.code == "TKF"
    assert Fence.objects.filter(purpose="restricted", area__code="TKF").exists()
    assert DutyShift.objects.filter(starts_at__lte=now, ends_at__gt=now).count() == 1
    _everybody_but_a_few_has_a_tag()
    _every_role_can_log_in()
    _history_is_plausible(now)
    _the_yearly_tests_are_done()
    _permits_are_in_every_state(now)


def _everybody_but_a_few_has_a_tag():
    held = Assignment.objects.filter(until__isnull=True)
    assert held.filter(vehicle__isnull=False).count() == 6
    without = Person.objects.count() - held.filter(person__isnull=False).count()
    assert 1 <= without <= 10
    assert Tag.objects.count() > held.count(), "spares in the rack"


def _every_role_can_log_in():
    shown = demo.accounts()
    assert set(ROLE_LABELS.values()) <= {row["角色"] for row in shown}
    for row in shown:
        account = Account.objects.get(username=row["账号"])
        assert account.check_password(row["密码"])
        assert not account.must_change_password
    assert set(Account.objects.values_list("grants__role", flat=True)) == set(Role)


def _history_is_plausible(now):
    chunks = TrackChunk.objects.all()
    assert chunks.count() > 15_000
    assert chunks.filter(bucket__gte=now).count() == 0
    payload, count = chunks.values_list("payload", "count").first()
    assert decode(bytes(payload)).points == count
    assert ZoneVisit.objects.filter(left_at__gt=now - timedelta(days=1)).count() > 1000
    assert not ZoneVisit.objects.filter(left_at__gt=now).exists()
    assert Alarm.objects.filter(closed_at__isnull=False).count() >= 3
    assert not Alarm.objects.filter(raised_at__gt=now).exists()


def _the_yearly_tests_are_done():
    walk, test = WalkTest.objects.get(), AlarmTest.objects.get()
    assert walk.passed and walk.stands.count() == 8
    assert 0.6 <= accuracy_of(walk).overall.figures.inside <= 0.76
    assert test.passed and test.events.count() == 5 and len(test.alarms) == 3


def _permits_are_in_every_state(now):
    permits = Permit.objects.all()
    assert permits.count() == 25 and permits.values("kind").distinct().count() >= 12
    assert {"reserved", "analysed", "approving", "issued", "working", "suspended", "finished",
            "accepted", "archived", "cancelled", "voided", "rejected"} <= {
        one.state for one in permits
    }  # fmt: skip
    assert not [one.number for one in permits if verify(one)], "signatures hold"
    assert not permits.filter(due_at__lt=now).exists(), "nothing rings when the plant starts"
    guards = PermitPerson.objects.filter(permit__state="working", part="guardian")
    held = Assignment.objects.filter(person__in=guards.values("person"), until__isnull=True)
    assert held.count() >= 3, "the simulator walks them"

"""A vehicle inside after its time rings; leaving, or a longer booking, ends it. POS-111."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning.tests.factories import (
    bind,
    make_account,
    make_company,
    make_site,
    make_tag,
    make_vehicle,
    place,
)
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.tests import factories as make
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def inside():
    """A tanker let in for four hours."""
    company = make_company()
    make_site(company)
    seed_kinds(company)
    vehicle, tag = (
        make_vehicle(company, plate="鲁E12345", kind="槽车"),
        make_tag(company, form="vehicle"),
    )
    bind(tag, vehicle)
    place(tag, clock.now(), x_m=30, y_m=40)
    return actions.admit_trip(SYSTEM, make.make_trip(company, vehicle=vehicle))


def overstays():
    return Alarm.objects.filter(kind__code="overstay")


@pytest.mark.clause("POS-111")
def test_it_rings_a_second_late_and_ends_when_the_vehicle_leaves(inside):
    until = inside.booked_until
    actions.check_trips(until)
    assert not overstays().exists()
    for _ in range(2):
        actions.check_trips(until + SECOND)
    alarm = overstays().get()
    assert "鲁E12345" in alarm.title and (alarm.x_m, alarm.y_m) == (30, 40)
    assert "张师傅" in alarm.text and alarm.people[0]["kind"] == "vehicle"
    actions.end_trip(SYSTEM, inside)
    actions.check_trips(until + 2 * SECOND)
    assert overstays().get().returned_at is not None


def test_a_longer_booking_ends_it_and_may_be_overstayed_again(inside):
    late = inside.booked_until + SECOND
    actions.check_trips(late)
    actions.change_trip(SYSTEM, inside, booked_until=late + timedelta(hours=1))
    actions.check_trips(late)
    assert overstays().get().returned_at is not None
    actions.check_trips(late + timedelta(hours=1, seconds=1))
    assert overstays().count() == 2


def test_lists_are_narrowed_by_class_and_the_trip_shows_where_it_may_drive(inside):
    company = inside.company
    make_vehicle(company, plate="鲁E-叉车-1", kind="叉车")
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    page = client.get(reverse("positioning:vehicles"), {"kind": "叉车"}).content.decode()
    assert "鲁E-叉车-1" in page and "鲁E12345" not in page
    assert "鲁E12345" in client.get(reverse("vehicles:trips"), {"class": "槽车"}).content.decode()
    assert (
        "鲁E12345" not in client.get(reverse("vehicles:trips"), {"class": "叉车"}).content.decode()
    )
    assert "路线与位置" in client.get(reverse("vehicles:trip", args=[inside.pk])).content.decode()

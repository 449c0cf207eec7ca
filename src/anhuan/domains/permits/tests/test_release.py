"""Gas set free near a running work, of any kind: everybody on it is told to stop and to leave."""

import pytest

from anhuan.domains.alarms.actions import raise_alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import make_member
from anhuan.domains.plant.tests.factories import make_area

pytestmark = pytest.mark.django_db
EDGE_M = 104.0  # of the place of work, to the east


@pytest.fixture
def dig(plant, hot):
    """An excavation under way: its form's steps are other tests' matter."""
    permit = actions.start(plant.guardian, hot)
    Permit.objects.filter(pk=permit.pk).update(kind="excavation", grade="", grade_why={})
    return Permit.objects.get(pk=permit.pk)


def set_free(plant, kind="gas_toxic", away_m=30.0, **place):
    """What a fixed detector that far from the edge says, and what the house then does."""
    spot = Place(**({"x_m": EDGE_M + away_m, "y_m": 102.0, "floor": 1} | place))
    said = AlarmRaise(kind, "gds:GT-7", plant.hand.now(), "GT-7 硫化氢 12 mg/m³", place=spot)
    found = actions.alarm_began(raise_alarm(plant.company, said).pk)
    for event in OutboxEvent.objects.filter(type="permits.alarm").order_by("pk"):
        actions.tell_alarm(event.data["row"]["ID"])
    return found


@pytest.mark.clause("GBW-185")
@pytest.mark.parametrize("kind", ["gas_combustible", "gas_toxic", "gas_oxygen"])
def test_guardian_and_workers_beside_a_release_are_told_to_stop_and_leave(plant, dig, kind):
    operator = make_member(plant.company, Role.OPERATOR, name="值班员")
    assert set_free(plant, kind) == 1
    dig.refresh_from_db()
    assert dig.state == "suspended"
    told = Notice.objects.filter(topic__startswith="permit-alarm:")
    assert {one.pk for one in (plant.guardian, plant.worker, plant.leader, operator)} <= set(
        told.values_list("account", flat=True)
    )
    assert all(one.text.startswith("停止作业，立即撤离：GT-7") for one in told)
    words = OutboxEvent.objects.get(type="permits.told").data
    on_it = (plant.guardian, plant.leader, plant.worker)
    assert set(words["devices"]) == {plant.tags[one.pk].number for one in on_it}
    assert words["words"]["text"].startswith("停止作业，立即撤离：GT-7")


@pytest.mark.clause("GBW-185")
@pytest.mark.parametrize(("away_m", "found"), [(30.0, 1), (30.01, 0)])
def test_the_reach_of_a_release_is_30_m_from_the_edge_of_the_place(plant, dig, away_m, found):
    assert set_free(plant, away_m=away_m) == found
    dig.refresh_from_db()
    assert dig.state == ("suspended" if found else "working")
    assert Notice.objects.filter(topic__startswith="permit-alarm:").exists() is bool(found)


@pytest.mark.clause("GBW-185")
def test_a_release_in_the_same_area_reaches_however_far_and_in_another_not(plant, dig):
    other = make_area(plant.company, name="二号装置", code="A-9")
    assert set_free(plant, away_m=400.0, area=other.pk) == 0
    said = AlarmRaise(
        "gas_toxic", "gds:GT-8", plant.hand.now(), "GT-8",
        place=Place(x_m=500.0, y_m=102.0, floor=1, area=plant.area.pk),
    )  # fmt: skip
    assert actions.alarm_began(raise_alarm(plant.company, said).pk) == 1
    dig.refresh_from_db()
    assert dig.state == "suspended"

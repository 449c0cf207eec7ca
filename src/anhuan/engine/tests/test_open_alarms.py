"""The engine's view of what lasts, and the order that turns a warning into an evacuation."""

from dataclasses import replace

import pytest

from anhuan.domains.alarms.actions import acknowledge, raise_alarm, return_alarm
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters.open_alarms import read_open
from anhuan.engine.adapters.orders import RAISE, UPDATE, Order, carry_out
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
CROWD = Order(
    RAISE, "crowding:1", 0, kind="crowd_yellow", alarm_id="", title="黄色聚集 · 3 人", text="罐区",
    place={"x_m": 10.0, "y_m": 10.0, "floor": 1}, rule="crowding", rule_version="1",
)  # fmt: skip


def raised(company, kind, **changes):
    now = clock.now()
    return raise_alarm(company, AlarmRaise(kind, f"{kind}:1", now, kind, **changes))


@pytest.mark.clause("AQL-039")
def test_a_gas_alarm_of_any_source_is_seen_with_its_place_until_it_is_over():
    company = make.make_company()
    raised(company, "gas_toxic", source="gds", place=Place(x_m=30.0, y_m=40.0, floor=1))
    raised(company, "gas_combustible", source="gds")  # without a place it is near nothing
    seen = {one.kind: (one.is_gas, one.x, one.y) for one in read_open(company)}
    assert seen == {"gas_toxic": (True, 30.0, 40.0), "gas_combustible": (False, None, None)}
    return_alarm(company, "gas_toxic:1", clock.now())
    assert [one.kind for one in read_open(company)] == ["gas_combustible"]


@pytest.mark.clause("AQL-093")
def test_what_waits_to_be_cleared_by_hand_still_lasts():
    company = make.make_company()
    raised(company, "crowd_red")
    return_alarm(company, "crowd_red:1", clock.now())
    assert [one.kind for one in read_open(company)] == ["crowd_red"]


@pytest.mark.clause("AQL-039")
def test_an_evacuation_rings_again_at_the_highest_priority():
    company, now_ms = make.make_company(), clock.to_ms(clock.now())
    operator = make.make_account(company)
    alarm_id = uuid7()
    carry_out(company, replace(CROWD, at_ms=now_ms, alarm_id=str(alarm_id)))
    acknowledge(alarm_id, operator)
    leave = Order(UPDATE, "crowding:1", now_ms + 1000, text="附近气体报警", priority=1,
                  inputs={"evacuation": {"kind": "gas_toxic"}})  # fmt: skip
    carry_out(company, leave)
    alarm = Alarm.objects.get(pk=alarm_id)
    assert (alarm.priority, alarm.acknowledged_at, alarm.text) == (1, None, "附近气体报警")
    carry_out(company, replace(leave, at_ms=now_ms + 9000, text="人少了", priority=None))
    assert Alarm.objects.get(pk=alarm_id).priority == 1

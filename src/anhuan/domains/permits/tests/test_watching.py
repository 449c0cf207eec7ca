"""Continuous watch: detectors bound to works, silence, readings out of limits, the curve."""

from datetime import timedelta

import pytest

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import GasMinute, Instrument, Permit
from anhuan.domains.permits.queries.air import air
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.wire import GasReport, Health, Unread
from anhuan.domains.permits.tests.make import (
    analysed,
    space_sample,
)
from anhuan.domains.permits.tests.make_devices import (
    make_instrument,
    readings,
    says,
    watched,
)
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def standing(permit):
    return set(permit.alarms.filter(ended_at=None).values_list("code", flat=True))


def fresh(permit):
    return Permit.objects.get(pk=permit.pk)


@pytest.mark.clause("AQP-068", "GBW-109")
def test_a_space_is_not_entered_before_detectors_watch_what_is_owed(plant, space):
    make_instrument(plant, "P-1")
    assert codes(lambda: actions.start(plant.guardian, space)) == {"not_continuous"}
    assert "08" in standing(space)
    actions.watch(plant.guardian, space, "P-1")
    assert codes(lambda: actions.start(plant.guardian, space)) == {"not_continuous"}
    says(plant, "P-1")
    assert actions.start(plant.guardian, space).state == "working"
    assert standing(space) == set()


def test_a_plant_that_has_no_connected_detector_records_by_hand(plant, space):
    assert actions.start(plant.guardian, space).state == "working"
    assert actions.look_for_gaps(plant.hand.go(minutes=5)) == 0


@pytest.mark.clause("AQP-068", "GBW-109")
def test_a_detector_silent_for_more_than_a_minute_stops_the_work_until_it_speaks(plant, space):
    permit = watched(plant, space)
    assert actions.look_for_gaps(plant.hand.go(seconds=60)) == 0
    assert fresh(permit).state == "working"
    assert actions.look_for_gaps(plant.hand.go(seconds=1)) == 1
    permit = fresh(permit)
    assert (permit.state, standing(permit)) == ("suspended", {"08"})
    assert {"cause_stands", "not_continuous"} <= codes(
        lambda: actions.resume(plant.guardian, permit)
    )
    says(plant, "P-1")
    assert standing(permit) == set()
    assert actions.resume(plant.guardian, permit).state == "working"


@pytest.mark.clause("PTW-167", "AQP-067", "GBW-111")
@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ({"methane": 10.0}, {"methane": 10.1}),  # 0.5 %vol of a gas with LEL 5 %
        ({"oxygen": 19.5}, {"oxygen": 19.4}), ({"oxygen": 21.0}, {"oxygen": 21.1}),
        ({"sulfide": 10.0}, {"sulfide": 10.1}),
    ],
)  # fmt: skip
def test_what_a_detector_reads_beyond_the_limit_stops_the_work(plant, space, within, beyond):
    permit = watched(plant, space)
    says(plant, "P-1", **within)
    assert fresh(permit).state == "working"
    plant.hand.go(seconds=5)
    says(plant, "P-1", **beyond)
    permit = fresh(permit)
    assert (permit.state, standing(permit)) == ("suspended", {"06"})
    assert "P-1" in permit.suspensions.get().why


@pytest.mark.clause("PTW-167", "GBW-111")
def test_after_gas_work_goes_on_only_with_good_air_and_a_new_test(plant, space):
    permit = watched(plant, space)
    plant.hand.go(minutes=1)
    says(plant, "P-1", methane=12.0)
    plant.hand.go(minutes=1)
    says(plant, "P-1")
    assert standing(permit) == set()
    assert codes(lambda: actions.resume(plant.guardian, permit)) == {"gas_not_retested"}
    actions.record_gas_test(plant.analyst, fresh(permit), space_sample(plant))
    assert actions.resume(plant.guardian, permit).state == "working"


def test_a_detector_in_alarm_by_its_own_steps_stops_the_work(plant, space):
    permit = watched(plant, space)
    says(plant, "P-1", is_alarm=True)
    assert fresh(permit).state == "suspended"


def test_a_portable_detector_watches_one_work_and_is_free_when_it_ends(plant, space):
    permit, other = watched(plant, space), analysed(plant)
    assert codes(lambda: actions.watch(plant.guardian, other, "P-1")) == {"detector_busy"}
    assert codes(lambda: actions.watch(plant.guardian, permit, "P-1")) == {"watch_twice"}
    assert codes(lambda: actions.watch(plant.guardian, other, "X-9")) == {"detector_unknown"}
    assert codes(lambda: actions.watch(plant.boss, other, "P-1")) >= {"not_yours"}
    actions.finish(plant.guardian, permit)
    assert not permit.watches.filter(until_at=None).exists()
    assert codes(lambda: actions.watch(plant.guardian, other, "P-1")) == set()


def test_a_detector_whose_check_is_over_is_not_bound(plant, space):
    yesterday = plant.hand.now().date() - timedelta(days=1)
    make_instrument(plant, "P-1", checked_until=yesterday)
    assert codes(lambda: actions.watch(plant.guardian, space, "P-1")) == {"instrument_expired"}


def test_to_work_that_goes_on_only_a_detector_that_speaks_is_bound(plant, hot):
    permit = actions.start(plant.guardian, hot)
    make_instrument(plant, "P-1")
    assert codes(lambda: actions.watch(plant.guardian, permit, "P-1")) == {"detector_silent"}
    says(plant, "P-1")
    assert codes(lambda: actions.watch(plant.guardian, permit, "P-1")) == set()


def test_a_detector_taken_away_while_it_alarms_does_not_make_the_air_good(plant, space):
    permit = watched(plant, space)
    says(plant, "P-1", oxygen=18.0)
    actions.unwatch(plant.guardian, permit, "P-1")
    found = codes(lambda: actions.resume(plant.guardian, permit))
    assert found == {"not_continuous", "gas_not_retested"}


@pytest.mark.clause("AQP-043", "AQP-091")
def test_the_panel_shows_values_limits_gaps_and_a_curve_that_loses_no_peak(plant, space):
    permit = watched(plant, space)
    make_instrument(plant, "F-1", "fixed", area=plant.area, x_m=104.0, y_m=102.0)
    for value in (1.0, 9.0, 2.0):
        says(plant, "P-1", methane=value)
        plant.hand.go(seconds=5)
    shown = air(Look(fresh(permit), plant.guardian, plant.hand.now()))
    assert shown["owed"] and shown["gaps"] == []
    assert {(one["number"], one["is_bound"], one["is_silent"]) for one in shown["detectors"]} == {
        ("P-1", True, False), ("F-1", False, True),
    }  # fmt: skip
    line = next(one for one in shown["curve"] if one["gas"] == "methane")
    assert [point[1:] for point in line["points"]] == [[0.0, 9.0, 2.0]]
    assert shown["record_due"] == permit.started_at + timedelta(hours=2)


def test_readings_kept_by_the_device_fill_the_curve_and_judge_nothing(plant, space):
    permit = watched(plant, space)
    heard = plant.hand.go(minutes=1)
    kept = GasReport(heard - timedelta(minutes=30), tuple(readings(methane=50)), False, heard)
    actions.take_gas("P-1", [kept], Health())
    assert fresh(permit).state == "working"
    assert GasMinute.objects.filter(gas="methane", most=50.0).exists()


@pytest.mark.clause("POS-067", "PTW-167")
def test_a_fixed_detector_warns_the_plant_and_the_alarm_ends_with_the_gas(plant):
    make_instrument(plant, "F-1", "fixed", area=plant.area, x_m=104.0, y_m=102.0)
    says(plant, "F-1", methane=24.9)
    assert not Alarm.objects.filter(source="detectors").exists()
    says(plant, "F-1", methane=25.0)
    says(plant, "F-1", methane=30.0)
    alarm = Alarm.objects.get(source="detectors")
    assert (alarm.kind.code, alarm.x_m, alarm.returned_at) == ("gas_combustible", 104.0, None)
    assert OutboxEvent.objects.filter(type="alarm.raised").count() == 1
    plant.hand.go(seconds=10)
    says(plant, "F-1", methane=3.0)
    alarm.refresh_from_db()
    assert alarm.returned_at is not None


@pytest.mark.clause("PTW-167")
def test_works_beside_a_fixed_detector_in_alarm_stop(plant, hot):
    permit = actions.start(plant.guardian, hot)
    make_instrument(plant, "F-1", "fixed", x_m=130.0, y_m=102.0)
    says(plant, "F-1", oxygen=18.0)
    actions.alarm_began(Alarm.objects.get(source="detectors").pk)
    assert (fresh(permit).state, standing(permit)) == ("suspended", {"06"})


def test_a_fixed_detector_that_falls_silent_is_an_alarm_until_it_speaks(plant):
    make_instrument(plant, "F-1", "fixed")
    make_instrument(plant, "F-2", "fixed")  # never heard: not in service yet
    says(plant, "F-1")
    assert actions.look_for_silence(plant.hand.go(seconds=60)) == 0
    assert actions.look_for_silence(plant.hand.go(seconds=1)) == 1
    assert actions.look_for_silence(plant.hand.go(seconds=9)) == 0
    alarm = Alarm.objects.get(kind__code="detector_silent")
    assert alarm.returned_at is None
    says(plant, "F-1")
    alarm.refresh_from_db()
    assert alarm.returned_at is not None


def test_nobody_listens_to_a_detector_nobody_registered(plant):
    with pytest.raises(Unread) as unread:
        says(plant, "X-1")
    assert unread.value.reason == "unknown_detector"
    made = make_instrument(plant, "P-1")
    actions.save_instrument(plant.safety, made, {"is_retired": True})
    with pytest.raises(Unread):
        says(plant, "P-1")
    assert Instrument.objects.get().seen_at is None


def test_minutes_are_kept_with_the_permit_and_forgotten_where_nobody_worked(plant, space):
    permit = watched(plant, space)
    make_instrument(plant, "F-1", "fixed")
    says(plant, "F-1")
    plant.hand.go(minutes=10)
    actions.finish(plant.guardian, fresh(permit))
    actions.prune_minutes(plant.hand.go(days=40))
    assert set(GasMinute.objects.values_list("instrument__number", flat=True)) == {"P-1"}

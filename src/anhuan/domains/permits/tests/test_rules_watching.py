"""Detectors and locks as pure rules: what is silent, unwatched, alarming, readable, open."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.permits.rules import locks, wire
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.gas import Reading, Target
from anhuan.domains.permits.rules.gases import OXYGEN, Unit
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import State
from anhuan.domains.permits.rules.watching import (
    Mode,
    Watcher,
    is_silent,
    owes_watch,
    plant_alarm,
    unwatched,
)
from anhuan.domains.permits.seeds import shipped_gases

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
GASES = shipped_gases()
NOTHING = Facts()
SPACE, HOT = Kind.CONFINED_SPACE, Kind.HOT_WORK


def methane(lel_pct: float) -> Reading:
    return Reading("methane", lel_pct, Unit.LEL_PCT)


def oxygen(vol_pct: float) -> Reading:
    return Reading(OXYGEN, vol_pct, Unit.VOL_PCT)


def sulfide(mg_m3: float) -> Reading:
    return Reading("hydrogen_sulfide", mg_m3, Unit.MG_M3)


@pytest.mark.clause("AQP-068")
def test_sixty_seconds_of_silence_are_forgiven_and_no_more():
    assert not is_silent(NOW - timedelta(seconds=60), NOW, 60)
    assert is_silent(NOW - timedelta(seconds=60, microseconds=1), NOW, 60)
    assert is_silent(None, NOW, 60)


@pytest.mark.clause("GBW-109", "AQP-068")
def test_a_confined_space_is_watched_for_what_burns_what_poisons_and_oxygen():
    whole = Watcher("A", NOW, (methane(0), sulfide(0), oxygen(20.9)))
    assert unwatched(SPACE, NOTHING, [whole], GASES, NOW, 60) == ()
    halves = [Watcher("A", NOW, (methane(0), sulfide(0))), Watcher("B", NOW, (oxygen(20.9),))]
    assert unwatched(SPACE, NOTHING, halves, GASES, NOW, 60) == ()
    assert unwatched(SPACE, NOTHING, halves[:1], GASES, NOW, 60) == (Target.OXYGEN,)
    late = Watcher("A", NOW - timedelta(seconds=61), whole.readings)
    assert set(unwatched(SPACE, NOTHING, [late], GASES, NOW, 60)) == set(Target)


@pytest.mark.clause("GBW-087")
def test_special_hot_work_is_watched_and_first_grade_is_not():
    only = {"mode": Mode.REQUIRED, "has_detectors": False}
    assert owes_watch(HOT, "special", NOTHING, **only)
    assert not owes_watch(HOT, "first", NOTHING, **only)
    assert unwatched(HOT, NOTHING, [Watcher("A", NOW, (methane(0),))], GASES, NOW, 60) == ()


def test_a_plant_without_connected_detectors_watches_by_hand_unless_it_says_otherwise():
    assert not owes_watch(SPACE, "", NOTHING, Mode.CONNECTED, has_detectors=False)
    assert owes_watch(SPACE, "", NOTHING, Mode.CONNECTED, has_detectors=True)
    assert owes_watch(SPACE, "", NOTHING, Mode.REQUIRED, has_detectors=False)
    assert not owes_watch(SPACE, "", NOTHING, Mode.BY_HAND, has_detectors=True)
    deep = Facts(frozenset({Flag.EXPLOSIVE_AREA}), depth_m=1.3)
    assert owes_watch(Kind.EXCAVATION, "", deep, Mode.REQUIRED, has_detectors=False)


@pytest.mark.parametrize(
    ("reading", "kind"),
    [
        (methane(24.9), None), (methane(25), "gas_combustible"),
        (sulfide(9.9), None), (sulfide(10), "gas_toxic"),
        (oxygen(19.5), None), (oxygen(19.4), "gas_oxygen"),
        (oxygen(23.5), None), (oxygen(23.6), "gas_oxygen"),
    ],
)  # fmt: skip
def test_a_fixed_detector_warns_the_plant_at_its_first_step(reading, kind):
    found = plant_alarm([reading], GASES)
    assert (found.kind if found else None) == kind


def test_a_device_that_says_alarm_is_believed():
    found = plant_alarm([oxygen(20.9)], GASES, is_alarm=True)
    assert found and found.kind == "gas_oxygen"


def body(**changes):
    told = {
        "t": NOW.isoformat(), "values": [{"gas": "methane", "value": 1.5, "unit": "lel_pct"}],
    } | changes  # fmt: skip
    return wire.entries_of(json.dumps(told).encode())[0]


def test_a_report_of_a_detector_is_read_as_the_contract_says():
    report = wire.gas_report(body(alarm=True), NOW)
    assert report.readings == (Reading("methane", 1.5, Unit.LEL_PCT),)
    assert report.is_alarm and not report.is_late
    assert wire.health_of(body(battery_pct=120, faults=["sensor"])) == wire.Health(100, ("sensor",))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"values": []}, "bad_shape"), ({"values": [{"gas": "methane"}]}, "out_of_range"),
        ({"values": [{"gas": "methane", "value": -0.1, "unit": "ppm"}]}, "out_of_range"),
        ({"values": [{"gas": "methane", "value": "1", "unit": "ppm"}]}, "not_finite"),
        ({"values": [{"gas": "methane", "value": 1, "unit": "%"}]}, "bad_shape"),
        ({"t": "2026-11-24T10:00:00"}, "bad_shape"), ({"t": "soon"}, "bad_shape"),
        ({"t": (NOW + timedelta(seconds=31)).isoformat()}, "clock_ahead"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_contract_is_refused_with_its_reason(changes, reason):
    with pytest.raises(wire.Unread) as unread:
        wire.gas_report(body(**changes), NOW)
    assert unread.value.reason == reason


def test_a_clock_a_little_ahead_counts_as_now_and_kept_readings_are_late():
    ahead = body(t=(NOW + timedelta(seconds=30)).isoformat())
    assert wire.gas_report(ahead, NOW).at == NOW
    at_two_minutes = wire.gas_report(body(t=(NOW - timedelta(minutes=2)).isoformat()), NOW)
    assert not at_two_minutes.is_late
    older = body(t=(NOW - timedelta(minutes=2, seconds=1)).isoformat())
    assert wire.gas_report(older, NOW).is_late


@given(st.binary(max_size=200))
def test_no_message_whatever_breaks_the_reader(data):
    with suppress(wire.Unread):
        for entry in wire.entries_of(data):
            for read in (wire.gas_report, wire.weather_report, wire.lock_report):
                with suppress(wire.Unread):
                    read(entry, NOW)
            wire.health_of(entry)


_KEYS = st.sampled_from(["t", "values", "wind_mps", "sky", "state", "code"])
_LEAVES = st.none() | st.booleans() | st.floats() | st.text(max_size=9)
_VALUES = st.recursive(_LEAVES, lambda one: st.lists(one, max_size=3))


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_no_object_whatever_breaks_the_reader(entry):
    for read in (wire.gas_report, wire.weather_report, wire.lock_report):
        try:
            read(entry, NOW)
        except wire.Unread as unread:
            assert unread.reason in (
                "bad_shape", "out_of_range", "not_finite", "clock_ahead"
            )  # fmt: skip


def test_a_code_ends_with_its_permit_and_five_wrong_ones_block_for_ten_minutes():
    assert locks.code_until(NOW, NOW + timedelta(minutes=10), 30) == NOW + timedelta(minutes=10)
    assert locks.code_until(NOW, NOW + timedelta(hours=4), 30) == NOW + timedelta(minutes=30)
    wrong = [NOW - timedelta(minutes=k) for k in range(5)]
    assert locks.is_blocked(wrong, NOW) and not locks.is_blocked(wrong[:4], NOW)
    assert not locks.is_blocked(wrong, NOW + timedelta(minutes=6))  # the oldest is 10 min old


def test_codes_are_eight_digits_and_equal_codes_of_two_grants_differ():
    code = locks.new_code()
    assert len(code) == 8 and code.isdigit()
    assert locks.code_digest("a", code) != locks.code_digest("b", code)
    assert set(locks.OPENABLE) == {State.ISSUED, State.VERIFIED, State.WORKING}

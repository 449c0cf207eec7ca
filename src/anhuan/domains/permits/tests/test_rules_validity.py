"""How long permits may be valid: the standard's figures on both sides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.permits.rules.settings import Settings, settings_blockers
from anhuan.domains.permits.rules.validity import (
    extension_blockers,
    longest,
    may_extend,
    validity_blockers,
)

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)
H, D, MIN = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
PLANT = Settings()
EXPLOSIVE_DATES = st.timedeltas(min_value=MIN, max_value=60 * D)


def codes(kind, level, span, **more):
    return [one.code for one in validity_blockers(kind, level, T0, T0 + span, PLANT, **more)]


@pytest.mark.clause("GBW-056", "GBW-057", "GBW-125", "GBW-150", "GBW-175")
@pytest.mark.parametrize(
    ("kind", "level", "most"),
    [
        (Kind.HOT_WORK, "special", 8 * H), (Kind.HOT_WORK, "first", 8 * H),
        (Kind.HOT_WORK, "second", 72 * H), (Kind.CONFINED_SPACE, "", 24 * H),
        (Kind.WORK_AT_HEIGHT, "I", 7 * D), (Kind.WORK_AT_HEIGHT, "IV", 7 * D),
        (Kind.TEMP_POWER, "", 15 * D),
    ],
)  # fmt: skip
def test_at_the_limit_and_a_minute_longer(kind, level, most):
    assert codes(kind, level, most) == []
    assert codes(kind, level, most + MIN) == ["too_long"]


@pytest.mark.clause("GBW-175")
def test_temporary_power_sixteen_days_by_special_approval_thirty_one_never():
    assert codes(Kind.TEMP_POWER, "", 16 * D) == ["too_long"]
    assert codes(Kind.TEMP_POWER, "", 16 * D, is_exceptional=True) == []
    assert codes(Kind.TEMP_POWER, "", 30 * D, is_exceptional=True) == []
    assert codes(Kind.TEMP_POWER, "", 31 * D, is_exceptional=True) == ["too_long"]


def test_exceptions_are_for_temporary_power_only():
    assert codes(Kind.CONFINED_SPACE, "", 25 * H, is_exceptional=True) == ["too_long"]


@pytest.mark.clause("GBW-176")
def test_temporary_power_for_hot_work_keeps_to_its_hours():
    parent = ((T0, T0 + 8 * H),)
    assert codes(Kind.TEMP_POWER, "", 8 * H, parents=parent) == []
    assert codes(Kind.TEMP_POWER, "", 8 * H + MIN, parents=parent) == ["beyond_parent"]
    late = ((T0 + MIN, T0 + 9 * H),)
    assert codes(Kind.TEMP_POWER, "", 8 * H, parents=late) == ["beyond_parent"]
    assert codes(Kind.WORK_AT_HEIGHT, "I", 9 * H, parents=parent) == []


def test_an_end_before_the_start_is_refused_and_told_once():
    assert codes(Kind.HOT_WORK, "first", timedelta(0)) == ["ends_first"]
    assert codes(Kind.HOT_WORK, "first", -H) == ["ends_first"]


def test_the_plant_decides_where_the_standard_is_silent():
    assert codes(Kind.BLIND_PLATE, "", 24 * H) == []
    assert codes(Kind.BLIND_PLATE, "", 24 * H + MIN) == ["too_long"]
    tighter = replace(PLANT, own_validity_h={**PLANT.own_validity_h, Kind.BLIND_PLATE: 8})
    found = validity_blockers(Kind.BLIND_PLATE, "", T0, T0 + 9 * H, tighter)
    assert [one.code for one in found] == ["too_long"]


@PATIENT
@given(EXPLOSIVE_DATES, st.integers(1, 720), st.booleans())
def test_no_setting_makes_a_permit_longer_than_the_law(span, hours, is_exceptional):
    wide = Settings(own_validity_h=dict.fromkeys(Kind, float(hours)))
    law = {"special": 8 * H, "first": 8 * H, "second": 72 * H}
    for level, most in law.items():
        assert longest(Kind.HOT_WORK, level, wide, is_exceptional=is_exceptional) == most
    found = validity_blockers(
        Kind.CONFINED_SPACE, "", T0, T0 + span, wide, is_exceptional=is_exceptional
    )
    assert bool(list(found)) is (span > 24 * H)


def test_every_kind_has_a_longest_validity():
    for kind, info in KINDS.items():
        for level in info.levels:
            assert longest(kind, level.code, PLANT) > timedelta(0)


@pytest.mark.clause("GBW-046", "AQP-058")
def test_beyond_its_validity_a_special_work_is_permitted_anew():
    assert [kind for kind in Kind if KINDS[kind].group == "special" and may_extend(kind)] == [
        Kind.TEMP_POWER
    ]

    def extended(kind, level, until, *, is_exceptional=False):
        found = extension_blockers(kind, level, T0, until, PLANT, is_exceptional=is_exceptional)
        return [one.code for one in found]

    assert extended(Kind.HOT_WORK, "second", T0 + 24 * H) == ["not_extendable"]
    assert extended(Kind.TEMP_POWER, "", T0 + 20 * D) == ["too_long"]
    assert extended(Kind.TEMP_POWER, "", T0 + 20 * D, is_exceptional=True) == []
    assert extended(Kind.INTERLOCK_REMOVAL, "", T0 + 72 * H) == []
    assert extended(Kind.INTERLOCK_REMOVAL, "", T0 + 73 * H) == ["too_long"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"step_limit_min": 0}, "step_limit_min"),
        ({"record_reminder_min": 111}, "record_reminder_min"),
        ({"upgrade_mode": "none"}, "upgrade_mode"),
        ({"on_site_radius_m": 51}, "on_site_radius_m"),
        ({"heat_stop_c": 46}, "heat_stop_c"),
        ({"night_from": PLANT.night_until}, "night_empty"),
        ({"own_validity_h": {Kind.LIFTING: 0}}, "validity_lifting"),
    ],
)
def test_a_plants_figures_are_checked(change, code):
    assert not list(settings_blockers(PLANT))
    assert code in [one.code for one in settings_blockers(replace(PLANT, **change))]

"""Air: limits on both sides, units, mixtures, what is owed and for how long."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.permits.rules import gas as air
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.gas import Reading, Target, Zone
from anhuan.domains.permits.rules.gases import (
    OXYGEN,
    Gas,
    Unit,
    gas_blockers,
    in_lel_pct,
    in_mg_m3,
    in_vol_pct,
)
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.seeds import shipped_gases

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

GASES = {
    **shipped_gases(),
    "lel4": Gas("lel4", "四", "", "", 30.0, lel_vol_pct=4.0),
    "lel39": Gas("lel39", "三九", "", "", 30.0, lel_vol_pct=3.9),
}
HOT, SPACE, POWER = Kind.HOT_WORK, Kind.CONFINED_SPACE, Kind.TEMP_POWER
NOTHING = Facts()
T0 = datetime(2026, 11, 22, 10, tzinfo=UTC)
MIN, S = timedelta(minutes=1), timedelta(seconds=1)


def facts(*flags, **numbers):
    return Facts(frozenset(flags), **numbers)


def verdict(kind, *readings, given_facts=NOTHING):
    return air.judge(kind, given_facts, readings, GASES)


def good(kind, gas, value, unit=Unit.VOL_PCT, given_facts=NOTHING):
    return verdict(kind, Reading(gas, value, unit), given_facts=given_facts).is_ok


# --- single limits -----------------------------------------------------------------------
@pytest.mark.clause("GBW-088", "GBW-089", "GBW-108", "GBW-169", "PTW-042", "AQP-067")
@pytest.mark.parametrize(
    ("kind", "known"),
    [(HOT, NOTHING), (SPACE, NOTHING), (POWER, facts(Flag.EXPLOSIVE_AREA))],
)
@pytest.mark.parametrize(
    ("gas", "value", "wanted"),
    [("lel4", 0.50, True), ("lel4", 0.51, False), ("lel39", 0.20, True), ("lel39", 0.21, False),
     ("hydrogen", 0.5, True), ("hydrogen", 0.51, False), ("benzene", 0.2, True),
     ("benzene", 0.201, False)],
)  # fmt: skip
def test_flammable_by_lower_explosive_limit(kind, known, gas, value, wanted):
    found = verdict(kind, Reading(gas, value, Unit.VOL_PCT), given_facts=known)
    assert [one.is_ok for one in found.findings if one.code == "flammable"] == [wanted]


@pytest.mark.clause("GBW-088", "GBW-089")
def test_ten_percent_lel_of_methane_is_just_good_and_of_ammonia_3_3():
    assert good(HOT, "methane", 10.0, Unit.LEL_PCT)
    assert not good(HOT, "methane", 10.1, Unit.LEL_PCT)
    assert good(HOT, "ammonia", 3.3, Unit.LEL_PCT)
    assert not good(HOT, "ammonia", 3.4, Unit.LEL_PCT)
    assert good(HOT, "benzene", 2000, Unit.PPM)
    assert not good(HOT, "benzene", 2001, Unit.PPM)


@pytest.mark.clause("GBW-106")
@pytest.mark.parametrize(
    ("value", "plain", "enriched"),
    [(19.4, False, False), (19.5, True, True), (20.9, True, True), (21.0, True, True),
     (21.1, False, True), (23.5, False, True), (23.6, False, False)],
)  # fmt: skip
def test_oxygen_in_a_confined_space(value, plain, enriched):
    assert good(SPACE, OXYGEN, value) is plain
    assert good(SPACE, OXYGEN, value, given_facts=facts(Flag.OXYGEN_ENRICHED)) is enriched


@pytest.mark.clause("GBW-064")
def test_oxygen_in_oxygen_equipment_before_hot_work():
    oxygen = facts(Flag.OXYGEN_EQUIPMENT)
    assert good(HOT, OXYGEN, 23.5, given_facts=oxygen)
    assert not good(HOT, OXYGEN, 23.6, given_facts=oxygen)
    assert Target.OXYGEN in air.targets(HOT, oxygen)


@pytest.mark.clause("GBW-107")
def test_toxic_by_occupational_limit_in_either_unit():
    assert good(SPACE, "hydrogen_sulfide", 10.0, Unit.MG_M3)
    assert not good(SPACE, "hydrogen_sulfide", 10.01, Unit.MG_M3)
    assert good(SPACE, "hydrogen_sulfide", 7.1, Unit.PPM)  # 9.9 mg/m³
    assert not good(SPACE, "hydrogen_sulfide", 7.2, Unit.PPM)  # 10.04 mg/m³
    assert good(SPACE, "chlorine", 1.0, Unit.MG_M3)
    assert not good(SPACE, "chlorine", 1.01, Unit.MG_M3)


def test_of_several_toxic_limits_the_lowest_holds():
    assert air.toxic_limit_mg_m3(GASES["ammonia"]) == 20
    assert air.toxic_limit_mg_m3(GASES["chlorine"]) == 1
    assert air.toxic_limit_mg_m3(GASES["methane"]) is None


def test_units_there_and_back():
    h2s, methane = GASES["hydrogen_sulfide"], GASES["methane"]
    assert in_mg_m3(h2s, 10, Unit.PPM) == pytest.approx(13.939, abs=1e-3)
    assert in_vol_pct(h2s, 13.939, Unit.MG_M3) == pytest.approx(0.001, abs=1e-6)
    assert in_vol_pct(methane, 10, Unit.LEL_PCT) == pytest.approx(0.5)
    assert in_lel_pct(methane, 0.5, Unit.VOL_PCT) == pytest.approx(10)
    assert in_lel_pct(GASES["chlorine"], 1, Unit.PPM) is None


# --- mixtures ----------------------------------------------------------------------------
def mixture(*parts):
    readings = [Reading(gas, value, Unit.VOL_PCT, point="P1") for gas, value in parts]
    return verdict(HOT, *readings)


@pytest.mark.clause("GBW-088", "GBW-089")
def test_each_part_good_but_their_sum_is_not():
    assert mixture(("methane", 0.25), ("hydrogen", 0.25)).is_ok
    found = mixture(("methane", 0.3), ("hydrogen", 0.3))
    assert {one.code for one in found.faults} == {"mixture_sum", "mixture_lel"}


def test_le_chatelier_is_stricter_where_the_mixture_falls_below_four_percent():
    # methane 0.24 and hydrogen 0.05 beside benzene 0.03: ratios 0.73, but the mixture's LEL is
    # 3.74 %, so that the whole may only be 0.2 %
    found = mixture(("methane", 0.24), ("hydrogen", 0.05), ("benzene", 0.03))
    assert [one.code for one in found.faults] == ["mixture_lel"]


def test_other_points_do_not_add_up():
    readings = [
        Reading("methane", 0.3, Unit.VOL_PCT, point="P1"),
        Reading("hydrogen", 0.3, Unit.VOL_PCT, point="P2"),
    ]
    assert verdict(HOT, *readings).is_ok


@PATIENT
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["methane", "hydrogen", "benzene", "toluene"]),
            st.integers(0, 60).map(lambda n: n / 100),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_mixture_is_never_better_than_its_parts(parts):
    whole = mixture(*parts)
    if whole.is_ok:
        assert all(mixture(part).is_ok for part in parts)


# --- bad input ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reading", "code"),
    [
        (Reading("unobtainium", 1, Unit.PPM), "gas_unknown"),
        (Reading("methane", -0.1, Unit.VOL_PCT), "value_invalid"),
        (Reading("methane", float("nan"), Unit.VOL_PCT), "value_invalid"),
        (Reading("chlorine", 5, Unit.LEL_PCT), "value_invalid"),
        (Reading("methane", 101, Unit.VOL_PCT), "value_invalid"),
    ],
)
def test_what_cannot_be_is_not_good(reading, code):
    assert [one.code for one in verdict(SPACE, reading).faults] == [code]


def test_no_reading_is_not_good():
    assert not verdict(HOT).is_ok


@pytest.mark.clause("GBW-082", "GBW-081")
def test_a_sample_of_the_surroundings_is_within_ten_metres():
    near = Reading("methane", 0.1, Unit.VOL_PCT, Zone.SURROUNDINGS, distance_m=10.0)
    far = Reading("methane", 0.1, Unit.VOL_PCT, Zone.SURROUNDINGS, distance_m=10.1)
    assert verdict(HOT, near).is_ok
    assert [one.code for one in verdict(HOT, far).faults] == ["point_far"]


# --- what is owed ------------------------------------------------------------------------
@pytest.mark.clause("AQP-027", "GBW-079", "GBW-169", "GBW-187")
def test_which_works_owe_a_test_and_of_what():
    everything = {Target.FLAMMABLE, Target.TOXIC, Target.OXYGEN}
    assert air.targets(HOT, NOTHING) == {Target.FLAMMABLE}
    assert air.targets(SPACE, NOTHING) == everything
    assert air.targets(POWER, NOTHING) == set()
    assert air.targets(POWER, facts(Flag.EXPLOSIVE_AREA)) == {Target.FLAMMABLE}
    deep = facts(Flag.HAZARDOUS_PLACE, Flag.DIGGING, depth_m=1.3)
    assert air.targets(Kind.EXCAVATION, deep) == everything
    at_limit = facts(Flag.HAZARDOUS_PLACE, Flag.DIGGING, depth_m=1.2)
    assert air.targets(Kind.EXCAVATION, at_limit) == set()
    assert air.targets(Kind.WORK_AT_HEIGHT, NOTHING) == set()


def sample(gas, *zones, point=""):
    unit = Unit.VOL_PCT
    return [Reading(gas, 0.0, unit, zone, point=point or zone.value) for zone in zones]


@pytest.mark.clause("GBW-081", "GBW-082", "PTW-041")
def test_an_outer_wall_owes_the_surroundings_and_the_inside():
    wall = facts(Flag.OUTER_WALL)
    outside = sample("methane", Zone.SURROUNDINGS)
    assert air.missing(HOT, wall, [], GASES) and air.missing(HOT, wall, outside, GASES)
    assert not air.missing(HOT, wall, outside + sample("methane", Zone.INSIDE), GASES)
    assert not air.missing(HOT, NOTHING, outside, GASES)


@pytest.mark.clause("GBW-080", "GBW-102", "PTW-041")
@pytest.mark.parametrize("kind", [HOT, SPACE])
def test_large_equipment_owes_three_points(kind):
    large = facts(Flag.LARGE_EQUIPMENT, Flag.INSIDE_VESSEL)
    wanted = [
        gas
        for gas, target in (
            ("methane", Target.FLAMMABLE),
            ("hydrogen_sulfide", Target.TOXIC),
            (OXYGEN, Target.OXYGEN),
        )
        if target in air.targets(kind, large)
    ]
    two = [one for gas in wanted for one in sample(gas, Zone.UPPER, Zone.LOWER)]
    across = [one for gas in wanted for one in sample(gas, Zone.LEFT, Zone.MIDDLE, Zone.RIGHT)]
    down = [one for gas in wanted for one in sample(gas, Zone.UPPER, Zone.MIDDLE, Zone.LOWER)]
    assert air.missing(kind, large, two, GASES)
    assert not air.missing(kind, large, across, GASES)
    assert not air.missing(kind, large, down, GASES)


@pytest.mark.clause("GBW-063")
def test_a_long_pipeline_owes_two_points():
    long = facts(Flag.LONG_PIPELINE)
    one = sample("methane", Zone.SURROUNDINGS, point="第 1 段")
    assert air.missing(HOT, long, one, GASES)
    assert not air.missing(
        HOT, long, one + sample("methane", Zone.SURROUNDINGS, point="第 2 段"), GASES
    )


@pytest.mark.clause("AQP-023")
def test_a_confined_space_owes_all_three():
    assert len(air.missing(SPACE, NOTHING, [], GASES)) == 3
    three = [
        one for gas in ("methane", "hydrogen_sulfide", OXYGEN) for one in sample(gas, Zone.INSIDE)
    ]
    assert not air.missing(SPACE, NOTHING, three, GASES)


# --- how long it holds -------------------------------------------------------------------
@pytest.mark.clause("GBW-083", "GBW-101", "AQP-028", "PTW-035", "PTW-038")
def test_from_sampling_to_start_thirty_minutes_to_the_second():
    assert air.is_in_time(T0, T0 + 30 * MIN)
    assert not air.is_in_time(T0, T0 + 30 * MIN + S)
    assert not air.is_in_time(T0, T0 + 31 * MIN)
    assert not air.is_in_time(T0, T0 - S)


@pytest.mark.clause("GBW-084", "GBW-085", "GBW-105", "AQP-063", "AQP-064", "PTW-036")
@pytest.mark.parametrize(
    ("kind", "level", "minutes"),
    [(HOT, "special", 30), (HOT, "first", 30), (HOT, "second", 60), (SPACE, "", 60)],
)
def test_after_an_interruption(kind, level, minutes):
    owed = air.retest_owed
    assert not owed(kind, level, NOTHING, T0, T0 + minutes * MIN)
    assert owed(kind, level, NOTHING, T0, T0 + minutes * MIN + S)
    assert owed(kind, level, NOTHING, T0, T0 + (minutes + 1) * MIN)


def test_works_without_gas_need_no_retest():
    assert not air.retest_owed(Kind.WORK_AT_HEIGHT, "II", NOTHING, T0, T0 + timedelta(days=2))


@pytest.mark.clause("GBW-086", "AQP-065", "AQP-066")
def test_a_test_each_day():
    assert air.needs_daily_test(HOT, NOTHING)
    assert air.needs_daily_test(POWER, facts(Flag.EXPLOSIVE_AREA))
    assert not air.needs_daily_test(POWER, NOTHING)
    assert not air.needs_daily_test(SPACE, NOTHING)


@pytest.mark.clause("GBW-110")
def test_continuous_and_recorded():
    assert air.is_continuous(HOT, "special", NOTHING)
    assert not air.is_continuous(HOT, "first", NOTHING)
    assert air.is_continuous(SPACE, "", NOTHING)
    assert air.record_interval(SPACE, NOTHING) == timedelta(hours=2)
    assert air.record_interval(HOT, NOTHING) is None


# --- the library -------------------------------------------------------------------------
@pytest.mark.clause("PTW-089", "PTW-091")
def test_the_shipped_library_knows_the_three_kinds_of_limit():
    assert len(GASES) >= 22
    assert GASES["methane"].lel_vol_pct == 5.0
    assert GASES["hydrogen"].lel_vol_pct == 4.0
    assert GASES["hydrogen_sulfide"].mac_mg_m3 == 10
    assert GASES["ammonia"].lel_vol_pct == 15.0 and GASES["ammonia"].twa_mg_m3 == 20
    assert not GASES["chlorine"].is_flammable
    assert GASES["benzene"].confidence == "L"
    limits = {
        "methane": 0.5, "acetylene": 0.2, "ethylene": 0.2, "carbon_monoxide": 0.5,
        "methanol": 0.5, "ethanol": 0.2, "vinyl_chloride": 0.2, "hydrogen_cyanide": 0.5,
    }  # fmt: skip
    found = {key: air.flammable_limit_vol_pct(GASES[key].lel_vol_pct) for key in limits}
    assert found == limits
    assert not [one for gas in shipped_gases().values() for one in gas_blockers(gas)]


@pytest.mark.clause("PTW-090")
@pytest.mark.parametrize(
    ("gas", "code"),
    [
        (Gas("x", " ", "", "", 30, lel_vol_pct=1), "gas_name"),
        (Gas("x", "x", "", "", 0, lel_vol_pct=1), "molar_mass"),
        (Gas("x", "x", "", "", 30, lel_vol_pct=0), "lel_range"),
        (Gas("x", "x", "", "", 30, lel_vol_pct=5, uel_vol_pct=5), "uel_range"),
        (Gas("x", "x", "", "", 30, mac_mg_m3=0), "oel_positive"),
        (Gas("x", "x", "", "", 30), "gas_harmless"),
    ],
)
def test_a_plants_own_gas_is_checked(gas, code):
    assert code in [one.code for one in gas_blockers(gas)]

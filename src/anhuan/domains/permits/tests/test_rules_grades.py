"""Grades from facts: every boundary vector of the standard, on both sides."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.permits.rules.facts import Facts, Flag, facts_from_values
from anhuan.domains.permits.rules.grades import (
    grade_of,
    is_work_at_height,
    raised,
    raising_blockers,
)
from anhuan.domains.permits.rules.height import ALWAYS_IV, AT_LEAST_II, FACTORS, live_clearance_m
from anhuan.domains.permits.rules.kinds import KINDS, Kind, aq_code, province_code, rank_of

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

HOT, HEIGHT, LIFT = Kind.HOT_WORK, Kind.WORK_AT_HEIGHT, Kind.LIFTING
STOPPED = (Flag.ALL_STOPPED, Flag.CLEANED, Flag.PURGED, Flag.ANALYSED, Flag.ISOLATED)


def level(kind, *flags, **numbers):
    return grade_of(kind, Facts(frozenset(flags), **numbers)).level


# --- height ------------------------------------------------------------------------------
@pytest.mark.clause("GBW-003")
def test_work_at_height_begins_at_two_metres():
    assert not is_work_at_height(1.99)
    assert is_work_at_height(2.0)
    assert not grade_of(HEIGHT, Facts(height_m=1.99)).needs_permit
    assert grade_of(HEIGHT, Facts(height_m=2.0)).needs_permit


@pytest.mark.clause("GBW-138")
@pytest.mark.parametrize(
    ("height_m", "wanted"),
    [(2.0, "I"), (5.0, "I"), (5.01, "II"), (15.0, "II"), (15.01, "III"), (30.0, "III"),
     (30.01, "IV"), (200.0, "IV")],
)  # fmt: skip
def test_class_a_by_height_alone(height_m, wanted):
    assert level(HEIGHT, height_m=height_m) == wanted


@pytest.mark.clause("GBW-139")
@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize(
    ("height_m", "wanted"),
    [(2.0, "II"), (3.0, "II"), (5.0, "II"), (5.01, "III"), (15.0, "III"), (15.01, "IV"),
     (30.0, "IV"), (30.01, "IV")],
)  # fmt: skip
def test_class_b_with_any_of_the_nine_causes(factor, height_m, wanted):
    assert level(HEIGHT, factor, height_m=height_m) == wanted


def test_there_are_nine_causes():
    assert len(FACTORS) == 9


@pytest.mark.clause("GBW-139")
@pytest.mark.parametrize(
    ("is_cause", "isnt"),
    [
        ({"wind_mps": 8.0}, {"wind_mps": 7.9}),
        ({"air_temp_c": 5.0}, {"air_temp_c": 5.1}),
        ({"water_temp_c": 12.0}, {"water_temp_c": 12.1}),
        ({"foothold_mm": 499.0}, {"foothold_mm": 500.0}),
        ({"oxygen_vol_pct": 19.4}, {"oxygen_vol_pct": 19.5}),
    ],
)
def test_a_measured_number_is_a_cause_too(is_cause, isnt):
    assert level(HEIGHT, height_m=3.0, **is_cause) == "II"
    assert level(HEIGHT, height_m=3.0, **isnt) == "I"


@pytest.mark.clause("GBW-140")
@pytest.mark.parametrize(
    ("kv", "clearance_m"),
    [(0.4, 1.7), (10, 1.7), (10.5, 2.0), (35, 2.0), (63, 2.5), (110, 2.5), (220, 4.0), (330, 5.0),
     (500, 6.0)],
)  # fmt: skip
def test_voltage_and_distance_decide_the_cause(kv, clearance_m):
    assert live_clearance_m(kv) == clearance_m
    near = {"height_m": 3.0, "live_kv": kv, "live_distance_m": clearance_m - 0.01}
    clear = {**near, "live_distance_m": clearance_m}
    assert level(HEIGHT, **near) == "II"
    assert level(HEIGHT, **clear) == "I"


def test_above_the_table_every_distance_counts():
    assert live_clearance_m(750) is None
    assert level(HEIGHT, height_m=3.0, live_kv=750, live_distance_m=50) == "II"


@pytest.mark.clause("GBW-223")
@pytest.mark.parametrize("flag", AT_LEAST_II)
def test_five_situations_are_at_least_grade_two(flag):
    assert level(HEIGHT, flag, height_m=3.0) == "II"
    assert level(HEIGHT, flag, height_m=20.0) == "III"


@pytest.mark.clause("GBW-223")
def test_a_steep_slope_is_at_least_grade_one():
    found = grade_of(HEIGHT, Facts(frozenset({Flag.SLOPE}), height_m=3.0))
    assert found.level == "I"
    assert "斜坡" in found.explanation


@pytest.mark.clause("GBW-224", "GBW-146")
@pytest.mark.parametrize("flag", ALWAYS_IV)
def test_six_situations_are_grade_four_whatever_the_height(flag):
    assert len(ALWAYS_IV) == 6
    assert level(HEIGHT, flag, height_m=3.0) == "IV"


# --- lifting -----------------------------------------------------------------------------
@pytest.mark.clause("GBW-152", "GBW-225")
@pytest.mark.parametrize(
    ("mass_t", "wanted", "needs_permit"),
    [(9.9, "third", False), (10.0, "third", True), (39.9, "third", True), (40.0, "second", True),
     (100.0, "second", True), (100.1, "first", True)],
)  # fmt: skip
def test_lifting_by_mass(mass_t, wanted, needs_permit):
    found = grade_of(LIFT, Facts(mass_t=mass_t))
    assert (found.level, found.needs_permit) == (wanted, needs_permit)


def test_an_unknown_mass_needs_a_permit():
    assert grade_of(LIFT, Facts()).needs_permit


@pytest.mark.clause("GBW-225")
def test_a_light_lift_is_told_to_analyse_hazards():
    assert "风险分析" in grade_of(LIFT, Facts(mass_t=9.9)).explanation


# --- hot work ----------------------------------------------------------------------------
@pytest.mark.clause("GBW-051")
def test_running_equipment_in_an_explosive_area_is_special():
    assert level(HOT, Flag.EXPLOSIVE_AREA, Flag.RUNNING) == "special"
    assert level(HOT, Flag.EXPLOSIVE_AREA, Flag.PRESSURISED) == "special"
    assert level(HOT, Flag.EXPLOSIVE_AREA) == "first"


@pytest.mark.clause("GBW-052")
def test_inside_the_dike_of_a_major_hazard_tank_farm_is_special():
    assert level(HOT, Flag.MHI_DIKE) == "special"


@pytest.mark.clause("GBW-053")
def test_pipe_racks_are_first_grade():
    assert level(HOT, Flag.PIPE_RACK) == "first"


@pytest.mark.clause("GBW-054")
def test_everything_else_is_second():
    assert level(HOT) == "second"
    assert level(HOT, Flag.OUTDOOR, Flag.ARC_WELDING) == "second"


@pytest.mark.clause("GBW-055")
@pytest.mark.parametrize("missing", STOPPED)
def test_the_stopped_plant_exception_needs_all_five_and_a_name(missing):
    stopped = Facts(frozenset({Flag.EXPLOSIVE_AREA, *STOPPED}))
    assert grade_of(HOT, stopped, "李总").level == "second"
    assert "李总" in grade_of(HOT, stopped, "李总").explanation
    assert grade_of(HOT, stopped).level == "first"
    assert grade_of(HOT, Facts(stopped.flags - {missing}), "李总").level == "first"


@pytest.mark.clause("GBW-055", "GBW-051")
def test_no_exception_for_what_still_runs_or_stores():
    for flag in (Flag.RUNNING, Flag.MHI_DIKE):
        facts = Facts(frozenset({Flag.EXPLOSIVE_AREA, flag, *STOPPED}))
        assert grade_of(HOT, facts, "李总").level == "special"


@pytest.mark.clause("GBW-049")
def test_a_fixed_area_needs_no_permit_but_a_dangerous_place_does():
    assert not grade_of(HOT, Facts(frozenset({Flag.FIXED_HOT_AREA}))).needs_permit
    doubtful = Facts(frozenset({Flag.FIXED_HOT_AREA, Flag.EXPLOSIVE_AREA}))
    assert grade_of(HOT, doubtful).needs_permit


# --- raising -----------------------------------------------------------------------------
@pytest.mark.clause("GBW-039", "AQP-060")
def test_a_plant_raises_but_never_lowers():
    first = grade_of(HOT, Facts(frozenset({Flag.EXPLOSIVE_AREA})))
    assert not list(raising_blockers(HOT, first, "special"))
    assert not list(raising_blockers(HOT, first, "first"))
    assert [one.code for one in raising_blockers(HOT, first, "second")] == ["level_too_low"]
    assert [one.code for one in raising_blockers(HOT, first, "III")] == ["level_unknown"]
    assert raised(HOT, first, "special").level == "special"
    assert raised(HOT, first, "second").level == "first"


HAZARD_FLAGS = st.frozensets(st.sampled_from([f for f in Flag if f not in STOPPED]))
GRADED = st.sampled_from([HOT, HEIGHT])


@PATIENT
@given(GRADED, HAZARD_FLAGS, HAZARD_FLAGS, st.integers(4, 70).map(lambda n: n / 2))
def test_more_hazards_never_lower_a_grade(kind, some, more, height_m):
    few, many = Facts(some, height_m=height_m), Facts(some | more, height_m=height_m)
    before, after = grade_of(kind, few), grade_of(kind, many)
    assert rank_of(kind, after.level) >= rank_of(kind, before.level)


@PATIENT
@given(HAZARD_FLAGS, st.integers(4, 80), st.integers(4, 80))
def test_higher_is_never_milder(flags, one, other):
    low, high = sorted((one / 2, other / 2))
    grades = [grade_of(HEIGHT, Facts(flags, height_m=h)).level for h in (low, high)]
    assert rank_of(HEIGHT, grades[1]) >= rank_of(HEIGHT, grades[0])


@PATIENT
@given(st.integers(0, 2000), st.integers(0, 2000))
def test_heavier_is_never_milder(one, other):
    light, heavy = sorted((one / 10, other / 10))
    before, after = (grade_of(LIFT, Facts(mass_t=mass)) for mass in (light, heavy))
    assert rank_of(LIFT, after.level) >= rank_of(LIFT, before.level)
    assert after.needs_permit or not before.needs_permit


@PATIENT
@given(st.sampled_from(list(Kind)), HAZARD_FLAGS)
def test_every_grade_is_one_of_its_kind(kind, flags):
    found = grade_of(kind, Facts(flags, height_m=3.0, mass_t=20.0))
    assert found.level in {one.code for one in KINDS[kind].levels}


# --- the words of others -----------------------------------------------------------------
@pytest.mark.clause("PTW-018", "PTW-148", "PTW-150", "PTW-151", "GBW-001")
def test_eight_special_works_loading_interlocks_and_tanks():
    assert len([info for info in KINDS.values() if info.group == "special"]) == 8
    assert len([info for info in KINDS.values() if info.group == "loading"]) == 4
    assert len([info for info in KINDS.values() if info.group == "interlock"]) == 3
    assert len({info.prefix for info in KINDS.values()}) == len(Kind) == 18


def test_codes_of_the_ministry_and_of_shandong():
    codes = {
        (HOT, "special"): ("01", "13"), (HOT, "first"): ("02", "12"), (HOT, "second"): ("03", "11"),
        (HEIGHT, "I"): ("21", "43"), (HEIGHT, "II"): ("22", "42"), (HEIGHT, "III"): ("23", "41"),
        (HEIGHT, "IV"): ("24", "44"), (Kind.EXCAVATION, ""): ("30", "71"),
        (Kind.TEMP_POWER, ""): ("10", "61"),
        (Kind.ROAD_BREAKING, ""): ("40", "81"), (Kind.BLIND_PLATE, ""): ("50", "31"),
        (LIFT, "first"): ("61", "51"), (LIFT, "second"): ("62", "52"),
        (LIFT, "third"): ("63", "53"),
        (Kind.CONFINED_SPACE, ""): ("70", "21"), (Kind.TANK_TRANSFER, ""): ("", "A1"),
        (Kind.TANK_CLEANING, ""): ("", "B1"), (Kind.WATER_DRAINING, ""): ("", "C1"),
    }  # fmt: skip
    assert {key: (aq_code(*key), province_code(*key)) for key in codes} == codes


def test_facts_come_from_the_form_and_ignore_what_is_none():
    facts = facts_from_values(
        {"conditions": ["running", "nonsense"], "height_m": 3, "mass_t": "ten", "content": "x"}
    )
    assert facts == Facts(frozenset({Flag.RUNNING}), height_m=3)
    assert facts_from_values({"hot_method": ["arc_welding", "drill"]}).flags == {Flag.ARC_WELDING}
    assert facts_from_values({"content": "noise", "conditions": "noise"}) == Facts()

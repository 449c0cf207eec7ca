"""What else a job needs, what bars it, what weather allows, where fire needs no permit."""

from dataclasses import replace
from datetime import date

import pytest

from anhuan.domains.permits.rules.barred import barred
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm, reported_code
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.fixed_areas import FixedArea, area_blockers, exempts
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.related import kinds_of, needed_besides, related_faults
from anhuan.domains.permits.rules.settings import Settings
from anhuan.domains.permits.rules.weather import (
    Sky,
    Weather,
    beaufort,
    facts_in,
    owes_check_after,
    weather_faults,
)

PLANT = Settings()


def facts(*flags, **numbers):
    return Facts(frozenset(flags), **numbers)


def kinds(*flags, **numbers):
    return {one.kind for one in kinds_of(facts(*flags, **numbers))}


def codes(found):
    return [one.code for one in found]


# --- related permits ---------------------------------------------------------------------
@pytest.mark.clause("GBW-002", "GBW-004", "GBW-017")
def test_each_fact_tells_its_kind():
    assert kinds(Flag.FIRE_TOOLS) == {Kind.HOT_WORK}
    assert kinds(Flag.FIRE_TOOLS, Flag.FIXED_HOT_AREA) == set()
    assert kinds(Flag.ENTERING) == {Kind.CONFINED_SPACE}
    assert kinds(Flag.BREAKING_LINES) == {Kind.BLIND_PLATE}
    assert kinds(Flag.PLUGGING_IN) == {Kind.TEMP_POWER}
    assert kinds(Flag.BLOCKING_ROAD) == {Kind.ROAD_BREAKING}
    assert kinds(Flag.CRANE, Flag.BLOCKING_ROAD) == {Kind.LIFTING, Kind.ROAD_BREAKING}
    assert kinds() == set()


@pytest.mark.clause("GBW-003", "GBW-005", "GBW-187", "GBW-225")
def test_numbers_tell_their_kind_on_both_sides():
    assert kinds(height_m=1.99) == set() and kinds(height_m=2.0) == {Kind.WORK_AT_HEIGHT}
    assert kinds(Flag.DIGGING, depth_m=0.49) == set()
    assert kinds(Flag.DIGGING, depth_m=0.5) == {Kind.EXCAVATION}
    assert kinds(Flag.MACHINE_LEVELLING) == {Kind.EXCAVATION}
    place = (Flag.DIGGING, Flag.HAZARDOUS_PLACE)
    assert kinds(*place, depth_m=1.2) == {Kind.EXCAVATION}
    assert kinds(*place, depth_m=1.21) == {Kind.EXCAVATION, Kind.CONFINED_SPACE}
    assert kinds(Flag.CRANE, mass_t=9.9) == set()
    assert kinds(Flag.CRANE, mass_t=10.0) == {Kind.LIFTING}


@pytest.mark.clause("AQP-074", "GBW-017", "PTW-059")
def test_hot_work_at_five_metres_owes_a_height_permit_made_and_linked():
    job = facts(Flag.ARC_WELDING, Flag.PLUGGING_IN, height_m=5.0)

    def alarms(linked, unlinked):
        found = related_faults(Kind.HOT_WORK, job, linked, unlinked)
        return {(one.kind, reported_code(one.alarm)) for one in found}

    height, power = Kind.WORK_AT_HEIGHT, Kind.TEMP_POWER
    assert {one.kind for one in needed_besides(Kind.HOT_WORK, job)} == {height, power}
    assert alarms([], []) == {(height, "61"), (power, "61")}
    assert alarms([power], [height]) == {(height, "62")}
    assert alarms([power, height], []) == set()


def test_a_missing_permit_is_a_reason_against_starting():
    (fault,) = related_faults(Kind.HOT_WORK, facts(height_m=3.0), [], [])
    assert fault.blocker.clause == "GB 30871-2022 4.6" and "高处" in fault.blocker.text


# --- barred ------------------------------------------------------------------------------
@pytest.mark.clause("GBW-092", "GBW-093", "GBW-091")
def test_hot_work_that_is_never_allowed():
    def found(*flags, level="special", **values):
        return codes(barred(Kind.HOT_WORK, level, facts(*flags), values))

    assert found() == []
    assert found(Flag.SELF_EXPLOSIVE) == ["self_explosive"]
    assert found(Flag.UNSTEADY) == [] and found(Flag.PRESSURISED) == []
    assert found(Flag.UNSTEADY, Flag.PRESSURISED) == ["unsteady"]
    assert found(vessel_pressure_kpa=0.0) == ["no_positive_pressure"]
    assert found(vessel_pressure_kpa=0.1) == []
    assert found(vessel_pressure_kpa=0.0, level="first") == []


@pytest.mark.clause("GBW-136", "AQP-029", "GBW-130")
def test_one_permit_one_blind_one_action():
    def found(**values):
        return codes(barred(Kind.BLIND_PLATE, "", Facts(), values))

    assert found(action="insert", plate_no="MB-01", tag_no="MB-01") == []
    assert found(action=["insert", "remove"]) == ["one_permit_two_blinds"]
    assert found(action="insert", plate_no="MB-01、MB-02") == ["one_permit_two_blinds"]
    assert found(plate_no="MB-01", tag_no="MB-02") == ["tag_differs"]


@pytest.mark.clause("GBW-160", "GBW-163", "GBW-156")
def test_lifting_within_its_limits():
    def found(*flags, **values):
        return codes(barred(Kind.LIFTING, "third", facts(*flags), values))

    assert found(mass_t=20, rated_t=20) == [] and found(mass_t=20.1, rated_t=20) == ["overload"]
    assert found(Flag.SEVERAL_CRANES, crane_share_pct=80) == []
    assert found(Flag.SEVERAL_CRANES, crane_share_pct=81) == ["crane_share"]
    near = {"line_distance_m": 30, "collapse_radius_m": 30}
    assert found(Flag.POWER_LINE, **near) == ["power_line_near"]
    assert found(Flag.POWER_LINE, **{**near, "line_distance_m": 30.1}) == []
    assert found(Flag.POWER_LINE, **near, outage="TD-1") == []


@pytest.mark.clause("GBW-168", "GBW-170", "GBW-173")
def test_temporary_power_within_its_limits():
    def found(*flags, **values):
        return codes(barred(Kind.TEMP_POWER, "", facts(*flags), values))

    devices = [{"name": "焊机", "rated_kw": 6}, {"name": "风机", "rated_kw": 4}]
    assert found(devices=devices, allowed_kw=10) == []
    assert found(devices=devices, allowed_kw=9.9) == ["power_exceeded"]
    assert found(Flag.OWN_SOURCE) == ["own_source"]
    assert found(Flag.EXPLOSIVE_AREA) == ["no_need"]
    assert found(Flag.EXPLOSIVE_AREA, need_reason="检修泵房照明") == []


@pytest.mark.clause("GBW-183")
def test_no_machine_within_a_metre_of_a_pipe():
    def found(away_m):
        values = {"pipe_distance_m": away_m}
        return codes(barred(Kind.EXCAVATION, "", facts(Flag.MACHINE_DIGGING), values))

    assert found(0.99) == ["dig_by_hand"] and found(1.0) == []


# --- weather -----------------------------------------------------------------------------
@pytest.mark.parametrize(("mps", "level"), [(7.9, 4), (8.0, 5), (10.7, 5), (10.8, 6), (0.0, 0)])
def test_beaufort(mps, level):
    assert beaufort(mps) == level


@pytest.mark.clause("GBW-076", "GBW-145", "GBW-157")
@pytest.mark.parametrize(
    ("kind", "calm", "strong"),
    [(Kind.HOT_WORK, 7.9, 8.0), (Kind.WORK_AT_HEIGHT, 7.9, 8.0), (Kind.LIFTING, 10.7, 10.8)],
)
def test_wind_in_the_open(kind, calm, strong):
    outdoors = facts(Flag.OUTDOOR)
    assert weather_faults(kind, outdoors, Weather(calm), PLANT) == []
    assert codes(weather_faults(kind, outdoors, Weather(strong), PLANT)) == ["wind"]
    assert weather_faults(kind, Facts(), Weather(strong), PLANT) == []


@pytest.mark.clause("GBW-077")
def test_only_hot_work_may_go_on_one_grade_higher():
    outdoors, windy = facts(Flag.OUTDOOR), Weather(9.0)
    assert weather_faults(Kind.HOT_WORK, outdoors, windy, PLANT)[0].may_upgrade
    assert not weather_faults(Kind.WORK_AT_HEIGHT, outdoors, windy, PLANT)[0].may_upgrade


@pytest.mark.clause("GBW-145", "GBW-157")
@pytest.mark.parametrize(
    ("kind", "sky", "stops"),
    [
        (Kind.WORK_AT_HEIGHT, Sky.DENSE_FOG, True), (Kind.WORK_AT_HEIGHT, Sky.RAIN, False),
        (Kind.LIFTING, Sky.FOG, True), (Kind.LIFTING, Sky.RAINSTORM, True),
        (Kind.LIFTING, Sky.HEAVY_SNOW, True), (Kind.LIFTING, Sky.SNOW, False),
        (Kind.EXCAVATION, Sky.RAINSTORM, False),
    ],
)  # fmt: skip
def test_what_falls_from_the_sky(kind, sky, stops):
    weather = Weather(sky=frozenset({sky}))
    assert bool(weather_faults(kind, facts(Flag.OUTDOOR), weather, PLANT)) is stops


def test_heat_stops_outdoor_work_at_the_plants_limit():
    def hot(c):
        weather = Weather(temperature_c=c)
        return codes(weather_faults(Kind.LIFTING, facts(Flag.OUTDOOR), weather, PLANT))

    assert hot(39.9) == [] and hot(40.0) == ["heat"]


def test_after_a_storm_somebody_looks_first():
    storm = Weather(sky=frozenset({Sky.RAINSTORM}))
    assert "安全设施" in owes_check_after(Kind.WORK_AT_HEIGHT, storm)
    assert "边坡" in owes_check_after(Kind.EXCAVATION, Weather(sky=frozenset({Sky.RAIN})))
    assert owes_check_after(Kind.WORK_AT_HEIGHT, Weather(sky=frozenset({Sky.RAIN}))) == ""
    assert owes_check_after(Kind.LIFTING, storm) == ""


def test_rain_adds_to_the_facts_of_outdoor_work_only():
    rain = Weather(9.0, frozenset({Sky.RAIN}), 3.0)
    added = facts_in(rain, facts(Flag.OUTDOOR)).flags
    assert added == {Flag.OUTDOOR, Flag.RAIN, Flag.GUST, Flag.COLD_AIR}
    assert facts_in(rain, Facts()) == Facts()


# --- fixed hot-work areas ----------------------------------------------------------------
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
AREA = FixedArea(
    SQUARE, date(2026, 1, 10), date(2026, 1, 10), "张工", is_marked=True, is_downwind=True
)


def shed(x_m):
    return ("甲类库", ((x_m, 0.0), (x_m + 5, 0.0), (x_m + 5, 5.0)))


def test_thirty_metres_from_what_may_burn():
    assert codes(area_blockers(AREA, [shed(40.0)])) == []
    assert codes(area_blockers(AREA, [shed(39.9)])) == ["too_near"]
    assert codes(area_blockers(AREA, [shed(5.0)])) == ["too_near"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_marked": False}, "unmarked"),
        ({"is_downwind": False}, "upwind"),
        ({"is_indoors": True}, "no_fire_wall"),
        ({"is_in_process_area": True}, "no_gas_alarm"),
        ({"responsible": " "}, "nobody_responsible"),
    ],
)
def test_the_conditions_of_a_fixed_area(change, code):
    assert codes(area_blockers(replace(AREA, **change), [])) == [code]


def test_where_the_plant_hears_detectors_a_place_among_units_names_its_own():
    inside = replace(AREA, is_in_process_area=True, has_gas_alarm=True)
    assert codes(area_blockers(inside, [])) == []
    assert codes(area_blockers(inside, [], knows_detectors=True)) == ["no_detector"]
    named = replace(inside, has_detector=True)
    assert codes(area_blockers(named, [], knows_detectors=True)) == []
    assert codes(area_blockers(AREA, [], knows_detectors=True)) == []


def test_an_area_not_looked_at_for_a_year_exempts_nothing():
    assert exempts(AREA, date(2027, 1, 10))
    assert not exempts(AREA, date(2027, 1, 11))
    assert not exempts(AREA, date(2026, 1, 9))
    assert not exempts(replace(AREA, approved_on=None), date(2026, 6, 1))
    assert not exempts(replace(AREA, reviewed_on=None), date(2026, 6, 1))
    assert exempts(replace(AREA, reviewed_on=date(2028, 2, 29)), date(2029, 2, 28))


# --- codes -------------------------------------------------------------------------------
@pytest.mark.clause("AQP-080")
def test_the_twenty_two_codes_of_the_standard_and_ours_apart():
    assert set(ALARM_CODES) == set(Alarm)
    standard = {row.code for row in ALARM_CODES.values() if not row.is_own}
    assert standard == {
        "01", "02", "03", "04", "05", "10", "20", "30", "31", "40", "41", "42", "43", "50", "51",
        "52", "60", "61", "62", "70", "80", "90",
    }  # fmt: skip
    assert len({row.code for row in ALARM_CODES.values()}) == len(ALARM_CODES)
    assert all(row.trigger and row.label for row in ALARM_CODES.values())
    assert ALARM_CODES[Alarm.GAS_OUT].code == "06" and reported_code(Alarm.GAS_OUT) == ""
    assert ALARM_CODES[Alarm.APPROVAL_OVERDUE].code == "11"

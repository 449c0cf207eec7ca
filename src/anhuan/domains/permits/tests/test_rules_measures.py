"""Measures: forced, explained, confirmed, their numbers on both sides of each limit."""

import pytest

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.limits import LIMITS
from anhuan.domains.permits.rules.measures import (
    Answer,
    check_answers,
    forced_measures,
    input_blockers,
    owed_measures,
)
from anhuan.domains.permits.seeds import shipped_form


def facts(*flags, **numbers):
    return Facts(frozenset(flags), **numbers)


def forced(kind, level="", *flags, **numbers):
    return forced_measures(shipped_form(kind), level, facts(*flags, **numbers))


def added(kind, *flags, level="", **numbers):
    """The words of the measures that circumstances add."""
    owed = owed_measures(shipped_form(kind), level, facts(*flags, **numbers))
    return " ".join(one.text for one in owed if one.no > 100)


HOT = shipped_form(Kind.HOT_WORK)
NUMBERS = {
    2: {"blinds": 2},
    7: {"to_fire": 10, "gap": 5},
    8: {"extinguishers": 2, "blankets": 1, "hoses": "1 条"},
    9: {"to_fire": 10},
}


def answers(**changes):
    settled = {
        one.no: Answer(True, inputs=NUMBERS.get(one.no, {}), confirmer="张班")
        for one in HOT.measures
    }
    return {**settled, **{int(key[1:]): value for key, value in changes.items()}}


def codes(given, *flags, level="second"):
    return [one.code for one in check_answers(HOT, level, facts(*flags), given)]


@pytest.mark.clause("AQP-031", "AQP-024", "GBW-211", "AQP-006")
def test_every_measure_is_said_and_confirmed():
    assert codes(answers()) == []
    assert codes(answers(m3=Answer())) == ["measure_open"]
    assert codes(answers(m3=Answer(True))) == ["measure_unconfirmed"]
    given = answers()
    del given[3]
    assert codes(given) == ["measure_open"]
    assert len(codes({})) == 15


@pytest.mark.clause("GBW-211")
def test_not_involved_needs_a_reason_and_is_no_way_out_of_what_is_forced():
    assert codes(answers(m3=Answer(False, confirmer="张班"))) == ["measure_reason"]
    assert codes(answers(m3=Answer(False, "周围无沟井", confirmer="张班"))) == []
    declined = answers(m10=Answer(False, "嫌麻烦", confirmer="张班"))
    assert codes(declined) == ["measure_forced"]
    no_gas = answers(m7=Answer(False, "不用气瓶", confirmer="张班"))
    assert codes(no_gas) == []
    assert codes(no_gas, Flag.GAS_CUTTING) == ["measure_forced"]


_REST = {"blankets": 0, "hoses": "无"}


@pytest.mark.clause("GBW-074", "GBW-073", "GBW-058")
@pytest.mark.parametrize(
    ("no", "good", "bad"),
    [
        (7, {"to_fire": 10, "gap": 5}, {"to_fire": 9, "gap": 4}),
        (9, {"to_fire": 10}, {"to_fire": 11}),
        (8, {"extinguishers": 1, **_REST}, {"extinguishers": 0, **_REST}),
    ],
)
def test_numbers_of_hot_work_on_both_sides(no, good, bad):
    inputs = HOT.measures[no - 1].inputs
    assert list(input_blockers(no, inputs, good)) == []
    limited = {one.key for one in inputs if one.check}
    assert len(list(input_blockers(no, inputs, bad))) == len(limited & bad.keys())


@pytest.mark.clause("GBW-058", "GBW-194")
def test_counts_may_not_be_left_empty():
    left = answers(m8=Answer(True, confirmer="张班"))
    assert codes(left) == ["input_missing"] * 3


@pytest.mark.clause(
    "GBW-015", "GBW-042", "GBW-073", "GBW-074", "GBW-163", "GBW-172", "GBW-182", "GBW-192"
)
@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("cylinder_gap", 5.0, 4.9), ("cylinder_to_fire", 10.0, 9.9), ("welder_to_fire", 10.0, 10.1),
        ("wash_water", 30, 31), ("cable_on_site", 2.5, 2.4), ("cable_over_road", 5.0, 4.9),
        ("cable_depth", 0.71, 0.7), ("insulation", 500, 499), ("light_in_space", 36, 37),
        ("light_wet", 12, 13), ("crane_share", 80, 81), ("spoil_edge", 1.0, 0.9),
        ("spoil_height", 1.5, 1.6), ("lamp_height", 1.0, 0.9), ("lamp_seen", 150, 149),
        ("sample_radius", 10, 10.1), ("count", 1, 0),
    ],
)  # fmt: skip
def test_each_limit_on_both_sides(name, good, bad):
    assert LIMITS[name].fault(good) == ""
    assert LIMITS[name].fault(bad) != ""


def test_every_limit_is_tested_above():
    assert len(LIMITS) == 17


@pytest.mark.parametrize("value", ["5", True, float("nan"), [5], -1])
def test_a_number_is_a_number(value):
    one = HOT.measures[1].inputs
    assert [b.code for b in input_blockers(2, one, {"blinds": value})] == ["input_invalid"]


@pytest.mark.clause("GBW-200", "PTW-094")
def test_the_lamp_of_an_excavation_is_one_of_two():
    seven = shipped_form(Kind.EXCAVATION).measures[6]
    assert list(input_blockers(7, seven.inputs, {"lamp": "A"})) == []
    assert len(list(input_blockers(7, seven.inputs, {"lamp": "C"}))) == 1


# --- what circumstances force ------------------------------------------------------------
def test_special_hot_work_forces_detector_and_camera():
    assert {13, 14} <= forced(Kind.HOT_WORK, "special")
    assert not {13, 14} & forced(Kind.HOT_WORK, "first")


@pytest.mark.clause("GBW-141")
def test_thirty_metres_force_communication():
    assert 11 in forced(Kind.WORK_AT_HEIGHT, "III", height_m=30.0)
    assert 11 not in forced(Kind.WORK_AT_HEIGHT, "III", height_m=29.9)


@pytest.mark.clause("GBW-178", "GBW-200")
def test_night_forces_lamps():
    assert 7 in forced(Kind.EXCAVATION, "", Flag.NIGHT) and 7 not in forced(Kind.EXCAVATION)
    assert 3 in forced(Kind.ROAD_BREAKING, "", Flag.NIGHT) and 3 not in forced(Kind.ROAD_BREAKING)


@pytest.mark.clause("GBW-187", "GBW-184")
def test_depth_forces_confined_space_rules_and_a_ladder():
    place = Flag.HAZARDOUS_PLACE
    assert 9 in forced(Kind.EXCAVATION, "", place, depth_m=1.3)
    assert 9 not in forced(Kind.EXCAVATION, "", place, depth_m=1.2)
    assert "梯子" in added(Kind.EXCAVATION, depth_m=2.1)
    assert "梯子" not in added(Kind.EXCAVATION, depth_m=2.0)


@pytest.mark.clause("GBW-133")
def test_the_medium_forces_its_protection():
    wanted = {Flag.TOXIC: 2, Flag.EXPLOSIVE_AREA: 3, Flag.CORROSIVE: 5, Flag.HOT_MEDIUM: 6,
              Flag.COLD_MEDIUM: 7}  # fmt: skip
    for flag, no in wanted.items():
        assert no in forced(Kind.BLIND_PLATE, "", flag) and no not in forced(Kind.BLIND_PLATE)


@pytest.mark.clause("GBW-112", "GBW-113", "GBW-104")
@pytest.mark.parametrize(
    ("flag", "words"),
    [
        (Flag.AIR_FAILED, "隔绝式呼吸"), (Flag.AIR_FAILED, "防静电"), (Flag.CORROSIVE, "防酸碱"),
        (Flag.ARC_WELDING, "绝缘鞋"), (Flag.NOISE, "耳塞"), (Flag.DUST, "防尘"),
        (Flag.HOT_MEDIUM, "高温防护"), (Flag.COLD_MEDIUM, "低温防护"),
        (Flag.CLEANING_SLUDGE, "救生绳"), (Flag.PAINTING, "强制通风"),
    ],
)  # fmt: skip
def test_each_danger_of_a_space_adds_its_protection(flag, words):
    assert words in added(Kind.CONFINED_SPACE, flag)
    assert words not in added(Kind.CONFINED_SPACE)


@pytest.mark.clause("GBW-114")
def test_some_measures_of_a_space_are_never_declined():
    assert {3, 7, 9, 12} <= forced(Kind.CONFINED_SPACE)


@pytest.mark.clause("GBW-009", "GBW-015", "GBW-043", "GBW-070", "GBW-078", "GBW-061")
@pytest.mark.parametrize(
    ("flag", "words"),
    [
        (Flag.RADIOACTIVE, "放射源"), (Flag.CORROSIVE, "冲洗水源"), (Flag.NIGHT, "警示红灯"),
        (Flag.NEAR_RAILWAY, "铁路"), (Flag.COMBUSTIBLE_DUST, "粉尘"), (Flag.EXPLOSIVE_AREA, "15 m"),
    ],
)  # fmt: skip
def test_circumstances_add_measures_to_hot_work(flag, words):
    assert words in added(Kind.HOT_WORK, flag) and words not in added(Kind.HOT_WORK)


@pytest.mark.clause("GBW-078", "GBW-059", "GBW-098")
def test_linings_and_what_held_dangerous_goods():
    assert 6 in forced(Kind.HOT_WORK, "second", Flag.FLAMMABLE_LINING)
    assert {1, 2} <= forced(Kind.HOT_WORK, "second", Flag.HELD_HAZARDOUS)
    assert {1, 2} <= forced(Kind.CONFINED_SPACE, "", Flag.HELD_HAZARDOUS)


@pytest.mark.clause("GBW-146", "GBW-144", "GBW-192")
def test_weather_and_neighbours_add_measures():
    assert "防滑" in added(Kind.WORK_AT_HEIGHT, Flag.RAIN)
    assert "放空" in added(Kind.WORK_AT_HEIGHT, Flag.NEAR_VENT)
    assert "警示灯" in added(Kind.ROAD_BREAKING, Flag.FOG)
    assert "边坡" in added(Kind.EXCAVATION, Flag.SNOW)
    assert "警示灯" not in added(Kind.ROAD_BREAKING)


@pytest.mark.clause("GBW-191")
@pytest.mark.parametrize(
    ("flags", "span_h", "owes"),
    [
        ((Flag.TRAFFIC_DIRECTED,), 2.0, False), ((Flag.TRAFFIC_DIRECTED,), 2.01, True),
        ((Flag.TRAFFIC_DIRECTED, Flag.NIGHT), 1.0, False),
        ((Flag.TRAFFIC_DIRECTED, Flag.NIGHT), 1.01, True),
        ((), 0.5, True), ((Flag.TRAFFIC_DIRECTED,), None, True),
    ],
)  # fmt: skip
def test_signboards_unless_it_is_brief_and_directed(flags, span_h, owes):
    assert ("标志牌" in added(Kind.ROAD_BREAKING, *flags, span_h=span_h)) is owes


@pytest.mark.clause("PTW-093")
def test_added_measures_are_settled_like_the_others():
    given = answers()
    assert codes(given, Flag.NEAR_RAILWAY) == ["measure_open"]
    railway = next(one.no for one in HOT.extras if "铁路" in one.text)
    assert codes({**given, railway: Answer(True, confirmer="张班")}, Flag.NEAR_RAILWAY) == []

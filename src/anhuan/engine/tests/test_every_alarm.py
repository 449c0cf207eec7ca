"""The alarms of jobs, posts, approach, speed, gates and gas, as they reach people."""

from dataclasses import replace
from uuid import UUID

import pytest

from anhuan.engine.adapters.open_alarms import OpenAlarm, states
from anhuan.engine.adapters.orders import PASS, RAISE, RETURN, UPDATE
from anhuan.engine.adapters.zones import Named
from anhuan.engine.core import config as core
from anhuan.engine.tests.plants import (
    ALWAYS,
    FORBIDDEN,
    START_MS,
    YARD,
    Wire,
    holder,
    make_engine,
    make_plant,
    square,
    tag_id,
)

SITE = UUID(int=3001)
THREE = {"T0": (20.0, 45.0), "T1": (24.0, 45.0), "T2": (20.0, 49.0)}


def make_wire(tags=6, *, fences=None, **changes):
    """An engine over `fences`, all in force, called 现场."""
    plant = make_plant(tags, limit=None)
    if fences is not None:
        names = {**plant.zones.names, **{f.id: name_of(f) for f in fences}}
        schedules = {f.id: ALWAYS for f in fences}
        zones = replace(plant.zones, fences=tuple(fences), names=names, schedules=schedules)
        plant = replace(plant, zones=zones, config=replace(plant.config, fences=tuple(fences)))
    return Wire(make_engine(replace(plant, **changes)))


def name_of(fence):
    return Named(fence.id, "现场", None, (87, 87), "7")


def fence(**rules):
    """15 x 15 m at (80, 80)."""
    return core.Fence(SITE, square(80, 80, 15), **rules)


def orders(wire, *what):
    return [order for order in wire.engine.alarms.waiting if not what or order.do in what]


def tells(wire):
    return [(tell.tag or tell.device, tell.text) for tell in wire.engine.tells]


@pytest.mark.clause("POS-021", "POS-022", "POS-102", "POS-103", "POS-067", "AQL-074")
def test_a_job_its_guardian_and_a_stranger():
    job = core.Job(guardians=frozenset({tag_id(0)}), workers=frozenset({tag_id(1)}))
    wire = make_wire(fences=[fence(job=job)])
    crew = {"T0": (85.0, 85.0), "T1": (90.0, 90.0)}
    t = wire.walk(3, {**crew, "T2": (70.0, 87.0)}, START_MS)
    assert orders(wire) == []
    for x in (74.0, 77.0, 80.0, 83.0, 86.0, 87.0):
        t = wire.walk(1, {**crew, "T2": (x, 87.0)}, t)
    (intruder,) = orders(wire, RAISE)
    assert (intruder.kind, intruder.title) == ("intruder", "非作业人员闯入 · 人员2")
    assert (tag_id(2), "您已进入作业区域 现场，请立即离开") in tells(wire)
    for x in (82.0, 79.0, 76.0, 73.0, 70.0, 67.0, 64.0, 61.0):
        t = wire.walk(1, {**crew, "T0": (x, 85.0), "T2": (87.0, 87.0)}, t)
    left = orders(wire, RAISE)[-1]
    assert (left.kind, left.title) == ("worker_left", "监护人离开 · 人员0")
    assert left.inputs["zone_version"] == "7"
    assert (left.rule, left.rule_version) == ("job_left", "1")
    assert (tag_id(0), "您已离开作业现场 现场，请立即返回") in tells(wire)


@pytest.mark.clause("POS-097", "POS-119")
def test_straying_and_absence_have_their_own_words():
    mine = core.Fence(FORBIDDEN, square(80, 80, 15), must_stay=frozenset({tag_id(0)}))
    theirs = core.Fence(SITE, square(40, 40, 20), must_stay=frozenset({tag_id(1)}))
    wire = make_wire(fences=[mine, theirs])
    wire.walk(14, {"T0": (50.0, 50.0), "T1": (10.0, 10.0)}, START_MS)
    raised = {(o.kind, o.title): o for o in orders(wire, RAISE)}
    assert raised.keys() == {
        ("boundary", "串岗 · 人员0"), ("under_count", "未到岗 · 人员0"),
        ("under_count", "未到岗 · 人员1"),
    }  # fmt: skip
    assert raised["boundary", "串岗 · 人员0"].inputs["way"] == "strayed"


@pytest.mark.clause("POS-056")
def test_an_approach_warns_the_person_and_rings_nowhere():
    wire = make_wire(fences=[fence(may_enter=frozenset(), approach_m=6.0)])
    wire.walk(8, {"T0": (76.0, 87.0), "T1": (60.0, 87.0)}, START_MS)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("near_high_risk", "接近高风险区 · 人员0")
    assert tells(wire) == [(tag_id(0), "前方 现场 未经许可不得进入")]


@pytest.mark.clause("POS-111")
def test_a_vehicle_too_fast():
    road = core.Fence(SITE, (core.Corridor(((0.0, 50.0), (100.0, 50.0)), 8.0),),
                      speed_limit_kmh=15.0)  # fmt: skip
    plant = make_plant(2, limit=None)
    wire = make_wire(2, fences=[road], holders={**plant.holders, tag_id(0): holder(0, "vehicle")})
    tags = wire.engine.pipeline.plant.config.tags
    fast = (replace(tags[0], kind=core.Kind.VEHICLE), tags[1])
    wire.engine.pipeline.reconfigure(replace(wire.engine.pipeline.plant.config, tags=fast))
    for second in range(14):
        t = START_MS + 1000 * second
        wire.walk(1, {"T0": (2.0 + 7.0 * second, 50.0)}, t)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("overspeed", "车辆超速 · 人员0")
    assert "限速 15 km/h" in order.text
    assert order.inputs["speed_kmh"] > 15


def test_a_gathering_keeps_the_colour_it_rang_with():
    wire = make_wire()
    seven = {f"T{k}": (20.0 + k % 3, 45.0 + k // 3) for k in range(6)}
    t = wire.walk(66, seven, START_MS)
    assert orders(wire, RAISE)[0].title == "橙色聚集 · 6 人"
    rest = {f"T{k}": seven[f"T{k}"] for k in range(3)}
    gone = {f"T{k}": (80.0, 10.0 + 20 * (k - 3)) for k in range(3, 6)}
    wire.walk(14, {**rest, **gone}, t)
    update = orders(wire, UPDATE)[-1]
    assert (update.kind, update.title) == ("crowd_orange", "橙色聚集 · 现余 3 人")
    assert update.inputs["grade_now"] == 1
    assert update.text.endswith("08:00:01 起")


@pytest.mark.clause("AQL-038", "AQL-030", "POS-131", "AQL-037")
def test_people_and_the_areas_sounder_are_told_to_disperse_at_once():
    wire = make_wire(sounders={YARD: ("S-1",)})
    wire.walk(63, THREE, START_MS)
    (order,) = orders(wire, RAISE)
    told = wire.engine.tells
    assert {tell.tag or tell.device for tell in told} == {tag_id(0), tag_id(1), tag_id(2), "S-1"}
    assert all("请立即分散" in tell.text for tell in told)
    decided_ms = order.inputs["decided_ms"]
    assert all(0 <= tell.at_ms - decided_ms <= 5_000 for tell in told)


def gas(x, y, number=9):
    return OpenAlarm(
        UUID(int=number), "gas_combustible", "gas:1", "可燃气体", 1, START_MS, x, y, 1, 0, False
    )


@pytest.mark.clause("AQL-039")
@pytest.mark.parametrize(("away_m", "evacuates"), [(49.0, True), (53.0, False)])
def test_a_gas_alarm_nearby_turns_the_warning_into_evacuation(away_m, evacuates):
    wire = make_wire(sounders={YARD: ("S-1",)})
    t = wire.walk(63, THREE, START_MS)
    wire.engine.tells.clear()
    wire.engine.open_alarms = (gas(22.0 + away_m, 47.0),)
    wire.walk(3, THREE, t)
    found = [order for order in orders(wire, UPDATE) if "evacuation" in order.inputs]
    assert bool(found) is evacuates
    if evacuates:
        assert len(found) == 1
        assert found[0].priority == 1
        assert "附近气体报警" in found[0].text
        assert found[0].inputs["evacuation"]["limit_m"] == 50.0
        everybody = {tag_id(0), tag_id(1), tag_id(2), "S-1"}
        assert {tell.tag or tell.device for tell in wire.engine.tells} == everybody
        assert all("请立即撤离至安全处" in tell.text for tell in wire.engine.tells)


@pytest.mark.clause("AQL-045")
@pytest.mark.parametrize(("seconds", "is_event"), [(29, False), (32, True)])
def test_thirty_seconds_make_an_incident_and_the_alarm_says_so(seconds, is_event):
    wire = make_wire()
    wire.walk(seconds, {"T0": (88.0, 88.0)}, START_MS)
    said = [o for o in orders(wire, UPDATE) if "记为越界事件" in o.text]
    assert bool(said) is is_event


@pytest.mark.clause("AQL-093")
def test_the_state_of_every_open_alarm_says_where_it_is_by_now():
    wire = make_wire()
    wire.walk(66, THREE, START_MS)
    (order,) = orders(wire, RAISE)
    alarm = OpenAlarm(
        UUID(order.alarm_id), order.kind, order.condition, order.title, 3, order.at_ms, 0.0, 0.0,
        1, 3, False,
    )  # fmt: skip
    now_ms = START_MS + 90_000
    (said,) = states([alarm], wire.engine.around(), now_ms)["alarms"]
    assert said["lasted_s"] == (now_ms - order.at_ms) // 1000
    assert (round(said["x_m"]), round(said["y_m"]), said["people"]) == (22, 47, 3)


@pytest.mark.clause("POS-066")
def test_a_fall_by_status_or_by_key_is_an_alarm_at_once():
    for subject, body in (("status.T0", {"online": True, "fall": True}),
                          ("button.T0", {"key": "fall"})):  # fmt: skip
        wire = make_wire()
        wire.send(subject, body, START_MS + 500)
        wire.run(START_MS + 1000)
        (order,) = orders(wire)
        assert (order.do, order.kind, order.title) == (RAISE, "fall", "跌倒 · 人员0")


def test_a_gates_passage_is_written_in_order_with_the_alarms():
    wire = make_wire()
    passage = {"person": "P007", "way": "in", "t": "2026-11-22T00:00:00+08:00"}
    wire.send("gate.east-1", passage, START_MS + 500)
    wire.send("gate.east-1", {"person": "P007", "way": "sideways"}, START_MS + 500)
    wire.run(START_MS + 1000)
    (order,) = orders(wire)
    assert (order.do, order.inputs) == (
        PASS, {"person": "P007", "way": "in", "gate": "east-1"},
    )  # fmt: skip
    assert wire.engine.refusals.total == {"bad_shape": 1}


@pytest.mark.clause("AQL-044")
def test_going_right_through_a_strip_is_told_and_over():
    ring = ((50.0, 0.0), (51.0, 0.0), (51.0, 99.0), (50.0, 99.0))
    strip = core.Fence(SITE, (core.Polygon(ring),), may_enter=frozenset())
    wire = make_wire(fences=[strip])
    t = START_MS
    for second in range(12):
        t = wire.walk(1, {"T0": (36.5 + 2.5 * second, 50.0)}, t)
    wire.run(t + 1000)
    raised, back = orders(wire)
    assert (raised.do, back.do) == (RAISE, RETURN)
    assert raised.text.endswith("穿过")
    assert tells(wire) == [(tag_id(0), "您穿过了禁入区域 现场，请勿再进入")]

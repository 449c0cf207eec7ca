"""What the engine tells the alarms slice and the people concerned."""

from dataclasses import replace

import pytest

from anhuan.engine.adapters.orders import RAISE, RETURN, UPDATE
from anhuan.engine.adapters.zones import Schedule
from anhuan.engine.tests.plants import (
    START_MS,
    TANK_FARM,
    Wire,
    holder,
    make_engine,
    make_plant,
    tag_id,
)
from anhuan.kernel import clock

INSIDE = {"T0": (45.0, 45.0), "T1": (45.0, 57.0), "T2": (57.0, 45.0), "T3": (57.0, 57.0)}
OUTSIDE = {"T0": (10.0, 10.0), "T1": (10.0, 80.0), "T2": (80.0, 10.0), "T3": (30.0, 60.0)}


def make_wire(**changes):
    """An engine whose fourth person is a contractor."""
    plant = make_plant(8, **changes)
    holders = {**plant.holders, tag_id(3): holder(3, "contractor")}
    return Wire(make_engine(replace(plant, holders=holders)))


def orders(wire, *what):
    """Orders given so far, of these kinds of doing."""
    return [order for order in wire.engine.alarms.waiting if not what or order.do in what]


@pytest.mark.clause("POS-010", "POS-096", "POS-120", "POS-127", "AQL-047", "AQL-031")
def test_too_many_in_an_area():
    wire = make_wire(limit=3)
    two = {k: INSIDE[k] for k in ("T0", "T1")}
    t = wire.walk(5, {**OUTSIDE, **two}, START_MS)
    assert orders(wire) == []
    t = wire.walk(5, INSIDE, t)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("over_count", "超员 · 一号罐区")
    assert order.text == "4 人，限 3 人；多出：人员3（承包商）"
    assert order.place["area"] == str(TANK_FARM)
    assert [p["name"] for p in order.people] == ["人员0", "人员1", "人员2", "人员3"]
    near = {p["name"]: (round(p["x_m"]), round(p["y_m"])) for p in order.snapshot["people"]}
    assert {name: near[name] for name in ("人员0", "人员3")} == {
        "人员0": (45, 45),
        "人员3": (57, 57),
    }
    assert (order.rule, order.rule_version, order.inputs["limit"]) == ("over_count", "1", 3)
    wire.walk(8, OUTSIDE, t)
    (back,) = orders(wire, RETURN)
    assert back.condition == order.condition == f"over_count:{TANK_FARM}"


def test_the_limit_itself_is_too_many():
    wire = make_wire(limit=3)
    wire.walk(5, {**OUTSIDE, **{k: INSIDE[k] for k in ("T0", "T1", "T2")}}, START_MS)
    (order,) = orders(wire, RAISE)
    assert order.text.startswith("3 人，限 3 人；最后进入：")


def test_the_number_is_told_again_when_it_changes():
    wire = make_wire(limit=3)
    t = wire.walk(4, INSIDE, START_MS)
    wire.walk(9, {**INSIDE, "T4": (50.0, 50.0)}, t)
    (update,) = orders(wire, UPDATE)[-1:]
    assert update.text == "5 人，限 3 人；多出：人员3（承包商）、人员4"


@pytest.mark.clause("POS-011", "POS-009", "POS-094", "POS-128", "POS-121")
def test_crossing_is_told_to_the_crosser_and_to_the_control_room():
    wire = make_wire()
    wire.stroll("T0", (70.0, 85.0), (88.0, 88.0), START_MS)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("boundary", "越界 · 人员0")
    assert order.text.startswith("人员0无权进入 危险区，")
    assert order.inputs["way"] == "entry"
    assert order.inputs["zone_version"] == "3"
    (tell,) = wire.engine.tells
    assert (tell.tag, tell.text) == (tag_id(0), "您已进入禁入区域 危险区，请立即退出")
    assert tell.at_ms - order.at_ms < 5_000  # AQ 3064.3-2025 5.2.4 a


@pytest.mark.clause("AQL-045")
@pytest.mark.parametrize(("seconds", "is_event"), [(20, False), (29, True)])
def test_a_crossing_becomes_an_event_after_thirty_seconds(seconds, is_event):
    wire = make_wire()
    t = wire.walk(seconds, {"T0": (88.0, 88.0)}, START_MS)
    wire.stroll("T0", (88.0, 88.0), (70.0, 88.0), t)
    events = [order for order in orders(wire, UPDATE) if order.inputs.get("is_event")]
    assert bool(events) is is_event
    assert all(order.inputs["zone_name"] == "危险区" for order in events)
    assert orders(wire, RETURN)


@pytest.mark.clause("POS-013", "AQL-054")
def test_a_pressed_key_is_an_alarm_at_once():
    wire = make_wire()
    t = wire.walk(3, {"T0": (30.0, 50.0), "T1": (30.0, 62.0)}, START_MS)
    wire.send("button.T0", {"t": "2026-11-22T00:00:03Z", "key": "sos", "pressed": True}, t)
    wire.run(t + 50)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("sos", "一键求救 · 人员0")
    assert order.text.startswith("厂区 1F，距离最近同伴 12 m")
    assert abs(order.place["x_m"] - 30) < 1
    assert [p["name"] for p in order.people] == ["人员0"]
    assert "人员1" in [p["name"] for p in order.snapshot["people"]]


@pytest.mark.clause("POS-129")
def test_letting_go_ends_nothing_and_a_call_is_no_sos():
    wire = make_wire()
    for pressed in (True, False):
        wire.send("button.T0", {"key": "call", "pressed": pressed}, START_MS + 500)
    wire.run(START_MS + 1000)
    (order,) = orders(wire)
    assert (order.kind, order.title, order.text) == (
        "call",
        "人员呼叫 · 人员0",
        "位置未知，附近没有同伴",
    )


@pytest.mark.parametrize("t", ["garbage", "2026-11-22T05:00:00Z", "2020-01-01T00:00:00Z"])
def test_a_broken_clock_does_not_silence_a_call_for_help(t):
    wire = make_wire()
    wire.send("button.T0", {"t": t, "key": "sos", "pressed": True}, START_MS + 500)
    wire.run(START_MS + 1000)
    (order,) = orders(wire)
    assert order.at_ms == START_MS + 500


def test_help_is_called_even_by_a_tag_nobody_knows():
    wire = make_wire()
    wire.send("button.X-1", {"key": "sos"}, START_MS + 500)
    wire.run(START_MS + 1000)
    (order,) = orders(wire)
    assert order.title == "一键求救 · 未登记标签 X-1"
    assert wire.engine.refusals.total == {"unknown_tag": 1}


@pytest.mark.clause("POS-003", "AQL-002", "AQL-036")
def test_a_gathering_is_graded_told_to_its_people_and_ends():
    wire = make_wire(limit=None)
    three = {"T0": (20.0, 45.0), "T1": (24.0, 45.0), "T2": (20.0, 49.0)}
    t = wire.walk(59, three, START_MS)
    assert orders(wire) == []
    t = wire.walk(4, three, t)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("crowd_yellow", "黄色聚集 · 3 人")
    assert order.text == "厂区西侧，半径 2.8 m，08:00:01 起"
    assert {tell.tag for tell in wire.engine.tells} == {tag_id(0), tag_id(1), tag_id(2)}
    assert all(tell.at_ms - order.at_ms <= 65_000 for tell in wire.engine.tells)
    t = wire.walk(10, {**three, "T3": (24.0, 49.0)}, t)
    worse = orders(wire, UPDATE)[-1]
    assert (worse.kind, worse.title) == ("crowd_orange", "橙色聚集 · 4 人")
    assert len(worse.people) == 4
    assert wire.engine.tells[-1].tag == tag_id(3)
    wire.walk(12, OUTSIDE, t)
    assert orders(wire)[-1].do == RETURN
    assert len({order.condition for order in orders(wire)}) == 1


@pytest.mark.clause("POS-012", "POS-098", "POS-130", "AQL-046")
def test_somebody_who_does_not_move():
    plant = make_plant()
    fence = replace(plant.zones.fences[0], may_enter=None, still_after_s=20.0)
    wire = Wire(make_engine(with_fence(plant, fence)))
    t = wire.walk(40, {"T0": (88.0, 88.0)}, START_MS)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("still", "静止超时 · 人员0")
    assert order.text.endswith(" 起未移动")
    for step in range(4):
        t = wire.walk(2, {"T0": (88.0 - 3 * step, 88.0 - 3 * step)}, t)
    assert orders(wire)[-1].do == RETURN


@pytest.mark.clause("POS-099", "AQL-048")
def test_too_few_in_an_area():
    plant = make_plant()
    area = replace(plant.config.areas[1], over_limit=None, under_limit=2)
    areas = (plant.config.areas[0], area)
    zones = replace(plant.zones, areas=areas)
    plant = replace(plant, zones=zones, config=replace(plant.config, areas=areas))
    wire = Wire(make_engine(plant))
    wire.walk(15, {"T0": (50.0, 50.0)}, START_MS)
    (order,) = orders(wire, RAISE)
    assert (order.title, order.text) == ("缺员 · 一号罐区", "1 人，至少 2 人")


def test_a_low_battery_rings_once_until_it_is_charged():
    wire = make_wire()
    for second, percent in enumerate((25, 19, 18, 20, 19, 80, 15)):
        at = START_MS + 1000 * second
        wire.send("status.T0", {"online": True, "battery_pct": percent}, at)
        wire.run(at + 500)
    assert [(o.do, o.text) for o in orders(wire)] == [
        (RAISE, "标签 T0 电量 19%"),
        (RETURN, ""),
        (RAISE, "标签 T0 电量 15%"),
    ]


def test_a_tag_of_nobody_that_moves():
    plant = make_plant()
    nobody = replace(plant.holders[tag_id(0)], subject=None, rights=None, name="标签 T0")
    wire = Wire(make_engine(replace(plant, holders={**plant.holders, tag_id(0): nobody})))
    t = wire.walk(5, {"T0": (50.0, 50.0)}, START_MS)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.text) == ("tag_unassigned", "出现在 一号罐区，没有发放给任何人")
    wire.engine.reconfigure(plant)
    wire.walk(2, {"T0": (50.0, 50.0)}, t)
    assert orders(wire)[-1].do == RETURN


def test_a_silent_tag_is_lost_only_while_others_are_heard():
    wire = make_wire()
    t = wire.walk(3, {"T0": (50.0, 50.0), "T1": (10.0, 10.0)}, START_MS)
    t = wire.walk(63, {"T1": (10.0, 10.0)}, t)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("signal_lost", "信号丢失 · 人员0")
    assert order.text == "最后位置 一号罐区，08:00:02 起没有信号"
    quiet = make_wire()
    t = quiet.walk(3, {"T0": (50.0, 50.0)}, START_MS)
    quiet.run(t + 70_000)
    assert orders(quiet) == []


@pytest.mark.clause("POS-004", "AQL-035")
@pytest.mark.parametrize(
    ("people", "kind"),
    [(2, None), (3, "crowd_yellow"), (4, "crowd_orange"), (6, "crowd_orange"), (7, "crowd_red")],
)
def test_colours_of_a_gathering(people, kind):
    wire = make_wire(limit=None)
    together = {f"T{k}": (20.0 + k, 20.0) for k in range(people)}
    wire.walk(64, together, START_MS)
    assert [order.kind for order in orders(wire, RAISE)] == ([kind] if kind else [])


@pytest.mark.clause("AQL-026")
def test_a_contractor_may_not_enter_where_staff_may():
    plant = make_plant()
    plant = replace(plant, holders={**plant.holders, tag_id(1): holder(1, "contractor")})
    fence = replace(plant.zones.fences[0], may_enter=frozenset({tag_id(0)}))
    plant = with_fence(plant, fence)
    wire = Wire(make_engine(plant))
    wire.walk(4, {"T0": (85.0, 85.0), "T1": (90.0, 90.0)}, START_MS)
    (order,) = orders(wire, RAISE)
    assert order.text.startswith("人员1（承包商）无权进入 危险区")


@pytest.mark.clause("POS-008", "POS-093")
def test_a_fence_outside_its_hours_is_silent():
    plant = make_plant()
    until = clock.from_ms(START_MS + 10_000)
    (fence,) = plant.zones.fences
    later = Schedule((), until, None)
    plant = replace(plant, zones=replace(plant.zones, schedules={fence.id: later}))
    wire = Wire(make_engine(plant))
    wire.engine.keep_schedule()
    t = wire.walk(12, {"T0": (88.0, 88.0)}, START_MS)
    assert orders(wire) == []
    assert wire.engine.keep_schedule()
    wire.walk(3, {"T0": (88.0, 88.0)}, t)
    assert [order.kind for order in orders(wire, RAISE)] == ["boundary"]


@pytest.mark.clause("POS-100", "AQL-050")
def test_somebody_who_stays_too_long_though_moving():
    plant = make_plant()
    fence = replace(plant.zones.fences[0], may_enter=None, max_stay_s=10.0)
    wire = Wire(make_engine(with_fence(plant, fence)))
    t = wire.stroll("T0", (83.0, 83.0), (92.0, 92.0), START_MS)
    assert orders(wire) == []
    wire.stroll("T0", (92.0, 92.0), (85.0, 85.0), t)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title) == ("overstay", "滞留超时 · 人员0")
    assert order.text == "危险区，08:00:00 进入，限 10 秒"


@pytest.mark.clause("AQL-049")
def test_a_particular_person_is_missing_though_enough_are_there():
    plant = make_plant()
    fence = replace(plant.zones.fences[0], may_enter=None, must_stay=frozenset({tag_id(0)}))
    wire = Wire(make_engine(with_fence(plant, fence)))
    both = {"T0": (85.0, 88.0), "T1": (90.0, 88.0)}
    t = wire.walk(12, both, START_MS)
    assert orders(wire) == []
    for k in range(12):
        t = wire.walk(1, {**both, "T0": (85.0 - 1.5 * k, 88.0)}, t)
    (order,) = orders(wire, RAISE)
    assert (order.kind, order.title, order.inputs["way"]) == (
        "boundary",
        "离岗 · 人员0",
        "left_post",
    )


def with_fence(plant, fence):
    """The plant with another fence in place of its own."""
    zones = replace(plant.zones, fences=(fence,))
    return replace(plant, zones=zones, config=replace(plant.config, fences=(fence,)))

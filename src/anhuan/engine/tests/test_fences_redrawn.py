"""A fence moved, switched off or withdrawn while somebody stands in it: its alarm ends, and why."""

from dataclasses import replace
from uuid import UUID

import pytest

from anhuan.engine.adapters.orders import RAISE, RETURN
from anhuan.engine.adapters.zones import Named, Schedule, Zones
from anhuan.engine.core import config as core
from anhuan.engine.tests.plants import (
    ALWAYS,
    FORBIDDEN,
    START_MS,
    TANK_FARM,
    Wire,
    make_engine,
    make_plant,
    square,
)
from anhuan.kernel import clock

WORKSHOP = UUID(int=2002)
HERE = {"T0": (50.0, 50.0), "T1": (52.0, 52.0)}
FORBID = {"may_enter": frozenset()}
STAY = {"max_stay_s": 5.0}
COUNT = {"over_limit": 2}


def with_fence(plant, shapes, version="1", schedule=ALWAYS, **rules):
    """The plant with one fence about where both people stand; shapes None: withdrawn."""
    fences = (core.Fence(WORKSHOP, shapes, **rules),) if shapes else ()
    name = Named(WORKSHOP, "检修区", None, (50, 50), version)
    known = {key: one for key, one in plant.zones.names.items() if key != WORKSHOP}
    names = known | ({WORKSHOP: name} if shapes else {})
    zones = Zones(plant.zones.areas, fences, names, {WORKSHOP: schedule} if shapes else {}, 0)
    return replace(plant, zones=zones, config=replace(plant.config, fences=fences))


def rung(rules, still_s=20):
    """An engine with the alarm of that fence standing, and the time."""
    plant = with_fence(make_plant(limit=None), square(40, 40, 20), **rules)
    wire = Wire(make_engine(plant))
    t_ms = wire.walk(still_s, HERE, START_MS)
    raised = [one for one in wire.engine.alarms.waiting if one.do == RAISE]
    assert raised and all(one.inputs["zone_name"] == "检修区" for one in raised)
    return wire, t_ms, {one.condition for one in raised}


def ends(wire):
    return {one.condition: one for one in wire.engine.alarms.waiting if one.do == RETURN}


CASES = pytest.mark.parametrize("rules", [FORBID, STAY, COUNT], ids=["boundary", "stay", "count"])


@CASES
@pytest.mark.parametrize(("shapes", "why"), [
    (None, "“检修区”已结束、停用或作废，不再判定"),
    (square(10, 10, 20), "“检修区”在报警期间被修改（版本 1 → 2），按新的范围和条件判定"),
], ids=["withdrawn", "moved"])  # fmt: skip
def test_the_alarm_ends_at_once_though_nobody_is_heard_again(rules, shapes, why):
    wire, t_ms, conditions = rung(rules)
    wire.engine.reconfigure(with_fence(wire.engine.plant, shapes, "2", **rules))
    wire.run(t_ms + 4_000)  # their tags are silent
    assert set(ends(wire)) == conditions
    for order in ends(wire).values():
        assert order.text == why
        assert order.at_ms - t_ms <= 3_000
    assert not wire.engine.book.standing


@CASES
def test_a_fence_redrawn_around_them_goes_on_ringing(rules):
    wire, t_ms, conditions = rung(rules)
    wire.engine.reconfigure(with_fence(wire.engine.plant, square(45, 45, 30), "2", **rules))
    wire.walk(5, HERE, t_ms)
    assert not ends(wire) and set(wire.engine.book.standing) == conditions


def test_a_limit_raised_above_the_number_ends_the_alarm_and_says_so():
    wire, t_ms, (condition,) = rung(COUNT)
    fence = square(40, 40, 20)
    wire.engine.reconfigure(with_fence(wire.engine.plant, fence, "2", over_limit=3))
    wire.walk(5, HERE, t_ms)
    assert ends(wire)[condition].text.startswith("“检修区”在报警期间被修改（版本 1 → 2）")


def test_out_of_its_hours_the_alarm_ends_and_says_so():
    until = clock.from_ms(START_MS + 22_000)
    wire, t_ms, conditions = rung(STAY | {"schedule": Schedule((), None, until)})
    assert not ends(wire)
    t_ms = wire.walk(4, HERE, t_ms)
    wire.engine.keep_schedule()
    wire.walk(2, HERE, t_ms)
    assert set(ends(wire)) == conditions
    assert {one.text for one in ends(wire).values()} == {"“检修区”已不在生效时段"}


def test_who_walks_out_himself_needs_no_reason():
    wire, t_ms, _ = rung(FORBID)
    away = {"T0": (30.0, 50.0), "T1": (30.0, 52.0)}
    wire.walk(15, away, t_ms)
    assert {one.text for one in ends(wire).values()} == {""}


def test_visits_of_an_area_that_is_withdrawn_end_in_the_record():
    wire = Wire(make_engine(make_plant(limit=None)))
    t_ms = wire.walk(5, HERE, START_MS)
    areas = tuple(one for one in wire.engine.plant.config.areas if one.id != TANK_FARM)
    plant = replace(wire.engine.plant, config=replace(wire.engine.plant.config, areas=areas))
    open_before = [key for key, left in wire.engine.visits.items() if left is None]
    assert {zone for _, zone, _ in open_before} >= {TANK_FARM}
    wire.engine.reconfigure(plant)
    wire.run(t_ms + 1_000)
    left = {key[1] for key in open_before if wire.engine.visits[key] is not None}
    assert left == {TANK_FARM}
    assert FORBIDDEN not in left

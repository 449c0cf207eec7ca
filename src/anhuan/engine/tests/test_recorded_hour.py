"""An hour with every alarm the engine knows, read again from its stream: the same, to the ms."""

import itertools
from collections import Counter
from dataclasses import replace
from math import cos, pi, sin
from uuid import UUID

import numpy as np
import pytest

from anhuan.engine.adapters import checkpoint
from anhuan.engine.adapters.beat import process
from anhuan.engine.adapters.checkpoint import Stored
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.core import config as core
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.tests.plants import (
    ALWAYS,
    START_MS,
    Wire,
    holder,
    make_engine,
    make_plant,
    report,
    square,
    tag_id,
)
from anhuan.engine.tests.test_every_alarm import name_of
from anhuan.engine.tests.test_replay import compressed

HOUR_S = 3600
SLOW_S = 2  # between two reports of a tag: 30 a minute, AQ 3064.3 7.2.1
KINDS = {
    "over_count", "under_count", "boundary", "overstay", "still", "signal_lost", "overspeed",
    "worker_left", "intruder", "near_high_risk", "crowd_orange", "sos", "call",
    "fall", "low_battery", "tag_unassigned",
}  # fmt: skip
WAYS = {"entry", "left_post", "strayed", "left_plant"}


def plant_of_everything():
    """Twelve tags and a fence for every rule."""
    plant = make_plant(14, limit=3)
    one = lambda k: frozenset({tag_id(k)})  # noqa: E731
    fences = (
        core.Fence(UUID(int=1), square(80, 80, 15), may_enter=frozenset(), approach_m=4.0),
        core.Fence(UUID(int=2), square(0, 80, 10), must_stay=one(5)),
        core.Fence(UUID(int=3), square(20, 80, 10), must_stay=one(6), under_limit=1),
        core.Fence(UUID(int=4), square(40, 80, 15), max_stay_s=300.0, still_after_s=120.0),
        core.Fence(UUID(int=5), square(-5, -5, 110), keeps_tags=True),
        core.Fence(UUID(int=6), square(80, 0, 15), job=core.Job(one(7), one(8))),
        core.Fence(UUID(int=7), square(0, 0, 70), speed_limit_kmh=10.0),
    )
    names = {**plant.zones.names, **{f.id: name_of(f) for f in fences}}
    zones = replace(
        plant.zones, fences=fences, names=names, schedules={f.id: ALWAYS for f in fences}
    )
    holders = {**plant.holders, tag_id(9): holder(9, "vehicle")}
    holders[tag_id(10)] = replace(holders[tag_id(10)], subject=None, rights=None)
    tags = tuple(
        replace(tag, kind=core.Kind.VEHICLE) if tag.id == tag_id(9) else tag
        for tag in plant.config.tags
    )
    config = replace(plant.config, fences=fences, tags=tags)
    return replace(plant, zones=zones, config=config, holders=holders)


# Where each person is when, seconds of a round of ten minutes; straight in between.
WAYS_OF = {
    **{k: ((0, 10 + 5 * k, 20), (70 * k, 10 + 5 * k, 20), (70 * k + 60, 47 + k, 47),
           (500, 47 + k, 47), (560, 10 + 5 * k, 20)) for k in range(5)},  # gather in the tank farm
    5: ((100, 5, 85), (130, 25, 85), (400, 25, 85), (430, 5, 85)),  # off the post, to another's
    6: ((60, 25, 87), (90, 47, 87), (540, 47, 87), (570, 25, 87)),  # lies still, the post is empty
    7: ((200, 85, 5), (220, 70, 5), (300, 70, 5), (320, 85, 5)),  # the guardian
    8: ((0, 88, 8),),
    11: ((100, 70, 8), (130, 90, 8), (300, 90, 8), (420, 88, 88), (560, 70, 8)),  # an intruder
    12: ((50, 95, 50), (80, 125, 50), (300, 125, 50), (330, 95, 50)),  # carries the tag out
    13: ((0, 45, 55), (200, 46, 55)),
}  # fmt: skip


def place(k, s):
    """Where tag k is at second s; None: not heard."""
    if k == 9:  # the lorry: five times round at 10.8 km/h, then it stands
        angle = min(s % 600, 100 * pi) / 10
        return 35 + 30 * sin(angle), 35 + 30 * cos(angle)
    if k == 10:  # a tag of nobody
        return 60 + sin(s / 20), 10.0
    if k == 13 and s % 600 > 200:  # falls silent in the tank farm
        return None
    times, x, y = zip(*WAYS_OF[k], strict=True)
    return float(np.interp(s % 600, times, x)), float(np.interp(s % 600, times, y))


def an_hour(wire):
    """Everybody's reports, keys and batteries; beats come as the stream gives them."""
    for second in range(0, HOUR_S, SLOW_S):
        t = START_MS + 1000 * second
        here = {f"T{k}": place(k, second) for k in range(14)}
        body = [report(n, t, *xy) for n, xy in here.items() if xy is not None]
        wire.send("ranging.gw", body, t + 40)
        if second % 600 == 300:
            wire.send("button.T0", {"key": "sos"}, t + 120)
            wire.send("button.T1", {"key": "call"}, t + 140)
            wire.send("status.T2", {"online": True, "fall": True}, t + 160)
            wire.send("status.T3", {"online": True, "battery_pct": 9}, t + 170)
        if second % 600 == 480:
            wire.send("status.T3", {"online": True, "battery_pct": 90}, t + 170)


def alarms_of(orders):
    """What is raised, changed and ended, when and why."""
    return [order.plain() for order in orders]


@pytest.fixture(scope="module")
def recorded():
    plant = plant_of_everything()
    wire = Wire(make_engine(plant))
    an_hour(wire)
    beats = list(wire.beats.due(START_MS + 1000 * HOUR_S + 5_000))
    for beat in beats:
        process(wire.engine, beat)
    return plant, beats, wire.engine


@pytest.mark.clause("AQL-007")
def test_the_hour_holds_every_alarm_raised_and_ended(recorded):
    _, _, engine = recorded
    raised = Counter(o.kind for o in engine.alarms.waiting if o.do == "raise")
    assert raised.keys() >= KINDS
    assert {o.inputs.get("way") for o in engine.alarms.waiting} >= WAYS
    ended = {o.condition.split(":")[0] for o in engine.alarms.waiting if o.do == "return"}
    assert {"entered", "left", "strayed", "job_left", "intruded", "overspeed", "crowding",
            "over_count", "under_count", "left_plant"} <= ended  # fmt: skip
    assert engine.troubles == {}


def test_read_again_it_gives_the_same_alarms_to_the_millisecond(recorded):
    plant, beats, first = recorded
    again = make_engine(plant)
    for beat in beats:
        process(again, beat)
    assert alarms_of(again.alarms.waiting) == alarms_of(first.alarms.waiting)


def test_killed_three_times_in_the_middle_it_gives_the_same_alarms(recorded):
    plant, beats, first = recorded
    engine = make_engine(plant)
    cuts = [int(len(beats) * share) for share in (0.21, 0.58, 0.83)]
    for begin, end in itertools.pairwise([0, *cuts]):
        for beat in beats[begin:end]:
            process(engine, beat)
        frozen = checkpoint.freeze(engine, "stream", engine.seq)
        engine = Engine(plant, Pipeline(plant.config, 0))
        checkpoint.restore(engine, Stored(frozen.seq, 0, compressed(frozen.memory)))
    for beat in beats[cuts[-1] :]:
        process(engine, beat)
    assert alarms_of(engine.alarms.waiting) == alarms_of(first.alarms.waiting)

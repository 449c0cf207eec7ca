"""Gateways cut off, doubled, wild, or wrong about the time: no false alarm and no lost one."""

import pytest

from anhuan.engine.adapters.orders import RAISE
from anhuan.engine.tests.plants import START_MS, Wire, make_engine, make_plant, report

FORBIDDEN_AT, YARD_AT = (88.0, 88.0), (30.0, 30.0)
MINUTE_MS, HOUR_MS = 60_000, 3_600_000


def raised(wire):
    return [(order.kind, order.at_ms) for order in wire.engine.alarms.waiting if order.do == RAISE]


def everything(wire):
    return [order.plain() for order in wire.engine.alarms.waiting]


def test_late_hours_of_one_gateway_raise_nothing_about_the_past():
    wire = Wire(make_engine(make_plant()))
    t = wire.walk(60, {"T0": YARD_AT, "T1": (40.0, 30.0)}, START_MS)
    for minutes in (180, 120, 45, 11, 9, 1):  # what the cut-off gateway had kept
        old = t - minutes * MINUTE_MS
        late = [report("T0", old + 1000 * k, *FORBIDDEN_AT) for k in range(60)]
        wire.send("ranging.gw9", late, t + 100)
    wire.walk(10, {"T0": YARD_AT, "T1": (40.0, 30.0)}, t)
    assert raised(wire) == []
    assert wire.engine.refusals.total["clock_behind"] >= 4
    spot = wire.engine.board.rows[wire.engine.plant.config.tags[0].id]
    assert abs(spot.x - 30) < 1
    assert abs(spot.y - 30) < 1


def test_a_gateway_back_after_nine_minutes_tells_what_holds_now_only():
    """Only this gateway hears the tag: what it brings ends in the forbidden place, that rings."""
    wire = Wire(make_engine(make_plant()))
    t = wire.walk(5, {"T0": YARD_AT, "T1": (40.0, 30.0)}, START_MS)
    t = wire.walk(540, {"T1": (40.0, 30.0)}, t)
    way = [(30 + k * 58 / 300, 30 + k * 58 / 300) for k in range(301)]
    kept = [report("T0", t - 1000 * (301 - k), *xy) for k, xy in enumerate(way)]
    for first in range(0, 301, 50):
        wire.send("ranging.gw9", kept[first : first + 50], t + 50 + first)
    wire.walk(5, {"T0": FORBIDDEN_AT, "T1": (40.0, 30.0)}, t + 1000)
    assert [kind for kind, _ in raised(wire)].count("boundary") == 1


def test_two_gateways_that_hear_the_same_make_no_second_alarm():
    def run(gateways):
        wire = Wire(make_engine(make_plant(6)))
        for second in range(40):
            t = START_MS + 1000 * second
            inside = {f"T{k}": (45.0 + 2 * k, 47.0) for k in range(4)} if second > 10 else {}
            places = {**{f"T{k}": (20.0 + 9 * k, 20.0) for k in range(6)}, **inside,
                      "T5": FORBIDDEN_AT}  # fmt: skip
            for name in gateways:
                wire.send(f"ranging.{name}", [report(n, t, *xy) for n, xy in places.items()],
                          t + 30)  # fmt: skip
            wire.run(t + 900)
        return everything(wire)

    once, twice = run(["gw1"]), run(["gw1", "gw2"])
    assert [(o["kind"], o["condition"], o["at_ms"]) for o in once] == [
        (o["kind"], o["condition"], o["at_ms"]) for o in twice
    ]
    assert {"boundary", "over_count"} <= {o["kind"] for o in once}


@pytest.mark.parametrize("jump_ms", [HOUR_MS, -HOUR_MS, 20_000, -20_000])
def test_a_gateways_clock_that_jumps_and_comes_back(jump_ms):
    wire = Wire(make_engine(make_plant()))
    calm = {"T0": YARD_AT, "T1": (40.0, 30.0)}
    t = wire.walk(20, calm, START_MS)
    for second in range(15):
        now = t + 1000 * second
        wrong = [report(n, now + jump_ms, *xy) for n, xy in calm.items()]
        wire.send("ranging.gw1", wrong, now + 30)
        wire.run(now + 900)
    t = wire.walk(20, calm, t + 15_000)
    assert [kind for kind, _ in raised(wire)] == []
    wire.walk(6, {**calm, "T0": FORBIDDEN_AT}, t)  # and it still sees
    assert [kind for kind, _ in raised(wire)] == ["boundary"]


def test_ten_times_the_messages_neither_hide_nor_double_an_alarm():
    def run(flood):
        wire = Wire(make_engine(make_plant()))
        for second in range(30):
            t = START_MS + 1000 * second
            where = FORBIDDEN_AT if 10 <= second < 20 else YARD_AT
            wire.send("ranging.gw1", [report("T0", t, *where)], t + 30)
            for k in range(flood):
                wire.send("ranging.wild", b'{"tag": "T0", "obs": []}', t + 31 + k * 900 // flood)
            wire.run(t + 950)
        return wire

    calm, wild = run(0), run(2_000)  # a gateway may send 200 a second
    what = ("do", "kind", "condition", "at_ms", "text")
    assert [[o[n] for n in what] for o in everything(wild)] == [
        [o[n] for n in what] for o in everything(calm)
    ]
    assert [kind for kind, _ in raised(wild)] == ["boundary"]
    assert wild.engine.refusals.total["flood"] > 40_000

"""Tags at rest are asked to report seldom, others often; over the real broker."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import nats
import numpy as np
import orjson
import paho.mqtt.client as mqtt
import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from anhuan.engine.adapters import rounds
from anhuan.engine.adapters.rates import AGAIN_AFTER_MS, REMIND_AFTER_MS, urgent_tags
from anhuan.engine.core.rates import RateRules, scalar_every_ms, wanted_every_ms
from anhuan.engine.tests.plants import START_MS, TANK_FARM, Wire, make_engine, make_plant, tag_id
from anhuan.kernel import clock

RULES = RateRules(slow_after_ms=20_000, slow_every_ms=2_000, fast_every_ms=1_000)
YARD_SPOT, FARM_SPOT = (20.0, 20.0), (50.0, 50.0)


def running(risk="red"):
    plant = make_plant(limit=None)
    named = replace(plant.zones.names[TANK_FARM], risk=risk)
    zones = replace(plant.zones, names={**plant.zones.names, TANK_FARM: named})
    return Wire(make_engine(replace(plant, zones=zones, rates=RULES)))


def asked(wire):
    return {ask.number: ask.every_ms for ask in wire.engine.rates.take()}


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3), st.booleans()), max_size=9))
def test_the_rule_and_its_twin_agree(cases):
    now, rules = 100_000, RateRules()
    since = [now - rules.slow_after_ms + 1000 * k for _, k, _ in cases]
    columns = (np.array([c[0] for c in cases], np.int64), np.array(since, np.int64),
               np.array([c[2] for c in cases], bool))  # fmt: skip
    found = wanted_every_ms(*columns, now, rules).tolist()
    assert found == [
        scalar_every_ms(still, ms, urgent, now, rules)
        for (still, _, urgent), ms in zip(cases, since, strict=True)
    ]


def test_who_rests_is_asked_to_slow_down_and_who_walks_on_to_be_quick():
    wire = running()
    t = wire.walk(15, {"T0": YARD_SPOT, "T1": (30.0, 30.0)}, START_MS)
    assert asked(wire) == {"T0": 1000, "T1": 1000}  # what they do now is not known
    t = wire.walk(20, {"T0": YARD_SPOT, "T1": (30.0, 30.0)}, t)
    assert asked(wire) == {"T0": 2000, "T1": 2000}
    t = wire.stroll("T0", YARD_SPOT, (32.0, 20.0), t)
    assert asked(wire) == {"T0": 1000}
    t = wire.walk(5, {"T0": (32.0, 20.0)}, t)
    assert asked(wire) == {}  # told once


def test_in_a_high_risk_area_nobody_is_slowed_down():
    for risk, slowed in (("red", False), ("orange", False), ("yellow", True)):
        wire = running(risk)
        wire.walk(45, {"T0": FARM_SPOT}, START_MS)
        assert (asked(wire)["T0"] == 2000) is slowed


def test_in_an_alarm_a_tag_is_quick_at_once():
    wire = running("blue")
    t = wire.walk(40, {"T0": YARD_SPOT}, START_MS)
    assert asked(wire) == {"T0": 2000}
    engine = wire.engine
    alarm = SimpleNamespace(condition="sos:T0")
    assert urgent_tags(engine.plant, engine.pipeline, engine.book, [alarm]) == {tag_id(0)}
    engine.open_alarms = (alarm,)
    engine.rates.look(engine.plant, engine.pipeline, t, frozenset({tag_id(0)}))
    assert asked(wire) == {"T0": 1000}


def test_nobody_is_asked_too_often_and_the_air_is_shared_out():
    plant = make_plant(tags=80, limit=None)
    wire = Wire(make_engine(replace(plant, rates=RULES)))
    everybody = {f"T{k}": (5.0 + k % 9 * 10, 5.0 + k // 9 * 10) for k in range(80)}
    t = wire.walk(2, everybody, START_MS)
    assert len(asked(wire)) == 50  # the air is narrow
    wire.walk(2, everybody, t)
    assert len(asked(wire)) == 30
    rates, tag = wire.engine.rates, tag_id(0)
    rates.asked[tag] = (1000, 0)
    rates._ask(tag, "T0", 2000, AGAIN_AFTER_MS - 1)
    rates.waiting.clear()
    rates._ask(tag, "T0", 1000, 1)
    assert rates.take() == []
    rates._ask(tag, "T0", 1000, REMIND_AFTER_MS)
    assert len(rates.take()) == 1  # a tag may have missed it


def test_a_plant_that_leaves_rates_to_its_tags_asks_nobody():
    wire = Wire(make_engine())
    wire.walk(40, {"T0": YARD_SPOT}, START_MS)
    assert asked(wire) == {}


@pytest.mark.clause("AQL-090")
def test_a_tag_at_rest_is_shown_again_within_five_seconds_and_at_once_when_it_moves():
    wire = Wire(make_engine())
    board, told = wire.engine.board, []
    t = START_MS
    for half_s in range(80):
        if half_s % 2 == 0:
            here = YARD_SPOT if half_s < 60 else (20.0 + 0.75 * (half_s - 60), 20.0)
            t = wire.walk(1, {"T0": here}, t)
        board.settle(wire.engine.clock_ms, wire.engine.plant.config.settings)
        rows = board.frame()["rows"]
        told += [(half_s / 2, row[1] - START_MS, row[8]) for row in rows]
    at_rest = [s for s, _, state in told if state == "still"]
    apart = np.diff(at_rest)
    assert apart.max() <= 5.0 and np.median(apart) >= 4.0
    moving = [s for s, _, state in told if state == "live" and s > 33]
    assert np.diff(moving).max() <= 1.0
    snapshot = {row[0]: row for row in board.snapshot()["rows"]}
    assert snapshot[str(tag_id(0))][1] == board.rows[tag_id(0)].t_ms


async def test_the_request_reaches_the_tag_over_mqtt(servers):
    heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    device = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="rate-test")
    device.username_pw_set("device", servers.device_password)
    ready = asyncio.Event()
    device.on_connect = lambda c, *_: c.subscribe("anhuan/v1/down/+", qos=1)
    device.on_subscribe = lambda *_: loop.call_soon_threadsafe(ready.set)
    device.on_message = lambda _, __, m: loop.call_soon_threadsafe(
        heard.put_nowait, (m.topic, bytes(m.payload))
    )
    device.connect("127.0.0.1", servers.mqtt_port)
    device.loop_start()
    bus = await nats.connect(django_settings.NATS_URL)
    try:
        await asyncio.wait_for(ready.wait(), 10)
        wire = running()
        wire.walk(3, {"T0": YARD_SPOT}, START_MS)
        wire.engine.clock_ms = clock.now_ms()
        await rounds.ask_for_rates(wire.engine, bus)
        topic, payload = await asyncio.wait_for(heard.get(), 10)
        assert topic == "anhuan/v1/down/T0"
        assert orjson.loads(payload) == {"cmd": "rate", "every_ms": 1000}
        wire.engine.rates.asked.clear()
        wire.walk(3, {"T0": YARD_SPOT}, START_MS + 5000)
        wire.engine.clock_ms = clock.now_ms() - 3_600_000
        await rounds.ask_for_rates(wire.engine, bus)  # an engine that reads an old stream
        await bus.flush()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(heard.get(), 0.5)
    finally:
        await bus.close()
        device.loop_stop()
        device.disconnect()

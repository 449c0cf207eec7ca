"""Told to leave, people answer and walk to a muster point; told all clear, they go back."""

import json
from datetime import date

import pytest

from anhuan.devices.plant.shifts import midnight_s
from anhuan.devices.simulator import Simulator
from anhuan.devices.wearers import DEAF_ONE_IN, Wearers, nearest_muster

START_S = midnight_s(date(2026, 11, 23)) + 10 * 3600


@pytest.fixture
def told():
    """A simulator at ten in the morning, its wearers, and what it sent."""
    sent = []
    simulator = Simulator(START_S, lambda gateway, topic, body: sent.append((topic, body)))
    simulator.world.step(START_S)
    return simulator, Wearers(), sent


def say(wearers, mover, cmd):
    words = {"id": "00000000-0000-0000-0000-000000000001", "cmd": cmd, "text": "请撤离"}
    wearers.hear(f"anhuan/v1/down/{mover.tag}", json.dumps(words).encode())


def run(simulator, wearers, seconds):
    for second in range(seconds):
        t_s = simulator.world.now_s + 1
        simulator.world.step(t_s)
        wearers.tick(simulator, t_s)
        yield second


def test_everybody_told_stands_at_a_muster_point_within_ten_minutes(told):
    simulator, wearers, sent = told
    world = simulator.world
    crew = [m for m in world.on_site() if m.person][:20]
    assert len(crew) == 20
    for mover in crew:
        say(wearers, mover, "evacuate")
    list(run(simulator, wearers, 600))
    areas = ("MP1", "MP2", "MP3")
    assert all(any(world.is_in(mover, area) for area in areas) for mover in crew)
    answered = {topic for topic, body in sent if body.get("key") == "ack"}
    assert len(answered) == sum(mover.seed % DEAF_ONE_IN != 0 for mover in crew)


def test_all_clear_sends_them_back(told):
    simulator, wearers, _ = told
    mover = simulator.world.inside("SYN")[0]
    say(wearers, mover, "evacuate")
    list(run(simulator, wearers, 600))
    say(wearers, mover, "all_clear")
    list(run(simulator, wearers, 600))
    assert not any(simulator.world.is_in(mover, area) for area in ("MP1", "MP2", "MP3"))


def test_a_dead_tag_hears_nothing_and_an_alarm_moves_nobody(told):
    simulator, wearers, sent = told
    dead, warned = simulator.world.inside("SYN")[:2]
    dead.is_mute = True
    say(wearers, dead, "evacuate")
    say(wearers, warned, "alarm")
    wearers.hear("anhuan/v1/down/T-0001", b"\xff no json")
    list(run(simulator, wearers, 30))
    assert dead.override is None
    assert warned.override is None
    assert not sent


def test_the_nearest_muster_point():
    assert nearest_muster(310, 20) == "muster-3"
    assert nearest_muster(360, 115) == "muster-1"

"""People move like people: walking pace, on the ways, up the stairs, home in time."""

import numpy as np
import pytest

from anhuan.devices.bookings import Bookings
from anhuan.devices.itinerary import plan_stay
from anhuan.devices.plant.routines import GATE, ROUTINES
from anhuan.devices.plant.shifts import Presence
from anhuan.devices.plant.spots import SPOTS

STAY = Presence(1_800_000_000.0, 1_800_000_000.0 + 8 * 3600)


def plan(routine="syn-field", seed=1, **changes):
    return plan_stay(ROUTINES[routine], STAY, np.random.default_rng(seed), speed_mps=1.2, **changes)


@pytest.mark.parametrize("routine", ROUTINES)
def test_a_stay_runs_from_gate_to_gate(routine):
    line = plan(routine)
    assert line.from_s == STAY.from_s
    assert line.to_s <= STAY.to_s + 1
    assert line.at(line.from_s)[:2] == SPOTS[GATE][:2]
    assert line.at(line.to_s)[:2] == SPOTS[GATE][:2]


@pytest.mark.parametrize("routine", ROUTINES)
def test_time_runs_forward_and_nobody_runs(routine):
    line = plan(routine)
    gaps = np.diff(line.t_s)
    assert (gaps >= 0).all()
    xyz, _ = line.sample(np.arange(line.from_s, line.to_s, 1.0))
    assert np.linalg.norm(np.diff(xyz[:, :2], axis=0), axis=1).max() <= 1.3


def test_the_field_operator_sees_all_four_storeys():
    floors = {f for seed in range(5) for f in plan(seed=seed).floor}
    assert floors == {1, 2, 3, 4}


def test_at_and_sample_agree():
    line = plan()
    t_s = np.linspace(line.from_s, line.to_s - 1, 500)
    xyz, floor = line.sample(t_s)
    for moment, point, storey in zip(t_s, xyz, floor, strict=False):
        place = line.at(moment)
        assert place[:3] == pytest.approx(tuple(point), abs=1e-6)
        assert place.floor == storey


def test_a_stop_is_where_its_name_says():
    line = plan(sways=False)
    for stop in line.stops:
        place = line.at((stop.from_s + stop.to_s) / 2)
        assert (place.x_m, place.y_m, place.floor) == pytest.approx(SPOTS[stop.spot])


def test_bookings_refuse_the_third_in_a_circle_but_not_in_the_office():
    bookings = Bookings()
    assert bookings.take("dst-t201", 0, 100)
    assert bookings.take("dst-t202", 0, 100)
    assert not bookings.take("dst-t201", 50, 60)
    assert bookings.take("dst-t201", 100, 160)
    assert all(bookings.take("off-11", 0, 100) for _ in range(10))

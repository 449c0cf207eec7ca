"""Work under permit in the simulator: somebody is beside it at every hour, nobody walks through."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from shapely.geometry import LineString, Polygon

from anhuan.devices.plant.shifts import presence
from anhuan.devices.plant.spots import SPOTS
from anhuan.devices.plant.stations import STATIONS, guards_of, routine_of, worker_of
from anhuan.devices.plant.ways import GROUND

WALKERS_M = 2.0  # people keep to the ways; positioning strays by less


@pytest.mark.parametrize("hour", range(0, 48, 3))
def test_a_guardian_is_on_site_whatever_the_hour(hour):
    t_s = (datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hour)).timestamp()
    for station in STATIONS.values():
        first, second = guards_of(station, t_s)
        assert presence(first, t_s) and first != second
        assert routine_of(first).bases == (station.spot,)
        assert routine_of(worker_of(station, t_s)).bases == (station.spot,)


def test_no_way_leads_through_a_place_of_work():
    for station in STATIONS.values():
        ground = Polygon(station.ring).buffer(WALKERS_M)
        assert ground.contains(LineString([SPOTS[station.spot][:2]] * 2))
        for line in GROUND:
            for ends in pairwise(line):
                assert not ground.intersects(LineString(ends)), (station.code, ends)


def test_places_of_work_do_not_overlap():
    rings = [Polygon(one.ring) for one in STATIONS.values()]
    for n, one in enumerate(rings):
        assert not any(one.intersects(other) for other in rings[:n])

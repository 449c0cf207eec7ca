"""Vehicles that leave their route, stand where they may not, or too long where they may."""

from uuid import UUID

import pytest

from anhuan.engine.core.config import (
    Circle,
    Config,
    Corridor,
    Fence,
    Haul,
    Kind,
    Parking,
    Tag,
)
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import Places

T0 = 1_795_305_600_000
TRUCK, PLACE = UUID(int=1), UUID(int=9)
ROAD = Corridor(((0.0, 0.0), (500.0, 0.0)), 8.0)
BAY = Parking(PLACE, (Circle(300.0, 40.0, 15.0),), "装卸鹤位", longest_s=60.0)


def truck(limit_kmh=None):
    return Tag(TRUCK, "V1", Kind.VEHICLE, UUID(int=2), limit_kmh)


class Drive:
    """One truck that says where it is once a second."""

    def __init__(self, *, limit_kmh=None, fences=(), **haul):
        hauls = (Haul(TRUCK, **haul),) if haul else ()
        config = Config(tags=(truck(limit_kmh),), fences=fences, hauls=hauls)
        self.pipeline, self.now, self.told = Pipeline(config, T0), T0, []

    def hear(self, x, y, seconds=1, speed=(0.0, 0.0)):
        """Places for so many seconds, moving."""
        for k in range(seconds):
            self.now += 1000
            at = (x + k * speed[0], y + k * speed[1])
            columns = ([0], [self.now], [at[0]], [at[1]], [1], [1.0])
            self.pipeline.ingest_places(Places(*_arrays(columns)), self.now + 50)
            self.told += self.pipeline.tick(self.now + 300).decisions
        return self

    def wait(self, seconds):
        """Nobody hears anything."""
        for _ in range(seconds):
            self.now += 1000
            self.told += self.pipeline.tick(self.now + 300).decisions
        return self

    @property
    def said(self):
        return [(one.rule, str(one.phase)) for one in self.told]


def _arrays(columns):
    import numpy as np

    kinds = (np.int64, np.int64, np.float64, np.float64, np.int64, np.float64)
    return (np.array(column, kind) for column, kind in zip(columns, kinds, strict=True))


@pytest.mark.clause("GATE-009")
def test_a_truck_that_leaves_its_route_is_told_and_comes_back():
    drive = Drive(roads=(ROAD,)).hear(0, 0, 40, (5, 0))
    assert drive.said == []
    drive.hear(200, 30, 12)
    assert drive.said == [("off_route", "raised")]
    assert drive.told[0].inputs["off_m"] == pytest.approx(22, abs=3)
    drive.hear(200, 0, 12)
    assert drive.said == [("off_route", "raised"), ("off_route", "cleared")]


def test_a_short_swerve_is_no_alarm():
    drive = Drive(roads=(ROAD,)).hear(0, 0, 20, (5, 0)).hear(100, 12, 3).hear(110, 0, 20, (5, 0))
    assert drive.said == []


def test_its_parking_places_belong_to_the_route():
    assert Drive(roads=(ROAD,), parking=(BAY,)).hear(300, 40, 30).said == []


@pytest.mark.clause("GATE-009")
def test_standing_elsewhere_is_illegal_after_the_limit_and_ends_with_moving():
    drive = Drive(stop_after_s=180.0, parking=(BAY,)).hear(100, 0, 170)
    assert drive.said == []
    drive.hear(100, 0, 20)
    assert drive.said == [("illegal_parking", "raised")]
    assert drive.told[0].inputs["limit_s"] == 180.0
    drive.hear(100, 0, 30, (4, 0))
    assert drive.said[-1] == ("illegal_parking", "cleared")


@pytest.mark.clause("GATE-009")
def test_a_parking_place_has_its_own_limit():
    drive = Drive(stop_after_s=10.0, parking=(BAY,)).hear(300, 40, 55)
    assert drive.said == []
    drive.hear(300, 40, 15)
    assert drive.said == [("parked_too_long", "raised")]
    assert (drive.told[0].zone, drive.told[0].inputs["place"]) == (PLACE, "装卸鹤位")


def test_falling_silent_ends_no_alarm():
    drive = Drive(stop_after_s=20.0).hear(100, 0, 30).wait(60)
    assert drive.said[:1] == [("illegal_parking", "raised")]
    assert ("illegal_parking", "cleared") not in drive.said


def test_the_class_limits_speed_where_no_zone_does():
    slow = Drive(limit_kmh=15.0).hear(0, 0, 30, (4.0, 0))  # 14.4 km/h
    assert slow.said == []
    fast = Drive(limit_kmh=15.0).hear(0, 0, 30, (5.0, 0))  # 18 km/h
    assert fast.said == [("overspeed", "raised")]
    assert fast.told[0].inputs["limit_kmh"] == 15.0


def test_the_lower_of_class_and_zone_counts():
    zone = Fence(UUID(int=7), (ROAD,), speed_limit_kmh=10.0)
    fast = Drive(limit_kmh=30.0, fences=(zone,)).hear(0, 0, 30, (4.0, 0))
    assert [one.inputs["limit_kmh"] for one in fast.told] == [10.0]


def test_a_restart_remembers_what_was_told():
    drive = Drive(stop_after_s=20.0).hear(100, 0, 30)
    blob, config = drive.pipeline.dump(), drive.pipeline.plant.config
    drive.pipeline = Pipeline(config, drive.now)
    drive.pipeline.load(blob)
    drive.hear(100, 0, 10)
    assert drive.said == [("illegal_parking", "raised")]

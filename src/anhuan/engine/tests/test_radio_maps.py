"""A radio map from recorded walks to the solver: made, checked, put in force, taken out."""

import math
from datetime import timedelta

import numpy as np
import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.models import HeardLevels, Passing, RadioMap, Stand
from anhuan.domains.calibration.queries.radio_maps import sources_of
from anhuan.domains.calibration.tests import factories as make
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.tests.factories import make_anchor, make_company
from anhuan.engine import radio_map as process
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import reports_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
PLACES = {"B0": (0.0, 0.0), "B1": (20.0, 0.0), "B2": (20.0, 12.0), "B3": (0.0, 12.0),
          "B4": (10.0, 6.0)}  # fmt: skip
SHELF_DB = 12.0  # behind x = 10 two beacons are heard worse: distance alone cannot know


@pytest.fixture
def company():
    return make_company(code="plant")


@pytest.fixture
def beacons(company):
    return {n: make_anchor(company, number=n, technology="ble-rssi", x_m=x, y_m=y, z_m=3.0,
                           tx_power_dbm=-59.0) for n, (x, y) in PLACES.items()}  # fmt: skip


def level(number, x, y):
    ax, ay = PLACES[number]
    d = math.sqrt((x - ax) ** 2 + (y - ay) ** 2 + 4.0)
    return -59 - 20 * math.log10(d) - (SHELF_DB if number in ("B0", "B3") and x > 10 else 0.0)


def hear(beacons, rng, spots, **where):
    """Levels of every beacon at (t_ms, x, y) spots."""
    for number, anchor in beacons.items():
        HeardLevels.objects.create(
            anchor=anchor, t_ms=[t for t, _, _ in spots], **where,
            level_dbm=[round(level(number, x, y) + rng.normal(0, 3), 1) for _, x, y in spots],
        )  # fmt: skip


def stood(company, beacons, floor=1):
    """A finished walk: every two metres a stand of 20 s with a level a second."""
    walk, rng = make.make_walk(company), np.random.default_rng(1)
    begin = clock.now() - timedelta(minutes=80)
    for k, (x, y) in enumerate((x, y) for x in range(1, 20, 2) for y in range(1, 12, 2)):
        since = begin + timedelta(seconds=30 * k)
        stand = Stand.objects.create(
            walk=walk, point=make.make_point(company, x_m=x, y_m=y, floor=floor), since=since,
            until=since + timedelta(seconds=20), x_m=x, y_m=y, z_m=1.0, floor=floor,
        )  # fmt: skip
        ms = clock.to_ms(since)
        hear(beacons, rng, [(ms + 1000 * s, x, y) for s in range(20)], stand=stand)
    walk.state, walk.finished_at, walk.passed = "finished", clock.now(), True
    walk.save()
    return walk


def codes(action, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        action(*args, **kwargs)
    return {one.code for one in refused.value.blockers}


@pytest.mark.clause("POS-030")
def test_a_map_is_made_of_walks_checked_and_put_in_force(company, beacons):
    walk = stood(company, beacons)
    assert sources_of(company, 1, clock.now()) == [walk] and not sources_of(company, 2, clock.now())
    asked = actions.ask_map(SYSTEM, company, floor=1)
    assert (asked.version, asked.state, asked.walks) == (1, "waiting", [str(walk.pk)])
    assert codes(actions.activate_map, SYSTEM, asked) == {"map_not_ready"}
    assert actions.take_map(clock.now()) == asked.pk
    found = process.run(asked.pk)
    assert (found.state, sorted(found.anchors), found.error) == ("ready", sorted(PLACES), "")
    assert found.levels == 60 * 20 * 5
    assert found.figures["n"] > 500
    assert 0.5 < found.figures["p6827_m"] < 4.0 and found.figures["p95_m"] < 9.0
    before = OutboxEvent.objects.count()
    actions.activate_map(SYSTEM, found)
    told = OutboxEvent.objects.order_by("pk")[before:]
    assert [one.data["what"] for one in told] == ["radio_maps"]
    (one,) = load_plant(company).config.radio_maps
    assert one.floor == 1 and sorted(one.anchors) == sorted(PLACES)
    assert load_plant(company).config.radio_maps[0] is one  # the engine is not set up anew for it
    actions.deactivate_map(SYSTEM, found)
    assert load_plant(company).config.radio_maps == ()


def test_the_engine_places_better_with_the_map_than_by_distance(company, beacons):
    from anhuan.domains.positioning.tests.factories import make_tag

    make_tag(company)
    stood(company, beacons)
    asked = actions.ask_map(SYSTEM, company, floor=1)
    actions.activate_map(SYSTEM, process.run(asked.pk))
    with_map = load_plant(company).config
    actions.deactivate_map(SYSTEM, asked)
    without = load_plant(company).config
    assert error_of(with_map, company) < 0.8 * error_of(without, company)


def error_of(config, company, start_ms=1_795_000_000_000):
    """Median error (m) of a walk behind the shelf."""
    engine, rng, errors = Pipeline(config, start_ms), np.random.default_rng(9), []
    for half_s in range(120):
        x, y = 11 + 0.06 * half_s, 2 + 0.06 * half_s
        t = start_ms + 500 * half_s
        rows = [(0, t, 2, k, level(a.number, x, y) + rng.normal(0, 3), np.nan, np.nan)
                for k, a in enumerate(config.anchors)]  # fmt: skip
        engine.ingest(reports_of(rows), t)
        for table in engine.tick(t).fixes:
            errors += [math.hypot(px - x, py - y) for px, py in zip(table.x, table.y, strict=True)]
    return float(np.median(errors[10:]))


def test_levels_on_a_way_lie_where_one_was_then(company, beacons):
    route = make.make_route(company, [(2, 2), (18, 2), (18, 10), (2, 10)], pause_s=0)
    walk, rng = make.make_walk(company, route=route), np.random.default_rng(2)
    begin = clock.now() - timedelta(minutes=30)
    corners = [(2, 2), (18, 2), (18, 10), (2, 10)]
    passings = [
        Passing.objects.create(
            walk=walk, order=k, point=stop.point, x_m=stop.point.x_m, y_m=stop.point.y_m, z_m=1.0,
            floor=1, at=begin + timedelta(seconds=20 * k),
        )
        for k, stop in enumerate(route.stops.select_related("point").order_by("order"))
    ]  # fmt: skip
    for k in range(3):
        (ax, ay), (bx, by) = corners[k], corners[k + 1]
        ms = clock.to_ms(passings[k].at)
        spots = [
            (ms + 500 * i, ax + (bx - ax) * i / 40, ay + (by - ay) * i / 40) for i in range(40)
        ]
        hear(beacons, rng, spots, passing=passings[k])
    walk.state = "finished"
    walk.save()
    found = process.run(actions.ask_map(SYSTEM, company, floor=1).pk)
    assert found.state == "ready" and found.levels == 3 * 40 * 5
    one = load_plant_map(found)
    far, near = (one.level_dbm[one.anchors.index("B1"), i, 4] for i in (4, -4))
    assert near > far + 6  # B1 hangs at the far end of the first leg


def load_plant_map(row):
    from anhuan.engine.adapters.radio_maps import unpacked

    return unpacked(row.floor, bytes(RadioMap.objects.get(pk=row.pk).payload))


def test_what_cannot_be_a_map_says_why(company, beacons):
    assert codes(actions.ask_map, SYSTEM, company, floor=1) == {"no_levels"}
    walk, rng = make.make_walk(company), np.random.default_rng(3)
    now = clock.now()
    stand = Stand.objects.create(walk=walk, point=make.make_point(company), since=now - timedelta(
        minutes=5), until=now, x_m=1, y_m=1, z_m=1.0, floor=1)  # fmt: skip
    hear(beacons, rng, [(clock.to_ms(now) - 1000 * k, 1, 1) for k in range(5)], stand=stand)
    walk.state = "finished"
    walk.save()
    found = process.run(actions.ask_map(SYSTEM, company, floor=1).pk)
    assert (found.state, found.error[:9]) == ("failed", "每个信标听到的次数")
    assert codes(actions.activate_map, SYSTEM, found) == {"map_not_ready"}

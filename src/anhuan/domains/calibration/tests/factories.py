"""A valid one of each, unless a test says otherwise."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.models import (
    AlarmTest,
    AnchorStand,
    Instrument,
    RadioMap,
    StagedEvent,
    Stand,
    SurveyPoint,
    WalkTest,
)
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Anchor
from anhuan.domains.positioning.tests.factories import make_tag
from anhuan.kernel import clock

_number = count(1)


def make_point(company: Company, **changes: Any) -> SurveyPoint:
    """A point at (10, 20)."""
    values = {"name": f"测点 {next(_number)}", "x_m": 10.0, "y_m": 20.0, **changes}
    return actions.save_point(SYSTEM, company, **values)


def make_route(company: Company, places: Sequence[tuple[float, float]] = (), **changes: Any) -> Any:
    """A route through these places (m), 10 m to the east by default."""
    points = [make_point(company, x_m=x, y_m=y) for x, y in places or ((0, 0), (10, 0))]
    values = {"name": f"路线 {next(_number)}", **changes}
    return actions.save_route(SYSTEM, company, points=points, **values)


def make_map(company: Company, floor: int = 1, **changes: Any) -> RadioMap:
    """A map that waits to be computed."""
    values = {"version": next(_number), "asked_at": clock.now(), "asked_by": "测试", **changes}
    return RadioMap.objects.create(company=company, floor=floor, **values)


def make_instrument(company: Company, **changes: Any) -> Instrument:
    """A timer that just does, calibrated for another year."""
    today = clock.now().date()
    values = {
        "kind": "timer", "name": "秒表", "number": f"SB-{next(_number)}", "span": 1.0,
        "error": 1.0, "calibrated_on": today, "valid_until": today + timedelta(days=365),
        "certificate": "JD-2026-01", **changes,
    }  # fmt: skip
    return actions.save_instrument(SYSTEM, company, **values)


def make_walk(company: Company, **changes: Any) -> WalkTest:
    """A test just begun."""
    values = {"name": "年度精度测试", **changes}
    values["tag"] = changes.get("tag") or make_tag(company)
    return actions.begin_walk(SYSTEM, company, **values)


def make_alarm_test(company: Company, **changes: Any) -> AlarmTest:
    """A session just begun; `started_at` may lie in the past."""
    started = changes.pop("started_at", None)
    test = actions.begin_alarm_test(SYSTEM, company, **{"name": "年度报警测试", **changes})
    if started:
        test.started_at = started
        test.save()
    return test


def make_event(test: AlarmTest, since: datetime, seconds: float, **changes: Any) -> StagedEvent:
    """Over-count acted out for so long."""
    values = {"kind": "over_count", **changes}
    until = since + timedelta(seconds=seconds)
    return actions.stage_event(SYSTEM, test, since=since, until=until, **values)


def measured(anchor: Anchor, company: Company, biases: list[float], n: int = 30) -> WalkTest:
    """A finished walk in which the anchor's ranges were too long by each of these at a stand."""
    now = clock.now()
    walk = make_walk(company)
    for k, bias in enumerate(biases):
        point = make_point(company, x_m=10.0 + k)
        stand = Stand.objects.create(
            walk=walk, point=point, since=now - timedelta(minutes=10 * (k + 2)),
            until=now - timedelta(minutes=10 * (k + 2) - 5), x_m=point.x_m, y_m=20.0, z_m=1.0,
            floor=1,
        )  # fmt: skip
        ranges = [12.0 + bias + 0.02 * ((j % 3) - 1) for j in range(n)]
        AnchorStand.objects.create(stand=stand, anchor=anchor, distance_m=12.0, ranges_m=ranges)
    walk.state, walk.finished_at, walk.passed = WalkTest.State.FINISHED, now, True
    walk.save()
    return walk


def calibration_rows(company: Company) -> dict[str, Any]:
    """One of each, for the permission matrix."""
    test = make_alarm_test(company)
    event = actions.stage_event(SYSTEM, test, kind="over_count")
    return {
        "survey_route": make_route(company), "radio_map": make_map(company),
        "survey_point": make_point(company), "walk": make_walk(company), "alarm_test": test,
        "staged": event, "test_instrument": make_instrument(company),
    }  # fmt: skip

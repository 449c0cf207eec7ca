"""The plant's yearly tests as of two months ago: a walk over surveyed points, a test of alarms.

Written in bulk and not through the actions, which stamp the present and read the stored track.
"""

from datetime import datetime, timedelta
from math import dist
from random import Random
from typing import Any

import numpy as np

from anhuan.devices.plant.people import SEED
from anhuan.devices.plant.tags import tags
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.alarms.models import Alarm, AlarmKind
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.calibration.actions import save_point
from anhuan.domains.calibration.models import (
    AlarmTest,
    AnchorStand,
    StagedEvent,
    Stand,
    SurveyPoint,
    WalkTest,
)
from anhuan.domains.calibration.queries.accuracy import report_of as accuracy_of
from anhuan.domains.calibration.queries.alarm_tests import (
    alarms_during,
    parameters_of,
)
from anhuan.domains.calibration.queries.alarm_tests import (
    report_of as rates_of,
)
from anhuan.domains.calibration.rules.accuracy import Limits, limit_for
from anhuan.domains.calibration.rules.thresholds import thresholds
from anhuan.domains.positioning.models import Anchor, Tag
from anhuan.kernel.ids import uuid_of

# name, area, x, y, how far fixes scatter there (m)
_POINTS = (
    ("TKF-1", "TKF", 60.0, 70.0, 0.35), ("TKF-2", "TKF", 95.0, 50.0, 0.4),
    ("SYN-1", "SYN", 30.0, 240.0, 0.5), ("SYN-2", "SYN", 100.0, 240.0, 0.6),
    ("DST-1", "DST", 180.0, 220.0, 0.9), ("DST-2", "DST", 240.0, 200.0, 0.8),
    ("LDG-1", "LDG", 170.0, 105.0, 0.45), ("CCR-1", "CCR", 320.0, 238.0, 0.3),
)  # fmt: skip
_STAND, _WAY = timedelta(minutes=3), timedelta(minutes=5)
_RANGES = 60
_OFF_M = 0.45  # one anchor's delay was never set right
_AGO = timedelta(days=60)
# kind, must alarm, minutes after the start, how long, people, what was done
_STAGED = (
    ("crowd_orange", True, 5, 12, 6, "圆心 1 个、12 m 圆上均布 5 个标签"),
    ("crowd_yellow", True, 20, 12, 3, "12 m 内 3 个标签"),
    ("crowd_orange", False, 40, 12, 6, "1 个标签移到 18 m 圆外"),
    ("over_count", True, 60, 12, 4, "15 m 方形围栏内 4 个标签，距边 3 m"),
    ("over_count", False, 80, 12, 4, "3 个标签在内，1 个在外 3 m"),
)  # fmt: skip
_RAISED = (("crowd_orange", 5, 62, 12), ("crowd_yellow", 20, 61, 12), ("over_count", 60, 3, 12))


def sow_calibration(sown: Sown, now: datetime) -> None:
    """Both tests, two months old; the next are due in ten."""
    begin = (now - _AGO).replace(minute=0, second=0, microsecond=0)
    _sow_walk(sown, begin)
    _sow_alarm_test(sown, begin + timedelta(days=1))


def _sow_walk(sown: Sown, begin: datetime) -> None:
    rng = np.random.default_rng(SEED)
    anchors = list(Anchor.objects.filter(company=sown.company, technology="uwb-twr", floor=1))
    biases = rng.normal(0, 0.04, len(anchors))
    biases[min(4, len(anchors) - 1)] = _OFF_M
    walk = WalkTest.objects.create(
        company=sown.company, name=f"{begin:%Y} 年度定位精度测试", started_at=begin,
        tag=_spare(sown), started_by="系统", has_ranges=True,
        note="AQ 3064.3 附录 A.2 静态测试，全站仪测点",
    )  # fmt: skip
    for k, (name, area, x, y, scatter_m) in enumerate(_POINTS):
        point = save_point(
            SYSTEM, sown.company, name=name, area=sown.areas[area], x_m=x, y_m=y, z_m=1.2,
            is_key=area in ("TKF", "SYN", "DST"),
        )  # fmt: skip
        stand = _stand(walk, point, begin + k * (_STAND + _WAY), scatter_m, rng)
        _sow_ranges(stand, anchors, biases, rng)
    walk.state, walk.finished_at = WalkTest.State.FINISHED, begin + timedelta(hours=2)
    walk.passed = accuracy_of(walk).passed
    walk.save()


def _spare(sown: Sown) -> Tag:
    """The last tag in the gate's rack; it was on a tripod that day."""
    numbers = [paper.number for paper in tags() if not paper.holder]
    return sown.tags[max(numbers)]


def _stand(
    walk: WalkTest, point: SurveyPoint, since: datetime, scatter_m: float, rng: np.random.Generator
) -> Stand:
    assert point.area is not None
    n = int(_STAND.total_seconds())
    errors = np.hypot(rng.normal(0, scatter_m, n), rng.normal(0, scatter_m, n))
    radii = 1.515 * scatter_m * rng.uniform(0.8, 1.25, n)
    return Stand.objects.create(
        walk=walk, point=point, x_m=point.x_m, y_m=point.y_m, z_m=point.z_m, floor=point.floor,
        area_name=point.area.name, risk=point.area.risk, is_key=point.is_key,
        since=since, until=since + _STAND,
        limit_m=limit_for(point.is_key, point.area.risk, Limits()),
        errors_m=errors.round(3).tolist(), r68_m=radii.round(2).tolist(),
    )  # fmt: skip


def _sow_ranges(
    stand: Stand, anchors: list[Anchor], biases: np.ndarray[Any, Any], rng: np.random.Generator
) -> None:
    """Every anchor that reaches the point."""
    rows = []
    for anchor, bias in zip(anchors, biases, strict=True):
        away = dist((anchor.x_m, anchor.y_m, anchor.z_m), (stand.x_m, stand.y_m, stand.z_m))
        if away <= anchor.range_limit_m:
            ranges = (away + bias + rng.normal(0, 0.1, _RANGES)).round(3).tolist()
            rows.append(AnchorStand(stand=stand, anchor=anchor, distance_m=away, ranges_m=ranges))
    AnchorStand.objects.bulk_create(rows)


def _sow_alarm_test(sown: Sown, begin: datetime) -> None:
    area = sown.areas["LDG"]
    test = AlarmTest.objects.create(
        company=sown.company, name=f"{begin:%Y} 年度报警测试", area=area, started_at=begin,
        started_by="系统", within_s=thresholds({}), note="AQ 3064.3 附录 A.4、A.5",
    )  # fmt: skip
    for kind, must, minute, minutes, people, what in _STAGED:
        since = begin + timedelta(minutes=minute)
        StagedEvent.objects.create(
            test=test, kind=kind, should_alarm=must, since=since, area=area, people=people,
            until=since + timedelta(minutes=minutes), what=what, recorded_by="系统",
        )  # fmt: skip
    _sow_test_alarms(sown, begin)
    end = begin + timedelta(hours=2)
    test.in_force, test.finished_at = parameters_of(test), end
    test.passed = rates_of(test, end).passed
    test.alarms = alarms_during(test, end)
    test.state = AlarmTest.State.FINISHED
    test.save()


def _sow_test_alarms(sown: Sown, begin: datetime) -> None:
    """What was raised while people acted: closed as tests, by hand of the operator."""
    kinds = {one.code: one for one in AlarmKind.objects.filter(company=sown.company)}
    rng, operator = Random(SEED), sown.accounts["operator"]
    rows = []
    for code, minute, delay_s, minutes in _RAISED:
        start = begin + timedelta(minutes=minute)
        raised = start + timedelta(seconds=delay_s)
        returned = start + timedelta(minutes=minutes, seconds=rng.uniform(2, 6))
        condition = f"history:test:{code}:{begin.timestamp():.0f}"
        rows.append(Alarm(
            id=uuid_of("alarm", condition), company=sown.company, kind=kinds[code],
            condition=condition, priority=kinds[code].priority, source="engine",
            title=f"{kinds[code].name} · {sown.areas['LDG'].name}", text="年度报警测试",
            area=sown.areas["LDG"], x_m=170.0, y_m=105.0, floor=1, raised_at=raised,
            returned_at=returned, acknowledged_at=raised + timedelta(seconds=9),
            acknowledged_by=operator, cleared_at=returned, handled_at=returned,
            handled_by=operator, closed_at=returned + timedelta(minutes=1),
            cause=Alarm.Cause.TEST, result="年度报警测试", rule=code, rule_version="1",
        ))  # fmt: skip
    Alarm.objects.bulk_create(rows)

"""The standard's spans of time by REST: at the limit, and one second beyond it."""

from datetime import timedelta
from typing import Any

import pytest

from anhuan.domains.permits import actions
from tests.permits_day import bodies
from tests.permits_day.walk import Day, Picture

SECOND = timedelta(seconds=1)
FIGURES = {"suspended_limit_min": 90}  # the plant's own
IN_TIME, LATE = timedelta(0), SECOND
PERMITS = {
    "approving": ("approving", "hot_work", {"hours": 8}),
    "first_grade": ("working", "hot_work", {"grade": "first"}),
    "in_space": ("working", "confined_space", {}),
}


def at_work(day: Day) -> Picture:
    """Second-grade hot work from ten to six in the evening."""
    return day.on(day.take("approving"), "working")


def scanned(day: Day, permit: Picture) -> Picture:
    """After the worker's look at what is due."""
    actions.tick_due(day.now)
    return day.get(permit)


def standing(permit: Picture) -> set[str]:
    return {one["code"] for one in permit["alarms"] if one["ended_at"] is None}


def wait(day: Day, span: timedelta) -> None:
    """Everybody stays where they are."""
    day.plant.hand.at += span
    day.plant.everybody_on_site()


@pytest.mark.clause("GBW-083", "AQP-028", "PTW-035", "PTW-038", "PTW-075")
def test_from_the_sample_to_the_first_spark_30_minutes(day: Day) -> None:
    permit = day.on(day.take("approving"), "verified")
    wait(day, timedelta(minutes=30) + LATE)
    assert day.codes("guardian", permit, "start") == {"gas_stale"}
    assert "02" in standing(day.get(permit))
    day.plant.hand.at -= LATE
    assert day.do("guardian", permit, "start")["state"] == "working"


@pytest.mark.clause("PTW-162", "AQP-028")
def test_from_the_sample_to_the_last_signature_30_minutes(day: Day) -> None:
    permit = day.take("approving")
    wait(day, timedelta(minutes=30))
    assert day.codes("guardian", permit, "approve") == set()
    assert scanned(day, permit)["state"] == "approving"
    wait(day, LATE)
    assert day.codes("leader", permit, "approve") == {"gas_stale"}
    assert scanned(day, permit)["state"] == "analysed"


@pytest.mark.clause("AQP-062", "AQP-064", "GBW-085", "PTW-036")
@pytest.mark.parametrize(("late", "why"), [(IN_TIME, set()), (LATE, {"retest_missing"})])
def test_second_grade_rests_60_minutes(day: Day, late: timedelta, why: set[str]) -> None:
    assert rested(day, at_work(day), timedelta(minutes=60) + late) == why


@pytest.mark.clause("AQP-062", "AQP-063", "GBW-084", "PTW-036")
@pytest.mark.parametrize(("late", "why"), [(IN_TIME, set()), (LATE, {"retest_missing"})])
def test_first_grade_rests_30_minutes(day: Day, late: timedelta, why: set[str]) -> None:
    assert rested(day, day.take("first_grade"), timedelta(minutes=30) + late) == why


@pytest.mark.clause("GBW-105", "PTW-038")
@pytest.mark.parametrize(("late", "why"), [(IN_TIME, set()), (LATE, {"retest_missing"})])
def test_a_confined_space_rests_60_minutes(day: Day, late: timedelta, why: set[str]) -> None:
    assert rested(day, day.take("in_space"), timedelta(minutes=60) + late) == why


def rested(day: Day, permit: Picture, span: timedelta) -> set[str]:
    """Why work may not go on after such a rest; a new test of the air always puts it right."""
    day.do("worker", permit, "suspend", reason="等料")
    wait(day, span)
    why = day.codes("guardian", permit, "resume")
    if why:
        day.do("analyst", permit, "test-gas", **bodies.sample(day.now, permit["kind"]))
        assert day.do("guardian", permit, "resume")["state"] == "working"
    return why


@pytest.mark.clause("GBW-110", "AQP-069", "PTW-039", "PTW-164")
def test_a_confined_space_is_written_down_every_two_hours_to_the_second(day: Day) -> None:
    permit = day.take("in_space")
    wait(day, timedelta(hours=2))
    assert scanned(day, permit)["state"] == "working"
    wait(day, SECOND)
    found = scanned(day, permit)
    assert (found["state"], standing(found)) == ("suspended", {"05"})


@pytest.mark.clause("AQP-075", "AQP-011")
def test_a_signature_waits_30_minutes_and_then_rings(day: Day) -> None:
    permit = day.take("approving")
    wait(day, timedelta(minutes=15))
    day.do("analyst", permit, "test-gas", **bodies.sample(day.now))
    wait(day, timedelta(minutes=15))
    assert "11" not in standing(scanned(day, permit))
    wait(day, SECOND)
    assert "11" in standing(scanned(day, permit))
    day.do("guardian", permit, "approve")
    assert "11" not in standing(day.get(permit))


@pytest.mark.clause("PTW-078", "AQP-070", "PTW-079", "GBW-046")
def test_a_rest_too_long_rings_and_the_permit_ends_each_after_its_last_second(day: Day) -> None:
    permit = at_work(day)
    day.do("worker", permit, "suspend", reason="等料")
    wait(day, timedelta(minutes=90))
    assert "12" not in standing(scanned(day, permit))
    wait(day, SECOND)
    assert "12" in standing(scanned(day, permit))
    wait(day, timedelta(hours=6, minutes=30) - SECOND)
    assert scanned(day, permit)["state"] == "suspended"
    wait(day, SECOND)
    found = scanned(day, permit)
    assert found["state"] == "expired" and "10" in standing(found)


LONGEST = [
    ("hot_work", {"grade": "special"}, 8), ("hot_work", {"grade": "first"}, 8),
    ("hot_work", {"grade": "second"}, 72), ("confined_space", {}, 24),
    ("work_at_height", {"values": {"height_m": 3, "conditions": []}}, 168),
    ("temp_power", {}, 15 * 24),
]  # fmt: skip


@pytest.mark.clause("GBW-056", "GBW-057", "GBW-125", "GBW-150", "GBW-175")
@pytest.mark.parametrize(("kind", "changes", "most_h"), LONGEST)
def test_no_permit_is_reserved_for_longer_than_the_standard_lets_it(
    day: Day, kind: str, changes: dict[str, Any], most_h: int
) -> None:
    assert not day.reserve(kind, hours=most_h, **changes).codes
    assert day.reserve(kind, hours=most_h + 1 / 3600, **changes).codes == {"too_long"}


@pytest.mark.clause("AQP-013", "AQP-014", "AQP-015")
def test_work_of_today_is_urgent_and_says_why(day: Day) -> None:
    asked = {"is_urgent": False, "urgent_reason": "", "grade": "special", "hours": 1}
    last = day.now.replace(hour=15, minute=59, second=59)  # 23:59:59 in the plant
    assert day.reserve(starts_at=last, **asked).codes == {"same_day"}
    assert not day.reserve(starts_at=last + SECOND, **asked).codes
    assert day.reserve(urgent_reason=" ").codes == {"urgent_reason_missing"}

"""The four colours of a warning, gravest first, and when a plant must have answered one."""

from collections.abc import Mapping
from datetime import datetime, timedelta

RED, ORANGE, YELLOW, BLUE = "red", "orange", "yellow", "blue"
LEVELS = {RED: "红色", ORANGE: "橙色", YELLOW: "黄色", BLUE: "蓝色"}
TONES = {RED: "p1", ORANGE: "p2", YELLOW: "p3", BLUE: "p4"}
ORDER = tuple(LEVELS)
# Minutes; no text of the state names them, so each authority may set its own (domain facts §4).
DEADLINES_MIN: dict[str, int] = {RED: 30, ORANGE: 60, YELLOW: 240, BLUE: 1440}


def is_graver(one: str, other: str) -> bool:
    """Red before orange before yellow before blue."""
    return ORDER.index(one) < ORDER.index(other)


def due_at(level: str, issued_at: datetime, deadlines_min: Mapping[str, int]) -> datetime:
    """Until when the plant answers."""
    minutes = deadlines_min.get(level, DEADLINES_MIN[level])
    return issued_at + timedelta(minutes=minutes)


def is_overdue(due: datetime | None, answered_at: datetime | None, now: datetime) -> bool:
    """Exactly on time is in time."""
    return due is not None and (answered_at or now) > due

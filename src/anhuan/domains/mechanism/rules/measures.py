"""Whether a measure of control still holds: the board of measures (鲁应急字〔2021〕107号 附件2)."""

from datetime import datetime, timedelta
from enum import StrEnum

from anhuan.domains.mechanism.rules.checks import Status


class Holds(StrEnum):
    """What is known of a measure."""

    FAILED = "failed"
    UNCHECKED = "unchecked"
    EFFECTIVE = "effective"
    UNPLANNED = "unplanned"  # people should check it and no plan says so

    @property
    def label(self) -> str:
        """As on the board."""
        return {"failed": "失效", "unchecked": "超期未排查", "effective": "有效",
                "unplanned": "没有排查计划"}[self.value]  # fmt: skip


HOLDS_CHOICES = [(one.value, one.label) for one in Holds]


def holds(
    status: Status, checked_at: datetime | None, cycle: timedelta | None, now: datetime,
    *, has_open_hazard: bool,
) -> Holds:  # fmt: skip
    """An open hazard or a bad last check: failed. Not looked at for longer than two of its
    cycles (one that has just ended and the one that runs): unchecked."""
    if has_open_hazard or status is Status.HAZARD:
        return Holds.FAILED
    if checked_at is None or (cycle is not None and now - checked_at > 2 * cycle):
        return Holds.UNCHECKED
    return Holds.UNCHECKED if status is Status.UNCHECKED else Holds.EFFECTIVE

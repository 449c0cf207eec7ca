"""The state of a person's tag, and how urgent it is to put it right."""

from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Whether a person can be found."""

    WORKS = "works"
    SILENT = "silent"  # given out, not heard within the limit
    NONE = "none"  # nothing given out

    @property
    def label(self) -> str:
        """In words."""
        return {"works": "在线", "silent": "无信号", "none": "未发卡"}[self.value]


def state_of(holds: bool, seen_at: datetime | None, now: datetime, limit: timedelta) -> State:
    """A tag works when it was heard within `limit`."""
    if not holds:
        return State.NONE
    return State.WORKS if seen_at and now - seen_at <= limit else State.SILENT


def urgency(state: State, on_site: bool) -> int:
    """0 first: on site and not to be found; then those without any tag; those who are fine last."""
    if state is State.WORKS:
        return 3
    if on_site:
        return 0
    return 1 if state is State.NONE else 2

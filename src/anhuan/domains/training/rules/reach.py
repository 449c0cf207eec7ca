"""The ways a list of certificates is cut by how they stand, as spans of last good days."""

from datetime import date, timedelta

SOON_DAYS = 90
ENDING = {
    "ending": f"{SOON_DAYS} 天内到期或已过期", "overdue": "已过期", "soon": f"{SOON_DAYS} 天内到期",
    "void": "已作废",
}  # fmt: skip


def reach(value: str, today: date) -> tuple[date | None, date | None]:
    """(from, before) of the last good day; None is open."""
    horizon = today + timedelta(days=SOON_DAYS + 1)
    spans = {"ending": (None, horizon), "overdue": (None, today), "soon": (today, horizon)}
    return spans.get(value, (None, None))

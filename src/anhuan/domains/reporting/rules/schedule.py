"""When what is due: slots of the day for what is collected, the hour of ten for the day's plan."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from anhuan.domains.reporting.rules.tables import Table

DEADLINE = time(10, 0)  # 附件3 6.2: before ten o'clock of the plant
WARN_AT = time(9, 30)
DAILY_AT = time(1, 0)  # when the day before is over
_DAY = timedelta(days=1)


def slot_of(
    table: Table, now: datetime, zone: tzinfo, daily_at: time = DAILY_AT
) -> datetime | None:
    """The beginning of the slot that is running; None for what goes at once.

    Hours and minutes count from midnight of the plant, so every hour has one slot and one only.
    """
    if table.every is None:
        return None
    local = now.astimezone(zone)
    midnight = datetime.combine(local.date(), time.min, zone)
    if table.every >= _DAY:
        slot = datetime.combine(local.date(), daily_at, zone)
        return slot if slot <= local else slot - _DAY
    passed = (local - midnight) // table.every
    return midnight + passed * table.every


def next_slot(table: Table, now: datetime, zone: tzinfo, daily_at: time = DAILY_AT) -> datetime:
    """When the next slot opens; `now` for what goes at once."""
    slot = slot_of(table, now, zone, daily_at)
    return now if slot is None or table.every is None else slot + table.every


def deadline_of(day: date, zone: tzinfo) -> datetime:
    """Ten o'clock of that day."""
    return datetime.combine(day, DEADLINE, zone)


def is_late(sent_at: datetime, day: date, zone: tzinfo) -> bool:
    """Ten sharp is late: it says before ten."""
    return sent_at >= deadline_of(day, zone)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said about the morning's duties, once each."""

    key: str  # warn_commitment, late_commitment, warn_plan, late_plan
    is_late: bool


def reminders(
    now: datetime, zone: tzinfo, *, committed: bool, planned: bool, warn_at: time = WARN_AT
) -> list[Reminder]:
    """What is missing this morning: a warning from `warn_at`, late from ten."""
    local = now.astimezone(zone)
    if local.time() < warn_at:
        return []
    late = local >= deadline_of(local.date(), zone)
    word = "late" if late else "warn"
    missing = [("commitment", committed), ("plan", planned)]
    return [Reminder(f"{word}_{what}", late) for what, done in missing if not done]

"""What the plant keeps and for how long, on one screen: how large it is and how it grows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from anhuan.domains.alarms.rules.retention import KEPT_DAYS as ALARM_DAYS
from anhuan.domains.outbox.rules import KEPT_DAYS as EVENT_DAYS
from anhuan.domains.positioning.actions import keep_days
from anhuan.domains.positioning.queries import storage

MEASURED = timedelta(days=7)
YEAR = 365


@dataclass(frozen=True, slots=True)
class Kept:
    """Tables that belong together; rows of the first one are counted by `at`."""

    label: str
    tables: tuple[str, ...]
    at: str
    keep_days: int | None  # None: for ever
    law: str


@dataclass(frozen=True, slots=True)
class Size:
    """What one kind of data takes now, each day, and when its time is reached."""

    label: str
    now_bytes: int
    per_day_bytes: int
    keep_days: int | None
    law: str

    @property
    def expected_bytes(self) -> int:
        """Once as much is pruned as comes in; for what is kept for ever, in a year."""
        if self.keep_days is None:
            return self.now_bytes + YEAR * self.per_day_bytes
        return max(self.now_bytes, self.keep_days * self.per_day_bytes)


PERMIT_TABLES = (
    "permits_permit", "permits_signature", "permits_measurecheck", "permits_gastest",
    "permits_photo",
)  # fmt: skip
ROWS = (
    Kept("进出记录", ("positioning_zonevisit",), "entered_at", None, "≥ 365 天"),
    Kept("报警", ("alarms_alarm", "alarms_alarmstep"), "raised_at", ALARM_DAYS, "≥ 365 天"),
    Kept("作业票档案", PERMIT_TABLES, "reserved_at", None, "≥ 365 天"),
    Kept("检测仪数据", ("permits_gasminute",), "minute", 31, "—"),
    Kept("事件", ("outbox_outboxevent", "outbox_reaction"), "at", EVENT_DAYS, "—"),
    Kept("审计记录", ("audit_auditrow",), "at", None, "≥ 6 个月"),
)


def sizes(now: datetime) -> list[Size]:
    """Tracks first, they are the bulk of it."""
    tracks = storage.growth(now)
    seals, _ = _measured(("positioning_trackseal",))
    per_day = tracks.per_day_bytes
    first = Size("定位轨迹", tracks.now_bytes + seals, per_day, keep_days(), "≥ 365 天")
    return [first, *(_size(kept, now) for kept in ROWS)]


def days_left(found: list[Size], free_bytes: int) -> int | None:
    """In how many days the disk is full if nothing changes; None when policy keeps it from that."""
    needed = sum(max(one.expected_bytes - one.now_bytes, 0) for one in found)
    per_day = sum(one.per_day_bytes for one in found)
    if needed < free_bytes or not per_day:
        return None
    return free_bytes // per_day


def _size(kept: Kept, now: datetime) -> Size:
    size, rows = _measured(kept.tables)
    recent, since = _recent(kept, now)
    days = max((now - (since or now)) / timedelta(days=1), 1 / 24)
    per_day = round(recent / days * size / rows) if rows else 0
    return Size(kept.label, size, per_day, kept.keep_days, kept.law)


def _measured(tables: tuple[str, ...]) -> tuple[int, float]:
    """Bytes of all tables, and rows of the first as the database estimates them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(c.oid)),"
            " sum(greatest(c.reltuples, 0)) FILTER (WHERE c.relname = %s)"
            " FROM pg_class c WHERE c.relname = ANY(%s) AND c.relkind = 'r'",
            [tables[0], list(tables)],
        )
        size, rows = cursor.fetchone()
        return int(size or 0), float(rows or 0)


def _recent(kept: Kept, now: datetime) -> tuple[int, datetime | None]:
    """How many rows of the last week, and since when there are any in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*), min("{kept.at}") FROM "{kept.tables[0]}"'
            f' WHERE "{kept.at}" > %s AND "{kept.at}" <= %s',
            [now - MEASURED, now],
        )
        found: tuple[int, datetime | None] = cursor.fetchone()
        return found

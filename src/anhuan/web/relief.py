"""Room for the database when the disk is full: old tracks go first, the legal year last of all.

The supervisor's caretaker has by then thrown away logs and transport. Without room PostgreSQL
stops, and with it every record; so at the very end the oldest months go even if the law wants
them, with an alarm that says so.
"""

from datetime import datetime

from django.conf import settings

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.actions import relieve_disk
from anhuan.domains.positioning.rules.retention import Month, is_past
from anhuan.domains.positioning.rules.tracks import KEEP_DAYS
from anhuan.node import caretaker, disk
from anhuan.node.data_folder import DataFolder

CONDITION = "system:tracks_lost"


def relieve(now: datetime) -> int:
    """Give up what must be given up; how many months went."""
    data = DataFolder(settings.DATA)
    if not data.postgres.exists():  # another machine's disk
        return 0
    found = caretaker.look(data)
    plants = list(Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False))
    if found.room is disk.Room.PLENTY:
        return sum(return_alarm(plant, CONDITION, now) is not None for plant in plants)
    missing = disk.missing_bytes(found)
    if not missing or not plants:
        return 0
    gone = relieve_disk(plants[0], missing, now, is_critical=disk.is_critical(found))
    lost = [month for month in gone if not is_past(month, now.date(), KEEP_DAYS)]
    if lost:
        for plant in plants:
            raise_alarm(plant, _raise(lost, now))
    return len(gone)


def _raise(lost: list[Month], now: datetime) -> AlarmRaise:
    months = "、".join(month.label for month in lost)
    return AlarmRaise(
        kind="system", condition=CONDITION, raised_at=now, title="磁盘告急，已删除未满一年的轨迹",
        text=f"已删除 {months}。请立即扩容，并从备份恢复（AQ 3064.3 4.4）", source="worker",
        rule="disk_relief", rule_version="1", inputs={"months": [month.name for month in lost]},
    )  # fmt: skip

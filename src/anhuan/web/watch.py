"""Alarms about the platform itself: a process that is down, a disk that fills (kind `system`)."""

from datetime import datetime

from django.conf import settings

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.org.models import Company
from anhuan.kernel import clock
from anhuan.node import caretaker, disk
from anhuan.node.data_folder import DataFolder
from anhuan.web.live.heartbeats import Board
from anhuan.web.process_names import called


def watch(board: Board, now: datetime) -> int:
    """Raise what is wrong and return what is well again; how many alarms changed."""
    troubles = {f"system:{name}": words for name, words in _silent(board, now)}
    if words := _full_disk():
        troubles["system:disk"] = words
    plants = list(Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False))
    return sum(_settle(company, troubles, board, now) for company in plants)


def _settle(company: Company, troubles: dict[str, str], board: Board, now: datetime) -> int:
    changed = 0
    for condition in (*(f"system:{name}" for name in board.heard), "system:disk"):
        if words := troubles.get(condition):
            changed += raise_alarm(company, _raise(condition, words, now)) is not None
        else:
            changed += return_alarm(company, condition, now) is not None
    return changed


def _silent(board: Board, now: datetime) -> list[tuple[str, str]]:
    """Processes that have beaten before and are silent now."""
    lines = board.health(now)["processes"]
    return [
        (line["process"], f"{called(line['process'])}停止响应")
        for line in lines
        if line["state"] == "down" and line["process"] in board.heard
    ]


def _full_disk() -> str:
    folder = DataFolder(settings.DATA)
    if not folder.root.exists():
        return ""
    found = caretaker.look(folder)
    if found.room is disk.Room.PLENTY:
        return ""
    return f"数据盘剩余 {found.free_bytes / disk.GIB:.1f} GiB"


def _raise(condition: str, words: str, now: datetime) -> AlarmRaise:
    return AlarmRaise(
        kind="system", condition=condition, raised_at=now, title=words, source="worker",
        text="监测与报警可能中断，请查看系统状态页", rule="system_watch", rule_version="1",
        inputs={"condition": condition, "seen_at": clock.now().isoformat()},
    )  # fmt: skip

"""What the receiver of tables 4 and 5 demands of a row (附件2 6.2(4), 6.2(5))."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from anhuan.domains.mechanism.rules.checks import Status
from anhuan.kernel.errors import Blocker

TASK, RECORD = "DUAL_T4", "DUAL_T5"
# Key: (word, longest in characters or digits; 0 = no limit), in the order of the table.
FIELDS: dict[str, dict[str, tuple[str, int]]] = {
    TASK: {
        "ID": ("主键", 36), "RISK_MEASURE_ID": ("管控措施", 36),
        "TROUBLESHOOT_CONTENT": ("排查内容", 1000), "CHECK_CYCLE": ("巡检周期", 4),
        "CHECK_CYCLE_UNIT": ("巡检周期单位", 20), "INVESTIGATION_DATE": ("最近排查时间", 0),
        "CHECK_STATUS": ("排查结果", 1), "DELETED": ("删除标志", 1),
    },
    RECORD: {
        "ID": ("主键", 36), "CHECK_TASK_ID": ("排查任务", 36), "CHECK_TIME": ("排查时间", 0),
        "CHECK_STATUS": ("排查结果", 1), "DELETED": ("删除标志", 1),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What a row of table 4 is made of. checked_at: of the last real check, None before it."""

    id: str
    measure: str
    content: str
    cycle: tuple[int, str] | None
    checked_at: datetime | None
    status: Status
    is_deleted: bool


def task_row(facts: TaskFacts, zone: ZoneInfo) -> dict[str, Any]:
    """Table 4: the cycle is a number, everything else characters (note 30)."""
    count, unit = facts.cycle or (None, "")
    return {
        "ID": facts.id, "RISK_MEASURE_ID": facts.measure, "TROUBLESHOOT_CONTENT": facts.content,
        "CHECK_CYCLE": count, "CHECK_CYCLE_UNIT": unit,
        "INVESTIGATION_DATE": _time(facts.checked_at, zone),
        "CHECK_STATUS": facts.status.value, "DELETED": "1" if facts.is_deleted else "0",
    }  # fmt: skip


def record_row(
    pk: str, task: str, at: datetime, status: Status, zone: ZoneInfo, *, is_deleted: bool = False
) -> dict[str, Any]:
    """Table 5. Of what nobody did, `at` is the end of its time."""
    return {
        "ID": pk, "CHECK_TASK_ID": task, "CHECK_TIME": _time(at, zone),
        "CHECK_STATUS": status.value, "DELETED": "1" if is_deleted else "0",
    }  # fmt: skip


def row_blockers(table: str, row: Mapping[str, Any]) -> Iterator[Blocker]:
    """Everything that keeps the row at home; empty: it may be sent. A time of the last check is
    owed by who has been checked: 未排查 may be sent without."""
    for key, (word, longest) in FIELDS[table].items():
        value = row[key]
        if value in (None, ""):
            if key != "INVESTIGATION_DATE" or row["CHECK_STATUS"] != Status.UNCHECKED:
                text = f"{word}（{key}）为空，补齐后才能上报"
                yield Blocker(f"missing_{key.lower()}", text, f"附件2 {table}")
        elif longest and len(str(value)) > longest:
            text = f"{word}（{key}）超过 {longest} 位"
            yield Blocker(f"long_{key.lower()}", text, f"附件2 {table}")


def _time(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else ""

"""What a received row is about: an alarm, a work, a hazard, a commitment … and how it stands.

The tables are the law's; the regulator's pages ask for kinds, not for columns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.reporting.rules.values import read_moment

Row = Mapping[str, Any]
KINDS = {
    "alarm": "报警", "work": "特殊作业", "plan": "当日作业计划", "hazard": "隐患",
    "commitment": "安全承诺", "people": "人员分布", "device": "视频设备", "other": "其他",
}  # fmt: skip
OPEN, ENDED = "open", "ended"
WORK_STATES = {
    "0": "未签发", "1": "已签发", "2": "作业中", "3": "已验收", "4": "作废", "5": "撤销",
    "6": "暂停",
}  # fmt: skip
GRAVE_ALARMS = {
    "POS_T1": ("01", "04"), "AQL_B3": ("0",), "AQL_B4": ("1",), "VID_T4": ("1", "2"),
    "GAS_T4": ("10", "11"), "PTW_A3": ("60", "03", "05"),
}  # fmt: skip
"""Help called, too many people, fire and smoke, works without a ticket or without gas analysis."""
HOT = ("01", "02")  # special and first class hot work
CONFINED = "70"


@dataclass(frozen=True, slots=True)
class Facts:
    """`state`: open or ended, of works the code of the ticket; `grade`: grave, major, a colour."""

    kind: str
    state: str = ""
    grade: str = ""
    title: str = ""
    place: str = ""
    code: str = ""
    at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None


def facts_of(table: str, row: Row) -> Facts:
    """Of a row as `normal` left it; a table nobody knows more of is `other`."""
    return _READ.get(table, _other)(table, row)


def _other(table: str, row: Row) -> Facts:
    return Facts("other", title=str(next((row[k] for k in _NAMES if row.get(k)), ""))[:200])


_NAMES = ("RISK_UNIT_NAME", "RISK_EVENT_NAME", "PERSON_NAME", "ZONE_NAME", "DEVICE_NAME")


def _alarm(
    table: str, row: Row, *, code: str, began: str, ended: datetime | None, title: str
) -> Facts:
    is_over = ended is not None or row.get("DELETED") == "1"
    return Facts(
        "alarm", ENDED if is_over else OPEN,
        "grave" if row.get(code) in GRAVE_ALARMS.get(table, ()) else "", title[:200],
        place=str(row.get("alarmLocation") or "")[:200], code=str(row.get(code) or ""),
        at=read_moment(row.get(began)), ended_at=ended,
    )  # fmt: skip


def _positioning(table: str, row: Row) -> Facts:
    handled = row.get("type") == "alarm:handle"
    ended = read_moment(row.get("handleTime")) or read_moment(row.get("time")) if handled else None
    title = f"{row.get('alarmInfo') or ''} {row.get('realName') or ''}".strip()
    return _alarm(table, row, code="alarmType", began="time", ended=ended, title=title)


_B3 = {"0": "一键求救", "1": "越界", "2": "滞留", "3": "静止"}
_B4 = {"1": "超员", "2": "缺员"}


def _person_or_zone(table: str, row: Row) -> Facts:
    words = _B3 if table == "AQL_B3" else _B4
    title = f"{words.get(str(row.get('ALARM_TYPE')), '')}报警 {row.get('DESCRIBE') or ''}".strip()
    ended = read_moment(row.get("ALARM_END_TIME"))
    return _alarm(table, row, code="ALARM_TYPE", began="ALARM_TIME", ended=ended, title=title)


def _gathering(table: str, row: Row) -> Facts:
    began, lasted_s = read_moment(row.get("TIME_STAMP")), row.get("ALARM_LAST_TIME")
    ended = began + timedelta(seconds=float(lasted_s)) if began and lasted_s else None
    title = f"人员聚集 {len(row.get('ALARM_AREA') or [])} 人"
    return _alarm(table, row, code="", began="TIME_STAMP", ended=ended, title=title)


def _of_work(table: str, row: Row) -> Facts:
    ended = read_moment(row.get("ALARM_END_TIME"))
    title = f"作业报警 {row.get('ALARM_TYPE')} {row.get('ALARM_RESULT') or ''}".strip()
    return _alarm(table, row, code="ALARM_TYPE", began="ALARM_START_TIME", ended=ended, title=title)


_VIDEO = {"1": "明火", "2": "烟雾", "3": "翻越围栏", "4": "区域入侵", "5": "人员离岗",
          "6": "人员聚集",
          "7": "打电话", "8": "抽烟", "9": "未佩戴安全帽", "10": "未穿着工作服"}  # fmt: skip
_STATION = {"3": "人员离岗", "6": "打电话", "7": "抽烟", "10": "明火", "11": "烟雾",
            "13": "灭火器未就位", "14": "静电释放时间不足"}  # fmt: skip


def _video(table: str, row: Row) -> Facts:
    words = _VIDEO if table == "VID_T4" else _STATION  # the same numbers, other meanings
    cleared = row.get("ALARM_STATUS") == "0"
    ended = read_moment(row.get("ALARM_TIME")) if cleared else None
    title = f"视频报警 {words.get(str(row.get('ALARM_TYPE')), '')}"
    return _alarm(table, row, code="ALARM_TYPE", began="ALARM_TIME", ended=ended, title=title)


def _work(table: str, row: Row) -> Facts:
    state = "4" if row.get("DELETED") == "1" else str(row.get("TICKET_STATUS") or "")
    ended = read_moment(row.get("CHECKED_TIME")) or read_moment(row.get("END_TIME"))
    return Facts(
        "work", state, "grave" if row.get("TICKET_TYPE") in (*HOT, CONFINED) else "",
        str(row.get("TICKET_CONTENT") or "")[:200], str(row.get("TICKET_POSITION") or "")[:200],
        str(row.get("TICKET_TYPE") or ""), read_moment(row.get("START_TIME")),
        ended if state in ("3", "4", "5") else None, read_moment(row.get("END_TIME")),
    )  # fmt: skip


def _plan(table: str, row: Row) -> Facts:
    return Facts(
        "plan", ENDED if row.get("IS_CANCELLED") == "1" else OPEN, "",
        str(row.get("TASK_CONTENT") or "")[:200], str(row.get("TASK_POSITION") or "")[:200],
        str(row.get("TASK_TYPE") or ""), read_moment(row.get("TASK_BEGIN_TIME")),
    )  # fmt: skip


def _hazard(table: str, row: Row) -> Facts:
    is_over = row.get("DANGER_STATE") == 9 or row.get("DELETED") == "1"
    ended = read_moment(row.get("CHECK_ACCEPT_TIME")) if is_over else None
    return Facts(
        "hazard", ENDED if is_over else OPEN, "major" if row.get("DANGER_LEVEL") == 1 else "",
        str(row.get("DANGER_NAME") or "")[:200], str(row.get("LIABLE_PERSON") or "")[:200],
        str(row.get("DANGER_STATE")), read_moment(row.get("REGIST_TIME")), ended,
        read_moment(row.get("DANGER_MANAGE_DEADLINE")),
    )  # fmt: skip


_GRADES = {"1": "red", "2": "orange", "3": "yellow", "4": "blue"}


def _commitment(table: str, row: Row) -> Facts:
    return Facts(
        "commitment", ENDED if row.get("DELETED") == "1" else OPEN,
        _GRADES.get(str(row.get("riskGrade")), ""), f"{row.get('commitDate')} 安全承诺",
        str(row.get("commitment") or ""), str(row.get("commitDate") or ""),
    )  # fmt: skip


def _people(table: str, row: Row) -> Facts:
    """`ended`: the plant's source is silent; it says so instead of old positions."""
    found = row.get("POSITIONS") or []
    return Facts(
        "people",
        "" if found else ENDED,
        code=str(len(found)),
        at=read_moment(row.get("COLLECT_TIME")),
    )


def _device(table: str, row: Row) -> Facts:
    broken = row.get("RUN_STATUS") == "0"
    code = str(row.get("DEVICE_CODE") or "")
    return Facts("device", OPEN if broken else ENDED, title=code, code=code,
                 at=read_moment(row.get("DATE_TIME")))  # fmt: skip


_READ: dict[str, Callable[[str, Row], Facts]] = {
    "POS_T1": _positioning, "AQL_B3": _person_or_zone, "AQL_B4": _person_or_zone,
    "AQL_B5": _gathering, "PTW_A3": _of_work, "VID_T4": _video, "GAS_T4": _video,
    "PTW_A1": _work, "PTW_T1": _plan, "DUAL_T6": _hazard, "PROMISE": _commitment,
    "AQL_POS": _people, "VID_T3": _device, "GAS_T3": _device,
}  # fmt: skip

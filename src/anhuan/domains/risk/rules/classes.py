"""Codes of the dual-prevention tables: classes of measures, ways of control, cycles.

The province's annex 2 tables 1 to 4; the codes are theirs, the order is theirs.
"""

from collections.abc import Iterator

from anhuan.kernel.errors import Blocker

CLASSES_1 = {"1": "工程技术", "2": "维护保养", "3": "操作行为", "4": "应急措施"}
CLASSES_2 = {
    "1-1": "工艺控制", "1-2": "关键设备/部件", "1-3": "安全附件", "1-4": "安全仪表", "1-5": "其它",
    "2-1": "动设备", "2-2": "静设备",
    "3-1": "人员资质", "3-2": "操作记录", "3-3": "交接班",
    "4-1": "应急设施", "4-2": "个体防护", "4-3": "消防设施", "4-4": "应急预案",
}  # fmt: skip
SOURCES = {"1": "自动化监控", "2": "隐患排查"}
EMERGENCY = "4"
CLASS_CHOICES = [(code, f"{code} {label}") for code, label in CLASSES_2.items()]
SOURCE_CHOICES = list(SOURCES.items())

# What the plant plans by → what table 4 knows: hours, days, months, years (no week, no quarter).
CYCLES = {
    "hour": ("小时", "小时", 1), "shift": ("班", "小时", 8), "day": ("天", "天", 1),
    "week": ("周", "天", 7), "month": ("月", "月", 1), "quarter": ("季", "月", 3),
    "year": ("年", "年", 1),
}  # fmt: skip
CYCLE_CHOICES = [(unit, words[0]) for unit, words in CYCLES.items()]
_MOST = 9999  # CHECK_CYCLE has four digits


def class_1_of(class_2: str) -> str:
    """The first part: "3-2" belongs to "3"."""
    return class_2.partition("-")[0]


def class_label(class_2: str) -> str:
    """Both levels in words."""
    return f"{CLASSES_1[class_1_of(class_2)]} · {CLASSES_2[class_2]}"


def cycle_words(count: int | None, unit: str) -> str:
    """ "每 2 小时", "每周"; empty where nothing is planned."""
    if not count or unit not in CYCLES:
        return ""
    word = CYCLES[unit][0]
    return f"每{word}" if count == 1 else f"每 {count} {word}"


def reported_cycle(count: int, unit: str, *, shift_h: int = 8) -> tuple[int, str]:
    """As table 4 has it: a week is 7 天, a quarter 3 月, a shift its hours."""
    _, word, factor = CYCLES[unit]
    return count * (shift_h if unit == "shift" else factor), word


def cycle_blockers(count: int | None, unit: str) -> Iterator[Blocker]:
    """A cycle somebody can keep: both parts or neither."""
    if count is not None and not 1 <= count <= _MOST:
        yield Blocker("cycle_count", f"周期应为 1 到 {_MOST}")
    if (count is None) != (not unit):
        yield Blocker("cycle_unit", "周期的数值和单位要一起填写")
    if unit and unit not in CYCLES:
        yield Blocker("cycle_unit", "周期单位应为小时、班、天、周、月、季、年之一")


def measure_blockers(source: str, class_2: str, check_content: str) -> Iterator[Blocker]:
    """Codes exist; every measure says what is looked at when it is checked (table 3 no. 8)."""
    if source and source not in SOURCES:
        yield Blocker("data_source", "管控方式应为自动化监控或隐患排查")
    if class_2 not in CLASSES_2:
        yield Blocker("class_2", "管控措施分类应为 1-1 到 4-4 之一")
    if not check_content.strip():
        yield Blocker("check_content", "隐患排查内容不能为空，上报时必填", "附件2 表3")

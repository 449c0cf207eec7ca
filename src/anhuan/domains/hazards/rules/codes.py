"""Words and codes of a hazard, and how table 6 of the province writes them (附件2 6.2(6))."""

from enum import IntEnum, StrEnum


class Source(StrEnum):
    """Where a hazard was found. Those without a code of their own share the nearest one."""

    DAILY = "daily"
    COMPREHENSIVE = "comprehensive"
    PROFESSIONAL = "professional"
    SEASONAL = "seasonal"
    KEY_PERIOD = "key_period"
    ANALOGY = "analogy"
    RESTART = "restart"
    EXPERT = "expert"
    MEASURE_FAILED = "measure_failed"
    REGULATOR = "regulator"
    SELF_REPORT = "self_report"
    AI_VIDEO = "ai_video"
    OTHER = "other"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _SOURCES[self][0]

    @property
    def code(self) -> str:
        """DANGER_SRC: 1 to 11."""
        return _SOURCES[self][1]


_SOURCES: dict[Source, tuple[str, str]] = {
    Source.DAILY: ("日常排查", "1"),
    Source.COMPREHENSIVE: ("综合性排查", "2"),
    Source.PROFESSIONAL: ("专业性排查", "3"),
    Source.SEASONAL: ("季节性排查", "4"),
    Source.KEY_PERIOD: ("重点时段及节假日前排查", "5"),
    Source.ANALOGY: ("事故类比排查", "6"),
    Source.RESTART: ("复产复工前排查", "7"),
    Source.EXPERT: ("外聘专家诊断", "8"),
    Source.MEASURE_FAILED: ("管控措施失效", "9"),
    Source.REGULATOR: ("监管部门检查", "11"),
    Source.SELF_REPORT: ("员工上报", "1"),
    Source.AI_VIDEO: ("视频智能识别", "10"),
    Source.OTHER: ("其他", "10"),
}


class Kind(IntEnum):
    """HAZARD_DANGER_TYPE."""

    SAFETY = 1
    PROCESS = 2
    ELECTRICAL = 3
    INSTRUMENT = 4
    FIRE = 5
    LAYOUT = 6
    EQUIPMENT = 7
    OTHER = 8

    @property
    def label(self) -> str:
        """In Chinese."""
        return KIND_LABELS[self]


KIND_LABELS: dict[Kind, str] = {
    Kind.SAFETY: "安全", Kind.PROCESS: "工艺", Kind.ELECTRICAL: "电气", Kind.INSTRUMENT: "仪表",
    Kind.FIRE: "消防", Kind.LAYOUT: "总图", Kind.EQUIPMENT: "设备", Kind.OTHER: "其他",
}  # fmt: skip


class Level(IntEnum):
    """DANGER_LEVEL."""

    GENERAL = 0
    MAJOR = 1

    @property
    def label(self) -> str:
        """In Chinese."""
        return "重大隐患" if self is Level.MAJOR else "一般隐患"


class Way(IntEnum):
    """DANGER_MANAGE_TYPE: put right on the spot, or by a deadline."""

    ON_THE_SPOT = 0
    BY_DEADLINE = 1

    @property
    def label(self) -> str:
        """In Chinese."""
        return "限期整改" if self is Way.BY_DEADLINE else "即查即改"


class Funds(StrEnum):
    """Where the money comes from."""

    NONE = "none"
    SAFETY = "safety"
    UPKEEP = "upkeep"
    OVERHAUL = "overhaul"
    INVESTMENT = "investment"
    OTHER = "other"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _FUNDS[self]


_FUNDS: dict[Funds, str] = {
    Funds.NONE: "无需资金", Funds.SAFETY: "安全生产费用", Funds.UPKEEP: "日常维修费用",
    Funds.OVERHAUL: "检修费用", Funds.INVESTMENT: "技改投资", Funds.OTHER: "其他",
}  # fmt: skip

SOURCE_CHOICES = [(one.value, one.label) for one in Source]
KIND_CHOICES = [(one.value, one.label) for one in Kind]
LEVEL_CHOICES = [(one.value, one.label) for one in Level]
WAY_CHOICES = [(one.value, one.label) for one in Way]
FUNDS_CHOICES = [(one.value, one.label) for one in Funds]

"""The kinds of work that need a permit, their grades and the codes others know them by.

The eight kinds of GB 30871-2022; tank transfer, cleaning and draining (Shandong annex 3, table 2);
loading and interlocks (Cangzhou function 7). Grades are listed from the mildest to the gravest.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard in its edition in force."""

    code: str
    title: str
    in_force_from: date

    @property
    def cited(self) -> str:
        """As a form's page cites it."""
        return f"{self.code}《{self.title}》（{self.in_force_from} 实施）"


# The edition the shipped forms follow; a reference without a year means the latest (PTW-017).
GB_30871 = Standard("GB 30871-2022", "危险化学品企业特殊作业安全规范", date(2022, 10, 1))


class Kind(StrEnum):
    """What sort of work it is. Values are stable: they stand in the database and the API."""

    HOT_WORK = "hot_work"
    CONFINED_SPACE = "confined_space"
    BLIND_PLATE = "blind_plate"
    WORK_AT_HEIGHT = "work_at_height"
    LIFTING = "lifting"
    TEMP_POWER = "temp_power"
    EXCAVATION = "excavation"
    ROAD_BREAKING = "road_breaking"
    TANK_TRANSFER = "tank_transfer"
    TANK_CLEANING = "tank_cleaning"
    WATER_DRAINING = "water_draining"
    LOADING_LNG = "loading_lng"
    LOADING_LPG = "loading_lpg"
    LOADING_CHLORINE = "loading_liquid_chlorine"
    LOADING_AMMONIA = "loading_liquid_ammonia"
    INTERLOCK_REMOVAL = "interlock_removal"
    INTERLOCK_RESTORING = "interlock_restoring"
    INTERLOCK_CHANGE = "interlock_change"

    @property
    def label(self) -> str:
        """The kind's Chinese name."""
        return KINDS[self].label


class Group(StrEnum):
    """Whose rules a kind follows."""

    SPECIAL = "special"  # GB 30871-2022
    TANK = "tank"
    LOADING = "loading"
    INTERLOCK = "interlock"


@dataclass(frozen=True, slots=True)
class Level:
    """One grade, with its codes in AQ 3064.2 table A.2 and in Shandong ("" where it has none)."""

    code: str
    label: str
    aq_code: str = ""
    province_code: str = ""


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A kind. Ungraded kinds have the single level `NO_LEVEL`, which carries their codes."""

    kind: Kind
    label: str
    short: str  # two characters for permit numbers, chips on the map and narrow columns
    group: Group
    levels: tuple[Level, ...]
    prefix: str  # of permit numbers: DH-20261122-003

    @property
    def is_graded(self) -> bool:
        """Whether the form has a grade to mark (GB 30871-2022 B.1)."""
        return len(self.levels) > 1


NO_LEVEL = ""


def _ungraded(aq_code: str = "", province_code: str = "") -> tuple[Level, ...]:
    return (Level(NO_LEVEL, "不分级", aq_code, province_code),)


_HOT = (
    Level("second", "二级", "03", "11"),
    Level("first", "一级", "02", "12"),
    Level("special", "特级", "01", "13"),
)
_HEIGHT = (  # Shandong keeps the names of 2014: 一级 43, 二级 42, 三级 41, 特级 44
    Level("I", "Ⅰ级", "21", "43"),
    Level("II", "Ⅱ级", "22", "42"),
    Level("III", "Ⅲ级", "23", "41"),
    Level("IV", "Ⅳ级", "24", "44"),
)
_LIFTING = (
    Level("third", "三级", "63", "53"),
    Level("second", "二级", "62", "52"),
    Level("first", "一级", "61", "51"),
)
_S, _T, _L, _I = Group.SPECIAL, Group.TANK, Group.LOADING, Group.INTERLOCK

KINDS: dict[Kind, KindInfo] = {
    info.kind: info
    for info in (
        KindInfo(Kind.HOT_WORK, "动火作业", "动火", _S, _HOT, "DH"),
        KindInfo(Kind.CONFINED_SPACE, "受限空间作业", "受限", _S, _ungraded("70", "21"), "SX"),
        KindInfo(Kind.BLIND_PLATE, "盲板抽堵作业", "盲板", _S, _ungraded("50", "31"), "MB"),
        KindInfo(Kind.WORK_AT_HEIGHT, "高处作业", "高处", _S, _HEIGHT, "GC"),
        KindInfo(Kind.LIFTING, "吊装作业", "吊装", _S, _LIFTING, "DZ"),
        KindInfo(Kind.TEMP_POWER, "临时用电作业", "临电", _S, _ungraded("10", "61"), "LD"),
        KindInfo(Kind.EXCAVATION, "动土作业", "动土", _S, _ungraded("30", "71"), "DT"),
        KindInfo(Kind.ROAD_BREAKING, "断路作业", "断路", _S, _ungraded("40", "81"), "DL"),
        KindInfo(Kind.TANK_TRANSFER, "倒罐作业", "倒罐", _T, _ungraded("", "A1"), "DG"),
        KindInfo(Kind.TANK_CLEANING, "清罐作业", "清罐", _T, _ungraded("", "B1"), "QG"),
        KindInfo(Kind.WATER_DRAINING, "切水作业", "切水", _T, _ungraded("", "C1"), "QS"),
        KindInfo(Kind.LOADING_LNG, "液化天然气装卸", "LNG", _L, _ungraded(), "ZN"),
        KindInfo(Kind.LOADING_LPG, "液化石油气装卸", "LPG", _L, _ungraded(), "ZP"),
        KindInfo(Kind.LOADING_CHLORINE, "液氯装卸", "液氯", _L, _ungraded(), "ZL"),
        KindInfo(Kind.LOADING_AMMONIA, "液氨装卸", "液氨", _L, _ungraded(), "ZA"),
        KindInfo(Kind.INTERLOCK_REMOVAL, "联锁摘除", "摘联锁", _I, _ungraded(), "LZ"),
        KindInfo(Kind.INTERLOCK_RESTORING, "联锁恢复", "复联锁", _I, _ungraded(), "LH"),
        KindInfo(Kind.INTERLOCK_CHANGE, "联锁变更", "变联锁", _I, _ungraded(), "LB"),
    )
}
SPECIAL_KINDS = tuple(kind for kind, info in KINDS.items() if info.group is Group.SPECIAL)


def level_of(kind: Kind, code: str) -> Level:
    """One grade of a kind; KeyError for a grade the kind does not have."""
    for level in KINDS[kind].levels:
        if level.code == code:
            return level
    raise KeyError(f"{kind} has no level {code!r}")


def level_name(kind: Kind, code: str) -> str:
    """What a grade is called; its code as it stands where another system knows other grades."""
    try:
        return level_of(kind, code).label
    except KeyError:
        return code


def rank_of(kind: Kind, code: str) -> int:
    """How grave a grade is: 0 is the mildest of its kind."""
    return KINDS[kind].levels.index(level_of(kind, code))


def graver(kind: Kind, first: str, second: str) -> str:
    """The graver of two grades."""
    return max(first, second, key=lambda code: rank_of(kind, code))


def next_graver(kind: Kind, code: str) -> str:
    """One grade up; the gravest stays as it is."""
    levels = KINDS[kind].levels
    return levels[min(rank_of(kind, code) + 1, len(levels) - 1)].code


def aq_code(kind: Kind, level: str) -> str:
    """AQ 3064.2-2025 table A.2, two digits; "" for kinds the table does not know."""
    return level_of(kind, level).aq_code


def province_code(kind: Kind, level: str) -> str:
    """Shandong annex 3 table 2, two characters; "" for kinds the table does not know."""
    return level_of(kind, level).province_code

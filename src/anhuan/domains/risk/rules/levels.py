"""The four levels of risk and who controls them; what is higher takes what is below along.

The values are those of the plant's areas, so that a level is a colour on the map.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from anhuan.kernel.errors import Blocker


class Level(StrEnum):
    """Inherent risk, the gravest first (RISK-004)."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"

    @property
    def label(self) -> str:
        """The word of the register."""
        return _LABELS[self]

    @property
    def colour(self) -> str:
        """The colour's name, for print in black and white."""
        return _COLOURS[self]


class Control(StrEnum):
    """The layer that answers for a risk, the highest first (RISK-016)."""

    COMPANY = "company"
    DEPARTMENT = "department"
    TEAM = "team"
    POST = "post"

    @property
    def label(self) -> str:
        """The word of the register."""
        return _CONTROL_LABELS[self]

    @property
    def duty(self) -> str:
        """Who that is, and what they answer for."""
        return _CONTROL_DUTIES[self]


_LABELS = {Level.RED: "重大", Level.ORANGE: "较大", Level.YELLOW: "一般", Level.BLUE: "低"}
_COLOURS = {Level.RED: "红", Level.ORANGE: "橙", Level.YELLOW: "黄", Level.BLUE: "蓝"}
_CONTROL_LABELS = {
    Control.COMPANY: "公司级", Control.DEPARTMENT: "部门（车间）级", Control.TEAM: "班组级",
    Control.POST: "岗位级",
}  # fmt: skip
_CONTROL_DUTIES = {
    Control.COMPANY: "领导层：主要负责人组织管控，落实资源，督促检查",
    Control.DEPARTMENT: "管理层：部门、车间负责人组织落实措施并定期排查",
    Control.TEAM: "班组长组织日常检查，处置异常并上报",
    Control.POST: "员工层：岗位人员按规程操作、巡检、确认措施有效",
}
_RANKS = tuple(Level)  # gravest first
_LAYERS = tuple(Control)  # highest first
LEVEL_CHOICES = [(one.value, f"{one.label}（{one.colour}）") for one in Level]
CONTROL_CHOICES = [(one.value, one.label) for one in Control]


def gravest(levels: Iterable[str]) -> Level | None:
    """A unit's level is that of its gravest event, an object's that of its gravest unit."""
    known = [Level(one) for one in levels if one]
    return min(known, key=_RANKS.index, default=None)


def object_level(units: Iterable[str], *, is_red: bool) -> Level | None:
    """The same, for an object that may be red by what it is: a major hazard source."""
    return Level.RED if is_red else gravest(units)


def control_of(level: Level) -> Control:
    """The layer that must control a level; those below it control it as well."""
    return _LAYERS[_RANKS.index(level)]


def layers_of(control: Control) -> tuple[Control, ...]:
    """Every layer that has a part in controlling: the one named and all below."""
    return _LAYERS[_LAYERS.index(control) :]


def control_blockers(level: Level | None, chosen: str) -> Iterator[Blocker]:
    """A plant may lift a risk to a higher layer, never push it down."""
    if not chosen or level is None:
        return
    least = control_of(level)
    if _LAYERS.index(Control(chosen)) > _LAYERS.index(least):
        yield Blocker(
            "control_too_low",
            f"{level.label}风险至少由{least.label}管控，不能降为{Control(chosen).label}",
            "RISK-016",
        )

"""Sensed points of warehouses, tanks and loading racks (鲁应急字〔2021〕107号 附件1 一).

What a warehouse must send depends on what lies in it; a rack sends three alarms; the whole plant
sends its gas detectors.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from anhuan.kernel.errors import Blocker

OBJECTS = {"warehouse": "仓库", "rack": "装卸栈台", "tank": "储存单元", "plant": "厂区"}
PARAMETERS = {
    "temperature": ("温度", "℃"), "humidity": ("湿度", "%RH"), "pressure": ("压力", "MPa"),
    "level": ("液位", "m"), "combustible": ("可燃气体", "%LEL"), "toxic": ("有毒气体", "ppm"),
    "grounding": ("静电接地断开", ""), "overfill": ("溢油", ""),
}  # fmt: skip
SWITCHES = ("grounding", "overfill")  # 1 is the alarm
SUBSTANCES = {
    "ammonium_nitrate": "硝酸铵", "potassium_chlorate": "氯酸钾", "sodium_chlorate": "氯酸钠",
    "nitrocellulose": "硝化棉", "other": "其他",
}  # fmt: skip
# By the danger of the substance: which of the four kinds of data of 附件1 一(一) it needs.
NEEDS: dict[str, frozenset[str]] = {
    "ammonium_nitrate": frozenset({"temperature", "humidity", "toxic"}),
    "potassium_chlorate": frozenset({"temperature", "humidity"}),
    "sodium_chlorate": frozenset({"temperature", "humidity"}),
    "nitrocellulose": frozenset({"temperature", "humidity", "combustible"}),
}
RACK = frozenset({"grounding", "overfill", "combustible"})  # 附件1 一(二)
TANK = frozenset({"temperature", "pressure", "level", "humidity"})  # 附件1 一(三)
GAS = frozenset({"combustible", "toxic"})
CLAUSE = "鲁应急字〔2021〕107号 附件1 一"


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds in the point's own unit; None: there is none."""

    low_low: float | None = None
    low: float | None = None
    high: float | None = None
    high_high: float | None = None


def wanted(kind: str, substance: str) -> frozenset[str]:
    """The parameters an object of this kind must report."""
    if kind == "warehouse":
        return NEEDS.get(substance, frozenset({"temperature", "humidity"}))
    return {"rack": RACK, "tank": TANK, "plant": GAS}.get(kind, frozenset())


def lacking(kind: str, substance: str, parameters: Iterable[str]) -> list[str]:
    """What it must report and does not, in the order of `PARAMETERS`. A tank without pressure is a
    tank at rest: temperature and level are what each must have."""
    needs = wanted(kind, substance)
    if kind == "tank":
        needs = frozenset({"temperature", "level"})
    if kind == "plant":
        return [] if GAS & set(parameters) else sorted(GAS)
    return [one for one in PARAMETERS if one in needs and one not in set(parameters)]


def judged(parameter: str, value: float, limits: Limits) -> str:
    """ "": in order; low_low, low, high, high_high, on. On the limit is beyond it."""
    if parameter in SWITCHES:
        return "on" if value else ""
    if limits.high_high is not None and value >= limits.high_high:
        return "high_high"
    if limits.low_low is not None and value <= limits.low_low:
        return "low_low"
    if limits.high is not None and value >= limits.high:
        return "high"
    return "low" if limits.low is not None and value <= limits.low else ""


WORDS = {"low_low": "低低报", "low": "低报", "high": "高报", "high_high": "高高报", "on": "报警"}
GRAVE = ("low_low", "high_high", "on")


def limit_blockers(limits: Mapping[str, float | None], reason: str) -> Iterator[Blocker]:
    """Thresholds stand in order, and a change says why (附件1 一(三): verified and fixed)."""
    order = [limits.get(one) for one in ("low_low", "low", "high", "high_high")]
    known = [one for one in order if one is not None]
    if known != sorted(known):
        yield Blocker("limits_order", "阈值应满足 低低报 ≤ 低报 ≤ 高报 ≤ 高高报，请核对", CLAUSE)
    if not reason.strip():
        yield Blocker("no_reason", "请写明调整阈值的依据", CLAUSE)

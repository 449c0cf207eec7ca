"""The certificates a chemical plant keeps on file, as they are shipped (domain facts §8.2).

A plant may add its own and change months; the checks of permits go by which trade a kind proves.
Two kinds may prove one trade: low and high voltage, both for temporary power.
"""

from dataclasses import dataclass
from enum import StrEnum

from anhuan.domains.permits.rules.certificates import Trade


class Group(StrEnum):
    """Who issues it, and so whose rules it follows."""

    SPECIAL_OPERATION = "special_operation"
    SPECIAL_EQUIPMENT = "special_equipment"
    SAFETY_KNOWLEDGE = "safety_knowledge"
    REGISTERED = "registered"
    INTERNAL = "internal"
    OTHER = "other"


GROUP_LABELS: dict[Group, str] = {
    Group.SPECIAL_OPERATION: "特种作业操作证",
    Group.SPECIAL_EQUIPMENT: "特种设备作业人员证",
    Group.SAFETY_KNOWLEDGE: "安全知识和管理能力考核合格证",
    Group.REGISTERED: "注册类证书",
    Group.INTERNAL: "企业培训合格证",
    Group.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class ShippedKind:
    """One kind: how many months it holds, after how many a review falls due."""

    code: str
    name: str
    group: Group
    valid_months: int | None
    review_months: int | None = None
    trade: Trade | None = None


def _operation(code: str, name: str, trade: Trade | None = None) -> ShippedKind:
    """Six years, reviewed every third (special operations)."""
    return ShippedKind(code, name, Group.SPECIAL_OPERATION, 72, 36, trade)


def _equipment(code: str, name: str, trade: Trade | None = None) -> ShippedKind:
    """Reviewed after four years, which ends it."""
    return ShippedKind(code, name, Group.SPECIAL_EQUIPMENT, 48, None, trade)


def _internal(code: str, name: str, trade: Trade) -> ShippedKind:
    """The plant's own; how long they hold is the plant's to say."""
    return ShippedKind(code, name, Group.INTERNAL, 24, None, trade)


SHIPPED_KINDS: tuple[ShippedKind, ...] = (
    _operation("welding", "熔化焊接与热切割作业", Trade.WELDING),
    _operation("electric_low", "低压电工作业", Trade.ELECTRIC),
    _operation("electric_high", "高压电工作业", Trade.ELECTRIC),
    _operation("electric_ex", "防爆电气作业", Trade.ELECTRIC),
    _operation("height_rigging", "登高架设作业", Trade.HEIGHT),
    _operation("height_work", "高处安装、维护、拆除作业", Trade.HEIGHT),
    _operation("chemical_process", "危险化工工艺作业"),
    _operation("instrument", "化工自动化控制仪表作业"),
    _equipment("crane_operator", "起重机司机（Q2）", Trade.CRANE_OPERATOR),
    _equipment("crane_commander", "起重机指挥（Q1）", Trade.CRANE_COMMANDER),
    _equipment("forklift", "叉车司机（N1）"),
    _equipment("pressure_vessel", "压力容器作业（R）"),
    _equipment("safety_valve", "安全阀校验（F）"),
    ShippedKind("principal", "主要负责人安全合格证", Group.SAFETY_KNOWLEDGE, 36),
    ShippedKind("safety_officer", "安全管理人员合格证", Group.SAFETY_KNOWLEDGE, 36),
    ShippedKind("safety_engineer", "注册安全工程师", Group.REGISTERED, 60),
    _internal("guardian", "监护人培训合格证", Trade.GUARDIAN),
    _internal("confined_space", "受限空间作业培训合格证", Trade.CONFINED_SPACE),
    _internal("gas_analysis", "气体分析培训合格证", Trade.GAS_ANALYSIS),
)

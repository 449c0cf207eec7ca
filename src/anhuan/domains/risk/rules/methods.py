"""Methods of assessment: what each writes down beside the scores.

JHA looks at the steps of a job, SCL at the items of an equipment, HAZOP at deviations of a node;
LEC and LS alone score what the event already says. HAZOP is a summary: the study itself is a
document of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from anhuan.domains.risk.rules.scoring import Scale
from anhuan.kernel.errors import Blocker


class Method(StrEnum):
    """How a risk was assessed (DUAL-040)."""

    LEC = "lec"
    LS = "ls"
    JHA = "jha"
    SCL = "scl"
    HAZOP = "hazop"

    @property
    def label(self) -> str:
        """Its name."""
        return METHODS[self].label


@dataclass(frozen=True, slots=True)
class MethodInfo:
    """A method: its name, its boxes (key, label), the scales it may be scored by."""

    label: str
    boxes: tuple[tuple[str, str], ...]
    scales: tuple[Scale, ...]


_BOTH = (Scale.LS, Scale.LEC)
METHODS: dict[Method, MethodInfo] = {
    Method.LEC: MethodInfo("LEC 作业条件危险性评价", (), (Scale.LEC,)),
    Method.LS: MethodInfo("LS 风险矩阵", (), (Scale.LS,)),
    Method.JHA: MethodInfo(
        "JHA 工作危害分析",
        (("step", "作业步骤"), ("hazard", "危害因素"), ("consequence", "主要后果"),
         ("existing", "现有控制措施")), _BOTH,
    ),
    Method.SCL: MethodInfo(
        "SCL 安全检查表",
        (("item", "检查项目"), ("standard", "标准"), ("consequence", "偏离标准的后果"),
         ("existing", "现有控制措施")), _BOTH,
    ),
    Method.HAZOP: MethodInfo(
        "HAZOP 分析",
        (("node", "节点"), ("deviation", "偏差"), ("cause", "原因"), ("consequence", "后果"),
         ("existing", "现有保护措施")), _BOTH,
    ),
}  # fmt: skip
# What the methods and their bounds follow (DUAL-001).
BASIS = (
    "应急〔2019〕78号", "危险化学品企业双重预防机制建设工作指南（试行）",
    "DB37/T 2882", "DB37/T 2971",
)  # fmt: skip
METHOD_CHOICES = [(one.value, one.label) for one in Method]
BOX_LABELS = {key: label for info in METHODS.values() for key, label in info.boxes}


def scale_for(method: Method, asked: str = "") -> Scale:
    """The scale asked for where the method leaves a choice, else its own."""
    scales = METHODS[method].scales
    return Scale(asked) if asked in scales else scales[0]


def boxes_of(method: Method, given: Mapping[str, str]) -> dict[str, str]:
    """The boxes the method has, as given; nothing else is kept."""
    return {key: given.get(key, "").strip() for key, _ in METHODS[method].boxes}


def box_blockers(method: Method, given: Mapping[str, str]) -> Iterator[Blocker]:
    """The first two boxes of a method say what is looked at: without them it is no analysis."""
    for key, label in METHODS[method].boxes[:2]:
        if not given.get(key, "").strip():
            yield Blocker(f"box_{key}", f"{method.value.upper()} 须填写{label}")

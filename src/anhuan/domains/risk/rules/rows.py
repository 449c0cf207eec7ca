"""What the receiver of tables 1 to 3 demands of a row: what is there, and how long it may be.

Lengths are counted in characters; the table does not say whether bytes are meant, so a plant's
row that is short in characters may still be refused there and comes back with the receipt.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from anhuan.kernel.errors import Blocker


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its key, its length, whether it must have a value."""

    key: str
    label: str
    length: int
    is_required: bool = True


UNIT = "DUAL_T1"
EVENT = "DUAL_T2"
MEASURE = "DUAL_T3"
TABLES: dict[str, tuple[Field, ...]] = {
    UNIT: (
        Field("ID", "主键", 36), Field("HAZARD_CODE", "风险分析对象编码", 36),
        Field("HAZARD_DEP", "责任部门", 200), Field("HAZARD_LIABLE_PERSON", "责任人", 200),
        Field("RISK_UNIT_NAME", "风险分析单元名称", 200), Field("DELETED", "删除标志", 1),
    ),
    EVENT: (
        Field("ID", "主键", 36), Field("RISK_UNIT_ID", "风险分析单元", 36),
        Field("RISK_EVENT_NAME", "风险事件名称", 100), Field("DELETED", "删除标志", 1),
    ),
    MEASURE: (
        Field("ID", "主键", 36), Field("RISK_EVENT_ID", "风险事件", 36),
        Field("DATA_SRC", "管控方式", 2, False), Field("RISK_MEASURE_DESC", "管控措施描述", 1000),
        Field("CLASSIFY1", "管控措施分类 1", 2), Field("CLASSIFY2", "管控措施分类 2", 4),
        Field("CLASSIFY3", "管控措施分类 3", 100, False),
        Field("TROUBLESHOOT_CONTENT", "隐患排查内容", 1000), Field("DELETED", "删除标志", 1),
    ),
}  # fmt: skip


def row_faults(table: str, row: Mapping[str, Any]) -> Iterator[Blocker]:
    """Why a row cannot be sent as it is; empty: it can."""
    for field in TABLES[table]:
        value = row.get(field.key)
        if value in (None, ""):
            if field.is_required:
                text = f"{field.label}（{field.key}）为空，补齐后才能上报"
                yield Blocker(f"missing_{field.key.lower()}", text, f"附件2 {table}")
        elif len(str(value)) > field.length:
            text = f"{field.label}（{field.key}）超过 {field.length} 字"
            yield Blocker(f"long_{field.key.lower()}", text, f"附件2 {table}")

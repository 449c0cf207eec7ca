"""Lists of items out of Excel: a row an item, named by library, list and content."""

from typing import Any

from anhuan.desk.sheets import YES_NO, SheetColumn, SheetSpec, parse_float
from anhuan.domains.inspection.actions import put_item
from anhuan.domains.inspection.models.standards import ITEM_KINDS
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of

NOTE = "同一标准库、标准、检查内容已有的更新，没有的新增。选项用“/”分开。"
_MANY = ("choices", "normal")


def item_sheet() -> SheetSpec:
    """What a row of a check list has."""
    return SheetSpec("检查标准", [
        SheetColumn("library", "标准库", required=True, example="企业标准"),
        SheetColumn("standard", "标准", required=True, example="离心泵日巡检"),
        SheetColumn("part", "部位", example="机械密封"),
        SheetColumn("category", "类别", example="动设备"),
        SheetColumn("method", "检查方式", example="目视"),
        SheetColumn("name", "检查内容", required=True, example="出口压力"),
        SheetColumn("kind", "录入", choices={label: kind.value for kind, label in ITEM_KINDS},
                    example="数值"),
        SheetColumn("unit", "单位", example="MPa"),
        SheetColumn("low", "下限", parse=parse_float, example="0.3", blames=("item_limits",)),
        SheetColumn("high", "上限", parse=parse_float, example="0.6"),
        SheetColumn("choices", "选项", help="用“/”分开", blames=("item_choices",)),
        SheetColumn("normal", "正常选项", help="用“/”分开", blames=("item_normal",)),
        SheetColumn("needs_photo", "必须拍照", choices=YES_NO, example="否"),
        SheetColumn("process_point", "工艺位号", example="PI-101"),
        SheetColumn("may_differ", "与工艺值允许偏差", parse=parse_float),
    ], NOTE)  # fmt: skip


def apply_item(account: Account, values: dict[str, Any]) -> str:
    """One row: the list is made when it is not there."""
    given = {key: value for key, value in values.items() if value is not None}
    for name in _MANY:
        if name in given:
            given[name] = [one.strip() for one in str(given[name]).split("/") if one.strip()]
    return put_item(account, company_of(account), **given)

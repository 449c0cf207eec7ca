"""Which columns a row has, and what they are called."""

from collections.abc import Callable, Mapping
from typing import Any

from anhuan.exchange.core.definition.faults import Look

Row = dict[str, Any]
Step = Callable[[Row, Mapping[str, bytes]], list[Row]]


def read_rename(look: Look) -> Step:
    """`rename: {old: new}`; order stays."""
    names = look.value if isinstance(look.value, dict) else {}
    if not names or not all(isinstance(new, str) for new in names.values()):
        look.fault("mapping_wanted", "请写 旧名: 新名")
    if len(set(names.values())) < len(names):
        look.fault("doubled", "两列改成了同一个名称")
    return lambda row, keys: [{names.get(name, name): value for name, value in row.items()}]


def read_keep(look: Look) -> Step:
    """`keep: [a, b]`: no other column goes on."""
    names = frozenset(_names(look))
    return lambda row, keys: [{name: value for name, value in row.items() if name in names}]


def read_drop(look: Look) -> Step:
    """`drop: [a, b]`."""
    names = frozenset(_names(look))
    return lambda row, keys: [{name: value for name, value in row.items() if name not in names}]


def read_default(look: Look) -> Step:
    """`default: {a: x}`: where the column is not there, null or empty."""
    filled = look.value if isinstance(look.value, dict) else {}
    if not filled:
        look.fault("mapping_wanted", "请写 列名: 默认值")

    def fill(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        lacking = {name: value for name, value in filled.items() if row.get(name) in (None, "")}
        return [row | lacking]

    return fill


def _names(look: Look) -> list[str]:
    if not isinstance(look.value, list) or not all(isinstance(one, str) for one in look.value):
        look.fault("list_wanted", "请写列名的列表")
        return []
    return look.value

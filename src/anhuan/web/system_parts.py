"""Who holds which part of the engine, where several workers share it (on `/system/`)."""

from typing import Any

from anhuan.desk.details import Panel, Table
from anhuan.desk.marks import Tag

HEADS = ["部分", "状态", "所在进程", "滞后（s）", "标签", "任期"]


def parts_panel(engine: dict[str, Any]) -> Panel | None:
    """One row a part; None where one process is the whole engine."""
    detail = engine.get("detail") or {}
    leases: dict[str, Any] = detail.get("leases") or {}
    if not leases:
        return None
    parts: dict[str, Any] = detail.get("parts") or {}
    rows = [_row(name, held, parts.get(name, {})) for name, held in sorted(leases.items())]
    note = f"{detail.get('workers', 1)} 个引擎进程；进程停止后，它的部分应在 10 秒内转移"
    return Panel("引擎分工", table=Table(HEADS, rows), note=note)


def _row(name: str, held: dict[str, Any], told: dict[str, Any]) -> list[Any]:
    lag_s = told.get("lag_s")
    return [
        _title(name),
        _state(held, told),
        told.get("where", ""),
        "" if lag_s is None else lag_s,
        told.get("tags", ""),
        held.get("epoch") or "",
    ]


def _title(name: str) -> str:
    plant, _, part = name.partition(".")
    kind, _, number = part.partition(".")
    return f"{plant} · {'判定' if kind == 'judge' else f'解算 {int(number) + 1}'}"


def _state(held: dict[str, Any], told: dict[str, Any]) -> Tag:
    if not held.get("worker"):
        return Tag(f"无进程负责 {held.get('free_s', 0):.0f} s", "p2")
    if told.get("troubles"):
        return Tag("降级", "p2")
    return Tag("正常", "good") if told.get("lag_s") is not None else Tag("接管中")

"""The record sheet of a route's day: a line for each item, a column for each round. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Key = tuple[str, str]  # point, item


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in one box."""

    text: str = ""
    is_abnormal: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One item of one point through the day."""

    stop: str
    item: str
    unit: str
    limits: str
    boxes: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """A round: its stops as the task kept them, and what was entered."""

    stops: Sequence[Mapping[str, Any]]
    entries: Mapping[Key, Written]


def lay(rounds: Sequence[Walked]) -> list[Line]:
    """Items in the order of the route. An item that only some rounds had stays empty in others."""
    named: dict[Key, tuple[str, Mapping[str, Any]]] = {}
    for walked in rounds:
        for key, stop, item in _items(walked.stops):
            named.setdefault(key, (stop, item))
    return [
        Line(stop, item["name"], item.get("unit") or "", limits_of(item),
             tuple(one.entries.get(key, Written()) for one in rounds))
        for key, (stop, item) in named.items()
    ]  # fmt: skip


def _items(stops: Iterable[Mapping[str, Any]]) -> Iterable[tuple[Key, str, Mapping[str, Any]]]:
    for stop in stops:
        for item in stop["items"]:
            yield (stop["point"], item["id"]), stop["name"], item


def limits_of(item: Mapping[str, Any]) -> str:
    """`0.3–0.6`, `≥ 0.3`, `≤ 0.6`; empty without limits."""
    low, high = item.get("low"), item.get("high")
    if low is not None and high is not None:
        return f"{low:g}–{high:g}"
    if low is not None:
        return f"≥ {low:g}"
    return "" if high is None else f"≤ {high:g}"


def written(value: Any, result: str) -> Written:
    """A value as it stands on the sheet."""
    if result == "skipped":
        return Written("停")
    is_abnormal = result == "abnormal"
    if isinstance(value, bool) or value in (None, ""):
        return Written("异常" if is_abnormal else "√", is_abnormal)
    text = f"{value:g}" if isinstance(value, (int, float)) else _joined(value)
    return Written(text, is_abnormal)


def _joined(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)

"""What is normal: values against their limits, choices, and the field beside the process.

INS-027, INS-028 (outside the limits is abnormal by itself), INS-046 (shown beside the DCS).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isclose, isfinite
from typing import Any

from anhuan.kernel.errors import Blocker


class Kind(StrEnum):
    """What an item asks for."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    CHECK = "check"  # 正常 / 异常


class Result(StrEnum):
    """What came of it."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    SKIPPED = "skipped"  # the equipment stands still


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. low, high: both belong to the normal; None: no limit there."""

    kind: Kind
    name: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    normal: frozenset[str] = frozenset()  # of the choices; empty: all
    needs_photo: bool = False
    may_differ: float | None = None  # from the process value, in the item's unit


@dataclass(frozen=True, slots=True)
class Answer:
    """What was entered; `reason` where the item was skipped."""

    value: Any = None
    is_abnormal: bool = False  # said by the person
    has_photo: bool = False
    reason: str = ""


def answer_blockers(item: Item, answer: Answer) -> list[Blocker]:
    """Everything that is missing or cannot be; empty when the answer can be kept."""
    if answer.reason:
        return []
    found = _value_blockers(item, answer)
    if item.needs_photo and not answer.has_photo:
        found.append(Blocker("photo_missing", f"“{item.name}”需要现场照片", "INS-027"))
    return found


def _value_blockers(item: Item, answer: Answer) -> list[Blocker]:
    if item.kind is Kind.NUMBER and not _is_number(answer.value):
        return [Blocker("value_missing", f"请填写“{item.name}”的数值（{item.unit or '无单位'}）")]
    if item.kind is Kind.CHOICE and answer.value not in item.choices:
        return [Blocker("choice", f"“{item.name}”请选择：{'、'.join(item.choices)}")]
    if item.kind is Kind.TEXT and not str(answer.value or "").strip():
        return [Blocker("text_missing", f"请填写“{item.name}”")]
    return []


def judge(item: Item, answer: Answer) -> Result:
    """A person may call the normal abnormal, never the other way round."""
    if answer.reason:
        return Result.SKIPPED
    if answer.is_abnormal or _is_outside(item, answer.value):
        return Result.ABNORMAL
    return Result.NORMAL


def _is_outside(item: Item, value: Any) -> bool:
    if item.kind is Kind.CHOICE:
        return bool(item.normal) and value not in item.normal
    if item.kind is not Kind.NUMBER or not _is_number(value):
        return False
    too_low = item.low is not None and value < item.low
    return too_low or (item.high is not None and value > item.high)


def differs(item: Item, value: Any, process: float | None) -> bool:
    """The gauge in the field and the value in the control room cannot both be right."""
    if item.may_differ is None or process is None or not _is_number(value):
        return False
    apart = abs(value - process)
    return bool(apart > item.may_differ and not isclose(apart, item.may_differ))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)

"""What a timer and a range finder must be able to do. AQ 3064.3-2025 A.1."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anhuan.kernel.errors import Blocker

CLAUSE = "AQ 3064.3-2025 A.1"


@dataclass(frozen=True, slots=True)
class Needed:
    """Of one kind: at least this span, at most this error."""

    label: str
    span: float
    span_unit: str
    error: float
    error_unit: str


NEEDED: dict[str, Needed] = {
    "timer": Needed("计时器", 1.0, "h", 1.0, "s/d"),
    "range_finder": Needed("测距仪", 50.0, "m", 1.0, "cm"),
}


def instrument_blockers(
    kind: str, span: float | None, error: float | None,
    calibrated_on: date | None, valid_until: date | None,
) -> Iterator[Blocker]:  # fmt: skip
    """Reasons against an instrument; a field that is missing is named by its form."""
    need = NEEDED.get(kind)
    if need and span is not None and span < need.span:
        text = f"{need.label}量程应不小于 {need.span:g} {need.span_unit}，现为 {span:g}"
        yield Blocker("span_too_small", text, CLAUSE)
    if need and error is not None and error > need.error:
        text = f"{need.label}误差应不大于 {need.error:g} {need.error_unit}，现为 {error:g}"
        yield Blocker("error_too_large", text, CLAUSE)
    if calibrated_on and valid_until and valid_until <= calibrated_on:
        yield Blocker("ends_before_start", "有效期应晚于检定日期")


def use_blockers(kind: str, name: str, is_retired: bool, valid_until: date, day: date,
                 wanted: str) -> Iterator[Blocker]:  # fmt: skip
    """Reasons against testing with it on `day`; `wanted` is the kind that is needed."""
    if kind != wanted:
        yield Blocker("wrong_instrument", f"{name} 不是{NEEDED[wanted].label}")
    if is_retired:
        yield Blocker("instrument_retired", f"{name} 已停用")
    if day > valid_until:
        text = f"{name} 的检定有效期至 {valid_until}，已过期；请先送检"
        yield Blocker("instrument_expired", text, CLAUSE)

"""How long a permit may be valid, and whether it may be prolonged.

GB 30871-2022 5.1.5, 6.10, 8.2.11, 10.8, 4.16. Where the standard is silent the plant decides.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from anhuan.domains.permits.rules.kinds import KINDS, Group, Kind, level_of
from anhuan.domains.permits.rules.settings import Settings
from anhuan.kernel.errors import Blocker
from anhuan.kernel.units import span_text

_STANDARD: dict[tuple[Kind, str], tuple[timedelta, str]] = {
    (Kind.HOT_WORK, "special"): (timedelta(hours=8), "GB 30871-2022 5.1.5"),
    (Kind.HOT_WORK, "first"): (timedelta(hours=8), "GB 30871-2022 5.1.5"),
    (Kind.HOT_WORK, "second"): (timedelta(hours=72), "GB 30871-2022 5.1.5"),
    (Kind.CONFINED_SPACE, ""): (timedelta(hours=24), "GB 30871-2022 6.10"),
    (Kind.TEMP_POWER, ""): (timedelta(days=15), "GB 30871-2022 10.8"),
    **{
        (Kind.WORK_AT_HEIGHT, level): (timedelta(days=7), "GB 30871-2022 8.2.11")
        for level in ("I", "II", "III", "IV")
    },
}
TEMP_POWER_EXCEPTIONAL = timedelta(days=30)
PARENTS_OF_TEMP_POWER = (Kind.HOT_WORK, Kind.CONFINED_SPACE)


def longest(
    kind: Kind, level: str, settings: Settings, *, is_exceptional: bool = False
) -> timedelta:
    """The longest validity of a permit of this kind and grade. `is_exceptional`: temporary power
    with the special approval of 10.8."""
    if kind is Kind.TEMP_POWER and is_exceptional:
        return TEMP_POWER_EXCEPTIONAL
    if (kind, level) in _STANDARD:
        return _STANDARD[kind, level][0]
    return timedelta(hours=settings.own_validity_h[kind])


def clause_of(kind: Kind, level: str) -> str:
    """Where the longest validity is written; "" where the plant decided it."""
    return _STANDARD.get((kind, level), (None, ""))[1]


def validity_blockers(
    kind: Kind,
    level: str,
    starts_at: datetime,
    ends_at: datetime,
    settings: Settings,
    *,
    is_exceptional: bool = False,
    parents: tuple[tuple[datetime, datetime], ...] = (),
) -> Iterator[Blocker]:
    """Every reason against a span. `parents`: the spans of the hot work or confined-space permits
    that temporary power serves; it may not reach beyond any of them (10.8)."""
    if ends_at <= starts_at:
        yield Blocker("ends_first", "作业结束时间须晚于开始时间")
        return
    most = longest(kind, level, settings, is_exceptional=is_exceptional)
    if ends_at - starts_at > most:
        yield _too_long(kind, level, most, ends_at - starts_at, is_exceptional)
    for parent_from, parent_until in parents:
        if kind is Kind.TEMP_POWER and (starts_at < parent_from or ends_at > parent_until):
            text = "用于动火、受限空间的临时用电，时间不能超出所关联作业票的时间"
            yield Blocker("beyond_parent", text, "GB 30871-2022 10.8")


def _too_long(
    kind: Kind, level: str, most: timedelta, asked: timedelta, is_exceptional: bool
) -> Blocker:
    name = f"{level_of(kind, level).label}{kind.label}" if KINDS[kind].is_graded else kind.label
    advice = "请缩短时间或分次办票"
    if kind is Kind.TEMP_POWER and not is_exceptional and asked <= TEMP_POWER_EXCEPTIONAL:
        advice = "超过 15 天须经特殊审批"
    text = f"{name}有效期最长 {limit_text(most)}，现为 {span_text(asked.total_seconds())}，{advice}"
    return Blocker("too_long", text, clause_of(kind, level))


def limit_text(span: timedelta) -> str:
    """A validity as the standard writes it: hours up to 72, whole days above."""
    hours = span.total_seconds() / 3600
    return f"{hours:g} 小时" if hours <= 72 else f"{hours / 24:g} 天"


def may_extend(kind: Kind) -> bool:
    """Whether a running permit may be prolonged at all, and then only up to `longest`. Beyond its
    validity a permit of the eight kinds is done anew (4.16); only temporary power knows a longer
    span by special approval (10.8). For the plant's own kinds no standard forbids it."""
    return kind is Kind.TEMP_POWER or KINDS[kind].group is not Group.SPECIAL


def extension_blockers(
    kind: Kind,
    level: str,
    starts_at: datetime,
    new_end: datetime,
    settings: Settings,
    *,
    is_exceptional: bool,
    parents: tuple[tuple[datetime, datetime], ...] = (),
) -> Iterator[Blocker]:
    """Every reason against prolonging a running permit until `new_end`."""
    if not may_extend(kind):
        text = f"{kind.label}票不能延期，超过有效期须关闭原票重新办理"
        yield Blocker("not_extendable", text, "GB 30871-2022 4.16")
        return
    yield from validity_blockers(
        kind, level, starts_at, new_end, settings, is_exceptional=is_exceptional, parents=parents
    )

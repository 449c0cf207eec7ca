"""A period in numbers, bureau by bureau: what the town's and county's report says."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise, Order, Outage, ReceivedRow, SpotCheck
from anhuan.domains.province.queries.enterprises import visible_enterprises, zone
from anhuan.domains.province.rules.governance import DEADLINE
from anhuan.domains.province.rules.orders import CLOSED

FIGURES = {
    "plants": "企业", "online_pct": "在线率 %", "commit_pct": "按时承诺率 %", "alarms": "报警",
    "settled": "已销警", "works": "特殊作业", "hazards": "新增隐患", "major": "重大隐患",
    "overdue": "超期隐患", "warnings": "预警督办", "closed": "已闭环", "late": "超期反馈",
    "checks": "巡查抽查", "abnormal": "抽查异常",
}  # fmt: skip


@dataclass(slots=True)
class Line:
    """One bureau's numbers."""

    bureau: str
    numbers: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def shown(self) -> list[str]:
        """In the order of `FIGURES`."""
        return [f"{self.numbers[key]:.1f}" if key.endswith("pct") else f"{self.numbers[key]:.0f}"
                for key in FIGURES]  # fmt: skip


def statistics(account: Account, begin: datetime, end: datetime, now: datetime) -> list[Line]:
    """Every bureau with plants in scope, by name, and all together at the end."""
    plants = list(visible_enterprises(account))
    if not plants:
        return []
    found = _counted([one.pk for one in plants], begin, end, now)
    lines: dict[str, Line] = {}
    whole = Line("合计")
    for plant in plants:
        line = lines.setdefault(plant.bureau.name, Line(plant.bureau.name))
        for one in (line, whole):
            one.numbers["plants"] += 1
            for key, values in found.items():
                one.numbers[key] += values.get(plant.pk, 0)
            since, until = max(begin, plant.made_at), min(end, now)
            one.numbers["due"] += _days(since, until)
            one.numbers["whole_s"] += max((until - since).total_seconds(), 0)
    for one in (*lines.values(), whole):
        _rates(one)
    return [*sorted(lines.values(), key=lambda one: one.bureau), whole]


def _days(begin: datetime, end: datetime) -> int:
    """Mornings at ten o'clock within."""
    ten = datetime.combine(begin.astimezone(zone()).date(), DEADLINE, zone())
    first = ten if ten >= begin else ten + timedelta(days=1)
    return max((end - first) // timedelta(days=1) + 1, 0) if end >= first else 0


def _rates(one: Line) -> None:
    """Of the time and the mornings since each plant is registered."""
    away_s, whole_s = one.numbers.pop("away_s", 0), one.numbers.pop("whole_s", 0)
    one.numbers["online_pct"] = 100 * max(1 - away_s / whole_s, 0) if whole_s > 0 else 0
    in_time, due = one.numbers.pop("in_time", 0), one.numbers.pop("due", 0)
    one.numbers["commit_pct"] = 100 * min(in_time / due, 1) if due else 0


def _counted(
    ids: list[UUID], begin: datetime, end: datetime, now: datetime
) -> dict[str, dict[UUID, float]]:
    rows = ReceivedRow.objects.filter(enterprise__in=ids, at__gte=begin, at__lt=end)
    orders = Order.objects.filter(enterprise__in=ids, issued_at__gte=begin, issued_at__lt=end)
    checks = SpotCheck.objects.filter(enterprise__in=ids, at__gte=begin, at__lt=end)
    late = Q(due_at__lt=F("answered_at")) | Q(answered_at=None, due_at__lt=now)
    return {
        "alarms": _by(rows.filter(kind="alarm")),
        "settled": _by(rows.filter(kind="alarm", state="ended")),
        "works": _by(rows.filter(kind="work")),
        "hazards": _by(rows.filter(kind="hazard")),
        "major": _by(rows.filter(kind="hazard", grade="major")),
        "overdue": _by(rows.filter(kind="hazard", state="open", due_at__lt=now)),
        "warnings": _by(orders), "closed": _by(orders.filter(state=CLOSED)),
        "late": _by(orders.filter(late)), "checks": _by(checks),
        "abnormal": _by(checks.filter(result="abnormal")),
        "in_time": _in_time(ids, begin, end), "away_s": _away(ids, begin, min(end, now)),
    }  # fmt: skip


def _by(rows: Any) -> dict[UUID, float]:
    return dict(rows.order_by().values_list("enterprise").annotate(Count("pk")))


def _in_time(ids: list[UUID], begin: datetime, end: datetime) -> dict[UUID, float]:
    """Commitments that came before ten of their day."""
    rows = ReceivedRow.objects.filter(
        enterprise__in=ids, kind="commitment", received_at__gte=begin, received_at__lt=end
    )
    found: dict[UUID, float] = defaultdict(float)
    for pk, code, at in rows.values_list("enterprise", "code", "received_at"):
        local = at.astimezone(zone())
        found[pk] += str(local.date()) == code and local.time() < DEADLINE
    return found


def _away(ids: list[UUID], begin: datetime, end: datetime) -> dict[UUID, float]:
    """Seconds the system was silent within the period."""
    rows = Outage.objects.filter(enterprise__in=ids, what="system", began_at__lt=end)
    found: dict[UUID, float] = defaultdict(float)
    for one in rows.exclude(ended_at__lt=begin):
        span = min(one.ended_at or end, end) - max(one.began_at, begin)
        found[one.enterprise_id] += max(span.total_seconds(), 0)
    return found


def classes(account: Account) -> list[tuple[str, int]]:
    """How many plants of each class (AQ 3064.1-2025 5.2.2)."""
    rows = visible_enterprises(account).order_by().values_list("grade").annotate(Count("pk"))
    words = dict(Enterprise._meta.get_field("grade").choices or ())
    return [(str(words.get(grade, grade)), count) for grade, count in rows]

"""Units with the seven steps of dual prevention: which was taken when, and what is owed next."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.lists import Column, Filter, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page
from anhuan.domains.mechanism.queries.units import review_due, review_months, units_with_steps
from anhuan.domains.org.queries import account_of
from anhuan.domains.risk.rules.levels import LEVEL_CHOICES, Level
from anhuan.kernel import clock


@page("mechanism.view")
def units(request: HttpRequest) -> HttpResponseBase:
    """Drawn, assessed, controlled, checked, put right, looked at again (DUAL-008)."""
    account, today = account_of(request), clock.now().date()
    months = review_months(account)

    def due(unit: Any) -> Any:
        day = review_due(unit, months)
        return Tag(f"{day:%Y-%m-%d} 已到期", "p3") if day and day < today else day

    spec = ListSpec(
        title="风险单元运行台账", noun="个", default_sort="object",
        columns=[
            Column("name", "分析单元", kind="link", sort="name"),
            Column("object", "分析对象", "object.name", sort="object__name"),
            Column("event_count", "辨识事件", kind="number", sort="event_count"),
            Column("assessed_at", "最近评价", lambda u: _day(u.assessed_at), sort="assessed_at"),
            Column("level", "等级", _level, kind="tag", sort="level"),
            Column("measure_count", "管控措施", kind="number", sort="measure_count"),
            Column("checked_at", "最近排查", kind="time", sort="checked_at"),
            Column("open_hazards", "未闭环隐患", kind="number", sort="open_hazards"),
            Column("closed_at", "最近验收", lambda u: _day(u.closed_at), sort="closed_at"),
            Column("due", "下次评审", due),
            Column("again", "已评审", lambda unit: "是" if unit.is_reviewed else ""),
        ],
        filters=[Filter("level", "等级", choices=LEVEL_CHOICES)],
        search=["name", "object__name"], search_hint="单元、对象",
        row_url=lambda unit: reverse("risk:unit", args=[unit.pk]),
        empty="还没有风险单元。在风险清单里建立或导入。",
    )  # fmt: skip
    return respond_list(request, spec, units_with_steps(account))


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""


def _level(unit: Any) -> Tag:
    return (
        Tag(Level(unit.level).label, f"risk-{unit.level}") if unit.level else Tag("未评价", "off")
    )

"""Cards on the pages of others: the hazards of an area, those put right under a permit."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.pages.words import level_tag, state_tag
from anhuan.domains.hazards.queries import visible_hazards
from anhuan.domains.hazards.rules.states import OPEN
from anhuan.domains.org.queries import account_of

_SHOWN = 8


def area_panel(request: HttpRequest, area: Any) -> Panel | None:
    """Open hazards of an area."""
    rows = _seen(request)
    if rows is None:
        return None
    found = rows.filter(area=area, state__in=OPEN)
    url = f"{reverse('hazards:ledger')}?area={area.pk}&open=1"
    return _panel("未关闭隐患", found, url)


def permit_panel(request: HttpRequest, permit: Any) -> Panel | None:
    """Hazards put right under a permit (DUAL-057)."""
    rows = _seen(request)
    found = rows.filter(permits__permit_id=permit.pk) if rows is not None else None
    return _panel("整改的隐患", found, "") if found is not None and found.exists() else None


def _seen(request: HttpRequest) -> QuerySet[Hazard] | None:
    account = account_of(request)
    return visible_hazards(account) if account.may("hazards.view") else None


def _panel(title: str, found: QuerySet[Hazard], url: str) -> Panel:
    rows = [
        ((one.number, reverse("hazards:hazard", args=[one.pk])), one.name, level_tag(one),
         state_tag(one), one.due_at or "")
        for one in found[:_SHOWN]
    ]  # fmt: skip
    table = Table(["编号", "隐患名称", "等级", "状态", "整改期限"], rows, "没有未关闭的隐患")
    return Panel(title, table=table, url=url if rows else "", key="hazards")

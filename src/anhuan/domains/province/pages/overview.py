"""The map of plants with their state, and the same as a table beside it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.province.models import Enterprise
from anhuan.domains.province.pages.words import (
    enterprise_url,
    level_tag,
    online_tag,
    standing_of,
)
from anhuan.domains.province.queries import visible_enterprises, visible_orders
from anhuan.domains.province.queries.pictures import ten_o_clock
from anhuan.domains.province.rules.levels import LEVELS, ORDER
from anhuan.domains.province.rules.mapping import sheet_for
from anhuan.domains.province.rules.orders import OPEN, WAITING
from anhuan.kernel import clock

WIDTH, HEIGHT = 900, 560
NAMED = 60  # more names than that hide one another


@dataclass(frozen=True, slots=True)
class Mark:
    """A plant on the sheet."""

    x: float
    y: float
    name: str
    url: str
    level: str
    word: str
    is_online: bool
    alarms: int


@page("province.view")
def overview(request: HttpRequest) -> HttpResponse:
    """One page for whoever watches."""
    account, now = account_of(request), clock.now()
    plants = list(visible_enterprises(account).select_related("standing", "bureau"))
    plants.sort(key=lambda one: (ORDER.index(standing_of(one).level), -standing_of(one).points))
    places = [(one.longitude, one.latitude) for one in plants]
    marks = _marks(plants)
    context = {"marks": marks, "width": WIDTH, "height": HEIGHT, "named": len(marks) <= NAMED,
               "nowhere": len(places) - len(marks)}  # fmt: skip
    return respond_detail(
        request, "监管总览", facts=_facts(account, plants, now), actions=_actions(),
        template="province/overview.html",
        panels=[Panel("企业分布", template="province/_map.html", context=context, key="map"),
                _table(plants, now)],
    )  # fmt: skip


def _actions() -> list[Action]:
    return [
        Action("企业台账", reverse("province:enterprises"), "province.view"),
        Action("数据治理", reverse("province:governance"), "province.view"),
        Action("统计与报告", reverse("province:statistics"), "province.view"),
        Action("登记企业", reverse("province:enterprise_create"), "province.edit", style="primary"),
    ]


def _facts(account: Account, plants: list[Enterprise], now: datetime) -> list[Fact]:
    standings = [standing_of(one) for one in plants]
    online = sum(one.is_online for one in standings)
    late = sum(one.committed_at is None or one.committed_at >= ten_o_clock(now)
               for one in standings)  # fmt: skip
    orders = visible_orders(account).filter(state__in=OPEN)
    overdue = orders.filter(state__in=WAITING, due_at__lt=now).count()
    levels = {level: sum(one.level == level for one in standings) for level in ORDER}
    listed = reverse("province:enterprises")
    return [
        Fact("企业", len(plants), "家"),
        Fact("在线率", f"{100 * online / len(plants):.1f} %" if plants else "—",
             url=f"{listed}?online=0"),
        *(Fact(LEVELS[level], count, "家", url=f"{listed}?level={level}",
               tone=level_tag(level).tone if count and level != "blue" else "")
          for level, count in levels.items()),
        Fact("未销报警", sum(one.open_alarms for one in standings), "条",
             url=f"{reverse('province:alarms')}?open=1"),
        Fact("进行中作业", sum(one.works for one in standings), "项",
             url=f"{reverse('province:works')}?state=2"),
        Fact("未按时承诺", late, "家", url=reverse("province:governance")),
        Fact("待办下行", orders.count(), "项", url=reverse("province:orders")),
        Fact("超期未反馈", overdue, "项", tone="p2" if overdue else "",
             url=reverse("province:orders")),
        Fact("在厂人数", sum(one.people for one in standings), "人"),
    ]  # fmt: skip


def _marks(plants: list[Enterprise]) -> list[Mark]:
    """The gravest is drawn last, on top."""
    placed = [(one, one.longitude, one.latitude) for one in plants]
    known = [(one, x, y) for one, x, y in placed if x is not None and y is not None]
    sheet = sheet_for([(x, y) for _, x, y in known], WIDTH, HEIGHT)
    if sheet is None:
        return []
    return [_mark(one, *sheet.at(x, y)) for one, x, y in reversed(known)]


def _mark(one: Enterprise, x: float, y: float) -> Mark:
    found = standing_of(one)
    return Mark(x, y, one.name, enterprise_url(one), found.level, LEVELS[found.level],
                found.is_online, found.open_alarms)  # fmt: skip


def _table(plants: list[Enterprise], now: datetime) -> Panel:
    rows = [_line(one, standing_of(one).committed_at, now) for one in plants[:200]]
    heads = ["企业", "监管单位", "风险", "分值", "在线", "承诺", "报警", "作业", "超期隐患", "在厂"]
    empty = "监管范围内还没有企业。登记企业并发放密钥后，企业即可上报。"
    return Panel("企业状态", table=Table(heads, rows, empty), note="按风险从高到低")


def _line(one: Enterprise, committed_at: datetime | None, now: datetime) -> list[object]:
    found = standing_of(one)
    ten = ten_o_clock(now)
    late = committed_at is None or committed_at >= ten
    missing = "未承诺" if now >= ten else "待承诺"
    said = "按时" if not late else ("迟到" if committed_at else missing)
    return [
        (one.name, enterprise_url(one)), one.bureau.name, level_tag(found.level),
        str(found.points), online_tag(one), said, str(found.open_alarms), str(found.works),
        str(found.overdue_hazards), str(found.people),
    ]  # fmt: skip

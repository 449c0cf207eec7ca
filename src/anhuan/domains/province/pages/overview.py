"""The map of plants with their state, and the same as a list beside it, the gravest first."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Fact, Tag
from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.province.models import Enterprise
from anhuan.domains.province.pages.words import enterprise_url, level_tag, online_tag, standing_of
from anhuan.domains.province.queries import visible_enterprises, visible_orders
from anhuan.domains.province.queries.pictures import ten_o_clock
from anhuan.domains.province.rules.levels import LEVELS, ORDER
from anhuan.domains.province.rules.mapping import sheet_for
from anhuan.domains.province.rules.orders import OPEN, WAITING
from anhuan.kernel import clock

WIDTH, HEIGHT = 900, 620
NAMED = 12  # more names than that hide one another: then only the graver ones are named
MOST = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A plant on the sheet."""

    x: float
    y: float
    name: str
    is_named: bool
    url: str
    level: str
    word: str
    is_online: bool
    alarms: int


@dataclass(frozen=True, slots=True)
class Line:
    """A plant in the list."""

    name: str
    url: str
    bureau: str
    tags: tuple[Tag, ...]
    counts: tuple[tuple[str, int], ...]


@page("province.view")
def overview(request: HttpRequest) -> HttpResponse:
    """One page for whoever watches."""
    account, now = account_of(request), clock.now()
    plants = list(visible_enterprises(account).select_related("standing", "bureau"))
    plants.sort(key=lambda one: (ORDER.index(standing_of(one).level), -standing_of(one).points))
    marks = _marks(plants)
    return render(request, "province/overview.html", {
        "title": "监管总览", "figures": _figures(account, plants, now), "marks": marks,
        "width": WIDTH, "height": HEIGHT, "nowhere": len(plants) - len(marks),
        "lines": [_line(one, now) for one in plants[:MOST]], "more": len(plants) - MOST,
        "may_register": account.may("province.edit"),
    })  # fmt: skip


def _figures(account: Account, plants: list[Enterprise], now: datetime) -> list[Fact]:
    standings = [standing_of(one) for one in plants]
    online = sum(one.is_online for one in standings)
    late = sum(_is_late(one, now) for one in plants)
    orders = visible_orders(account).filter(state__in=OPEN)
    overdue = orders.filter(state__in=WAITING, due_at__lt=now).count()
    listed, sent = reverse("province:enterprises"), reverse("province:orders")
    levels = {level: sum(one.level == level for one in standings) for level in ORDER}
    return [
        Fact("企业", len(plants), url=listed),
        Fact("在线率 %", f"{100 * online / len(plants):.1f}" if plants else "—",
             url=f"{listed}?online=0"),
        *(Fact(LEVELS[level], count, url=f"{listed}?level={level}",
               tone=level_tag(level).tone if count and level != "blue" else "")
          for level, count in levels.items()),
        Fact("未销报警", sum(one.open_alarms for one in standings),
             url=f"{reverse('province:alarms')}?open=1"),
        Fact("进行中作业", sum(one.works for one in standings),
             url=f"{reverse('province:works')}?state=2"),
        Fact("未按时承诺", late, url=reverse("province:governance")),
        Fact("待办下行", orders.count(), url=sent),
        Fact("超期未反馈", overdue, url=sent, tone="p2" if overdue else ""),
        Fact("在厂人数", sum(one.people for one in standings), url=reverse("province:people")),
    ]  # fmt: skip


def _is_late(one: Enterprise, now: datetime) -> bool:
    """After ten without a word, or with a word that came at ten or later."""
    ten, at = ten_o_clock(now), standing_of(one).committed_at
    return now >= ten if at is None else at >= ten


def _marks(plants: list[Enterprise]) -> list[Mark]:
    """The gravest is drawn last, on top."""
    placed = [(one, one.longitude, one.latitude) for one in plants]
    known = [(one, x, y) for one, x, y in placed if x is not None and y is not None]
    sheet = sheet_for([(x, y) for _, x, y in known], WIDTH, HEIGHT)
    if sheet is None:
        return []
    all_named = len(known) <= NAMED
    return [_mark(one, *sheet.at(x, y), all_named=all_named) for one, x, y in reversed(known)]


def _mark(one: Enterprise, x: float, y: float, *, all_named: bool) -> Mark:
    found = standing_of(one)
    is_named = all_named or found.level in ("red", "orange")
    return Mark(x, y, one.name, is_named, enterprise_url(one), found.level, LEVELS[found.level],
                found.is_online, found.open_alarms)  # fmt: skip


def _line(one: Enterprise, now: datetime) -> Line:
    found = standing_of(one)
    late = (Tag("未按时承诺", "p3"),) if _is_late(one, now) else ()
    counts = (("报警", found.open_alarms), ("作业", found.works),
              ("超期隐患", found.overdue_hazards), ("在厂", found.people))  # fmt: skip
    tags = (level_tag(found.level), online_tag(one), *late)
    return Line(one.name, enterprise_url(one), one.bureau.name, tags, counts)

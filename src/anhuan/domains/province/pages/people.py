"""Where people of the plants are: how many, one of them by name, and the way one went; whoever asks
for a person says what for (AQ 3064.3-2025 6.1)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Table, Tag
from anhuan.desk.marks import short_time
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.province import queries
from anhuan.domains.province.actions.looking import note_search, note_track
from anhuan.domains.province.pages.words import crumbs, enterprise_url
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.queries.people import (
    MOST,
    Crowd,
    Found,
    Head,
    crowds,
    heads,
    search,
    track_of,
)
from anhuan.domains.province.queries.settings import settings_of
from anhuan.domains.province.rules.mapping import Sheet, sheet_for
from anhuan.domains.province.rules.near import length_m
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

WIDTH, HEIGHT = 900, 480
PURPOSES = ("应急救援", "事故调查", "违章核查", "监督检查")
LEAST_R, MOST_R = 11.0, 24.0
KIND_WORDS = ("员工", "承包商", "外来人员", "未登记")
SHOWN = 50  # plants of a page: who and where is read of these alone


@dataclass(frozen=True, slots=True)
class Dot:
    """A plant on the sheet, as large as its crowd."""

    x: float
    y: float
    r: float
    people: int
    name: str
    url: str
    is_stale: bool


@page("province.view")
def people(request: HttpRequest) -> HttpResponse:
    """How many are where; `?q=&purpose=`: who is asked for, by name or card."""
    account, now = account_of(request), clock.now()
    found = heads(account, now)
    shown = Paginator(found, SHOWN).get_page(request.GET.get("page", "1"))
    crowd = crowds(list(shown.object_list))
    asked, purpose = request.GET.get("q", "").strip(), request.GET.get("purpose", "").strip()
    context: dict[str, Any] = {
        "title": "人员分布", "crumbs": crumbs(), "dots": _dots(found), "width": WIDTH,
        "height": HEIGHT, "asked": asked, "purpose": purpose, "purposes": PURPOSES,
        "figures": _figures(found, crowd), "shown": shown,
        "pages": shown.paginator.get_elided_page_range(shown.number),
        "panel": {"title": "各企业在厂人员", "table": _crowds(crowd)},
    }  # fmt: skip
    if not asked:
        return render(request, "province/people.html", context)
    try:
        note_search(account, asked, purpose)
    except Refused as refused:
        return render(request, "province/people.html",
                      context | {"blockers": refused.blockers}, status=422)  # fmt: skip
    names = search(account, asked)
    more = f"（只列出前 {MOST} 人）" if len(names) == MOST else ""
    hits = {"title": f"“{asked}”{more}", "table": _hits(names, purpose)}
    return render(request, "province/people.html", context | {"hits": hits})


def _figures(found: list[Head], crowd: list[Crowd]) -> list[tuple[str, int]]:
    """Over all plants; by kind only where one page holds them all."""
    heard = [one for one in found if one.people is not None]
    known = [one for one in crowd if one.head.people is not None]
    kinds = [(word, sum(one.kinds[word] for one in known)) for word in KIND_WORDS]
    return [("在厂人数", sum(one.people or 0 for one in heard)),
            *(kinds if len(crowd) == len(found) else []),
            ("上报企业", len(heard)), ("数据中断", len(found) - len(heard))]  # fmt: skip


def _dots(found: list[Head]) -> list[Dot]:
    placed = [(one, (one.plant.longitude, one.plant.latitude)) for one in found
              if one.plant.longitude is not None and one.plant.latitude is not None]  # fmt: skip
    places = [(x, y) for _, (x, y) in placed if x is not None and y is not None]
    sheet, most = (
        sheet_for(places, WIDTH, HEIGHT),
        max((one.people or 0 for one in found), default=0),
    )
    return [_dot(one, sheet, place, most) for (one, _), place in zip(placed, places, strict=True)
            if sheet]  # fmt: skip


def _dot(one: Head, sheet: Sheet, place: tuple[float, float], most: int) -> Dot:
    share = ((one.people or 0) / most) ** 0.5 if most else 0.0  # the area tells the number
    return Dot(*sheet.at(*place), round(max(LEAST_R, MOST_R * share), 1), one.people or 0,
               one.plant.name, enterprise_url(one.plant), one.people is None)  # fmt: skip


def _crowds(found: list[Crowd]) -> Table:
    rows = [
        [(one.head.plant.name, enterprise_url(one.head.plant)),
         Tag("数据中断", "p3") if one.head.people is None else str(one.head.people),
         _counted(one.kinds), _counted(one.zones),
         short_time(one.head.at) if one.head.at else "—"]
        for one in found
    ]  # fmt: skip
    columns = ["企业", "在厂人数", "人员类型", "区域", "最近上报"]
    return Table(columns, rows, "监管范围内的企业还没有上报人员位置。")


def _counted(counts: Any) -> str:
    return "、".join(f"{word} {count}" for word, count in counts.most_common(6))


def _hits(found: list[Found], purpose: str) -> Table:
    rows = [
        [(one.name, _track_url(one, purpose)), one.kind,
         (one.plant.name, enterprise_url(one.plant)), one.card,
         f"{one.longitude:.6f}，{one.latitude:.6f}", f"{one.floor}F",
         short_time(one.at) if one.at else "—"]
        for one in found
    ]  # fmt: skip
    heads = ["姓名", "类型", "企业", "卡号", "经纬度", "楼层", "定位时间"]
    return Table(heads, rows, "没有找到。请核对姓名或完整卡号；只能查到正在上报位置的人员。")


def _track_url(one: Found, purpose: str) -> str:
    asked = {"plant": one.plant.pk, "person": one.person, "name": one.name, "purpose": purpose}
    return f"{reverse('province:track')}?{urlencode(asked)}"


@page("province.view")
def track(request: HttpRequest) -> HttpResponse:
    """`?plant=&person=&day=&purpose=`: the way somebody went on one day, minute by minute."""
    account, now = account_of(request), clock.now()
    plant = queries.enterprise_for(account, _uuid(request.GET.get("plant", "")))
    person, name = request.GET.get("person", ""), request.GET.get("name", "")[:50]
    day = _day(request.GET.get("day", ""), now.astimezone(zone()).date())
    begin = datetime.combine(day, time.min, zone())
    purpose = request.GET.get("purpose", "").strip()
    context: dict[str, Any] = {
        "title": f"轨迹 {name}", "crumbs": [*crumbs(), ("人员分布", reverse("province:people"))],
        "plant": plant, "person": person, "name": name, "day": day, "purpose": purpose,
        "purposes": PURPOSES, "width": WIDTH, "height": HEIGHT,
        "is_kept": settings_of(plant.company).track_days > 0,
    }  # fmt: skip
    try:
        note_track(account, plant, name or person, (begin, begin + timedelta(days=1)), purpose)
    except Refused as refused:
        return render(request, "province/track.html",
                      context | {"blockers": refused.blockers}, status=422)  # fmt: skip
    fixes = track_of(plant, person, begin, begin + timedelta(days=1))
    return render(request, "province/track.html", context | _drawn(fixes))


def _drawn(fixes: list[tuple[datetime, float, float, str]]) -> dict[str, Any]:
    places = [(x, y) for _, x, y, _ in fixes]
    sheet = sheet_for(places, WIDTH, HEIGHT)
    points = [sheet.at(*place) for place in places] if sheet else []
    rows = [[short_time(at), f"{x:.6f}，{y:.6f}", f"{floor}F"] for at, x, y, floor in fixes]
    return {
        "points": " ".join(f"{x},{y}" for x, y in points), "first": points[:1], "last": points[-1:],
        "length_m": round(length_m(places)),
        "panel": {"title": f"{len(rows)} 个位置", "table": Table(
            ["时间", "经纬度", "楼层"], rows[::-1], "这一天没有保存的位置。")},
    }  # fmt: skip


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today

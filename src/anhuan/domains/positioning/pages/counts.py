"""Head counts and visits by area and kind, with export."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.pages import page
from anhuan.domains.positioning.forms.filters import VISIT_FILTERS, VISIT_SEARCH
from anhuan.domains.positioning.pages.common import account_of, said
from anhuan.domains.positioning.queries import visits as queries
from anhuan.domains.positioning.queries.links import track_url
from anhuan.domains.positioning.queries.subjects import KIND_LABELS, MAP_KINDS
from anhuan.kernel import clock


@page("positions.view")
def counts(request: HttpRequest) -> HttpResponseBase:
    """Per area and kind: inside at an instant, entries and exits of a period (POS-043, POS-044)."""
    now = clock.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0)
    start, end = _moment(request, "from") or midnight, _moment(request, "to") or now
    problem = _problem(request, start, end)
    rows = [] if problem else queries.area_counts(account_of(request), start, end, min(end, now))
    if request.GET.get("format") == "xlsx" and rows:
        return _workbook(request, rows)
    context = {
        "title": "区域人数统计",
        "start": timezone.localtime(start), "end": timezone.localtime(end),
        "rows": [_row(one) for one in rows],
        "sums": [(group, _sum(rows, group)) for group in GROUPS],
        "kinds": list(KIND_LABELS.items()),
        "problem": problem,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "positioning/counts.html", context)


GROUPS = ("inside", "entries", "exits")
GROUP_LABELS = {"inside": "在内", "entries": "进入", "exits": "离开"}


def _row(one: queries.AreaCount) -> dict[str, Any]:
    limit = one.area.max_people
    return {
        "area": one.area,
        "cells": [(group, kind, getattr(one, group)[kind]) for group in GROUPS
                  for kind in queries.KINDS],
        "people": one.people_inside,
        "passed": sum(one.passed.values()) - one.passed["vehicle"],
        "is_over": limit is not None and one.people_inside > limit,
    }  # fmt: skip


def _sum(rows: list[queries.AreaCount], group: str) -> list[int]:
    total: Counter[str] = Counter()
    for one in rows:
        total += getattr(one, group)
    return [total[kind] for kind in queries.KINDS]


def _workbook(request: HttpRequest, rows: list[queries.AreaCount]) -> HttpResponseBase:
    columns = [
        Column("area", "区域"),
        *_count_columns(),
        Column("passed", "经过·人数", kind="number"),
    ]
    lines = [_flat(one) for one in rows]
    book = write_workbook("区域人数统计", columns, lines)
    return respond_file(
        request, book, f"区域人数统计 {timezone.localtime():%Y%m%d-%H%M}.xlsx", XLSX
    )


def _count_columns() -> Iterator[Column]:
    for group in GROUPS:
        for kind, word in KIND_LABELS.items():
            yield Column(f"{group}_{kind}", f"{GROUP_LABELS[group]}·{word}", kind="number")


def _flat(one: queries.AreaCount) -> dict[str, Any]:
    found: dict[str, Any] = {"area": one.area.name}
    found["passed"] = sum(one.passed.values()) - one.passed["vehicle"]
    for group in GROUPS:
        for kind in queries.KINDS:
            found[f"{group}_{kind}"] = getattr(one, group)[kind]
    return found


def _problem(request: HttpRequest, start: datetime, end: datetime) -> str:
    """What is wrong with the period asked for; empty: nothing."""
    if any(request.GET.get(name) and not _moment(request, name) for name in ("from", "to")):
        return "起止时间无法识别，请重新选择"
    if end <= start:
        return "止时必须晚于起时"
    return "一次最多统计一年" if end - start > timedelta(days=366) else ""


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """A datetime-local parameter in plant time; None: not given, or nonsense."""
    try:
        found = parse_datetime(request.GET.get(name, ""))
    except ValueError:
        return None
    if found is None or not 2000 <= found.year < 9000:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


@page("tracks.view")
def visits(request: HttpRequest) -> HttpResponseBase:
    """Who was in which area from when until when (POS-052, POS-053)."""
    spec = ListSpec(
        title="进出记录",
        noun="条",
        default_sort="-entered_at",
        columns=[
            Column("name", "姓名/车辆", _name, kind="link"),
            Column("kind", "类型", _kind),
            Column("department", "部门", lambda v: v.person_department, phone=False),
            Column("area", "区域", lambda v: v.area.name, sort="area__code"),
            Column("entered_at", "进入", kind="time", sort="entered_at"),
            Column("left_at", "离开", kind="time", sort="left_at"),
            Column("stay", "逗留", _stay),
            Column("tag", "标签", lambda v: v.tag.number, hidden=True),
        ],
        filters=VISIT_FILTERS,
        search=VISIT_SEARCH,
        search_hint="姓名、拼音、车牌",
        row_url=_track_url,
        links=[Link("区域人数统计", reverse("positioning:counts"), "positions.view")],
        empty="还没有进出记录。人员带标签进入区域后自动生成。",
    )
    return respond_list(request, spec, queries.visits(account_of(request)))


def _name(visit: Any) -> str:
    return visit.person_name or f"{visit.vehicle_name} {visit.vehicle_plate}"


def _kind(visit: Any) -> str:
    kind = MAP_KINDS.get(visit.person_kind or "", "vehicle")
    return KIND_LABELS[kind]


def _stay(visit: Any) -> str:
    """ "1 小时 05 分"; still inside counts until now."""
    stay = said((visit.left_at or clock.now()) - visit.entered_at)
    return stay if visit.left_at else f"{stay}，仍在内"


def _track_url(visit: Any) -> str:
    """The track around the visit."""
    start = visit.entered_at - timedelta(minutes=10)
    end = (visit.left_at or clock.now()) + timedelta(minutes=10)
    return track_url([visit.person_id or visit.vehicle_id], start, end)

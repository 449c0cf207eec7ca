"""Presence: who is where now, time spent, attendance by shift, whether everybody carries a tag."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import Form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.positioning.forms.filters import NOW_FILTERS, NOW_SEARCH
from anhuan.domains.positioning.forms.where import AttendanceForm, DwellForm
from anhuan.domains.positioning.pages.common import account_of, said
from anhuan.domains.positioning.pages.report import Report, respond_report
from anhuan.domains.positioning.pages.where import kind_of, track_url
from anhuan.domains.positioning.queries import attendance as attendance_queries
from anhuan.domains.positioning.queries import cards as card_queries
from anhuan.domains.positioning.queries import dwell as dwell_queries
from anhuan.domains.positioning.queries.now import STATES, people_now
from anhuan.domains.positioning.queries.subjects import KIND_LABELS
from anhuan.domains.positioning.rules.attendance import State as Attendance
from anhuan.domains.positioning.rules.cards import State
from anhuan.kernel import clock


@page("positions.view")
def now(request: HttpRequest) -> HttpResponseBase:
    """Everybody with a tag and where they are, by name, department, area, kind (AQL-067)."""
    spec = ListSpec(
        title="实时人员",
        noun="人（车）",
        default_sort="-located_at",
        columns=[
            Column("name", "姓名/车辆", lambda a: str(a.person or a.vehicle), kind="link"),
            Column("kind", "类型", lambda a: KIND_LABELS[kind_of(a.person or a.vehicle)]),
            Column("department", "部门", lambda a: (a.person or a.vehicle).department),
            Column("post", "岗位", "person.post", phone=False),
            Column("area", "区域", lambda a: a.area_name or "—", sort="area_name"),
            Column("floor", "楼层", lambda a: _floor(a.floor_now), sort="floor_now"),
            Column("state", "状态", _state_now, kind="tag"),
            Column("located_at", "定位时间", kind="time", sort="located_at"),
            Column("tag", "标签", lambda a: a.tag.number, phone=False),
        ],
        filters=NOW_FILTERS,
        search=NOW_SEARCH,
        search_hint="姓名、拼音、工号、车牌、标签",
        row_url=_holder_url,
        links=[Link("地图", reverse("positioning:control_room"), "control_room.view")],
        empty="还没有发放过标签。发放并开机后，这里列出每个人在哪里。",
    )
    return respond_list(request, spec, people_now(account_of(request)))


def _holder_url(row: Any) -> str:
    if row.person_id:
        return reverse("org:person", args=[row.person_id])
    return reverse("positioning:vehicle", args=[row.vehicle_id])


def _floor(floor: int | None) -> str:
    return "" if floor is None else f"{floor}F"


def _state_now(row: Any) -> Mark:
    return Mark(dict(STATES)[row.where_state], "" if row.where_state == "live" else "off")


@page("tracks.view")
def dwell(request: HttpRequest) -> HttpResponseBase:
    """How often and how long by person and area; first in, last out (POS-052)."""
    account = account_of(request)
    form = DwellForm(request, account)
    columns = [
        Column("name", "姓名/车辆", lambda d: str(d.subject), kind="link"),
        Column("kind", "类型", lambda d: KIND_LABELS[kind_of(d.subject)]),
        Column("department", "部门", lambda d: d.subject.department, phone=False),
        Column("area", "区域", lambda d: d.area.name),
        Column("visits", "次数", kind="number"),
        Column("stayed", "累计停留", lambda d: said(d.stayed)),
        Column("minutes", "累计（分）", lambda d: round(d.stayed / timedelta(minutes=1), 1),
               kind="number", hidden=True),
        Column("first_in", "首次进入", kind="time"),
        Column("last_out", "末次离开", lambda d: d.last_out or "仍在内", kind="time"),
    ]  # fmt: skip
    report = Report(
        "停留统计", form, columns, ask="统计", empty="这段时间没有进出记录。",
        row_url=lambda d: track_url(d.subject, d.first_in, d.last_out or clock.now()),
        links=[Link("进出记录", reverse("positioning:visits"), "tracks.view"),
               Link("区域人数", reverse("positioning:counts"), "positions.view")],
    )  # fmt: skip
    if form.is_valid():
        report.rows = _dwell_rows(account, form)
        report.figures = [
            (len({d.subject.pk for d in report.rows}), "人（车）"),
            (sum(d.visits for d in report.rows), "次进入"),
            (said(sum((d.stayed for d in report.rows), timedelta())), "累计停留"),
        ]
    return respond_report(request, report)


def _dwell_rows(account: Account, form: DwellForm) -> list[dwell_queries.Dwell]:
    start, end = form.period
    found = dwell_queries.dwell(
        account, start, end, area=form.chosen("area"), department=form.chosen("department"),
        kind=form.cleaned_data["kind"],
    )  # fmt: skip
    text = form.cleaned_data["name"].strip().lower()
    return [d for d in found if text in f"{d.subject} {getattr(d.subject, 'pinyin', '')}".lower()]


@page("tracks.view")
def attendance(request: HttpRequest) -> HttpResponseBase:
    """Presence by shift of the duty roster, or by day: first in, last out, hours inside."""
    account = account_of(request)
    form = AttendanceForm(request, account)
    report = Report(
        "定位考勤", form, list(ATTENDED), ask="统计", empty="这段时间没有人到过。",
        links=[Link("值班表", reverse("org:shifts"), "org.view")],
        row_url=lambda a: track_url(a.person, a.window.start, min(a.window.end, clock.now())),
    )  # fmt: skip
    if form.is_valid():
        start, end = form.period
        report.rows, by_shift = attendance_queries.attendance(
            account, start, end, area=form.chosen("area"), department=form.chosen("department"),
            with_absent=form.cleaned_data["absent"],
        )  # fmt: skip
        report.note = "按值班表的班次" if by_shift else "值班表在这段时间没有排班，按日统计"
        here = [a for a in report.rows if a.found]
        report.figures = [
            (len({a.person.pk for a in here}), "人到过"),
            (sum(a.state is Attendance.LATE for a in here), "人次迟到 10 分钟以上"),
            (sum(a.found is None for a in report.rows), "人次未到"),
        ]
    return respond_report(request, report)


def _attended_state(row: attendance_queries.Attended) -> Mark:
    tones = {Attendance.LATE: "accent", Attendance.SHORT: "off", Attendance.ABSENT: "off"}
    return Mark(row.state.label, tones.get(row.state, ""))


ATTENDED = (
    Column("shift", "班次", lambda a: a.window.label),
    Column("name", "姓名", lambda a: str(a.person), kind="link"),
    Column("department", "部门", lambda a: a.person.department, phone=False),
    Column("post", "岗位", lambda a: a.person.post, phone=False),
    Column("state", "状态", _attended_state, kind="tag"),
    Column("first_in", "首次进入", lambda a: a.found and a.found.first_in, kind="time"),
    Column("last_out", "末次离开", lambda a: a.found and (a.found.last_out or "仍在内"),
           kind="time"),
    Column("inside", "在内时长", lambda a: said(a.found.inside) if a.found else ""),
    Column("hours", "在内（小时）",
           lambda a: round(a.found.inside / timedelta(hours=1), 2) if a.found else 0,
           kind="number", hidden=True),
)  # fmt: skip


@page("devices.view")
def cards(request: HttpRequest) -> HttpResponseBase:
    """Who should carry a tag and cannot be found: on site first (POS-017, AQ 3064.3 4.6)."""
    found = card_queries.cards(account_of(request), clock.now())
    wanted = request.GET.get("state", "")
    chosen = [c for c in found if not wanted or _matches(c, wanted)]
    works = sum(c.state is State.WORKS for c in found)
    report = Report(
        "持卡情况", Form(), list(CARDS), chosen, template="positioning/cards.html",
        empty="没有这样的人。", row_url=lambda c: reverse("org:person", args=[c.person.pk]),
        note="在场依据：值班表、访客有效期，以及接入的门禁",
        links=[Link("定位标签", reverse("positioning:tags"), "devices.view")],
        context={"tabs": _tabs(found), "wanted": wanted},
    )  # fmt: skip
    share = f"{works / len(found):.1%}" if found else "—"
    report.figures = [(f"{works} / {len(found)}", "标签在线 / 在册"), (share, "可定位比例")]
    return respond_report(request, report)


def _matches(card: card_queries.Card, wanted: str) -> bool:
    if wanted == "urgent":
        return bool(card.evidence) and card.state is not State.WORKS
    return card.state.value == wanted


def _tabs(found: list[card_queries.Card]) -> list[tuple[str, str, int]]:
    named = [("", "全部"), ("urgent", "在场但定位不到"), ("none", "未发卡"), ("silent", "无信号"),
             ("works", "在线")]  # fmt: skip
    return [(key, word, sum(not key or _matches(c, key) for c in found)) for key, word in named]


def _card_state(card: card_queries.Card) -> Mark:
    tone = {State.WORKS: "good", State.SILENT: "off", State.NONE: "off"}[card.state]
    return Mark(card.state.label, "accent" if _matches(card, "urgent") else tone)


CARDS = (
    Column("name", "姓名", lambda c: str(c.person), kind="link"),
    Column("kind", "人员类型", lambda c: c.person.get_kind_display()),
    Column("department", "部门/单位", lambda c: c.person.department or c.person.employer),
    Column("post", "岗位", lambda c: c.person.post, phone=False),
    Column("tag", "标签", lambda c: c.held.tag.number if c.held else ""),
    Column("state", "状态", _card_state, kind="tag"),
    Column("seen", "最近信号", lambda c: c.held.tag.seen_at if c.held else None, kind="time"),
    Column("evidence", "在场依据", lambda c: c.evidence),
)

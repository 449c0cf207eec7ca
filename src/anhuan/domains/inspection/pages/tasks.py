"""Tasks: what is to be done and was done, and one task with its round and its proofs."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import page
from anhuan.domains.field.rules.times import LABELS as TIME_DOUBTS
from anhuan.domains.inspection.actions.walking import FIRST_LATE
from anhuan.domains.inspection.forms.filters import TASK_FILTERS
from anhuan.domains.inspection.models import Entry, Task, Visit
from anhuan.domains.inspection.pages.scene import scene_panel
from anhuan.domains.inspection.pages.words import rhythm, state_tag
from anhuan.domains.inspection.queries import get_task_for, visible_tasks, with_state
from anhuan.domains.inspection.rules.states import State, state
from anhuan.domains.org.queries import account_of
from anhuan.domains.positioning.queries.links import track_url
from anhuan.kernel import clock

LATE_MIN = 5
AHEAD = ("state", "begins_at_from", "begins_at_to", "q")
DOUBTS = TIME_DOUBTS | {FIRST_LATE: "首站签到超过时限"}
METHODS = {
    "nfc": "NFC", "beacon": "蓝牙", "position": "定位", "qr": "QR", "typed": "手工输入",
}  # fmt: skip
COLUMNS = [
    Column("name", "任务", kind="link"),
    Column("state", "状态", lambda task: state_tag(task.state), kind="tag"),
    Column("kind", "类型", Task.get_kind_display, sort="kind"),
    Column("department", "责任部门", "department.name"),
    Column("begins_at", "开始", kind="time", sort="begins_at"),
    Column("due_at", "按时至", kind="time", sort="due_at"),
    Column("abnormal", "异常", kind="number", sort="abnormal"),
    Column("finished_at", "完成", kind="time", sort="finished_at", phone=False),
    Column("team", "班次", hidden=True),
]


@page("inspection.view")
def tasks(request: HttpRequest) -> HttpResponseBase:
    """Every task one may see, newest first. Those of the days ahead show where they are asked for:
    by state, by date or by words."""
    url, now = reverse("inspection:rounds"), clock.now()
    spec = ListSpec(
        title="巡检任务", noun="项", columns=COLUMNS, search=["name", "department__name"],
        search_hint="任务、部门", row_url=_url, default_sort="-begins_at", filters=TASK_FILTERS,
        empty="还没有巡检任务。任务由巡检计划自动生成。",
        links=[Link("未到时间的任务", f"{url}?state={State.PENDING}&sort=begins_at")],
    )  # fmt: skip
    rows = with_state(visible_tasks(account_of(request)), now)
    if not any(map(request.GET.get, AHEAD)):
        rows = rows.filter(begins_at__lte=now)
    return respond_list(request, spec, rows.select_related("department").defer("stops"))


@page("inspection.view")
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One task: window, arrivals, what was found."""
    found = get_task_for(account_of(request), pk)
    return respond_detail(
        request, found.name, target=found, crumbs=[("巡检任务", reverse("inspection:rounds"))],
        tags=[state_tag(state(found.window, found.course, clock.now()))],
        facts=_facts(found), actions=_actions(found),
        panels=[_visits(found), _entries(found), scene_panel(found, account_of(request))],
    )  # fmt: skip


def _actions(found: Task) -> list[Action]:
    if found.route_id is None:
        return []
    day = timezone.localtime(found.begins_at).date()
    sheet = reverse("inspection:route_sheet", args=[found.route_id])
    return [*_track(found), Action("当日记录表", f"{sheet}?day={day:%Y-%m-%d}")]


def _track(found: Task) -> list[Action]:
    """Where its walker went, from the first sign-in on (POS-122)."""
    came = [one.arrived_at for one in found.visits.all()]
    if found.by is None or not came:
        return []
    url = track_url([found.by.pk], min(came), found.finished_at or clock.now())
    return [Action("巡检轨迹", url, "tracks.view")]


def _facts(found: Task) -> list[Fact]:
    return [
        Fact("类型", found.get_kind_display()), Fact("责任部门", found.department.name),
        Fact("人员", "、".join(person.name for person in found.people.all()) or "—"),
        Fact("班次", found.team or "—"), Fact("检查周期", rhythm(found.plan)),
        Fact("检查人", found.by.name if found.by else "—"),
        Fact("身份核验", found.get_identity_display() or "—"),
        Fact("完成", short_time(found.finished_at) if found.finished_at else "—"),
        Fact("可检自", short_time(found.opens_at)),
        Fact("按时至", short_time(found.due_at)), Fact("补检至", short_time(found.closes_at)),
        Fact("原因", found.reason or "—"),
    ]  # fmt: skip


def _visits(found: Task) -> Panel:
    came = {str(one.point_id): one for one in found.visits.select_related("person")}
    rows = []
    for stop in found.stops:
        visit = came.get(stop["point"])
        state = "停检" if stop["is_paused"] else "未到"
        rows.append([
            stop["name"], short_time(visit.arrived_at) if visit else state,
            short_time(visit.finished_at) if visit and visit.finished_at else "—",
            visit.person.name if visit else "—", METHODS[visit.method] if visit else "—",
            visit.weight if visit else "—",
            "—" if visit is None or visit.away_m is None else f"{visit.away_m:.0f} m",
            _doubts(visit),
        ])  # fmt: skip
    head = ["点位", "到达", "离开", "人员", "签到方式", "可信度", "定位距离", "疑点"]
    return Panel("路线", table=Table(head, rows))


def _doubts(visit: Visit | None) -> str:
    """Why an arrival may be looked at twice: its time, what it passed over, how late it came."""
    if visit is None:
        return "—"
    words = [DOUBTS[one] for one in visit.doubts]
    words += [f"跳过 {name}" for name in visit.skipped]
    late_min = (visit.received_at - visit.arrived_at).total_seconds() / 60
    if late_min >= LATE_MIN:
        words.append(f"{late_min:.0f} 分钟后上传")
    return "；".join(words) or "—"


def _entries(found: Task) -> Panel:
    rows = [
        [
            one.point.name if one.point else "—", one.item["name"], _value(one),
            Tag(one.get_result_display(), "p2" if one.result == "abnormal" else ""),
            one.get_handling_display(), short_time(one.at),
        ]
        for one in found.entries.select_related("point")
    ]  # fmt: skip
    head = ["点位", "检查内容", "录入值", "结果", "处置", "时间"]
    return Panel("检查记录", table=Table(head, rows))


def _value(one: Entry) -> str:
    shown = "—" if one.value in (None, "") else f"{one.value} {one.item['unit']}".strip()
    if isinstance(one.value, bool):
        shown = "正常" if one.value else "异常"
    if one.instrument:
        shown = f"{shown}（{one.instrument}）"
    return f"{shown}（工艺值 {one.process_value:g}，不符）" if one.differs else shown


def _url(found: Task) -> str:
    return reverse("inspection:task", args=[found.pk])

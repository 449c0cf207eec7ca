"""Job areas: where work goes on under guard, who guards it, who works, what happened."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.devices import ReasonForm
from anhuan.domains.positioning.forms.drawn import as_feature
from anhuan.domains.positioning.forms.job_areas import (
    JOB_AREA_FILTERS,
    JOB_AREA_SEARCH,
    JobAreaForm,
)
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.pages.crew import crew_panel
from anhuan.domains.positioning.queries import job_areas as queries
from anhuan.domains.positioning.queries.fences import frame_of
from anhuan.domains.positioning.rules.job_areas import STATES, state_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker

TONES = {"open": "good", "coming": "accent"}


def _url(name: str, area: JobArea) -> str:
    return reverse(f"positioning:{name}", args=[area.pk])


def _state(area: JobArea) -> Mark:
    state = state_of(area.valid_from, area.valid_until, area.closed_at, clock.now())
    return Mark(STATES[state], TONES.get(state, "off"))


def _names(people: Iterable[Any]) -> str:
    return "、".join(person.name for person in people)


def _spec() -> ListSpec:
    return ListSpec(
        title="作业区域",
        noun="处",
        default_sort="-valid_from",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("kind", "作业类别", sort="kind"),
            Column("guardians", "监护人", lambda area: _names(area.guardians.all())),
            Column("workers", "作业人员", lambda area: len(area.workers.all()), kind="number",
                   unit="人", phone=False),
            Column("valid_from", "开始", kind="time", sort="valid_from"),
            Column("valid_until", "结束", kind="time", sort="valid_until"),
            Column("state", "状态", _state, kind="tag"),
        ],
        filters=JOB_AREA_FILTERS,
        search=JOB_AREA_SEARCH,
        search_hint="名称、作业类别",
        row_url=lambda area: _url("job_area", area),
        row_tone=lambda area: "off" if area.closed_at else "",
        create_url=reverse("positioning:job_area_create"),
        create_right="fences.edit",
        create_label="划定作业区域",
        empty="还没有作业区域。作业票开工时自动划定，也可以在这里绘制。",
    )  # fmt: skip


@page("fences.view")
def job_areas(request: HttpRequest) -> HttpResponseBase:
    """All job areas; those of permits too."""
    return respond_list(request, _spec(), queries.visible_job_areas(account_of(request)))


@page("fences.view")
def job_area(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One: where its crew is now, and who left it or came in (POS-101 to POS-103)."""
    account = account_of(request)
    found = queries.get_job_area_for(account, pk)
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("作业区域", reverse("positioning:job_areas"))],
        tags=[_state(found), Mark(f"版本 {found.version}")],
        actions=_actions(found),
        facts=_facts(found),
        panels=[crew_panel(account, found), _alarms(account, found), _map(found)],
        history=history_of(found)[:30],
    )


def _facts(area: JobArea) -> list[Fact]:
    floors = "、".join(f"{floor}F" for floor in area.floors or ()) or "所有楼层"
    closed = [Fact("关闭", area.closed_at), Fact("关闭原因", area.closed_reason, wide=True)]
    return [
        Fact("作业类别", area.kind),
        Fact("开始", area.valid_from),
        Fact("结束", area.valid_until),
        Fact("楼层", floors),
        Fact("限员", area.max_people or "不限", "人" if area.max_people else ""),
        Fact("来源", f"{area.source_type} {area.source_id}".strip() or "人工划定"),
        *(closed if area.closed_at else []),
    ]


def _alarms(account: Account, area: JobArea) -> Panel | None:
    if not account.may("alarms.view"):
        return None
    rows = [
        (alarm.raised_at, (alarm.title, reverse("alarms:alarm", args=[alarm.pk])),
         Mark("已关闭", "off") if alarm.closed_at else Mark("未关闭", f"p{alarm.priority}"))
        for alarm in queries.alarms_of(area)[:20]
    ]  # fmt: skip
    empty = "没有人离开，也没有人闯入。"
    return Panel("离开与闯入", table=Table(["时间", "报警", "状态"], rows, empty), key="alarms")


def _map(area: JobArea) -> Panel:
    drawn = as_feature(area.geometry, area.radius_m, frame_of(area.company))
    props = {"title": area.name, "geometry": drawn}
    return Panel("范围", template="positioning/_mini_map.html", context={"props": props}, side=True)


def _actions(area: JobArea) -> list[Action]:
    closed = [Blocker("job_area_closed", "作业区域已关闭，不能再改")] if area.closed_at else []
    return [
        Action("编辑", _url("job_area_edit", area), "fences.edit", blockers=closed),
        Action("关闭", _url("job_area_close", area), "fences.edit", style="danger",
               blockers=closed),
    ]  # fmt: skip


@form_page("fences.edit")
def job_area_create(request: HttpRequest) -> HttpResponse:
    """Draw one by hand."""
    account = account_of(request)
    company = company_of(account)
    form = JobAreaForm(
        request.POST or None, company=company, frame=frame_of(company), now=clock.now()
    )
    return respond_form(
        request, form, lambda _: actions.open_job_area(account, company, **form.changes),
        "划定作业区域", lambda area: _url("job_area", area), template="plant/drawing_form.html",
        cancel=reverse("positioning:job_areas"), done="作业区域已划定，定位引擎开始监视",
        props=_editor(None),
    )  # fmt: skip


@form_page("fences.edit")
def job_area_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another place, time or crew; handing over the guard."""
    account = account_of(request)
    found = queries.get_job_area_for(account, pk)
    form = JobAreaForm(
        request.POST or None, instance=found, company=found.company,
        frame=frame_of(found.company), now=clock.now(),
    )  # fmt: skip
    return respond_form(
        request, form, lambda _: actions.change_job_area(account, found, **form.changes),
        f"编辑作业区域 {found}", _url("job_area", found), template="plant/drawing_form.html",
        done="作业区域已保存为新版本", props=_editor(found),
    )  # fmt: skip


def _editor(area: JobArea | None) -> dict[str, Any]:
    shapes = ["polygon", "rectangle", "circle", "line"]
    return {"shapes": shapes, "id": str(area.pk) if area else None}


@form_page("fences.edit")
def job_area_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The work is over, or stopped."""
    account = account_of(request)
    found = queries.get_job_area_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.close_job_area(account, found, data["reason"]),
        f"关闭作业区域 {found}", _url("job_area", found),
        submit="关闭", done="作业区域已关闭，不再监视",
    )  # fmt: skip

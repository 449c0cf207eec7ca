"""The record of everything found wrong: listed, looked at, closed (INS-050, INS-051, INS-054)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import form_page, page
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.abnormal import CloseForm
from anhuan.domains.inspection.forms.filters import ABNORMAL_FILTERS
from anhuan.domains.inspection.models import Abnormality
from anhuan.domains.inspection.queries.abnormal import (
    abnormality_for,
    states_of,
    visible_abnormalities,
)
from anhuan.domains.inspection.rules.abnormal import Handling
from anhuan.domains.org.queries import account_of


def _handling(row: Any) -> str:
    return str(row.get_handling_display())


def _closed(row: Any) -> Any:
    if row.handling == Handling.HAZARD and not row.closed_at:
        return Tag("转隐患", "info")
    return Tag("已关闭", "good") if row.closed_at else Tag("未关闭", "p3")


def _source(row: Any) -> str:
    return "巡检" if row.entry_id else "巡检之外"


@page("inspection.view")
def abnormalities(request: HttpRequest) -> HttpResponseBase:
    """Those one may see, newest first."""
    spec = ListSpec(
        title="异常记录", noun="条", default_sort="-at", filters=ABNORMAL_FILTERS,
        search=["text", "place", "equipment"], search_hint="异常、地点、设备",
        columns=[
            Column("text", "异常情况", kind="link"), Column("place", "地点", sort="place"),
            Column("equipment", "设备", phone=False),
            Column("department", "部门", "department.name", phone=False),
            Column("handling", "处置", _handling), Column("state", "状态", _closed, kind="tag"),
            Column("person", "发现人", "person.name"),
            Column("at", "发现时间", kind="time", sort="at"),
            Column("source", "来源", _source, hidden=True),
        ],
        row_url=lambda row: reverse("inspection:abnormality", args=[row.pk]),
        empty="没有异常记录。巡检和现场上报的异常自动记在这里。",
    )  # fmt: skip
    rows = visible_abnormalities(account_of(request)).select_related("department", "person")
    return respond_list(request, spec, rows)


@page("inspection.view")
def abnormality(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with where it came from and where it went."""
    found = abnormality_for(account_of(request), pk)
    word = states_of([found])[found.pk]
    return respond_detail(
        request, found.text[:60], target=found, tags=[Tag(word)], facts=_facts(found),
        crumbs=[("异常记录", reverse("inspection:abnormalities"))], actions=_actions(found),
    )  # fmt: skip


def _facts(found: Abnormality) -> list[Fact]:
    facts = [
        Fact("异常情况", found.text), Fact("地点", found.place),
        Fact("设备", found.equipment or "—"), Fact("发现人", found.person.name),
        Fact("发现时间", short_time(found.at)), Fact("收到", short_time(found.received_at)),
        Fact("处置", found.get_handling_display()), Fact("处置结果", found.handled or "—"),
        Fact("照片、录音、视频", len(found.files)),
    ]  # fmt: skip
    if found.entry:
        url = reverse("inspection:task", args=[found.entry.task_id])
        facts.append(Fact("巡检任务", "查看任务", url=url))
    if found.hazard_id:
        url = reverse("hazards:hazard", args=[found.hazard_id])
        facts.append(Fact("隐患", "查看隐患", url=url))
    return facts


def _actions(found: Abnormality) -> list[Action]:
    if found.closed_at or found.handling == Handling.HAZARD:
        return []
    return [
        Action("关闭", reverse("inspection:abnormality_close", args=[found.pk]), "inspection.all",
               style="primary"),
    ]  # fmt: skip


@form_page("inspection.all")
def abnormality_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Dealt with."""
    account = account_of(request)
    found = abnormality_for(account, pk)
    return respond_form(
        request, CloseForm(request.POST or None),
        lambda data: actions.close(account, found, data["handled"]), f"关闭异常：{found.text[:40]}",
        reverse("inspection:abnormality", args=[pk]),
    )  # fmt: skip

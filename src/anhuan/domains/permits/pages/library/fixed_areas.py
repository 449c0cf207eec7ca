"""The register of fixed hot-work areas: drawn, looked at every year, approved (5.5)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits import actions
from anhuan.domains.permits.forms.devices import FixedAreaForm, ReviewForm
from anhuan.domains.permits.models import FixedHotArea, FixedHotAreaReview
from anhuan.domains.permits.pages.library.detectors import names_of, state_tag, values_of
from anhuan.domains.permits.queries.figures import figures_of
from anhuan.domains.permits.queries.fixed_areas import (
    blockers_of,
    due_state,
    visible_fixed_areas,
)
from anhuan.domains.permits.queries.permits import zone_of
from anhuan.domains.permits.rules.fixed_areas import review_due
from anhuan.domains.positioning.forms.drawn import as_feature
from anhuan.domains.positioning.queries.fences import frame_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker

STATES = {
    "unapproved": ("未批准", "off"), "overdue": ("辨识超期，不免票", "p2"),
    "soon": ("一个月内须辨识", "p3"), "good": ("有效", "good"),
}  # fmt: skip
CONDITIONS = (
    "is_marked", "is_downwind", "is_indoors", "has_fire_wall", "is_in_process_area",
    "has_gas_alarm",
)  # fmt: skip


def _tag(row: FixedHotArea) -> Tag:
    if row.is_retired:
        return Tag("停用", "off")
    words, tone = STATES[due_state(row, clock.now().astimezone(zone_of(row.company)).date())]
    return Tag(words, tone)


def _url(name: str, row: FixedHotArea) -> str:
    return reverse(f"permits:{name}", args=[row.pk])


@page("permits.view")
def fixed_areas(request: HttpRequest) -> HttpResponseBase:
    """All of them, with when each has to be looked at again."""
    spec = ListSpec(
        title="固定动火区", noun="处", default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("area", "所在区域", lambda row: row.area),
            Column("responsible", "防火责任人", lambda row: row.responsible),
            Column("approved_on", "批准日期", sort="approved_on", phone=False),
            Column("due", "辨识有效至", lambda row: str(review_due(row.facts) or "")),
            Column("state", "状态", _tag, kind="tag"),
        ],
        search=["name", "area__name", "responsible__name"], search_hint="名称、区域、责任人",
        row_tone=lambda row: "off" if row.is_retired else "",
        row_url=lambda row: _url("fixed_area", row),
        create_url=reverse("permits:fixed_area_create"), create_right="permits.edit",
        create_label="划定固定动火区",
        empty="还没有固定动火区。划定、辨识并批准后，区内动火不需办票。",
    )  # fmt: skip
    rows = visible_fixed_areas(account_of(request)).select_related("company")
    return respond_list(request, spec, rows)


@page("permits.view")
def fixed_area(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One: its conditions, what stands against it, every look at it."""
    row = _one(request, pk)
    against = blockers_of(row)
    return respond_detail(
        request, row.name, target=row, crumbs=[("固定动火区", reverse("permits:fixed_areas"))],
        tags=[_tag(row)], actions=_buttons(row, against), facts=list(_facts(row)),
        panels=[_against(against), _conditions(row), _reviews(row), _map(row), _detector(row)],
        history=history_of(row)[:30],
    )  # fmt: skip


def _buttons(row: FixedHotArea, against: list[Blocker]) -> list[Action]:
    approve = Action("批准", _url("fixed_area_approve", row), "permits.approve", method="post",
                     blockers=against)  # fmt: skip
    return [
        Action("编辑", _url("fixed_area_edit", row), "permits.edit"),
        Action("登记风险辨识", _url("fixed_area_review", row), "permits.edit"),
        *([] if row.approved_on else [approve]),
    ]


def _facts(row: FixedHotArea) -> Iterator[Fact]:
    yield Fact("所在区域", row.area or "")
    yield Fact("楼层", f"{row.floor}F")
    yield Fact("防火责任人", row.responsible or "")
    yield Fact("批准", f"{row.approved_on} {row.approved_by.display_name}"
               if row.approved_on and row.approved_by else "未批准")  # fmt: skip
    yield Fact("最近风险辨识", str(row.reviewed_on or ""))
    yield Fact("辨识有效至", str(review_due(row.facts) or ""))


def _conditions(row: FixedHotArea) -> Panel:
    rows = [
        [str(FixedHotArea._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
         "是" if getattr(row, name) else "否"]
        for name in CONDITIONS
    ]  # fmt: skip
    return Panel("设置条件", table=Table(["条件", "现状"], rows), key="conditions")


def _detector(row: FixedHotArea) -> Panel | None:
    """What the gas alarm of the place says now, with the way to its own page (5.5.2 e)."""
    found = row.detector
    if found is None:
        return None
    name = (str(found), reverse("permits:detector", args=[found.pk]))
    rows = [[name, values_of(found, names_of(row.company)) or "—",
             state_tag(found, figures_of(row.company).detector_silent_s) or ""]]  # fmt: skip
    heads = ["探测器", "最新值", "状态"]
    return Panel("可燃气体报警器", table=Table(heads, rows), side=True, key="detector")


def _against(against: list[Blocker]) -> Panel | None:
    rows = [[one.text, one.clause] for one in against]
    if not rows:
        return None
    return Panel("不能批准的原因", table=Table(["原因", "依据"], rows), key="against")


def _reviews(row: FixedHotArea) -> Panel:
    rows = [[str(one.on), one.by_name, one.findings, "有变化" if one.has_changed else "无变化"]
            for one in row.reviews.all()[:20]]  # fmt: skip
    heads = ["日期", "辨识人", "结果", "周边环境"]
    return Panel("风险辨识", table=Table(heads, rows, "还没有做过风险辨识"), key="reviews",
                 note="每年至少一次；环境变化时重新划定")  # fmt: skip


def _map(row: FixedHotArea) -> Panel:
    drawn = as_feature(row.geometry, None, frame_of(row.company))
    props = {"title": row.name, "geometry": drawn, "area": str(row.area_id or "")}
    context: dict[str, Any] = {"props": props}
    return Panel("范围", template="positioning/_mini_map.html", context=context, side=True)


@form_page("permits.edit")
def fixed_area_create(request: HttpRequest) -> HttpResponse:
    """Draw one."""
    company = company_of(account_of(request))
    return _form(request, FixedHotArea(company=company), "划定固定动火区")


@form_page("permits.edit")
def fixed_area_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another place or condition: to be approved anew."""
    row = _one(request, pk)
    return _form(request, row, f"编辑 {row}")


def _form(request: HttpRequest, row: FixedHotArea, title: str) -> HttpResponse:
    account = account_of(request)
    form = FixedAreaForm(
        request.POST or None, instance=row, company=row.company, frame=frame_of(row.company)
    )
    return respond_form(
        request, form, lambda _: actions.save_fixed_area(account, row, form.changes), title,
        lambda made: _url("fixed_area", made), template="plant/drawing_form.html",
        cancel=reverse("permits:fixed_areas"),
        props={"shapes": ["polygon", "rectangle"], "id": None, "area_field": "area"},
    )  # fmt: skip


@form_page("permits.edit")
def fixed_area_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The year's identification of hazards."""
    account, row = account_of(request), _one(request, pk)
    form = ReviewForm(request.POST or None)

    def review(data: dict[str, Any]) -> FixedHotAreaReview:
        return actions.review_fixed_area(
            account, row, findings=data["findings"], has_changed=data["is_changed"], on=data["on"]
        )

    return respond_form(
        request, form, review,
        f"风险辨识：{row.name}", _url("fixed_area", row), submit="登记",
    )  # fmt: skip


@post_only("permits.approve")
def fixed_area_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it into force."""
    account, row = account_of(request), _one(request, pk)
    done = "已批准，区内动火不需办票"
    do_or_say(request, lambda: actions.approve_fixed_area(account, row), done)
    return redirect("permits:fixed_area", pk=pk)


def _one(request: HttpRequest, pk: UUID) -> FixedHotArea:
    rows = visible_fixed_areas(account_of(request)).select_related("company")
    found: FixedHotArea = get_object_or_404(rows, pk=pk)
    return found

"""Surveyed points, and the plant's limits."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.forms.walks import (
    POINT_FILTERS,
    POINT_SEARCH,
    PointForm,
    SettingsForm,
)
from anhuan.domains.calibration.models import SurveyPoint
from anhuan.domains.calibration.pages.common import url
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.org.queries import account_of, company_of


@page("calibration.view")
def points(request: HttpRequest) -> HttpResponseBase:
    """All points in use."""
    spec = ListSpec(
        title="测量点",
        noun="个",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("area", "区域", lambda row: row.area or "", sort="area__name"),
            Column("floor", "楼层", kind="number", sort="floor", unit="F"),
            Column("x_m", "x", kind="number", sort="x_m", unit="m"),
            Column("y_m", "y", kind="number", sort="y_m", unit="m"),
            Column("z_m", "z", kind="number", unit="m", phone=False),
            Column("is_key", "重点防爆", kind="bool", sort="is_key"),
        ],
        filters=POINT_FILTERS,
        search=POINT_SEARCH,
        row_url=lambda row: url("point", row),
        create_url=reverse("calibration:point_create"),
        create_right="calibration.edit",
        links=[Link("限值与周期", reverse("calibration:settings"), "devices.edit")],
        import_url=reverse("calibration:points_import"),
        import_right="calibration.edit",
        empty="还没有测量点。用全站仪等测出坐标后在此登记，精度测试以它们为真值。",
    )
    return respond_list(request, spec, queries.visible_points(account_of(request)))


@page("calibration.view")
def point(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One point, on the map."""
    found = queries.get_point_for(account_of(request), pk)
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("测量点", reverse("calibration:points"))],
        actions=[
            Action("编辑", url("point_edit", found), "calibration.edit"),
            Action("停用", url("point_retire", found), "calibration.edit", "post", "danger",
                   "停用后不能再用于测试，已有结果不变，确定吗？"),
        ],
        facts=[
            Fact("坐标", f"{found.x_m:.2f}, {found.y_m:.2f}, {found.z_m:.2f}", "m"),
            Fact("楼层", f"{found.floor}F"),
            Fact("区域", found.area or ""),
            Fact("重点防爆区域", "是" if found.is_key else "否"),
            Fact("卫星信号", "有" if found.has_satellite else "无"),
            Fact("说明", found.note, wide=True),
        ],
        panels=[_map(found)],
        history=history_of(found)[:30],
    )  # fmt: skip


def _map(found: SurveyPoint) -> Panel:
    marker = {"x_m": found.x_m, "y_m": found.y_m, "floor": found.floor, "name": found.name,
              "kind": "staff"}  # fmt: skip
    props: dict[str, Any] = {"title": found.name, "marker": marker}
    return Panel("位置", template="positioning/_mini_map.html", context={"props": props}, side=True)


@form_page("calibration.edit")
def point_create(request: HttpRequest) -> HttpResponse:
    """Enter a point."""
    return _form(request, SurveyPoint(company=company_of(account_of(request))), "新建测量点")


@form_page("calibration.edit")
def point_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Measured again."""
    found = queries.get_point_for(account_of(request), pk)
    return _form(request, found, f"编辑测量点 {found}")


def _form(request: HttpRequest, found: SurveyPoint, title: str) -> HttpResponse:
    account, company, is_new = account_of(request), found.company, found._state.adding
    form = PointForm(request.POST or None, instance=found, company=company)
    return respond_form(
        request, form, lambda _: actions.save_point(account, company, found, **form.changes),
        title, lambda saved: url("point", saved),
        cancel=reverse("calibration:points") if is_new else url("point", found),
    )  # fmt: skip


@post_only("calibration.edit")
def point_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody stands there any more."""
    account = account_of(request)
    found = queries.get_point_for(account, pk)
    do_or_say(request, lambda: actions.retire_point(account, found), "测量点已停用")
    return redirect("calibration:points")


@form_page("devices.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """Limits and how often to test."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, instance=queries.settings_of(company))
    return respond_form(
        request, form, lambda _: actions.change_settings(account, company, **form.changes),
        "校准限值与周期", reverse("calibration:walks"),
    )  # fmt: skip

"""Codes scanned on the spot where there is no positioning (AQ 3064.2-2025 5.5.2)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions.configuring import save_point
from anhuan.domains.permits.forms.library import PointForm
from anhuan.domains.permits.models import PermitPoint


@page("permits.edit")
def points(request: HttpRequest) -> HttpResponseBase:
    """Every code and its place."""
    spec = ListSpec(
        title="作业点码", noun="个", default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"), Column("code", "点码", sort="code"),
            Column("x_m", "x", kind="number", unit="m"),
            Column("y_m", "y", kind="number", unit="m"),
            Column("floor", "楼层", kind="number", unit="F"),
            Column("is_retired", "停用", kind="bool", hidden=True),
        ],
        search=["name", "code"], search_hint="名称、点码",
        row_tone=lambda row: "off" if row.is_retired else "",
        row_url=lambda row: reverse("permits:point_edit", args=[row.pk]),
        create_url=reverse("permits:point_create"), create_right="permits.edit",
        create_label="新增点码", empty="还没有作业点码。没有定位信号处，张贴点码供签批扫描。",
    )  # fmt: skip
    company = company_of(account_of(request))
    return respond_list(request, spec, PermitPoint.objects.filter(company=company))


@form_page("permits.edit")
def point_create(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _form(request, PermitPoint(company=company_of(account_of(request))), "新增点码")


@form_page("permits.edit")
def point_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move or retire one."""
    row = get_object_or_404(PermitPoint, pk=pk, company=company_of(account_of(request)))
    return _form(request, row, f"编辑 {row.name}")


def _form(request: HttpRequest, row: PermitPoint, title: str) -> HttpResponse:
    account = account_of(request)
    form = PointForm(request.POST or None, instance=row, company=row.company)
    return respond_form(
        request, form, lambda _: save_point(account, row, form.changes), title,
        reverse("permits:points"),
    )  # fmt: skip

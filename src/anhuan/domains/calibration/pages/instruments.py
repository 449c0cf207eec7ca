"""Timers and range finders that tests are made with."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.forms.walks import (
    INSTRUMENT_FILTERS,
    INSTRUMENT_SEARCH,
    InstrumentForm,
)
from anhuan.domains.calibration.models import Instrument
from anhuan.domains.calibration.pages.common import today, url
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.calibration.rules.instruments import NEEDED
from anhuan.domains.org.queries import account_of, company_of

SOON = timedelta(days=30)


@page("calibration.view")
def instruments(request: HttpRequest) -> HttpResponseBase:
    """All in use."""
    spec = ListSpec(
        title="测试设备",
        noun="台",
        default_sort="name",
        columns=[
            Column("name", "名称型号", kind="link", sort="name"),
            Column("kind", "类别", "get_kind_display", sort="kind"),
            Column("number", "出厂编号", sort="number"),
            Column("span", "量程", lambda row: span_of(row), phone=False),
            Column("error", "误差", lambda row: error_of(row), phone=False),
            Column("valid_until", "有效期至", sort="valid_until", kind="date"),
            Column("state", "检定", state_of, kind="tag"),
        ],
        filters=INSTRUMENT_FILTERS,
        search=INSTRUMENT_SEARCH,
        row_url=lambda row: url("instrument", row),
        create_url=reverse("calibration:instrument_create"),
        create_right="calibration.edit",
        empty="还没有测试设备。登记计时器和测距仪及其检定，精度测试的记录会写明（AQ 3064.3 A.1）。",
    )
    return respond_list(request, spec, queries.visible_instruments(account_of(request)))


def span_of(row: Instrument) -> str:
    """With its unit, on one line."""
    return f"{row.span:g}\N{NO-BREAK SPACE}{NEEDED[row.kind].span_unit}"


def error_of(row: Instrument) -> str:
    """With its unit, on one line."""
    return f"≤\N{NO-BREAK SPACE}{row.error:g}\N{NO-BREAK SPACE}{NEEDED[row.kind].error_unit}"


def state_of(row: Instrument) -> Tag:
    """Whether a test may be made with it today."""
    if row.valid_until < today():
        return Tag("已过期", "p2")
    return Tag("即将到期", "p3") if row.valid_until < today() + SOON else Tag("有效", "good")


@page("calibration.view")
def instrument(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One instrument."""
    found = queries.get_instrument_for(account_of(request), pk)
    return respond_detail(
        request, found.name, target=found, tags=[state_of(found)],
        crumbs=[("测试设备", reverse("calibration:instruments"))],
        actions=[
            Action("编辑", url("instrument_edit", found), "calibration.edit"),
            Action("停用", url("instrument_retire", found), "calibration.edit", "post", "danger",
                   "停用后不能再用于测试，已有结果不变，确定吗？"),
        ],
        facts=[
            Fact("类别", found.get_kind_display()), Fact("出厂编号", found.number),
            Fact("量程", span_of(found)), Fact("误差", error_of(found)),
            Fact("检定/校准日期", found.calibrated_on), Fact("有效期至", found.valid_until),
            Fact("证书编号", found.certificate),
        ],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("calibration.edit")
def instrument_create(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _form(request, Instrument(company=company_of(account_of(request))), "登记测试设备")


@form_page("calibration.edit")
def instrument_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Calibrated again."""
    found = queries.get_instrument_for(account_of(request), pk)
    return _form(request, found, f"编辑测试设备 {found}")


def _form(request: HttpRequest, found: Instrument, title: str) -> HttpResponse:
    account, company, is_new = account_of(request), found.company, found._state.adding
    form = InstrumentForm(request.POST or None, instance=found, company=company)
    return respond_form(
        request, form, lambda _: actions.save_instrument(account, company, found, **form.changes),
        title, lambda saved: url("instrument", saved),
        cancel=reverse("calibration:instruments") if is_new else url("instrument", found),
    )  # fmt: skip


@post_only("calibration.edit")
def instrument_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No test is made with it any more."""
    account = account_of(request)
    found = queries.get_instrument_for(account, pk)
    do_or_say(request, lambda: actions.retire_instrument(account, found), "测试设备已停用")
    return redirect("calibration:instruments")

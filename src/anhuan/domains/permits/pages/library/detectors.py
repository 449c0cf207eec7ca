"""Devices of permits: detectors, weather stations, locks, cameras; when each was heard last."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Company
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions import save_instrument
from anhuan.domains.permits.forms.devices import (
    INSTRUMENT_FILTERS,
    INSTRUMENT_SEARCH,
    InstrumentForm,
)
from anhuan.domains.permits.models import GasEntry, GasWatch, Instrument
from anhuan.domains.permits.pages.library.locks import codes_panel, lock_tag, take_back
from anhuan.domains.permits.queries.figures import figures_of
from anhuan.domains.permits.queries.watching import instruments_of, is_heard
from anhuan.domains.permits.rules.gases import UNIT_LABELS, Unit
from anhuan.kernel import clock
from anhuan.kernel.explosion import mark_suits_zone, zone_number

CRUMBS = "作业仪器"


def state_tag(row: Instrument, limit_s: int) -> Tag | None:
    """Whether it speaks; of a lock whether it is shut."""
    if row.is_retired:
        return Tag("停用", "off")
    if row.form == Instrument.Form.CAMERA:
        return None
    if row.form == Instrument.Form.LOCK:
        return lock_tag(row)
    if row.seen_at is None:
        return Tag("未上报", "off")
    if row.latest.get("is_alarm"):
        return Tag("报警", "p1")
    limit_s = 900 if row.form == Instrument.Form.WEATHER else limit_s
    return Tag("在线", "good") if is_heard(row, clock.now(), limit_s) else Tag("无数据", "p2")


def ex_tag(row: Instrument) -> Tag | None:
    """Whether its mark suits the zone it works in (AQ 3064.2-2025 7.1); nothing elsewhere."""
    if row.area is None or not row.area.is_explosive:
        return None
    zone = zone_number(row.area.ex_zone)
    return (
        Tag("符合", "good")
        if mark_suits_zone(row.ex_mark, zone)
        else Tag(f"不适用 {zone} 区", "p3")
    )


def names_of(company: Company) -> dict[str, str]:
    """What the plant calls its gases."""
    return dict(GasEntry.objects.filter(company=company).values_list("key", "name"))


def values_of(row: Instrument, names: dict[str, str]) -> str:
    """What it said last, in a line."""
    if row.form == Instrument.Form.WEATHER and row.latest:
        degrees = row.latest.get("temperature_c")
        warm = "" if degrees is None else f"，{degrees:g} ℃"
        return f"{row.latest.get('wind_mps', 0):g} m/s{warm}"
    return "，".join(
        f"{names.get(one['gas'], one['gas'])} {one['value']:g} {UNIT_LABELS[Unit(one['unit'])]}"
        for one in row.latest.get("readings", [])
    )


@page("permits.view")
def detectors(request: HttpRequest) -> HttpResponseBase:
    """All of them."""
    company = company_of(account_of(request))
    limit_s, names = figures_of(company).detector_silent_s, names_of(company)
    spec = ListSpec(
        title="作业仪器", noun="台", default_sort="number",
        columns=[
            Column("number", "编号", kind="link", sort="number"),
            Column("name", "名称", sort="name"),
            Column("form", "类别", lambda row: row.get_form_display(), sort="form"),
            Column("area", "区域", lambda row: row.area, phone=False),
            Column("values", "最新值", lambda row: values_of(row, names)),
            Column("seen_at", "最近上报", kind="time", sort="seen_at", phone=False),
            Column("state", "状态", lambda row: state_tag(row, limit_s), kind="tag"),
            Column("ex", "防爆", ex_tag, kind="tag"),
            Column("checked_until", "检定有效期至", hidden=True),
        ],
        filters=list(INSTRUMENT_FILTERS), search=list(INSTRUMENT_SEARCH),
        search_hint="编号、名称、区域", row_tone=lambda row: "off" if row.is_retired else "",
        row_url=lambda row: reverse("permits:detector", args=[row.pk]),
        create_url=reverse("permits:detector_create"), create_right="permits.edit",
        create_label="登记仪器",
        empty="还没有登记检测仪、气象站、电子锁或摄像机。登记后按编号接收其数据。",
    )  # fmt: skip
    return respond_list(request, spec, instruments_of(company))


@page("permits.view")
def detector(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One device: what it says, which works it watched, or which codes opened it."""
    row = _one(request, pk)
    limit_s = figures_of(row.company).detector_silent_s
    tag = state_tag(row, limit_s)
    return respond_detail(
        request, str(row), target=row, crumbs=[(CRUMBS, reverse("permits:detectors"))],
        tags=[Tag(row.get_form_display()), *(one for one in (tag, ex_tag(row)) if one)],
        actions=[
            Action("编辑", reverse("permits:detector_edit", args=[pk]), "permits.edit"),
            *take_back(row),
        ],
        facts=list(_facts(row)), panels=[_panel(row)], history=history_of(row)[:30],
    )  # fmt: skip


def _facts(row: Instrument) -> Iterator[Fact]:
    """What a device of its form has."""
    yield Fact("区域", row.area or "")
    yield Fact("防爆标志", row.ex_mark)
    yield Fact("防爆合格证号", row.ex_certificate)
    if row.x_m is not None and row.y_m is not None:
        yield Fact("位置", f"({row.x_m:g}, {row.y_m:g}) m")
    if row.form == Instrument.Form.CAMERA:
        yield Fact("视频地址", row.address, wide=True)
        return
    yield Fact("最近上报", row.seen_at)
    if row.form != Instrument.Form.LOCK:
        yield Fact("最新值", values_of(row, names_of(row.company)))
        yield Fact("检定有效期至", str(row.checked_until or ""))
    yield Fact("电量", row.battery_pct, "%")
    yield Fact("故障", "、".join(row.faults))


def _panel(row: Instrument) -> Panel | None:
    if row.form == Instrument.Form.LOCK:
        return codes_panel(row)
    if row.form not in (Instrument.Form.PORTABLE, Instrument.Form.FIXED):
        return None
    rows: list[list[Any]] = [
        [(one.permit.number, reverse("permits:permit", args=[one.permit_id])), one.from_at,
         one.until_at or Tag("监测中", "good"), one.by_name]
        for one in GasWatch.objects.filter(instrument=row).select_related("permit")
        .order_by("-from_at")[:30]
    ]  # fmt: skip
    heads = ["作业票", "开始", "结束", "绑定人"]
    return Panel("监测过的作业", table=Table(heads, rows, "还没有监测过作业"), key="watches")


@form_page("permits.edit")
def detector_create(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _form(request, Instrument(company=company_of(account_of(request))), "登记仪器")


@form_page("permits.edit")
def detector_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct or retire one."""
    row = _one(request, pk)
    return _form(request, row, f"编辑 {row}")


def _one(request: HttpRequest, pk: UUID) -> Instrument:
    found: Instrument = get_object_or_404(instruments_of(company_of(account_of(request))), pk=pk)
    return found


def _form(request: HttpRequest, row: Instrument, title: str) -> HttpResponse:
    account = account_of(request)
    form = InstrumentForm(request.POST or None, instance=row, company=row.company)
    return respond_form(
        request, form, lambda _: save_instrument(account, row, form.changes), title,
        reverse("permits:detectors"),
    )  # fmt: skip

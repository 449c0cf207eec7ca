"""Sounders: where they hang, which areas they warn, and whether they answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.devices import ReasonForm
from anhuan.domains.positioning.forms.gates import SOUNDER_FILTERS, SOUNDER_SEARCH, SounderForm
from anhuan.domains.positioning.models import Sounder
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.queries import sounders as queries
from anhuan.domains.positioning.rules.gates import SOUNDER_STATES, sounder_state
from anhuan.kernel import clock

TONES = {"good": "good", "silent": "p3", "untested": "off"}
FORM = "positioning/sounder_form.html"


def _url(name: str, sounder: Sounder) -> str:
    return reverse(f"positioning:{name}", args=[sounder.pk])


def _state(sounder: Sounder) -> Mark:
    state = sounder_state(sounder.tested_at, sounder.answered_at, clock.now())
    return Mark(SOUNDER_STATES[state], TONES.get(state, ""))


def _areas(sounder: Sounder) -> str:
    others = [area for area in sounder.also_warns.all() if area.pk != sounder.area_id]
    return "、".join(area.name for area in (sounder.area, *others))


@page("devices.view")
def sounders(request: HttpRequest) -> HttpResponseBase:
    """All in use."""
    spec = ListSpec(
        title="声光报警器",
        noun="个",
        default_sort="number",
        columns=[
            Column("number", "编号", kind="link", sort="number"),
            Column("name", "名称", sort="name"),
            Column("areas", "警示区域", _areas),
            Column("tested_at", "最近测试", kind="time", sort="tested_at", phone=False),
            Column("state", "状态", _state, kind="tag"),
        ],
        filters=SOUNDER_FILTERS,
        search=SOUNDER_SEARCH,
        search_hint="编号、名称、区域",
        row_url=lambda sounder: _url("sounder", sounder),
        create_url=reverse("positioning:sounder_create"),
        create_right="devices.edit",
        create_label="登记声光报警器",
        empty="还没有声光报警器。登记后，区域聚集报警和疏散令会让它发声。",
    )
    return respond_list(request, spec, queries.visible_sounders(account_of(request)))


@page("devices.view")
def sounder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them."""
    found = queries.get_sounder_for(account_of(request), pk)
    place = "" if found.x_m is None else f"({found.x_m:g}, {found.y_m:g}) m {found.floor}F"
    return respond_detail(
        request,
        str(found),
        target=found,
        crumbs=[("声光报警器", reverse("positioning:sounders"))],
        tags=[_state(found)],
        actions=[
            Action("测试", _url("sounder_test", found), "devices.edit", "post",
                   confirm="现场会发声 30 秒，请先通知周围人员。现在测试吗？"),
            Action("编辑", _url("sounder_edit", found), "devices.edit"),
            Action("停用", _url("sounder_retire", found), "devices.edit", style="danger"),
        ],
        facts=[
            Fact("警示区域", _areas(found), wide=True),
            Fact("位置", place),
            Fact("最近测试", found.tested_at),
            Fact("最近应答", found.answered_at),
        ],
        panels=[_map(found)],
        history=history_of(found)[:30],
    )  # fmt: skip


def _map(found: Sounder) -> Panel:
    areas = [str(found.area_id), *(str(area.pk) for area in found.also_warns.all())]
    marker = {"x_m": found.x_m, "y_m": found.y_m, "floor": found.floor, "kind": "anchor",
              "name": found.number}  # fmt: skip
    props: dict[str, Any] = {"title": str(found), "highlight": areas, "marker": marker}
    return Panel("位置", template="positioning/_mini_map.html", context={"props": props}, side=True)


@form_page("devices.edit")
def sounder_create(request: HttpRequest) -> HttpResponse:
    """Register one."""
    account = account_of(request)
    company = company_of(account)
    form = _form(request, company)
    return respond_form(
        request, form, lambda _: actions.register_sounder(account, company, **form.changes),
        "登记声光报警器", lambda saved: _url("sounder", saved), template=FORM,
        cancel=reverse("positioning:sounders"), done="声光报警器已登记", props={},
    )  # fmt: skip


@form_page("devices.edit")
def sounder_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another place, other areas."""
    account = account_of(request)
    found = queries.get_sounder_for(account, pk)
    form = _form(request, found.company, instance=found)
    return respond_form(
        request, form, lambda _: actions.edit_sounder(account, found, **form.changes),
        f"编辑声光报警器 {found}", _url("sounder", found), template=FORM, props={},
    )  # fmt: skip


def _form(request: HttpRequest, company: Company, **more: Any) -> SounderForm:
    return SounderForm(request.POST or None, company=company, **more)


@post_only("devices.edit")
def sounder_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it speak."""
    account = account_of(request)
    found = queries.get_sounder_for(account, pk)
    done = "已下发测试，正常的声光报警器 15 秒内应答；刷新本页查看"
    do_or_say(request, lambda: actions.try_sounder(account, found), done)
    return redirect("positioning:sounder", pk=pk)


@form_page("devices.edit")
def sounder_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it out of use."""
    account = account_of(request)
    found = queries.get_sounder_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.retire_sounder(account, found, data["reason"]),
        f"停用声光报警器 {found}", lambda _: reverse("positioning:sounders"),
        submit="停用", done="声光报警器已停用", cancel=_url("sounder", found),
    )  # fmt: skip

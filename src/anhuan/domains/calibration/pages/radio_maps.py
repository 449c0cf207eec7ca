"""Radio maps: made of walks, looked at, put in force."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.forms.computing import MAP_FILTERS, MapForm
from anhuan.domains.calibration.models import RadioMap, WalkTest
from anhuan.domains.calibration.pages.common import url
from anhuan.domains.calibration.queries import radio_maps as queries
from anhuan.domains.calibration.rules.radio_maps import activate_blockers
from anhuan.domains.org.queries import account_of, company_of

TONES = {"waiting": "", "running": "accent", "ready": "good", "failed": "p2"}


@page("calibration.view")
def radio_maps(request: HttpRequest) -> HttpResponseBase:
    """All versions of all floors."""
    spec = ListSpec(
        title="信号指纹图",
        noun="张",
        default_sort="-asked_at",
        columns=[
            Column("name", "地图", str, kind="link"),
            Column("state", "状态", _tag, kind="tag", sort="state"),
            Column("error", "留出误差", _left_out, kind="number"),
            Column("levels", "电平", kind="number", unit="次", sort="levels", phone=False),
            Column("anchors", "信标", lambda row: len(row.anchors), kind="number", unit="个"),
            Column("asked_at", "建立", kind="time", sort="asked_at"),
            Column("asked_by", "建立人", phone=False),
        ],
        filters=MAP_FILTERS,
        row_url=lambda row: url("radio_map", row),
        create_url=reverse("calibration:radio_map_create"),
        create_right="calibration.edit",
        create_label="建立地图",
        empty="还没有信号指纹图。先带蓝牙标签做精度测试（逐点或沿路线），再按楼层建立。",
    )
    return respond_list(request, spec, queries.visible_maps(account_of(request)))


def _tag(row: RadioMap) -> Tag:
    return Tag("启用中", "accent") if row.is_active else Tag(row.get_state_display(),
                                                           TONES[row.state])  # fmt: skip


def _left_out(row: RadioMap) -> str:
    return f"{row.figures['p6827_m']:.2f} m" if row.figures.get("n") else "—"


@page("calibration.view")
def radio_map(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version and how well it finds places it was not made of."""
    found = queries.get_map_for(account_of(request), pk)
    return respond_detail(
        request, str(found), target=found, template="calibration/radio_map.html",
        crumbs=[("信号指纹图", reverse("calibration:radio_maps"))], tags=[_tag(found)],
        actions=_actions(found), facts=_facts(found), figures=_figures(found),
        panels=[_sources(found), _anchors(found)], history=history_of(found)[:30],
    )  # fmt: skip


def _actions(found: RadioMap) -> list[Action]:
    if found.is_active:
        return [Action("停止使用", url("radio_map_deactivate", found), "calibration.edit", "post",
                       "danger", "引擎将改按距离衰减解算，确定吗？")]  # fmt: skip
    blockers = list(activate_blockers(found.state, found.is_active, found.figures))
    return [Action("启用", url("radio_map_activate", found), "calibration.edit", "post", "primary",
                   "引擎将立即按此地图解算该楼层，确定吗？", blockers)]  # fmt: skip


def _facts(found: RadioMap) -> list[Fact]:
    return [
        Fact("楼层", f"{found.floor}F"),
        Fact("版本", found.version),
        Fact("电平", found.levels, "次"),
        Fact("建立", found.asked_at),
        Fact("建立人", found.asked_by),
        Fact("失败原因", found.error, wide=True),
        Fact("说明", found.note, wide=True),
    ]


def _figures(found: RadioMap) -> list[tuple[str, str, str]]:
    """Errors of moments placed by a map made without their point or way."""
    figures = found.figures
    if not figures.get("n"):
        return []
    words = (("p6827_m", "68.27 % 留出误差"), ("p75_m", "75 %"), ("p95_m", "95 %"),
             ("mean_m", "平均"))  # fmt: skip
    found_words = [(f"{figures[key]:.2f} m", word, "") for key, word in words]
    return [*found_words, (str(figures["n"]), "检验时刻", "")]


def _sources(found: RadioMap) -> Panel:
    rows = WalkTest.objects.filter(company=found.company, pk__in=found.walks)
    cells = [((str(one), url("walk", one)), one.started_at, one.started_by) for one in rows]
    return Panel("采集来源", table=Table(["精度测试", "开始", "测试人"], cells, "没有来源"))


def _anchors(found: RadioMap) -> Panel:
    cells: list[Any] = [(number,) for number in found.anchors]
    note = "留出误差：检验每个停留或路段时，用不含它的数据另建地图再定位"
    return Panel("信标", table=Table(["编号"], cells, "尚未计算"), note=note, side=True)


@form_page("calibration.edit")
def radio_map_create(request: HttpRequest) -> HttpResponse:
    """Ask for the next version of a floor's map."""
    account = account_of(request)
    company = company_of(account)
    form = MapForm(request.POST or None, company=company)
    return respond_form(
        request, form, lambda said: actions.ask_map(account, company, **said), "建立信号指纹图",
        lambda made: url("radio_map", made), submit="建立",
        done="已开始计算，稍后刷新看结果", cancel=reverse("calibration:radio_maps"),
    )  # fmt: skip


@post_only("calibration.edit")
def radio_map_activate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The engine locates by it."""
    account = account_of(request)
    found = queries.get_map_for(account, pk)
    do_or_say(request, lambda: actions.activate_map(account, found), "地图已启用")
    return redirect("calibration:radio_map", pk)


@post_only("calibration.edit")
def radio_map_deactivate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The engine goes by distance again."""
    account = account_of(request)
    found = queries.get_map_for(account, pk)
    do_or_say(request, lambda: actions.deactivate_map(account, found), "地图已停止使用")
    return redirect("calibration:radio_map", pk)

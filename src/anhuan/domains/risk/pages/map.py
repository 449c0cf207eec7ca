"""The static four-colour map, and what stands behind a colour."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.plant.queries import feature_collection, known_site
from anhuan.domains.plant.queries.map import feature
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.cards import CardForm
from anhuan.domains.risk.models import AreaCard
from anhuan.domains.risk.pages.common import answer_paper, control_word, level_tag, url
from anhuan.domains.risk.paper import emergency_card, know_card
from anhuan.domains.risk.queries import Coloured
from anhuan.domains.risk.rules.classes import class_label, cycle_words
from anhuan.domains.risk.rules.levels import Control, Level, control_of


@page("risk.view")
def risk_map(request: HttpRequest) -> HttpResponse:
    """The plant's map in four colours, the areas as a list beside it (RISK-005)."""
    account = account_of(request)
    areas = queries.coloured_areas(account)
    rows = [
        {"area": one.area, "tag": level_tag(one.level), "objects": one.objects,
         "events": one.events, "url": url("area", one.area),
         "control": control_of(one.level).label}
        for one in areas
    ]  # fmt: skip
    counts = queries.by_level(areas)
    context = {
        "title": "风险四色图", "rows": rows, "props": _props(account, areas),
        "legend": [(level_tag(level), level.colour, counts[level], control_of(level))
                   for level in Level],
        "pictures": queries.visible_pictures(account)[:6],
    }  # fmt: skip
    return render(request, "risk/map.html", context)


def _props(account: Account, areas: list[Coloured]) -> dict[str, Any]:
    """Every area is a link that lies over its colour."""
    site = known_site(account.company) if account.company else None
    known = {one.area.pk: one for one in areas}
    drawn = queries.drawn_areas(account) if site else []
    features = feature_collection(
        (feature(one.geometry, id=str(one.pk)) for one in drawn), site.georeference
    )["features"] if site else []  # fmt: skip
    shapes = [
        {"id": str(area.pk), "geometry": placed, "tone": f"zone {area.risk}", "label": "",
         "url": url("area", area), "title": _title(area, known.get(area.pk))}
        for area, placed in zip(drawn, features, strict=True)
    ]  # fmt: skip
    return {"title": "风险四色图", "zoom": "plant", "shapes": shapes, "aspect": 1.5}


def _title(area: Any, found: Coloured | None) -> str:
    level = Level(area.risk)
    known = f"，{found.events} 项风险事件" if found else ""
    return f"{area.name}：{level.label}风险（{level.colour}）{known}"


@page("risk.view")
def area(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One area: hazards identified, controls by layer, the two cards (RISK-013, RISK-014)."""
    found = queries.area_for(account_of(request), pk)
    card = queries.card_of(found.area)
    return respond_detail(
        request, found.area.name, target=None,
        crumbs=[("风险四色图", reverse("risk:map"))],
        tags=[level_tag(found.level)],
        actions=[
            Action("应知卡", url("know_card", found.area)),
            Action("应急卡", url("emergency_card", found.area), style="primary"),
            Action("填写两卡", url("card_edit", found.area), "risk.edit"),
        ],
        facts=[
            Fact("责任部门", found.area.department),
            Fact("管控层级", control_of(found.level).duty, wide=True),
            Fact("危险物料", card.materials), Fact("应急电话", card.phones),
            Fact("撤离与集合", card.muster, wide=True),
        ],
        panels=[_identified(found), _controls(found), _map_panel(found), _steps(card)],
        history=history_of(card)[:20],
    )  # fmt: skip


def _identified(found: Coloured) -> Panel:
    """危险因素排查辨识清单."""
    rows = [
        (one.name, unit.name, (event.name, url("event", event)), "、".join(event.accidents),
         level_tag(event.level))
        for one in found.objects for unit in one.units.all() for event in unit.events.all()
    ]  # fmt: skip
    heads = ["分析对象", "分析单元", "风险事件", "事故类型", "等级"]
    empty = "风险清单里还没有这个区域的对象。"
    return Panel("危险因素辨识清单", table=Table(heads, rows, empty))


def _controls(found: Coloured) -> Panel:
    """分级管控清单, the highest layer first."""
    layers = list(Control)
    rows = [
        (layers.index(Control(event.control)), (
            control_word(event.control), event.name, class_label(measure.class_2), measure.text,
            str(measure.person or measure.post or unit.person or one.person),
            cycle_words(measure.cycle_count, measure.cycle_unit) or "—",
        ))
        for one in found.objects for unit in one.units.all() for event in unit.events.all()
        if event.control for measure in event.measures.all()
    ]  # fmt: skip
    heads = ["管控层级", "风险事件", "措施分类", "管控措施", "责任人", "排查周期"]
    shown = [cells for _, cells in sorted(rows, key=lambda row: row[0])]
    return Panel("分级管控清单", table=Table(heads, shown, "评价后按等级列出。"))


def _map_panel(found: Coloured) -> Panel:
    props = {"title": found.area.name, "area": str(found.area.pk)}
    return Panel("位置", template="risk/_map.html", context={"props": props}, side=True)


def _steps(card: AreaCard) -> Panel:
    rows = [(n, one) for n, one in enumerate(filter(None, card.first_steps.splitlines()), 1)]
    return Panel("应急处置", table=Table(["", "步骤"], rows, "还没有填写应急卡。"), side=True)


@form_page("risk.edit")
def card_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the register cannot know of an area."""
    account = account_of(request)
    found = queries.area_for(account, pk).area
    form = CardForm(request.POST or None, instance=queries.card_of(found))
    return respond_form(
        request, form, lambda data: actions.save_card(account, found, data),
        f"{found.name} 应急卡与应知卡", url("area", found),
    )  # fmt: skip


@page("risk.view")
def know_card_pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The know card on paper."""
    found = queries.area_for(account_of(request), pk)
    actions.note_print(account_of(request), found.area, "应知卡")
    paper = know_card(found, queries.card_of(found.area))
    return answer_paper(request, paper, f"{found.area.name} 应知卡")


@page("risk.view")
def emergency_card_pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The emergency card on paper."""
    found = queries.area_for(account_of(request), pk)
    actions.note_print(account_of(request), found.area, "应急卡")
    paper = emergency_card(found, queries.card_of(found.area))
    return answer_paper(request, paper, f"{found.area.name} 应急卡")

"""Areas: list, card with its place, drawing, import and export."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, Link, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.plant import actions, queries
from anhuan.domains.plant.forms.plant import AREA_FILTERS, AreaForm
from anhuan.domains.plant.forms.sheets import GeoJsonForm, area_sheet, area_values, corners
from anhuan.domains.plant.models import Area

POLYGONS = ("polygon", "rectangle")


def risk_tag(area: Area) -> Tag:
    """The four colours, pale as on the map."""
    return Tag(area.get_risk_display(), f"risk-{area.risk}")


def limits(area: Area) -> str:
    """ "2–9 人" in the fewest words."""
    low, high = area.min_people, area.max_people
    if low is None and high is None:
        return ""
    if low is None:
        return f"≤ {high}"
    return f"≥ {low}" if high is None else f"{low}–{high}"


@page("plant.view")
def areas(request: HttpRequest) -> HttpResponseBase:
    """The plant's areas."""
    spec = ListSpec(
        title="区域",
        noun="个",
        default_sort="code",
        columns=[
            Column("code", "编码", sort="code"),
            Column("name", "名称", kind="link", sort="name"),
            Column("kind", "类别", lambda a: a.get_kind_display(), sort="kind"),
            Column("risk", "风险", risk_tag, kind="tag", sort="risk"),
            Column("limits", "人数限值", limits, unit="人"),
            Column("department", "责任部门", sort="department__name"),
            Column("sources", "重大危险源", lambda a: a.sources or None, kind="number", unit="个"),
            Column("is_explosive", "爆炸危险", kind="bool"),
            Column("ex_zone", "防爆分区", hidden=True),
            Column("updated_at", "更新时间", kind="time", sort="updated_at", hidden=True),
        ],
        filters=AREA_FILTERS,
        search=("code", "name", "department__name"),
        row_url=lambda area: reverse("plant:area", args=[area.pk]),
        create_url=reverse("plant:area_create"),
        create_right="plant.edit",
        import_url=reverse("plant:areas_import"),
        import_right="plant.edit",
        links=[
            Link("导入 GeoJSON", reverse("plant:areas_geojson_import"), "plant.edit"),
            Link("导出 GeoJSON", reverse("plant:areas_geojson")),
        ],
        empty="还没有区域。先在“厂区”页登记厂区，再在地图上画区域，或用 Excel、GeoJSON 导入。",
    )
    return respond_list(request, spec, queries.visible_areas(account_of(request)))


@page("plant.view")
def area(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One area: limits, what stands in it, where it is."""
    account = account_of(request)
    found = queries.get_area_for(account, pk)
    sources = [
        [(s.name, reverse("plant:hazard_source", args=[s.pk])), s.get_level_display()]
        for s in queries.visible_hazard_sources(account).filter(area=found)
    ]
    structures = [
        [s.code, (s.name, reverse("plant:structure", args=[s.pk])), s.get_kind_display()]
        for s in queries.visible_structures(account).filter(area=found)
    ]
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("区域", reverse("plant:areas"))],
        tags=[risk_tag(found), Tag(found.get_kind_display())]
        + ([Tag("重大危险源", "accent")] if sources else []),
        actions=_actions(found),
        facts=[
            Fact("编码", found.code),
            Fact("责任部门", found.department),
            Fact("限员", found.max_people, "人"),
            Fact("最少人数", found.min_people, "人"),
            Fact("聚集预警", found.judges_gatherings),
            Fact("楼层", "、".join(f"{n}F" for n in found.floors or []) or "所有楼层"),
            Fact("爆炸危险区域", found.is_explosive),
            Fact("防爆分区", found.ex_zone),
        ],
        panels=[
            Panel("重大危险源", table=Table(["名称", "级别"], sources, "没有重大危险源")),
            Panel(
                "装置设施", table=Table(["位号", "名称", "类别"], structures, "没有登记装置设施")
            ),
            place_panel(str(found.pk)),
        ],
        history=history_of(found)[:30],
    )


@form_page("plant.edit")
def area_create(request: HttpRequest) -> HttpResponse:
    """Draw a new area."""
    account = account_of(request)
    return _form(request, Area(company=company_of(account)), "新建区域")


@form_page("plant.edit")
def area_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an area or redraw it."""
    found = queries.get_area_for(account_of(request), pk)
    return _form(request, found, f"编辑 {found.name}")


@post_only("plant.edit")
def area_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an area out of use."""
    account = account_of(request)
    found = queries.get_area_for(account, pk)
    done = do_or_say(request, lambda: actions.retire_area(account, found), f"{found.name} 已停用")
    return HttpResponseRedirect(
        reverse("plant:areas") if done else reverse("plant:area", args=[pk])
    )


@form_page("plant.edit")
def areas_import(request: HttpRequest) -> HttpResponseBase:
    """Areas from Excel, by code."""
    account = account_of(request)
    company = company_of(account)
    rows = queries.visible_areas(account)
    spec = area_sheet(company)
    keys = [column.key for column in spec.columns]
    return respond_import(
        request,
        spec,
        lambda values: actions.put_area(account, company, values),
        reverse("plant:areas"),
        current=lambda: (
            {key: getattr(a, key) for key in keys}
            | {"floors": ", ".join(map(str, a.floors or [])), "geometry": corners(a.geometry)}
            for a in rows
        ),
    )


@page("plant.view")
def areas_geojson(request: HttpRequest) -> HttpResponse:
    """Every area as GeoJSON in longitude and latitude, ready to be imported again."""
    account = account_of(request)
    place = queries.site_of(company_of(account)).georeference
    found = queries.feature_collection(
        (
            queries.feature(
                a.geometry, code=a.code, name=a.name, kind=a.kind, risk=a.risk, floors=a.floors,
                max_people=a.max_people, min_people=a.min_people, ex_zone=a.ex_zone,
            )
            for a in queries.visible_areas(account)
        ),
        place,
    )  # fmt: skip
    answer = HttpResponse(
        json.dumps(found, ensure_ascii=False), content_type="application/geo+json"
    )
    answer.headers["Content-Disposition"] = "attachment; filename=areas.geojson"
    return answer


@form_page("plant.edit")
def areas_geojson_import(request: HttpRequest) -> HttpResponse:
    """Areas from a GeoJSON file, by code; all or none."""
    account = account_of(request)
    company = company_of(account)
    place = queries.site_of(company).georeference

    def save(data: dict[str, list[dict[str, object]]]) -> int:
        values = [area_values(feature, place) for feature in data["file"]]
        return actions.put_areas(account, company, values)

    def back(count: int) -> str:
        messages.success(request, f"导入 {count} 个区域")
        return reverse("plant:areas")

    form = GeoJsonForm(request.POST or None, request.FILES or None)
    return respond_form(
        request, form, save, "导入区域 GeoJSON", back, done="", submit="导入",
        cancel=reverse("plant:areas"),
    )  # fmt: skip


def place_panel(highlight: str) -> Panel:
    """Where it is, on the small map."""
    props = {"highlight": [highlight], "area": highlight, "zoom": "object"}
    return Panel("位置", template="plant/_place.html", context={"props": props}, side=True)


def _form(request: HttpRequest, found: Area, title: str) -> HttpResponse:
    account = account_of(request)
    is_new = found._state.adding
    form = AreaForm(
        request.POST or None,
        instance=found,
        company=found.company,
        place=queries.site_of(found.company).georeference,
    )
    return respond_form(
        request,
        form,
        lambda data: actions.save_area(account, found, data),
        title,
        lambda saved: reverse("plant:area", args=[saved.pk]),
        template="plant/drawing_form.html",
        cancel=reverse("plant:areas") if is_new else reverse("plant:area", args=[found.pk]),
        props={"shapes": POLYGONS, "field": "geometry", "id": None if is_new else str(found.pk)},
    )


def _actions(found: Area) -> list[Action]:
    return [
        Action("编辑", reverse("plant:area_edit", args=[found.pk]), "plant.edit"),
        Action(
            "停用", reverse("plant:area_retire", args=[found.pk]), "plant.edit", "post",
            confirm=f"{found.name} 停用后不再计人数。确定吗？",
        ),
    ]  # fmt: skip

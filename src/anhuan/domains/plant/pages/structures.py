"""Structures and major hazard sources."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.plant import actions, queries
from anhuan.domains.plant.forms.plant import STRUCTURE_FILTERS, StructureForm
from anhuan.domains.plant.forms.sheets import corners, structure_sheet
from anhuan.domains.plant.models import Structure
from anhuan.domains.plant.pages.areas import place_panel

SHAPES = ("polygon", "rectangle", "circle", "line", "point")


@page("plant.view")
def structures(request: HttpRequest) -> HttpResponseBase:
    """Buildings, units, tanks, warehouses, hazardous processes, roads."""
    spec = ListSpec(
        title="装置设施",
        noun="项",
        default_sort="code",
        columns=[
            Column("code", "位号/编码", sort="code"),
            Column("name", "名称", kind="link", sort="name"),
            Column("kind", "类别", lambda s: s.get_kind_display(), sort="kind"),
            Column("area", "所在区域", sort="area__name"),
            Column("medium", "介质"),
            Column("capacity", "容量/规模"),
            Column("floors", "楼层", lambda s: len(s.floors) or None, kind="number", unit="层"),
            Column("height_m", "高度", kind="number", unit="m", hidden=True),
        ],
        filters=STRUCTURE_FILTERS,
        search=("code", "name", "medium", "area__name"),
        row_url=lambda one: reverse("plant:structure", args=[one.pk]),
        create_url=reverse("plant:structure_create"),
        create_right="plant.edit",
        import_url=reverse("plant:structures_import"),
        import_right="plant.edit",
        empty="还没有装置设施。在地图上画，或用 Excel 导入。",
    )
    return respond_list(request, spec, queries.visible_structures(account_of(request)))


@page("plant.view")
def structure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One structure: floors, medium, where it is."""
    found = queries.get_structure_for(account_of(request), pk)
    floors = [[f"{one['floor']}F", f"{one.get('z_m', 0):g} m"] for one in found.floors]
    edit = reverse("plant:structure_edit", args=[pk])
    retire = reverse("plant:structure_retire", args=[pk])
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("装置设施", reverse("plant:structures"))],
        tags=[Tag(found.get_kind_display())],
        actions=[
            Action("编辑", edit, "plant.edit"),
            Action(
                "停用", retire, "plant.edit", "post", confirm="停用后不再显示在地图上。确定吗？"
            ),
        ],
        facts=[
            Fact("位号/编码", found.code),
            Fact("所在区域", found.area, url=_area_url(found)),
            Fact("介质", found.medium),
            Fact("容量/规模", found.capacity),
            Fact("高度", found.height_m, "m"),
        ],
        panels=[
            Panel("楼层", table=Table(["楼层", "标高"], floors)) if floors else None,
            place_panel(str(found.pk)),
        ],
        history=history_of(found)[:30],
    )


@form_page("plant.edit")
def structure_create(request: HttpRequest) -> HttpResponse:
    """Draw a new structure."""
    return _form(request, Structure(company=company_of(account_of(request))), "新建装置设施")


@form_page("plant.edit")
def structure_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a structure or redraw it."""
    found = queries.get_structure_for(account_of(request), pk)
    return _form(request, found, f"编辑 {found.name}")


@post_only("plant.edit")
def structure_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a structure off the map."""
    account = account_of(request)
    found = queries.get_structure_for(account, pk)
    do_or_say(request, lambda: actions.retire_structure(account, found), f"{found.name} 已停用")
    return HttpResponseRedirect(reverse("plant:structures"))


@form_page("plant.edit")
def structures_import(request: HttpRequest) -> HttpResponseBase:
    """Structures from Excel, by code."""
    account = account_of(request)
    company = company_of(account)
    rows = queries.visible_structures(account)
    spec = structure_sheet(company)
    keys = [column.key for column in spec.columns]
    return respond_import(
        request,
        spec,
        lambda values: actions.put_structure(account, company, values),
        reverse("plant:structures"),
        current=lambda: (
            {key: getattr(one, key) for key in keys} | {"geometry": corners(one.geometry)}
            for one in rows
        ),
    )


def _form(request: HttpRequest, found: Structure, title: str) -> HttpResponse:
    account = account_of(request)
    is_new = found._state.adding
    form = StructureForm(
        request.POST or None,
        instance=found,
        company=found.company,
        place=queries.site_of(found.company).georeference,
    )
    back = reverse("plant:structures") if is_new else reverse("plant:structure", args=[found.pk])
    return respond_form(
        request,
        form,
        lambda data: actions.save_structure(account, found, data),
        title,
        lambda saved: reverse("plant:structure", args=[saved.pk]),
        template="plant/drawing_form.html",
        cancel=back,
        props={"shapes": SHAPES, "field": "geometry", "id": None if is_new else str(found.pk)},
    )


def _area_url(found: Structure) -> str:
    return reverse("plant:area", args=[found.area_id]) if found.area_id else ""

"""Classes of vehicle."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.forms.roads import CLASS_FILTERS, NAME_SEARCH, ClassForm
from anhuan.domains.vehicles.pages.common import url
from anhuan.domains.vehicles.queries import roads as queries


@page("vehicles.view")
def classes(request: HttpRequest) -> HttpResponseBase:
    """All classes."""
    spec = ListSpec(
        title="车型",
        noun="种",
        default_sort="name",
        columns=[
            Column("name", "车型", kind="link", sort="name"),
            Column("speed_limit_kmh", "限速", kind="number", unit="km/h", sort="speed_limit_kmh"),
            Column("is_hazmat", "危化品运输车", kind="bool"),
            Column("parks_in_places_only", "只准停在停车位", kind="bool"),
            Column("stop_after_s", "停留判定", kind="number", unit="s", phone=False),
        ],
        filters=CLASS_FILTERS,
        search=NAME_SEARCH,
        row_url=lambda row: url("vehicle_class", row),
        create_url=reverse("vehicles:vehicle_class_create"),
        create_right="vehicles.edit",
        create_label="新建车型",
        empty="还没有车型。名称与车辆的“类型”一致时，限速和停车规定即对这些车辆生效。",
    )
    return respond_list(request, spec, queries.visible_classes(account_of(request)))


@page("vehicles.view")
def vehicle_class(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One class and its vehicles."""
    found = queries.get_class_for(account_of(request), pk)
    rows = [
        ((one.plate, reverse("positioning:vehicle", args=[one.pk])), one.name, one.department or "")
        for one in queries.vehicles_of(found).select_related("department")
    ]
    table = Table(["车牌", "名称", "部门"], rows, f"还没有“类型”为“{found.name}”的车辆。")
    limit = found.speed_limit_kmh
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("车型", reverse("vehicles:classes"))],
        tags=[Tag("危化品运输车", "p3")] if found.is_hazmat else [],
        actions=[
            Action("编辑", url("vehicle_class_edit", found), "vehicles.edit"),
            Action("停用", url("vehicle_class_retire", found), "vehicles.edit", "post", "danger",
                   "停用后此车型的限速与停车规定不再生效，确定吗？"),
        ],
        facts=[
            Fact("限速", f"{limit:g}" if limit else "只按路段", "km/h" if limit else ""),
            Fact("停车", "只准停在停车位" if found.parks_in_places_only else "不限"),
            Fact("停留判定时限", found.stop_after_s, "s"),
        ],
        panels=[Panel("车辆", table=table)],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("vehicles.edit")
def vehicle_class_create(request: HttpRequest) -> HttpResponse:
    """A new class."""
    account = account_of(request)
    form = ClassForm(request.POST or None)
    return respond_form(
        request, form,
        lambda _: actions.save_class(account, company_of(account), **form.changes),
        "新建车型", lambda saved: url("vehicle_class", saved), cancel=reverse("vehicles:classes"),
    )  # fmt: skip


@form_page("vehicles.edit")
def vehicle_class_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a class."""
    account = account_of(request)
    found = queries.get_class_for(account, pk)
    form = ClassForm(request.POST or None, instance=found)
    return respond_form(
        request, form,
        lambda _: actions.save_class(account, found.company, found, **form.changes),
        f"编辑车型 {found}", url("vehicle_class", found),
    )  # fmt: skip


@post_only("vehicles.edit")
def vehicle_class_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its limits hold no longer."""
    account = account_of(request)
    found = queries.get_class_for(account, pk)
    do_or_say(request, lambda: actions.retire_class(account, found), "车型已停用")
    return redirect("vehicles:classes")

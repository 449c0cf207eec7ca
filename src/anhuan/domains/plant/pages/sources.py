"""Major hazard sources with their three responsible persons (包保责任人)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.plant import actions, queries
from anhuan.domains.plant.forms.plant import SOURCE_FILTERS, HazardSourceForm
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.plant.pages.areas import place_panel


@page("plant.view")
def hazard_sources(request: HttpRequest) -> HttpResponseBase:
    """Major hazard sources by level."""
    spec = ListSpec(
        title="重大危险源",
        noun="个",
        default_sort="level",
        columns=[
            Column("code", "编码", sort="code"),
            Column("name", "名称", kind="link", sort="name"),
            Column("level", "级别", lambda s: Tag(s.get_level_display()), kind="tag", sort="level"),
            Column("area", "所在区域", sort="area__name"),
            Column("r_value", "R 值", kind="number", sort="r_value"),
            Column("primary", "主要负责人"),
            Column("technical", "技术负责人"),
            Column("operational", "操作负责人"),
        ],
        filters=SOURCE_FILTERS,
        search=("code", "name", "area__name"),
        row_url=lambda source: reverse("plant:hazard_source", args=[source.pk]),
        create_url=reverse("plant:hazard_source_create"),
        create_right="plant.edit",
        empty="还没有重大危险源。登记后，所在区域在地图和人数表上标出。",
    )
    return respond_list(request, spec, queries.visible_hazard_sources(account_of(request)))


@page("plant.view")
def hazard_source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One source: level, area, the three responsible persons."""
    found = queries.get_hazard_source_for(account_of(request), pk)
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("重大危险源", reverse("plant:hazard_sources"))],
        tags=[Tag(found.get_level_display(), "accent")],
        actions=[
            Action("编辑", reverse("plant:hazard_source_edit", args=[pk]), "plant.edit"),
            Action(
                "核销", reverse("plant:hazard_source_retire", args=[pk]), "plant.edit", "post",
                confirm="核销后不再作为重大危险源管理。确定吗？",
            ),
        ],
        facts=[
            Fact("编码", found.code),
            Fact("所在区域", found.area, url=reverse("plant:area", args=[found.area_id])),
            Fact("R 值", found.r_value),
            Fact("主要负责人", found.primary),
            Fact("技术负责人", found.technical),
            Fact("操作负责人", found.operational),
        ],
        panels=[place_panel(str(found.area_id))],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("plant.edit")
def hazard_source_create(request: HttpRequest) -> HttpResponse:
    """Register a source."""
    new = MajorHazardSource(company=company_of(account_of(request)))
    return _form(request, new, "登记重大危险源", reverse("plant:hazard_sources"))


@form_page("plant.edit")
def hazard_source_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a source."""
    found = queries.get_hazard_source_for(account_of(request), pk)
    back = reverse("plant:hazard_source", args=[pk])
    return _form(request, found, f"编辑 {found.name}", back)


@post_only("plant.edit")
def hazard_source_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel a source."""
    account = account_of(request)
    found = queries.get_hazard_source_for(account, pk)
    do_or_say(request, lambda: actions.retire_hazard_source(account, found), "已核销")
    return HttpResponseRedirect(reverse("plant:hazard_sources"))


def _form(request: HttpRequest, source: MajorHazardSource, title: str, cancel: str) -> HttpResponse:
    account = account_of(request)
    return respond_form(
        request,
        HazardSourceForm(request.POST or None, instance=source, company=source.company),
        lambda data: actions.save_hazard_source(account, source, data),
        title,
        lambda saved: reverse("plant:hazard_source", args=[saved.pk]),
        cancel=cancel,
    )

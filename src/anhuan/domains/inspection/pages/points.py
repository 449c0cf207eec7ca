"""Points on the map where something is checked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.plans import PointForm
from anhuan.domains.inspection.models import Point
from anhuan.domains.inspection.pages.words import rest_tag
from anhuan.domains.inspection.queries.setup import one_of, untouched_points, visible_points
from anhuan.domains.org.queries import account_of, company_of

EDIT = "inspection.edit"


@page(EDIT)
def points(request: HttpRequest) -> HttpResponseBase:
    """Points in use; those on no route are said."""
    account = account_of(request)
    bare = set(untouched_points(account).values_list("pk", flat=True))
    spec = ListSpec(
        title="巡检点", noun="个", default_sort="code", search=["code", "name", "equipment"],
        columns=[
            Column("name", "点位", kind="link", sort="code"), Column("code", "编码", sort="code"),
            Column("area", "区域", "area.name"), Column("equipment", "设备"),
            Column("state", "状态", rest_tag, kind="tag"),
            Column("bare", "路线", lambda row: Tag("无路线", "p3") if row.pk in bare else "",
                   kind="tag"),
        ],
        row_url=lambda row: reverse("inspection:point_edit", args=[row.pk]),
        create_url=reverse("inspection:point_create"), create_right=EDIT,
        empty="还没有巡检点。",
    )  # fmt: skip
    return respond_list(request, spec, visible_points(account).select_related("area"))


@form_page(EDIT)
def point_create(request: HttpRequest) -> HttpResponse:
    """A new point."""
    return _point(request, None)


@form_page(EDIT)
def point_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A point as it should be."""
    return _point(request, one_of(visible_points(account_of(request)), pk))


def _point(request: HttpRequest, found: Point | None) -> HttpResponse:
    account = account_of(request)
    company = company_of(account)
    form = PointForm(request.POST or None, instance=found, company=company)
    title = f"编辑 {found}" if found else "新建巡检点"
    return respond_form(
        request, form, lambda data: actions.save_point(account, company, found, **data), title,
        reverse("inspection:points"),
    )  # fmt: skip

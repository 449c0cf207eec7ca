"""Drawing a fence, from nothing or a template, and changing one: straight away or as a draft."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.org.models import Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.fences import FenceForm
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.rules.fences.templates import template_of

TEMPLATE = "positioning/fence_form.html"


@form_page("fences.edit")
def fence_create(request: HttpRequest) -> HttpResponse:
    """Draw a fence; `?template=` fills the form in."""
    account = account_of(request)
    company = company_of(account)
    form = FenceForm(
        request.POST or None, company=company, frame=queries.frame_of(company),
        initial=_beginning(company, request.GET.get("template", "")),
    )  # fmt: skip
    as_draft = request.POST.get("as") == "draft"
    save = actions.save_draft if as_draft else actions.save_fence
    return respond_form(
        request, form, lambda _: save(account, company, **form.changes), "绘制围栏", url_of,
        template=TEMPLATE, cancel=reverse("positioning:fences"), submit="保存并启用",
        done="已存为草稿" if as_draft else "围栏已保存并启用", props=_editor_props(None),
        can_draft=True,
    )  # fmt: skip


def _beginning(company: Company, key: str) -> dict[str, Any]:
    """A template's values, with the plant's area of the usual kind if there is one only."""
    template = template_of(key)
    if template is None:
        return {}
    values = {"name": template.name, **template.fields}
    areas = Area.objects.filter(company=company, is_retired=False, kind=template.area_kind)
    if template.area_kind and len(found := list(areas[:2])) == 1:
        values |= {"area": found[0].pk, "name": f"{found[0].name} · {template.name}"}
    return values


@form_page("fences.edit")
def fence_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a fence into its next version."""
    account = account_of(request)
    found = queries.get_fence_for(account, pk)
    form = form_of(request, found)
    return respond_form(
        request, form,
        lambda _: actions.save_fence(account, found.company, found, **form.changes),
        f"编辑围栏 {found.name}", reverse("positioning:fence", args=[pk]),
        template=TEMPLATE, done="围栏已保存为新版本", props=_editor_props(found),
    )  # fmt: skip


@form_page("fences.edit")
def draft_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a draft; nothing in force changes."""
    account = account_of(request)
    found = queries.get_draft_for(account, pk)
    form = form_of(request, found)
    return respond_form(
        request, form,
        lambda _: actions.save_draft(account, found.company, found, **form.changes),
        f"编辑草稿 {found.name}", reverse("positioning:draft", args=[pk]),
        template=TEMPLATE, done="草稿已保存", props=_editor_props(found.replaces or found),
    )  # fmt: skip


def form_of(request: HttpRequest, fence: Fence) -> FenceForm:
    """The form of a fence or a draft."""
    frame = queries.frame_of(fence.company)
    return FenceForm(request.POST or None, instance=fence, company=fence.company, frame=frame)


def url_of(fence: Fence) -> str:
    """The page of a fence, or of a draft."""
    return reverse("positioning:draft" if fence.is_draft else "positioning:fence", args=[fence.pk])


def _editor_props(fence: Fence | None) -> dict[str, Any]:
    """The island writes into this form's `geometry` and `radius_m`; `id` is not drawn twice."""
    return {"id": str(fence.pk) if fence else None, "area_field": "area"}

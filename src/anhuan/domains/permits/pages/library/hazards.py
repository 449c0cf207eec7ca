"""The library that job-hazard analyses are suggested from."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions.configuring import save_hazard
from anhuan.domains.permits.forms.library import HAZARD_FILTERS, HazardEntryForm
from anhuan.domains.permits.models import HazardEntry
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.permits.rules.places import PLACES

_SOURCES = {"seed": "自带", "plant": "企业", "permit": "作业票"}


def _kinds(row: HazardEntry) -> str:
    return "、".join(KINDS[Kind(one)].short for one in row.kinds) or "全部"


def _places(row: HazardEntry) -> str:
    return "、".join(PLACES.get(one, one) for one in row.places) or "全部"


@page("permits.view")
def hazards(request: HttpRequest) -> HttpResponseBase:
    """Every line with where it applies."""
    may_edit = account_of(request).may("permits.edit")
    spec = ListSpec(
        title="危害分析库", noun="条", default_sort="step",
        columns=[
            Column("step", "作业步骤", kind="link" if may_edit else "text", sort="step"),
            Column("hazard", "潜在风险"), Column("consequence", "主要后果", phone=False),
            Column("measure", "管控措施"), Column("kinds", "作业类型", _kinds),
            Column("places", "场所", _places),
            Column("source", "来源", lambda r: _SOURCES.get(r.source, r.source), hidden=True),
        ],
        filters=HAZARD_FILTERS, search=["step", "hazard", "measure"],
        search_hint="步骤、风险、措施", row_tone=lambda row: "off" if row.is_retired else "",
        row_url=lambda row: reverse("permits:hazard_edit", args=[row.pk]) if may_edit else "",
        create_url=reverse("permits:hazard_create"), create_right="permits.edit",
        create_label="新增危害", empty="危害分析库是空的。新增一条，申请作业时按类型和场所建议。",
    )  # fmt: skip
    company = company_of(account_of(request))
    return respond_list(request, spec, HazardEntry.objects.filter(company=company))


@form_page("permits.edit")
def hazard_create(request: HttpRequest) -> HttpResponse:
    """A line of the plant's own."""
    company = company_of(account_of(request))
    return _form(request, HazardEntry(company=company, source="plant"), "新增危害")


@form_page("permits.edit")
def hazard_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Reword one; analyses made with it keep their words."""
    row = get_object_or_404(HazardEntry, pk=pk, company=company_of(account_of(request)))
    return _form(request, row, "编辑危害")


def _form(request: HttpRequest, row: HazardEntry, title: str) -> HttpResponse:
    account = account_of(request)
    form = HazardEntryForm(request.POST or None, instance=row, company=row.company)
    return respond_form(
        request, form, lambda _: save_hazard(account, row, form.changes), title,
        reverse("permits:hazards"),
    )  # fmt: skip

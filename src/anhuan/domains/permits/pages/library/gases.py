"""The plant's gases with their limits."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Filter, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions.configuring import save_gas
from anhuan.domains.permits.forms.library import GasEntryForm
from anhuan.domains.permits.models import GasEntry
from anhuan.domains.permits.rules.gas import flammable_limit_vol_pct, toxic_limit_mg_m3


def _flammable(row: GasEntry) -> float | None:
    return flammable_limit_vol_pct(row.lel_vol_pct) if row.lel_vol_pct is not None else None


@page("permits.view")
def gases(request: HttpRequest) -> HttpResponseBase:
    """Every gas, with what a permit may have of it in the air."""
    may_edit = account_of(request).may("permits.edit")
    spec = ListSpec(
        title="检测气体", noun="种", default_sort="name",
        columns=[
            Column("name", "名称", kind="link" if may_edit else "text", sort="name"),
            Column("formula", "分子式"), Column("cas", "CAS"),
            Column("lel_vol_pct", "爆炸下限", kind="number", unit="%vol", sort="lel_vol_pct"),
            Column("uel_vol_pct", "爆炸上限", kind="number", unit="%vol", hidden=True),
            Column("burns", "可燃限值", _flammable, kind="number", unit="%vol"),
            Column("toxic", "有毒限值", lambda row: toxic_limit_mg_m3(row.gas), kind="number",
                   unit="mg/m³"),
            Column("note", "备注"), Column("is_retired", "停用", kind="bool", hidden=True),
        ],
        filters=[Filter("is_retired", "已停用", kind="bool")], search=["name", "formula", "cas"],
        search_hint="名称、分子式、CAS", row_tone=lambda row: "off" if row.is_retired else "",
        row_url=lambda row: reverse("permits:gas_edit", args=[row.pk]) if may_edit else "",
        create_url=reverse("permits:gas_create"), create_right="permits.edit",
        create_label="新增气体", empty="气体库是空的。第一次预约作业时装入自带的气体。",
    )  # fmt: skip
    company = company_of(account_of(request))
    return respond_list(request, spec, GasEntry.objects.filter(company=company))


@form_page("permits.edit")
def gas_create(request: HttpRequest) -> HttpResponse:
    """A gas of the plant's own."""
    return _form(request, GasEntry(company=company_of(account_of(request))), "新增气体")


@form_page("permits.edit")
def gas_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct one; permits tested before keep their verdicts."""
    row = get_object_or_404(GasEntry, pk=pk, company=company_of(account_of(request)))
    return _form(request, row, f"编辑 {row.name}")


def _form(request: HttpRequest, row: GasEntry, title: str) -> HttpResponse:
    account = account_of(request)
    form = GasEntryForm(request.POST or None, instance=row, company=row.company)
    return respond_form(
        request, form, lambda _: save_gas(account, row, form.changes), title,
        reverse("permits:gases"),
    )  # fmt: skip

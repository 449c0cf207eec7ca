"""Kinds of certificate."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.training import actions
from anhuan.domains.training.forms.certificates import KIND_FILTERS, EmptyForm, KindForm
from anhuan.domains.training.models import CertificateKind
from anhuan.domains.training.pages.common import url
from anhuan.domains.training.queries import certificates as queries

VIEW, EDIT = queries.VIEW, queries.EDIT


@page(VIEW)
def kinds(request: HttpRequest) -> HttpResponseBase:
    """What certificates there are, how long they hold, and what permits take them for."""
    spec = ListSpec(
        title="证书种类",
        noun="种",
        default_sort="group",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("group", "类别", "get_group_display", sort="group"),
            Column("trade", "作业票认定", "get_trade_display"),
            Column("valid_months", "有效期", kind="number", unit="月", sort="valid_months"),
            Column("review_months", "复审周期", kind="number", unit="月", phone=False),
            Column("code", "代码", hidden=True),
        ],
        filters=KIND_FILTERS,
        search=("name", "code"),
        row_url=lambda row: url("kind_edit", row),
        row_tone=lambda row: "off" if row.is_retired else "",
        create_url=reverse("training:kind_create"),
        create_right=EDIT,
        links=[Link("补齐常用种类", reverse("training:seed"), EDIT)],
        empty="还没有证书种类。点“补齐常用种类”，一次建好特种作业、特种设备和企业培训的种类。",
    )
    return respond_list(request, spec, queries.visible_kinds(account_of(request)))


@form_page(EDIT)
def kind_create(request: HttpRequest) -> HttpResponse:
    """A kind of the plant's own."""
    company = company_of(account_of(request))
    return _form(request, CertificateKind(company=company), "新建证书种类")


@form_page(EDIT)
def kind_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a kind."""
    found = queries.get_kind_for(account_of(request), pk)
    return _form(request, found, f"编辑 {found}")


def _form(request: HttpRequest, found: CertificateKind, title: str) -> HttpResponse:
    account = account_of(request)
    return respond_form(
        request, KindForm(request.POST or None, instance=found, company=found.company),
        lambda data: actions.save_kind(account, found, data), title, reverse("training:kinds"),
    )  # fmt: skip


@form_page(EDIT)
def seed(request: HttpRequest) -> HttpResponse:
    """The usual kinds and courses, where the plant lacks them."""
    account = account_of(request)
    form = EmptyForm(request.POST if request.method == "POST" else None)
    return respond_form(
        request, form, lambda _: _seeded(request, account), "补齐常用证书种类和课程",
        reverse("training:kinds"), submit="补齐", done="",
    )  # fmt: skip


def _seeded(request: HttpRequest, account: Account) -> None:
    added = actions.seed_training(account, company_of(account))
    messages.success(request, f"新增 {added} 项；已有的没有改动")

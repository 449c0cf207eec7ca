"""The company's card and its contractors."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org import actions, queries
from anhuan.domains.org.forms.company import CARD, CONTRACTOR_FILTERS, CompanyForm
from anhuan.domains.org.models import Company
from anhuan.domains.org.queries import account_of

UNITS = CompanyForm.units


@page("org.view")
def company(request: HttpRequest) -> HttpResponse:
    """One's own company: all twenty fields (BASE-003)."""
    found = queries.company_of(account_of(request))
    return respond_detail(
        request,
        found.name,
        target=found,
        actions=[Action("编辑", reverse("org:company_edit"), "org.edit")],
        panels=card_panels(found),
        history=history_of(found)[:30],
    )


@form_page("org.edit")
def company_edit(request: HttpRequest) -> HttpResponse:
    """Change the card."""
    account = account_of(request)
    found = queries.company_of(account)
    return respond_form(
        request,
        CompanyForm(request.POST or None, instance=found),
        lambda data: actions.change_company(account, found, data),
        "编辑企业信息",
        reverse("org:company"),
    )


@page("org.view")
def contractors(request: HttpRequest) -> HttpResponseBase:
    """Contractor firms with how many of their people are registered."""
    spec = ListSpec(
        title="承包商单位",
        noun="家",
        default_sort="name",
        columns=[
            Column("name", "单位名称", kind="link", sort="name"),
            Column("credit_code", "统一社会信用代码"),
            Column("principal", "主要负责人"),
            Column("principal_phone", "电话"),
            Column("present", "在册人数", kind="number", unit="人", sort="present"),
            Column("is_retired", "停用", kind="bool", hidden=True),
        ],
        filters=CONTRACTOR_FILTERS,
        search=("name", "credit_code", "principal"),
        row_url=lambda firm: reverse("org:contractor", args=[firm.pk]),
        row_tone=lambda firm: "off" if firm.is_retired else "",
        create_url=reverse("org:contractor_create"),
        create_right="org.edit",
        empty="还没有承包商单位。登记后，承包商人员才能选到所属单位。",
    )
    account = account_of(request)
    return respond_list(request, spec, queries.contractors_with_people(account))


@page("org.view")
def contractor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One contractor firm."""
    found = queries.get_contractor_for(account_of(request), pk)
    word = "恢复合作" if found.is_retired else "停止合作"
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("承包商单位", reverse("org:contractors"))],
        tags=[Tag("承包商")] + ([Tag("停用", "off")] if found.is_retired else []),
        actions=[
            Action("编辑", reverse("org:contractor_edit", args=[pk]), "org.edit"),
            Action(word, reverse("org:contractor_switch", args=[pk]), "org.edit", "post"),
        ],
        panels=card_panels(found),
        history=history_of(found)[:30],
    )


@form_page("org.edit")
def contractor_create(request: HttpRequest) -> HttpResponse:
    """A new contractor firm."""
    account = account_of(request)
    return respond_form(
        request,
        CompanyForm(request.POST or None),
        lambda data: actions.create_contractor(account, data),
        "登记承包商单位",
        lambda made: reverse("org:contractor", args=[made.pk]),
        cancel=reverse("org:contractors"),
    )


@form_page("org.edit")
def contractor_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a contractor's card."""
    account = account_of(request)
    found = queries.get_contractor_for(account, pk)
    return respond_form(
        request,
        CompanyForm(request.POST or None, instance=found),
        lambda data: actions.change_company(account, found, data),
        f"编辑 {found.name}",
        reverse("org:contractor", args=[pk]),
    )


@post_only("org.edit")
def contractor_switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop or resume working with a contractor."""
    account = account_of(request)
    found = queries.get_contractor_for(account, pk)
    wanted = not found.is_retired
    do_or_say(request, lambda: actions.set_contractor_retired(account, found, wanted), "已更新")
    return HttpResponseRedirect(reverse("org:contractor", args=[pk]))


def card_panels(found: Company) -> list[Panel]:
    """The card in the groups of its form."""
    return [Panel(heading, facts=[_fact(found, name) for name in names]) for heading, names in CARD]


def _fact(found: Company, name: str) -> Fact:
    label = str(getattr(Company._meta.get_field(name), "verbose_name", name)).split("（")[0]
    return Fact(label, getattr(found, name), UNITS.get(name, ""), wide=name in CompanyForm.wide)

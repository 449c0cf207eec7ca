"""The register of evaluation reports (AQ 3064.1-2025 5.2.2)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of
from anhuan.domains.province import actions, queries
from anhuan.domains.province.forms.reports import REPORTS, ReportForm
from anhuan.domains.province.models import EvaluationReport
from anhuan.domains.province.pages.words import enterprise_url
from anhuan.domains.province.queries.pictures import today
from anhuan.domains.province.queries.reports import report_for, visible_reports
from anhuan.domains.province.rules.reports import STATES, state_of
from anhuan.kernel import clock

ACT = "province.act"


def report_tag(one: EvaluationReport) -> Tag:
    """Whether it still holds."""
    return Tag(*STATES[state_of(one.due_on, today(clock.now()))])


@page("province.view")
def reports(request: HttpRequest) -> HttpResponseBase:
    """All of them, the first to run out first."""
    account = account_of(request)
    spec = ListSpec(
        title="评价报告", noun="份", default_sort="due_on",
        columns=[
            Column("title", "报告", kind="link"),
            Column("enterprise", "企业", "enterprise.name"),
            Column("kind", "类别", "get_kind_display"),
            Column("state", "状态", report_tag, kind="tag"),
            Column("due_on", "有效期至", kind="date", sort="due_on"),
            Column("made_on", "报告日期", kind="date", sort="made_on", phone=False),
            Column("agency", "评价机构", phone=False),
        ],
        filters=REPORTS, search=("title", "agency", "enterprise__name"), csv=True,
        row_url=lambda one: (reverse("province:report_edit", args=[one.pk])
                             if account.may(ACT) else enterprise_url(one.enterprise)),
        empty="还没有评价报告。在企业页面登记，到期前 60 天在此提示。",
    )  # fmt: skip
    return respond_list(request, spec, visible_reports(account))


@form_page(ACT)
def create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Register one of a plant."""
    account = account_of(request)
    plant = queries.enterprise_for(account, pk, ACT)
    fresh = EvaluationReport(enterprise=plant)
    return _saved(request, fresh, f"登记评价报告 {plant.name}", enterprise_url(plant))


@form_page(ACT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put one right."""
    found = report_for(account_of(request), pk, ACT)
    return _saved(request, found, f"编辑 {found.title}", reverse("province:reports"))


def _saved(
    request: HttpRequest, report: EvaluationReport, title: str, cancel: str
) -> HttpResponse:  # fmt: skip
    account = account_of(request)
    form = ReportForm(request.POST or None, instance=report, company=report.enterprise.company)
    return respond_form(
        request, form,
        lambda data: actions.save_report(account, report, data, today(clock.now())),
        title, reverse("province:reports"), cancel=cancel,
    )  # fmt: skip

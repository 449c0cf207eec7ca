"""The library of contractor firms: list, one, enlist, decide (CON-002, CON-003)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Link, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.contractors import actions
from anhuan.domains.contractors.forms.firms import (
    CONTRACTOR_FILTERS,
    CONTRACTOR_SEARCH,
    ContractorForm,
    EnlistForm,
    FirmDecisionForm,
    SettingsForm,
)
from anhuan.domains.contractors.models import Contractor
from anhuan.domains.contractors.pages.common import (
    HISTORY,
    admission_tag,
    against_panel,
    today,
    until,
    url,
    verdict_tag,
)
from anhuan.domains.contractors.queries import library as queries
from anhuan.domains.contractors.queries.standing import firm_facts
from anhuan.domains.contractors.rules.standing import firm_blockers
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of

VIEW, EDIT, APPROVE = queries.VIEW, queries.EDIT, queries.APPROVE


@page(VIEW)
def contractors(request: HttpRequest) -> HttpResponseBase:
    """Every firm of the library, and whether it may work today."""
    account = account_of(request)
    rows = queries.visible_contractors(account)
    day = today()
    facts = firm_facts(company_of(account), list(rows.values_list("firm", flat=True)))

    def verdict(row: Contractor) -> Tag:
        return verdict_tag(firm_blockers(facts[row.firm_id], day, day))

    spec = ListSpec(
        title="承包商库",
        noun="家",
        default_sort="firm",
        columns=[
            Column("firm", "单位名称", "firm.name", kind="link", sort="firm__name"),
            Column("verdict", "现在", verdict, kind="tag"),
            Column("admission", "审核", lambda c: admission_tag(c.admission), kind="tag",
                   sort="admission"),
            Column("scope", "承包范围", phone=False),
            Column("present", "在册人数", kind="number", unit="人", sort="present"),
            Column("approved_until", "准入有效期至", kind="date", sort="approved_until",
                   phone=False),
            Column("contact", "现场负责人", phone=False),
            Column("decided_at", "审核时间", kind="time", sort="decided_at", hidden=True),
        ],
        filters=CONTRACTOR_FILTERS,
        search=CONTRACTOR_SEARCH,
        search_hint="单位、负责人、范围",
        row_url=lambda row: url("contractor", row),
        row_tone=lambda row: "off" if row.firm.is_retired else "",
        create_url=reverse("contractors:enlist"),
        create_right=EDIT,
        create_label="纳入承包商",
        links=[
            Link("承包商人员", reverse("contractors:members"), VIEW),
            Link("黑名单", reverse("contractors:bars"), VIEW),
            Link("准入设置", reverse("contractors:settings"), EDIT),
        ],
        empty="承包商库是空的。先纳入承包商、登记资质，审核通过后作业票才能选用。",
    )  # fmt: skip
    return respond_list(request, spec, rows)


@page(VIEW)
def contractor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One firm: papers, people, teams, what stands against it."""
    account = account_of(request)
    found = queries.get_contractor_for(account, pk)
    day = today()
    facts = firm_facts(found.company, [found.firm_id])[found.firm_id]
    against = list(firm_blockers(facts, day, day))
    return respond_detail(
        request, found.firm.name, target=found,
        crumbs=[("承包商库", reverse("contractors:contractors"))],
        tags=[verdict_tag(against), admission_tag(found.admission)],
        actions=[
            Action("审核", url("decide", found), APPROVE, style="primary"),
            Action("登记资质", url("paper_create", found), EDIT),
            Action("新建团队", url("team_create", found), EDIT),
            Action("编辑", url("contractor_edit", found), EDIT),
            Action("列入黑名单", f"{reverse('contractors:bar_create')}?firm={found.firm_id}",
                   APPROVE, style="danger"),
        ],
        facts=[
            Fact("单位", found.firm.name, url=reverse("org:contractor", args=[found.firm_id])),
            Fact("统一社会信用代码", found.firm.credit_code), Fact("承包范围", found.scope),
            Fact("现场负责人", found.contact), Fact("负责人手机", found.contact_phone),
            Fact("准入有效期至", until(found, "approved_until")),
            Fact("审核人", found.decided_by), Fact("审核时间", found.decided_at),
            Fact("审核意见", found.reason, wide=True),
        ],
        panels=[against_panel(against), _papers(found, account), _people(found, account),
                _teams(found, account)],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


def _papers(found: Contractor, account: Account) -> Panel:
    rows = [
        ((one.label, url("paper", one)), one.number or "—", until(one),
         Tag("已过期", "p2") if one.valid_until and one.valid_until < today() else
         Tag("有效", "good"), "有" if one.file_sm3 else "—")
        for one in queries.visible_papers(account).filter(contractor=found)
    ]  # fmt: skip
    heads = ["资质", "编号", "有效期至", "效力", "扫描件"]
    return Panel("资质", table=Table(heads, rows, "没有登记资质。"))


def _people(found: Contractor, account: Account) -> Panel:
    rows = queries.visible_members(account).filter(employer=found.firm_id, is_retired=False)
    cells = [
        ((one.name, url("member", one)), one.trade or "—",
         admission_tag(one.admission))  # type: ignore[attr-defined]  # annotated
        for one in rows[:20]
    ]  # fmt: skip
    link = f"{reverse('contractors:members')}?employer={found.firm_id}"
    return Panel("人员", table=Table(["姓名", "工种", "审核"], cells, "没有在册人员。"), url=link)


def _teams(found: Contractor, account: Account) -> Panel:
    rows = [
        ((one.name, url("team_edit", one)), one.leader.name if one.leader else "—",
         one.members.count())
        for one in queries.visible_teams(account).filter(contractor=found, is_retired=False)
    ]  # fmt: skip
    table = Table(["团队", "负责人", "人数"], rows, "没有施工团队。")
    return Panel("施工团队", table=table, side=True)


@form_page(EDIT)
def enlist(request: HttpRequest) -> HttpResponse:
    """Take a firm into the library."""
    account = account_of(request)
    form = EnlistForm(request.POST or None, account=account)

    def save(_data: object) -> Contractor:
        firm, name, changes = form.given()
        return actions.enlist(account, company_of(account), firm, changes, name)

    return respond_form(
        request, form, save, "纳入承包商", lambda made: url("contractor", made),
        cancel=reverse("contractors:contractors"), done="已纳入，请登记资质并审核",
    )  # fmt: skip


@form_page(EDIT)
def contractor_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Scope and contact."""
    account = account_of(request)
    found = queries.get_contractor_for(account, pk)
    return respond_form(
        request, ContractorForm(request.POST or None, instance=found),
        lambda data: actions.change_contractor(account, found, data), f"编辑 {found}",
        url("contractor", found),
    )  # fmt: skip


@form_page(APPROVE)
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve or refuse the firm."""
    account = account_of(request)
    found = queries.get_contractor_for(account, pk)
    form = FirmDecisionForm(request.POST or None)
    return respond_form(
        request, form, lambda _: actions.decide_firm(account, found, form.decision()),
        f"审核 {found}", url("contractor", found), submit="确定", done="已审核",
    )  # fmt: skip


@form_page(EDIT)
def settings(request: HttpRequest) -> HttpResponse:
    """What is demanded of firms and their people."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, settings=queries.settings_of(company))
    return respond_form(
        request, form, lambda data: actions.save_settings(account, company, data),
        "承包商准入设置", reverse("contractors:contractors"),
    )  # fmt: skip

"""Contractors' people: list, one, admit, put into a team (CON-005, CON-006)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import (
    BulkAction,
    Column,
    Link,
    ListSpec,
    Tag,
    respond_bulk,
    respond_list,
    selected,
)
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.contractors import actions
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.forms.firms import DecisionForm
from anhuan.domains.contractors.forms.members import MEMBER_FILTERS, MEMBER_SEARCH, AssignForm
from anhuan.domains.contractors.pages.common import (
    HISTORY,
    admission_tag,
    against_panel,
    today,
    url,
    verdict_tag,
)
from anhuan.domains.contractors.queries import library as queries
from anhuan.domains.contractors.queries.standing import person_facts
from anhuan.domains.contractors.rules.standing import Admission, person_blockers
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import account_of
from anhuan.domains.training.queries.certificates import certificates_of

VIEW, EDIT, APPROVE = queries.VIEW, queries.EDIT, queries.APPROVE


@page(VIEW)
def members(request: HttpRequest) -> HttpResponseBase:
    """Everybody of a contractor on the plant's books."""
    spec = ListSpec(
        title="承包商人员",
        noun="人",
        default_sort="name",
        columns=[
            Column("name", "姓名", lambda p: p, kind="link", sort="pinyin"),
            Column("number", "工号", sort="number", phone=False),
            Column("employer", "承包商", "employer.name", sort="employer__name"),
            Column("team", "团队", _team, phone=False),
            Column("trade", "工种", sort="trade"),
            Column("admission", "审核", lambda p: admission_tag(p.admission), kind="tag",
                   sort="admission"),
            Column("valid_until", "入厂有效期至", kind="date", sort="valid_until"),
        ],
        filters=MEMBER_FILTERS,
        search=MEMBER_SEARCH,
        search_hint="姓名、拼音、工号、单位、工种",
        row_url=lambda row: url("member", row),
        row_tone=lambda row: "off" if row.is_retired else "",
        bulk=[BulkAction("审核通过", reverse("contractors:members_approve"), APPROVE)],
        links=[Link("人员台账", reverse("org:people") + "?kind=contractor", "people.view")],
        empty="没有承包商人员。在“人员”里新建或导入，类型选“承包商”并填所属单位。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_members(account_of(request)))


def _team(person: Person) -> str:
    member = getattr(person, "contractor_member", None)
    return member.team.name if member and member.team else ""


@page(VIEW)
def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person of a contractor, and what stands against naming them on a permit."""
    found = queries.get_member_for(account_of(request), pk)
    decided, day = queries.member_of(found), today()
    against = list(person_blockers(person_facts(found.company, [found])[found.pk], day, day))
    card = reverse("org:person", args=[pk])
    return respond_detail(
        request, found.name, crumbs=[("承包商人员", reverse("contractors:members"))],
        tags=[verdict_tag(against), admission_tag(decided.admission)],
        actions=[
            Action("审核", url("member_decide", found), APPROVE, style="primary"),
            Action("编入团队", url("member_assign", found), EDIT),
            Action("登记证书", f"{reverse('training:certificate_create')}?person={pk}",
                   "training.edit"),
            Action("列入黑名单", f"{reverse('contractors:bar_create')}?person={pk}", APPROVE,
                   style="danger"),
        ],
        facts=[
            Fact("人员", f"{found.name} {found.number}", url=card),
            Fact("承包商", found.employer), Fact("团队", _team(found)), Fact("工种", found.trade),
            Fact("入厂有效期至", found.valid_until or "长期"),
            Fact("审核人", decided.decided_by), Fact("审核时间", decided.decided_at),
            Fact("审核意见", decided.reason, wide=True),
        ],
        panels=[against_panel(against), _certificates(found)],
        history=history_of(decided)[:HISTORY],
    )  # fmt: skip


def _certificates(found: Person) -> Panel:
    rows = [
        ((str(one.kind), reverse("training:certificate", args=[one.pk])), one.number,
         Tag("已作废", "off") if one.is_void else
         f"{one.good_until:%Y-%m-%d}" if one.good_until else "长期")
        for one in certificates_of(found)
    ]  # fmt: skip
    return Panel("证书", table=Table(["证书", "编号", "到期日"], rows, "没有登记证书。"))


@form_page(APPROVE)
def member_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Admit or refuse somebody."""
    account = account_of(request)
    found = queries.get_member_for(account, pk, APPROVE)
    form = DecisionForm(request.POST or None)
    return respond_form(
        request, form, lambda _: actions.decide_member(account, found, form.decision()),
        f"审核 {found.name}", url("member", found), submit="确定", done="已审核",
    )  # fmt: skip


@post_only(APPROVE)
def members_approve(request: HttpRequest) -> HttpResponse:
    """Admit several; whoever something stands against is named with the reason."""
    account = account_of(request)
    rows = selected(request, queries.visible_members(account, APPROVE))
    return respond_bulk(
        request, rows,
        lambda one: actions.decide_member(account, one, Decision(Admission.APPROVED)),
        "审核通过", reverse("contractors:members"), note="逐人核对单位资质、培训和黑名单",
    )  # fmt: skip


@form_page(EDIT)
def member_assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Into a team."""
    account = account_of(request)
    found = queries.get_member_for(account, pk, EDIT)
    start = {"team": queries.member_of(found).team_id}
    return respond_form(
        request, AssignForm(request.POST or None, person=found, initial=start),
        lambda data: actions.assign_team(account, found, data["team"]),
        f"编入团队：{found.name}", url("member", found),
    )  # fmt: skip

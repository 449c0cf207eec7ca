"""The ledger of results, and who lacks what (TRAIN-012)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of, visible_people
from anhuan.domains.training import actions
from anhuan.domains.training.forms.certificates import VoidForm
from anhuan.domains.training.forms.courses import RESULT_FILTERS, RESULT_SEARCH, result_sheet
from anhuan.domains.training.pages.common import HISTORY, result_tag, score_of, today, url
from anhuan.domains.training.queries import courses as queries
from anhuan.domains.training.queries.passed import Lack, lacking

VIEW, EDIT = queries.VIEW, queries.EDIT
MOST = 300


@page(VIEW)
def results(request: HttpRequest) -> HttpResponseBase:
    """Every result."""
    spec = ListSpec(
        title="培训成绩",
        noun="条",
        default_sort="-session__held_on",
        columns=[
            Column("person", "姓名", "person.name", kind="link", sort="person__pinyin"),
            Column("unit", "单位", lambda r: r.person.employer or r.person.department or ""),
            Column("course", "课程", "session.course.name", sort="session__course__name"),
            Column("held_on", "日期", "session.held_on", kind="date", sort="session__held_on"),
            Column("score", "成绩", score_of, kind="number", sort="score"),
            Column("outcome", "结果", result_tag, kind="tag"),
            Column("valid_until", "有效期至", kind="date", sort="valid_until", phone=False),
        ],
        filters=RESULT_FILTERS,
        search=RESULT_SEARCH,
        search_hint="姓名、工号、课程",
        row_url=lambda row: url("result", row),
        row_tone=lambda row: "off" if row.is_void else "",
        import_url=reverse("training:results_import"),
        import_right=EDIT,
        empty="还没有成绩。先登记培训场次，或用 Excel 导入。",
    )
    return respond_list(request, spec, queries.visible_results(account_of(request)))


@page(VIEW)
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person's result of one session."""
    found = queries.get_result_for(account_of(request), pk)
    void = Action("作废", url("result_void", found), EDIT, style="danger")
    return respond_detail(
        request, f"{found.person.name} · {found.session.course}", target=found,
        crumbs=[("培训成绩", reverse("training:results"))], tags=[result_tag(found)],
        actions=[] if found.is_void else [void],
        facts=[
            Fact("姓名", found.person.name, url=reverse("org:person", args=[found.person_id])),
            Fact("场次", found.session, url=url("session", found.session)),
            Fact("成绩", score_of(found), "分" if found.score is not None else ""),
            Fact("及格线", found.session.course.pass_mark, "分"),
            Fact("有效期至", found.valid_until or ("长期" if found.is_passed else "")),
            *([Fact("作废原因", found.void_why, wide=True)] if found.is_void else []),
        ],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


@form_page(EDIT)
def result_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It no longer counts."""
    account = account_of(request)
    found = queries.get_result_for(account, pk, EDIT)
    return respond_form(
        request, VoidForm(request.POST or None),
        lambda data: actions.void_result(account, found, data["reason"]),
        f"作废 {found.person.name} 的成绩", url("result", found), submit="作废", done="已作废",
    )  # fmt: skip


@form_page(EDIT)
def results_import(request: HttpRequest) -> HttpResponseBase:
    """Results from Excel."""
    account = account_of(request)
    company = company_of(account)
    return respond_import(
        request, result_sheet(company),
        lambda values: actions.put_result(account, company, values),
        reverse("training:results"),
    )  # fmt: skip


@page(VIEW)
def gaps(request: HttpRequest) -> HttpResponse:
    """Who lacks a course that is asked of them today, work under permit aside."""
    account = account_of(request)
    people = list(visible_people(account, VIEW).filter(is_retired=False))
    found = lacking(company_of(account), people, today())
    names = {one.person.pk for one in found}
    return respond_detail(
        request, "培训缺口", crumbs=[("培训课程", reverse("training:courses"))],
        actions=[Action("培训要求", reverse("training:needs"), VIEW)],
        facts=[
            Fact("在册人员", len(people), "人"), Fact("有缺口", len(names), "人"),
            Fact("缺口", len(found), "项", tone="p3" if found else ""),
        ],
        panels=[_lacks(found)],
    )  # fmt: skip


def _lacks(found: list[Lack]) -> Panel:
    rows = [
        ((one.person.name, reverse("org:person", args=[one.person.pk])), one.person.number,
         str(one.person.employer or one.person.department or "—"), one.course.name)
        for one in found[:MOST]
    ]  # fmt: skip
    note = f"共 {len(found)} 项，列出前 {MOST} 项" if len(found) > MOST else ""
    table = Table(["姓名", "工号", "单位", "缺少的培训"], rows, "所有人都已通过要求的培训。")
    return Panel("缺少的培训", table=table, note=note)

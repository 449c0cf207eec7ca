"""Sessions held, and their results."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.training import actions
from anhuan.domains.training.forms.courses import SESSION_FILTERS, OutcomeForm, SessionForm
from anhuan.domains.training.models import Session
from anhuan.domains.training.pages.common import (
    HISTORY,
    respond_evidence,
    result_tag,
    score_of,
    url,
)
from anhuan.domains.training.queries import courses as queries

VIEW, EDIT = queries.VIEW, queries.EDIT


@page(VIEW)
def sessions(request: HttpRequest) -> HttpResponseBase:
    """Every session, newest first."""
    spec = ListSpec(
        title="培训场次",
        noun="场",
        default_sort="-held_on",
        columns=[
            Column("course", "课程", "course.name", kind="link", sort="course__name"),
            Column("held_on", "日期", kind="date", sort="held_on"),
            Column("place", "地点", phone=False),
            Column("trainer", "讲师/培训机构", phone=False),
            Column("took", "人数", kind="number", unit="人", sort="took"),
            Column("passed", "合格", kind="number", unit="人", sort="passed"),
            Column("proof", "凭证", lambda s: bool(s.file_sm3), kind="bool"),
        ],
        filters=SESSION_FILTERS,
        search=("course__name", "trainer", "place"),
        row_url=lambda row: url("session", row),
        create_url=reverse("training:session_create"),
        create_right=EDIT,
        create_label="登记场次",
        links=[Link("培训成绩", reverse("training:results"), VIEW),
               Link("导入成绩", reverse("training:results_import"), EDIT)],
        empty="还没有培训场次。登记一场，再填成绩；或在“导入成绩”用 Excel 一次导入。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_sessions(account_of(request)))


@page(VIEW)
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session with everybody's result."""
    account = account_of(request)
    found = queries.get_session_for(account, pk)
    proof = url("session_evidence", found) if found.file_sm3 else ""
    shown = [Action("打开凭证", proof)] if proof else []
    return respond_detail(
        request, str(found), target=found, crumbs=[("培训场次", reverse("training:sessions"))],
        actions=[
            Action("登记成绩", url("session_results", found), EDIT, style="primary"), *shown,
            Action("编辑", url("session_edit", found), EDIT),
        ],
        facts=[
            Fact("课程", found.course.name, url=url("course", found.course)),
            Fact("日期", found.held_on), Fact("地点", found.place),
            Fact("讲师/培训机构", found.trainer),
            Fact("实际学时", f"{found.hours:g}" if found.hours is not None else ""),
            Fact("凭证", found.file_name or "没有上传", url=proof),
            Fact("说明", found.note, wide=True),
        ],
        panels=[_results(found, account)],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


def _results(found: Session, account: Account) -> Panel:
    rows = queries.visible_results(account).filter(session=found).order_by("person__pinyin")
    cells = [
        ((one.person.name, url("result", one)), one.person.number, score_of(one), result_tag(one),
         f"{one.valid_until:%Y-%m-%d}" if one.valid_until else "—")
        for one in rows
    ]  # fmt: skip
    table = Table(["姓名", "工号", "成绩", "结果", "有效期至"], cells, "还没有登记成绩。")
    return Panel("成绩", table=table)


@form_page(EDIT)
def session_create(request: HttpRequest) -> HttpResponse:
    """A session; `?course=` names which."""
    return _form(request, Session(company=company_of(account_of(request))), "登记培训场次")


@form_page(EDIT)
def session_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a session."""
    found = queries.get_session_for(account_of(request), pk)
    return _form(request, found, f"编辑 {found}")


def _form(request: HttpRequest, found: Session, title: str) -> HttpResponse:
    account = account_of(request)
    form = SessionForm(
        request.POST or None, request.FILES or None, instance=found, company=found.company,
        initial={"course": request.GET.get("course")} if found._state.adding else None,
    )  # fmt: skip

    def save(data: dict[str, Any]) -> Session:
        changes = dict(data)
        upload = changes.pop("upload", None)
        return actions.save_session(account, found, changes, upload)

    return respond_form(
        request, form, save, title, lambda saved: url("session", saved),
        cancel=reverse("training:sessions"),
    )  # fmt: skip


@form_page(EDIT)
def session_results(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put down who passed."""
    account = account_of(request)
    found = queries.get_session_for(account, pk)
    form = OutcomeForm(request.POST or None, company=found.company)
    return respond_form(
        request, form, lambda _: actions.record_results(account, found, form.outcomes()),
        f"登记成绩：{found}", url("session", found),
    )  # fmt: skip


@page(VIEW)
def session_evidence(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The sign-in sheet or papers."""
    found = queries.get_session_for(account_of(request), pk)
    return respond_evidence(request, found)

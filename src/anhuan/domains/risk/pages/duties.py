"""包保责任: how the responsible persons perform, what the duties are, the page of one source."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.sources import DutyForm, PerformForm
from anhuan.domains.risk.models import DutyRow, Holding
from anhuan.domains.risk.pages.common import answer_paper, url
from anhuan.domains.risk.paper import board_paper
from anhuan.domains.risk.queries import Performance
from anhuan.domains.risk.rules.duties import Every, Role, is_update_late
from anhuan.kernel import clock

BACK_DAYS = 92  # a quarter: what the quarterly check is looked up in
STATES = {
    "open": Tag("本期待履行"), "overdue": Tag("逾期", "p3"), "done": Tag("已履行", "good"),
    "late": Tag("补履行", "off"),
}  # fmt: skip


@page("risk.view")
def duties(request: HttpRequest) -> HttpResponse:
    """Every source with its three persons: done, late, overdue in the last quarter."""
    account = account_of(request)
    company, today = company_of(account), _today()
    found = queries.performances(company, today - timedelta(days=BACK_DAYS), today, today)
    sources = {one.pk: one for one in queries.sources_of(company)}
    rows = [
        {"source": source, "role": role.label, "person": getattr(source, role.value),
         "url": url("source", source), **_tally(one for one in found
                if one.due.source == source.pk and one.due.duty.role is role)}
        for source in sources.values() for role in Role
    ]  # fmt: skip
    changes = [
        {"row": one, "late": is_update_late(one.due_on, today), "url": url("source", one.source)}
        for one in queries.unregistered(company, clock.now())
    ]  # fmt: skip
    context = {
        "title": "包保责任", "rows": rows, "changes": changes, "days": BACK_DAYS,
        "rules": DutyRow.objects.filter(company=company),
        "may_configure": account.may("risk.configure"),
    }  # fmt: skip
    return render(request, "risk/duties.html", context)


def _tally(found: Iterable[Performance]) -> dict[str, Any]:
    states = [one.state for one in found]
    done, late = states.count("done"), states.count("late")
    owed = len(states) - states.count("open")
    return {
        "done": done, "late": late, "overdue": states.count("overdue"), "owed": owed,
        "rate": f"{100 * done / owed:.0f}" if owed else "",
    }  # fmt: skip


@page("risk.view")
def source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One major hazard source: the board, what is due, what was done, who held which role."""
    account = account_of(request)
    found, today = queries.get_source_for(account, pk), _today()
    shown = queries.performances(
        found.company, today - timedelta(days=BACK_DAYS), today, today, found.pk
    )
    may_see = account.may("people.private")
    return respond_detail(
        request, found.name, target=found,
        crumbs=[("包保责任", reverse("risk:duties"))],
        tags=[Tag(found.get_level_display(), "accent")],
        actions=[
            Action("公示牌", url("board", found), "people.private", style="primary"),
            Action("维护责任人", reverse("plant:hazard_source_edit", args=[pk]), "plant.edit"),
        ],
        facts=[Fact("危险源编码", found.code), Fact("R 值", found.r_value),
               Fact("所在区域", found.area, url=reverse("risk:area", args=[found.area_id]))],
        panels=[
            _due_panel(found, shown, account.may("risk.duties")),
            _board_panel(found, may_see), _held_panel(found, today), _records_panel(found),
        ],
        history=history_of(found)[:30],
    )  # fmt: skip


def _due_panel(found: Any, shown: list[Performance], may_record: bool) -> Panel:
    """What is open or overdue first; a link records it."""
    order = {"overdue": 0, "open": 1, "late": 2, "done": 3}
    rows = []
    for one in sorted(shown, key=lambda each: (order[each.state], each.due.first)):
        query = urlencode({"duty": one.due.duty.key, "period": one.due.first.isoformat()})
        can = may_record and one.record is None
        text = one.due.duty.text
        rows.append((
            one.due.duty.role.label,
            (text, f"{url('perform', found)}?{query}") if can else text,
            f"{one.due.first:%m-%d} 至 {one.due.last:%m-%d}", STATES[one.state],
        ))  # fmt: skip
    note = "点职责记录履职" if may_record else ""
    heads = ["责任人", "职责", "期间", "状态"]
    return Panel("履职", table=Table(heads, rows, "没有到期的职责。"), note=note)


def _board_panel(found: Any, may_see: bool) -> Panel:
    rows = [
        (post.role.label, str(post.person or "空缺"), _phone(post.phone, may_see),
         len(post.duties))
        for post in queries.notice_board(found)
    ]  # fmt: skip
    heads = ["责任人", "姓名", "电话", "职责"]
    return Panel("公示牌", table=Table(heads, rows), side=True)


def _phone(number: str, may_see: bool) -> str:
    return number if may_see or not number else f"{number[:3]}****{number[-4:]}"


def _held_panel(found: Any, today: date) -> Panel:
    rows = [
        (one.get_role_display(), str(one.person or "空缺"), one.since, _registered(one, today))
        for one in queries.holdings_of(found)[:20]
    ]  # fmt: skip
    heads = ["责任人", "姓名", "自", "登记系统"]
    pending = queries.holdings_of(found).filter(registered_at__isnull=True, until__isnull=True)
    return Panel(
        "人员变更", table=Table(heads, rows, "还没有变更记录。"),
        template="risk/_confirm.html" if pending else "", context={"rows": pending},
    )  # fmt: skip


def _registered(one: Holding, today: date) -> Tag | str:
    if one.registered_at:
        return Tag("已更新", "good")
    if one.until:
        return "—"
    late = is_update_late(one.due_on, today)
    return Tag(f"超期，应于 {one.due_on:%m-%d} 前更新", "p3") if late else Tag(
        f"{one.due_on:%m-%d} 前更新"
    )  # fmt: skip


def _records_panel(found: Any) -> Panel:
    rows = [
        (one.done_on, one.get_role_display(), str(one.person or "—"), one.duty_text, one.note)
        for one in queries.records_of(found)[:30]
    ]  # fmt: skip
    heads = ["完成", "责任人", "姓名", "职责", "履职情况"]
    return Panel("履职记录", table=Table(heads, rows, "还没有履职记录。"))


@page("people.private")
def board(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The notice board on paper, phones in full."""
    account = account_of(request)
    found = queries.get_source_for(account, pk)
    actions.note_print(account, found.area, f"{found} 包保责任公示牌")
    paper = board_paper(found, queries.notice_board(found))
    return answer_paper(request, paper, f"{found.name} 公示牌")


@form_page("risk.duties")
def perform(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a duty: `?duty=o-check&period=2026-11-16`."""
    account = account_of(request)
    found = queries.get_source_for(account, pk)
    duty = next(
        (
            one
            for one in queries.duties_of(found.company)
            if one.key == request.GET.get("duty") and one.every is not Every.ALWAYS
        ),
        None,
    )
    period = _day(request.GET.get("period", "")) or _today()
    if duty is None:
        return redirect("risk:source", pk=pk)
    form = PerformForm(request.POST or None, initial={"done_on": _today()})
    return respond_form(
        request, form,
        lambda data: actions.perform_duty(
            account, found, form.performed(duty.key, period, data)
        ),
        "记录履职", url("source", found), template="risk/perform_form.html", source=found,
        duty=duty, done="已记录",
    )  # fmt: skip


@post_only("risk.configure")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The registration system knows of a change."""
    account = account_of(request)
    row = queries.get_holding_for(account, pk)
    do_or_say(request, lambda: actions.confirm_registered(account, row), "已确认登记系统更新")
    return redirect("risk:source", pk=row.source_id)


@form_page("risk.configure")
def duty_create(request: HttpRequest) -> HttpResponse:
    """A duty of the plant's own."""
    company = company_of(account_of(request))
    key = f"own-{DutyRow.objects.filter(company=company).count() + 1}"
    return _duty_form(request, DutyRow(company=company, key=key), "新建包保职责")


@form_page("risk.configure")
def duty_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a duty, tighten its period, take it out of use."""
    rows = DutyRow.objects.filter(company=company_of(account_of(request)), pk=pk)
    if (found := rows.first()) is None:
        raise Http404("没有这项职责")
    return _duty_form(request, found, "编辑包保职责")


def _duty_form(request: HttpRequest, row: DutyRow, title: str) -> HttpResponse:
    account = account_of(request)
    form = DutyForm(request.POST or None, instance=row)
    return respond_form(
        request, form, lambda data: actions.save_duty(account, row, data), title,
        reverse("risk:duties"),
    )  # fmt: skip


def _today() -> date:
    return timezone.localtime(clock.now()).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

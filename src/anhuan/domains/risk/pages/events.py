"""Events with their assessments, and measures."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.assessing import AssessForm
from anhuan.domains.risk.forms.register import EventForm, MeasureForm
from anhuan.domains.risk.models import Assessment, RiskEvent, RiskMeasure
from anhuan.domains.risk.pages.common import level_tag, url
from anhuan.domains.risk.pages.objects import RETIRE
from anhuan.domains.risk.rules.classes import class_label, cycle_words
from anhuan.domains.risk.rules.direct_red import Rule
from anhuan.domains.risk.rules.levels import Control, layers_of
from anhuan.domains.risk.rules.methods import BASIS, BOX_LABELS, METHOD_CHOICES, METHODS, Method
from anhuan.domains.risk.rules.scoring import FACTOR_LABELS, Scale


@page("risk.view")
def event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One event: measures, why it has its level, who controls it."""
    account = account_of(request)
    found = queries.get_event_for(account, pk)
    blockers = list(queries.editing_blockers(account, found.unit.object))
    above = found.unit
    return respond_detail(
        request, found.name, target=found,
        crumbs=[("风险分析对象", reverse("risk:objects")),
                (above.object.name, url("object", above.object)), (above.name, url("unit", above))],
        tags=[level_tag(found.level)],
        actions=[
            Action("评价", url("assess", found), "risk.edit", style="primary", blockers=blockers),
            Action("新建措施", url("measure_create", found), "risk.edit", blockers=blockers),
            Action("编辑", url("event_edit", found), "risk.edit", blockers=blockers),
            Action("停用", url("event_retire", found), "risk.edit", "post", "danger", RETIRE,
                   blockers),
        ],
        facts=[
            Fact("分析单元", above, url=url("unit", above)),
            Fact("事故类型", "、".join(found.accidents)),
            Fact("危害因素", found.hazard, wide=True),
            Fact("可能后果", found.consequence, wide=True),
            Fact("管控层级", _controls(found), wide=True),
            Fact("复评期限", queries.review_of(found) or "—"),
        ],
        panels=[_measures(found, account.may("risk.edit")), *_assessed(found)],
        history=history_of(found)[:30],
    )  # fmt: skip


def _controls(found: RiskEvent) -> str:
    """Whoever is above controls it together with all below."""
    if not found.control:
        return ""
    layers = "、".join(one.label for one in layers_of(Control(found.control)))
    raised = "（提级）" if found.raised_to else ""
    return f"{Control(found.control).label}{raised}；同时落实：{layers}"


def _measures(found: RiskEvent, may_edit: bool) -> Panel:
    rows = [
        (class_label(one.class_2), (one.text, url("measure_edit", one)) if may_edit else one.text,
         one.check_content, str(one.person or one.post or "—"),
         cycle_words(one.cycle_count, one.cycle_unit) or "—")
        for one in found.measures.filter(is_retired=False).select_related("person", "post")
    ]  # fmt: skip
    heads = ["分类", "管控措施", "隐患排查内容", "岗位（责任人）", "周期"]
    return Panel("管控措施", table=Table(heads, rows, "还没有管控措施。"))


def _assessed(found: RiskEvent) -> list[Panel]:
    """The assessment that holds, and those before it."""
    rows = list(queries.assessments_of(found)[:20])
    if not rows:
        return [Panel("风险评价", note="还没有评价。评价后给出等级和管控层级。")]
    earlier = [
        (one.at, one.get_method_display(), _product(one), level_tag(one.level), one.by_name)
        for one in rows[1:]
    ]  # fmt: skip
    shown = [Panel("风险评价", facts=_why(rows[0]))]
    if earlier:
        heads = ["时间", "方法", "分值", "等级", "评价人"]
        shown.append(Panel("以前的评价", table=Table(heads, earlier)))
    return shown


def _why(one: Assessment) -> list[Fact]:
    boxes = [Fact(BOX_LABELS[key], text, wide=True) for key, text in one.boxes.items() if text]
    sign = "≥" if one.bounds["is_inclusive"] else "＞"
    bounds = "、".join(
        f"{word}{sign}{one.bounds[key]}" for key, word in
        (("red", "重大"), ("orange", "较大"), ("yellow", "一般"))
    )  # fmt: skip
    reds = "；".join(Rule(rule).label for rule in one.reds)
    return [
        Fact("方法", one.get_method_display()), Fact("评价时间", one.at),
        Fact("分值", _product(one), wide=True), Fact("分界值", bounds, wide=True),
        *([Fact("直接判定为重大", reds, wide=True)] if reds else []),
        *boxes, Fact("评价人", one.by_name), Fact("说明", one.note),
    ]  # fmt: skip


def _product(one: Assessment) -> str:
    factors = " × ".join(f"{FACTOR_LABELS[key].split()[-1]} {v}" for key, v in one.scores.items())
    return f"{factors} = {one.value.normalize():f}"


@form_page("risk.edit")
def assess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Score an event; `?method=jha&scale=lec` chooses how."""
    account = account_of(request)
    found = queries.get_event_for(account, pk)
    last = queries.assessments_of(found).first()
    method = _chosen(request, last)
    scale = request.GET.get("scale", last.scale if last and last.method == method else "")
    form = AssessForm(request.POST or None, method=method, scale=Scale(scale) if scale in
                      list(Scale) else METHODS[method].scales[0], last=last)  # fmt: skip
    return respond_form(
        request, form, lambda data: actions.assess(account, found, form.assessed(data)),
        f"评价 {found}", url("event", found), template="risk/assess_form.html",
        done="已评价", submit="计算等级", methods=METHOD_CHOICES, method=method.value,
        scales=[(one.value, one.label) for one in METHODS[method].scales], scale=form.scale.value,
        basis=BASIS,
    )  # fmt: skip


def _chosen(request: HttpRequest, last: Assessment | None) -> Method:
    asked: Any = request.GET.get("method", last.method if last else "")
    return Method(asked) if asked in list(Method) else Method.LS


@form_page("risk.edit")
def event_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new event of a unit."""
    above = queries.get_unit_for(account_of(request), pk)
    return _event_form(request, RiskEvent(unit=above), f"{above} 新建事件", url("unit", above))


@form_page("risk.edit")
def event_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an event."""
    found = queries.get_event_for(account_of(request), pk)
    return _event_form(request, found, f"编辑 {found}", url("event", found))


def _event_form(request: HttpRequest, row: RiskEvent, title: str, cancel: str) -> HttpResponse:
    account = account_of(request)
    form = EventForm(request.POST or None, instance=row, company=row.unit.object.company)
    return respond_form(
        request, form, lambda data: actions.save_event(account, row, data), title,
        lambda saved: url("event", saved), cancel=cancel,
    )  # fmt: skip


@post_only("risk.edit")
def event_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an event and its measures out of use."""
    account = account_of(request)
    found = queries.get_event_for(account, pk)
    do_or_say(request, lambda: actions.retire(account, found), f"{found} 已停用")
    return redirect("risk:unit", pk=found.unit_id)


@form_page("risk.edit")
def measure_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new measure of an event."""
    found = queries.get_event_for(account_of(request), pk)
    return _measure_form(request, RiskMeasure(event=found), f"{found} 新建措施")


@form_page("risk.edit")
def measure_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a measure."""
    found = queries.get_measure_for(account_of(request), pk)
    return _measure_form(
        request, found, "编辑管控措施", delete_url=url("measure_retire", found),
        delete_label="停用",
    )  # fmt: skip


def _measure_form(request: HttpRequest, row: RiskMeasure, title: str, **more: Any) -> HttpResponse:
    account = account_of(request)
    company = row.event.unit.object.company
    form = MeasureForm(request.POST or None, instance=row, company=company)
    return respond_form(
        request, form, lambda data: actions.save_measure(account, row, data), title,
        url("event", row.event), **more,
    )  # fmt: skip


@post_only("risk.edit")
def measure_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a measure out of use."""
    account = account_of(request)
    found = queries.get_measure_for(account, pk)
    do_or_say(request, lambda: actions.retire(account, found), "措施已停用")
    return redirect("risk:event", pk=found.event_id)

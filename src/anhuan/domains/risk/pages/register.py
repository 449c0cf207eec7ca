"""The register as a list (the eleven columns of 附件2 4.1.1), as a tree, and from Excel."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.filters import REGISTER_FILTERS, REGISTER_SEARCH
from anhuan.domains.risk.forms.sheet import applying, current_lines, register_sheet
from anhuan.domains.risk.pages.common import control_word, level_tag, url
from anhuan.domains.risk.queries.versions import Then
from anhuan.domains.risk.rules.classes import class_label, cycle_words
from anhuan.domains.risk.rules.methods import Method
from anhuan.kernel import clock


@page("risk.view")
def register(request: HttpRequest) -> HttpResponseBase:
    """One line a measure; filters, Excel and PDF of what is seen (DUAL-011, 042, 043)."""
    spec = ListSpec(
        title="风险清单", noun="条", default_sort="event__unit__object__name",
        columns=[
            Column("object", "装置/罐区/库区", "event.unit.object",
                   sort="event__unit__object__name"),
            Column("department", "责任部门", lambda m: queries.department_of(m.event.unit)),
            Column("person", "责任人", lambda m: queries.person_of(m.event.unit), phone=False),
            Column("unit", "风险单元", "event.unit", sort="event__unit__name"),
            Column("event", "风险事件", "event", kind="link", sort="event__name"),
            Column("level", "风险等级", lambda m: level_tag(m.event.level), kind="tag"),
            Column("control", "管控层级", lambda m: control_word(m.event.control)),
            Column("class", "管控措施分类", lambda m: class_label(m.class_2), sort="class_2",
                   phone=False),
            Column("text", "管控措施"),
            Column("check_content", "隐患排查内容", phone=False),
            Column("post", "岗位（责任人）", lambda m: m.person or m.post or ""),
            Column("cycle", "周期", lambda m: cycle_words(m.cycle_count, m.cycle_unit)),
            Column("problem", "隐患问题描述", phone=False, hidden=True),
            Column("source", "管控方式", "get_data_source_display", hidden=True),
            Column("class_3", "自定分类", hidden=True),
            Column("method", "评价方法", lambda m: _method(m.event.method), hidden=True),
        ],
        filters=REGISTER_FILTERS, search=REGISTER_SEARCH,
        search_hint="对象、单元、事件、措施、排查内容",
        row_url=lambda row: url("event", row.event),
        create_url=reverse("risk:object_create"), create_right="risk.edit",
        create_label="新建分析对象",
        import_url=reverse("risk:import"), import_right="risk.edit",
        links=[Link("风险树", reverse("risk:tree")), Link("分析对象", reverse("risk:objects"))],
        empty="还没有风险清单。先下载模板填写导入，或新建分析对象，再往下建单元、事件和措施。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_measures(account_of(request)))


def _method(method: str) -> str:
    return Method(method).label if method else ""


@form_page("risk.edit")
def register_import(request: HttpRequest) -> HttpResponseBase:
    """From Excel: every error named by cell, nothing half imported (DUAL-041)."""
    account = account_of(request)
    company = company_of(account)
    importer = actions.Importer(account, company)
    return respond_import(
        request, register_sheet(company), applying(importer), reverse("risk:register"),
        current=lambda: current_lines(queries.visible_measures(account).iterator(chunk_size=500)),
        finish=importer.finish,
    )  # fmt: skip


@dataclass(slots=True)
class Node:
    """One line of the tree as drawn."""

    title: str
    kind: str
    url: str = ""
    tag: Tag | None = None
    notes: list[str] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)


@page("risk.view")
def tree(request: HttpRequest) -> HttpResponse:
    """The whole register as one tree; `?on=2026-11-01`: as it was at the end of that day."""
    account = account_of(request)
    on = _day(request.GET.get("on", ""))
    if on:
        then = queries.register_at(company_of(account), _end_of(on))
        nodes = [_node_then(one) for one in then]
    else:
        nodes = [_node(one) for one in queries.tree_of(account)]
    context = {
        "title": "风险树", "nodes": nodes, "on": on, "today": timezone.localdate(),
        "may_edit": account.may("risk.edit"),
    }  # fmt: skip
    return render(request, "risk/tree.html", context)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 < day.year < 9000 else None


def _end_of(day: date) -> datetime:
    """The last moment of a plant day, or now."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return min(midnight - timedelta(microseconds=1), clock.now())


def _node(one: Any) -> Node:
    """A line as it is now, with what is below."""
    return Node(
        one.name, "object", url("object", one), level_tag(one.level),
        [str(one.department), str(one.person), one.code or one.own_code or "编码待填"],
        [_unit(unit) for unit in one.units.all()],
    )  # fmt: skip


def _unit(unit: Any) -> Node:
    events = [
        Node(event.name, "event", url("event", event), level_tag(event.level),
             [control_word(event.control), "、".join(event.accidents)],
             [_measure(one) for one in event.measures.all()])
        for event in unit.events.all()
    ]  # fmt: skip
    notes = [unit.get_kind_display(), str(unit.person or "")]
    return Node(unit.name, "unit", url("unit", unit), level_tag(unit.level), notes, events)


def _measure(one: Any) -> Node:
    notes = [class_label(one.class_2), str(one.person or one.post or ""),
             cycle_words(one.cycle_count, one.cycle_unit)]  # fmt: skip
    return Node(one.text, "measure", notes=notes)


_SHOWN_THEN = {
    "object": ("department", "person", "code"), "unit": ("kind", "person"),
    "event": ("control", "accidents"), "measure": ("class", "person", "cycle"),
}  # fmt: skip


def _node_then(then: Then) -> Node:
    """A line as it was."""
    said = then.content
    tag = level_tag(said["level"]) if "level" in said else None
    notes = [said.get(key, "") for key in _SHOWN_THEN[then.kind]]
    below = [_node_then(one) for one in then.below]
    return Node(said["name"], then.kind, "", tag, notes, below)

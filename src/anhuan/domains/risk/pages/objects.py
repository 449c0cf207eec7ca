"""Objects and units."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.filters import OBJECT_FILTERS, OBJECT_SEARCH
from anhuan.domains.risk.forms.register import ObjectForm, UnitForm
from anhuan.domains.risk.models import RiskObject, RiskUnit
from anhuan.domains.risk.pages.common import control_word, level_tag, url
from anhuan.domains.risk.rules.levels import Level, control_of

RETIRE = "停用后本级及以下各级一并停用，上报时标记为已删除。确定吗？"


@page("risk.view")
def objects(request: HttpRequest) -> HttpResponseBase:
    """What is analysed."""
    spec = ListSpec(
        title="风险分析对象", noun="个", default_sort="name",
        columns=[
            Column("name", "装置/罐区/库区", kind="link", sort="name"),
            Column("level", "风险等级", lambda o: level_tag(o.level), kind="tag"),
            Column("kind", "类别", "get_kind_display", sort="kind"),
            Column("code", "危险源编码", lambda o: o.code or o.own_code, sort="code"),
            Column("area", "所在区域", sort="area__name"),
            Column("department", "责任部门", sort="department__name"),
            Column("person", "责任人", sort="person__pinyin"),
            Column("unit_count", "单元", kind="number", phone=False),
            Column("event_count", "事件", kind="number", phone=False),
            Column("measure_count", "措施", kind="number", phone=False),
        ],
        filters=OBJECT_FILTERS, search=OBJECT_SEARCH,
        row_url=lambda row: url("object", row),
        create_url=reverse("risk:object_create"), create_right="risk.edit",
        empty="还没有分析对象。可逐个新建，也可在风险清单页按模板导入。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_objects(account_of(request)))


@page("risk.view")
def risk_object(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One object with its units."""
    account = account_of(request)
    found = queries.get_object_for(account, pk)
    blockers = list(queries.editing_blockers(account, found))
    units = queries.visible_units(account).filter(object=found).prefetch_related("events")
    rows = [
        ((unit.name, url("unit", unit)), unit.get_kind_display(), str(unit.structure or "—"),
         str(queries.person_of(unit)), level_tag(unit.level))
        for unit in units
    ]  # fmt: skip
    return respond_detail(
        request, found.name, target=found,
        crumbs=[("风险分析对象", reverse("risk:objects"))],
        tags=[level_tag(found.level)],
        actions=[
            Action("新建单元", url("unit_create", found), "risk.edit", blockers=blockers),
            Action("编辑", url("object_edit", found), "risk.edit", blockers=blockers),
            Action("停用", url("object_retire", found), "risk.edit", "post", "danger", RETIRE,
                   blockers),
        ],
        facts=_object_facts(found),
        panels=[
            Panel("风险分析单元", table=Table(
                ["单元", "类别", "装置设施", "责任人", "等级"], rows,
                "还没有单元。按设备设施、作业活动、工艺系统或场所划分。")),
            _judgements(found),
        ],
        history=history_of(found)[:30],
    )  # fmt: skip


def _object_facts(found: RiskObject) -> list[Fact]:
    area = reverse("risk:area", args=[found.area_id]) if found.area_id else ""
    source = reverse("risk:source", args=[found.source_id]) if found.source_id else ""
    missing = not (found.code or found.own_code)
    return [
        Fact("危险源编码", found.code or found.own_code or "待填，填写后才能上报",
             tone="p3" if missing else ""),
        Fact("类别", found.get_kind_display()), Fact("所在区域", found.area, url=area),
        Fact("重大危险源", found.source or "不构成", url=source),
        Fact("责任部门", found.department), Fact("责任人", found.person),
        Fact("管控层级", control_of(Level(found.level)).duty if found.level else "", wide=True),
    ]  # fmt: skip


def _judgements(found: RiskObject) -> Panel:
    rows = [
        (one.at, (one.verdict, url("identification", one)), one.s, one.r)
        for one in found.identifications.all()[:5]
    ]  # fmt: skip
    return Panel("重大危险源辨识", side=True,
                 table=Table(["时间", "结论", "S", "R"], rows, "还没有辨识记录。"))  # fmt: skip


@form_page("risk.edit")
def object_create(request: HttpRequest) -> HttpResponse:
    """A new object."""
    new = RiskObject(company=company_of(account_of(request)))
    return _object_form(request, new, "新建分析对象", reverse("risk:objects"))


@form_page("risk.edit")
def object_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an object."""
    found = queries.get_object_for(account_of(request), pk)
    return _object_form(request, found, f"编辑 {found}", url("object", found))


def _object_form(request: HttpRequest, row: RiskObject, title: str, cancel: str) -> HttpResponse:
    account = account_of(request)
    form = ObjectForm(request.POST or None, instance=row, company=row.company)
    return respond_form(
        request, form, lambda data: actions.save_object(account, row, data), title,
        lambda saved: url("object", saved), cancel=cancel,
    )  # fmt: skip


@post_only("risk.edit")
def object_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an object and all below it out of use."""
    account = account_of(request)
    found = queries.get_object_for(account, pk)
    if do_or_say(request, lambda: actions.retire(account, found), f"{found} 已停用"):
        return redirect("risk:objects")
    return redirect("risk:object", pk=pk)


@page("risk.view")
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One unit with its events."""
    account = account_of(request)
    found = queries.get_unit_for(account, pk)
    blockers = list(queries.editing_blockers(account, found.object))
    rows = [
        ((one.name, url("event", one)), "、".join(one.accidents), level_tag(one.level),
         control_word(one.control))
        for one in queries.visible_events(account).filter(unit=found)
    ]  # fmt: skip
    return respond_detail(
        request, found.name, target=found,
        crumbs=[("风险分析对象", reverse("risk:objects")),
                (found.object.name, url("object", found.object))],
        tags=[level_tag(found.level)],
        actions=[
            Action("新建事件", url("event_create", found), "risk.edit", blockers=blockers),
            Action("编辑", url("unit_edit", found), "risk.edit", blockers=blockers),
            Action("停用", url("unit_retire", found), "risk.edit", "post", "danger", RETIRE,
                   blockers),
        ],
        facts=[
            Fact("分析对象", found.object, url=url("object", found.object)),
            Fact("单元类别", found.get_kind_display()), Fact("装置设施", found.structure),
            Fact("责任部门", queries.department_of(found)),
            Fact("责任人", queries.person_of(found)),
        ],
        panels=[Panel("风险事件", table=Table(
            ["事件", "事故类型", "等级", "管控层级"], rows, "还没有风险事件。"))],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("risk.edit")
def unit_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new unit of an object."""
    above = queries.get_object_for(account_of(request), pk)
    return _unit_form(request, RiskUnit(object=above), f"{above} 新建单元", url("object", above))


@form_page("risk.edit")
def unit_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a unit."""
    found = queries.get_unit_for(account_of(request), pk)
    return _unit_form(request, found, f"编辑 {found}", url("unit", found))


def _unit_form(request: HttpRequest, row: RiskUnit, title: str, cancel: str) -> HttpResponse:
    account = account_of(request)
    form = UnitForm(request.POST or None, instance=row, company=row.object.company)
    return respond_form(
        request, form, lambda data: actions.save_unit(account, row, data), title,
        lambda saved: url("unit", saved), cancel=cancel,
    )  # fmt: skip


@post_only("risk.edit")
def unit_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a unit and all below it out of use."""
    account = account_of(request)
    found = queries.get_unit_for(account, pk)
    do_or_say(request, lambda: actions.retire(account, found), f"{found} 已停用")
    return redirect("risk:object", pk=found.object_id)

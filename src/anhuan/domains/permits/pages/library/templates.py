"""Forms as data: their versions, what they hold, and publishing a version of the plant's own."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Filter, Link, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions.configuring import save_form
from anhuan.domains.permits.forms.template import MODE_LABELS, TYPE_LABELS, TemplateForm
from anhuan.domains.permits.models import FormTemplate
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.queries.changes import kinds_in_question
from anhuan.domains.permits.queries.forms import visible_forms
from anhuan.domains.permits.rules.forms import (
    FormTemplate as Form,
)
from anhuan.domains.permits.rules.forms import differences, parse_template
from anhuan.domains.permits.rules.kinds import GB_30871, KINDS, Group, Kind, level_of


@page("permits.view")
def templates(request: HttpRequest) -> HttpResponseBase:
    """Every version; those in force first, and which of them a change has put in question."""
    asked = kinds_in_question(company_of(account_of(request)))
    spec = ListSpec(
        title="作业票模板", noun="个", default_sort="kind",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("kind", "作业类型", FormTemplate.get_kind_display, sort="kind"),
            Column("version", "版本", kind="number", sort="version"),
            Column("is_current", "状态", lambda row: _state(row, asked), kind="tag"),
            Column("source", "来源", lambda row: "自带" if row.source == "seed" else "企业修订"),
            Column("made_at", "制定时间", kind="time", sort="made_at"),
        ],
        filters=[Filter("kind", "作业类型", choices=KIND_CHOICES),
                 Filter("is_current", "现行", kind="bool")],
        search=["name"], row_tone=lambda row: "" if row.is_current else "off",
        row_url=lambda row: reverse("permits:template", args=[row.pk]),
        links=[Link("模板复核", reverse("permits:form_reviews"), "permits.view")],
        empty="还没有模板。第一次预约某类作业时装入自带的模板。",
    )  # fmt: skip
    return respond_list(request, spec, visible_forms(account_of(request)).defer("content"))


def _state(row: FormTemplate, asked: Collection[str] = ()) -> Tag:
    if row.is_current and row.kind in asked:
        return Tag("须复核", "p3")
    return Tag("现行", "good") if row.is_current else Tag("旧版", "off")


@page("permits.view")
def template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version: boxes, measures, signatures, lists; what changed against the one before."""
    found = get_object_or_404(visible_forms(account_of(request)), pk=pk)
    form = parse_template(found.content)
    url = reverse("permits:template_edit", args=[pk])
    edit = Action("修订", url, "permits.edit", style="primary")
    return respond_detail(
        request, found.name, target=found, crumbs=[("作业票模板", reverse("permits:templates"))],
        tags=[_state(found, kinds_in_question(found.company)), Tag(f"第 {found.version} 版")],
        actions=[edit] if found.is_current else [],
        facts=[
            Fact("作业类型", found.get_kind_display()), Fact("制定时间", found.made_at),
            Fact("来源", "自带" if found.source == "seed" else "企业修订"),
            Fact("依据标准", _standard(Kind(found.kind)), wide=True),
            Fact("内容 SM3", found.content_sm3[:16]),
            Fact("使用该版的作业票", found.permits.count(), "张"),
        ],
        panels=[*_panels(form), _changes(found, form)], history=history_of(found)[:20],
    )  # fmt: skip


def _standard(kind: Kind) -> str:
    return GB_30871.cited if KINDS[kind].group is Group.SPECIAL else ""


def _panels(form: Form) -> list[Panel]:
    def levels(codes: tuple[str, ...]) -> str:
        return "、".join(level_of(form.kind, code).label for code in codes) or "全部"

    signs = sorted(form.signatures, key=lambda one: (one.stage.value, one.order))
    rows: list[tuple[str, list[str], list[list[Any]]]] = [
        ("安全措施", ["序", "措施", "级别", "依据"],
         [[m.no, m.text, levels(m.levels), m.clause] for m in (*form.measures, *form.extras)]),
        ("栏目", ["栏目", "类型", "环节", "必填", "级别"],
         [[f.label, TYPE_LABELS[f.type], f.stage.label, "是" if f.required else "",
           levels(f.levels)]
          for f in form.fields]),
        ("签字", ["环节", "签字", "身份", "方式", "级别", "时限"],
         [[s.stage.label, s.label, s.role.label, MODE_LABELS[s.mode], levels(s.levels),
           f"{s.time_limit_min} min"] for s in signs]),
        ("审批人", ["级别", "审批", "升级后"],
         [[levels(a.levels), a.role.label, a.raised_role.label] for a in form.approvals]),
        ("安全交底", ["内容", "级别"], [[i.text, levels(i.levels)] for i in form.briefing]),
        ("监护人检查", ["内容", "级别"],
         [[i.text, levels(i.levels)] for i in form.guardian_checks]),
        ("验收条件", ["内容", "级别"], [[i.text, levels(i.levels)] for i in form.acceptance]),
    ]  # fmt: skip
    return [
        Panel(title, table=Table(heads, cells), note=f"{len(cells)} 项")
        for title, heads, cells in rows if cells
    ]  # fmt: skip


def _changes(found: FormTemplate, form: Form) -> Panel | None:
    older = FormTemplate.objects.filter(
        company=found.company_id, kind=found.kind, version__lt=found.version
    ).order_by("-version").first()  # fmt: skip
    if older is None:
        return None
    found_ = differences(parse_template(older.content), form)
    rows = [[one.path, str(one.before or "—"), str(one.after or "—")] for one in found_[:50]]
    table = Table(["位置", f"第 {older.version} 版", "本版"], rows, "与上一版相同")
    return Panel("与上一版的差异", table=table, side=True)


@form_page("permits.edit")
def template_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other words, more measures: published as the next version; running permits keep theirs."""
    account = account_of(request)
    found = get_object_or_404(visible_forms(account), pk=pk)
    kind = Kind(found.kind)
    form = TemplateForm(request.POST or None, kind=kind, before=found.content)
    return respond_form(
        request, form, lambda _: save_form(account, kind, form.content()),
        f"修订 {found.name}", lambda made: reverse("permits:template", args=[made.pk]),
        template="permits/template_form.html", cancel=reverse("permits:template", args=[pk]),
        submit="发布为新版本", done="新版本已发布，进行中的作业票保持原版本", found=found,
    )  # fmt: skip

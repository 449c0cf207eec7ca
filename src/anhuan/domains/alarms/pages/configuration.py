"""Kinds of alarm, their ladders, and silences."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.alarms import actions, queries
from anhuan.domains.alarms.forms.configuring import KindForm, RungForm
from anhuan.domains.alarms.models import AlarmKind, EscalationStep
from anhuan.domains.alarms.pages.words import PRIORITY_WORDS
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of

RIGHT = "alarms.configure"


@page(RIGHT)
def kinds(request: HttpRequest) -> HttpResponseBase:
    """All kinds: priority, codes, clearing, sound."""
    spec = ListSpec(
        title="报警类型",
        noun="种",
        default_sort="priority",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("priority", "优先级", _priority, kind="tag", sort="priority"),
            Column("aq_code", "AQ 3064 代码", sort="aq_code"),
            Column("province_code", "省代码", sort="province_code"),
            Column("needs_clearing", "须人工消警", kind="bool"),
            Column("sounds", "声音", kind="bool"),
            Column("is_enabled", "启用", kind="bool"),
            Column("code", "代码", hidden=True),
        ],
        search=["name", "code"],
        row_url=lambda kind: reverse("alarms:kind", args=[kind.pk]),
        row_tone=lambda kind: "" if kind.is_enabled else "off",
    )
    return respond_list(request, spec, queries.kinds_of(account_of(request)))


def _priority(kind: AlarmKind) -> Tag:
    return Tag(f"{kind.priority} {PRIORITY_WORDS[kind.priority]}")


@page(RIGHT)
def kind(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One kind with its ladder and guidance."""
    found = _kind_for(account_of(request), pk)
    edit = reverse("alarms:kind_edit", args=[pk])
    add = reverse("alarms:rung_create", args=[pk])
    guidance = [Fact("处置提示", found.guidance, wide=True)]
    return respond_detail(
        request,
        found.name,
        target=found,
        history=history_of(found)[:30],
        crumbs=[("报警类型", reverse("alarms:kinds"))],
        tags=[_priority(found), Tag("启用" if found.is_enabled else "停用")],
        actions=[Action("编辑", edit, RIGHT), Action("添加通知角色", add, RIGHT)],
        facts=[
            Fact("代码", found.code),
            Fact("AQ 3064 代码", found.aq_code),
            Fact("省代码", found.province_code),
            Fact("须人工消警", "是" if found.needs_clearing else "否"),
            Fact("声音", "有" if found.sounds else "无"),
            *guidance,
        ],
        panels=[_ladder(found)],
    )


def _ladder(found: AlarmKind) -> Panel:
    steps = found.escalation.select_related("area").order_by("area__name", "after_s")
    rows = [
        [f"{step.after_s} s", step.get_role_display(), step.area.name if step.area else "所有区域",
         ("移除", reverse("alarms:rung_delete", args=[step.pk]))]
        for step in steps
    ]  # fmt: skip
    note = "未确认达到时长即通知；区域有自己的流程时只用区域的"
    return Panel("升级流程", table=Table(["未确认时长", "通知角色", "区域", ""], rows), note=note)


@form_page(RIGHT)
def kind_edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Tune a kind."""
    account = account_of(request)
    found = _kind_for(account, pk)
    form = KindForm(request.POST or None, instance=found)
    return respond_form(
        request, form, lambda _: actions.change_kind(account, found, form.changes),
        f"编辑 {found.name}", reverse("alarms:kind", args=[pk]),
    )  # fmt: skip


@form_page(RIGHT)
def rung_create(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One more role to tell."""
    account = account_of(request)
    found = _kind_for(account, pk)
    form = RungForm(request.POST or None, company=company_of(account))
    return respond_form(
        request, form, lambda _: actions.add_rung(account, found, form.changes),
        f"{found.name}：添加通知角色", reverse("alarms:kind", args=[pk]),
    )  # fmt: skip


@form_page(RIGHT)
def rung_delete(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Ask, then take a rung away."""
    account = account_of(request)
    step = EscalationStep.objects.filter(pk=pk, kind__company=account.company_id).first()
    if step is None:
        raise Http404("没有这一步")
    back = reverse("alarms:kind", args=[step.kind_id])
    if request.method == "POST":
        do_or_say(request, lambda: actions.remove_rung(account, step), "已移除")
        return HttpResponseRedirect(back)
    return respond_detail(
        request,
        "移除通知角色",
        crumbs=[("报警类型", back)],
        facts=[Fact("未确认时长", step.after_s, "s"), Fact("通知角色", step.get_role_display())],
        actions=[Action("移除", request.path, RIGHT, "post", "danger"), Action("取消", back)],
    )


def _kind_for(account: Account, pk: UUID) -> AlarmKind:
    found = queries.kinds_of(account).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这种报警")
    return found

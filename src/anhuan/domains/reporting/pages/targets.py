"""A receiver: how it stands table by table, its last messages, its settings, a test."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, Tag, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.forms.targets import TargetForm, TestForm
from anhuan.domains.reporting.models import Batch, Target
from anhuan.domains.reporting.pages.words import active_tag, batch_tag, table_name, when
from anhuan.domains.reporting.queries import target_for
from anhuan.domains.reporting.queries.overview import lines_of, standing_of
from anhuan.domains.reporting.queries.secrets import has_secret
from anhuan.domains.reporting.rules.systems import FIRST_TABLES
from anhuan.kernel import clock

EDIT, SEND = "reporting.edit", "reporting.send"
_NEWEST = 20


@page("reporting.view")
def target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What went, when, with which receipt; what was refused."""
    found = target_for(account_of(request), pk)
    standing = standing_of(found, clock.now())
    tags = [active_tag(found)]
    if standing.trouble:
        tags.append(Tag(standing.trouble[:80], "p2"))
    return respond_detail(
        request, found.name, target=found, tags=tags, actions=_actions(found),
        crumbs=[("数据上报", reverse("reporting:overview"))], facts=_facts(found),
        panels=[_lines(found), _batches(found)], history=history_of(found)[:30],
    )  # fmt: skip


def _actions(found: Target) -> list[Action]:
    def url(name: str) -> str:
        return reverse(f"reporting:target_{name}", args=[found.pk])

    turn = (
        Action("停用", url("stop"), EDIT, "post", "danger", "停用后不再向它上报，确定吗？")
        if found.is_active
        else Action("启用", url("start"), EDIT, "post", "primary")
    )
    records = f"{reverse('reporting:deliveries')}?target={found.pk}"
    return [
        turn,
        Action("上报记录", records, "reporting.view"),
        Action("接入准备", url("readiness"), "reporting.view"),
        Action("发送测试数据", url("test"), SEND),
        Action("重新校验", url("recheck"), SEND, "post"),
        Action("编辑", url("edit"), EDIT),
    ]


def _facts(found: Target) -> list[Fact]:
    if not found.secret:
        secret = "未使用"
    else:
        secret = f"{found.secret}（{'已配置' if has_secret(found.secret) else '密钥文件里没有'}）"
    return [
        Fact("层级", found.get_level_display()),
        Fact("系统", found.get_system_display()),
        Fact("报文形式", found.get_form_display()),
        Fact("地址", found.address, wide=True),
        Fact("密钥", secret),
        Fact("企业编码", found.company_code or "同企业档案"),
        Fact("园区编码", found.park_code),
        Fact("每日上报时刻", f"{found.daily_at:%H:%M}" if found.daily_at else ""),
    ]


def _lines(found: Target) -> Panel:
    records = reverse("reporting:deliveries")
    rows = []
    for one in lines_of(found, clock.now()):
        query = f"{records}?target={found.pk}&table={one.table.id}"
        slot = f"{when(one.slot.at)}（{one.slot.rows} 条）" if one.slot else ""
        rows.append([
            (one.table.name, query), one.table.often, str(one.sent), str(one.waiting),
            (str(one.held), f"{query}&state=held") if one.held else "0",
            (str(one.refused), f"{query}&state=refused") if one.refused else "0",
            when(one.last_sent), slot,
        ])  # fmt: skip
    heads = ["表", "频率", "今日送达", "待发", "校验未过", "被退回", "最近送达", "最近时段"]
    return Panel("各表", table=Table(heads, rows))


def _batches(found: Target) -> Panel:
    rows = [
        [(when(one.made_at), reverse("reporting:batch", args=[one.pk])), table_name(one.table),
         f"{one.rows} 条" + ("（测试）" if one.test_rows is not None else ""), batch_tag(one),
         str(one.attempts), one.said[:80], one.receipt[:40]]
        for one in Batch.objects.filter(target=found)[:_NEWEST]
    ]  # fmt: skip
    heads = ["组包时间", "表", "条数", "状态", "尝试", "对方答复", "回执"]
    return Panel("最近报文", table=Table(heads, rows, "还没有发送过"))


@form_page(EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """A new one; it begins at rest."""
    account = account_of(request)
    company = company_of(account)
    system = request.GET.get("system", "2021")
    initial = {"system": system, "tables": list(FIRST_TABLES.get(system, ()))}
    form = TargetForm(request.POST or None, company=company, initial=initial)
    fresh = Target(company=company)
    return respond_form(
        request, form,
        lambda _: actions.save_target(account, fresh, form.changes, clock.now()),
        "新建上报目标", lambda made: reverse("reporting:target", args=[made.pk]),
        cancel=reverse("reporting:overview"),
    )  # fmt: skip


@form_page(EDIT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change it; what is held back is looked at again."""
    account = account_of(request)
    found = target_for(account, pk)
    form = TargetForm(request.POST or None, instance=found, company=found.company)
    return respond_form(
        request, form,
        lambda _: actions.save_target(account, found, form.changes, clock.now()),
        f"编辑 {found.name}", reverse("reporting:target", args=[pk]),
    )  # fmt: skip


@post_only(EDIT)
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it to work."""
    return _turn(request, pk, is_active=True, done="已启用，已有数据正在排队上报")


@post_only(EDIT)
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it rest."""
    return _turn(request, pk, is_active=False, done="已停用")


def _turn(request: HttpRequest, pk: UUID, *, is_active: bool, done: str) -> HttpResponse:
    account = account_of(request)
    found = target_for(account, pk)
    do_or_say(
        request,
        lambda: actions.set_active(account, found, is_active=is_active, now=clock.now()), done,
    )  # fmt: skip
    return HttpResponseRedirect(reverse("reporting:target", args=[pk]))


@post_only(SEND)
def recheck(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at what is held back once more."""
    account = account_of(request)
    found = target_for(account, pk)
    do_or_say(request, lambda: actions.recheck(account, found, clock.now()), "已重新校验")
    return HttpResponseRedirect(reverse("reporting:target", args=[pk]))


@form_page(SEND)
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send one row now; the answer is on the message's page."""
    account = account_of(request)
    found = target_for(account, pk)
    form = TestForm(request.POST or None, target=found)
    return respond_form(
        request, form,
        lambda data: actions.send_test(account, found, data["table"], clock.now()),
        f"发送测试数据：{found.name}", lambda made: reverse("reporting:batch", args=[made.pk]),
        submit="发送", done="已提交，几秒后刷新可见答复",
        cancel=reverse("reporting:target", args=[pk]),
    )  # fmt: skip
